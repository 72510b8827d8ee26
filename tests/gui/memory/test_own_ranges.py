"""Each cell coloured by its own range: the same in the map, the text, the band and the reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.gui.memory.colors import OwnRanges, least_span
from lstm_gui.gui.memory.map.color_bar import ColorBar
from lstm_gui.gui.memory.map.frame import Traced, TwinFrame
from lstm_gui.gui.memory.map.heatmap import MemoryHeatmap
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from lstm_gui.gui.memory.reading.reading_view import ReadingView
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from tests.core.inspection.conftest import random_weights
from tests.gui.memory.conftest import heatmap

TEXT = "想要有 直升机"
OWN = "Each cell by its own range"
CHINESE = "每个细胞按自己的范围"


def counting(cells: int = 8, *, start: float = 0.0) -> np.ndarray:
    """Return a C of cells that count to ever more, every second one down; the last hardly moves."""
    steps = np.arange(len(TEXT), dtype=np.float32)[:, np.newaxis]
    signs = np.where(np.arange(cells) % 2, -1, 1)
    values = start + steps * signs * np.linspace(1, 5, cells)
    values[:, -1] = 3 + 1e-6 * steps[:, 0]
    return values.astype(np.float32)


def trace_of(c: np.ndarray, **others: np.ndarray) -> Trace:
    cells = c.shape[1]
    start = Memory(np.zeros((1, 1, cells), np.float32), None)
    quantities = {"c": c, "h": np.tanh(c), **others}
    layers = {key: values[np.newaxis].astype(np.float32) for key, values in quantities.items()}
    ids = np.arange(len(TEXT), dtype=np.int32)
    return Trace("lstm", ids, start, layers, np.zeros((len(TEXT), 9), np.float32))


def places(view: MemoryHeatmap) -> np.ndarray:
    return view._places


@pytest.fixture
def panel(memory_panel: MemoryPanel) -> MemoryPanel:
    return memory_panel


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp, "zh_CN")
    yield
    language.set_choice("en")


def bar(panel: MemoryPanel) -> ColorBar:
    found = panel.findChild(ColorBar)
    assert found is not None
    return found


def action(panel: MemoryPanel, text: str) -> QAction:
    return next(one for one in bar(panel).menu.actions() if one.text() == text)


def offered(panel: MemoryPanel) -> list[str]:
    actions = bar(panel).menu.actions()
    return [one.text() for one in actions if one.isVisible() and not one.isSeparator()]


def checked(panel: MemoryPanel) -> list[str]:
    actions = bar(panel).menu.actions()
    return [one.text() for one in actions if one.isVisible() and one.isChecked()]


def readout(panel: MemoryPanel) -> str:
    found = panel.findChild(QLabel, "memoryReadout")
    assert found is not None
    return found.text()


class TestRanges:
    def test_each_cell_goes_through_all_colours(self) -> None:
        values = np.array([[-30.0, 0.2], [-29.0, 0.9], [-10.0, 0.4]], np.float32)
        found = OwnRanges.over([values], gate=False).indices(values)
        assert found.tolist() == [[0, 0], [13, 255], [255, 73]]

    @pytest.mark.parametrize("gate", [False, True])
    def test_a_cell_that_hardly_moves_stays_near_the_lowest(self, gate: bool) -> None:
        least = least_span(gate=gate)
        values = np.full((40, 3), 0.5, np.float32)
        values[:, 0] += 1e-7 * np.random.default_rng(1).normal(size=40)
        values[1::2, 1] += least / 4
        values[1::2, 2] += least
        highest = OwnRanges.over([values], gate=gate).indices(values).max(axis=0)
        assert highest.tolist() == [0, 64, 255]

    def test_an_untrained_network_is_paler_than_one_that_reads(self) -> None:
        """What was measured of both is why the least span is what it is."""
        ids = np.random.default_rng(0).integers(0, 99, 32)
        trace = forward(random_weights("lstm", 1, 64, 99, 0.06), "lstm", ids)
        for key in ("h", "i", "f", "o"):
            values = trace.quantities[key][0]
            highest = OwnRanges.over([values], gate=key != "h").indices(values).max(axis=0)
            assert np.median(highest) < 255

    def test_numbers_that_are_none_change_nothing(self) -> None:
        values = np.array([[0.0, np.nan], [np.nan, np.nan], [1.0, np.nan]], np.float32)
        found = OwnRanges.over([values], gate=False)
        assert found.indices(values).tolist() == [[0, 128], [128, 128], [255, 128]]
        endless = np.array([[0.0], [np.inf], [1.0], [-np.inf]], np.float32)
        found = OwnRanges.over([endless], gate=False)
        assert found.indices(endless)[:, 0].tolist() == [0, 255, 255, 0]

    def test_one_range_for_all_that_is_compared(self) -> None:
        low, high = np.array([[0.0], [1.0]], np.float32), np.array([[1.0], [4.0]], np.float32)
        found = OwnRanges.over([low, high], gate=False)
        assert found.indices(low)[:, 0].tolist() == [0, 64]
        assert found.indices(high)[:, 0].tolist() == [64, 255]

    def test_the_scale_of_one_cell_is_the_same(self) -> None:
        values = counting()
        found = OwnRanges.over([values], gate=False)
        for cell in range(values.shape[1]):
            one = found.of_cell(cell)
            assert one.gate == found.gate
            expected = found.indices(values)[:, cell].tolist()
            assert one.indices(values[:, cell]).tolist() == expected


class TestMap:
    def test_cells_that_count_are_no_longer_one_colour(self, panel: MemoryPanel) -> None:
        values = counting()
        panel.set_trace(trace_of(values), TEXT, "")
        counted = places(heatmap(panel))[2:, 5]
        assert len(set(counted.tolist())) == 1  # all beyond −4: the stripe
        action(panel, OWN).trigger()
        shown = places(heatmap(panel))
        assert shown[:, 4].tolist() == [0, 43, 85, 128, 170, 213, 255]
        assert shown[:, 5].tolist() == [255, 212, 170, 127, 85, 42, 0]
        assert set(shown[:, 7].tolist()) == {0}

    def test_the_text_and_the_pinned_rows_have_the_same_colours(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        panel.set_cell(5)
        action(panel, OWN).trigger()
        QTest.keyClicks(heatmap(panel), "p")
        assert panel.sorting.pinned(panel.layer) == (5,)
        view = heatmap(panel)
        expected = places(view)[:, 5].tolist()
        assert list(view._tiles._places) == expected
        image = view._band._image
        assert image is not None
        colors = [view._table.colors[place].rgb() for place in expected]
        assert [image.pixel(x, 0) for x in range(len(TEXT))] == colors
        assert view._tiles._table is view._table

    def test_the_readout_tells_the_true_value(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        panel.set_cell(0)
        panel.set_position(6)
        before = readout(panel)
        action(panel, OWN).trigger()
        assert readout(panel) == before
        assert "c = 6.000" in before

    def test_the_colours_are_those_from_low_to_high(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        signed = heatmap(panel)._table
        action(panel, OWN).trigger()
        assert heatmap(panel)._table is not signed
        assert heatmap(panel)._table is panel._maps._tables[True]


class TestBar:
    def test_it_says_what_its_ends_mean(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting(), f=np.full((7, 8), 0.5)), TEXT, "")
        assert bar(panel).reach() != ("", "")
        width = bar(panel).width()
        action(panel, OWN).trigger()
        QApplication.processEvents()
        assert bar(panel).numbers() == ("cell's\nhighest", "", "cell's\nlowest")
        assert bar(panel).reach() == ("", "")
        assert bar(panel).width() >= width
        assert "from its lowest to its highest value" in bar(panel).toolTip()
        assert "less than 0.2" in bar(panel).toolTip()
        assert "less than 0.2" in bar(panel).accessibleDescription()
        panel.set_quantity("f")
        assert "less than 0.1" in bar(panel).toolTip()
        action(panel, "0 … 1").trigger()
        QApplication.processEvents()
        assert bar(panel).numbers() == ("1", "0.5", "0")
        assert "lowest" not in bar(panel).toolTip()
        assert bar(panel).width() == width

    def test_it_says_so_in_chinese(self, panel: MemoryPanel, chinese: None) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        QApplication.sendEvent(bar(panel), QEvent(QEvent.Type.LanguageChange))
        action(panel, CHINESE).trigger()
        assert bar(panel).numbers() == ("细胞\n最高", "", "细胞\n最低")
        assert "最低值到最高值" in bar(panel).toolTip()

    def test_words_are_within_it(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        action(panel, OWN).trigger()
        QApplication.processEvents()
        measure = bar(panel).fontMetrics().horizontalAdvance
        for text in bar(panel).numbers():
            for line in text.split("\n"):
                assert 12 + measure(line) <= bar(panel).width()

    def test_every_quantity_can_have_it(self, panel: MemoryPanel) -> None:
        gate = np.linspace(0.2, 0.5, 56).reshape(7, 8)
        panel.set_trace(trace_of(counting(), f=gate, **{"c~": gate - 0.3}), TEXT, "")
        assert offered(panel)[:2] == ["Automatic", "±1"] and offered(panel)[-1] == OWN
        action(panel, "±8").trigger()
        action(panel, OWN).trigger()
        assert checked(panel) == [OWN]
        for key, usual in (("h", "−1 … 1"), ("f", "0 … 1"), ("c~", "−1 … 1")):
            panel.set_quantity(key)
            assert offered(panel) == [usual, OWN]
            assert checked(panel) == [OWN]
            assert bar(panel).numbers()[1] == ""
            assert places(heatmap(panel))[-1].max() == 255
        action(panel, "−1 … 1").trigger()
        assert checked(panel) == ["−1 … 1"]
        assert bar(panel).numbers() == ("1", "0", "−1")
        panel.set_quantity("c")  # whose limit is the one from before
        assert checked(panel) == ["±8"]
        assert bar(panel).numbers() == ("8", "0", "−8")

    def test_the_choice_stays(self, panel: MemoryPanel, qtbot: QtBot) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        action(panel, OWN).trigger()
        panel.set_trace(None)
        panel.set_trace(trace_of(counting(12)), TEXT, "")
        assert bar(panel).own
        assert places(heatmap(panel))[-1, 0] == 255
        with qtbot.waitSignal(panel.rangeChosen) as told:
            action(panel, "Automatic").trigger()
        assert told.args == [None, False]
        assert bar(panel).numbers() == ("4", "0", "−4")

    def test_a_choice_when_nothing_is_shown_is_kept(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        panel.set_trace(None)
        action(panel, OWN).trigger()
        panel.set_trace(trace_of(counting()), TEXT, "")
        assert bar(panel).numbers()[2] == "cell's\nlowest"


class TestPairs:
    def test_two_moments_have_one_range(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        panel.set_comparison("side", trace_of(counting(start=6.0)), TEXT, "")
        action(panel, OWN).trigger()
        a, b = places(heatmap(panel)), places(heatmap(panel, "memoryHeatmapB"))
        assert a[6, 0] == b[0, 0] == 128  # 6 in both
        assert (a[0, 0], b[6, 0]) == (0, 255)
        ranges = OwnRanges.over([counting(), counting(start=6.0)], gate=False)
        assert a.tolist() == ranges.indices(counting()).tolist()
        assert b.tolist() == ranges.indices(counting(start=6.0)).tolist()

    def test_the_difference_keeps_its_colours(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        action(panel, OWN).trigger()
        panel.set_comparison("difference", trace_of(counting(start=0.4)), TEXT, "")
        assert bar(panel).numbers() == ("0.5", "0", "−0.5")
        assert "Click" not in bar(panel).toolTip()
        assert set(np.unique(places(heatmap(panel)))) <= {26, 25, 229, 230, 128}
        panel.set_comparison("off")
        assert bar(panel).numbers()[1] == ""

    def test_twins_that_cannot_be_compared_have_ranges_of_their_own(
        self, panel: MemoryPanel
    ) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        hidden = np.tanh(counting())
        gru = trace_of(counting())
        gru = replace(gru, cell="gru", quantities={"h": hidden[np.newaxis]})
        panel.set_twin(TwinFrame(("A", "B"), Traced(gru, TEXT)))
        title = panel._maps.titles[1]
        assert title.text().endswith("· H, −1 … 1")
        action(panel, OWN).trigger()
        assert title.text().endswith("· H")  # the bar says how far
        a, b = places(heatmap(panel)), places(heatmap(panel, "memoryHeatmapB"))
        assert a[:, 0].max() == b[:, 0].max() == 255
        panel.set_twin(TwinFrame(("A", "B"), Traced(trace_of(counting(4, start=90.0)), TEXT)))
        assert places(heatmap(panel))[:, 0].max() == 255
        assert places(heatmap(panel, "memoryHeatmapB"))[:, 0].tolist()[::6] == [0, 255]

    def test_twins_that_can_be_compared_share_theirs(self, panel: MemoryPanel) -> None:
        panel.set_trace(trace_of(counting()), TEXT, "")
        panel.set_twin(TwinFrame(("A", "B"), Traced(trace_of(counting(start=6.0)), TEXT)))
        action(panel, OWN).trigger()
        a, b = places(heatmap(panel)), places(heatmap(panel, "memoryHeatmapB"))
        assert (a[0, 0], a[6, 0], b[0, 0], b[6, 0]) == (0, 128, 128, 255)


class TestReading:
    @pytest.fixture
    def reading(self, qtbot: QtBot, theme: Theme) -> ReadingPanel:
        widget = ReadingPanel(theme)
        qtbot.addWidget(widget)
        widget.resize(660, 237)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    def test_it_has_the_colours_of_the_map(self, panel: MemoryPanel, reading: ReadingPanel) -> None:
        vocabulary = Vocabulary.of(TEXT + "我他")
        gate = np.random.default_rng(2).uniform(0.4, 0.6, (7, 8)).astype(np.float32)
        trace = trace_of(counting(), f=gate)
        trace = replace(trace, logits=np.zeros((len(TEXT), len(vocabulary)), np.float32))
        panel.rangeChosen.connect(reading.set_range)
        panel.set_trace(trace, TEXT, "")
        reading.set_trace(trace, TEXT, vocabulary)
        action(panel, OWN).trigger()
        for key in ("c", "h", "f"):
            panel.set_quantity(key)
            reading.set_quantity(key)
            for cell in (0, 5, 7):
                reading.set_cell(0, cell)
                view = reading.findChild(ReadingView, "readingView")
                assert view is not None and view.scene is not None
                scene = view.scene
                assert list(scene.places) == places(heatmap(panel))[:, cell].tolist()
                expected = [one.name() for one in heatmap(panel)._table.colors]
                assert [one.name() for one in scene.table.colors] == expected
                assert scene.state_scale.gate and scene.state_table is scene.table
        panel.set_quantity("c")
        action(panel, "±16").trigger()
        view = reading.findChild(ReadingView, "readingView")
        assert view is not None and view.scene is not None
        assert (view.scene.state_scale.low, view.scene.state_scale.high) == (-16, 16)


def test_the_reading_follows_the_memory_in_the_window(stage) -> None:
    memory, reading = stage.parts.views.memory, stage.parts.views.reading
    stage.window._docks.show("reading")
    stage.until(lambda: bool(memory._maps.frames) and reading.isVisible())
    action(memory, OWN).trigger()
    view = stage.find(ReadingView, "readingView")
    stage.until(lambda: view.scene is not None)
    assert view.scene.table.lut.tolist() == heatmap(memory)._table.lut.tolist()
    assert list(view.scene.places) == places(heatmap(memory))[:, memory.cell].tolist()
