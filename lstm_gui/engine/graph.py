"""The network as a static graph of MXNet, with rows of W_x in place of one-hot products.

It runs on every context. On a processor for which kernels are shipped, those are faster still.
Two leads pay here. `x W_x` with a one-hot x is a row of W_x, so it is looked up. And a compiled
graph with static memory is two calls a batch instead of thousands.

Shapes: N texts, T characters each, V distinct characters, H hidden units, L layers, G gates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from mxnet import autograd, nd, sym

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.engine.ndarrays import NDArray, ndarray
from lstm_gui.engine.network import Network, State
from lstm_gui.engine.optim import Loss, Meanwhile

__all__ = ["GraphNetwork", "GraphReader", "NetworkReader", "Quantities", "_read_step"]

Ops = Any  # mxnet.nd or mxnet.sym: the same equations run eagerly or become a graph
Weights = Mapping[str, NDArray]
Parts = Sequence[NDArray]
Quantities = dict[str, NDArray]


def _sigmoid(ops: Ops, x: NDArray) -> NDArray:
    return ops.Activation(x, act_type="sigmoid")  # in oneDNN; nd.sigmoid is a scalar loop


def _tanh(ops: Ops, x: NDArray) -> NDArray:
    return ops.Activation(x, act_type="tanh")


def _lstm(ops: Ops, xs: Parts, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance an LSTM by one step; x = x W_x + b is (N, 4H) already."""
    (x,), (h, c) = xs, state
    z = x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=4 * hidden)
    z_i, z_f, z_o, z_c = ops.split(z, 4, axis=1)
    i, f, o = _sigmoid(ops, z_i), _sigmoid(ops, z_f), _sigmoid(ops, z_o)
    c_tilda = _tanh(ops, z_c)
    c = f * c + i * c_tilda
    return {"h": o * _tanh(ops, c), "c": c, "i": i, "f": f, "o": o, "c~": c_tilda}


def _peephole(ops: Ops, xs: Parts, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a peephole LSTM by one step; x = x W_x + b is (N, 4H) already, p_* are (N, H)."""
    (x,), (h, c) = xs, state
    z = x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=4 * hidden)
    z_i, z_f, z_o, z_c = ops.split(z, 4, axis=1)
    p_i, p_f, p_o = w["p_i"], w["p_f"], w["p_o"]
    i = _sigmoid(ops, z_i + c * p_i)
    f = _sigmoid(ops, z_f + c * p_f)
    c_tilda = _tanh(ops, z_c)
    c = f * c + i * c_tilda
    o = _sigmoid(ops, z_o + c * p_o)
    return {"h": o * _tanh(ops, c), "c": c, "i": i, "f": f, "o": o, "c~": c_tilda}


def _gru(ops: Ops, xs: Parts, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a GRU by one step; x = x W_x + b_x is three of (N, H) already."""
    (x_r, x_z, x_h), (h,) = xs, state
    z = ops.FullyConnected(h, w["W_h"], w["b_h"], num_hidden=3 * hidden)
    h_r, h_z, h_h = ops.split(z, 3, axis=1)
    r, z = _sigmoid(ops, x_r + h_r), _sigmoid(ops, x_z + h_z)
    h_tilda = _tanh(ops, x_h + r * h_h)
    return {"h": z * h + (1 - z) * h_tilda, "r": r, "z": z, "h~": h_tilda}


def _rnn(ops: Ops, xs: Parts, state: State, w: Weights, hidden: int) -> Quantities:
    """Advance a plain RNN by one step; x = x W_x + b is (N, H) already."""
    (x,), (h,) = xs, state
    return {"h": _tanh(ops, x + ops.FullyConnected(h, w["W_h"], no_bias=True, num_hidden=hidden))}


_ROWS = "l0.W_x"  # is looked up by rows; the others are turned around for FullyConnected


def _turned(name: str, array: Floats) -> Floats:
    """Turn a canonical array as FullyConnected takes it, or back."""
    return array if name == _ROWS else array.T


_CELLS: dict[CellKind, Callable[[Ops, Parts, State, Weights, int], Quantities]] = {
    "lstm": _lstm,
    "gru": _gru,
    "rnn": _rnn,
    "peephole": _peephole,
}


def _input(ops: Ops, x: NDArray, w: Weights, layer: int, spec: NetworkSpec) -> Parts:
    """Compute x W_x + b: of ids by looking up rows, of the layer below's h by a product.

    A GRU's is cut into its gates here, once for all steps; its cell adds the others' up whole.
    """
    bias, width = w[spec.kind.biases[0]], spec.gates * spec.hidden
    if layer > 0:
        x = ops.FullyConnected(x, w["W_x"], bias, num_hidden=width, flatten=False)
    else:
        rows = ops.Embedding(x, w["W_x"], input_dim=spec.vocabulary, output_dim=width)
        x = ops.broadcast_add(rows, bias)
    return ops.split(x, 3, axis=-1) if spec.cell == "gru" else (x,)


def _layer(ops: Ops, weights: Weights, layer: int, h: NDArray) -> Weights:
    """Return the weights of one layer; its peepholes as wide as h (N, H), for each gate its own.

    So a step's product needs no sum over the texts on its way back: there is one for all steps.
    """
    prefix = f"l{layer}."
    w = {n.removeprefix(prefix): w for n, w in weights.items() if n.startswith(prefix)}
    if "p" in w:
        rows = ops.split(ops.reshape(w["p"], (1, -1)), 3, axis=1)
        w |= {f"p_{gate}": ops.broadcast_like(p, h) for gate, p in zip("ifo", rows, strict=True)}
    return w


def _logits(ops: Ops, h: NDArray, w: Weights, spec: NetworkSpec) -> NDArray:
    return ops.FullyConnected(h, w["W_hq"], w["b_q"], num_hidden=spec.vocabulary)


def _read_step(
    ids: NDArray, state: State, weights: Weights, spec: NetworkSpec
) -> tuple[NDArray, list[Quantities]]:
    """Read one character for each of N texts: logits (N, V), and what each layer computed."""
    x, computed = ids, []
    for layer in range(spec.layers):
        before = tuple(part[layer] for part in state)
        w = _layer(nd, weights, layer, before[0])
        xs = _input(nd, x, w, layer, spec)
        computed.append(_CELLS[spec.cell](nd, xs, before, w, spec.hidden))
        x = computed[-1]["h"]
    return _logits(nd, x, weights, spec), computed


def _unroll(
    x: NDArray, state: State, w: Weights, layer: int, steps: int, spec: NetworkSpec
) -> tuple[NDArray, State]:
    """Read T steps of one layer, as a graph: every h (T, N, H), and the state after the last."""
    parts = [
        sym.split(part, num_outputs=steps, axis=0, squeeze_axis=True)
        for part in _input(sym, x, w, layer, spec)
    ]
    hs = []
    for t in range(steps):
        xs = tuple(part[t] for part in parts)
        now = _CELLS[spec.cell](sym, xs, state, w, spec.hidden)
        state = tuple(now[name] for name in spec.kind.states)
        hs.append(now["h"])
    return sym.stack(*hs, num_args=steps), state


def _cross_entropy(logits: NDArray, targets: NDArray) -> NDArray:
    """Return the mean cross entropy in nats, (1,)."""
    of_targets = sym.pick(sym.log_softmax(logits, axis=-1), targets, axis=-1)
    return -sym.mean(of_targets)


def _batch(spec: NetworkSpec, names: tuple[str, ...], steps: int) -> sym.Symbol:
    """Make the graph of a batch: loss (1,) and the state after it, from `batch` (2, T, N)."""
    state = [sym.var(name) for name in spec.kind.states]
    weights = {name: sym.var(name) for name in names}
    x, y = sym.split(sym.var("batch"), num_outputs=2, axis=0, squeeze_axis=True)
    befores = [
        sym.split(part, num_outputs=spec.layers, axis=0, squeeze_axis=True) for part in state
    ]
    after = []
    for layer in range(spec.layers):
        before = tuple(parts[layer] for parts in befores)
        w = _layer(sym, weights, layer, before[0])
        x, end = _unroll(x, before, w, layer, steps, spec)
        after.append(end)
    logits = _logits(sym, sym.reshape(x, (-1, spec.hidden)), weights, spec)
    loss = _cross_entropy(logits, sym.reshape(y, (-1,)))
    ends = [
        sym.BlockGrad(sym.stack(*parts, num_args=spec.layers)) for parts in zip(*after, strict=True)
    ]
    return sym.Group([loss, *ends])


def _compiled(
    spec: NetworkSpec, names: tuple[str, ...], steps: int
) -> Callable[..., list[NDArray]]:
    """Compile the graph of a batch; it takes the batch, the state, then the weights `names`."""
    graph = _batch(spec, names, steps)
    order = graph.list_inputs()
    given = ("batch", *spec.kind.states, *names)
    flags = [
        ("data_indices", [i for i, name in enumerate(order) if name not in names]),
        ("param_indices", [i for i, name in enumerate(order) if name in names]),
        ("static_alloc", True),  # the memory of a batch is planned once,
        ("static_shape", True),  # and so are its operators: the largest gain (see mxnet.md)
    ]
    op = nd.CachedOp(graph, flags)
    return lambda *arrays: op(*(arrays[given.index(name)] for name in order))


_ALL = "all"  # the one parameter's name


class GraphNetwork(Network):
    """A static graph for each length of text; the last length's is kept.

    Per batch it copies the characters to the context, in one piece, and copies nothing else. All
    weights lie in one parameter, so that one operator clips their gradients and one moves them.
    """

    def __init__(self, spec: NetworkSpec, ctx: object, weights: Arrays) -> None:
        super().__init__(spec, ctx, weights)
        self._graphs: dict[int, Callable[..., list[NDArray]]] = {}
        param = self.params[_ALL]
        self.pieces: dict[str, NDArray] = self._cut(param)
        autograd.mark_variables(list(self.pieces.values()), list(self._cut(param.grad).values()))

    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        """Join canonical arrays to the one parameter, (all,), turned for FullyConnected."""
        turned = [_turned(name, weights[name]).ravel() for name in self.spec.shapes()]
        return {_ALL: np.concatenate(turned)}

    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        """Copy the canonical arrays out of one shaped as the parameter, (all,)."""
        return {name: _turned(name, a).copy() for name, a in self._cut(arrays[_ALL]).items()}

    def _cut(self, flat: NDArray) -> dict[str, NDArray]:
        """Return the arrays that lie in one shaped as the parameter; they share its memory."""
        pieces, begin = {}, 0
        for name, shape in self.spec.shapes().items():
            end = begin + math.prod(shape)
            pieces[name] = flat[begin:end].reshape(shape if name == _ROWS else shape[::-1])
            begin = end
        return pieces

    def differentiate(
        self, inputs: Ids, targets: Ids, state: State, meanwhile: Meanwhile = None
    ) -> tuple[Loss, State]:
        """Find loss (1,) and gradients of one batch (N, T); returns the detached state after it."""
        steps = inputs.shape[1]
        if steps not in self._graphs:
            self._graphs = {steps: _compiled(self.spec, tuple(self.pieces), steps)}
        batch = nd.array(np.stack([inputs.T, targets.T]), self.ctx, dtype="int32")
        with autograd.record():
            loss, *after = self._graphs[steps](batch, *state, *self.pieces.values())
        loss.backward()
        return loss, tuple(part.detach() for part in after)


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
        if isinstance(net, GraphNetwork):
            self._weights = net.pieces
            return
        for name, array in net.weights().items():
            self._weights[name] = ndarray(_turned(name, array), self._ctx)

    def _ids(self, ids: Ids) -> NDArray:
        return nd.array(ids, self._ctx, dtype="int32")

    def _state(self, memory: Memory) -> State:
        parts = (memory.h,) if memory.c is None else (memory.h, memory.c)
        return tuple(ndarray(part, self._ctx) for part in parts)

    def _step(self, ids: NDArray, state: State) -> tuple[NDArray, list[Quantities], State]:
        """Read one character of each text: logits (N, V), what was computed, the state after it."""
        logits, computed = _read_step(ids, state, self._weights, self._spec)
        after = tuple(
            nd.stack(*(layer[name] for layer in computed)) for name in self._spec.kind.states
        )
        return logits, computed, after

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""
        logits, _, after = self._step(self._ids(ids), self._state(memory))
        h, *c = (part.asnumpy() for part in after)
        return logits.asnumpy(), Memory(h, c[0] if c else None)

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters from a state of N = 1 and keep everything."""
        text, state, rows, steps = self._ids(ids), self._state(memory), [], []
        for t in range(len(ids)):
            logits, computed, state = self._step(text[t : t + 1], state)
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
            self._spec.cell, ids.copy(), memory, quantities, nd.concat(*rows, dim=0).asnumpy()
        )
