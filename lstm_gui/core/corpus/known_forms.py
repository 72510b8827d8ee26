"""What may stand for a character that a model does not know: the same one in another form.

Traditional and simplified Chinese need OpenCC, which may be missing; case and width do not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from lstm_gui.core.corpus.vocabulary import Vocabulary

__all__ = ["nearest_forms"]

_WAYS = ("t2s", "s2t", "s2tw", "s2hk", "t2jp", "jp2t")


def nearest_forms(unknown: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the nearest known form of each character that has one; it may take 0.5 s at first."""
    known = frozenset(vocabulary.characters)
    found = {one: next((form for form in _forms(one) if form in known), "") for one in unknown}
    return {one: form for one, form in found.items() if form}


def _forms(character: str) -> Iterator[str]:
    """Yield other forms of a character, the nearest first."""
    yield character.lower()
    yield character.upper()
    yield unicodedata.normalize("NFKC", character)
    if " " <= character <= "~":  # the full-width one
        yield chr(ord(character) + 0xFEE0)
    simplified = _converted(character, "t2s")
    for way in _WAYS:
        yield _converted(character, way)
        yield _converted(simplified, way)


@cache
def _converted(character: str, way: str) -> str:
    converter = _converter(way)
    return character if converter is None else str(converter.convert(character))


@cache
def _converter(way: str):  # type: ignore[no-untyped-def]  # OpenCC may not be there to name
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    return OpenCC(way)
