"""Settings are checked wherever they come from, and say what is wrong in a sentence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.settings.experiment import (
    KNOBS,
    Experiment,
    changed,
    needs_new_model,
    with_live_settings,
)
from lstm_gui.core.settings.groups import (
    MAX_PREFIX,
    MAX_PREFIXES,
    ComputeConfig,
    GenerateRequest,
    ModelConfig,
    TrainConfig,
)
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS


def value_at(experiment: Experiment, path: str) -> object:
    section, _, field = path.partition(".")
    return getattr(getattr(experiment, section), field)


def test_the_book_preset_is_the_recipe() -> None:
    book = PRESETS["book-lstm"].experiment
    assert (book.model.cell, book.model.hidden, book.model.init) == ("lstm", 256, "normal")
    assert (book.train.num_steps, book.train.batch_size) == (35, 32)
    assert (book.train.sampling, book.train.optimizer) == ("consecutive", "sgd")
    assert (book.train.learning_rate, book.train.clipping_theta) == (100.0, 0.01)
    assert (book.train.epochs, book.train.sample_every, book.train.sample_length) == (160, 40, 50)
    assert book.train.prefixes == ("分开", "不分开")
    assert book.corpus.max_chars == 10_000


def test_presets_are_named_and_only_the_article_warns() -> None:
    assert DEFAULT_PRESET in PRESETS
    assert all(name == preset.name and preset.label for name, preset in PRESETS.items())
    assert [name for name, preset in PRESETS.items() if preset.warning] == ["article"]
    assert PRESETS["article"].experiment.train.clipping_theta == 98.0
    assert PRESETS["book-gru"].experiment.model.cell == "gru"


def test_changed_changes_one_field_and_nothing_else() -> None:
    before = Experiment()
    after = changed(before, "train.learning_rate", 0.5)
    assert after.train.learning_rate == 0.5
    assert before.train.learning_rate == 100.0
    assert changed(after, "train.learning_rate", 100.0) == before


@pytest.mark.parametrize("path", [path for path, knob in KNOBS.items() if knob.low is not None])
def test_a_number_outside_its_range_is_refused_by_name(path: str) -> None:
    knob = KNOBS[path]
    assert knob.low is not None and knob.high is not None
    kind = int if knob.kind == "integer" else float
    for value in (knob.low - 1, knob.high + 1):
        with pytest.raises(ConfigError, match=r"Must be between .* and .*, got") as caught:
            changed(Experiment(), path, kind(value))
        assert caught.value.field == path
    for edge in (knob.low, knob.high):
        assert value_at(changed(Experiment(), path, kind(edge)), path) == edge


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_setting_is_infinite_or_no_number(value: float) -> None:
    for path, knob in KNOBS.items():
        if knob.kind == "number":
            with pytest.raises(ConfigError) as caught:
                changed(Experiment(), path, value)
            assert caught.value.field == path


@pytest.mark.parametrize("path", list(KNOBS))
@pytest.mark.parametrize("value", ["x", object(), b"1", [], {}, True, 1j])
def test_a_value_of_a_wrong_kind_is_a_sentence(path: str, value: object) -> None:
    if KNOBS[path].kind == "text" and isinstance(value, str):
        value = "tpu:0"
    with pytest.raises(ConfigError) as caught:
        changed(Experiment(), path, value)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize("context", ["cpu", "gpu:0", "gpu:12"])
def test_contexts(context: str) -> None:
    assert changed(Experiment(), "compute.context", context).compute.context == context


@pytest.mark.parametrize("context", ["", "gpu", "gpu:", "gpu:123", "cpu:0", "gpu:0 ", "gpu:0\n"])
def test_other_contexts_are_refused(context: str) -> None:
    with pytest.raises(ConfigError, match="cpu or gpu:0"):
        changed(Experiment(), "compute.context", context)


def test_prefixes_are_tidied_and_limited() -> None:
    kept = changed(Experiment(), "train.prefixes", ("", "a", ""))
    assert kept.train.prefixes == ("a",)
    for bad in (("a" * (MAX_PREFIX + 1),), ("a",) * (MAX_PREFIXES + 1)):
        with pytest.raises(ConfigError, match="At most 20 prefixes"):
            changed(Experiment(), "train.prefixes", bad)


def test_configs_are_frozen_and_forbid_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError):
        ModelConfig().hidden = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        TrainConfig(momentum=0.9)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        GenerateRequest(prefix="")


def test_an_experiment_survives_json() -> None:
    for preset in PRESETS.values():
        text = preset.experiment.model_dump_json()
        assert Experiment.model_validate_json(text) == preset.experiment


def test_needs_new_model_names_what_is_not_live() -> None:
    old = Experiment()
    new = changed(changed(old, "model.hidden", 8), "train.learning_rate", 1.0)
    assert needs_new_model(old, new) == ("model.hidden",)
    assert needs_new_model(old, old) == ()


def test_live_settings_are_taken_over_and_the_others_stay() -> None:
    old = Experiment()
    wanted = Experiment(
        model=ModelConfig(hidden=8, seed=9),
        train=TrainConfig(learning_rate=1.0, num_steps=5, epochs=7, prefixes=("a",)),
        compute=ComputeConfig(implementation="scratch", context="gpu:1"),
    )
    taken = with_live_settings(old, wanted)
    assert needs_new_model(old, taken) == ()
    for path, knob in KNOBS.items():
        source = wanted if knob.live else old
        assert value_at(taken, path) == value_at(source, path), path


@given(st.floats(1e-6, 1e6), st.integers(1, 4096))
def test_any_value_in_range_round_trips(rate: float, hidden: int) -> None:
    experiment = changed(changed(Experiment(), "train.learning_rate", rate), "model.hidden", hidden)
    assert Experiment.model_validate_json(experiment.model_dump_json()) == experiment
