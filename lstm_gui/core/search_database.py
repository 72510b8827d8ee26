"""A study in a database that several machines share.

Optuna and its SQLAlchemy are an extra, so they are imported inside functions.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from lstm_gui.core.search_optuna import SearchError, quiet, reason_of
from lstm_gui.core.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from optuna.storages import RDBStorage
    from optuna.study import Study
    from optuna.trial import FrozenTrial

__all__ = ["HEARTBEAT_S", "LOST_AFTER_S", "OnLost", "open_database", "without_password"]

HEARTBEAT_S = 30
LOST_AFTER_S = 120
"""A trial on another machine counts as lost when nothing was heard of it for so long."""

_ATTEMPTS = 5

OnLost = Callable[["Study", "FrozenTrial"], None]
"""Called with each trial that another machine has given up without a word."""


def without_password(address: str) -> str:
    """Return the address of a database as it may be shown, whatever is wrong with it."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(address).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return address.partition("://")[0] + "://…"


def open_database(address: str, on_lost: OnLost) -> RDBStorage:
    """Open a database and make its tables where there are none.

    Raises:
        SearchError: It cannot be reached, or its driver is missing.
    """
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    place = without_password(address)
    template = QT_TRANSLATE_NOOP(
        "Errors", "The database {place} cannot be used ({reason}). Check the address in --storage."
    )
    try:
        return _connect(_completed(address), on_lost)
    except ModuleNotFoundError as error:
        template = QT_TRANSLATE_NOOP(
            "Errors", "The database {place} needs the driver {name}. Install it with pip."
        )
        raise SearchError(template, place=place, name=error.name) from None
    except (ArgumentError, NoSuchModuleError):
        raise SearchError(template, place=place, reason="no such kind of address") from None
    except (SQLAlchemyError, ImportError, OSError, ValueError, TypeError, RuntimeError) as error:
        raise SearchError(template, place=place, reason=reason_of(error)) from None


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


def _connect(url: str, on_lost: OnLost) -> RDBStorage:
    from optuna.storages import RDBStorage
    from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

    callback = "heartbeat_stale_trial_callback"
    if callback not in inspect.signature(RDBStorage).parameters:
        callback = "failed_trial_callback"  # before Optuna 4.9
    options: dict[str, Any] = {callback: on_lost}  # Any: Optuna's argument has two names
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
