"""The dialog of texts that can be fetched from the network; nothing is asked for unless pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.corpus.catalogue import LICENCES, Entry
from lstm_gui.core.corpus.download import Download
from lstm_gui.core.errors import DownloadError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.widgets.answers import in_thread
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, roomy
from lstm_gui.gui.widgets.translation import Retranslated, error_text

__all__ = ["CatalogueDialog", "Fetching", "TextRow"]

POLL_MS = 100
_SIZE = QSize(640, 420)
_DIGITS = 16
_FAULT = QT_TRANSLATE_NOOP("Errors", "{file} could not be fetched ({reason}). Try again.")

Outcome = Path | DownloadError | None
"""Where a text lies now, why it could not be had, or that it was cancelled."""


class Fetching(QObject):
    """Fetches texts, each on a thread of its own.

    Signals:
        progressed: The text under this file name has come further.
        ended(str, Outcome): Nothing more comes of it.
    """

    progressed = Signal(str)
    ended = Signal(str, object)

    def __init__(self, make: Callable[[Entry], Download], parent: QObject) -> None:
        super().__init__(parent)
        self._make = make
        self._underway: dict[str, tuple[Download, list[object]]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def look_up(self, entry: Entry) -> Download:
        """Return the download of a text: the one under way, or one that may be begun."""
        return self._underway[entry.file][0] if self.is_underway(entry) else self._make(entry)

    def is_underway(self, entry: Entry) -> bool:
        """Tell whether a text is being fetched."""
        return entry.file in self._underway

    def begin(self, entry: Entry) -> None:
        """Fetch a text, or what is missing of it."""
        if not self.is_underway(entry):
            download = self._make(entry)
            self._underway[entry.file] = (download, in_thread(download.run))
            self._timer.start()

    def cancel(self, entry: Entry) -> None:
        """Stop fetching a text; its thread may wait for the server a little longer."""
        if self.is_underway(entry):
            self._underway[entry.file][0].cancel()
            self._end(entry.file, None)

    def close(self) -> None:
        """Stop everything."""
        for download, _ in tuple(self._underway.values()):
            self.cancel(download.entry)

    def _on_timer_timeout(self) -> None:
        for file, (_, box) in tuple(self._underway.items()):
            if box:
                self._end(file, _outcome(file, box[0]))
            else:
                self.progressed.emit(file)

    def _end(self, file: str, outcome: Outcome) -> None:
        del self._underway[file]
        if not self._underway:
            self._timer.stop()
        self.ended.emit(file, outcome)


def _outcome(file: str, found: object) -> Outcome:
    if isinstance(found, Exception) and not isinstance(found, DownloadError):
        return DownloadError(_FAULT, file=file, reason=type(found).__name__)
    return found if isinstance(found, (Path, DownloadError)) else None


class TextRow(Retranslated, QFrame):
    """One text of the catalogue: what it is, how much of it is there, and one button.

    Signals:
        opened(Path): The text is to be opened.
    """

    opened = Signal(object)

    def __init__(self, entry: Entry, fetching: Fetching) -> None:
        super().__init__()
        self.setObjectName(f"textRow.{entry.file}")
        self._entry = entry
        self._fetching = fetching
        self._refused: DownloadError | None = None
        self._title, self._facts, self._origin = WrapLabel(), WrapLabel(), WrapLabel()
        self._title.setProperty("role", "heading")
        for label in (self._facts, self._origin):
            label.setProperty("role", "muted")
        self._origin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setObjectName("downloadProgress")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, entry.size)
        self._status = WrapLabel()
        self._status.setObjectName("downloadStatus")
        self._button = QPushButton()
        self._button.setObjectName("downloadButton")
        self._button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        fetching.progressed.connect(self._on_fetching_progressed)
        fetching.ended.connect(self._on_fetching_ended)
        self.retranslate()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID // 4)
        for widget in (self._title, self._facts, self._origin, self._bar, self._status):
            words.addWidget(widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, GRID, 0, GRID)
        line.setSpacing(2 * GRID)
        line.addLayout(words, 1)
        line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)

    def retranslate(self) -> None:
        """Set all texts."""
        entry = self._entry
        title = QCoreApplication.translate("Corpora", entry.title)
        self._title.set_message(title)
        licence = QCoreApplication.translate("Corpora", LICENCES[entry.licence])
        facts = self.tr("{size} bytes · {licence} · SHA-256 {digest}…")
        size = thousands(entry.size)
        self._facts.set_message(
            facts.format(size=size, licence=licence, digest=entry.sha256[:_DIGITS])
        )
        self._facts.setToolTip(tooltip(f"SHA-256 {entry.sha256}"))
        self._origin.set_message(entry.address)
        self._bar.setAccessibleName(self.tr("Progress of {title}").format(title=title))
        self.refresh()

    def refresh(self) -> None:
        """Show how much of the text is there."""
        download, underway = self._fetching.look_up(self._entry), self._is_underway
        received = download.received if underway else download.waiting()
        self._bar.setVisible(underway or received > 0)
        self._bar.setValue(received)
        if underway:
            words = self.tr("Cancel")
        elif self._is_there:
            words = self.tr("Open")
        else:
            words = self.tr("Resume") if received else self.tr("Download")
        self._button.setText(words)
        title = self._title.text()
        self._button.setAccessibleName(f"{words}: {title}")
        self._status.setProperty("role", "error" if self._refused else "muted")
        self._status.style().polish(self._status)
        self._status.set_message(self._status_text(received))

    @property
    def _is_underway(self) -> bool:
        return self._fetching.is_underway(self._entry)

    @property
    def _is_there(self) -> bool:
        return self._fetching.look_up(self._entry).is_there

    def _status_text(self, received: int) -> str:
        if self._refused is not None:
            return error_text(self._refused)
        if not self._is_underway and self._is_there:
            return self.tr("It has been fetched.")
        if not received and not self._is_underway:
            return ""
        template = self.tr("{received} of {size} bytes")
        return template.format(received=thousands(received), size=thousands(self._entry.size))

    def _on_button_clicked(self) -> None:
        self._refused = None
        if self._is_underway:
            self._fetching.cancel(self._entry)
        elif self._is_there:
            self.opened.emit(self._fetching.look_up(self._entry).place)
        else:
            self._fetching.begin(self._entry)
        self.refresh()

    def _on_fetching_progressed(self, file: str) -> None:
        if file == self._entry.file:
            self.refresh()

    def _on_fetching_ended(self, file: str, outcome: Outcome) -> None:
        if file == self._entry.file:
            self._refused = outcome if isinstance(outcome, DownloadError) else None
            self.refresh()


class CatalogueDialog(Retranslated, QDialog):
    """Lists the texts of the catalogue; what is being fetched goes on when it is closed.

    Signals:
        textChosen(Path): A text that was fetched is to be opened.
    """

    textChosen = Signal(object)

    def __init__(self, entries: Sequence[Entry], fetching: Fetching, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("catalogueDialog")
        self._note = WrapLabel()
        self._note.setProperty("role", "muted")
        self._rows = [TextRow(entry, fetching) for entry in entries]
        self._close = QPushButton()
        self._close.setObjectName("closeCatalogueButton")
        self._close.clicked.connect(self.reject)
        for row in self._rows:
            row.opened.connect(self._on_row_opened)
        self._lay_out()
        self.resize(roomy(_SIZE))
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, GRID, 0)
        for row in self._rows:
            rows.addWidget(row)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("catalogueScroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        foot = QHBoxLayout()
        foot.addWidget(PlainLabel(), 1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._note)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Get texts"))
        self._note.set_message(
            self.tr(
                "Nothing is fetched until you press Download. Then the file is asked for at its "
                "address, by https only, and checked by its SHA-256 before anything opens it."
            )
        )
        self._close.setText(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))

    def refresh(self) -> None:
        """Look again at what is there."""
        for row in self._rows:
            row.refresh()

    def _on_row_opened(self, place: Path) -> None:
        self.accept()
        self.textChosen.emit(place)
