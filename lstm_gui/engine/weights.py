"""The shape of a network, and a check that weights are its own. No MXNet here.

Every implementation starts from these arrays and gives them back, so that weights can be saved,
compared, and carried from one implementation to another without a rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.backend import GATES, Arrays
from lstm_gui.core.config import CellKind, ModelConfig
from lstm_gui.core.errors import EngineError
from lstm_gui.core.weights import weight_shapes
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Spec", "check_arrays"]


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
        model = ModelConfig(cell=self.cell, layers=self.layers, hidden=self.hidden)
        return weight_shapes(model, self.vocabulary)


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
