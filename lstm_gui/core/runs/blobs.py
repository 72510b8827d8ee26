"""Arrays as raw little-endian bytes, believed only when their size is right. No pickle."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.history import Doubles

__all__ = ["from_blob", "to_blob"]

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
