"""Where a person wants a file: the place is judged before the work, and refused in a sentence."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from lstm_gui.core.errors import OutputError
from lstm_gui.core.files import shown, try_place
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["output_errors", "require_place"]

_STREAMS: tuple[Path | int, ...] = (0, 1, 2)
_LONGEST_PATH = 80
_DEVICE = QT_TRANSLATE_NOOP("Errors", "it is a device or a pipe, not a file")  # of core.files


def require_place(path: Path, in_use: Iterable[Path] = ()) -> None:
    """Find out before the work, not after it, that a file cannot be written.

    Args:
        path: Where it is to be written.
        in_use: Files that are read, and must not be lost.

    Raises:
        OutputError: The place cannot be written, is one of these, or is where the program prints.
    """
    if any(_is_same_file(path, other) for other in (*in_use, *_STREAMS)):
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} is in use here, and would be lost. Choose another name."
        )
        raise OutputError(template, file=_shown(path))
    with output_errors(path):
        try_place(path)


@contextlib.contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Turn what the system says against writing a file into a sentence that names it."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        template = QT_TRANSLATE_NOOP(
            "Errors", "{file} cannot be written ({reason}). Choose another name or folder."
        )
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(template, file=_shown(path), reason=reason) from error


def _shown(path: Path) -> str:
    """Return a path for a sentence; of a long one, the file's name is what matters."""
    return shown(str(path)) if len(str(path)) <= _LONGEST_PATH else shown(path.name)


def _is_same_file(path: Path, other: Path | int) -> bool:
    try:
        found = path.stat()
        there = os.fstat(other) if isinstance(other, int) else other.stat()
    except (OSError, ValueError):  # it is not there, or cannot be
        return False
    return stat.S_ISREG(found.st_mode) and os.path.samestat(found, there)
