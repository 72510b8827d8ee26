"""Memory span: how much a model recalls, by how many fillers ago it was told.

It is measured with the recall task. Sequences are read side by side up to the longest distance,
and at each distance on the way the question is asked on a copy of their states; so all distances
together cost as much as the longest alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Floats, Ids, floats
from lstm_gui.core.corpus.task_sequences import BETWEEN, RecallParameters
from lstm_gui.core.corpus.tasks import Task, TaskSequence, task_of
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.settings.groups import CellKind

__all__ = ["DISTANCES", "MeasureSpan", "SEQUENCES", "MemorySpan", "recalls"]

LONGEST_SPAN = 500
SEQUENCES = 48
_COUNT = 20

DISTANCES: tuple[int, ...] = tuple(
    np.unique(np.geomspace(1, LONGEST_SPAN, _COUNT + 5).round().astype(int)).tolist()
)
"""From 1 to 500, about evenly on a log axis."""

_MASTERED = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class MemorySpan:
    """The share recalled right at each distance; `chance` is that of a guess, `trained` how far.

    Of a text that is no recall task, or has not all its characters, there is nothing: no distance.
    """

    distances: tuple[int, ...]
    right: Floats  # (len(distances),)
    chance: float
    trained: int

    def reaches(self, share: float = _MASTERED) -> int:
        """Return the distance up to which at least this share is right, without a gap; or 0."""
        below = np.flatnonzero(self.right < share)
        count = int(below[0]) if below.size else len(self.distances)
        return self.distances[count - 1] if count else 0


_NOTHING = MemorySpan((), floats(()), 0.0, 0)


def recalls(corpus: Corpus) -> Task | None:
    """Return the recall task that a text is of, if it is of one."""
    task = task_of(corpus)
    return task if task is not None and isinstance(task.parameters, RecallParameters) else None


@dataclass(frozen=True, slots=True)
class MeasureSpan:
    """Measure the span of a model that is trained on the recall task."""

    distances: tuple[int, ...] = DISTANCES
    sequences: int = SEQUENCES

    def steps(self, model: ModelAccess) -> Steps[MemorySpan]:
        """Yield how far the sequences have been read."""
        weights = model.backend.weights()
        yield 0.0
        task = recalls(model.corpus)
        if task is None:
            return _NOTHING
        told = _Told.of(task, max(self.distances), self.sequences)
        if model.vocabulary.unknown(told.characters):
            return _NOTHING
        texts = told.encoded(model)
        right = yield from self._read(weights, model.model.cell, texts)
        parameters = task.parameters
        assert isinstance(parameters, RecallParameters)
        return MemorySpan(self.distances, floats(right), 1 / parameters.symbols, parameters.delay)

    def _read(self, weights: Arrays, cell: CellKind, texts: _Encoded) -> Steps[list[float]]:
        """Return the share right at each distance."""
        reader = Unrolled(weights, cell, self.sequences)
        for ids in texts.lead:
            reader.advance(ids)
        began, right = time.perf_counter(), []
        for distance, ids in enumerate(texts.fillers, 1):
            reader.advance(ids)
            if distance in self.distances:
                asked = Unrolled(weights, cell, self.sequences, reader.memory)
                asked.advance(texts.question)
                answers = asked.logits().argmax(axis=1)
                right.append(float((answers == texts.answers).mean()))
            if time.perf_counter() - began > SLICE_S:
                yield distance / len(texts.fillers)
                began = time.perf_counter()
        return right


@dataclass(frozen=True, slots=True)
class _Told:
    """Sequences of the longest distance, and what is read before them as in a text."""

    lead: str
    sequences: tuple[TaskSequence, ...]

    @classmethod
    def of(cls, task: Task, longest: int, count: int) -> _Told:
        before = task.sequence((task.size + 1) // 2, np.random.default_rng(task.parameters.seed))
        rng = np.random.default_rng((task.parameters.seed, 2))
        return cls(BETWEEN + before.text, tuple(task.sequence(longest, rng) for _ in range(count)))

    @property
    def characters(self) -> str:
        return self.lead + "".join(sequence.text for sequence in self.sequences)

    def encoded(self, model: ModelAccess) -> _Encoded:
        texts = [model.vocabulary.encode(self.lead + one.text) for one in self.sequences]
        ids = np.stack(texts, axis=1)  # (T, N)
        shown = len(self.lead) + 2  # a mark and the symbol
        question = len(ids) - 3  # the question, the answer and the blank are the last
        return _Encoded(ids[:shown], ids[shown:question], ids[question], ids[question + 1])


@dataclass(frozen=True, slots=True, eq=False)
class _Encoded:
    """The same as ids, side by side: before the fillers, the fillers, the question, the answer."""

    lead: Ids  # (T, N)
    fillers: Ids  # (longest, N)
    question: Ids  # (N,)
    answers: NDArray[np.int32]  # (N,)
