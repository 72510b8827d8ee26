"""Longer questions to the model, answered in slices between batches."""

from __future__ import annotations

import time

from lstm_gui.core.inspection import Job, ModelAccess
from lstm_gui.core.mailbox import Outbox
from lstm_gui.core.messages import Inspect, InspectDone, InspectProgress
from lstm_gui.core.training import Training

__all__ = ["INSPECT_BUDGET_S", "Questions"]

INSPECT_BUDGET_S = 0.006
INSPECT_SHARE, INSPECT_LONGEST_S = 0.2, 0.05
"""How long a turn may hold up training: at least so long, and a fifth of what a long batch took,
for beside batches of 0.2 s a search of the text would take minutes."""

PROGRESS_INTERVAL_S = 0.1


class Questions:
    """Answers one question at a time: a new one supersedes the one under way."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._inspection: _Inspection | None = None

    @property
    def busy(self) -> bool:
        """Whether a question is under way."""
        return self._inspection is not None

    def begin(self, command: Inspect, training: Training | None) -> None:
        """Put a question to a model in training; without one it is given up at once."""
        self.cancel()
        if training is None:
            self._outbox.put(InspectDone(command.id, None))
            return
        self._inspection = _Inspection(command.id, command.job, training, self._outbox)

    def turn(self, trained_s: float) -> None:
        """Go on for the share that is due beside a batch of `trained_s` seconds."""
        assert self._inspection is not None
        share = min(INSPECT_SHARE * trained_s, INSPECT_LONGEST_S)
        if self._inspection.turn(max(share, INSPECT_BUDGET_S)):
            self._inspection = None

    def cancel(self, number: int | None = None) -> None:
        """Give up what is under way, or only the question with this number."""
        inspection = self._inspection
        if inspection is not None and number in (None, inspection.id):
            self._inspection = None
            inspection.cancel()


class _Inspection:
    """One question, and how far it is."""

    def __init__(self, number: int, job: Job[object], training: Training, outbox: Outbox) -> None:
        self.id = number
        self._outbox = outbox
        self._told = 0.0
        access = ModelAccess(
            training.backend, training.vocabulary, training.corpus, training.experiment.model
        )
        self._steps = job.steps(access)

    def turn(self, budget: float) -> bool:
        """Work for `budget` seconds; True once the answer is sent."""
        ends = time.perf_counter() + budget
        fraction = 0.0
        while time.perf_counter() < ends:
            try:
                fraction = next(self._steps)
            except StopIteration as end:
                self._outbox.put(InspectDone(self.id, end.value))
                return True
        now = time.perf_counter()
        if now - self._told > PROGRESS_INTERVAL_S:
            self._told = now
            self._outbox.put(InspectProgress(self.id, fraction))
        return False

    def cancel(self) -> None:
        """Give the question up."""
        self._outbox.put(InspectDone(self.id, None))
