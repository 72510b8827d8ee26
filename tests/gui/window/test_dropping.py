"""Whatever can be opened can be dropped, the window says what a drop does, and nothing is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit, QPlainTextEdit, QWidget

from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.export.run_export import exported_settings, looks_like_run, settings_of
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.studio.page import Page
from lstm_gui.gui.window.dropping import DropHint
from lstm_gui.gui.window.file_chooser import kind_of
from tests.late_views import make_all

TEXT = "Words to sing along the way, and words again.\n" * 200


def of_files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))  # as file managers do
    return data


def of_text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def drag(widget: QWidget, data: QMimeData) -> bool:
    """Drag over a widget as Qt does: who does not take it, leaves it to its parent."""
    entered = QDragEnterEvent(
        widget.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entered.ignore()
    QApplication.sendEvent(widget, entered)
    return entered.isAccepted()


def drop(stage, data: QMimeData) -> str:
    """Drag over the window and drop; return what was said before."""
    window = stage.window
    said = hint(stage).text if drag(window, data) else ""
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    assert not hint(stage).isVisible()
    return said


def hint(stage) -> DropHint:
    found = stage.window.findChild(DropHint)
    assert found is not None
    return found


def notices(stage) -> str:
    return " ".join(notice.text for notice in stage.parts.notices.notices)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "song.txt"
    path.write_text(TEXT, "utf-8")
    return path


def used(stage) -> str:
    return "" if stage.session.used is None else stage.session.used.name


def test_a_text_and_a_zip(stage, song):
    assert drop(stage, of_files(song)) == "Drop to train on song.txt"
    stage.until(lambda: used(stage) == "song.txt")
    packed = song.with_name("packed.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.txt", TEXT.upper())
    assert drop(stage, of_files(packed)) == "Drop to train on packed.zip"
    stage.until(lambda: stage.session.used.text.startswith("WORDS"))


def test_a_model_a_moment_and_a_lesson(stage, tmp_path, qtbot):
    model, lesson = tmp_path / "m.safetensors", tmp_path / "own.lesson"
    with qtbot.waitSignal(stage.bridge.saved):
        stage.bridge.save(model)
    lesson.write_text("no lesson", "utf-8")
    assert drop(stage, of_files(lesson)) == "Drop to begin the lesson own.lesson"
    stage.until(lambda: "own.lesson" in notices(stage))
    opened = []
    stage.window.files.modelOpened.connect(opened.append)
    assert drop(stage, of_files(model)) == "Drop to go on with the model m.safetensors"
    assert opened == [model]


def test_the_settings_of_a_run(stage, tmp_path):
    run = tmp_path / "run.json"
    experiment = changed(Experiment(), "train.learning_rate", 0.0625)
    whole = {"run": 3, "name": "", "settings": settings_of(experiment), "columns": {"epoch": [1]}}
    run.write_text(json.dumps(whole, indent=1), "utf-8")
    assert looks_like_run(run) and exported_settings(run) == experiment
    assert drop(stage, of_files(run)) == "Drop to take the settings of the run in run.json"
    assert stage.parts.config.draft == experiment
    assert "run.json" in notices(stage) and used(stage) != "run.json"
    run.write_text(json.dumps({"settings": {"train.learning_rate": 1}}), "utf-8")
    drop(stage, of_files(run))
    assert "not of this version" in notices(stage)
    assert stage.parts.config.draft == experiment


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"settings": 3}', '{"settings": {"a": 1}}'])
def test_other_json_is_no_run(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    assert kind_of(path) == "text" and exported_settings(path) is None


def test_several_texts_are_one(stage, song, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("# Its title\n" + TEXT.lower(), "utf-8")
    said = drop(stage, of_files(song, other))
    assert said == "Drop to train on these 2 texts as one"
    stage.until(lambda: used(stage).startswith("song-2"))
    corpus = load_corpus(stage.session.source)
    assert [one.title for one in corpus.songs] == ["song", "Its title"]
    assert corpus.text.count("Words to sing") == 200 == corpus.text.count("words to sing")


def test_a_folder_is_the_texts_in_it(stage, song, tmp_path):
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert drop(stage, of_files(tmp_path)) == "Drop to train on these 2 texts as one"
    stage.until(lambda: used(stage).startswith("b-2"))
    empty = tmp_path / "empty"
    empty.mkdir()
    assert drop(stage, of_files(empty)) == ""


def test_one_of_several_that_is_no_text_is_named(stage, song, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 and so on")
    drop(stage, of_files(song, bad))
    stage.until(lambda: "bad.pdf is PDF" in notices(stage))


def test_of_several_kinds_one_is_opened_and_it_is_said(stage, song, tmp_path):
    lesson = tmp_path / "own.lesson"
    lesson.write_text("no lesson", "utf-8")
    assert drop(stage, of_files(song, lesson)) == "Drop to begin the lesson own.lesson"
    assert "Only own.lesson is opened" in notices(stage)


def test_a_piece_of_text_goes_to_the_editor(stage):
    assert drop(stage, of_text("\nTwo lines\nof words\n")).endswith("into the editor")
    editor = stage.window.findChild(QPlainTextEdit, "textEdit")
    assert editor.isVisible() and editor.toPlainText() == "Two lines\nof words"
    editor.setPlainText("What I wrote: ")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    drop(stage, of_text("more"))
    assert editor.toPlainText() == "What I wrote: more"
    stage.window.texts.close()


def test_what_is_nothing_is_not_taken(stage):
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/song.txt")])
    assert not drag(stage.window, address) and not drag(stage.window, of_text(" \n".strip()))
    assert not hint(stage).isVisible()


def test_the_hint_goes_when_the_drag_leaves(stage, song):
    assert drag(stage.window, of_files(song))
    shown = hint(stage)
    assert shown.isVisible() and shown.size() == stage.window.size()
    assert shown.accessibleName() == shown.text
    assert shown.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    QApplication.sendEvent(stage.window, QDragLeaveEvent())
    assert not shown.isVisible()


def test_a_file_is_the_window_s_wherever_it_is_dragged(stage, song):
    """No field takes it for a text, and no plot keeps it."""
    make_all(stage.window)
    kept = []
    for widget in stage.window.findChildren(QWidget):
        if widget.window() is not stage.window or not widget.isEnabled():
            continue
        if widget.objectName() == "storageEdit":  # which is the name of a file
            continue
        if not drag(widget, of_files(song)) or not hint(stage).isVisible():
            kept.append(f"{type(widget).__name__} {widget.objectName()} in {widget.parent()}")
        QApplication.sendEvent(stage.window, QDragLeaveEvent())
    assert not kept, "\n".join(kept)


@pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
def test_a_dock_that_floats_takes_it_too(stage, song):
    dock = stage.find(QDockWidget, "lyricsDock")
    dock.setFloating(True)
    inside = dock.findChild(QLineEdit, "prefixEdit")
    data = of_files(song)
    assert drag(inside, data) and hint(stage).isVisible()
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(dock, event)
    assert not hint(stage).isVisible()
    stage.until(lambda: used(stage) == "song.txt")
    dock.setFloating(False)
    assert not dock.acceptDrops() and drag(inside, of_files(song))


def test_a_piece_of_text_is_the_line_s_where_one_types(qtbot, theme):
    panel = LyricsPanel(theme)
    page = Page(theme)
    for widget in (panel, page):
        qtbot.addWidget(widget)
        widget.show()
    line = panel.findChild(QLineEdit, "prefixEdit")
    assert drag(line, of_text("分开")) and drag(page.viewport(), of_text("分开"))
    for widget in (line, page):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.DragLeave))
