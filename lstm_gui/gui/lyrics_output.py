"""The text that the model is writing: it grows at its end while a person reads or selects."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from lstm_gui.gui.theme import GRID, Theme, lyrics_font

__all__ = ["LyricsOutput"]


class LyricsOutput(QPlainTextEdit):
    """A read-only text that grows at its end and leaves reading and selecting alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._prefix = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(lyrics_font(self.font()))
        self.document().setDocumentMargin(GRID // 2)
        theme.changed.connect(self._on_theme_changed)

    def begin(self, prefix: str) -> None:
        """Start a fresh text with its prefix in the accent colour."""
        self._prefix = prefix
        self.clear()
        self._append(prefix, self._prefix_format())

    def add(self, text: str) -> None:
        """Put more at the end."""
        self._append(text, QTextCharFormat())

    def _append(self, text: str, form: QTextCharFormat) -> None:
        bar = self.verticalScrollBar()
        place, following = bar.value(), bar.value() >= bar.maximum()
        own = self.textCursor()
        anchor, position, selected = own.anchor(), own.position(), own.hasSelection()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, form)
        if selected:  # or a selection up to the end would grow
            own.setPosition(anchor)
            own.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(own)
        bar.setValue(bar.maximum() if following else place)

    def _prefix_format(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.scheme.accent))
        form.setFontWeight(QFont.Weight.DemiBold)
        return form

    def _on_theme_changed(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(len(self._prefix.encode("utf-16-le")) // 2, cursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(self._prefix_format())
