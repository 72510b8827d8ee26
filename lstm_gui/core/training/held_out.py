"""The part of a text that training never sees, and what a model makes of it.

The songs at the end are held out, as many as come nearest to the share that was asked for. A text
without songs gives whole lines, one without lines its last characters. The perplexity of that part
is e to the mean of −log p over all its characters: they are read from beginning to end, the state
carried all the way; it starts at zero, with the one character that stands before them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

import numpy as np

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.batches import characters_needed
from lstm_gui.core.corpus.text import Corpus, Song, require_batch
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Backend, Memory, Trace
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.core.settings.knob import percent_text

__all__ = [
    "ReadingPace",
    "held_out_loss",
    "is_same_training",
    "require_parts",
    "songs_held_out",
    "training_length",
]

SLICE = 32
"""So many characters are read between two looks at the clock; about 3 ms with 256 units."""

FREE_SECONDS = 1.0
SHARE_OF_TIME = 0.05
"""Reading may take so long beforehand, and then this share of the time spent on training."""


def training_length(corpus: Corpus, share: float) -> int:
    """Return how many characters are trained on when about `share` of them is held out."""
    length = len(corpus)
    if share <= 0:
        return length
    wanted = share * length
    songs, lines = corpus.songs, corpus.line_starts
    for count, start_of in (
        (len(songs) - 1, lambda number: songs[number + 1].start),
        (len(lines), lambda number: int(lines[number])),
    ):
        start = _nearest(count, start_of, length - wanted, length)
        # Otherwise there is none, or the songs, or lines, are too long for this.
        if start is not None and wanted / 2 <= length - start <= 2 * wanted:
            return start
    return length - min(max(round(wanted), 1), length)


def _nearest(count: int, start_of: Callable[[int], int], wanted: float, length: int) -> int | None:
    """Return the start within a text that is nearest to a place; there can be millions of them."""
    numbers = range(count)
    low = bisect_right(numbers, 0, key=start_of)
    high = bisect_left(numbers, length, low, key=start_of)
    after = bisect_left(numbers, wanted, low, high, key=start_of)
    near = [start_of(number) for number in range(max(after - 1, low), min(after + 1, high))]
    return min(near, key=lambda start: abs(start - wanted), default=None)


def is_same_training(old: tuple[Corpus, float], new: tuple[Corpus, float]) -> bool:
    """Tell whether two texts are the same without the shares of them that are held out."""
    length = training_length(*old)
    if length != training_length(*new):
        return False
    before, after = old[0].text, new[0].text
    return before is after or before[:length] == after[:length]


def songs_held_out(corpus: Corpus, trained: int) -> tuple[Song, ...]:
    """Return the songs beyond the first `trained` characters."""
    return corpus.songs[bisect_left(corpus.songs, trained, key=lambda song: song.start) :]


def require_parts(corpus: Corpus, train: TrainConfig, share: float) -> None:
    """Raise a `CorpusError` when either part of a text in use is too short."""
    trained = training_length(corpus, share)
    if trained == len(corpus):
        require_batch(corpus, train.batch_size, train.num_steps, train.sampling)
        return
    needed = characters_needed(train.batch_size, train.num_steps, train.sampling)
    values = {"file": corpus.name, "share": percent_text(share)}
    if trained < needed:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "With {share} of {file} held out, the rest is too short: one batch needs {needed:,} "
            "characters, and there are only {characters:,}. Hold out less, or use more text, a "
            "smaller batch size or fewer time steps.",
        )
        raise CorpusError(template, characters=trained, needed=needed, **values)
    held = len(corpus) - trained
    if held < train.num_steps:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{share} of {file} is too short to be held out: a sequence needs {needed:,} "
            "characters, and there are only {characters:,}. Hold out more, or nothing, or use more "
            "text.",
        )
        raise CorpusError(template, characters=held, needed=train.num_steps, **values)


def held_out_loss(backend: Backend, ids: Ids) -> Iterator[float]:
    """Read a text (M + 1,) a slice at a time; yield the mean loss so far over M characters, nats.

    The last value is that of the whole text.
    """
    inputs, targets = ids[:-1], ids[1:]
    memory: Memory | None = None
    total, count = 0.0, 0
    for start in range(0, len(targets), SLICE):
        trace = backend.trace(inputs[start : start + SLICE], memory)
        wanted = targets[start : start + SLICE]
        total += _nats(trace, wanted)
        count += len(wanted)
        memory = _state_after(trace)
        yield total / count


def _nats(trace: Trace, targets: Ids) -> float:
    """Return the sum of −log p(target) over the rows of logits (T, V)."""
    logits = trace.logits.astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    said = logits[np.arange(len(targets)), targets]
    return float((np.log(np.exp(logits).sum(axis=1)) - said).sum())


def _state_after(trace: Trace) -> Memory:
    h, c = trace.quantities["h"], trace.quantities.get("c")  # (layers, T, H)
    return Memory(h[:, -1:].copy(), None if c is None else c[:, -1:].copy())


class ReadingPace:
    """Decides after which epochs something is read, so that it takes little time.

    Args:
        free: So many seconds may be spent beforehand.
        share: So much of the time spent on training may be spent besides.
    """

    def __init__(self, free: float = FREE_SECONDS, share: float = SHARE_OF_TIME) -> None:
        self._free, self._share = free, share
        self._spent, self._trained, self._last = 0.0, 0.0, 0.0

    def due(self, seconds: float) -> bool:
        """Count an epoch that took so long; tell whether there is time to read after it."""
        self._trained += seconds
        allowed = self._free + self._share * self._trained
        return self._spent + self._last <= allowed

    def took(self, seconds: float) -> None:
        """Count a reading."""
        self._spent += seconds
        self._last = seconds
