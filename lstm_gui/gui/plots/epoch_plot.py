"""A plot over epochs with a logarithmic y-axis: its axes, view, mouse and keys, not its data."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.gui.widgets.axes import IntegerAxis, LogAxis
from lstm_gui.gui.widgets.theme import GRID, Scheme, px

__all__ = ["EpochPlot"]

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
_ZOOMS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}
_TOP_DECADE = 12.5
_BELOW_CURVES = -1000
_LEFT, _RIGHT = 48, 2 * GRID
_BELOW_AXIS = 10
"""Room around the numbers; Chinese characters are higher than the font says."""


class EpochPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The view: x in epochs, y in powers of ten.

    Signals:
        hovered: The mouse is above this x.
        left: The mouse or the focus went away.
        stepped: The keyboard asked to move the cursor by so many epochs.
        entered: The keyboard brought the focus here.
        zoomed: The person changed the range.
        resetAsked: The person asked for the whole curve.
        viewChanged: The range or the size in pixels is another one.
    """

    hovered = Signal(float)
    left = Signal()
    stepped = Signal(int)
    entered = Signal()
    zoomed = Signal()
    resetAsked = Signal()
    viewChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._bottom = IntegerAxis("bottom", grid=True, least_pixels=56)
        self._left = LogAxis("left", grid=True)
        super().__init__(
            parent, axisItems={"bottom": self._bottom, "left": self._left}, enableMenu=False
        )
        for axis in (self._left, self._bottom):
            axis.setZValue(_BELOW_CURVES)  # the plot item has put its axes above them
        item = self.getPlotItem()
        item.hideButtons()
        self._margin = -1
        self.set_margin(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        view = self.view
        view.disableAutoRange()
        view.setDefaultPadding(0)
        view.setLimits(xMin=0, yMin=-0.1, yMax=_TOP_DECADE, minXRange=0.05, minYRange=0.002)
        view.sigRangeChangedManually.connect(self._on_view_zoomed)
        view.sigRangeChanged.connect(self._on_view_changed)
        view.sigResized.connect(self._on_view_changed)

    @property
    def view(self) -> Any:
        """pyqtgraph's view box."""
        return self.getPlotItem().getViewBox()

    @property
    def pixels(self) -> int:
        """The width of the curves' area in device pixels."""
        return max(int(self.view.width() * self.devicePixelRatioF()), 1)

    def x_range(self) -> tuple[float, float]:
        """Return the visible epochs."""
        low, high = self.view.viewRange()[0]
        return float(low), float(high)

    def show_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this part; it does not count as zoomed by the person."""
        self.view.setRange(xRange=x, yRange=y, padding=0)

    @property
    def margin(self) -> int:
        """How much at the right edge is left to what is written there, in pixels."""
        return self._margin

    def set_margin(self, pixels: int) -> None:
        """Leave so much more at the right edge than the last number needs."""
        if pixels != self._margin:
            self._margin = pixels
            layout = self.getPlotItem().layout
            layout.setContentsMargins(0, GRID, max(pixels + GRID, px(_RIGHT)), 0)
            layout.activate()

    def set_x_label(self, text: str, units: tuple[tuple[float, str], ...] = ()) -> None:
        """Name the x-axis in one word, or by the largest of these units that fits the range."""
        self._bottom.set_word(text, units)

    def set_grid(self, visible: bool) -> None:
        """Show the grid, or only the numbers."""
        wanted = 255 if visible else False
        for axis in (self._left, self._bottom):
            if axis.grid != wanted:
                axis.setGrid(wanted)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.setBackground(scheme.surface)
        self._left.setWidth(px(_LEFT))
        self._bottom.setHeight(self.fontMetrics().height() + _BELOW_AXIS)
        self._left.apply(scheme)
        self._bottom.apply(scheme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which x is under the mouse."""
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        if self.view.sceneBoundingRect().contains(scene):
            self.hovered.emit(float(self.view.mapSceneToView(QPointF(scene)).x()))
        else:
            self.left.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the mouse went away."""
        super().leaveEvent(event)
        self.left.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the whole curve."""
        self.resetAsked.emit()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor to a person who comes by keyboard."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the cursor away."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor by epochs, zoom, show all, or put the cursor away."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _ZOOMS:
            self.view.scaleBy(x=_ZOOMS[key], y=1)
            self.zoomed.emit()
        elif key == Qt.Key.Key_Home:
            self.resetAsked.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        else:
            event.ignore()

    def _on_view_zoomed(self, _axes: object) -> None:
        self.zoomed.emit()

    def _on_view_changed(self, *_: object) -> None:
        self.viewChanged.emit()
