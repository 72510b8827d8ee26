"""The stored runs: one SQLite file for all of them, and one file for each model that is kept."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import sqlite3
import time
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from lstm_gui.core.arrays import from_blob, to_blob
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.database import (
    MOST_NUMBER,
    Opened,
    identity,
    open_database,
    open_in_memory,
    release,
    transaction,
)
from lstm_gui.core.runs.owners import RunOwners
from lstm_gui.core.runs.run import Curve, KeptChange, Run, require_sound, summed_up, thinned
from lstm_gui.core.settings.experiment import Experiment

__all__ = ["FILE", "MODELS", "ModelFolder", "RunStore", "open_store"]

MOST_MODELS = 20
MOST_BYTES = 2 * 2**30
"""Pinned runs keep their models whatever they take."""

_SUFFIX = ".safetensors"

_log = logging.getLogger(__name__)


class ModelFolder:
    """A folder of checkpoints, each named by the id of its run. The files themselves are the list.

    Args:
        folder: Where they lie; it is made when the first one comes.
    """

    def __init__(self, folder: Path, *, most: int = MOST_MODELS, budget: int = MOST_BYTES) -> None:
        self.folder = folder
        self._most = most
        self._budget = budget
        self._held = 0
        self._let_go: weakref.finalize[[int], ModelFolder] | None = None
        """Closes the folder that was made: while it is open, no other one can get its number."""

    def path(self, run_id: str) -> Path:
        """Return where the model of a run lies, or would lie."""
        return self.folder / f"{run_id}{_SUFFIX}"

    def create(self) -> bool:
        """Make it; False where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            held = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            _log.info("no folder for models: %s", error)
            return False
        if self._let_go is not None:
            self._let_go()
        self._held, self._let_go = held, weakref.finalize(self, os.close, held)
        return True

    @property
    def vanished(self) -> bool:
        """Whether the folder that was there is not any more; another may be in its place."""
        if self._let_go is None:
            return False
        try:
            return not os.path.samestat(self.folder.stat(), os.fstat(self._held))
        except OSError:
            return True

    def sizes(self) -> dict[str, int]:
        """Return how large each kept model is, by the id of its run."""
        sizes: dict[str, int] = {}
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    sizes[path.stem] = path.stat().st_size
        return sizes

    def remove(self, run_id: str) -> None:
        """Throw a model away."""
        with contextlib.suppress(OSError):
            self.path(run_id).unlink(missing_ok=True)

    def sweep(self, run_id: str) -> None:
        """Throw away what a process that died while it wrote this model has left half-written."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f".{run_id}*.tmp"):
                path.unlink(missing_ok=True)

    def trim(self, newest_first: Iterable[str]) -> None:
        """Throw away what does not fit, of these runs, which are the ones that are not pinned."""
        sizes, count, total = self.sizes(), 0, 0
        for run_id in newest_first:
            if run_id not in sizes:
                continue
            count, total = count + 1, total + sizes[run_id]
            if count > self._most or (total > self._budget and count > 1):
                self.remove(run_id)


FILE = "runs.sqlite3"
MODELS = "models"

DELETED_FOR_S = 7 * 24 * 3600.0
"""What was deleted in a session that then crashed is thrown away after this time."""

_MEASURED = (
    "corpus",
    "digest",
    "reading",
    "experiment",
    "changes",
    "best",
    "last",
    "held_out",
    "epochs",
    "seconds",
    "spark",
)
_COLUMNS = (
    *("id", "number", "name", "notes", "pinned", "began", "source", "origin", "parent"),
    *_MEASURED,
)

_CHANGES = TypeAdapter(tuple[KeptChange, ...])


def open_store(folder: Path | None) -> RunStore:
    """Open the runs that lie in a folder, such as `places.data_folder()`; None for memory only.

    It never fails: `notice` says what a person should know, such as that a file was damaged.
    """
    if folder is None:
        return RunStore(Opened(open_in_memory()), None)
    return RunStore(open_database(folder / FILE), ModelFolder(folder / MODELS))


class RunStore:
    """The table of runs.

    Methods raise `sqlite3.Error` where the file cannot be written, such as on a full disk.

    Args:
        opened: Its database.
        models: Where models are kept; it is left alone unless the database is a file.
    """

    def __init__(self, opened: Opened, models: ModelFolder | None) -> None:
        self._folder = models
        self.notice: Sentence | None = None
        self.unreadable = 0
        """How many rows the last `runs` could not read."""
        self._times_opened = 0
        self._use(opened)

    def _use(self, opened: Opened) -> None:
        self._connection, self._path = opened.connection, opened.path
        self._identity = None if self._path is None else identity(self._path)
        self.locked = opened.locked
        """Whether another program has the file for itself: it should be opened once more."""
        self.owners = RunOwners(opened.connection)
        self.models = None if opened.path is None else self._folder
        self.notice = opened.notice
        self._times_opened += 1
        if opened.made and self.notice is None and self.models is not None:
            count = len(self.models.sizes())
            if count:
                values = {"count": count, "folder": str(self.models.folder)}
                self.notice = Sentence(_MODELS_ALONE, values, context="Runs")

    def put(self, run: Run, curve: Curve) -> Run:
        """Write a run and its curve; return it as it stands in the table now.

        A run with a new id gets the next number. Of a known one, what was measured replaces what
        stood there, and its name, notes and pin stay. Best and last perplexity, epochs, time and
        small picture are worked out from the curve.

        This is also the way in for a run that was trained elsewhere, such as a finished trial of
        the search::

            run = with_digest(new_run(experiment, corpus, origin="search"), corpus)
            store.put(run, Curve.of_epochs(perplexities, seconds_of_each_epoch))

        In the window, hand that to `gui.runs.RunArchive.put`, which does it on its own thread.
        """
        curve = Curve(curve.epochs, thinned(curve.batches), curve.held_out)
        run = summed_up(run, curve)
        with transaction(self._connection):
            known = self._connection.execute(
                "SELECT number FROM runs WHERE id = ?", (run.id,)
            ).fetchone()
            if known is None:
                self._insert(run)
            else:
                self._update(run.id, {name: _column(run, name) for name in _MEASURED})
            self._put_curve(run.id, curve)
        return self.run(run.id) or run

    def run(self, run_id: str) -> Run | None:
        """Return one run, deleted or not, if it can be read."""
        found = self._read("WHERE id = ?", run_id)
        return found[0] if found else None

    def runs(self) -> tuple[Run, ...]:
        """Return all runs that are not deleted, the oldest first; see `unreadable`."""
        found = self._read("WHERE deleted IS NULL ORDER BY number")
        return tuple(found)

    def curve(self, run_id: str) -> Curve:
        """Return the curve of a run; an empty one if it is not there or not readable."""
        row = self._connection.execute(
            "SELECT epochs, batches, readings FROM curves LEFT JOIN held_out USING (run) "
            "WHERE run = ?",
            (run_id,),
        ).fetchone()
        try:
            if row is None:
                return Curve()
            held_out = from_blob(row[2] or b"", 3)
            curve = Curve(from_blob(row[0], 3), from_blob(row[1], 4), held_out)
            require_sound(curve)
            return curve
        except ValueError as error:
            _log.info("the curve of run %s is not readable: %s", run_id, error)
            return Curve()

    def rename(self, run_id: str, name: str) -> None:
        """Give a run a name; an empty one stands for its number."""
        self._change(run_id, {"name": name.strip()[:200]})

    def note(self, run_id: str, notes: str) -> None:
        """Write notes on a run."""
        self._change(run_id, {"notes": notes.strip()[:10_000]})

    def pin(self, run_id: str, pinned: bool) -> None:
        """Keep a run on top and its model whatever comes, or no longer."""
        self._change(run_id, {"pinned": int(pinned)})

    def delete(self, run_ids: Sequence[str]) -> None:
        """Take runs out of the table; `restore` brings them back until they are purged."""
        self._mark_deleted(run_ids, time.time())

    def restore(self, run_ids: Sequence[str]) -> None:
        """Bring deleted runs back, with their numbers, curves and models."""
        self._mark_deleted(run_ids, None)

    def purge(self, run_ids: Sequence[str] = ()) -> None:
        """Throw these deleted runs away for good, and those that were left over long ago."""
        old = time.time() - DELETED_FOR_S
        with transaction(self._connection):
            gone = [
                row[0]
                for row in self._connection.execute(
                    "SELECT id, deleted FROM runs WHERE deleted IS NOT NULL"
                )
                if row[0] in run_ids or row[1] < old
            ]
            self._connection.executemany("DELETE FROM runs WHERE id = ?", [(g,) for g in gone])
        for run_id in gone:
            if self.models is not None:
                self.models.remove(run_id)

    def trim_models(self) -> None:
        """Keep the models of the newest runs and of the pinned ones."""
        if self.models is not None:
            rows = self._connection.execute(
                "SELECT id FROM runs WHERE NOT pinned ORDER BY number DESC"
            ).fetchall()
            self.models.trim(row[0] for row in rows)

    def changed_elsewhere(self) -> tuple[int, int]:
        """Return numbers that are others once a different process has written."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return self._times_opened, int(version)

    def follow(self) -> bool:
        """Look whether the files are still at their place, and go on with those that are there.

        Whoever deletes the file of an open database leaves a database that nobody finds again.
        What was deleted is written once more. Returns whether runs and models under way are to be
        written anew as well; `notice` tells of it.
        """
        if self._path is not None and identity(self._path) != self._identity:
            return self._reopen(self._path)
        if self.models is not None and self.models.vanished:
            self.models.create()
            self.notice = Sentence(_MODELS_GONE, {"folder": str(self.models.folder)}, "Runs")
            return True
        return False

    def _reopen(self, path: Path) -> bool:
        old, before, now = self._connection, self._identity or (), identity(path)
        if now[0] == before[0]:  # only a file beside it has gone; what was in there is written
            old.close()
            self._use(_opened_again(path))
            return True
        release(path, before)
        opened = _opened_again(path)
        if now[0] is None:
            with contextlib.suppress(sqlite3.Error):
                old.backup(opened.connection)
        old.close()
        self._use(replace(opened, made=False))
        if self.notice is None:
            self.notice = Sentence(_REPLACED if now[0] else _DELETED, context="Runs")
        if self.models is not None:
            self.models.create()
        return True

    @property
    def lasting(self) -> bool:
        """Whether the runs are kept in a file."""
        return self._path is not None

    def mend(self) -> None:
        """After an error that nobody expects: check the file, mend it, or begin a new one.

        Raises:
            sqlite3.OperationalError: Another program has the file for itself.
        """
        if self._path is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._use(_opened_again(self._path))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _insert(self, run: Run) -> None:
        (number,) = self._connection.execute("SELECT value FROM meta WHERE key = 'next'").fetchone()
        if not 0 < number <= MOST_NUMBER:
            raise ValueError(f"{number} is no number of a run")
        self._connection.execute("UPDATE meta SET value = ? WHERE key = 'next'", (number + 1,))
        values = {name: _column(run, name) for name in _COLUMNS}
        values["number"] = number
        places = ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO runs ({', '.join(values)}) VALUES ({places})",  # noqa: S608 - our names
            tuple(values.values()),
        )

    def _put_curve(self, run_id: str, curve: Curve) -> None:
        self._connection.execute(
            "INSERT INTO curves VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET "
            "epochs = excluded.epochs, batches = excluded.batches",
            (run_id, to_blob(curve.epochs), to_blob(curve.batches)),
        )
        self._connection.execute("DELETE FROM held_out WHERE run = ?", (run_id,))
        if curve.held_out.size:
            self._connection.execute(
                "INSERT INTO held_out VALUES (?, ?)", (run_id, to_blob(curve.held_out))
            )

    def _change(self, run_id: str, values: dict[str, object]) -> None:
        with transaction(self._connection):
            self._update(run_id, values)

    def _update(self, run_id: str, values: dict[str, object]) -> None:
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(
            f"UPDATE runs SET {assignments} WHERE id = ?",  # noqa: S608 - our names
            (*values.values(), run_id),
        )

    def _mark_deleted(self, run_ids: Sequence[str], when: float | None) -> None:
        with transaction(self._connection):
            self._connection.executemany(
                "UPDATE runs SET deleted = ? WHERE id = ?", [(when, run_id) for run_id in run_ids]
            )

    def _read(self, such: str, *values: object) -> list[Run]:
        names = ", ".join(_COLUMNS)
        rows = self._connection.execute(
            f"SELECT {names} FROM runs {such}",  # noqa: S608 - our names
            values,
        ).fetchall()
        sizes = {} if self.models is None else self.models.sizes()
        interrupted = self.owners.interrupted()
        runs: list[Run] = []
        for row in rows:
            try:
                run = _run_of(dict(zip(_COLUMNS, row, strict=True)), sizes)
                runs.append(run.model_copy(update={"interrupted": run.id in interrupted}))
            except (ValidationError, ValueError, RecursionError) as error:
                _log.info("a run is not readable: %s", str(error).splitlines()[0])
        self.unreadable = len(rows) - len(runs)
        return runs


def _opened_again(path: Path) -> Opened:
    opened = open_database(path)
    if opened.locked:
        opened.connection.close()
        raise sqlite3.OperationalError("database is locked")
    return opened


def _column(run: Run, name: str) -> object:
    """Return what stands in a column for a run."""
    value = getattr(run, name)
    match name:
        case "experiment":
            return run.experiment.model_dump_json()
        case "reading":
            return run.reading.model_dump_json()
        case "changes":
            return _CHANGES.dump_json(run.changes).decode()
        case "spark":
            return to_blob(np.array([run.spark]))
        case "best" | "last" | "held_out":
            return None if math.isnan(value) else value
        case "pinned":
            return int(run.pinned)
    return value


def _run_of(row: dict[str, object], sizes: dict[str, int]) -> Run:
    """Read a row.

    Raises:
        ValueError: It does not fit.
    """
    values = {name: math.nan if value is None else value for name, value in row.items()}
    values["experiment"] = Experiment.model_validate_json(str(values["experiment"]))
    values["reading"] = FileReading.model_validate_json(str(values["reading"]))
    values["changes"] = _CHANGES.validate_json(str(values["changes"]))
    values["spark"] = tuple(from_blob(values["spark"], 1)[0].tolist())
    values["pinned"] = values["pinned"] == 1
    return Run.model_validate({**values, "model_bytes": sizes.get(str(values["id"]), 0)})


_DELETED = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs was deleted or moved while it was in use. It is written anew where it was; "
    "the models of earlier runs may be gone.",
)
_REPLACED = QT_TRANSLATE_NOOP(
    "Runs",
    "Another file took the place of the table of runs while that was in use. The runs under way "
    "are written there from now on.",
)
_MODELS_GONE = QT_TRANSLATE_NOOP(
    "Runs",
    "The folder of models, {folder}, was deleted. It is made anew for the runs under way; the "
    "models of earlier runs are gone.",
)
_MODELS_ALONE = QT_TRANSLATE_NOOP(
    "Runs",
    "The table of runs was missing or empty, so a new one begins. Models of runs ({count}) are "
    "still in {folder}, from where each can be opened.",
)
