"""Any script is drawn in the order of its text, and named where no font has it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTextCursor

from lstm_gui.core.inspection.phrases import PlacedMatch
from lstm_gui.gui.memory.map.map_axes import TileAxis
from lstm_gui.gui.memory.phrases.phrase_search import MatchList
from lstm_gui.gui.memory.phrases.text_tiles import TextTiles
from lstm_gui.gui.studio.page import Page
from lstm_gui.gui.widgets import fonts
from lstm_gui.gui.widgets.characters import reads_leftward
from lstm_gui.gui.widgets.fonts import can_draw, missing_scripts
from lstm_gui.gui.widgets.formats import named_characters

HEBREW = "שלום עולם"
ARABIC = "سلام"
DEVANAGARI = "कमल"


@pytest.mark.parametrize(
    ("text", "lacking", "names", "packages"),
    [
        ("分开 abc", "分开", ["Chinese"], "fonts-noto-cjk"),
        ("さくらカ", "さくらカ", ["Japanese"], "fonts-noto-cjk"),
        ("한국어", "한국어", ["Korean"], "fonts-noto-cjk"),
        (ARABIC, ARABIC, ["Arabic"], "fonts-noto-core"),
        (DEVANAGARI, DEVANAGARI, ["Devanagari"], "fonts-noto-core"),
        ("ก ข", "กข", ["Thai"], "fonts-noto-core"),
        ("ქართული", "ქართული", ["Georgian"], "fonts-noto-core"),
        ("a😀", "😀", ["symbols"], "fonts-noto-core fonts-noto-color-emoji"),
        ("分 я 한", "я한", ["Cyrillic", "Korean"], "fonts-noto-core"),
        ("a, b. \n\u200f\ue000", "\u200f\ue000\n", [], ""),
    ],
)
def test_scripts_have_names_and_packages(monkeypatch, text, lacking, names, packages):
    monkeypatch.setattr(fonts, "can_draw", lambda character: character not in lacking)
    found = missing_scripts(text)
    assert [script.name for script in found] == names
    assert not found or found[0].packages == packages


def test_a_script_is_not_tried_to_its_end(qapp, monkeypatch):
    tried: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(fonts, "can_draw", lambda one: not tried.append(one))
        missing_scripts(map(chr, range(0x4E00, 0x9000)))
    assert len(tried) == 20
    assert can_draw("a") and not can_draw("\U000e0fff")


@pytest.fixture
def no_hebrew(monkeypatch):
    monkeypatch.setattr(fonts, "can_draw", lambda one: not "א" <= one <= "ת")


def said(stage) -> str:
    return " ".join(notice.text for notice in stage.parts.notices.notices)


def test_the_notice_names_script_and_package_once(stage, no_hebrew, tmp_path):
    path = tmp_path / "hebrew.txt"
    path.write_text(f"{HEBREW}\n" * 400, "utf-8")
    stage.window.files.open_dropped(path)
    stage.until(lambda: "fonts-noto-core" in said(stage))
    assert "Hebrew" in said(stage)
    stage.parts.notices.dismiss("font")
    stage.session.reset()
    stage.until(lambda: stage.session.state.name == "READY")
    assert "Hebrew" not in said(stage)


def ink(image: QImage, area: QRect) -> bytes:
    """Return what is drawn in an area, as it is compared."""
    part = image.copy(area).convertToFormat(QImage.Format.Format_Grayscale8)
    return b"".join(bytes(part.constScanLine(y))[: area.width()] for y in range(area.height()))


@pytest.mark.parametrize("text", [HEBREW, ARABIC, "abc", "a שb"])
def test_tiles_stand_in_the_order_of_the_text(qtbot, theme, text):
    """Each tile has what it has where no other letter stands beside it."""
    tiles = TextTiles(theme)
    qtbot.addWidget(tiles)
    tiles.resize(640, 120)
    tiles.show()

    def drawn(characters: str, index: int) -> bytes:
        tiles.set_characters(characters)
        tiles.set_selection(0, 0)
        return ink(tiles.viewport().grab().toImage(), tiles.tile(index).toAlignedRect())

    for index, character in enumerate(text):
        alone = " " * index + character + " " * (len(text) - index - 1)
        assert drawn(text, index) == drawn(alone, index)


@pytest.mark.parametrize("text", [HEBREW, ARABIC])
def test_ticks_stand_in_the_order_of_the_text(qapp, text):
    def drawn(characters: str) -> QImage:
        axis = TileAxis()
        axis.setRange(0, len(characters))
        axis.resize(30 * len(characters), 36)
        axis.set_characters(characters)
        image = QImage(30 * len(characters), 36, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            axis.paint(painter)
        return image

    whole = drawn(text)
    for index, character in enumerate(text):
        alone = drawn(" " * index + character + " " * (len(text) - index - 1))
        column = QRect(30 * index, 0, 30, 36)
        assert ink(whole, column) == ink(alone, column)


@pytest.mark.parametrize("text", ["abc def", HEBREW, "كتب"])
def test_the_character_under_the_mouse(qtbot, theme, text):
    """Also where a text is read from right to left."""
    page = Page(theme)
    qtbot.addWidget(page)
    page.resize(400, 200)
    page.show()
    page.set_text(text)
    for place in range(len(text)):
        edges = []
        for offset in (place, place + 1):
            cursor = QTextCursor(page.document())
            cursor.setPosition(offset)
            edges.append(page.cursorRect(cursor))
        middle = (edges[0].center() + edges[1].center()) / 2
        assert page.character_under(QPointF(middle)) == place


@pytest.mark.parametrize("text", ["abcdefgh", HEBREW.replace(" ", "")])
def test_what_comes_before_a_match_stands_where_it_is_read(qtbot, theme, text):
    """At its left, or at its right where a text is read from right to left."""
    matches = MatchList(theme)
    qtbot.addWidget(matches)
    matches.resize(500, 60)
    matches.show()

    def drawn(before: str, after: str) -> int:
        """Return the middle of the ink beside the match."""
        sides = []
        for around in (("", ""), (before, after)):
            matches.set_matches([PlacedMatch(0, 1, 1.0, around[0], text[3], around[1], "")])
            image = matches.viewport().grab().toImage()
            sides.append({x: ink(image, QRect(x, 0, 1, 40)) for x in range(80, 380)})
        other = [x for x in sides[0] if sides[0][x] != sides[1][x]]
        return sum(other) // len(other)

    before, after = drawn(text[:3], ""), drawn("", text[4:])
    assert (before < after) == (not reads_leftward(text))


def test_which_texts_are_read_leftward():
    assert reads_leftward(HEBREW) and reads_leftward(f"12 «{ARABIC}")
    assert (
        not reads_leftward("abc " + HEBREW)
        and not reads_leftward("分开")
        and not reads_leftward("")
    )


def test_a_list_of_letters_keeps_its_order():
    assert named_characters("אב") == "\u2068א\u2069 and \u2068ב\u2069"
    assert named_characters("ab") == "a and b"
