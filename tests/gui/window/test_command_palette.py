"""The palette finds every action, view, setting, lesson and file, and does what is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QFrame, QLineEdit, QListWidget, QWidget

from lstm_gui.core.lessons.lesson import in_language
from lstm_gui.core.lessons.lesson_file import load_lesson, shipped_lessons
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.window.action_table import ACTIONS
from lstm_gui.gui.window.command_palette import Command, found, initials


def command(title: str, *names: str) -> Command:
    return Command(title, "action", lambda: None, names)


def titles(commands: list[Command], query: str) -> list[str]:
    return [one.title for one in found(commands, query)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Start", "Stop", "Training: Learning rate", "Restart"]),
        ("st", ["Start", "Stop", "Restart"]),
        ("LEARN rate", ["Training: Learning rate"]),
        ("xuexi", []),
        ("学习", ["Training: Learning rate"]),
        ("xxl", ["Training: Learning rate"]),
        ("lrnrate", ["Training: Learning rate"]),
        ("zz", []),
    ],
)
def test_words_are_found_at_the_beginning_first(query, wanted):
    rate = command("Training: Learning rate", "学习率")
    commands = [command("Start"), command("Stop"), rate, command("Restart")]
    assert titles(commands, query) == wanted


def test_the_sound_of_characters_is_known_by_its_first_letter():
    assert initials("学习率") == "xxl"
    assert initials("困惑度 perplexity") == "khdperplexity"
    assert initials("啊座") == "az"


class Palette:
    """The palette of a stage, as a person uses it."""

    def __init__(self, stage) -> None:
        self.stage = stage
        stage.activate()
        stage.parts.actions.by_name["commands"].trigger()
        self.frame = stage.window.findChild(QFrame, "commandPalette")
        self.edit = stage.window.findChild(QLineEdit, "commandEdit")
        self.list = stage.window.findChild(QListWidget, "commandList")

    @property
    def shown(self) -> list[str]:
        return [self.list.item(row).text() for row in range(self.list.count())]

    def chosen(self) -> str:
        return self.list.currentItem().text()

    def type(self, text: str) -> None:
        self.edit.setText(text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.edit, key)


def test_everything_is_listed(make_stage, tmp_path):
    text = tmp_path / "mine.txt"
    text.write_text("分开", "utf-8")
    stage = make_stage(preferences=Preferences(language="en", opened=(str(text),))).open()
    shown = Palette(stage).shown
    for spec in ACTIONS:
        action = stage.parts.actions.by_name[spec.name]
        said = without_mnemonic(action.text())
        assert not action.isVisible() or any(one.endswith(said) for one in shown), spec.name
    labels = [knob.label for knob in KNOBS.values()]
    labels += [preset.label for preset in PRESETS.values()]
    labels += [in_language(load_lesson(path).title, "en") for path in shipped_lessons()]
    labels += [dock.windowTitle() for dock in stage.window.findChildren(QDockWidget)]
    for label in (*labels, "Memory", "mine.txt"):
        assert any(one.endswith(label) for one in shown), label


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("query", ["learning rate", "学习率", "xxl"])
def test_a_setting_is_found_in_both_languages_and_has_the_keyboard(stage, language, query):
    stage.window.remembering.choose("language", language)
    palette = Palette(stage)
    palette.type(query)
    assert palette.chosen().endswith("Learning rate" if language == "en" else "学习率")
    palette.press(Qt.Key.Key_Return)
    assert not palette.frame.isVisible()
    assert QApplication.focusWidget().objectName() == "learningRateEdit"


def test_an_action_is_done_and_one_that_makes_no_sense_now_is_not(stage):
    palette = Palette(stage)
    palette.type("step one batch")
    palette.press(Qt.Key.Key_Return)
    stage.until(lambda: stage.backend.steps == 1)
    stage.wait_for(RunState.PAUSED)
    palette = Palette(stage)
    palette.type("redo")
    assert palette.chosen() == "Redo change"
    assert "not now" in palette.edit.accessibleDescription()
    palette.press(Qt.Key.Key_Return)
    assert palette.frame.isVisible()


def test_keys_move_and_escape_gives_the_keyboard_back(stage):
    prefix = stage.find(QLineEdit, "prefixEdit")
    prefix.setFocus()
    palette = Palette(stage)
    assert QApplication.focusWidget() is palette.edit
    first = palette.chosen()
    palette.press(Qt.Key.Key_Down)
    second = palette.chosen()
    assert second != first and second in palette.edit.accessibleDescription()
    palette.press(Qt.Key.Key_Up)
    palette.press(Qt.Key.Key_Up)
    assert palette.chosen() == first
    palette.press(Qt.Key.Key_Escape)
    assert not palette.frame.isVisible() and QApplication.focusWidget() is prefix


def test_a_view_comes_forward_with_the_keyboard_in_it(stage):
    palette = Palette(stage)
    palette.type("ledger")
    palette.press(Qt.Key.Key_Return)
    dock = stage.find(QDockWidget, "ledgerDock")
    stage.until(dock.widget().isVisible)
    assert dock.isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize("query", ["prefix", "前缀", "qz"])
def test_the_prefix_box_is_found_by_its_name(stage, query):
    stage.window.findChild(QDockWidget, "lyricsDock").hide()
    palette = Palette(stage)
    palette.type(query)
    assert palette.chosen() == "Lyrics: Prefix"
    palette.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "prefixEdit"


def test_a_lesson_begins_and_a_file_is_opened(make_stage, tmp_path):
    text = tmp_path / "mine.txt"
    text.write_text("分开不分开" * 2000, "utf-8")
    stage = make_stage(preferences=Preferences(language="en", opened=(str(text),))).open()
    palette = Palette(stage)
    palette.type("mine")
    palette.press(Qt.Key.Key_Return)
    stage.until(lambda: "mine" in stage.session.corpus.name)
    lesson = in_language(load_lesson(shipped_lessons()[0]).title, "en")
    palette = Palette(stage)
    palette.type(lesson)
    palette.press(Qt.Key.Key_Return)
    stage.until(lambda: stage.window.late.lessons is not None)


def test_it_goes_when_something_else_has_the_keyboard(stage):
    palette = Palette(stage)
    other: QWidget = stage.find(QLineEdit, "prefixEdit")
    other.setFocus()
    assert not palette.frame.isVisible()
    palette = Palette(stage)
    stage.parts.actions.by_name["commands"].trigger()
    assert not palette.frame.isVisible()


def test_nothing_found_is_said(stage):
    palette = Palette(stage)
    palette.type("qqqqqqq")
    assert palette.list.isHidden() and palette.shown == []
    palette.press(Qt.Key.Key_Return)
    assert palette.frame.isVisible()
    assert palette.edit.accessibleDescription() == "Nothing is called so."
