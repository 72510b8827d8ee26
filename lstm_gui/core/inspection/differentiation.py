"""A batch forward and backward through time (Werbos, 1990) in plain numpy, in slices.

The gradients are those of the mean cross entropy over all characters of the batch; the state
that the batch begins with is a constant, as the book detaches it. Texts are taken in groups, so
that the memory this needs does not grow with the batch. Arrays keep the precision of the weights.

N texts, T time steps, L layers, H cells, G gates, V characters, K guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.inspection.jobs import Steps
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell import Back, Before, Quantities, StepEffect
from lstm_gui.core.model.cell_kinds import CELLS, zero_memory
from lstm_gui.core.settings.groups import CellKind

__all__ = ["ALL", "Differentiation", "GUESSES", "LAST"]

GUESSES = 5
ALL, LAST = 0, 1
"""Which loss a gradient is of: all of them together, or what the last time step has in it."""

_ROOM = 1 << 24
"""So many numbers of the way forward are kept at a time: 64 MB."""


@dataclass(slots=True)
class _Tape:
    """What the way forward leaves behind for the way back, for a group of texts."""

    rows: slice
    start: Memory
    cells: list[list[Quantities]]  # by time step, then by layer
    logits: list[Floats]  # by time step: the gradient of the logits, (n, V)

    def before(self, t: int, layer: int, name: str) -> Floats | None:
        """Return the state (n, H) that a step begins with."""
        if t > 0:
            return self.cells[t - 1][layer].get(name)
        state = self.start.h if name == "h" else self.start.c
        return None if state is None else state[layer]


class Differentiation:
    """Computes the losses of a batch, and the gradient of every weight.

    Args:
        weights: In the canonical form; they are only read.
        cell: The kind of cell that the weights are of.
        memory: The state before the first character, N texts; None for zeros.
        inputs: (N, T).
        targets: (N, T).
    """

    def __init__(
        self, weights: Arrays, cell: CellKind, memory: Memory | None, inputs: Ids, targets: Ids
    ) -> None:
        self._weights, self._spec = weights, CELLS[cell]
        self._inputs, self._targets = inputs, targets
        self._layers = sum(name.endswith(".W_h") for name in weights)
        self._hidden, self._vocabulary = weights["W_hq"].shape
        zeros = zero_memory(
            cell, (self._layers, len(inputs), self._hidden), weights["W_hq"].dtype.type
        )
        self.memory = memory if memory is not None else zeros
        self.gradients = {name: np.zeros_like(array) for name, array in weights.items()}
        texts, steps = inputs.shape
        guesses = min(GUESSES, self._vocabulary)
        self.losses = np.empty((texts, steps))  # −log p of each target, in nats
        self.ranks = np.empty((texts, steps), np.int32)  # 0: the target was the likeliest
        self.guess_ids = np.empty((texts, steps, guesses), np.int32)
        self.guess_probabilities = np.empty((texts, steps, guesses))
        self.h_norms = np.empty((self._layers, texts, steps))
        self.c_norms = np.full_like(self.h_norms, np.nan)
        self.h_gradients = np.empty((2, self._layers, texts, steps))  # norms; ALL, LAST
        self.c_gradients = np.full_like(self.h_gradients, np.nan)

    def run(self) -> Steps[None]:
        """Yield how far it is after each layer of each time step, forward and back."""
        texts, steps = self._inputs.shape
        all_, done = 2 * steps * self._layers, 0.0
        for rows in self._groups():
            tape = _Tape(rows, self._start(rows), [], [])
            share = (rows.stop - rows.start) / texts / all_
            for t in range(steps):
                for _ in self._forward(tape, t):
                    done += share
                    yield done
            for _ in self._backward(tape):
                done += share
                yield done

    def _groups(self) -> list[slice]:
        texts, steps = self._inputs.shape
        gates = len(self._spec.packing)
        one = steps * (self._layers * (gates + 2) * self._hidden + self._vocabulary)
        size = min(max(_ROOM // one, 1), texts)
        return [slice(first, min(first + size, texts)) for first in range(0, texts, size)]

    def _start(self, rows: slice) -> Memory:
        c = self.memory.c
        return Memory(self.memory.h[:, rows], None if c is None else c[:, rows])

    # Forward

    def _forward(self, tape: _Tape, t: int) -> Steps[None]:
        w, rows, below = self._weights, tape.rows, np.empty(0, np.float32)
        tape.cells.append([])
        for layer in range(self._layers):
            W_x = w[f"l{layer}.W_x"]
            x = W_x[self._inputs[rows, t]] if layer == 0 else below @ W_x  # (n, G·H)
            with np.errstate(over="ignore"):
                now = self._spec.forward(self._begin(tape, t, layer, x), StepEffect())
            tape.cells[t].append(now)
            below = now["h"]
            self.h_norms[layer, rows, t] = _norms(below)
            if "c" in now:
                self.c_norms[layer, rows, t] = _norms(now["c"])
            if layer < self._layers - 1:
                yield 0.0
        self._read_out(tape, t, below @ w["W_hq"] + w["b_q"])
        yield 0.0

    def _begin(self, tape: _Tape, t: int, layer: int, x: Floats) -> Before:
        """Return what a step begins with, where x W_x is known, (n, G·H)."""
        w, at, h = self._weights, f"l{layer}.", tape.before(t, layer, "h")
        assert h is not None
        bias, *other = (w[at + name] for name in self._spec.biases)
        x, recurrent = x + bias, h @ w[at + "W_h"]  # (n, G·H)
        sums = (x, recurrent + other[0]) if other else (x + recurrent,)
        return Before(h, tape.before(t, layer, "c"), sums, w.get(at + "p"))

    def _read_out(self, tape: _Tape, t: int, logits: Floats) -> None:
        """Compare logits (n, V) with what came, and keep their gradient."""
        rows, targets = tape.rows, self._targets[tape.rows, t]
        lines = np.arange(len(targets))
        log_p = log_softmax(logits)
        own = log_p[lines, targets]
        self.losses[rows, t] = -own
        self.ranks[rows, t] = (log_p > own[:, np.newaxis]).sum(axis=1)
        count = self.guess_ids.shape[2]
        ids = np.argpartition(-log_p, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(log_p, ids, 1), axis=1, kind="stable")
        ids = np.take_along_axis(ids, order, 1)
        self.guess_ids[rows, t] = ids
        self.guess_probabilities[rows, t] = np.exp(np.take_along_axis(log_p, ids, 1))
        gradient = np.exp(log_p)
        gradient[lines, targets] -= 1
        tape.logits.append((gradient / self._targets.size).astype(logits.dtype))

    # Backward

    def _backward(self, tape: _Tape) -> Steps[None]:
        """Go from the last time step to the first, for both losses side by side: (2, n, …)."""
        w, steps = self._weights, len(tape.cells)
        shape = (2, *tape.start.h.shape[1:])
        dh_next = [np.zeros(shape, w["W_hq"].dtype) for _ in range(self._layers)]
        dc_next: list[Floats | None] = [*dh_next] if self._spec.has_c else [None] * self._layers
        for t in reversed(range(steps)):
            d = tape.logits[t]
            from_above = np.zeros(shape, w["W_hq"].dtype)
            from_above[ALL] = d @ w["W_hq"].T
            if t == steps - 1:
                from_above[LAST] = from_above[ALL]
            self.gradients["W_hq"] += tape.cells[t][-1]["h"].T @ d
            self.gradients["b_q"] += d.sum(axis=0)
            for layer in reversed(range(self._layers)):
                dh = from_above + dh_next[layer]
                from_above, dh_next[layer], dc_next[layer] = self._through(
                    tape, t, layer, dh, dc_next[layer]
                )
                yield 0.0

    def _through(
        self, tape: _Tape, t: int, layer: int, dh: Floats, dc: Floats | None
    ) -> tuple[Floats, Floats, Floats | None]:
        """Go back through one layer of one step: to the layer below, and to the step before."""
        w, at, rows = self._weights, f"l{layer}.", tape.rows
        h_before, c_before = tape.before(t, layer, "h"), tape.before(t, layer, "c")
        assert h_before is not None
        self.h_gradients[:, layer, rows, t] = _norms(dh)
        before = Before(h_before, c_before, p=w.get(at + "p"))
        back = self._spec.backward(tape.cells[t][layer], before, dh, dc)
        if back.c_now is not None:
            self.c_gradients[:, layer, rows, t] = _norms(back.c_now)
        self._collect(tape, t, layer, h_before, back)
        dh_before = back.recurrent @ w[at + "W_h"].T
        if back.h is not None:
            dh_before = dh_before + back.h
        below = back.x @ w[at + "W_x"].T if layer > 0 else back.x
        return below, dh_before, back.c

    def _collect(self, tape: _Tape, t: int, layer: int, h_before: Floats, back: Back) -> None:
        """Add what one step says about the weights."""
        gradients, at, dx = self.gradients, f"l{layer}.", back.x[ALL]
        if layer > 0:
            gradients[at + "W_x"] += tape.cells[t][layer - 1]["h"].T @ dx
        else:  # a row for each character that was read
            rows = gradients[at + "W_x"]
            for character, line in zip(self._inputs[tape.rows, t].tolist(), dx, strict=True):
                rows[character] += line
        gradients[at + "W_h"] += h_before.T @ back.recurrent[ALL]
        for name, rows_of in back.vectors.items():
            gradients[at + name] += rows_of[ALL].sum(axis=0)


def _norms(x: Floats) -> NDArray[np.float64]:
    """Return the norm of each row of (…, H)."""
    result: NDArray[np.float64] = np.sqrt(np.square(x, dtype=np.float64).sum(axis=-1))
    return result
