"""Looks that are chosen, presentations, and views that fill the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QToolButton, QWidget

from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.widgets.theme import text_scale


def _act(stage, name: str) -> None:
    stage.parts.actions.by_name[name].trigger()
    stage.qtbot.wait(30)


def _standing(stage) -> dict[str, object]:
    """Return all that must be as before."""
    window = stage.window
    docks = window.findChildren(QDockWidget)
    return {
        "layout": bytes(window.saveState(1).data()),
        "place": window.geometry().getRect(),
        "state": window.windowState(),
        "docks": {
            dock.objectName(): dock.geometry().getRect()
            for dock in docks
            if dock.widget().isVisible()  # Qt keeps tabs that are behind another anywhere
        },
        "shown": {dock.objectName(): dock.widget().isVisible() for dock in docks},
        "closed": {dock.objectName(): dock.isHidden() for dock in docks},
        "size": text_scale(),
        "scheme": stage.theme.scheme,
        "menus": stage.find(QWidget, "firstRow").isVisible(),
        "line": stage.parts.status.isVisible(),
        "group": stage.parts.groups.currentIndex(),
    }


def _names(stage) -> set[str]:
    docks = stage.window.findChildren(QDockWidget)
    return {d.objectName().removesuffix("Dock") for d in docks if d.widget().isVisible()}


@pytest.mark.parametrize("leave", ["present", "escape", "button"])
def test_a_presentation_is_large_and_puts_everything_back(stage, leave):
    stage.window.resize(1280, 720)
    stage.qtbot.wait(100)
    before = _standing(stage)
    _act(stage, "present")
    window = stage.window
    assert window.isFullScreen() and text_scale() >= 1.5
    assert stage.theme.scheme.text == "#000000" and stage.theme.scheme.stroke > 1
    assert "experiment" not in _names(stage) and {"perplexity", "lyrics"} <= _names(stage)
    assert stage.parts.memory.isVisible()
    assert not stage.find(QWidget, "firstRow").isVisible() and not stage.parts.status.isVisible()
    shown = [b.objectName() for b in stage.parts.run_bar.findChildren(QToolButton) if b.isVisible()]
    assert shown == ["startButton", "pauseButton", "leaveButton"]
    assert stage.find(QWidget, "headlineLabel").isVisible()
    if leave == "escape":
        stage.activate()
        QTest.keyClick(window, Qt.Key.Key_Escape)
    elif leave == "button":
        stage.find(QToolButton, "leaveButton").click()
    else:
        _act(stage, "present")
    stage.qtbot.wait(400)
    assert _standing(stage) == before
    assert not stage.parts.actions.by_name["present"].isChecked()


def test_a_lesson_stays_in_a_presentation(stage):
    _act(stage, "lessons")
    _act(stage, "present")
    assert "lessons" in _names(stage) and "experiment" not in _names(stage)
    _act(stage, "present")
    assert "lessons" in _names(stage)


def test_what_is_remembered_when_it_is_closed_in_a_presentation_is_the_window(stage):
    stage.window.resize(1280, 720)
    stage.qtbot.wait(100)
    size, layout = stage.window.size(), bytes(stage.window.saveState(4).toBase64().data()).decode()
    _act(stage, "present")
    stage.window.closeEvent(QCloseEvent())
    kept = stage.kept[-1]
    assert kept.layout == layout and kept.text_size == 100
    assert not stage.window.isFullScreen() and stage.window.size() == size


def test_the_view_with_the_focus_fills_the_screen(stage):
    stage.window.resize(1280, 720)
    stage.qtbot.wait(100)
    before = _standing(stage)
    stage.activate()
    stage.find(QWidget, "prefixEdit").setFocus()
    _act(stage, "fillScreen")
    assert _names(stage) == {"lyrics"} and not stage.parts.memory.isVisible()
    dock = stage.find(QDockWidget, "lyricsDock")
    assert dock.width() > 0.9 * stage.window.width() and stage.window.isFullScreen()
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    stage.qtbot.wait(400)
    assert _standing(stage) == before


def test_the_map_fills_the_screen_too(stage):
    before = _standing(stage)
    stage.parts.memory.findChild(QWidget, "memoryHeatmap").setFocus()
    _act(stage, "fillScreen")
    assert _names(stage) == set() and stage.parts.memory.isVisible()
    _act(stage, "fillScreen")
    stage.qtbot.wait(400)
    assert _standing(stage) == before


def test_the_view_under_the_pointer_fills_the_screen_where_none_has_the_focus(stage):
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    plot = stage.parts.plot
    QCursor.setPos(plot.mapToGlobal(plot.rect().center()))
    stage.qtbot.wait(50)
    _act(stage, "fillScreen")
    assert _names(stage) == {"perplexity"}
    _act(stage, "present")  # one ends the other
    assert "lyrics" in _names(stage)
    _act(stage, "present")


def test_no_view_is_made_for_another_that_fills_the_screen(make_stage):
    stage = make_stage().open()
    made = {id(v) for late in _late(stage) for v in late.made}
    stage.find(QWidget, "prefixEdit").setFocus()
    _act(stage, "fillScreen")
    stage.qtbot.wait(100)
    _act(stage, "fillScreen")
    stage.qtbot.wait(100)
    assert {id(v) for late in _late(stage) for v in late.made} == made


def _late(stage):
    from lstm_gui.gui.widgets.late_view import LateView

    return stage.window.findChildren(LateView)


def test_an_arrangement_ends_what_fills_the_screen(stage):
    _act(stage, "present")
    _act(stage, "arrangeCompare")
    assert not stage.window.isFullScreen() and "runs" in _names(stage)
    assert stage.find(QWidget, "firstRow").isVisible()


def test_keys_work_without_menus(stage):
    _act(stage, "present")
    stage.activate()
    QTest.keyClick(stage.window, Qt.Key.Key_F11)
    assert not stage.window.isFullScreen()


def test_looks_are_remembered_and_act_at_once(make_stage):
    stage = make_stage().open()
    _act(stage, "palette.purple")
    _act(stage, "text_size.150")
    _act(stage, "motion.reduced")
    kept = stage.kept[-1]
    assert (kept.palette, kept.text_size, kept.motion) == ("purple", 150, "reduced")
    assert stage.theme.scheme.curves[0] == "#72277c" and text_scale() == 1.5
    assert stage.parts.memory.findChild(QWidget, "memoryHeatmap") is not None
    _act(stage, "larger")
    assert text_scale() == 2.0 and stage.parts.actions.by_name["text_size.200"].isChecked()
    _act(stage, "larger")
    _act(stage, "smaller")
    assert text_scale() == 1.5
    assert Preferences.model_validate_json(stage.kept[-1].model_dump_json()) == stage.kept[-1]
    _act(stage, "text_size.100")


def test_the_window_shows_what_is_remembered(make_stage):
    stage = make_stage(preferences=Preferences(language="en", palette="grey", motion="reduced"))
    actions = stage.parts.actions.by_name
    assert actions["palette.grey"].isChecked() and actions["motion.reduced"].isChecked()


def test_reduced_motion_lets_nothing_glide_or_pulse(stage):
    assert stage.window.isAnimated()
    _act(stage, "motion.reduced")
    assert not stage.window.isAnimated() and stage.theme.calm
    _act(stage, "motion.full")
    assert stage.window.isAnimated() and not stage.theme.calm


def test_the_bar_does_not_pulse_with_reduced_motion(make_stage):
    stage = make_stage()
    bar = stage.find(QWidget, "progressBar")
    assert bar.maximum() == 0  # it pulses while the engine is loaded
    stage.theme.set_motion("reduced")
    assert bar.maximum() > 0
    stage.theme.set_motion("full")
    assert bar.maximum() == 0
