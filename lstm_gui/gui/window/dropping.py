"""What is dropped on the window: files of all kinds, several texts, or a piece of text itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDockWidget, QWidget

from lstm_gui.core.files import path_of, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.texts.texts_controller import TextsController
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import GRID, Theme, translucent
from lstm_gui.gui.window.file_chooser import TEXT_ENDINGS, FileChooser, kind_of

__all__ = ["DropHint", "Dropping"]

_MOST_FILES = 1000
_VEIL = 0.93
_WIDEST_NAME = 60
_LETTERS = 1.5
"""How much larger than the window's its letters are."""

_REST = QT_TRANSLATE_NOOP(
    "Dropping",
    "Only {file} is opened. Several files can be opened at once if all of them are texts.",
)


class DropHint(QWidget):
    """Lies over the window while something is dragged over it, and says what a drop does.

    What lies under it still takes the drop.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._window = theme, window
        self._text = ""
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def show_text(self, text: str) -> None:
        """Cover the window and say this."""
        self._text = text
        self.setAccessibleName(text)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil, a frame, and the sentence in its middle."""
        scheme = self._theme.scheme
        area = self.rect().adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), translucent(scheme.background, _VEIL))
            painter.setPen(QPen(QColor(scheme.accent), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area, GRID, GRID)
            font = painter.font()
            font.setPointSizeF(font.pointSizeF() * _LETTERS)
            painter.setFont(font)
            painter.setPen(QColor(scheme.text))
            words = QRect(area).adjusted(4 * GRID, 0, -4 * GRID, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(words, int(flags), self._text)


class Dropping(QObject):
    """Takes what is dragged over the window, says what a drop would do, and does it.

    A dock that floats is a window of its own, and so it is watched.
    """

    def __init__(
        self,
        window: QWidget,
        files: FileChooser,
        texts: TextsController,
        notices: NoticeBar,
        *,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._files, self._texts, self._notices = files, texts, notices
        self.hint = DropHint(theme, window)
        for dock in window.findChildren(QDockWidget):
            dock.topLevelChanged.connect(self._on_dock_top_level_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do with what is dragged over a dock that floats as over the window."""
        if isinstance(event, QDragEnterEvent):
            self.enter(event)
        elif event.type() == QEvent.Type.DragLeave:
            self.leave()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.drop(event)
        else:
            return False
        return event.isAccepted()

    def _on_dock_top_level_changed(self, floats: bool) -> None:
        dock = self.sender()
        assert isinstance(dock, QDockWidget)
        dock.setAcceptDrops(floats)
        if floats:
            dock.installEventFilter(self)
        else:
            dock.removeEventFilter(self)

    def enter(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do, if it would do anything."""
        said = self._said(event.mimeData())
        if said:
            event.acceptProposedAction()
            self.hint.show_text(said)

    def leave(self) -> None:
        """Say nothing: it was dragged away, or over a field that takes it."""
        self.hint.hide()

    def drop(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.leave()
        paths, text = _files_in(event.mimeData()), _text_in(event.mimeData())
        if not paths and not text:
            return
        event.acceptProposedAction()
        if not paths:
            self._texts.edit_piece(text)
        elif len(paths) > 1 and all(kind_of(path) == "text" for path in paths):
            self._texts.join(paths)
        else:
            chosen = _opened(paths)
            self._files.open_dropped(chosen)
            if len(paths) > 1:
                values = {"file": shown(chosen.name)}
                said = Sentence(_REST, values, "Dropping")
                self._notices.show_notice(said, "info", key="drop")

    def _said(self, data: QMimeData) -> str:
        paths = _files_in(data)
        if not paths:
            said = self.tr("Drop to put this piece of text into the editor")
            return said if _text_in(data) else ""
        if len(paths) > 1 and all(kind_of(path) == "text" for path in paths):
            template = self.tr("Drop to train on these {count} texts as one", "", len(paths))
            return template.format(count=thousands(len(paths)))
        chosen = _opened(paths)
        name = shown(chosen.name)
        if len(name) > _WIDEST_NAME:
            name = f"{name[: _WIDEST_NAME - 1]}…"
        return self._templates()[kind_of(chosen)].format(file=name)

    def _templates(self) -> dict[str, str]:
        return {
            "text": self.tr("Drop to train on {file}"),
            "model": self.tr("Drop to go on with the model {file}"),
            "moment": self.tr("Drop to open the moment {file}"),
            "lesson": self.tr("Drop to begin the lesson {file}"),
            "settings": self.tr("Drop to take the settings of the run in {file}"),
        }


def _opened(paths: Sequence[Path]) -> Path:
    """Return which of several files is opened: the first that is no text, or else the first."""
    return next((path for path in paths if kind_of(path) != "text"), paths[0])


def _files_in(data: QMimeData) -> list[Path]:
    """Return the files that are dragged, and those in a folder that can be texts."""
    found: list[Path] = []
    for url in data.urls() if data.hasUrls() else ():
        if url.isLocalFile():
            path = path_of(bytes(url.toEncoded().data()).decode("ascii"))
            found.extend(_texts_in(path) if path.is_dir() else (path,))
    return found[:_MOST_FILES]


def _texts_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in TEXT_ENDINGS)
    except OSError:
        return []


def _text_in(data: QMimeData) -> str:
    return "" if data.hasUrls() or not data.hasText() else data.text().strip("\n")
