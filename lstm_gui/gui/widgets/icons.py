"""The few icons of the window, drawn in the theme's colours."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["icon"]

SIZES = (16, 32, 48)


def icon(name: str, scheme: Scheme, *, color: str | None = None) -> QIcon:
    """Return one of start, pause, step, stop, reset, twin; muted while it is disabled."""
    result = QIcon()
    for size in SIZES:
        result.addPixmap(_drawn(name, size, color or scheme.text))
        result.addPixmap(_drawn(name, size, scheme.muted), QIcon.Mode.Disabled)
    return result


def _drawn(name: str, size: int, color: str) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 16, size / 16)
        painter.setBrush(QColor(color))
        painter.setPen(Qt.PenStyle.NoPen)
        if name == "reset":
            _draw_reset(painter, color)
        else:
            painter.drawPath(_shape(name))
    return pixmap


def _shape(name: str) -> QPainterPath:
    path = QPainterPath()
    if name == "start":
        path.addPolygon(_triangle(4, 13))
    elif name == "pause":
        path.addRoundedRect(QRectF(3.5, 3, 3, 10), 0.8, 0.8)
        path.addRoundedRect(QRectF(9.5, 3, 3, 10), 0.8, 0.8)
    elif name == "step":
        path.addPolygon(_triangle(3, 10))
        path.addRoundedRect(QRectF(11, 3, 2.2, 10), 0.8, 0.8)
    elif name == "twin":
        path.addEllipse(QRectF(1.2, 5, 6, 6))
        path.addEllipse(QRectF(8.8, 5, 6, 6))
    elif name == "stop":
        path.addRoundedRect(QRectF(3.5, 3.5, 9, 9), 1, 1)
    return path


def _triangle(left: float, right: float) -> QPolygonF:
    return QPolygonF([QPointF(left, 3), QPointF(right, 8), QPointF(left, 13)])


def _draw_reset(painter: QPainter, color: str) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(QRectF(3.5, 3.5, 9, 9), 150 * 16, 290 * 16)
    angle = math.radians(150)
    tip = QPointF(8 + 4.5 * math.cos(angle), 8 - 4.5 * math.sin(angle))
    painter.drawLine(tip, tip + QPointF(-0.6, -3.2))
    painter.drawLine(tip, tip + QPointF(3.2, -0.7))
