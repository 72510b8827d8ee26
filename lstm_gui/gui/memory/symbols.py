"""The book's symbols as they are written in one line: c_{t−1} is cₜ₋₁, c~ is c˜.

The tilde follows its letter, since a combining one is lost above a c in DejaVu Sans, the font of
many a Linux system.
"""

from __future__ import annotations

import re

__all__ = ["written"]

_LOW = str.maketrans("t−+1", "ₜ₋₊₁")
_INDEX = re.compile(r"_(?:\{([^}]*)\}|(\w))")


def written(symbol: str) -> str:
    """Return a symbol of `core.inspection` with real subscripts and a raised tilde."""
    low = _INDEX.sub(lambda match: (match[1] or match[2]).translate(_LOW), symbol)
    return low.replace("~", "˜")
