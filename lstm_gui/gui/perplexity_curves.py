"""The points of the perplexity plot and the items that draw them; y is kept in powers of ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.history import Doubles, Series
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.held_out_curve import HeldOutCurve
from lstm_gui.gui.plot_overlays import OverlayCurves
from lstm_gui.gui.plot_pens import decades, mixed, thin_pen
from lstm_gui.gui.plot_track import PlotAxis, Track, smoothed_part
from lstm_gui.gui.second_curve import SecondCurve
from lstm_gui.gui.stick_lines import StickLines
from lstm_gui.gui.theme import Scheme

__all__ = ["PerplexityCurves", "Reading", "decades"]

_BATCH_PIXELS = 100.0
_MARK_PIXELS = 5.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of a curve; `whole_epoch` tells the bold curve from the thin one."""

    x: float
    perplexity: float
    whole_epoch: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    epoch: float
    text: str
    line: Any


@dataclass(frozen=True, slots=True)
class CutOff:
    """The end of a curve that was taken off: the rows of batches, epochs and readings.

    `second` holds those of the twin's batches and epochs.
    """

    steps: Doubles
    epochs: Doubles
    held_out: Doubles
    second: tuple[Doubles, Doubles]


class PerplexityCurves:
    """Batches thin, epochs bold, the reference dotted, marks as vertical lines, and a cursor."""

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self.sticks = StickLines(plot)
        self.held_out = HeldOutCurve(plot)
        self.second = SecondCurve(plot)
        self.overlays = OverlayCurves(plot)
        self.steps, self.epochs, self.reference = Track(), Track(), Series()
        self._axis: PlotAxis = "epoch"
        self._width = 1
        self._marks: list[_Mark] = []
        self._mark_pen = QPen()
        self._step_curve = pg.PlotCurveItem(skipFiniteCheck=True)
        self._epoch_curve = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._reference_curve = pg.PlotCurveItem(antialias=True)
        self._reference_text = pg.TextItem(anchor=(0, 1))
        self._crosshair = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=8)
        self._raw_curve = pg.PlotCurveItem(skipFiniteCheck=True)
        items = (self._reference_curve, self._step_curve, self._epoch_curve, self._reference_text)
        for item in (*items, self._crosshair, self._dot):
            plot.addItem(item, ignoreBounds=True)
        self._reference_text.hide()
        self.hide_cursor()

    @property
    def empty(self) -> bool:
        """Whether no batch and no epoch is there."""
        return not (len(self.steps) or len(self.epochs))

    @property
    def _all(self) -> tuple[Track | Series, ...]:
        own = (self.steps, self.epochs, self.held_out.series)
        return *own, *self.second.series, *self._references()

    @property
    def done(self) -> float:
        """How far the curves reach, on the axis in use."""
        ends = [float(series.x[-1]) for series in (self.steps, self.epochs) if len(series)]
        return max(ends, default=0.0)

    @property
    def epochs_done(self) -> float:
        """How far the curves reach in epochs."""
        ends = [float(track.rows[0, -1]) for track in (self.steps, self.epochs) if len(track)]
        return max(ends, default=0.0)

    def clear(self) -> None:
        """Forget batches, epochs and marks."""
        self.steps.clear()
        self.epochs.clear()
        self.held_out.clear()
        self.second.clear()
        for mark in self._marks:
            self._plot.removeItem(mark.line)
        self._marks.clear()
        self.hide_cursor()

    def set_reference(self, points: Sequence[tuple[float, float]], label: str) -> None:
        """Show (epoch, perplexity) points, named above the line's middle."""
        self.reference.clear()
        if points:
            x, y = zip(*points, strict=True)
            self.reference.append(np.asarray(x), decades(y))
        self._reference_curve.setData(self.reference.x, self.reference.y, connect="finite")
        self._reference_text.setText(label)
        self._reference_text.setVisible(bool(label) and self._axis == "epoch")
        if points:
            middle = len(points) // 2
            self._reference_text.setPos(self.reference.x[middle], self.reference.y[middle])

    def add_mark(self, epoch: float, text: str) -> None:
        """Draw a thin vertical line that says `text`."""
        line = pg.InfiniteLine(self.steps.at(epoch), angle=90, pen=self._mark_pen)
        line.setToolTip(text)
        self._plot.addItem(line, ignoreBounds=True)
        self._marks.append(_Mark(epoch, text, line))

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw these lines and no others."""
        for mark in self._marks:
            self._plot.removeItem(mark.line)
        self._marks.clear()
        for epoch, text in marks:
            self.add_mark(epoch, text)

    def cut(self, epoch: float) -> CutOff:
        """Take off what stands beyond an epoch, and return it."""
        own = self.steps.cut(epoch), self.epochs.cut(epoch), self.held_out.cut(epoch)
        return CutOff(*own, second=self.second.cut(epoch))

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
        self._axis = axis
        self.steps.set_axis(axis)
        self.epochs.set_axis(axis)
        self.held_out.series.set_axis(axis)
        self.second.set_axis(axis)
        self.overlays.set_axis(axis)
        by_epoch = axis == "epoch"
        self._reference_curve.setVisible(by_epoch)
        self._reference_text.setVisible(by_epoch and bool(self._reference_text.toPlainText()))
        for mark in self._marks:
            mark.line.setValue(self.steps.at(mark.epoch))

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

    def reference_at(self, epoch: float) -> float | None:
        """Return the reference's perplexity if it has a point at exactly this epoch."""
        found = np.flatnonzero(self.reference.x == epoch) if self._references() else np.empty(0)
        return float(10 ** self.reference.y[found[0]]) if found.size else None

    def mark_at(self, x: float) -> str:
        """Return what the mark within five pixels of x says."""
        low, high = self._plot.x_range()
        reach = _MARK_PIXELS * (high - low) / self._plot.pixels
        near = [mark.text for mark in self._marks if abs(mark.line.value() - x) <= reach]
        return near[-1] if near else ""

    def _references(self) -> tuple[Series, ...]:
        return (self.reference,) if self._axis == "epoch" else ()

    def show_cursor(self, reading: Reading) -> None:
        """Put the cross at a point."""
        self._crosshair.setValue(reading.x)
        self._dot.setData([reading.x], [float(np.log10(reading.perplexity))])
        self._crosshair.show()
        self._dot.show()

    def hide_cursor(self) -> None:
        """Take the cross away."""
        self._crosshair.hide()
        self._dot.hide()

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
        self._reference_curve.setPen(thin_pen(scheme.muted, 1.5, Qt.PenStyle.DotLine))
        self._reference_text.setColor(scheme.muted)
        self._reference_text.fill = pg.mkBrush(scheme.surface)
        self._crosshair.setPen(thin_pen(scheme.muted, 1))
        self._dot.setPen(thin_pen(scheme.surface, 1.5))
        self._dot.setBrush(QColor(bold))
        self._mark_pen = thin_pen(scheme.warning, 1)
        for mark in self._marks:
            mark.line.setPen(self._mark_pen)
