"""What a person would see at once: docks that jump, glyphs that are cut, words cut off."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtGui import QIcon, QImage, QPainter
from PySide6.QtWidgets import QDockWidget, QPushButton, QToolButton, QWidget

from lstm_gui.core.files import resource
from lstm_gui.core.settings.experiment import changed
from lstm_gui.gui.memory.map.map_axes import OVERHANG, TILE_HEIGHT, TileAxis
from lstm_gui.gui.memory.map.map_pair import MapPair
from lstm_gui.gui.memory.map.panel import LOW
from lstm_gui.gui.memory.map.text_bar import TextBar
from lstm_gui.gui.memory.map.time_machine_bar import TimeMachineBar


@pytest.mark.parametrize("size", [16, 64, 256])
def test_the_icon_of_the_window_is_a_small_heat_map(qapp, size):
    picture = QIcon(str(resource("icons", "app.svg"))).pixmap(size).toImage()
    assert picture.width() == picture.height() >= size
    step = picture.width() / 16
    centres = [round((2.6 + 3.6 * index) * step) for index in range(4)]
    colors = {picture.pixelColor(x, y).name() for x in centres for y in centres}
    assert len(colors) >= 5


def _shapes(stage) -> dict[str, tuple[int, ...]]:
    names = ("experimentDock", "lyricsDock", "perplexityDock")
    return {name: stage.find(QDockWidget, name).geometry().getRect() for name in names}


def _offers(memory, count: int) -> bool:
    return bool(memory.findChild(MapPair).frames) and len(memory._switch._quantities) == count


@pytest.mark.parametrize("width", [1280, 1100])
def test_the_docks_stay_where_they_are_when_the_cell_changes(stage, width):
    stage.window.resize(width, 720)
    memory, session = stage.parts.memory, stage.session
    stage.until(lambda: memory.quantity == "c")
    stage.qtbot.wait(100)
    before, least = _shapes(stage), memory.minimumSizeHint().width()
    for cell, quantities in (("gru", 4), ("rnn", 1), ("lstm", 6)):
        session.restart(changed(session.experiment, "model.cell", cell))
        stage.until(partial(_offers, memory, quantities))
        stage.qtbot.wait(100)
        assert _shapes(stage) == before, cell
        assert memory.minimumSizeHint().width() == least, cell


class _Recorder(QPainter):
    """Remembers where texts are drawn."""

    def __init__(self, width: int) -> None:
        self._image = QImage(width, TILE_HEIGHT, QImage.Format.Format_RGB32)
        super().__init__(self._image)
        self.spans: list[tuple[float, float]] = []

    def drawStaticText(self, place, text) -> None:
        self.spans.append((place.x(), place.x() + text.size().width()))


@pytest.mark.parametrize("width", [600, 268, 150])
def test_no_character_under_the_map_is_cut_at_its_ends(qapp, width):
    tiles = TileAxis()
    tiles.resize(width, TILE_HEIGHT)
    tiles.setRange(0, 35)
    tiles.set_characters("汽" * 35)
    painter = _Recorder(width)
    tiles.paint(painter, None, None)
    painter.end()
    assert len(painter.spans) > 1
    assert min(left for left, _ in painter.spans) >= -OVERHANG
    assert max(right for _, right in painter.spans) <= width + OVERHANG
    tiles.setRange(10, 20)  # scrolled: those at the border are cut as the columns are
    painter = _Recorder(width)
    tiles.paint(painter, None, None)
    painter.end()
    middles = [(left + right) / 2 for left, right in painter.spans]
    assert middles[0] == pytest.approx(0.5 * width / 10)


def test_a_low_panel_leaves_its_room_to_the_maps(stage):
    memory = stage.parts.memory
    stage.until(lambda: memory.quantity == "c")
    button = stage.find(QToolButton, "unfoldButton")
    rows = [stage.find(QWidget, name) for name in ("timeMachineBar", "memoryTextBar")]
    assert button.isHidden() and not any(row.isHidden() for row in rows)
    room = memory.parentWidget()
    room.setFixedHeight(LOW - 10)  # as a twin's bar does in the smallest window
    stage.until(button.isVisible)
    stage.until(lambda: memory.height() == LOW - 10)
    assert all(row.isHidden() for row in rows)
    stage.qtbot.wait(50)  # until it is laid out
    folded = memory.findChild(MapPair).height()
    button.click()
    assert not any(row.isHidden() for row in rows)
    stage.until(lambda: memory.findChild(MapPair).height() < folded - 20)
    button.click()
    assert all(row.isHidden() for row in rows)
    memory.findChild(TimeMachineBar).set_mode("side")
    memory.findChild(TimeMachineBar).compareChosen.emit(None, "side")
    assert [row.isHidden() for row in rows] == [False, True]
    room.setFixedHeight(LOW + 100)
    stage.until(button.isHidden)
    assert not any(row.isHidden() for row in rows)


def test_what_a_low_panel_shows_moves_no_dock(stage):
    room = stage.parts.memory.parentWidget()
    before = room.minimumSizeHint()
    stage.until(lambda: stage.parts.memory.quantity == "c")
    stage.parts.memory.findChild(TimeMachineBar).hide()
    stage.parts.memory.findChild(TextBar).hide()
    stage.qtbot.wait(10)
    assert room.minimumSizeHint().height() == before.height()


def test_a_button_that_cannot_be_pressed_says_why(stage):
    copy = stage.find(QPushButton, "copyLyricsButton")
    assert not copy.isEnabled() and copy.toolTip() == "Nothing has been written yet."
    stage.find(QPushButton, "generateButton").click()
    stage.until(copy.isEnabled)
    assert copy.toolTip() == ""
