"""The canonical weights: names, shapes and first values. No MXNet here.

Every implementation starts from these arrays and gives them back, so that weights can be saved,
compared, and carried from one implementation to another without a rounding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import GATES, Arrays, Floats
from lstm_gui.core.config import CellKind, ModelConfig
from lstm_gui.core.errors import EngineError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Spec", "check_arrays", "initial_weights"]

BOOK_SIGMA = 0.01


@dataclass(frozen=True, slots=True)
class Spec:
    """The shape of a network."""

    cell: CellKind
    layers: int
    hidden: int
    vocabulary: int

    @property
    def gates(self) -> int:
        """G, the number of gates that the weights hold side by side."""
        return len(GATES[self.cell])

    @property
    def has_c(self) -> bool:
        """Whether the cell has a memory c beside its hidden state h."""
        return self.cell == "lstm"

    @property
    def biases(self) -> tuple[str, ...]:
        """The names of a layer's biases."""
        return ("b_x", "b_h") if self.cell == "gru" else ("b",)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """List the canonical weights with their shapes."""
        width = self.gates * self.hidden
        shapes: dict[str, tuple[int, ...]] = {}
        for layer in range(self.layers):
            inputs = self.vocabulary if layer == 0 else self.hidden
            shapes[f"l{layer}.W_x"] = (inputs, width)
            shapes[f"l{layer}.W_h"] = (self.hidden, width)
            shapes.update({f"l{layer}.{bias}": (width,) for bias in self.biases})
        return {**shapes, "W_hq": (self.hidden, self.vocabulary), "b_q": (self.vocabulary,)}


def initial_weights(model: ModelConfig, spec: Spec) -> dict[str, Floats]:
    """Draw the first weights from the model's seed; biases are zero, the forget bias is set."""
    rng = np.random.default_rng(model.seed)
    weights: dict[str, Floats] = {}
    for name, shape in spec.shapes().items():
        if len(shape) == 1:
            weights[name] = np.zeros(shape, np.float32)
            continue
        sigma = BOOK_SIGMA if model.init == "normal" else 1 / math.sqrt(shape[0])
        weights[name] = rng.standard_normal(shape, np.float32) * np.float32(sigma)
    if spec.cell == "lstm":
        forget = slice(spec.hidden, 2 * spec.hidden)
        for layer in range(spec.layers):
            weights[f"l{layer}.b"][forget] = model.forget_bias
    return weights


def check_arrays(arrays: Arrays, spec: Spec, prefix: str = "") -> None:
    """Raise an `EngineError` unless names and shapes are the network's own."""
    wanted = {prefix + name: shape for name, shape in spec.shapes().items()}
    found = {name: array.shape for name, array in arrays.items()}
    if found == wanted:
        return
    odd = sorted(set(found.items()) ^ set(wanted.items()))[0][0]
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "These weights do not fit the network: {name} is {found}, and should be {wanted}. "
        "Build a network with the settings that they were saved with.",
    )
    raise EngineError(
        template, name=odd, found=found.get(odd, "missing"), wanted=wanted.get(odd, "absent")
    )
