"""Where a study is kept: a journal file, or a database that several machines share.

Optuna keeps both. Ours are the lock of a journal, its last line when a process was killed while it
wrote, the address of a database, and sentences for what goes wrong.
"""

from __future__ import annotations

import contextlib
import fcntl
import inspect
import os
import re
import threading
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.files import data_folder, path_text
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.search.plan import STORAGE_OPTION, STUDY_OPTION, Plan

__all__ = [
    "HEARTBEAT_S",
    "LOST_AFTER_S",
    "PLAN_KEY",
    "STORAGE_VARIABLE",
    "SearchError",
    "Storage",
    "default_place",
    "is_there",
    "masked",
    "open_storage",
    "quiet",
    "requeue",
    "requeue_lost",
    "require_name",
    "require_optuna",
    "retries_of",
    "storage_errors",
]

if TYPE_CHECKING:
    from optuna.storages import BaseStorage, JournalStorage, RDBStorage
    from optuna.study import Study
    from optuna.trial import FrozenTrial

LONGEST_NAME = 80

HEARTBEAT_S = 30
LOST_AFTER_S = 120
"""A trial on another machine counts as lost when nothing was heard of it for so long."""

MAX_RETRIES = 1
"""A trial that was lost twice may be what killed its process."""

PLAN_KEY = "lstm-gui"
"""Under which name a study keeps its plan."""

STORAGE_VARIABLE = "LSTM_GUI_STORAGE"
"""Tells in the environment where a study is kept: unlike a command line, others cannot read it."""

_JOURNAL_BEGINS = b'{"op_code"'
_ATTEMPTS = 5


class SearchError(PlaygroundError):
    """A search that cannot begin or go on."""


def _refusal(template: str, **values: object) -> SearchError:
    return SearchError(template, storage_option=STORAGE_OPTION, **values)


def require_optuna() -> None:
    """Raise a `SearchError` with the remedy unless Optuna is installed; keep it silent."""
    try:
        import optuna
    except ImportError:
        template = QT_TRANSLATE_NOOP(
            "Errors", 'search needs Optuna. Install it with: pip install "lstm-gui[search]"'
        )
        raise SearchError(template) from None
    optuna.logging.set_verbosity(optuna.logging.CRITICAL)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep Optuna's warnings from the reader: on experimental parts, and on asking by hand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def storage_errors(place: str) -> Iterator[None]:
    """Turn what a storage raises into a sentence that names it, without a password."""
    from optuna.exceptions import StorageInternalError
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (StorageInternalError, SQLAlchemyError, OSError) as error:
        reason = _reason_of(error)
        template = QT_TRANSLATE_NOOP(
            "Errors", "The study in {place} cannot be read or written any more ({reason})."
        )
        raise SearchError(template, place=place, reason=reason) from error


def _reason_of(error: BaseException) -> str:
    """Say in a few words what is wrong; SQLAlchemy has the database's own words inside."""
    origin = getattr(error, "orig", None) or error.__cause__ or error
    if isinstance(origin, OSError) and origin.strerror:
        return origin.strerror
    if getattr(origin, "orig", None) is not None:
        return _reason_of(origin)
    lines = str(origin).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(origin).__name__


def default_place(study: str) -> Path:
    """Return the journal of a study in the user's data folder."""
    folder = data_folder()
    return folder / "studies" / f"{study}.journal"


def require_name(study: str) -> None:
    """Raise a `SearchError` unless the name of a study can be a file's and a database's."""
    letters = all(letter.isalnum() or letter in " ._-" for letter in study)
    if not letters or study != study.strip(" .") or not 0 < len(study) <= LONGEST_NAME:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{study_option} must be a name of letters, digits, blanks, dots, - and _, and at most "
            "{longest} of them.",
        )
        raise SearchError(template, longest=LONGEST_NAME, study_option=STUDY_OPTION)


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
    if _is_address(place):
        return True
    return (default_place(study) if place is None else Path(place)).exists()


def open_storage(place: str | None, study: str) -> Storage:
    """Open a journal file, a database by its address, or the journal that is the study's own.

    Raises:
        SearchError: It cannot be reached, or is something else.
    """
    require_name(study)
    if place is not None and _is_address(place):
        database = _open_database(place)
        return Storage(database, masked(place), database=database)
    path = default_place(study) if place is None else Path(place)
    try:
        if place is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        return Storage(_open_journal(path), path_text(path), database=None)
    except OSError as error:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The journal {path} cannot be used ({reason}). Choose another with {storage_option}.",
        )
        raise _refusal(template, path=path, reason=_reason_of(error)) from error


def _is_address(place: str | None) -> bool:
    return place is not None and "://" in place


def _open_journal(path: Path) -> JournalStorage:
    """Open a journal file, made where there is none.

    Raises:
        SearchError: It is something else, or damaged.
        OSError: It cannot be written.
    """
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    template = QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is not the journal of a search. Choose another file with {storage_option}.",
    )
    if path.exists() and not _may_be_journal(path):
        raise _refusal(template, path=path)
    with path.open("ab"):  # says at once that it cannot be written
        pass
    lock = _JournalLock(path)
    try:
        backend = JournalFileBackend(str(path), lock_obj=lock)  # type: ignore[arg-type]
        return JournalStorage(backend)
    except (ValueError, KeyError, TypeError, AssertionError):  # of a damaged line
        raise _refusal(template, path=path) from None


def _may_be_journal(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(len(_JOURNAL_BEGINS))
    return start in (b"", _JOURNAL_BEGINS)


class _JournalLock:
    """What Optuna calls before and after it writes to a journal file.

    Optuna's own locks are files, which stay behind when their process is killed: of 40 processes
    killed while they wrote ten times a second, 3 held up all others for half a minute. This one
    ends with its process. It also mends what a killed process or a full disk left half written,
    which Optuna could never read again once another line stands behind it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        self._file = self._path.open("r+b")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        _mend(self._file)
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _mend(file: IO[bytes]) -> None:
    """Cut off a last line without an end: whoever wrote it was killed, and nobody has read it."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return
    file.seek(size - 1)
    if file.read(1) != b"\n":
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


_PASSWORDS = (
    re.compile(r"(?<=://)([^:/@]*:)(.+)(?=@)", re.DOTALL),  # to the last @, for one may be inside
    re.compile(r"(?i)([?&][^=&]*(?:password|passwd|pwd)[^=&]*=)([^&]+)"),
)


def masked(address: str) -> str:
    """Return the address of a database as it may be shown, whatever is wrong with it."""
    for password in _PASSWORDS:
        address = password.sub(r"\1***", address)
    return address


def _without_secrets(text: str, address: str) -> str:
    """Return what a driver says, without the password, should that stand in it."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    written = [found[2] for password in _PASSWORDS for found in password.finditer(address)]
    # A driver takes what stands behind an @ in a password for the name of the server.
    secrets = {*written, *(one.rpartition("@")[2] for one in written)}
    with contextlib.suppress(ArgumentError, ValueError):
        secrets.add(make_url(address).password or "")
    for secret in sorted(secrets - {""}, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _open_database(address: str) -> RDBStorage:
    """Open a database and make its tables where there are none.

    Raises:
        SearchError: It cannot be reached, or its driver is missing.
    """
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    place = masked(address)
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "The database {place} cannot be used ({reason}). Check the address in {storage_option}.",
    )
    try:
        return _connect(_completed(address))
    except ModuleNotFoundError as error:
        template = QT_TRANSLATE_NOOP(
            "Errors", "The database {place} needs the driver {name}. Install it with pip."
        )
        raise SearchError(template, place=place, name=error.name) from None
    except (ArgumentError, NoSuchModuleError):
        raise _refusal(template, place=place, reason="no such kind of address") from None
    except (SQLAlchemyError, ImportError, OSError, ValueError, TypeError, RuntimeError) as error:
        reason = _without_secrets(_reason_of(error), address)
        raise _refusal(template, place=place, reason=reason) from None


def _completed(address: str) -> str:
    """Return the address with a driver that is installed and an encoding, for PostgreSQL."""
    from sqlalchemy.engine import make_url

    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername=_postgresql_driver())
    if url.get_backend_name() == "postgresql":
        # Otherwise a database without an encoding answers in bytes, which nothing can read.
        url = url.update_query_dict({"client_encoding": "utf8", **url.query})
    return url.render_as_string(hide_password=False)


def _postgresql_driver() -> str:
    # SQLAlchemy 2.0 and 2.1 take different ones unless they are told.
    for driver in ("psycopg", "psycopg2"):
        if find_spec(driver) is not None:
            return f"postgresql+{driver}"
    template = QT_TRANSLATE_NOOP(
        "Errors", 'PostgreSQL needs a driver. Install it with: pip install "psycopg[binary]"'
    )
    raise SearchError(template)


def _connect(url: str) -> RDBStorage:
    from optuna.storages import RDBStorage
    from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

    callback = "heartbeat_stale_trial_callback"
    if callback not in inspect.signature(RDBStorage).parameters:
        callback = "failed_trial_callback"  # before Optuna 4.9
    options: dict[str, Any] = {callback: requeue_lost}  # Any: Optuna's argument has two names
    attempts_left = _ATTEMPTS
    while True:
        attempts_left -= 1
        try:
            with quiet():
                return RDBStorage(
                    url, heartbeat_interval=HEARTBEAT_S, grace_period=LOST_AFTER_S, **options
                )
        except (IntegrityError, ProgrammingError, OperationalError):
            # Processes that start together may all want to create the tables.
            if not attempts_left:
                raise
            threading.Event().wait(0.2 * (_ATTEMPTS - attempts_left))


def requeue_lost(study: Study, trial: FrozenTrial) -> None:
    """Queue a trial that its process has given up without a word, but not for ever.

    Optuna's own retry copies all that is known of the trial with its dead process, for which others
    would take the new one for lost, too.
    """
    retries = retries_of(trial) + 1
    plan = Plan.read(study.user_attrs[PLAN_KEY], study.study_name)
    if retries <= MAX_RETRIES and len(trial.params) == len(plan.ranges):
        requeue(study, trial, retries)


def requeue(study: Study, trial: FrozenTrial, retries: int) -> None:
    """Queue the settings of a trial for whoever goes on with the study."""
    attributes = {"retry_of": trial.number, "retries": retries}
    with quiet():
        study.enqueue_trial(dict(trial.params), user_attrs=attributes)


def retries_of(trial: FrozenTrial) -> int:
    """Return how many times the settings of a trial were lost before."""
    return int(trial.user_attrs.get("retries", 0))
