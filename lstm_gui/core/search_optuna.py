"""Optuna, which may be missing: demanded, kept silent, and its errors put into sentences.

It is an extra, so it is imported inside functions.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["SearchError", "explained", "quiet", "reason_of", "require_optuna"]


class SearchError(PlaygroundError):
    """A search that cannot begin or go on."""


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
def explained(place: str) -> Iterator[None]:
    """Turn what a storage raises into a sentence that names it, without a password."""
    from optuna.exceptions import StorageInternalError
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (StorageInternalError, SQLAlchemyError, OSError) as error:
        reason = reason_of(error)
        template = QT_TRANSLATE_NOOP(
            "Errors", "The study in {place} cannot be read or written any more ({reason})."
        )
        raise SearchError(template, place=place, reason=reason) from error


def reason_of(error: BaseException) -> str:
    """Say in a few words what is wrong; SQLAlchemy has the database's own words inside."""
    origin = getattr(error, "orig", None) or error.__cause__ or error
    if isinstance(origin, OSError) and origin.strerror:
        return origin.strerror
    if getattr(origin, "orig", None) is not None:
        return reason_of(origin)
    lines = str(origin).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(origin).__name__
