"""The ledger panel shows what a cell kept, forgot and wrote, steps on, and explains slowly."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.ledger import Ledger, computation_graph, ledger, sub_steps
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.gui.memory.ledger.graph_view import GraphLayout, GraphView
from lstm_gui.gui.memory.ledger.ledger_table import (
    LedgerBars,
    LedgerScale,
    LedgerTable,
    ledger_rows,
)
from lstm_gui.gui.memory.ledger.panel import LedgerPanel, SlowMotion, Tween, step_sentence
from lstm_gui.gui.widgets.formats import fixed, percent, written
from lstm_gui.gui.widgets.theme import DARK, LIGHT, Scheme, Theme
from tests.gui.memory.test_memory_quantities import luminance

LENGTH = 6


def trace_of(kind: CellKind = "lstm", cells: int = 4, seed: int = 3) -> Trace:
    """Return a trace whose states follow from its gates, as a real one's do."""
    rng = np.random.default_rng(seed)
    has_c, gates = CELLS[kind].has_c, CELLS[kind].gates
    values = {key: rng.uniform(0.05, 0.95, (1, LENGTH, cells)) for key in gates}
    fresh = rng.uniform(-0.9, 0.9, (1, LENGTH, cells))
    state, states = np.zeros(cells), []
    for t in range(LENGTH):
        if has_c:
            state = values["f"][0, t] * state + values["i"][0, t] * fresh[0, t]
        elif kind == "gru":
            state = values["z"][0, t] * state + (1 - values["z"][0, t]) * fresh[0, t]
        else:
            state = fresh[0, t]
        states.append(state)
    kept = np.array(states)[np.newaxis]
    if has_c:
        values |= {"c": kept, "c~": fresh, "h": values["o"] * np.tanh(kept)}
    else:
        values |= {"h": kept} | ({"h~": fresh} if kind == "gru" else {})
    zeros = np.zeros((1, 1, cells), np.float32)
    memory = Memory(zeros, zeros if has_c else None)
    quantities = {key: one.astype(np.float32) for key, one in values.items()}
    ids = np.arange(LENGTH, dtype=np.int32)
    return Trace(kind, ids, memory, quantities, np.zeros((LENGTH, 9), np.float32))


def book(kind: CellKind = "lstm", cell: int = 1, position: int = 3, seed: int = 3) -> Ledger:
    return ledger(trace_of(kind, seed=seed), layer=0, cell=cell, position=position)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> LedgerPanel:
    widget = LedgerPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 237)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def table(panel: LedgerPanel) -> LedgerTable:
    found = panel.findChild(LedgerTable, "ledgerTable")
    assert found is not None
    return found


def graph_view(panel: LedgerPanel) -> GraphView:
    found = panel.findChild(GraphView, "ledgerGraph")
    assert found is not None
    return found


def text(panel: LedgerPanel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found.text()


def button(panel: LedgerPanel, name: str) -> QToolButton:
    found = panel.findChild(QToolButton, name)
    assert found is not None
    return found


def tween(panel: LedgerPanel) -> Tween:
    found = panel.findChild(Tween)
    assert found is not None
    return found


def slow(panel: LedgerPanel) -> SlowMotion:
    found = panel.findChild(SlowMotion)
    assert found is not None
    return found


class TestNumbers:
    @pytest.mark.parametrize("kind", CELLS)
    def test_every_number_of_a_ledger_is_in_a_row(self, kind: CellKind) -> None:
        one = book(kind)
        values = [row.value for row in ledger_rows(one)]
        wanted = [one.before, one.after, *one.gates.values(), *(term.value for term in one.terms)]
        for number in wanted:
            assert any(number == pytest.approx(value, abs=1e-6) for value in values)

    @pytest.mark.parametrize("kind", ["lstm", "gru"])
    def test_the_bars_add_up(self, kind: CellKind) -> None:
        bars = {row.key: row for row in ledger_rows(book(kind))}
        old, new = ("c_before", "c") if kind == "lstm" else ("h_before", "h")
        assert bars["keep"].start == 0
        assert bars["forgotten"].start == bars["keep"].end
        assert bars["forgotten"].end == pytest.approx(bars[old].end, abs=1e-6)
        assert bars["write"].start == bars["keep"].end
        assert bars["write"].end == pytest.approx(bars[new].end, abs=1e-6)

    def test_what_does_not_add_up_has_a_row_of_its_own(self) -> None:
        trace = trace_of()
        trace.quantities["c"][0, 3, 1] += 0.5
        row = next(
            row for row in ledger_rows(ledger(trace, layer=0, cell=1, position=3)) if not row.symbol
        )
        assert row.value == pytest.approx(0.5, abs=1e-6)
        assert "rest" not in [row.key for row in ledger_rows(book())]

    def test_symbols_are_written_as_in_the_book(self) -> None:
        assert written("f·c_{t−1} + i·c~") == "f·cₜ₋₁ + i·c˜"
        assert written("x_t") == "xₜ"

    @pytest.mark.parametrize("kind", CELLS)
    def test_every_sub_step_has_a_sentence_with_its_number(self, kind: CellKind) -> None:
        one = book(kind)
        keys = [step.key for step in sub_steps(one)]
        assert keys and len(set(keys)) == len(keys)
        for step in sub_steps(one):
            words = step_sentence(one, step)
            assert "{" not in words
            terms = {term.name: fixed(term.value) for term in one.terms}
            numbers = {fixed(step.value), percent(step.value), terms.get("kept", "")} - {""}
            assert any(number in words for number in numbers)


class TestScale:
    def test_it_has_room_for_what_it_saw_and_for_no_more_sides(self) -> None:
        scale = LedgerScale()
        first = book(position=0)
        scale.follow(first)
        assert (scale.low < 0, scale.high > 0) == (first.after < 0, first.after > 0)
        amounts = (first.after, first.shown or 0.0, *(term.value for term in first.terms))
        assert all(scale.low <= amount <= scale.high for amount in amounts)

    def test_it_never_shrinks_for_one_cell_and_starts_anew_for_another(self) -> None:
        scale = LedgerScale()
        books = [book(position=position) for position in range(LENGTH)]
        widths = []
        for one in books:
            scale.follow(one)
            widths.append(scale.high - scale.low)
        assert widths == sorted(widths)
        small = book(cell=2, position=0)
        scale.follow(small)
        assert scale.high - scale.low <= 2.0

    def test_bars_lie_on_the_side_of_their_sign(self) -> None:
        bars, one = LedgerBars(), book()
        bars.scale.follow(one)
        bars.set_ends(ledger_rows(one), {})
        room = QRectF(0, 0, 200, 16)
        for index, row in enumerate(ledger_rows(one)):
            bar = bars.bar(room, index)
            assert (bar is None) == math.isnan(row.end)
            if bar is not None:
                assert room.contains(bar)
        assert bars.bar(room, 99) is None


class TestGraph:
    @pytest.mark.parametrize("kind", CELLS)
    @pytest.mark.parametrize("size", [(290, 130), (328, 178), (700, 500)])
    def test_its_boxes_are_inside_and_apart(self, kind: CellKind, size: tuple[int, int]) -> None:
        area = QRectF(0, 0, *size)
        nodes = computation_graph(book(kind)).nodes
        layout = GraphLayout(area, nodes)
        boxes = [(node, layout.box(node)) for node in nodes]
        for place, (node, box) in enumerate(boxes):
            assert area.contains(box), node.id
            if size[1] > 150:
                for other, other_box in boxes[place + 1 :]:
                    assert not box.intersects(other_box), (node.id, other.id)

    @pytest.mark.parametrize("kind", CELLS)
    def test_arrows_go_from_border_to_border(self, kind: CellKind) -> None:
        picture = computation_graph(book(kind))
        layout = GraphLayout(QRectF(0, 0, 640, 400), picture.nodes)
        nodes = {node.id: node for node in picture.nodes}
        for edge in picture.edges:
            source, target = nodes[edge.source], nodes[edge.target]
            corners = layout.route(source, target)
            for corner, node in ((corners[0], source), (corners[-1], target)):
                assert layout.box(node).adjusted(-1, -1, 1, 1).contains(corner)
                assert not layout.box(node).adjusted(2, 2, -2, -2).contains(corner)


class TestShowing:
    def test_nothing_is_said_in_words(self, panel: LedgerPanel) -> None:
        message = panel.findChild(QLabel, "ledgerMessage")
        assert message is not None
        assert message.isVisible()
        assert not table(panel).isVisible()

    @pytest.mark.parametrize("kind", CELLS)
    def test_the_numbers_are_text(self, panel: LedgerPanel, kind: CellKind) -> None:
        one = book(kind)
        panel.set_ledger(one, "黄", "炉")
        texts = [
            [table(panel).item(index, column).text() for column in range(3)]
            for index in range(table(panel).rowCount())
        ]
        assert texts == [[row.symbol, row.name, fixed(row.value)] for row in ledger_rows(one)]
        for _, name, number in texts:
            assert f"{name} {number}" in graph_view(panel).accessibleDescription()

    def test_the_equation_has_the_numbers(self, panel: LedgerPanel) -> None:
        one = book()
        panel.set_ledger(one, "黄", "炉")
        equation = text(panel, "ledgerEquation")
        assert "cₜ = f·cₜ₋₁ + i·c˜" in equation
        assert "hₜ = o·tanh(cₜ)" in equation
        for number in (one.gates["f"], one.gates["i"], one.gates["o"], one.after):
            assert fixed(number) in equation
        assert "炉 → 黄" in text(panel, "ledgerTitle")
        assert "position 4" in text(panel, "ledgerTitle")

    def test_the_equations_of_the_other_cells(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book("gru"), "黄", "")
        assert "hₜ = z·hₜ₋₁ + (1 − z)·h˜" in text(panel, "ledgerEquation")
        panel.set_ledger(book("rnn"), "黄", "")
        assert "tanh" in text(panel, "ledgerEquation")
        assert table(panel).rowCount() == 2

    @pytest.mark.parametrize("mode", ["light", "dark"])
    @pytest.mark.parametrize("kind", CELLS)
    def test_it_is_drawn(self, panel: LedgerPanel, theme: Theme, kind: CellKind, mode: str) -> None:
        theme.set_mode("dark" if mode == "dark" else "light")
        panel.set_ledger(book(kind), "黄", "炉")
        for widget in (graph_view(panel), table(panel)):
            picture = widget.grab().toImage()
            colors = {
                picture.pixel(x, y)
                for x in range(0, picture.width(), 3)
                for y in range(0, picture.height(), 3)
            }
            assert len(colors) > 4

    def test_rows_can_be_copied(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        table(panel).selectRow(1)
        QTest.keyClick(table(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        row = ledger_rows(book())[1]
        wanted = f"{row.symbol}\t{row.name}\t{fixed(row.value)}"
        assert QGuiApplication.clipboard().text() == wanted

    def test_nothing_again_stops_everything(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        panel.set_ledger(None)
        assert not slow(panel).running
        assert not table(panel).isVisible()

    def test_everything_has_a_name(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        for name in (
            "ledgerTitle",
            "ledgerEquation",
            "ledgerGraph",
            "ledgerTable",
            "ledgerPreviousButton",
            "ledgerNextButton",
            "ledgerSlowMotionButton",
        ):
            found = panel.findChild(QWidget, name)
            assert found is not None, name
            assert found.accessibleName(), name
        QCoreApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
        assert panel.accessibleName() == "Ledger"


class TestStepping:
    def test_buttons_and_keys_ask_for_another_character(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        asked: list[int] = []
        panel.positionStepped.connect(asked.append)
        button(panel, "ledgerNextButton").click()
        button(panel, "ledgerPreviousButton").click()
        QTest.keyClick(panel, Qt.Key.Key_Right)
        QTest.keyClick(table(panel), Qt.Key.Key_Left)
        assert asked == [1, -1, 1, -1]

    def test_setting_emits_nothing(self, panel: LedgerPanel, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(panel.positionStepped):
            panel.set_ledger(book(), "黄", "炉")
            panel.set_ledger(book(position=4), "里", "黄")

    def test_another_character_is_reached_in_motion(self, panel: LedgerPanel, qtbot: QtBot) -> None:
        panel.set_ledger(book(), "黄", "炉")
        start = tween(panel).values["node:c"]
        panel.set_ledger(book(position=4), "里", "黄")
        assert tween(panel).moving
        assert tween(panel).values["node:c"] == pytest.approx(start)
        assert table(panel).item(0, 2).text() == fixed(book(position=4).before)
        qtbot.waitUntil(lambda: not tween(panel).moving)
        assert tween(panel).values["node:c"] == book(position=4).after

    def test_training_changes_the_numbers_at_once(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        panel.set_ledger(book(seed=8), "黄", "炉")
        assert not tween(panel).moving
        assert tween(panel).values["node:c"] == book(seed=8).after

    def test_without_motion_it_is_there_at_once(self, panel: LedgerPanel) -> None:
        panel.set_motion(False)
        panel.set_ledger(book(), "黄", "炉")
        panel.set_ledger(book(position=4), "里", "黄")
        assert not tween(panel).moving
        assert tween(panel).values["node:c"] == book(position=4).after

    def test_another_kind_of_cell_does_not_move(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        panel.set_ledger(book("gru", position=4), "里", "黄")
        assert not tween(panel).moving


class TestSlowMotion:
    def test_it_goes_through_the_sub_steps(self, panel: LedgerPanel) -> None:
        one = book()
        panel.set_ledger(one, "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        assert button(panel, "ledgerSlowMotionButton").text() == "Stop"
        for step in sub_steps(one):
            assert step_sentence(one, step) in text(panel, "ledgerEquation")
            slow(panel)._on_timer_timeout()
        assert not slow(panel).running
        assert button(panel, "ledgerSlowMotionButton").text() == "Slow motion"
        assert "hₜ" in text(panel, "ledgerEquation")

    def test_its_first_sentence_tells_what_is_kept(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        wanted = f"The forget gate keeps {percent(book().gates['f'])} of the old memory."
        assert wanted in text(panel, "ledgerEquation")
        slow(panel).stop()

    @pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
    def test_what_it_is_not_about_can_still_be_read(self, qapp, scheme: Scheme) -> None:
        view, drawn = GraphView(), computation_graph(book())
        view.apply(scheme)
        view.set_graph(drawn, "字", 1.0)
        view.set_marked(("f",))
        for node in drawn.nodes:
            fill, ink = view._colors(node)
            low, high = sorted((luminance(fill), luminance(ink)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, node.id
            assert (fill == QColor(scheme.surface)) == (node.id != "f")

    def test_it_can_be_stopped(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        button(panel, "ledgerSlowMotionButton").click()
        assert not slow(panel).running
        button(panel, "ledgerSlowMotionButton").click()
        QTest.keyClick(panel, Qt.Key.Key_Escape)
        assert not slow(panel).running

    def test_training_goes_on_under_it(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        panel.set_ledger(book(seed=8), "黄", "炉")
        assert slow(panel).running
        assert percent(book(seed=8).gates["f"]) in text(panel, "ledgerEquation")
        slow(panel).stop()

    def test_another_character_ends_it(self, panel: LedgerPanel) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        panel.set_ledger(book(position=4), "里", "黄")
        assert not slow(panel).running

    def test_a_hidden_panel_rests(self, panel: LedgerPanel, qtbot: QtBot) -> None:
        panel.set_ledger(book(), "黄", "炉")
        button(panel, "ledgerSlowMotionButton").click()
        with qtbot.waitSignal(panel.visibilityChanged) as hidden:
            panel.hide()
        assert hidden.args == [False]
        assert not slow(panel).running
        before = text(panel, "ledgerTitle")
        panel.set_ledger(book(position=4), "里", "黄")
        assert text(panel, "ledgerTitle") == before
        panel.show()
        assert "position 5" in text(panel, "ledgerTitle")
        tween(panel).finish()


def test_an_update_is_quick(panel: LedgerPanel) -> None:
    times = []
    for seed in range(12):
        one = book(seed=seed)
        started = time.thread_time()
        panel.set_ledger(one, "黄", "炉")
        panel.repaint()
        times.append(time.thread_time() - started)
    assert sorted(times)[len(times) // 2] < 0.1
