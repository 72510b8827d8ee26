"""The lines of one run on the perplexity plot, whether it is under way or comes from the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPen

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.runs.run import Curve
from lstm_gui.core.training.curves import RunCurves, SeriesColumns
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.legend import LegendRow
from lstm_gui.gui.plots.pens import mixed, thin_pen
from lstm_gui.gui.widgets.schemes import ink
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = [
    "COLUMNS",
    "Overlay",
    "OverlayLines",
    "PlotAxis",
    "RunLines",
    "RunLook",
    "held_out_name",
    "overlay_look",
    "own_look",
    "twin_look",
]

PlotAxis = Literal["epoch", "batch", "time"]

COLUMNS: dict[PlotAxis, str] = {"epoch": "x", "batch": "step", "time": "seconds"}
"""The column of the curves that each axis shows them by."""

_COLORS = (3, 4, 6, 2)
"""The first of the set is the window's own run, the second its part held out. The third is also a
twin's, so it comes last; the sixth is too near to the first in the dark."""

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_BELOW_OWN = -2
_NEAR_SHARE = 0.01
_DOTS = 16
"""So few readings are drawn as dots too: they need not be one an epoch. More hide the dashes."""


def held_out_name(run: str) -> str:
    """Name what a run made of the part held out."""
    return QCoreApplication.translate("PerplexityPlot", "{run}, held out").format(run=run)


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run is drawn: bold by epoch, thin by batch, faint as measured behind a mean, dashed.

    Without a pen there is no such line. `dots` marks few readings of the part held out.
    """

    bold: QPen
    held_out: QPen
    thin: QPen | None = None
    faint: QPen | None = None
    dots: bool = False
    name: str = ""
    """The colour of a text that names the line of the part held out."""


def own_look(scheme: Scheme) -> RunLook:
    """Return how the run of the window is drawn."""
    bold, thick = scheme.curves[0], 2 * scheme.stroke
    return RunLook(
        thin_pen(bold, thick),
        thin_pen(scheme.curves[1], thick, Qt.PenStyle.DashLine),
        thin=thin_pen(mixed(bold, scheme.surface, 0.45), scheme.stroke),
        faint=thin_pen(mixed(bold, scheme.surface, 0.3), scheme.stroke),
        dots=True,
        name=ink(scheme.curves[1], scheme),
    )


def twin_look(scheme: Scheme) -> RunLook:
    """Return how the twin of the window's run is drawn."""
    return RunLook(
        pg.mkPen(scheme.runs[1], width=2 * scheme.stroke),
        thin_pen(scheme.curves[2], 2 * scheme.stroke, Qt.PenStyle.DashLine),
        thin=thin_pen(mixed(scheme.runs[1], scheme.surface, 0.45), scheme.stroke),
        dots=True,
        name=ink(scheme.curves[2], scheme),
    )


def overlay_look(scheme: Scheme, slot: int) -> RunLook:
    """Return how a run from the table is drawn: first solid lines, then dashed, then dotted."""
    colors = [scheme.curves[place] for place in _COLORS]
    style = _STYLES[slot // len(colors) % len(_STYLES)]
    color = colors[slot % len(colors)]
    thick = 1.5 * scheme.stroke
    held_out = style is Qt.PenStyle.SolidLine
    dashes = Qt.PenStyle.DashLine if held_out else Qt.PenStyle.DashDotLine
    return RunLook(
        thin_pen(color, thick, style),
        thin_pen(color, thick, dashes),
        faint=thin_pen(mixed(color, scheme.surface, 0.65), scheme.stroke),
    )


class CurveSource(Protocol):
    """Who knows the curves of a run; it may have others later."""

    curves: RunCurves


class _StoredRun:
    """The curves of a run from the table."""

    def __init__(self, curve: Curve) -> None:
        self.curves = RunCurves()
        self.curves.restore((curve.epochs, curve.batches, curve.held_out))


class RunLines:
    """The lines of one run, drawn from its curves; y is in powers of ten.

    Args:
        plot: What they are drawn on.
        source: Whose curves.
        cached: Each is painted once, until it changes: ten lines are 14 ms a frame otherwise.
    """

    def __init__(self, plot: EpochPlot, source: CurveSource, *, cached: bool = False) -> None:
        self._plot = plot
        self.source = source
        self.axis: PlotAxis = "epoch"
        self.look = own_look(LIGHT)
        self._thin: Any = pg.PlotCurveItem(skipFiniteCheck=True)
        self._faint: Any = pg.PlotCurveItem(skipFiniteCheck=True)
        self._bold: Any = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._held_out: Any = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._dots = pg.ScatterPlotItem(size=5)
        self._name = pg.TextItem(anchor=(0.5, 1))
        self._added: set[int] = set()
        if cached:
            for depth, item in enumerate((self._faint, self._bold, self._held_out)):
                item.setCacheMode(item.CacheMode.DeviceCoordinateCache)
                item.setZValue(_BELOW_OWN + depth)

    @property
    def curves(self) -> RunCurves:
        """What is drawn."""
        return self.source.curves

    @property
    def at(self) -> str:
        """The column of the curves that is in use for x."""
        return COLUMNS[self.axis]

    @property
    def main(self) -> SeriesColumns:
        """The epochs, or the batches before there are two of them."""
        curves = self.curves
        return (
            curves.epochs if len(curves.epochs) > 1 or not len(curves.batches) else curves.batches
        )

    def show(self) -> None:
        """Put the lines on the plot, as many as every run of this look has."""
        if self.look.thin is not None:
            self._add(self._thin)
        self._add(self._bold)

    def set_name(self, name: str) -> None:
        """Name the readings of the part held out above the middle of their line."""
        self._name.setText(name)

    def draw(self, width: int) -> None:
        """Draw the visible part, at most two points a pixel; the bold line smoothed by `width`."""
        low, high = self._plot.x_range()
        view, at, curves = (low, high, self._plot.pixels), self.at, self.curves
        by_batch = self.look.thin is not None
        if by_batch:
            self._show(self._thin, curves.batches.envelope(*view, "level", at=at))
        bold = curves.epochs if by_batch and width == 1 else self.main
        self._faint.setVisible(width > 1)
        if width > 1 and self.look.faint is not None:
            raw = curves.epochs if by_batch else bold
            self._show(self._faint, raw.envelope(*view, "level", at=at))
        self._show(self._bold, bold.mean_envelope(*view, "level", width, at=at))
        self._draw_held_out(*curves.held_out.envelope(*view, "level", at=at))

    def apply(self, look: RunLook) -> None:
        """Take another look."""
        self.look = look
        pens = (look.thin, look.faint, look.bold, look.held_out)
        items = (self._thin, self._faint, self._bold, self._held_out)
        for item, pen in zip(items, pens, strict=True):
            if pen is not None:
                item.setPen(pen)
        color = look.held_out.color()
        self._dots.setPen(QPen(color))
        self._dots.setBrush(color)
        self._name.setColor(look.name or color)
        self._name.setFont(self._plot.font())
        self._name.update()

    def remove(self) -> None:
        """Take all lines off the plot."""
        items = (self._thin, self._faint, self._bold, self._held_out, self._dots, self._name)
        for item in items:
            if id(item) in self._added:
                self._plot.removeItem(item)
        self._added.clear()

    def _draw_held_out(self, x: Doubles, y: Doubles) -> None:
        if not (x.size or id(self._held_out) in self._added):
            return
        self._show(self._held_out, (x, y))
        if not self.look.dots:
            return
        few = x.size <= _DOTS
        self._add(self._dots)
        self._dots.setData(x, y) if few else self._dots.clear()
        self._add(self._name)
        self._name.setVisible(bool(x.size))
        if x.size:
            middle = x.size // 2
            self._name.setPos(float(x[middle]), float(y[middle]))

    def _show(self, item: Any, points: tuple[Doubles, Doubles]) -> None:
        self._add(item)
        item.setData(*points)

    def _add(self, item: Any) -> None:
        """Put a line on the plot the first time that it is needed."""
        if id(item) not in self._added:
            self._added.add(id(item))
            self._plot.addItem(item, ignoreBounds=True)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A run from the table to be drawn. `slot` is its place among the colours, counted from 0.

    Two overlays with the same key and the same curve object are drawn from the same points.
    """

    key: str
    name: str
    slot: int
    curve: Curve


class OverlayLines:
    """The curves of any number of runs; they are drawn again only when something has changed."""

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self._drawn: dict[str, tuple[Overlay, RunLines]] = {}
        self._scheme: Scheme = LIGHT
        self._axis: PlotAxis = "epoch"
        self._width = 1
        self._view: tuple[object, ...] = ()

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """What is drawn, in order."""
        return tuple(overlay for overlay, _ in self._drawn.values())

    def set_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Draw these runs and no others."""
        wanted = {overlay.key: overlay for overlay in overlays}
        for key in self._drawn.keys() - wanted.keys():
            self._drawn[key][1].remove()
        self._drawn = {key: (overlay, self._made(overlay)) for key, overlay in wanted.items()}
        self._view = ()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show them by epoch, batch or time."""
        self._axis = axis
        for _, lines in self._drawn.values():
            lines.axis = axis
        self._view = ()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many points, and the raw curve faintly behind it; 1 for none."""
        self._width = width
        self._view = ()

    def draw(self) -> None:
        """Hand the visible part to the curves, unless nothing has changed."""
        view = (*self._plot.x_range(), self._plot.pixels)
        if view != self._view:
            self._view = view
            for _, lines in self._drawn.values():
                lines.draw(self._width)

    def end(self) -> float:
        """Return how far the longest reaches on the axis in use."""
        ends = [
            float(lines.main[lines.at][-1]) for _, lines in self._drawn.values() if len(lines.main)
        ]
        return max((end for end in ends if np.isfinite(end)), default=0.0)

    def ys(self) -> Doubles:
        """Return all that is drawn, in powers of ten."""
        parts = [
            columns["level"]
            for _, lines in self._drawn.values()
            for columns in (lines.main, lines.curves.held_out)
        ]
        return np.concatenate(parts) if parts else np.empty(0)

    @property
    def near(self) -> float:
        """How far beyond its end a curve can still be read."""
        low, high = self._plot.x_range()
        return _NEAR_SHARE * (high - low)

    def legend(self) -> list[LegendRow]:
        """Return a row for each curve: the runs, each with what it made of the part held out."""
        rows = []
        for overlay, lines in self._drawn.values():
            rows.append(LegendRow(lines.look.bold, overlay.name))
            if len(lines.curves.held_out):
                rows.append(LegendRow(lines.look.held_out, held_out_name(overlay.name)))
        return rows

    def values_at(self, x: float) -> list[float | None]:
        """Return the value of each row of the legend at x, or None where it is not so far."""
        return [
            _value_at(columns[lines.at], columns["level"], x, self.near)
            for _, lines in self._drawn.values()
            for columns in (lines.main, lines.curves.held_out)
            if columns is lines.main or len(columns)
        ]

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        for overlay, lines in self._drawn.values():
            lines.apply(overlay_look(scheme, overlay.slot))

    def _made(self, overlay: Overlay) -> RunLines:
        known = self._drawn.get(overlay.key)
        if known is not None:
            lines = known[1]
            if known[0].curve is not overlay.curve:
                lines.source = _StoredRun(overlay.curve)
        else:
            lines = RunLines(self._plot, _StoredRun(overlay.curve), cached=True)
        lines.axis = self._axis
        lines.apply(overlay_look(self._scheme, overlay.slot))
        lines.show()
        return lines


def _value_at(xs: Doubles, ys: Doubles, x: float, near: float) -> float | None:
    """Return the value nearest to x, as measured."""
    if not len(xs) or not (xs[0] - max(near, 1.0) <= x <= xs[-1] + near):
        return None
    index = int(np.argmin(np.abs(xs - x)))
    return float(10 ** ys[index]) if np.isfinite(ys[index]) else None
