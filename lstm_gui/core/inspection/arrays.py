"""The arrays that inspection takes and gives: float32 and int32, read-only once made."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lstm_gui.core.backend import Floats

__all__ = ["Doubles", "Indices", "floats", "indices"]

Doubles = NDArray[np.float64]
Indices = NDArray[np.int32]


def floats(values: ArrayLike) -> Floats:
    """Return values as a read-only float32 array that nobody else holds a writable view of."""
    array = np.array(values, np.float32)
    array.setflags(write=False)
    return array


def indices(values: ArrayLike) -> Indices:
    """Return values as a read-only int32 array that nobody else holds a writable view of."""
    array = np.array(values, np.int32)
    array.setflags(write=False)
    return array
