"""Writing a file so that either the old one or the whole new one is there, never a part."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

__all__ = ["SPARE_BYTES", "free_enough", "write_atomically"]

SPARE_BYTES = 16 * 2**20

_NAME_KEPT = 40  # of a long name, so that the temporary one is not too long


def free_enough(folder: Path, size: int) -> bool:
    """Tell whether a folder's disk has room for a file, twice over and some to spare."""
    return shutil.disk_usage(folder).free >= 2 * size + SPARE_BYTES


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write to a temporary file beside `path`, fsync it, rename it, fsync the folder.

    Several parts are written one after the other, so that nobody needs to join large ones.

    Raises:
        OSError: The disk is full or the folder cannot be written; the old file is untouched.
    """
    prefix = f".{path.name[:_NAME_KEPT]}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # Without this a power loss may forget the rename. Not every file system allows it.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
