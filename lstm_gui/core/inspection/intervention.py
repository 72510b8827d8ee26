"""A hand in the memory: what can be done to chosen cells while a text is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["INTERVENTIONS", "Intervention", "Kind"]

Kind = Literal["hold", "zero", "flip", "freeze"]
INTERVENTIONS: tuple[Kind, ...] = ("hold", "zero", "flip", "freeze")


@dataclass(frozen=True, slots=True)
class Intervention:
    """What is done to the kept state of cells of one layer, from position `start` on.

    The state of a trace at t is the one after character t; with s = `start`:

    - hold: forget gate 1, input gate 0 at every t ≥ s (GRU: update gate 1; an RNN has no gates
      and its state is kept), so the state stays what it was before character s.
    - zero: the state is 0 at every t ≥ s.
    - flip: the state at s has the other sign, once; what follows is the cell's own doing.
    - freeze: the state stays what it is at s, character s included, whatever the gates say.

    An LSTM's h is computed from the state as it was changed.
    """

    kind: Kind
    cells: tuple[int, ...] | None  # None for all
    layer: int
    start: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.kind not in INTERVENTIONS:
            raise ValueError(f"an intervention is one of {INTERVENTIONS}, got {self.kind!r}")
        if self.layer < 0 or self.start < 0 or min(self.cells or (0,)) < 0:
            raise ValueError("layer, cells and start count from 0")

    def mask(self, hidden: int) -> NDArray[np.bool_]:
        """Return which of `hidden` cells are touched.

        Raises:
            IndexError: There is no such cell.
        """
        if self.cells is None:
            return np.ones(hidden, np.bool_)
        touched = np.zeros(hidden, np.bool_)
        touched[list(self.cells)] = True
        return touched
