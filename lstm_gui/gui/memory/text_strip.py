"""Draws the text of the reading, and above it how surprising each character was."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.columns import Columns
from lstm_gui.gui.memory.glyphs import Glyphs
from lstm_gui.gui.memory.reading import Reading
from lstm_gui.gui.theme import Scheme

__all__ = ["draw_surprise", "draw_text", "surprise_top"]

_TOPS = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 50.0, 100.0)


def surprise_top(surprises: Sequence[float]) -> float:
    """Return a round number of nats that is above all of these."""
    most = max((value for value in surprises if math.isfinite(value)), default=0.0)
    return next((top for top in _TOPS if top >= most), most)


def draw_text(
    painter: QPainter,
    band: QRectF,
    columns: Columns,
    characters: str,
    places: Sequence[int],
    table: ColorTable,
    glyphs: Glyphs,
) -> None:
    """Draw each character in view on a tile of its colour."""
    middle = band.center().y()
    edges = [round(columns.x(index)) for index in range(columns.first, columns.last + 1)]
    for offset, index in enumerate(range(columns.first, columns.last)):
        left = edges[offset]
        tile = QRectF(left, band.top(), edges[offset + 1] - left, band.height())
        painter.fillRect(tile, table.colors[places[index]])
    glyphs.begin(painter)
    for index in range(columns.first, columns.last):
        painter.setPen(table.inks[places[index]])
        glyphs.draw(painter, characters[index], columns.center(index), middle)


def draw_surprise(
    painter: QPainter, band: QRectF, columns: Columns, reading: Reading, scheme: Scheme
) -> None:
    """Draw a bar above each character whose surprise is known."""
    top = surprise_top(reading.surprise)
    gap = 1.0 if columns.width < 24 else round(columns.width * 0.2)
    color = QColor(scheme.muted)
    for index in range(columns.first, columns.last):
        value = reading.surprise_at(index)
        if math.isnan(value):
            continue
        height = band.height() * min(value / top, 1.0)
        left, right = round(columns.x(index)) + gap, round(columns.x(index + 1)) - gap
        painter.fillRect(QRectF(left, band.bottom() - height, right - left, height), color)
    painter.setPen(QPen(QColor(scheme.line), 1, Qt.PenStyle.SolidLine))
    y = round(band.bottom()) + 0.5
    painter.drawLine(QPointF(columns.left, y), QPointF(columns.right, y))
