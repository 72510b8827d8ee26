"""A plot over distances with a cursor, which the mouse and the arrow keys move."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.core.arrays import Doubles
from lstm_gui.gui.widgets.axes import IntegerAxis, LogAxis, StillPlot
from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["PointedPlot"]

_AXIS_HEIGHT = 24
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class PointedPlot(StillPlot):
    """A still plot whose cursor stands at one of some places.

    Args:
        left: Its vertical axis.
        bottom: Its horizontal axis, of distances.
        parent: Its widget.

    Signals:
        pointed: Another place is under the cursor, or none.
    """

    pointed = Signal()

    def __init__(
        self,
        left: IntegerAxis | LogAxis,
        bottom: IntegerAxis | LogAxis,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(left, bottom, height=_AXIS_HEIGHT, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axes = (left, bottom)
        self._places: Doubles = np.empty(0)
        self.place: int | None = None
        """Which of the places is under the cursor."""
        self._cursor = pg.InfiniteLine(angle=90)
        self.addItem(self._cursor, ignoreBounds=True)
        self._cursor.hide()

    def sizeHint(self) -> QSize:
        """Want room for a curve."""
        return QSize(420, 160)

    def set_places(self, places: Doubles) -> None:
        """Let the cursor stand at these places of the horizontal axis, in order."""
        self._places = places
        if self.place is not None and self.place >= len(places):
            self._point(None)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the lines have theirs."""
        self.setBackground(scheme.surface)
        for axis in self._axes:
            axis.apply(scheme)
        self._cursor.setPen(pg.mkPen(scheme.text))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the place nearest to the mouse."""
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        inside = bool(self._view.sceneBoundingRect().contains(scene))
        if not inside or not len(self._places):
            self._point(None)
            return
        x = float(self._view.mapSceneToView(QPointF(scene)).x())
        self._point(int(np.abs(self._places - x).argmin()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, or put it away."""
        step, last = _STEPS.get(Qt.Key(event.key())), len(self._places) - 1
        if step is not None and last >= 0:
            self._point(0 if self.place is None else min(max(self.place + step, 0), last))
        elif event.key() == Qt.Key.Key_Escape and self.place is not None:
            self._point(None)
        else:
            event.ignore()

    def _point(self, place: int | None) -> None:
        if place == self.place:
            return
        self.place = place
        self._cursor.setVisible(place is not None)
        if place is not None:
            self._cursor.setValue(self._places[place])
        self.pointed.emit()
