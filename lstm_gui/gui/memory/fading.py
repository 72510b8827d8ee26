"""What one changed character changes, and a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lstm_gui.core.backend import Floats
from lstm_gui.core.inspection import WhatIfResult

__all__ = ["LEAST_CHANGE", "Fading", "MemoryView", "Pointed"]

LEAST_CHANGE = 1e-6
"""What is smaller is the rounding of 32-bit numbers, and no axis or colour goes down to it."""

MemoryView = Literal["cells", "mean"]
"""The memory as a map of its cells, or as a curve of their mean change."""


@dataclass(frozen=True, slots=True)
class Fading:
    """The change of a layer's state (T, H), its mean size (T,), and that of what follows (T,)."""

    difference: Floats
    distance: Floats
    divergence: Floats

    @classmethod
    def of(cls, result: WhatIfResult, layer: int) -> Fading:
        """Return what a result says of this layer, or of the last one."""
        difference = result.difference[min(layer, len(result.difference) - 1)]
        distance = np.abs(difference).mean(axis=1, dtype=np.float32)
        return cls(difference, distance, result.divergence)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the cursor is on: a character and, on the map of cells, a cell (else −1)."""

    position: int
    cell: int = -1
