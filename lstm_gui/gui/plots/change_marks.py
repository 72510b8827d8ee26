"""Thin vertical lines on the perplexity plot where something was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QPen

from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.pens import thin_pen
from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["ChangeMark", "ChangeMarks"]

_REACH_PIXELS = 5.0
"""So near to a line the cursor reads what it says."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """One line, and what it says."""

    epoch: float
    text: str
    line: Any


class ChangeMarks:
    """The lines of one plot.

    Args:
        plot: Where they are drawn.
        place: Returns where an epoch stands on the axis in use.
    """

    def __init__(self, plot: EpochPlot, place: Callable[[float], float]) -> None:
        self._plot = plot
        self._place = place
        self._pen = QPen()
        self.lines: list[ChangeMark] = []

    def add(self, epoch: float, text: str) -> None:
        """Draw a line that says `text`."""
        line = pg.InfiniteLine(self._place(epoch), angle=90, pen=self._pen)
        line.setToolTip(text)
        self._plot.addItem(line, ignoreBounds=True)
        self.lines.append(ChangeMark(epoch, text, line))

    def set_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Draw these lines, each an epoch and a text, and no others."""
        self.clear()
        for epoch, text in marks:
            self.add(epoch, text)

    def clear(self) -> None:
        """Take all lines away."""
        for mark in self.lines:
            self._plot.removeItem(mark.line)
        self.lines.clear()

    def place(self) -> None:
        """Put the lines where they belong on another axis."""
        for mark in self.lines:
            mark.line.setValue(self._place(mark.epoch))

    def at(self, x: float) -> str:
        """Return what the line near x says, the newest if there are several."""
        low, high = self._plot.x_range()
        reach = _REACH_PIXELS * (high - low) / self._plot.pixels
        near = [mark.text for mark in self.lines if abs(mark.line.value() - x) <= reach]
        return near[-1] if near else ""

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._pen = thin_pen(scheme.warning, 1)
        for mark in self.lines:
            mark.line.setPen(self._pen)
