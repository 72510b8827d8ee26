"""An experiment: all settings together, each reached and changed by its dotted name."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
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

__all__ = ["Experiment", "KNOBS", "changed", "needs_new_model", "value_at", "with_live_settings"]


def config_error(knob: Knob, value: object, error: ValidationError) -> ConfigError:
    """Say which range or choice `value` leaves, in an error that names the setting of `knob`."""
    path, kind = knob.path, error.errors()[0]["type"]
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "finite_number"):
        return _out_of_range(knob, value)
    if kind == "literal_error":
        names = ", ".join(choice.value for choice in knob.choices)
        template = QT_TRANSLATE_NOOP("Errors", "Must be one of {names}, got {got}.")
        return ConfigError(path, template, names=names, got=value)
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
    return ConfigError(path, template, got=value)


def _out_of_range(knob: Knob, value: object) -> ConfigError:
    if knob.percent and isinstance(value, (int, float)):
        low, high, got = (percent_text(part or 0.0) for part in (knob.low, knob.high, value))
        return ConfigError.out_of_range(knob.path, low, high, got)
    low, high = (_bound(bound) for bound in (knob.low, knob.high))
    return ConfigError.out_of_range(knob.path, low, high, value)


def _bound(value: float | None) -> str:
    if value is None:
        return "∞"
    return f"{value:,.0f}" if abs(value) >= 1 else f"{value:g}"


class Experiment(Config):
    """Everything that defines a run, apart from the text itself."""

    model: ModelConfig = ModelConfig()
    train: TrainConfig = TrainConfig()
    compute: ComputeConfig = ComputeConfig()
    corpus: CorpusConfig = CorpusConfig()


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
    section_name, _, field = path.partition(".")
    section = getattr(experiment, section_name)
    try:
        new = type(section)(**{**section.model_dump(), field: value})
    except ValidationError as error:
        raise config_error(KNOBS[path], value, error) from None
    return experiment.model_copy(update={section_name: new})


def needs_new_model(old: Experiment, new: Experiment) -> tuple[str, ...]:
    """Name the settings that differ and cannot act on the model in training."""
    return tuple(
        path
        for path, knob in KNOBS.items()
        if not knob.live and value_at(old, path) != value_at(new, path)
    )


def with_live_settings(current: Experiment, wanted: Experiment) -> Experiment:
    """Return `current` with those settings of `wanted` that can act on the model in training."""
    for path, knob in KNOBS.items():
        if knob.live and value_at(current, path) != value_at(wanted, path):
            current = changed(current, path, value_at(wanted, path))
    return current
