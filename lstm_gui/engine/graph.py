"""The network as a static graph of MXNet, with rows of W_x in place of one-hot products.

It runs on every context. On a processor for which kernels are shipped, those are faster still.
Two leads pay here. `x W_x` with a one-hot x is a row of W_x, so it is looked up. And a compiled
graph with static memory is two calls a batch instead of thousands.

Shapes: N texts, T characters each, V distinct characters, H hidden units, L layers, G gates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from mxnet import nd, sym

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.engine.ndarrays import NDArray, ndarray
from lstm_gui.engine.network import Network, RecordedNetwork, State

__all__ = ["GraphNetwork", "GraphReader", "NetworkReader", "Quantities", "_read_step"]

Ops = Any  # mxnet.nd or mxnet.sym: the same equations run eagerly or become a graph
Weights = Mapping[str, NDArray]
Quantities = dict[str, NDArray]


def _sigmoid(ops: Ops, x: NDArray) -> NDArray:
    return ops.Activation(x, act_type="sigmoid")  # in oneDNN; nd.sigmoid is a scalar loop


def _tanh(ops: Ops, x: NDArray) -> NDArray:
    return ops.Activation(x, act_type="tanh")


def _lstm(ops: Ops, x: NDArray, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance an LSTM by one step; x = x W_x + b is (N, 4H) already."""
    h, c = state
    z = x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=4 * hidden)
    gates = _sigmoid(ops, ops.slice_axis(z, axis=1, begin=0, end=3 * hidden))
    i, f, o = ops.split(gates, 3, axis=1)
    c_tilda = _tanh(ops, ops.slice_axis(z, axis=1, begin=3 * hidden, end=4 * hidden))
    c = f * c + i * c_tilda
    return {"h": o * _tanh(ops, c), "c": c, "i": i, "f": f, "o": o, "c~": c_tilda}


def _peephole(ops: Ops, x: NDArray, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a peephole LSTM by one step; x = x W_x + b is (N, 4H) already, p is (3H,)."""
    h, c = state
    z = x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=4 * hidden)
    z_i, z_f, z_o, z_c = ops.split(z, 4, axis=1)
    p_i, p_f, p_o = ops.split(ops.reshape(w["p"], (1, -1)), 3, axis=1)
    i = _sigmoid(ops, z_i + ops.broadcast_mul(c, p_i))
    f = _sigmoid(ops, z_f + ops.broadcast_mul(c, p_f))
    c_tilda = _tanh(ops, z_c)
    c = f * c + i * c_tilda
    o = _sigmoid(ops, z_o + ops.broadcast_mul(c, p_o))
    return {"h": o * _tanh(ops, c), "c": c, "i": i, "f": f, "o": o, "c~": c_tilda}


def _gru(ops: Ops, x: NDArray, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a GRU by one step; x = x W_x + b_x is (N, 3H) already."""
    (h,) = state
    z = ops.FullyConnected(h, w["W_h"], w["b_h"], num_hidden=3 * hidden)
    x_r, x_z, x_h = ops.split(x, 3, axis=1)
    h_r, h_z, h_h = ops.split(z, 3, axis=1)
    r, z = _sigmoid(ops, x_r + h_r), _sigmoid(ops, x_z + h_z)
    h_tilda = _tanh(ops, x_h + r * h_h)
    return {"h": z * h + (1 - z) * h_tilda, "r": r, "z": z, "h~": h_tilda}


def _rnn(ops: Ops, x: NDArray, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a plain RNN by one step; x = x W_x + b is (N, H) already."""
    (h,) = state
    return {"h": _tanh(ops, x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=hidden))}


_CELLS: dict[CellKind, Callable[[Ops, NDArray, State, Weights, int], Quantities]] = {
    "lstm": _lstm,
    "gru": _gru,
    "rnn": _rnn,
    "peephole": _peephole,
}


def _input(ops: Ops, x: NDArray, w: Weights, layer: int, spec: NetworkSpec) -> NDArray:
    """Compute x W_x + b: of ids by looking up rows, of the layer below's h by a product."""
    bias, width = w[spec.kind.biases[0]], spec.gates * spec.hidden
    if layer > 0:
        return ops.FullyConnected(x, w["W_x"], bias, num_hidden=width, flatten=False)
    rows = ops.Embedding(x, w["W_x"], input_dim=spec.vocabulary, output_dim=width)
    return ops.broadcast_add(rows, bias)


def _layer(weights: Weights, layer: int) -> Weights:
    prefix = f"l{layer}."
    return {n.removeprefix(prefix): w for n, w in weights.items() if n.startswith(prefix)}


def _logits(ops: Ops, h: NDArray, w: Weights, spec: NetworkSpec) -> NDArray:
    return ops.FullyConnected(h, w["W_hq"], w["b_q"], num_hidden=spec.vocabulary)


def _read_step(
    ids: NDArray, state: State, weights: Weights, spec: NetworkSpec
) -> tuple[NDArray, list[Quantities]]:
    """Read one character for each of N texts: logits (N, V), and what each layer computed."""
    x, computed = ids, []
    for layer in range(spec.layers):
        w = _layer(weights, layer)
        before = tuple(part[layer] for part in state)
        z = _input(nd, x, w, layer, spec)
        computed.append(_CELLS[spec.cell](nd, z, before, w, spec.hidden))
        x = computed[-1]["h"]
    return _logits(nd, x, weights, spec), computed


def _unroll(
    x: NDArray, state: State, w: Weights, layer: int, steps: int, spec: NetworkSpec
) -> tuple[NDArray, State]:
    """Read T steps of one layer, as a graph: every h (T, N, H), and the state after the last."""
    zs = sym.split(_input(sym, x, w, layer, spec), num_outputs=steps, axis=0, squeeze_axis=True)
    hs = []
    for t in range(steps):
        now = _CELLS[spec.cell](sym, zs[t], state, w, spec.hidden)
        state = tuple(now[name] for name in spec.kind.states)
        hs.append(now["h"])
    return sym.stack(*hs, num_args=steps), state


def _compiled(
    spec: NetworkSpec, names: tuple[str, ...], steps: int
) -> Callable[..., list[NDArray]]:
    """Make the graph of T steps; its inputs are ids, state, then the weights called `names`."""
    carried = spec.kind.states
    ids, state = sym.var("ids"), [sym.var(name) for name in carried]
    weights = {name: sym.var(name) for name in names}
    x, after = sym.transpose(ids), []
    for layer in range(spec.layers):
        before = tuple(
            sym.squeeze(sym.slice_axis(part, axis=0, begin=layer, end=layer + 1), axis=0)
            for part in state
        )
        x, end = _unroll(x, before, _layer(weights, layer), layer, steps, spec)
        after.append(end)
    logits = _logits(sym, sym.reshape(x, (-1, spec.hidden)), weights, spec)
    ends = [sym.stack(*parts, num_args=spec.layers) for parts in zip(*after, strict=True)]
    graph = sym.Group([logits, *ends])
    order = graph.list_inputs()
    given = ("ids", *carried, *names)
    flags = [
        ("data_indices", [i for i, name in enumerate(order) if name not in names]),
        ("param_indices", [i for i, name in enumerate(order) if name in names]),
        ("static_alloc", True),  # the memory of a batch is planned once,
        ("static_shape", True),  # and so are its operators: the largest gain (see mxnet.md)
    ]
    op = nd.CachedOp(graph, flags)
    return lambda *arrays: op(*(arrays[given.index(name)] for name in order))


class GraphNetwork(RecordedNetwork):
    """A static graph for each length of text; the last length's is kept."""

    def __init__(self, spec: NetworkSpec, ctx: object, weights: Arrays) -> None:
        super().__init__(spec, ctx, weights)
        self._graphs: dict[int, Callable[..., list[NDArray]]] = {}

    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        return {name: self._turned(name, array) for name, array in weights.items()}

    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        return {n: np.ascontiguousarray(self._turned(n, arrays[n])) for n in self.spec.shapes()}

    @staticmethod
    def _turned(name: str, array: Floats) -> Floats:
        """Turn a matrix around for FullyConnected; the first W_x is looked up by rows."""
        return array if name == "l0.W_x" else array.T

    def forward(self, inputs: NDArray, state: State) -> tuple[NDArray, State]:
        steps = inputs.shape[1]
        if steps not in self._graphs:
            self._graphs = {steps: _compiled(self.spec, tuple(self.params), steps)}
        logits, *after = self._graphs[steps](inputs, *state, *self.params.values())
        return logits, tuple(after)


class NetworkReader(Protocol):
    """Reads with the weights that it was given last."""

    def load(self, net: Network) -> None:
        """Read with this network's weights, as they are now."""

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters from a state of N = 1 and keep everything."""


class GraphReader:
    """Reads by MXNet's operators, on any context."""

    def __init__(self, spec: NetworkSpec, ctx: object) -> None:
        self._spec, self._ctx = spec, ctx
        self._weights: dict[str, NDArray] = {}

    def load(self, net: Network) -> None:
        """Read with this network's weights, as they are now."""
        for name, array in net.weights().items():
            turned = array if name == "l0.W_x" else array.T  # as FullyConnected takes them
            self._weights[name] = ndarray(turned, self._ctx)

    def _step(self, ids: Ids, memory: Memory) -> tuple[NDArray, list[Quantities]]:
        x = nd.array(ids, self._ctx, dtype="int32")
        parts = (memory.h,) if memory.c is None else (memory.h, memory.c)
        state = tuple(ndarray(part, self._ctx) for part in parts)
        return _read_step(x, state, self._weights, self._spec)

    def _memory(self, computed: list[Quantities]) -> Memory:
        def stacked(name: str) -> Floats:
            values: Floats = nd.stack(*(layer[name] for layer in computed)).asnumpy()
            return values

        return Memory(stacked("h"), stacked("c") if self._spec.has_c else None)

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""
        logits, computed = self._step(ids, memory)
        after = self._memory(computed)
        return logits.asnumpy(), after

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters from a state of N = 1 and keep everything."""
        start, rows, steps = memory, [], []
        for index in range(len(ids)):
            logits, computed = self._step(ids[index : index + 1], memory)
            memory = self._memory(computed)
            rows.append(logits)
            steps.append(computed)
        quantities = {
            name: nd.stack(
                *(
                    nd.concat(*(step[layer][name] for step in steps), dim=0)
                    for layer in range(self._spec.layers)
                )
            ).asnumpy()
            for name in steps[0][0]
        }
        return Trace(
            self._spec.cell, ids.copy(), start, quantities, nd.concat(*rows, dim=0).asnumpy()
        )
