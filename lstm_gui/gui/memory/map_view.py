"""The heat map as a picture: rows are cells, columns are characters, one of each is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.own_ranges import OwnRanges
from lstm_gui.gui.memory.pinned_band import PinnedBand
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.memory.row_axis import RowAxis
from lstm_gui.gui.memory.row_order import Rows
from lstm_gui.gui.memory.tiles import OVERHANG, TILE_HEIGHT, TileAxis
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["LEFT_WIDTH", "SIDE", "TOP_MARGIN", "Cursor", "MapView"]

TOP_MARGIN = 6
LEFT_WIDTH = 40
SIDE = OVERHANG
_LEAST_CURSOR = 6.0
_LEAST_RANGE = 4


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place on the map; both count from 0."""

    cell: int
    position: int


class MapView(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Values of shape (characters, cells) as colours; a row is outlined, and so is the cursor."""

    def __init__(self, parent: QWidget | None = None, *, numbered: bool = True) -> None:
        self._numbers = RowAxis()
        self._tiles = TileAxis()
        self._band = PinnedBand(TOP_MARGIN)
        super().__init__(
            parent, axisItems={"left": self._numbers, "bottom": self._tiles}, enableMenu=False
        )
        self._numbered = numbered
        self._left = 0 if numbered else SIDE
        self._values: Floats | None = None
        self._rows = Rows.by_index(1)
        self._table = ColorTable(LIGHT, gate=False)
        self._scheme = LIGHT
        self._places: Any = np.zeros((0, 0), dtype=np.uint8)
        self._past = False
        self._chosen = Cursor(0, 0)
        self._hovered: Cursor | None = None
        self._image = pg.ImageItem(axisOrder="row-major")
        self._prepare()

    @property
    def chosen(self) -> Cursor:
        """The chosen cell and character."""
        return self._chosen

    @property
    def hovered(self) -> Cursor | None:
        """What is under the mouse."""
        return self._hovered

    def cursor_at(self) -> Cursor | None:
        """Return what is under the mouse, else what is chosen; None when nothing is shown."""
        return None if self._values is None else self._hovered or self._chosen

    def value_at(self, cursor: Cursor) -> float:
        """Return the exact value at a place."""
        assert self._values is not None
        return float(self._values[cursor.position, cursor.cell])

    def show_values(
        self,
        values: Floats,
        characters: str,
        *,
        scale: Scale | OwnRanges,
        table: ColorTable,
        rows: Rows | None = None,
    ) -> None:
        """Show values of shape (characters, cells) in these rows, by default by number."""
        rows = rows or Rows.by_index(values.shape[1])
        changed = self._values is None or self._values.shape != values.shape
        lines = len(self._rows.lines)
        self._values, self._table, self._rows = values, table, rows
        self._image.setLookupTable(table.lut, update=False)
        self._places = scale.indices(values)
        pixels = np.ascontiguousarray(self._places.T[rows.lines])
        self._image.setImage(pixels, levels=(0, 255), autoLevels=False)
        self._tiles.set_characters(characters)
        self._numbers.set_rows(rows)
        self._band.set_rows(rows.pinned, self._places, table)
        self._make_room()
        if changed or len(rows.lines) != lines:
            self._fit(anew=changed, lines=lines)
        self._color_tiles()

    def clear_values(self) -> None:
        """Show nothing."""
        self._values = None
        self._image.clear()
        self._tiles.set_characters("")
        self._numbers.hide()

    def choose(self, cell: int, position: int) -> None:
        """Choose a cell and a character, kept within the map."""
        positions, cells = (1, 1) if self._values is None else self._values.shape
        chosen = Cursor(min(max(cell, 0), cells - 1), min(max(position, 0), positions - 1))
        if chosen != self._chosen:
            self._chosen = chosen
            self._color_tiles()

    def reveal(self) -> None:
        """Move a zoomed map so that what is chosen is in it."""
        (left, right), (low, high) = self.view.viewRange()
        x, y = self._chosen.position, self._line(self._chosen.cell)
        dx = min(x - left, 0) + max(x + 1 - right, 0)
        dy = 0.0 if y is None else min(y - low, 0) + max(y + 1 - high, 0)
        if dx or dy:
            self.view.translateBy(x=dx, y=dy)

    def set_marked(self, cells: Iterable[int]) -> None:
        """Mark the rows of these cells."""
        self._numbers.set_marked(cells)

    def set_past(self, past: bool) -> None:
        """Frame the map when what it shows is over."""
        if past != self._past:
            self._past = past
            self.viewport().update()

    def mirror(self, cursor: Cursor | None) -> None:
        """Show the cursor of another map."""
        if cursor != self._hovered:
            self._hovered = cursor
            self._mark()

    def reset_zoom(self) -> None:
        """Show all cells and all characters."""
        if self._values is not None:
            across, down = len(self._values), len(self._rows.lines)
            self.view.setRange(xRange=(0, across), yRange=(0, down), padding=0)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the map's own come with the values."""
        self._scheme = scheme
        self.setBackground(scheme.surface)
        self._numbers.apply(scheme)
        self._tiles.apply(scheme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the pinned rows."""
        super().resizeEvent(event)
        if self._band.height:  # there is nothing yet when pyqtgraph sends the first of these
            self._make_room()

    def drawForeground(self, painter: QPainter, rect: QRectF | Any) -> None:
        """Draw the pinned rows, the outline of the chosen row, the cursor and the frame."""
        super().drawForeground(painter, rect)
        if self._values is None:
            return
        area = self.view.sceneBoundingRect()
        left, right = self.view.viewRange()[0]
        self._band.draw(painter, area, left=left, right=right, scheme=self._scheme)
        whole = area.adjusted(0, -self._band.height, 0, 0)
        painter.setClipRect(whole)
        painter.setPen(QPen(QColor(self._scheme.text), 1))
        row = self._row_area(self._chosen.cell, 0, len(self._values))
        if row.intersects(area) or self._line(self._chosen.cell) is None:
            for y in (round(row.top()) - 1, round(row.bottom())):
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        cursor = self._visible_cursor()
        if cursor is not None:
            self._draw_cursor(painter, cursor)
        if self._past:
            painter.setPen(QPen(QColor(self._scheme.warning), 2))
            painter.drawRect(whole.adjusted(1, 1, -1, -1))

    def _prepare(self) -> None:
        if self._numbered:
            self._numbers.setWidth(LEFT_WIDTH)
        self._numbers.hide()
        item = self.getPlotItem()
        item.hideButtons()
        self.view = item.getViewBox()
        item.layout.setContentsMargins(self._left, TOP_MARGIN, SIDE, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.addItem(self._image)
        self.view.disableAutoRange()
        self.view.setDefaultPadding(0)
        self.view.invertY(True)

    def _fit(self, *, anew: bool, lines: int) -> None:
        """Take other limits; the zoom stays unless the map is another one or was seen whole."""
        assert self._values is not None
        across, down = len(self._values), len(self._rows.lines)
        low, high = self.view.viewRange()[1]
        least = {"minXRange": min(_LEAST_RANGE, across), "minYRange": min(_LEAST_RANGE, down)}
        self.view.setLimits(xMin=0, xMax=across, yMin=0, yMax=down, **least)
        if anew:
            self._numbers.setVisible(self._numbered)
            self._hovered = None
            self.choose(self._chosen.cell, self._chosen.position)
            self.reset_zoom()
        elif high - low >= lines - 0.5:
            self.view.setRange(yRange=(0, down), padding=0)

    def _make_room(self) -> None:
        """Leave as much above the map as the pinned rows take."""
        self._band.fit(self.height() - TOP_MARGIN - TILE_HEIGHT)
        top = TOP_MARGIN + self._band.height
        layout = self.getPlotItem().layout
        if layout.getContentsMargins()[1] != top:
            layout.setContentsMargins(self._left, top, SIDE, 0)
            layout.activate()

    def _line(self, cell: int) -> int | None:
        return self._rows.line_of(min(cell, len(self._rows.order) - 1))

    def _row_area(self, cell: int, first: float, count: float) -> QRectF:
        """Return where so many characters of a cell are on the screen."""
        area = self.view.sceneBoundingRect()
        pinned = self._band.row(cell, area)
        rect = self._on_screen(QRectF(first, self._line(cell) or 0, count, 1))
        if pinned is not None:
            rect.setTop(pinned.top())
            rect.setBottom(pinned.bottom())
        return rect

    def _color_tiles(self) -> None:
        if self._values is not None:
            self._tiles.set_colors(self._places[:, self._chosen.cell].tolist(), self._table)
        self._mark()

    def _mark(self) -> None:
        cursor = self._visible_cursor()
        self._tiles.set_marked(None if cursor is None else cursor.position)
        self.viewport().update()

    def _visible_cursor(self) -> Cursor | None:
        return self._hovered or (self._chosen if self.hasFocus() else None)

    def _on_screen(self, rect: QRectF) -> QRectF:
        return QRectF(
            self.view.mapViewToScene(rect.topLeft()), self.view.mapViewToScene(rect.bottomRight())
        ).normalized()

    def _draw_cursor(self, painter: QPainter, cursor: Cursor) -> None:
        rect = self._row_area(cursor.cell, cursor.position, 1)
        wider = max(_LEAST_CURSOR - rect.width(), 0) / 2
        higher = max(_LEAST_CURSOR - rect.height(), 0) / 2
        rect.adjust(-wider, -higher, wider, higher)
        painter.setPen(QPen(QColor(self._scheme.surface), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(self._scheme.text), 1))
        painter.drawRect(rect)
