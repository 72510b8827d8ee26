"""The perplexity of the part held out, as a line of its own on the perplexity plot."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.history import Doubles
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.plot_pens import thin_pen
from lstm_gui.gui.plot_track import Track
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["OF_TWIN", "HeldOutCurve", "last_value"]

OWN, OF_TWIN = 1, 2
"""Their places among the scheme's curves: next to that of the training text, and the twin's own."""

_WIDTH, _DOTS = 2.0, 16
"""So few points are drawn as dots too, for they need not be one an epoch; more hide the dashes."""


class HeldOutCurve:
    """A dashed line through the readings, named above its middle; y is in powers of ten.

    Args:
        plot: What it is drawn on.
        series: The readings.
        color: Its place among the scheme's curves.
    """

    def __init__(self, plot: EpochPlot, series: Track, color: int = OWN) -> None:
        self._plot = plot
        self.series = series
        self._color = color
        self.pen = held_out_pen(LIGHT, color)
        self._curve = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._dots = pg.ScatterPlotItem(size=5)
        self._name = pg.TextItem(anchor=(0.5, 1))
        self._added = False

    def set_name(self, name: str) -> None:
        """Name the line."""
        self._name.setText(name)

    def draw(self) -> None:
        """Hand the visible part to the line, which is on the plot from the first reading on."""
        if not self._added:
            if not len(self.series):
                return
            self._add()
        low, high = self._plot.x_range()
        x, y = self.series.envelope(low, high, self._plot.pixels)
        self._curve.setData(x, y)
        few = x.size <= _DOTS
        self._dots.setData(x, y) if few else self._dots.clear()
        self._name.setVisible(bool(x.size))
        if x.size:
            middle = x.size // 2
            self._name.setPos(float(x[middle]), float(y[middle]))

    def _add(self) -> None:
        self._added = True
        for item in (self._curve, self._dots, self._name):
            self._plot.addItem(item, ignoreBounds=True)

    def at(self, epoch: float) -> tuple[float, float] | None:
        """Return epoch and perplexity of the last reading up to an epoch."""
        return _last_before(self.series.rows[0], self.series.rows[3], epoch)

    def shown_at(self, x: float) -> tuple[float, float] | None:
        """Return place and perplexity of the last reading up to x on the axis in use."""
        return _last_before(self.series.x, self.series.y, x)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.pen, color = held_out_pen(scheme, self._color), QColor(scheme.curves[self._color])
        self._curve.setPen(self.pen)
        self._dots.setPen(QPen(color))
        self._dots.setBrush(color)
        self._name.setColor(color)
        self._name.update()


def held_out_pen(scheme: Scheme, color: int = OWN) -> QPen:
    """Return the pen of readings, by the place of their colour among the scheme's curves."""
    return thin_pen(scheme.curves[color], _WIDTH, Qt.PenStyle.DashLine)


def last_value(track: Track, x: float) -> float | None:
    """Return the value of the last point up to x on the axis in use."""
    found = _last_before(track.x, track.y, x)
    return None if found is None else found[1]


def _last_before(xs: Doubles, ys: Doubles, x: float) -> tuple[float, float] | None:
    place = int(np.searchsorted(xs, x + 1e-9, "right")) - 1
    if place < 0 or not np.isfinite(ys[place]):
        return None
    return float(xs[place]), float(10 ** ys[place])
