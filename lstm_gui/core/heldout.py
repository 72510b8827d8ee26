"""A part of the text that is kept from training, and how well the model reads it.

The part is the end of the text: whole songs where they are marked, else whole lines. It is read
with the backend's `trace`, in slices with the state carried along, so neither the weights nor the
state that training carries are touched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from lstm_gui.core.backend import Backend, Floats, Ids, Memory, Trace
from lstm_gui.core.config import ModelConfig
from lstm_gui.core.corpus import Corpus, Vocabulary
from lstm_gui.core.training import perplexity
from lstm_gui.core.weights import parameter_count

__all__ = ["HeldOutText", "Score", "Split", "evaluate", "read_with", "slice_length", "split"]

_SLICE_WORK = 2**25
"""Multiplications of one slice, which take about 10 ms."""


@dataclass(frozen=True, slots=True)
class Split:
    """A text in two; `held_out` is None where nothing is held out."""

    training: Corpus
    held_out: Corpus | None


@dataclass(frozen=True, slots=True)
class HeldOutText:
    """A text as a model can read it: characters it has never seen are left out and counted."""

    ids: Ids
    left_out: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How far an evaluation is: `read` of `total` characters guessed, with this loss in nats."""

    read: int
    total: int
    loss_sum: float

    @property
    def perplexity(self) -> float:
        """The perplexity so far; nan before the first guess."""
        return perplexity(self.loss_sum / self.read) if self.read else math.nan


def split(corpus: Corpus, share: float) -> Split:
    """Hold out the last songs, or lines, that come nearest to `share` of the text.

    Some text is always left to train on, and some is held out unless `share` is 0. A text of one
    line is cut in the middle of it.

    Raises:
        ValueError: `share` is not at least 0 and below 1.
    """
    if not 0 <= share < 1:
        raise ValueError(f"the held-out share must be at least 0 and below 1, got {share}")
    if share == 0 or len(corpus) < 2:
        return Split(corpus, None)
    wanted = len(corpus) * (1 - share)
    starts = [song.start for song in corpus.songs][1:] or corpus.line_starts[1:].tolist()
    places = starts or [min(max(round(wanted), 1), len(corpus) - 1)]
    cut = min(places, key=lambda place: (abs(place - wanted), place))
    ends = [song.stop for song in corpus.songs if song.stop <= cut]
    return Split(corpus.first(ends[-1] if ends else cut), _from(corpus, cut))


def read_with(text: str, vocabulary: Vocabulary) -> HeldOutText:
    """Number the characters of a text for a model that may not know all of them."""
    unknown = vocabulary.unknown(text)
    known = text.translate(dict.fromkeys(map(ord, unknown))) if unknown else text
    return HeldOutText(vocabulary.encode(known), len(text) - len(known), unknown)


def slice_length(model: ModelConfig, vocabulary_size: int) -> int:
    """Tell how many characters a model of this size reads in about 10 ms, at least 8.

    It comes from the settings alone, not from a clock, so that the same run gives the same bits.
    """
    return min(max(_SLICE_WORK // parameter_count(model, vocabulary_size), 8), 512)


def evaluate(backend: Backend, ids: Ids, length: int = 64) -> Iterator[Score]:
    """Read a text (T,) from a state of zeros, `length` characters at a time; yield the score.

    The first character is not guessed. The last score is that of the whole text; the caller may
    train between two slices, and then the score is a mix.
    """
    total, loss_sum = max(len(ids) - 1, 0), 0.0
    memory: Memory | None = None
    before: Floats | None = None  # (1, V), what the last slice expected next
    for first in range(0, len(ids), length):
        trace = backend.trace(ids[first : first + length], memory)
        rows = trace.logits if before is None else np.concatenate([before, trace.logits])
        came = ids[first + (before is None) : first + length]
        loss_sum += _loss(rows[:-1], came)
        memory, before = _end(trace), trace.logits[-1:]
        yield Score(min(first + length, len(ids)) - 1, total, loss_sum)


def _loss(logits: Floats, came: Ids) -> float:
    """Return −Σ log softmax(logits (T, V)) at what came (T,), in nats."""
    if not came.size:
        return 0.0
    highest = logits.max(axis=1)
    powers = np.exp(logits - highest[:, np.newaxis])
    log_sums = np.log(powers.sum(axis=1, dtype=np.float64)) + highest
    return float((log_sums - logits[np.arange(came.size), came]).sum())


def _end(trace: Trace) -> Memory:
    """Return the state after the last character, N = 1."""
    c = trace.quantities.get("c")
    return Memory(trace.quantities["h"][:, -1:], None if c is None else c[:, -1:])


def _from(corpus: Corpus, start: int) -> Corpus:
    """Return the corpus without its first `start` characters."""
    songs = tuple(
        replace(song, start=song.start - start, stop=song.stop - start)
        for song in corpus.songs
        if song.start >= start
    )
    lines = corpus.line_starts[np.searchsorted(corpus.line_starts, start) :] - np.int32(start)
    lines.setflags(write=False)
    return replace(corpus, text=corpus.text[start:], songs=songs, line_starts=lines)
