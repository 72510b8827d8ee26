"""The SQLite file of the runs: opened, made, brought up to date, or set aside when damaged.

Knows no run and no window.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence

__all__ = ["Opened", "SCHEMA", "is_damage", "open_database", "open_in_memory", "transaction"]

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


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection, and what a person should know about it; `lasting` tells that it is a file."""

    connection: sqlite3.Connection
    lasting: bool
    notice: Sentence | None = None


def open_database(path: Path) -> Opened:
    """Open the file, or make it. Where that cannot be, the runs are kept in memory, with a notice.

    A damaged file is set aside, and an empty one takes its place.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Opened(_open(path), lasting=True)
    except _NewerError:
        return Opened(open_in_memory(), lasting=False, notice=_say(_NEWER))
    except (OSError, sqlite3.OperationalError) as error:
        return Opened(open_in_memory(), lasting=False, notice=_say(_NO_PLACE, reason=str(error)))
    except sqlite3.DatabaseError:
        return _begin_anew(path)


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


def set_aside(path: Path) -> Path | None:
    """Rename a file that cannot be read, and what belongs to it; return its new name."""
    place = path.with_name(f"{path.name}.bad-{int(time.time())}")
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).rename(place.with_name(place.name + ending))
    try:
        path.rename(place)
    except OSError:
        return None
    return place


def is_damage(error: sqlite3.Error) -> bool:
    """Tell a damaged file from a full disk, a lock, or a folder that cannot be written."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, (sqlite3.OperationalError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
    )


class _NewerError(Exception):
    """A newer version of the program has made the file."""


def _begin_anew(path: Path) -> Opened:
    place = set_aside(path)
    try:
        if place is None:
            raise OSError(path.name)
        notice = _say(_DAMAGED, file=place.name)
        return Opened(_open(path), lasting=True, notice=notice)
    except (OSError, sqlite3.Error) as error:
        return Opened(open_in_memory(), lasting=False, notice=_say(_NO_PLACE, reason=str(error)))


def _open(path: Path) -> sqlite3.Connection:
    connection = _connect(str(path))
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    version = _known_version(connection)
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    if version < SCHEMA:
        _bring_up_to_date(connection)
    else:
        _check(connection)


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
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables, or make those of an older version into those of this one."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _known_version(connection)  # another process may have been quicker
        if version or _pragma(connection, "application_id"):
            _check(connection)
        _take_steps(connection, version, SCHEMA)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _take_steps(connection: sqlite3.Connection, start: int, end: int) -> None:
    for step in _STEPS[start:end]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_OURS}")
    connection.execute(f"PRAGMA user_version = {end}")


def _check(connection: sqlite3.Connection) -> None:
    """Raise a `DatabaseError` unless the file is one of ours, sound, and as its version says."""
    version, ours = (_pragma(connection, name) for name in ("user_version", "application_id"))
    problems = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if ours != _OURS or not version or problems != "ok" or not _fits(connection, version):
        raise sqlite3.DatabaseError(problems)


def _fits(connection: sqlite3.Connection, version: int) -> bool:
    """Tell whether the tables have the columns that they should have."""
    wanted = _made_in_memory(version)
    try:
        tables = wanted.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return all(
            connection.execute(f"PRAGMA table_info({table})").fetchall()
            == wanted.execute(f"PRAGMA table_info({table})").fetchall()
            for (table,) in tables
        )
    finally:
        wanted.close()


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
