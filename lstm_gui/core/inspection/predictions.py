"""What a model expected while it read: surprise, next characters, and how far two models differ.

Row t of a trace's logits is about what follows character t. All logarithms are natural, so
surprise is in nats; e to the mean surprise is the perplexity of the text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.arrays import Doubles, Floats, floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Trace

__all__ = [
    "Guess",
    "divergence",
    "guesses",
    "log_distribution",
    "log_softmax",
    "next_characters",
    "surprise",
]


@dataclass(frozen=True, slots=True)
class Guess:
    """A character that may come next, and how probable the model finds it."""

    character: str
    probability: float


def log_distribution(logits: ArrayLike) -> Floats:
    """Return log softmax of logits (…, V) in float32, safe for logits of any size."""
    return floats(log_softmax(logits))


def surprise(trace: Trace) -> Floats:
    """Return −log p(x_t | x_<t) of each character in nats, (T,); nan for the first one.

    Nothing came before the first character that could have led to expect it.
    """
    result = np.full(len(trace.ids), np.nan, np.float32)
    if len(trace.ids) > 1:
        logits = trace.logits[:-1]  # (T-1, V)
        highest = logits.max(axis=1)
        total = np.log(np.exp(logits - highest[:, np.newaxis]).sum(axis=1, dtype=np.float64))
        came = logits[np.arange(len(logits)), trace.ids[1:]]
        result[1:] = total + (highest - came)
    return floats(result)


def next_characters(
    trace: Trace, vocabulary: Vocabulary, position: int, count: int = 5
) -> tuple[Guess, ...]:
    """Return the likeliest characters after the one at `position`, likeliest first.

    Raises:
        IndexError: `position` lies outside the text.
    """
    return _ranked(trace.logits[position][np.newaxis], vocabulary, count)[0]


def guesses(trace: Trace, vocabulary: Vocabulary, count: int = 5) -> tuple[tuple[Guess, ...], ...]:
    """Return `next_characters` of every position at once, T tuples."""
    return _ranked(trace.logits, vocabulary, count)


def divergence(logits: ArrayLike, other: ArrayLike) -> Floats:
    """Return KL(p‖q) in nats for each row of two arrays of logits of shape (T, V).

    p is the distribution of `logits`, q that of `other` (Kullback and Leibler, 1951).
    """
    log_p, log_q = log_softmax(logits), log_softmax(other)
    sums = (np.exp(log_p) * (log_p - log_q)).sum(axis=-1)
    return floats(np.maximum(sums, 0.0))  # rounding can make a sum of zeros negative


def log_softmax(logits: ArrayLike) -> Doubles:
    """Return log softmax over the last axis in float64, safe for logits of any size."""
    shifted = np.asarray(logits, np.float64)
    shifted = shifted - shifted.max(axis=-1, keepdims=True)
    result: Doubles = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def _ranked(logits: Floats, vocabulary: Vocabulary, count: int) -> tuple[tuple[Guess, ...], ...]:
    """Rank each row of logits (T, V); of equals, the one with the smaller id comes first.

    Weights that are too large lead to logits that are no numbers; nothing is likely then.
    """
    count = min(count, logits.shape[-1])
    highest = logits.max(axis=-1, keepdims=True)
    powers = np.exp(logits - highest)
    totals = powers.sum(axis=-1, dtype=np.float64)
    rows: list[tuple[Guess, ...]] = []
    for row, power, total in zip(logits, powers, totals.tolist(), strict=True):
        if not math.isfinite(total):
            rows.append(())
            continue
        # Everything at or above the count-th value, so that ties at the border are settled by id.
        least = np.partition(row, -count)[-count]
        ids = np.flatnonzero(row >= least)
        ids = ids[np.argsort(-row[ids], kind="stable")][:count].tolist()
        rows.append(tuple(Guess(vocabulary.characters[i], float(power[i]) / total) for i in ids))
    return tuple(rows)
