"""Reading the part held out while a run goes on: when, in turns, and which model read it best."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.model.backend import Snapshot
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.held_out import ReadingPace, held_out_loss
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import EpochDone, HeldOutDone

__all__ = ["HeldOutReading", "HeldOutTurns"]


class HeldOutTurns:
    """The part held out, read after an epoch.

    Args:
        epoch: The epoch that has ended.
        losses: Yields the mean loss so far; see `core.held_out.held_out_loss`.
    """

    def __init__(self, epoch: EpochDone, losses: Iterator[float]) -> None:
        self._epoch = epoch
        self._losses = losses
        self._loss = 0.0
        self._seconds = 0.0

    def set_run(self, run: int) -> None:
        """Let the reading belong to another run: one that goes on from this moment."""
        self._epoch = replace(self._epoch, run=run)

    def advance(self, budget: float) -> HeldOutDone | None:
        """Read for `budget` seconds; return the outcome once all is read."""
        started = time.perf_counter()
        complete = True
        for loss in self._losses:
            self._loss = loss
            if time.perf_counter() > started + budget:
                complete = False
                break
        self._seconds += time.perf_counter() - started
        if not complete:
            return None
        epoch = self._epoch
        return HeldOutDone(epoch.run, epoch.epoch, perplexity_of(self._loss), self._seconds)


@dataclass(frozen=True, slots=True)
class BestModel:
    """The model that read the part held out best, with the settings of that moment."""

    perplexity: float
    corpus: Corpus
    experiment: Experiment
    snapshot: Snapshot


class HeldOutReading:
    """The readings of one run. Training waits for each, so that it is of the epoch's weights."""

    def __init__(self) -> None:
        self._pace = ReadingPace()
        self._turns: HeldOutTurns | None = None
        self.best: BestModel | None = None

    @property
    def under_way(self) -> bool:
        """Whether a reading is not complete yet."""
        return self._turns is not None

    def begin(self, training: Training, epoch: EpochDone) -> None:
        """Begin a reading after an epoch if one is due: there is time, samples, or the end."""
        ids = training.held_out
        if not ids.size:
            return
        if self._pace.due(epoch.seconds) or training.samples_due() or training.done:
            self._turns = HeldOutTurns(epoch, held_out_loss(training.backend, ids))

    def advance(self, training: Training, budget: float) -> HeldOutDone | None:
        """Read on for `budget` seconds; return the outcome once all is read."""
        assert self._turns is not None
        done = self._turns.advance(budget)
        if done is not None:
            self._turns = None
            self._pace.took(done.seconds)
            self._keep_best(training, done.perplexity)
        return done

    def set_run(self, run: int) -> None:
        """Let the reading under way belong to another run: one that goes on from this moment."""
        if self._turns is not None:
            self._turns.set_run(run)

    def drop(self) -> None:
        """Give up the reading under way."""
        self._turns = None

    def go_on(self, training: Training) -> None:
        """Go on from another moment: forget a best model that lies ahead, or read another text."""
        best = self.best
        if best is None:
            return
        ahead = best.snapshot.position.step > training.position.step
        if ahead or _parts(best.corpus, best.experiment) != _parts(
            training.corpus, training.experiment
        ):
            self.best = None

    def _keep_best(self, training: Training, perplexity: float) -> None:
        if not math.isfinite(perplexity):
            return
        if self.best is None or perplexity < self.best.perplexity:
            snapshot = training.snapshot()
            self.best = BestModel(perplexity, training.corpus, training.experiment, snapshot)


def _parts(corpus: Corpus, experiment: Experiment) -> tuple[str, float]:
    return corpus.text, experiment.corpus.held_out
