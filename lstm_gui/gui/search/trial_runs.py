"""A trial of a search as a run of the table."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from pathlib import Path

from lstm_gui.core.corpus import SHIPPED
from lstm_gui.core.runs import Curve, Run
from lstm_gui.core.search_events import StudyTold, TrialTold
from lstm_gui.core.search_space import with_settings

__all__ = ["run_id_of", "run_of"]


def run_id_of(study: StudyTold, number: int) -> str:
    """Return what the run of a trial is called in the store, whenever it is told."""
    told = f"{study.storage}\n{study.study}\n{number}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def run_of(study: StudyTold, trial: TrialTold) -> tuple[Run, Curve]:
    """Return a trial that has just ended as a row and its curve."""
    shipped = SHIPPED.get(study.source)
    run = Run(
        id=run_id_of(study, trial.number),
        name=f"#{trial.number} {study.study}",
        began=time.time() - trial.seconds,
        corpus=(shipped.file if shipped else Path(study.source).name)[:500],
        digest=study.digest,
        source=study.source,
        experiment=with_settings(study.experiment, trial.settings),
        origin="search",
    )
    curve, read = _numbers(trial.curve), _numbers(trial.held_out_curve)
    return run, Curve.of_epochs(curve, trial.seconds / max(len(curve), 1), read[: len(curve)])


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]
