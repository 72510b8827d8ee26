"""The histogram of half-lives in characters, on a log scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lstm_gui.core.numbers import marked
from lstm_gui.gui.widgets.axes import log_ticks, nice_step
from lstm_gui.gui.widgets.theme import GRID, Theme, px, tabular

__all__ = ["LifetimesPlot", "Mark"]

Mark = tuple[float, str]
"""A length in characters, and what it is the length of."""

_LEFT, _BOTTOM, _LINE = 32, 34, 16
_BEYOND = 40
_GAP = 24


class LifetimesPlot(QWidget):
    """A bar for each range of half-lives, the last one for all that is longer.

    Signals:
        barChosen: The person chose this bar, counted from 0.
    """

    barChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lifetimesPlot")
        self._theme = theme
        self._edges: Sequence[float] = (1.0, 10.0)
        self._counts: Sequence[int] = (0, 0)
        self._tips: Sequence[str] = ()
        self._marks: Sequence[Mark] = ()
        self._axis = self._beyond = ""
        self._value = math.nan
        self._hovered = -1
        self._current = 0
        self.setFont(tabular(self.font()))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Be wide and low."""
        return QSize(400, 200)

    def minimumSizeHint(self) -> QSize:
        """Leave room for the marks and some bars."""
        return QSize(200, 96)

    def set_bars(self, edges: Sequence[float], counts: Sequence[int], tips: Sequence[str]) -> None:
        """Show a count between each two edges, and one beyond; a tip says each in words."""
        self._edges, self._counts, self._tips = edges, counts, tips
        self._current = min(self._current, len(counts) - 1)
        self._describe()
        self.update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these lengths with a line and a word."""
        self._marks = marks
        self.update()

    def set_words(self, axis: str, beyond: str) -> None:
        """Say what is counted along the axis, and what the last bar is."""
        self._axis, self._beyond = axis, beyond
        self.update()

    def set_value(self, value: float) -> None:
        """Point at the half-life of the chosen cell; NaN points at nothing."""
        self._value = value
        self.update()

    def bar_area(self, bar: int) -> QRectF:
        """Return where a bar can be clicked, whatever its height."""
        plot = self._plot()
        if bar == len(self._counts) - 1:
            left = plot.right() + px(_GAP)
            return QRectF(left, plot.top(), px(_BEYOND), plot.height())
        left, right = self._x(self._edges[bar]), self._x(self._edges[bar + 1])
        return QRectF(left, plot.top(), right - left, plot.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which bar would be chosen."""
        self._hover(self._bar_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show no bar as the one."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a bar."""
        bar = self._bar_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and bar >= 0:
            self._current = bar
            self.barChosen.emit(bar)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from bar to bar; Enter chooses."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._current = min(max(self._current + step, 0), len(self._counts) - 1)
            self._describe()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.barChosen.emit(self._current)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the bar that keys are at."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Frame it no longer."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in words what the bar under the mouse counts."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            bar = self._bar_at(QPointF(event.pos()))
            text = self._tips[bar] if 0 <= bar < len(self._tips) else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, the scales and the marks."""
        with QPainter(self) as painter:
            scheme = self._theme.scheme
            painter.fillRect(self.rect(), QColor(scheme.surface))
            plot = self._plot()
            top = max(max(self._counts, default=0), 1)
            self._draw_scales(painter, plot, top)
            for bar, count in enumerate(self._counts):
                self._draw_bar(painter, bar, plot.height() * count / top)
            self._draw_marks(painter, plot)
            self._draw_value(painter, plot)

    def _draw_scales(self, painter: QPainter, plot: QRectF, top: int) -> None:
        scheme = self._theme.scheme
        step = max(int(nice_step(28 * top / max(plot.height(), 1))), 1)
        for count in range(0, top + 1, step):
            y = round(plot.bottom() - plot.height() * count / top)
            painter.setPen(QColor(scheme.line))
            painter.drawLine(round(plot.left()), y, round(self._right()), y)
            painter.setPen(QColor(scheme.muted))
            area = QRectF(0, y - px(_LINE) / 2, px(_LEFT) - 6, px(_LINE))
            painter.drawText(
                area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{count}"
            )
        low, high = math.log10(self._edges[0]), math.log10(self._edges[-1])
        gap = 44 * (high - low) / max(plot.width(), 1)
        for tick in log_ticks(low, high, gap):
            self._write(painter, self._x(tick), plot.bottom() + 2, marked(f"{tick:,.6g}"))
        self._write(
            painter,
            self.bar_area(len(self._counts) - 1).center().x(),
            plot.bottom() + 2,
            self._beyond,
        )
        self._write(painter, plot.center().x(), plot.bottom() + 2 + px(_LINE), self._axis)

    def _draw_bar(self, painter: QPainter, bar: int, height: float) -> None:
        scheme = self._theme.scheme
        area = self.bar_area(bar)
        area.setTop(area.bottom() - height)
        color = QColor(scheme.curves[0])
        if bar != self._hovered:
            color.setAlphaF(0.75)
        painter.fillRect(area.adjusted(0.5, 0, -0.5, 0), color)
        if self.hasFocus() and bar == self._current:
            painter.setPen(QPen(QColor(scheme.text), 1))
            painter.drawRect(self.bar_area(bar).adjusted(0, 0, -1, 0))

    def _draw_marks(self, painter: QPainter, plot: QRectF) -> None:
        """Draw the marks; their words stand in two lines where one has no room for both."""
        scheme = self._theme.scheme
        taken = [-math.inf, -math.inf]
        metrics = painter.fontMetrics()
        for length, text in sorted(self._marks):
            x = round(min(max(self._x(length), plot.left()), plot.right()))
            width = metrics.horizontalAdvance(text)
            left = x + 4 if x + 4 + width < self.width() else x - 4 - width
            line = 0 if left > taken[0] + GRID else 1
            taken[line] = left + width
            painter.setPen(QPen(QColor(scheme.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(x, line * px(_LINE) + 2, x, round(plot.bottom()))
            painter.setPen(QColor(scheme.text))
            area = QRectF(left, line * px(_LINE), width + 2, px(_LINE))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _draw_value(self, painter: QPainter, plot: QRectF) -> None:
        if math.isnan(self._value):
            return
        beyond = self._value >= self._edges[-1]
        last = self.bar_area(len(self._counts) - 1)
        x = last.center().x() if beyond else self._x(max(self._value, self._edges[0]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.scheme.accent))
        y = plot.bottom() + 1
        painter.drawPolygon([QPointF(x, y - 6), QPointF(x - 5, y + 3), QPointF(x + 5, y + 3)])

    def _write(self, painter: QPainter, center: float, top: float, text: str) -> None:
        painter.setPen(QColor(self._theme.scheme.muted))
        area = QRectF(center - px(120), top, px(240), px(_LINE))
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter), text
        )

    def _plot(self) -> QRectF:
        """Return the area of the bars but the last one."""
        top = 2 * px(_LINE) + 4
        right = self.width() - px(_GAP) - px(_BEYOND) - GRID
        return QRectF(
            px(_LEFT), top, max(right - px(_LEFT), 1), max(self.height() - top - px(_BOTTOM), 1)
        )

    def _right(self) -> float:
        return float(self.width() - GRID)

    def _x(self, length: float) -> float:
        plot = self._plot()
        low, high = math.log(self._edges[0]), math.log(self._edges[-1])
        return plot.left() + plot.width() * (math.log(max(length, 1e-9)) - low) / (high - low)

    def _bar_at(self, place: QPointF) -> int:
        bars = range(len(self._counts))
        return next((bar for bar in bars if self.bar_area(bar).contains(place)), -1)

    def _hover(self, bar: int) -> None:
        if bar != self._hovered:
            self._hovered = bar
            pointing = bar >= 0 and self._counts[bar] > 0
            shape = Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def _describe(self) -> None:
        if self._current < len(self._tips):
            self.setAccessibleDescription(self._tips[self._current])
