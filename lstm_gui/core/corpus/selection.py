"""Which songs of a text are trained on, held out, or left out; such a choice is a text of its own.

The songs to train on come first and those held out last, because that is what training takes from
the end of a text. So nothing else needs to know of the choice: a run and a checkpoint name this
text as they name any other, and the share held out ends exactly at the first song held out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.corpus.text import Corpus, Song
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = [
    "Part",
    "Parts",
    "arranged_text",
    "held_out_share",
    "parts_in_use",
    "require_choice",
    "whole_text",
]

_GAP = 2
"""Characters between two songs of a text."""
MOST_HELD_OUT = 0.5


class Part(IntEnum):
    """What becomes of a song."""

    TRAINING = 0
    HELD_OUT = 1
    LEFT_OUT = 2


Parts = NDArray[np.int8]
"""The `Part` of each song, in the order of the text."""


def parts_in_use(corpus: Corpus, used: int, trained: int) -> Parts:
    """Return what becomes of each song when `trained` of the first `used` characters are learnt."""
    starts = np.array([song.start for song in corpus.songs], np.int64)
    parts = np.full(len(starts), Part.TRAINING, np.int8)
    parts[starts >= trained] = Part.HELD_OUT
    parts[starts >= used] = Part.LEFT_OUT
    return parts


def lengths(songs: Sequence[Song]) -> NDArray[np.int64]:
    """Return the characters of each song."""
    return np.array([song.stop - song.start for song in songs], np.int64)


def held_out_share(corpus: Corpus, parts: Parts) -> float:
    """Return the share of an arranged text that its songs held out make up."""
    sizes = lengths(corpus.songs) + _GAP
    held = int(sizes[parts == Part.HELD_OUT].sum())
    total = int(sizes[parts != Part.LEFT_OUT].sum())
    return (held - _GAP) / (total - _GAP) if held else 0.0


def require_choice(corpus: Corpus, parts: Parts) -> None:
    """Raise a `CorpusError` when nothing is to be trained on, or too much is held out."""
    if not (parts == Part.TRAINING).any():
        template = QT_TRANSLATE_NOOP("Errors", "No song is to be trained on. Tick at least one.")
        raise CorpusError(template)
    if held_out_share(corpus, parts) > MOST_HELD_OUT:
        template = QT_TRANSLATE_NOOP(
            "Errors", "More than half would be held out. Train on more songs, or hold out fewer."
        )
        raise CorpusError(template)


def arranged_text(corpus: Corpus, parts: Parts) -> str:
    """Return the text of a choice, its titles marked, as it stands in a file."""
    chosen = chain(np.flatnonzero(parts == Part.TRAINING), np.flatnonzero(parts == Part.HELD_OUT))
    return "\n\n".join(_with_titles(corpus, [corpus.songs[place] for place in chosen]))


def whole_text(corpus: Corpus) -> str:
    """Return a text with its lines and titles, as it stands in a file: to be edited."""
    if corpus.songs:
        return "\n\n".join(_with_titles(corpus, corpus.songs))
    return "".join(_lined(corpus, 0, len(corpus), corpus.line_starts[corpus.line_starts > 0]))


def _with_titles(corpus: Corpus, songs: Sequence[Song]) -> Iterator[str]:
    starts, stops = [song.start for song in songs], [song.stop for song in songs]
    # All at once: a search for each song would take seconds for 100,000 of them.
    firsts = np.searchsorted(corpus.line_starts, starts, side="right").tolist()
    lasts = np.searchsorted(corpus.line_starts, stops).tolist()
    for song, first, last in zip(songs, firsts, lasts, strict=True):
        lines = _lined(corpus, song.start, song.stop, corpus.line_starts[first:last])
        yield f"# {song.title}\n{''.join(lines)}"


def _lined(corpus: Corpus, start: int, stop: int, lines: NDArray[np.int32]) -> Iterator[str]:
    """Yield a part of the text, with new lines for the spaces before each of these lines."""
    for line in lines.tolist():
        piece = corpus.text[start:line]
        kept = piece.rstrip(" ")
        yield kept + "\n" * (len(piece) - len(kept))
        start = line
    yield corpus.text[start:stop]
