"""Draws one cell along the text: its states around a line of 0, its gates between 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.columns import Columns
from lstm_gui.gui.memory.quantities import Quantity, Scale
from lstm_gui.gui.theme import Scheme

__all__ = ["Line", "draw_line", "draw_states", "limit_of", "lines_of", "value_y"]

_LIMITS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_GATE_COLORS = {"i": 3, "f": 2, "o": 4, "r": 3, "z": 2}
_THIN, _BOLD = 1.2, 2.0
_FILL = 0.55
_SLIGHT = 0.02
"""The part of its limit that a curve may pass 0 by without getting room there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: which quantity, its values along the whole text, its range, how it looks."""

    quantity: Quantity
    values: Floats
    low: float
    high: float
    color: str
    bold: bool


def limit_of(values: Floats) -> float:
    """Return a round number that no finite value passes."""
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max()) if finite.size else 0.0
    return next((limit for limit in _LIMITS if limit >= most), most)


def _gate_color(key: str, scheme: Scheme) -> str:
    """Return the colour of a gate's line: never the blue and orange of the states."""
    return scheme.curves[_GATE_COLORS[key]]


def value_y(line: Line, band: QRectF, value: float) -> float:
    """Return the height at which a value of a line is drawn."""
    part = (value - line.low) / (line.high - line.low)
    return band.bottom() - band.height() * min(max(part, 0.0), 1.0)


def draw_line(painter: QPainter, band: QRectF, columns: Columns, line: Line) -> None:
    """Draw a curve through the middles of the columns in view."""
    painter.setPen(QPen(QColor(line.color), _BOLD if line.bold else _THIN))
    points = _points(band, columns, line)
    # Not drawPolyline, nor round caps: Qt's raster engine takes 80 and 9 times as long for them.
    painter.drawLines([QLineF(one, other) for one, other in pairwise(points)])


def draw_states(
    painter: QPainter,
    band: QRectF,
    columns: Columns,
    lines: tuple[Line, ...],
    scale: Scale,
    table: ColorTable,
    scheme: Scheme,
) -> None:
    """Draw the states; under the first one lies its colour, as it is in the text."""
    first = lines[0]
    zero = value_y(first, band, 0.0)
    area = _points(band, columns, first)
    if area:
        area = [QPointF(area[0].x(), zero), *area, QPointF(area[-1].x(), zero)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_gradient(band, first, scale, table))
        painter.setOpacity(_FILL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPolygon(QPolygonF(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0)
    painter.setPen(QPen(QColor(scheme.line), 1))
    painter.drawLine(QPointF(columns.left, zero), QPointF(columns.right, zero))
    for line in reversed(lines):
        draw_line(painter, band, columns, line)


def _points(band: QRectF, columns: Columns, line: Line) -> list[QPointF]:
    values = line.values[columns.first : columns.last].tolist()
    points = zip(range(columns.first, columns.last), values, strict=True)
    return [
        QPointF(columns.center(index), value_y(line, band, value))
        for index, value in points
        if math.isfinite(value)
    ]


def _gradient(band: QRectF, line: Line, scale: Scale, table: ColorTable) -> QLinearGradient:
    """Return the colours of the values from the bottom of the band to its top."""
    gradient = QLinearGradient(QPointF(0, band.bottom()), QPointF(0, band.top()))
    values = np.linspace(line.low, line.high, 17, dtype=np.float32)
    for stop, place in enumerate(scale.indices(values).tolist()):
        gradient.setColorAt(stop / 16, table.colors[place])
    return gradient


def lines_of(
    cell: Mapping[str, Floats], quantities: tuple[Quantity, ...], chosen: str, scheme: Scheme
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the states, the chosen or kept one first, and those of the gates."""
    states = [one for one in quantities if not one.gate]
    states.sort(key=lambda one: one.key != chosen)
    shown = [one for place, one in enumerate(states) if place == 0 or "~" not in one.key]
    limits = [limit_of(cell[one.key]) for one in shown]
    below, above = _sides([cell[one.key] / limit for one, limit in zip(shown, limits, strict=True)])
    upper = [
        Line(
            one,
            cell[one.key],
            low=-limit if below else 0.0,
            high=limit if above else 0.0,
            color=scheme.muted if place else scheme.text,
            bold=not place,
        )
        for place, (one, limit) in enumerate(zip(shown, limits, strict=True))
    ]
    lower = [
        Line(one, cell[one.key], 0.0, 1.0, _gate_color(one.key, scheme), one.key == chosen)
        for one in quantities
        if one.gate
    ]
    return tuple(upper), tuple(lower)


def _sides(values: list[Floats]) -> tuple[bool, bool]:
    """Tell whether room is needed below 0, and above it; all share one line of 0."""
    below = any(bool((one < -_SLIGHT).any()) for one in values)
    above = any(bool((one > _SLIGHT).any()) for one in values)
    return below, above or not below
