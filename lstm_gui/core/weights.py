"""The names and shapes of a network's weights in their canonical form (see `core.backend`)."""

from __future__ import annotations

import math

from lstm_gui.core.backend import GATES
from lstm_gui.core.config import ModelConfig

__all__ = ["parameter_count", "weight_shapes"]


def weight_shapes(model: ModelConfig, vocabulary_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every weight of a model, in canonical order."""
    hidden, packed = model.hidden, len(GATES[model.cell]) * model.hidden
    biases = ("b_x", "b_h") if model.cell == "gru" else ("b",)
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(model.layers):
        inputs = vocabulary_size if layer == 0 else hidden
        shapes[f"l{layer}.W_x"] = (inputs, packed)
        shapes[f"l{layer}.W_h"] = (hidden, packed)
        shapes.update({f"l{layer}.{bias}": (packed,) for bias in biases})
    shapes["W_hq"] = (hidden, vocabulary_size)
    shapes["b_q"] = (vocabulary_size,)
    return shapes


def parameter_count(model: ModelConfig, vocabulary_size: int) -> int:
    """Return how many numbers a model learns."""
    return sum(math.prod(shape) for shape in weight_shapes(model, vocabulary_size).values())
