"""Open a text file, or the one text in a zip, as bytes; refuse what cannot be one.

Nothing is decoded here, and nothing is written anywhere.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from lstm_gui.core.corpus.archives import looks_like_zip, read_member
from lstm_gui.core.corpus.limits import MAX_BYTES, MEGABYTE, shown
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Source", "read_source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a text; `member` is its name inside `path` when that is a zip."""

    name: str
    path: Path
    raw: bytes
    member: str | None = None


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read the text at `path`, or the only text inside it if it is a zip.

    Raises:
        CorpusError: The file cannot be opened, is too large, is empty, or is a zip that does not
            hold exactly one text.
    """
    path = Path(path)
    name = shown(path.name or str(path))
    raw = _read_file(path, name)
    if looks_like_zip(raw, path.name):
        member, raw = read_member(raw, name)
        return Source(name, path, _not_empty(raw, name), member)
    return Source(name, path, _not_empty(raw, name))


def _read_file(path: Path, name: str) -> bytes:
    try:
        # Looked at before opening: to open a device can do things, to open a FIFO waits.
        _require_usable(path.stat(), name)
        with open(path, "rb", buffering=0, opener=_open_at_once) as file:
            _require_usable(os.fstat(file.fileno()), name)
            raw = _read_up_to(file.fileno(), MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _not_opened(error, name) from error
    if len(raw) > MAX_BYTES:  # it grew in the meantime
        raise _too_large(name)
    return raw


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_up_to(descriptor: int, limit: int) -> bytes:
    chunks: list[bytes] = []
    while limit > 0 and (chunk := os.read(descriptor, min(limit, MEGABYTE))):
        chunks.append(chunk)
        limit -= len(chunk)
    return b"".join(chunks)


def _require_usable(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a folder. Choose a .txt file, or a .zip with one inside."
        )
        raise CorpusError(template, file=name)
    if not stat.S_ISREG(status.st_mode):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is a device or a pipe, not a file. Choose a .txt or .zip file."
        )
        raise CorpusError(template, file=name)
    if status.st_size > MAX_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> CorpusError:
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} is larger than {limit} MB. Choose a shorter text, or a part of it."
    )
    return CorpusError(template, file=name, limit=MAX_BYTES // MEGABYTE)


def _not_opened(error: OSError | ValueError, name: str) -> CorpusError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} does not exist. Check the name and the folder, or choose another."
        )
        return CorpusError(template, file=name)
    if isinstance(error, PermissionError):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{file} may not be read by you. Change its permissions, or choose another file.",
        )
        return CorpusError(template, file=name)
    template = QT_TRANSLATE_NOOP(
        "Errors", "{file} cannot be opened ({reason}). Choose another file."
    )
    reason = getattr(error, "strerror", None) or str(error)
    return CorpusError(template, file=name, reason=reason)


def _not_empty(raw: bytes, name: str) -> bytes:
    if raw:
        return raw
    template = QT_TRANSLATE_NOOP("Errors", "{file} is empty. Choose a file with text in it.")
    raise CorpusError(template, file=name)
