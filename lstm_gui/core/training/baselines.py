"""What to compare a run with: models without a network, counted on the text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Doubles, Ids
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.numbers import LARGEST_PLAIN, compact, significant, thousands

__all__ = [
    "Baselines",
    "Both",
    "count",
    "held_out",
    "in_sample",
    "in_words",
    "what_is_left_out",
]

_Counts = NDArray[np.int64]

MOST_COUNTED = 2**23
"""Of a longer text the beginning is counted: more changes little, and takes time and memory."""

MOST_READ = 2**20
"""Of a longer part held out the beginning is read, which tells its mean to half a percent."""

_ORDERS = (1, 2, 3)

_DENSE = 2**22
"""Up to so many possible n-grams they are counted in a table, beyond by sorting."""


@dataclass(frozen=True, slots=True)
class Baselines:
    """Perplexities; nan where the text is too short."""

    uniform: float
    unigram: float
    bigram: float
    trigram: float


Both = tuple[Baselines, Baselines | None]
"""On the very text that models were counted on, and on the part held out if there is one."""


def in_sample(ids: Ids, vocabulary_size: int) -> Baselines:
    """Return the perplexities of models on the very text (N,) that they were counted on."""
    *_, (found, _) = count(ids, ids[:0], vocabulary_size)
    return found


def held_out(training: Ids, ids: Ids, vocabulary_size: int) -> Baselines:
    """Return the perplexities on a text (M,) of models that were counted on another one (N,)."""
    *_, (_, found) = count(training, ids, vocabulary_size)
    return found or _as_known([float(vocabulary_size)])


def count(training: Ids, rest: Ids, vocabulary_size: int) -> Iterator[Both]:
    """Count a text (N,) and read the part held out (M,), one kind of model after the other.

    Yields after each kind what is known by then, with nan for the others. M may be 0.
    """
    size, training, rest = vocabulary_size, training[:MOST_COUNTED], rest[:MOST_READ]
    own, beyond = [float(size)], [float(size)]
    below: Doubles = np.full(len(rest), 1 / max(size, 1))
    for order in _ORDERS:
        table = _Table(_grams(training, order, size), order, size)
        own.append(table.perplexity())
        if rest.size:
            if order > 1:  # the first character has no context of this length
                below = below[1:]
            below = table.probabilities(_grams(rest, order, size), below)
            beyond.append(_perplexity(below))
        yield _as_known(own), _as_known(beyond) if rest.size else None


def _as_known(perplexities: list[float]) -> Baselines:
    unknown = [math.nan] * (1 + len(_ORDERS) - len(perplexities))
    return Baselines(*perplexities, *unknown)


def what_is_left_out(trained: int, rest: int) -> Sentence | None:
    """Tell how much of a long text the baselines are of, or None if they are of all of it."""
    if trained <= MOST_COUNTED and rest <= MOST_READ:
        return None
    template = QT_TRANSLATE_NOOP(
        "Steering",
        "This text is long: the plot’s baselines are counted on the first {counted} characters at "
        "most, and tried on the first {read} held out at most.",
    )
    return say(template, counted=thousands(MOST_COUNTED), read=thousands(MOST_READ))


def in_words(perplexity: float) -> Sentence:
    """Say a perplexity in words; the values are rounded to what can be told apart."""
    if not math.isfinite(perplexity):
        return say(QT_TRANSLATE_NOOP("Steering", "no longer a number: training has broken down"))
    if perplexity < 1.005:
        return say(QT_TRANSLATE_NOOP("Steering", "sure of every character"))
    template = QT_TRANSLATE_NOOP("Steering", "as unsure as choosing among {count} characters")
    return say(template, count=_rounded(perplexity))


def _rounded(value: float) -> str:
    if value < 2:
        return compact(round(value, 2))
    if value < 9.95:
        return compact(round(value, 1))
    return thousands(round(value)) if value < LARGEST_PLAIN else significant(value)


def _grams(ids: Ids, order: int, size: int) -> _Counts:
    """Number each run of `order` characters: a·V² + b·V + c for three, (N - order + 1,)."""
    keys = ids[: max(len(ids) - order + 1, 0)].astype(np.int64)
    for place in range(1, order):
        keys *= size
        keys += ids[place : place + len(keys)]
    return keys


def _sum_n_log_n(counts: _Counts) -> float:
    return float(counts @ np.log(counts))


def _tally(keys: _Counts, possible: int) -> tuple[_Counts, _Counts]:
    """Return the distinct keys in order, and how often each occurs; `keys` may be sorted."""
    if possible <= _DENSE:
        table = np.bincount(keys, minlength=1).astype(np.int64, copy=False)
        found = np.flatnonzero(table).astype(np.int64, copy=False)
        return found, table[found]
    keys.sort()
    starts = _run_starts(keys)
    return keys[starts], np.diff(starts, append=keys.size)


def _run_starts(ordered: _Counts) -> _Counts:
    first = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return np.flatnonzero(first).astype(np.int64, copy=False)


def _perplexity(probabilities: Doubles) -> float:
    return math.exp(-float(np.log(probabilities).mean())) if probabilities.size else math.nan


class _Table:
    """The n-grams of a text with their counts, by context.

    Args:
        keys: All n-grams of the text, numbered; they may be sorted.
        order: How many characters each has.
        size: V.
    """

    def __init__(self, keys: _Counts, order: int, size: int) -> None:
        self._size = size
        self._keys, self._counts = _tally(keys, size**order)
        contexts = self._keys // size
        starts = _run_starts(contexts)
        self._contexts = contexts[starts]
        self._types = np.diff(starts, append=contexts.size)
        self._totals = np.add.reduceat(self._counts, starts) if starts.size else starts

    def perplexity(self) -> float:
        """Return e^((Σ n(h) log n(h) − Σ n(hw) log n(hw)) / K) of the K n-grams hw of the text."""
        if not self._keys.size:
            return math.nan
        nats = _sum_n_log_n(self._totals) - _sum_n_log_n(self._counts)
        return math.exp(max(nats / int(self._counts.sum()), 0.0))

    def probabilities(self, keys: _Counts, below: Doubles) -> Doubles:
        """Return p(w | h) of n-grams (K,), given those of the order below (K,)."""
        contexts = keys // self._size
        seen = _look_up(self._contexts, self._totals, contexts).astype(np.float64)
        types = _look_up(self._contexts, self._types, contexts).astype(np.float64)
        count = _look_up(self._keys, self._counts, keys)
        known = seen > 0
        result = below.copy()  # a context that was never seen says nothing
        np.divide(count + types * below, seen + types, out=result, where=known)
        return result


def _look_up(keys: _Counts, values: _Counts, wanted: _Counts) -> _Counts:
    """Return the value of each wanted key, 0 where it is not there."""
    if not keys.size:
        return np.zeros(wanted.size, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[places] == wanted, values[places], 0)
