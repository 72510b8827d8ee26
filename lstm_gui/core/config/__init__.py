"""The settings of an experiment as frozen, validated values, and the presets.

A configuration holds what a person or a file supplies. Each setting stands once, beside its
range, unit and help: `model`, `training`, `compute` and `corpus` are the groups, `experiment`
puts them together and changes one by its name.
"""

from lstm_gui.core.config.base import MAX_SEED
from lstm_gui.core.config.compute import ComputeConfig, Implementation
from lstm_gui.core.config.corpus import CorpusConfig
from lstm_gui.core.config.experiment import (
    KNOBS,
    Experiment,
    changed,
    needs_new_model,
    value_at,
    with_live_settings,
)
from lstm_gui.core.config.model import CellKind, Initialization, ModelConfig
from lstm_gui.core.config.presets import DEFAULT_PRESET, PRESETS, Preset, preset_of
from lstm_gui.core.config.training import (
    MAX_PREFIX,
    MAX_PREFIXES,
    Optimizer,
    Sampling,
    TrainConfig,
)
from lstm_gui.core.config.writing import GenerateRequest

__all__ = [
    "DEFAULT_PRESET",
    "KNOBS",
    "MAX_PREFIX",
    "MAX_PREFIXES",
    "MAX_SEED",
    "PRESETS",
    "CellKind",
    "ComputeConfig",
    "CorpusConfig",
    "Experiment",
    "GenerateRequest",
    "Implementation",
    "Initialization",
    "ModelConfig",
    "Optimizer",
    "Preset",
    "Sampling",
    "TrainConfig",
    "changed",
    "needs_new_model",
    "preset_of",
    "value_at",
    "with_live_settings",
]
