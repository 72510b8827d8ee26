"""The heat map itself: rows are cells, columns are characters; mouse, keys and cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.core.backend import Floats
from lstm_gui.gui.axes import IntegerAxis
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.memory.tiles import TileAxis
from lstm_gui.gui.theme import LIGHT, Scheme

__all__ = ["TOP_MARGIN", "Cursor", "MemoryHeatmap"]

TOP_MARGIN = 6
_LEFT_WIDTH = 40
_LEAST_CURSOR = 6.0
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
        cursorMoved: `cursor()` is another one.
    """

    cellChosen = Signal(int)
    positionChosen = Signal(int)
    cursorMoved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._cells = IntegerAxis("left", grid=False, least_pixels=28, offset=0.5)
        self._tiles = TileAxis()
        super().__init__(
            parent, axisItems={"left": self._cells, "bottom": self._tiles}, enableMenu=False
        )
        self.setObjectName("memoryHeatmap")
        self._values: Floats | None = None
        self._table = ColorTable(LIGHT, gate=False)
        self._scheme = LIGHT
        self._places: Any = np.zeros((0, 0), dtype=np.uint8)
        self._chosen = Cursor(0, 0)
        self._hovered: Cursor | None = None
        self._pressed: QPointF | None = None
        self._image = pg.ImageItem(axisOrder="row-major")
        self._prepare()

    @property
    def chosen(self) -> Cursor:
        """The chosen cell and character."""
        return self._chosen

    def cursor_at(self) -> Cursor | None:
        """Return what is under the mouse, else what is chosen; None when nothing is shown."""
        return None if self._values is None else self._hovered or self._chosen

    def value_at(self, cursor: Cursor) -> float:
        """Return the exact value at a place."""
        assert self._values is not None
        return float(self._values[cursor.position, cursor.cell])

    def show_values(self, values: Floats, characters: str, scale: Scale, table: ColorTable) -> None:
        """Show values of shape (characters, cells)."""
        grown = self._values is None or self._values.shape != values.shape
        self._values, self._table = values, table
        self._image.setLookupTable(table.lut, update=False)
        self._places = scale.indices(values)
        pixels = np.ascontiguousarray(self._places.T)
        self._image.setImage(pixels, levels=(0, 255), autoLevels=False)
        self._tiles.set_characters(characters)
        if grown:
            self._fit()
        self._color_tiles()

    def clear_values(self) -> None:
        """Show nothing."""
        self._values = None
        self._image.clear()
        self._tiles.set_characters("")
        self._cells.hide()

    def choose(self, cell: int, position: int) -> None:
        """Choose a cell and a character, kept within the map."""
        positions, cells = (1, 1) if self._values is None else self._values.shape
        chosen = Cursor(min(max(cell, 0), cells - 1), min(max(position, 0), positions - 1))
        if chosen != self._chosen:
            self._chosen = chosen
            self._color_tiles()

    def reset_zoom(self) -> None:
        """Show all cells and all characters."""
        if self._values is not None:
            positions, cells = self._values.shape
            self.view.setRange(xRange=(0, positions), yRange=(0, cells), padding=0)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the map's own come with the values."""
        self._scheme = scheme
        self.setBackground(scheme.surface)
        self._cells.apply(scheme)
        self._tiles.apply(scheme)

    def drawForeground(self, painter: QPainter, rect: QRectF | Any) -> None:
        """Draw the outlines of the chosen cell's row and of the cursor."""
        super().drawForeground(painter, rect)
        if self._values is None:
            return
        area = self.view.sceneBoundingRect()
        painter.setClipRect(area)
        painter.setPen(QPen(QColor(self._scheme.text), 1))
        row = self._on_screen(QRectF(0, self._chosen.cell, self._values.shape[0], 1))
        for y in (round(row.top()) - 1, round(row.bottom())):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        cursor = self._visible_cursor()
        if cursor is not None:
            self._draw_cursor(painter, cursor)

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
        """Move to the next cell or character, zoom (with Ctrl along the text), or show all."""
        key = Qt.Key(event.key())
        if key in _MOVES and self._values is not None:
            down, right = _MOVES[key]
            self._hover(None)
            chosen = Cursor(self._chosen.cell + down, self._chosen.position + right)
            self._choose_as_person(chosen, always=False)
            self._reveal(self._chosen)
        elif key in _ZOOMS:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            center = QPointF(self._chosen.position + 0.5, self._chosen.cell + 0.5)
            self._zoom(_ZOOMS[key], along_text=control, center=center)
        elif key == Qt.Key.Key_Home:
            self.reset_zoom()
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
        self._cells.setWidth(_LEFT_WIDTH)
        self._cells.hide()
        item = self.getPlotItem()
        item.hideButtons()
        self.view = item.getViewBox()
        item.layout.setContentsMargins(0, TOP_MARGIN, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.addItem(self._image)
        self.view.disableAutoRange()
        self.view.setDefaultPadding(0)
        self.view.invertY(True)

    def _fit(self) -> None:
        assert self._values is not None
        positions, cells = self._values.shape
        least = {"minXRange": min(4, positions), "minYRange": min(4, cells)}
        self.view.setLimits(xMin=0, xMax=positions, yMin=0, yMax=cells, **least)
        self._cells.show()
        self._hovered = None
        self.choose(self._chosen.cell, self._chosen.position)
        self.reset_zoom()

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

    def _hover(self, place: Cursor | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._mark()
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
        if self._values is None or not self.view.sceneBoundingRect().contains(scene):
            return None
        point = self.view.mapSceneToView(scene)
        positions, cells = self._values.shape
        inside = 0 <= point.x() < positions and 0 <= point.y() < cells
        return Cursor(int(point.y()), int(point.x())) if inside else None

    def _on_screen(self, rect: QRectF) -> QRectF:
        return QRectF(
            self.view.mapViewToScene(rect.topLeft()), self.view.mapViewToScene(rect.bottomRight())
        ).normalized()

    def _draw_cursor(self, painter: QPainter, cursor: Cursor) -> None:
        rect = self._on_screen(QRectF(cursor.position, cursor.cell, 1, 1))
        wider = max(_LEAST_CURSOR - rect.width(), 0) / 2
        higher = max(_LEAST_CURSOR - rect.height(), 0) / 2
        rect.adjust(-wider, -higher, wider, higher)
        painter.setPen(QPen(QColor(self._scheme.surface), 3))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(self._scheme.text), 1))
        painter.drawRect(rect)

    def _zoom(self, factor: float, *, along_text: bool, center: QPointF) -> None:
        scale = (factor, 1.0) if along_text else (1.0, factor)
        self.view.scaleBy(scale, center=pg.Point(center))

    def _reveal(self, cursor: Cursor) -> None:
        """Move a zoomed map so that the cursor is in it."""
        (left, right), (top, bottom) = self.view.viewRange()
        dx = min(cursor.position - left, 0) + max(cursor.position + 1 - right, 0)
        dy = min(cursor.cell - top, 0) + max(cursor.cell + 1 - bottom, 0)
        if dx or dy:
            self.view.translateBy(x=dx, y=dy)
