"""A batch forward and backward through time (Werbos, 1990) in plain numpy, in slices.

The gradients are those of the mean cross entropy over all characters of the batch; the state
that the batch begins with is a constant, as the book detaches it. Texts are taken in groups, so
that the memory this needs does not grow with the batch. Arrays keep the precision of the weights.

N texts, T time steps, L layers, H cells, G gates, V characters, K guesses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.inspection.jobs import Steps
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.inspection.unrolled import LayerBack, Unrolled, layers_of, row_norms
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell import Back
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
    unrolled: Unrolled
    logits: list[Floats]  # by time step: the gradient of the logits, (n, V)


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
        self._weights, self._cell, self._spec = weights, cell, CELLS[cell]
        self._inputs, self._targets = inputs, targets
        self._layers = layers_of(weights)
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
            count = rows.stop - rows.start
            unrolled = Unrolled(self._weights, self._cell, count, self._start(rows))
            tape = _Tape(rows, unrolled, [])
            share = count / texts / all_
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
        for layer, now in enumerate(tape.unrolled.read(self._inputs[rows, t])):
            below = now["h"]
            self.h_norms[layer, rows, t] = row_norms(below)
            if "c" in now:
                self.c_norms[layer, rows, t] = row_norms(now["c"])
            if layer < self._layers - 1:
                yield 0.0
        self._read_out(tape, t, below @ w["W_hq"] + w["b_q"])
        yield 0.0

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
        w, unrolled = self._weights, tape.unrolled
        steps, shape = len(unrolled.steps), (2, *unrolled.start.h.shape[1:])
        dh_next = [np.zeros(shape, w["W_hq"].dtype) for _ in range(self._layers)]
        dc_next: list[Floats | None] = [*dh_next] if self._spec.has_c else [None] * self._layers
        for t in reversed(range(steps)):
            d = tape.logits[t]
            from_above = np.zeros(shape, w["W_hq"].dtype)
            from_above[ALL] = d @ w["W_hq"].T
            if t == steps - 1:
                from_above[LAST] = from_above[ALL]
            self.gradients["W_hq"] += unrolled.steps[t][-1]["h"].T @ d
            self.gradients["b_q"] += d.sum(axis=0)
            for layer in reversed(range(self._layers)):
                dh = from_above + dh_next[layer]
                gone = self._through(tape, t, layer, dh, dc_next[layer])
                from_above, dh_next[layer], dc_next[layer] = gone.below, gone.h_before, gone.back.c
                yield 0.0

    def _through(self, tape: _Tape, t: int, layer: int, dh: Floats, dc: Floats | None) -> LayerBack:
        """Go back through one layer of one step, and keep what it says."""
        rows, gone = tape.rows, tape.unrolled.through(t, layer, dh, dc)
        self.h_gradients[:, layer, rows, t] = row_norms(dh)
        if gone.back.c_now is not None:
            self.c_gradients[:, layer, rows, t] = row_norms(gone.back.c_now)
        self._collect(tape, t, layer, gone.back)
        return gone

    def _collect(self, tape: _Tape, t: int, layer: int, back: Back) -> None:
        """Add what one step says about the weights."""
        gradients, at, dx = self.gradients, f"l{layer}.", back.x[ALL]
        h_before = tape.unrolled.before(t, layer, "h")
        assert h_before is not None
        if layer > 0:
            gradients[at + "W_x"] += tape.unrolled.steps[t][layer - 1]["h"].T @ dx
        else:  # a row for each character that was read
            rows = gradients[at + "W_x"]
            for character, line in zip(self._inputs[tape.rows, t].tolist(), dx, strict=True):
                rows[character] += line
        gradients[at + "W_h"] += h_before.T @ back.recurrent[ALL]
        for name, rows_of in back.vectors.items():
            gradients[at + name] += rows_of[ALL].sum(axis=0)
