"""The weights of a network: names, shapes, first values, and the arithmetic of an update."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.errors import EngineError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.cell import CellSpec
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig

__all__ = [
    "BETA1",
    "BETA2",
    "BOOK_SIGMA",
    "NetworkSpec",
    "adam_step",
    "check_arrays",
    "clip_scale",
    "initial_weights",
    "parameter_count",
    "weight_shapes",
]


def weight_shapes(model: ModelConfig, vocabulary_size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of every weight of a model, in canonical order."""
    hidden = model.hidden
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(model.layers):
        inputs = vocabulary_size if layer == 0 else hidden
        for parameter in CELLS[model.cell].parameters:
            shapes[f"l{layer}.{parameter.name}"] = parameter.shape(inputs, hidden)
    shapes["W_hq"] = (hidden, vocabulary_size)
    shapes["b_q"] = (vocabulary_size,)
    return shapes


def parameter_count(model: ModelConfig, vocabulary_size: int) -> int:
    """Return how many numbers a model learns."""
    return sum(math.prod(shape) for shape in weight_shapes(model, vocabulary_size).values())


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """The kind of cell and the sizes of a network."""

    cell: CellKind
    layers: int
    hidden: int
    vocabulary: int

    @property
    def kind(self) -> CellSpec:
        """All that depends on the kind of cell."""
        return CELLS[self.cell]

    @property
    def gates(self) -> int:
        """G, the number of gates that the weights hold side by side."""
        return len(self.kind.packing)

    @property
    def has_c(self) -> bool:
        """Whether the cell has a memory c beside its hidden state h."""
        return self.kind.has_c

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """List the canonical weights with their shapes."""
        model = ModelConfig(cell=self.cell, layers=self.layers, hidden=self.hidden)
        return weight_shapes(model, self.vocabulary)


def check_arrays(arrays: Arrays, spec: NetworkSpec, prefix: str = "") -> None:
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


BOOK_SIGMA = 0.01
"""The standard deviation of the weights in Dive into Deep Learning's recurrent networks."""


def initial_weights(model: ModelConfig, vocabulary_size: int) -> dict[str, Floats]:
    """Draw the first weights from the model's seed; vectors are zero, the forget bias is set.

    Vectors are the biases and the peepholes. So a peephole LSTM begins as the LSTM of its seed, and
    what its curve has of its own is what the peepholes have learned.

    The matrices are drawn one after the other, in canonical order, so that the same seed gives
    the same bits wherever it is asked for.
    """
    rng = np.random.default_rng(model.seed)
    weights: dict[str, Floats] = {}
    for name, shape in weight_shapes(model, vocabulary_size).items():
        if len(shape) == 1:
            weights[name] = np.zeros(shape, np.float32)
            continue
        sigma = BOOK_SIGMA if model.init == "normal" else 1 / math.sqrt(shape[0])
        weights[name] = rng.standard_normal(shape, np.float32) * np.float32(sigma)
    cell = CELLS[model.cell]
    if cell.biased is not None:
        first = cell.packing.index(cell.biased) * model.hidden
        for layer in range(model.layers):
            weights[f"l{layer}.b"][first : first + model.hidden] = model.forget_bias
    return weights


BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def clip_scale(norm: float, theta: float) -> float:
    """Return the factor that brings a gradient's norm down to θ; 1 if it is not above.

    Pascanu, Mikolov and Bengio (2013), algorithm 1.
    """
    return theta / norm if norm > theta else 1.0


def adam_step(rate: float, t: int) -> tuple[float, float]:
    """Return step size ηₜ and εₜ of Adam's t-th step: w ← w − ηₜ m / (√v + εₜ).

    It is Algorithm 1 of Kingma and Ba (2015), w ← w − η m̂ / (√v̂ + ε), with both corrections of
    bias taken out of the arrays, as at the end of their section 2. So that ε stays where the
    algorithm has it, beside √v̂, it shrinks with √(1 − β₂ᵗ): at step 1 to 3.2e-10.
    """
    unbiased = math.sqrt(1 - BETA2**t)
    return rate * unbiased / (1 - BETA1**t), EPSILON * unbiased
