"""The arrays of the core: their types, read-only copies, and raw bytes. No pickle."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Arrays",
    "Doubles",
    "Floats",
    "Ids",
    "Indices",
    "floats",
    "from_blob",
    "indices",
    "to_blob",
]

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Arrays = Mapping[str, Floats]


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


MOST_BYTES = 64 * 2**20

_LITTLE = np.dtype("<f8")


def to_blob(rows: Doubles) -> bytes:
    """Write rows of doubles, one after the other."""
    return np.ascontiguousarray(rows, _LITTLE).tobytes()


def from_blob(blob: object, rows: int) -> Doubles:
    """Read so many rows.

    Raises:
        ValueError: These are not the bytes of such rows.
    """
    if not isinstance(blob, bytes) or len(blob) > MOST_BYTES or len(blob) % (8 * rows):
        raise ValueError("these bytes are no rows of numbers")
    return np.frombuffer(blob, _LITTLE).reshape(rows, -1).astype(np.float64)
