"""A search for good settings: trials of a shared study, trained one after the other.

Like a training it is taken apart: `step` trains on one batch and tells what happened, and stopping
is not calling it again. Knows no thread, no window and no MXNet; Optuna is behind the study.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.search.messages import Outcome
from lstm_gui.core.search.plan import Settings, with_settings
from lstm_gui.core.search.study import BROKE_DOWN, Claim, SharedStudy, TrialLostError
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.held_out import held_out_loss
from lstm_gui.core.training.held_out_reading import HeldOutTurns
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, StepDone

__all__ = ["Search", "Told", "TrialBegun", "TrialDone"]

READ_S = 0.1
"""The part held out is read so long between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class TrialBegun:
    """A trial begins, with these settings."""

    number: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class TrialDone:
    """A trial has ended: how, and how far it came; trials are compared by their score.

    `lost` is one that others had given up, after a silence, and so have begun again.
    """

    number: int
    settings: Settings
    outcome: Outcome
    score: float | None
    perplexity: float | None
    held_out: float | None
    epochs: int
    seconds: float
    reason: str = ""
    curve: tuple[float, ...] = ()
    """The perplexity after each epoch."""

    held_out_curve: tuple[float, ...] = ()
    """That on the part held out; NaN where it was not read, nothing if nothing is held out."""


Told = TrialBegun | EpochDone | HeldOutDone | TrialDone


@dataclass(slots=True)
class _Running:
    claim: Claim
    training: Training
    started: float
    curve: list[float] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    reading: HeldOutTurns | None = None
    score: float | None = None

    @property
    def epochs(self) -> int:
        return len(self.curve)


class Search:
    """Trials in one process, until `limit` are done by all of them.

    Args:
        backend: The engine; it builds a model for each trial.
        corpus: The text, all of which is used; what the study holds out of it is only read.
        study: What the processes share.
        experiment: The settings that are not searched; by what it is computed may be this
            machine's own.
        limit: How many trials the study is to have, or None for no end.
        on_step: Called after each batch, with the share of the trial that is done.
    """

    def __init__(
        self,
        backend: Backend,
        corpus: Corpus,
        study: SharedStudy,
        *,
        experiment: Experiment,
        limit: int | None,
        on_step: Callable[[int, float], None] = lambda _number, _part: None,
    ) -> None:
        self.done = False
        self._backend, self._corpus, self._study = backend, corpus, study
        self._experiment, self._limit, self._on_step = experiment, limit, on_step
        self._running: _Running | None = None

    def step(self) -> list[Told]:
        """Train the trial under way on its next batch, read on for it, or begin one."""
        if self._running is None:
            return self._begin()
        running = self._running
        told: list[Told] = []
        try:
            self._study.beat(running.claim)
            if running.reading is not None:
                return self._read(running, running.reading)
            for event in running.training.step():
                told += self._take(running, event)
        except PlaygroundError as error:
            told.append(self._fail(running, str(error)))
        except TrialLostError:
            told.append(self._end(running, "lost"))
        return told

    def stop(self) -> TrialDone | None:
        """Hand the trial under way back to the study, which will begin it again."""
        running, self._running = self._running, None
        self.done = True
        if running is None:
            return None
        there = self._study.hand_back(running.claim)
        return self._end(running, "stopped" if there else "lost", "it is queued again")

    def _begin(self) -> list[Told]:
        claim = self._study.ask(self._limit)
        if claim is None:
            self.done = True
            return []
        begun = TrialBegun(claim.number, claim.settings)
        started = time.perf_counter()
        try:
            experiment = with_settings(self._experiment, claim.settings)
            training = Training(self._backend, self._corpus, experiment, run=claim.number)
        except PlaygroundError as error:
            self._study.fail(claim, str(error))
            return [begun, _not_begun(claim, str(error))]
        except BaseException:
            self._study.hand_back(claim)
            raise
        self._running = _Running(claim, training, started)
        return [begun]

    def _take(self, running: _Running, event: StepDone | EpochDone | Diverged) -> list[Told]:
        match event:
            case StepDone():
                epochs = running.training.experiment.train.epochs
                part = (event.epoch - 1 + event.batch / event.batches) / epochs
                self._on_step(event.run, part)
                return []
            case EpochDone():
                running.curve.append(event.perplexity)
                if self._study.plan.measure == "perplexity":
                    return [event, *self._compare(running, event.epoch, event.perplexity)]
                self._plan_reading(running, event)
                return [event]
            case Diverged():
                epoch = running.epochs + 1
                reason = f"{BROKE_DOWN} in epoch {epoch} (the loss became {event.loss:g})"
                there = self._study.prune(running.claim, reason, self._beside(running))
                return [self._end(running, "diverged" if there else "lost", reason)]

    def _plan_reading(self, running: _Running, event: EpochDone) -> None:
        running.readings.append(math.nan)
        if self._study.plan.reads_after(event.epoch):
            losses = held_out_loss(self._backend, running.training.held_out)
            running.reading = HeldOutTurns(event, losses)

    def _read(self, running: _Running, reading: HeldOutTurns) -> list[Told]:
        done = reading.advance(READ_S)
        if done is None:
            return []
        running.reading, running.readings[-1] = None, done.perplexity
        return [done, *self._compare(running, done.epoch, done.perplexity)]

    def _compare(self, running: _Running, epoch: int, score: float) -> list[TrialDone]:
        """Report a score; the trial ends with its last epoch, or early if others do better."""
        running.score = score
        study, claim = self._study, running.claim
        worse = math.isfinite(score) and study.report(claim, epoch, score)
        if running.training.done:
            there = study.complete(claim, score, self._beside(running))
            return [self._end(running, "complete" if there else "lost")]
        if not worse:
            return []
        reason = f"it was worse than the median after epoch {epoch}"
        there = study.prune(claim, reason, self._beside(running))
        return [self._end(running, "pruned" if there else "lost", reason)]

    def _beside(self, running: _Running) -> list[float]:
        """Return what a study does not know by the scores: how training went."""
        return running.curve if self._study.plan.measure == "held_out" else []

    def _fail(self, running: _Running, reason: str) -> TrialDone:
        there = self._study.fail(running.claim, reason)
        return self._end(running, "failed" if there else "lost", reason)

    def _end(self, running: _Running, outcome: Outcome, reason: str = "") -> TrialDone:
        self._running = None
        if outcome == "lost":
            reason = "others had not heard of it for long, and have begun it again"
        return TrialDone(
            number=running.claim.number,
            settings=running.claim.settings,
            outcome=outcome,
            score=running.score,
            perplexity=running.curve[-1] if running.curve else None,
            held_out=running.score if self._study.plan.measure == "held_out" else None,
            epochs=running.epochs,
            seconds=time.perf_counter() - running.started,
            reason=reason,
            curve=tuple(running.curve),
            held_out_curve=tuple(running.readings),
        )


def _not_begun(claim: Claim, reason: str) -> TrialDone:
    return TrialDone(
        number=claim.number,
        settings=claim.settings,
        outcome="failed",
        score=None,
        perplexity=None,
        held_out=None,
        epochs=0,
        seconds=0.0,
        reason=reason,
    )
