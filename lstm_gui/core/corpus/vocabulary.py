"""The characters that a model knows, each with its number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.arrays import Ids
from lstm_gui.core.clean_text import character_names
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["FirstPlaces", "Vocabulary", "code_points"]

CHUNK = 1 << 18


def code_points(text: str) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """Yield (offset, code points) for each chunk of `text`."""
    for offset in range(0, len(text), CHUNK):
        # surrogatepass: a lone surrogate is a character that is not known, not an exception.
        encoded = text[offset : offset + CHUNK].encode("utf-32-le", "surrogatepass")
        yield offset, np.frombuffer(encoded, dtype="<u4")


_CODE_POINTS = 0x110000
_UNKNOWN = -1
_NAMED = 10


@dataclass(frozen=True)
class Vocabulary:
    """The distinct characters of a text, sorted by code point; a character's id is its place.

    Raises:
        ValueError: `characters` is not sorted, or repeats one.
    """

    characters: str

    def __post_init__(self) -> None:
        """Refuse an order that another text of the same characters would not give."""
        if list(self.characters) != sorted(set(self.characters)):
            raise ValueError("The characters of a vocabulary must be sorted, without repeats.")

    @classmethod
    def of(cls, text: str) -> Vocabulary:
        """Collect the distinct characters of `text`."""
        return FirstPlaces.of(text).within(len(text))

    def __len__(self) -> int:
        return len(self.characters)

    @cached_property
    def has_line_ends(self) -> bool:
        """Whether a space ends a line: Chinese and Japanese have none between words."""
        letters = [character for character in self.characters if character.isalpha()]
        without = sum("\u3041" <= letter <= "\u9fff" for letter in letters)
        return 2 * without > len(letters)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the characters in UTF-8, as hexadecimal digits."""
        return hashlib.sha256(self.characters.encode("utf-8", "surrogatepass")).hexdigest()

    def encode(self, text: str) -> Ids:
        """Turn each character into its id, as a read-only array.

        Raises:
            CorpusError: Some characters are not in the vocabulary; they are named.
        """
        ids = self._look_up(text)
        if ids.size and ids.min() == _UNKNOWN:
            raise _unknown_error(self.unknown(text))
        ids.setflags(write=False)
        return ids

    def decode(self, ids: ArrayLike) -> str:
        """Turn ids back into text.

        Raises:
            IndexError: An id lies outside the vocabulary.
        """
        places = np.asarray(ids, dtype=np.int64).ravel()
        if places.size and (places.min() < 0 or places.max() >= len(self)):
            raise IndexError(f"ids must lie between 0 and {len(self) - 1}")
        return "".join(map(self.characters.__getitem__, places.tolist()))

    def unknown(self, text: str) -> tuple[str, ...]:
        """List the characters of `text` that are not known, in order, each once."""
        missing = np.flatnonzero(self._look_up(text) == _UNKNOWN)
        return tuple(dict.fromkeys(text[place] for place in missing.tolist()))

    def _look_up(self, text: str) -> Ids:
        ids = np.empty(len(text), dtype=np.int32)
        for offset, codes in code_points(text):
            # The table's last entry stands for all code points beyond it.
            places = np.minimum(codes, np.uint32(self._table.size - 1))
            np.take(self._table, places, out=ids[offset : offset + codes.size], mode="clip")
        return ids

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """The id of each code point up to the largest one known, and one entry more."""
        known = np.fromiter(map(ord, self.characters), dtype=np.int64, count=len(self))
        table = np.full(int(known[-1]) + 2 if known.size else 1, _UNKNOWN, dtype=np.int32)
        table[known] = np.arange(known.size, dtype=np.int32)
        return table


@dataclass(frozen=True)
class FirstPlaces:
    """Where each character of a text comes first, which tells the vocabulary of each beginning.

    Args:
        codes: The code points of the distinct characters, sorted.
        places: The offset of the first of each.
    """

    codes: NDArray[np.intp]
    places: NDArray[np.int32]

    @classmethod
    def of(cls, text: str) -> FirstPlaces:
        """Look through a text once."""
        # A table over all code points is several times faster than sorting millions of them.
        places = np.full(_CODE_POINTS, _UNKNOWN, dtype=np.int32)
        for offset, codes in code_points(text):
            fresh = np.flatnonzero(places[codes] == _UNKNOWN)
            found, first = np.unique(codes[fresh], return_index=True)
            places[found] = fresh[first] + offset
        seen = np.flatnonzero(places != _UNKNOWN)
        return cls(seen, places[seen])

    def within(self, length: int) -> Vocabulary:
        """Return the vocabulary of so many characters from the beginning."""
        return Vocabulary("".join(map(chr, self.codes[self.places < length].tolist())))


def _unknown_error(unknown: tuple[str, ...]) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "The model has never seen these characters: {characters}. Use characters of its text.",
    )
    return CorpusError(template, characters=character_names(unknown, _NAMED))
