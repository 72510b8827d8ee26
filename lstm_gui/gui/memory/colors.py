"""Colour maps of 256 colours with a readable ink for each, and a range for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from pyqtgraph import ColorMap
from PySide6.QtGui import QColor

from lstm_gui.core.arrays import Floats
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.widgets.theme import Scheme, gate_map, state_map

__all__ = ["ColorTable", "OwnRanges", "color_table", "least_span"]

_EVEN = 0.179
"""The luminance on which black and white ink have the same contrast, 4.6 to 1."""


class ColorTable:
    """256 colours from the low end of a scale to the high one."""

    def __init__(self, colors: ColorMap) -> None:
        self.lut: Any = colors.getLookupTable(0.0, 1.0, 256, alpha=False)
        self.colors = [QColor(*row) for row in self.lut.tolist()]
        dark, light = QColor("#000000"), QColor("#ffffff")
        self.inks = [dark if bright > _EVEN else light for bright in _luminance(self.lut)]


@cache  # there are four, and many views show them
def color_table(scheme: Scheme, *, gate: bool) -> ColorTable:
    """Return the colours of a scheme for gates, or for what may be negative."""
    return ColorTable(gate_map(scheme) if gate else state_map(scheme))


def _luminance(rgb: Any) -> list[float]:
    """Return the relative luminance of each colour, as WCAG defines it."""
    parts = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return [float(value) for value in linear @ np.array([0.2126, 0.7152, 0.0722])]


_LEAST_GATE_SPAN, _LEAST_SPAN = 0.1, 0.2
"""What is stretched over all colours at least: a tenth of the range that a quantity is made for.

Cells of an untrained network move over about 0.08, which means nothing yet; those of one that has
learned to read move over more than 0.2, nearly all of them. Without this floor both would look
alike, and in a cell that stands still the last bits of a float would be all colours.
"""


def least_span(*, gate: bool) -> float:
    """Return how far a cell must move to use all the colours."""
    return _LEAST_GATE_SPAN if gate else _LEAST_SPAN


@dataclass(frozen=True, slots=True, eq=False)
class OwnRanges:
    """The lowest value of each cell, and how far above it the colours end.

    Low to high has no middle that means 0, so the colours are those of the gates whatever the
    quantity: the background is a cell's lowest, and one that hardly moves stays near it.
    """

    lows: Floats
    """(H,)"""
    spans: Floats
    """(H,), none less than the least"""

    @classmethod
    def over(cls, readings: Sequence[Floats], *, gate: bool) -> OwnRanges:
        """Find one range for each cell in all these values of shape (characters, cells)."""
        ends = [_ends(values) for values in readings]
        lows = np.min([low for low, _ in ends], axis=0)
        highs = np.max([high for _, high in ends], axis=0)
        known = lows <= highs  # a cell without one finite number has no ends
        spans = np.where(known, highs - lows, 0.0)
        return cls(np.where(known, lows, 0.0), np.maximum(spans, least_span(gate=gate)))

    @property
    def gate(self) -> bool:
        """The map from low to high is that of the gates."""
        return True

    def of_cell(self, cell: int) -> Scale:
        """Return the scale of one cell."""
        low = float(self.lows[cell])
        return Scale(low, low + float(self.spans[cell]), gate=self.gate)

    def indices(self, values: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return the places of values (characters, cells) in 256 colours; NaN is in the middle."""
        places = (values - self.lows) * (255.0 / self.spans) + 0.5
        return np.nan_to_num(np.clip(places, 0.0, 255.0), nan=128.0).astype(np.uint8)


def _ends(values: Floats) -> tuple[Floats, Floats]:
    """Return the least and the largest finite value of each cell."""
    finite = np.isfinite(values)
    lows = np.min(values, axis=0, where=finite, initial=np.inf)
    return lows, np.max(values, axis=0, where=finite, initial=-np.inf)
