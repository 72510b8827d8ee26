"""Rising perplexity: the smoothed loss has climbed well above its best."""

from __future__ import annotations

import math

from lstm_gui.core.watch.alarm import Alarm, Turn

__all__ = ["Rise"]

PATIENCE_STEPS = 20
SMOOTHING = 0.1
RISE_NATS, RISE_OVER_NATS = math.log(2), math.log(2) / 2
"""A perplexity twice the best one is a rise; below 1.4 times it is over."""


class Rise:
    """Compare the loss, smoothed exponentially, with the least it has been."""

    def __init__(self) -> None:
        self._alarm = Alarm("rising", PATIENCE_STEPS)
        self._count, self._smooth, self._best = 0, 0.0, math.inf

    def see(self, loss: float) -> Turn | None:
        """Take the loss of a batch, in nats."""
        self._count += 1
        share = max(SMOOTHING, 1 / self._count)
        self._smooth += share * (loss - self._smooth)
        if self._count < PATIENCE_STEPS:
            return None
        self._best = min(self._best, self._smooth)
        rise = self._smooth - self._best
        if not self._alarm.update(rise > RISE_NATS, rise < RISE_OVER_NATS):
            return None
        return self._alarm.turn(times=math.exp(rise))
