"""A small heat map without axes: rows are cells, columns are characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.core.arrays import Floats
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.widgets.theme import GRID, Theme

__all__ = ["HeatStrip", "heat_image"]


def heat_image(values: Floats, scale: Scale, table: ColorTable) -> QImage:
    """Paint values of shape (characters, cells), one pixel each, cells downwards."""
    places = np.ascontiguousarray(scale.indices(values).T)
    rows, columns = places.shape
    # A copy, since an image of Qt's does not keep the memory it is made of alive.
    image = QImage(places.data, columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    image.setColorTable([color.rgb() for color in table.colors])
    return image


class HeatStrip(QWidget):
    """Values as colours, with thin lines at some characters.

    Signals:
        pointed: The mouse is on this row and character; both −1 when it left.
    """

    pointed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._marks: Sequence[int] = ()
        self._columns = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_values(
        self,
        values: Floats,
        scale: Scale,
        table: ColorTable,
        *,
        columns: int = 0,
        marks: Sequence[int] = (),
    ) -> None:
        """Show values of shape (characters, cells), in room for at least so many characters."""
        self._image = heat_image(values, scale, table) if values.size else None
        self._columns = max(columns, len(values))
        self._marks = marks
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._image = None
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for little."""
        return QSize(16 * GRID, 5 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(8 * GRID, 4 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the values, the lines and the edge."""
        with QPainter(self) as painter:
            scheme: Any = self._theme.scheme
            painter.fillRect(self.rect(), QColor(scheme.surface))
            if self._image is not None:
                area = QRectF(0, 0, self._image.width() * self._column(), self.height())
                painter.drawImage(area, self._image)
                painter.setPen(QPen(QColor(scheme.text), 1, Qt.PenStyle.DotLine))
                for mark in self._marks:
                    x = round(mark * self._column())
                    painter.drawLine(x, 0, x, self.height())
            painter.setPen(QColor(scheme.line))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the mouse is on."""
        super().mouseMoveEvent(event)
        self.pointed.emit(*self._place(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the mouse left."""
        super().leaveEvent(event)
        self.pointed.emit(-1, -1)

    def _column(self) -> float:
        return self.width() / max(self._columns, 1)

    def _place(self, point: QPointF) -> tuple[int, int]:
        if self._image is None or not QRectF(self.rect()).contains(point):
            return -1, -1
        column = int(point.x() / self._column())
        row = int(point.y() / max(self.height(), 1) * self._image.height())
        inside = 0 <= column < self._image.width() and 0 <= row < self._image.height()
        return (row, column) if inside else (-1, -1)
