"""Every view of the memory opens with a model of every kind of cell, and shows all of it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.forward import INTERVENTIONS, Intervention
from lstm_gui.core.inspection.interventions import InterventionTrial, WhatIf
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.inspection.ledger import ledger
from lstm_gui.core.inspection.lifetimes import dead_cells, half_lives, histogram, saturation
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
from lstm_gui.gui.memory.cells.panel import CellsPanel
from lstm_gui.gui.memory.intervention.panel import InterventionPanel
from lstm_gui.gui.memory.intervention.words import kinds_offered
from lstm_gui.gui.memory.ledger.panel import LedgerPanel
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.phrases.panel import PhrasePanel
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from lstm_gui.gui.memory.what_if.panel import WhatIfPanel
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.small_model import HIDDEN, TEXT, VOCABULARY, access, read, unknown

pytestmark = pytest.mark.parametrize("cell", CELLS)


def shown(qtbot: QtBot, widget):
    qtbot.addWidget(widget)
    widget.resize(660, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def looks(widget) -> bytes:
    return bytes(widget.grab().toImage().constBits())


def test_the_heat_map_has_every_quantity(qtbot: QtBot, theme: Theme, cell: CellKind) -> None:
    panel = shown(qtbot, MemoryPanel(theme))
    panel.set_trace(read(cell=cell, layers=2), TEXT)
    pictures = set()
    for key in CELLS[cell].quantities:
        panel.set_quantity(key)
        assert panel.quantity == key
        pictures.add(looks(panel))
    assert len(pictures) == len(CELLS[cell].quantities)
    store = MomentStore()
    for step, text in ((1, TEXT), (2, TEXT)):
        assert store.add(step, 0, step, 9.0, text, read(text, cell, 2))
    assert store.moment(0).trace.quantities.keys() == set(CELLS[cell].quantities)
    panel.set_moment(store.moment(0).trace, TEXT, "then")


def test_the_ledger_tells_every_equation(qtbot: QtBot, theme: Theme, cell: CellKind) -> None:
    panel = shown(qtbot, LedgerPanel(theme))
    blank = looks(panel)
    panel.set_ledger(ledger(read(cell=cell), layer=0, cell=2, position=4), "b", "a")
    assert looks(panel) != blank
    words = panel.findChild(QLabel, "ledgerEquation")
    assert words is not None
    assert words.text().count("<br>") == len(CELLS[cell].equations) - 1
    if cell == "peephole":
        assert "σ(a<sub>f</sub> + p<sub>f</sub>·cₜ₋₁)" in words.text()
    table = panel.findChild(QTableWidget, "ledgerTable")
    assert table is not None and table.rowCount() == len(CELLS[cell].ledger)


def test_text_cells_lifetimes_and_phrases(qtbot: QtBot, theme: Theme, cell: CellKind) -> None:
    trace, memory = read(cell=cell), CELLS[cell].memory
    reading = shown(qtbot, ReadingPanel(theme))
    reading.set_trace(trace, TEXT, VOCABULARY)
    reading.set_quantity("o")  # of a cell that has none, the memory is shown
    cells = shown(qtbot, CellsPanel(theme))
    cells.set_named((), HIDDEN, characters=len(TEXT))
    cells.set_trace(trace)
    lifetimes = shown(qtbot, LifetimesPanel(theme))
    gates = CELLS[cell].keep is not None
    lives = half_lives(trace, 0)
    lifetimes.set_lifetimes(
        histogram(lives) if gates else None,
        saturation(trace, 0),
        dead_cells(trace, 0),
        num_steps=35,
        mean_line_length=12.0,
        half_lives=lives,
    )
    phrases = shown(qtbot, PhrasePanel(theme))
    phrases.set_trace(trace, TEXT, memory, 0)
    phrases.set_selection(2, 5)


def test_interventions_and_what_if(qtbot: QtBot, theme: Theme, cell: CellKind) -> None:
    panel = shown(qtbot, InterventionPanel(theme))
    panel.set_unknown_check(unknown)
    panel.set_cell_kind(cell, cells=HIDDEN)
    for kind in INTERVENTIONS:
        assert (kind in kinds_offered(cell)) == (kind != "hold" or bool(CELLS[cell].held))
        trial = InterventionTrial(TEXT[:6], Intervention(kind, (1, 2), 0), None, 8)
        outcome = finish(trial, access(cell))
        panel.set_result(outcome)
        assert outcome.with_.trace.cell == cell and len(outcome.with_.text) == 8
    what_if = shown(qtbot, WhatIfPanel(theme))
    what_if.set_unknown_check(unknown)
    what_if.set_text(TEXT)
    what_if.set_result(finish(WhatIf(TEXT, 3, TEXT[0]), access(cell)), VOCABULARY)
