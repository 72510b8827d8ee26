"""The numpy forward pass: by hand, against the engine, and with a hand in the memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.inspection.forward import INTERVENTIONS, ForwardPass, Intervention, Kind, forward
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig
from tests.core.inspection.conftest import random_weights

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend

IDS = np.random.default_rng(5).integers(0, 7, 20)
BOTH = [(cell, layers) for cell in CELLS for layers in (1, 2)]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def by_hand(cell: CellKind, layers: int) -> tuple[dict[str, Floats], Floats]:
    """The equations number by number: cells in a loop, sums in a loop, in float64."""
    weights = random_weights(cell, layers)
    H, V = 5, 7
    found: dict[str, list[list[list[float]]]] = {}
    logits = []
    h, c = [[0.0] * H for _ in range(layers)], [[0.0] * H for _ in range(layers)]
    for index in IDS.tolist():
        x = [float(v == index) for v in range(V)]
        for layer in range(layers):
            W_x, W_h = weights[f"l{layer}.W_x"], weights[f"l{layer}.W_h"]

            def sums(
                gate: int, j: int, bias: str, vector: list[float], W: Floats, at: int = layer
            ) -> float:
                column = gate * H + j
                b = 0.0 if bias == "" else float(weights[f"l{at}.{bias}"][column])
                return sum(float(W[k, column]) * v for k, v in enumerate(vector)) + b

            before, now = list(h[layer]), {}
            for j in range(H):
                if cell == "lstm":
                    a = [sums(g, j, "b", x, W_x) + sums(g, j, "", before, W_h) for g in range(4)]
                    i, f, o = (sigmoid(value) for value in a[:3])
                    c[layer][j] = f * c[layer][j] + i * math.tanh(a[3])
                    h[layer][j] = o * math.tanh(c[layer][j])
                    now[j] = {"i": i, "f": f, "o": o, "c~": math.tanh(a[3]), "c": c[layer][j]}
                elif cell == "peephole":
                    a = [sums(g, j, "b", x, W_x) + sums(g, j, "", before, W_h) for g in range(4)]
                    p = [float(weights[f"l{layer}.p"][g * H + j]) for g in range(3)]
                    i, f = (sigmoid(a[g] + p[g] * c[layer][j]) for g in range(2))
                    c[layer][j] = f * c[layer][j] + i * math.tanh(a[3])
                    o = sigmoid(a[2] + p[2] * c[layer][j])
                    h[layer][j] = o * math.tanh(c[layer][j])
                    now[j] = {"i": i, "f": f, "o": o, "c~": math.tanh(a[3]), "c": c[layer][j]}
                elif cell == "gru":
                    from_x = [sums(g, j, "b_x", x, W_x) for g in range(3)]
                    from_h = [sums(g, j, "b_h", before, W_h) for g in range(3)]
                    r, z = (sigmoid(from_x[g] + from_h[g]) for g in range(2))
                    h_tilda = math.tanh(from_x[2] + r * from_h[2])
                    h[layer][j] = z * before[j] + (1 - z) * h_tilda
                    now[j] = {"r": r, "z": z, "h~": h_tilda}
                else:
                    a_j = sums(0, j, "b", x, W_x) + sums(0, j, "", before, W_h)
                    h[layer][j] = math.tanh(a_j)
                    now[j] = {}
                now[j]["h"] = h[layer][j]
            for name in now[0]:
                rows = found.setdefault(name, [[] for _ in range(layers)])
                rows[layer].append([now[j][name] for j in range(H)])
            x = h[layer]
        W, b = weights["W_hq"], weights["b_q"]
        logits.append(
            [sum(float(W[j, v]) * x[j] for j in range(H)) + float(b[v]) for v in range(V)]
        )
    quantities = {name: np.array(rows, np.float32) for name, rows in found.items()}
    return quantities, np.array(logits, np.float32)


@pytest.mark.parametrize(("cell", "layers"), BOTH)
def test_it_equals_a_loop_by_hand(cell: CellKind, layers: int) -> None:
    trace = forward(random_weights(cell, layers), cell, IDS)
    quantities, logits = by_hand(cell, layers)
    assert trace.quantities.keys() == quantities.keys()
    for name, values in quantities.items():
        np.testing.assert_allclose(trace.quantities[name], values, rtol=0, atol=1e-5, err_msg=name)
        assert not trace.quantities[name].flags.writeable
    np.testing.assert_allclose(trace.logits, logits, rtol=0, atol=1e-5)


@pytest.mark.mxnet
@pytest.mark.parametrize(("cell", "layers"), BOTH)
def test_it_equals_the_engine(backend: Backend, cell: CellKind, layers: int) -> None:
    model = ModelConfig(cell=cell, layers=layers, hidden=37, init="fan_in", forget_bias=1.0)
    backend.build(model, ComputeConfig(), 23)
    rng = np.random.default_rng(3)
    ids = rng.integers(0, 23, 70, dtype=np.int32)
    state = rng.normal(size=(2, layers, 1, 37)).astype(np.float32)
    for start in (None, Memory(state[0], state[1] if CELLS[cell].has_c else None)):
        ours = forward(backend.weights(), cell, ids, start)
        theirs = backend.trace(ids, start)
        assert ours.quantities.keys() == theirs.quantities.keys()
        for name, values in theirs.quantities.items():
            np.testing.assert_allclose(ours.quantities[name], values, rtol=0, atol=1e-5)
        np.testing.assert_allclose(ours.logits, theirs.logits, rtol=0, atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_reading_goes_on_where_it_stopped(cell: CellKind) -> None:
    weights = random_weights(cell, 2)
    whole = forward(weights, cell, IDS)
    first = ForwardPass(weights, cell)
    first.read(IDS[:8].tolist())
    second = forward(weights, cell, IDS[8:], first.memory)
    for name, values in whole.quantities.items():
        np.testing.assert_array_equal(second.quantities[name], values[:, 8:])
    np.testing.assert_allclose(first.logits(), whole.logits[7], atol=1e-6)
    assert len(first) == 8


@pytest.mark.parametrize("cell", CELLS)
def test_no_text_gives_an_empty_trace(cell: CellKind) -> None:
    trace = forward(random_weights(cell), cell, [])
    assert {values.shape for values in trace.quantities.values()} == {(1, 0, 5)}
    assert trace.quantities.keys() == forward(random_weights(cell), cell, [0]).quantities.keys()
    assert trace.logits.shape == (0, 7)


def test_large_sums_do_not_warn() -> None:
    trace = forward(random_weights("lstm", scale=300), "lstm", IDS)
    assert all(np.isfinite(values).all() for values in trace.quantities.values())


# The hand


def touched(
    cell: CellKind, kind: Kind, cells: tuple[int, ...] | None, start: int = 6
) -> tuple[Floats, Floats]:
    """Return the kept state (T, H) of the upper of two layers without and with a hand in it."""
    weights, state = random_weights(cell, 2), CELLS[cell].memory
    hand = Intervention(kind, cells, layer=1, start=start)
    runs = (forward(weights, cell, IDS, intervention=what) for what in (None, hand))
    without, with_ = (run.quantities[state][1] for run in runs)
    return without, with_


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("cells", [None, (1, 3)])
def test_a_held_state_passes_through_unchanged(
    cell: CellKind, cells: tuple[int, ...] | None
) -> None:
    without, with_ = touched(cell, "hold", cells)
    chosen = list(cells or range(5))
    for row in with_[6:]:
        assert row[chosen].tobytes() == without[5, chosen].tobytes()  # bit for bit
    np.testing.assert_array_equal(with_[:6], without[:6])
    assert cells is None or (with_[6:, [0, 2, 4]] != without[5, [0, 2, 4]]).all()


@pytest.mark.parametrize(
    ("cell", "open_", "shut"), [("lstm", "f", "i"), ("gru", "z", None), ("peephole", "f", "i")]
)
def test_holding_is_done_by_the_gates(cell: CellKind, open_: str, shut: str | None) -> None:
    """The article's claim: with F = 1 and I = 0 the equation itself leaves c as it is."""
    hand = Intervention("hold", None, layer=0, start=4)
    q = forward(random_weights(cell), cell, IDS, intervention=hand).quantities
    assert (q[open_][0, 4:] == 1).all() and (q[open_][0, :4] < 1).all()
    if shut:
        assert (q[shut][0, 4:] == 0).all()
    state, gates = q[CELLS[cell].memory][0], q[open_][0]
    write = q["i"][0] * q["c~"][0] if CELLS[cell].has_c else (1 - gates) * q["h~"][0]
    again = gates[4:] * state[3:-1] + write[4:]
    assert again.tobytes() == state[4:].tobytes()


@pytest.mark.parametrize("cell", CELLS)
def test_zero_flip_and_freeze_are_exact(cell: CellKind) -> None:
    without, zero = touched(cell, "zero", (0, 2))
    assert (zero[6:, [0, 2]] == 0).all() and (zero[6:, 1] != 0).all()
    _, flip = touched(cell, "flip", (0, 2))
    np.testing.assert_array_equal(flip[6, [0, 2]], -without[6, [0, 2]])
    np.testing.assert_array_equal(flip[6, [1, 3]], without[6, [1, 3]])
    assert (flip[7] != -without[7]).all()  # once
    _, freeze = touched(cell, "freeze", (0, 2))
    for row in freeze[6:]:
        np.testing.assert_array_equal(row[[0, 2]], without[6, [0, 2]])
    for changed in (zero, flip, freeze):
        np.testing.assert_array_equal(changed[:6], without[:6])


def test_h_shows_the_changed_state() -> None:
    hand = Intervention("flip", None, layer=0, start=3)
    trace = forward(random_weights("lstm"), "lstm", IDS, intervention=hand)
    c, o, h = (trace.quantities[name][0, 3] for name in ("c", "o", "h"))
    np.testing.assert_array_equal(h, o * np.tanh(c))


@pytest.mark.parametrize("kind", INTERVENTIONS)
def test_a_hand_in_the_upper_layer_leaves_the_lower_one_alone(kind: Kind) -> None:
    weights = random_weights("lstm", 2)
    hand = Intervention(kind, (0,), layer=1)
    a, b = forward(weights, "lstm", IDS), forward(weights, "lstm", IDS, intervention=hand)
    np.testing.assert_array_equal(a.quantities["c"][0], b.quantities["c"][0])
    assert (a.logits != b.logits).any()


def test_what_cannot_be_meant_is_refused() -> None:
    for bad in ({"kind": "burn"}, {"layer": -1}, {"cells": (-1,)}, {"start": -1}):
        with pytest.raises(ValueError):
            Intervention(**{"kind": "hold", "cells": None, "layer": 0, **bad})  # type: ignore[arg-type]
    for missing in (Intervention("zero", (5,), 0), Intervention("zero", None, 1)):
        with pytest.raises(IndexError):
            forward(random_weights("lstm"), "lstm", IDS, intervention=missing)


def test_the_weights_are_only_read() -> None:
    weights = random_weights("lstm")
    before = {name: array.copy() for name, array in weights.items()}
    for array in weights.values():
        array.setflags(write=False)
    forward(weights, "lstm", IDS, intervention=Intervention("zero", None, 0))
    assert all((weights[name] == array).all() for name, array in before.items())
