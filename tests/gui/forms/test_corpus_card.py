"""The card tells which text is used; the dialog tries encodings."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import FileReading
from lstm_gui.gui.forms.corpus_card import CorpusCard
from lstm_gui.gui.forms.encoding_dialog import EncodingDialog
from lstm_gui.gui.widgets.formats import tooltip


@pytest.fixture
def card(qtbot: QtBot) -> CorpusCard:
    widget = CorpusCard()
    qtbot.addWidget(widget)
    widget.resize(250, 120)
    widget.show()
    return widget


def label(card: CorpusCard, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert found is not None
    return found.text()


def summarize(
    card: CorpusCard, *, used: int = 10_000, songs: int = 61, is_file: bool = False
) -> None:
    card.set_summary(
        "歌词.txt",
        "gb18030",
        used_characters=used,
        total_characters=23_456,
        distinct=1_034,
        songs=songs,
        lines=900,
        batches_per_epoch=8,
        is_file=is_file,
    )


def actions(card: CorpusCard) -> dict[str, QAction]:
    menu = card.findChild(QMenu, "corpusMenu")
    assert menu is not None
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def test_the_summary_is_shown(card: CorpusCard) -> None:
    summarize(card)
    assert label(card, "corpusName") == "歌词.txt"
    assert label(card, "corpusSize") == "10,000 of 23,456 characters"
    assert label(card, "corpusParts") == "1,034 distinct · 61 songs"
    assert label(card, "corpusBatches") == "8 batches an epoch"
    assert label(card, "corpusEncoding") == "Read as gb18030"


def test_a_whole_text_without_songs_counts_lines(card: CorpusCard) -> None:
    summarize(card, used=23_456, songs=0)
    assert label(card, "corpusSize") == "23,456 characters"
    assert label(card, "corpusParts") == "1,034 distinct · 900 lines"


def test_one_of_a_kind_is_not_several(card: CorpusCard) -> None:
    card.set_summary(
        "a.txt", "utf-8", used_characters=99, total_characters=99, distinct=9, songs=1, lines=1,
        batches_per_epoch=1, is_file=True,
    )  # fmt: skip
    assert label(card, "corpusParts") == "9 distinct · 1 song"
    assert label(card, "corpusBatches") == "1 batch an epoch"
    card.set_summary(
        "a.txt", "utf-8", used_characters=99, total_characters=99, distinct=9, songs=0, lines=1,
        batches_per_epoch=1, is_file=True,
    )  # fmt: skip
    assert label(card, "corpusParts") == "9 distinct · 1 line"


def test_only_a_file_s_encoding_can_be_changed(card: CorpusCard, qtbot: QtBot) -> None:
    button = card.findChild(QPushButton, "encodingButton")
    assert button is not None
    summarize(card)
    assert not button.isEnabled()
    summarize(card, is_file=True)
    with qtbot.waitSignal(card.encodingRequested):
        button.click()


def test_a_long_name_is_cut_in_its_middle(card: CorpusCard) -> None:
    card.set_summary(
        "a" * 200 + ".zip",
        "utf-8",
        used_characters=1,
        total_characters=1,
        distinct=1,
        songs=0,
        lines=1,
        batches_per_epoch=1,
        is_file=True,
    )
    assert "…" in label(card, "corpusName")
    assert card.minimumSizeHint().width() < 250


def test_texts_are_chosen_from_the_menu(card: CorpusCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.textChosen) as chosen:
        actions(card)["Chinese lyrics (included)"].trigger()
    assert chosen.args == ["zh"]
    with qtbot.waitSignal(card.textChosen) as chosen:
        actions(card)["English lyrics (included)"].trigger()
    assert chosen.args == ["en"]
    with qtbot.waitSignal(card.fileRequested):
        actions(card)["Open file…"].trigger()
    assert "Clear recent files" not in actions(card)


def test_recent_files_are_offered_by_name(card: CorpusCard, qtbot: QtBot) -> None:
    card.set_recent(["/home/a/you & me.txt", "/tmp/歌词.zip"])
    with qtbot.waitSignal(card.recentChosen) as chosen:
        actions(card)["you && me.txt"].trigger()
    assert chosen.args == ["/home/a/you & me.txt"]
    assert actions(card)["歌词.zip"].toolTip() == tooltip("/tmp/歌词.zip")
    with qtbot.waitSignal(card.recentCleared):
        actions(card)["Clear recent files"].trigger()


def preview(reading: FileReading) -> str:
    encoding = reading.encoding
    if reading.untimed:
        return "only words"
    if encoding == "big5":
        raise CorpusError("{name} is not text in {encoding}.", name="歌词.txt", encoding=encoding)
    return f"想要有直升机 {encoding}"


def test_the_dialog_shows_the_text_in_each_encoding(qtbot: QtBot) -> None:
    dialog = EncodingDialog(["utf-8", "gb18030", "big5"], "utf-8", name="歌词.txt", preview=preview)
    with qtbot.waitExposed(dialog):
        dialog.open()
    combo = dialog.findChild(QComboBox, "encodingCombo")
    shown = dialog.findChild(QPlainTextEdit, "encodingPreview")
    error = dialog.findChild(QLabel, "encodingError")
    buttons = dialog.findChild(QDialogButtonBox, "encodingButtons")
    assert combo is not None
    assert shown is not None
    assert error is not None
    assert buttons is not None
    accept = buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert shown.toPlainText() == "想要有直升机 utf-8"
    combo.setCurrentText("big5")
    assert error.text() == "歌词.txt is not text in big5."
    assert not shown.isVisible()
    assert not accept.isEnabled()
    combo.setCurrentText("gb18030")
    tick = dialog.findChild(QCheckBox, "untimedTick")
    assert tick is not None
    tick.setChecked(True)
    assert shown.toPlainText() == "only words"
    chosen: list[FileReading] = []
    dialog.accepted.connect(lambda: chosen.append(dialog.reading))
    with qtbot.waitSignal(dialog.accepted):
        accept.click()
    assert chosen == [FileReading(encoding="gb18030", untimed=True)]


def test_an_encoding_that_was_found_stays_to_be_found(qtbot: QtBot) -> None:
    dialog = EncodingDialog(["utf-8", "big5"], "koi8-r", name="歌词.txt", preview=preview)
    qtbot.addWidget(dialog)
    combo = dialog.findChild(QComboBox, "encodingCombo")
    assert combo is not None
    assert combo.currentText() == "koi8-r"
    assert dialog.reading == FileReading()
    combo.setCurrentText("utf-8")
    assert dialog.reading == FileReading(encoding="utf-8")
