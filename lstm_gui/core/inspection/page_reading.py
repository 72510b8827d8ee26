"""A written text read anew: what the model expects after each character, and one cell's memory.

Each slice reads with the weights of that moment, as a text that is being written does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Floats, Ids, floats, indices
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.predictions import Guess, log_softmax
from lstm_gui.core.model.backend import Memory

__all__ = ["CANDIDATES", "PageReading", "ReadPage"]

CANDIDATES = 8
"""How many of the likeliest characters are kept at each place."""

_AT_ONCE = 16
"""So many scores are ranked together: less work than one by one, and a slice ends in time."""


@dataclass(frozen=True, slots=True, eq=False)
class PageReading:
    """What came of reading a text of T characters."""

    text: str
    characters: str
    """Those of the vocabulary, V of them."""
    surprise: Floats
    """−log p of each character in nats, (T,); nan for the first: nothing came before it."""
    likely: Ids
    """The likeliest characters after each one, the likeliest first, (T, K)."""
    chances: Floats
    """Their probabilities, (T, K)."""
    state: Floats
    """The memory of the chosen cell, (T,)."""

    def candidates(self, place: int) -> tuple[Guess, ...]:
        """Return the likeliest characters after the first `place`; none before the first one."""
        if not 0 < place <= len(self.text):
            return ()
        row = zip(self.likely[place - 1].tolist(), self.chances[place - 1].tolist(), strict=True)
        return tuple(Guess(self.characters[index], chance) for index, chance in row)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Read a text, and watch one cell of one layer; a cell that is not there is the last one."""

    text: str
    layer: int = 0
    cell: int = 0

    def steps(self, model: ModelAccess) -> Steps[PageReading]:
        """Yield how much of the text has been read.

        Raises:
            CorpusError: The text has characters that the model does not know.
        """
        ids = model.vocabulary.encode(self.text)
        place = min(self.layer, model.model.layers - 1), min(self.cell, model.model.hidden - 1)
        memory: Memory | None = None
        rows: list[Floats] = []
        states: list[float] = []
        parts = _Parts(ids)
        began = time.perf_counter()
        for index in ids:
            logits, memory = model.backend.advance(np.array([index], np.int32), memory)
            rows.append(logits[0])
            states.append(_state(memory, *place))
            if len(rows) == _AT_ONCE or time.perf_counter() - began > SLICE_S:
                parts.add(rows)
                rows = []
            if time.perf_counter() - began > SLICE_S:
                yield len(states) / len(ids)
                began = time.perf_counter()
        parts.add(rows)
        surprise, likely, chances = parts.joined()
        state = floats(np.asarray(states, np.float32))
        return PageReading(self.text, model.vocabulary.characters, surprise, likely, chances, state)


class _Parts:
    """Takes the scores of one slice after the other; only what is shown of them is kept."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._read = 0
        self._surprise = [np.full(1, np.nan)]
        self._likely: list[Ids] = []
        self._chances: list[Floats] = []

    def add(self, rows: list[Floats]) -> None:
        if not rows:
            return
        logs = log_softmax(np.stack(rows))  # (S, V)
        came = self._ids[self._read + 1 : self._read + 1 + len(rows)]
        self._surprise.append(-logs[np.arange(len(came)), came])
        count = min(CANDIDATES, logs.shape[1])
        best = np.sort(np.argpartition(-logs, count - 1, axis=1)[:, :count], axis=1)
        found = np.take_along_axis(logs, best, axis=1)
        order = np.argsort(-found, axis=1, kind="stable")  # of equals, the smaller id first
        self._likely.append(indices(np.take_along_axis(best, order, axis=1)))
        self._chances.append(floats(np.exp(np.take_along_axis(found, order, axis=1))))
        self._read += len(rows)

    def joined(self) -> tuple[Floats, Ids, Floats]:
        surprise = floats(np.concatenate(self._surprise)[: len(self._ids)])
        return (
            surprise,
            indices(np.concatenate(self._likely)),
            floats(np.concatenate(self._chances)),
        )


def _state(memory: Memory, layer: int, cell: int) -> float:
    kept = memory.h if memory.c is None else memory.c
    return float(kept[layer, 0, cell])
