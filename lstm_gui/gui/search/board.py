"""What is known of a study in the window: its trials, the best, and what mattered. No widgets."""

from __future__ import annotations

from lstm_gui.core.search_events import (
    BestTold,
    MatteredTold,
    SearchEvent,
    StudyTold,
    TrialTold,
    UnderWay,
    UnderWayTold,
)

__all__ = ["Board"]


class Board:
    """Takes the events of a search and knows where it stands."""

    def __init__(self) -> None:
        self.study: StudyTold | None = None
        self.trials: dict[int, TrialTold] = {}
        self.best: BestTold | None = None
        self.mattered: MatteredTold | None = None
        self.ended = 0
        """How many trials count; those that were queued again do not."""
        self.under_way: tuple[UnderWay, ...] = ()

    def take(self, event: SearchEvent) -> None:
        """Take note of an event."""
        match event:
            case StudyTold():
                self.study = event
            case TrialTold():
                self.trials[event.number] = event
            case BestTold():
                self.best = event
            case MatteredTold():
                self.mattered = event
            case UnderWayTold():
                self.ended, self.under_way = event.ended, event.trials
            case _:
                pass

    def rest(self) -> None:
        """Take note that nobody here trains any more."""
        self.under_way = ()

    @property
    def begun(self) -> int:
        """How many trials have ended or are under way."""
        return self.ended + len(self.under_way)

    @property
    def results(self) -> tuple[TrialTold, ...]:
        """The trials that came as far as a score, by their number."""
        return tuple(t for _, t in sorted(self.trials.items()) if t.score is not None)

    @property
    def holds_out(self) -> bool:
        """Whether trials are compared by what is held out."""
        return self.study is not None and self.study.measure == "held_out"
