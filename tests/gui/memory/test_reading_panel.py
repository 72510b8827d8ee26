"""The reading panel shows one cell along the text, lets characters be chosen, rests when hidden."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.predictions import next_characters, surprise
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.gui.memory.reading.drawing import Bands, read_part
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from lstm_gui.gui.memory.reading.reading_view import ReadingView
from lstm_gui.gui.memory.reading.scene import ReadingScene
from lstm_gui.gui.widgets.characters import Columns
from lstm_gui.gui.widgets.formats import figures, fixed, percent, share
from lstm_gui.gui.widgets.theme import Theme

TEXT = "想要有 直升机和你飞到宇宙去"
VOCABULARY = Vocabulary.of(TEXT + "我他她的了在是不")
LSTM = ("c", "h", "i", "f", "o", "c~")


def trace_of(
    text: str = TEXT, keys: tuple[str, ...] = LSTM, cells: int = 16, layers: int = 1, seed: int = 3
) -> Trace:
    rng = np.random.default_rng(seed)
    shape = (layers, len(text), cells)
    quantities = {
        key: rng.uniform(0 if key in "iforz" else -0.9, 0.9, shape).astype(np.float32)
        for key in keys
    }
    start = Memory(np.zeros((layers, 1, cells), np.float32), None)
    logits = (3 * rng.normal(size=(len(text), len(VOCABULARY)))).astype(np.float32)
    kind = "lstm" if "c" in keys else "gru" if "z" in keys else "rnn"
    return Trace(kind, VOCABULARY.encode(text), start, quantities, logits)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ReadingPanel:
    widget = ReadingPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 237)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def view(panel: ReadingPanel) -> ReadingView:
    found = panel.findChild(ReadingView, "readingView")
    assert found is not None
    return found


def scene(panel: ReadingPanel) -> ReadingScene:
    found = view(panel).scene
    assert found is not None
    return found


def readout(panel: ReadingPanel) -> str:
    found = panel.findChild(QLabel, "readingReadout")
    assert found is not None
    return found.text()


def spot(panel: ReadingPanel, position: int) -> QPoint:
    return QPoint(round(scene(panel).columns.center(position)), 40)


def move_mouse(panel: ReadingPanel, position: int, *, down: bool = False) -> None:
    place = QPointF(spot(panel, position))
    button = Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        view(panel).mapToGlobal(place),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view(panel), event)


def leave(panel: ReadingPanel) -> None:
    QApplication.sendEvent(view(panel), QEvent(QEvent.Type.Leave))


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(-0.0918, "−0.092"), (0.00412, "0.0041"), (0.0, "0.000"), (12.3456, "12.346")],
    )
    def test_figures(self, value: float, text: str) -> None:
        assert figures(value) == text

    def test_fixed_keeps_its_decimals_and_has_no_negative_nothing(self) -> None:
        assert fixed(-0.00012) == "0.000"
        assert fixed(-5.2, 2) == "−5.20"
        assert [fixed(x) for x in (float("nan"), float("inf"), float("-inf"))] == ["–", "∞", "−∞"]

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.341, "34"), (0.0341, "3.4"), (0.00451, "0.45"), (1e-6, "<0.01"), (0.0, "0.00")],
    )
    def test_share(self, value: float, text: str) -> None:
        assert share(value) == text
        assert percent(value) == f"{text} %"


class TestReading:
    def test_a_part_of_a_text_reads_as_the_whole_does(self) -> None:
        trace = trace_of()
        part, whole = read_part(trace, VOCABULARY, 4, 9), surprise(trace)
        np.testing.assert_allclose(part.surprise, whole[4:9], rtol=1e-6)
        for position in range(4, 9):
            assert part.guesses_at(position) == next_characters(trace, VOCABULARY, position)

    def test_nothing_came_before_the_first_character(self) -> None:
        reading = read_part(trace_of(), VOCABULARY, 0, 3)
        assert np.isnan(reading.surprise_at(0))
        assert 2 in reading
        assert 3 not in reading


class TestLayout:
    def test_a_text_that_fits_is_seen_whole(self) -> None:
        columns = Columns.fitted(50.0, 520.0, "想" * 40, 7)
        assert (columns.first, columns.last, columns.width) == (0, 40, 13.0)

    def test_a_longer_one_is_seen_in_part_and_stays_readable(self) -> None:
        columns = Columns.fitted(50.0, 520.0, "想" * 64, 30)
        assert (columns.first, columns.last) == (24, 64)
        assert columns.width == 13.0

    def test_latin_letters_stand_closer(self) -> None:
        assert Columns.fitted(0.0, 576.0, "a" * 64, 0).count == 64

    def test_columns_know_what_is_at_a_place(self) -> None:
        columns = Columns.fitted(50.0, 130.0, "想" * 30, 5)
        assert columns.at(49.0) is None
        assert columns.at(50.0) == 5
        assert columns.at(180.0) is None
        assert (columns.nearest(0.0), columns.nearest(999.0)) == (5, 14)

    def test_a_character_out_of_view_is_brought_into_it(self) -> None:
        columns = Columns.fitted(0.0, 130.0, "想" * 30, 5)
        assert columns.revealing(8, 30) == 5
        assert columns.revealing(20, 30) == 13
        assert columns.revealing(0, 30) == 0
        assert columns.revealing(29, 30) == 20

    @pytest.mark.parametrize("height", [172, 205, 400, 900])
    def test_bands_fill_the_height_without_meeting(self, height: int) -> None:
        bands = Bands.of(QRectF(0, 0, 600, height), gates=True)
        assert bands.gates is not None
        rects = [bands.surprise, bands.text, bands.guesses, bands.states, bands.gates]
        for upper, lower in pairwise(rects):
            assert upper.bottom() < lower.top()
        assert rects[-1].bottom() == pytest.approx(height, abs=2)

    def test_without_gates_the_states_have_their_room(self) -> None:
        bands = Bands.of(QRectF(0, 0, 600, 300), gates=False)
        assert bands.gates is None
        assert bands.states.bottom() == 300


class TestShowing:
    def test_nothing_is_said_in_words(self, panel: ReadingPanel) -> None:
        message = panel.findChild(QLabel, "readingMessage")
        assert message is not None
        assert message.isVisible()
        assert not view(panel).isVisible()

    def test_the_exact_numbers_are_in_the_readout(self, panel: ReadingPanel) -> None:
        trace = trace_of()
        panel.set_cell(0, 5)
        panel.set_trace(trace, TEXT, VOCABULARY)
        panel.set_position(2)
        text = readout(panel)
        assert "cell 5" in text
        assert "有" in text
        assert f"c = {fixed(float(trace.quantities['c'][0, 2, 5]))}" in text
        assert f"surprise {fixed(float(surprise(trace)[2]), 2)} nats" in text
        assert "position 3" in text

    def test_the_first_character_has_no_surprise(self, panel: ReadingPanel) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        assert "nothing came before it" in readout(panel)

    def test_all_that_is_drawn_is_said_too(self, panel: ReadingPanel) -> None:
        trace = trace_of()
        panel.set_trace(trace, TEXT, VOCABULARY)
        panel.set_position(4)
        words = view(panel).accessibleDescription()
        assert f"forget gate {fixed(float(trace.quantities['f'][0, 4, 0]))}" in words
        for guess in next_characters(trace, VOCABULARY, 4):
            assert percent(guess.probability) in words

    def test_the_text_has_the_colours_of_the_heat_map(self, panel: ReadingPanel) -> None:
        trace = trace_of(keys=LSTM)
        trace.quantities["f"][0, 3, 2] = 1.0
        panel.set_quantity("f")
        panel.set_cell(0, 2)
        panel.set_trace(trace, TEXT, VOCABULARY)
        assert panel.quantity == "f"
        assert scene(panel).places[3] == 255
        tile = scene(panel).bands.text
        pixel = QPoint(round(scene(panel).columns.x(3)) + 3, round(tile.top()) + 2)
        picture = view(panel).grab().toImage()
        assert picture.pixelColor(pixel) == scene(panel).table.colors[255]

    def test_states_and_gates_have_lines_and_the_chosen_one_is_first(
        self, panel: ReadingPanel
    ) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        assert [line.quantity.key for line in scene(panel).states] == ["c", "h"]
        assert [line.quantity.key for line in scene(panel).gates] == ["i", "f", "o"]
        panel.set_quantity("c~")
        assert [line.quantity.key for line in scene(panel).states] == ["c~", "c", "h"]

    @pytest.mark.parametrize(
        ("keys", "states", "gates"),
        [(("h", "r", "z", "h~"), ["h"], ["r", "z"]), (("h",), ["h"], [])],
    )
    def test_other_cells_have_what_they_have(
        self, panel: ReadingPanel, keys: tuple[str, ...], states: list[str], gates: list[str]
    ) -> None:
        panel.set_quantity("c")
        panel.set_trace(trace_of(keys=keys), TEXT, VOCABULARY)
        assert panel.quantity == "h"
        assert [line.quantity.key for line in scene(panel).states] == states
        assert [line.quantity.key for line in scene(panel).gates] == gates
        view(panel).repaint()

    def test_a_state_of_one_sign_has_the_whole_height(self, panel: ReadingPanel) -> None:
        trace = trace_of()
        for key in ("c", "h"):
            trace.quantities[key][:] = np.abs(trace.quantities[key])
        panel.set_trace(trace, TEXT, VOCABULARY)
        assert scene(panel).states[0].low == 0.0
        assert scene(panel).states[0].high == 1.0

    def test_values_that_are_no_numbers_are_left_out(self, panel: ReadingPanel) -> None:
        trace = trace_of()
        trace.quantities["c"][0, 5] = np.nan
        panel.set_trace(trace, TEXT, VOCABULARY)
        panel.set_position(5)
        view(panel).repaint()
        assert "c = –" in readout(panel)

    def test_a_cell_that_is_not_there_is_not_shown(self, panel: ReadingPanel) -> None:
        panel.set_cell(1, 99)
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        assert view(panel).scene is None
        panel.set_cell(0, 3)
        assert scene(panel).quantity.key == "c"

    def test_a_shorter_text_moves_the_choice_into_it(self, panel: ReadingPanel) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        panel.set_position(12)
        panel.set_trace(trace_of(TEXT[:4]), TEXT[:4], VOCABULARY)
        assert panel.position == 3
        view(panel).repaint()

    def test_another_cell_is_not_read_anew(self, panel: ReadingPanel) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        before = scene(panel).reading
        panel.set_cell(0, 7)
        assert scene(panel).reading is before

    def test_it_follows_the_theme(self, panel: ReadingPanel, theme: Theme) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        corner = QPoint(2, 2)
        light = view(panel).grab().toImage().pixelColor(corner)
        theme.set_mode("dark")
        assert light == QColor("#ffffff")
        assert view(panel).grab().toImage().pixelColor(corner) == QColor(theme.scheme.surface)

    def test_everything_has_a_name(self, panel: ReadingPanel) -> None:
        for name in ("readingReadout", "readingView", "readingMessage", "readingScrollBar"):
            found = panel.findChild(QScrollBar if "Bar" in name else object, name)
            assert found.accessibleName()
        QCoreApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
        assert panel.accessibleName() == "Reading"


class TestChoosing:
    def test_setting_emits_nothing(self, panel: ReadingPanel, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(panel.positionChosen):
            panel.set_trace(trace_of(), TEXT, VOCABULARY)
            panel.set_position(4)
            panel.set_cell(0, 3)
            panel.set_quantity("h")
        assert (panel.position, panel.cell, panel.quantity) == (4, (0, 3), "h")

    def test_a_click_chooses(self, panel: ReadingPanel, qtbot: QtBot) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        with qtbot.waitSignal(panel.positionChosen) as chosen:
            QTest.mouseClick(view(panel), Qt.MouseButton.LeftButton, pos=spot(panel, 6))
        assert chosen.args == [6]
        assert panel.position == 6

    def test_a_click_beside_the_text_chooses_nothing(
        self, panel: ReadingPanel, qtbot: QtBot
    ) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        with qtbot.assertNotEmitted(panel.positionChosen):
            QTest.mouseClick(view(panel), Qt.MouseButton.LeftButton, pos=QPoint(3, 40))

    def test_dragging_goes_along(self, panel: ReadingPanel) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        chosen: list[int] = []
        panel.positionChosen.connect(chosen.append)
        for position in (3, 4, 4, 5):
            move_mouse(panel, position, down=True)
        assert chosen == [3, 4, 5]

    def test_the_mouse_shows_another_character_without_choosing_it(
        self, panel: ReadingPanel, qtbot: QtBot
    ) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        hovered: list[int] = []
        panel.positionHovered.connect(hovered.append)
        with qtbot.assertNotEmitted(panel.positionChosen):
            move_mouse(panel, 8)
            assert "position 9" in readout(panel)
            leave(panel)
        assert "position 1" in readout(panel)
        assert hovered == [8, -1]

    def test_keys_go_along_the_text(self, panel: ReadingPanel) -> None:
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        chosen: list[int] = []
        panel.positionChosen.connect(chosen.append)
        keys = ("Left", "Right", "Right", "End", "Right", "PageUp", "Home")
        for key in keys:
            QTest.keyClick(view(panel), getattr(Qt.Key, f"Key_{key}"))
        last = len(TEXT) - 1
        assert chosen == [1, 2, last, last - 10, 0]

    def test_a_long_text_moves_under_its_view(self, panel: ReadingPanel) -> None:
        text = TEXT * 8
        panel.set_trace(trace_of(text), text, VOCABULARY)
        bar = panel.findChild(QScrollBar, "readingScrollBar")
        assert bar is not None
        assert bar.isVisible()
        panel.set_position(70)
        assert 70 in scene(panel).reading
        bar.setValue(0)
        assert scene(panel).columns.first == 0
        view(panel).repaint()  # the chosen character is out of view now
        QTest.keyClick(view(panel), Qt.Key.Key_Right)
        assert panel.position == 71
        assert 71 in scene(panel).reading

    def test_the_wheel_moves_a_long_text(self, panel: ReadingPanel) -> None:
        text = TEXT * 8
        panel.set_trace(trace_of(text), text, VOCABULARY)
        place = QPointF(300, 40)
        event = QWheelEvent(
            place,
            view(panel).mapToGlobal(place),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view(panel), event)
        assert scene(panel).columns.first == 3


class TestCost:
    def test_a_hidden_panel_does_nothing(self, panel: ReadingPanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(panel.visibilityChanged) as hidden:
            panel.hide()
        assert hidden.args == [False]
        panel.set_trace(trace_of(), TEXT, VOCABULARY)
        assert view(panel).scene is None
        panel.show()
        assert scene(panel).characters == TEXT

    def test_an_update_for_64_characters_is_quick(self, panel: ReadingPanel) -> None:
        text = (TEXT * 6)[:64]
        trace = trace_of(text, cells=256)
        panel.resize(1200, 237)
        times = []
        for seed in range(12):
            fresh = replace(trace, logits=trace.logits + np.float32(0.01 * seed))
            started = time.thread_time()
            panel.set_trace(fresh, text, VOCABULARY)
            view(panel).repaint()
            times.append(time.thread_time() - started)
        assert scene(panel).columns.count == 64
        assert sorted(times)[len(times) // 2] < 0.1
