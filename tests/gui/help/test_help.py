"""The help pane in the window, over a fake engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from lstm_gui.core.errors import EncodingError
from lstm_gui.core.help.glossary import TERMS
from lstm_gui.core.help.troubles import TROUBLES
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.gui.help.help_controller import REST_MS, Attention
from lstm_gui.gui.help.subject import HelpSubject, subject_of
from lstm_gui.gui.help.words import subject_html
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.window.action_table import ACTIONS
from tests.gui.conftest import Stage
from tests.gui.pointer import pass_over
from tests.late_views import make_all

HAN = re.compile("[\u4e00-\u9fff]")


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def page(stage: Stage) -> str:
    return stage.find(QTextBrowser, "helpText").toPlainText()


def says(stage: Stage, *words: str) -> Callable[[], bool]:
    return lambda: all(word in page(stage) for word in words)


def opened(stage: Stage) -> Stage:
    stage.activate()
    stage.window.parts.actions.by_name["whatIsThis"].trigger()
    stage.until(lambda: stage.window.late.helping is not None and bool(page(stage)))
    stage.qtbot.wait(REST_MS + 100)
    return stage


def rest_at(stage: Stage, widget: QWidget, place: QPoint | None = None) -> None:
    pass_over(widget, widget.rect().center() if place is None else place)


def click(stage: Stage, address: str) -> None:
    stage.find(QTextBrowser, "helpText").anchorClicked.emit(QUrl(address))


# Everything is explained


def focusable(stage: Stage) -> Iterator[QWidget]:
    make_all(stage.window)
    for widget in stage.window.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def body(subject: HelpSubject) -> str:
    """Return what is told, without the title."""
    return plain(subject_html(subject, lambda name: name)).replace(subject.title, "", 1)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_on_the_screen_is_explained(stage: Stage, language: str) -> None:
    stage.window.remembering.choose("language", language)
    actions = [stage.window.parts.actions.by_name[spec.name] for spec in ACTIONS]
    docks = stage.window.findChildren(QDockWidget)
    toggles = [dock.toggleViewAction() for dock in docks]
    bare = []
    for target in (*focusable(stage), *docks, *toggles, *actions):
        subject = subject_of(target)
        said = body(subject)
        titled = bool(subject.title)
        spoken = bool(HAN.search(said)) if language == "zh_CN" else len(said.split()) > 4
        if not (titled and spoken):
            bare.append((target.objectName(), subject.title, said))
    assert bare == []


def test_every_view_has_a_topic_of_its_own(stage: Stage) -> None:
    for dock in stage.window.findChildren(QDockWidget):
        subject = subject_of(dock)
        assert subject.topic is not None and dock.objectName() in subject.topic.names
        assert subject.title == dock.windowTitle() and subject.keys


def test_every_setting_is_told_with_range_and_what_comes_of_it(stage: Stage) -> None:
    told = {}
    for widget in stage.window.findChildren(QWidget):
        knob = subject_of(widget).knob
        if knob is not None:
            told[knob.path] = plain(subject_html(subject_of(widget), str))
    assert set(KNOBS) <= set(told)
    rate = told["train.learning_rate"]
    assert "If you raise it" in rate and "jumps up" in rate and "1e-06 … 1,000,000" in rate
    assert "W ← W − η g" in rate and "--lr" in rate and "learning rate" in rate


def test_what_has_no_topic_is_told_by_what_it_is_in(stage: Stage) -> None:
    subject = subject_of(stage.find(QWidget, "copyLyricsButton"))
    assert subject.title == "Copy lyrics" and subject.tip and subject.within == "Lyrics"
    assert subject.topic is not None and "lyricsDock" in subject.topic.names
    label = stage.find(QLabel, "learningRateEditLabel")
    assert subject_of(label) == subject_of(stage.find(QWidget, "learningRateEdit"))
    button = stage.find(QToolButton, "stepButton")
    assert subject_of(button).keys == "F7" and "one batch" in subject_of(button).tip


# It follows


def test_it_is_made_when_it_is_asked_for_and_begins_at_the_focus(stage: Stage) -> None:
    assert stage.window.late.helping is None and not stage.window.parts.help.made
    stage.find(QWidget, "clippingThetaEdit").setFocus()
    opened(stage)
    assert says(stage, "Clipping θ", "g ← min(1, θ / ‖g‖) g")()
    dock, lyrics = stage.find(QDockWidget, "helpDock"), stage.find(QDockWidget, "lyricsDock")
    assert dock in stage.window.tabifiedDockWidgets(lyrics) and dock.width() >= 300


def test_it_follows_the_focus_and_the_pointer(stage: Stage) -> None:
    opened(stage)
    stage.find(QWidget, "hiddenEdit").setFocus()
    stage.until(says(stage, "Hidden units"))
    rest_at(stage, stage.find(QWidget, "quantityButton_f"))
    stage.until(says(stage, "forget gate", "How much of its old memory"))
    rest_at(stage, stage.find(QTextBrowser, "helpText").viewport())
    stage.qtbot.wait(REST_MS + 100)
    assert says(stage, "forget gate")()


def test_what_the_pointer_only_crosses_is_not_told(stage: Stage) -> None:
    opened(stage)
    stage.find(QWidget, "hiddenEdit").setFocus()
    stage.until(says(stage, "Hidden units"))
    told: list[object] = []
    stage.window.findChild(Attention).rested.connect(told.append)
    for name in ("quantityButton_f", "quantityButton_i", "quantityButton_o"):
        rest_at(stage, stage.find(QWidget, name))
    stage.until(says(stage, "output gate"))
    assert [one.objectName() for one in told] == ["quantityButton_o"]


def test_nothing_is_watched_while_it_is_not_seen(stage: Stage) -> None:
    opened(stage)
    stage.find(QDockWidget, "helpDock").hide()
    stage.qtbot.wait(50)
    told: list[object] = []
    stage.window.findChild(Attention).rested.connect(told.append)
    rest_at(stage, stage.find(QWidget, "quantityButton_f"))
    stage.find(QWidget, "hiddenEdit").setFocus()
    stage.qtbot.wait(REST_MS + 100)
    assert told == []
    stage.find(QDockWidget, "helpDock").show()
    stage.find(QDockWidget, "helpDock").raise_()
    stage.find(QWidget, "seedEdit").setFocus()
    stage.until(says(stage, "Seed"))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_menu_is_told_line_by_line(stage: Stage) -> None:
    opened(stage)
    menu = stage.window.findChild(QMenu, "runMenu")
    menu.popup(stage.window.mapToGlobal(QPoint(100, 100)))
    for _ in range(len(menu.actions())):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        if menu.activeAction() is stage.window.parts.actions.by_name["twin"]:
            break
    stage.until(says(stage, "Twin run", "Ctrl+T"))
    QTest.keyClick(menu, Qt.Key.Key_Up)
    above = menu.activeAction()
    assert above.text() != "T&win run…"
    stage.until(says(stage, without_mnemonic(above.text()), above.shortcut().toString()))
    menu.hide()


def test_a_tab_is_told_as_its_view(stage: Stage) -> None:
    opened(stage)
    bars = [bar for bar in stage.window.findChildren(QTabBar) if bar.parent() is stage.window]
    bar, index = next(
        (bar, index)
        for bar in bars
        for index in range(bar.count())
        if bar.tabText(index) == "Training" and bar.isTabVisible(index)
    )
    rest_at(stage, bar, bar.tabRect(index).center())
    stage.until(says(stage, "Training", "What happens at each step"))


def test_what_is_typed_wrong_is_said_there_at_more_length(stage: Stage) -> None:
    opened(stage)
    field = stage.find(QLineEdit, "learningRateEdit")
    field.setFocus()
    stage.until(says(stage, "Learning rate"))
    field.setText("-1")
    stage.until(says(stage, "Must be between", "If you raise it"))
    field.setText("1")
    stage.until(lambda: "Must be between" not in page(stage))


def test_it_follows_the_language(stage: Stage) -> None:
    opened(stage)
    stage.find(QWidget, "hiddenEdit").setFocus()
    stage.until(says(stage, "Hidden units"))
    stage.window.remembering.choose("language", "zh_CN")
    stage.until(says(stage, "隐藏单元", "调高它会怎样"))
    assert stage.find(QDockWidget, "helpDock").windowTitle() == "帮助"


# The glossary


def test_the_glossary_has_every_word_in_both_languages(stage: Stage) -> None:
    stage.window.parts.actions.by_name["glossary"].trigger()
    stage.until(says(stage, *(term.chinese for term in TERMS.values())))
    stage.window.remembering.choose("language", "zh_CN")
    stage.until(says(stage, "术语表", *(term.name for term in TERMS.values())))
    places = [page(stage).index(f"\n{word}") for word in ("词表", "困惑度", "遗忘门", "隐藏状态")]
    assert places == sorted(places)


def test_a_word_is_found_in_either_language_and_leads_to_the_view(stage: Stage) -> None:
    stage.window.parts.actions.by_name["glossary"].trigger()
    stage.until(says(stage, "perplexity"))
    search = stage.find(QLineEdit, "glossarySearch")
    search.setText("遗忘门")
    stage.until(lambda: "perplexity" not in page(stage))
    assert says(stage, "forget gate", "Show: Memory")()
    search.setText("gate")
    assert page(stage).index("\noutput gate") < page(stage).index("\nhalf-life")
    search.setText("nonsense")
    assert says(stage, "No word of the glossary")()
    click(stage, "show:studio:studioTopKSpin")
    stage.until(lambda: stage.parts.studio.isVisible())
    click(stage, "setting:train.learning_rate")
    assert stage.window.focusWidget() is stage.find(QWidget, "learningRateEdit")


def test_a_page_that_was_opened_stays_until_it_is_let_go(stage: Stage) -> None:
    opened(stage)
    stage.find(QWidget, "hiddenEdit").setFocus()
    stage.until(says(stage, "Hidden units"))
    click(stage, "term:forget_gate")
    stay, back = (stage.find(QPushButton, f"help{name}Button") for name in ("Stay", "Back"))
    assert stay.isChecked() and back.isEnabled()
    rest_at(stage, stage.find(QWidget, "quantityButton_i"))
    stage.qtbot.wait(REST_MS + 100)
    assert says(stage, "Glossary")()
    back.click()
    assert says(stage, "Hidden units")() and not stay.isChecked() and not back.isEnabled()
    rest_at(stage, stage.find(QWidget, "quantityButton_i"))
    stage.until(says(stage, "input gate"))


# Errors


def test_a_message_leads_to_what_helps(stage: Stage, tmp_path) -> None:
    error = EncodingError(tmp_path / "a.txt", "It is unclear.")
    stage.window.reports.refused(error)
    stage.find(QPushButton, "noticeHelpButton").click()
    stage.until(says(stage, "A text whose encoding is not known", "What helps"))
    assert stage.find(QPushButton, "helpStayButton").isChecked()
    stage.window.remembering.choose("language", "zh_CN")
    stage.until(says(stage, "编码不明的文本", "可以这样做"))


def test_every_trouble_can_be_opened(stage: Stage) -> None:
    for name, topic in TROUBLES.items():
        stage.parts.notices.show_notice(f"{name}.", "error", help=name)
        stage.parts.notices.helpAsked.emit(stage.parts.notices.notices[0].help)
        stage.until(says(stage, topic.title))


def test_a_message_of_which_there_is_no_more_to_say_has_no_help(stage: Stage) -> None:
    stage.parts.notices.show_notice("Saved.")
    notice = stage.parts.notices.notices[0]
    assert notice.findChild(QPushButton, "noticeHelpButton").isHidden()
