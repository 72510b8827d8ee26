"""Features of a text: what a reader can say of each character, as numbers to compare cells with."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Floats, floats
from lstm_gui.core.corpus.text import Corpus, Song
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = [
    "AnnotatedText",
    "FEATURES",
    "Feature",
    "FeatureMatrix",
    "Flags",
    "_MEASURES",
    "_NO_SONG",
    "_Places",
    "_SAME_WITHIN",
    "corpus_features",
    "feature_matrix",
    "lines_of",
]

_SAME_WITHIN = 16
"""How many characters back the same character still counts as near."""

_NO_SONG = np.iinfo(np.int64).min
"""Stands where a character is in no song."""

_Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OPENING, _CLOSING = "([{<（［｛〈《「『【〔“", ")]}>）］｝〉》」』】〕”"
_TOGGLING = '"'
_STOPS = ".,;:!?…—。，、；：！？"
_WITHIN_WORDS = "'’-‐"

_COUNTED = 3
"""So many runs of one character must be answered before a text is said to count."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text prepared for its features."""

    text: str
    blank: Flags  # (T,)
    starts: _Places | None  # where lines start; the first may lie before the text
    lines: Counter[str]  # how often each line occurs
    song_starts: _Places | None  # (T,) where the song of each character starts; -1: in none

    @property
    def places(self) -> _Places:
        return np.arange(len(self.text))


def lines_of(text: str, starts: _Places | None) -> Iterable[str]:
    if starts is None:
        return ()
    cuts = [*np.clip(starts, 0, len(text)).tolist(), len(text)]
    return (text[a:b] for a, b in pairwise(cuts))


# The features: each takes a prepared text and returns (T,)


def _line_number(r: AnnotatedText) -> _Places:
    assert r.starts is not None
    return np.searchsorted(r.starts, r.places, side="right") - 1


def _position_in_line(r: AnnotatedText) -> _Places:
    """Count the characters of each line from 1; the blanks that part two lines are 0."""
    if r.starts is None:
        return np.zeros_like(r.places)
    number = _line_number(r)
    within = (number >= 0) & ~_between_lines(r)
    return np.where(within, r.places - r.starts[number] + 1, 0)


def _between_lines(r: AnnotatedText) -> Flags:
    """Mark the blanks after the last character of a line, where the text shows its end."""
    assert r.starts is not None
    after = r.starts[(r.starts > 0) & (r.starts <= len(r.text))]
    ends = np.zeros(len(r.text), np.bool_)
    ends[after - 1] = True
    # A blank is between lines if the next thing of interest after it is a line's end.
    place = np.where(ends | ~r.blank, r.places, len(r.text))
    nearest = np.minimum.accumulate(place[::-1])[::-1]
    return np.asarray(r.blank & np.append(ends, False)[nearest], np.bool_)


def _line_start(r: AnnotatedText) -> Flags:
    return np.isin(r.places, r.starts if r.starts is not None else ())


def _line_end(r: AnnotatedText) -> Flags:
    """Mark the last character of each line that the text shows the end of."""
    ends = np.zeros(len(r.text), np.bool_)
    if r.starts is None or not r.text:
        return ends
    solid = np.maximum.accumulate(np.where(r.blank, -1, r.places))  # the last one not blank
    after = r.starts[(r.starts > 0) & (r.starts <= len(r.text))]
    ends[solid[after - 1]] = True
    return ends & ~r.blank


def _boundaries(r: AnnotatedText) -> Flags:
    """Mark stops, new lines, and blanks that come doubled: they part phrases."""
    stops = np.array([c in _STOPS or c == "\n" for c in r.text], np.bool_)
    doubled = r.blank[1:] & r.blank[:-1]
    stops[1:] |= doubled
    stops[:-1] |= doubled
    return stops


def _phrase_start(r: AnnotatedText) -> Flags:
    """Mark the first character after a boundary and the blanks that may follow it."""
    solid = ~r.blank & ~_boundaries(r)
    last_solid = _last(solid, r.places)
    last_boundary = _last(_boundaries(r), r.places)
    before = np.concatenate([[-1], last_solid[:-1]])[: len(r.text)]
    return solid & ((before < 0) | (last_boundary > before))


def _phrase_end(r: AnnotatedText) -> Flags:
    """Mark the last character before a boundary and the blanks that may precede it."""
    mirrored = AnnotatedText(r.text[::-1], r.blank[::-1], None, r.lines, None)
    return _phrase_start(mirrored)[::-1]


def _last(flags: Flags, places: _Places) -> _Places:
    """Return for each place the last one up to it that is flagged, or -1."""
    return np.maximum.accumulate(np.where(flags, places, -1)) if flags.size else places


def _blank(r: AnnotatedText) -> Flags:
    return r.blank


def _since(flags: Flags, places: _Places) -> _Places:
    """Count from the last flag, if there are two: a single count is no more than a drift."""
    if np.count_nonzero(flags) < 2:
        return np.zeros_like(places)
    return places - _last(flags, places)


def _since_space(r: AnnotatedText) -> _Places:
    return _since(r.blank, r.places)


def _since_mark(r: AnnotatedText) -> _Places:
    """Count from the last sign that is no letter: stops, brackets, # and the like, new lines."""
    signs = {c for c in {*r.text} if c == "\n" or unicodedata.category(c)[0] in "PS"}
    marks = np.array([c in signs for c in r.text], np.bool_)
    for place in np.flatnonzero(marks).tolist():
        around = r.text[max(place - 1, 0)] + r.text[place + 1 : place + 2]
        marks[place] = not (r.text[place] in _WITHIN_WORDS and around.isalpha())
    return _since(marks, r.places)


def _repeated_line(r: AnnotatedText) -> Flags:
    """Mark the characters of lines that occur more than once."""
    if r.starts is None:
        return np.zeros(len(r.text), np.bool_)
    whole = [*lines_of(r.text, r.starts)]
    again = [bool(line.strip()) and _occurs_again(line, r.lines) for line in whole]
    number = _line_number(r)
    return np.where(number < 0, False, np.array(again, np.bool_)[number]) & ~r.blank


def _occurs_again(line: str, lines: Counter[str]) -> bool:
    return lines[line.strip()] > 1


def _same_character(r: AnnotatedText) -> Floats:
    """Give 1 where the character just before is the same, falling to 0 at `_SAME_WITHIN`."""
    codes = np.array([ord(character) for character in r.text], np.int64)
    order = np.argsort(codes, kind="stable")
    again = codes[order[1:]] == codes[order[:-1]]
    distance = np.full(len(codes), _SAME_WITHIN + 1)
    distance[order[1:][again]] = (order[1:] - order[:-1])[again]
    near = 1 - (distance - 1) / np.float32(_SAME_WITHIN)
    return np.maximum(near, 0).astype(np.float32)


def _position_in_song(r: AnnotatedText) -> _Places:
    """Count from the song's start, if the text has more than one.

    In a single song the count only ever rises, and so does every cell that drifts: it would name
    half the network after a song that it knows nothing of.
    """
    if r.song_starts is None or len(set(r.song_starts.tolist()) - {_NO_SONG}) < 2:
        return np.zeros_like(r.places)
    outside = r.song_starts == _NO_SONG
    return np.where(outside, 0, r.places - np.where(outside, 0, r.song_starts))


def _bracket_depth(r: AnnotatedText) -> _Places:
    """Count the brackets and quotes that have been opened and not closed."""
    turns = dict.fromkeys(_OPENING, 1) | dict.fromkeys(_CLOSING, -1)
    change = np.array([turns.get(c, 0) for c in r.text], np.int64)
    quotes = np.flatnonzero([c in _TOGGLING for c in r.text])
    change[quotes[0::2]], change[quotes[1::2]] = 1, -1
    return _level(change)


def _still_open(r: AnnotatedText) -> _Places:
    """Count, in a text of aⁿbⁿ, how many a have no b yet: its runs of a are answered by as long b.

    Which characters these are is found out: every run of a is followed by one of b of the same
    length, and not all are of one length. The text may begin and end within a run.
    """
    runs = [(character, len([*run])) for character, run in groupby(r.text)]
    answers: dict[str, set[tuple[str, bool]]] = {}
    lengths: dict[str, list[int]] = {}
    for (a, n), (b, m) in [*pairwise(runs)][1:-1]:
        answers.setdefault(a, set()).add((b, n == m))
        lengths.setdefault(a, []).append(n)
    change = np.zeros(len(r.text), np.int64)
    codes = np.array([ord(character) for character in r.text], np.int64)
    for a, found in answers.items():
        (b, equal), *others = found
        enough = len(lengths[a]) >= _COUNTED and len(set(lengths[a])) > 1
        if equal and not others and enough and not change[codes == ord(a)].any():
            change[codes == ord(a)], change[codes == ord(b)] = 1, -1
    return _level(change)


def _level(change: _Places) -> _Places:
    """Add up what opens and closes; what closes without an opening is passed."""
    level = np.cumsum(change)
    return level - np.minimum(np.minimum.accumulate(level), 0) if level.size else level


_MEASURES: dict[str, Callable[[AnnotatedText], NDArray[np.generic]]] = {
    "position_in_line": _position_in_line,
    "line_start": _line_start,
    "line_end": _line_end,
    "phrase_start": _phrase_start,
    "phrase_end": _phrase_end,
    "blank": _blank,
    "since_space": _since_space,
    "repeated_line": _repeated_line,
    "same_character": _same_character,
    "position_in_song": _position_in_song,
    "bracket_depth": _bracket_depth,
    "since_mark": _since_mark,
    "still_open": _still_open,
}


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
        Feature("since_mark", QT_TRANSLATE_NOOP("Features", "distance since the last mark")),
        Feature("still_open", QT_TRANSLATE_NOOP("Features", "number still open, as in aaabbb")),
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
    reading = AnnotatedText(text, blank, starts, counted, songs_at)
    rows = [_MEASURES[key](reading).astype(np.float32) for key in FEATURES]
    return FeatureMatrix(tuple(FEATURES), floats(np.reshape(rows, (len(rows), len(text)))))


def corpus_features(text: str, corpus: Corpus) -> FeatureMatrix:
    """Return all features of a text with what a corpus knows of its lines and songs.

    The text is looked for in the corpus; one that is not there is taken by itself.
    """
    offset = corpus.text.find(text) if text else -1
    if offset < 0:
        return feature_matrix(text)
    songs = _songs_around(corpus.songs, offset, offset + len(text))
    song = next((s for s in songs if s.start <= offset < s.stop), None)
    first, last = (song.start, song.stop) if song else (offset, offset + len(text))
    last = max(last, offset + len(text))
    known = corpus.line_starts
    within = known[bisect_left(known, first) : bisect_left(known, last)].tolist()
    cuts = [first, *within, last]
    around = "\n".join(corpus.text[a:b].strip() for a, b in pairwise(cuts))
    return feature_matrix(text, songs, offset, line_starts=known, around=around)


# Where lines and songs are


def _starts_in(text: str) -> _Places | None:
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


def _starts_at(line_starts: ArrayLike, offset: int, text: str) -> _Places | None:
    """Cut from all lines of a corpus those of the text, counted from its first character."""
    every = np.asarray(line_starts)
    first = max(bisect_right(every, offset) - 1, 0)
    last = bisect_left(every, offset + len(text))
    near = every[first : last + 1].astype(np.int64)  # one more: the next line
    return near - offset if near.size else None


def _songs_around(songs: tuple[Song, ...], first: int, last: int) -> tuple[Song, ...]:
    """Return those of many songs that a part of the text can be in, and at least one."""
    before = bisect_right(songs, first, key=lambda song: song.start)
    after = bisect_left(songs, last, key=lambda song: song.start)
    return songs[max(before - 1, 0) : max(after, 1)]


def _song_starts(songs: Sequence[Song], offset: int, length: int) -> _Places:
    begin, end = (np.array([getattr(s, at) for s in songs]) for at in ("start", "stop"))
    places = np.arange(offset, offset + length)
    number = np.searchsorted(begin, places, side="right") - 1
    inside = (number >= 0) & (places < end[number])
    return np.where(inside, begin[number] - offset, _NO_SONG)
