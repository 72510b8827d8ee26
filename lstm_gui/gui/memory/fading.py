"""What one changed character changes, and a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lstm_gui.core.backend import Floats

__all__ = ["Fading", "MemoryView", "Pointed"]

MemoryView = Literal["cells", "mean"]
"""The memory as a map of its cells, or as a curve of their mean change."""


@dataclass(frozen=True, slots=True)
class Fading:
    """The change of the state (T, H), its mean size (T,), and that of what follows (T,)."""

    difference: Floats
    distance: Floats
    divergence: Floats


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the cursor is on: a character and, on the map of cells, a cell (else −1)."""

    position: int
    cell: int = -1
