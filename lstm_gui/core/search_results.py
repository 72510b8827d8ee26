"""What has come of a study, read from its records alone: of all processes, also of others' trials.

Nothing is trained and nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_gui.core.search_events import Outcome, TrialTold, UnderWay
from lstm_gui.core.search_study import BROKE_DOWN, LOST, STOPPED, SURPLUS, SharedStudy

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

__all__ = ["ended_trials", "trials_under_way"]


def ended_trials(study: SharedStudy) -> Iterator[TrialTold]:
    """Yield the trials that have ended, but those that were one too many."""
    for trial in study.trials():
        if trial.state.is_finished() and trial.user_attrs.get("reason") != SURPLUS:
            curve = _curve(trial)
            began, ended = trial.datetime_start, trial.datetime_complete
            yield TrialTold(
                number=trial.number,
                outcome=_outcome(trial),
                settings=study.settings_of(trial),
                perplexity=curve[-1] if curve else trial.value,
                epochs=len(curve),
                seconds=(ended - began).total_seconds() if began and ended else 0.0,
                reason=str(trial.user_attrs.get("reason", "")),
                curve=curve,
            )


def trials_under_way(study: SharedStudy) -> Iterator[UnderWay]:
    """Yield the trials that somebody runs just now."""
    from optuna.trial import TrialState

    for trial in study.trials():
        if trial.state == TrialState.RUNNING:
            curve = _curve(trial)
            yield UnderWay(
                number=trial.number,
                settings=study.settings_of(trial),
                epoch=len(curve),
                perplexity=curve[-1] if curve else None,
            )


def _curve(trial: FrozenTrial) -> tuple[float | None, ...]:
    """Return the perplexity after each epoch; one that was no number was not reported."""
    values = trial.intermediate_values
    return tuple(values.get(epoch) for epoch in range(1, max(values, default=0) + 1))


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
