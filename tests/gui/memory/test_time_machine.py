"""Going back in training: the bar alone, and what the memory panel makes of it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.gui.memory.map.color_bar import ColorBar
from lstm_gui.gui.memory.map.heatmap import Cursor, MemoryHeatmap
from lstm_gui.gui.memory.map.moment_slider import MomentSlider
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.map.time_machine_bar import TimeMachineBar
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.test_memory_panel import TEXT, hover, trace_of

POSITIONS = np.array([0.0, 0.13, 1.0, 5.0, 12.5])
PERPLEXITIES = np.array([1361.0, 900.0, 320.0, 120.0, 43.04])


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> TimeMachineBar:
    widget = TimeMachineBar(theme)
    qtbot.addWidget(widget)
    widget.resize(640, 26)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> MemoryPanel:
    widget = MemoryPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(655, 343)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def slider(parent: QWidget) -> MomentSlider:
    found = parent.findChild(MomentSlider, "momentSlider")
    assert found is not None
    return found


def button(parent: QWidget, name: str) -> QToolButton:
    found = parent.findChild(QToolButton, name)
    assert found is not None
    return found


def told(bar: TimeMachineBar) -> list[object]:
    log: list[object] = []
    bar.momentChosen.connect(log.append)
    bar.compareChosen.connect(lambda index, mode: log.append((index, mode)))
    return log


def test_with_fewer_than_two_moments_nothing_is_offered(bar: TimeMachineBar) -> None:
    bar.set_live_text("epoch 3")
    assert not slider(bar).isVisible()
    bar.set_moments(POSITIONS[:1], PERPLEXITIES[:1])
    assert not slider(bar).isVisible()
    assert bar.label.text() == "epoch 3"
    bar.set_moments(POSITIONS, PERPLEXITIES)
    assert slider(bar).isVisible()


def test_keys_step_from_now_into_the_past_and_back(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    bar.set_live_text("epoch 13")
    log, view = told(bar), slider(bar)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right):
        QTest.keyClick(view, key)
    assert log == [4, 3, 0, 1]
    assert bar.label.text() == "epoch 0.13 · perplexity 900"
    QTest.keyClick(view, Qt.Key.Key_End)
    assert log[-1] is None
    assert bar.label.text() == "epoch 13"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert len(log) == 5


def test_the_mouse_takes_the_nearest_moment(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    log, view, left = told(bar), slider(bar), Qt.MouseButton.LeftButton
    QTest.mouseClick(view, left, pos=QPoint(2, 10))
    QTest.mouseClick(view, left, pos=QPoint(view.width() - 26, 10))
    QTest.mouseClick(view, left, pos=QPoint(view.width() - 3, 10))
    assert log == [0, 4, None]


def test_setting_is_silent(qtbot: QtBot, bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    with qtbot.assertNotEmitted(bar.momentChosen), qtbot.assertNotEmitted(bar.compareChosen):
        bar.set_moment(4)
        bar.set_compared(1)
        bar.set_mode("side")
    assert (bar.moment, bar.compared, bar.mode) == (4, 1, "side")
    assert bar.words(4) == "epoch 12.5 · perplexity 43.0"
    bar.set_moments((), ())
    assert (bar.moment, bar.compared, bar.mode) == (None, None, "off")


def test_a_moment_stays_chosen_when_others_are_thinned_out(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    bar.set_moment(3)
    bar.set_moments(POSITIONS[[0, 3, 4]], PERPLEXITIES[[0, 3, 4]])
    assert bar.moment == 1
    assert bar.words(bar.moment) == "epoch 5.00 · perplexity 120"


def test_now_returns(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    log = told(bar)
    assert not button(bar, "nowButton").isEnabled()
    bar.set_moment(2)
    button(bar, "compareButton_side").click()
    button(bar, "nowButton").click()
    assert log == [(None, "side"), (None, "off"), None]
    assert bar.moment is None


def test_comparing_now_begins_with_the_first_moment(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    log, view = told(bar), slider(bar)
    button(bar, "compareButton_difference").click()
    assert log == [0, (None, "difference")]
    QTest.keyClick(view, Qt.Key.Key_B)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_A)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert log[2:] == [(4, "difference"), 1]
    button(bar, "compareButton_side").click()
    assert log[-1] == (4, "side")
    button(bar, "compareButton_off").click()
    assert log[-1] == (4, "off")


def test_playing_goes_from_moment_to_moment_up_to_now(qtbot: QtBot, bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    log = told(bar)
    button(bar, "playMomentsButton").click()
    assert bar.playing
    qtbot.waitUntil(lambda: not bar.playing)
    assert log == [0, 1, 2, 3, 4, None]


def test_playing_stops_by_hand_and_when_hidden(bar: TimeMachineBar) -> None:
    bar.set_moments(POSITIONS, PERPLEXITIES)
    QTest.keyClick(slider(bar), Qt.Key.Key_Space)
    assert bar.playing
    QTest.keyClick(slider(bar), Qt.Key.Key_Right)
    assert not bar.playing
    bar.play()
    bar.hide()
    assert not bar.playing
    bar.play()
    assert not bar.playing


def test_a_thousand_moments_are_quick(bar: TimeMachineBar) -> None:
    positions = np.linspace(0, 160, 1000)
    perplexities = np.geomspace(1361, 1.2, 1000)
    perplexities[7] = np.nan
    bar.set_moments(positions, perplexities)
    bar.grab()
    began = time.thread_time()
    for count in range(980, 1000):
        bar.set_moments(positions[:count], perplexities[:count])
        slider(bar).repaint()
    assert (time.thread_time() - began) / 20 < 0.2


# In the memory panel


def maps(panel: MemoryPanel) -> Sequence[MemoryHeatmap]:
    return [view for view in panel.findChildren(MemoryHeatmap) if view.isVisible()]


def readout(panel: MemoryPanel) -> str:
    found = panel.findChild(QLabel, "memoryReadout")
    assert found is not None
    return found.text()


def filled(value: float) -> object:
    trace = trace_of(keys=("c", "h", "f"))
    for quantity in trace.quantities.values():
        quantity[:] = value
    return trace


def test_live_traces_do_not_disturb_the_past(panel: MemoryPanel) -> None:
    panel.set_trace(filled(0.1), TEXT, "epoch 12")
    panel.set_moments(POSITIONS, PERPLEXITIES)
    label = panel.findChild(QLabel, "memoryMoment")
    assert label is not None
    QTest.keyClick(slider(panel), Qt.Key.Key_Home)
    panel.set_moment(filled(0.2), TEXT)
    panel.set_trace(filled(0.3), TEXT, "epoch 13")
    assert "c = 0.200" in readout(panel)
    assert label.text() == "epoch 0.00 · perplexity 1,361"
    assert label.property("role") == ""
    QTest.keyClick(slider(panel), Qt.Key.Key_End)
    panel.set_moment(None)
    assert "c = 0.300" in readout(panel)
    assert label.text() == "epoch 13"
    assert label.property("role") == "muted"


def test_two_moments_stand_side_by_side_with_one_cursor_and_zoom(panel: MemoryPanel) -> None:
    panel.set_trace(filled(0.3), TEXT, "epoch 13")
    panel.set_moments(POSITIONS, PERPLEXITIES)
    panel.set_moment(filled(0.1), TEXT, "epoch 1")
    panel.set_comparison("side")
    first, second = maps(panel)
    assert "A c = 0.100 · B c = 0.300" in readout(panel)
    hover(panel, 9, 3)
    assert second.cursor_at() == first.cursor_at() == Cursor(9, 3)
    second.reset_zoom()
    second.view.setRange(yRange=(0, 8), padding=0)
    assert first.view.viewRange() == second.view.viewRange()
    panel.set_cell(20)
    assert second.chosen.cell == 20
    panel.set_trace(filled(0.4), TEXT, "epoch 14")
    assert "B c = 0.400" in readout(panel)
    panel.set_comparison("side", filled(0.7), TEXT, "epoch 5")
    assert "B c = 0.700" in readout(panel)
    panel.set_comparison("off")
    assert len(maps(panel)) == 1
    assert "c = 0.100" in readout(panel)


def test_the_difference_is_b_minus_a_on_a_scale_of_its_own(panel: MemoryPanel) -> None:
    panel.set_trace(filled(0.3), TEXT, "epoch 13")
    panel.set_quantity("f")
    panel.set_moment(filled(0.5), TEXT, "epoch 1")
    panel.set_comparison("difference")
    assert "Δf = −0.200" in readout(panel)
    bar = panel.findChild(ColorBar)
    assert bar is not None
    assert bar.numbers() == ("0.5", "0", "−0.5")
    title = panel.findChild(QLabel, "memoryTitleA")
    assert title is not None
    assert title.text() == "B − A · A: epoch 1 · B: now · epoch 13"


def test_moments_of_other_shapes_are_not_compared(panel: MemoryPanel) -> None:
    panel.set_trace(trace_of(cells=32), TEXT, "epoch 1")
    panel.set_moment(trace_of(), TEXT, "epoch 5")
    panel.set_comparison("difference")
    assert len(maps(panel)) == 1
    assert "c = " in readout(panel)


def test_a_new_history_returns_to_now(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(filled(0.3), TEXT, "epoch 13")
    panel.set_moments(POSITIONS, PERPLEXITIES)
    panel.set_moment(filled(0.5), TEXT, "epoch 1")
    panel.set_comparison("side")
    with qtbot.assertNotEmitted(panel.momentChosen):
        panel.set_moments((), ())
    assert len(maps(panel)) == 1
    assert "c = 0.300" in readout(panel)


def test_the_panel_passes_on_what_was_chosen(qtbot: QtBot, panel: MemoryPanel) -> None:
    panel.set_trace(filled(0.3), TEXT, "epoch 13")
    panel.set_moments(POSITIONS, PERPLEXITIES)
    with qtbot.waitSignal(panel.momentChosen) as moment:
        QTest.keyClick(slider(panel), Qt.Key.Key_Left)
    assert moment.args == [4]
    with qtbot.waitSignal(panel.compareChosen) as compared:
        button(panel, "compareButton_side").click()
    assert compared.args == [None, "side"]
