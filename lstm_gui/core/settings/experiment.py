"""An experiment: all settings together, each reached and changed by its dotted name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, model_validator

from lstm_gui.core.errors import ConfigError, ValueRefusedError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.numbers import marked
from lstm_gui.core.settings.groups import (
    MAX_PREFIX,
    MAX_PREFIXES,
    ComputeConfig,
    Config,
    CorpusConfig,
    ModelConfig,
    TrainConfig,
)
from lstm_gui.core.settings.knob import Knob, knobs_of, percent_text

__all__ = [
    "CELL",
    "Experiment",
    "IMPLEMENTATION",
    "KNOBS",
    "changed",
    "changed_together",
    "fits",
    "needs_new_model",
    "value_at",
    "with_live_settings",
]


def config_error(knob: Knob, value: object, error: ValidationError) -> ConfigError:
    """Say which range or choice `value` leaves, in an error that names the setting of `knob`."""
    path, kind = knob.path, error.errors()[0]["type"]
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "finite_number"):
        return _out_of_range(knob, value)
    if kind == "literal_error":
        names = ", ".join(choice.value for choice in knob.choices)
        template = QT_TRANSLATE_NOOP("Errors", "Must be one of {names}, got {got}.")
        return ValueRefusedError(path, template, names=names, got=value)
    if kind in ("too_long", "string_too_long", "value_error"):
        template = QT_TRANSLATE_NOOP(
            "Errors", "At most {count} prefixes of at most {length} characters each."
        )
        return ConfigError(path, template, count=MAX_PREFIXES, length=MAX_PREFIX)
    if kind in ("int_type", "int_parsing", "int_from_float"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a whole number, got {got}.")
    elif kind in ("float_type", "float_parsing"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a number, got {got}.")
    elif kind == "string_pattern_mismatch":
        template = QT_TRANSLATE_NOOP("Errors", "Must be cpu or gpu:0, gpu:1 and so on, got {got}.")
    else:
        template = QT_TRANSLATE_NOOP("Errors", "Cannot be {got}.")
    return ValueRefusedError(path, template, got=value)


def _out_of_range(knob: Knob, value: object) -> ConfigError:
    if knob.percent and isinstance(value, (int, float)):
        low, high, got = (percent_text(part or 0.0) for part in (knob.low, knob.high, value))
        return ValueRefusedError.out_of_range(knob.path, low, high, got)
    low, high = (_bound(bound) for bound in (knob.low, knob.high))
    return ValueRefusedError.out_of_range(knob.path, low, high, value)


def _bound(value: float | None) -> str:
    if value is None:
        return "∞"
    return marked(f"{value:,.0f}" if abs(value) >= 1 else f"{value:g}")


class Experiment(Config):
    """Everything that defines a run, apart from the text itself."""

    model: ModelConfig = ModelConfig()
    train: TrainConfig = TrainConfig()
    compute: ComputeConfig = ComputeConfig()
    corpus: CorpusConfig = CorpusConfig()

    @model_validator(mode="after")
    def _goes_together(self) -> Experiment:
        if not _goes_with(self.model.cell, IMPLEMENTATION, self.compute.implementation):
            raise ValueError("this implementation has no such cell")
        return self


CELL, IMPLEMENTATION = "model.cell", "compute.implementation"
"""Two settings that must go together: gluon has not every kind of cell."""

_SECTIONS: dict[str, type[Config]] = {
    "corpus": CorpusConfig,
    "model": ModelConfig,
    "train": TrainConfig,
    "compute": ComputeConfig,
}

KNOBS: dict[str, Knob] = {
    knob.path: knob for section, config in _SECTIONS.items() for knob in knobs_of(config, section)
}
"""Every setting by its dotted name, such as `train.learning_rate`, in the order of the form."""


def value_at(experiment: Experiment, path: str) -> object:
    """Return one setting by its dotted name."""
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value


def changed(experiment: Experiment, path: str, value: Any) -> Experiment:  # Any: checked here
    """Return `experiment` with one setting replaced, or raise a `ConfigError` that names it."""
    return changed_together(experiment, {path: value})


def changed_together(experiment: Experiment, values: Mapping[str, Any]) -> Experiment:
    """Return `experiment` with some settings replaced at once.

    Raises:
        ConfigError: One cannot be used, or not with the others; its field says which.
    """
    for path, value in values.items():
        section_name, _, field = path.partition(".")
        section = getattr(experiment, section_name)
        try:
            new = type(section)(**{**section.model_dump(), field: value})
        except ValidationError as error:
            raise config_error(KNOBS[path], value, error) from None
        experiment = experiment.model_copy(update={section_name: new})
    asked = [path for path in values if path in (CELL, IMPLEMENTATION)]
    cell, implementation = value_at(experiment, CELL), value_at(experiment, IMPLEMENTATION)
    if asked and not _goes_with(cell, IMPLEMENTATION, implementation):
        raise _mismatch(asked[-1], cell, implementation)
    return experiment


def _goes_with(cell: object, path: str, value: object) -> bool:
    """Tell whether a value of a setting can be had with a kind of cell."""
    choices = KNOBS[path].choices
    return all(choice.value != value or cell not in choice.without for choice in choices)


def _mismatch(path: str, cell: object, implementation: object) -> ConfigError:
    """Say at a setting that this cell cannot be computed that way."""
    labels = {
        choice.value: Sentence(choice.label, context="Knobs")
        for one in (CELL, IMPLEMENTATION)
        for choice in KNOBS[one].choices
    }
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "{implementation} has no {cell}, because gluon.rnn has none. Choose another "
        "implementation or another cell.",
    )
    values = {"implementation": labels[str(implementation)], "cell": labels[str(cell)]}
    return ConfigError(path, template, **values)


def fits(experiment: Experiment, path: str, value: object) -> bool:
    """Tell whether a setting may have this value beside the others."""
    try:
        changed(experiment, path, value)
    except ConfigError:
        return False
    return True


def needs_new_model(old: Experiment, new: Experiment) -> tuple[str, ...]:
    """Name the settings that differ and cannot act on the model in training."""
    return tuple(
        path for path in KNOBS if not _acts_at_once(old, new, path) and _differ(old, new, path)
    )


def with_live_settings(current: Experiment, wanted: Experiment) -> Experiment:
    """Return `current` with those settings of `wanted` that can act on the model in training."""
    live = {
        path: value_at(wanted, path)
        for path in KNOBS
        if _acts_at_once(current, wanted, path) and _differ(current, wanted, path)
    }
    return changed_together(current, live)


def _acts_at_once(current: Experiment, wanted: Experiment, path: str) -> bool:
    """Tell whether the model in training can take over a setting; its cell may not allow it."""
    return KNOBS[path].live and _goes_with(current.model.cell, path, value_at(wanted, path))


def _differ(one: Experiment, other: Experiment, path: str) -> bool:
    return value_at(one, path) != value_at(other, path)
