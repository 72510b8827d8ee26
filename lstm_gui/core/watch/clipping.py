"""Clipping of every batch: the threshold, not the learning rate, sets the size of the steps."""

from __future__ import annotations

from collections import deque

from lstm_gui.core.watch.alarm import Alarm, Turn

__all__ = ["Clipping"]

CLIPPED_WINDOW = 100
CLIPPED_OVER = 90
"""Clipped: all of the last 100 batches; it is over when fewer than 90 of them are."""


class Clipping:
    """Count the batches whose gradient is longer than the threshold."""

    def __init__(self) -> None:
        self._alarm = Alarm("clipped")
        self._norms: deque[float] = deque(maxlen=CLIPPED_WINDOW)
        self._above = 0

    def see(self, norm: float, threshold: float) -> Turn | None:
        """Take the norm of a batch's gradient; the threshold is the same until a new watch."""
        if len(self._norms) == CLIPPED_WINDOW:
            self._above -= self._norms[0] > threshold
        self._norms.append(norm)
        self._above += norm > threshold
        all_above = self._above == CLIPPED_WINDOW
        if not self._alarm.update(all_above, self._above < CLIPPED_OVER):
            return None
        return self._alarm.turn(norm=sorted(self._norms)[len(self._norms) // 2])
