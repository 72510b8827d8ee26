"""The crash log: what faulthandler writes when the process dies in native code."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TextIO

from lstm_gui.core.places import crash_file

__all__ = ["last_crash", "open_crash_log"]

MOST_BYTES = 2**18
"""A longer log begins anew; the one before it is kept beside it."""


def open_crash_log(path: Path | None = None) -> TextIO:
    """Open the crash log to write on at its end.

    Raises:
        OSError: It cannot be written.
    """
    path = path or crash_file()
    with contextlib.suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(path.name + ".1"))
    return path.open("a", encoding="utf-8")


def last_crash(path: Path | None = None) -> datetime | None:
    """Tell when the last crash was written down; None if there is none on record."""
    try:
        found = (path or crash_file()).stat()
    except OSError:
        return None
    return datetime.fromtimestamp(found.st_mtime) if found.st_size else None
