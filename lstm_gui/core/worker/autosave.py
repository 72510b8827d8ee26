"""Autosave: when to copy the runs, so that they can go on there after a crash.

Copies are asked for one at a time, so that a slow disk cannot pile them up, and written by who
asked. While a run trains, its last good moment will do, which is there already and costs nothing.
"""

from __future__ import annotations

import logging
import time
import traceback

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Position
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.training.loop import Training
from lstm_gui.core.worker.events import AutosaveReady, Failure
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import RunState
from lstm_gui.core.worker.twin import Twin

__all__ = ["Autosave"]

LEAST_S = 1.0
"""A run that rests is copied soon, but not at every step that a person takes."""

COST_SHARE = 1 / 100
"""What copying may take of the time between two copies, however large the model is. Only the time
of the processor counts: where others are at work, a run must not be copied less often for that."""

AFTER_FAILURE_S = 60.0

_NO_COPY = QT_TRANSLATE_NOOP(
    "Errors",
    "The run under way could not be copied ({reason}), so a crash would lose it. Training goes on; "
    "it is tried again every minute.",
)

_log = logging.getLogger(__name__)


class Autosave:
    """Sends a copy of the runs, once they have moved on and it is time.

    Args:
        outbox: Where the copies go.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._after: float | None = None
        """When the copy that is asked for is due; None while none is."""
        self._last_at = -LEAST_S
        self._cost = 0.0
        self._last: tuple[object, ...] = ()
        self._again = False
        self._said = False

    def request(self, after: float, *, again: bool = False) -> None:
        """Send a copy in so many seconds, or later if copying takes long.

        Args:
            after: How many.
            again: The last one was of no use, so this one may be of the same moment.
        """
        self._again = again
        if again:
            self._last = ()
        self._after = time.perf_counter() + max(after, self._cost / COST_SHARE)

    def wait(self, runner: Runner, twin: Twin | None) -> float | None:
        """Return in how many seconds a copy is due; None if there is nothing to copy."""
        training = runner.training
        if self._after is None or training is None or runner.state is RunState.FAILED:
            return None
        if runner.between_epochs or not training.position.step:
            return None
        beside = None if twin is None else twin.training
        if self._last == _moments((training, beside), (training, beside)):
            return None
        rest = not self._again and not runner.busy and not (twin is not None and twin.busy)
        due = min(self._after, self._last_at + LEAST_S) if rest else self._after
        return max(due - time.perf_counter(), 0.0)

    def turn(self, runner: Runner, twin: Twin | None) -> None:
        """Send a copy if it is time; whatever goes wrong, training goes on."""
        if self.wait(runner, twin) != 0.0:
            return
        began, beside = time.thread_time(), twin.training if twin is not None else None
        self._after = None
        try:
            # Twins are copied at one place; a run that rests, exactly where it rests.
            recent = runner.busy and beside is None
            model = _sound_checkpoint(runner.model, recent=recent)
            second = None if beside is None else _sound_checkpoint(beside)
        except Exception as error:  # such as no memory for a copy
            self._say(error)
            self.request(AFTER_FAILURE_S, again=True)
            return
        self._said = False
        self._last = _moments((runner.model, beside), (model, second))
        self._last_at = time.perf_counter()
        self._cost = time.thread_time() - began
        self._outbox.put(AutosaveReady(runner.run, model, second))

    def _say(self, error: Exception) -> None:
        _log.info("no copy of the run", exc_info=error)
        if not self._said:
            self._said = True
            details = "".join(traceback.format_exception(error))
            values = {"reason": str(error) or type(error).__name__}
            self._outbox.put(Failure("autosave", _NO_COPY, values, details, help="storage"))


def _sound_checkpoint(training: Training, *, recent: bool = False) -> Checkpoint:
    """Return the model as it is, or its last good weights if they are no longer numbers.

    With `recent`, that of a few seconds ago will do, if it is at hand.
    """
    snapshot = training.recent_snapshot() if recent else None
    return training.checkpoint(snapshot or training.sound_snapshot())


def _moments(
    runs: tuple[Training | None, ...], at: tuple[Training | Checkpoint | None, ...]
) -> tuple[object, ...]:
    """Tell one moment of the runs from another, with other settings as another moment."""
    places = (_place(one) for one in at)
    return tuple(
        (run.run, id(run.experiment), place)
        for run, place in zip(runs, places, strict=True)
        if run is not None
    )


def _place(one: Training | Checkpoint | None) -> Position | None:
    if isinstance(one, Checkpoint):
        return one.snapshot.position
    return None if one is None else one.position
