"""Values by character as a curve with a linear or a logarithmic axis, painted into a rectangle."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.fading import LEAST_CHANGE
from lstm_gui.gui.memory.wording import plain, round_up
from lstm_gui.gui.theme import Scheme

__all__ = ["Axis", "axis_for", "draw_curve"]

_MOST_DECADES = 6
_LEAST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high`; logarithmic ones below `low` lie on the bottom."""

    low: float
    high: float
    log: bool

    def height(self, value: float) -> float:
        """Return where a value lies, 0 at the bottom and 1 at the top."""
        if not math.isfinite(value):
            return 0.0
        if self.log:
            span = math.log10(self.high / self.low)
            part = math.log10(max(value, self.low) / self.low) / span
        else:
            part = (value - self.low) / (self.high - self.low)
        return min(max(part, 0.0), 1.0)

    def ticks(self, pixels: float) -> list[float]:
        """Return the values to mark in so many pixels."""
        if not self.log:
            return [self.low, self.high / 2, self.high] if pixels >= 48 else [self.low, self.high]
        decades = round(math.log10(self.high / self.low))
        every = max(math.ceil(decades * _LEAST_LABEL / max(pixels, 1.0)), 1)
        return [self.high / 10.0**power for power in range(0, decades + 1, every)]


def axis_for(values: Floats, *, log: bool) -> Axis:
    """Return an axis on which these values, none below 0, can be read."""
    finite = values[np.isfinite(values)]
    most = float(finite.max(initial=0.0))
    if not log:
        return Axis(0.0, round_up(max(most, LEAST_CHANGE)), log=False)
    high = 10.0 ** math.ceil(math.log10(max(most, 10 * LEAST_CHANGE)) - 1e-9)
    positive = finite[finite > 0]
    least = float(positive.min()) if positive.size else high / 10
    low = 10.0 ** math.floor(math.log10(max(least, LEAST_CHANGE)))
    low = min(max(low, high / 10.0**_MOST_DECADES), high / 10)
    return Axis(low, high, log=True)


def draw_curve(
    painter: QPainter, area: QRectF, values: Floats, axis: Axis, scheme: Scheme, *, color: str
) -> None:
    """Draw the axis at the left of `area` and a curve through the middles of its columns.

    What comes before the first change is no part of the curve.
    """
    _draw_ticks(painter, area, axis, scheme)
    width = area.width() / max(len(values), 1)
    first = int(np.argmax(values > 0)) if values.size else 0
    points = [
        QPointF(
            area.left() + (index + 0.5) * width,
            area.bottom() - axis.height(value) * area.height(),
        )
        for index, value in enumerate(values.tolist())
        if index >= first
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.5))
    painter.drawPolyline(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_ticks(painter: QPainter, area: QRectF, axis: Axis, scheme: Scheme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for tick in axis.ticks(area.height()):
        y = round(area.bottom() - axis.height(tick) * area.height())
        painter.setPen(QColor(scheme.line))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(scheme.muted))
        label = QRectF(0, y - _LEAST_LABEL / 2, area.left() - 6, _LEAST_LABEL)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(label, flags, _tick_text(tick))


def _tick_text(tick: float) -> str:
    """Write a tick in few letters: 0, 0.25, 1e−4, 2.5e−4."""
    if tick == 0 or tick >= 1e-2:
        return plain(tick)
    digits, _, power = f"{tick:.1e}".partition("e")
    return f"{digits.removesuffix('.0')}e−{abs(int(power))}"
