"""What each kind of cell has: its kept state, the gate that keeps it, its other gates.

An LSTM keeps c, a GRU and an RNN keep h. See `core.backend` for the names in a trace.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from lstm_gui.core.backend import Floats, Trace
from lstm_gui.core.config import CellKind

__all__ = [
    "GATE_NAMES",
    "KEEP_GATES",
    "memory_shown",
    "state_before",
    "state_quantity",
    "states",
]

GATE_NAMES: dict[CellKind, tuple[str, ...]] = {
    "lstm": ("i", "f", "o"),
    "gru": ("r", "z"),
    "rnn": (),
}
"""The gates proper, between 0 and 1; the candidates c~ and h~ are none."""

KEEP_GATES: dict[CellKind, str | None] = {"lstm": "f", "gru": "z", "rnn": None}
"""The gate that says how much of the old state stays: forget for an LSTM, update for a GRU."""


def state_quantity(cell_kind: CellKind) -> Literal["c", "h"]:
    """Name the quantity that a cell of this kind carries on as its memory."""
    return "c" if cell_kind == "lstm" else "h"


def states(trace: Trace) -> Floats:
    """Return the kept state after each character, of shape (layers, T, H)."""
    return trace.quantities[state_quantity(trace.cell)]


def memory_shown(cell_kind: CellKind, values: Floats) -> Floats:
    """Return a kept state as far as it can be seen: tanh(c) for an LSTM, h itself for the rest.

    A cell that counts on, to 30 and beyond, grows with every text; what it shows does not.
    """
    return np.tanh(values) if cell_kind == "lstm" else values


def state_before(trace: Trace, layer: int, position: int) -> Floats:
    """Return the kept state of a layer before the character at `position`, of shape (H,)."""
    if position > 0:
        return np.asarray(states(trace)[layer, position - 1])
    start = trace.start.c if trace.cell == "lstm" else trace.start.h
    assert start is not None  # an LSTM always has a c
    return np.asarray(start[layer, 0])
