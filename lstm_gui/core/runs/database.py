"""The SQLite file of the runs: opened, made, brought up to date, or set aside when damaged.

Knows no run and no window.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lstm_gui.core.files import alone_in
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence

__all__ = [
    "MOST_NUMBER",
    "Opened",
    "SCHEMA",
    "identity",
    "open_database",
    "open_in_memory",
    "release",
    "transaction",
    "trouble_of",
]

BUSY_MS = 5000
"""How long to wait for another process that writes; only the thread of the runs ever waits."""

_OURS = 0x4C535452  # "LSTR", so that a file of another program is not taken for one of these

_STEPS = (
    """
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, notes TEXT NOT NULL,
  pinned INTEGER NOT NULL, deleted REAL, began REAL NOT NULL, corpus TEXT NOT NULL,
  digest TEXT NOT NULL, source TEXT NOT NULL, experiment TEXT NOT NULL, changes TEXT NOT NULL,
  origin TEXT NOT NULL, parent TEXT NOT NULL, best REAL, last REAL, epochs INTEGER NOT NULL,
  seconds REAL NOT NULL, spark BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE curves (
  run TEXT PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  epochs BLOB NOT NULL, batches BLOB NOT NULL
);
INSERT INTO meta VALUES ('next', 1);
""",
    # A table of its own, so that a window of the version before, still open, can go on writing.
    """
ALTER TABLE runs ADD COLUMN held_out REAL;
CREATE TABLE held_out (
  run TEXT PRIMARY KEY REFERENCES runs ON DELETE CASCADE, readings BLOB NOT NULL
);
""",
    """
CREATE TABLE under_way (
  run TEXT PRIMARY KEY REFERENCES runs ON DELETE CASCADE, owner TEXT NOT NULL,
  difference TEXT NOT NULL, seen REAL NOT NULL
) WITHOUT ROWID;
""",
    "ALTER TABLE runs ADD COLUMN reading TEXT NOT NULL DEFAULT '{}';",
)
"""What makes the file of each version out of that of the version before, the first out of nothing.

Older files are out there: a step never changes, and what is new is another step.
"""

SCHEMA = len(_STEPS)

Identity = tuple[tuple[int, int] | None, ...]
"""Device and inode of the file of a database and of the two beside it; None for one not there."""

MOST_NUMBER = 2**31 - 1
"""What a run may be numbered."""

_ENDINGS = ("", "-wal", "-shm")
_BEGINNING = b"SQLite format 3\0"
_WRITE_FORMAT, _FORMATS = 18, (b"\1", b"\2")  # of others SQLite says that they are read-only
_NAME_BESIDE = "lstm-gui"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection, the file that it leads to, and what a person should know about it.

    Without a `path` it is kept in memory. `made` tells that there were no runs before; `locked`,
    that another program has the file for itself just now, so that it should be tried again.
    """

    connection: sqlite3.Connection
    path: Path | None = None
    notice: Sentence | None = None
    made: bool = False
    locked: bool = False


def open_database(path: Path) -> Opened:
    """Open the file, or make it. Where that cannot be, the runs are kept in memory, with a notice.

    It never fails, whatever lies there: a damaged file is set aside, and an empty one takes its
    place; the file of another program is left alone, and one beside it is used.
    """
    before = identity(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if _is_foreign(path):
            return _open_beside(path)
        _require_usable(path)
        return _open(path)
    except _NewerError:
        return Opened(open_in_memory(), notice=_say(_NEWER))
    except Exception as error:
        if isinstance(error, OSError) or trouble_of(error) is not None:
            return _open_copy(path, error)
        _log.info("the table of runs is damaged: %r", error)
        return _begin_anew(path, before)


def open_in_memory() -> sqlite3.Connection:
    """Make a store that ends with the program."""
    return _made_in_memory(SCHEMA)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing; other processes wait meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def identity(path: Path) -> Identity:
    """Tell a file, and the two that SQLite keeps beside it, from others of the same names."""
    return tuple(_identity_of(path.with_name(path.name + ending)) for ending in _ENDINGS)


def release(path: Path, before: Identity) -> None:
    """Delete the files beside a database that is not at its place any more.

    SQLite would take what was written there for a part of the one that comes next.
    """
    for ending, known in zip(_ENDINGS[1:], before[1:], strict=True):
        file = path.with_name(path.name + ending)
        if known is not None and _identity_of(file) == known:
            with contextlib.suppress(OSError):
                file.unlink()


def _identity_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def trouble_of(error: Exception) -> Sentence | None:
    """Say what stands against reading or writing and may pass; None for an error that will not."""
    if isinstance(error, sqlite3.OperationalError):
        said = str(error)
        for part, template in _TROUBLES:  # Python 3.10 has no codes of these errors
            if part in said:
                return _say(template, reason=said)
    return None


class _NewerError(Exception):
    """A newer version of the program has made the file."""


def _is_foreign(path: Path) -> bool:
    """Tell whether it is a database of another program. Nothing is written for that."""
    if not path.is_file() or not path.stat().st_size:
        return False
    wal = path.with_name(path.name + "-wal")
    try:
        with contextlib.closing(_connect_to_read(path, immutable=not wal.exists())) as connection:
            maker = _pragma(connection, "application_id")
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except (sqlite3.Error, UnicodeError):  # damaged or locked, which opening it tells better
        return False
    return maker != _OURS and bool(maker or names) and not {"meta", "runs", "curves"} <= names


def _connect_to_read(path: Path, *, immutable: bool) -> sqlite3.Connection:
    """Open a file that may not be written to; an immutable one without files beside it."""
    ending = "&immutable=1" if immutable else ""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{ending}", uri=True)


def _open_beside(path: Path) -> Opened:
    opened = open_database(path.with_name(f"{path.stem}-{_NAME_BESIDE}{path.suffix}"))
    if opened.path is None or opened.notice is not None:
        return opened
    notice = _say(_FOREIGN, file=path.name, other=opened.path.name)
    return replace(opened, notice=notice)


def _require_usable(path: Path) -> None:
    """Look at the file before SQLite does, which takes a single byte for an empty database.

    Raises:
        OSError: It cannot be written, which SQLite would tell with the first run only.
        DatabaseError: It is something else.
    """
    if not path.exists():
        return
    handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        start = os.read(handle, _WRITE_FORMAT + 1)
    finally:
        os.close(handle)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if start and not (start.startswith(_BEGINNING) and start[_WRITE_FORMAT:] in _FORMATS):
        raise sqlite3.DatabaseError("file is not a database that can be written")


def _open_copy(path: Path, error: Exception) -> Opened:
    """Keep the runs in memory, with those of a file that can be read but not written."""
    if "is locked" in str(error):
        return Opened(open_in_memory(), notice=trouble_of(error), locked=True)
    connection = open_in_memory()
    with contextlib.suppress(OSError, sqlite3.Error, UnicodeError):
        if path.is_file():
            with contextlib.closing(_connect_to_read(path, immutable=True)) as file:
                if _pragma(file, "user_version") == SCHEMA:
                    _check(file)
                    file.backup(connection)
    return Opened(connection, notice=_no_place(error))


def _no_place(error: Exception) -> Sentence:
    reason = error.strerror if isinstance(error, OSError) else None
    return _say(_NO_PLACE, reason=reason or str(error))


def _begin_anew(path: Path, before: Identity) -> Opened:
    try:
        with alone_in(path.parent):  # so that a second window does not set aside the new one
            place = _set_aside(path, before)
            opened = _open(path)
    except (OSError, sqlite3.Error) as error:
        return Opened(open_in_memory(), notice=_no_place(error))
    notice = None if place is None else _say(_DAMAGED, file=place.name)
    return replace(opened, notice=notice)


def _set_aside(path: Path, before: Identity) -> Path | None:
    """Rename a file that cannot be read, and what belongs to it; return its new name.

    None if it is another one by now: a second window has done it.
    """
    if identity(path)[0] != before[0]:
        return None
    place = path.with_name(f"{path.name}.bad-{int(time.time())}")
    while place.exists():
        place = place.with_name(place.name + "-")
    path.rename(place)
    for ending in _ENDINGS[1:]:
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).rename(place.with_name(place.name + ending))
    return place


def _open(path: Path) -> Opened:
    connection = _connect(str(path))
    try:
        made = _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return Opened(connection, path, made=made)


def _prepare(connection: sqlite3.Connection) -> bool:
    """Make the file ready for use; return whether it was empty."""
    version = _known_version(connection)
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    made = False
    if version < SCHEMA:
        made = _bring_up_to_date(connection)
    else:
        _check(connection)
    _mend_values(connection)
    return made


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL. For this alone SQLite does not wait while another process does the same."""
    ends, pause = time.monotonic() + BUSY_MS / 1000, threading.Event()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            pause.wait(0.02)
        else:
            return


def _connect(place: str) -> sqlite3.Connection:
    # One thread at a time uses it: that of the runs, or that of the command line.
    connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    connection.text_factory = _decoded
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _decoded(text: bytes) -> str:
    """Read a text; one with damaged letters must not stand against the others."""
    return text.decode("utf-8", "replace")


def _bring_up_to_date(connection: sqlite3.Connection) -> bool:
    """Make the tables, or make those of an older version into those of this one.

    Returns whether there was nothing before.
    """
    with transaction(connection):
        version = _known_version(connection)  # another process may have been quicker
        made = not _tables(connection)
        if not made:
            _check(connection)
        _take_steps(connection, version, SCHEMA)
    return made


def _take_steps(connection: sqlite3.Connection, start: int, end: int) -> None:
    for step in _STEPS[start:end]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_OURS}")
    connection.execute(f"PRAGMA user_version = {end}")


def _check(connection: sqlite3.Connection) -> None:
    """Raise a `DatabaseError` unless the file is one of ours, sound, and as its version says."""
    version, ours = (_pragma(connection, name) for name in ("user_version", "application_id"))
    if ours != _OURS or not 0 < version <= SCHEMA or not _fits(connection, version):
        raise sqlite3.DatabaseError("not as its version says")
    if _problem(connection):
        _rebuild_indices(connection)


def _problem(connection: sqlite3.Connection) -> str:
    # Unlike quick_check, this compares the indices too; of 79 MB both take 40 to 80 ms.
    said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if said == "ok" else said


def _rebuild_indices(connection: sqlite3.Connection) -> None:
    """Mend a file whose only damage is in its indices, for they are made out of the rest.

    Raises:
        DatabaseError: That was not all.
    """
    connection.execute("SAVEPOINT indices")
    try:
        connection.execute("REINDEX")
        problem = _problem(connection)
        if problem:
            raise sqlite3.DatabaseError(problem)
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK TO indices")
            connection.execute("RELEASE indices")
        raise
    connection.execute("RELEASE indices")
    _log.info("the indices of the table of runs were broken and are rebuilt")


def _fits(connection: sqlite3.Connection, version: int) -> bool:
    """Tell whether the tables have the columns that they should have, and act on nothing."""
    wanted = _made_in_memory(version)
    try:
        return not connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'trigger'"
        ).fetchone() and all(
            connection.execute(f"PRAGMA table_info({table})").fetchall()
            == wanted.execute(f"PRAGMA table_info({table})").fetchall()
            for table in _tables(wanted)
        )
    finally:
        wanted.close()


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [row[0] for row in found.fetchall()]


_NO_TIME = "typeof({}) NOT IN ('real', 'integer')"
_WRONG_DELETED = f"deleted IS NOT NULL AND {_NO_TIME.format('deleted')}"
_WRONG_MARK = (
    "typeof(run) <> 'text' OR typeof(owner) <> 'text' OR typeof(difference) <> 'text' OR "
    + _NO_TIME.format("seen")
)


def _mend_values(connection: sqlite3.Connection) -> None:
    """Put right what runs are numbered, deleted and marked by, where that cannot be.

    A row of a run that cannot be read is left alone; see `RunStore.unreadable`.
    """
    wrong = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM runs WHERE {_WRONG_DELETED}) OR "  # noqa: S608 - our words
        f"EXISTS (SELECT 1 FROM under_way WHERE {_WRONG_MARK})"
    ).fetchone()[0]
    number = _wanted_next(connection)
    if not wrong and number is None:
        return
    _log.info("the table of runs held values that are none; they are put right")
    with transaction(connection):
        connection.execute(f"UPDATE runs SET deleted = NULL WHERE {_WRONG_DELETED}")  # noqa: S608
        connection.execute(f"DELETE FROM under_way WHERE {_WRONG_MARK}")  # noqa: S608
        number = _wanted_next(connection)
        if number is not None:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('next', ?)", (number,))


def _wanted_next(connection: sqlite3.Connection) -> int | None:
    """Return what the next run should be numbered, if that is not what stands there."""
    (most,) = connection.execute(
        "SELECT max(number) FROM runs WHERE typeof(number) = 'integer' AND number < ?",
        (MOST_NUMBER,),
    ).fetchone()
    found = connection.execute("SELECT value FROM meta WHERE key = 'next'").fetchone()
    least = (most or 0) + 1
    if found is not None and isinstance(found[0], int) and least <= found[0] <= MOST_NUMBER:
        return None
    return least


def _made_in_memory(version: int) -> sqlite3.Connection:
    connection = _connect(":memory:")
    _take_steps(connection, 0, version)
    return connection


def _known_version(connection: sqlite3.Connection) -> int:
    """Return the version of the file, or raise a `_NewerError`."""
    version = _pragma(connection, "user_version")
    if version > SCHEMA and _pragma(connection, "application_id") == _OURS:
        raise _NewerError
    return version


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _say(template: str, **values: object) -> Sentence:
    return Sentence(template, values, context="Runs")


_DAMAGED = QT_TRANSLATE_NOOP(
    "Runs", "The table of runs was damaged and is set aside as {file}. A new one begins."
)
_FOREIGN = QT_TRANSLATE_NOOP(
    "Runs",
    "{file} in the folder of runs belongs to another program. It stays as it is; the runs are kept "
    "in {other} beside it.",
)
_NEWER = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs was made by a newer version of the playground. It stays as it is; the runs "
    "of this session are not kept.",
)
_NO_PLACE = QT_TRANSLATE_NOOP(
    "Runs",
    "Runs cannot be kept on this computer ({reason}). The table forgets them when the window "
    "closes.",
)
_LOCKED = QT_TRANSLATE_NOOP(
    "Runs",
    "Another program has locked the table of runs. Close it there; until then what is to be "
    "written waits, and it is tried again every few seconds.",
)
_FULL = QT_TRANSLATE_NOOP(
    "Runs",
    "The disk is full, so the table of runs could not be written. Make room; it is tried again "
    "every few seconds.",
)
_READ_ONLY = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs can be read but not written. Make its disk and its folder writable; it is "
    "tried again every few seconds.",
)
_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs could not be written ({reason}). Check the disk; it is tried again every "
    "few seconds.",
)
_TROUBLES = (
    ("is locked", _LOCKED),
    ("disk is full", _FULL),
    ("readonly", _READ_ONLY),
    ("disk I/O error", _NOT_WRITTEN),
    ("unable to open database file", _NOT_WRITTEN),
    ("access permission denied", _NOT_WRITTEN),
    ("locking protocol", _NOT_WRITTEN),
)
