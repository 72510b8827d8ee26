"""One of several small plots below each other, over the same epochs. It has no keys or wheel."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.training.curves import SeriesColumns
from lstm_gui.gui.widgets.axes import IntegerAxis, LogAxis, StillPlot
from lstm_gui.gui.widgets.theme import GRID, Scheme, sized

__all__ = ["LEAST_SPAN", "Strip"]

LEAST_SPAN = 1.0
"""A log axis shows so many decades at least, so that noise does not look like a change."""

_AXIS_HEIGHT = 20
_LEAST_HEIGHT = 28
_PAD = 0.12
_PERCENT = (-4.0, 104.0)


class _CloseLogAxis(LogAxis):
    """An axis for little height: its numbers stand close to each other."""

    _LEAST_PIXELS = 13.0


class Strip(StillPlot):
    """A thin curve, a dashed line beside it, and a vertical line at the cursor.

    Args:
        log: y is in powers of ten; else it is in percent.
        bottom: Show the axis of epochs.

    Signals:
        hovered(float): The mouse is above this x.
        left: The mouse went away.
        resized: The width in pixels is another one.
    """

    hovered = Signal(float)
    left = Signal()
    resized = Signal()

    def __init__(self, *, log: bool, bottom: bool = False, parent: QWidget | None = None) -> None:
        self._log = log
        self._left: Any = _CloseLogAxis("left", grid=True)
        if not log:
            self._left = IntegerAxis("left", grid=True, least_pixels=16)
        self._bottom = IntegerAxis("bottom", grid=True, least_pixels=56)
        height = _AXIS_HEIGHT if bottom else 0
        super().__init__(self._left, self._bottom, height=height, parent=parent)
        self._curve = pg.PlotCurveItem(skipFiniteCheck=True)
        self._line = pg.PlotCurveItem(skipFiniteCheck=True)
        self._cursor = pg.InfiniteLine(angle=90)
        for item in (self._line, self._curve, self._cursor):
            self.addItem(item, ignoreBounds=True)
        self._cursor.hide()
        self._bottom.setStyle(showValues=bottom)
        sized(self.setMinimumHeight, _LEAST_HEIGHT + height)
        self._view.sigResized.connect(self._on_view_resized)
        self._view.setRange(xRange=(0.0, 1.0), yRange=self._y_range(None, None), padding=0)

    def sizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(20 * GRID, self.minimumHeight())

    @property
    def pixels(self) -> int:
        """The width of the curve's area in device pixels."""
        return max(int(self._view.width() * self.devicePixelRatioF()), 1)

    def set_x_label(self, text: str) -> None:
        """Name the x-axis in one word."""
        self._bottom.set_word(text)

    def show_points(self, batches: SeriesColumns, curve: str, line: str | None, end: float) -> None:
        """Draw columns of the batches up to x = `end`, at most two points a pixel."""
        points = batches.envelope(0.0, end, self.pixels, curve, log=self._log)
        self._curve.setData(*points)
        beside = None
        if line is not None:
            beside = batches.envelope(0.0, end, self.pixels, line, log=self._log)
            self._line.setData(*beside)
        y = self._y_range(points[1], None if beside is None else beside[1])
        self._view.setRange(xRange=(0.0, end), yRange=y, padding=0)

    def show_cursor(self, x: float | None) -> None:
        """Put the cursor at x, or take it away."""
        if x is not None:
            self._cursor.setValue(x)
        self._cursor.setVisible(x is not None)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.setBackground(scheme.surface)
        self._left.apply(scheme)
        self._bottom.apply(scheme)
        self._curve.setPen(_pen(scheme.curves[0], width=scheme.stroke))
        self._line.setPen(_pen(scheme.muted, Qt.PenStyle.DashLine))
        self._cursor.setPen(_pen(scheme.muted))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which x is under the mouse."""
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        if self._view.sceneBoundingRect().contains(scene):
            self.hovered.emit(float(self._view.mapSceneToView(QPointF(scene)).x()))
        else:
            self.left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the mouse went away."""
        super().leaveEvent(event)
        self.left.emit()

    def _y_range(self, y: Doubles | None, line: Doubles | None) -> tuple[float, float]:
        if not self._log:
            return _PERCENT
        if y is None or not y.size:
            return -1.0, 1.0
        low, high = float(y.min()), float(y.max())
        if line is not None and line.size:  # a line far off would flatten the curve
            near = line[(line > low - 1.5) & (line < high + 1.5)]
            low, high = min([low, *near]), max([high, *near])
        lack = max(LEAST_SPAN - (high - low), 0.0) / 2
        pad = _PAD * (high - low) + lack
        return low - pad, high + pad

    def _on_view_resized(self, *_: object) -> None:
        self.resized.emit()


def _pen(color: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine, *, width: float = 1.0) -> QPen:
    pen = QPen(QColor(color), width, style)
    pen.setCosmetic(True)
    return pen
