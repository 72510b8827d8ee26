"""A kind of cell that gluon lacks, and the implementation that needs gluon, do not go together."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from lstm_gui.cli.flags import add_knobs, experiment_of
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.search.plan import acts, extremes, parse_ranges
from lstm_gui.core.settings.difference import Difference, candidates, suggested
from lstm_gui.core.settings.experiment import (
    CELL,
    IMPLEMENTATION,
    KNOBS,
    Experiment,
    changed,
    changed_together,
    fits,
    needs_new_model,
    with_live_settings,
)
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig
from lstm_gui.core.settings.options import Parser

PEEPHOLE = changed(Experiment(), CELL, "peephole")
CONCISE = changed(Experiment(), IMPLEMENTATION, "concise")


@pytest.mark.parametrize("cell", CELLS)
def test_concise_is_offered_for_what_gluon_has(cell: CellKind) -> None:
    assert fits(CONCISE, CELL, cell) == (CELLS[cell].gluon is not None)
    assert fits(changed(Experiment(), CELL, cell), IMPLEMENTATION, "concise") == fits(
        CONCISE, CELL, cell
    )


@pytest.mark.parametrize("cell", CELLS)
def test_the_forget_bias_acts_where_a_gate_forgets(cell: CellKind) -> None:
    one, other = (
        initial_weights(ModelConfig(cell=cell, hidden=2, forget_bias=bias), 3) for bias in (0, 1.0)
    )
    differ = any(not np.array_equal(one[name], other[name]) for name in one)
    assert differ == (CELLS[cell].biased is not None)
    assert differ == (cell in KNOBS["model.forget_bias"].cells)
    assert differ == acts("model.forget_bias", (cell,))
    assert differ == ("model.forget_bias" in candidates(changed(Experiment(), CELL, cell)))


def test_the_refusal_stands_at_the_setting_that_was_changed_and_gives_the_reason() -> None:
    for experiment, path, value in (
        (CONCISE, CELL, "peephole"),
        (PEEPHOLE, IMPLEMENTATION, "concise"),
    ):
        with pytest.raises(ConfigError, match=r"gluon\.rnn has none") as refused:
            changed(experiment, path, value)
        assert refused.value.field == path
        with pytest.raises(ConfigError):
            Difference(path, value).of(experiment)
    with pytest.raises(ValidationError):
        Experiment(
            model=ModelConfig(cell="peephole"), compute=ComputeConfig(implementation="concise")
        )


def test_settings_that_change_together_are_looked_at_together() -> None:
    both = changed_together(CONCISE, {CELL: "peephole", IMPLEMENTATION: "fast"})
    assert both == PEEPHOLE


def test_a_flag_may_bring_what_another_needs() -> None:
    parser = Parser()
    add_knobs(parser)
    given = parser.parse_args(["--implementation", "scratch", "--cell", "peephole"])
    assert experiment_of(given).model.cell == "peephole"
    with pytest.raises(ConfigError) as refused:
        experiment_of(parser.parse_args(["--implementation", "concise", "--cell", "peephole"]))
    assert refused.value.field == IMPLEMENTATION


def test_an_implementation_that_the_model_in_training_cannot_use_waits_for_a_new_one() -> None:
    wanted = changed_together(CONCISE, {"train.learning_rate": 7.0})
    assert needs_new_model(PEEPHOLE, wanted) == (CELL, IMPLEMENTATION)
    live = with_live_settings(PEEPHOLE, wanted)
    assert live == changed(PEEPHOLE, "train.learning_rate", 7.0)
    assert needs_new_model(Experiment(), CONCISE) == ()


def test_a_twin_is_suggested_a_value_that_it_can_have() -> None:
    assert suggested(PEEPHOLE, IMPLEMENTATION) == "scratch"
    assert suggested(changed(CONCISE, CELL, "rnn"), CELL) == "lstm"
    assert suggested(changed(Experiment(), CELL, "rnn"), CELL) == "peephole"


def test_a_search_is_refused_before_it_begins() -> None:
    ranges = parse_ranges(["cell=lstm,peephole"])
    assert len(list(extremes(Experiment(), ranges))) == 2
    with pytest.raises(ConfigError, match=r"gluon\.rnn has none"):
        list(extremes(CONCISE, ranges))
