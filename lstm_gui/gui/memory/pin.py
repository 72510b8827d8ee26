"""The pin: a small mark for what stays on top."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from lstm_gui.gui.theme import Scheme

__all__ = ["draw_pin", "pin_icon"]

_SIZES = (16, 32, 48)


def draw_pin(painter: QPainter, area: QRectF, color: str) -> None:
    """Draw a pin that fills a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 16, area.height() / 16)
    painter.setBrush(QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(4.5, 1.5, 7, 2), 0.8, 0.8)
    painter.drawRect(QRectF(6, 3, 4, 4.5))
    painter.drawRoundedRect(QRectF(3.5, 7.5, 9, 2), 0.8, 0.8)
    painter.setPen(QPen(QColor(color), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(8, 9.5), QPointF(8, 14.3))
    painter.restore()


def pin_icon(scheme: Scheme) -> QIcon:
    """Return the pin as an icon; disabled, it is in the muted colour."""
    icon = QIcon()
    modes = ((QIcon.Mode.Normal, scheme.text), (QIcon.Mode.Disabled, scheme.muted))
    for size in _SIZES:
        for mode, color in modes:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            draw_pin(painter, QRectF(0, 0, size, size), color)
            painter.end()
            icon.addPixmap(pixmap, mode)
    return icon
