"""The curves of a trial as a study keeps them: its scores, and how training went beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

__all__ = ["TRAINED", "kept_curve", "score_curve", "trained_curve"]

TRAINED = "trained"
"""Where the perplexity of training is kept in a study that compares what is held out."""

Curve = tuple[float | None, ...]
"""A value after each epoch; None where there is none, or it is no number."""


def kept_curve(values: Sequence[float]) -> list[float | None]:
    """Return a curve as JSON can hold it."""
    return [value if math.isfinite(value) else None for value in values]


def trained_curve(trial: FrozenTrial) -> Curve:
    """Return the perplexity of training after each epoch, where it was kept beside the scores."""
    kept = trial.user_attrs.get(TRAINED, ())
    return tuple(value if isinstance(value, float) else None for value in kept)


def score_curve(trial: FrozenTrial) -> Curve:
    """Return what was compared after each epoch; one that was no number was not reported."""
    values = trial.intermediate_values
    return tuple(values.get(epoch) for epoch in range(1, max(values, default=0) + 1))
