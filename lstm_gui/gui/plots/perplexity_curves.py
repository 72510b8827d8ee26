"""What the perplexity plot draws: runs, a reference, baselines, marks of changes and a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPen

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.training.curves import decades
from lstm_gui.gui.plots.baseline_lines import BaselineLines
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.pens import thin_pen
from lstm_gui.gui.plots.run_lines import (
    COLUMNS,
    CurveSource,
    OverlayLines,
    PlotAxis,
    RunLines,
    held_out_name,
    own_look,
    twin_look,
)
from lstm_gui.gui.widgets.formats import escaped, tooltip
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = ["ChangeMark", "ChangeMarks", "CurvePoint", "PerplexityCurves", "ReferenceLine"]

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
        self._x: Doubles = np.empty(0)
        self._y: Doubles = np.empty(0)
        self.curve = pg.PlotCurveItem(antialias=True)
        self.label = pg.TextItem(anchor=(0, 1))
        self.label.hide()
        self._by_epoch = True

    def __len__(self) -> int:
        return self._x.size

    def set_points(self, points: Sequence[tuple[float, float]], name: str) -> None:
        """Show (epoch, perplexity) points; none of them take the line away."""
        self._x, values = np.array(points, np.float64).reshape(-1, 2).T
        self._y = decades(values)
        self.curve.setData(self._x, self._y, connect="finite")
        self.label.setText(name)
        self.label.setVisible(bool(name) and self._by_epoch)
        if points:
            middle = len(points) // 2
            self.label.setPos(self._x[middle], self._y[middle])

    def set_by_epoch(self, by_epoch: bool) -> None:
        """Tell whether the plot's axis is that of epochs."""
        self._by_epoch = by_epoch
        self.curve.setVisible(by_epoch)
        self.label.setVisible(by_epoch and bool(self.label.toPlainText()))

    def ys(self) -> Doubles:
        """Return what is drawn, in powers of ten."""
        return self._y if self._by_epoch else np.empty(0)

    def at(self, epoch: float) -> float | None:
        """Return the perplexity if there is a point at exactly this epoch."""
        found = np.flatnonzero(self._x == epoch) if self._by_epoch else np.empty(0)
        return float(10 ** self._y[found[0]]) if found.size else None

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.curve.setPen(thin_pen(scheme.muted, 1.5, Qt.PenStyle.DotLine))
        self.label.setColor(scheme.muted)
        self.label.setFont(QGuiApplication.font())
        self.label.fill = pg.mkBrush(scheme.surface)


_CROSS_SIZE = 9
_ABOVE_CURVES = 10


class PrintedMarks:
    """Crosses where an article prints perplexities, with a name beside the first; by epoch only."""

    def __init__(self, plot: EpochPlot) -> None:
        self._crosses = pg.ScatterPlotItem(symbol="x", size=_CROSS_SIZE)
        self._crosses.setZValue(_ABOVE_CURVES)
        self._label = pg.TextItem(anchor=(0, 0.5))
        self._y: Doubles = np.empty(0)
        self._by_epoch = True
        for item in (self._crosses, self._label):
            plot.addItem(item, ignoreBounds=True)
        self._show()

    def __len__(self) -> int:
        return self._y.size

    def set_points(self, points: Sequence[tuple[float, float]], name: str) -> None:
        """Mark these (epoch, perplexity) points; none take the marks away."""
        x, values = np.array(points, np.float64).reshape(-1, 2).T
        self._y = decades(values) if points else np.empty(0)
        self._crosses.setData(x, self._y)
        self._label.setText(f" {name}")
        if points:
            self._label.setPos(x[0], self._y[0])
        self._show()

    def set_by_epoch(self, by_epoch: bool) -> None:
        """Tell whether the plot's axis is that of epochs."""
        self._by_epoch = by_epoch
        self._show()

    def ys(self) -> Doubles:
        """Return what is drawn, in powers of ten."""
        return self._y if self._by_epoch else np.empty(0)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._crosses.setPen(thin_pen(scheme.text, 1.5))
        self._crosses.setBrush(QBrush())
        self._label.setColor(scheme.muted)
        self._label.setFont(QGuiApplication.font())

    def _show(self) -> None:
        for item in (self._crosses, self._label):
            item.setVisible(self._by_epoch and len(self) > 0)


_REACH_PIXELS = 5.0
"""So near to a line the cursor reads what it says."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """One line, and what it says."""

    epoch: float
    text: str
    line: Any


class ChangeMarks:
    """Thin vertical lines where something was changed.

    Args:
        plot: Where they are drawn.
        place: Returns where an epoch stands on the axis in use.
    """

    def __init__(self, plot: EpochPlot, place: Callable[[float], float]) -> None:
        self._plot = plot
        self._place = place
        self._pen = QPen()
        self.lines: list[ChangeMark] = []

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw these lines, each an epoch and a text, and no others."""
        for mark in self.lines:
            self._plot.removeItem(mark.line)
        self.lines.clear()
        for epoch, text in marks:
            line = pg.InfiniteLine(self._place(epoch), angle=90, pen=self._pen)
            line.setToolTip(tooltip(text))
            self._plot.addItem(line, ignoreBounds=True)
            self.lines.append(ChangeMark(epoch, text, line))

    def place(self) -> None:
        """Put the lines where they belong on another axis."""
        for mark in self.lines:
            mark.line.setValue(self._place(mark.epoch))

    def at(self, x: float) -> str:
        """Return what the line near x says, the newest if there are several."""
        low, high = self._plot.x_range()
        reach = _REACH_PIXELS * (high - low) / self._plot.pixels
        near = [mark.text for mark in self.lines if abs(mark.line.value() - x) <= reach]
        return near[-1] if near else ""

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._pen = thin_pen(scheme.warning, 1)
        for mark in self.lines:
            mark.line.setPen(self._pen)


_LEGEND_OFFSET = (8, -8)
"""From the lower left corner, which falling curves leave free."""

_OPACITY = 0.7


class RunsLegend:
    """Names the runs that are trained side by side, in the lower left corner."""

    def __init__(self, plot: EpochPlot, runs: Sequence[RunLines]) -> None:
        self._plot = plot
        self._runs = runs
        self._scheme = LIGHT
        self._names: tuple[str, ...] = ()
        self._legend: pg.LegendItem | None = None
        self._reads = False

    @property
    def named(self) -> bool:
        """Whether it is there."""
        return self._legend is not None

    @property
    def labels(self) -> list[str]:
        """What it says, from the top down."""
        return [] if self._legend is None else [label.text for _, label in self._legend.items]

    def set_names(self, names: tuple[str, ...]) -> None:
        """Name the runs; no names take it away."""
        self._names = names
        if not names and self._legend is not None:
            self._legend.scene().removeItem(self._legend)
            self._legend = None
        elif names and self._legend is None:
            self._legend = pg.LegendItem(verSpacing=-4)
            self._legend.setParentItem(self._plot.getPlotItem().getViewBox())
            self._legend.anchor(itemPos=(0, 1), parentPos=(0, 1), offset=_LEGEND_OFFSET)
        self._fill()

    def draw(self) -> None:
        """Name the readings of the part held out as well, once there are any."""
        if self._reads != self._read():
            self._fill()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._fill()

    def _read(self) -> bool:
        return len(self._runs[-1].curves.held_out) > 0

    def _fill(self) -> None:
        self._reads = self._read()
        if self._legend is None:
            return
        self._legend.clear()
        self._legend.setLabelTextColor(self._scheme.text)
        self._legend.setLabelTextSize(f"{QGuiApplication.font().pointSizeF():g}pt")
        surface = QColor(self._scheme.surface)  # curves can be guessed behind it
        surface.setAlphaF(_OPACITY)
        self._legend.setBrush(pg.mkBrush(surface))
        for color, name, run in zip(self._scheme.runs, self._names, self._runs, strict=True):
            self._legend.addItem(pg.PlotDataItem(pen=pg.mkPen(color, width=2)), escaped(name))
            if self._reads:  # A or B will do: it stands below its run
                pen = run.look.held_out
                self._legend.addItem(pg.PlotDataItem(pen=pen), escaped(held_out_name(name[:1])))


_BATCH_PIXELS = 100.0
"""From so many pixels an epoch on, batches can be told apart."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of a curve; `whole_epoch` tells the bold curve from the thin one."""

    x: float
    perplexity: float
    whole_epoch: bool


class PerplexityCurves:
    """The runs of the window, the first of which is read; those from the table; and the rest.

    Args:
        plot: What they are drawn on.
        runs: The run of the window, and its twin.
    """

    def __init__(self, plot: EpochPlot, runs: Sequence[CurveSource]) -> None:
        self._plot = plot
        self.axis: PlotAxis = "epoch"
        self._width = 1
        self.baselines = BaselineLines(plot)
        self.runs = tuple(RunLines(plot, run) for run in runs)
        self.legend = RunsLegend(plot, self.runs)
        self.overlays = OverlayLines(plot)
        self.reference = ReferenceLine()
        self.printed = PrintedMarks(plot)
        self.marks = ChangeMarks(plot, self.place)
        plot.addItem(self.reference.curve, ignoreBounds=True)
        self.runs[0].show()
        plot.addItem(self.reference.label, ignoreBounds=True)
        self.cursor = PlotCursor(plot)

    @property
    def own(self) -> RunLines:
        """The run of the window."""
        return self.runs[0]

    @property
    def shown(self) -> tuple[RunLines, ...]:
        """The runs of the window that are drawn: the first one, and those that are named."""
        return self.runs if self.legend.named else self.runs[:1]

    @property
    def done(self) -> float:
        """How far the run has come, on the axis in use."""
        return self.own.curves.end(self.own.at)

    def place(self, epoch: float) -> float:
        """Return where an epoch stands on the axis in use."""
        return self.own.curves.place(epoch, COLUMNS[self.axis])

    def set_names(self, names: tuple[str, ...]) -> None:
        """Draw the runs side by side under these names; without names, the first one alone."""
        self.legend.set_names(names)
        for run in self.runs[1:]:
            run.show() if names else run.remove()

    def draw(self) -> None:
        """Hand the visible part to the curves, at most two points a pixel."""
        self.baselines.place()
        for run in self.shown:
            run.draw(self._width)
        self.legend.draw()
        self.overlays.draw()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show everything by epoch, batch or training time; the reference is known by epoch."""
        self.axis = axis
        for run in self.runs:
            run.axis = axis
        self.overlays.set_axis(axis)
        self.reference.set_by_epoch(axis == "epoch")
        self.printed.set_by_epoch(axis == "epoch")
        self.marks.place()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many epochs, and the curve as it is faintly behind it."""
        self._width = width
        self.overlays.set_smoothing(width)

    def span(self) -> tuple[float, float] | None:
        """Return the least and greatest drawable y of all that is shown, in powers of ten.

        Of the baselines only the next to be passed counts, so that a curve fills its plot.
        """
        parts = [self.reference.ys(), self.printed.ys(), self.overlays.ys()]
        for run in self.shown:
            for columns in (run.curves.batches, run.curves.epochs, run.curves.held_out):
                if len(columns):
                    end = float(columns["x"][-1])
                    parts.append(columns.envelope(0.0, end, 256, "level")[1])
        values = np.concatenate(parts)
        values = values[np.isfinite(values)]
        baselines = self.baselines.levels
        if values.size:
            baselines = baselines[baselines < values.min()][:1]
        values = np.concatenate([values, baselines])
        return (float(values.min()), float(values.max())) if values.size else None

    def newest(self) -> CurvePoint | None:
        """Return the last epoch that can be drawn, or the last batch before there is one."""
        curves, at = self.own.curves, self.own.at
        for columns in (curves.epochs, curves.batches):
            if len(columns) and np.isfinite(columns["level"][-1]):
                value = float(10 ** columns["level"][-1])
                return CurvePoint(float(columns[at][-1]), value, columns is curves.epochs)
        return None

    def nearest(self, x: float) -> CurvePoint | None:
        """Return the epoch nearest to x, or the batch where batches can be told apart."""
        low, high = self._plot.x_range()
        curves, at = self.own.curves, self.own.at
        wide = self._plot.pixels / max(high - low, 1e-9) > _BATCH_PIXELS
        beyond = not len(curves.epochs) or x > curves.epochs[at][-1] + 0.5
        columns = curves.batches if len(curves.batches) and (wide or beyond) else curves.epochs
        kept = np.isfinite(columns["level"])
        if not kept.any():
            return None
        xs, ys = columns[at][kept], columns["level"][kept]
        index = int(np.argmin(np.abs(xs - x)))
        return CurvePoint(float(xs[index]), float(10 ** ys[index]), columns is curves.epochs)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.baselines.apply(scheme)
        for run, look in zip(self.runs, (own_look(scheme), twin_look(scheme)), strict=False):
            run.apply(look)
        self.legend.apply(scheme)
        self.overlays.apply(scheme)
        for part in (self.reference, self.printed, self.cursor, self.marks):
            part.apply(scheme)
