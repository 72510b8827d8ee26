"""The suffixes of a text in order (Manber and Myers, 1990), in which matches are found exactly.

A text may have breaks, which no match crosses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Ids, Indices
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.branches import common_length

__all__ = ["BREAK", "Places", "Suffixes"]

BREAK = "\0"
"""Has the lowest code point; no cleaned text has it."""

_NOWHERE = "\ud800"  # no cleaned text has this either: for a break in what is looked for
_WINDOW = 64  # most matches are shorter, and longer pieces take longer to compare
_KEY_BITS = 62


@dataclass(frozen=True, slots=True)
class Places:
    """Where a piece stands: the first offset, and how many there are."""

    first: int
    count: int


class Suffixes:
    """A text in which pieces of other texts are looked up; made once, and then only read.

    Of 5 million characters it takes some 2 seconds, most of it in numpy with the interpreter's
    lock let go, and then 6 bytes for each. A text that repeats long stretches of itself takes
    more: the logarithm of their length is how often it is sorted.
    """

    def __init__(self, text: str) -> None:
        self._text = text + BREAK
        vocabulary = Vocabulary.of(self._text)  # sorted, so the break is number 0
        order = _sorted_suffixes(vocabulary.encode(self._text), len(vocabulary))
        self._order = order.data  # gives plain integers, several times as fast

    def longest_match(self, text: str, start: int, stop: int, own: range = range(0)) -> int:
        """Return how many characters of text[start:stop], from its first, stand here together.

        Args:
            text: Any text.
            start: Its first character that is looked up.
            stop: The one after the last.
            own: Offsets at which no match may begin.
        """
        size = _WINDOW
        while True:
            piece = text[start : min(start + size, stop)].replace(BREAK, _NOWHERE)
            agreed = self._agreed(piece, own)
            if agreed < size:
                return agreed
            size *= _WINDOW

    def places(self, piece: str) -> Places:
        """Find a piece that stands here."""
        beginning = self._beginning(len(piece))
        low = bisect_left(self._order, piece, key=beginning)
        high = bisect_right(self._order, piece, low, key=beginning)
        return Places(int(np.asarray(self._order[low:high]).min()), high - low)

    def _agreed(self, piece: str, own: range) -> int:
        """Return how much `piece` has in common with the nearer of its neighbours in the order."""
        beginning = self._beginning(len(piece))
        above = bisect_left(self._order, piece, key=beginning)
        below = above - 1
        while below >= 0 and self._order[below] in own:
            below -= 1
        while above < len(self._order) and self._order[above] in own:
            above += 1
        neighbours = (self._order[n] for n in (below, above) if 0 <= n < len(self._order))
        return max(common_length(piece, beginning(place)) for place in neighbours)

    def _beginning(self, length: int) -> Callable[[int], str]:
        text = self._text
        return lambda place: text[place : place + length]


def _sorted_suffixes(ids: Ids, size: int) -> Indices:
    """Return the offsets of all suffixes, in order up to the first break, which is the id 0.

    The first sort is by as many characters as fit into a number. Where that leaves suffixes equal,
    the place of what follows decides, known for twice as many characters with each round.
    """
    known, keys, broken = _first_keys(ids, size)
    places = np.argsort(keys).astype(np.int32)
    keys = keys[places]
    order, ranks = places.copy(), np.empty(len(ids), np.int32)
    slots = np.arange(len(ids), dtype=np.int32)  # where in the order `places` belong
    while True:
        first, single = _groups(keys)
        # Not np.repeat: it holds the interpreter's lock, for 75 ms.
        ranks[places] = np.maximum.accumulate(np.where(first, slots, 0))
        undecided = ~(single | broken[places])
        slots, places = slots[undecided], places[undecided]
        if not slots.size:
            return order
        ahead = np.minimum(places + known, len(ids) - 1)  # the last one is a break
        keys = ranks[places].astype(np.int64)
        keys <<= 32
        keys |= ranks[ahead]
        broken[places] = broken[ahead]
        by_key = np.argsort(keys).astype(np.int32)
        keys, places = keys[by_key], places[by_key]
        order[slots] = places
        known *= 2


def _first_keys(ids: Ids, size: int) -> tuple[int, NDArray[np.int64], NDArray[np.bool_]]:
    """Number the first characters of each suffix; return how many, and which have a break."""
    bits = max(size - 1, 1).bit_length()
    known = _KEY_BITS // bits
    keys, broken = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
    for place in range(known):
        keys <<= bits
        following = ids[place:]
        keys[: len(following)] |= following
        broken[: len(following)] |= following == 0
        broken[len(following) :] = True
    return known, keys, broken


def _groups(keys: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of sorted keys which are the first of their kind, and which are the only one."""
    first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    single = first.copy()
    single[:-1] &= first[1:]
    return first, single
