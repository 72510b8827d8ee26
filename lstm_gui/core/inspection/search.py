"""Phrase search: where else in the corpus the cells of a phrase are on together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.corpus import Corpus
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.model import Reader
from lstm_gui.core.inspection.phrases import Firing, Match, best_windows, firing

__all__ = ["CONTEXT", "PhraseMatches", "PhraseSearch", "PlacedMatch"]

CONTEXT = 12
"""How many characters stand before and after a match."""

_FIRST_SLICE, _LONGEST_SLICE = 16, 256


@dataclass(frozen=True, slots=True)
class PlacedMatch:
    """A place in the corpus where the cells are on, with the text around it and its song."""

    start: int
    stop: int
    score: float
    before: str
    text: str
    after: str
    song: str


@dataclass(frozen=True, slots=True)
class PhraseMatches:
    """The places that a search found, best first."""

    matches: tuple[PlacedMatch, ...]


@dataclass(frozen=True, slots=True)
class PhraseSearch:
    """Read the whole corpus and find where the cells of a phrase are on together.

    The state is carried from slice to slice, and all of them see the same copy of the weights:
    beside training a search takes many seconds, in which the cells become others.
    """

    cells: tuple[int, ...]
    signs: tuple[int, ...]
    quantity: str
    layer: int
    threshold: float
    length: int
    limit: int = 50

    def steps(self, model: ModelAccess) -> Steps[PhraseMatches]:
        """Yield how much of the corpus has been read."""
        ids = model.corpus.ids.tolist()
        weights = model.backend.weights() if self.cells else {}
        parts: list[Firing] = []
        position, size, memory = 0, _FIRST_SLICE, None
        while position < len(ids) and self.cells:
            began = time.perf_counter()
            reader = Reader(weights, model.model.cell, start=memory)
            reader.read(ids[position : position + size])
            parts.append(self._firing(reader))
            memory = reader.memory
            position += len(reader)
            size = _next_size(size, time.perf_counter() - began)
            yield position / len(ids)
        return PhraseMatches(self._placed(parts, model.corpus))

    def _firing(self, reader: Reader) -> Firing:
        values = reader.values(self.quantity, self.layer)
        return firing(values, self.cells, self.signs, self.threshold)

    def _placed(self, parts: Sequence[Firing], corpus: Corpus) -> tuple[PlacedMatch, ...]:
        if not parts:
            return ()
        whole = Firing(
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.strength for part in parts]),
        )
        found = best_windows(whole, len(self.cells), self.length, limit=self.limit)
        return tuple(_place(match, corpus) for match in found)


def _next_size(size: int, seconds: float) -> int:
    """Double a slice that was short, halve one that was long; powers of two reuse buffers."""
    if seconds > SLICE_S:
        return max(size // 2, 1)
    return min(size * 2, _LONGEST_SLICE) if 2.5 * seconds < SLICE_S else size


def _place(match: Match, corpus: Corpus) -> PlacedMatch:
    start, stop, text = match.start, match.stop, corpus.text
    song = next((s.title for s in corpus.songs if s.start < stop and start < s.stop), "")
    before, after = text[max(start - CONTEXT, 0) : start], text[stop : stop + CONTEXT]
    return PlacedMatch(start, stop, match.score, before, text[start:stop], after, song)
