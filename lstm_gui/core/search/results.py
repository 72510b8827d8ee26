"""Begin a study, take part in one, or read how its trials went."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypedDict

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.search.messages import Outcome, TrialMessage, UnderWay, UnderWayMessage
from lstm_gui.core.search.plan import STUDY_OPTION, Plan, require_same
from lstm_gui.core.search.storage import PLAN_KEY, SearchError, Storage, quiet
from lstm_gui.core.search.study import (
    BROKE_DOWN,
    LOST,
    STOPPED,
    SURPLUS,
    SharedStudy,
    score_curve,
    trained_curve,
)

__all__ = [
    "ended_trials",
    "known_study",
    "look_at",
    "open_study",
    "read_plan",
    "trials_under_way",
    "wanted_trials",
]

_TRIALS = "trials"
_PLAN_COMES_WITHIN_S = 10.0
_LOOK_EVERY_S = 0.1


def read_plan(storage: Storage, name: str) -> Plan | None:
    """Return the plan of a study, or None when there is no such study yet.

    Raises:
        SearchError: The study is not one of this program.
        ConfigError: It belongs to another version.
    """
    try:
        study = storage.optuna.get_study_id_from_name(name)
    except KeyError:
        return None
    until = time.monotonic() + _PLAN_COMES_WITHIN_S
    while True:
        text = storage.optuna.get_study_user_attrs(study).get(PLAN_KEY)
        if isinstance(text, str):
            return Plan.read(text, name)
        foreign = bool(storage.optuna.get_n_trials(study))
        if foreign or time.monotonic() > until:
            break
        threading.Event().wait(_LOOK_EVERY_S)  # it is being begun just now
    if foreign:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {name} is not one of {program}. Choose another name with {study_option}.",
        )
        program = "lstm-gui search"
        raise SearchError(template, name=name, program=program, study_option=STUDY_OPTION)
    return None


def open_study(storage: Storage, name: str, plan: Plan) -> SharedStudy:
    """Begin a study, or take part in the one of that name if its plan is the same.

    Raises:
        ConfigError: Its plan is another.
    """
    import optuna
    from optuna.exceptions import DuplicatedStudyError

    with quiet():
        try:
            study = optuna.create_study(
                storage=storage.optuna, study_name=name, direction="minimize"
            )
        except DuplicatedStudyError:
            study = optuna.load_study(storage=storage.optuna, study_name=name)
            known = read_plan(storage, name)
        else:
            known = None
        if known is None:  # also when whoever began it was killed before it told
            study.set_user_attr(PLAN_KEY, plan.written())
        else:
            require_same(plan, known, name)
    return SharedStudy(storage, name, study, known or plan)


def known_study(storage: Storage, name: str) -> SharedStudy | None:
    """Return a study to read from, or None when there is no such study yet.

    Raises:
        SearchError: The study is not one of this program.
        ConfigError: It belongs to another version.
    """
    import optuna

    plan = read_plan(storage, name)
    if plan is None:
        return None
    with quiet():
        study = optuna.load_study(storage=storage.optuna, study_name=name)
    return SharedStudy(storage, name, study, plan)


def wanted_trials(storage: Storage, name: str, asked: int | None) -> int | None:
    """Keep how many trials a study is to have, and return that; None when nobody has said."""
    study = storage.optuna.get_study_id_from_name(name)
    if asked is not None:
        storage.optuna.set_study_user_attr(study, _TRIALS, asked)
        return asked
    known = storage.optuna.get_study_user_attrs(study).get(_TRIALS)
    return known if isinstance(known, int) else None


if TYPE_CHECKING:
    from optuna.trial import FrozenTrial


def look_at(study: SharedStudy) -> tuple[tuple[TrialMessage, ...], UnderWayMessage]:
    """Return the trials that have ended, and what is under way at the same moment."""
    trials = study.trials()
    under_way = UnderWayMessage(
        ended=study.ended_count(trials), trials=tuple(trials_under_way(study, trials))
    )
    return tuple(ended_trials(study, trials)), under_way


def ended_trials(study: SharedStudy, trials: Sequence[FrozenTrial]) -> Iterator[TrialMessage]:
    """Yield the trials that have ended, but those that were one too many."""
    for trial in trials:
        if trial.state.is_finished() and trial.user_attrs.get("reason") != SURPLUS:
            began, ended = trial.datetime_start, trial.datetime_complete
            yield TrialMessage(
                number=trial.number,
                outcome=_outcome(trial),
                settings=study.settings_of(trial),
                seconds=(ended - began).total_seconds() if began and ended else 0.0,
                reason=str(trial.user_attrs.get("reason", "")),
                **_measured(study, trial),
            )


def trials_under_way(study: SharedStudy, trials: Sequence[FrozenTrial]) -> Iterator[UnderWay]:
    """Yield the trials that somebody runs just now."""
    from optuna.trial import TrialState

    for trial in trials:
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
