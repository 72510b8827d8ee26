"""What has come of a study, read from its records alone: of all processes, also of others' trials.

Nothing is trained and nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from lstm_gui.core.search_curves import score_curve, trained_curve
from lstm_gui.core.search_events import Outcome, TrialTold, UnderWay
from lstm_gui.core.search_study import BROKE_DOWN, LOST, STOPPED, SURPLUS, SharedStudy

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

__all__ = ["ended_trials", "trials_under_way"]


def ended_trials(study: SharedStudy) -> Iterator[TrialTold]:
    """Yield the trials that have ended, but those that were one too many."""
    for trial in study.trials():
        if trial.state.is_finished() and trial.user_attrs.get("reason") != SURPLUS:
            began, ended = trial.datetime_start, trial.datetime_complete
            yield TrialTold(
                number=trial.number,
                outcome=_outcome(trial),
                settings=study.settings_of(trial),
                seconds=(ended - began).total_seconds() if began and ended else 0.0,
                reason=str(trial.user_attrs.get("reason", "")),
                **_measured(study, trial),
            )


def trials_under_way(study: SharedStudy) -> Iterator[UnderWay]:
    """Yield the trials that somebody runs just now."""
    from optuna.trial import TrialState

    for trial in study.trials():
        if trial.state == TrialState.RUNNING:
            scores = score_curve(trial)
            score = scores[-1] if scores else None
            yield UnderWay(
                number=trial.number,
                settings=study.settings_of(trial),
                epoch=len(scores),
                score=score,
                perplexity=score if study.plan.measure == "perplexity" else None,
            )


class _Measured(TypedDict):
    score: float | None
    perplexity: float | None
    held_out: float | None
    epochs: int
    curve: tuple[float | None, ...]
    held_out_curve: tuple[float | None, ...]


def _measured(study: SharedStudy, trial: FrozenTrial) -> _Measured:
    """Return what a study knows of how a trial did; what is held out only if that is compared."""
    scores = score_curve(trial)
    score = scores[-1] if scores else trial.value
    held_out = study.plan.measure == "held_out"
    curve = trained_curve(trial) if held_out else scores
    return _Measured(
        score=score,
        perplexity=curve[-1] if curve else None if held_out else trial.value,
        held_out=score if held_out else None,
        epochs=max(len(curve), len(scores)),
        curve=curve,
        held_out_curve=scores if held_out else (),
    )


def _outcome(trial: FrozenTrial) -> Outcome:
    reason = str(trial.user_attrs.get("reason", ""))
    if trial.state.name == "COMPLETE":
        return "complete"
    if trial.state.name == "PRUNED":
        return "diverged" if reason.startswith(BROKE_DOWN) else "pruned"
    if reason == STOPPED:
        return "stopped"
    # Optuna itself gives a trial up without a reason, when a database's heartbeat has stopped.
    return "lost" if reason in (LOST, "") else "failed"
