"""The watch over a run: it applies the rules to the engine's events, and keeps the findings.

It costs a few microseconds a step. Each finding is raised only after its rule has held
for a while, keeps its words until it is gone, and goes only after a clearly better value has held
as long.
"""

from __future__ import annotations

import math

from lstm_gui.core.model.backend import Trace
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, StepDone
from lstm_gui.core.watch.findings import ORDER, Finding, Key, found
from lstm_gui.core.watch.rules import (
    AlarmTurn,
    Clipping,
    DeadCells,
    Flatness,
    GoalReached,
    Goals,
    OpenGoals,
    Overfitting,
    Rise,
    Saturation,
    gate_health,
)

__all__ = ["Watch"]

CALM_STEPS = 200
"""So many good batches after a breakdown, and it is no longer mentioned."""


class Watch:
    """The findings and goals of one run.

    Args:
        experiment: The settings that are in force.
        goals: What to report once it is reached.
    """

    def __init__(self, experiment: Experiment, goals: Goals | None = None) -> None:
        self._experiment = experiment
        self._findings: dict[Key, Finding] = {}
        self._dismissed: set[Key] = set()
        self._reached: list[GoalReached] = []
        self.revision = 0
        """Rises whenever `findings` changes."""
        self.set_goals(goals or Goals())
        self._forget()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are not dismissed, the gravest first."""
        said = self._findings.keys() - self._dismissed
        return tuple(self._findings[key] for key in ORDER if key in said)

    def dismiss(self, key: Key) -> None:
        """Do not mention a finding again until it has gone and come back."""
        self._dismissed.add(key)
        self.revision += 1

    def set_goals(self, goals: Goals) -> None:
        """Watch for other goals; each is reported once."""
        self.goals, self._open = goals, OpenGoals(goals)

    def take_reached(self) -> tuple[GoalReached, ...]:
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
        """Take an event of the engine; a trace is the memory while it read the probe text."""
        match event:
            case StepDone():
                self._step(event)
            case EpochDone():
                self._overfitting.trained(event.epoch, event.perplexity)
                self._note_goal(self._open.epoch(event))
            case HeldOutDone():
                self._apply(self._overfitting.held_out(event.epoch, event.perplexity))
            case Diverged():
                self._broke_down(event.loss)
            case Trace():
                health = gate_health(event)
                if health is not None:
                    self._apply(self._saturation.see(health), self._dead.see(health))

    def _forget(self) -> None:
        self._findings.clear()
        self.revision += 1
        self._step_seen, self._good_steps = 0, 0
        self._rise, self._flatness, self._clipping = Rise(), Flatness(), Clipping()
        self._overfitting = Overfitting()
        self._saturation, self._dead = Saturation(), DeadCells()

    def _step(self, event: StepDone) -> None:
        if event.step <= self._step_seen:  # back at an earlier moment
            self._forget()
        # Of very fast training one event stands for many batches.
        batches = event.step - self._step_seen if self._step_seen else 1
        self._step_seen = event.step
        if not (math.isfinite(event.loss) and math.isfinite(event.grad_norm)):
            self._broke_down(math.nan)
            return
        if self._good_steps < CALM_STEPS:
            self._calm_down(batches)
        self._apply(
            self._rise.see(event.loss),
            self._flatness.see(event.loss, batches, an_epoch=event.batches),
            self._clipping.see(event.grad_norm, self._experiment.train.clipping_theta),
        )

    def _calm_down(self, batches: int) -> None:
        self._good_steps += batches
        if self._good_steps >= CALM_STEPS:
            self._clear("not_a_number")
            self._clear("diverged")

    def _broke_down(self, loss: float) -> None:
        self._forget()
        if math.isfinite(loss):
            self._raise("diverged", loss=loss)
        else:
            self._raise("not_a_number")

    # What the rules found

    def _apply(self, *turns: AlarmTurn | None) -> None:
        for turn in turns:
            if turn is None:
                continue
            if not turn.raised:
                self._clear(turn.key)
                continue
            self._raise(turn.key, **turn.values)
            if turn.key == "flat":
                self._note_goal(self._open.flat())

    def _note_goal(self, reached: GoalReached | None) -> None:
        if reached is not None:
            self._reached.append(reached)

    def _raise(self, key: Key, **values: float | str) -> None:
        self._findings[key] = found(key, self._experiment, **values)
        self._dismissed.discard(key)
        self.revision += 1

    def _clear(self, key: Key) -> None:
        if self._findings.pop(key, None) is not None:
            self._dismissed.discard(key)
            self.revision += 1


def _learning(experiment: Experiment) -> tuple[object, ...]:
    """Return the settings that change how a model learns."""
    train = experiment.train
    return (
        experiment.model,
        experiment.corpus,
        (train.optimizer, train.learning_rate, train.clipping_theta),
        (train.batch_size, train.num_steps, train.sampling),
    )
