"""How long cells remember: half-lives, saturated gates, and cells that never move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lstm_gui.core.arrays import Floats, Indices, floats, indices
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS, states

__all__ = ["DEAD_RANGE", "Histogram", "dead_cells", "half_lives", "histogram", "saturation"]

DEAD_RANGE = 1e-3
"""A cell whose state moves by no more than this over a whole text tells nothing."""

_SHORTEST, _LONGEST, _BINS = 0.5, 1000.0, 22


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many cells have a half-life in each bin; `beyond` is the last edge and all above it.

    The first bin also counts what is shorter than its lower edge, so that
    `counts.sum() + beyond` is the number of cells that have a half-life.
    """

    edges: Floats  # (bins + 1,) characters
    counts: Indices  # (bins,)
    beyond: int


def half_lives(trace: Trace, layer: int) -> Floats:
    """Return how many characters it takes each cell to forget half of its state, (H,).

    A state that is multiplied by f_1, f_2 … f_T has the mean rate ln f over the text, so
    n = ln 0.5 / mean ln f. The gate is f for an LSTM and z for a GRU. It is inf where the gate
    was always 1, 0 where it was ever exactly 0, and nan for an RNN, which has no such gate.
    """
    gate = CELLS[trace.cell].keep
    if gate is None:
        return floats(np.full(trace.quantities["h"].shape[2], np.nan))
    with np.errstate(divide="ignore"):  # ln 0 is -inf, and a rate of 0 means for ever
        rates = np.log(trace.quantities[gate][layer]).mean(axis=0, dtype=np.float64)
        return floats(np.log(0.5) / np.where(rates == 0, -0.0, rates))


def saturation(
    trace: Trace, layer: int, low: float = 0.1, high: float = 0.9
) -> dict[str, tuple[float, float]]:
    """Return for each gate how often it is shut and how often open, as shares of 1.

    Shut is below `low`, open above `high`, counted over all cells and characters, as Karpathy,
    Johnson and Fei-Fei (2015) count saturated gates.
    """
    values = {name: trace.quantities[name][layer] for name in CELLS[trace.cell].gates}
    return {
        name: (float((gate < low).mean()), float((gate > high).mean()))
        for name, gate in values.items()
    }


def dead_cells(trace: Trace, layer: int, tolerance: float = DEAD_RANGE) -> Indices:
    """Return the cells whose state moves by no more than `tolerance` over the text, increasing."""
    return indices(np.flatnonzero(np.ptp(states(trace)[layer], axis=0) <= tolerance))


def histogram(half_lives: ArrayLike, edges: ArrayLike | None = None) -> Histogram:
    """Count half-lives in bins that are spaced evenly on a log scale, 0.5 to 1000 characters.

    Args:
        half_lives: Characters, (H,); nan is left out.
        edges: Increasing edges of other bins.
    """
    borders = np.geomspace(_SHORTEST, _LONGEST, _BINS + 1) if edges is None else np.asarray(edges)
    values = np.asarray(half_lives, np.float64)
    values = values[~np.isnan(values)]
    inside = np.maximum(values[values < borders[-1]], borders[0])
    counts, _ = np.histogram(inside, borders)
    return Histogram(floats(borders), indices(counts), int(values.size - inside.size))
