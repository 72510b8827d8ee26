"""What a reader can say of each character of a text, as numbers that cells are compared with.

A feature at t is about the character that has just been read. Lines: a corpus knows them. A text
alone tells by its new lines, or, in a script without spaces between words, by its blanks, which
is what new lines became in a corpus. Where lines or songs are not known, their features are 0
throughout, and no cell is named after them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.backend import Floats
from lstm_gui.core.corpus import Corpus, Song
from lstm_gui.core.inspection.arrays import floats
from lstm_gui.core.inspection.measures import (
    MEASURES,
    NO_SONG,
    SAME_WITHIN,
    Places,
    Reading,
    lines_of,
)
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = [
    "FEATURES",
    "SAME_WITHIN",
    "Feature",
    "FeatureMatrix",
    "corpus_features",
    "feature_matrix",
]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something readable in a text, with what it is called."""

    key: str
    label: str


FEATURES: dict[str, Feature] = {
    feature.key: feature
    for feature in (
        Feature("position_in_line", QT_TRANSLATE_NOOP("Features", "position in line")),
        Feature("line_start", QT_TRANSLATE_NOOP("Features", "start of line")),
        Feature("line_end", QT_TRANSLATE_NOOP("Features", "end of line")),
        Feature("phrase_start", QT_TRANSLATE_NOOP("Features", "start of phrase")),
        Feature("phrase_end", QT_TRANSLATE_NOOP("Features", "end of phrase")),
        Feature("blank", QT_TRANSLATE_NOOP("Features", "blank")),
        Feature("since_space", QT_TRANSLATE_NOOP("Features", "distance since the last space")),
        Feature("repeated_line", QT_TRANSLATE_NOOP("Features", "line that comes again")),
        Feature("same_character", QT_TRANSLATE_NOOP("Features", "same character shortly before")),
        Feature("position_in_song", QT_TRANSLATE_NOOP("Features", "position in song")),
        Feature("bracket_depth", QT_TRANSLATE_NOOP("Features", "inside brackets or quotes")),
    )
}
"""All features by key, in the order in which a tie between two of them is settled."""

_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """The value of each feature at each character: row k is feature `keys[k]`."""

    keys: tuple[str, ...]
    values: Floats  # (F, T)


def feature_matrix(
    text: str,
    songs: Sequence[Song] = (),
    offset: int = 0,
    *,
    line_starts: ArrayLike | None = None,
    around: str | None = None,
) -> FeatureMatrix:
    """Return all features of a text.

    Args:
        text: T characters.
        songs: The songs of the corpus that `text` is from; their offsets are the corpus's.
        offset: Where `text` starts in the corpus.
        line_starts: Offsets of lines in the corpus; None looks for lines in `text` alone.
        around: A longer text in which lines may come again, such as the whole song, its lines
            separated by new lines; None for `text` itself.
    """
    blank = np.array([character.isspace() for character in text], np.bool_)
    starts = _starts_in(text) if line_starts is None else _starts_at(line_starts, offset, text)
    lines = lines_of(text, starts) if around is None else around.split("\n")
    songs_at = _song_starts(songs, offset, len(text)) if songs else None
    counted = Counter(line.strip() for line in lines)
    reading = Reading(text, blank, starts, counted, songs_at)
    rows = [MEASURES[key](reading).astype(np.float32) for key in FEATURES]
    return FeatureMatrix(tuple(FEATURES), floats(np.reshape(rows, (len(rows), len(text)))))


def corpus_features(text: str, corpus: Corpus) -> FeatureMatrix:
    """Return all features of a text with what a corpus knows of its lines and songs.

    The text is looked for in the corpus; one that is not there is taken by itself.
    """
    offset = corpus.text.find(text) if text else -1
    if offset < 0:
        return feature_matrix(text)
    song = next((s for s in corpus.songs if s.start <= offset < s.stop), None)
    first, last = (song.start, song.stop) if song else (offset, offset + len(text))
    last = max(last, offset + len(text))
    known = corpus.line_starts
    within = known[np.searchsorted(known, first) : np.searchsorted(known, last)].tolist()
    cuts = [first, *within, last]
    around = "\n".join(corpus.text[a:b].strip() for a, b in pairwise(cuts))
    return feature_matrix(text, corpus.songs, offset, line_starts=known, around=around)


# Where lines and songs are


def _starts_in(text: str) -> Places | None:
    """Find the lines of a text alone, or None where nothing tells them apart."""
    if "\n" in text:
        mark = "\n"
    elif 2 * len(_UNSPACED.findall(text)) > sum(map(str.isalpha, text)):
        mark = " "
    else:
        return None
    # After a mark at the very end another line begins, of which nothing is to be seen.
    starts = (i for i, (a, b) in enumerate(pairwise(text + "|"), 1) if a == mark != b)
    return np.array([0, *starts], np.int64)


def _starts_at(line_starts: ArrayLike, offset: int, text: str) -> Places | None:
    """Cut from all lines of a corpus those of the text, counted from its first character."""
    every = np.asarray(line_starts, np.int64)
    first = max(int(np.searchsorted(every, offset, side="right")) - 1, 0)
    last = int(np.searchsorted(every, offset + len(text)))
    return every[first : last + 1] - offset if every.size else None  # one more: the next line


def _song_starts(songs: Sequence[Song], offset: int, length: int) -> Places:
    begin, end = (np.array([getattr(s, at) for s in songs]) for at in ("start", "stop"))
    places = np.arange(offset, offset + length)
    number = np.searchsorted(begin, places, side="right") - 1
    inside = (number >= 0) & (places < end[number])
    return np.where(inside, begin[number] - offset, NO_SONG)
