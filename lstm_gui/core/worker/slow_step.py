"""A step in slow motion: the batch is taken apart in slices, then the engine takes it as always.

The parts are computed from copies, so the run goes on exactly as if nobody had looked.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass

from lstm_gui.core.inspection.anatomy import StepAnatomy, take_apart
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.events import InspectDone, InspectProgress
from lstm_gui.core.worker.mailbox import Outbox

__all__ = ["SlowStep", "SlowStepDone"]

PROGRESS_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True)
class SlowStepDone:
    """A step in numbers, and what the engine says about the same step.

    `step` is None if training broke down there.
    """

    run: int
    epoch: int
    batch: int
    batches: int
    anatomy: StepAnatomy
    step: StepDone | None


class SlowStep:
    """The next batch, on its way to being taken apart.

    Args:
        number: The number its answer carries.
        outbox: Where progress and answer go.
    """

    def __init__(self, number: int, outbox: Outbox) -> None:
        self.id = number
        self._outbox = outbox
        self._told = 0.0
        self._slices: Generator[float, None, StepAnatomy] | None = None
        self._anatomy: StepAnatomy | None = None

    @property
    def ready(self) -> bool:
        """Whether all is computed, so that the engine can take the step."""
        return self._anatomy is not None

    def begin_again(self) -> None:
        """Forget what was computed, since settings have changed."""
        self._slices = self._anatomy = None

    def turn(self, training: Training, budget: float) -> None:
        """Compute for `budget` seconds."""
        ends = time.perf_counter() + budget
        if self._slices is None:
            self._slices = take_apart(training.upcoming())
        fraction = 0.0
        while time.perf_counter() < ends:
            try:
                fraction = next(self._slices)
            except StopIteration as end:
                self._anatomy = end.value
                return
        now = time.perf_counter()
        if now - self._told > PROGRESS_INTERVAL_S:
            self._told = now
            self._outbox.put(InspectProgress(self.id, fraction))

    def finish(self, training: Training, step: StepDone | None) -> None:
        """Send the answer, now that the engine has taken the step."""
        assert self._anatomy is not None
        place = training.position
        if step is not None:
            epoch, batch = step.epoch, step.batch
        else:
            epoch, batch = place.epoch + 1, place.batch + 1
        done = SlowStepDone(training.run, epoch, batch, training.batches, self._anatomy, step)
        self._outbox.put(InspectDone(self.id, done))

    def cancel(self) -> None:
        """Give it up."""
        self._outbox.put(InspectDone(self.id, None))
