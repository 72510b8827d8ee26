"""How settings differ: in words, and as the one difference between a run and its twin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.numbers import brief, compact, thousands
from lstm_gui.core.settings.experiment import (
    CELL,
    KNOBS,
    Experiment,
    changed,
    changed_together,
    fits,
    value_at,
)
from lstm_gui.core.settings.knob import percent_text

__all__ = [
    "PAIRS",
    "Difference",
    "TwinPair",
    "candidates",
    "differences",
    "suggested",
    "text_change",
]


def differences(before: Experiment, after: Experiment) -> Iterator[Sentence]:
    """Yield "setting old → new" for each setting that differs, in the order of the form."""
    for path, knob in KNOBS.items():
        old, new = value_at(before, path), value_at(after, path)
        if old != new:
            label = Sentence(knob.label, context="Knobs")
            values = _in_brief(old, new) if not knob.percent else ()
            was, now = values or (shown_value(path, value) for value in (old, new))
            yield say(_ARROW, setting=label, old=was, new=now)


def _in_brief(old: object, new: object) -> tuple[str, ...]:
    """Return two numbers in a few digits, as those of a search; nothing if they look the same."""
    if not (isinstance(old, float) and isinstance(new, float)):
        return ()
    texts = brief(old), brief(new)
    return texts if texts[0] != texts[1] else ()


_ARROW = QT_TRANSLATE_NOOP("Steering", "{setting} {old} → {new}")


def text_change(before: str, after: str) -> Sentence:
    """Say that the text is another one."""
    label = Sentence(QT_TRANSLATE_NOOP("Steering", "Text"))
    return say(_ARROW, setting=label, old=before, new=after)


def shown_value(path: str, value: object) -> object:
    """Return a value as the form writes it: text, or a sentence that is yet to be translated."""
    if KNOBS[path].percent and isinstance(value, float):
        return percent_text(value)
    for choice in KNOBS[path].choices:
        if choice.value == value:
            return Sentence(choice.label, context="Knobs")
    match value:
        case None:
            return say(QT_TRANSLATE_NOOP("Steering", "all"))
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return compact(value)
        case int() if not path.endswith(".seed"):
            return thousands(value)
    return value


_SAME_PLAN = frozenset({"train.epochs"})
"""It says how long a run lasts, and two runs side by side last equally long."""


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


@dataclass(frozen=True, slots=True)
class TwinPair:
    """Two models worth comparing: what a run has, beside its twin with one other value."""

    label: str
    run: Mapping[str, object]
    difference: Difference

    def of(self, experiment: Experiment) -> Experiment:
        """Return the run's settings: those of `experiment`, but for what the pair is about."""
        return changed_together(experiment, self.run)


_LSTM = {CELL: "lstm"}

PAIRS: dict[str, TwinPair] = {
    "rnn": TwinPair(QT_TRANSLATE_NOOP("Twins", "LSTM beside RNN"), _LSTM, Difference(CELL, "rnn")),
    "gru": TwinPair(QT_TRANSLATE_NOOP("Twins", "LSTM beside GRU"), _LSTM, Difference(CELL, "gru")),
    "forget": TwinPair(
        QT_TRANSLATE_NOOP("Twins", "Forget bias 0 beside 1"),
        {**_LSTM, "model.forget_bias": 0.0},
        Difference("model.forget_bias", 1.0),
    ),
    "sampling": TwinPair(
        QT_TRANSLATE_NOOP("Twins", "Consecutive beside random sampling"),
        {"train.sampling": "consecutive"},
        Difference("train.sampling", "random"),
    ),
}
"""Pairs that are ready to start."""


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
        if not knob.cells or experiment.model.cell in knob.cells
    )


def suggested(experiment: Experiment, path: str) -> object:
    """Return a value that makes a difference worth seeing: a third, half, or the next choice."""
    knob, value = KNOBS[path], value_at(experiment, path)
    if knob.choices:
        kinds = [choice.value for choice in knob.choices]
        place = kinds.index(str(value)) + 1
        others = (*kinds[place:], *kinds[:place])
        return next(kind for kind in others if fits(experiment, path, kind))
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
