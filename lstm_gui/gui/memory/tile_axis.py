"""The characters under the columns of the heat map, each on a tile of the chosen cell's colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen, QStaticText

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.theme import GRID, LIGHT, Scheme

__all__ = ["OVERHANG", "TILE_HEIGHT", "TileAxis"]

TILE_HEIGHT = 36
OVERHANG = GRID // 2
"""How far a character that is wider than its column may stand out at either end."""

_GAP = 4
_STRIP = 5
_LEAST_COLUMN = 11.5
_SMALLEST, _LARGEST, _LARGEST_IN_TWO_ROWS = 10, 16, 12


class TileAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A bottom axis of coloured tiles.

    Narrow columns keep their colours in a strip, and their characters stand under it in two rows
    by turns; where that is too narrow too, every second or third character is written.
    """

    def __init__(self) -> None:
        super().__init__("bottom")
        self.setHeight(TILE_HEIGHT)
        self._texts: list[QStaticText] = []
        self._characters = ""
        self._places: Sequence[int] = ()
        self._marked: int | None = None
        self._table = ColorTable(LIGHT, gate=False)
        self._scheme = LIGHT
        self._font = QFont()

    def set_characters(self, characters: str) -> None:
        """Change the text; its shapes are kept until it changes again."""
        if characters != self._characters:
            self._characters = characters
            self._texts = [QStaticText(visible_character(one)) for one in characters]
            self.update()

    def set_colors(self, places: Sequence[int], table: ColorTable) -> None:
        """Colour the tiles by places in the table's 256 colours, one a character."""
        self._places = places
        self._table = table
        self.update()

    def set_marked(self, position: int | None) -> None:
        """Frame one tile, or none."""
        if position != self._marked:
            self._marked = position
            self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the tiles that are in view."""
        low, high = self.range
        if not self._texts or high <= low:
            return
        width = self.size().width() / (high - low)
        first, last = max(math.floor(low), 0), min(math.ceil(high), len(self._texts))
        painter.setClipRect(QRectF(-OVERHANG, 0, self.size().width() + 2 * OVERHANG, TILE_HEIGHT))
        wide = width >= _LEAST_COLUMN
        height = TILE_HEIGHT - _GAP if wide else _STRIP
        for index in range(first, min(last, len(self._places))):
            left = round((index - low) * width)
            right = round((index + 1 - low) * width)
            tile = QRectF(left, _GAP, right - left, height)
            painter.fillRect(tile, self._table.colors[self._places[index]])
        rows = 1 if wide else 2
        every = max(math.ceil(_LEAST_COLUMN / (width * rows)), 1)
        largest = _LARGEST if wide else _LARGEST_IN_TWO_ROWS
        self._font = self._font_for(width * every * rows, largest)
        painter.setFont(self._font)
        ends = -low * width - OVERHANG, (len(self._texts) - low) * width + OVERHANG
        for index in range(first - first % every, last, every):
            row = None if wide else (index // every) % rows
            self._draw_character(painter, index, (index + 0.5 - low) * width, row, ends)
        self._draw_frame(painter, low, width, height)

    def _draw_character(
        self,
        painter: QPainter,
        index: int,
        center: float,
        row: int | None,
        ends: tuple[float, float],
    ) -> None:
        text = self._texts[index]
        text.prepare(font=self._font)
        size = text.size()
        on_tile = row is None and index < len(self._places)
        ink = self._table.inks[self._places[index]] if on_tile else QColor(self._scheme.text)
        painter.setPen(ink)
        top, height = _GAP, TILE_HEIGHT - _GAP
        if row is not None:
            height = (TILE_HEIGHT - _GAP - _STRIP) // 2
            top = _GAP + _STRIP + row * height
        y = top + (height - size.height()) / 2
        # Wider than its column, the first and the last one would be cut off.
        x = max(min(center - size.width() / 2, ends[1] - size.width()), ends[0])
        painter.drawStaticText(QPointF(x, y), text)

    def _draw_frame(self, painter: QPainter, low: float, width: float, height: float) -> None:
        if self._marked is not None and self._marked < len(self._texts):
            painter.setPen(QPen(QColor(self._scheme.text), 1))
            left = round((self._marked - low) * width)
            right = round((self._marked + 1 - low) * width)
            painter.drawRect(QRectF(left, _GAP, right - left - 1, height - 1))

    def _font_for(self, width: float, largest: int) -> QFont:
        pixels = int(min(max(width - 1, _SMALLEST), largest))
        if self._font.pixelSize() == pixels:
            return self._font
        font = QFont(QGuiApplication.font())
        font.setPixelSize(pixels)
        return font
