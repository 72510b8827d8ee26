"""How each feature is read off a text: one function for each, all characters at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.backend import Floats

__all__ = ["MEASURES", "NO_SONG", "SAME_WITHIN", "Flags", "Places", "Reading", "lines_of"]

SAME_WITHIN = 16
"""How many characters back the same character still counts as near."""

NO_SONG = np.iinfo(np.int64).min
"""Stands where a character is in no song."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OPENING, _CLOSING = "([{<（［｛〈《「『【〔“", ")]}>）］｝〉》」』】〕”"
_TOGGLING = '"'
_STOPS = ".,;:!?…—。，、；：！？"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared for its features."""

    text: str
    blank: Flags  # (T,)
    starts: Places | None  # where lines start; the first may lie before the text
    lines: Counter[str]  # how often each line occurs
    song_starts: Places | None  # (T,) where the song of each character starts; -1: in none

    @property
    def places(self) -> Places:
        return np.arange(len(self.text))


def lines_of(text: str, starts: Places | None) -> Iterable[str]:
    if starts is None:
        return ()
    cuts = [*np.clip(starts, 0, len(text)).tolist(), len(text)]
    return (text[a:b] for a, b in pairwise(cuts))


# The features: each takes a prepared text and returns (T,)


def _line_number(r: Reading) -> Places:
    assert r.starts is not None
    return np.searchsorted(r.starts, r.places, side="right") - 1


def _position_in_line(r: Reading) -> Places:
    """Count the characters of each line from 1; the blanks that part two lines are 0."""
    if r.starts is None:
        return np.zeros_like(r.places)
    number = _line_number(r)
    within = (number >= 0) & ~_between_lines(r)
    return np.where(within, r.places - r.starts[number] + 1, 0)


def _between_lines(r: Reading) -> Flags:
    """Mark the blanks after the last character of a line, where the text shows its end."""
    assert r.starts is not None
    after = r.starts[(r.starts > 0) & (r.starts <= len(r.text))]
    ends = np.zeros(len(r.text), np.bool_)
    ends[after - 1] = True
    # A blank is between lines if the next thing of interest after it is a line's end.
    place = np.where(ends | ~r.blank, r.places, len(r.text))
    nearest = np.minimum.accumulate(place[::-1])[::-1]
    return np.asarray(r.blank & np.append(ends, False)[nearest], np.bool_)


def _line_start(r: Reading) -> Flags:
    return np.isin(r.places, r.starts if r.starts is not None else ())


def _line_end(r: Reading) -> Flags:
    """Mark the last character of each line that the text shows the end of."""
    ends = np.zeros(len(r.text), np.bool_)
    if r.starts is None or not r.text:
        return ends
    solid = np.maximum.accumulate(np.where(r.blank, -1, r.places))  # the last one not blank
    after = r.starts[(r.starts > 0) & (r.starts <= len(r.text))]
    ends[solid[after - 1]] = True
    return ends & ~r.blank


def _boundaries(r: Reading) -> Flags:
    """Mark stops, new lines, and blanks that come doubled: they part phrases."""
    stops = np.array([c in _STOPS or c == "\n" for c in r.text], np.bool_)
    doubled = r.blank[1:] & r.blank[:-1]
    stops[1:] |= doubled
    stops[:-1] |= doubled
    return stops


def _phrase_start(r: Reading) -> Flags:
    """Mark the first character after a boundary and the blanks that may follow it."""
    solid = ~r.blank & ~_boundaries(r)
    last_solid = _last(solid, r.places)
    last_boundary = _last(_boundaries(r), r.places)
    before = np.concatenate([[-1], last_solid[:-1]])[: len(r.text)]
    return solid & ((before < 0) | (last_boundary > before))


def _phrase_end(r: Reading) -> Flags:
    """Mark the last character before a boundary and the blanks that may precede it."""
    mirrored = Reading(r.text[::-1], r.blank[::-1], None, r.lines, None)
    return _phrase_start(mirrored)[::-1]


def _last(flags: Flags, places: Places) -> Places:
    """Return for each place the last one up to it that is flagged, or -1."""
    return np.maximum.accumulate(np.where(flags, places, -1)) if flags.size else places


def _blank(r: Reading) -> Flags:
    return r.blank


def _since_space(r: Reading) -> Places:
    return r.places - _last(r.blank, r.places)


def _repeated_line(r: Reading) -> Flags:
    """Mark the characters of lines that occur more than once."""
    if r.starts is None:
        return np.zeros(len(r.text), np.bool_)
    whole = [*lines_of(r.text, r.starts)]
    again = [bool(line.strip()) and _occurs_again(line, r.lines) for line in whole]
    number = _line_number(r)
    return np.where(number < 0, False, np.array(again, np.bool_)[number]) & ~r.blank


def _occurs_again(line: str, lines: Counter[str]) -> bool:
    return lines[line.strip()] > 1


def _same_character(r: Reading) -> Floats:
    """Give 1 where the character just before is the same, falling to 0 at `SAME_WITHIN`."""
    codes = np.array([ord(character) for character in r.text], np.int64)
    order = np.argsort(codes, kind="stable")
    again = codes[order[1:]] == codes[order[:-1]]
    distance = np.full(len(codes), SAME_WITHIN + 1)
    distance[order[1:][again]] = (order[1:] - order[:-1])[again]
    near = 1 - (distance - 1) / np.float32(SAME_WITHIN)
    return np.maximum(near, 0).astype(np.float32)


def _position_in_song(r: Reading) -> Places:
    """Count from the song's start, if the text has more than one.

    In a single song the count only ever rises, and so does every cell that drifts: it would name
    half the network after a song that it knows nothing of.
    """
    if r.song_starts is None or len(set(r.song_starts.tolist()) - {NO_SONG}) < 2:
        return np.zeros_like(r.places)
    outside = r.song_starts == NO_SONG
    return np.where(outside, 0, r.places - np.where(outside, 0, r.song_starts))


def _bracket_depth(r: Reading) -> Places:
    """Count what has been opened and not closed; a closing sign without an opening is passed."""
    turns = dict.fromkeys(_OPENING, 1) | dict.fromkeys(_CLOSING, -1)
    change = np.array([turns.get(c, 0) for c in r.text], np.int64)
    quotes = np.flatnonzero([c in _TOGGLING for c in r.text])
    change[quotes[0::2]], change[quotes[1::2]] = 1, -1
    level = np.cumsum(change)
    return level - np.minimum(np.minimum.accumulate(level), 0) if level.size else level


MEASURES: dict[str, Callable[[Reading], NDArray[np.generic]]] = {
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
}
