"""Looks over training: breakdowns, rising and flat perplexity, gates, cells, clipping, goals.

It is fed with what the engine says and costs a few microseconds a step. Findings are calm: each
is raised only after its sign has held for a while, keeps its words until it is gone, and goes
only after a clearly better value has held as long.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from lstm_gui.core.backend import Trace
from lstm_gui.core.config import Experiment
from lstm_gui.core.figures import compact, significant, thousands
from lstm_gui.core.findings import ORDER, Finding, Key, found
from lstm_gui.core.messages import Diverged, EpochDone, HeldOutDone, StepDone
from lstm_gui.core.sentences import Sentence, say
from lstm_gui.core.signs import Signs, read_signs
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Goals", "Reached", "Watch"]

PATIENCE_STEPS = 20
PATIENCE_TRACES = 3
CALM_STEPS = 200
"""So many good batches after a breakdown, and it is no longer mentioned."""

SMOOTHING = 0.1
RISE_NATS, RISE_OVER_NATS = math.log(2), math.log(2) / 2
"""A perplexity twice the best one is a rise; below 1.4 times it is over."""

FLAT_WINDOWS = 10
FLAT_NATS, FLAT_OVER_NATS = 0.01, 0.02
"""Flat: the mean loss of the last 5 windows is within 1 % in perplexity of the 5 before."""

LEAST_WINDOW, LARGEST_WINDOW = 25, 200
LEARNT_NATS = 0.1
OVERFIT_NATS, OVERFIT_OVER_NATS = 0.05, 0.02
"""Overfitting: on held-out text 5 % above the best, while on the training text as much below."""

READINGS_SMOOTHED = 3
PATIENCE_READINGS = 3
CLIPPED_WINDOW = 100
CLIPPED_OVER = 90
SATURATED, SATURATED_OVER = 0.9, 0.8
DEAD, DEAD_OVER = 0.1, 0.05


@dataclass(frozen=True, slots=True)
class Goals:
    """What a person wants to be told: a perplexity reached, and that nothing moves any more."""

    perplexity_below: float | None = None
    stop_when_flat: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal is reached; `stop` asks for training to be stopped."""

    sentence: Sentence
    stop: bool


class _Alarm:
    """Raises after `patience` bad signs in a row, and clears after as many good ones."""

    __slots__ = ("_count", "patience", "raised")

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.raised = False
        self._count = 0

    def update(self, bad: bool, good: bool) -> bool:
        """Take one sign; True if the alarm has just been raised or cleared."""
        if not (good if self.raised else bad):
            self._count = 0
            return False
        self._count += 1
        if self._count < self.patience:
            return False
        self.raised, self._count = not self.raised, 0
        return True


class Watch:
    """The findings and goals of one run.

    Args:
        experiment: The settings that are in force.
        goals: What to tell once it is reached.
    """

    def __init__(self, experiment: Experiment, goals: Goals | None = None) -> None:
        self._experiment = experiment
        self._findings: dict[Key, Finding] = {}
        self._dismissed: set[Key] = set()
        self._reached: list[Reached] = []
        self.revision = 0
        """Rises whenever `findings` changes."""
        self.set_goals(goals or Goals())
        self._forget()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said now, the gravest first."""
        said = self._findings.keys() - self._dismissed
        return tuple(self._findings[key] for key in ORDER if key in said)

    def dismiss(self, key: Key) -> None:
        """Do not mention a finding again until it has gone and come back."""
        self._dismissed.add(key)
        self.revision += 1

    def set_goals(self, goals: Goals) -> None:
        """Watch for other goals; each is told once."""
        self.goals = goals
        self._goal_open, self._flat_open = goals.perplexity_below is not None, goals.stop_when_flat

    def take_reached(self) -> tuple[Reached, ...]:
        """Return the goals reached since this was last asked."""
        reached, self._reached = tuple(self._reached), []
        return reached

    def configured(self, experiment: Experiment) -> None:
        """Look afresh if settings that matter to learning have changed."""
        before, self._experiment = self._experiment, experiment
        if _learning(before) != _learning(experiment):
            self.restart()

    def restart(self) -> None:
        """Forget all findings: the model is another one now."""
        self._dismissed.clear()
        self._forget()

    def add(self, event: StepDone | EpochDone | HeldOutDone | Diverged | Trace) -> None:
        """Take what the engine said; a trace is the memory while it read the probe text."""
        match event:
            case StepDone():
                self._step(event)
            case EpochDone():
                self._epoch(event)
            case HeldOutDone():
                self._watch_overfitting(event)
            case Diverged():
                self._broke_down(event.loss)
            case Trace():
                signs = read_signs(event)
                if signs is not None:
                    self._memory(signs)

    def _forget(self) -> None:
        self._findings.clear()
        self.revision += 1
        self._step_seen, self._good_steps = 0, 0
        self._count, self._smooth, self._best = 0, 0.0, math.inf
        self._window_sum, self._window_count = 0.0, 0
        self._windows: deque[float] = deque(maxlen=FLAT_WINDOWS)
        self._first_window: float | None = None
        self._norms: deque[float] = deque(maxlen=CLIPPED_WINDOW)
        self._above = 0
        self._rise = _Alarm(PATIENCE_STEPS)
        self._flat = _Alarm(1)
        self._clipping = _Alarm(1)
        self._overfit = _Alarm(PATIENCE_READINGS)
        self._trained: tuple[int, float] | None = None
        self._best_read: _Read | None = None
        self._readings: deque[float] = deque(maxlen=READINGS_SMOOTHED)
        self._best_mean = math.inf
        self._gates, self._cells = _Alarm(PATIENCE_TRACES), _Alarm(PATIENCE_TRACES)

    # By batch

    def _step(self, event: StepDone) -> None:
        if event.step <= self._step_seen:  # back at an earlier moment
            self._forget()
        # Of very fast training one event stands for many batches.
        batches = event.step - self._step_seen if self._step_seen else 1
        self._step_seen = event.step
        if not (math.isfinite(event.loss) and math.isfinite(event.grad_norm)):
            self._broke_down(math.nan)
            return
        calm = self._good_steps >= CALM_STEPS
        self._good_steps += batches
        if not calm and self._good_steps >= CALM_STEPS:
            self._clear("not_a_number")
            self._clear("diverged")
        self._watch_rise(event.loss)
        self._watch_flat(event.loss, batches, an_epoch=event.batches)
        self._watch_clipping(event.grad_norm)

    def _broke_down(self, loss: float) -> None:
        self._forget()
        if math.isfinite(loss):
            self._raise("diverged", loss=loss)
        else:
            self._raise("not_a_number")

    def _watch_rise(self, loss: float) -> None:
        self._count += 1
        share = max(SMOOTHING, 1 / self._count)
        self._smooth += share * (loss - self._smooth)
        if self._count < PATIENCE_STEPS:
            return
        self._best = min(self._best, self._smooth)
        rise = self._smooth - self._best
        if self._rise.update(rise > RISE_NATS, rise < RISE_OVER_NATS):
            self._toggle(self._rise, "rising", times=math.exp(rise))

    def _watch_flat(self, loss: float, batches: int, *, an_epoch: int) -> None:
        self._window_sum += loss * batches
        self._window_count += batches
        # Whole epochs where these are short: the batches of a text differ in how hard they are.
        epochs = -(-LEAST_WINDOW // an_epoch) * an_epoch
        if self._window_count < min(epochs, LARGEST_WINDOW):
            return
        mean, steps = self._window_sum / self._window_count, self._window_count * FLAT_WINDOWS
        self._window_sum, self._window_count = 0.0, 0
        self._windows.append(mean)
        if self._first_window is None:
            self._first_window = mean
        if len(self._windows) == FLAT_WINDOWS:
            self._judge_flat(mean, steps)

    def _judge_flat(self, mean: float, steps: int) -> None:
        means, half = list(self._windows), FLAT_WINDOWS // 2
        gain = (sum(means[:half]) - sum(means[half:])) / half
        if not self._flat.update(gain < FLAT_NATS, gain > FLAT_OVER_NATS):
            return
        assert self._first_window is not None
        learnt = "some" if self._first_window - mean > LEARNT_NATS else "nothing"
        perplexity = math.exp(min(mean, 700))
        self._toggle(self._flat, "flat", steps=steps, perplexity=perplexity, learnt=learnt)
        if self._flat.raised and self._flat_open:
            self._flat_open = False
            text = QT_TRANSLATE_NOOP("Steering", "The perplexity is flat: training was stopped.")
            self._reached.append(Reached(say(text), stop=True))

    def _watch_clipping(self, norm: float) -> None:
        theta = self._experiment.train.clipping_theta
        if len(self._norms) == CLIPPED_WINDOW:
            self._above -= self._norms[0] > theta
        self._norms.append(norm)
        self._above += norm > theta
        full = len(self._norms) == CLIPPED_WINDOW
        all_above = full and self._above == CLIPPED_WINDOW
        if self._clipping.update(all_above, self._above < CLIPPED_OVER):
            usual = sorted(self._norms)[CLIPPED_WINDOW // 2]
            self._toggle(self._clipping, "clipped", norm=usual)

    # By epoch and by look at the memory

    def _epoch(self, event: EpochDone) -> None:
        self._trained = event.epoch, _nats(event.perplexity)
        goal = self.goals.perplexity_below
        if not self._goal_open or goal is None or not event.perplexity < goal:
            return
        self._goal_open = False
        text = QT_TRANSLATE_NOOP(
            "Steering", "Perplexity {perplexity} in epoch {epoch}: the goal was below {goal}."
        )
        values = {
            "perplexity": significant(event.perplexity),
            "epoch": thousands(event.epoch),
            "goal": compact(goal),
        }
        self._reached.append(Reached(say(text, **values), stop=False))

    def _watch_overfitting(self, event: HeldOutDone) -> None:
        if self._trained is None or self._trained[0] != event.epoch:
            return
        now = _Read(event.epoch, _nats(event.perplexity), self._trained[1])
        best = self._best_read
        if best is None or now.held_out < best.held_out:
            self._best_read = best = now
        self._readings.append(now.held_out)  # a lucky reading must not make the others look bad
        if len(self._readings) < READINGS_SMOOTHED:
            return
        mean = sum(self._readings) / READINGS_SMOOTHED
        self._best_mean = min(self._best_mean, mean)
        rise, fall = mean - self._best_mean, best.trained - now.trained
        overfits = rise > OVERFIT_NATS and fall > OVERFIT_NATS
        if self._overfit.update(overfits, rise < OVERFIT_OVER_NATS):
            values = {"best": math.exp(best.held_out), "now": math.exp(now.held_out)}
            self._toggle(self._overfit, "overfitting", epoch=best.epoch, **values)

    def _memory(self, signs: Signs) -> None:
        share = signs.saturated
        if self._gates.update(share >= SATURATED, share < SATURATED_OVER):
            place: dict[str, float | str] = {"gate": signs.gate, "layer": signs.layer + 1}
            self._toggle(self._gates, "saturated", percent=round(100 * share), **place)
        share = signs.dead / signs.cells
        if self._cells.update(share >= DEAD, share < DEAD_OVER):
            self._toggle(self._cells, "dead", count=signs.dead, cells=signs.cells)

    # What is said

    def _toggle(self, alarm: _Alarm, key: Key, **values: float | str) -> None:
        if alarm.raised:
            self._raise(key, **values)
        else:
            self._clear(key)

    def _raise(self, key: Key, **values: float | str) -> None:
        self._findings[key] = found(key, self._experiment, **values)
        self._dismissed.discard(key)
        self.revision += 1

    def _clear(self, key: Key) -> None:
        if self._findings.pop(key, None) is not None:
            self._dismissed.discard(key)
            self.revision += 1


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading of the part held out, beside the training text; both in nats."""

    epoch: int
    held_out: float
    trained: float


def _nats(perplexity: float) -> float:
    return math.log(min(max(perplexity, 1.0), 1e300))


def _learning(experiment: Experiment) -> tuple[object, ...]:
    """Return the settings that change how a model learns."""
    train = experiment.train
    return (
        experiment.model,
        experiment.corpus,
        (train.optimizer, train.learning_rate, train.clipping_theta),
        (train.batch_size, train.num_steps, train.sampling),
    )
