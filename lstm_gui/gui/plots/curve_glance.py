"""A curve small enough for a bar of buttons: how perplexity went, without axes. A click asks for
the plot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.theme import Theme, px, sized
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["CurveGlance"]

_WIDEST, _LEAST, _HEIGHT = 120, 40, 26
_EDGE = 6.0
_LEAST_SPAN = 0.3
"""In powers of ten; a curve that stays within it is flat, not noise made large."""


class CurveGlance(Retranslated, QAbstractButton):
    """Draws the perplexity of the epochs on a log scale, in whatever width is left to it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._curve: Doubles = np.empty(0)
        self._needed = False
        self.setObjectName("curveGlance")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sized(self.setMaximumWidth, _WIDEST)
        self.setVisible(False)
        self.retranslate()
        theme.changed.connect(self.update)

    def set_curve(self, perplexity: Doubles) -> None:
        """Show the perplexity of these epochs."""
        self._curve = perplexity
        self._show_if_needed()
        self.update()

    def set_needed(self, needed: bool) -> None:
        """Tell whether the plot is out of sight."""
        self._needed = needed
        self._show_if_needed()

    def sizeHint(self) -> QSize:
        """Ask for no width: what is left is enough."""
        return QSize(0, px(_HEIGHT))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Curve of perplexity"))
        self.setToolTip(tooltip(self.tr("Perplexity so far. Click to see the plot.")))
        self._describe()

    def points(self) -> QPolygonF:
        """Return the curve in pixels; one without an end, or without room, has none."""
        values = self._curve[np.isfinite(self._curve) & (self._curve > 0)]
        if len(values) < 2 or self.width() < _LEAST:
            return QPolygonF()
        stride = -(-len(values) // self.width())
        heights = np.log10(np.append(values[:-1:stride], values[-1]))
        low = float(heights.min())
        span = max(float(heights.max()) - low, _LEAST_SPAN)
        across = np.linspace(_EDGE, self.width() - _EDGE, len(heights))
        down = _EDGE + (1 - (heights - low) / span) * (self.height() - 2 * _EDGE)
        return QPolygonF([QPointF(x, y) for x, y in zip(across, down, strict=True)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take no focus where there is no room to draw."""
        super().resizeEvent(event)
        roomy = self.width() >= _LEAST
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if roomy else Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, its end, and a frame under the mouse or with the focus."""
        points, scheme = self.points(), self._theme.scheme
        if points.isEmpty():
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                painter.setPen(QPen(QColor(scheme.accent if self.hasFocus() else scheme.line), 1))
                painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
            color = QColor(scheme.curves[0])
            painter.setPen(QPen(color, 1.5 * scheme.stroke))
            painter.drawPolyline(points)
            painter.setBrush(color)
            painter.drawEllipse(points.last(), 1.5, 1.5)

    def _show_if_needed(self) -> None:
        seen = self._needed and len(self._curve) > 1
        self.setVisible(seen)
        if seen:
            self._describe()

    def _describe(self) -> None:
        if len(self._curve) < 1:
            return
        text = self.tr("{n} epochs, from {first} to {last}", "", len(self._curve)).format(
            n=thousands(len(self._curve)),
            first=significant(float(self._curve[0])),
            last=significant(float(self._curve[-1])),
        )
        self.setAccessibleDescription(text)
