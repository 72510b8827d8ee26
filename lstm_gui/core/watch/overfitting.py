"""Overfitting: held-out text is read ever worse while the training text is read ever better."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from lstm_gui.core.watch.alarm import Alarm, Turn

__all__ = ["Overfitting"]

PATIENCE_READINGS = 3
READINGS_SMOOTHED = 3
OVERFIT_NATS, OVERFIT_OVER_NATS = 0.05, 0.02
"""Overfitting: on held-out text 5 % above the best, while on the training text as much below."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reading of the part held out, beside the training text; both in nats."""

    epoch: int
    held_out: float
    trained: float


class Overfitting:
    """Compare the perplexity of the part held out, and of the training text, with the best."""

    def __init__(self) -> None:
        self._alarm = Alarm("overfitting", PATIENCE_READINGS)
        self._trained: tuple[int, float] | None = None
        self._best: _Reading | None = None
        self._latest: deque[float] = deque(maxlen=READINGS_SMOOTHED)
        self._best_mean = math.inf

    def trained(self, epoch: int, perplexity: float) -> None:
        """Take the perplexity of an epoch on the training text."""
        self._trained = epoch, _nats(perplexity)

    def held_out(self, epoch: int, perplexity: float) -> Turn | None:
        """Take a reading of the part held out; it counts beside a training epoch of its number."""
        if self._trained is None or self._trained[0] != epoch:
            return None
        now = _Reading(epoch, _nats(perplexity), self._trained[1])
        best = self._best
        if best is None or now.held_out < best.held_out:
            self._best = best = now
        self._latest.append(now.held_out)  # a lucky reading must not make the others look bad
        if len(self._latest) < READINGS_SMOOTHED:
            return None
        return self._judge(now, best)

    def _judge(self, now: _Reading, best: _Reading) -> Turn | None:
        mean = sum(self._latest) / READINGS_SMOOTHED
        self._best_mean = min(self._best_mean, mean)
        rise, fall = mean - self._best_mean, best.trained - now.trained
        overfits = rise > OVERFIT_NATS and fall > OVERFIT_NATS
        if not self._alarm.update(overfits, rise < OVERFIT_OVER_NATS):
            return None
        values = {"best": math.exp(best.held_out), "now": math.exp(now.held_out)}
        return self._alarm.turn(epoch=best.epoch, **values)


def _nats(perplexity: float) -> float:
    return math.log(min(max(perplexity, 1.0), 1e300))
