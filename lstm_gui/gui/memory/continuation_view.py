"""A text that a model wrote, its prefix and the place where it parts from another marked."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from lstm_gui.gui.theme import GRID, Theme, lyrics_font

__all__ = ["ContinuationView"]


class ContinuationView(QPlainTextEdit):
    """A text to read and to copy from."""

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

    def _fill(self) -> None:
        prefix, text, parting = self._shown
        self.clear()
        cursor = QTextCursor(self.document())
        head = QTextCharFormat()
        head.setForeground(QColor(self._theme.scheme.accent))
        head.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(prefix, head)
        if not 0 <= parting < len(text):
            cursor.insertText(text, QTextCharFormat())
        else:
            cursor.insertText(text[:parting], QTextCharFormat())
            cursor.insertText(text[parting], self._mark())
            cursor.insertText(text[parting + 1 :], QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark(self) -> QTextCharFormat:
        mark = QTextCharFormat()
        mark.setForeground(QColor(self._theme.scheme.on_accent))
        mark.setBackground(QColor(self._theme.scheme.accent))
        mark.setFontWeight(QFont.Weight.DemiBold)
        return mark
