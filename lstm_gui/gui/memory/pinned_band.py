"""The rows of pinned cells: above the map, of one height, with their numbers and pins."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.pin import draw_pin
from lstm_gui.gui.theme import Scheme

__all__ = ["PinnedBand"]

_ROW = 12
_GAP = 3
_PIN = 9
_SHARE = 0.5
"""The band takes no more than this part of the map's height."""


class PinnedBand:
    """Draws rows that neither zoom nor scroll with the cells, only along the text."""

    def __init__(self, top: float) -> None:
        self._top = top
        self._cells: tuple[int, ...] = ()
        self._row = float(_ROW)
        self._image: QImage | None = None

    @property
    def height(self) -> float:
        """What the band takes of the map, with the gap under it."""
        return len(self._cells) * self._row + _GAP if self._cells else 0.0

    def set_rows(self, cells: tuple[int, ...], places: Any, table: ColorTable) -> None:
        """Show these cells, columns of `places` (T, H), which count the table's colours."""
        self._cells = cells
        if not cells:
            self._image = None
            return
        lines = np.ascontiguousarray(places[:, list(cells)].T)
        down, across = lines.shape
        # A copy, since an image of Qt's does not keep the memory it is made of alive.
        image = QImage(lines.data, across, down, across, QImage.Format.Format_Indexed8).copy()
        image.setColorTable([color.rgb() for color in table.colors])
        self._image = image

    def fit(self, height: float) -> None:
        """Be no higher than is right for a map of this height."""
        self._row = min(float(_ROW), _SHARE * height / max(len(self._cells), 1))

    def row(self, cell: int, area: QRectF) -> QRectF | None:
        """Return where the row of a cell is, as wide as the map, or None if it is not pinned."""
        if cell not in self._cells:
            return None
        top = self._top + self._cells.index(cell) * self._row
        return QRectF(area.left(), top, area.width(), self._row)

    def cell_at(self, y: float) -> int | None:
        """Return the cell at this height."""
        row = (y - self._top) / self._row
        return self._cells[int(row)] if 0 <= row < len(self._cells) else None

    def draw(
        self, painter: QPainter, area: QRectF, *, left: float, right: float, scheme: Scheme
    ) -> None:
        """Draw the characters from `left` to `right` over the map's area, the rest beside it."""
        if self._image is None:
            return
        rows = len(self._cells)
        target = QRectF(area.left(), self._top, area.width(), rows * self._row)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self._image, QRectF(left, 0, right - left, rows))
        if area.left() < 2 * _PIN:  # a second map has no numbers beside it
            return
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        side = min(_PIN, self._row)
        painter.setPen(QColor(scheme.muted))
        for index, cell in enumerate(self._cells):
            middle = self._top + (index + 0.5) * self._row
            corner = QPointF(2, middle - side / 2)
            draw_pin(painter, QRectF(corner.x(), corner.y(), side, side), scheme.accent)
            if self._row >= _ROW - 2:
                words = QRectF(0, middle - _ROW, area.left() - 6, 2 * _ROW)
                painter.drawText(words, align, str(cell))
