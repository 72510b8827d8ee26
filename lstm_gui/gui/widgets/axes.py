"""Axes with few, round ticks, and the base of small plots that mouse and wheel do not move."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.core.numbers import marked, thousands
from lstm_gui.gui.widgets.theme import GRID, Scheme, px

__all__ = [
    "ChoiceAxis",
    "IntegerAxis",
    "LogAxis",
    "NumberAxis",
    "StillPlot",
    "WideLogAxis",
    "log_ticks",
    "nice_step",
]

_MANTISSAS: tuple[tuple[float, ...], ...] = (
    (1.0,),
    (1.0, 2.0, 5.0),
    (1.0, 1.5, 2.0, 3.0, 5.0, 7.0),
)
_LABEL_MARGIN = 40
_LEAST_UNITS = 5.0


def nice_step(at_least: float) -> float:
    """Return the smallest of … 1, 2, 5, 10, 20, 50 … that is not below `at_least`."""
    if at_least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= at_least * (1 - 1e-9))


def log_ticks(low: float, high: float, least_gap: float) -> list[float]:
    """Return the values to mark from 10**low to 10**high, the densest set that is not crowded.

    `least_gap` is the smallest distance allowed between two ticks, in decades.
    """
    sets = [_by_mantissa(low, high, mantissas) for mantissas in _MANTISSAS]
    if high - low < 1:
        sets.append(_by_step(low, high, least_gap))
    fitting = [ticks for ticks in sets if _gap(ticks) >= least_gap]
    best = max(fitting, key=len, default=[])
    return best if len(best) > 1 else _every_nth_decade(low, high, least_gap)


def _by_mantissa(low: float, high: float, mantissas: Iterable[float]) -> list[float]:
    powers = range(math.floor(low), math.ceil(high) + 1)
    values = [mantissa * 10.0**power for power in powers for mantissa in mantissas]
    return [value for value in values if low - 1e-9 <= math.log10(value) <= high + 1e-9]


def _by_step(low: float, high: float, least_gap: float) -> list[float]:
    bottom, top = 10.0**low, 10.0**high
    step = nice_step(max(top * (1 - 10.0**-least_gap), 1e-9 * top))
    first, last = math.ceil(bottom / step - 1e-9), math.floor(top / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _every_nth_decade(low: float, high: float, least_gap: float) -> list[float]:
    stride = max(1, math.ceil(least_gap))
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    return [10.0**decade for decade in decades if decade % stride == 0]


def _gap(ticks: list[float]) -> float:
    if len(ticks) < 2:
        return math.inf
    return min(math.log10(b / a) for a, b in pairwise(ticks))


class _PlainAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis without tick marks; its grid is of the line colour."""

    def __init__(self, orientation: str, *, grid: bool) -> None:
        super().__init__(orientation)
        self.setStyle(tickLength=0, tickAlpha=255, maxTextLevel=0, tickTextOffset=6)
        self.setGrid(255 if grid else False)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme, and the text size in use."""
        self.picture = None
        self.setPen(scheme.line)
        self.setTickPen(scheme.line)
        self.setTextPen(scheme.muted)

    def boundingRect(self) -> QRectF:
        """Leave room for labels at the ends of the axis."""
        margin = px(_LABEL_MARGIN)
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-margin, -margin, margin, margin)


class LogAxis(_PlainAxis):
    """An axis whose coordinates are powers of ten and whose labels are the true values."""

    _LEAST_PIXELS = 18.0

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Choose ticks at least 18 pixels apart."""
        span = max(high - low, 1e-12)
        ticks = log_ticks(low, high, px(self._LEAST_PIXELS) * span / max(size, 1.0))
        return [(1.0, [math.log10(tick) for tick in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the true values, all to the same accuracy where they are close."""
        return [_number(10.0**value) for value in values]


class IntegerAxis(_PlainAxis):
    """An axis with whole numbers; `offset` is where number n stands, relative to n."""

    def __init__(
        self, orientation: str, *, grid: bool, least_pixels: float, offset: float = 0.0
    ) -> None:
        super().__init__(orientation, grid=grid)
        self._least_pixels = least_pixels
        self._offset = offset
        self._word = ""
        self._units: tuple[tuple[float, str], ...] = ()
        self._unit = 1.0

    def set_word(self, word: str, units: tuple[tuple[float, str], ...] = ()) -> None:
        """Say what is counted, beside the first number.

        With units, such as 60 for a minute, the largest is counted in that fits the range.
        """
        self._word, self._units, self._unit = word, units, 1.0
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Choose steps of 1, 2, 5, 10 … that leave room for the labels."""
        low, high = min(low, high), max(low, high)
        for unit, word in self._units:
            if high >= _LEAST_UNITS * unit or unit == self._units[0][0]:
                self._unit, self._word = unit, word
        low, high = low / self._unit, high / self._unit
        step = max(1.0, nice_step(px(self._least_pixels) * (high - low) / max(size, 1.0)))
        first = math.ceil((low - self._offset) / step - 1e-9)
        last = math.floor((high - self._offset) / step + 1e-9)
        ticks = [index * step + self._offset for index in range(first, last + 1)]
        return [(step, [tick * self._unit for tick in ticks if tick >= 0])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write whole numbers."""
        texts = [thousands(round(value / self._unit - self._offset)) for value in values]
        return [f"{self._word} {texts[0]}", *texts[1:]] if self._word and texts else texts


def _number(value: float) -> str:
    if value >= 99_999:  # longer than the axis is wide, in plain figures
        digits, _, power = f"{value:.2e}".partition("e")
        return marked(f"{digits.rstrip('0').rstrip('.')}e{int(power)}")
    return marked(f"{value:,.6g}" if value < 1000 else f"{value:,.0f}")


class WideLogAxis(LogAxis):
    """A log axis along the bottom, where numbers stand beside each other."""

    _LEAST_PIXELS = 52.0


class NumberAxis(IntegerAxis):
    """An axis with any numbers."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Choose steps of 1, 2, 5 times a power of ten that leave room for the labels."""
        low, high = min(low, high), max(low, high)
        step = nice_step(px(self._least_pixels) * (high - low) / max(size, 1.0))
        ticks = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        return [(step, [index * step for index in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write numbers with as many digits as the steps have."""
        return [marked(f"{value:.6g}") for value in values]


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


_AXIS_WIDTH = 48
_BELOW_ALL = -1000
"""Where the axes are drawn, for their grids lie under what is plotted."""


class StillPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot that the mouse does not move; the wheel scrolls the panel that it stands in.

    Args:
        left: The y-axis.
        bottom: The x-axis.
        height: That of the x-axis, 0 to leave it out.
    """

    def __init__(
        self,
        left: pg.AxisItem,
        bottom: pg.AxisItem,
        *,
        height: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, axisItems={"left": left, "bottom": bottom}, enableMenu=False)
        self._axes, self._axis_height = (left, bottom), height
        for axis in (left, bottom):
            axis.setZValue(_BELOW_ALL)
        item = self.getPlotItem()
        item.hideButtons()
        self._fit_axes()
        self._view.disableAutoRange()
        self._view.setDefaultPadding(0)
        self._view.setMouseEnabled(False, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_axes()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel that scrolls."""
        event.ignore()

    def _fit_axes(self) -> None:
        left, bottom = self._axes
        left.setWidth(px(_AXIS_WIDTH))
        bottom.setHeight(px(self._axis_height))
        layout = self.getPlotItem().layout
        layout.setContentsMargins(0, GRID // 2, px(2 * GRID), GRID // 2)

    @property
    def _view(self) -> Any:  # Any: pyqtgraph has no types
        return self.getPlotItem().getViewBox()
