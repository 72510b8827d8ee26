"""A phrase: the cells that are on throughout it, and where else they are on together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Doubles, Floats, Indices, floats, indices
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps

__all__ = [
    "CONTEXT",
    "Firing",
    "Match",
    "PhraseCells",
    "PhraseMatches",
    "PhraseSearch",
    "PlacedMatch",
    "cells_of_phrase",
    "firing",
    "matches",
]

LEAST_SCORE = 0.5
MOST_OUTSIDE = 0.5
_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PhraseCells:
    """The cells of a phrase, those first that are on least outside it.

    `signs` tells whether a cell is on by being positive (1) or negative (-1). `inside` is its
    mean size in the phrase, `outside` the share of the other characters at which it is on too.
    """

    cells: Indices
    signs: Indices
    inside: Floats
    outside: Floats

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Match:
    """A place where the cells are on: `score` is the share of cells and characters that are.

    `strength` is the mean of the cells' values there, in the direction of their signs.
    """

    start: int
    stop: int
    score: float
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Firing:
    """At each character how many of the chosen cells are on, and their mean signed value."""

    counts: _Counts  # (T,)
    strength: Doubles  # (T,)


def cells_of_phrase(
    values: Floats, start: int, stop: int, threshold: float, most_outside: float = MOST_OUTSIDE
) -> PhraseCells:
    """Return the cells that are on at every character of a phrase and mostly off elsewhere.

    Args:
        values: One quantity of one layer, (T, H).
        start: The first character of the phrase.
        stop: The one after its last.
        threshold: On is value ≥ threshold throughout, or value ≤ −threshold throughout.
        most_outside: The largest share of other characters at which a cell may be on too.

    Raises:
        ValueError: The phrase is empty, or not in the text.
    """
    if not 0 <= start < stop <= len(values):
        raise ValueError(f"a phrase lies within 0 and {len(values)}, got {start} to {stop}")
    phrase = values[start:stop]
    up = (phrase >= threshold).all(axis=0)
    signs = np.where(up, 1, -1).astype(np.int32)
    through = up | (phrase <= -threshold).all(axis=0)
    rest = np.concatenate([values[:start], values[stop:]]) * signs
    outside = (rest >= threshold).mean(axis=0) if len(rest) else np.zeros(values.shape[1])
    inside = (phrase * signs).mean(axis=0)
    cells = np.flatnonzero(through & (outside <= most_outside))
    best = cells[np.lexsort((cells, -inside[cells], outside[cells]))]
    return PhraseCells(
        indices(best), indices(signs[best]), floats(inside[best]), floats(outside[best])
    )


def firing(values: Floats, cells: ArrayLike, signs: ArrayLike, threshold: float) -> Firing:
    """Count at each character of values (T, H) which of the cells are on."""
    signed = values[:, np.asarray(cells, np.intp)] * np.asarray(signs, np.float32)
    if not signed.shape[1]:
        return Firing(np.zeros(len(values), np.int64), np.zeros(len(values)))
    return Firing(
        np.count_nonzero(signed >= threshold, axis=1).astype(np.int64),
        signed.mean(axis=1, dtype=np.float64),
    )


def matches(
    values: Floats,
    cells: Sequence[int] | Indices,
    signs: Sequence[int] | Indices,
    threshold: float,
    length: int,
    *,
    limit: int = 50,
    least: float = LEAST_SCORE,
) -> tuple[Match, ...]:
    """Return the places of `length` characters where the cells are on together, best first.

    Of places that overlap, only the best stays. Equal scores are ranked by strength, then by
    place. Without cells there are none.

    Args:
        values: One quantity of one layer over a long text, (T, H).
        cells: Cells of a phrase.
        signs: 1 or -1 for each.
        threshold: On is sign · value ≥ threshold.
        length: Characters of a place; at most the whole text.
        limit: How many places at most.
        least: The least score.
    """
    found = firing(values, cells, signs, threshold)
    return _best_windows(found, len(cells), length, limit=limit, least=least)


def _best_windows(
    found: Firing, cells: int, length: int, *, limit: int = 50, least: float = LEAST_SCORE
) -> tuple[Match, ...]:
    """Rank the windows of `length` characters by how many of so many cells are on in them."""
    if not cells or not 0 < length <= len(found.counts):
        return ()
    counts, strength = _window_sums(found.counts, length), _window_sums(found.strength, length)
    strength = strength / length
    full = cells * length
    candidates = np.flatnonzero(counts >= max(least * full, 1))
    # A place that is taken rules out 2·length − 1 windows, so no more than these can matter.
    enough = limit * (2 * length - 1)
    # Counts are whole numbers and the rest is below 1: one key sorts by both.
    key = counts[candidates] + (1 + strength[candidates] / (1 + np.abs(strength[candidates]))) / 2.5
    if candidates.size > enough:
        kept = key >= np.partition(key, -enough)[-enough]
        candidates, key = candidates[kept], key[kept]
    order = candidates[np.lexsort((candidates, -key))]
    places = _apart(order, length, limit)
    return tuple(Match(p, p + length, float(counts[p] / full), float(strength[p])) for p in places)


def _window_sums(values: NDArray[np.generic], length: int) -> NDArray[np.float64]:
    sums = np.concatenate([[0], np.cumsum(values)])
    return np.asarray(sums[length:] - sums[:-length], np.float64)


def _apart(order: NDArray[np.intp], length: int, limit: int) -> list[int]:
    """Take places in this order, passing over those that overlap one already taken."""
    taken: list[int] = []
    for place in order.tolist():
        if len(taken) == limit:
            break
        if all(abs(place - other) >= length for other in taken):
            taken.append(place)
    return taken


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
            reader = ForwardPass(weights, model.model.cell, start=memory)
            reader.read(ids[position : position + size])
            parts.append(self._firing(reader))
            memory = reader.memory
            position += len(reader)
            size = _next_size(size, time.perf_counter() - began)
            yield position / len(ids)
        return PhraseMatches(self._placed(parts, model.corpus))

    def _firing(self, reader: ForwardPass) -> Firing:
        values = reader.values(self.quantity, self.layer)
        return firing(values, self.cells, self.signs, self.threshold)

    def _placed(self, parts: Sequence[Firing], corpus: Corpus) -> tuple[PlacedMatch, ...]:
        if not parts:
            return ()
        whole = Firing(
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.strength for part in parts]),
        )
        found = _best_windows(whole, len(self.cells), self.length, limit=self.limit)
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
