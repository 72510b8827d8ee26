"""The curves of a twin on the perplexity plot, and a legend that names the two runs."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.held_out_curve import OF_TWIN, HeldOutCurve, last_value
from lstm_gui.gui.perplexity_names import held_out_name
from lstm_gui.gui.plot_track import smoothed_part
from lstm_gui.gui.run_tracks import RunTracks
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["SecondCurve"]

_LEGEND_OFFSET = (8, -8)
"""From the lower left corner, which falling curves leave free."""

_OPACITY = 0.7


class SecondCurve:
    """Batches thin, epochs bold, the part held out dashed, in a colour of its own.

    There is nothing at all while there is no twin.

    Args:
        plot: What it is drawn on.
        beside: The readings of the first run, which the legend names too.
    """

    def __init__(self, plot: EpochPlot, beside: HeldOutCurve) -> None:
        self.tracks = RunTracks()
        self.steps, self.epochs = self.tracks.both
        self.held_out = HeldOutCurve(plot, self.tracks.held_out, OF_TWIN)
        self._beside = beside
        self._reads = False
        self._plot = plot
        self._scheme, self._step_pen = LIGHT, QPen()
        self._curves: tuple[pg.PlotCurveItem, ...] = ()
        self._legend: pg.LegendItem | None = None
        self._names = ("", "")

    @property
    def named(self) -> bool:
        """Whether its legend stands in the lower left corner."""
        return self._legend is not None

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
        self.held_out.draw()
        if not self._curves:
            return
        if self._reads != bool(len(self.tracks.held_out)):
            self._fill_legend()
        low, high = self._plot.x_range()
        thin, bold = self._curves
        thin.setData(*self.steps.envelope(low, high, self._plot.pixels))
        track = self.epochs if len(self.epochs) > 1 or width == 1 else self.steps
        bold.setData(*smoothed_part(track, low, high, self._plot.pixels, width))

    def apply(self, scheme: Scheme, step_pen: QPen) -> None:
        """Take the colours of a scheme."""
        self._scheme, self._step_pen = scheme, step_pen
        pens = (step_pen, pg.mkPen(scheme.runs[1], width=2))
        for curve, pen in zip(self._curves, pens, strict=False):
            curve.setPen(pen)
        self.held_out.apply(scheme)
        self._fill_legend()

    def value_at(self, x: float) -> float | None:
        """Return the perplexity of the last epoch up to x on the axis in use."""
        return last_value(self.epochs, x)

    def _fill_legend(self) -> None:
        """Name the two runs, and their readings of the part held out once there are any."""
        if self._legend is None:
            return
        self._reads = bool(len(self.tracks.held_out))
        self._legend.clear()
        self._legend.setLabelTextColor(self._scheme.text)
        self._legend.setBrush(pg.mkBrush(_see_through(self._scheme.surface)))
        readings = (self._beside, self.held_out)
        for color, name, curve in zip(self._scheme.runs, self._names, readings, strict=True):
            self._legend.addItem(pg.PlotDataItem(pen=pg.mkPen(color, width=2)), name)
            if self._reads:  # A or B will do: it stands below its run
                self._legend.addItem(pg.PlotDataItem(pen=curve.pen), held_out_name(name[:1]))


def _see_through(color: str) -> QColor:
    """Return a colour that lets curves be guessed behind the legend, and the names be read."""
    mixed = QColor(color)
    mixed.setAlphaF(_OPACITY)
    return mixed
