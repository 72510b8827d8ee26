"""An experiment: all settings together, each reached by its dotted name.

`changed` is the one way to alter a setting: it validates, and says what is wrong in a sentence
that names the setting.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from lstm_gui.core.config.base import Config
from lstm_gui.core.config.compute import ComputeConfig
from lstm_gui.core.config.corpus import CorpusConfig
from lstm_gui.core.config.explaining import explained
from lstm_gui.core.config.model import ModelConfig
from lstm_gui.core.config.training import TrainConfig
from lstm_gui.core.knobs import Knob, knobs_of

__all__ = [
    "KNOBS",
    "Experiment",
    "changed",
    "needs_new_model",
    "value_at",
    "with_live_settings",
]


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
        raise explained(KNOBS[path], value, error) from None
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
