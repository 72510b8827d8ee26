"""A walk through the window in both languages and themes: nothing is nameless or out of reach.

Every action is done, every view, dialog and lesson is looked at, and the keyboard goes everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollArea,
    QTextBrowser,
    QWidget,
)

from lstm_gui.core.lessons.lesson import in_language
from lstm_gui.core.lessons.lesson_file import load_lesson, shipped_lessons
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.window.action_table import ACTIONS
from lstm_gui.gui.window.actions import Actions
from lstm_gui.gui.window.panes import focusable
from tests.gui.conftest import Stage
from tests.late_views import make_all
from tests.release import at_length

LOOKS = [("en", "light"), ("zh_CN", "dark")]


@pytest.fixture(params=LOOKS, ids=["en-light", "zh-dark"])
def walked(stage: Stage, request, monkeypatch) -> Stage:
    """The window in one language and theme; nobody chooses a file, and no folder is opened."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda *_: True)
    language, theme = request.param
    stage.window.remembering.choose("language", language)
    stage.window.remembering.choose("theme", theme)
    stage.activate()
    return stage


def act(stage: Stage, name: str) -> QAction:
    return stage.parts.actions.by_name[name]


def close_all(stage: Stage) -> None:
    """Close what an action has opened."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    stage.qtbot.wait(1)


DIALOGS = ("getTexts", "songs", "editText", "export", "dataFolder", "twin", "numbers")
DIALOGS += ("shortcuts", "about", "welcome")


def places(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Yield every part of the window and every dialog while it is seen."""
    make_all(stage.window)
    yield "run bar", stage.parts.run_bar
    yield "memory", stage.parts.memory
    for dock in stage.window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        stage.until(dock.widget().isVisible)
        yield dock.objectName(), dock.widget()
    for name in DIALOGS:
        act(stage, name).trigger()
        dialog = QApplication.activeModalWidget() or opened(stage)
        assert dialog is not None, name
        dialog.activateWindow()
        stage.until(dialog.isActiveWindow)
        yield name, dialog
        close_all(stage)
        stage.window.activateWindow()
        stage.until(stage.window.isActiveWindow)


def opened(stage: Stage) -> QDialog | None:
    found = (one for one in stage.window.findChildren(QDialog) if one.isVisible())
    return next(found, None)


def spoken(widget: QWidget) -> str:
    """Return what a screen reader says of a widget first."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    labels = [one for one in widget.window().findChildren(QLabel) if one.buddy() is widget]
    return widget.accessibleName() or text or "".join(label.text() for label in labels)


def called(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


# Actions


@pytest.mark.release
@pytest.mark.parametrize("walked", LOOKS[-at_length(1, 2) :], ids=str, indirect=True)
def test_every_action_is_done(walked):
    done: set[str] = set()

    def note(name: str, _checked: bool) -> None:
        done.add(name)

    for spec in ACTIONS:
        act(walked, spec.name).triggered.connect(
            lambda _=False, name=spec.name: done.update([name])
        )
    left = {spec.name for spec in ACTIONS} - {"quit"}
    for situation in (rest, rest_after_a_change, rest_after_an_undo, rest_beside_a_twin):
        situation(walked)
        for name in [spec.name for spec in ACTIONS if spec.name in left]:
            if act(walked, name).isEnabled() and act(walked, name).isVisible():
                act(walked, name).trigger()
                close_all(walked)
        left -= done
    assert left == set()
    with walked.qtbot.waitSignal(walked.bridge.closed):
        act(walked, "quit").trigger()
    assert not walked.window.isVisible()


def rest(stage: Stage) -> None:
    """Wait for a model that rests."""
    stage.until(lambda: stage.session.state is RunState.READY)


def rest_after_a_change(stage: Stage) -> None:
    """Change a setting of a model in training, which can be undone."""
    stage.session.reset()
    rest(stage)
    act(stage, "step").trigger()
    stage.wait_for(RunState.PAUSED)
    other = "0.5" if stage.session.experiment.train.learning_rate != 0.5 else "0.05"
    stage.find(QLineEdit, "learningRateEdit").setText(other)
    stage.parts.config.flush()
    stage.until(lambda: act(stage, "undo").isEnabled())


def rest_after_an_undo(stage: Stage) -> None:
    rest_after_a_change(stage)
    act(stage, "undo").trigger()
    stage.until(lambda: act(stage, "redo").isEnabled())


def rest_beside_a_twin(stage: Stage) -> None:
    rest_after_a_change(stage)
    stage.session.begin_twin(Difference("model.seed", 5))
    stage.until(lambda: act(stage, "saveTwin").isVisible())
    stage.until(lambda: act(stage, "saveTwin").isEnabled())
    rest_after_an_undo(stage)


def test_an_undo_says_what_in_the_menu(walked):
    plain = act(walked, "undo").text()
    rest_after_a_change(walked)
    assert "0.02 → 0.5" in act(walked, "undo").text()
    walked.window.remembering.choose("language", "zh_CN")
    said = "撤销：学习率 0.02 → 0.5"
    walked.until(lambda: act(walked, "undo").text().startswith(said))
    act(walked, "undo").trigger()
    walked.until(lambda: act(walked, "redo").isEnabled())
    assert "0.02 → 0.5" in act(walked, "redo").text()
    assert "→" not in act(walked, "undo").text() and "→" not in plain


# Names


def test_all_that_takes_the_keyboard_has_a_name(walked):
    unnamed = {
        f"{place}: {called(widget)}"
        for place, around in places(walked)
        for widget in focusable(around)
        if not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QGraphicsView)  # a view's inner widget is the view
        and not (spoken(widget) and widget.objectName())
    }
    assert not unnamed, "\n".join(sorted(unnamed))


def test_no_two_shortcuts_clash(walked):
    make_all(walked.window)
    window = walked.window
    keys = [
        action.shortcut().toString()
        for action in window.findChildren(QAction)
        if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
        and not isinstance(action.parent(), QMenu)
    ]
    keys += [
        one.key().toString()
        for one in window.findChildren(QShortcut)
        if one.context() == Qt.ShortcutContext.WindowShortcut
    ]
    assert [key for key, times in Counter(filter(None, keys)).items() if times > 1] == []


def mnemonics(texts: list[str]) -> list[str]:
    """Return the letters that two of some texts underline."""
    found = (re.search(r"&(\w)", text.replace("&&", "")) for text in texts)
    count = Counter(match[1].upper() for match in found if match)
    return [letter for letter, times in count.items() if times > 1]


def test_no_two_mnemonics_clash(walked):
    actions: Actions = walked.parts.actions
    bar = walked.window.findChild(QMenuBar)
    clashes = {"bar": mnemonics([one.text() for one in bar.actions()])}
    for key, menu in actions.menus.items():
        menu.aboutToShow.emit()
        clashes[key] = mnemonics([one.text() for one in menu.actions() if one.isVisible()])
    for place, around in places(walked):
        labels = [one for one in around.findChildren(QLabel) if one.buddy() is not None]
        parts = [*around.findChildren(QAbstractButton), *labels]
        clashes[place] = mnemonics([one.text() for one in parts if one.isVisible()])
    assert {place: letters for place, letters in clashes.items() if letters} == {}


# The keyboard


def walk(window: QWidget) -> tuple[list[QWidget], set[tuple[QWidget, QWidget]]]:
    """Press Tab through a window or dialog, once around.

    Returns:
        Where it stopped, and the steps among these that went back; what scrolls moves meanwhile.
    """
    first = focusable(window)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    steps, back = [first], set()
    for _ in range(400):
        QTest.keyClick(steps[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in steps[:-1]:
            if now is first and goes_back(steps[-1], first):
                back.add((steps[-1], first))
            break
        if now is not steps[-1]:  # a page goes through its links
            if goes_back(steps[-1], now):
                back.add((steps[-1], now))
            steps.append(now)
    return steps, back


def within(steps: list[QWidget], around: QWidget) -> list[QWidget]:
    """Return the steps that are in a part of the window, from where it is entered."""
    inside = [around is one or around.isAncestorOf(one) for one in steps]
    if all(inside) or not any(inside):
        return steps if all(inside) else []
    entered = next(i for i, now in enumerate(inside) if now and not inside[i - 1])
    turned = steps[entered:] + steps[:entered]
    return [one for one in turned if around is one or around.isAncestorOf(one)]


def area(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def goes_back(one: QWidget, other: QWidget) -> bool:
    """Tell whether what comes next stands before: to the left of it, or above and not beside."""
    here, there = area(one), area(other)
    if there.bottom() <= here.top():  # above: the next column may begin there
        return there.left() < here.right()
    level = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
    return level > min(here.height(), there.height()) / 2 and there.right() <= here.left()


def test_tab_goes_in_the_order_of_reading_and_reaches_everything(walked):
    wrong = []
    for place, around in places(walked):
        all_steps, back = walk(around.window())
        steps = within(all_steps, around)
        if around.isWindow() and len(back) <= 1:  # once it begins anew
            back = set()
        wrong += [
            f"{place}: {called(one)} → {called(other)}"
            for one, other in pairwise(steps)
            if (one, other) in back
        ]
        browsers = {one for one in focusable(around) if isinstance(one, QTextBrowser)}
        missed = set(focusable(around)) - set(steps) - browsers
        wrong += [f"{place}: not reached: {called(one)}" for one in missed]
    assert not wrong, "\n".join(wrong)


def test_it_is_seen_where_the_keyboard_is(walked):
    unseen = set()
    for place, around in places(walked):
        window = around.window()
        for widget in focusable(around):
            if (scroll := scroll_around(widget)) is not None:
                scroll.ensureWidgetVisible(widget)
            shown = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            shown = shown.adjusted(-3, -3, 3, 3)
            window.setFocus()
            before = window.grab(shown).toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if window.grab(shown).toImage() == before:
                unseen.add(f"{place}: {called(widget)}")
    assert not unseen, "\n".join(sorted(unseen))


def scroll_around(widget: QWidget) -> QScrollArea | None:
    """Return what a widget can be scrolled in."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def test_the_keyboard_moves_among_the_panes_and_comes_back(walked):
    panes = walked.window.panes.seen()
    assert len(panes) > 4
    visited = []
    for _ in panes:
        act(walked, "nextPane").trigger()
        focused = QApplication.focusWidget()
        visited.append(next(p for p in panes if p is focused or p.isAncestorOf(focused)))
    assert visited == panes[visited_from(panes, visited) :] + panes[: visited_from(panes, visited)]
    first = QApplication.focusWidget()
    act(walked, "nextPane").trigger()
    assert QApplication.focusWidget() is not first
    act(walked, "previousPane").trigger()
    assert QApplication.focusWidget() is first


def visited_from(panes: list[QWidget], visited: list[QWidget]) -> int:
    return panes.index(visited[0])


# Lessons


def test_every_step_of_every_lesson_is_shown(walked):
    code = walked.language.code
    for path in shipped_lessons():
        lesson = load_lesson(path)
        walked.window.late.open_lesson(path)
        panel = walked.parts.lessons
        walked.until(panel.isVisible)
        page = panel.findChild(QTextBrowser)
        for number, step in enumerate(lesson.steps):
            assert in_language(step.title, code) in page.toPlainText(), (path, number)
            panel.nextAsked.emit() if number + 1 < len(lesson.steps) else panel.leaveAsked.emit()
