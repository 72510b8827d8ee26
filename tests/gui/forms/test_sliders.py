"""Sliders in the fields: what they show and send, and that a drag is one change."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit

from lstm_gui.core.worker.commands import Configure
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import DEBOUNCE_MS
from lstm_gui.gui.forms.number_field import KnobSlider
from tests.gui.pointer import move_to
from tests.gui.window.test_steering import run_for


def at(slider: KnobSlider, share: float) -> QPoint:
    return QPoint(round(4 + share * (slider.width() - 8)), slider.height() // 2)


def press(slider: KnobSlider, share: float) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=at(slider, share))


def move(slider: KnobSlider, share: float) -> None:
    move_to(slider, at(slider, share), Qt.MouseButton.LeftButton)


def release(slider: KnobSlider, share: float) -> None:
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at(slider, share))


@pytest.fixture
def sent(stage, monkeypatch) -> list[Configure]:
    """The Configure commands that go to the engine."""
    found: list[Configure] = []
    post = stage.bridge._inbox.post

    def keep(command):
        if isinstance(command, Configure):
            found.append(command)
        post(command)

    monkeypatch.setattr(stage.bridge._inbox, "post", keep)
    return found


def rate(stage) -> float:
    return stage.session.experiment.train.learning_rate


def test_it_follows_what_is_typed(stage):
    slider = stage.find(KnobSlider, "learningRateSlider")
    edit = stage.find(QLineEdit, "learningRateEdit")
    places = []
    for text in ("0.001", "0.01", "1", "100000", "nothing"):
        edit.setText(text)
        places.append(slider.value())
    assert places[0] < places[1] < places[2] < places[3] == places[4] == slider.maximum()
    assert edit.text() == "nothing"  # showing it has written nothing


def test_it_has_a_name_and_the_field_keeps_the_keyboard(stage):
    slider = stage.find(KnobSlider, "learningRateSlider")
    assert slider.accessibleName() == "Slider for Learning rate"
    assert not slider.focusPolicy() & Qt.FocusPolicy.TabFocus
    edit = stage.find(QLineEdit, "learningRateEdit")
    edit.setText("0.01")
    before = slider.value()
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert edit.text() == "0.02" and slider.value() > before
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert edit.text() == "0.021"
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert edit.text() == "0.0001"


def test_a_disabled_field_has_a_disabled_slider(stage):
    slider = stage.find(KnobSlider, "maxCharsSlider")
    assert slider.isEnabled()
    stage.find(QCheckBox, "maxCharsAllCheck").setChecked(True)
    assert not slider.isEnabled()


def test_a_drag_is_sent_as_it_goes_and_is_one_change(stage, sent):
    run_for(stage, 10)
    sent.clear()
    start = rate(stage)
    undo = stage.parts.actions.by_name["undo"]
    slider = stage.find(KnobSlider, "learningRateSlider")
    press(slider, 0.4)
    began = time.monotonic()
    for place in range(40, 90):
        move(slider, place / 100)
        stage.qtbot.wait(10)
    stage.until(lambda: rate(stage) > start)  # it acts before it is let go
    release(slider, 0.9)
    end = stage.find(QLineEdit, "learningRateEdit").text()
    stage.until(lambda: rate(stage) == float(end))
    most = 3 + (time.monotonic() - began) / (DEBOUNCE_MS / 1000)
    assert 2 <= len(sent) <= most  # of 50 moves
    assert len({command.gesture for command in sent}) == 1 and sent[0].gesture > 0
    stage.until(undo.isEnabled)
    assert f"{start:g} → {end}" in undo.toolTip()
    undo.trigger()
    stage.until(lambda: rate(stage) == start)
    stage.until(lambda: not undo.isEnabled())  # there was but one


def test_two_drags_are_two_changes(stage, sent):
    run_for(stage, 10)
    slider = stage.find(KnobSlider, "clippingThetaSlider")
    marks = stage.parts.plot.curves.marks.lines
    for number, (begin, end) in enumerate(((0.5, 0.55), (0.8, 0.9)), start=1):
        press(slider, begin)
        move(slider, end)
        release(slider, end)
        stage.until(lambda wanted=number: len(marks) == wanted)
    assert sent[-1].gesture != sent[-2].gesture


def test_a_drag_back_to_where_it_began_leaves_no_change(stage):
    run_for(stage, 10)
    slider = stage.find(KnobSlider, "learningRateSlider")
    edit = stage.find(QLineEdit, "learningRateEdit")
    start = rate(stage)
    home = slider.value() / slider.maximum()
    press(slider, home)
    move(slider, 0.9)
    stage.until(lambda: rate(stage) != start)
    stage.until(stage.parts.actions.by_name["undo"].isEnabled)
    slider.setValue(round(home * slider.maximum()))
    assert float(edit.text()) == start
    release(slider, home)
    if float(edit.text()) != start:  # the mouse may be a pixel off
        slider.setValue(round(home * slider.maximum()))
        stage.parts.config.flush()
    stage.until(lambda: rate(stage) == start)
    stage.until(lambda: not stage.parts.actions.by_name["undo"].isEnabled())


def test_dragging_what_needs_a_new_model_waits_at_the_foot(stage, sent):
    run_for(stage, 10)
    sent.clear()
    slider = stage.find(KnobSlider, "hiddenSlider")
    press(slider, 0.5)
    move(slider, 0.95)
    release(slider, 0.95)
    assert stage.session.experiment.model.hidden == 256
    assert stage.parts.config.draft.model.hidden > 256
    assert not sent
    assert stage.session.state is RunState.PAUSED
