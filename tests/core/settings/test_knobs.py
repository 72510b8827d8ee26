"""The table of settings is complete: form, flags and tooltips rely on it."""

from __future__ import annotations

from typing import get_args

import pytest

from lstm_gui.core.settings import groups
from lstm_gui.core.settings.experiment import KNOBS, Experiment
from lstm_gui.core.settings.groups import ComputeConfig, CorpusConfig, ModelConfig, TrainConfig
from lstm_gui.core.settings.knob import GROUPS, Knob


def test_every_field_has_a_knob_and_every_knob_a_field() -> None:
    sections = {
        "corpus": CorpusConfig,
        "model": ModelConfig,
        "train": TrainConfig,
        "compute": ComputeConfig,
    }
    fields = [f"{name}.{field}" for name, cls in sections.items() for field in cls.model_fields]
    assert list(KNOBS) == fields
    assert set(sections) == set(Experiment.model_fields)


def test_flags_are_the_ones_that_were_promised_and_each_is_used_once() -> None:
    flags = [knob.flag for knob in KNOBS.values()]
    assert len(set(flags)) == len(flags)
    promised = (
        "--max-chars --implementation --hidden --steps --batch --sampling --optimizer --lr --clip "
        "--epochs --sample-every --length --prefix --seed --context"
    )
    assert set(promised.split()) <= set(flags)


@pytest.mark.parametrize("path", list(KNOBS))
def test_a_knob_is_complete(path: str) -> None:
    knob: Knob = KNOBS[path]
    assert knob.path == path and knob.field == path.rpartition(".")[2]
    assert knob.label and knob.help.endswith(".")
    assert knob.group in GROUPS
    assert knob.flag.startswith("--")
    if knob.kind in ("integer", "number"):
        assert knob.low is not None and knob.high is not None and knob.low < knob.high
    assert (knob.kind == "choice") == bool(knob.choices)


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("model.cell", groups.CellKind),
        ("model.init", groups.Initialization),
        ("train.sampling", groups.Sampling),
        ("train.optimizer", groups.Optimizer),
        ("compute.implementation", groups.Implementation),
    ],
)
def test_choices_are_all_the_values(path: str, literal: object) -> None:
    assert tuple(choice.value for choice in KNOBS[path].choices) == get_args(literal)
    assert all(choice.label for choice in KNOBS[path].choices)


def test_what_acts_on_a_running_model() -> None:
    live = {path for path, knob in KNOBS.items() if knob.live}
    assert live == {
        "train.learning_rate",
        "train.clipping_theta",
        "train.epochs",
        "train.sample_every",
        "train.sample_length",
        "train.prefixes",
        "compute.implementation",
        "compute.context",
    }
