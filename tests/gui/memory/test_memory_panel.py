"""The memory panel shows traces exactly, chooses cells and characters, and rests when hidden."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.gui.memory.map.color_bar import ColorBar
from lstm_gui.gui.memory.map.heatmap import TOP_MARGIN, Cursor
from lstm_gui.gui.memory.map.map_axes import TileAxis
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.widgets.formats import figures
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.conftest import heatmap

TEXT = "想要有 直升机"


def trace_of(
    text: str = TEXT,
    keys: Sequence[str] = ("c", "h"),
    cells: int = 64,
    layers: int = 1,
    scale: float = 0.5,
) -> Trace:
    rng = np.random.default_rng(3)
    shape = (layers, len(text), cells)
    quantities = {
        key: (scale * rng.uniform(-1, 1, shape)).astype(np.float32)
        if key in ("c", "h", "c~", "h~")
        else rng.uniform(0, 1, shape).astype(np.float32)
        for key in keys
    }
    start = Memory(np.zeros((layers, 1, cells), np.float32), None)
    ids = np.arange(len(text), dtype=np.int32)
    return Trace("lstm", ids, start, quantities, np.zeros((len(text), 9), np.float32))


@pytest.fixture
def panel(memory_panel: MemoryPanel) -> MemoryPanel:
    return memory_panel


def label(panel: MemoryPanel, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found


def edit(panel: MemoryPanel) -> QLineEdit:
    found = panel.findChild(QLineEdit, "probeEdit")
    assert found is not None
    return found


def buttons(panel: MemoryPanel) -> list[str]:
    shown = [one for one in panel.findChildren(QToolButton) if one.isVisible()]
    return [one.text() for one in shown if one.objectName().startswith("quantityButton")]


def button(panel: MemoryPanel, key: str) -> QToolButton:
    found = panel.findChild(QToolButton, f"quantityButton_{key}")
    assert found is not None
    return found


def spot(panel: MemoryPanel, cell: int, position: int) -> QPoint:
    view = heatmap(panel)
    scene = view.view.mapViewToScene(QPointF(position + 0.5, cell + 0.5))
    return QPoint(view.mapFromScene(scene))


def hover(panel: MemoryPanel, cell: int, position: int) -> None:
    viewport, place = heatmap(panel).viewport(), spot(panel, cell, position)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def turn_wheel(panel: MemoryPanel, modifier: Qt.KeyboardModifier) -> None:
    view = heatmap(panel)
    place = QPointF(spot(panel, 32, 3))
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def ranges(panel: MemoryPanel) -> list[list[float]]:
    return [[float(end) for end in pair] for pair in heatmap(panel).view.viewRange()]


def test_before_a_trace_there_is_one_sentence(panel: MemoryPanel) -> None:
    assert label(panel, "memoryMessage").isVisible()
    assert label(panel, "memoryMessage").text()
    panel.set_trace(trace_of(), TEXT, "epoch 12")
    assert not label(panel, "memoryMessage").isVisible()
    assert label(panel, "memoryMoment").text() == "epoch 12"
    panel.set_trace(None)
    assert label(panel, "memoryMessage").isVisible()


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("h", "c"), ["C", "H"]),
        (("c", "h", "i", "f", "o", "c~"), ["C", "H", "I", "F", "O", "C\u0303"]),
        (("h", "r", "z", "h~"), ["H", "R", "Z", "H\u0303"]),
        (("h",), ["H"]),
    ],
)
def test_a_button_for_each_quantity(
    qtbot: QtBot, panel: MemoryPanel, keys: Sequence[str], shown: list[str]
) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    panel.set_trace(trace_of(keys=keys), TEXT, "")
    qtbot.wait(1)
    assert buttons(panel) == shown


def test_choosing_a_quantity(qtbot: QtBot, panel: MemoryPanel) -> None:
    trace = trace_of()
    panel.set_trace(trace, TEXT, "")
    with qtbot.assertNotEmitted(panel.quantityChosen):
        panel.set_quantity("h")
        panel.set_quantity("c")
    with qtbot.waitSignal(panel.quantityChosen) as chosen:
        button(panel, "h").click()
    assert chosen.args == ["h"]
    assert panel.quantity == "h"
    hover(panel, 5, 0)
    assert "h = " in label(panel, "memoryReadout").text()
    panel.set_trace(trace_of(keys=("c", "h", "i")), TEXT, "")
    assert panel.quantity == "h"


def test_layers_are_offered_when_there_are_several(qtbot: QtBot, panel: MemoryPanel) -> None:
    combo = panel.findChild(QComboBox, "layerCombo")
    assert combo is not None
    panel.set_trace(trace_of(), TEXT, "")
    assert not combo.isVisible()
    trace = trace_of(layers=2)
    panel.set_trace(trace, TEXT, "")
    assert combo.isVisible()
    with qtbot.waitSignal(panel.layerChosen):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert panel.layer == 1
    hover(panel, 7, 2)
    assert heatmap(panel).cursor_at() == Cursor(7, 2)
    assert (
        f"c = {figures(float(trace.quantities['c'][1, 2, 7]))} "
        in label(panel, "memoryReadout").text()
    )


def test_hovering_reads_the_exact_value(panel: MemoryPanel) -> None:
    trace = trace_of()
    trace.quantities["c"][0, 4, 37] = -0.412
    panel.set_trace(trace, TEXT, "")
    hover(panel, 37, 4)
    assert label(panel, "memoryReadout").text() == "cell 37 · 直 · c = −0.412 · position 5"
    hover(panel, 37, 3)
    assert "· ␣ ·" in label(panel, "memoryReadout").text()


def test_clicking_chooses_a_cell_and_a_character(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    with qtbot.waitSignals([panel.cellChosen, panel.positionChosen]) as _:
        QTest.mouseClick(
            heatmap(panel).viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, 20, 6)
        )
    assert (panel.cell, panel.position) == (20, 6)


def test_setting_a_cell_is_silent(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    with qtbot.assertNotEmitted(panel.cellChosen):
        panel.set_cell(12)
    assert panel.cell == 12
    assert label(panel, "memoryReadout").text().startswith("cell 12 ")


def test_keys_move_by_cell_and_character(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    view = heatmap(panel)
    cells: list[int] = []
    panel.cellChosen.connect(cells.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(view, key)
    assert cells == [1, 11, 10]
    assert (panel.cell, panel.position) == (10, 1)
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert panel.cell == 0


def test_keys_bring_the_cell_into_a_zoomed_view(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    view = heatmap(panel)
    view.view.setRange(xRange=(0, 7), yRange=(0, 8), padding=0)
    panel.set_cell(7)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert ranges(panel)[1] == pytest.approx([1.0, 9.0])


def test_wheel_zooms_cells_and_with_shift_characters(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    turn_wheel(panel, Qt.KeyboardModifier.NoModifier)
    assert ranges(panel)[0] == [0, 7]
    assert ranges(panel)[1][1] - ranges(panel)[1][0] == pytest.approx(64 * 0.8)
    turn_wheel(panel, Qt.KeyboardModifier.ShiftModifier)
    assert ranges(panel)[0][1] - ranges(panel)[0][0] == pytest.approx(7 * 0.8)
    QTest.mouseDClick(heatmap(panel).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    assert ranges(panel) == [[0, 7], [0, 64]]


def test_zoom_stays_while_training_goes_on(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    turn_wheel(panel, Qt.KeyboardModifier.NoModifier)
    zoomed = ranges(panel)
    panel.set_trace(trace_of(scale=0.7), TEXT, "")
    assert ranges(panel) == zoomed
    panel.set_trace(trace_of(cells=32), TEXT, "")
    assert ranges(panel) == [[0, 7], [0, 32]]


def test_cell_stays_within_a_smaller_model(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    panel.set_cell(60)
    panel.set_trace(trace_of("想要", cells=16), "想要", "")
    assert panel.cell == 15
    assert label(panel, "memoryReadout").text().startswith("cell 15 ")


def test_scale_is_fixed_for_h_and_steps_for_c(panel: MemoryPanel) -> None:
    bar = panel.findChild(ColorBar)
    assert bar is not None
    panel.set_trace(trace_of(keys=("c", "h", "f"), scale=0.5), TEXT, "")
    assert bar.numbers() == ("1", "0", "−1")
    panel.set_trace(trace_of(keys=("c", "h", "f"), scale=3.0), TEXT, "")
    assert bar.numbers() == ("4", "0", "−4")
    panel.set_quantity("h")
    assert bar.numbers() == ("1", "0", "−1")
    panel.set_quantity("f")
    assert bar.numbers() == ("1", "0.5", "0")


def test_the_bar_says_how_far_the_values_go(panel: MemoryPanel) -> None:
    bar = panel.findChild(ColorBar)
    assert bar is not None
    panel.set_trace(trace_of(keys=("c", "h", "f"), scale=3.0), TEXT, "")
    assert bar.reach() == ("", "")
    values = np.full((1, len(TEXT), 64), 0.5, dtype=np.float32)
    values[0, 0, 0], values[0, 0, 1] = 31.44, -12.0
    trace = trace_of(keys=("c", "h", "f"), scale=0.5)
    panel.set_trace(replace(trace, quantities={**trace.quantities, "c": values}), TEXT, "")
    assert bar.numbers() == ("1", "0", "−1")
    assert bar.reach() == ("−12", "31.4")
    assert "−12 to 31.4" in bar.toolTip()
    panel.set_quantity("h")
    assert bar.reach() == ("", "")


def test_the_limits_of_the_colours_are_to_choose_for_c_alone(
    panel: MemoryPanel, qtbot: QtBot, monkeypatch
) -> None:
    bar = panel.findChild(ColorBar)
    assert bar is not None
    opened: list[QPoint] = []
    monkeypatch.setattr(bar.menu, "popup", opened.append)
    panel.set_trace(trace_of(keys=("c", "h", "f"), scale=3.0), TEXT, "")
    chosen = {action.text(): action for action in bar.menu.actions()}
    with qtbot.waitSignal(panel.rangeChosen) as told:
        chosen["±16"].trigger()
    assert told.args == [16.0, False]
    assert bar.numbers() == ("16", "0", "−16")
    assert [text for text, one in chosen.items() if one.isChecked()] == ["±16"]
    panel.set_trace(trace_of(keys=("c", "h", "f"), scale=0.5), TEXT, "")
    assert bar.numbers() == ("16", "0", "−16")
    panel.set_quantity("h")
    assert bar.numbers() == ("1", "0", "−1")
    assert not chosen["±16"].isVisible()
    panel.set_quantity("c")
    assert chosen["±16"].isVisible()
    QTest.keyClick(bar, Qt.Key.Key_Space)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
    assert len(opened) == 2
    chosen["Automatic"].trigger()
    assert bar.numbers() == ("1", "0", "−1")


def test_typing_is_told_once_after_a_pause(qtbot: QtBot, panel: MemoryPanel) -> None:
    texts: list[str] = []
    panel.probeChanged.connect(texts.append)
    QTest.keyClicks(edit(panel), "abc")
    assert texts == []
    qtbot.waitUntil(lambda: bool(texts))
    assert texts == ["abc"]
    QTest.keyClicks(edit(panel), "d")
    QTest.keyClick(edit(panel), Qt.Key.Key_Return)
    qtbot.wait(200)
    assert texts == ["abc", "abcd"]


def test_setting_the_probe_is_silent_and_drops_what_was_typed(
    qtbot: QtBot, panel: MemoryPanel
) -> None:
    with qtbot.assertNotEmitted(panel.probeChanged, wait=250):
        QTest.keyClicks(edit(panel), "abc")
        panel.set_probe("分开")
    assert edit(panel).text() == "分开"


def test_unknown_characters_are_named(panel: MemoryPanel) -> None:
    notice = label(panel, "probeUnknown")
    assert not notice.isVisible()
    panel.text.probe.set_unknown("鱻龘")
    assert notice.isVisible()
    assert "鱻 and 龘" in notice.text()
    panel.text.probe.set_unknown("")
    assert not notice.isVisible()


def test_hidden_it_draws_nothing_and_says_so(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "epoch 1")
    seen: list[bool] = []
    panel.visibilityChanged.connect(seen.append)
    panel.hide()
    panel.set_trace(trace_of(scale=0.9), TEXT, "epoch 2")
    assert label(panel, "memoryMoment").text() == "epoch 1"
    panel.show()
    assert label(panel, "memoryMoment").text() == "epoch 2"
    assert seen == [False, True]


def test_values_that_are_not_numbers_are_borne(panel: MemoryPanel) -> None:
    trace = trace_of()
    trace.quantities["c"][0, :, 3] = np.nan
    panel.set_trace(trace, TEXT, "")
    hover(panel, 3, 1)
    assert "c = –" in label(panel, "memoryReadout").text()
    assert not panel.grab().isNull()


def test_a_text_that_does_not_fit_its_trace_is_not_shown(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), "想", "")
    assert label(panel, "memoryMessage").isVisible()
    panel.set_trace(trace_of(), "", "")
    assert label(panel, "memoryMessage").isVisible()


@pytest.mark.parametrize("length", [1, 7, 40, 60, 120, 400])
def test_any_length_is_drawn(qtbot: QtBot, panel: MemoryPanel, length: int) -> None:
    text = (TEXT * 60)[:length]
    panel.set_trace(trace_of(text), text, "epoch 1")
    assert not panel.grab().isNull()
    assert panel.findChild(QToolButton) is not None


def test_tiles_take_the_colours_of_the_chosen_cell(panel: MemoryPanel) -> None:
    trace = trace_of()
    trace.quantities["c"][0, :, 9] = [-1, -1, 0, 0, 1, 1, 1]
    panel.set_trace(trace, TEXT, "")
    panel.set_cell(9)
    tiles = heatmap(panel).getPlotItem().getAxis("bottom")
    assert isinstance(tiles, TileAxis)
    assert list(tiles._places) == [0, 0, 128, 128, 255, 255, 255]


def test_names_and_description_are_for_all_readers(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "epoch 12")
    view = heatmap(panel)
    assert view.accessibleName()
    assert "64 cells by 7 characters" in view.accessibleDescription()
    assert "epoch 12" in view.accessibleDescription()
    assert button(panel, "c").accessibleName() == "memory cell"
    assert edit(panel).accessibleName()


def test_theme_and_language_are_followed(panel: MemoryPanel, theme: Theme) -> None:
    panel.set_trace(trace_of(keys=("c", "h", "f"), layers=2), TEXT, "epoch 12")
    theme.set_mode("dark")
    assert heatmap(panel).backgroundBrush().color().name() == theme.scheme.surface
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert not panel.grab().isNull()
    theme.set_mode("light")


def test_a_trace_of_64_characters_and_256_cells_is_quick(panel: MemoryPanel) -> None:
    text = (TEXT * 10)[:64]
    trace = trace_of(text, cells=256)
    panel.set_trace(trace, text, "")
    began = time.thread_time()
    for _ in range(10):
        panel.set_trace(trace, text, "")
    assert (time.thread_time() - began) / 10 < 0.2


# The order of the rows, the search, and pins


def rows(panel: MemoryPanel) -> list[int]:
    return list(heatmap(panel)._rows.order.tolist())


def order_combo(panel: MemoryPanel) -> QComboBox:
    found = panel.findChild(QComboBox, "orderCombo")
    assert found is not None
    return found


def choose_order(panel: MemoryPanel, index: int) -> None:
    combo = order_combo(panel)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def growing(sign: int = 1) -> Trace:
    """Cells that vary the more the higher their number, or the other way round."""
    trace = trace_of()
    waves = np.sin(np.arange(len(TEXT), dtype=np.float32))[:, None]
    trace.quantities["c"][0] = (waves * np.linspace(0.1, 0.9, 64, dtype=np.float32))[:, ::sign]
    return trace


def test_rows_are_sorted_when_it_is_asked_for_and_then_stay(panel: MemoryPanel) -> None:
    panel.set_trace(growing(), TEXT, "")
    assert rows(panel) == list(range(64))
    choose_order(panel, 1)
    assert rows(panel) == list(range(63, -1, -1))
    panel.set_trace(growing(-1), TEXT, "")
    panel.set_quantity("h")
    assert rows(panel) == list(range(63, -1, -1))
    panel.set_quantity("c")
    again = panel.findChild(QToolButton, "refreshOrderButton")
    assert again is not None
    again.click()
    assert rows(panel) == list(range(64))


@pytest.mark.parametrize("index", range(5))
def test_every_order_shows_every_cell_once(panel: MemoryPanel, index: int) -> None:
    panel.set_trace(trace_of(keys=("c", "h", "f"), layers=2), TEXT, "")
    panel.set_named([NamedCell(37, "position_in_line", 0.9)])
    choose_order(panel, index)
    assert sorted(rows(panel)) == list(range(64))
    assert not panel.grab().isNull()


def test_the_order_by_role_waits_for_names_and_then_stays(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    panel.sorting._on_bar_order_chosen("role")
    assert panel._maps.maps[0]._rows.order[:2].tolist() == [0, 1]
    panel.set_named((NamedCell(40, "line_end", 0.9),))
    assert panel._maps.maps[0]._rows.order[0] == 40
    panel.set_named((NamedCell(7, "line_end", 0.9),))
    assert panel._maps.maps[0]._rows.order[0] == 40


def test_another_network_is_sorted_anew(panel: MemoryPanel) -> None:
    panel.set_trace(growing(), TEXT, "")
    choose_order(panel, 1)
    panel.set_trace(None)
    panel.set_trace(growing(-1), TEXT, "")
    assert rows(panel) == list(range(64))


def test_keys_follow_the_rows_that_are_seen(panel: MemoryPanel) -> None:
    panel.set_trace(growing(), TEXT, "")
    choose_order(panel, 1)
    panel.set_cell(63)
    QTest.keyClick(heatmap(panel), Qt.Key.Key_Down)
    assert panel.cell == 62
    QTest.keyClick(heatmap(panel), Qt.Key.Key_PageDown)
    assert panel.cell == 52


def test_the_mouse_finds_the_cell_of_a_row(panel: MemoryPanel) -> None:
    trace = growing()
    panel.set_trace(trace, TEXT, "")
    choose_order(panel, 1)
    hover(panel, 3, 4)  # the fourth row
    assert label(panel, "memoryReadout").text().startswith("cell 60 ")


def test_a_pinned_cell_stays_on_top(panel: MemoryPanel) -> None:
    panel.set_trace(growing(), TEXT, "")
    pin = panel.findChild(QToolButton, "pinButton")
    assert pin is not None
    panel.set_cell(40)
    pin.click()
    panel.set_cell(12)
    assert not pin.isChecked()
    QTest.keyClick(heatmap(panel), Qt.Key.Key_P)
    assert pin.isChecked()
    assert rows(panel)[:4] == [40, 12, 0, 1]
    assert panel.sorting.pinned(panel.layer) == (40, 12)
    assert ranges(panel)[1] == [0, 62]
    panel.set_trace(growing(-1), TEXT, "")
    choose_order(panel, 1)
    assert rows(panel)[:4] == [40, 12, 0, 1]
    QTest.keyClick(heatmap(panel), Qt.Key.Key_P)
    assert panel.sorting.pinned(panel.layer) == (40,)
    assert not panel.grab().isNull()


def test_pins_belong_to_a_layer_and_bear_a_smaller_model(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(layers=2), TEXT, "")
    panel.set_cell(60)
    QTest.keyClick(heatmap(panel), Qt.Key.Key_P)
    combo = panel.findChild(QComboBox, "layerCombo")
    assert combo is not None
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert panel.sorting.pinned(panel.layer) == ()
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert rows(panel)[0] == 60
    panel.set_trace(trace_of(cells=16), TEXT, "")
    assert rows(panel) == list(range(16))


def test_pinned_rows_neither_zoom_nor_scroll(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    view = heatmap(panel)
    panel.set_cell(40)
    QTest.keyClick(view, Qt.Key.Key_P)
    view.view.setRange(xRange=(0, 7), yRange=(20, 28), padding=0)
    panel.set_cell(22)
    QTest.keyClick(view, Qt.Key.Key_P)
    assert ranges(panel)[1] == pytest.approx([20, 28])
    area = view.view.sceneBoundingRect()
    for row, cell in enumerate((40, 22)):
        place = QPoint(round(area.center().x()), TOP_MARGIN + 12 * row + 6)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert (panel.cell, panel.position) == (cell, 3)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert ranges(panel)[1] == pytest.approx([20.8, 27.2])
    panel.set_cell(40)
    assert ranges(panel)[1] == pytest.approx([20.8, 27.2])
    assert not panel.grab().isNull()


def test_many_pins_leave_room_for_the_map(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(cells=40), TEXT, "")
    for cell in range(40):
        panel.set_cell(cell)
        QTest.keyClick(heatmap(panel), Qt.Key.Key_P)
    qtbot.wait(10)
    assert heatmap(panel).view.sceneBoundingRect().height() > 60
    assert not panel.grab().isNull()


def test_a_cell_is_found_by_number_and_by_name(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    panel.set_named([NamedCell(9, "line_end", 0.9), NamedCell(4, "position_in_line", 0.8)])
    search = panel.findChild(QLineEdit, "cellSearch")
    assert search is not None
    chosen: list[int] = []
    panel.cellChosen.connect(chosen.append)
    search.setText("37")
    search.setText("64")
    assert search.property("state") == "invalid"
    search.setText("line")
    QTest.keyClick(search, Qt.Key.Key_Return)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen == [37, 9, 4, 9]
    assert label(panel, "memoryReadout").text().startswith("cell 9 · end of line ")
    assert not panel.grab().isNull()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert search.property("state") == ""


def test_a_found_cell_is_brought_into_a_zoomed_view(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    heatmap(panel).view.setRange(xRange=(0, 7), yRange=(0, 8), padding=0)
    panel.set_cell(50)
    low, high = ranges(panel)[1]
    assert low <= 50 <= high - 1


def test_names_that_come_later_are_read_at_once(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(), TEXT, "")
    panel.set_marked([3, 4, 99])
    panel.set_named([NamedCell(0, "line_end", 0.9)])
    assert label(panel, "memoryReadout").text().startswith("cell 0 · end of line ")
    assert not panel.grab().isNull()


def test_the_top_row_fits_the_window(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(keys=("c", "h", "i", "f", "o", "c~"), layers=2), TEXT, "epoch 12")
    panel.set_moment(None)
    assert panel.minimumSizeHint().width() <= 655
