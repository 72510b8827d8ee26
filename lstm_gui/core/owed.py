"""What a run still owes to those who asked: a step, an epoch, a slow step, and what an epoch's
end brings: samples, and a reading of the part held out."""

from __future__ import annotations

from lstm_gui.core.reading_held_out import HeldOutReading
from lstm_gui.core.slow_step import SlowStep
from lstm_gui.core.turns import SampleTurns

__all__ = ["Owed"]


class Owed:
    """What is to be done, whatever the run's state; what is done in turns comes first."""

    def __init__(self) -> None:
        self.step = False
        self.epoch = False
        """Pause at the epoch's end."""
        self.slow: SlowStep | None = None
        self.samples: SampleTurns | None = None
        self.reading = HeldOutReading()

    @property
    def turns(self) -> bool:
        """Whether something is under way for which training waits."""
        return self.samples is not None or self.reading.under_way

    @property
    def taking_apart(self) -> bool:
        """Whether a slow step has something to compute now."""
        return self.slow is not None and not self.slow.ready and not self.turns

    def drop(self, *, turns: bool) -> None:
        """Give up all of it; what is done in turns only if told so."""
        self.step = self.epoch = False
        slow, self.slow = self.slow, None
        if slow is not None:
            slow.cancel()
        if turns:
            self.samples = None
            self.reading.drop()

    def hand_over(self, run: int) -> None:
        """Let what is done in turns belong to another run: one that goes on from this moment."""
        if self.samples is not None:
            self.samples.hand_over(run)
        self.reading.hand_over(run)

    def drop_slow(self, number: int) -> None:
        """Give up the slow step of this number."""
        if self.slow is not None and self.slow.id == number:
            self.drop(turns=False)

    def begin_again(self) -> None:
        """Let a slow step use the settings of now."""
        if self.slow is not None:
            self.step = False
            self.slow.begin_again()
