"""The base of tables of numbers: they can be selected and copied, not edited."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QWidget

from lstm_gui.gui.widgets.theme import sized, tabular

__all__ = ["FigureTable"]


class FigureTable(QTableWidget):
    """The look that tables of numbers share.

    Args:
        columns: How many.
        pixels: The height of the font.
        written: How many columns from the left hold text; the others are drawn.
        left_to_panel: The keys that mean something to the panel around it.
    """

    def __init__(
        self,
        columns: int,
        pixels: int,
        *,
        written: int,
        left_to_panel: Container[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, columns, parent)
        self._written = written
        self._left_to_panel = left_to_panel
        sized(self.set_letters, pixels)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)

    def set_letters(self, pixels: int) -> None:
        """Write as large as this."""
        font = tabular(self.font())
        font.setPixelSize(pixels)
        self.setFont(font)
        self.horizontalHeader().setFont(font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is chosen; leave to the panel what means something there."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_text())
        elif event.key() in self._left_to_panel:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """Return the chosen cells as lines of text, tabs between."""
        lines = []
        for row in range(self.rowCount()):
            items = (self.item(row, column) for column in range(self._written))
            chosen = [item.text() for item in items if item is not None and item.isSelected()]
            if chosen:
                lines.append("\t".join(chosen))
        return "\n".join(lines)
