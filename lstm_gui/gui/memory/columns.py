"""Where the characters of a text stand when they are read along: columns of one width."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["WIDEST", "Columns", "least_width"]

WIDEST = 64.0
_LEAST_WIDE, _LEAST_NARROW = 13.0, 9.0
_NARROW_LETTERS = 1.25
_FIRST_WIDE = "\u2e80"


def least_width(characters: str) -> float:
    """Return the narrowest column in which each of these can be read."""
    return _LEAST_WIDE if any(one >= _FIRST_WIDE for one in characters) else _LEAST_NARROW


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in view, from `first` up to `last`, of a text that may be longer."""

    left: float
    width: float
    first: int
    last: int

    @classmethod
    def fitted(cls, left: float, room: float, characters: str, first: int) -> Columns:
        """Fit a text into this room: whole if it can be read so, else from `first` on."""
        count, least = len(characters), least_width(characters)
        seen = min(count, max(math.floor(room / least), 1))
        first = min(max(first, 0), count - seen)
        width = min(room / max(seen, 1), WIDEST)
        return cls(left, width, first, first + seen)

    @property
    def count(self) -> int:
        """How many are in view."""
        return self.last - self.first

    def letter_size(self, characters: str) -> float:
        """Return the size in pixels of letters that fill a column: Latin ones are narrow."""
        narrow = least_width(characters) == _LEAST_NARROW
        return self.width * (_NARROW_LETTERS if narrow else 1.0)

    @property
    def right(self) -> float:
        """Where the last one ends."""
        return self.left + self.count * self.width

    def x(self, index: int) -> float:
        """Return where a column begins."""
        return self.left + (index - self.first) * self.width

    def center(self, index: int) -> float:
        """Return the middle of a column."""
        return self.left + (index - self.first + 0.5) * self.width

    def at(self, x: float) -> int | None:
        """Return the column at a place, or None beside them."""
        if not self.left <= x < self.right:
            return None
        return min(self.first + int((x - self.left) / self.width), self.last - 1)

    def nearest(self, x: float) -> int:
        """Return the column at a place, or the one at the end that is nearer."""
        place = self.first + math.floor((x - self.left) / self.width)
        return min(max(place, self.first), self.last - 1)

    def revealing(self, index: int, total: int) -> int:
        """Return the first column of a view in which this one is seen with some before and after.

        A view that has it already stays.
        """
        margin = min(2, (self.count - 1) // 2)
        if index - margin < self.first:
            first = index - margin
        elif index + margin >= self.last:
            first = index + margin + 1 - self.count
        else:
            first = self.first
        return min(max(first, 0), max(total - self.count, 0))
