"""The one setting in which a twin run differs from the run beside it. Pure; no run here."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lstm_gui.core.changes import shown_value
from lstm_gui.core.config import KNOBS, Experiment, changed, value_at
from lstm_gui.core.sentences import Sentence

__all__ = ["Difference", "candidates", "suggested"]

_SAME_PLAN = frozenset({"train.epochs"})
"""It says how long a run lasts, and two runs side by side last equally long."""

_FORGET_BIAS = "model.forget_bias"


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting by its dotted name and the value that it has in the twin; no name for none."""

    path: str = ""
    value: object = None

    def of(self, experiment: Experiment) -> Experiment:
        """Return the twin's settings beside `experiment`, or raise a `ConfigError`."""
        return changed(experiment, self.path, self.value) if self.path else experiment

    @property
    def label(self) -> Sentence | None:
        """The setting's name, or None if nothing differs."""
        return Sentence(KNOBS[self.path].label, context="Knobs") if self.path else None

    def values(self, experiment: Experiment) -> tuple[object, object]:
        """Return what the setting is in `experiment` and in the twin, as the form writes it."""
        if not self.path:
            return "", ""
        pair = value_at(experiment, self.path), value_at(self.of(experiment), self.path)
        return shown_value(self.path, pair[0]), shown_value(self.path, pair[1])


def candidates(experiment: Experiment) -> tuple[str, ...]:
    """Name the settings in which a twin may differ: those that change how it learns, or by what.

    The text is not among them, since perplexities of different texts cannot be compared; nor is
    the forget bias of a cell that has none.
    """
    return tuple(
        path
        for path, knob in KNOBS.items()
        if (knob.group in ("model", "training") and path not in _SAME_PLAN)
        or path == "compute.implementation"
        if path != _FORGET_BIAS or experiment.model.cell == "lstm"
    )


def suggested(experiment: Experiment, path: str) -> object:
    """Return a value that makes a difference worth seeing: a third, half, or the next choice."""
    knob, value = KNOBS[path], value_at(experiment, path)
    if knob.choices:
        kinds = [choice.value for choice in knob.choices]
        return kinds[(kinds.index(str(value)) + 1) % len(kinds)]
    if isinstance(value, int):
        half = value // 2
        lowest = knob.low if knob.low is not None else half
        return value + 1 if path == "model.seed" or half < lowest else half
    if isinstance(value, float) and knob.log_scale:
        return max(_rounded(value / 3), knob.low or 0.0)
    return 0.0 if value else 1.0


def _rounded(value: float) -> float:
    """Round to one significant digit: 0.00333 becomes 0.003."""
    return round(value, -math.floor(math.log10(value)))
