"""The weights as the book writes them, gate by gate, and what one update does to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import GATES, Arrays, Floats
from lstm_gui.core.config import CellKind, TrainConfig
from lstm_gui.core.optimizing import BETA1, BETA2, EPSILON, adam_rate

__all__ = ["Parameter", "parameters", "update_of"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of the book's parameters: columns of an array of the canonical form.

    `symbol` is W_xi, W_hf, b_o and so on; `layer` is None for the output layer.
    """

    symbol: str
    layer: int | None
    array: str
    columns: slice

    def of(self, arrays: Arrays) -> Floats:
        """Return its part of the weights, or of arrays of the same form."""
        return arrays[self.array][..., self.columns]


def parameters(cell: CellKind, layers: int, hidden: int) -> Iterator[Parameter]:
    """Yield every parameter of a network, gate by gate, the output layer last."""
    kinds = ("W_x", "W_h", "b_x", "b_h") if cell == "gru" else ("W_x", "W_h", "b")
    for layer in range(layers):
        for number, gate in enumerate(GATES[cell]):
            columns = slice(number * hidden, (number + 1) * hidden)
            for kind in kinds:
                symbol = _symbol(kind, gate.rstrip("~"))
                yield Parameter(symbol, layer, f"l{layer}.{kind}", columns)
    for name in ("W_hq", "b_q"):
        yield Parameter(name, None, name, slice(None))


def _symbol(kind: str, gate: str) -> str:
    return f"{kind}_{gate}" if kind == "b" else f"{kind}{gate}"


def update_of(
    parameter: Parameter, gradients: Arrays, scale: float, train: TrainConfig, state: Arrays
) -> Floats:
    """Return what is added to a parameter.

    Args:
        parameter: Which.
        gradients: As they were before clipping.
        scale: The factor of clipping.
        train: The optimiser and its learning rate.
        state: The optimiser's arrays before the update (see `core.backend`); empty for none.
    """
    gradient: Floats = parameter.of(gradients) * np.float32(scale)
    if train.optimizer == "sgd":
        return -np.float32(train.learning_rate) * gradient
    t, mean, variance = 1, 0 * gradient, 0 * gradient
    if state:
        t += int(state["t"][0])
        mean = state[f"mean.{parameter.array}"][..., parameter.columns]
        variance = state[f"var.{parameter.array}"][..., parameter.columns]
    mean = np.float32(BETA1) * mean + np.float32(1 - BETA1) * gradient
    variance = np.float32(BETA2) * variance + np.float32(1 - BETA2) * gradient**2
    rate = np.float32(adam_rate(train.learning_rate, t))
    update: Floats = -rate * mean / (np.sqrt(variance) + np.float32(EPSILON))
    return update
