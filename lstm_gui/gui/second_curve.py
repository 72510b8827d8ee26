"""The curve of a twin on the perplexity plot, with the two runs named at their ends."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.history import Doubles, Series
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.theme import Scheme

__all__ = ["SecondCurve"]


class SecondCurve:
    """Batches thin, epochs bold, in the second colour; empty and hidden while there is no twin."""

    def __init__(self, plot: EpochPlot) -> None:
        self.steps, self.epochs = Series(), Series()
        self._plot = plot
        self._step_curve = pg.PlotCurveItem(skipFiniteCheck=True)
        self._epoch_curve = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._names = (pg.TextItem(anchor=(1, 1.2)), pg.TextItem(anchor=(1, 1.2)))
        self._named = False
        for item in (self._step_curve, self._epoch_curve, *self._names):
            plot.addItem(item, ignoreBounds=True)
        self.clear()

    @property
    def series(self) -> tuple[Series, ...]:
        """Batches and epochs."""
        return self.steps, self.epochs

    def clear(self) -> None:
        """Forget the curve and the names."""
        for series, curve in zip(self.series, (self._step_curve, self._epoch_curve), strict=True):
            series.clear()
            curve.setData([], [])
        self.set_names(())

    def set_names(self, names: tuple[str, ...]) -> None:
        """Write these at the ends of the first curve and of this one."""
        self._named = bool(names)
        for item, name in zip(self._names, names or ("", ""), strict=True):
            item.setText(name)
            item.hide()

    def cut(self, epoch: float) -> tuple[tuple[Doubles, Doubles], tuple[Doubles, Doubles]]:
        """Take off what stands beyond an epoch, and return it."""
        return self.steps.cut(epoch), self.epochs.cut(epoch)

    def draw(self, first: tuple[Series, ...]) -> None:
        """Draw the visible part, at most two points a pixel; `first` is the curve beside it."""
        if not self._named:
            return
        low, high = self._plot.x_range()
        for series, curve in zip(self.series, (self._step_curve, self._epoch_curve), strict=True):
            curve.setData(*series.envelope(low, high, self._plot.pixels))
        for item, curves in zip(self._names, (first, self.series), strict=True):
            steps, epochs = curves
            ends = epochs if len(epochs) else steps
            item.setVisible(len(ends) > 0)
            if len(ends):
                item.setPos(float(ends.x[-1]), float(ends.y[-1]))

    def apply(self, scheme: Scheme, step_pen: QPen) -> None:
        """Take the colours of a scheme."""
        bold = QPen(QColor(scheme.curves[1]), 2)
        bold.setCosmetic(True)
        self._epoch_curve.setPen(bold)
        self._step_curve.setPen(step_pen)
        for item, color in zip(self._names, scheme.curves, strict=False):
            item.setColor(color)
