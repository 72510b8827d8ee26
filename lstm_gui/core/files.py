"""Files: the program's folders, and writing so that the old file or the whole new one is there."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import platformdirs

__all__ = [
    "alone_in",
    "DATA_VARIABLE",
    "SPARE_BYTES",
    "config_folder",
    "crash_file",
    "data_folder",
    "free_enough",
    "log_folder",
    "open_at_once",
    "path_of",
    "path_text",
    "resource",
    "set_aside",
    "shown",
    "try_place",
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


DATA_VARIABLE = "LSTM_GUI_DATA"
"""An environment variable that names the data folder, for this process and those that it starts."""


def data_folder() -> Path:
    """Return the folder of what the program keeps for its user; it may not exist yet."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def log_folder() -> Path:
    """Return the folder of logs and crash reports; it may not exist yet."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def crash_file() -> Path:
    """Return where faulthandler writes when the process dies in native code."""
    return log_folder() / "crash.log"


_LONGEST_NAME = 80


def shown(name: str) -> str:
    """Make a file's name fit for a sentence: printable, on one line, not too long."""
    printable = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
    return printable if len(printable) <= _LONGEST_NAME else printable[: _LONGEST_NAME - 1] + "…"


SPARE_BYTES = 16 * 2**20

_NAME_KEPT = 32  # of a long name, so that the temporary one is not too long
_DEVICE = "it is a device or a pipe, not a file"


_URI = "file://"
_QUOTED = re.compile(b"%([0-9A-Fa-f]{2})")


def path_text(path: str | os.PathLike[str]) -> str:
    """Return a path as text that every file and database can keep; `path_of` leads back.

    A name on disk is bytes, and need not be UTF-8; Python's text for such a one cannot be encoded.
    """
    text = os.fspath(path)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return Path(text).absolute().as_uri()
    return text


def path_of(text: str) -> Path:
    """Return the path that `path_text` was made of, or that of any file:// address."""
    if text.startswith(_URI):
        quoted = text[len(_URI) :].encode("utf-8")
        return Path(os.fsdecode(_QUOTED.sub(lambda found: bytes([int(found[1], 16)]), quoted)))
    return Path(text)


def open_at_once(path: str | os.PathLike[str], flags: int) -> int:
    """Open a file for `open()`; what would wait, such as a FIFO without a writer, does not."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def free_enough(folder: Path, size: int) -> bool:
    """Tell whether a folder's disk has room for a file, twice over and some to spare."""
    return shutil.disk_usage(folder).free >= 2 * size + SPARE_BYTES


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write to a temporary file beside `path`, fsync it, rename it, fsync the folder.

    Several parts are written one after the other, so that nobody needs to join large ones. A link
    is followed. The file keeps the mode of the one it replaces; a new one has the user's.

    Raises:
        OSError: The disk is full or the place cannot be written; the old file is untouched.
    """
    place, mode = _look_at(path)
    with _temporary(place, mode) as (file, name):
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
        os.replace(name, place)  # while it is open, because its lock ends when it is closed
    _sync_folder(place.parent)


def set_aside(path: Path) -> Path | None:
    """Give a damaged file another name beside it, and return that; None if it cannot be renamed."""
    place = path.with_name(f"{path.name}.bad-{int(time.time())}")
    while place.exists():
        place = place.with_name(place.name + "-")
    try:
        path.rename(place)
    except OSError:
        return None
    return place


def try_place(path: Path) -> None:
    """Do all that `write_atomically` does, but for replacing what is there.

    Raises:
        OSError: The place cannot be written.
    """
    place, mode = _look_at(path)
    with _temporary(place, mode) as (_, name):
        os.unlink(name)


def _look_at(path: Path) -> tuple[Path, int | None]:
    """Return where a file is written, with the mode of the one that is there."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return Path(os.path.realpath(path)), None
    except ValueError as error:  # a NUL
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, _DEVICE)
    if not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return Path(os.path.realpath(path)), found.st_mode & 0o777


@contextlib.contextmanager
def _temporary(place: Path, mode: int | None) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a temporary file beside `place`; it is gone at the end unless it was renamed."""
    prefix = f".{place.name[:_NAME_KEPT]}."
    _sweep(place.parent, prefix)
    handle, name = _create(place.parent, prefix, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as file:
            if mode is not None:
                with contextlib.suppress(OSError):  # not every file system has modes
                    os.fchmod(handle, mode)
            yield file, name
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _create(folder: Path, prefix: str, mode: int) -> tuple[int, Path]:
    """Create a temporary file and lock it: a lock ends with its process."""
    while True:
        name = folder / f"{prefix}{secrets.token_hex(4)}.tmp"
        try:
            handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        except FileExistsError:
            continue
        if _lock(handle) and name.exists():
            return handle, name
        os.close(handle)  # another process has swept it away before it was locked


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # the file system has no locks, so that nobody can take it for left behind
        return True
    return True


def _sweep(folder: Path, prefix: str) -> None:
    """Remove what killed processes have left of this file; a living one holds a lock on its own."""
    pattern = re.compile(re.escape(prefix) + r"[0-9a-z_]{8}\.tmp", re.DOTALL)
    with contextlib.suppress(OSError):
        for name in filter(pattern.fullmatch, os.listdir(folder)):
            with contextlib.suppress(OSError):
                _remove_unlocked(folder / name)


def _remove_unlocked(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
    finally:
        os.close(handle)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let no other process do this in a folder meanwhile; some file systems have no locks."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    # Without this a power loss may forget the rename. Not every file system allows it.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
