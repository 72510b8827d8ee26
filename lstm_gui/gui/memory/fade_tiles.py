"""A text in one line of tiles, however long: narrow ones write their characters by turns."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.memory.tiles import visible_character
from lstm_gui.gui.theme import Scheme

__all__ = ["TILES_HEIGHT", "FadeTiles"]

TILES_HEIGHT = 32
_STRIP = 6
_GAP = 0.5
_SMALLEST, _LARGEST, _LARGEST_IN_TWO_ROWS = 10, 16, 12


class FadeTiles:
    """The characters, one of them replaced, on colours by how much each one's future changed."""

    def __init__(self) -> None:
        self.characters = ""
        self.changed = -1
        self._replacement = ""
        self._places: Sequence[int] = ()
        self._table: ColorTable | None = None
        self._breadth = 1.0

    def set_text(self, characters: str, changed: int, replacement: str) -> None:
        """Take this text; `changed` is the place of the replacement, or −1."""
        if characters != self.characters:
            self._places = ()
            self._breadth = _breadth(characters)
        self.characters, self.changed, self._replacement = characters, changed, replacement

    def set_strengths(self, values: Floats | None) -> None:
        """Colour the tiles by these values relative to the largest, or not at all."""
        self._places = ()
        if values is not None and values.size:
            most = float(np.nanmax(values, initial=0.0)) or 1.0
            self._places = Scale(0.0, most, gate=True).indices(values).tolist()

    def set_table(self, table: ColorTable) -> None:
        """Use these colours."""
        self._table = table

    def tile(self, index: int, area: QRectF) -> QRectF:
        """Return where a character's column is in an area."""
        width = area.width() / max(len(self.characters), 1)
        left, right = round(area.left() + index * width), round(area.left() + (index + 1) * width)
        return QRectF(left, area.top(), right - left, area.height())

    def draw(self, painter: QPainter, area: QRectF, scheme: Scheme) -> None:
        """Draw the tiles into an area."""
        count = len(self.characters)
        if not count:
            return
        width, least = area.width() / count, _SMALLEST * self._breadth + _GAP
        rows = 1 if width >= least else 2
        every = max(math.ceil(least / (width * rows)), 1)
        largest = _LARGEST if rows == 1 else _LARGEST_IN_TWO_ROWS
        font = QFont(painter.font())
        plain = QFont(painter.font())
        fitting = (width * every * rows - _GAP) / self._breadth
        font.setPixelSize(int(min(max(fitting, _SMALLEST), largest)))
        painter.setFont(font)
        for index in range(count):
            tile = self.tile(index, area)
            self._fill_tile(painter, tile, index, rows, scheme)
            if index % every == 0:
                room = self._room(tile, (index // every) % rows, rows)
                painter.setPen(self._ink(index, rows, scheme))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                painter.drawText(room, int(flags), self._letter(index))
        painter.setFont(plain)

    def _room(self, tile: QRectF, row: int, rows: int) -> QRectF:
        if rows == 1:
            return tile
        height = (tile.height() - _STRIP) / rows
        return QRectF(tile.left(), tile.top() + _STRIP + row * height, tile.width(), height)

    def _letter(self, index: int) -> str:
        changed = index == self.changed and self._replacement
        return visible_character(self._replacement if changed else self.characters[index])

    def _fill_tile(
        self, painter: QPainter, tile: QRectF, index: int, rows: int, scheme: Scheme
    ) -> None:
        """Colour a tile; under a narrow one's colours there is room for its letter."""
        if rows > 1:
            painter.fillRect(tile, QColor(scheme.surface))
            tile = QRectF(tile.left(), tile.top(), tile.width(), _STRIP)
        if index == self.changed:
            painter.fillRect(tile, QColor(scheme.accent))
        elif self._table is not None and index < len(self._places):
            painter.fillRect(tile, self._table.colors[self._places[index]])
        else:
            painter.fillRect(tile, QColor(scheme.surface))

    def _ink(self, index: int, rows: int, scheme: Scheme) -> QColor:
        if index == self.changed:
            return QColor(scheme.on_accent if rows == 1 else scheme.accent)
        if rows == 1 and self._table is not None and index < len(self._places):
            return self._table.inks[self._places[index]]
        return QColor(scheme.text)


def _breadth(characters: str) -> float:
    """Return the mean width of characters relative to their size: 1 for Chinese, less for Latin."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(_SMALLEST)
    shown = "".join(map(visible_character, characters))
    width = QFontMetricsF(font).horizontalAdvance(shown) / (max(len(shown), 1) * _SMALLEST)
    return max(width, 0.25)
