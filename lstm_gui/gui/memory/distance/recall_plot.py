"""The plot of the memory span: the share recalled right by distance, on a log axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.core.inspection.spans import MemorySpan
from lstm_gui.gui.widgets.axes import NumberAxis, StillPlot, WideLogAxis
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = ["RecallLine", "RecallPlot"]

_AXIS_HEIGHT = 24
_TOP = 104.0
_BETWEEN = 62.0
"""Where a name stands that neither what is all right nor a guess runs into."""

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


@dataclass(frozen=True, slots=True, eq=False)
class RecallLine:
    """What one run recalls at each distance."""

    name: str
    color: str
    span: MemorySpan


class RecallPlot(StillPlot):
    """The lines of a run and its twin, the level of a guess, and a cursor.

    Signals:
        pointed: Another distance is under the cursor, or none.
    """

    pointed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._left = NumberAxis("left", grid=True, least_pixels=24)
        self._bottom = WideLogAxis("bottom", grid=True)
        super().__init__(self._left, self._bottom, height=_AXIS_HEIGHT, parent=parent)
        self.setObjectName("recallPlot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines: tuple[RecallLine, ...] = ()
        self._place: int | None = None
        self._guess = pg.InfiniteLine(angle=0)
        self._trained = pg.InfiniteLine(angle=90)
        self._guess_name = pg.TextItem(anchor=(0, 1))
        self._trained_name = pg.TextItem(anchor=(1, 0.5))
        self._cursor = pg.InfiniteLine(angle=90)
        self._curves = [self._curve() for _ in range(2)]
        for item in (
            *(self._guess, self._trained, self._guess_name, self._trained_name, self._cursor),
        ):
            self.addItem(item, ignoreBounds=True)
            item.hide()
        self.apply(LIGHT)

    @property
    def cursor_at(self) -> int | None:
        """The distance under the cursor."""
        return None if self._place is None else self._lines[0].span.distances[self._place]

    def sizeHint(self) -> QSize:
        """Want room for a curve."""
        return QSize(420, 160)

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(200, 56)

    def set_names(self, guess: str, trained: str) -> None:
        """Name the level of a guess and the longest distance in training."""
        self._guess_name.setText(guess)
        self._trained_name.setText(trained)

    def set_lines(self, lines: Sequence[RecallLine]) -> None:
        """Draw these, two at most; all are of the same distances."""
        self._lines = tuple(lines)
        for place, curve in enumerate(self._curves):
            curve.setVisible(place < len(self._lines))
            if place < len(self._lines):
                _show(curve, self._lines[place])
        marks = (self._guess, self._guess_name, self._trained, self._trained_name)
        for item in marks:
            item.setVisible(bool(self._lines))
        if not self._lines:
            self._point(None)
            return
        span = self._lines[0].span
        last = float(np.log10(span.distances[-1]))
        self._view.setRange(xRange=(0.0, last), yRange=(0.0, _TOP), padding=0)
        self._guess.setValue(100 * span.chance)
        self._guess_name.setPos(0.0, 100 * span.chance)
        self._trained.setValue(np.log10(span.trained))
        self._trained_name.setPos(np.log10(span.trained), _BETWEEN)
        if self._place is not None and self._place >= len(span.distances):
            self._point(None)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the lines have theirs."""
        self.setBackground(scheme.surface)
        self._left.apply(scheme)
        self._bottom.apply(scheme)
        for line in (self._guess, self._trained):
            line.setPen(pg.mkPen(scheme.muted, style=Qt.PenStyle.DashLine))
        for name in (self._guess_name, self._trained_name):
            name.setColor(scheme.muted)
        self._cursor.setPen(pg.mkPen(scheme.text))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the distance nearest to the mouse."""
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        inside = bool(self._view.sceneBoundingRect().contains(scene))
        if not inside or not self._lines:
            self._point(None)
            return
        x = float(self._view.mapSceneToView(QPointF(scene)).x())
        places = np.log10(np.array(self._lines[0].span.distances))
        self._point(int(np.abs(places - x).argmin()))

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
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._lines:
            last = len(self._lines[0].span.distances) - 1
            self._point(0 if self._place is None else min(max(self._place + step, 0), last))
        elif event.key() == Qt.Key.Key_Escape and self._place is not None:
            self._point(None)
        else:
            event.ignore()

    def _curve(self) -> pg.PlotDataItem:
        curve = pg.PlotDataItem(skipFiniteCheck=True, antialias=True, symbol="o", symbolSize=5)
        self.addItem(curve, ignoreBounds=True)
        return curve

    def _point(self, place: int | None) -> None:
        if place == self._place:
            return
        self._place = place
        self._cursor.setVisible(place is not None)
        if place is not None:
            self._cursor.setValue(np.log10(self._lines[0].span.distances[place]))
        self.pointed.emit()


def _show(curve: pg.PlotDataItem, line: RecallLine) -> None:
    curve.setPen(pg.mkPen(line.color, width=2))
    curve.setSymbolBrush(line.color)
    curve.setSymbolPen(None)
    curve.setData(np.log10(np.array(line.span.distances)), 100.0 * line.span.right)
