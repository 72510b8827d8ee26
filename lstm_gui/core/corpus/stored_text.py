"""A text inside a file of the playground: arrays and a few words, checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from lstm_gui.core.arrays import indices
from lstm_gui.core.clean_text import PIECE, count_steering
from lstm_gui.core.corpus.decoding import How
from lstm_gui.core.corpus.text import MAX_SONGS, Corpus, Language, Song

__all__ = ["CHARACTERS", "LINES", "SONGS", "StoredText", "text_arrays"]

CHARACTERS, LINES, SONGS = "text/characters", "text/lines", "text/songs"
"""The names of the arrays: UTF-8, the beginnings of lines, and from where to where songs go."""

_Title = Annotated[str, Field(max_length=10_000)]


class StoredText(BaseModel):
    """What is known of a text beside its characters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(max_length=500)]
    encoding: Annotated[str, Field(max_length=100)]
    how: How
    unreadable: Annotated[int, Field(ge=0, le=2**31)]
    language: Language
    untimed: bool
    titles: Annotated[tuple[_Title, ...], Field(max_length=MAX_SONGS)]

    @classmethod
    def of(cls, corpus: Corpus) -> StoredText:
        """Return what is kept of a text; its characters are in `text_arrays`."""
        return cls(
            name=corpus.name[:500],
            encoding=corpus.encoding,
            how=corpus.how,
            unreadable=corpus.unreadable,
            language=corpus.language,
            untimed=corpus.untimed,
            titles=tuple(song.title[:10_000] for song in corpus.songs),
        )

    def corpus(self, arrays: Mapping[str, NDArray[Any]]) -> Corpus:
        """Make the text again.

        Raises:
            ValueError: These arrays are not those of such a text.
            KeyError: One of them is missing.
        """
        text = arrays[CHARACTERS].tobytes().decode("utf-8", "surrogatepass")
        if not text or text.isspace() or "\n" in text or count_steering(text):
            raise ValueError("these are not the characters of a text")
        return Corpus(
            name=self.name,
            encoding=self.encoding,
            how=self.how,
            unreadable=self.unreadable,
            language=self.language,
            text=text,
            songs=self._songs(arrays.get(SONGS), len(text)),
            line_starts=_sound_lines(arrays[LINES], len(text)),
            untimed=self.untimed,
        )

    def _songs(self, places: NDArray[Any] | None, length: int) -> tuple[Song, ...]:
        pairs = np.zeros((2, 0), np.int32) if places is None else places
        if pairs.shape[1] != len(self.titles):
            raise ValueError("there are not as many titles as songs")
        ordered = pairs.T.ravel()
        if np.any(np.diff(ordered) < 0) or np.any((ordered < 0) | (ordered > length)):
            raise ValueError("songs do not follow each other in the text")
        starts, stops = pairs.tolist()
        return tuple(map(Song, self.titles, starts, stops))


def text_arrays(corpus: Corpus) -> dict[str, NDArray[Any]]:
    """Return the arrays of a text by their names."""
    pieces = (corpus.text[at : at + PIECE] for at in range(0, len(corpus.text), PIECE))
    raw = b"".join(piece.encode("utf-8", "surrogatepass") for piece in pieces)
    arrays: dict[str, NDArray[Any]] = {
        CHARACTERS: np.frombuffer(raw, np.uint8),
        LINES: corpus.line_starts,
    }
    if corpus.songs:
        places = [(song.start, song.stop) for song in corpus.songs]
        arrays[SONGS] = np.ascontiguousarray(np.array(places, np.int32).T)
    return arrays


def _sound_lines(starts: NDArray[Any], length: int) -> NDArray[np.int32]:
    sound = starts[0] >= 0 and starts[-1] < length and bool(np.all(np.diff(starts) > 0))
    if not sound:
        raise ValueError("lines do not follow each other in the text")
    return indices(starts)
