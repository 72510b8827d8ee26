"""One training run: batches in, metrics out. Knows no thread, no window and no MXNet.

The loop is that of the book's train_and_predict_rnn, taken apart: `step` trains on one batch and
returns what happened. Perplexity is exp of the mean loss over an epoch's characters. A position is
two numbers, epoch and batch, and it resumes exactly.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.batches import batches_per_epoch, epoch_batches
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CheckpointError, EngineError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.anatomy import NextStep
from lstm_gui.core.model.backend import Backend, Memory, Position, Snapshot
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.settings.experiment import Experiment, with_live_settings
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.held_out import require_parts, training_length
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone

__all__ = ["Training", "prepare_text", "require_context", "require_same_vocabulary"]

SNAPSHOT_SECONDS = 2.0
"""A copy of the weights costs a few milliseconds, so the last good ones are kept this often."""

_NOTHING: Ids = np.empty(0, np.int32)

HOPELESS = 10.0
"""A loss this many times that of a blind guess means that training has broken down."""


def prepare_text(corpus: Corpus, experiment: Experiment) -> Corpus:
    """Return the part of a corpus that an experiment uses, with its characters numbered.

    Raises:
        CorpusError: The text is shorter than one batch, or the part held out than a sequence.
    """
    used = corpus.first(experiment.corpus.max_chars)
    require_parts(used, experiment.train, experiment.corpus.held_out)
    assert used.ids.size == len(used)  # worked out here, once, and kept by the corpus
    return used


class Training:
    """A model in training on a text.

    Args:
        backend: The engine, which is asked to build the model.
        corpus: The text in use, see `prepare_text`; what is held out of it is never trained on.
        experiment: All settings.
        run: The number that the run's events carry.

    Raises:
        EngineError: The engine cannot build such a model.
    """

    def __init__(
        self, backend: Backend, corpus: Corpus, experiment: Experiment, *, run: int = 0
    ) -> None:
        self.run = run
        self.backend = backend
        self.corpus = corpus
        self.vocabulary = corpus.vocabulary
        self.experiment = experiment
        self.position = Position()
        train = experiment.train
        self.trained = training_length(corpus, experiment.corpus.held_out)
        self.batches = batches_per_epoch(
            self.trained, train.batch_size, train.num_steps, train.sampling
        )
        backend.build(experiment.model, experiment.compute, len(corpus.vocabulary))
        backend.configure(experiment.train)
        self._order: Iterator[tuple[Ids, Ids]] | None = None
        self._mark_good(self.snapshot())

    @property
    def done(self) -> bool:
        """Whether the last epoch is complete."""
        return self.position.epoch >= self.experiment.train.epochs

    @property
    def held_out(self) -> Ids:
        """The part held out, with the one character before it; empty if there is none."""
        return self.corpus.ids[self.trained - 1 :] if self.trained < len(self.corpus) else _NOTHING

    def step(self) -> list[StepDone | EpochDone | Diverged]:
        """Train on the next batch; return what happened: a step, and perhaps an epoch's end."""
        started = time.perf_counter()
        inputs, targets = self._next_batch()
        result = self.backend.step(inputs, targets)
        seconds = time.perf_counter() - started
        if not self._sane(result.loss, result.grad_norm):
            return [self._fall_back(result.loss)]
        place = self.position
        self.position = replace(
            place,
            batch=place.batch + 1,
            step=place.step + 1,
            loss_sum=place.loss_sum + result.loss,
            seconds=place.seconds + seconds,
            reached=None,
        )
        done = StepDone(
            run=self.run,
            step=self.position.step,
            epoch=place.epoch + 1,
            batch=place.batch + 1,
            batches=self.batches,
            characters=int(targets.size),
            loss=result.loss,
            grad_norm=result.grad_norm,
            seconds=seconds,
        )
        return [done] if self.position.batch < self.batches else [done, self._end_epoch()]

    def next_start(self) -> tuple[Ids, Memory | None]:
        """Return what the next step reads, (N, T), and the state it begins with; None for zeros."""
        inputs, _ = next(self._batches())
        return inputs, self._carried(len(inputs))

    def upcoming(self) -> NextStep:
        """Return what the next step begins with, without taking it; arrays are copies."""
        inputs, targets = next(self._batches())
        memory = self._carried(len(inputs))
        return NextStep(
            weights=self.backend.weights(),
            cell=self.experiment.model.cell,
            memory=memory,
            inputs=inputs,
            targets=targets,
            train=self.experiment.train,
            optimizer=self.backend.optimizer_state(),
        )

    def samples_due(self) -> bool:
        """Tell whether the recipe asks for samples now, right after an epoch's end."""
        place = self.position
        every = self.experiment.train.sample_every
        return place.batch == 0 and place.epoch > 0 and place.epoch % every == 0

    def configure(self, experiment: Experiment) -> None:
        """Use the live settings of `experiment` from the next batch on; the others stay."""
        experiment = with_live_settings(self.experiment, experiment)
        if experiment.compute != self.experiment.compute:
            require_context(experiment.compute.context, self.backend.contexts())
            self.backend.switch(experiment.compute)
        if experiment.train != self.experiment.train:
            self.backend.configure(experiment.train)
        self.experiment = experiment

    def snapshot(self) -> Snapshot:
        """Copy everything that is needed to return to this moment."""
        return Snapshot(
            position=self.position,
            weights=self.backend.weights(),
            optimizer=self.backend.optimizer_state(),
            memory=self.backend.training_memory(),
        )

    def sound_snapshot(self) -> Snapshot:
        """Copy this moment, or the last good one if weights are no longer numbers by now.

        A breakdown shows in the batch after it; what is kept in between must not be broken.
        """
        snapshot = self.snapshot()
        return snapshot if _is_finite(snapshot) else self._good

    def recent_snapshot(self) -> Snapshot | None:
        """Return the last good moment if it is of the last seconds and of the settings of now.

        It is there already, so it costs nothing.
        """
        recent = time.perf_counter() - self._good_at < 2 * SNAPSHOT_SECONDS
        same = self._good_experiment is self.experiment
        return self._good if recent and same and self._good.position.step else None

    def checkpoint(self, snapshot: Snapshot | None = None) -> Checkpoint:
        """Return what a file keeps of the model: as it is, or as of a moment of its run."""
        return Checkpoint(
            experiment=self.experiment,
            vocabulary=self.vocabulary.characters,
            corpus_name=self.corpus.name,
            snapshot=snapshot or self.snapshot(),
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Return to a moment; it counts as the last good one."""
        self.backend.load_weights(snapshot.weights)
        self.backend.load_optimizer_state(snapshot.optimizer)
        self.backend.load_training_memory(snapshot.memory)
        place = snapshot.position
        if place.batch >= self.batches:  # of a longer text: the epoch begins anew
            place = Position(epoch=place.epoch, step=place.step)
        self.position = place
        self._order = None
        self._mark_good(snapshot)

    def _mark_good(self, snapshot: Snapshot) -> None:
        self._good, self._good_at = snapshot, time.perf_counter()
        self._good_experiment = self.experiment

    def _next_batch(self) -> tuple[Ids, Ids]:
        if self._order is None:
            self._order = self._batches()
        if self._starts_from_zeros():
            self.backend.reset_memory()
        return next(self._order)

    def _batches(self) -> Iterator[tuple[Ids, Ids]]:
        """Return the batches of this epoch that are still to come."""
        place, seed = self.position, self.experiment.model.seed
        ids = self.corpus.ids[: self.trained]
        return epoch_batches(ids, self.experiment.train, seed, place.epoch, start=place.batch)

    def _carried(self, texts: int) -> Memory | None:
        memory = None if self._starts_from_zeros() else self.backend.training_memory()
        if memory is not None and memory.h.shape[1] != texts:
            return None  # of another batch size, which the engine does not carry either
        return memory

    def _starts_from_zeros(self) -> bool:
        return self.position.batch == 0 or self.experiment.train.sampling == "random"

    def _end_epoch(self) -> EpochDone:
        place = self.position
        mean = place.loss_sum / self.batches
        self.position = Position(epoch=place.epoch + 1, step=place.step)
        self._order = None
        self._keep_good(mean)
        return EpochDone(self.run, place.epoch + 1, perplexity_of(mean), place.seconds)

    def _blind(self) -> float:
        # The loss of guessing all characters alike; at least that of two.
        return math.log(max(len(self.vocabulary), 2))

    def _sane(self, loss: float, grad_norm: float) -> bool:
        finite = math.isfinite(loss) and math.isfinite(grad_norm)
        return finite and loss < HOPELESS * max(self._blind(), 1.0)

    def _keep_good(self, mean_loss: float) -> None:
        now = time.perf_counter()
        if now - self._good_at < SNAPSHOT_SECONDS or mean_loss > 2 * self._blind():
            return
        snapshot = self.snapshot()
        if _is_finite(snapshot):
            self._mark_good(snapshot)

    def _fall_back(self, loss: float) -> Diverged:
        step = self.position.step + 1
        self.restore(self._good)
        return Diverged(run=self.run, step=step, epoch=self.position.epoch, loss=loss)


def _is_finite(snapshot: Snapshot) -> bool:
    return all(bool(np.isfinite(array.sum())) for array in snapshot.weights.values())


def require_same_vocabulary(vocabulary: Vocabulary, characters: str, trained_on: str) -> None:
    """Raise a `CheckpointError` unless a text has exactly the characters a model was made for."""
    if vocabulary.characters == characters:
        return
    raise CheckpointError(
        QT_TRANSLATE_NOOP(
            "Errors",
            "The model was trained on another text ({name}). Open that text, with the same "
            "number of characters in use, and then the model.",
        ),
        name=trained_on,
    )


def require_context(context: str, usable: tuple[str, ...]) -> None:
    """Raise an `EngineError` unless the engine can compute on `context`."""
    if context in usable:
        return
    raise EngineError(
        QT_TRANSLATE_NOOP(
            "Errors",
            "{context} cannot be used here: MXNet reports {usable}. Choose one of these, or "
            "install a build of MXNet for your graphics card.",
        ),
        context=context,
        usable=", ".join(usable),
    )
