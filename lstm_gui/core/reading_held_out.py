"""Reading the part held out while a run goes on: when, in turns, and which model read it best."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lstm_gui.core.config import Experiment
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.held_out import Pace, held_out_loss
from lstm_gui.core.messages import EpochDone, HeldOutDone
from lstm_gui.core.moments import Snapshot
from lstm_gui.core.training import Training
from lstm_gui.core.turns import HeldOutTurns

__all__ = ["Best", "HeldOutReading"]


@dataclass(frozen=True, slots=True)
class Best:
    """The model that read the part held out best, with the settings of that moment."""

    perplexity: float
    corpus: Corpus
    experiment: Experiment
    snapshot: Snapshot


class HeldOutReading:
    """The readings of one run. Training waits for each, so that it is of the epoch's weights."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._turns: HeldOutTurns | None = None
        self.best: Best | None = None

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

    def hand_over(self, run: int) -> None:
        """Let the reading under way belong to another run: one that goes on from this moment."""
        if self._turns is not None:
            self._turns.hand_over(run)

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
            self.best = Best(perplexity, training.corpus, training.experiment, snapshot)


def _parts(corpus: Corpus, experiment: Experiment) -> tuple[str, float]:
    return corpus.text, experiment.corpus.held_out
