"""Where a study is kept: a journal file, or a database that several machines share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from lstm_gui.core.search_database import (
    HEARTBEAT_S,
    LOST_AFTER_S,
    OnLost,
    open_database,
    without_password,
)
from lstm_gui.core.search_journal import open_journal
from lstm_gui.core.search_optuna import SearchError, explained, quiet, reason_of, require_optuna
from lstm_gui.core.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from optuna.storages import BaseStorage, RDBStorage

__all__ = [
    "HEARTBEAT_S",
    "LOST_AFTER_S",
    "SearchError",
    "Storage",
    "default_place",
    "explained",
    "is_there",
    "open_storage",
    "quiet",
    "require_name",
    "require_optuna",
]

LONGEST_NAME = 80


def default_place(study: str) -> Path:
    """Return the journal of a study in the user's data folder."""
    folder = Path(platformdirs.user_data_dir("lstm-gui", appauthor=False))
    return folder / "studies" / f"{study}.journal"


def require_name(study: str) -> None:
    """Raise a `SearchError` unless the name of a study can be a file's and a database's."""
    letters = all(letter.isalnum() or letter in " ._-" for letter in study)
    if not letters or study != study.strip(" .") or not 0 < len(study) <= LONGEST_NAME:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "--study must be a name of letters, digits, blanks, dots, - and _, and at most "
            "{longest} of them.",
        )
        raise SearchError(template, longest=LONGEST_NAME)


class Storage:
    """An open storage of Optuna's.

    Args:
        optuna: Where Optuna keeps its studies.
        place: What a person calls it.
        database: The same, if it is a database: that keeps heartbeats itself.
    """

    def __init__(self, optuna: BaseStorage, place: str, *, database: RDBStorage | None) -> None:
        self.optuna = optuna
        self.place = place
        self.on_lost: OnLost = lambda _study, _trial: None
        self._database = database

    @property
    def is_database(self) -> bool:
        """Whether heartbeats are the storage's own."""
        return self._database is not None

    def beat(self, trial_id: int) -> None:
        """Tell a database that a trial goes on."""
        if self._database is not None:
            self._database.record_heartbeat(trial_id)

    def close(self) -> None:
        """Let go of a database."""
        if self._database is not None:
            self._database.remove_session()
            self._database.engine.dispose()


def is_there(place: str | None, study: str) -> bool:
    """Tell whether the journal exists, without making it; a database says only when it is asked."""
    require_name(study)
    if place is not None and "://" in place:
        return True
    return (default_place(study) if place is None else Path(place)).exists()


def open_storage(place: str | None, study: str) -> Storage:
    """Open a journal file, a database by its address, or the journal that is the study's own.

    Raises:
        SearchError: It cannot be reached, or is something else.
    """
    require_name(study)
    if place is not None and "://" in place:
        return _open_database(place)
    path = default_place(study) if place is None else Path(place)
    try:
        if place is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        return Storage(open_journal(path), str(path), database=None)
    except OSError as error:
        template = QT_TRANSLATE_NOOP(
            "Errors", "The journal {path} cannot be used ({reason}). Choose another with --storage."
        )
        raise SearchError(template, path=path, reason=reason_of(error)) from error


def _open_database(address: str) -> Storage:
    # Optuna wants to know at once whom to call; the study that listens comes later.
    opened: list[Storage] = []
    database = open_database(address, lambda study, trial: opened[0].on_lost(study, trial))
    opened.append(Storage(database, without_password(address), database=database))
    return opened[0]
