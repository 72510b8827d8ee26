"""Where files are saved, and what is opened: nothing is lost; content tells what a file is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.model.checkpoint import save_checkpoint
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.window.file_chooser import FileChooser
from tests.core.model.test_checkpoint import model


@dataclass
class Opened:
    """Stands for the session: notes what it is asked to open."""

    source: Path | None = None
    corpus: object = None
    models: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)

    def open_model(self, path: Path) -> None:
        self.models.append(path)

    def open_file(self, path: Path, _: FileReading, _settings: object) -> None:
        self.texts.append(path)


class Chooser:
    """A chooser whose dialogs are answered with names, one after the other."""

    def __init__(self, qtbot, theme, monkeypatch, source: Path) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.session = Opened(source)
        self.bar = NoticeBar(theme)
        self.bar.setParent(self.window)
        self.files = FileChooser(self.window, self.session, self.bar)
        self.answers: list[str] = []
        self.asked: list[str] = []
        self.saved: list[Path] = []

        def answer(_parent, _title: str, start: str, _kinds: str) -> tuple[str, str]:
            self.asked.append(start)
            return self.answers.pop(0), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)

    def save_model(self, *answers: object) -> list[Path]:
        self.answers = [str(answer) for answer in answers]
        self.saved.clear()
        self.files.save_model(self.saved.append)
        return self.saved

    @property
    def said(self) -> str:
        return " ".join(str(notice.text) for notice in self.bar.notices)


@pytest.fixture
def chooser(qtbot, theme, monkeypatch, tmp_path) -> Chooser:
    text = tmp_path / "songs.txt"
    text.write_text("la la la")
    return Chooser(qtbot, theme, monkeypatch, text)


@pytest.mark.parametrize(
    ("chosen", "saved"),
    [
        ("周杰伦 v1.2", "周杰伦 v1.2.safetensors"),
        ("v1.", "v1..safetensors"),
        (".hidden", ".hidden.safetensors"),
        ("mine.SafeTensors", "mine.SafeTensors"),
        ("mine", "mine.safetensors"),
    ],
)
def test_the_suffix_is_added_and_nothing_is_cut_off(chooser, tmp_path, chosen, saved) -> None:
    assert chooser.save_model(tmp_path / chosen) == [tmp_path / saved]


def test_what_the_suffix_leads_to_is_not_replaced_unasked(chooser, tmp_path) -> None:
    there, other = tmp_path / "mine.safetensors", tmp_path / "other.safetensors"
    there.write_text("kept")
    assert chooser.save_model(tmp_path / "mine", "") == []
    assert chooser.asked[-1] == str(there)
    assert chooser.save_model(tmp_path / "mine", other) == [other]
    assert there.read_text() == "kept"


def test_the_text_in_use_is_written_over_by_nothing(chooser, tmp_path) -> None:
    link = tmp_path / "link.safetensors"
    link.symlink_to(chooser.session.source)
    assert chooser.save_model(link) == []
    assert "link.safetensors is in use here, and would be lost" in chooser.said
    chooser.answers = [str(chooser.session.source)]
    chooser.files.save_samples("samples")
    assert "songs.txt is in use here" in chooser.said
    assert chooser.session.source.read_text() == "la la la"


@pytest.mark.parametrize("name", ["歌" * 100, "missing/model"])
def test_a_place_that_cannot_be_written_is_said_at_once(chooser, tmp_path, name) -> None:
    assert chooser.save_model(tmp_path / f"{name}.safetensors") == []
    assert "cannot be written" in chooser.said
    chooser.answers = [str(tmp_path / name)]
    chooser.files.save_samples("samples")
    assert list(tmp_path.iterdir()) == [tmp_path / "songs.txt"]


def test_samples_are_saved(chooser, tmp_path) -> None:
    chooser.answers = [str(tmp_path / "samples.txt")]
    chooser.files.save_samples("分开 la")
    assert (tmp_path / "samples.txt").read_text("utf-8") == "分开 la"


def test_what_is_dropped_is_known_by_its_content(chooser, tmp_path) -> None:
    disguised, named = tmp_path / "周杰伦 v1.2", tmp_path / "song.safetensors"
    save_checkpoint(disguised, model())
    named.write_text("天地玄黄")
    for path in (disguised, named):
        chooser.files.open_dropped(path)
    assert chooser.session.models == [disguised]
    assert chooser.session.texts == [named]
