"""What to compare a run with: models without a network, and the curves of the book's recipe."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from lstm_gui.core.arrays import Doubles, Ids
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.numbers import LARGEST_PLAIN, compact, significant, thousands
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.settings.presets import preset_of

__all__ = ["Baselines", "held_out", "in_sample", "in_words", "reference_curve"]

_Counts = NDArray[np.int64]

MOST_COUNTED = 2**23
"""Of a longer text the beginning is counted: more changes little, and takes time and memory."""

_DENSE = 2**22
"""Up to so many possible n-grams they are counted in a table, beyond by sorting."""


@dataclass(frozen=True, slots=True)
class Baselines:
    """Perplexities; nan where the text is too short."""

    uniform: float
    unigram: float
    bigram: float
    trigram: float


def in_sample(ids: Ids, vocabulary_size: int) -> Baselines:
    """Return the perplexities of models on the very text (N,) that they were counted on."""
    uniform, used = float(vocabulary_size), ids[:MOST_COUNTED]
    return Baselines(uniform, *(_conditional(used, order, vocabulary_size) for order in (1, 2, 3)))


def held_out(training: Ids, ids: Ids, vocabulary_size: int) -> Baselines:
    """Return the perplexities on a text (M,) of models that were counted on another one (N,)."""
    training, ids = training[:MOST_COUNTED], ids[:MOST_COUNTED]
    below: Doubles = np.full(len(ids), 1 / max(vocabulary_size, 1))
    found = [float(vocabulary_size)]
    for order in (1, 2, 3):
        table = _Table(_grams(training, order, vocabulary_size), order, vocabulary_size)
        if order > 1:  # the first character has no context of this length
            below = below[1:]
        below = table.probabilities(_grams(ids, order, vocabulary_size), below)
        found.append(_perplexity(below))
    return Baselines(*found)


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


def _conditional(ids: Ids, order: int, size: int) -> float:
    """Return e^((Σ n(h) log n(h) − Σ n(hw) log n(hw)) / K) of the K n-grams hw of a text."""
    keys = _grams(ids, order, size)
    if not keys.size:
        return math.nan
    found, counts = _tally(keys, size**order)
    totals = np.add.reduceat(counts, _run_starts(found // size))
    nats = (_sum_n_log_n(totals) - _sum_n_log_n(counts)) / keys.size
    return math.exp(max(nats, 0.0))


def _sum_n_log_n(counts: _Counts) -> float:
    return float(counts @ np.log(counts))


def _tally(keys: _Counts, possible: int) -> tuple[_Counts, _Counts]:
    """Return the distinct keys in order, and how often each occurs."""
    if possible <= _DENSE:
        table = np.bincount(keys, minlength=1).astype(np.int64, copy=False)
        found = np.flatnonzero(table).astype(np.int64, copy=False)
        return found, table[found]
    ordered = np.sort(keys)
    starts = _run_starts(ordered)
    return ordered[starts], np.diff(starts, append=ordered.size)


def _run_starts(ordered: _Counts) -> _Counts:
    first = np.ones(ordered.size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return np.flatnonzero(first).astype(np.int64, copy=False)


def _perplexity(probabilities: Doubles) -> float:
    return math.exp(-float(np.log(probabilities).mean())) if probabilities.size else math.nan


class _Table:
    """The n-grams of a text with their counts, by context.

    Args:
        keys: All n-grams of the text, numbered.
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


_BOOK_PRESETS = ("book-lstm", "book-gru")


class _Reference(BaseModel):
    text_sha256: str
    curves: dict[CellKind, list[tuple[float, float]]]


@lru_cache(maxsize=1)
def _reference() -> _Reference:
    data = json.loads(resource("reference.json").read_text("utf-8"))
    return _Reference.model_validate(data)


def reference_curve(experiment: Experiment, text: str) -> list[tuple[float, float]] | None:
    """Return (epoch, perplexity) points if this is the book's recipe on the book's text."""
    if preset_of(experiment) not in _BOOK_PRESETS or len(text) != experiment.corpus.max_chars:
        return None
    reference = _reference()
    if hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() != reference.text_sha256:
        return None
    return reference.curves.get(experiment.model.cell)
