"""The heat map of the memory: cells by characters, with the cursor and what a person does on it."""

from __future__ import annotations

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
from lstm_gui.gui.memory.colors import ColorTable, OwnRanges, color_table
from lstm_gui.gui.memory.map.map_axes import OVERHANG, TILE_HEIGHT, PinnedBand, RowAxis, TileAxis
from lstm_gui.gui.memory.map.row_order import Rows
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, px

__all__ = ["Cursor", "LEFT_WIDTH", "MemoryHeatmap", "SIDE", "TOP_MARGIN"]

TOP_MARGIN = 6
LEFT_WIDTH = 40
SIDE = OVERHANG
_LEAST_CURSOR = 6.0
_LEAST_RANGE = 4
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


class _Pixels(pg.ImageItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An image in the format that Qt enlarges ten times as fast as one with a palette, measured."""

    def render(self) -> None:
        """Make the image that is drawn."""
        super().render()
        if self.qimage is not None:  # type: ignore[has-type]
            self.qimage = self.qimage.convertToFormat(  # type: ignore[has-type]
                QImage.Format.Format_RGB32
            )


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place on the map; both count from 0."""

    cell: int
    position: int


class MemoryHeatmap(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Values of shape (characters, cells) as colours, with a chosen cell and character.

    Signals:
        cellChosen: The person chose this cell, by click or by key.
        positionChosen: The person chose this character.
        cursorMoved: `cursor_at()` is another place; with what is under the mouse, or None.
        pinRequested: The person wants the chosen cell to stay on top, or no longer.
    """

    cellChosen = Signal(int)
    positionChosen = Signal(int)
    cursorMoved = Signal(object)
    pinRequested = Signal()

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
        self._table = color_table(LIGHT, gate=False)
        self._scheme = LIGHT
        self._places: Any = np.zeros((0, 0), dtype=np.uint8)
        self._past = False
        self._seam: int | None = None
        self._chosen = Cursor(0, 0)
        self._hovered: Cursor | None = None
        self._pressed: QPointF | None = None
        self._image = _Pixels(axisOrder="row-major")
        self._prepare()

    @property
    def chosen(self) -> Cursor:
        """The chosen cell and character."""
        return self._chosen

    def cursor_at(self) -> Cursor | None:
        """Return what is under the mouse, else what is chosen; None when nothing is shown."""
        return None if self._values is None else self._hovered or self._chosen

    def show_values(
        self,
        values: Floats,
        characters: str,
        *,
        scale: Scale | OwnRanges,
        table: ColorTable,
        rows: Rows | None = None,
        past: bool = False,
    ) -> None:
        """Show values of shape (characters, cells) in these rows, by default by number.

        What is `past` has a frame in the colour of a warning.
        """
        rows = rows or Rows.by_index(values.shape[1])
        changed = self._values is None or self._values.shape != values.shape
        lines = len(self._rows.lines)
        self._values, self._table, self._rows, self._past = values, table, rows, past
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

    def set_seam(self, column: int | None) -> None:
        """Draw a line on either side of a column, or none."""
        self._seam = column

    def clear_values(self) -> None:
        """Show nothing."""
        self._values = None
        self._image.clear()
        self._tiles.set_characters("")
        self._numbers.hide()

    def choose(self, cell: int, position: int, *, reveal: bool = False) -> None:
        """Choose a cell and a character, kept within the map; a zoomed map may move to them."""
        positions, cells = (1, 1) if self._values is None else self._values.shape
        chosen = Cursor(min(max(cell, 0), cells - 1), min(max(position, 0), positions - 1))
        if chosen != self._chosen:
            self._chosen = chosen
            self._color_tiles()
        if reveal:
            self._reveal()

    def set_marked(self, cells: Iterable[int]) -> None:
        """Mark the rows of these cells."""
        self._numbers.set_marked(cells)

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
        if self._numbered:
            self._numbers.setWidth(px(LEFT_WIDTH))
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
        if self._seam is not None:
            self._draw_seam(painter, self._seam)
        cursor = self._visible_cursor()
        if cursor is not None:
            self._draw_cursor(painter, cursor)
        if self._past:
            painter.setPen(QPen(QColor(self._scheme.warning), 2))
            painter.drawRect(whole.adjusted(1, 1, -1, -1))

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

    def _prepare(self) -> None:
        self.setObjectName("memoryHeatmap")
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
        self._band.fit(self.height() - TOP_MARGIN - px(TILE_HEIGHT))
        top = TOP_MARGIN + self._band.height
        layout = self.getPlotItem().layout
        if layout.getContentsMargins()[1] != top:
            layout.setContentsMargins(self._left, top, SIDE, 0)
            layout.activate()

    def _reveal(self) -> None:
        """Move a zoomed map so that what is chosen is in it."""
        (left, right), (low, high) = self.view.viewRange()
        x, y = self._chosen.position, self._line(self._chosen.cell)
        dx = min(x - left, 0) + max(x + 1 - right, 0)
        dy = 0.0 if y is None else min(y - low, 0) + max(y + 1 - high, 0)
        if dx or dy:
            self.view.translateBy(x=dx, y=dy)

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

    def _draw_seam(self, painter: QPainter, column: int) -> None:
        area = self.view.sceneBoundingRect()
        seam = self._on_screen(QRectF(column, 0, 1, 1))
        painter.setPen(QPen(QColor(self._scheme.text), 2))
        for x in (round(seam.left()), round(seam.right())):
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_cursor(self, painter: QPainter, cursor: Cursor) -> None:
        rect = self._row_area(cursor.cell, cursor.position, 1)
        wider = max(_LEAST_CURSOR - rect.width(), 0) / 2
        higher = max(_LEAST_CURSOR - rect.height(), 0) / 2
        rect.adjust(-wider, -higher, wider, higher)
        painter.setPen(QPen(QColor(self._scheme.surface), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(self._scheme.text), 1))
        painter.drawRect(rect)

    def _step(self, down: int, right: int) -> None:
        self._hover(None)
        cell = self._rows.beside(self._chosen.cell, down)
        self._choose_as_person(Cursor(cell, self._chosen.position + right), always=False)
        self._reveal()

    def _hover(self, place: Cursor | None) -> None:
        if place != self._hovered:
            self.mirror(place)
            self.cursorMoved.emit(place)

    def _choose_as_person(self, place: Cursor, *, always: bool) -> None:
        before = self._chosen
        self.choose(place.cell, place.position)
        if always or self._chosen.cell != before.cell:
            self.cellChosen.emit(self._chosen.cell)
        if always or self._chosen.position != before.position:
            self.positionChosen.emit(self._chosen.position)
        self.cursorMoved.emit(self._hovered)

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
