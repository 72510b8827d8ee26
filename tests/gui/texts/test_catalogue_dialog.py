"""The catalogue: each text has one button, and what it does is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.catalogue import Entry, load_catalogue
from lstm_gui.core.errors import DownloadError
from lstm_gui.gui.texts.catalogue_dialog import CatalogueDialog, Fetching, TextRow


class FakeDownload:
    """Stands for a download: ends when it is told, and as it is told."""

    def __init__(self, entry: Entry, folder: Path) -> None:
        self.entry, self.place = entry, folder / entry.file
        self.received = 0
        self.left = 0
        self.outcome: DownloadError | RuntimeError | None = None
        self.is_there = False
        self.cancelled = False
        self.go = threading.Event()

    def waiting(self) -> int:
        return self.left

    def cancel(self) -> None:
        self.cancelled = True
        self.go.set()

    def run(self) -> Path | None:
        self.go.wait(60)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return None if self.cancelled else self.place


class Catalogue:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        entry = load_catalogue()[0]
        self.download = FakeDownload(entry, folder)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.fetching = Fetching(lambda _: self.download, self.window)
        self.dialog = CatalogueDialog([entry], self.fetching, self.window)
        self.dialog.show()
        self.row = self.dialog.findChild(TextRow)
        self.button = self.dialog.findChild(QPushButton, "downloadButton")
        self.bar = self.dialog.findChild(QProgressBar, "downloadProgress")

    @property
    def status(self) -> str:
        return self.dialog.findChild(QLabel, "downloadStatus").text()

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)


@pytest.fixture
def catalogue(qtbot: QtBot, tmp_path: Path):
    catalogue = Catalogue(qtbot, tmp_path)
    yield catalogue
    catalogue.fetching.close()
    catalogue.download.go.set()
    catalogue.dialog.hide()


def test_nothing_is_fetched_until_it_is_asked_for(catalogue: Catalogue) -> None:
    assert catalogue.button.text() == "Download"
    assert not catalogue.bar.isVisible() and catalogue.status == ""
    said = " ".join(label.text() for label in catalogue.row.findChildren(QLabel))
    for part in ("Jay Chou", "52,607 bytes", "for study", "3cfedd7d174111cd…", "https://raw."):
        assert part in said
    assert not catalogue.fetching.is_underway(catalogue.download.entry)


def test_progress_is_shown_and_the_text_can_be_opened(catalogue: Catalogue) -> None:
    catalogue.button.click()
    assert catalogue.button.text() == "Cancel"
    catalogue.download.received = 20_000
    catalogue.until(lambda: catalogue.bar.value() == 20_000)
    assert catalogue.status == "20,000 of 52,607 bytes"
    catalogue.download.is_there = True
    catalogue.download.go.set()
    catalogue.until(lambda: catalogue.button.text() == "Open")
    assert catalogue.status == "It has been fetched."
    with catalogue.qtbot.waitSignal(catalogue.dialog.textChosen) as chosen:
        catalogue.button.click()
    assert chosen.args == [catalogue.download.place]
    assert not catalogue.dialog.isVisible()


def test_a_cancelled_text_can_be_gone_on_with(catalogue: Catalogue) -> None:
    catalogue.button.click()
    catalogue.download.left = 20_000
    catalogue.button.click()
    assert catalogue.download.cancelled
    assert catalogue.button.text() == "Resume"
    assert catalogue.bar.value() == 20_000


@pytest.mark.parametrize("fault", ["expected", "unexpected"])
def test_a_failure_is_one_sentence(catalogue: Catalogue, fault: str) -> None:
    sentence = "The server answers {status} instead of sending {file}. Try again later."
    catalogue.download.outcome = (
        DownloadError(sentence, status=404, file="a.txt")
        if fault == "expected"
        else RuntimeError("broken")
    )
    catalogue.button.click()
    catalogue.download.go.set()
    catalogue.until(lambda: catalogue.status.endswith("."))
    assert catalogue.status == (
        "The server answers 404 instead of sending a.txt. Try again later."
        if fault == "expected"
        else "jaychou_lyrics.txt.zip could not be fetched (RuntimeError). Try again."
    )
    assert catalogue.button.text() == "Download"
    catalogue.download.outcome = None
    catalogue.download.go.clear()
    catalogue.button.click()
    assert "404" not in catalogue.status


def test_what_comes_after_a_cancel_is_not_heard(catalogue: Catalogue) -> None:
    catalogue.button.click()
    first = catalogue.download
    catalogue.button.click()
    catalogue.download = FakeDownload(first.entry, first.place.parent)
    catalogue.button.click()
    first.go.set()
    catalogue.qtbot.wait(50)
    assert catalogue.button.text() == "Cancel"
