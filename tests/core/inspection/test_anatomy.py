"""A training step in numpy against finite differences, the reader, and the real engine."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.inspection import differentiation as differentiation_module
from lstm_gui.core.inspection.anatomy import NextStep, parameters, take_apart, update_of
from lstm_gui.core.inspection.differentiation import ALL, LAST, Differentiation
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.model.weights import clip_scale
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig, TrainConfig
from tests.core.inspection.conftest import distribution, random_weights

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend

N, T, V, H = 3, 4, 7, 5
LAYERS = (1, 2, 3)


class Slices:
    """A generator's slices as a job, so that `finish` can do them."""

    def __init__(self, slices):
        self._slices = slices

    def steps(self, _model):
        return self._slices


def done(slices):
    return finish(Slices(slices), None)


def batch(texts=N, steps=T, vocabulary=V):
    ids = np.random.default_rng(3).integers(0, vocabulary, (texts, steps + 1), dtype=np.int32)
    return ids[:, :-1], ids[:, 1:]


def memory_of(cell: CellKind, layers: int, texts=N, hidden=H, dtype=np.float32) -> Memory:
    state = np.random.default_rng(4).normal(size=(2, layers, texts, hidden)).astype(dtype) / 2
    return Memory(state[0], state[1] if CELLS[cell].has_c else None)


def doubles(cell: CellKind, layers: int):
    return {n: w.astype(np.float64) / 2 for n, w in random_weights(cell, layers, H, V).items()}


def differentiated(weights, cell, memory):
    work = Differentiation(weights, cell, memory, *batch())
    done(work.run())
    return work


def upcoming(weights, cell, memory, train=None, optimizer=None, ids=None) -> NextStep:
    inputs, targets = ids or batch()
    return NextStep(weights, cell, memory, inputs, targets, train or TrainConfig(), optimizer or {})


@pytest.mark.parametrize("layers", LAYERS)
@pytest.mark.parametrize("cell", CELLS)
def test_gradients_are_finite_differences_of_the_loss(cell: CellKind, layers: int) -> None:
    weights, memory = doubles(cell, layers), memory_of(cell, layers, dtype=np.float64)
    gradients = differentiated(weights, cell, memory).gradients
    rng, step = np.random.default_rng(5), 1e-5
    for name, weight in weights.items():
        for flat in rng.choice(weight.size, 4, replace=False):
            losses = []
            for sign in (1, -1):
                moved = {**weights, name: weight.copy()}
                moved[name].flat[flat] += sign * step
                losses.append(differentiated(moved, cell, memory).losses.mean())
            expected = (losses[0] - losses[1]) / (2 * step)
            assert gradients[name].flat[flat] == pytest.approx(expected, rel=1e-5, abs=1e-9), name


@pytest.mark.parametrize(
    ("cell", "which"), [(cell, state) for cell, spec in CELLS.items() for state in spec.states]
)
def test_the_gradient_of_a_state_is_that_of_the_rest_of_the_text(cell: CellKind, which) -> None:
    """∂L/∂h_t by finite differences: the state after t begins the rest of the batch."""
    weights, memory = doubles(cell, 1), memory_of(cell, 1, dtype=np.float64)
    work = differentiated(weights, cell, memory)
    inputs, targets = batch()
    t, step = 1, 1e-5
    first = [forward(weights, cell, inputs[n, : t + 1], _one(memory, n)) for n in range(N)]
    # In float64, which a Trace has not: run the first part again and keep its state.
    h = _state_after(weights, cell, memory, inputs[:, : t + 1])
    np.testing.assert_allclose(h.h[0], [f.quantities["h"][0, -1] for f in first], atol=1e-6)

    def loss(after: Memory, last_only: bool) -> float:
        rest = Differentiation(weights, cell, after, inputs[:, t + 1 :], targets[:, t + 1 :])
        done(rest.run())
        losses = rest.losses[:, -1:] if last_only else rest.losses
        return float(losses.sum() / inputs.size)

    for lane, last_only in ((ALL, False), (LAST, True)):
        gradient = np.zeros((N, H))
        for n, k in np.ndindex(N, H):
            sides = []
            for sign in (1, -1):
                parts = {"h": h.h.copy(), "c": None if h.c is None else h.c.copy()}
                parts[which][0, n, k] += sign * step
                sides.append(loss(Memory(parts["h"], parts["c"]), last_only))
            gradient[n, k] = (sides[0] - sides[1]) / (2 * step)
        if which == "h" and lane == ALL:  # h_t also speaks to its own output
            p = distribution(h.h[0] @ weights["W_hq"] + weights["b_q"]).astype(float)
            p[np.arange(N), targets[:, t]] -= 1
            gradient += p / inputs.size @ weights["W_hq"].T
        found = (work.h_gradients if which == "h" else work.c_gradients)[lane, 0, :, t]
        if which == "c":
            gradient += _through_h(weights, cell, memory, inputs, t, lane)
        np.testing.assert_allclose(found, np.linalg.norm(gradient, axis=1), rtol=1e-5)


def _one(memory: Memory, n: int) -> Memory:
    c = memory.c
    return Memory(memory.h[:, n : n + 1], None if c is None else c[:, n : n + 1])


def _state_after(weights, cell, memory, inputs) -> Memory:
    return _read(weights, cell, memory, inputs).memory


def _read(weights, cell, memory, inputs) -> Unrolled:
    unrolled = Unrolled(weights, cell, len(inputs), memory)
    for characters in inputs.T:
        for _ in unrolled.read(characters):
            pass
    return unrolled


def _through_h(weights, cell, memory, inputs, t, lane):
    """The part of ∂L/∂c_t that goes through h_t = o tanh(c_t), by finite differences."""
    targets = batch()[1]
    now = _read(weights, cell, memory, inputs[:, : t + 1]).steps[t][0]

    def loss(h) -> float:
        rest = Differentiation(
            weights, cell, Memory(h[None], now["c"][None]), inputs[:, t + 1 :], targets[:, t + 1 :]
        )
        done(rest.run())
        if lane == LAST:
            return float(rest.losses[:, -1].sum() / inputs.size)
        logits = h @ weights["W_hq"] + weights["b_q"]
        own = np.log(np.exp(logits).sum(1)) - logits[np.arange(N), targets[:, t]]
        return float((rest.losses.sum() + own.sum()) / inputs.size)

    step, gradient = 1e-5, np.zeros((N, H))
    for n, k in np.ndindex(N, H):
        sides = []
        for sign in (1, -1):
            c = now["c"].copy()
            c[n, k] += sign * step
            o = now["o"]
            if cell == "peephole":  # which sees c as well
                p_o = weights["l0.p"][2 * H :]
                o = 1 / (1 + (1 / o - 1) * np.exp(-p_o * (c - now["c"])))
            sides.append(loss(o * np.tanh(c)))
        gradient[n, k] = (sides[0] - sides[1]) / (2 * step)
    return gradient


@pytest.mark.parametrize("cell", CELLS)
def test_the_way_forward_is_the_readers(cell: CellKind) -> None:
    weights, memory = random_weights(cell, 2, H, V), memory_of(cell, 2)
    inputs, targets = batch()
    anatomy = done(take_apart(upcoming(weights, cell, memory)))
    for n in range(N):
        trace = forward(weights, cell, inputs[n], _one(memory, n))
        norms = np.linalg.norm(trace.quantities["h"], axis=2)
        np.testing.assert_allclose(anatomy.h_norms[:, n], norms, rtol=1e-5)
        if CELLS[cell].has_c:
            norms = np.linalg.norm(states(trace), axis=2)
            np.testing.assert_allclose(anatomy.c_norms[:, n], norms, rtol=1e-5)
        p = distribution(trace.logits)
        own = p[np.arange(T), targets[n]]
        np.testing.assert_allclose(np.exp(-anatomy.losses[n]), own, rtol=1e-4)
        np.testing.assert_array_equal(anatomy.ranks[n], (p > own[:, None]).sum(axis=1))
        best = np.sort(p, axis=1)[:, ::-1][:, :5]
        np.testing.assert_allclose(anatomy.guess_probabilities[n], best, rtol=1e-4)
        picked = np.take_along_axis(p, anatomy.guess_ids[n].astype(int), 1)
        np.testing.assert_allclose(picked, best, rtol=1e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_both_gradients_begin_alike_and_the_last_one_is_nothing_more(cell: CellKind) -> None:
    anatomy = done(take_apart(upcoming(random_weights(cell, 2, H, V), cell, None)))
    gradients = anatomy.h_gradients
    np.testing.assert_allclose(gradients[LAST, :, :, -1], gradients[ALL, :, :, -1], rtol=1e-6)
    assert (gradients[LAST, :, :, 0] > 0).all()
    assert not np.allclose(gradients[LAST, :, :, 0], gradients[ALL, :, :, 0], rtol=1e-2)


@pytest.mark.parametrize("cell", CELLS)
def test_groups_of_texts_add_up(cell: CellKind, monkeypatch: pytest.MonkeyPatch) -> None:
    weights, memory = random_weights(cell, 2, H, V), memory_of(cell, 2)
    whole = done(take_apart(upcoming(weights, cell, memory)))
    monkeypatch.setattr(differentiation_module, "_ROOM", 1)
    fractions = list(Differentiation(weights, cell, memory, *batch()).run())
    assert len(fractions) == N * 2 * T * 2 and fractions[-1] == pytest.approx(1.0)
    assert fractions == sorted(fractions)
    one_by_one = done(take_apart(upcoming(weights, cell, memory)))
    assert one_by_one.grad_norm == pytest.approx(whole.grad_norm, rel=1e-5)
    np.testing.assert_allclose(one_by_one.losses, whole.losses, rtol=1e-5)
    np.testing.assert_allclose(one_by_one.h_gradients, whole.h_gradients, rtol=1e-4)


def test_parameters_have_the_books_names_and_cover_all_weights() -> None:
    for cell, count in (("lstm", 12), ("gru", 12), ("rnn", 3), ("peephole", 15)):
        weights = random_weights(cell, 2, H, V)
        chosen = list(parameters(cell, 2, H))
        assert len(chosen) == 2 * count + 2
        assert sum(p.of(weights).size for p in chosen) == sum(w.size for w in weights.values())
    names = [p.symbol for p in parameters("lstm", 1, H)]
    assert names[:3] == ["W_xi", "W_hi", "b_i"] and names[9:] == [
        "W_xc", "W_hc", "b_c", "W_hq", "b_q",
    ]  # fmt: skip
    names = [p.symbol for p in parameters("peephole", 1, H)]
    assert names[:4] == ["W_xi", "W_hi", "b_i", "p_i"] and names[8:12] == [
        "W_xo", "W_ho", "b_o", "p_o",
    ]  # fmt: skip
    assert [p.symbol for p in parameters("rnn", 1, H)] == ["W_xh", "W_hh", "b_h", "W_hq", "b_q"]
    assert [p.symbol for p in parameters("gru", 1, H)][:4] == ["W_xr", "W_hr", "b_xr", "b_hr"]


def test_clipping_brings_the_norm_down_to_theta() -> None:
    weights = random_weights("lstm", 1, H, V)
    theta = 0.01
    train = TrainConfig(clipping_theta=theta, learning_rate=2.0)
    anatomy = done(take_apart(upcoming(weights, "lstm", None, train)))
    assert anatomy.clipped
    assert anatomy.grad_norm * anatomy.clip_scale == pytest.approx(theta)
    assert anatomy.update_norm == pytest.approx(2.0 * theta, rel=1e-5)
    for one in anatomy.parameters:
        assert one.update == pytest.approx(2.0 * anatomy.clip_scale * one.gradient, rel=1e-5)
        assert one.ratio == pytest.approx(one.update / one.weight)
    loose = TrainConfig(clipping_theta=1000.0, learning_rate=2.0)
    anatomy = done(take_apart(upcoming(weights, "lstm", None, loose)))
    assert not anatomy.clipped and anatomy.clip_scale == 1.0


def test_a_weight_that_is_not_a_number_shows_as_such() -> None:
    weights = {n: w.copy() for n, w in random_weights("gru", 1, H, V).items()}
    weights["W_hq"][0, 0] = np.nan
    with np.errstate(invalid="ignore"):
        anatomy = done(take_apart(upcoming(weights, "gru", None)))
    assert math.isnan(anatomy.loss) and math.isnan(anatomy.grad_norm)
    assert anatomy.clip_scale == 1.0


@pytest.mark.mxnet
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("layers", LAYERS)
@pytest.mark.parametrize("cell", CELLS)
def test_it_is_what_the_engine_does(
    backend: Backend, cell: CellKind, layers: int, optimizer
) -> None:
    """Three steps in a row: loss, norm and the weights after each, with the state carried."""
    rate, theta = (0.5, 0.05) if optimizer == "sgd" else (0.01, 0.05)
    train = TrainConfig(optimizer=optimizer, learning_rate=rate, clipping_theta=theta)
    model = ModelConfig(cell=cell, hidden=24, layers=layers, init="fan_in", seed=7)
    backend.build(model, ComputeConfig(), 31)
    backend.configure(train)
    backend.reset_memory()
    for number in range(3):
        ids = np.random.default_rng(number).integers(0, 31, (6, 10), dtype=np.int32)
        inputs, targets = ids[:, :-1], ids[:, 1:]
        before, memory = backend.weights(), backend.training_memory()
        assert (memory is None) == (number == 0)
        step = upcoming(
            before, cell, memory, train, backend.optimizer_state(), ids=(inputs, targets)
        )
        anatomy = done(take_apart(step))
        result = backend.step(inputs, targets)
        assert anatomy.loss == pytest.approx(result.loss, rel=1e-4)
        assert anatomy.grad_norm == pytest.approx(result.grad_norm, rel=1e-4)
        assert anatomy.clipped
        _same_weights(step, backend.weights(), anatomy)


def _same_weights(step: NextStep, after, anatomy) -> None:
    work = Differentiation(step.weights, step.cell, step.memory, step.inputs, step.targets)
    done(work.run())
    scale = clip_scale(anatomy.grad_norm, step.train.clipping_theta)
    hidden, layers = len(step.weights["W_hq"]), len(anatomy.h_norms)
    for parameter, told in zip(
        parameters(step.cell, layers, hidden), anatomy.parameters, strict=True
    ):
        update = update_of(parameter, work.gradients, scale, step.train, step.optimizer)
        before = parameter.of(step.weights)
        applied = (parameter.of(after) - before).astype(float)
        moved = np.linalg.norm(applied)
        # Adam divides by sizes of gradients: where one is next to nothing, its rounding shows.
        assert np.linalg.norm(update - applied) <= 1e-3 * moved + 1e-6, parameter.symbol
        assert told.update == pytest.approx(moved, rel=1e-3, abs=1e-6), parameter.symbol
        assert told.weight == pytest.approx(np.linalg.norm(before), rel=1e-5)
