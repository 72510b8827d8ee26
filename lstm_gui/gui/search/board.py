"""What is known of a study in the window: its trials, the best, and what mattered. No widgets."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence

from lstm_gui.core.corpus.named_texts import names_file
from lstm_gui.core.corpus.text import SHIPPED
from lstm_gui.core.files import path_of, shown
from lstm_gui.core.runs.run import Curve, Run
from lstm_gui.core.search.messages import (
    BestMessage,
    ImportanceMessage,
    SearchEvent,
    StudyMessage,
    TrialMessage,
    UnderWay,
    UnderWayMessage,
)
from lstm_gui.core.search.plan import with_settings

__all__ = ["StudyBoard", "run_id_of", "run_of"]


class StudyBoard:
    """Takes the events of a search and knows where it stands."""

    def __init__(self) -> None:
        self.study: StudyMessage | None = None
        self.trials: dict[int, TrialMessage] = {}
        self.best: BestMessage | None = None
        self.mattered: ImportanceMessage | None = None
        self.ended = 0
        """How many trials count; those that were queued again do not."""
        self.under_way: tuple[UnderWay, ...] = ()

    def take(self, event: SearchEvent) -> None:
        """Take note of an event."""
        match event:
            case StudyMessage():
                self.study = event
            case TrialMessage():
                self.trials[event.number] = event
            case BestMessage():
                self.best = event
            case ImportanceMessage():
                self.mattered = event
            case UnderWayMessage():
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
    def results(self) -> tuple[TrialMessage, ...]:
        """The trials that came as far as a score, by their number."""
        return tuple(t for _, t in sorted(self.trials.items()) if t.score is not None)

    @property
    def holds_out(self) -> bool:
        """Whether trials are compared by what is held out."""
        return self.study is not None and self.study.measure == "held_out"


def run_id_of(study: StudyMessage, number: int) -> str:
    """Return what the run of a trial is called in the store, whenever it is told."""
    told = f"{study.storage}\n{study.study}\n{number}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def run_of(study: StudyMessage, trial: TrialMessage) -> tuple[Run, Curve]:
    """Return a trial that has just ended as a row and its curve."""
    shipped = SHIPPED.get(study.source)
    file = names_file(study.source)
    name = shown(path_of(study.source).name) if file else study.source
    run = Run(
        id=run_id_of(study, trial.number),
        name=f"#{trial.number} {study.study}",
        began=time.time() - trial.seconds,
        corpus=(shipped.file if shipped else name)[:500],
        digest=study.digest,
        source=study.source,
        experiment=with_settings(study.experiment, trial.settings),
        origin="search",
    )
    curve, read = _numbers(trial.curve), _numbers(trial.held_out_curve)
    return run, Curve.of_epochs(curve, trial.seconds / max(len(curve), 1), read[: len(curve)])


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]
