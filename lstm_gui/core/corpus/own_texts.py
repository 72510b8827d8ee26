"""The folder of one's own texts: written, pasted, or chosen from the songs of another text.

Beside a choice lies a small file that tells of which songs it was made, so that the songs that
were left out can come back. The text is whole without it.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.corpus.named_texts import load_named, names_file
from lstm_gui.core.corpus.selection import Part, Parts, whole_text
from lstm_gui.core.corpus.text import MAX_SONGS, Corpus, Song, load_corpus
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.files import data_folder, path_of, write_atomically

__all__ = [
    "SongChoice",
    "SongList",
    "keep_own",
    "save_joined",
    "save_own",
    "song_list",
    "texts_folder",
]

_LONGEST_NAME = 40
_LARGEST = 2**20
_SUFFIX = ".songs"

_log = logging.getLogger(__name__)


class SongChoice(BaseModel):
    """Of which text a choice was made, and a digit for each of its songs: its `Part`.

    `source` is the key of a shipped text, or a path; `digest` is that of the whole text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=4096)]
    reading: FileReading = AS_FOUND
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    parts: Annotated[str, Field(pattern=r"^[012]*$", max_length=MAX_SONGS)]

    @classmethod
    def of(cls, songs: SongList, parts: Parts) -> SongChoice:
        """Put on record what was chosen from a list of songs."""
        digits = "".join(map(str, parts.tolist()))
        digest = songs.corpus.digest
        return cls(source=songs.source, reading=songs.reading, digest=digest, parts=digits)

    @property
    def order(self) -> list[int]:
        """The songs of the choice, as numbers in the whole text."""
        parts = np.array(list(self.parts), np.str_).astype(np.int8)
        return [
            *np.flatnonzero(parts == Part.TRAINING).tolist(),
            *np.flatnonzero(parts == Part.HELD_OUT).tolist(),
        ]


@dataclass(frozen=True, slots=True)
class SongList:
    """The songs that can be chosen from, what becomes of them now, and where they come from."""

    corpus: Corpus
    parts: Parts
    source: str
    reading: FileReading


def texts_folder() -> Path:
    """Return the folder of fetched, written and chosen texts; it may not exist yet."""
    return data_folder() / "texts"


def save_own(text: str, name: str, folder: Path, choice: SongChoice | None = None) -> Path:
    """Save a text among one's own, under a name that no other text has; return its place.

    Raises:
        OSError: The folder cannot be written.
    """
    raw = text.encode("utf-8", "replace")
    stem = re.sub(r"\W+", "-", Path(name).stem)
    stem = re.sub(r"-[0-9a-f]{8}$", "", stem)  # of a text that was one's own already
    stem = stem[:_LONGEST_NAME].strip("-_") or "text"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{stem}-{hashlib.sha256(raw).hexdigest()[:8]}.txt"
    if choice is not None:
        write_atomically(_beside(place), choice.model_dump_json().encode())
    write_atomically(place, raw)
    return place


def save_joined(paths: Sequence[Path], folder: Path) -> Path:
    """Save several texts as one among one's own; one without songs is a song by its file's name.

    Raises:
        CorpusError: One of them cannot be used.
        OSError: The folder cannot be written.
    """
    texts = []
    for path in paths:
        corpus = load_corpus(path)
        text = whole_text(corpus)
        texts.append(text if corpus.songs else f"# {path.stem}\n{text}")
    return save_own("\n\n".join(texts), f"{paths[0].stem}-{len(paths)}.txt", folder)


def keep_own(corpus: Corpus, folder: Path) -> Path | None:
    """Save a text that came without a file among one's own, so that it can be opened again.

    Returns its place; None where that cannot be, or the file would not be the same text.
    """
    try:
        place = save_own(_as_file(corpus), corpus.name, folder)
        if load_corpus(place).text == corpus.text:
            return place
        place.unlink()
    except (OSError, CorpusError) as error:
        _log.info("a text is not kept: %s", error)
    return None


def _as_file(corpus: Corpus) -> str:
    """Return a text with its titles, and its lines again, as far as their ends are known."""
    songs = corpus.songs or (Song("", 0, len(corpus.text)),)
    starts = corpus.line_starts
    parts = []
    for song in songs:
        inside = starts[np.searchsorted(starts, song.start, "right") :]
        inside = inside[: np.searchsorted(inside, song.stop)]
        places = [song.start, *inside.tolist(), song.stop]
        lines = [corpus.text[a:b] for a, b in pairwise(places)]
        ends = [line.rstrip(" ") for line in lines[:-1]]  # each blank there was the end of a line
        whole = [
            end + "\n" * (len(line) - len(end)) for end, line in zip(ends, lines, strict=False)
        ]
        parts.append((f"# {song.title}\n" if corpus.songs else "") + "".join([*whole, lines[-1]]))
    return "\n\n".join(parts)


def song_list(songs: SongList) -> SongList:
    """Return all songs that a choice was made from; `songs` itself if it is none, or is alone."""
    named = not names_file(songs.source)
    choice = None if named else _choice_beside(path_of(songs.source))
    if choice is None:
        return songs
    try:
        whole = load_named(choice.source, choice.reading)
    except CorpusError:
        return songs
    order = choice.order
    changed = whole.digest != choice.digest or len(whole.songs) != len(choice.parts)
    if changed or len(order) != len(songs.parts):
        return songs
    parts = np.full(len(whole.songs), Part.LEFT_OUT, np.int8)
    parts[order] = songs.parts  # more or less may be held out by now than when it was chosen
    return SongList(whole, parts, choice.source, choice.reading)


def _choice_beside(path: Path) -> SongChoice | None:
    place = _beside(path)
    try:
        if not place.is_file() or place.stat().st_size > _LARGEST:
            return None
        return SongChoice.model_validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return None


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)
