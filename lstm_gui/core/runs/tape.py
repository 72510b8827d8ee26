"""Rows of numbers in order of x that grow, are cut, and are put together again."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from lstm_gui.core.history import Doubles

__all__ = ["Tape"]


class Tape:
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
