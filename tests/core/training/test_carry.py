"""What carries over is equal to the bit; what cannot is said; what is new is the engine's draw."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_gui.core.model.backend import Memory, Position, Snapshot
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import initial_weights, weight_shapes
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.training.carry_over import Basis, Carried, carry_over, what_is_lost
from tests.core.worker.driving import corpus_of, experiment_of

TEXT = "abcdefghij klm nop 分开不" * 6
OTHER = "bcdefgxyz 不要分" * 9


def basis(text: str = TEXT, **values: Any) -> Basis:
    """A tiny model with Adam; `values` are dotted names with `__` for the dot."""
    experiment = experiment_of(optimizer="adam", learning_rate=0.01)
    for name, value in values.items():
        experiment = changed(experiment, name.replace("__", "."), value)
    return Basis(experiment, corpus_of(text))


def snapshot_of(at: Basis, batch: int = 5) -> Snapshot:
    """A moment full of numbers that no initial draw gives."""
    rng = np.random.default_rng(5)
    model, train = at.experiment.model, at.experiment.train

    def draw(shape: tuple[int, ...]) -> Any:
        return rng.normal(size=shape).astype(np.float32) + 10

    shapes = weight_shapes(model, len(at.vocabulary))
    adam = {f"{kind}.{n}": draw(s) for kind in ("mean", "var") for n, s in shapes.items()}
    state = (model.layers, train.batch_size, model.hidden)
    return Snapshot(
        Position(epoch=2, batch=batch, step=37, loss_sum=4.0 * batch, seconds=1.5),
        {name: draw(shape) for name, shape in shapes.items()},
        {**adam, "t": np.array([37], np.float32)} if train.optimizer == "adam" else {},
        Memory(draw(state), draw(state) if CELLS[model.cell].has_c else None),
    )


def carried(old: Basis, new: Basis) -> tuple[Snapshot, Carried]:
    before = snapshot_of(old)
    return before, carry_over(before, old, new)


def keys(result: Carried) -> set[str]:
    return {loss.key for loss in result.lost}


def same(a: Snapshot, b: Snapshot) -> bool:
    pairs = [(a.weights, b.weights), (a.optimizer, b.optimizer)]
    equal = all(x.keys() == y.keys() and all((x[n] == y[n]).all() for n in x) for x, y in pairs)
    assert a.memory is not None and b.memory is not None
    states = (a.memory.h == b.memory.h).all() and np.array_equal(a.memory.c, b.memory.c)  # type: ignore[arg-type]
    return equal and a.position == b.position and bool(states)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"train__learning_rate": 3.0},
        {"train__clipping_theta": 3.0},
        {"train__epochs": 9},
        {"compute__implementation": "scratch"},
    ],
)
def test_live_settings_carry_everything_over(change: dict[str, Any]) -> None:
    before, after = carried(basis(), basis(**change))
    assert same(before, after.snapshot) and not after.lost


def test_characters_take_their_rows_and_columns_along() -> None:
    old, new = basis(), basis(OTHER)
    before, after = carried(old, new)
    fresh = initial_weights(new.experiment.model, len(new.vocabulary))
    weights, adam = after.snapshot.weights, after.snapshot.optimizer
    for place, character in enumerate(new.vocabulary.characters):
        was = old.vocabulary.characters.find(character)
        for name, pick in (("l0.W_x", (place,)), ("W_hq", (slice(None), place)), ("b_q", (place,))):
            there = (*pick[:-1], was)
            expected = before.weights[name][there] if was >= 0 else fresh[name][pick]
            mean = before.optimizer["mean." + name][there] if was >= 0 else 0.0
            assert (weights[name][pick] == expected).all(), (name, character)
            assert (adam["mean." + name][pick] == mean).all()
    for name in ("l0.W_h", "l0.b"):
        assert (weights[name] == before.weights[name]).all()
    assert {"characters_dropped", "characters_new", "state"} <= keys(after)
    assert after.snapshot.memory is None


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("hidden", [2, 5])
def test_cells_are_added_and_dropped_at_the_end_of_each_gate(cell: str, hidden: int) -> None:
    old = basis(model__cell=cell, model__layers=2)
    new = basis(model__cell=cell, model__layers=2, model__hidden=hidden, model__seed=4)
    before, after = carried(old, new)
    fresh = initial_weights(new.experiment.model, len(new.vocabulary))
    kept = min(3, hidden)
    gates = {one.name: len(one.gates) for one in CELLS[new.experiment.model.cell].parameters}
    for name, values in after.snapshot.weights.items():
        was, first = before.weights[name], fresh[name]
        if name not in ("W_hq", "b_q"):
            count = gates[name.partition(".")[2]]
            values, was, first = (a.reshape(*a.shape[:-1], count, -1) for a in (values, was, first))
        where = [slice(None)] * values.ndim
        if name.endswith(("W_h", "W_hq", "l1.W_x")):
            where[0] = slice(kept)
        if name not in ("W_hq", "b_q"):
            where[-1] = slice(kept)
        expected = first.copy()
        expected[tuple(where)] = was[tuple(where)]
        assert (values == expected).all(), name
    memory = after.snapshot.memory
    assert memory is not None and before.memory is not None
    assert memory.h.shape == (2, 2, hidden)
    assert (memory.h[..., :kept] == before.memory.h[..., :kept]).all()
    assert not memory.h[..., kept:].any()
    assert keys(after) == {"cells_dropped" if hidden < 3 else "cells_new", "new_only"}


def test_a_forget_bias_for_new_weights_is_theirs_alone() -> None:
    new = basis(model__hidden=4, model__forget_bias=2.0)
    before, after = carried(basis(), new)
    forget = after.snapshot.weights["l0.b"][4:8]
    assert (forget[:3] == before.weights["l0.b"][3:6]).all() and forget[3] == 2.0


@pytest.mark.parametrize(("layers", "key"), [(1, "layers_dropped"), (3, "layers_new")])
def test_layers_come_and_go_on_top(layers: int, key: str) -> None:
    before, after = carried(basis(model__layers=2), basis(model__layers=layers))
    weights = after.snapshot.weights
    for name in weights.keys() & before.weights.keys():
        assert (weights[name] == before.weights[name]).all()
    assert (
        weights.keys()
        == weight_shapes(
            basis(model__layers=layers).experiment.model, len(basis().vocabulary)
        ).keys()
    )
    assert keys(after) == {key}
    memory = after.snapshot.memory
    assert memory is not None and memory.h.shape[0] == layers
    assert not memory.h[2:].any() and memory.h[:2].all()


def test_an_lstm_that_gets_peepholes_goes_on_where_it_was() -> None:
    old, new = basis(model__layers=2), basis(model__layers=2, model__cell="peephole")
    before, after = carried(old, new)
    now = after.snapshot
    assert now.weights.keys() - before.weights.keys() == {"l0.p", "l1.p"}
    for name, values in before.weights.items():
        assert (now.weights[name] == values).all(), name
    assert not now.weights["l0.p"].any() and not now.optimizer["mean.l1.p"].any()
    assert (now.optimizer["var.l1.W_h"] == before.optimizer["var.l1.W_h"]).all()
    assert same(replace(before, weights={}, optimizer={}), replace(now, weights={}, optimizer={}))
    assert keys(after) == {"cell"}
    assert "start at zero" in after.lost[0].sentence.template


def test_without_its_peepholes_all_else_of_the_cell_stays() -> None:
    old, new = basis(model__cell="peephole"), basis(model__hidden=4)
    before, after = carried(old, new)
    assert after.snapshot.weights.keys() == initial_weights(new.experiment.model, 3).keys()
    assert (after.snapshot.weights["l0.W_h"][:3, :3] == before.weights["l0.W_h"][:3, :3]).all()
    assert after.snapshot.memory is not None and after.snapshot.memory.c is not None
    assert keys(after) == {"cell", "cells_new"}
    assert "peepholes are dropped" in after.lost[0].sentence.template


def test_peepholes_follow_their_cells() -> None:
    old, new = basis(model__cell="peephole"), basis(model__cell="peephole", model__hidden=2)
    before, after = carried(old, new)
    was, now = (one.weights["l0.p"].reshape(3, -1) for one in (before, after.snapshot))
    assert (now == was[:, :2]).all()


def test_of_another_kind_of_cell_the_output_layer_alone_stays() -> None:
    new = basis(model__cell="gru")
    before, after = carried(basis(), new)
    fresh = initial_weights(new.experiment.model, len(new.vocabulary))
    for name, values in after.snapshot.weights.items():
        expected = before.weights[name] if name in ("W_hq", "b_q") else fresh[name]
        assert (values == expected).all()
    assert after.snapshot.memory is None and after.snapshot.optimizer == {}
    assert [loss.key for loss in after.lost] == ["cell", "optimizer"]
    assert str(after.lost[0].sentence).startswith("From LSTM to GRU: only the output layer")


def test_the_optimizer_that_is_left_takes_its_averages_with_it() -> None:
    _, to_sgd = carried(basis(), basis(train__optimizer="sgd"))
    assert to_sgd.snapshot.optimizer == {} and keys(to_sgd) == {"optimizer"}
    _, to_adam = carried(basis(train__optimizer="sgd"), basis())
    assert to_adam.snapshot.optimizer == {} and keys(to_adam) == {"optimizer"}


@pytest.mark.parametrize("batch_size", [1, 4])
def test_the_state_keeps_the_tracks_that_still_exist(batch_size: int) -> None:
    before, after = carried(basis(), basis(train__batch_size=batch_size))
    memory, kept = after.snapshot.memory, min(2, batch_size)
    assert memory is not None and memory.c is not None and before.memory is not None
    assert memory.h.shape == memory.c.shape == (1, batch_size, 3)
    assert (memory.h[:, :kept] == before.memory.h[:, :kept]).all()
    assert not memory.c[:, kept:].any()
    assert keys(after) == {"state"}


def test_sampling_starts_the_state_from_zeros() -> None:
    _, to_random = carried(basis(), basis(train__sampling="random"))
    assert to_random.snapshot.memory is None and keys(to_random) == {"state", "order"}
    _, back = carried(basis(train__sampling="random"), basis())
    assert back.snapshot.memory is None and keys(back) == set()


sizes = st.fixed_dictionaries(
    {
        "train__num_steps": st.integers(1, 20),
        "train__batch_size": st.integers(1, 9),
        "train__sampling": st.sampled_from(["consecutive", "random"]),
    }
)


@settings(deadline=None, max_examples=200)
@given(sizes, sizes, st.data())
def test_the_place_never_goes_back_and_stays_in_its_epoch(
    old_sizes: dict[str, Any], new_sizes: dict[str, Any], data: st.DataObject
) -> None:
    old, new = basis(**old_sizes), basis(**new_sizes)
    if not (old.batches and new.batches):
        return
    batch = data.draw(st.integers(0, old.batches - 1))
    place = carry_over(snapshot_of(old, batch), old, new).snapshot.position
    assert (place.epoch, place.step, place.seconds) == (2, 37, 1.5)
    assert 0 <= place.batch < new.batches
    assert place.batch / new.batches <= batch / old.batches < (place.batch + 1) / new.batches
    assert place.loss_sum == pytest.approx(4.0 * place.batch)


@settings(deadline=None, max_examples=200)
@given(sizes, sizes, sizes, st.data())
def test_one_change_after_another_takes_nothing_off_the_curve(
    first: dict[str, Any], second: dict[str, Any], third: dict[str, Any], data: st.DataObject
) -> None:
    bases = [basis(**one) for one in (first, second, third)]
    if not all(one.batches for one in bases):
        return
    batch = data.draw(st.integers(0, bases[0].batches - 1))
    before = snapshot = snapshot_of(bases[0], batch)
    end = 2 + batch / bases[0].batches
    for old, new in pairwise((*bases, bases[0])):
        snapshot = carry_over(snapshot, old, new).snapshot
        place = snapshot.position
        assert place.x(new.batches) == pytest.approx(end, abs=1e-12)
        assert 2 + (place.batch + 1) / new.batches > end
    assert (snapshot.position.batch, snapshot.position.reached) == (batch, None)
    assert snapshot.position.loss_sum == pytest.approx(before.position.loss_sum)


def test_nothing_of_the_old_moment_is_written_to() -> None:
    old = basis()
    before, twin = snapshot_of(old), snapshot_of(old)
    for new in (basis(OTHER), basis(model__hidden=9), basis(train__batch_size=7)):
        carry_over(before, old, new)
    assert same(before, twin)


def test_every_loss_is_a_whole_sentence_in_order() -> None:
    new = basis(
        OTHER, model__hidden=1, model__layers=3, model__seed=3, train__sampling="random",
        train__optimizer="sgd",
    )  # fmt: skip
    found = what_is_lost(basis(), new)
    assert [loss.key for loss in found] == [
        "layers_new",
        "cells_dropped",
        "characters_dropped",
        "characters_new",
        "state",
        "order",
        "optimizer",
        "new_only",
    ]
    for loss in found:
        text = str(loss.sentence)
        assert text.endswith(".") and "{" not in text, text
    assert "Cells 1 to 2" in str(found[1].sentence)


def test_every_setting_is_thought_of() -> None:
    """A setting that is added must be carried over, or be known to change nothing kept."""
    assert set(KNOBS) - {path for path, knob in KNOBS.items() if knob.live} <= {
        "corpus.max_chars", "model.cell", "model.layers", "model.hidden", "model.init",
        "model.forget_bias", "model.seed", "train.num_steps", "train.batch_size",
        "train.sampling", "train.optimizer", "corpus.held_out",
    }  # fmt: skip
    assert isinstance(basis().experiment, Experiment)
