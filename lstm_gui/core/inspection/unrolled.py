"""A network unrolled in time over N texts: the way forward in numpy, kept, and the way back.

Arrays keep the precision of the weights.

n texts, L layers, H cells, G gates, V characters; before the axes of gradients others may stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell import Back, Before, Quantities, StepEffect
from lstm_gui.core.model.cell_kinds import CELLS, zero_memory
from lstm_gui.core.settings.groups import CellKind

__all__ = ["LayerBack", "StepGradients", "Unrolled", "layers_of", "loss_gradient", "row_norms"]


@dataclass(frozen=True, slots=True)
class LayerBack:
    """One layer of one step, gone through backwards."""

    back: Back
    below: Floats  # for the layer below, (n, H); for the lowest layer, of its sums, (n, G·H)
    h_before: Floats  # (n, H)


@dataclass(frozen=True, slots=True)
class StepGradients:
    """The gradients at one step of a loss at the last one."""

    h: list[Floats]  # of the state after the step, by layer, (n, H)
    c: list[Floats]  # nothing for a cell without c
    sums: Floats  # of the row of W_x that was read, (n, G·H)


class Unrolled:
    """Reads n texts side by side, and keeps what the way back needs.

    Args:
        weights: In the canonical form; they are only read.
        cell: The kind of cell that the weights are of.
        texts: n.
        start: The state before the first character, n texts; None for zeros.
    """

    def __init__(
        self, weights: Arrays, cell: CellKind, texts: int, start: Memory | None = None
    ) -> None:
        self._weights, self._spec = weights, CELLS[cell]
        self.layers = layers_of(weights)
        shape = (self.layers, texts, len(weights["W_hq"]))
        self.start = start or zero_memory(cell, shape, weights["W_hq"].dtype.type)
        self.steps: list[list[Quantities]] = []  # by time step, then by layer

    @property
    def memory(self) -> Memory:
        """The state after the last step, or the start before the first."""
        if not self.steps:
            return self.start
        last = self.steps[-1]
        c = np.stack([layer["c"] for layer in last]) if self._spec.has_c else None
        return Memory(np.stack([layer["h"] for layer in last]), c)

    def forget(self) -> None:
        """Keep nothing but the state: the way back ends here."""
        self.start, self.steps = self.memory, []

    def advance(self, ids: Ids) -> None:
        """Read one more character of each text, (n,), and keep nothing but the state."""
        for _ in self.read(ids):
            pass
        self.forget()

    def read(self, ids: Ids) -> Iterator[Quantities]:
        """Read one more character of each text, (n,); yield what each layer computes."""
        w, t, below = self._weights, len(self.steps), np.empty(0, np.float32)
        self.steps.append([])
        for layer in range(self.layers):
            W_x = w[f"l{layer}.W_x"]
            x = W_x[ids] if layer == 0 else below @ W_x  # (n, G·H)
            with np.errstate(over="ignore"):
                now = self._spec.forward(self._begin(t, layer, x), StepEffect())
            self.steps[t].append(now)
            below = now["h"]
            yield now

    def logits(self) -> Floats:
        """Return the scores of what follows the last character, (n, V)."""
        top = self.steps[-1][-1]["h"] if self.steps else self.start.h[-1]
        scores: Floats = top @ self._weights["W_hq"] + self._weights["b_q"]
        return scores

    def before(self, t: int, layer: int, name: str) -> Floats | None:
        """Return the state (n, H) that a step begins with."""
        if t > 0:
            return self.steps[t - 1][layer].get(name)
        state = self.start.h if name == "h" else self.start.c
        return None if state is None else state[layer]

    def through(self, t: int, layer: int, dh: Floats, dc: Floats | None) -> LayerBack:
        """Go back through one layer of one step: to the layer below, and to the step before."""
        w, at = self._weights, f"l{layer}."
        h_before = self.before(t, layer, "h")
        assert h_before is not None
        before = Before(h_before, self.before(t, layer, "c"), p=w.get(at + "p"))
        back = self._spec.backward(self.steps[t][layer], before, dh, dc)
        dh_before = back.recurrent @ w[at + "W_h"].T
        if back.h is not None:
            dh_before = dh_before + back.h
        return LayerBack(back, back.x @ w[at + "W_x"].T if layer > 0 else back.x, dh_before)

    def back_from_last(self, d: Floats) -> Iterator[StepGradients]:
        """Go back from the gradient (n, V) of the last logits; yield each step, the last first."""
        dh_next: list[Floats] = [np.zeros_like(layer) for layer in self.start.h]
        dc_next: list[Floats | None] = [*dh_next] if self._spec.has_c else [None] * self.layers
        from_above = d @ self._weights["W_hq"].T
        for t in reversed(range(len(self.steps))):
            h, c = [*dh_next], [*dh_next]
            for layer in reversed(range(self.layers)):
                h[layer] = from_above + dh_next[layer]
                with np.errstate(over="ignore", invalid="ignore"):  # gradients that explode
                    gone = self.through(t, layer, h[layer], dc_next[layer])
                if gone.back.c_now is not None:
                    c[layer] = gone.back.c_now
                from_above, dh_next[layer], dc_next[layer] = gone.below, gone.h_before, gone.back.c
            yield StepGradients(h, c if self._spec.has_c else [], from_above)
            from_above = np.zeros_like(dh_next[0])

    def _begin(self, t: int, layer: int, x: Floats) -> Before:
        """Return what a step begins with, where x W_x is known, (n, G·H)."""
        h = self.before(t, layer, "h")
        assert h is not None
        return self._spec.begin(self._weights, layer, x, h, self.before(t, layer, "c"))


def layers_of(weights: Arrays) -> int:
    """Count the layers of a network."""
    return sum(name.endswith(".W_h") for name in weights)


def loss_gradient(logits: Floats, targets: Ids) -> Floats:
    """Return the gradient of −log p of each target by its logits, (n, V)."""
    gradient = np.exp(log_softmax(logits))
    gradient[np.arange(len(targets)), targets] -= 1
    return gradient.astype(logits.dtype)


def row_norms(x: Floats) -> NDArray[np.float64]:
    """Return the norm of each row of (…, H)."""
    result: NDArray[np.float64] = np.sqrt(np.square(x, dtype=np.float64).sum(axis=-1))
    return result
