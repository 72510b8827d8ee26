"""Which runs are under way in which process, and which were when their process died.

It is written in the file of the runs, so that of several windows that start at once only one finds
what a dead process has left.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.process import Owner, is_gone, is_here
from lstm_gui.core.runs.database import transaction
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import KNOBS, Experiment

__all__ = ["LeftRuns", "RunOwners"]

_NOBODY = ""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LeftRuns:
    """What a process was training when it died: a run, and a twin if there was one."""

    run_id: str
    twin_id: str
    difference: Difference
    seen: float
    """When it was last put on record."""


class RunOwners:
    """The table `under_way`: a row for each run that a process trains, or did when it died."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def set(
        self, owner: Owner, run_ids: Sequence[str] = (), difference: Difference | None = None
    ) -> None:
        """Mark the run of a process and its twin, in this order, and no others; or none."""
        who, now = _key(owner), time.time()
        kinds = ("", "" if difference is None else _as_json(difference))
        with transaction(self._connection):
            self._connection.execute("DELETE FROM under_way WHERE owner = ?", (who,))
            self._connection.executemany(
                "INSERT OR REPLACE INTO under_way VALUES (?, ?, ?, ?)",
                [(run_id, who, kind, now) for run_id, kind in zip(run_ids, kinds, strict=False)],
            )

    def claim(self) -> tuple[LeftRuns, ...]:
        """Take over what processes of this machine that have ended left, the newest first.

        Each is found once, by one caller; its runs are marked as interrupted from then on.
        """
        found: dict[str, list[tuple[str, str, float]]] = {}
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT u.run, u.owner, u.difference, u.seen FROM under_way u JOIN runs r "
                "ON r.id = u.run WHERE u.owner <> ? AND r.deleted IS NULL",
                (_NOBODY,),
            ).fetchall()
            for run_id, who, difference, seen in rows:
                if _has_ended(who):
                    found.setdefault(who, []).append((run_id, difference, seen))
            self._connection.executemany(
                "UPDATE under_way SET owner = ? WHERE owner = ?", [(_NOBODY, who) for who in found]
            )
        return tuple(sorted(map(_left, found.values()), key=lambda left: -left.seen))

    def under_way(self) -> frozenset[str]:
        """Return the runs that a process trains just now, or that one of another machine does."""
        rows = self._connection.execute("SELECT run, owner FROM under_way WHERE owner <> ?", ("",))
        return frozenset(run for run, who in rows.fetchall() if not _has_ended(who))

    def interrupted(self) -> frozenset[str]:
        """Return the runs that were under way when their process died, and have not gone on."""
        rows = self._connection.execute("SELECT run FROM under_way WHERE owner = ?", (_NOBODY,))
        return frozenset(row[0] for row in rows)


def _has_ended(who: object) -> bool:
    """Tell whether a process of this machine has ended; of others nothing is known."""
    try:
        owner = json.loads(str(who))
    except (ValueError, RecursionError):
        return False
    return isinstance(owner, dict) and is_here(owner) and is_gone(owner)


def _left(rows: list[tuple[str, str, float]]) -> LeftRuns:
    run_id, _, seen = min(rows, key=lambda row: row[1] != "")  # the one that is no twin
    twins = [row for row in rows if row[0] != run_id and row[1]]
    difference = _difference(twins[0][1]) if twins else None
    if difference is None:
        return LeftRuns(run_id, "", Difference(), seen)
    return LeftRuns(run_id, twins[0][0], difference, seen)


def _difference(text: str) -> Difference | None:
    """Read a difference; None if it is not one."""
    try:
        path, value = json.loads(text)
        difference = Difference(path, tuple(value) if isinstance(value, list) else value)
        if path and path not in KNOBS:
            raise ValueError(path)
        difference.of(Experiment())
    except (ValueError, TypeError, RecursionError, ConfigError) as error:
        _log.info("no difference: %s", error)
        return None
    return difference


def _as_json(difference: Difference) -> str:
    return json.dumps([difference.path, difference.value])


def _key(owner: Owner) -> str:
    return json.dumps(owner, sort_keys=True)
