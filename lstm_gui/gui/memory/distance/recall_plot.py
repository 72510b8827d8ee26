"""The plot of the memory span: the share recalled right by distance, on a log axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from lstm_gui.core.inspection.spans import MemorySpan
from lstm_gui.gui.memory.distance.pointed_plot import PointedPlot
from lstm_gui.gui.widgets.axes import NumberAxis, WideLogAxis
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = ["RecallLine", "RecallPlot"]

_TOP = 104.0
_BETWEEN = 62.0
"""Where a name stands that neither what is all right nor a guess runs into."""


@dataclass(frozen=True, slots=True, eq=False)
class RecallLine:
    """What one run recalls at each distance."""

    name: str
    color: str
    span: MemorySpan


class RecallPlot(PointedPlot):
    """The lines of a run and its twin, the level of a guess, and a cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        left = NumberAxis("left", grid=True, least_pixels=24)
        super().__init__(left, WideLogAxis("bottom", grid=True), parent=parent)
        self.setObjectName("recallPlot")
        self._lines: tuple[RecallLine, ...] = ()
        self._guess = pg.InfiniteLine(angle=0)
        self._trained = pg.InfiniteLine(angle=90)
        self._guess_name = pg.TextItem(anchor=(0, 1))
        self._trained_name = pg.TextItem(anchor=(1, 0.5))
        self._curves = [self._curve() for _ in range(2)]
        for item in (self._guess, self._trained, self._guess_name, self._trained_name):
            self.addItem(item, ignoreBounds=True)
            item.hide()
        self.apply(LIGHT)

    @property
    def cursor_at(self) -> int | None:
        """The distance under the cursor."""
        return None if self.place is None else self._lines[0].span.distances[self.place]

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
            self.set_places(np.empty(0))
            return
        span = self._lines[0].span
        places = np.log10(np.array(span.distances))
        self.set_places(places)
        self._view.setRange(xRange=(0.0, float(places[-1])), yRange=(0.0, _TOP), padding=0)
        self._guess.setValue(100 * span.chance)
        self._guess_name.setPos(0.0, 100 * span.chance)
        self._trained.setValue(np.log10(span.trained))
        self._trained_name.setPos(np.log10(span.trained), _BETWEEN)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the lines have theirs."""
        super().apply(scheme)
        for line in (self._guess, self._trained):
            line.setPen(pg.mkPen(scheme.muted, style=Qt.PenStyle.DashLine))
        for name in (self._guess_name, self._trained_name):
            name.setColor(scheme.muted)
            name.setFont(self.font())

    def _curve(self) -> pg.PlotDataItem:
        curve = pg.PlotDataItem(skipFiniteCheck=True, antialias=True, symbol="o", symbolSize=5)
        self.addItem(curve, ignoreBounds=True)
        return curve


def _show(curve: pg.PlotDataItem, line: RecallLine) -> None:
    curve.setPen(pg.mkPen(line.color, width=2))
    curve.setSymbolBrush(line.color)
    curve.setSymbolPen(None)
    curve.setData(np.log10(np.array(line.span.distances)), 100.0 * line.span.right)
