"""A study in a journal file.

The journal is locked with flock: the system lets go of that when a process is killed, and a line
that was cut off is mended by the next. Optuna is an extra, so it is imported inside functions.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lstm_gui.core.search_optuna import SearchError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from optuna.storages import JournalStorage

__all__ = ["open_journal"]

_JOURNAL_BEGINS = b'{"op_code"'


def open_journal(path: Path) -> JournalStorage:
    """Open a journal file, made where there is none.

    Raises:
        SearchError: It is something else, or damaged.
        OSError: It cannot be written.
    """
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    template = QT_TRANSLATE_NOOP(
        "Errors", "{path} is not the journal of a search. Choose another file with --storage."
    )
    if path.exists() and not _may_be_journal(path):
        raise SearchError(template, path=path)
    with path.open("ab"):  # says at once that it cannot be written
        pass
    lock = _JournalLock(path)
    try:
        backend = JournalFileBackend(str(path), lock_obj=lock)  # type: ignore[arg-type]
        return JournalStorage(backend)
    except (ValueError, KeyError, TypeError, AssertionError):  # of a damaged line
        raise SearchError(template, path=path) from None


def _may_be_journal(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(len(_JOURNAL_BEGINS))
    return start in (b"", _JOURNAL_BEGINS)


class _JournalLock:
    """What Optuna calls before and after it writes to a journal file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        self._file = self._path.open("r+b")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        _mend(self._file)
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _mend(file: IO[bytes]) -> None:
    """Cut off a last line without an end: whoever wrote it was killed, and nobody has read it."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return
    file.seek(size - 1)
    if file.read(1) != b"\n":
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
