"""What a trace shows of the health of gates and cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import GATES, Floats, Trace

__all__ = ["Signs", "read_signs"]

SHUT, OPEN = 0.1, 0.9
"""A gate beyond these is saturated (Karpathy, Johnson and Li, 2015, section 4.2)."""

FLAT_H = 0.99
STILL = 0.01
NO_MOVE = 1e-6
LEAST_TEXT = 8


@dataclass(frozen=True, slots=True)
class Signs:
    """The most saturated gate with its share of saturated values, and the number of dead cells.

    A plain RNN has no gates; there it is h, saturated near −1 and 1. `layer` counts from 0.
    """

    gate: str
    layer: int
    saturated: float
    dead: int
    cells: int


def read_signs(trace: Trace) -> Signs | None:
    """Look over a trace; None for a text too short to tell."""
    h = trace.quantities["h"]  # (L, T, H)
    if h.shape[1] < LEAST_TEXT:
        return None
    names = [gate for gate in GATES[trace.cell] if not gate.endswith("~")]
    shares = [
        (float(share), name, layer)
        for name in names
        for layer, share in enumerate(_saturated(trace.quantities[name], name == "h"))
    ]
    worst, gate, layer = max(shares, key=lambda entry: entry[0])
    return Signs(gate, layer, worst, _dead(h), h.shape[0] * h.shape[2])


def _saturated(values: Floats, is_h: bool) -> Floats:
    """Return the share of saturated values in each layer of (L, T, H)."""
    beyond = np.abs(values) > FLAT_H if is_h else (values < SHUT) | (values > OPEN)
    return np.asarray(beyond.mean(axis=(1, 2)), np.float32)


def _dead(h: Floats) -> int:
    """Count cells that move a hundredth as much as the livelier ones of their layer, or less.

    The measure is relative, because at first all cells of a small network hardly move.
    """
    moves = np.ptp(h, axis=1)  # (L, H)
    lively = np.percentile(moves, 90, axis=1, keepdims=True)
    return int(np.count_nonzero(moves <= np.maximum(lively * STILL, NO_MOVE)))
