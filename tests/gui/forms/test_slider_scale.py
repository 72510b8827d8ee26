"""The places of a slider: round values in order, from end to end of what is sensible."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.gui.forms.number_field import SliderScale

SLIDING = [path for path, knob in KNOBS.items() if knob.slider]


def at(experiment: Experiment, path: str) -> float:
    section, _, field = path.partition(".")
    return getattr(getattr(experiment, section), field)


def test_every_number_but_the_seed_has_a_slider() -> None:
    numbers = {path for path, knob in KNOBS.items() if knob.kind in ("integer", "number")}
    assert numbers - set(SLIDING) == {"model.seed"}


@pytest.mark.parametrize("path", SLIDING)
def test_every_place_is_a_valid_value(path: str) -> None:
    scale = SliderScale(KNOBS[path])
    values = [scale.value(place) for place in range(scale.last + 1)]
    assert all(a < b for a, b in pairwise(values))
    assert (values[0], values[-1]) == KNOBS[path].slider
    for place, value in enumerate(values):
        changed(Experiment(), path, value)
        assert scale.place(value) == place


@pytest.mark.parametrize("path", SLIDING)
@pytest.mark.parametrize("name", PRESETS)
def test_what_presets_use_is_a_place(name: str, path: str) -> None:
    scale = SliderScale(KNOBS[path])
    value = at(PRESETS[name].experiment, path)
    assert scale.value(scale.place(value)) == value


def test_a_log_scale_gives_each_decade_the_same_room() -> None:
    scale = SliderScale(KNOBS["train.learning_rate"])
    places = [scale.place(value) for value in (0.001, 0.01, 0.1, 1.0, 10.0)]
    assert {b - a for a, b in pairwise(places)} == {90}


def test_beyond_the_ends_is_the_end() -> None:
    scale = SliderScale(KNOBS["train.learning_rate"])
    assert scale.place(1e-6) == 0
    assert scale.place(1e6) == scale.last
    assert scale.value(10**9) == 1000.0
    assert scale.value(-5) == 1e-4


def test_the_nearest_place_counts() -> None:
    scale = SliderScale(KNOBS["model.hidden"])
    assert scale.value(scale.place(250)) == 256
    assert scale.value(scale.place(9)) == 8
    assert isinstance(scale.value(3), int)
