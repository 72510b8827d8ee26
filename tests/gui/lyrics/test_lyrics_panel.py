"""The panel asks for a text, shows it as it comes, and leaves reading alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.widgets.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> LyricsPanel:
    widget = LyricsPanel(theme, seed=lambda: 7)
    qtbot.addWidget(widget)
    widget.resize(320, 570)
    widget.set_engine_ready(True)
    widget.set_prefix("分开")
    widget.show()
    return widget


def output(panel: LyricsPanel) -> QPlainTextEdit:
    found = panel.findChild(QPlainTextEdit, "lyricsOutput")
    assert found is not None
    return found


def generate(panel: LyricsPanel) -> QPushButton:
    found = panel.findChild(QPushButton, "generateButton")
    assert found is not None
    return found


def prefix(panel: LyricsPanel) -> QLineEdit:
    found = panel.findChild(QLineEdit, "prefixEdit")
    assert found is not None
    return found


def label(panel: LyricsPanel, name: str) -> QLabel:
    found = panel.findChild(QLabel, name)
    assert found is not None
    return found


def test_a_greedy_text_is_asked_for_with_seed_zero(panel: LyricsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.writeRequested) as asked:
        generate(panel).click()
    assert asked.args == ["分开", 50, 0.0, 0]


def test_a_drawn_text_has_a_new_seed(panel: LyricsPanel, qtbot: QtBot) -> None:
    length = panel.findChild(QSpinBox, "lengthSpin")
    temperature = panel.findChild(QDoubleSpinBox, "temperatureSpin")
    assert length is not None
    assert temperature is not None
    length.setValue(200)
    temperature.setValue(0.8)
    with qtbot.waitSignal(panel.writeRequested) as asked:
        QTest.keyClick(prefix(panel), Qt.Key.Key_Return)
    assert asked.args == ["分开", 200, 0.8, 7]


def test_generate_waits_for_an_engine_and_a_prefix(panel: LyricsPanel, qtbot: QtBot) -> None:
    panel.set_engine_ready(False)
    assert not generate(panel).isEnabled()
    with qtbot.assertNotEmitted(panel.writeRequested):
        QTest.keyClick(prefix(panel), Qt.Key.Key_Return)
    panel.set_engine_ready(True)
    assert generate(panel).isEnabled()
    panel.set_prefix("")
    assert not generate(panel).isEnabled()


def test_unknown_characters_are_named(panel: LyricsPanel) -> None:
    panel.set_unknown_check(lambda text: tuple(dict.fromkeys(c for c in text if c in "囍龘 ")))
    warning = label(panel, "prefixWarning")
    assert not warning.isVisible()
    panel.set_prefix("分开囍龘")
    assert warning.text() == "Not in this text: 囍 and 龘."
    assert warning.isVisible()
    assert not generate(panel).isEnabled()
    panel.set_prefix("囍 龘")
    assert warning.text() == "Not in this text: 囍, space and 龘."
    panel.set_unknown_check(lambda text: ())
    assert not warning.isVisible()
    assert generate(panel).isEnabled()


def test_unknown_characters_can_be_left_out_or_replaced(panel: LyricsPanel, qtbot: QtBot) -> None:
    forms = {"們": "们", "開": "开"}
    panel.set_unknown_check(
        lambda text: tuple(one for one in text if one in "們開囍"),
        lambda unknown: {one: forms[one] for one in unknown if one in forms},
    )
    replace = panel.findChild(QPushButton, "prefixReplaceButton")
    leave_out = panel.findChild(QPushButton, "prefixLeaveOutButton")
    assert not leave_out.isVisible()
    panel.set_prefix("我們囍分開")
    assert leave_out.isVisible()
    qtbot.waitUntil(replace.isVisible)
    assert replace.text() == "們→们 開→开"
    replace.click()
    assert panel.prefix == "我们囍分开"
    assert label(panel, "prefixWarning").text() == "Not in this text: 囍."
    qtbot.wait(50)
    assert not replace.isVisible()  # there is no other form of it
    leave_out.click()
    assert panel.prefix == "我们分开"
    assert not leave_out.isVisible() and generate(panel).isEnabled()


def test_a_text_of_blanks_is_said_to_be_one(panel: LyricsPanel) -> None:
    panel.begin("分开")
    panel.append_text(" ")
    panel.append_text(" \n" * 14 + " ")
    panel.finish(0.08)
    assert label(panel, "lyricsStatus").text() == "Only blanks: 30 · 0.08 s"
    assert panel.text == "分开 " + " \n" * 14 + " "  # to be copied as it is
    panel.begin("分开")
    panel.append_text("我")
    panel.finish(0.08)
    assert label(panel, "lyricsStatus").text() == "1 character · 0.08 s"
    panel.finish(0.08, cancelled=True)
    assert label(panel, "lyricsStatus").text() == "Stopped after 1 character · 0.08 s"
    panel.begin("分开")
    panel.finish(0.08, cancelled=True)
    assert "blanks" not in label(panel, "lyricsStatus").text()
    panel.begin("分开")
    panel.append_text("  ")
    panel.append_text("我")
    panel.append_text(" ")
    panel.finish(0.08)
    assert "blanks" not in label(panel, "lyricsStatus").text()


def test_a_text_is_shown_as_it_comes_and_can_be_stopped(panel: LyricsPanel, qtbot: QtBot) -> None:
    assert generate(panel).text() == "Generate"
    panel.begin("分开")
    assert generate(panel).text() == "Stop"
    with qtbot.waitSignal(panel.writeStopped), qtbot.assertNotEmitted(panel.writeRequested):
        generate(panel).click()
    panel.append_text("我不要")
    panel.append_text("再想")
    assert output(panel).toPlainText() == panel.text == "分开我不要再想"
    panel.finish(0.08)
    assert label(panel, "lyricsStatus").text() == "5 characters · 0.08 s"
    assert generate(panel).text() == "Generate"
    panel.begin("不分开")
    assert panel.text == "不分开"
    panel.finish(1.2, cancelled=True)
    assert label(panel, "lyricsStatus").text() == "Stopped after 0 characters · 1.2 s"


def test_the_prefix_has_the_accent_colour_in_both_themes(panel: LyricsPanel, theme: Theme) -> None:
    panel.begin("分开")
    panel.append_text("我不要")
    for mode in ("dark", "light"):
        theme.set_mode(mode)
        cursor = QTextCursor(output(panel).document())
        cursor.setPosition(2)
        assert cursor.charFormat().foreground().color() == QColor(theme.scheme.accent)
        cursor.setPosition(4)
        assert cursor.charFormat().foreground().style() == Qt.BrushStyle.NoBrush


def test_new_text_leaves_selection_and_scroll_place_alone(panel: LyricsPanel) -> None:
    panel.begin("分开")
    assert not output(panel).textCursor().hasSelection()
    panel.append_text("想要有直升机 " * 100)
    bar = output(panel).verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    cursor = output(panel).textCursor()
    cursor.setPosition(690)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    output(panel).setTextCursor(cursor)
    selected = cursor.selectedText()
    bar.setValue(1)
    panel.append_text("想要和你飞到宇宙去 " * 10)
    assert bar.value() == 1
    assert output(panel).textCursor().selectedText() == selected


def test_the_text_can_be_copied(panel: LyricsPanel) -> None:
    copy = panel.findChild(QPushButton, "copyLyricsButton")
    assert copy is not None
    assert not copy.isEnabled()
    panel.begin("分开")
    panel.append_text("我")
    panel.finish(0.1)
    copy.click()
    assert QGuiApplication.clipboard().text() == "分开我"


def test_every_field_has_a_name(panel: LyricsPanel) -> None:
    for kind in (QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QPushButton):
        for widget in panel.findChildren(kind):
            if not widget.objectName().startswith("qt_"):
                assert widget.accessibleName(), widget.objectName()
