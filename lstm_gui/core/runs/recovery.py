"""Recovery: runs are copied to disk while they train, and what a dead process has left is read.

The curve is written before the model, so whatever kills the process, the curve on disk reaches at
least as far as the model beside it; what is beyond is taken off when the run goes on.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import CheckpointError, PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.backend import Position
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint, reason_of, save_unasked
from lstm_gui.core.process import Owner
from lstm_gui.core.runs.owners import LeftRuns
from lstm_gui.core.runs.run import Curve, Run, with_digest
from lstm_gui.core.runs.store import ModelFolder, RunStore
from lstm_gui.core.settings.difference import Difference

__all__ = ["CopyOutcome", "INTERVAL_S", "LeftSession", "RunCopy", "examine", "put_on_record"]

INTERVAL_S = 3.0
"""A crash loses this and the age of the copy, which is up to two seconds and a batch; a large model
is written less often, see below."""

AFTER_FAILURE_S = 30.0

BYTES_A_SECOND = 2**22
"""So that a disk is not worn out by a model of a gigabyte."""

WRITING_SHARE = 1 / 50
"""What writing may take of a processor."""

_CRASH_CHARACTERS = 4000
_SLACK_S = 120.0


@dataclass(frozen=True, slots=True)
class RunCopy:
    """A run as it is now, up to the moment of its model."""

    run: Run
    curve: Curve
    corpus: Corpus
    model: Checkpoint


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """Whose models lie there now, when to write the next ones, and what stood against it."""

    run_ids: tuple[str, ...]
    wait: float
    refused: Sentence | None = None


@dataclass(frozen=True, slots=True)
class LeftSession:
    """A run whose session ended unexpectedly; without a `position` it cannot go on: `problem`.

    `crash` is what the process could still say of its end, such as a traceback.
    """

    run: Run
    twin: Run | None
    difference: Difference
    position: Position | None
    problem: Sentence | None = None
    crash: str = ""

    @property
    def complete(self) -> bool:
        """Whether the run had come to its end."""
        place = self.position
        return place is not None and place.epoch >= self.run.experiment.train.epochs


def put_on_record(
    store: RunStore, entries: Sequence[RunCopy], owner: Owner, difference: Difference | None = None
) -> CopyOutcome:
    """Write the run of a process and its twin, in this order, and mark them as under way there.

    Raises:
        sqlite3.Error: The table cannot be written.
    """
    models = store.models
    if models is None:
        return CopyOutcome((), AFTER_FAILURE_S)
    began = time.thread_time()
    try:
        written = _write(store, models, entries)
        store.owners.set(owner, written, difference)
        store.trim_models()
    except PlaygroundError as error:
        return CopyOutcome((), AFTER_FAILURE_S, _refusal(error))
    sizes = models.sizes()
    size = sum(sizes.get(run_id, 0) for run_id in written)
    took = time.thread_time() - began
    return CopyOutcome(written, max(INTERVAL_S, size / BYTES_A_SECOND, took / WRITING_SHARE))


def examine(store: RunStore, left: LeftRuns, crash_log: Path | None = None) -> LeftSession | None:
    """Read what a dead process has left, and whether it can go on; None if its run is not known."""
    run, models = store.run(left.run_id), store.models
    if run is None or models is None:
        return None
    twin = store.run(left.twin_id) if left.twin_id else None
    for run_id in filter(None, (left.run_id, left.twin_id)):
        models.sweep(run_id)
    position, problem = None, None
    try:
        position = load_checkpoint(models.path(run.id)).snapshot.position
    except CheckpointError as error:
        problem = reason_of(error)
    crash = "" if crash_log is None else _crash_text(crash_log, left.seen)
    return LeftSession(run, twin, left.difference, position, problem, crash)


def _write(store: RunStore, models: ModelFolder, entries: Sequence[RunCopy]) -> tuple[str, ...]:
    for entry in entries:
        store.put(with_digest(entry.run, entry.corpus), entry.curve)
    for entry in entries:
        save_unasked(models.path(entry.run.id), entry.model)
    return tuple(entry.run.id for entry in entries)


def _refusal(error: PlaygroundError) -> Sentence:
    return Sentence(_NOT_ON_RECORD, {"reason": reason_of(error)}, context="Runs")


def _crash_text(path: Path, since: float) -> str:
    """Return the end of the crash log, if something was written to it since then."""
    try:
        if path.stat().st_mtime < since - _SLACK_S:
            return ""
        return path.read_text("utf-8", "replace")[-_CRASH_CHARACTERS:].strip()
    except OSError:
        return ""


_NOT_ON_RECORD = QT_TRANSLATE_NOOP(
    "Runs",
    "The run under way cannot be put on record ({reason}). Training goes on; it is tried again "
    "every half minute.",
)
