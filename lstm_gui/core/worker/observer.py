"""Reads the memory of the model in training, for the heat map and the time machine.

It costs nothing while nobody looks.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from lstm_gui.core.inspection.time_machine import due
from lstm_gui.core.training.loop import Training
from lstm_gui.core.worker.events import Cells, MomentRecorded
from lstm_gui.core.worker.mailbox import Outbox

__all__ = ["Observation", "Observer"]

CELLS_INTERVAL_S = 0.33
CELLS_SHARE = 0.02
"""The memory is read at most three times a second, and for at most 2 % of the time."""

EARLY_STEPS = 16
"""Most is learned at the beginning: its moments are kept whatever they cost, 0.2 s in all."""

LONGEST_INTERVAL_S = 1.0


@dataclass(frozen=True, slots=True)
class Observation:
    """What was read, and whether it is one of the time machine's moments."""

    cells: Cells
    recorded: bool


class Observer:
    """Reads the probe text with the model as it is, when somebody looks and time allows."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._probe: str | None = None
        self._stale = False
        self._next = 0.0
        self._recorded: int | None = None

    @property
    def probe(self) -> str | None:
        """The text that is read; None while nobody looks."""
        return self._probe

    def set_probe(self, text: str | None) -> None:
        """Look at another text; None while nobody looks."""
        if text != self._probe and text is not None:
            self._recorded = None
        self._probe = text
        self._stale, self._next = True, 0.0

    def forget(self) -> None:
        """Begin afresh with another model."""
        self._stale, self._next, self._recorded = True, 0.0, None

    def mark_stale(self) -> None:
        """Note that the model is another one than when it was looked at."""
        self._stale = True

    @property
    def waits_for_viewer(self) -> bool:
        """Whether there is something to show that has not been taken yet."""
        return self._stale and self._probe is not None

    def turn(
        self, training: Training, run: int, perplexity: float, *, like: Observation | None = None
    ) -> Observation | None:
        """Read the probe text if that is due; return what was read, to be offered.

        Args:
            like: What was read with another model, beside which this one is to be seen.
        """
        now = time.perf_counter()
        place = training.position
        recording = like.recorded if like is not None else due(place.step, self._recorded)
        early = recording and _early(place.step)
        if self._probe is None or (like is None and now < self._next and not early):
            return None
        wanted = like is not None or (self._stale and self._outbox.wants(Cells, run))
        if not recording and not wanted:
            return None
        vocabulary = training.vocabulary
        known = "".join(c for c in self._probe if not vocabulary.unknown(c))
        self._stale = False
        if not known:
            return None
        trace = training.backend.trace(vocabulary.encode(known))
        cost = (time.perf_counter() - now) / CELLS_SHARE
        # The first reading can take long, as libraries are loaded; the next need not wait so.
        self._next = now + min(max(CELLS_INTERVAL_S, cost), LONGEST_INTERVAL_S)
        if recording:
            self._recorded = place.step
            x = place.x(training.batches)
            event = MomentRecorded(run, place.step, place.epoch, x, perplexity, known, trace)
            self._outbox.put(event)
        return Observation(Cells(run, place.step, place.epoch, known, trace), recording)


def _early(step: int) -> bool:
    """Tell whether a moment is kept even if the memory was read a short while ago."""
    return step <= EARLY_STEPS or (step <= 4 * EARLY_STEPS and step % 4 == 0)
