"""Songs are ticked, searched and used; the editor's text is used; both are texts of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.selection import Part
from lstm_gui.core.corpus.text import Corpus, Song, make_corpus
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.texts.songs_dialog import FiguresView, SongsDialog, SongsTable
from lstm_gui.gui.texts.songs_model import SongColumn, SongsModel
from lstm_gui.gui.texts.text_editor import MOST_EDITED, TextEditor
from tests.gui.conftest import Stage

SONGS = "# First\nla la\nyes\n\n# second\nyes yes\n\n# Third\nno\nno no\nnever\n"


def corpus_of(text: str) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), "text.txt")


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[SongsModel]:
    holder = QWidget()
    qtbot.addWidget(holder)
    model = SongsModel(holder)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, holder)
    model.set_corpus(corpus_of(SONGS), np.zeros(3, np.int8))
    yield model


def titles(model: SongsModel) -> list[str]:
    return [str(model.index(row, SongColumn.TITLE).data()) for row in range(model.rowCount())]


def tick(model: SongsModel, row: int, column: SongColumn, wanted: bool) -> None:
    state = Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
    assert model.setData(model.index(row, column), state, Qt.ItemDataRole.CheckStateRole)


def test_a_song_is_ticked_once_or_not_at_all(model: SongsModel) -> None:
    tick(model, 1, SongColumn.HELD_OUT, True)
    assert model.parts.tolist() == [Part.TRAINING, Part.HELD_OUT, Part.TRAINING]
    tick(model, 1, SongColumn.HELD_OUT, False)
    assert model.parts[1] == Part.LEFT_OUT
    tick(model, 1, SongColumn.TRAINING, True)
    assert model.parts[1] == Part.TRAINING
    role = Qt.ItemDataRole.CheckStateRole
    assert model.index(1, SongColumn.TRAINING).data(role) == Qt.CheckState.Checked
    assert model.index(1, SongColumn.HELD_OUT).data(role) == Qt.CheckState.Unchecked


def test_a_search_finds_titles_and_text(model: SongsModel) -> None:
    model.search("FIRST")
    assert titles(model) == ["First"]
    model.search("yes")
    assert titles(model) == ["First", "second"]
    model.search("no no")
    assert titles(model) == ["Third"]
    model.search("yes  yes")  # reaches over the end of a song
    assert titles(model) == []
    model.search("")
    assert len(titles(model)) == 3


def test_ticks_belong_to_songs_however_they_are_listed(model: SongsModel) -> None:
    model.sort(SongColumn.TITLE, Qt.SortOrder.DescendingOrder)
    assert titles(model) == ["Third", "second", "First"]
    tick(model, 0, SongColumn.TRAINING, False)
    model.sort(SongColumn.LINES)
    assert titles(model) == ["second", "First", "Third"]
    assert model.index(2, SongColumn.LINES).data() == "3"
    model.search("first")
    tick(model, 0, SongColumn.HELD_OUT, True)
    assert model.parts.tolist() == [Part.HELD_OUT, Part.TRAINING, Part.LEFT_OUT]
    model.search("")
    model.sort(SongColumn.TRAINING)
    assert titles(model)[0] == "second"
    model.sort(-1)
    assert titles(model) == ["First", "second", "Third"]


def test_songs_that_are_selected_stay_so_in_another_order(model: SongsModel) -> None:
    selection = QItemSelectionModel(model)
    flags = QItemSelectionModel.SelectionFlag
    selection.select(model.index(0, 0), flags.Select | flags.Rows)
    model.sort(SongColumn.TITLE, Qt.SortOrder.DescendingOrder)
    (row,) = selection.selectedRows()
    assert titles(model)[row.row()] == "First" and row.row() == 2
    selection.clearSelection()
    model.sort(-1)


def test_of_a_hundred_thousand_songs_only_what_is_seen_is_made(qtbot: QtBot) -> None:
    count = 100_000
    songs = tuple(Song(f"Song {number}", 6 * number, 6 * number + 4) for number in range(count))
    text = "abcd  " * (count - 1) + "abxd"
    one = corpus_of("a")
    starts = np.arange(0, 6 * count, 6, dtype=np.int32)
    corpus = Corpus(
        "many.txt", "utf-8", "utf-8", 0, one.language, text=text, songs=songs, line_starts=starts
    )
    asked = []

    class Counting(SongsModel):
        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            asked.append(index.row())
            return super().data(index, role)

    holder = QWidget()
    qtbot.addWidget(holder)
    model = Counting(holder)
    table = SongsTable(model)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    model.set_corpus(corpus, np.zeros(count, np.int8))
    table.selectAll()
    model.set_part(range(count), Part.HELD_OUT)
    table.grab()
    assert len(set(asked)) < 100
    model.search("abxd")
    assert titles(model) == ["Song 99999"]


# The dialog


@pytest.fixture
def dialog(qtbot: QtBot):
    holder = QWidget()
    qtbot.addWidget(holder)
    dialog = SongsDialog(holder)
    dialog.show_songs(corpus_of(SONGS), np.zeros(3, np.int8))
    dialog.show()
    yield dialog
    dialog.hide()


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None and button.isEnabled(), name
    button.click()


def note(dialog: QWidget, name: str = "songsNote") -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def figures(dialog: QWidget) -> str:
    view = dialog.findChild(FiguresView)
    assert view is not None
    return "\n".join(label.text() for label in view.findChildren(QLabel))


def test_buttons_act_on_the_selected_songs(dialog: SongsDialog, qtbot: QtBot) -> None:
    use = dialog.findChild(QPushButton, "useSongsButton")
    assert not use.isEnabled()  # nothing is different yet
    table = dialog.findChild(SongsTable)
    table.selectRow(1)
    press(dialog, "songsHELD_OUTButton")
    assert note(dialog) == "2 trained on · 1 held out · 0 left out"
    qtbot.waitUntil(lambda: "23 characters in 5 lines" in figures(dialog))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, "useSongsButton")
    assert chosen.args[0].tolist() == [0, 1, 0]


def test_a_choice_that_cannot_be_is_said_at_once(dialog: SongsDialog) -> None:
    table = dialog.findChild(SongsTable)
    table.selectAll()
    press(dialog, "songsHELD_OUTButton")
    assert note(dialog) == "No song is to be trained on. Tick at least one."
    assert not dialog.findChild(QPushButton, "useSongsButton").isEnabled()


def test_a_text_without_songs_says_how_to_mark_them(dialog: SongsDialog, qtbot: QtBot) -> None:
    dialog.show_songs(corpus_of("just\nlines\n"), np.empty(0, np.int8))
    assert "marks no songs" in note(dialog)
    qtbot.waitUntil(lambda: "11 characters in 2 lines" in figures(dialog))


def test_the_search_box_waits_for_the_typing_to_end(dialog: SongsDialog, qtbot: QtBot) -> None:
    dialog.findChild(QLineEdit, "songsSearch").setText("second")
    table = dialog.findChild(SongsTable)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)


# In the window


def use_songs(stage: Stage, held_out: range, left_out: range) -> None:
    stage.window.texts.show_songs()
    dialog = stage.find(SongsDialog, "songsDialog")
    model = dialog.findChild(SongsTable).model()
    stage.until(lambda: model.rowCount() == 54)
    model.set_part(range(54), Part.TRAINING)
    model.set_part(held_out, Part.HELD_OUT)
    model.set_part(left_out, Part.LEFT_OUT)
    press(dialog, "useSongsButton")


def test_the_songs_chosen_are_trained_on(stage: Stage, own_folder: Path) -> None:
    whole = stage.session.corpus
    use_songs(stage, held_out=range(5), left_out=range(10, 20))
    stage.until(lambda: stage.session.source is not None)
    used, experiment = stage.session.used, stage.session.experiment
    assert stage.session.source.parent == own_folder
    assert experiment.corpus.max_chars is None
    assert [song.title for song in used.songs] == [
        song.title for song in (*whole.songs[5:10], *whole.songs[20:], *whole.songs[:5])
    ]
    trained = training_length(used, experiment.corpus.held_out)
    assert trained == used.songs[39].start
    assert stage.kept[-1].recent[0] == str(stage.session.source)

    # The dialog goes on listing all songs, so that those left out can come back.
    stage.until(lambda: note(stage.window) == "39 trained on · 5 held out · 10 left out")
    use_songs(stage, held_out=range(0), left_out=range(1))
    stage.until(lambda: len(stage.session.used.songs) == 53)
    assert stage.session.experiment.corpus.held_out == 0
    stage.find(SongsDialog, "songsDialog").hide()


def test_ticks_that_are_not_used_yet_outlive_a_reset(stage: Stage) -> None:
    stage.window.texts.show_songs()
    dialog = stage.find(SongsDialog, "songsDialog")
    model = dialog.findChild(SongsTable).model()
    model.set_part([3], Part.LEFT_OUT)
    with stage.qtbot.waitSignal(stage.session.built):
        stage.session.reset()
    assert model.parts[3] == Part.LEFT_OUT
    with stage.qtbot.waitSignal(stage.session.built):
        stage.session.edit(changed(stage.session.experiment, "corpus.held_out", 0.2))
    assert model.parts[3] == Part.TRAINING and Part.HELD_OUT in model.parts
    dialog.hide()


def test_a_trained_model_is_asked_about_and_the_choice_comes_with_the_text(stage: Stage) -> None:
    stage.train()
    use_songs(stage, held_out=range(3), left_out=range(0))
    stage.until(lambda: stage.find(QPushButton, "noticeActionButton").isVisible())
    assert stage.session.experiment.corpus.held_out == 0
    stage.session.take_text(keep=True)
    stage.until(lambda: stage.session.source is not None)
    used = stage.session.used
    trained = training_length(used, stage.session.experiment.corpus.held_out)
    assert trained == used.songs[-3].start
    stage.find(SongsDialog, "songsDialog").hide()


def test_a_pasted_text_is_trained_on(stage: Stage, own_folder: Path) -> None:
    stage.parts.actions.by_name["editText"].trigger()
    editor = stage.find(TextEditor, "textEditorDialog")
    text, name = editor.findChild(QPlainTextEdit), editor.findChild(QLineEdit)
    assert text.toPlainText().startswith("# ") and name.text() == "lyrics_zh"
    text.setPlainText("# 一\n" + "我们都爱写歌\n" * 400)
    name.setText("我的")
    press(editor, "useTextButton")
    stage.until(lambda: stage.session.source is not None)
    assert stage.session.source.name.startswith("我的-")
    assert [song.title for song in stage.session.corpus.songs] == ["一"]
    assert not editor.isVisible()
    stage.wait_for(RunState.READY)


def test_what_was_written_is_there_again_after_it_was_closed(stage: Stage) -> None:
    open_editor = stage.parts.actions.by_name["editText"].trigger
    open_editor()
    editor = stage.find(TextEditor, "textEditorDialog")
    text = editor.findChild(QPlainTextEdit)
    again = editor.findChild(QPushButton, "textInUseButton")
    whole = text.toPlainText()
    press(editor, "cancelTextButton")
    open_editor()
    assert text.toPlainText() == whole and again.isHidden()
    text.insertPlainText("My own words ")
    editor.reject()
    open_editor()
    assert text.toPlainText().startswith("My own words ") and again.isVisible()
    again.click()
    assert text.toPlainText() == whole and again.isHidden()
    editor.reject()


def test_a_long_text_is_not_put_into_the_editor(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    editor = TextEditor(holder)
    editor.set_text("x" * (MOST_EDITED + 1), "long")
    assert "longer than 1,000,000 characters" in note(editor, "textNote")
    assert not editor.findChild(QPushButton, "useTextButton").isEnabled()
    editor.findChild(QPlainTextEdit).setPlainText("short")
    qtbot.waitUntil(lambda: note(editor, "textNote") == "5 characters in 1 lines")


def test_a_text_that_cannot_be_saved_is_said(stage: Stage, own_folder: Path) -> None:
    own_folder.parent.mkdir(parents=True)
    own_folder.write_text("a file where the folder should be")
    use_songs(stage, held_out=range(0), left_out=range(1))
    stage.until(lambda: stage.find(QLabel, "noticeText").text().startswith("The text could not"))
    stage.find(SongsDialog, "songsDialog").hide()


def test_the_card_leads_to_all_three(stage: Stage) -> None:
    menu = stage.find(QMenu, "corpusMenu")
    found = {action.text(): action for action in menu.actions()}
    for text, name in (
        ("Get texts…", "catalogueDialog"),
        ("Songs…", "songsDialog"),
        ("Edit or paste text…", "textEditorDialog"),
    ):
        found[text].trigger()
        dialog = stage.find(QWidget, name)
        assert dialog.isVisible()
        dialog.hide()


def test_closing_the_window_closes_the_dialogs(stage: Stage) -> None:
    stage.window.texts.show_songs()
    stage.window.close()
    assert not stage.find(SongsDialog, "songsDialog").isVisible()
