"""The axes of a setting's plot: numbers with round steps, or the names of choices."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lstm_gui.gui.axes import IntegerAxis, LogAxis, nice_step

__all__ = ["ChoiceAxis", "NumberAxis", "WideLogAxis"]


class WideLogAxis(LogAxis):
    """A log axis along the bottom, where numbers stand beside each other."""

    _LEAST_PIXELS = 52.0


class NumberAxis(IntegerAxis):
    """An axis with any numbers."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Choose steps of 1, 2, 5 times a power of ten that leave room for the labels."""
        low, high = min(low, high), max(low, high)
        step = nice_step(self._least_pixels * (high - low) / max(size, 1.0))
        ticks = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        return [(step, [index * step for index in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write numbers with as many digits as the steps have."""
        return [f"{value:.6g}" for value in values]


class ChoiceAxis(IntegerAxis):
    """An axis with a name at each whole number."""

    _names: Sequence[str] = ()

    def set_names(self, names: Sequence[str]) -> None:
        """Name the choices, from 0 on."""
        self._names = names
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Mark every choice."""
        return [(1.0, [float(index) for index in range(len(self._names))])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the names."""
        return [self._names[round(value)] for value in values]
