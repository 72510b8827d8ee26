"""Half-lives as bars that choose their cells, gates as shares, cells that never move."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.lifetimes import histogram
from lstm_gui.gui.memory.cells.lifetimes_panel import GateShares, LifetimesPanel
from lstm_gui.gui.memory.cells.lifetimes_plot import LifetimesPlot
from lstm_gui.gui.widgets.theme import Theme

HALF_LIVES = np.array([0.0, 0.5, 3.0, 3.1, 40.0, 999.0, 1000.0, math.inf], np.float32)
SATURATION = {"i": (0.1, 0.2), "f": (0.05, 0.8), "o": (0.001, 0.0)}


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> LifetimesPanel:
    widget = LifetimesPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 250)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def fill(panel: LifetimesPanel, dead: tuple[int, ...] = (2, 3, 4, 7)) -> None:
    panel.set_lifetimes(
        histogram(HALF_LIVES),
        SATURATION,
        dead,
        num_steps=35,
        mean_line_length=8.4,
        half_lives=HALF_LIVES,
    )


def plot(panel: LifetimesPanel) -> LifetimesPlot:
    found = panel.findChild(LifetimesPlot, "lifetimesPlot")
    assert found is not None
    return found


def label(panel: LifetimesPanel, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found


def test_every_cell_is_in_the_bar_that_counts_it(panel: LifetimesPanel) -> None:
    fill(panel)
    counted = histogram(HALF_LIVES)
    bars = [panel.cells_of(bar) for bar in range(len(counted.counts) + 1)]
    assert [len(cells) for cells in bars] == [*counted.counts.tolist(), counted.beyond]
    assert bars[0] == (0, 1)
    assert bars[-1] == (6, 7)


def test_clicking_a_bar_chooses_its_cells(qtbot: QtBot, panel: LifetimesPanel) -> None:
    fill(panel)
    view, left = plot(panel), Qt.MouseButton.LeftButton
    for bar in (0, len(histogram(HALF_LIVES).counts)):
        with qtbot.waitSignal(panel.cellsChosen) as chosen:
            QTest.mouseClick(view, left, pos=view.bar_area(bar).center().toPoint())
        assert chosen.args == [panel.cells_of(bar)]
    with qtbot.assertNotEmitted(panel.cellsChosen):
        QTest.mouseClick(view, left, pos=view.bar_area(1).center().toPoint())


def test_keys_go_from_bar_to_bar(qtbot: QtBot, panel: LifetimesPanel) -> None:
    fill(panel)
    view = plot(panel)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    with qtbot.waitSignal(panel.cellsChosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [(0, 1)]
    assert "cells: 2" in view.accessibleDescription()


def test_cells_that_never_move_are_listed_and_can_be_chosen(
    qtbot: QtBot, panel: LifetimesPanel
) -> None:
    fill(panel)
    assert label(panel, "deadCells").text() == "4 cells: 2–4, 7"
    button = panel.findChild(QPushButton, "deadCellsButton")
    assert button is not None
    with qtbot.waitSignal(panel.cellsChosen) as chosen:
        button.click()
    assert chosen.args == [(2, 3, 4, 7)]
    fill(panel, dead=())
    assert label(panel, "deadCells").text() == "none"
    assert not button.isEnabled()
    fill(panel, dead=tuple(range(0, 400, 2)))
    assert label(panel, "deadCells").text().endswith(", …")


def test_gates_have_their_shares(panel: LifetimesPanel) -> None:
    fill(panel)
    gates = panel.findChild(GateShares, "gateShares")
    assert gates is not None
    described = gates.accessibleDescription()
    assert "forget gate: shut 5 %, open 80 %" in described
    assert "output gate: shut <1 %, open 0 %" in described


def test_a_plain_rnn_has_a_sentence_instead(panel: LifetimesPanel) -> None:
    unknown = np.full(8, np.nan, np.float32)
    assert "appears here" in label(panel, "lifetimesMessage").text()
    panel.set_lifetimes(None, {}, [1], num_steps=35, mean_line_length=8.4, half_lives=unknown)
    assert "no gates" in label(panel, "lifetimesMessage").text()
    assert not plot(panel).isVisible()
    assert label(panel, "deadCells").text() == "cell 1"
    fill(panel)
    assert plot(panel).isVisible()
    assert not label(panel, "lifetimesMessage").isVisible()


def test_any_lengths_and_the_chosen_cell_are_drawn(panel: LifetimesPanel, theme: Theme) -> None:
    for steps, line in ((35, 8.4), (35, 36.0), (2000, 0.1), (0, math.nan)):
        panel.set_lifetimes(
            histogram(HALF_LIVES),
            SATURATION,
            (),
            num_steps=steps,
            mean_line_length=line,
            half_lives=HALF_LIVES,
        )
        for cell in (-1, 0, 4, 7, 99):
            panel.set_cell(cell)
            assert not panel.grab().isNull()
    theme.set_mode("dark")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert not panel.grab().isNull()
    theme.set_mode("light")


def test_hidden_it_does_nothing(panel: LifetimesPanel) -> None:
    seen: list[bool] = []
    panel.visibilityChanged.connect(seen.append)
    panel.hide()
    fill(panel)
    assert label(panel, "deadCells").text() == ""
    panel.show()
    assert label(panel, "deadCells").text() == "4 cells: 2–4, 7"
    assert seen == [False, True]
