"""The catalogue of texts that a person may fetch from the network: what and where they are.

Only a text whose size and SHA-256 are known for sure is listed. Nothing is fetched here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from lstm_gui.core.corpus.source import MAX_BYTES
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["Entry", "LICENCES", "TITLES", "has_digest", "load_catalogue"]

_PIECE = 1 << 20

LICENCES = {
    "study": QT_TRANSLATE_NOOP("Corpora", "copyright of the songwriters; for study"),
    "public domain": QT_TRANSLATE_NOOP("Corpora", "public domain"),
}
"""On which terms a text may be used, in words."""

TITLES = (
    QT_TRANSLATE_NOOP("Corpora", "Lyrics of Jay Chou, from the book Dive into Deep Learning"),
    QT_TRANSLATE_NOOP("Corpora", "Tiny Shakespeare, from char-rnn"),
    QT_TRANSLATE_NOOP(
        "Corpora", "Dream of the Red Chamber, in traditional Chinese, from Project Gutenberg"
    ),
    QT_TRANSLATE_NOOP(
        "Corpora", "Journey to the West, in traditional Chinese, from Project Gutenberg"
    ),
    QT_TRANSLATE_NOOP("Corpora", "Alice’s Adventures in Wonderland, from Project Gutenberg"),
    QT_TRANSLATE_NOOP("Corpora", "Pride and Prejudice, from Project Gutenberg"),
    QT_TRANSLATE_NOOP("Corpora", "The Adventures of Sherlock Holmes, from Project Gutenberg"),
)
"""The titles of the catalogue, marked for translation."""


class Entry(BaseModel):
    """A text of the catalogue; `size` is in bytes, and `file` is its name once it is fetched."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Annotated[str, Field(min_length=1, max_length=200)]
    file: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,60}\.(txt|zip)$")]
    address: Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+/[!-~]{1,400}$")]
    size: Annotated[int, Field(ge=1, le=MAX_BYTES)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    language: Literal["zh", "en", "other"]
    licence: Literal["study", "public domain"]


class _Catalogue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: Annotated[tuple[Entry, ...], Field(max_length=100)]


def load_catalogue() -> tuple[Entry, ...]:
    """Return the texts of the catalogue, in its order."""
    raw = resource("corpora", "catalogue.json").read_bytes()
    return _Catalogue.model_validate_json(raw).texts


def has_digest(path: Path, entry: Entry) -> bool:
    """Tell whether a file is the text of an entry, byte for byte."""
    try:
        if not path.is_file() or path.stat().st_size != entry.size:
            return False
        sha = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                sha.update(piece)
    except OSError:
        return False
    return sha.hexdigest() == entry.sha256
