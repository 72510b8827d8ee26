"""The page coloured by rhyme: line ends of one group have one colour, and are counted in words."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QComboBox, QDockWidget, QLabel

from lstm_gui.gui.studio import rhyme_reader

TEXT = "我说 你忙 有光 风 家 花"
FINALS = {"说": "uo", "忙": "ang", "光": "uang", "风": "eng", "家": "ia", "花": "ua"}


@pytest.fixture
def page(stage, monkeypatch):
    """The page of the studio, in front, with a text that rhymes in two groups."""
    monkeypatch.setattr(rhyme_reader, "finals_by_pypinyin", lambda: lambda text: FINALS[text[-1]])
    stage.find(QDockWidget, "studioDock").raise_()
    page = stage.parts.studio.page
    stage.until(page.isVisible)
    page.set_text(TEXT)
    return page


def choose(stage, name: str) -> None:
    combo = stage.find(QComboBox, "studioColorCombo")
    combo.setCurrentText(name)
    combo.activated.emit(combo.currentIndex())


def words(stage) -> str:
    return stage.find(QLabel, "studioRhymes").text()


def colored(page) -> dict[str, str]:
    """Return the background of each character that has one."""
    found, block = {}, page.document().begin()
    while block.isValid():
        for part in block.layout().formats():
            if part.format.background().style().value:
                text = block.text()[part.start : part.start + part.length]
                found[text] = part.format.background().color().name()
        block = block.next()
    return found


def test_line_ends_that_rhyme_have_the_colour_of_their_group(stage, page):
    choose(stage, "Rhymes")
    stage.until(lambda: words(stage) != "")
    assert words(stage) == "4 of 6 lines rhyme: -ang 2, -a 2 · AA 2"
    scheme = stage.theme.scheme
    ang, a = scheme.curves[0], scheme.curves[1]
    assert colored(page) == {"忙": ang, "光": ang, "家": a, "花": a}
    choose(stage, "No colours")
    assert words(stage) == "" and colored(page) == {}


def test_the_words_follow_the_language(stage, page):
    choose(stage, "Rhymes")
    stage.until(lambda: words(stage) != "")
    stage.language.set_choice("zh_CN")
    stage.until(lambda: words(stage) == "6 行中有 4 行押韵：-ang 2，-a 2 · AA 2")


def test_without_pypinyin_the_remedy_is_said(stage, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    stage.find(QDockWidget, "studioDock").raise_()
    stage.until(stage.parts.studio.page.isVisible)
    stage.parts.studio.page.set_text(TEXT)
    choose(stage, "Rhymes")
    stage.until(lambda: 'pip install "lstm-gui[lyrics]"' in words(stage))
