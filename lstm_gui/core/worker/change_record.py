"""The record of a run's changes, which is sent to the window without the weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.model.backend import Snapshot
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.carry_over import Basis
from lstm_gui.core.training.changes import Change, ChangeLog, RunMoment, Who
from lstm_gui.core.training.loop import Training
from lstm_gui.core.worker.events import ChangesUpdated
from lstm_gui.core.worker.mailbox import Outbox

__all__ = ["ChangeRecord", "Noted"]

Noted = Literal["begun", "noted", "amended", "withdrawn", "same"]
"""What became of a change: the record begins anew, it is on record, it is in the last one, it has
taken the last one back, or there was none."""


class ChangeRecord:
    """Keeps what was changed in a run, and the way back."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._log = ChangeLog(Experiment())
        self._gesture = 0

    def begin(self, training: Training) -> None:
        """Begin with another run."""
        self._log = ChangeLog(training.experiment)
        self.publish(training.run)

    def note(
        self,
        training: Training,
        before: Experiment,
        snapshot: Snapshot,
        corpus: Corpus | None = None,
        *,
        who: Who = "user",
        gesture: int = 0,
        like: Noted | None = None,
    ) -> Noted:
        """Put a change on record, unless nothing had been learned that it could touch.

        Args:
            training: The run after the change.
            before: The settings before it.
            snapshot: The model just before it.
            corpus: The text before it, if that may be another one.
            who: Whose idea it was.
            gesture: Those with the same number, such as the moves of a slider, are one change.
            like: What became of it in the record of another run, which this one must match.
        """
        other_text = corpus is not None and corpus.text != training.corpus.text
        noted = self._amended(training, like)
        if noted is None:
            changed = training.experiment != before or other_text
            noted = like or self._kind(training, snapshot, gesture, changed=changed)
        if noted == "begun":
            self.begin(training)
        elif noted == "noted":
            texts = (corpus, training.corpus) if other_text else (None, None)
            self._append(training, before, snapshot, texts=texts, who=who, back_to=None)
        elif noted != "same":
            self.publish(training.run)
        return noted

    def _kind(
        self, training: Training, snapshot: Snapshot, gesture: int, *, changed: bool
    ) -> Noted:
        """Tell what becomes of a change; one that goes on with the last is in that already."""
        if snapshot.position.step == 0:
            return "begun"
        if not changed:
            return "same"
        goes_on, self._gesture = gesture != 0 and gesture == self._gesture, gesture
        count = len(self._log.changes)
        if not (goes_on and self._log.amend(training.experiment)):
            return "noted"
        if len(self._log.changes) == count:
            return "amended"
        self._gesture = 0  # back where it began: what follows is new again
        return "withdrawn"

    def _amended(self, training: Training, like: Noted | None) -> Noted | None:
        """Amend the last change if that was done in the other record; None if it was not."""
        if like not in ("amended", "withdrawn"):
            return None
        done = self._log.amend(training.experiment, withdraw=like == "withdrawn")
        return like if done else "begun"

    def note_return(self, training: Training, before: Experiment, left: Snapshot) -> None:
        """Put on record that the run has gone back to its best model.

        Args:
            training: The run, back there.
            before: The settings before it went back.
            left: The model just before it went back.
        """
        self._gesture = 0
        epoch = training.position.epoch
        self._append(training, before, left, texts=(None, None), who="watch", back_to=epoch)

    def _append(
        self,
        training: Training,
        before: Experiment,
        snapshot: Snapshot,
        *,
        texts: tuple[Corpus | None, Corpus | None],
        who: Who,
        back_to: int | None,
    ) -> None:
        place = snapshot.position
        x = place.x(Basis(before, texts[0] or training.corpus).batches)
        change = Change(
            revision=len(self._log.changes) + 1,
            x=x if back_to is None else float(back_to),
            step=place.step,
            who=who,
            before=before,
            after=training.experiment,
            snapshot=snapshot,
            corpus_before=texts[0],
            corpus_after=texts[1],
            back_to=back_to,
        )
        self._log.append(change)
        self.publish(training.run)

    def undo(self, training: Training) -> RunMoment | None:
        """Return the moment before the last change, or None."""
        self._gesture = 0
        return self._log.undo(training.sound_snapshot())

    def redo(self) -> RunMoment | None:
        """Return the moment that the next change had led to, or None."""
        return self._log.redo()

    def branch(self) -> RunMoment | None:
        """Go on with the past that led here, and return the end of what was undone, if any was.

        That end belongs to the run that is left.
        """
        end, self._log = self._log.end(), self._log.branch()
        return end

    def publish(self, run: int) -> None:
        """Send the window what stands on record."""
        log = self._log
        undo = log.changes[-1] if log.changes and log.undo_refusal() is None else None
        redo = log.undone[0] if log.undone and log.redo_refusal() is None else None
        slim = tuple(replace(change, snapshot=None) for change in log.changes)
        self._outbox.put(ChangesUpdated(run, slim, _slim(undo), _slim(redo)))


def _slim(change: Change | None) -> Change | None:
    """Leave the weights behind: the window needs the words only."""
    return None if change is None else replace(change, snapshot=None)
