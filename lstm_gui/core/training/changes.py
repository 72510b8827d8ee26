"""The log of changes to a run's settings, with undo and redo.

The record is a chain of moments. Moment 0 is just before the first change, moment k just before
the change after change k, and the last one is the present. `undo` goes one moment back: to the
settings before a change and the snapshot taken then. `redo` goes one forward; to make that exact,
`undo` is given the present when it leaves the end of the chain. What is trained after an undo is
not on the record: a change made there drops what could have been redone, unless `branch` has put
it into a log of its own before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.model.backend import Snapshot
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.difference import differences, text_change
from lstm_gui.core.settings.experiment import Experiment

__all__ = ["Change", "ChangeLog", "RunMoment", "Who", "described", "size_of"]

Who = Literal["user", "watch"]

SNAPSHOT_BYTES = 512 * 2**20
"""What the snapshots of a log may take together; the newest two are kept whatever they take."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of settings, or a return to the best model.

    `x` is where it stands on the epoch axis. `back_to` is the epoch of the best model, None for a
    change of settings. `snapshot` is the model just before it, or None once it was dropped to save
    memory. The texts are those before and after; None where it stayed.
    """

    revision: int
    x: float
    step: int
    who: Who
    before: Experiment
    after: Experiment
    snapshot: Snapshot | None
    corpus_before: Corpus | None = None
    corpus_after: Corpus | None = None
    back_to: int | None = None


@dataclass(frozen=True, slots=True)
class RunMoment:
    """Where undo or redo leads: settings, model, and the text if it is another one than now.

    `change` is the one that was undone or redone.
    """

    experiment: Experiment
    snapshot: Snapshot
    corpus: Corpus | None
    change: Change


class ChangeLog:
    """All changes of one run, and how far they are in force.

    Args:
        start: The settings that the run began with.
        budget: How many bytes the snapshots may take together.
    """

    def __init__(self, start: Experiment, *, budget: int = SNAPSHOT_BYTES) -> None:
        self.start = start
        self.budget = budget
        self._changes: list[Change] = []
        self._done = 0
        self._end: Snapshot | None = None
        self.dropped = 0
        """How many snapshots were dropped to save memory; their changes cannot be undone."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes in force, the oldest first."""
        return tuple(self._changes[: self._done])

    @property
    def undone(self) -> tuple[Change, ...]:
        """The changes that can be redone, the next one first."""
        return tuple(self._changes[self._done :])

    @property
    def current(self) -> Experiment:
        """The settings that the changes in force have led to."""
        return self._changes[self._done - 1].after if self._done else self.start

    @property
    def held_bytes(self) -> int:
        """How much the snapshots take."""
        kept = [change.snapshot for change in self._changes] + [self._end]
        return sum(size_of(snapshot) for snapshot in kept if snapshot is not None)

    def append(self, change: Change) -> None:
        """Record a change; what could have been redone is dropped.

        Raises:
            ValueError: It does not begin with the current settings.
        """
        if change.before != self.current:
            raise ValueError("a change must begin with the settings that are in force")
        del self._changes[self._done :]
        self._changes.append(change)
        self._done, self._end = len(self._changes), None
        self._economise()

    def amend(self, after: Experiment, *, withdraw: bool | None = None) -> bool:
        """Let the last change lead to other settings; False if it is not the present one.

        A change that leads nowhere is taken off the record; `withdraw` decides it otherwise.
        """
        if not self._done or self._done < len(self._changes):
            return False
        last = self._changes[-1]
        if withdraw is None:
            withdraw = after == last.before and last.corpus_after is None
        if withdraw:
            self._changes.pop()
            self._done -= 1
        else:
            self._changes[-1] = replace(last, after=after)
        return True

    def undo_refusal(self) -> Sentence | None:
        """Tell why nothing can be undone, or None if it can."""
        if not self._done:
            return say(QT_TRANSLATE_NOOP("Steering", "There is no change to undo."))
        return None if self._changes[self._done - 1].snapshot is not None else say(_DROPPED)

    def redo_refusal(self) -> Sentence | None:
        """Tell why nothing can be redone, or None if it can."""
        if self._done == len(self._changes):
            return say(QT_TRANSLATE_NOOP("Steering", "There is no change to redo."))
        return None if self._snapshot_of(self._done + 1) is not None else say(_DROPPED)

    def undo(self, now: Snapshot) -> RunMoment | None:
        """Go back to just before the last change in force; None where that is refused.

        Args:
            now: The present model, to which the last redo leads back.
        """
        if self.undo_refusal() is not None:
            return None
        if self._done == len(self._changes):
            self._end = now
        self._done -= 1
        change = self._changes[self._done]
        assert change.snapshot is not None
        self._economise()
        return RunMoment(change.before, change.snapshot, change.corpus_before, change)

    def redo(self) -> RunMoment | None:
        """Go forward to where the next change had led by the one after it; None if refused."""
        snapshot = None if self.redo_refusal() else self._snapshot_of(self._done + 1)
        if snapshot is None:
            return None
        change = self._changes[self._done]
        self._done += 1
        return RunMoment(change.after, snapshot, change.corpus_after, change)

    def end(self) -> RunMoment | None:
        """Return where the last of the undone changes had led; None if nothing is undone."""
        undone = self.undone
        if not undone or self._end is None:
            return None
        corpora = [change.corpus_after for change in undone if change.corpus_after is not None]
        return RunMoment(undone[-1].after, self._end, corpora[-1] if corpora else None, undone[-1])

    def branch(self) -> ChangeLog:
        """Return the log of a second run that begins here: the same past and no future.

        This log keeps its future, so both runs stay.
        """
        twin = ChangeLog(self.start, budget=self.budget)
        twin._changes, twin._done = self._changes[: self._done], self._done
        twin.dropped = sum(change.snapshot is None for change in twin._changes)
        return twin

    def _snapshot_of(self, moment: int) -> Snapshot | None:
        return self._end if moment == len(self._changes) else self._changes[moment].snapshot

    def _economise(self) -> None:
        """Drop the oldest snapshots until the rest fits; the entries stay."""
        excess = self.held_bytes - self.budget
        for place, change in enumerate(self._changes[:-1]):
            if excess <= 0:
                return
            if change.snapshot is not None:
                excess -= size_of(change.snapshot)
                self._changes[place] = replace(change, snapshot=None)
                self.dropped += 1


_DROPPED = QT_TRANSLATE_NOOP(
    "Steering",
    "This change is on record, but its snapshot was dropped to save memory, so there is no exact "
    "way back.",
)


def size_of(snapshot: Snapshot) -> int:
    """Return how many bytes the arrays of a snapshot take."""
    memory = snapshot.memory
    states = [] if memory is None else [a for a in (memory.h, memory.c) if a is not None]
    arrays = [*snapshot.weights.values(), *snapshot.optimizer.values(), *states]
    return sum(array.nbytes for array in arrays)


def described(change: Change) -> tuple[Sentence, ...]:
    """Tell what a change has changed, such as "Learning rate 0.01 → 0.003", one setting each."""
    found = list(differences(change.before, change.after))
    if change.back_to is not None:
        back = QT_TRANSLATE_NOOP("Steering", "back to epoch {epoch}, the best on held-out text")
        found.insert(0, say(back, epoch=thousands(change.back_to)))
    if change.corpus_after is not None:
        corpora = (change.corpus_before, change.corpus_after)
        names = ["" if corpus is None else corpus.name for corpus in corpora]
        found.append(text_change(*names))
    return tuple(found)
