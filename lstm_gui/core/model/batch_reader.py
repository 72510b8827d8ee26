"""Reads many texts side by side in numpy, with a copy of the weights."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell import Before, StepEffect
from lstm_gui.core.model.cell_kinds import CELLS, zero_memory
from lstm_gui.core.settings.groups import CellKind

__all__ = ["BatchReader"]

_NOTHING = StepEffect()


class BatchReader:
    """Reads a character of each of N texts at a time; their states start at zeros.

    Args:
        weights: In the canonical form; they are only read.
        cell: The kind of cell that the weights are of.
        texts: N.
    """

    def __init__(self, weights: Arrays, cell: CellKind, texts: int) -> None:
        self._weights, self._spec = weights, CELLS[cell]
        layers = sum(name.endswith(".W_h") for name in weights)
        self.memory = zero_memory(cell, (layers, texts, weights["W_hq"].shape[0]))

    def read(self, ids: Ids) -> Floats:
        """Read a character of each text, (N,); return the scores of what follows, (N, V)."""
        output, self.memory = self._step(ids)
        return self._scores(output)

    def asked(self, ids: Ids) -> Floats:
        """Return what `read` would, without having read: the states stay as they are."""
        return self._scores(self._step(ids)[0])

    def _scores(self, output: Floats) -> Floats:
        scores: Floats = output @ self._weights["W_hq"] + self._weights["b_q"]
        return scores

    def _step(self, ids: Ids) -> tuple[Floats, Memory]:
        h, c = self.memory.h, self.memory.c
        hs: list[Floats] = []
        cs: list[Floats] = []
        with np.errstate(over="ignore"):  # sigmoid(-100) is 1 / (1 + inf), which is right
            for layer in range(len(h)):
                W_x = self._weights[f"l{layer}.W_x"]
                x = W_x[ids] if layer == 0 else hs[-1] @ W_x  # (N, G·H)
                now = self._layer(layer, x, h[layer], None if c is None else c[layer])
                hs.append(now["h"])
                if c is not None:
                    cs.append(now["c"])
        return hs[-1], Memory(np.stack(hs), np.stack(cs) if cs else None)

    def _layer(self, layer: int, x: Floats, h: Floats, c: Floats | None) -> dict[str, Floats]:
        weights, at = self._weights, f"l{layer}."
        recurrent = h @ weights[at + "W_h"]  # (N, G·H)
        bias, *other = (weights[at + name] for name in self._spec.biases)
        sums = (x + bias, recurrent + other[0]) if other else (x + recurrent + bias,)
        return self._spec.forward(Before(h, c, sums, weights.get(at + "p")), _NOTHING)
