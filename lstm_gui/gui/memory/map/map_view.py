"""The numbers of the cells beside their rows, and marks at some."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from pyqtgraph import Point
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.core.arrays import Floats
from lstm_gui.gui.memory.colors import ColorTable, OwnRanges
from lstm_gui.gui.memory.map.order_bar import draw_pin
from lstm_gui.gui.memory.map.row_order import Rows
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.memory.tile_axis import OVERHANG, TILE_HEIGHT, TileAxis
from lstm_gui.gui.widgets.axes import IntegerAxis, nice_step
from lstm_gui.gui.widgets.theme import LIGHT, Scheme

__all__ = [
    "Cursor",
    "LEFT_WIDTH",
    "MapView",
    "MemoryHeatmap",
    "PinnedBand",
    "RowAxis",
    "SIDE",
    "TOP_MARGIN",
]

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


_ROW = 12
_GAP = 3
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
        return len(self._cells) * self._row + _GAP if self._cells else 0.0

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
        self._row = min(float(_ROW), _SHARE * height / max(len(self._cells), 1))

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
            if self._row >= _ROW - 2:
                words = QRectF(0, middle - _ROW, area.left() - 6, 2 * _ROW)
                painter.drawText(words, align, str(cell))


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


_ZOOM_PER_NOTCH = 0.8
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_PageUp: (-10, 0),
    Qt.Key.Key_PageDown: (10, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_ZOOMS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Equal: 0.8, Qt.Key.Key_Minus: 1.25}


class MemoryHeatmap(MapView):
    """Values of shape (characters, cells) as colours, with a chosen cell and character.

    Signals:
        cellChosen: The person chose this cell, by click or by key.
        positionChosen: The person chose this character.
        cursorMoved: `cursor_at()` is another place.
        pinRequested: The person wants the chosen cell to stay on top, or no longer.
    """

    cellChosen = Signal(int)
    positionChosen = Signal(int)
    cursorMoved = Signal()
    pinRequested = Signal()

    def __init__(self, parent: QWidget | None = None, *, numbered: bool = True) -> None:
        super().__init__(parent, numbered=numbered)
        self.setObjectName("memoryHeatmap")
        self._pressed: QPointF | None = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the readout."""
        super().mouseMoveEvent(event)
        self._hover(self._place(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click may begin."""
        super().mousePressEvent(event)
        self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked; a drag has moved the map instead."""
        super().mouseReleaseEvent(event)
        place, start = self._place(event.position()), self._pressed
        self._pressed = None
        if event.button() != Qt.MouseButton.LeftButton or place is None or start is None:
            return
        if (event.position() - start).manhattanLength() < QApplication.startDragDistance():
            self._choose_as_person(place, always=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole map."""
        self.reset_zoom()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Return to what is chosen."""
        super().leaveEvent(event)
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the cells around the mouse; with Shift, the characters."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        along_text = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        center = self.view.mapSceneToView(self.mapToScene(event.position().toPoint()))
        self._zoom(_ZOOM_PER_NOTCH ** (turn / 120), along_text=along_text, center=center)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the next row or character, zoom (with Ctrl along the text), pin, or show all."""
        key = Qt.Key(event.key())
        if key in _MOVES and self._values is not None:
            self._step(*_MOVES[key])
        elif key in _ZOOMS:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            low, high = self.view.viewRange()[1]
            line = self._line(self._chosen.cell)
            middle = (low + high) / 2 if line is None else line + 0.5
            center = QPointF(self._chosen.position + 0.5, middle)
            self._zoom(_ZOOMS[key], along_text=control, center=center)
        elif key == Qt.Key.Key_Home:
            self.reset_zoom()
        elif key == Qt.Key.Key_P and self._values is not None and not event.isAutoRepeat():
            self.pinRequested.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self._mark()

    def _step(self, down: int, right: int) -> None:
        self._hover(None)
        cell = self._rows.beside(self._chosen.cell, down)
        self._choose_as_person(Cursor(cell, self._chosen.position + right), always=False)
        self.reveal()

    def _hover(self, place: Cursor | None) -> None:
        if place != self._hovered:
            self.mirror(place)
            self.cursorMoved.emit()

    def _choose_as_person(self, place: Cursor, *, always: bool) -> None:
        before = self._chosen
        self.choose(place.cell, place.position)
        if always or self._chosen.cell != before.cell:
            self.cellChosen.emit(self._chosen.cell)
        if always or self._chosen.position != before.position:
            self.positionChosen.emit(self._chosen.position)
        self.cursorMoved.emit()

    def _place(self, position: QPointF) -> Cursor | None:
        scene = self.mapToScene(position.toPoint())
        area = self.view.sceneBoundingRect()
        if self._values is None or not area.left() <= scene.x() < area.right():
            return None
        point = self.view.mapSceneToView(scene)
        pinned = self._band.cell_at(scene.y())
        if pinned is None and not area.contains(scene):
            return None
        column = int(min(max(point.x(), 0), len(self._values) - 1))
        return Cursor(self._rows.cell_at(point.y()) if pinned is None else pinned, column)

    def _zoom(self, factor: float, *, along_text: bool, center: QPointF) -> None:
        scale = (factor, 1.0) if along_text else (1.0, factor)
        self.view.scaleBy(scale, center=Point(center))
