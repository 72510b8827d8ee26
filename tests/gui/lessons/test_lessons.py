"""Lessons in the window, over a fake engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QTextBrowser

from lstm_gui.core.lessons.lesson import VIEW_NAMES
from lstm_gui.core.lessons.lesson_file import shipped_lessons
from lstm_gui.core.settings.experiment import changed
from lstm_gui.gui.lessons.lesson_controller import LEFT, REFUSED
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage

LESSON = """\
[lesson]
title = Falling
summary = It falls

[step]
title = First
title.zh = 第一步
text = Before. <b>No markup</b>
show = runs

[step]
title = Second
text = Now.
question = Up or down?
choice = Up
choice = Down
answer = 2
corpus = en
settings = epochs 3, sample-every 3
twin = cell gru
check = perplexity < 1000000
check = epochs > 2
show = perplexity
after = It is {perplexity at 3}, and {twin epochs}.
"""


@pytest.fixture
def teacher(make_stage: Callable[..., Stage], tmp_path: Path) -> Stage:
    """A window whose engine thread makes another fake engine for each run, with a lesson begun."""
    stage = make_stage(make=lambda: FakeBackend(step_seconds=0.001)).open()
    begin(stage, tmp_path, LESSON)
    stage.until(lambda: "First" in stage.parts.lessons.text)
    return stage


def begin(stage: Stage, folder: Path, text: str) -> None:
    file = folder / "own.lesson"
    file.write_text(text, "utf-8")
    stage.window.files.open_dropped(file)


def click(stage: Stage, address: str) -> None:
    stage.find(QTextBrowser, "lessonText").anchorClicked.emit(QUrl(address))


def button(stage: Stage, name: str) -> QAbstractButton:
    return stage.find(QAbstractButton, f"lesson{name}Button")


def seen(stage: Stage, name: str) -> bool:
    dock = stage.find(QDockWidget, f"{name}Dock")
    return dock.widget().isVisible()


def run_second(stage: Stage) -> None:
    button(stage, "Next").click()
    click(stage, "choice:1")
    button(stage, "Run").click()
    stage.until(lambda: stage.parts.lessons.state.outcome is not None)


def test_every_view_that_a_lesson_can_show_is_there(stage: Stage) -> None:
    docks = {dock.objectName() for dock in stage.window.findChildren(QDockWidget)}
    apart = {"experimentDock", "searchDock", "lessonsDock", "helpDock"}
    assert {f"{name}Dock" for name in VIEW_NAMES} == docks - apart


def test_they_are_listed_in_the_help_menu(stage: Stage) -> None:
    assert not stage.window.parts.lessons.made
    stage.window.parts.actions.by_name["lessons"].trigger()
    stage.until(lambda: bool(stage.window.parts.lessons.made))
    panel = stage.parts.lessons
    stage.until(lambda: "What perplexity means" in panel.text)
    assert "Is it copying?" in panel.text
    assert not button(stage, "Next").isVisible()
    click(stage, "article:")
    stage.until(lambda: seen(stage, "article"))
    stage.window.remembering.choose("language", "zh_CN")
    stage.until(lambda: "困惑度是什么意思" in panel.text)
    click(stage, f"lesson:{len(shipped_lessons()) - 1}")
    stage.until(lambda: "结结巴巴" in panel.text)


def test_one_predicts_then_runs_then_sees_what_came_of_it(teacher: Stage) -> None:
    panel = teacher.parts.lessons
    teacher.until(lambda: seen(teacher, "runs"))
    assert "<b>No markup</b>" in panel.text
    assert not button(teacher, "Back").isEnabled() and not button(teacher, "Run").isVisible()
    button(teacher, "Next").click()
    teacher.until(lambda: "Up or down?" in panel.text and seen(teacher, "perplexity"))
    assert not button(teacher, "Run").isEnabled(), "predict first"
    click(teacher, "choice:0")
    assert button(teacher, "Run").isEnabled()
    button(teacher, "Run").click()
    teacher.until(lambda: panel.state.outcome is not None)
    run, twin = teacher.bridge.models
    assert (run.experiment.model.cell, twin.experiment.model.cell) == ("lstm", "gru")
    assert teacher.session.opened_from() == "en" and run.experiment.train.epochs == 3
    assert panel.state.outcome.holds
    number, perplexity = run.last_epoch()
    assert number == 3
    teacher.until(lambda: "You expected something else." in panel.text)
    assert f"It is {perplexity:,.4g}"[:8] in panel.text and "and 3." in panel.text
    button(teacher, "Back").click()
    button(teacher, "Next").click()
    assert panel.state.outcome is not None, "it is kept"


def test_leaving_brings_everything_back(teacher: Stage) -> None:
    assert seen(teacher, "lessons")
    before = teacher.window.late.lessons._before
    run_second(teacher)
    teacher.window._docks.show("training")
    assert button(teacher, "Next").text() == "Finish"
    button(teacher, "Next").click()
    teacher.until(lambda: "What perplexity means" in teacher.parts.lessons.text)
    teacher.until(lambda: seen(teacher, "perplexity") and not seen(teacher, "training"))
    (notice,) = [one for one in teacher.parts.notices.notices if one.key == LEFT]
    assert "table of runs" in notice.text
    notice.acted.emit()
    teacher.until(lambda: teacher.session.opened_from() == "zh")
    assert teacher.session.experiment.train == before.experiment.train
    assert teacher.bridge.difference is None


def test_a_run_that_the_person_begins_meanwhile_is_not_measured(teacher: Stage) -> None:
    button(teacher, "Next").click()
    click(teacher, "choice:1")
    button(teacher, "Run").click()
    teacher.until(lambda: teacher.bridge.difference is not None)
    teacher.session.restart(changed(teacher.session.experiment, "train.epochs", 2))
    teacher.until(lambda: not teacher.parts.lessons.state.running)
    teacher.until(lambda: teacher.session.experiment.train.epochs == 2)
    assert teacher.parts.lessons.state.outcome is None
    assert button(teacher, "Run").isEnabled()


def test_it_stays_in_front_where_the_window_becomes_narrow(teacher: Stage) -> None:
    assert seen(teacher, "lessons")
    teacher.window.resize(teacher.window.minimumSize())
    lyrics, lessons = (teacher.find(QDockWidget, f"{n}Dock") for n in ("lyrics", "lessons"))
    teacher.until(lambda: lyrics in teacher.window.tabifiedDockWidgets(lessons))
    teacher.until(lambda: seen(teacher, "lessons") and not seen(teacher, "lyrics"))


def test_what_came_out_otherwise_is_said_so(teacher: Stage, tmp_path: Path) -> None:
    begin(teacher, tmp_path, LESSON.replace("epochs > 2", "epochs > 7"))
    run_second(teacher)
    teacher.until(lambda: "It came out otherwise" in teacher.parts.lessons.text)
    assert "It is" not in teacher.parts.lessons.text


def test_a_damaged_file_is_refused_by_its_line(teacher: Stage, tmp_path: Path) -> None:
    begin(teacher, tmp_path, LESSON.replace("title = First", "titel = First"))
    (notice,) = [one for one in teacher.parts.notices.notices if one.key == REFUSED]
    assert notice.text.startswith("own.lesson, line 6: There is no titel.")
    teacher.window.remembering.choose("language", "zh_CN")
    teacher.until(lambda: notice.text.startswith("own.lesson 第 6 行：没有 titel"))
    assert "第一步" in teacher.parts.lessons.text, "the lesson under way goes on"


def test_a_text_that_is_not_there_is_said(teacher: Stage, tmp_path: Path) -> None:
    begin(teacher, tmp_path, LESSON.replace("corpus = en", "corpus = song.txt"))
    button(teacher, "Next").click()
    click(teacher, "choice:1")
    button(teacher, "Run").click()
    teacher.until(lambda: any(one.key == REFUSED for one in teacher.parts.notices.notices))
    assert not teacher.parts.lessons.state.running
