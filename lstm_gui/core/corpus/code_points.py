"""Text as numbers: the code points of a string as numpy arrays, a chunk at a time.

Chunks keep memory low: a text of 64 MB would take 256 MB as UTF-32 in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["code_points"]

CHUNK = 1 << 20


def code_points(text: str) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """Yield (offset, code points) for each chunk of `text`."""
    for offset in range(0, len(text), CHUNK):
        # surrogatepass: a lone surrogate is a character that is not known, not an exception.
        encoded = text[offset : offset + CHUNK].encode("utf-32-le", "surrogatepass")
        yield offset, np.frombuffer(encoded, dtype="<u4")
