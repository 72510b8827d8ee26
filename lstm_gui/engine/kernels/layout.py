"""One flat array for all weights, as the kernels want them, and its pieces by name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.core.settings.groups import CellKind

__all__ = ["Buffers", "CELL", "GRU", "LSTM", "Layout", "PEEPHOLE", "RNN", "Weights", "new_buffers"]

LSTM, GRU, RNN, PEEPHOLE = 0, 1, 2, 3  # compiled code has no words
CELL: dict[CellKind, int] = {"lstm": LSTM, "gru": GRU, "rnn": RNN, "peephole": PEEPHOLE}


class Weights(NamedTuple):
    """All weights, or all their gradients. A GRU alone has b_h, a peephole LSTM alone p."""

    lookup: Floats  # (V, G·H)       W_x of the first layer
    W_x: Floats  # (L - 1, H, G·H)   of the layers above it
    W_h: Floats  # (L, H, G·H)
    b: Floats  # (L, G·H)
    b_h: Floats  # (L, G·H)
    W_hq: Floats  # (H, V)
    b_q: Floats  # (V,)
    p: Floats  # (L, 3·H), of i, f and o


class Buffers(NamedTuple):
    """What is computed on the way; rows are ordered as batch.py says.

    The last seven are matrices in panels of WIDTH columns, P of them for H columns, Q for V: see
    products.py. Those of each gate lie together.
    """

    z: Floats  # (L, N·T, G·H)      sums, then gates, then the gradients of the sums
    beside: Floats  # (L, N·T, H)   tanh c of an LSTM; W_h h + b_h of a GRU's candidate
    h: Floats  # (L, N·(T + 1), H)  each part begins with the state before its first character
    c: Floats  # (L, N·(T + 1), H)  of an LSTM
    dh: Floats  # (N·T, H)
    dc: Floats  # (N, H)
    y: Floats  # (N·T, V)           logits, then their gradients
    W_h: Floats  # (L, G·P, H, WIDTH)
    W_h_back: Floats  # (L, P, G·H, WIDTH), W_h transposed, for the way back
    W_x: Floats  # (L - 1, G·P, H, WIDTH)
    W_x_back: Floats  # (L - 1, P, G·H, WIDTH)
    W_hq: Floats  # (Q, H, WIDTH)
    W_hq_back: Floats  # (P, V, WIDTH)
    d: Floats  # (P or Q, and one more a thread, N·T, WIDTH), room for z or y


class Layout:
    """Where each weight lies in the flat array."""

    def __init__(self, spec: NetworkSpec) -> None:
        self._spec = spec
        size, width, above = spec.hidden, spec.gates * spec.hidden, spec.layers - 1
        shapes: dict[str, tuple[int, ...]] = {
            "lookup": (spec.vocabulary, width),
            "W_x": (above, size, width),
            "W_h": (spec.layers, size, width),
            "b": (spec.layers, width),
            "b_h": (spec.layers, width if len(spec.kind.biases) > 1 else 0),
            "W_hq": (size, spec.vocabulary),
            "b_q": (spec.vocabulary,),
            "p": (spec.layers, 3 * size if spec.kind.has_peepholes else 0),
        }
        self._shapes = tuple(shapes[name] for name in Weights._fields)
        self.size = sum(math.prod(shape) for shape in self._shapes)

    def cut(self, flat: Floats) -> Weights:
        """Return the pieces of a flat array, without copying."""
        ends = np.cumsum([math.prod(shape) for shape in self._shapes]).tolist()
        pieces = np.split(flat, ends[:-1])
        return Weights(*(piece.reshape(s) for piece, s in zip(pieces, self._shapes, strict=True)))

    def named(self, flat: Floats) -> dict[str, Floats]:
        """Return the pieces of a flat array by their canonical names, without copying."""
        w = self.cut(flat)
        return dict(self._names(w))

    def _names(self, w: Weights) -> Iterator[tuple[str, Floats]]:
        for layer in range(self._spec.layers):
            yield f"l{layer}.W_x", w.W_x[layer - 1] if layer else w.lookup
            yield f"l{layer}.W_h", w.W_h[layer]
            biases = (w.b, w.b_h)
            for name, bias in zip(self._spec.kind.biases, biases, strict=False):
                yield f"l{layer}.{name}", bias[layer]
            if self._spec.kind.has_peepholes:
                yield f"l{layer}.p", w.p[layer]
        yield "W_hq", w.W_hq
        yield "b_q", w.b_q

    def join(self, arrays: Arrays) -> Floats:
        """Copy canonical arrays into a new flat one."""
        flat = np.empty(self.size, np.float32)
        for name, piece in self.named(flat).items():
            piece[...] = arrays[name]
        return flat


def new_buffers(spec: NetworkSpec, texts: int, steps: int, *, panel: int, threads: int) -> Buffers:
    """Make the buffers for N texts of T characters; with 0 threads none for gradients.

    Args:
        spec: The kind of cell, and the sizes V, H and L.
        texts: N.
        steps: T.
        panel: The columns of a panel, WIDTH.
        threads: How many threads share the work.
    """
    layers, size, width = spec.layers, spec.hidden, spec.gates * spec.hidden
    rows, with_state, back = texts * steps, texts * (steps + 1), int(threads > 0)
    p_h, p_v = (-(-columns // panel) for columns in (size, spec.vocabulary))  # rounded up
    shapes: dict[str, tuple[int, ...]] = {
        "z": (layers, rows, width),
        "beside": (layers, rows, size),
        "h": (layers, with_state, size),
        "c": (layers, with_state, size),
        "dh": (rows * back, size),
        "dc": (texts * back, size),
        "y": (rows, spec.vocabulary),
        "W_h": (layers, spec.gates * p_h, size, panel),
        "W_h_back": (layers * back, p_h, width, panel),
        "W_x": (layers - 1, spec.gates * p_h, size, panel),
        "W_x_back": ((layers - 1) * back, p_h, width, panel),
        "W_hq": (p_v, size, panel),
        "W_hq_back": (p_h * back, spec.vocabulary, panel),
        "d": ((max(p_h, p_v) + threads) * back, rows, panel),
    }
    return Buffers(**{n: np.zeros(shape, np.float32) for n, shape in shapes.items()})
