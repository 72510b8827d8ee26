"""At twice the text size everything has room for what it says, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QDialog,
    QDockWidget,
    QLabel,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from lstm_gui.core.lessons.lesson_file import load_lesson, shipped_lessons
from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.forms.encoding_dialog import EncodingDialog
from lstm_gui.gui.lessons.words import LessonState, Outcome
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.widgets.labels import WrapLabel
from tests.late_views import make_all

SCREEN = QSize(1912, 1000)
SLACK = 2
"""Pixels by which the box of a text may be larger than what is inked."""

LABELLED = (QLabel, QPushButton, QToolButton, QCheckBox, QComboBox, QTabBar)


def _label_needs(label: QLabel) -> QSize:
    """Return what the text of a label takes, at the width that it has if it wraps."""
    if label.wordWrap():
        return QSize(0, label.heightForWidth(label.width()))
    if label.textFormat().name == "RichText" or (
        label.textFormat().name == "AutoText" and "<" in label.text()
    ):
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(label.text())
        return QSize(int(document.idealWidth()), int(document.size().height()))
    metrics, lines = label.fontMetrics(), label.text().split("\n")
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    return QSize(widest, metrics.height() * len(lines) - metrics.descent())


def _combo_room(combo: QComboBox) -> int:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return combo.style().subControlRect(part, option, field, combo).width()


def _needs(widget: QWidget) -> tuple[str, QSize, QSize]:
    """Return the text of a widget, what it takes and what there is."""
    room, metrics = widget.size(), widget.fontMetrics()
    if isinstance(widget, QLabel):
        return widget.text(), _label_needs(widget), widget.contentsRect().size()
    if isinstance(widget, QComboBox):
        text = widget.currentText()
        size = QSize(metrics.horizontalAdvance(text), metrics.ascent())
        return text, size, QSize(_combo_room(widget), room.height())
    if isinstance(widget, QTabBar):
        return _tabs(widget)
    assert isinstance(widget, (QPushButton, QToolButton, QCheckBox))
    text = without_mnemonic(widget.text())
    if isinstance(widget, QToolButton) and not widget.icon().isNull():
        text = text if "TextBeside" in widget.toolButtonStyle().name else ""
    if not text:
        return "", QSize(), room
    width = metrics.horizontalAdvance(text)
    if isinstance(widget, QCheckBox):
        width = widget.sizeHint().width()
    return text, QSize(width, metrics.ascent()), room


def _tabs(bar: QTabBar) -> tuple[str, QSize, QSize]:
    """Look at the widest tab; those of a bar that scrolls are all reached."""
    metrics = bar.fontMetrics()
    for index in range(bar.count()):
        text, room = without_mnemonic(bar.tabText(index)), bar.tabRect(index).size()
        needed = QSize(metrics.horizontalAdvance(text), metrics.ascent())
        if bar.isTabVisible(index) and _exceeds(needed, room):
            return text, needed, room
    scrolls = bar.usesScrollButtons()
    whole = QSize(0 if scrolls else bar.sizeHint().width(), metrics.ascent())
    return "all tabs", whole, bar.size()


def _exceeds(needed: QSize, room: QSize) -> bool:
    return needed.boundedTo(room + QSize(SLACK, SLACK)) != needed


def _is_told(widget: QWidget, text: str) -> bool:
    """Tell whether a tool tip has what does not fit."""
    plain = QTextDocument()
    plain.setHtml(text)
    return bool(widget.toolTip()) and (
        text in widget.toolTip() or plain.toPlainText() in widget.toolTip()
    )


def _outside(widget: QWidget) -> bool:
    """Tell whether a layout has pushed a widget beyond its parent; what scrolls may be there."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent, (QMainWindow, QSplitter)):
        return False
    above = parent.parentWidget()
    if parent.layout() is None or isinstance(above, QAbstractScrollArea):
        return False
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    return not QRect(room).contains(widget.geometry())


def cut_off(root: QWidget) -> list[str]:
    """Return every text under a widget that has no room."""
    problems = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not root.window():
            continue
        place = f"{type(widget).__name__} {widget.objectName()}"
        if _outside(widget):
            parent = widget.parentWidget()
            problems.append(f"{place} {widget.geometry()} outside {parent.rect()} of {parent}")
        if isinstance(widget, LABELLED):
            text, needed, room = _needs(widget)
            if text and _exceeds(needed, room) and not _is_told(widget, text):
                problems.append(f"{place}: {text!r} needs {needed}, has {room}")
    return problems


def _large(make_stage, language: str, size: QSize = SCREEN, percent: int = 200):
    preferences = Preferences(language=language)
    stage = make_stage(preferences=preferences)
    stage.language.set_choice(language)
    stage.window.resize(size)
    stage.open()
    stage.window.remembering.choose("text_size", str(percent))
    make_all(stage.window)
    stage.qtbot.wait(50)
    return stage


def _each_dock(stage, problems: list[str]) -> None:
    for dock in stage.window.findChildren(QDockWidget):
        closed = dock.isHidden()
        dock.show()
        dock.raise_()
        stage.qtbot.wait(20)
        name = dock.objectName()
        assert dock.widget().isVisible(), name
        problems += [f"{name}: {one}" for one in cut_off(dock)]
        if closed:
            dock.hide()


def _each_dialog(stage, problems: list[str]) -> None:
    window, actions = stage.window, stage.parts.actions.by_name
    for name in (
        "export",
        "dataFolder",
        "twin",
        "songs",
        "getTexts",
        "editText",
        "shortcuts",
        "welcome",
        "about",
    ):
        actions[name].trigger()
        stage.until(lambda: any(one.isVisible() for one in window.findChildren(QDialog)))
        stage.qtbot.wait(20)
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                _look_at(dialog, name, problems)
                dialog.close()


def _look_at(dialog: QDialog, name: str, problems: list[str]) -> None:
    problems += [f"{name}: {one}" for one in cut_off(dialog)]
    if _exceeds(dialog.minimumSizeHint(), SCREEN):
        problems.append(f"{name} is {dialog.minimumSizeHint()} at least")


def _each_lesson(stage, problems: list[str]) -> None:
    """Look at every page of every lesson: each wraps, and none is wider than its column."""
    stage.parts.actions.by_name["lessons"].trigger()
    stage.qtbot.wait(20)
    panel = stage.parts.lessons
    page = panel.findChild(QTextBrowser, "lessonText")
    for path in shipped_lessons():
        lesson = load_lesson(path)
        for number in range(len(lesson.steps)):
            for outcome in (None, Outcome({}, ())):
                panel.set_state(LessonState(lesson, number, 0, outcome=outcome, can_run=True))
                stage.qtbot.wait(1)
                problems += [f"{path.name} {number}: {one}" for one in cut_off(panel)]
                wide, room = page.document().idealWidth(), page.viewport().width()
                if wide > room + SLACK:
                    problems.append(f"{path.name} {number} is {wide} wide in {room}")
    panel.set_state(None)


def _encoding(stage, problems: list[str]) -> None:
    dialog = EncodingDialog(
        ("utf-8", "gb18030"), "utf-8", name="lyrics.txt", preview=str, parent=stage.window
    )
    dialog.open()
    stage.qtbot.wait(20)
    _look_at(dialog, "encoding", problems)
    dialog.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_is_cut_off_at_twice_the_size(make_stage, language):
    stage = _large(make_stage, language)
    problems = cut_off(stage.window)
    _each_dock(stage, problems)
    _each_dialog(stage, problems)
    _encoding(stage, problems)
    _each_lesson(stage, problems)
    assert not problems, "\n".join(sorted(set(problems)))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_small_screen_has_room_for_half_as_large_again(make_stage, language):
    stage = _large(make_stage, language, QSize(1272, 680), 150)
    problems = cut_off(stage.window)
    _each_dock(stage, problems)
    assert not problems, "\n".join(sorted(set(problems)))
    assert stage.window.size() == QSize(1272, 680)


def test_a_text_that_has_no_room_is_found(make_stage):
    stage = _large(make_stage, "en")
    names = ("presetCombo", "smoothingLabel", "startButton")
    for name in names:
        stage.find(QWidget, name).setFixedSize(20, 10)
    stage.qtbot.wait(20)
    found = cut_off(stage.window)
    assert [any(name in one for one in found) for name in names] == [True, True, True]


def test_a_form_at_the_side_grows_with_its_texts_and_shrinks_with_them(make_stage):
    stage = make_stage()
    stage.window.resize(SCREEN)
    stage.open()
    dock = stage.find(QDockWidget, "experimentDock")
    stage.qtbot.wait(50)
    plain = dock.width()
    for percent, share in ((125, 1.25), (100, 1.0)):
        stage.window.remembering.choose("text_size", str(percent))
        stage.until(lambda share=share: abs(dock.width() - share * plain) < 4)


def test_a_label_that_gets_wider_gets_lower(qtbot):
    label = WrapLabel()
    qtbot.addWidget(label)
    label.resize(60, 100)
    label.show()
    label.set_message("many words that need several lines where there is little room")
    high = label.minimumHeight()
    label.resize(600, 100)
    assert label.minimumHeight() < high
