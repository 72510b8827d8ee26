"""The points of one run's curves, whether they are shown by epoch, by batch or by training time."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.runs.live_run import spread
from lstm_gui.core.runs.run import Curve
from lstm_gui.core.training.curves import CurveBuffer, Series, envelope, perplexity_of, smoothed
from lstm_gui.gui.plots.pens import decades

__all__ = ["PlotAxis", "RunTracks", "Track", "smoothed_part"]

PlotAxis = Literal["epoch", "batch", "time"]

_ROWS: dict[PlotAxis, int] = {"epoch": 0, "batch": 1, "time": 2}


class Track:
    """Points in order, of which `x` and `y` are those on the axis in use."""

    def __init__(self) -> None:
        self._axis: PlotAxis = "epoch"
        self._tape = CurveBuffer(np.empty((4, 0)))
        self._series = Series()

    def __len__(self) -> int:
        return len(self._series)

    @property
    def x(self) -> Doubles:
        """All x on the axis in use."""
        return self._series.x

    @property
    def y(self) -> Doubles:
        """All y."""
        return self._series.y

    @property
    def rows(self) -> Doubles:
        """All points: epoch, batch, seconds and y."""
        return self._tape.rows

    def append(
        self, epochs: ArrayLike, y: ArrayLike, batches: ArrayLike, seconds: ArrayLike
    ) -> None:
        """Add points; those whose epoch goes back overwrite what stood from there on."""
        columns = (np.atleast_1d(np.asarray(c, np.float64)) for c in (epochs, batches, seconds, y))
        self.extend(np.stack(np.broadcast_arrays(*columns)))

    def extend(self, rows: Doubles) -> None:
        """Add points as `rows` and `cut` give them."""
        if rows.shape[1] == 0:
            return
        before = len(self._tape)
        self._tape.append(rows)
        if len(self._tape) == before + rows.shape[1]:
            self._show(rows)
        else:
            self._rebuild()

    def cut(self, epoch: float) -> Doubles:
        """Take off the points beyond an epoch, and return them."""
        gone = self._tape.cut(epoch)
        if gone.size:
            self._rebuild()
        return gone

    def clear(self) -> None:
        """Forget all points."""
        self._tape = CurveBuffer(np.empty((4, 0)))
        self._series.clear()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show the points by epoch, batch or time."""
        if axis != self._axis:
            self._axis = axis
            self._rebuild()

    def at(self, epoch: float) -> float:
        """Return where an epoch stands on the axis in use, as far as it has come."""
        if self._axis == "epoch" or not len(self._tape):
            return epoch
        rows = self._tape.rows
        return float(np.interp(epoch, rows[0], rows[_ROWS[self._axis]]))

    def state_at(self, epoch: float) -> tuple[float, float]:
        """Return the batches and seconds that it took to come to an epoch."""
        rows = self._tape.rows
        if not rows.size:
            return 0.0, 0.0
        return float(np.interp(epoch, rows[0], rows[1])), float(np.interp(epoch, rows[0], rows[2]))

    def envelope(self, low: float, high: float, pixels: int) -> tuple[Doubles, Doubles]:
        """Return few points that look like all of them; see `Series.envelope`."""
        return self._series.envelope(low, high, pixels)

    def _rebuild(self) -> None:
        self._series.clear()
        self._show(self._tape.rows)

    def _show(self, rows: Doubles) -> None:
        x = rows[_ROWS[self._axis]]
        known = np.isfinite(x)  # of a run from elsewhere the batches may not be known
        self._series.append(x[known], rows[3][known])


def smoothed_part(
    track: Track, low: float, high: float, pixels: int, width: int
) -> tuple[Doubles, Doubles]:
    """Return the moving mean over `width` points as it looks from `low` to `high`."""
    x, y = track.x, smoothed(track.y, width)
    start = max(int(np.searchsorted(x, low, "left")) - 1, 0)
    seen = slice(start, int(np.searchsorted(x, high, "right")) + 1)
    return envelope(x[seen], y[seen], pixels)


class RunTracks:
    """The points of a run, added as they come; y is kept in powers of ten."""

    def __init__(self) -> None:
        self.steps, self.epochs, self.held_out = Track(), Track(), Track()

    @property
    def both(self) -> tuple[Track, Track]:
        """Batches and epochs."""
        return self.steps, self.epochs

    @property
    def all(self) -> tuple[Track, Track, Track]:
        """Batches, epochs and readings of the part held out."""
        return self.steps, self.epochs, self.held_out

    @property
    def empty(self) -> bool:
        """Whether no batch and no epoch is there."""
        return not (len(self.steps) or len(self.epochs))

    @property
    def done(self) -> float:
        """How far the points reach, on the axis in use."""
        return max((float(track.x[-1]) for track in self.both if len(track)), default=0.0)

    @property
    def epochs_done(self) -> float:
        """How far the points reach in epochs."""
        return max((float(track.rows[0, -1]) for track in self.both if len(track)), default=0.0)

    def add_batches(
        self, x: ArrayLike, perplexity: ArrayLike, *, last: int | None, seconds: float
    ) -> None:
        """Add batches; x in epochs. An x before the last one overwrites from there on.

        Args:
            x: Where each ended.
            perplexity: Of each.
            last: The number of the last one in the run; the next ones, if nobody says.
            seconds: That they took together.
        """
        places = np.atleast_1d(np.asarray(x, np.float64))
        if places.size:
            numbers, times = spread(self.steps.rows[:3], places, last, seconds)
            self.steps.append(places, decades(perplexity), numbers, times)

    def add_epoch(self, epoch: float, perplexity: float) -> None:
        """Add a finished epoch."""
        self.epochs.append(epoch, decades(perplexity), *self.steps.state_at(epoch))

    def add_held_out(self, epoch: float, perplexity: float) -> None:
        """Add a reading of the part held out, after an epoch."""
        self.held_out.append(epoch, decades(perplexity), *self.steps.state_at(epoch))

    def restore(self, curve: Curve) -> None:
        """Add what is known from before of a run that is taken up again."""
        x, numbers, loss, seconds = curve.batches
        self.steps.append(x, decades(perplexity_of(loss)), numbers, seconds)
        epochs, perplexity, elapsed = curve.epochs
        steps = np.interp(epochs, x, numbers) if x.size else epochs
        self.epochs.append(epochs, decades(perplexity), steps, elapsed)
        for epoch, value, _ in curve.held_out.T.tolist():
            self.add_held_out(epoch, value)

    def cut(self, epoch: float) -> tuple[Doubles, ...]:
        """Take off what stands beyond an epoch, and return it for `join`."""
        return tuple(track.cut(epoch) for track in self.all)

    def join(self, gone: tuple[Doubles, ...]) -> None:
        """Put back what was cut off."""
        for track, rows in zip(self.all, gone, strict=True):
            track.extend(rows)

    def clear(self) -> None:
        """Forget all points."""
        for track in self.all:
            track.clear()

    def set_axis(self, axis: PlotAxis) -> None:
        """Show the points by epoch, batch or training time."""
        for track in self.all:
            track.set_axis(axis)
