"""Songs in a text: lines `# Title` mark them, and stay out of what is trained on.

A text is marked when its first line that is not blank begins with `# `. A title without a song
below it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Song", "is_marked", "split_songs"]

_MARK = "# "
_TITLE = re.compile("^# (.*)$", re.MULTILINE)
_FIRST_LETTER = re.compile(r"\S")
_BETWEEN_SONGS = "\n\n"

MAX_SONGS = 100_000
"""A text with more of these lines marks something else with them."""


@dataclass(frozen=True, slots=True)
class Song:
    """A song and the offsets in the text between which it stands."""

    title: str
    start: int
    stop: int


def is_marked(text: str) -> bool:
    """Tell whether `text` marks its songs."""
    first = _FIRST_LETTER.search(text)
    if first is None or not text.startswith(_MARK, first.start()):
        return False
    begins_line = text[max(first.start() - 1, 0) : first.start()] in ("", "\n")
    return begins_line and text.count("\n" + _MARK) < MAX_SONGS


def split_songs(text: str) -> tuple[str, tuple[Song, ...]]:
    """Take the titles out of a marked text; exactly one blank line is left between two songs."""
    bodies: list[str] = []
    songs: list[Song] = []
    position = 0
    for title, body in _sections(text):
        songs.append(Song(title, position, position + len(body)))
        bodies.append(body)
        position += len(body) + len(_BETWEEN_SONGS)
    return _BETWEEN_SONGS.join(bodies), tuple(songs)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    titles = list(_TITLE.finditer(text))
    stops = [title.start() for title in titles[1:]] + [len(text)]
    for title, stop in zip(titles, stops, strict=True):
        if body := text[title.end() : stop].strip():
            yield title[1].strip(), body
