"""Begin a study or take part in one that another process has begun."""

from __future__ import annotations

import threading
import time

from lstm_gui.core.search_plan import Plan, require_same
from lstm_gui.core.search_storage import SearchError, Storage, quiet
from lstm_gui.core.search_study import SharedStudy
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["known_study", "open_study", "read_plan", "wanted_trials"]

_PLAN, _TRIALS = "lstm-gui", "trials"
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
        text = storage.optuna.get_study_user_attrs(study).get(_PLAN)
        if isinstance(text, str):
            return Plan.read(text, name)
        foreign = bool(storage.optuna.get_n_trials(study))
        if foreign or time.monotonic() > until:
            break
        threading.Event().wait(_LOOK_EVERY_S)  # it is being begun just now
    if foreign:
        template = QT_TRANSLATE_NOOP(
            "Errors", "The study {name} is not one of {program}. Choose another name with --study."
        )
        raise SearchError(template, name=name, program="lstm-gui search")
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
            study.set_user_attr(_PLAN, plan.written())
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
