"""Files: the program's folders, and writing so that the old file or the whole new one is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

__all__ = [
    "SPARE_BYTES",
    "config_folder",
    "crash_file",
    "data_folder",
    "free_enough",
    "log_folder",
    "resource",
    "write_atomically",
]

_NAME = "lstm-gui"
_PACKAGE = Path(__file__).resolve().parents[1]


def resource(*parts: str) -> Path:
    """Return the path of a shipped file: in a wheel inside the package, in a checkout beside it."""
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def config_folder() -> Path:
    """Return the folder of the user's preferences; it may not exist yet."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def data_folder() -> Path:
    """Return the folder of what the program keeps for its user; it may not exist yet."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def log_folder() -> Path:
    """Return the folder of logs and crash reports; it may not exist yet."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def crash_file() -> Path:
    """Return where faulthandler writes when the process dies in native code."""
    return log_folder() / "crash.log"


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
