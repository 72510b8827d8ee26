"""The curve of a twin on the perplexity plot, with the two runs named at their ends."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.history import Doubles, Series
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["SecondCurve"]

_NAME_ANCHOR = (1, 1.2)


class SecondCurve:
    """Batches thin, epochs bold, in the second colour; nothing at all while there is no twin."""

    def __init__(self, plot: EpochPlot) -> None:
        self.steps, self.epochs = Series(), Series()
        self._plot = plot
        self._scheme, self._step_pen = LIGHT, QPen()
        self._curves: tuple[pg.PlotCurveItem, ...] = ()
        self._names: tuple[pg.TextItem, ...] = ()

    @property
    def series(self) -> tuple[Series, ...]:
        """Batches and epochs."""
        return self.steps, self.epochs

    def clear(self) -> None:
        """Forget the curve and the names."""
        for series in self.series:
            series.clear()
        for item in (*self._curves, *self._names):
            self._plot.removeItem(item)
        self._curves = self._names = ()

    def set_names(self, names: tuple[str, str]) -> None:
        """Draw the curve from now on, and write these at the ends of the first one and of it."""
        if not self._names:
            self._curves = (
                pg.PlotCurveItem(skipFiniteCheck=True),
                pg.PlotCurveItem(skipFiniteCheck=True, antialias=True),
            )
            self._names = (pg.TextItem(anchor=_NAME_ANCHOR), pg.TextItem(anchor=_NAME_ANCHOR))
            for item in (*self._curves, *self._names):
                self._plot.addItem(item, ignoreBounds=True)
            self.apply(self._scheme, self._step_pen)
        for item, name in zip(self._names, names, strict=True):
            item.setText(name)

    def cut(self, epoch: float) -> tuple[tuple[Doubles, Doubles], tuple[Doubles, Doubles]]:
        """Take off what stands beyond an epoch, and return it."""
        return self.steps.cut(epoch), self.epochs.cut(epoch)

    def draw(self, first: tuple[Series, Series]) -> None:
        """Draw the visible part, at most two points a pixel; `first` is the curve beside it."""
        low, high = self._plot.x_range()
        for series, curve in zip(self.series, self._curves, strict=False):
            curve.setData(*series.envelope(low, high, self._plot.pixels))
        for item, (steps, epochs) in zip(self._names, (first, self.series), strict=False):
            ends = epochs if len(epochs) else steps
            item.setVisible(len(ends) > 0)
            if len(ends):
                item.setPos(float(ends.x[-1]), float(ends.y[-1]))

    def apply(self, scheme: Scheme, step_pen: QPen) -> None:
        """Take the colours of a scheme."""
        self._scheme, self._step_pen = scheme, step_pen
        bold = QPen(QColor(scheme.curves[1]), 2)
        bold.setCosmetic(True)
        for curve, pen in zip(self._curves, (step_pen, bold), strict=False):
            curve.setPen(pen)
        for item, color in zip(self._names, scheme.curves, strict=False):
            item.setColor(color)
