"""The table of runs: what each was, how it went, and where it is kept from session to session.

A run is one row of an SQLite file. Writing is safe against power loss (WAL, synchronous=FULL) and
against a second process; each change writes its own columns only, so that two windows on one
table do not undo each other's work.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.run_records import Progress, RunRecord, from_row, to_row
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["RunStore", "RunStoreError"]

VERSION = 1
BUSY_MS = 5000
KEPT_DELETED_S = 30 * 86400
"""A run that was deleted is kept so long, so that it can be taken back; then it is forgotten."""

T = TypeVar("T")

_COLUMNS = (
    "id, created, name, notes, experiment, corpus, best, last, epochs, seconds, curve, pinned, "
    "parent"
)
_CREATE = f"""
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, created REAL NOT NULL, name TEXT NOT NULL, notes TEXT NOT NULL,
  experiment TEXT NOT NULL, corpus TEXT NOT NULL, best REAL, last REAL, epochs INTEGER NOT NULL,
  seconds REAL NOT NULL, curve BLOB NOT NULL, pinned INTEGER NOT NULL, parent TEXT, deleted REAL
);
PRAGMA user_version = {VERSION};
"""


class RunStoreError(PlaygroundError):
    """The table of runs cannot be read or written."""


class RunStore:
    """The runs in one SQLite file. Used by the thread that made it.

    A damaged file is set aside as `….bad-<time>`, and an empty one takes its place.

    Args:
        path: The file; it is made if it is not there.

    Raises:
        RunStoreError: The file cannot be opened, or a newer version has made it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where the last damaged file is now."""
        self.unreadable = 0
        """How many runs the last `runs()` could not understand; they stay in the file."""
        self._file: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None
        self._do(
            lambda db: db.execute(
                "DELETE FROM runs WHERE deleted < ?", (time.time() - KEPT_DELETED_S,)
            )
        )

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Reading

    def runs(self) -> tuple[RunRecord, ...]:
        """Return all runs that are not deleted, the oldest first."""
        query = f"SELECT {_COLUMNS} FROM runs WHERE deleted IS NULL ORDER BY created, id"  # noqa: S608
        rows = self._do(lambda db: db.execute(query).fetchall())
        records = [from_row(row) for row in rows]
        self.unreadable = sum(record is None for record in records)
        return tuple(record for record in records if record is not None)

    def get(self, run_id: str) -> RunRecord | None:
        """Return one run, deleted or not; None if it is not there or cannot be understood."""
        query = f"SELECT {_COLUMNS} FROM runs WHERE id = ?"  # noqa: S608
        row = self._do(lambda db: db.execute(query, (run_id,)).fetchone())
        return None if row is None else from_row(row)

    # Writing

    def add(self, record: RunRecord) -> None:
        """Add a run, or replace one of the same id."""
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        query = f"INSERT OR REPLACE INTO runs ({_COLUMNS}) VALUES ({marks})"  # noqa: S608
        self._do(lambda db: db.execute(query, to_row(record)))

    def update(self, run_id: str, progress: Progress) -> None:
        """Note how far a run has come; its name, notes and pin stay."""
        query = (
            "UPDATE runs SET best = ?, last = ?, epochs = ?, seconds = ?, curve = ? WHERE id = ?"
        )
        values = (*progress.as_columns(), run_id)
        self._do(lambda db: db.execute(query, values))

    def rename(self, run_id: str, name: str) -> None:
        """Give a run another name."""
        self._do(lambda db: db.execute("UPDATE runs SET name = ? WHERE id = ?", (name, run_id)))

    def annotate(self, run_id: str, notes: str) -> None:
        """Replace the notes of a run."""
        self._do(lambda db: db.execute("UPDATE runs SET notes = ? WHERE id = ?", (notes, run_id)))

    def pin(self, run_id: str, pinned: bool) -> None:
        """Pin a run, or let it go."""
        query = "UPDATE runs SET pinned = ? WHERE id = ?"
        self._do(lambda db: db.execute(query, (int(pinned), run_id)))

    def delete(self, run_ids: Sequence[str]) -> None:
        """Delete runs; `undelete` takes it back."""
        rows = [(time.time(), run_id) for run_id in run_ids]
        query = "UPDATE runs SET deleted = ? WHERE id = ?"
        self._do(lambda db: db.executemany(query, rows))

    def undelete(self, run_ids: Sequence[str]) -> None:
        """Take a deletion back."""
        rows = [(run_id,) for run_id in run_ids]
        query = "UPDATE runs SET deleted = NULL WHERE id = ?"
        self._do(lambda db: db.executemany(query, rows))

    # The file

    def _do(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in a transaction; open the file first, and replace a damaged one once."""
        try:
            try:
                return self._attempt(act)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._set_aside()
                return self._attempt(act)
        except (sqlite3.Error, OSError) as error:
            self.close()
            template = QT_TRANSLATE_NOOP(
                "Errors",
                "The table of runs in {file} cannot be used ({reason}). Close other programs that "
                "use it, or make room on the disk.",
            )
            raise RunStoreError(template, file=self.path.name, reason=str(error)) from error

    def _attempt(self, act: Callable[[sqlite3.Connection], T]) -> T:
        db = self._opened()
        with db:
            return act(db)

    def _opened(self) -> sqlite3.Connection:
        """Return a connection to the file that is at the path now."""
        if self._connection is not None and self._file == _identity(self.path):
            return self._connection
        self.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=BUSY_MS / 1000)
        self._file = _identity(self.path)
        try:
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        self._connection = db
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            template = QT_TRANSLATE_NOOP(
                "Errors",
                "The table of runs in {file} is of a newer version of the playground. Update the "
                "program to use it.",
            )
            raise RunStoreError(template, file=self.path.name)
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("database disk image is malformed")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.executescript("BEGIN IMMEDIATE;" + _CREATE + "COMMIT;")
        db.execute(f"SELECT {_COLUMNS}, deleted FROM runs LIMIT 0")  # noqa: S608

    def _set_aside(self) -> None:
        """Move the damaged file away, unless another process has done so already."""
        self.close()
        if self._file != _identity(self.path):
            return
        place = _free_name(self.path)
        for end in ("", "-wal", "-shm"):  # together, so that the rest can still be read
            part = self.path.with_name(self.path.name + end)
            if part.exists():
                part.rename(place.with_name(place.name + end))
        self.set_aside = place


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell a damaged file from one that is locked, full or not permitted."""
    text = str(error)
    return any(sign in text for sign in ("malformed", "not a database", "no such column"))


def _free_name(path: Path) -> Path:
    number, place = int(time.time()), path
    while place.exists():
        place = path.with_name(f"{path.name}.bad-{number}")
        number += 1
    return place
