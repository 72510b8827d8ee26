"""The threshold at which cells tell a phrase best from what is around it."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.backend import Floats
from lstm_gui.core.inspection import cells_of_phrase

__all__ = ["largest_threshold", "telling_threshold"]

_TRIALS = 25


def telling_threshold(values: Floats, start: int, stop: int, most: float) -> float | None:
    """Return the threshold, at most `most`, with the most cells that are on in a phrase alone.

    A cell counts fully if it is never on outside, and not at all if it is on at half of the
    characters there. Of equal thresholds the highest is taken; None if no cell counts at any.
    """

    def told(threshold: float) -> float:
        found = cells_of_phrase(values, start, stop, threshold)
        return float(np.sum(1.0 - 2.0 * found.outside))

    # Closer to each other where they are small: so are most values of c.
    trials = np.square(np.linspace(1.0, 0.0, _TRIALS, endpoint=False)) * most
    best = max(map(float, trials), key=told)
    return best if told(best) > 0 else None


def largest_threshold(values: Floats) -> float:
    """Return where a threshold for values without bounds ends: a power of two that holds still."""
    sizes = np.abs(values[np.isfinite(values)])
    reach = float(sizes.max()) if sizes.size else 1.0
    return float(2.0 ** np.ceil(np.log2(max(reach, 1.0))))
