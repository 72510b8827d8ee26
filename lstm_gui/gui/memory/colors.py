"""A colour map as 256 colours, and the ink that can be read on each of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QColor

from lstm_gui.gui.theme import Scheme, gate_map, state_map

__all__ = ["ColorTable"]

_EVEN = 0.179
"""The luminance on which black and white ink have the same contrast, 4.6 to 1."""


class ColorTable:
    """256 colours from the low end of a scale to the high one."""

    def __init__(self, scheme: Scheme, *, gate: bool) -> None:
        colors = gate_map(scheme) if gate else state_map(scheme)
        self.lut: Any = colors.getLookupTable(0.0, 1.0, 256, alpha=False)
        self.colors = [QColor(*(int(part) for part in row)) for row in self.lut]
        dark, light = QColor("#000000"), QColor("#ffffff")
        self.inks = [dark if bright > _EVEN else light for bright in _luminance(self.lut)]


def _luminance(rgb: Any) -> list[float]:
    """Return the relative luminance of each colour, as WCAG defines it."""
    parts = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return [float(value) for value in linear @ np.array([0.2126, 0.7152, 0.0722])]
