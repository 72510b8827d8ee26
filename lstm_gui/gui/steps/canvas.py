"""What the pictures of a sequence share: room, columns, letters, colours, and a few strokes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.columns import Columns
from lstm_gui.gui.memory.glyphs import Glyphs
from lstm_gui.gui.theme import Scheme

__all__ = ["BAR", "Canvas"]

BAR = 0.7
"""The part of its column that a bar fills."""

_KEY = 14.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """A place to draw in, above the characters; time steps from `low` up to `high` are known."""

    painter: QPainter
    area: QRectF
    columns: Columns
    low: int
    high: int
    small: Glyphs
    letters: Glyphs
    scheme: Scheme

    @property
    def known(self) -> range:
        """The time steps in view that have been gone through."""
        return range(max(self.columns.first, self.low), min(self.columns.last, self.high))

    def ink(self, color: str) -> None:
        """Write in this colour from now on."""
        self.painter.setPen(QColor(color))

    def bars(self, values: Floats, top: float, color: str, area: QRectF) -> None:
        """Draw a bar for each known value; `top` is the value that fills the area."""
        fill = QColor(color)
        for t in self.known:
            height = area.height() * min(float(values[t]) / top, 1.0) if top > 0 else 0.0
            if math.isfinite(height):
                left = self.columns.x(t) + self.columns.width * (1 - BAR) / 2
                width = self.columns.width * BAR
                self.painter.fillRect(
                    QRectF(left, area.bottom() - height, width, max(height, 1.0)), fill
                )

    def line(
        self, values: Floats, place: Callable[[float], float], color: str, *, dashed: bool = False
    ) -> None:
        """Draw a line through the known values, each at the height that `place` tells."""
        style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(QColor(color), 2.0, style, Qt.PenCapStyle.RoundCap))
        points = [
            QPointF(self.columns.center(t), place(float(values[t])))
            for t in self.known
            if math.isfinite(place(float(values[t])))
        ]
        self.painter.drawPolyline(QPolygonF(points))
        if points and not dashed:
            self.painter.setBrush(QColor(color))
            self.painter.setPen(Qt.PenStyle.NoPen)
            for point in points:
                self.painter.drawEllipse(point, 2.0, 2.0)

    def rule(self, y: float, color: str, *, dashed: bool = False) -> None:
        """Draw a horizontal line across the columns."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(QColor(color), 1, style))
        y = round(y) + 0.5
        self.painter.drawLine(QPointF(self.columns.left, y), QPointF(self.columns.right, y))

    def key(self, entries: Iterable[tuple[str, str, bool]], y: float) -> None:
        """Say what is drawn in which colour: text, colour, and whether it is dashed."""
        x = self.columns.left + 2
        self.small.begin(self.painter)
        for text, color, dashed in entries:
            style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
            self.painter.setPen(QPen(QColor(color), 2.0, style, Qt.PenCapStyle.RoundCap))
            self.painter.drawLine(QPointF(x, y), QPointF(x + _KEY, y))
            self.ink(self.scheme.muted)
            self.small.draw_left(self.painter, text, x + _KEY + 4, y)
            x += _KEY + 4 + self.small.width(text) + 12
