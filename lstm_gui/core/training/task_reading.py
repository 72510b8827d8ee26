"""How much of a task a model has right: what can be known in sequences that it has not seen.

Each sequence is read after one other, as a model in training reads them. Longer ones than trained
tell whether it has found the rule, or learned the lengths by heart.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Doubles, Ids
from lstm_gui.core.corpus.task_sequences import BETWEEN, TaskSequence
from lstm_gui.core.corpus.tasks import LONGEST, Task, task_of
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.training.held_out import ReadingPace
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import EpochDone, LongerRight, RightDone

__all__ = ["Exam", "TaskReading", "longer_exam", "read_exam", "trained_exam"]

SEQUENCES = 32
"""Of the trained sizes."""

SIZES, OF_EACH = 20, 3
"""Longer ones: so many sizes from the largest trained to the longest, and sequences of each."""

Pace = Literal["time", "samples", "epoch"]

FREE_SECONDS = 0.1
SHARE_OF_TIME = 0.01
"""Each of the two exams may take so long beforehand, and then this share of the training."""


@dataclass(frozen=True, slots=True, eq=False)
class Exam:
    """Sequences side by side, the shortest first, padded with blanks.

    `closed` are the characters among which the answer is, none for all.
    """

    sizes: tuple[int, ...]  # (N,)
    ids: Ids  # (T + 1, N)
    asked: NDArray[np.bool_]  # (T, N): whether the character after ids[t] is asked for
    closed: Ids


def trained_exam(task: Task, corpus: Corpus) -> Exam:
    """Make an exam of unseen sequences of the trained sizes, alike at any time."""
    sizes = np.linspace(1, task.size, SEQUENCES).round().astype(int).tolist()
    return _exam(task, corpus, sizes)


def longer_exam(task: Task, corpus: Corpus) -> Exam:
    """Make an exam of sequences from the largest trained size to ten times that."""
    sizes = np.geomspace(task.size, LONGEST * task.size, SIZES).round().astype(int)
    return _exam(task, corpus, np.repeat(sizes, OF_EACH).tolist())


def _exam(task: Task, corpus: Corpus, sizes: Sequence[int]) -> Exam:
    unknown = corpus.vocabulary.unknown
    made = zip(sizes, task.unseen(sizes), strict=True)
    kept = [(size, sequence) for size, sequence in made if not unknown(sequence.text)]
    kept.sort(key=lambda one: len(one[1].text))
    before = task.sequence((task.size + 1) // 2, np.random.default_rng(task.parameters.seed))
    lead = BETWEEN + before.text if not unknown(before.text) else BETWEEN
    ids, asked = _padded(corpus, lead, [sequence for _, sequence in kept])
    closed = "".join(c for c in task.spec.closed if not unknown(c))
    return Exam(tuple(size for size, _ in kept), ids, asked, corpus.vocabulary.encode(closed))


def _padded(
    corpus: Corpus, lead: str, sequences: Sequence[TaskSequence]
) -> tuple[Ids, NDArray[np.bool_]]:
    longest = max((len(sequence.text) for sequence in sequences), default=0)
    width = len(lead) + longest
    ids = np.empty((width, len(sequences)), np.int32)
    asked = np.zeros((max(width - 1, 0), len(sequences)), np.bool_)
    for column, sequence in enumerate(sequences):
        text = (lead + sequence.text).ljust(width, BETWEEN)
        ids[:, column] = corpus.vocabulary.encode(text)
        asked[[len(lead) - 1 + place for place in sequence.asked], column] = True
    return ids, asked


def read_exam(reader: Unrolled, exam: Exam) -> Generator[None, None, Doubles]:
    """Read an exam, a character at each `next`; return the share right of each text, (N,)."""
    right = np.zeros(len(exam.sizes))
    last = np.flatnonzero(exam.asked.any(axis=1)).max(initial=-1)
    for ids, following, asked in zip(exam.ids[: last + 1], exam.ids[1:], exam.asked, strict=False):
        reader.advance(ids)
        if asked.any():
            scores = reader.logits()
            if exam.closed.size:
                answers = exam.closed[scores[:, exam.closed].argmax(axis=1)]
            else:
                answers = scores.argmax(axis=1)
            right += asked & (answers == following)
        yield
    shares: Doubles = right / np.maximum(exam.asked.sum(axis=0), 1)
    return shares


class TaskReading:
    """The exams of one run, after epochs; training waits for each, so it is of their weights.

    Args:
        pace: When one is due: "time" where it takes little, "samples" with the samples and at the
            end, "epoch" after every epoch, but longer sequences with the samples and at the end.
    """

    def __init__(self, pace: Pace = "time") -> None:
        self._pace = pace
        self._paces = (
            ReadingPace(FREE_SECONDS, SHARE_OF_TIME),
            ReadingPace(FREE_SECONDS, SHARE_OF_TIME),
        )
        self._corpus: Corpus | None = None
        self._exams: tuple[Exam, ...] = ()
        self._epoch: EpochDone | None = None
        self._turns: Generator[None, None, RightDone] | None = None

    @property
    def under_way(self) -> bool:
        """Whether an exam is not complete yet."""
        return self._turns is not None

    def begin(self, training: Training, epoch: EpochDone) -> None:
        """Begin an exam after an epoch if the text is a task, and one is due."""
        task = task_of(training.corpus)
        if task is None:
            return
        affordable = [pace.due(epoch.seconds) for pace in self._paces]
        shown = training.samples_due() or training.done
        if self._pace == "time":
            due, longer = affordable[0] or shown, affordable[1] or training.done
        else:
            due, longer = shown or self._pace == "epoch", shown
        if due or longer:
            self._prepare(task, training.corpus)
            self._epoch = epoch
            self._turns = self._read(training, longer=longer)

    def advance(self, budget: float) -> RightDone | None:
        """Read on for `budget` seconds; return the outcome once all is read."""
        assert self._turns is not None and self._epoch is not None
        ends = time.perf_counter() + budget
        while time.perf_counter() < ends:
            try:
                next(self._turns)
            except StopIteration as end:
                self._turns = None
                done: RightDone = end.value
                return replace(done, run=self._epoch.run)
        return None

    def set_run(self, run: int) -> None:
        """Let the exam under way belong to another run: one that goes on from this moment."""
        if self._epoch is not None:
            self._epoch = replace(self._epoch, run=run)

    def drop(self) -> None:
        """Give up the exam under way."""
        self._turns = None

    def _prepare(self, task: Task, corpus: Corpus) -> None:
        if self._corpus is not corpus:
            self._corpus = corpus
            self._exams = (trained_exam(task, corpus), longer_exam(task, corpus))

    def _read(self, training: Training, *, longer: bool) -> Generator[None, None, RightDone]:
        assert self._epoch is not None
        weights, cell = training.backend.weights(), training.experiment.model.cell
        task = task_of(training.corpus)
        assert task is not None
        outcomes: list[Doubles] = []
        spent = 0.0
        for exam, pace in zip(self._exams[: 1 + longer], self._paces, strict=False):
            began = time.perf_counter()
            reader = Unrolled(weights, cell, len(exam.sizes))
            outcomes.append((yield from read_exam(reader, exam)))
            seconds = time.perf_counter() - began
            pace.took(seconds)
            spent += seconds
        right = float(outcomes[0].mean()) if outcomes[0].size else 0.0
        far = _longer(self._exams[1], outcomes[1]) if longer else None
        return RightDone(
            self._epoch.run, self._epoch.epoch, task.name, task.size, right, far, spent
        )


def _longer(exam: Exam, right: Doubles) -> LongerRight:
    """Tell how much of longer sequences is right, and up to which size all is."""
    holds = 0
    by_size = sorted(zip(exam.sizes, right.tolist(), strict=True))
    for size, group in groupby(by_size, key=lambda one: one[0]):
        if any(share < 1 for _, share in group):
            break
        holds = size
    return LongerRight(float(right.mean()) if right.size else 0.0, holds)
