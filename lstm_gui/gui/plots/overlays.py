"""What a curve of readings is called in a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPen

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.runs.run import Curve
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.legend import LegendRow
from lstm_gui.gui.plots.pens import decades, mixed, thin_pen
from lstm_gui.gui.plots.tracks import PlotAxis, Track, smoothed_part
from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["Overlay", "OverlayCurves", "held_out_name", "overlay_pen"]


def held_out_name(run: str) -> str:
    """Name what a run made of the part held out."""
    return QCoreApplication.translate("PerplexityPlot", "{run}, held out").format(run=run)


_COLORS = (3, 4, 6, 2)
"""The first of the set is the window's own run, the second its part held out. The third is also a
twin's, so it comes last; the sixth is too near to the first in the dark."""

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_BELOW_OWN = -2
_NEAR_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Overlay:
    """A run to be drawn. `slot` is its place among the colours, counted from 0.

    Two overlays with the same key and the same curve object are drawn from the same points.
    """

    key: str
    name: str
    slot: int
    curve: Curve


def overlay_pen(scheme: Scheme, slot: int) -> QPen:
    """Return the pen of an overlay: first solid lines, then dashed, then dotted."""
    colors = [scheme.curves[place] for place in _COLORS]
    style = _STYLES[slot // len(colors) % len(_STYLES)]
    return thin_pen(colors[slot % len(colors)], 1.5, style)


def _held_out_pen(scheme: Scheme, slot: int) -> QPen:
    """Return the pen of what an overlay made of the part held out: dashes in its colour."""
    pen = overlay_pen(scheme, slot)
    solid = pen.style() is Qt.PenStyle.SolidLine
    pen.setStyle(Qt.PenStyle.DashLine if solid else Qt.PenStyle.DashDotLine)
    return pen


class OverlayCurves:
    """The curves of any number of runs; they are drawn again only when something has changed."""

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self._drawn: dict[str, _Drawn] = {}
        self._scheme: Scheme | None = None
        self._axis: PlotAxis = "epoch"
        self._width = 1
        self._view: tuple[object, ...] = ()

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """What is drawn, in order."""
        return tuple(drawn.overlay for drawn in self._drawn.values())

    def set_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Draw these runs and no others."""
        wanted = {overlay.key: overlay for overlay in overlays}
        for key in self._drawn.keys() - wanted.keys():
            self._drawn[key].remove(self._plot)
        self._drawn = {key: self._made(overlay) for key, overlay in wanted.items()}
        self._view = ()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show them by epoch, batch or time."""
        self._axis = axis
        for drawn in self._drawn.values():
            for track in drawn.tracks:
                track.set_axis(axis)
        self._view = ()

    def set_smoothing(self, width: int) -> None:
        """Show the mean over so many points, and the raw curve faintly behind it; 1 for none."""
        self._width = width
        self._view = ()

    def draw(self) -> None:
        """Hand the visible part to the curves, unless nothing has changed."""
        low, high = self._plot.x_range()
        view = (low, high, self._plot.pixels)
        if view == self._view:
            return
        self._view = view
        for drawn in self._drawn.values():
            drawn.draw(low, high, self._plot.pixels, self._width)

    def end(self) -> float:
        """Return how far the longest reaches on the axis in use."""
        return max((float(d.track.x[-1]) for d in self._drawn.values() if len(d.track)), default=0)

    def ys(self) -> Doubles:
        """Return the least and greatest y of each."""
        found = [d.extremes for d in self._drawn.values() if d.extremes is not None]
        return np.array(found).ravel()

    @property
    def near(self) -> float:
        """How far beyond its end a curve can still be read."""
        low, high = self._plot.x_range()
        return _NEAR_SHARE * (high - low)

    def legend(self, scheme: Scheme) -> list[LegendRow]:
        """Return a row for each curve: the runs, each with what it made of the part held out."""
        return [row for drawn in self._drawn.values() for row in drawn.legend(scheme)]

    def values_at(self, x: float) -> tuple[float | None, ...]:
        """Return the value of each row of the legend at x, or None where it is not so far."""
        return tuple(v for drawn in self._drawn.values() for v in drawn.values_at(x, self.near))

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        for drawn in self._drawn.values():
            drawn.apply(scheme)

    def _made(self, overlay: Overlay) -> _Drawn:
        drawn = self._drawn.get(overlay.key)
        if drawn is None:
            drawn = _Drawn(overlay, self._plot)
        drawn.set_overlay(overlay, self._axis)
        if self._scheme is not None:
            drawn.apply(self._scheme)
        return drawn


class _Drawn:
    """One overlay and its three lines."""

    def __init__(self, overlay: Overlay, plot: EpochPlot) -> None:
        self.overlay = overlay
        self.track, self.held_out = Track(), Track()
        self.extremes: tuple[float, float] | None = None
        self._curve: Curve | None = None
        self._raw: Any = pg.PlotCurveItem(skipFiniteCheck=True)
        self._line: Any = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        self._held: Any = pg.PlotCurveItem(skipFiniteCheck=True, antialias=True)
        for depth, item in enumerate((self._raw, self._line, self._held)):
            # Each is painted once, until the range changes: ten lines are 14 ms a frame otherwise.
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)
            item.setZValue(_BELOW_OWN + depth)
            plot.addItem(item, ignoreBounds=True)

    @property
    def tracks(self) -> tuple[Track, Track]:
        return self.track, self.held_out

    def set_overlay(self, overlay: Overlay, axis: PlotAxis) -> None:
        self.overlay = overlay
        if overlay.curve is self._curve:
            return
        self._curve = overlay.curve
        self.track, self.held_out = Track(), Track()
        for track in self.tracks:
            track.set_axis(axis)
        self.track.extend(_rows(overlay.curve))
        self.held_out.extend(_points(overlay.curve.held_out, overlay.curve.batches))
        self._held.setVisible(bool(len(self.held_out)))
        ys = np.concatenate([track.y for track in self.tracks])
        kept = ys[np.isfinite(ys)]
        self.extremes = (float(kept.min()), float(kept.max())) if kept.size else None

    def draw(self, low: float, high: float, pixels: int, width: int) -> None:
        self._raw.setVisible(width > 1)
        if width > 1:
            self._raw.setData(*self.track.envelope(low, high, pixels))
        self._line.setData(*smoothed_part(self.track, low, high, pixels, width))
        self._held.setData(*self.held_out.envelope(low, high, pixels))

    def legend(self, scheme: Scheme) -> list[LegendRow]:
        name, slot = self.overlay.name, self.overlay.slot
        rows = [LegendRow(overlay_pen(scheme, slot), name)]
        if len(self.held_out):
            rows.append(LegendRow(_held_out_pen(scheme, slot), held_out_name(name)))
        return rows

    def values_at(self, x: float, near: float) -> list[float | None]:
        return [
            _value_at(track, x, near) for track in self.tracks if track is self.track or len(track)
        ]

    def apply(self, scheme: Scheme) -> None:
        pen = overlay_pen(scheme, self.overlay.slot)
        self._line.setPen(pen)
        self._held.setPen(_held_out_pen(scheme, self.overlay.slot))
        self._raw.setPen(thin_pen(mixed(pen.color().name(), scheme.surface, 0.65), 1))

    def remove(self, plot: EpochPlot) -> None:
        for item in (self._line, self._raw, self._held):
            plot.removeItem(item)


def _value_at(track: Track, x: float, near: float) -> float | None:
    """Return the value nearest to x, as measured."""
    xs, ys = track.x, track.y
    if not len(xs) or x > xs[-1] + near or x < xs[0] - max(near, 1.0):
        return None
    index = int(np.argmin(np.abs(xs - x)))
    return float(10 ** ys[index]) if np.isfinite(ys[index]) else None


def _rows(curve: Curve) -> Doubles:
    """Return what a track takes: the epochs, or the batches before there are two of them."""
    epochs, batches = curve.epochs, curve.batches
    if epochs.shape[1] < 2 and batches.shape[1]:
        values = decades(perplexity_of(batches[2]))
        return np.stack([batches[0], batches[1], batches[3], values])
    return _points(epochs, batches)


def _points(measured: Doubles, batches: Doubles) -> Doubles:
    """Return what was measured at the ends of epochs as a track takes it."""
    if batches.shape[1]:
        steps = np.interp(measured[0], batches[0], batches[1])
    else:
        steps = np.full(measured.shape[1], np.nan)
    return np.stack([measured[0], steps, measured[2], decades(measured[1])])
