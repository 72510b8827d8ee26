"""Where a written text stands verbatim in the text that was trained on, and how much of it does.

A match stays within a song: it crosses neither the joint of two songs, where the corpus has blanks
that no song has, nor the border of the part held out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.suffixes import BREAK, Suffixes

__all__ = [
    "LEAST_SPAN",
    "Novelty",
    "SongLine",
    "Span",
    "TextIndex",
    "longest_copy",
    "novelty",
    "novelty_of_samples",
    "novelty_of_songs",
    "place_of",
    "spans",
]

LEAST_SPAN = 5
"""Shorter matches are words, or chance."""

SONGS_MEASURED = 50_000
"""So many characters of real songs, from all over the text, are enough for a yardstick."""

_NO_BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a written text that stands in the corpus.

    Args:
        start: Its first character in the written text.
        stop: The one after its last.
        source: The offset in the corpus of the first place where it stands.
        count: How many places there are: in the part trained on, or else in the part held out.
        held_out: It stands in the part held out only, so it has not been copied.
    """

    start: int
    stop: int
    source: int
    count: int
    held_out: bool

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Novelty:
    """How much of a text has not been copied.

    Args:
        share_new: Characters outside spans that stand in the text trained on, of all.
        mean_span: The mean length of these spans, 0 without any.
        longest: The length of the longest.
    """

    share_new: float
    mean_span: float
    longest: int


@dataclass(frozen=True, slots=True)
class SongLine:
    """A line of a song, numbered from 1; `song` is empty where the text marks none."""

    song: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The suffixes of the part trained on, and of the part held out, which begins at `border`."""

    trained: Suffixes
    held_out: Suffixes
    border: int

    @classmethod
    def of(cls, corpus: Corpus, trained: int) -> TextIndex:
        """Read a corpus, of which the first `trained` characters are trained on.

        It can take seconds, see `Suffixes`: not in the window's thread.
        """
        seen = Suffixes(_with_breaks(corpus, 0, trained))
        return cls(seen, Suffixes(_with_breaks(corpus, trained, len(corpus))), trained)


def _with_breaks(corpus: Corpus, start: int, stop: int) -> str:
    """Return a part of the text in its length, with breaks instead of what joins two songs."""
    if not corpus.songs:
        return corpus.text[start:stop]
    parts, end = list[str](), start
    for song in corpus.songs:
        first, last = max(song.start, start), min(song.stop, stop)
        if first < last:
            parts += [BREAK * (first - end), corpus.text[first:last]]
            end = last
    return "".join([*parts, BREAK * (stop - end)])


def spans(text: str, index: TextIndex, min_length: int = LEAST_SPAN) -> tuple[Span, ...]:
    """Return the stretches of `text` that stand verbatim in the corpus, from left to right.

    At each character the longest match in the text trained on is taken, if it has at least
    `min_length` characters and not only blanks, and the search goes on behind it; otherwise it goes
    on at the next character. So spans may touch, and do not overlap. What lies between them is then
    looked up in the same way in the part held out.

    Raises:
        ValueError: `min_length` is below 1.
    """
    if min_length < 1:
        raise ValueError(f"a span has at least 1 character, got {min_length}")
    found, end = list[Span](), 0
    for start, stop in _matches(text, (0, len(text)), index.trained, min_length):
        found += _held_out_spans(text, (end, start), index, min_length)
        places = index.trained.places(text[start:stop])
        found.append(Span(start, stop, places.first, places.count, held_out=False))
        end = stop
    found += _held_out_spans(text, (end, len(text)), index, min_length)
    return tuple(found)


def _held_out_spans(
    text: str, part: tuple[int, int], index: TextIndex, min_length: int
) -> Iterator[Span]:
    for start, stop in _matches(text, part, index.held_out, min_length):
        places = index.held_out.places(text[start:stop])
        yield Span(start, stop, index.border + places.first, places.count, held_out=True)


def _matches(
    text: str, part: tuple[int, int], source: Suffixes, min_length: int, own: range = range(0)
) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of the longest matches within a part of `text`, from left to right."""
    start, stop = part
    while start + min_length <= stop:
        end = start + source.longest_match(text, start, stop, own)
        if end - start >= min_length and not text[start:end].isspace():
            yield start, end
            start = end
        else:
            start += 1


def novelty(text: str, found: Sequence[Span], start: int = 0) -> Novelty:
    """Sum up the `spans` of a text; of its characters those from `start` on, behind a prefix."""
    return _summed_up(len(text) - start, *_copied(found, start))


def longest_copy(found: Sequence[Span], start: int = 0) -> Span | None:
    """Return the longest of the `spans` of a text that is copied, in part from `start` on."""
    copies = (span for span in found if not span.held_out and span.stop > start)
    return max(copies, key=len, default=None)


def novelty_of_samples(
    samples: Iterable[tuple[str, str]], index: TextIndex, min_length: int = LEAST_SPAN
) -> Novelty:
    """Sum up several (prefix, text behind it) together, such as the samples of an epoch."""
    characters, copied, lengths = 0, 0, list[int]()
    for prefix, text in samples:
        found = spans(prefix + text, index, min_length)
        more, of_these = _copied(found, len(prefix))
        characters, copied, lengths = characters + len(text), copied + more, lengths + of_these
    return _summed_up(characters, copied, lengths)


def novelty_of_songs(
    corpus: Corpus, index: TextIndex, min_length: int = LEAST_SPAN
) -> Novelty | None:
    """Tell how much real songs repeat of the others: a yardstick for what is written.

    Each song that is held out, or each one if none is, is looked up in the text trained on, in
    which the song itself does not count. Of many songs, only `SONGS_MEASURED` characters are.

    Returns:
        Their sum, or None where the text marks no songs.
    """
    songs = [song for song in corpus.songs if song.start >= index.border] or corpus.songs
    step = -(-sum(song.stop - song.start for song in songs) // SONGS_MEASURED)
    characters, lengths = 0, list[int]()
    for song in songs[:: step or 1]:
        text, own = corpus.text[song.start : song.stop], range(song.start, song.stop)
        found = _matches(text, (0, len(text)), index.trained, min_length, own)
        lengths += [stop - start for start, stop in found]
        characters += len(text)
    return _summed_up(characters, sum(lengths), lengths) if songs else None


def _copied(found: Sequence[Span], start: int) -> tuple[int, list[int]]:
    """Return how many characters from `start` on are copied, and the lengths of the spans."""
    copies = [span for span in found if not span.held_out and span.stop > start]
    return sum(span.stop - max(span.start, start) for span in copies), list(map(len, copies))


def _summed_up(characters: int, copied: int, lengths: Sequence[int]) -> Novelty:
    return Novelty(
        share_new=(characters - copied) / characters if characters else 1.0,
        mean_span=sum(lengths) / len(lengths) if lengths else 0.0,
        longest=max(lengths, default=0),
    )


def place_of(corpus: Corpus, offset: int) -> SongLine:
    """Return the line in which the first character from `offset` on stands that is no blank."""
    character = _NO_BLANK.search(corpus.text, offset)
    offset = offset if character is None else character.start()
    starts = corpus.line_starts
    line = max(int(starts.searchsorted(np.int32(offset), side="right")) - 1, 0)
    before = bisect_right(corpus.songs, offset, key=lambda song: song.start) - 1
    if before < 0:
        return SongLine("", line + 1, corpus.line(line))
    song = corpus.songs[before]
    first = int(starts.searchsorted(np.int32(song.start)))
    return SongLine(song.title, line - first + 1, corpus.line(line))
