"""The scale of a setting's slider: which places it has, and the sensible value at each.

A log scale where the setting has one, else a linear one. Values are round: two significant
digits, powers of two and what lies halfway between them, or whole steps of a linear scale.
"""

from __future__ import annotations

import math
from bisect import bisect_left

from lstm_gui.core.knobs import Knob

__all__ = ["SliderScale"]


class SliderScale:
    """The values of a slider in their order; its places are numbered from 0."""

    def __init__(self, knob: Knob) -> None:
        assert knob.slider is not None
        low, high = knob.slider
        self._whole = knob.kind == "integer"
        self._log = knob.log_scale
        if not knob.log_scale:
            count = round((high - low) / knob.step)
            self._values = [round(low + n * knob.step, 6) for n in range(count + 1)]
        else:
            values = _binary(low, high) if knob.binary else _decimal(low, high)
            self._values = [v for v in values if not self._whole or v == int(v)]

    @property
    def last(self) -> int:
        """The number of the last place."""
        return len(self._values) - 1

    def value(self, place: int) -> float | int:
        """Return the value at a place."""
        found = self._values[min(max(place, 0), self.last)]
        return int(found) if self._whole else found

    def place(self, value: float) -> int:
        """Return the place nearest to a value; that of a value beyond the end is the end."""
        after = bisect_left(self._values, value)
        if after in (0, len(self._values)):
            return min(after, self.last)
        before, there = self._values[after - 1], self._values[after]
        middle = math.sqrt(before * there) if self._log else (before + there) / 2
        return after if value >= middle else after - 1


def _decimal(low: float, high: float) -> list[float]:
    """List the numbers of two significant digits from `low` to `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = (float(f"{digits}e{power - 1}") for power in powers for digits in range(10, 100))
    return [value for value in values if low <= value <= high]


def _binary(low: float, high: float) -> list[float]:
    """List the powers of two, and what lies halfway between them."""
    powers = range(math.floor(math.log2(low)) - 1, math.ceil(math.log2(high)) + 1)
    values = sorted(scale * 2.0**power for power in powers for scale in (1.0, 1.5))
    return [value for value in values if low <= value <= high]
