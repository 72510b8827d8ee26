"""The curve of a twin on the perplexity plot, and a legend that names the two runs."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QPen

from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.plot_track import smoothed_part
from lstm_gui.gui.run_tracks import RunTracks
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["SecondCurve"]

_LEGEND_OFFSET = (8, -8)
"""From the lower left corner, which falling curves leave free."""


class SecondCurve:
    """Batches thin, epochs bold, in a colour of its own; nothing at all while there is no twin."""

    def __init__(self, plot: EpochPlot) -> None:
        self.tracks = RunTracks()
        self.steps, self.epochs = self.tracks.both
        self._plot = plot
        self._scheme, self._step_pen = LIGHT, QPen()
        self._curves: tuple[pg.PlotCurveItem, ...] = ()
        self._legend: pg.LegendItem | None = None
        self._names = ("", "")

    def clear(self) -> None:
        """Forget the curve and the names."""
        self.tracks.clear()
        for item in self._curves:
            self._plot.removeItem(item)
        if self._legend is not None:
            self._legend.scene().removeItem(self._legend)
        self._curves, self._legend = (), None

    def set_names(self, names: tuple[str, str]) -> None:
        """Draw the curve from now on, and name the first one and it."""
        self._names = names
        if not self._curves:
            self._curves = (
                pg.PlotCurveItem(skipFiniteCheck=True),
                pg.PlotCurveItem(skipFiniteCheck=True, antialias=True),
            )
            for item in self._curves:
                self._plot.addItem(item, ignoreBounds=True)
            self._legend = pg.LegendItem(verSpacing=-4)
            self._legend.setParentItem(self._plot.getPlotItem().getViewBox())
            self._legend.anchor(itemPos=(0, 1), parentPos=(0, 1), offset=_LEGEND_OFFSET)
        self.apply(self._scheme, self._step_pen)

    def draw(self, width: int = 1) -> None:
        """Draw the visible part, at most two points a pixel; the bold line smoothed by `width`."""
        if not self._curves:
            return
        low, high = self._plot.x_range()
        thin, bold = self._curves
        thin.setData(*self.steps.envelope(low, high, self._plot.pixels))
        track = self.epochs if len(self.epochs) > 1 or width == 1 else self.steps
        bold.setData(*smoothed_part(track, low, high, self._plot.pixels, width))

    def apply(self, scheme: Scheme, step_pen: QPen) -> None:
        """Take the colours of a scheme."""
        self._scheme, self._step_pen = scheme, step_pen
        bold = [pg.mkPen(color, width=2) for color in scheme.runs]
        for curve, pen in zip(self._curves, (step_pen, bold[1]), strict=False):
            curve.setPen(pen)
        if self._legend is not None:
            self._legend.clear()
            self._legend.setLabelTextColor(scheme.text)
            for pen, name in zip(bold, self._names, strict=True):
                self._legend.addItem(pg.PlotDataItem(pen=pen), name)
