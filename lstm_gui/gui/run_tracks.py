"""What is known of one run in the perplexity plot: batches, epochs, and what it held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.history import Doubles, perplexity_of
from lstm_gui.core.runs import Curve
from lstm_gui.core.runs.live import spread
from lstm_gui.gui.plot_pens import decades
from lstm_gui.gui.plot_track import PlotAxis, Track

__all__ = ["RunTracks"]


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
