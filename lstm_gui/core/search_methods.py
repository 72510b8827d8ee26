"""How a search chooses: Optuna's TPE proposes, the median prunes, PED-ANOVA says what mattered."""

from __future__ import annotations

import inspect
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from lstm_gui.core.search_plan import Plan
from lstm_gui.core.search_storage import quiet

if TYPE_CHECKING:
    from optuna.pruners import BasePruner
    from optuna.samplers import BaseSampler
    from optuna.study import Study

__all__ = ["importances_of", "pruner_of", "sampler_of"]

PRUNE_FROM_TRIAL = 5
"""A median of fewer trials says little."""

PRUNE_FROM_PART = 0.25
"""Curves cross early on: no trial is pruned in this part of its epochs."""

BEST_SHARE = 0.25
"""What mattered is what the best quarter have in common."""


def sampler_of(plan: Plan, number: int) -> BaseSampler:
    """Return the sampler of one trial: the same seed gives the same search, in one process."""
    from optuna.samplers import TPESampler

    mixed = np.random.SeedSequence((plan.experiment.model.seed, number)).generate_state(1)
    return TPESampler(seed=int(mixed[0]), multivariate=True, constant_liar=True)


def pruner_of(plan: Plan) -> BasePruner:
    """Return the pruner: it ends what is worse than the median of the others at that epoch."""
    from optuna.pruners import MedianPruner

    first = math.ceil(plan.epochs * PRUNE_FROM_PART) + 1
    return MedianPruner(n_startup_trials=PRUNE_FROM_TRIAL, n_warmup_steps=first)


def importances_of(study: Study) -> dict[str, float]:
    """Return what share each setting has in being among the best; needs no scikit-learn."""
    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

    known = inspect.signature(PedAnovaImportanceEvaluator).parameters
    newer = "target_quantile" in known  # Optuna 4.0 calls it by another name
    options: dict[str, Any] = {"target_quantile" if newer else "baseline_quantile": BEST_SHARE}
    with quiet():
        evaluator = PedAnovaImportanceEvaluator(**options)
        return dict(get_param_importances(study, evaluator=evaluator))
