"""A trace is what the equations say, worked out here by hand in numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig

if TYPE_CHECKING:
    from lstm_gui.engine.graph import NetworkReader
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

V, T = 37, 11
Numbers = NDArray[np.float64]
Weights = dict[str, Numbers]


def sigmoid(x: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-x))


def step(
    cell: CellKind, x: Numbers, h: Numbers, c: Numbers, w: Weights, p: str
) -> dict[str, Numbers]:
    """Advance one layer; x is x W_x already."""
    z, r = x, h @ w[f"{p}.W_h"]
    if cell == "gru":
        x_r, x_z, x_h = np.split(z + w[f"{p}.b_x"], 3)
        h_r, h_z, h_h = np.split(r + w[f"{p}.b_h"], 3)
        reset, update = sigmoid(x_r + h_r), sigmoid(x_z + h_z)
        candidate = np.tanh(x_h + reset * h_h)
        h = update * h + (1 - update) * candidate
        return {"h": h, "r": reset, "z": update, "h~": candidate}
    if cell == "rnn":
        return {"h": np.tanh(z + r + w[f"{p}.b"])}
    i, f, o, g = np.split(z + r + w[f"{p}.b"], 4)
    p_i, p_f, p_o = np.split(w[f"{p}.p"], 3) if cell == "peephole" else np.zeros((3, len(h)))
    i, f, g = sigmoid(i + p_i * c), sigmoid(f + p_f * c), np.tanh(g)
    c = f * c + i * g
    o = sigmoid(o + p_o * c)
    return {"h": o * np.tanh(c), "c": c, "i": i, "f": f, "o": o, "c~": g}


def by_hand(
    cell: CellKind, layers: int, ids: list[int], w: Weights
) -> list[list[dict[str, Numbers]]]:
    """Return everything that is computed, for each time step and layer."""
    size = w["l0.W_h"].shape[0]
    hs, cs = [np.zeros(size)] * layers, [np.zeros(size)] * layers
    computed = []
    for index in ids:
        x, row = w["l0.W_x"][index], []
        for layer in range(layers):
            now = step(cell, x, hs[layer], cs[layer], w, f"l{layer}")
            hs[layer], cs[layer] = now["h"], now.get("c", cs[layer])
            row.append(now)
            if layer + 1 < layers:
                x = now["h"] @ w[f"l{layer + 1}.W_x"]
        computed.append(row)
    return computed


@pytest.mark.parametrize("hidden", [12, 64])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_a_trace_equals_the_equations(
    backend: MxnetBackend, cell: CellKind, layers: int, hidden: int
) -> None:
    from lstm_gui.engine.fast import KernelReader
    from lstm_gui.engine.graph import GraphReader

    model = ModelConfig(cell=cell, layers=layers, hidden=hidden, init="fan_in", forget_bias=0.5)
    backend.build(model, ComputeConfig(), V)
    rng = np.random.default_rng(0)
    moved = {n: w + rng.normal(0, 0.2, w.shape) for n, w in backend.weights().items()}
    backend.load_weights({n: w.astype(np.float32) for n, w in moved.items()})
    weights = {n: w.astype(np.float64) for n, w in backend.weights().items()}
    ids = rng.integers(0, V, T, dtype=np.int32)
    wanted = by_hand(cell, layers, ids.tolist(), weights)
    net, zeros = backend._net, backend._zeros(1)
    spec = NetworkSpec(cell, layers, hidden, V)
    readers: list[NetworkReader] = [KernelReader(spec), GraphReader(spec, net.ctx)]
    for reader in readers:
        reader.load(net)
        trace = reader.trace(ids, zeros)
        assert trace.quantities.keys() == set(CELLS[cell].quantities)
        for name, values in trace.quantities.items():
            exact = np.array(
                [[wanted[t][layer][name] for t in range(T)] for layer in range(layers)]
            )
            assert values.dtype == np.float32
            np.testing.assert_allclose(values, exact, atol=1e-5, err_msg=name)
        top = np.array([row[-1]["h"] for row in wanted])
        np.testing.assert_allclose(trace.logits, top @ weights["W_hq"] + weights["b_q"], atol=1e-5)


def test_a_trace_goes_on_from_a_state(backend: MxnetBackend) -> None:
    backend.build(ModelConfig(hidden=24, init="fan_in"), ComputeConfig(), V)
    ids = np.arange(T, dtype=np.int32)
    whole = backend.trace(ids)
    memory = None
    for index in ids[:4]:
        _, memory = backend.advance(np.array([index], np.int32), memory)
    rest = backend.trace(ids[4:], memory)
    np.testing.assert_allclose(rest.quantities["c"], whole.quantities["c"][:, 4:], atol=1e-6)
    np.testing.assert_allclose(rest.logits, whole.logits[4:], atol=1e-5)
    assert rest.start is memory
