"""Gradient clipping as two bars: the norm of all gradients before and after, and θ."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.numbers import compact, significant
from lstm_gui.gui.widgets.characters import Glyphs
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = ["ClipView"]

_PIXELS = 12
_PAD = 8.0
_MOST_BAR = 26.0
_BEYOND = 1.06


class ClipView(QWidget):
    """Draws how far a gradient is scaled down, on one scale from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepClip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._anatomy: StepAnatomy | None = None
        self._scheme = LIGHT
        self._glyphs = Glyphs(_PIXELS)

    def sizeHint(self) -> QSize:
        """Want room for two bars."""
        return QSize(420, 120)

    def set_anatomy(self, anatomy: StepAnatomy | None) -> None:
        """Show the gradient of this step."""
        self._anatomy = anatomy
        self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self.update()

    def forget_fonts(self) -> None:
        """Lay out all texts anew, since the font is another one."""
        self._glyphs = Glyphs(_PIXELS)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both bars and the line of θ."""
        anatomy = self._anatomy
        if anatomy is None or not math.isfinite(anatomy.grad_norm):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._glyphs.begin(painter)
        names = [
            _tr(QT_TRANSLATE_NOOP("Steps", "before")),
            _tr(QT_TRANSLATE_NOOP("Steps", "after")),
        ]
        left = _PAD + max(self._glyphs.width(name) for name in names) + _PAD
        room = QRectF(left, 20, self.width() - left - 2 * _PAD, min(self.height() - 24, 116))
        norm, theta = anatomy.grad_norm, anatomy.train.clipping_theta
        most = max(norm, theta) * _BEYOND
        after = norm * anatomy.clip_scale
        for row, (name, value) in enumerate(zip(names, (norm, after), strict=True)):
            y = room.top() + room.height() * (row + 0.5) / 2
            painter.setPen(QColor(self._scheme.muted))
            self._glyphs.draw_right(painter, name, left - _PAD, y)
            self._draw_bar(painter, room, y, value / most, norm / most)
        self._draw_theta(painter, room, theta / most, compact(theta))
        for row, value in enumerate((norm, after)):
            y = room.top() + room.height() * (row + 0.5) / 2
            self._write(painter, room, significant(value), value / most, y)

    def _draw_bar(
        self, painter: QPainter, room: QRectF, y: float, part: float, whole: float
    ) -> None:
        """Fill what is there, and hatch what was cut off."""
        height = min(room.height() / 2 - 12, _MOST_BAR)
        bar = QRectF(room.left(), y - height / 2, max(room.width() * part, 1.0), height)
        painter.fillRect(bar, QColor(self._scheme.curves[0]))
        if whole > part:
            lost = QRectF(bar)
            lost.setLeft(bar.right())
            lost.setRight(room.left() + room.width() * whole)
            painter.fillRect(lost, QBrush(QColor(self._scheme.muted), Qt.BrushStyle.BDiagPattern))

    def _write(self, painter: QPainter, room: QRectF, text: str, part: float, y: float) -> None:
        """Write a number behind its bar, or on its end where there is no room behind."""
        end = room.left() + room.width() * part
        box = QRectF(end + 4, 0, self._glyphs.width(text) + _PAD, _PIXELS + 6)
        if box.right() > self.width() - 2:
            box.moveRight(end - 4)
        box.moveTop(y - box.height() / 2)
        painter.setBrush(QColor(self._scheme.background))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(self._scheme.text))
        self._glyphs.draw(painter, text, box.center().x(), y)

    def _draw_theta(self, painter: QPainter, room: QRectF, part: float, text: str) -> None:
        x = round(room.left() + room.width() * part) + 0.5
        painter.setPen(QPen(QColor(self._scheme.curves[1]), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 18), QPointF(x, room.bottom()))
        painter.setPen(QColor(self._scheme.text))
        label = f"θ = {text}"
        half = self._glyphs.width(label) / 2
        x = min(max(x, half + 2), self.width() - half - 2)
        self._glyphs.draw(painter, label, x, 9)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)
