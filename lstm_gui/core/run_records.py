"""What is remembered of a run, and its form as a row of a table."""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from pydantic import ValidationError

from lstm_gui.core.backend import Floats
from lstm_gui.core.changes import differences
from lstm_gui.core.config import Experiment
from lstm_gui.core.history import envelope
from lstm_gui.core.sentences import Sentence

__all__ = [
    "MOST_POINTS",
    "Curve",
    "Progress",
    "RunRecord",
    "difference",
    "from_row",
    "new_run",
    "thinned",
    "to_row",
]

MOST_POINTS = 2000

Column = str | int | float | bytes | None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Perplexity by epoch: at most 2,000 points, read-only, (P,) each."""

    x: Floats
    y: Floats

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Curve):
            return NotImplemented
        return np.array_equal(self.x, other.x) and np.array_equal(self.y, other.y)

    def __hash__(self) -> int:
        return hash((self.x.tobytes(), self.y.tobytes()))


def thinned(x: ArrayLike, y: ArrayLike) -> Curve:
    """Thin a curve, x not falling, to its extremes; points that are not finite are left out."""
    whole = [np.asarray(values, np.float64) for values in (x, y)]
    return _curve(*envelope(whole[0], whole[1], MOST_POINTS // 2))


def _curve(x: ArrayLike, y: ArrayLike) -> Curve:
    arrays = [np.array(values, np.float32) for values in (x, y)]
    for array in arrays:
        array.setflags(write=False)
    return Curve(*arrays)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; perplexities are None before the first epoch is complete."""

    best: float | None = None
    last: float | None = None
    epochs: int = 0
    seconds: float = 0.0
    curve: Curve = field(default_factory=lambda: _curve((), ()))

    def as_columns(self) -> tuple[Column, ...]:
        """Return best, last, epochs, seconds and curve as a table holds them."""
        points = np.stack([self.curve.x, self.curve.y]).astype("<f4").tobytes()
        return _number(self.best), _number(self.last), self.epochs, self.seconds, points


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run; `parent` is the run that it branched off, `created` is in seconds since 1970."""

    id: str
    created: float
    name: str
    notes: str
    experiment: Experiment
    corpus_name: str
    progress: Progress = Progress()
    pinned: bool = False
    parent: str | None = None


def new_run(
    name: str, experiment: Experiment, corpus_name: str, parent: str | None = None
) -> RunRecord:
    """Make the record of a run that begins now, with an id that no other run has."""
    return RunRecord(
        uuid.uuid4().hex, time.time(), name, "", experiment, corpus_name, parent=parent
    )


def difference(record: RunRecord, before: RunRecord | None) -> tuple[Sentence, ...]:
    """Tell in which settings a run differs from the one before it; nothing for the first."""
    return () if before is None else tuple(differences(before.experiment, record.experiment))


def to_row(record: RunRecord) -> tuple[Column, ...]:
    """Turn a record into the columns of its row."""
    return (
        record.id,
        record.created,
        record.name,
        record.notes,
        record.experiment.model_dump_json(),
        record.corpus_name,
        *record.progress.as_columns(),
        int(record.pinned),
        record.parent,
    )


def from_row(row: Sequence[Column]) -> RunRecord | None:
    """Turn a row into a record; None if it does not make sense."""
    run_id, created, name, notes, experiment, corpus, *progress, pinned, parent = row
    try:
        return RunRecord(
            id=_text(run_id),
            created=_real(created),
            name=_text(name),
            notes=_text(notes),
            experiment=Experiment.model_validate_json(_text(experiment)),
            corpus_name=_text(corpus),
            progress=_progress(progress),
            pinned=bool(pinned),
            parent=None if parent is None else _text(parent),
        )
    except (ValidationError, ValueError, TypeError):
        return None


def _progress(columns: Sequence[Column]) -> Progress:
    best, last, epochs, seconds, points = columns
    if not isinstance(points, bytes):
        raise TypeError("a curve is bytes")
    x, y = np.frombuffer(points, "<f4").reshape(2, -1)
    return Progress(
        None if best is None else _real(best),
        None if last is None else _real(last),
        int(_real(epochs)),
        _real(seconds),
        _curve(x, y),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _text(value: Column) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {type(value).__name__}")
    return value


def _real(value: Column) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"expected a number, got {type(value).__name__}")
    return float(value)
