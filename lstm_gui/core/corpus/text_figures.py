"""What a text is made of: its characters by frequency, how few cover most of it, and repeats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.corpus.selection import Part, Parts
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import code_points

__all__ = ["COVERED", "TextFigures", "figures_of"]

COVERED = (0.5, 0.9, 0.99)
"""Shares of a text, for each of which it is told how few characters make it up."""
MOST_NAMED = 12
MOST_LINES = 500_000
"""Only so many lines are compared with each other: more would take much memory."""

_CODE_POINTS = 0x110000


@dataclass(frozen=True, slots=True)
class TextFigures:
    """The figures of what is trained on; blanks are counted as characters, but never named.

    `covering` tells how many of the commonest characters make up the shares of `COVERED`;
    `unseen` counts the characters of the part held out, each once, that training never shows.
    """

    songs: int
    characters: int
    distinct: int
    lines: int
    frequent: tuple[tuple[str, int], ...]
    covering: tuple[int, ...]
    once: int
    repeated_lines: float
    most_repeated: tuple[str, int]
    unseen: int


def figures_of(corpus: Corpus, parts: Parts) -> TextFigures:
    """Count in the songs to train on; without songs, in all of the text. It takes its time."""
    text = _text_of(corpus, parts, Part.TRAINING) if corpus.songs else corpus.text
    held = _text_of(corpus, parts, Part.HELD_OUT) if corpus.songs else ""
    counts = _counts(text)
    lines = _lines_of(corpus, parts)
    repeats = Counter(islice((line for line in lines if line), MOST_LINES))
    again = sum(count for count in repeats.values() if count > 1)
    line, times = max(repeats.items(), key=lambda found: found[1], default=("", 0))
    return TextFigures(
        songs=int((parts == Part.TRAINING).sum()),
        characters=len(text),
        distinct=int((counts > 0).sum()),
        lines=len(lines),
        frequent=_commonest(counts),
        covering=_covering(counts),
        once=int((counts == 1).sum()),
        repeated_lines=again / max(repeats.total(), 1),
        most_repeated=(line, times) if times > 1 else ("", 0),
        unseen=int(((_counts(held) > 0) & (counts == 0)).sum()),
    )


def _text_of(corpus: Corpus, parts: Parts, part: Part) -> str:
    chosen = np.flatnonzero(parts == part)
    return "".join(corpus.text[s.start : s.stop] for s in map(corpus.songs.__getitem__, chosen))


def _lines_of(corpus: Corpus, parts: Parts) -> list[str]:
    stops = [*corpus.line_starts[1:].tolist(), len(corpus)]
    lines = zip(corpus.line_starts.tolist(), stops, strict=True)
    if not corpus.songs:
        return [corpus.text[start:stop].strip() for start, stop in lines]
    song_starts = np.array([song.start for song in corpus.songs], np.int64)
    owners = np.searchsorted(song_starts, corpus.line_starts, side="right") - 1
    wanted = (parts[owners] == Part.TRAINING).tolist()
    return [
        corpus.text[start:stop].strip()
        for (start, stop), is_wanted in zip(lines, wanted, strict=True)
        if is_wanted
    ]


def _counts(text: str) -> NDArray[np.int64]:
    """Count each code point."""
    counts = np.zeros(_CODE_POINTS, np.int64)
    for _, codes in code_points(text):
        found = np.bincount(codes)
        counts[: len(found)] += found
    return counts


def _commonest(counts: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    order = np.argsort(-counts, kind="stable")[: 2 * MOST_NAMED].tolist()
    named = [(chr(code), int(counts[code])) for code in order if counts[code]]
    return tuple(one for one in named if not one[0].isspace())[:MOST_NAMED]


def _covering(counts: NDArray[np.int64]) -> tuple[int, ...]:
    there = np.sort(counts[counts > 0])[::-1].cumsum()
    if not there.size:
        return tuple(0 for _ in COVERED)
    shares = there / there[-1]
    return tuple(int(np.searchsorted(shares, share - 1e-12)) + 1 for share in COVERED)
