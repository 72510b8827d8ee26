"""The points of the perplexity plot and the items that draw them; y is kept in powers of ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg

from lstm_gui.core.history import Doubles, Series
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.held_out_curve import HeldOutCurve
from lstm_gui.gui.plot_cursor import PlotCursor
from lstm_gui.gui.plot_marks import ChangeMarks
from lstm_gui.gui.plot_overlays import OverlayCurves
from lstm_gui.gui.plot_pens import decades, mixed, thin_pen
from lstm_gui.gui.plot_track import PlotAxis, Track, smoothed_part
from lstm_gui.gui.reference_line import ReferenceLine
from lstm_gui.gui.run_tracks import RunTracks
from lstm_gui.gui.second_curve import SecondCurve
from lstm_gui.gui.stick_lines import StickLines
from lstm_gui.gui.theme import Scheme

__all__ = ["PerplexityCurves", "Reading", "decades"]

_BATCH_PIXELS = 100.0
"""From so many pixels an epoch on, batches can be told apart."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of a curve; `whole_epoch` tells the bold curve from the thin one."""

    x: float
    perplexity: float
    whole_epoch: bool


@dataclass(frozen=True, slots=True)
class CutOff:
    """The ends of the curves that were taken off, of the run and of its twin."""

    own: tuple[Doubles, ...]
    second: tuple[Doubles, ...]

    @property
    def steps(self) -> Doubles:
        """The rows of the run's batches."""
        return self.own[0]


class PerplexityCurves:
    """Batches thin, epochs bold, the reference dotted, marks as vertical lines, and a cursor."""

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self.own = RunTracks()
        self.steps, self.epochs = self.own.both
        self.sticks = StickLines(plot)
        self.held_out = HeldOutCurve(plot, self.own.held_out)
        self.second = SecondCurve(plot, self.held_out)
        self.overlays = OverlayCurves(plot)
        self.reference = ReferenceLine()
        self.marks = ChangeMarks(plot, self.steps.at)
        self.axis: PlotAxis = "epoch"
        self._width = 1
        self._step_curve = pg.PlotCurveItem(skipFiniteCheck=True)
        self._epoch_curve = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._raw_curve = pg.PlotCurveItem(skipFiniteCheck=True)
        reference = self.reference
        for item in (reference.curve, self._step_curve, self._epoch_curve, reference.label):
            plot.addItem(item, ignoreBounds=True)
        self.cursor = PlotCursor(plot)

    @property
    def _all(self) -> tuple[Track | Series, ...]:
        return *self.own.all, *self.second.tracks.all, *self.reference.shown

    def clear(self) -> None:
        """Forget batches, epochs and marks."""
        self.own.clear()
        self.second.clear()
        self.marks.clear()
        self.cursor.hide()

    def cut(self, epoch: float) -> CutOff:
        """Take off what stands beyond an epoch, and return it."""
        return CutOff(self.own.cut(epoch), self.second.tracks.cut(epoch))

    def join(self, gone: CutOff) -> None:
        """Put back what was cut off."""
        self.own.join(gone.own)
        self.second.tracks.join(gone.second)

    def draw(self) -> None:
        """Hand the visible part to the curves, at most two points a pixel."""
        self.sticks.place()
        self.held_out.draw()
        self.second.draw(self._width)
        self.overlays.draw()
        low, high = self._plot.x_range()
        pixels = self._plot.pixels
        self._step_curve.setData(*self.steps.envelope(low, high, pixels))
        raw = self.epochs.envelope(low, high, pixels)
        self._raw_curve.setVisible(self._width > 1)
        if self._width == 1:
            self._epoch_curve.setData(*raw)
            return
        self._raw_curve.setData(*raw)
        track = self.epochs if len(self.epochs) > 1 else self.steps
        self._epoch_curve.setData(*smoothed_part(track, low, high, pixels, self._width))

    def set_axis(self, axis: PlotAxis) -> None:
        """Show everything by epoch, batch or training time; the reference is known by epoch."""
        self.axis = axis
        self.own.set_axis(axis)
        self.second.tracks.set_axis(axis)
        self.overlays.set_axis(axis)
        self.reference.set_by_epoch(axis == "epoch")
        self.marks.place()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many epochs, and the curve as it is faintly behind it."""
        if width > 1 and self._raw_curve.scene() is None:
            self._plot.addItem(self._raw_curve, ignoreBounds=True)
        self._width = width
        self.overlays.set_smoothing(width)

    def span(self) -> tuple[float, float] | None:
        """Return the least and greatest drawable y of all that is shown, in powers of ten.

        Of the measuring sticks only the next to be passed counts, so that a curve fills its plot.
        """
        shown = [s.envelope(0.0, float(s.x[-1]), 256)[1] for s in self._all if len(s)]
        shown.append(self.overlays.ys())
        values = np.concatenate(shown) if shown else np.empty(0)
        values = values[np.isfinite(values)]
        sticks = self.sticks.levels
        if values.size:
            sticks = sticks[sticks < values.min()][:1]
        values = np.concatenate([values, sticks])
        return (float(values.min()), float(values.max())) if values.size else None

    def newest(self) -> Reading | None:
        """Return the last epoch that can be drawn, or the last batch before there is one."""
        for series in (self.epochs, self.steps):
            if len(series) and np.isfinite(series.y[-1]):
                value = float(10 ** series.y[-1])
                return Reading(float(series.x[-1]), value, series is self.epochs)
        return None

    def nearest(self, x: float) -> Reading | None:
        """Return the epoch nearest to x, or the batch where batches can be told apart."""
        low, high = self._plot.x_range()
        wide = self._plot.pixels / max(high - low, 1e-9) > _BATCH_PIXELS
        beyond = not len(self.epochs) or x > self.epochs.x[-1] + 0.5
        series = self.steps if len(self.steps) and (wide or beyond) else self.epochs
        kept = np.isfinite(series.y)
        if not kept.any():
            return None
        xs, ys = series.x[kept], series.y[kept]
        index = int(np.argmin(np.abs(xs - x)))
        return Reading(float(xs[index]), float(10 ** ys[index]), series is self.epochs)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        bold = scheme.curves[0]
        self.sticks.apply(scheme)
        self.held_out.apply(scheme)
        self._epoch_curve.setPen(thin_pen(bold, 2))
        self._step_curve.setPen(thin_pen(mixed(bold, scheme.surface, 0.45), 1))
        self._raw_curve.setPen(thin_pen(mixed(bold, scheme.surface, 0.3), 1))
        self.second.apply(scheme, thin_pen(mixed(scheme.runs[1], scheme.surface, 0.45), 1))
        self.overlays.apply(scheme)
        for part in (self.reference, self.cursor, self.marks):
            part.apply(scheme)
