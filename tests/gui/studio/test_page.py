"""The page shows a text as it is read, keeps its marks in place, and counts in characters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.studio.page import Coloring, Page, Underline
from lstm_gui.gui.widgets.theme import Theme

TEXT = "分开我不要 再想你 我不要再想"


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Page:
    widget = Page(theme)
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def formats(page: Page) -> list[tuple[int, int, QTextCharFormat]]:
    """Return what is drawn: (start, length, format), in Qt's places."""
    found, block = [], page.document().begin()
    while block.isValid():
        for part in block.layout().formats():
            found.append((block.position() + part.start, part.length, QTextCharFormat(part.format)))
        block = block.next()
    return found


def underlined(page: Page) -> dict[tuple[int, int], QTextCharFormat.UnderlineStyle]:
    none = QTextCharFormat.UnderlineStyle.NoUnderline
    drawn = [(start, length, form.underlineStyle()) for start, length, form in formats(page)]
    return {(start, length): style for start, length, style in drawn if style != none}


def test_lines_and_prose_are_the_same_text(page: Page) -> None:
    page.set_text(TEXT, 3)
    assert page.toPlainText() == TEXT
    page.set_lines(True)
    assert page.toPlainText() == TEXT.replace(" ", "\n")
    assert (page.text, page.place) == (TEXT, 3)
    page.set_lines(False)
    assert (page.toPlainText(), page.text, page.place) == (TEXT, TEXT, 3)


def test_what_the_person_types_is_told_and_what_the_model_writes_is_not(page: Page, qtbot) -> None:
    with qtbot.assertNotEmitted(page.edited):
        page.set_text("分开")
        page.add("我不要")
    page.set_place(2)
    with qtbot.waitSignal(page.edited):
        QTest.keyClicks(page, "x")
    assert (page.text, page.place) == ("分开x我不要", 3)
    with qtbot.waitSignal(page.edited):
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.text == "分开x 我不要"


def test_marks_stand_where_they_belong_and_end_where_the_text_was_changed(page: Page) -> None:
    page.set_lines(True)
    page.set_text(TEXT)
    page.mark(None, (Underline(2, 5), Underline(10, 14, apart=True)))
    styles = QTextCharFormat.UnderlineStyle
    whole = {(2, 3): styles.SingleUnderline, (10, 4): styles.DashUnderline}
    assert underlined(page) == whole
    page.add("了")
    assert underlined(page) == whole
    page.set_place(12)
    QTest.keyClicks(page, "y")
    assert underlined(page) == {(2, 3): styles.SingleUnderline, (10, 2): styles.DashUnderline}
    page.set_text("别的")
    assert underlined(page) == {}


def test_characters_beyond_the_basic_plane_are_one_each(page: Page) -> None:
    text = "a𠀀b𠀁c"
    page.set_text(text, 3)
    assert (page.text, page.place) == (text, 3)
    assert page.textCursor().position() == 4
    page.mark(None, (Underline(1, 2), Underline(3, 5)))
    assert set(underlined(page)) == {(1, 2), (4, 3)}
    page.set_place(4)
    QTest.keyClicks(page, "x")
    assert (page.text, page.place) == ("a𠀀b𠀁xc", 5)


def test_colours_are_those_of_the_table_in_both_themes(page: Page, theme: Theme) -> None:
    page.set_text("abc", given=1)
    table = color_table(theme.scheme, gate=True)
    page.mark(Coloring(table, [-1, 0, 255]), ())
    drawn = {start: form for start, _, form in formats(page)}
    assert drawn[1].background().color() == table.colors[0]
    assert drawn[2].foreground().color() == table.inks[255]
    assert drawn[0].foreground().color().name() == theme.scheme.accent
    theme.set_mode("dark")
    drawn = {start: form for start, _, form in formats(page)}
    assert drawn[0].foreground().color().name() == theme.scheme.accent


def test_a_click_tells_the_character_under_it(page: Page, qtbot: QtBot) -> None:
    page.set_text(TEXT)
    cursor = QTextCursor(page.document())
    for place in (0, 4, 11):
        cursor.setPosition(place)
        left = page.cursorRect(cursor)
        cursor.setPosition(place + 1)
        middle = (left.center() + page.cursorRect(cursor).center()) / 2
        with qtbot.waitSignal(page.spanClicked) as clicked:
            QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        assert clicked.args == [place]
        assert page.character_under(QPointF(middle)) == place
    assert page.character_under(QPointF(390, 290)) == -1


def test_new_text_leaves_cursor_and_scroll_place_alone(page: Page) -> None:
    page.set_text("想要有直升机 " * 200, 5)
    bar = page.verticalScrollBar()
    bar.setValue(1)
    page.add("想要和你飞到宇宙去 " * 20)
    assert (bar.value(), page.place) == (1, 5)
    assert len(page.text) == 7 * 200 + 10 * 20


def test_pasted_text_is_cleaned(page: Page) -> None:
    data = QMimeData()
    data.setText("e\u0301\ta\x07\r\nb")
    page.set_text("")
    page.insertFromMimeData(data)
    assert page.text == "é a b"


def test_5000_coloured_characters(page: Page, theme: Theme) -> None:
    page.set_text("汽笛把黄昏 " * 833 + "汽笛")
    table = color_table(theme.scheme, gate=True)
    page.mark(Coloring(table, [place % 256 for place in range(5000)]), (Underline(0, 5000),))
    assert len(page.text) == 5000
    assert sum(length for _, length, _ in formats(page)) == 5000


def test_the_picture_has_all_of_the_page_and_its_marks(page: Page) -> None:
    page.set_text(TEXT)
    plain = page.picture()
    page.mark(None, (Underline(0, 10),))
    assert page.picture() != plain
    page.set_text(TEXT * 40)
    assert page.picture().height() > plain.height()
