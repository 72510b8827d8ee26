"""The rules of the watch: each looks for one kind of trouble, or for a goal."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import compact, significant, thousands
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.progress import EpochDone
from lstm_gui.core.watch.findings import Key

__all__ = [
    "AlarmTurn",
    "Clipping",
    "DeadCells",
    "Flatness",
    "GoalReached",
    "Goals",
    "OpenGoals",
    "Overfitting",
    "Rise",
    "Saturation",
    "gate_health",
]

SHUT, OPEN = 0.1, 0.9
"""A gate beyond these is saturated (Karpathy, Johnson and Li, 2015, section 4.2)."""

FLAT_H = 0.99
STILL = 0.01
NO_MOVE = 1e-6
LEAST_TEXT = 8


@dataclass(frozen=True, slots=True)
class GateHealth:
    """The most saturated gate with its share of saturated values, and the number of dead cells.

    A plain RNN has no gates; there it is h, saturated near −1 and 1. `layer` counts from 0.
    """

    gate: str
    layer: int
    saturated: float
    dead: int
    cells: int


def gate_health(trace: Trace) -> GateHealth | None:
    """Look over a trace; None for a text too short to tell."""
    h = trace.quantities["h"]  # (L, T, H)
    if h.shape[1] < LEAST_TEXT:
        return None
    names = CELLS[trace.cell].gates or ("h",)
    shares = [
        (float(share), name, layer)
        for name in names
        for layer, share in enumerate(_saturated(trace.quantities[name], name == "h"))
    ]
    worst, gate, layer = max(shares, key=lambda entry: entry[0])
    return GateHealth(gate, layer, worst, _dead(h), h.shape[0] * h.shape[2])


def _saturated(values: Floats, is_h: bool) -> Floats:
    """Return the share of saturated values in each layer of (L, T, H)."""
    beyond = np.abs(values) > FLAT_H if is_h else (values < SHUT) | (values > OPEN)
    return np.asarray(beyond.mean(axis=(1, 2)), np.float32)


def _dead(h: Floats) -> int:
    """Count cells that move a hundredth as much as the livelier ones of their layer, or less.

    The measure is relative, because at first all cells of a small network hardly move.
    """
    moves = np.ptp(h, axis=1)  # (L, H)
    lively = np.percentile(moves, 90, axis=1, keepdims=True)
    return int(np.count_nonzero(moves <= np.maximum(lively * STILL, NO_MOVE)))


@dataclass(frozen=True, slots=True)
class AlarmTurn:
    """An alarm has just been raised or cleared; `values` fill the words of its finding."""

    key: Key
    raised: bool
    values: Mapping[str, float | str]


class Alarm:
    """Raises after `patience` bad values in a row, and clears after as many good ones."""

    __slots__ = ("_count", "_key", "_patience", "_raised")

    def __init__(self, key: Key, patience: int = 1) -> None:
        self._key = key
        self._patience = patience
        self._raised = False
        self._count = 0

    def update(self, bad: bool, good: bool) -> bool:
        """Take one value; True if the alarm has just been raised or cleared."""
        if not (good if self._raised else bad):
            self._count = 0
            return False
        self._count += 1
        if self._count < self._patience:
            return False
        self._raised, self._count = not self._raised, 0
        return True

    def turn(self, **values: float | str) -> AlarmTurn:
        """Say how the alarm stands now."""
        return AlarmTurn(self._key, self._raised, values)


PATIENCE_STEPS = 20
SMOOTHING = 0.1
RISE_NATS, RISE_OVER_NATS = math.log(2), math.log(2) / 2
"""A perplexity twice the best one is a rise; below 1.4 times it is over."""


class Rise:
    """Compare the loss, smoothed exponentially, with the least it has been."""

    def __init__(self) -> None:
        self._alarm = Alarm("rising", PATIENCE_STEPS)
        self._count, self._smooth, self._best = 0, 0.0, math.inf

    def see(self, loss: float) -> AlarmTurn | None:
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
        return self._alarm.turn(times=perplexity_of(rise))


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

    def see(self, loss: float, batches: int, *, an_epoch: int) -> AlarmTurn | None:
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

    def _judge(self, mean: float, steps: int, *, learnt: float) -> AlarmTurn | None:
        means, half = list(self._means), WINDOWS // 2
        gain = (sum(means[:half]) - sum(means[half:])) / half
        if not self._alarm.update(gain < FLAT_NATS, gain > FLAT_OVER_NATS):
            return None
        return self._alarm.turn(
            steps=steps,
            perplexity=math.exp(min(mean, 700)),
            learnt="some" if learnt > LEARNT_NATS else "nothing",
        )


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

    def held_out(self, epoch: int, perplexity: float) -> AlarmTurn | None:
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

    def _judge(self, now: _Reading, best: _Reading) -> AlarmTurn | None:
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


CLIPPED_WINDOW = 100
CLIPPED_OVER = 90
"""Clipped: all of the last 100 batches; it is over when fewer than 90 of them are."""


class Clipping:
    """Count the batches whose gradient is longer than the threshold."""

    def __init__(self) -> None:
        self._alarm = Alarm("clipped")
        self._norms: deque[float] = deque(maxlen=CLIPPED_WINDOW)
        self._above = 0

    def see(self, norm: float, threshold: float) -> AlarmTurn | None:
        """Take the norm of a batch's gradient; the threshold is the same until a new watch."""
        if len(self._norms) == CLIPPED_WINDOW:
            self._above -= self._norms[0] > threshold
        self._norms.append(norm)
        self._above += norm > threshold
        all_above = self._above == CLIPPED_WINDOW
        if not self._alarm.update(all_above, self._above < CLIPPED_OVER):
            return None
        return self._alarm.turn(norm=sorted(self._norms)[len(self._norms) // 2])


PATIENCE_TRACES = 3
SATURATED, SATURATED_OVER = 0.9, 0.8
DEAD, DEAD_OVER = 0.1, 0.05
"""Shares of a gate's values, and of the cells."""


class Saturation:
    """Watch the most saturated gate."""

    def __init__(self) -> None:
        self._alarm = Alarm("saturated", PATIENCE_TRACES)

    def see(self, health: GateHealth) -> AlarmTurn | None:
        """Take what a look at the memory showed."""
        share = health.saturated
        if not self._alarm.update(share >= SATURATED, share < SATURATED_OVER):
            return None
        return self._alarm.turn(
            percent=round(100 * share), gate=health.gate, layer=health.layer + 1
        )


class DeadCells:
    """Watch the share of dead cells."""

    def __init__(self) -> None:
        self._alarm = Alarm("dead", PATIENCE_TRACES)

    def see(self, health: GateHealth) -> AlarmTurn | None:
        """Take what a look at the memory showed."""
        share = health.dead / health.cells
        if not self._alarm.update(share >= DEAD, share < DEAD_OVER):
            return None
        return self._alarm.turn(count=health.dead, cells=health.cells)


@dataclass(frozen=True, slots=True)
class Goals:
    """What a person wants to know of: a perplexity reached, and that nothing moves any more."""

    perplexity_below: float | None = None
    stop_when_flat: bool = False


@dataclass(frozen=True, slots=True)
class GoalReached:
    """A goal is reached; `stop` asks for training to be stopped."""

    sentence: Sentence
    stop: bool


class OpenGoals:
    """The goals that are not reached yet: each is reported once."""

    def __init__(self, goals: Goals) -> None:
        self._below, self._flat = goals.perplexity_below, goals.stop_when_flat

    def epoch(self, event: EpochDone) -> GoalReached | None:
        """Take a finished epoch."""
        goal = self._below
        if goal is None or not event.perplexity < goal:
            return None
        self._below = None
        text = QT_TRANSLATE_NOOP(
            "Steering", "Perplexity {perplexity} in epoch {epoch}: the goal was below {goal}."
        )
        values = {
            "perplexity": significant(event.perplexity),
            "epoch": thousands(event.epoch),
            "goal": compact(goal),
        }
        return GoalReached(say(text, **values), stop=False)

    def flat(self) -> GoalReached | None:
        """Take that the perplexity has become flat."""
        if not self._flat:
            return None
        self._flat = False
        text = QT_TRANSLATE_NOOP("Steering", "The perplexity is flat: training was stopped.")
        return GoalReached(say(text), stop=True)
