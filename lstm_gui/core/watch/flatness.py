"""Flat perplexity: window by window, the mean loss no longer falls."""

from __future__ import annotations

import math
from collections import deque

from lstm_gui.core.watch.alarm import Alarm, Turn

__all__ = ["Flatness"]

WINDOWS = 10
FLAT_NATS, FLAT_OVER_NATS = 0.01, 0.02
"""Flat: the mean loss of the last 5 windows is within 1 % in perplexity of the 5 before."""

LEAST_WINDOW, LARGEST_WINDOW = 25, 200
LEARNT_NATS = 0.1


class Flatness:
    """Compare the mean loss of the later windows with that of the earlier ones."""

    def __init__(self) -> None:
        self._alarm = Alarm("flat")
        self._sum, self._count = 0.0, 0
        self._means: deque[float] = deque(maxlen=WINDOWS)
        self._first: float | None = None

    def see(self, loss: float, batches: int, *, an_epoch: int) -> Turn | None:
        """Take the mean loss of some batches, of which an epoch has `an_epoch`."""
        self._sum += loss * batches
        self._count += batches
        # Whole epochs where these are short: the batches of a text differ in how hard they are.
        epochs = -(-LEAST_WINDOW // an_epoch) * an_epoch
        if self._count < min(epochs, LARGEST_WINDOW):
            return None
        mean, steps = self._sum / self._count, self._count * WINDOWS
        self._sum, self._count = 0.0, 0
        self._means.append(mean)
        if self._first is None:
            self._first = mean
        if len(self._means) < WINDOWS:
            return None
        return self._judge(mean, steps, learnt=self._first - mean)

    def _judge(self, mean: float, steps: int, *, learnt: float) -> Turn | None:
        means, half = list(self._means), WINDOWS // 2
        gain = (sum(means[:half]) - sum(means[half:])) / half
        if not self._alarm.update(gain < FLAT_NATS, gain > FLAT_OVER_NATS):
            return None
        return self._alarm.turn(
            steps=steps,
            perplexity=math.exp(min(mean, 700)),
            learnt="some" if learnt > LEARNT_NATS else "nothing",
        )
