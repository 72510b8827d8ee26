"""A moving mean that neither lags nor bends the ends of a curve."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.history import Doubles

__all__ = ["smoothed"]


def smoothed(y: Doubles, width: int) -> Doubles:
    """Return the mean over `width` points around each, over fewer near an end; NaN is left out.

    The window is symmetric everywhere, so the first and the last point stay as they are.
    """
    count = y.size
    half = min(width // 2, count)
    if half < 1 or count < 3:
        return y
    kept = np.isfinite(y)
    sums = np.concatenate([[0.0], np.cumsum(np.where(kept, y, 0.0))])
    counts = np.concatenate([[0], np.cumsum(kept)])
    places = np.arange(count)
    reach = np.minimum(half, np.minimum(places, count - 1 - places))
    low, high = places - reach, places + reach + 1
    totals = counts[high] - counts[low]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums[high] - sums[low]) / totals
    return np.asarray(np.where(totals > 0, means, np.nan), dtype=np.float64)
