"""The cross at the point of the perplexity plot that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.training.curves import Series
from lstm_gui.gui.plots.baseline_lines import BaselineLines
from lstm_gui.gui.plots.change_marks import ChangeMarks
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.overlays import OverlayCurves, held_out_name
from lstm_gui.gui.plots.pens import decades, mixed, thin_pen
from lstm_gui.gui.plots.tracks import PlotAxis, RunTracks, Track, smoothed_part
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = [
    "CurvePoint",
    "HeldOutCurve",
    "OF_TWIN",
    "PerplexityCurves",
    "PlotCursor",
    "ReferenceLine",
    "SecondCurve",
    "_last_value",
]

_DOT_SIZE = 8


class PlotCursor:
    """A vertical line, and a dot on the curve."""

    def __init__(self, plot: EpochPlot) -> None:
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=_DOT_SIZE)
        for item in (self._line, self._dot):
            plot.addItem(item, ignoreBounds=True)
        self.hide()

    def show(self, x: float, perplexity: float) -> None:
        """Put the cross at a point."""
        self._line.setValue(x)
        self._dot.setData([x], [float(np.log10(perplexity))])
        self._line.show()
        self._dot.show()

    def hide(self) -> None:
        """Take the cross away."""
        self._line.hide()
        self._dot.hide()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._line.setPen(thin_pen(scheme.muted, 1))
        self._dot.setPen(thin_pen(scheme.surface, 1.5))
        self._dot.setBrush(QColor(scheme.curves[0]))


class ReferenceLine:
    """A dotted line with its name above its middle; it is known by epoch, and shown by epoch only.

    Whoever makes it puts `curve` and `label` on the plot: which lies above the other curves is up
    to the plot.
    """

    def __init__(self) -> None:
        self.series = Series()
        self.curve = pg.PlotCurveItem(antialias=True)
        self.label = pg.TextItem(anchor=(0, 1))
        self.label.hide()
        self._by_epoch = True

    def set_points(self, points: Sequence[tuple[float, float]], name: str) -> None:
        """Show (epoch, perplexity) points; none of them take the line away."""
        self.series.clear()
        if points:
            x, y = zip(*points, strict=True)
            self.series.append(np.asarray(x), decades(y))
        self.curve.setData(self.series.x, self.series.y, connect="finite")
        self.label.setText(name)
        self.label.setVisible(bool(name) and self._by_epoch)
        if points:
            middle = len(points) // 2
            self.label.setPos(self.series.x[middle], self.series.y[middle])

    def set_by_epoch(self, by_epoch: bool) -> None:
        """Tell whether the plot's axis is that of epochs."""
        self._by_epoch = by_epoch
        self.curve.setVisible(by_epoch)
        self.label.setVisible(by_epoch and bool(self.label.toPlainText()))

    @property
    def shown(self) -> tuple[Series, ...]:
        """The points that are drawn: one series, or none."""
        return (self.series,) if self._by_epoch else ()

    def at(self, epoch: float) -> float | None:
        """Return the perplexity if there is a point at exactly this epoch."""
        found = np.flatnonzero(self.series.x == epoch) if self._by_epoch else np.empty(0)
        return float(10 ** self.series.y[found[0]]) if found.size else None

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.curve.setPen(thin_pen(scheme.muted, 1.5, Qt.PenStyle.DotLine))
        self.label.setColor(scheme.muted)
        self.label.fill = pg.mkBrush(scheme.surface)


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


def _last_value(track: Track, x: float) -> float | None:
    """Return the value of the last point up to x on the axis in use."""
    found = _last_before(track.x, track.y, x)
    return None if found is None else found[1]


def _last_before(xs: Doubles, ys: Doubles, x: float) -> tuple[float, float] | None:
    place = int(np.searchsorted(xs, x + 1e-9, "right")) - 1
    if place < 0 or not np.isfinite(ys[place]):
        return None
    return float(xs[place]), float(10 ** ys[place])


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
        return _last_value(self.epochs, x)

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


_BATCH_PIXELS = 100.0
"""From so many pixels an epoch on, batches can be told apart."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
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
        self.sticks = BaselineLines(plot)
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

    def newest(self) -> CurvePoint | None:
        """Return the last epoch that can be drawn, or the last batch before there is one."""
        for series in (self.epochs, self.steps):
            if len(series) and np.isfinite(series.y[-1]):
                value = float(10 ** series.y[-1])
                return CurvePoint(float(series.x[-1]), value, series is self.epochs)
        return None

    def nearest(self, x: float) -> CurvePoint | None:
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
        return CurvePoint(float(xs[index]), float(10 ** ys[index]), series is self.epochs)

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
