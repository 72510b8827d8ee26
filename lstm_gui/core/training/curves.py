"""The curves of a run while it trains: arrays that grow, go back with an undo, and come again.

No Qt here. What the window draws, what the table keeps and what the watch reads are these arrays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Doubles

__all__ = [
    "CEILING",
    "CLIPPED_WINDOW",
    "Measured",
    "RunCurves",
    "SeriesColumns",
    "Travel",
    "decades",
    "envelope",
    "perplexity_of",
    "smoothed",
]

CEILING = 1e12
"""A perplexity above this is divergence: it is kept in the record and left out of the plot."""

CLIPPED_WINDOW = 100
"""The share of clipped batches is that of so many batches before a point."""

Travel = Literal["", "undo", "redo", "branch"]
"""How a run came to the moment from which it goes on, where that is not the one it was at."""

_BLOCK = 64
_BLOCKS_PER_PIXEL = 4
_FIRST_ROOM = 256
_MOST_PARTS = 64


@overload
def perplexity_of(loss: float) -> float: ...
@overload
def perplexity_of(loss: Doubles | list[float]) -> Doubles: ...
def perplexity_of(loss: float | Doubles | list[float]) -> float | Doubles:
    """Return exp(loss), or infinity where that overflows; NaN stays NaN.

    The book defines it in its section on language models.
    """
    if isinstance(loss, float):
        try:
            return math.exp(loss)
        except OverflowError:
            return math.inf
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(np.asarray(loss, dtype=np.float64)))


def decades(values: ArrayLike) -> Doubles:
    """Return log10; NaN for what cannot be drawn: not finite, not positive, or diverged."""
    known = np.atleast_1d(np.asarray(values, dtype=np.float64))
    drawable = (known > 0) & (known < CEILING)
    return np.asarray(np.log10(np.where(drawable, known, np.nan)), dtype=np.float64)


class SeriesColumns:
    """Measured points in named columns of equal length, in order of the first one, `x`.

    Points whose x goes back replace what stood from there on. Arrays that were handed out are
    read-only and stay as they are, whatever comes later, so they need not be copied.
    """

    def __init__(self, *names: str) -> None:
        self._rows = {name: row for row, name in enumerate(names)}
        self._blocks: dict[tuple[str, bool], _Blocks] = {}
        self._buffer: Doubles = np.empty((len(names), _FIRST_ROOM))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, name: str) -> Doubles:
        """Return one column, read-only; NaN where there is nothing."""
        return self._view(self._buffer[self._rows[name], : self._count])

    @property
    def rows(self) -> Doubles:
        """All columns in their order, one below the other, read-only."""
        return self._view(self._buffer[:, : self._count])

    def append(self, *columns: ArrayLike) -> None:
        """Add points, one array for each column; a scalar fills its column."""
        parts = np.broadcast_arrays(*(np.atleast_1d(np.asarray(c, np.float64)) for c in columns))
        first, count = parts[0], parts[0].size
        if not count:
            return
        if self._count and first[0] <= self._buffer[0, self._count - 1]:
            self._keep(int(np.searchsorted(self["x"], first[0], "left")))
        end = self._count + count
        if end > self._buffer.shape[1]:
            self._move(2 ** math.ceil(math.log2(end)))
        for row, part in enumerate(parts):
            self._buffer[row, self._count : end] = part
        self._count = end

    def cut(self, x: float) -> Doubles:
        """Take off the points beyond `x`, and return their rows."""
        start = int(np.searchsorted(self["x"], x, "right"))
        gone = self.rows[:, start:].copy()
        self._keep(start)
        return gone

    def before(self, x: float, y: str, *, at: str = "x") -> tuple[float, float] | None:
        """Return place and value of the last point up to `x`; None if there is none to be drawn."""
        place = int(np.searchsorted(self[at], x + 1e-9, "right")) - 1
        if place < 0 or not np.isfinite(self[y][place]):
            return None
        return float(self[at][place]), float(self[y][place])

    def envelope(
        self, low: float, high: float, pixels: int, y: str, *, at: str = "x", log: bool = False
    ) -> tuple[Doubles, Doubles]:
        """Return at most 2 points a pixel that look like all the points from `low` to `high`.

        One more point is taken on each side, so that lines reach the edges.

        Args:
            low: Where the visible part begins, in the units of `at`.
            high: Where it ends.
            pixels: Its width.
            y: The column that is drawn.
            at: The column that it is drawn by.
            log: Return the powers of ten of `y`, see `decades`.
        """
        x = self[at]
        start, stop = _seen(x, low, high)
        if stop - start < _BLOCK * _BLOCKS_PER_PIXEL * max(pixels, 1):
            return envelope(x[start:stop], _drawn(self[y][start:stop], log), pixels)
        blocks = slice(start // _BLOCK, -(-stop // _BLOCK))
        known = self._blocks.setdefault((y, log), _Blocks())
        known.fill(x, self[y], log)
        tail = slice(known.count * _BLOCK, stop)
        parts = x[::_BLOCK][: known.count][blocks], *known.rows[:, blocks]
        if tail.start < stop:
            rest = _extremes(x[tail], _drawn(self[y][tail], log), np.zeros(1, dtype=np.intp))
            pairs = zip(parts, rest, strict=True)
            parts = tuple(np.concatenate(pair) for pair in pairs)
        first, lows, highs, falls = parts
        return _thinned(first, lows, highs, falls > 0, _starts(first, pixels))

    def mean_envelope(
        self, low: float, high: float, pixels: int, y: str, width: int, *, at: str = "x"
    ) -> tuple[Doubles, Doubles]:
        """Return the moving mean over `width` points as it looks from `low` to `high`."""
        if width <= 1:
            return self.envelope(low, high, pixels, y, at=at)
        x = self[at]
        seen = slice(*_seen(x, low, high))
        return envelope(x[seen], smoothed(self[y], width)[seen], pixels)

    def _view(self, part: Doubles) -> Doubles:
        part.flags.writeable = False
        return part

    def _keep(self, count: int) -> None:
        """Forget all points from `count` on, and leave alone what was handed out."""
        if count < self._count:
            self._count = count
            self._move(self._buffer.shape[1])
            for blocks in self._blocks.values():
                blocks.count = min(blocks.count, count // _BLOCK)

    def _move(self, room: int) -> None:
        moved: Doubles = np.empty((len(self._rows), room))
        moved[:, : self._count] = self._buffer[:, : self._count]
        self._buffer = moved


class _Blocks:
    """The least and greatest of each 64 values, and 1 where they fall along the block."""

    def __init__(self) -> None:
        self._buffer: Doubles = np.empty((3, _FIRST_ROOM))
        self.count = 0

    @property
    def rows(self) -> Doubles:
        return self._buffer[:, : self.count]

    def fill(self, x: Doubles, y: Doubles, log: bool) -> None:
        """Work out the blocks that have become full."""
        done, full = self.count, x.size // _BLOCK
        if full <= done:
            return
        if full > self._buffer.shape[1]:
            grown: Doubles = np.empty((3, 2 ** math.ceil(math.log2(full))))
            grown[:, :done] = self.rows
            self._buffer = grown
        new = slice(done * _BLOCK, full * _BLOCK)
        starts = np.arange(0, (full - done) * _BLOCK, _BLOCK)
        self._buffer[:, done:full] = _extremes(x[new], _drawn(y[new], log), starts)[1:]
        self.count = full


def _drawn(y: Doubles, log: bool) -> Doubles:
    return decades(y) if log else y


def _seen(x: Doubles, low: float, high: float) -> tuple[int, int]:
    """Return from where to where points are seen; none where nobody knows where they stand."""
    if not x.size or not np.isfinite(x[-1]):
        return 0, 0
    start = max(int(np.searchsorted(x, low, "left")) - 1, 0)
    return start, min(int(np.searchsorted(x, high, "right")) + 1, x.size)


def envelope(x: Doubles, y: Doubles, pixels: int) -> tuple[Doubles, Doubles]:
    """Thin ordered points to the least and greatest y of each of `pixels` equal stretches of x.

    At most 2 points a pixel come back, without those that are not finite.
    """
    if x.size <= 2 * pixels:
        kept = np.isfinite(y)
        return x[kept], y[kept]
    starts = _starts(x, pixels)
    first, lows, highs, falls = _extremes(x, y, starts)
    return _thinned(first, lows, highs, falls > 0, np.arange(starts.size), last=float(x[-1]))


def _starts(x: Doubles, pixels: int) -> NDArray[np.intp]:
    edges = np.linspace(x[0], x[-1], max(pixels, 1) + 1)[:-1]
    return np.asarray(np.unique(np.searchsorted(x, edges, "left")), dtype=np.intp)


def _extremes(
    x: Doubles, y: Doubles, starts: NDArray[np.intp]
) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Return for each stretch its first x, least y, greatest y, and 1 where y falls along it."""
    with np.errstate(invalid="ignore"):
        lows, highs = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    ends = np.append(starts[1:], x.size) - 1
    return x[starts], lows, highs, (y[starts] > y[ends]).astype(np.float64)


def _thinned(
    x: Doubles,
    lows: Doubles,
    highs: Doubles,
    falls: NDArray[np.bool_],
    starts: NDArray[np.intp],
    last: float | None = None,
) -> tuple[Doubles, Doubles]:
    """Put two points in each stretch, in the order in which the curve meets them."""
    with np.errstate(invalid="ignore"):
        low, high = np.fmin.reduceat(lows, starts), np.fmax.reduceat(highs, starts)
    left = x[starts]
    right = np.append(left[1:], x[-1] if last is None else last)
    down = falls[starts]
    thin_x = np.stack([left, (left + right) / 2], axis=1).ravel()
    thin_y = np.stack([np.where(down, high, low), np.where(down, low, high)], axis=1).ravel()
    kept = np.isfinite(thin_y)
    return thin_x[kept], thin_y[kept]


def smoothed(y: Doubles, width: int) -> Doubles:
    """Return the mean over `width` points around each, over fewer near an end; NaN is left out.

    The window is symmetric everywhere, so the first and the last point stay as they are.
    """
    count = y.size
    half = min(width // 2, count)
    if half < 1 or count < 3:
        return y
    kept = np.isfinite(y)
    sums = np.concatenate([[0.0], np.cumsum(np.where(kept, y, 0.0))])
    counts = np.concatenate([[0], np.cumsum(kept)])
    places = np.arange(count)
    reach = np.minimum(half, np.minimum(places, count - 1 - places))
    low, high = places - reach, places + reach + 1
    totals = counts[high] - counts[low]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums[high] - sums[low]) / totals
    return np.asarray(np.where(totals > 0, means, np.nan), dtype=np.float64)


Measured = tuple[Doubles, Doubles, Doubles]
"""What the record keeps, each with x first: epochs, batches and readings of the part held out.

Of epochs and readings the rows are epoch, perplexity, and seconds of training until then; of
batches x in epochs, the number of the step, the loss in nats, and those seconds.
"""

_Rows = tuple[Doubles, Doubles, Doubles]


@dataclass(frozen=True, slots=True)
class _Part:
    """The end of the curves that a move took off: from where, to where, and where it lies.

    What lies ahead comes back with a redo, what lies behind with an undo: a run that went back to
    its best model left a longer curve behind.
    """

    start: float
    end: float
    rows: _Rows
    ahead: bool


class RunCurves:
    """What was measured of one run, by batch and by epoch.

    `batches` has the columns x (in epochs), step, loss (in nats), seconds (of training until
    then), level (log10 of the perplexity, NaN where that cannot be drawn), norm (of the gradient),
    theta, rate, and share (of clipped batches, in percent). `epochs` and `held_out` have x,
    perplexity, seconds, step and level.

    An undo takes the end of the curves off. It is kept, however much is trained from there, until
    a change of settings drops it, as the log of changes does. So are the curves of a run that went
    back to its best model, for an undo leads there.
    """

    def __init__(self) -> None:
        self.batches = SeriesColumns(
            "x", "step", "loss", "seconds", "level", "norm", "theta", "rate", "share"
        )
        self.epochs = SeriesColumns("x", "perplexity", "seconds", "step", "level")
        self.held_out = SeriesColumns("x", "perplexity", "seconds", "step", "level")
        self.restored = 0.0
        """Up to where it comes from the record, which has no gradients and no rates."""
        self._parts: list[_Part] = []
        self._x = 0.0
        self._whole: Measured | None = None
        self.can_redo = False
        """Whether there is a way forward again."""

    @property
    def empty(self) -> bool:
        """Whether no batch and no epoch is there."""
        return not (len(self.batches) or len(self.epochs))

    def end(self, at: str = "x") -> float:
        """Return how far the curves reach, in a column that batches and epochs have."""
        return max((float(c[at][-1]) for c in (self.batches, self.epochs) if len(c)), default=0.0)

    def place(self, epoch: float, at: str) -> float:
        """Return where an epoch stands in another column of the batches, as far as it has come."""
        if at == "x" or not len(self.batches):
            return epoch
        return float(np.interp(epoch, self.batches["x"], self.batches[at]))

    def restore(self, measured: Measured, gradients: Doubles | None = None) -> None:
        """Add what is known from before of a run that is taken up again.

        Args:
            measured: What the record keeps of it.
            gradients: See `gradients`; None where they are not known.
        """
        epochs, batches, held_out = measured
        x, step, loss, seconds = batches
        level = decades(perplexity_of(loss))
        norm, theta, rate = np.full((3, x.size), math.nan) if gradients is None else gradients
        share = self._shares(x, norm, theta) if x.size else norm
        self.batches.append(x, step, loss, seconds, level, norm, theta, rate, share)
        for columns, (numbers, perplexity, elapsed) in (
            (self.epochs, epochs),
            (self.held_out, held_out),
        ):
            steps = np.interp(numbers, x, step) if x.size else np.full(numbers.size, math.nan)
            columns.append(numbers, perplexity, elapsed, steps, decades(perplexity))
        self._x = float(x[-1]) if x.size else 0.0
        unknown = np.flatnonzero(np.isnan(rate))
        self.restored = float(x[unknown[-1]]) if unknown.size else 0.0

    def add_steps(
        self,
        x: ArrayLike,
        loss: ArrayLike,
        *,
        last: int | None = None,
        seconds: float = 0.0,
        norm: ArrayLike = math.nan,
        theta: float = math.nan,
        rate: float = math.nan,
    ) -> None:
        """Add batches; an x before the last one overwrites from there on.

        Args:
            x: Where each ended, in epochs.
            loss: Of each, in nats.
            last: The number of the last one in the run; the next ones, if nobody says.
            seconds: That they took together.
            norm: Of the gradient of each.
            theta: Where they were clipped.
            rate: The learning rate of all.
        """
        places = np.atleast_1d(np.asarray(x, np.float64))
        if not places.size:
            return
        losses = np.broadcast_to(np.asarray(loss, np.float64), places.shape)
        norms = np.broadcast_to(np.asarray(norm, np.float64), places.shape)
        steps, times = self._numbered(places, last, seconds)
        share = self._shares(places, norms, theta)
        level = decades(perplexity_of(losses))
        self.batches.append(places, steps, losses, times, level, norms, theta, rate, share)
        self._x = float(places[-1])

    def add_epochs(self, numbers: Sequence[float], perplexity: Sequence[float]) -> None:
        """Add finished epochs."""
        self._add(self.epochs, numbers, perplexity)

    def add_held_out(self, number: float, perplexity: float) -> None:
        """Add a reading of the part held out, after an epoch."""
        self._add(self.held_out, [number], [perplexity])

    def go_on(self, x: float, travel: Travel) -> None:
        """Go on from `x` epochs: back before a change, forward again, or with other settings."""
        if travel == "branch":  # what had been undone belongs to the run that was
            self._parts = [part for part in self._parts if not part.ahead]
            return
        if travel == "undo" and not self.can_redo:
            self._whole = self.measured()
        part = self._part_to(x, ahead=travel == "redo") if travel else None
        end, start = self._x, x if part is None else part.start
        gone = self._cut(start)
        if part is not None:
            self._parts.remove(part)
            for columns, rows in zip(self._all, part.rows, strict=True):
                columns.append(*rows)
            self._cut(x)
        if travel == "undo" or gone[0].size:
            self._parts.append(_Part(start, end, gone, ahead=travel == "undo"))
            del self._parts[:-_MOST_PARTS]
        self._x = x

    def set_redo(self, possible: bool) -> None:
        """Tell whether there is a way forward again; if not, what was undone is dropped."""
        self.can_redo = possible
        if not possible:
            self._whole = None
            self._parts = [part for part in self._parts if not part.ahead]

    def measured(self) -> Measured:
        """Return what the record keeps of it up to now; the arrays stay as they are."""
        return self.epochs.rows[:3], self.batches.rows[:4], self.held_out.rows[:3]

    def gradients(self) -> Doubles:
        """Return of each batch the norm of its gradient, where it was clipped, and its rate."""
        return self.batches.rows[5:8]

    def whole(self) -> Measured:
        """Return what the record keeps, with all that was undone."""
        return self.measured() if self._whole is None else self._whole

    @property
    def _all(self) -> tuple[SeriesColumns, SeriesColumns, SeriesColumns]:
        return self.batches, self.epochs, self.held_out

    def _cut(self, x: float) -> _Rows:
        return self.batches.cut(x), self.epochs.cut(x), self.held_out.cut(x)

    def _add(
        self, columns: SeriesColumns, numbers: Sequence[float], values: Sequence[float]
    ) -> None:
        x, perplexity = np.asarray(numbers, np.float64), np.asarray(values, np.float64)
        known = self.batches
        seconds, steps = (
            np.interp(x, known["x"], known[name]) if len(known) else 0 * x
            for name in ("seconds", "step")
        )
        columns.append(x, perplexity, seconds, steps, decades(perplexity))

    def _numbered(
        self, places: Doubles, last: int | None, seconds: float
    ) -> tuple[Doubles, Doubles]:
        """Number new batches and tell when each ended, from what is known of those before."""
        known, step, elapsed = self.batches, 0.0, 0.0
        before = int(np.searchsorted(known["x"], places[0], "left"))
        if before:
            step, elapsed = (float(known[name][before - 1]) for name in ("step", "seconds"))
        if last is None:
            last = round(step) + places.size
        if not before or step >= last:
            step = float(last - places.size)
        numbers = np.linspace(step, last, places.size + 1)[1:]
        return numbers, np.linspace(elapsed, elapsed + seconds, places.size + 1)[1:]

    def _shares(self, places: Doubles, norms: Doubles, theta: float | Doubles) -> Doubles:
        """Return for each new batch the percentage of clipped ones among the last up to it."""
        known, count = self.batches, places.size
        before = int(np.searchsorted(known["x"], places[0], "left"))
        tail = slice(max(before - CLIPPED_WINDOW + 1, 0), before)
        every = np.concatenate([known["norm"][tail], norms])
        limits = np.concatenate([known["theta"][tail], np.broadcast_to(theta, count)])
        measured = np.isfinite(every)
        sums = np.concatenate([[0], np.cumsum(measured & (every > limits))])
        seen = np.concatenate([[0], np.cumsum(measured)])
        ends = np.arange(every.size - count, every.size) + 1
        starts = np.maximum(ends - CLIPPED_WINDOW, 0)
        totals = (seen[ends] - seen[starts]).astype(np.float64)
        totals[totals == 0] = np.nan
        return np.asarray(100 * (sums[ends] - sums[starts]) / totals)

    def _part_to(self, x: float, *, ahead: bool) -> _Part | None:
        """Return the part that a move to `x` brings back: one that ends there, or reaches it."""
        parts = [part for part in reversed(self._parts) if part.ahead is ahead]
        exact = (part for part in parts if part.end == x)
        reaching = (part for part in parts if ahead and part.start <= x < part.end)
        return next(exact, None) or next(reaching, None)
