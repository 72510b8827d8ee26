"""The margins of the heat map: cells at its left, characters below it, pinned rows above it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QStaticText

from lstm_gui.gui.memory.colors import ColorTable, color_table
from lstm_gui.gui.memory.map.order_bar import draw_pin
from lstm_gui.gui.memory.map.row_order import Rows
from lstm_gui.gui.widgets.axes import IntegerAxis, nice_step
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.theme import GRID, LIGHT, Scheme, px

__all__ = ["OVERHANG", "PinnedBand", "RowAxis", "TILE_HEIGHT", "TileAxis"]

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
        step = max(px(_LEAST_PIXELS) * (high - low) / max(size, 1.0), 1.0)
        by_number = self._rows.by_number
        lines = self._round_lines(nice_step(step)) if by_number else self._even_lines(step)
        if self._rows.pinned:  # their numbers end where these begin
            low += px(_LEAST_PIXELS) / 3 * (high - low) / max(size, 1.0)
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
        self._texts: list[QStaticText] = []
        self._characters = ""
        self._places: Sequence[int] = ()
        self._marked: int | None = None
        self._table = color_table(LIGHT, gate=False)
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
        """Take the colours of a scheme, and the text size in use."""
        self._scheme = scheme
        self.setHeight(px(TILE_HEIGHT))
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the tiles that are in view."""
        low, high = self.range
        if not self._texts or high <= low:
            return
        width = self.size().width() / (high - low)
        first, last = max(math.floor(low), 0), min(math.ceil(high), len(self._texts))
        painter.setClipRect(
            QRectF(-OVERHANG, 0, self.size().width() + 2 * OVERHANG, px(TILE_HEIGHT))
        )
        wide = width >= px(_LEAST_COLUMN)
        height = px(TILE_HEIGHT) - _GAP if wide else _STRIP
        for index in range(first, min(last, len(self._places))):
            left = round((index - low) * width)
            right = round((index + 1 - low) * width)
            tile = QRectF(left, _GAP, right - left, height)
            painter.fillRect(tile, self._table.colors[self._places[index]])
        rows = 1 if wide else 2
        every = max(math.ceil(px(_LEAST_COLUMN) / (width * rows)), 1)
        largest = px(_LARGEST) if wide else px(_LARGEST_IN_TWO_ROWS)
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
        top, height = _GAP, px(TILE_HEIGHT) - _GAP
        if row is not None:
            height = (px(TILE_HEIGHT) - _GAP - _STRIP) // 2
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
        pixels = int(min(max(width - 1, px(_SMALLEST)), largest))
        if self._font.pixelSize() == pixels:
            return self._font
        font = QFont(QGuiApplication.font())
        font.setPixelSize(pixels)
        return font


_ROW = 12
_BAND_GAP = 3
_PIN = 9
_SHARE = 0.5
"""The band takes no more than this part of the map's height."""


class PinnedBand:
    """Draws rows that neither zoom nor scroll with the cells, only along the text."""

    def __init__(self, top: float) -> None:
        self._top = top
        self._cells: tuple[int, ...] = ()
        self._row = float(_ROW)
        self._image: QImage | None = None

    @property
    def height(self) -> float:
        """What the band takes of the map, with the gap under it."""
        return len(self._cells) * self._row + _BAND_GAP if self._cells else 0.0

    def set_rows(self, cells: tuple[int, ...], places: Any, table: ColorTable) -> None:
        """Show these cells, columns of `places` (T, H), which count the table's colours."""
        self._cells = cells
        if not cells:
            self._image = None
            return
        lines = np.ascontiguousarray(places[:, list(cells)].T)
        down, across = lines.shape
        # A copy, since an image of Qt's does not keep the memory it is made of alive.
        image = QImage(lines.data, across, down, across, QImage.Format.Format_Indexed8).copy()
        image.setColorTable([color.rgb() for color in table.colors])
        self._image = image

    def fit(self, height: float) -> None:
        """Be no higher than is right for a map of this height."""
        self._row = min(float(px(_ROW)), _SHARE * height / max(len(self._cells), 1))

    def row(self, cell: int, area: QRectF) -> QRectF | None:
        """Return where the row of a cell is, as wide as the map, or None if it is not pinned."""
        if cell not in self._cells:
            return None
        top = self._top + self._cells.index(cell) * self._row
        return QRectF(area.left(), top, area.width(), self._row)

    def cell_at(self, y: float) -> int | None:
        """Return the cell at this height."""
        row = (y - self._top) / self._row
        return self._cells[int(row)] if 0 <= row < len(self._cells) else None

    def draw(
        self, painter: QPainter, area: QRectF, *, left: float, right: float, scheme: Scheme
    ) -> None:
        """Draw the characters from `left` to `right` over the map's area, the rest beside it."""
        if self._image is None:
            return
        rows = len(self._cells)
        target = QRectF(area.left(), self._top, area.width(), rows * self._row)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(target, self._image, QRectF(left, 0, right - left, rows))
        if area.left() < 2 * _PIN:  # a second map has no numbers beside it
            return
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        side = min(_PIN, self._row)
        painter.setPen(QColor(scheme.muted))
        for index, cell in enumerate(self._cells):
            middle = self._top + (index + 0.5) * self._row
            corner = QPointF(2, middle - side / 2)
            draw_pin(painter, QRectF(corner.x(), corner.y(), side, side), scheme.accent)
            if self._row >= px(_ROW) - 2:
                words = QRectF(0, middle - px(_ROW), area.left() - 6, 2 * px(_ROW))
                painter.drawText(words, align, str(cell))
