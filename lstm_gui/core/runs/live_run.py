"""A run while it is trained: its row and curve grow, go back with an undo, and forward again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.runs.run import Curve, KeptChange, Run, summed_up, thinned
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.curves import CurveBuffer
from lstm_gui.core.training.progress import EpochDone, HeldOutDone
from lstm_gui.core.worker.events import Travel

__all__ = ["LiveRun", "spread"]

_MOST_CHANGES = 1000


_MOST_PARTS = 64


@dataclass(frozen=True, slots=True)
class _Part:
    """The end of a curve that a move took off: from where, to where, and on which side it lies.

    `rows` are of epochs, batches and readings of the part held out.

    What lies ahead comes back with a redo, what lies behind with an undo: a run that went back to
    its best model left a longer curve behind.
    """

    start: float
    end: float
    rows: tuple[Doubles, Doubles, Doubles]
    ahead: bool


class LiveRun:
    """The record of one run under way.

    An undo takes the end of the curve off. It is kept, however much is trained from there, until
    a change of settings drops it, as the log of changes does. So is the curve of a run that went
    back to its best model, for an undo leads there.

    Args:
        run: Its row; the digest of the text is left to whoever has the time to work it out.
        corpus: The text that it is trained on.
        curve: What is known of it from before.
    """

    def __init__(self, run: Run, corpus: Corpus, curve: Curve | None = None) -> None:
        curve = curve or Curve()
        self.corpus = corpus
        self._run = run
        self._earlier = run.changes
        self._epochs = CurveBuffer(curve.epochs)
        self._batches = CurveBuffer(curve.batches, thinned)
        self._held_out = CurveBuffer(curve.held_out)
        self._parts: list[_Part] = []
        self._x = float(curve.batches[0, -1]) if curve.batches.size else 0.0
        self._can_redo = False
        self._far_end: tuple[Run, Curve] | None = None

    @property
    def id(self) -> str:
        """What it is called in the store."""
        return self._run.id

    @property
    def learned(self) -> bool:
        """Whether there is anything to keep."""
        return len(self._batches) > 0

    @property
    def earlier(self) -> tuple[KeptChange, ...]:
        """The changes on record from before it was taken up again."""
        return self._earlier

    @property
    def row(self) -> Run:
        """The row as it is now, without a new sum."""
        return self._run

    def add_steps(self, x: ArrayLike, loss: ArrayLike, *, last: int, seconds: float) -> None:
        """Add batches that took so many seconds together; the last one was step `last`."""
        places = np.asarray(x, np.float64)
        steps, times = spread(self._batches.rows[[0, 1, 3]], places, last, seconds)
        self._batches.append(np.stack([places, steps, np.asarray(loss, np.float64), times]))
        self._x = float(places[-1])

    def add_epochs(self, epochs: Sequence[EpochDone]) -> None:
        """Add finished epochs."""
        self._epochs.append(self._points(epochs))

    def add_held_out(self, reading: HeldOutDone) -> None:
        """Add a reading of the part held out."""
        self._held_out.append(self._points([reading]))

    def set_experiment(self, experiment: Experiment) -> None:
        """Go on with other settings."""
        self._run = self._run.model_copy(update={"experiment": experiment})

    def go_on(self, experiment: Experiment, corpus: Corpus, x: float, travel: Travel) -> None:
        """Go on from `x` epochs: back before a change, forward again, or with other settings."""
        if travel == "undo" and not self._can_redo:
            self._far_end = self.present()
        part = self._part_to(x, ahead=travel == "redo") if travel in ("undo", "redo") else None
        end, start = self._x, x if part is None else part.start
        gone = self._cut(start)
        if part is not None:
            self._parts.remove(part)
            for tape, rows in zip(self._tapes, part.rows, strict=True):
                tape.append(rows)
            self._cut(x)
        if travel == "undo" or gone[1].shape[1]:
            self._parts.append(_Part(start, end, gone, ahead=travel == "undo"))
            del self._parts[:-_MOST_PARTS]
        self._x = x
        self.corpus = corpus
        update = {"experiment": experiment, "corpus": corpus.name[:500]}
        self._run = self._run.model_copy(update=update)

    def set_source(self, source: str) -> None:
        """Take note of where the text was opened, for it can change under a run."""
        self._run = self._run.model_copy(update={"source": source})

    def set_changes(self, changes: Sequence[Change], *, redo: bool) -> None:
        """Take what is on record now; `redo` tells whether there is a way forward again."""
        kept = (*self._earlier, *(KeptChange.of(change) for change in changes))
        self._run = self._run.model_copy(update={"changes": kept[-_MOST_CHANGES:]})
        self._can_redo = redo
        if not redo:
            self._far_end = None
            self._parts = [part for part in self._parts if not part.ahead]

    def present(self) -> tuple[Run, Curve]:
        """Return the row and the curve up to now; both are copies."""
        curve = Curve(*(tape.rows.copy() for tape in self._tapes))
        return summed_up(self._run, curve), curve

    def whole(self) -> tuple[Run, Curve]:
        """Return the row and the curve with all that was undone."""
        return self.present() if self._far_end is None else self._far_end

    def branch(self) -> LiveRun:
        """Return a second run with the same past, and without what was undone."""
        run, curve = self.present()
        own = {"id": uuid.uuid4().hex, "number": 0, "name": "", "notes": "", "pinned": False}
        row = run.model_copy(update={**own, "origin": "branch", "parent": run.id})
        twin = LiveRun(row, self.corpus, curve)
        twin._earlier = self._earlier
        twin._parts = [part for part in self._parts if not part.ahead]
        return twin

    @property
    def _tapes(self) -> tuple[CurveBuffer, CurveBuffer, CurveBuffer]:
        return self._epochs, self._batches, self._held_out

    def _cut(self, x: float) -> tuple[Doubles, Doubles, Doubles]:
        return self._epochs.cut(x), self._batches.cut(x), self._held_out.cut(x)

    def _points(self, done: Sequence[EpochDone | HeldOutDone]) -> Doubles:
        """Return what was measured at the ends of epochs as columns, with the time until then."""
        numbers = np.array([one.epoch for one in done], np.float64)
        rows = self._batches.rows
        elapsed = np.interp(numbers, rows[0], rows[3]) if len(self._batches) else 0 * numbers
        return np.stack([numbers, np.array([one.perplexity for one in done]), elapsed])

    def _part_to(self, x: float, *, ahead: bool) -> _Part | None:
        """Return the part that a move to `x` brings back: one that ends there, or reaches it."""
        parts = [part for part in reversed(self._parts) if part.ahead is ahead]
        exact = (part for part in parts if part.end == x)
        reaching = (part for part in parts if ahead and part.start <= x < part.end)
        return next(exact, None) or next(reaching, None)


def spread(
    known: Doubles, places: Doubles, last: int | None, seconds: float
) -> tuple[Doubles, Doubles]:
    """Number new batches and tell when each ended, from what is known of those before.

    Args:
        known: x, number and seconds of the earlier batches, (3, points).
        places: x of the new ones.
        last: The number of the last one; None for the next numbers.
        seconds: What they took together.
    """
    before = int(np.searchsorted(known[0], places[0], "left"))
    step, elapsed = (float(v) for v in known[1:, before - 1]) if before else (0.0, 0.0)
    if last is None:
        last = round(step) + places.size
    if not before or step >= last:
        step = float(last - places.size)
    numbers = np.linspace(step, last, places.size + 1)[1:]
    return numbers, np.linspace(elapsed, elapsed + seconds, places.size + 1)[1:]
