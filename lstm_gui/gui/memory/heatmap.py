"""The heat map under the hands: mouse, wheel and keys choose, zoom and pin."""

from __future__ import annotations

from pyqtgraph import Point
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.gui.memory.map_view import Cursor, MapView

__all__ = ["MemoryHeatmap"]

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
