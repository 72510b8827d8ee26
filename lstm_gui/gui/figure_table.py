"""A plain table of numbers that can be chosen and copied, without grid, frame or editing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QWidget

from lstm_gui.gui.theme import tabular

__all__ = ["FigureTable"]


class FigureTable(QTableWidget):
    """The look that tables of numbers share.

    Args:
        columns: How many.
        pixels: The height of the font.
    """

    def __init__(self, columns: int, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(0, columns, parent)
        font = tabular(self.font())
        font.setPixelSize(pixels)
        self.setFont(font)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
