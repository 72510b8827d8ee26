"""The plot of how far gradients reach: norms by distance, on a log axis, with their quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.inspection.reach import ReachBand
from lstm_gui.gui.memory.distance.pointed_plot import PointedPlot
from lstm_gui.gui.widgets.axes import IntegerAxis, LogAxis, StillPlot
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, translucent

__all__ = ["ReachLine", "ReachPlot"]

_BAND = 0.2
_PAD = 0.06
_DECADES = 8.0
"""So many decades around distance 0 are shown: what is below is nothing to a network in float32."""

_LEAST, _MOST = 1e-300, 1e300


@dataclass(frozen=True, slots=True, eq=False)
class ReachLine:
    """What one run has at each distance."""

    name: str
    color: str
    band: ReachBand

    @property
    def longest(self) -> int:
        """The greatest distance."""
        return len(self.band.median) - 1


class _Drawn:
    """The items of one run."""

    def __init__(self, plot: StillPlot) -> None:
        self._low, self._high = (pg.PlotCurveItem(skipFiniteCheck=True) for _ in range(2))
        self._band = pg.FillBetweenItem(self._low, self._high)
        self._median = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        for item in (self._band, self._median):
            plot.addItem(item, ignoreBounds=True)

    def show(self, line: ReachLine | None) -> None:
        for item in (self._band, self._median):
            item.setVisible(line is not None)
        if line is None:
            return
        k = np.arange(line.longest + 1, dtype=np.float64)
        self._low.setData(k, _level(line.band.low))
        self._high.setData(k, _level(line.band.high))
        self._band.setBrush(translucent(line.color, _BAND))
        self._median.setData(k, _level(line.band.median))
        self._median.setPen(pg.mkPen(line.color, width=2))


class ReachPlot(PointedPlot):
    """The lines of a run and its twin over the same distances, and a cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._bottom = IntegerAxis("bottom", grid=True, least_pixels=56)
        super().__init__(LogAxis("left", grid=True), self._bottom, parent=parent)
        self.setObjectName("reachPlot")
        self.lines: tuple[ReachLine, ...] = ()
        """What is drawn."""
        self._cut = pg.InfiniteLine(angle=90)
        self._cut_name = pg.TextItem(anchor=(0, 0))
        self._drawn = (_Drawn(self), _Drawn(self))
        for item in (self._cut, self._cut_name):
            self.addItem(item, ignoreBounds=True)
            item.hide()
        self._cut_at = 0
        self.apply(LIGHT)

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(200, 72)

    def set_x_label(self, word: str) -> None:
        """Name the distances in a word."""
        self._bottom.set_word(word)

    def set_lines(self, lines: Sequence[ReachLine]) -> None:
        """Draw these, two at most."""
        self.lines = tuple(lines)
        for place, drawn in enumerate(self._drawn):
            drawn.show(self.lines[place] if place < len(self.lines) else None)
        longest = max((line.longest for line in self.lines), default=1)
        self.set_places(np.arange(longest + 1.0) if self.lines else np.empty(0))
        low, high = self._range()
        self._view.setRange(xRange=(0.0, float(longest)), yRange=(low, high), padding=0)
        self._cut_name.setPos(self._cut_at, high)
        for item in (self._cut, self._cut_name):
            item.setVisible(bool(self.lines) and 0 < self._cut_at < longest)

    def set_cut(self, distance: int, name: str) -> None:
        """Mark the distance at which training cuts gradients off."""
        self._cut_at = distance
        self._cut.setValue(distance)
        self._cut_name.setText(name)
        self.set_lines(self.lines)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the lines have theirs."""
        super().apply(scheme)
        self._cut.setPen(pg.mkPen(scheme.muted, style=Qt.PenStyle.DashLine))
        self._cut_name.setColor(scheme.muted)
        self._cut_name.setFont(self.font())

    def _range(self) -> tuple[float, float]:
        """Return where y begins and ends: all medians and what is above them, within reason."""
        if not self.lines:
            return -1.0, 0.0
        begins = [float(_level(line.band.median[:1])[0]) for line in self.lines]
        high = max(float(_level(line.band.high).max()) for line in self.lines)
        high = min(high, max(begins) + _DECADES)
        low = min(float(_level(line.band.median).min()) for line in self.lines)
        low = min(max(low, max(begins) - _DECADES), high - 1.0)
        pad = _PAD * (high - low)
        return low - pad, high + pad


def _level(norms: Doubles) -> Doubles:
    """Return powers of ten; of nothing, one far below the plot, of all too much, far above."""
    levels: Doubles = np.log10(np.clip(norms, _LEAST, _MOST))
    return levels
