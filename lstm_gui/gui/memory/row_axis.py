"""The numbers of the cells beside their rows, and marks at some."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from lstm_gui.gui.axes import IntegerAxis, nice_step
from lstm_gui.gui.memory.row_order import Rows
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["RowAxis"]

_LEAST_PIXELS = 28
_MARK = 4


class RowAxis(IntegerAxis):
    """A left axis of cell numbers: round ones in the order of numbers, else those of the rows."""

    def __init__(self) -> None:
        super().__init__("left", grid=False, least_pixels=_LEAST_PIXELS, offset=0.5)
        self._rows = Rows.by_index(1)
        self._marked: tuple[int, ...] = ()
        self._scheme = LIGHT

    def set_rows(self, rows: Rows) -> None:
        """Number these rows."""
        self._rows = rows
        self.picture = None
        self.update()

    def set_marked(self, cells: Iterable[int]) -> None:
        """Mark these cells with a short bar at their rows."""
        self._marked = tuple(cells)
        self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        super().apply(scheme)
        self._scheme = scheme

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Number as many rows as there is room for."""
        low, high = min(low, high), max(low, high)
        step = max(_LEAST_PIXELS * (high - low) / max(size, 1.0), 1.0)
        by_number = self._rows.by_number
        lines = self._round_lines(nice_step(step)) if by_number else self._even_lines(step)
        if self._rows.pinned:  # their numbers end where these begin
            low += _LEAST_PIXELS / 3 * (high - low) / max(size, 1.0)
        return [(step, [line + 0.5 for line in lines if low <= line + 0.5 <= high])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the numbers of the cells."""
        return [str(self._rows.cell_at(value)) for value in values]

    def paint(self, painter: QPainter, *rest: Any) -> None:
        """Draw the numbers and the marks."""
        super().paint(painter, *rest)
        low, high = sorted(self.range)
        size = self.size()
        line = size.height() / max(high - low, 1e-9)
        painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
        for cell in self._marked:
            top = self._rows.line_of(cell) if cell < len(self._rows.order) else None
            if top is not None:
                bar = QRectF(size.width() - _MARK, (top - low) * line, _MARK, max(line, 2))
                painter.fillRect(bar, QColor(self._scheme.accent))

    def _round_lines(self, step: float) -> list[int]:
        cells = range(0, len(self._rows.order), max(int(step), 1))
        lines = (self._rows.line_of(cell) for cell in cells)
        return [line for line in lines if line is not None]

    def _even_lines(self, step: float) -> range:
        return range(0, len(self._rows.lines), math.ceil(step))
