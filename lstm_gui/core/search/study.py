"""A study that several processes share: ask for a trial, report, tell; nothing is lost."""

from __future__ import annotations

import contextlib
import inspect
import math
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lstm_gui.core.process import is_gone, is_here, myself
from lstm_gui.core.search.plan import Plan, Settings
from lstm_gui.core.search.storage import (
    HEARTBEAT_S,
    LOST_AFTER_S,
    Storage,
    quiet,
    requeue,
    requeue_lost,
    retries_of,
)

__all__ = [
    "BROKE_DOWN",
    "BestTrial",
    "Claim",
    "LOST",
    "Liveness",
    "STOPPED",
    "SURPLUS",
    "SharedStudy",
    "TrialLostError",
    "score_curve",
    "trained_curve",
]

if TYPE_CHECKING:
    from optuna.pruners import BasePruner
    from optuna.samplers import BaseSampler
    from optuna.study import Study
    from optuna.trial import FrozenTrial, Trial, TrialState

_TRAINED = "trained"
"""Where the perplexity of training is kept in a study that compares what is held out."""

_Curve = tuple[float | None, ...]
"""A value after each epoch; None where there is none, or it is no number."""


def _kept_curve(values: Sequence[float]) -> list[float | None]:
    """Return a curve as JSON can hold it."""
    return [value if math.isfinite(value) else None for value in values]


def trained_curve(trial: FrozenTrial) -> _Curve:
    """Return the perplexity of training after each epoch, where it was kept beside the scores."""
    kept = trial.user_attrs.get(_TRAINED, ())
    return tuple(value if isinstance(value, float) else None for value in kept)


def score_curve(trial: FrozenTrial) -> _Curve:
    """Return what was compared after each epoch; one that was no number was not reported."""
    values = trial.intermediate_values
    return tuple(values.get(epoch) for epoch in range(1, max(values, default=0) + 1))


PRUNE_FROM_TRIAL = 5
"""A median of fewer trials says little."""

PRUNE_FROM_PART = 0.25
"""Curves cross early on: no trial is pruned in this part of its epochs."""

BEST_SHARE = 0.25
"""What mattered is what the best quarter have in common."""


def _sampler_of(plan: Plan, number: int) -> BaseSampler:
    """Return the sampler of one trial: the same seed gives the same search, in one process."""
    from optuna.samplers import TPESampler

    mixed = np.random.SeedSequence((plan.experiment.model.seed, number)).generate_state(1)
    return TPESampler(seed=int(mixed[0]), multivariate=True, constant_liar=True)


def _pruner_of(plan: Plan) -> BasePruner:
    """Return the pruner: it ends what is worse than the median of the others at that epoch."""
    from optuna.pruners import MedianPruner

    first = math.ceil(plan.epochs * PRUNE_FROM_PART) + 1
    return MedianPruner(n_startup_trials=PRUNE_FROM_TRIAL, n_warmup_steps=first)


def _importances_of(study: Study) -> dict[str, float]:
    """Return what share each setting has in being among the best; needs no scikit-learn."""
    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

    known = inspect.signature(PedAnovaImportanceEvaluator).parameters
    newer = "target_quantile" in known  # Optuna 4.0 calls it by another name
    options: dict[str, Any] = {"target_quantile" if newer else "baseline_quantile": BEST_SHARE}
    with quiet():
        evaluator = PedAnovaImportanceEvaluator(**options)
        return dict(get_param_importances(study, evaluator=evaluator))


NAMELESS_S = 5.0
"""A trial that has no owner after so long was begun by a process that was killed then."""


class Liveness:
    """Tells of a trial that is being run whether its process has ended.

    A process of this machine is looked up, for which Optuna would wait two minutes. Of another
    machine a database keeps Optuna's heartbeat. A journal has none: there, what has changed since
    the last look tells, by this machine's clock.

    Args:
        is_database: Whether the storage gives up by itself what it has not heard of.
    """

    def __init__(self, *, is_database: bool) -> None:
        self.lost_after, self.nameless = float(LOST_AFTER_S), NAMELESS_S
        """Seconds of silence, of a trial elsewhere and of one that has no owner yet."""
        self._is_database = is_database
        self._heard: dict[int, tuple[object, float]] = {}

    def is_lost(self, trial: FrozenTrial) -> bool:
        """Tell whether a running trial is lost; it may take several looks to know."""
        owner = trial.user_attrs.get("owner")
        if owner is not None and is_here(owner):
            return is_gone(owner)
        if owner is not None and self._is_database:
            return False
        signs = (owner, trial.user_attrs.get("beats"), len(trial.intermediate_values))
        now = time.monotonic()
        before, since = self._heard.get(trial.number, (None, now))
        if signs != before:
            since = now
        self._heard[trial.number] = (signs, since)
        return now - since > (self.nameless if owner is None else self.lost_after)


LOOK_AGAIN_S = 0.1

SURPLUS, STOPPED, LOST, BROKE_DOWN = "surplus", "stopped", "lost", "it broke down"
"""Why a trial has no result, as a study keeps it; the last is followed by when."""


class TrialLostError(Exception):
    """Others have given the trial up, and begun it again."""


@dataclass(slots=True)
class Claim:
    """A trial that is this process's to run."""

    number: int
    settings: Settings
    trial: Trial
    trial_id: int
    beaten_at: float
    beats: int = 0


@dataclass(frozen=True, slots=True)
class BestTrial:
    """The best complete trial of all processes; its score is what trials are compared by."""

    number: int
    settings: Settings
    score: float
    perplexity: float | None


class SharedStudy:
    """One study in a storage, with its plan.

    Args:
        storage: Where it is kept, with others perhaps.
        name: What it is called there.
        study: Optuna's.
        plan: What its processes agree on.
    """

    def __init__(self, storage: Storage, name: str, study: Study, plan: Plan) -> None:
        self.name = name
        self.place = storage.place
        self.plan = plan
        self._storage, self._study = storage, study
        self._study_id = storage.optuna.get_study_id_from_name(name)
        self._study.pruner = _pruner_of(plan)
        self.liveness = Liveness(is_database=storage.is_database)

    def ask(self, limit: int | None) -> Claim | None:
        """Return a trial to run, or None when `limit` trials are done or being run."""
        claim = None
        while claim is None:
            self._recover()
            if limit is None or self._room(limit):
                claim = self._begin()
            elif self._any_nameless():
                threading.Event().wait(LOOK_AGAIN_S)  # it gets its name at once, or is lost soon
            else:
                return None
        if limit is not None and self._is_surplus(claim.number, limit):
            self.fail(claim, SURPLUS)
            return None
        return claim

    def _begin(self) -> Claim | None:
        """Begin a trial; return None when others gave it up before it had a name."""
        with quiet(), contextlib.suppress(TrialLostError), _alive():
            trial = self._study.ask()
            self._study.sampler = _sampler_of(self.plan, trial.number)
            trial_id = self._id_of(trial.number)
            trial.set_user_attr("owner", myself())
            self._storage.beat(trial_id)
            settings = {item.name: item.draw(trial) for item in self.plan.ranges}
            return Claim(trial.number, settings, trial, trial_id, time.monotonic())
        return None

    def beat(self, claim: Claim) -> None:
        """Let others know, now and then, that a trial goes on.

        Raises:
            TrialLostError: Others have given it up.
        """
        now = time.monotonic()
        if now - claim.beaten_at < HEARTBEAT_S:
            return
        claim.beaten_at, claim.beats = now, claim.beats + 1
        if self._storage.is_database:
            self._storage.beat(claim.trial_id)
        else:
            with _alive():
                claim.trial.set_user_attr("beats", claim.beats)

    def report(self, claim: Claim, epoch: int, score: float) -> bool:
        """Report a score after an epoch; return whether it is worse than the others' median.

        Raises:
            TrialLostError: Others have given it up.
        """
        with quiet(), _alive():
            claim.trial.report(score, epoch)
            return claim.trial.should_prune()

    def complete(self, claim: Claim, score: float, trained: Sequence[float] = ()) -> bool:
        """Tell a trial's result; return False when others had given it up for lost.

        `trained` is its perplexity after each epoch where something else is compared.
        """
        return self._tell(claim.number, score, trained=trained)

    def prune(self, claim: Claim, reason: str, trained: Sequence[float] = ()) -> bool:
        """Tell that a trial was ended early: the sampler learns to keep away from there."""
        from optuna.trial import TrialState

        return self._tell(claim.number, None, TrialState.PRUNED, reason, trained)

    def fail(self, claim: Claim, reason: str) -> bool:
        """Tell that a trial could not be run, which says nothing about its settings."""
        from optuna.trial import TrialState

        return self._tell(claim.number, None, TrialState.FAIL, reason)

    def hand_back(self, claim: Claim) -> bool:
        """Stop a trial, and queue it for whoever goes on with the study."""
        if not self.fail(claim, STOPPED):
            return False
        trial = self._storage.optuna.get_trial(claim.trial_id)
        requeue(self._study, trial, retries_of(trial))
        return True

    def best(self) -> BestTrial | None:
        """Return the best complete trial, or None."""
        trials = self._complete()
        if not trials:
            return None
        best = min(trials, key=lambda trial: (trial.value, trial.number))
        assert best.value is not None  # it is complete
        trained = trained_curve(best) if self.plan.measure == "held_out" else (best.value,)
        return BestTrial(
            best.number, dict(best.params), best.value, trained[-1] if trained else None
        )

    def importances(self) -> dict[str, float]:
        """Return what share each setting has in being among the best, by PED-ANOVA."""
        return _importances_of(self._study) if self.complete_count() > 1 else {}

    def complete_count(self) -> int:
        """Return how many trials are complete, of all processes."""
        return len(self._complete())

    def trials(self) -> list[FrozenTrial]:
        """Return the records of all trials, to be read only."""
        return self._study.get_trials(deepcopy=False)

    def settings_of(self, trial: FrozenTrial) -> Settings:
        """Return what a trial tries, in the order of the form."""
        names = (item.name for item in self.plan.ranges)
        return {name: trial.params[name] for name in names if name in trial.params}

    def ended_count(self, trials: Sequence[FrozenTrial]) -> int:
        """Return how many of the study's trials have ended and count; those queued again do not."""
        holders = self._holders(trials)
        return sum(trial.state.is_finished() and trial.number in holders for trial in trials)

    def _complete(self) -> list[FrozenTrial]:
        from optuna.trial import TrialState

        return self._study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))

    def _room(self, limit: int) -> bool:
        from optuna.trial import TrialState

        trials = self._study.get_trials(deepcopy=False)
        waiting = any(trial.state == TrialState.WAITING for trial in trials)
        return waiting or len(self._holders(trials)) < limit

    def _any_nameless(self) -> bool:
        from optuna.trial import TrialState

        running = self._study.get_trials(deepcopy=False, states=(TrialState.RUNNING,))
        return any("owner" not in trial.user_attrs for trial in running)

    def _is_surplus(self, number: int, limit: int) -> bool:
        # Two processes may both have seen room for the last trial: the first number has it.
        holders = self._holders(self._study.get_trials(deepcopy=False))
        return sum(holder < number for holder in holders) >= limit

    def _recover(self) -> None:
        """Queue what was lost."""
        from optuna.storages import fail_stale_trials
        from optuna.trial import TrialState

        with quiet():
            fail_stale_trials(self._study)
            running = self._study.get_trials(deepcopy=False, states=(TrialState.RUNNING,))
            for trial in filter(self.liveness.is_lost, running):
                if self._tell(trial.number, None, TrialState.FAIL, LOST):
                    requeue_lost(self._study, trial)

    def _tell(
        self,
        number: int,
        value: float | None,
        state: TrialState | None = None,
        reason: str = "",
        trained: Sequence[float] = (),
    ) -> bool:
        attributes: dict[str, object] = {"reason": reason, _TRAINED: _kept_curve(trained)}
        try:
            with quiet():
                for name, kept in attributes.items():
                    if kept:
                        self._storage.optuna.set_trial_user_attr(self._id_of(number), name, kept)
                self._study.tell(number, value, state=state)
        except (ValueError, RuntimeError):  # somebody else has finished it
            return False
        return True

    def _holders(self, trials: Iterable[FrozenTrial]) -> set[int]:
        """Return the numbers of the trials that count.

        Not those that are queued again, those that were one too many, and those whose process was
        killed before they had all their settings.
        """
        from optuna.trial import TrialState

        trials = list(trials)
        again = {trial.user_attrs.get("retry_of") for trial in trials}
        return {
            trial.number
            for trial in trials
            if trial.number not in again
            and trial.user_attrs.get("reason") != SURPLUS
            and not (trial.state == TrialState.FAIL and not self._has_settings(trial))
        }

    def _has_settings(self, trial: FrozenTrial) -> bool:
        return len(trial.params) == len(self.plan.ranges)

    def _id_of(self, number: int) -> int:
        return self._storage.optuna.get_trial_id_from_study_id_trial_number(self._study_id, number)


@contextlib.contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except RuntimeError:  # Optuna: a finished trial cannot be changed
        raise TrialLostError from None
