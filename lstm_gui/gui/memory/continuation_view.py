"""A text that a model wrote, its prefix and the place where it parts from another marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from lstm_gui.gui.memory.tiles import visible_character
from lstm_gui.gui.theme import GRID, Theme, lyrics_font

__all__ = ["ContinuationView"]


class ContinuationView(QPlainTextEdit):
    """A text to read and to copy from; blanks are seen, and are copied as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = ("", "", -1)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(lyrics_font(self.font()))
        self.document().setDocumentMargin(GRID // 2)
        self.setMinimumHeight(5 * GRID)
        theme.changed.connect(self._fill)

    @property
    def parting(self) -> int:
        """The place that is marked in what was written, or −1."""
        return self._shown[2]

    def show_text(self, prefix: str, text: str, parting: int) -> None:
        """Show a prefix and what was written after it; mark this character of it, or none (−1)."""
        self._shown = (prefix, text, parting)
        self._fill()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the selected characters themselves, not the signs that stand for blanks."""
        prefix, text, _ = self._shown
        characters, cursor = prefix + text, self.textCursor()
        ends = list(accumulate(_units(_sign(one)) for one in characters))
        first = bisect_right(ends, cursor.selectionStart())
        last = bisect_left(ends, cursor.selectionEnd())
        mime = QMimeData()
        mime.setText(characters[first : last + 1])
        return mime

    def _fill(self) -> None:
        prefix, text, parting = self._shown
        self.clear()
        cursor = QTextCursor(self.document())
        head = QTextCharFormat()
        head.setForeground(QColor(self._theme.scheme.accent))
        head.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(_signs(prefix), head)
        if not 0 <= parting < len(text):
            cursor.insertText(_signs(text), QTextCharFormat())
        else:
            cursor.insertText(_signs(text[:parting]), QTextCharFormat())
            cursor.insertText(_sign(text[parting]), self._mark())
            cursor.insertText(_signs(text[parting + 1 :]), QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark(self) -> QTextCharFormat:
        mark = QTextCharFormat()
        mark.setForeground(QColor(self._theme.scheme.on_accent))
        mark.setBackground(QColor(self._theme.scheme.accent))
        mark.setFontWeight(QFont.Weight.DemiBold)
        return mark


def _sign(character: str) -> str:
    """Return what is seen of a character; the end of a line is a sign and the end of a line."""
    sign = visible_character(character)
    return f"{sign}\n" if character == "\n" else sign


def _signs(text: str) -> str:
    return "".join(map(_sign, text))


def _units(text: str) -> int:
    """Return how long Qt takes a text to be."""
    return len(text.encode("utf-16-le")) // 2
