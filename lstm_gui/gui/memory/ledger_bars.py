"""The bars of the ledger: amounts of state on one signed scale, each beginning where it belongs.

What was kept begins at 0, what was written at the end of what was kept, and what was forgotten
lies between what was kept and what there was; so the bars add up as the numbers do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.ledger_rows import Row
from lstm_gui.gui.memory.ledger_scale import LedgerScale
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["LedgerBars"]

_PAD = 4.0
_LEAST = 1.0
_LOST = ("forgotten",)


class LedgerBars:
    """Draws the bar of each row."""

    def __init__(self) -> None:
        self.scale = LedgerScale()
        self._bars: list[tuple[str, float, float]] = []
        self.apply(LIGHT)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._table = ColorTable(scheme, gate=False)

    def set_ends(self, rows: Sequence[Row], ends: Mapping[str, float]) -> None:
        """Set where the bars begin and end."""
        self._bars = [
            (
                row.key,
                ends.get(f"start:{row.key}", row.start),
                ends.get(f"end:{row.key}", row.end),
            )
            for row in rows
        ]

    def bar(self, room: QRectF, index: int) -> QRectF | None:
        """Return where the bar of a row is, or None when it has none."""
        if index >= len(self._bars):
            return None
        _, start, end = self._bars[index]
        if math.isnan(end):
            return None
        left, right = sorted((self._x(room, start), self._x(room, end)))
        height = max(round(room.height() * 0.5), 3)
        top = round(room.center().y() - height / 2)
        return QRectF(left, top, max(right - left, _LEAST), height)

    def draw(self, painter: QPainter, room: QRectF, index: int) -> None:
        """Draw the bar of a row and the line of 0 behind it."""
        zero = round(self._x(room, 0.0)) + 0.5
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawLine(QPointF(zero, room.top()), QPointF(zero, room.bottom()))
        bar = self.bar(room, index)
        if bar is None:
            return
        key, start, end = self._bars[index]
        if key in _LOST:
            painter.fillRect(bar, QBrush(QColor(self._scheme.muted), Qt.BrushStyle.BDiagPattern))
        else:
            painter.fillRect(bar, self._color(end - start))
        painter.setPen(QPen(QColor(self._scheme.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))

    def _x(self, room: QRectF, value: float) -> float:
        part = min(max((value - self.scale.low) / (self.scale.high - self.scale.low), 0.0), 1.0)
        return room.left() + _PAD + part * (room.width() - 2 * _PAD)

    def _color(self, amount: float) -> QColor:
        part = min(max(amount / self.scale.color_limit, -1.0), 1.0)
        return self._table.colors[round(127.5 * (part + 1.0))]
