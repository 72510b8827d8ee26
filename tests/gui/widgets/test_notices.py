"""Notices stack up to three, replace by key, and numbers are written one way."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.numbers import compact, significant, thousands
from lstm_gui.gui.widgets.formats import duration, tooltip
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import error_text


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> NoticeBar:
    widget = NoticeBar(theme)
    qtbot.addWidget(widget)
    widget.resize(900, 40)
    return widget


def texts(bar: NoticeBar) -> list[str]:
    return [notice.text for notice in bar.notices]


def test_it_is_there_only_while_it_says_something(bar: NoticeBar, qtbot: QtBot) -> None:
    assert bar.isHidden()
    bar.show_notice("歌词.txt is empty.", "error", key="corpus")
    assert bar.isVisible()
    close = bar.notices[0].findChild(QToolButton, "noticeCloseButton")
    assert close is not None
    with qtbot.waitSignal(bar.dismissed) as closed:
        close.click()
    assert closed.args == ["corpus"]
    assert bar.isHidden()


def test_a_key_is_shown_once_and_can_be_dismissed(bar: NoticeBar) -> None:
    bar.show_notice("one", key="a")
    bar.show_notice("two", key="b")
    bar.show_notice("three", key="a")
    assert texts(bar) == ["three", "two"]
    bar.dismiss("b")
    bar.dismiss("nobody")
    assert texts(bar) == ["three"]
    bar.show_notice("three")
    assert texts(bar) == ["three"]


def test_the_least_important_makes_room(bar: NoticeBar) -> None:
    bar.show_notice("error", "error")
    bar.show_notice("info", "info")
    bar.show_notice("warning", "warning")
    bar.show_notice("newest", "info")
    assert texts(bar) == ["newest", "warning", "error"]


def test_details_open_and_are_copied(bar: NoticeBar) -> None:
    bar.show_notice("It failed.", "error", details="line 1\nline 2")
    notice = bar.notices[0]
    details = notice.findChild(QPlainTextEdit, "noticeDetails")
    toggle = notice.findChild(QToolButton, "noticeDetailsButton")
    copy = notice.findChild(QPushButton, "noticeCopyButton")
    assert details is not None
    assert toggle is not None
    assert copy is not None
    assert not details.isVisible()
    toggle.click()
    assert details.isVisible()
    assert details.toPlainText() == "line 1\nline 2"
    copy.click()
    assert QGuiApplication.clipboard().text() == "It failed.\n\nline 1\nline 2"


def test_an_action_is_told_by_its_key(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("It diverged.", "warning", key="diverged", action="Resume")
    action = bar.notices[0].findChild(QPushButton, "noticeActionButton")
    assert action is not None
    assert action.text() == "Resume"
    with qtbot.waitSignal(bar.actionTriggered) as told:
        action.click()
    assert told.args == ["diverged"]


def test_the_focus_stays_where_it_is(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice("info")
    assert not any(child.hasFocus() for child in bar.findChildren(QToolButton))


def test_an_error_is_a_sentence() -> None:
    error = CorpusError("{name} is empty. Open another file.", name="歌词.txt")
    assert error_text(error) == "歌词.txt is empty. Open another file."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (219.44, "219"),
        (14.2, "14.2"),
        (9.999, "10.0"),
        (0.9999, "1.00"),
        (99.96, "100"),
        (1.5, "1.50"),
        (0.032, "0.0320"),
        (0.0, "0.00"),
        (1027.4, "1,027"),
        (1.2e-5, "1.20e-05"),
        (3.4e9, "3.40e+09"),
        (-2.5, "-2.50"),
        (float("nan"), "–"),
        (float("inf"), "∞"),
    ],
)
def test_measured_numbers_have_three_digits(value: float, text: str) -> None:
    assert significant(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.08, "0.08 s"),
        (3.24, "3.2 s"),
        (9.96, "10 s"),
        (13.4, "13 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3599.7, "1 h 00 min"),
        (3720, "1 h 02 min"),
        (float("inf"), "–"),
    ],
)
def test_times_are_in_words_for_their_size(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_counts_settings_and_tooltips() -> None:
    assert thousands(23456) == "23,456"
    assert [compact(value) for value in (100.0, 0.01, 1e-5, 1e6)] == [
        "100",
        "0.01",
        "1e-05",
        "1,000,000",
    ]
    assert tooltip("a < b", "") == "<p>a &lt; b</p>"
