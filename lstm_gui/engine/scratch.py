"""The network from scratch: the equations written out gate by gate, as the book has them.

Shapes: N texts side by side, T characters each, V distinct characters, H hidden units. `x` is a
layer's input at one time step, (N, V) one-hot or (N, H); `h` and `c` are (N, H). Each gate has
its own W_x* (V or H, H), W_h* (H, H) and b_* (H,). Sections are those of the book's first Chinese
edition (动手学深度学习, 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from mxnet import nd

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.engine.ndarrays import NDArray
from lstm_gui.engine.network import RecordedNetwork, State

__all__ = ["ScratchNetwork"]


def gate_names(spec: NetworkSpec) -> dict[str, list[str]]:
    """Name the arrays, one for each gate, that make up each canonical array of a layer."""
    return {
        f"l{layer}.{one.name}": [f"l{layer}.{one.symbol(gate)}" for gate in one.gates]
        for layer in range(spec.layers)
        for one in spec.kind.parameters
    }


def get_params(weights: Arrays, spec: NetworkSpec) -> dict[str, Floats]:
    """Cut the canonical weights into one array for each gate: `l0.W_x` becomes `l0.W_xi`, …

    Args:
        weights: In the form of `core.model.backend`, `l*.W_x` (V or H, G·H) for G gates.
        spec: Which gates there are, and in which order.
    """
    params: dict[str, Floats] = {}
    gates = gate_names(spec)
    for name, array in weights.items():
        names = gates.get(name, [name])
        params |= dict(zip(names, np.split(array, len(names), axis=-1), strict=True))
    return params


def to_onehot(x: NDArray, size: int) -> list[NDArray]:
    """Turn ids (N, T) into T one-hot matrices (N, V); section 6.4.1."""
    return [nd.one_hot(step, size) for step in x.T]


def lstm(inputs: list[NDArray], state: State, params: list[NDArray]) -> list[State]:
    """Read T steps with one LSTM layer: three gates, and the memory c that they guard.

    Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and Cummins (2000);
    section 6.8.

    Args:
        inputs: T inputs, each (N, V) or (N, H).
        state: h and c before the first step, each (N, H).
        params: The layer's arrays, in the order of the first line.

    Returns:
        h and c after each of the T steps.
    """
    W_xi, W_xf, W_xo, W_xc, W_hi, W_hf, W_ho, W_hc, b_i, b_f, b_o, b_c = params
    h, c = state
    states = []
    for x in inputs:
        i = nd.sigmoid(nd.dot(x, W_xi) + nd.dot(h, W_hi) + b_i)  # input gate
        f = nd.sigmoid(nd.dot(x, W_xf) + nd.dot(h, W_hf) + b_f)  # forget gate
        o = nd.sigmoid(nd.dot(x, W_xo) + nd.dot(h, W_ho) + b_o)  # output gate
        c_tilda = nd.tanh(nd.dot(x, W_xc) + nd.dot(h, W_hc) + b_c)  # candidate memory
        c = f * c + i * c_tilda
        h = o * c.tanh()
        states.append((h, c))
    return states


def peephole(inputs: list[NDArray], state: State, params: list[NDArray]) -> list[State]:
    """Read T steps with one LSTM layer whose gates see the memory, each cell's its own.

    Gers and Schmidhuber, "Recurrent nets that time and count" (IJCNN 2000): i and f see c as it
    was, o sees it as it has become, each through a weight for each cell.

    Args:
        inputs: T inputs, each (N, V) or (N, H).
        state: h and c before the first step, each (N, H).
        params: The layer's arrays, in the order of the first lines; p_* are (H,).

    Returns:
        h and c after each of the T steps.
    """
    W_xi, W_xf, W_xo, W_xc, W_hi, W_hf, W_ho, W_hc, *rest = params
    b_i, b_f, b_o, b_c, p_i, p_f, p_o = rest
    h, c = state
    states = []
    for x in inputs:
        i = nd.sigmoid(nd.dot(x, W_xi) + nd.dot(h, W_hi) + p_i * c + b_i)  # input gate
        f = nd.sigmoid(nd.dot(x, W_xf) + nd.dot(h, W_hf) + p_f * c + b_f)  # forget gate
        c_tilda = nd.tanh(nd.dot(x, W_xc) + nd.dot(h, W_hc) + b_c)  # candidate memory
        c = f * c + i * c_tilda
        o = nd.sigmoid(nd.dot(x, W_xo) + nd.dot(h, W_ho) + p_o * c + b_o)  # output gate
        h = o * c.tanh()
        states.append((h, c))
    return states


def gru(inputs: list[NDArray], state: State, params: list[NDArray]) -> list[State]:
    """Read T steps with one GRU layer; as in gluon, the reset gate r acts on W_hh h + b_hh.

    Cho et al. (2014) and section 6.7 let r act on h itself, before the product; cuDNN, gluon and
    so all implementations here act after it, which needs one product with h a step, not two.

    Args:
        inputs: T inputs, each (N, V) or (N, H).
        state: h before the first step, (N, H).
        params: The layer's arrays, in the order of the first line.

    Returns:
        h after each of the T steps.
    """
    W_xr, W_xz, W_xh, W_hr, W_hz, W_hh, b_xr, b_xz, b_xh, b_hr, b_hz, b_hh = params
    (h,) = state
    states = []
    for x in inputs:
        r = nd.sigmoid(nd.dot(x, W_xr) + b_xr + nd.dot(h, W_hr) + b_hr)  # reset gate
        z = nd.sigmoid(nd.dot(x, W_xz) + b_xz + nd.dot(h, W_hz) + b_hz)  # update gate
        h_tilda = nd.tanh(nd.dot(x, W_xh) + b_xh + r * (nd.dot(h, W_hh) + b_hh))  # candidate
        h = z * h + (1 - z) * h_tilda
        states.append((h,))
    return states


def rnn(inputs: list[NDArray], state: State, params: list[NDArray]) -> list[State]:
    """Read T steps with one plain recurrent layer (Elman, 1990; section 6.4.3).

    Args:
        inputs: T inputs, each (N, V) or (N, H).
        state: h before the first step, (N, H).
        params: The layer's arrays, in the order of the first line.

    Returns:
        h after each of the T steps.
    """
    W_xh, W_hh, b_h = params
    (h,) = state
    states = []
    for x in inputs:
        h = nd.tanh(nd.dot(x, W_xh) + nd.dot(h, W_hh) + b_h)
        states.append((h,))
    return states


_Layer = Callable[[list[NDArray], State, list[NDArray]], list[State]]
_CELLS: dict[CellKind, _Layer] = {"lstm": lstm, "gru": gru, "rnn": rnn, "peephole": peephole}


class ScratchNetwork(RecordedNetwork):
    """The network whose every line can be compared with the book's."""

    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        """Cut canonical arrays gate by gate, each (V or H, H) or (H,)."""
        return get_params(weights, self.spec)

    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        """Lay the arrays of all gates side by side again, (…, G·H)."""
        gates = gate_names(self.spec)
        return {
            name: np.concatenate([arrays[gate] for gate in gates.get(name, [name])], axis=-1)
            for name in self.spec.shapes()
        }

    def forward(self, inputs: NDArray, state: State) -> tuple[NDArray, State]:
        """Read ids (N, T) from a state (L, N, H): logits (T·N, V), time first, and the state after.

        Layers are stacked as in section 6.9: each reads the h of the one below it.
        """
        xs = to_onehot(inputs, self.spec.vocabulary)
        after = []
        for layer in range(self.spec.layers):
            params = [p for name, p in self.params.items() if name.startswith(f"l{layer}.")]
            states = _CELLS[self.spec.cell](xs, tuple(part[layer] for part in state), params)
            xs = [h for h, *_ in states]
            after.append(states[-1])
        logits = nd.dot(nd.concat(*xs, dim=0), self.params["W_hq"]) + self.params["b_q"]
        return logits, tuple(nd.stack(*parts) for parts in zip(*after, strict=True))
