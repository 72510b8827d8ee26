"""What was measured while a model trained, in arrays that grow, and how to smooth and thin them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Doubles

__all__ = ["CEILING", "CurveBuffer", "Series", "envelope", "perplexity_of", "smoothed"]

CEILING = 1e12
"""A perplexity above this is divergence: it is kept in the record and left out of the plot."""

_BLOCK = 64
_BLOCKS_PER_PIXEL = 4


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


class _Columns:
    """Rows of floats in one buffer that doubles when it is full."""

    def __init__(self, width: int) -> None:
        self._buffer: Doubles = np.empty((width, 256))
        self.count = 0

    def append(self, *columns: ArrayLike) -> None:
        """Add rows, one array for each column; a scalar fills its column."""
        rows = np.broadcast_arrays(*(np.atleast_1d(np.asarray(c, np.float64)) for c in columns))
        end = self.count + rows[0].size
        if end > self._buffer.shape[1]:
            capacity = 2 ** math.ceil(math.log2(end))
            grown: Doubles = np.empty((len(rows), capacity))
            grown[:, : self.count] = self._buffer[:, : self.count]
            self._buffer = grown
        for index, row in enumerate(rows):
            self._buffer[index, self.count : end] = row
        self.count = end

    def column(self, index: int) -> Doubles:
        """Return a read-only view of one column."""
        view = self._buffer[index, : self.count]
        view.flags.writeable = False
        return view

    def truncate(self, count: int) -> None:
        """Forget all rows from `count` on."""
        self.count = min(self.count, count)


class Series:
    """Points in order of x that only grow, with the extremes of each 64 of them kept at hand.

    Points whose x goes back replace what stood from there on: a run that resumes from an earlier
    moment overwrites the future it left.
    """

    def __init__(self) -> None:
        self._points = _Columns(2)
        self._blocks = _Columns(4)

    def __len__(self) -> int:
        return self._points.count

    @property
    def x(self) -> Doubles:
        """All x, read-only."""
        return self._points.column(0)

    @property
    def y(self) -> Doubles:
        """All y, read-only; NaN where there is none."""
        return self._points.column(1)

    def append(self, x: ArrayLike, y: ArrayLike) -> None:
        """Add points; x must not fall within them."""
        first = np.atleast_1d(np.asarray(x, dtype=np.float64))
        if first.size == 0:
            return
        if len(self) and first[0] <= self.x[-1]:
            self._forget_from(float(first[0]))
        self._points.append(first, y)
        self._fill_blocks()

    def cut(self, x: float) -> tuple[Doubles, Doubles]:
        """Forget the points beyond `x`, and return them."""
        after = np.nextafter(x, np.inf)
        start = int(np.searchsorted(self.x, after, "left"))
        gone = self.x[start:].copy(), self.y[start:].copy()
        self._forget_from(float(after))
        return gone

    def clear(self) -> None:
        """Forget all points."""
        self._points.truncate(0)
        self._blocks.truncate(0)

    def envelope(self, low: float, high: float, pixels: int) -> tuple[Doubles, Doubles]:
        """Return at most 2 points a pixel that look like all the points from `low` to `high`.

        One more point is taken on each side, so that lines reach the edges.
        """
        start = max(int(np.searchsorted(self.x, low, "left")) - 1, 0)
        stop = min(int(np.searchsorted(self.x, high, "right")) + 1, len(self))
        if stop - start < _BLOCK * _BLOCKS_PER_PIXEL * max(pixels, 1):
            return envelope(self.x[start:stop], self.y[start:stop], pixels)
        blocks = slice(start // _BLOCK, -(-stop // _BLOCK))
        x, lows, highs, falls = (self._blocks.column(index)[blocks] for index in range(4))
        tail = slice(self._blocks.count * _BLOCK, stop)
        if tail.start < stop:
            rest = _extremes(self.x[tail], self.y[tail], np.zeros(1, dtype=np.intp))
            parts = zip((x, lows, highs, falls), rest, strict=True)
            x, lows, highs, falls = (np.concatenate(part) for part in parts)
        return _thinned(x, lows, highs, falls > 0, _starts(x, pixels))

    def _forget_from(self, x: float) -> None:
        count = int(np.searchsorted(self.x, x, "left"))
        self._points.truncate(count)
        self._blocks.truncate(count // _BLOCK)

    def _fill_blocks(self) -> None:
        done, full = self._blocks.count, len(self) // _BLOCK
        if full > done:
            new = slice(done * _BLOCK, full * _BLOCK)
            starts = np.arange(0, (full - done) * _BLOCK, _BLOCK)
            self._blocks.append(*_extremes(self.x[new], self.y[new], starts))


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


class CurveBuffer:
    """Columns of equal length in one buffer that doubles; the first row is x.

    Args:
        start: What stands on it at first, (rows, points).
        thin: Called with all of it when it has grown; what comes back is kept.
    """

    def __init__(self, start: Doubles, thin: Callable[[Doubles], Doubles] | None = None) -> None:
        self._thin = thin
        self._buffer = np.empty((start.shape[0], 256))
        self._count = 0
        self.append(start)

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Doubles:
        """All points, read-only."""
        view = self._buffer[:, : self._count]
        view.flags.writeable = False
        return view

    def append(self, points: Doubles) -> None:
        """Add points; those that go back overwrite what stood from there on."""
        if points.shape[1] == 0:
            return
        if self._count and points[0, 0] <= self._buffer[0, self._count - 1]:
            self._count = int(np.searchsorted(self.rows[0], points[0, 0], "left"))
        end = self._count + points.shape[1]
        if end > self._buffer.shape[1]:
            self._make_room(points.shape[1])
            end = self._count + points.shape[1]
        self._buffer[:, self._count : end] = points
        self._count = end

    def cut(self, x: float) -> Doubles:
        """Take off the points beyond `x`, and return them."""
        start = int(np.searchsorted(self.rows[0], x, "right"))
        gone = self._buffer[:, start : self._count].copy()
        self._count = start
        return gone

    def _make_room(self, more: int) -> None:
        kept = self.rows if self._thin is None else self._thin(self.rows)
        capacity = 2 ** math.ceil(math.log2(max(kept.shape[1] + more, 2 * kept.shape[1])))
        grown = np.empty((kept.shape[0], capacity))
        grown[:, : kept.shape[1]] = kept
        self._buffer, self._count = grown, kept.shape[1]
