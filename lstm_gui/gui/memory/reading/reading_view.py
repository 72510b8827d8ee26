"""The widget of the reading panel: draws a scene, and moves a cursor along the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.memory.reading.scene import ReadingScene
from lstm_gui.gui.widgets.theme import px

__all__ = ["ReadingView"]

_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}
_NOTCH = 120
_COLUMNS_PER_NOTCH = 3


class ReadingView(QWidget):
    """Draws a scene once and keeps it; the cursor is drawn over it.

    Signals:
        positionChosen: The person chose this character.
        positionHovered: The mouse is over this character; −1 when it is over none.
        scrolled: The person wants to see so many characters further on.
        resized: There is another room to draw in.
    """

    positionChosen = Signal(int)
    positionHovered = Signal(int)
    scrolled = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scene: ReadingScene | None = None
        self._kept: QPixmap | None = None
        self._chosen = 0
        self._hovered: int | None = None
        self._turned = 0

    @property
    def scene(self) -> ReadingScene | None:
        """What is drawn."""
        return self._scene

    @property
    def cursor_at(self) -> int:
        """The character under the mouse, else the chosen one."""
        return self._chosen if self._hovered is None else self._hovered

    def sizeHint(self) -> QSize:
        """Want the room that the plot beside it has."""
        return QSize(640, 210)

    def minimumSizeHint(self) -> QSize:
        """Need so much that nothing is drawn over another."""
        return QSize(240, px(172))

    def show_scene(self, scene: ReadingScene | None) -> None:
        """Draw another scene, or nothing."""
        self._scene, self._kept = scene, None
        if scene is None or (self._hovered is not None and self._hovered not in scene.reading):
            self._hovered = None
        self.update()

    def choose(self, position: int) -> None:
        """Mark a character as the chosen one."""
        if position != self._chosen:
            self._chosen = position
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kept scene and the cursor over it."""
        scene = self._scene
        if scene is None:
            return
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._kept or self._drawn(scene))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._hovered is not None and self._hovered != self._chosen:
                scene.draw_column(painter, self._hovered, strong=False)
            scene.draw_column(painter, self._chosen, strong=True)
            scene.draw_cursor(painter, self.cursor_at)
            if self.hasFocus():
                painter.setPen(QColor(scene.scheme.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a scene that fits."""
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the character under the mouse; with the button down, choose it."""
        if self._scene is None:
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_as_person(self._scene.columns.nearest(event.position().x()))
        self._hover(self._scene.columns.at(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a character."""
        place = None if self._scene is None else self._scene.columns.at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._choose_as_person(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Return to what is chosen."""
        super().leaveEvent(event)
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along a text that does not fit."""
        self._turned -= event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._turned / _NOTCH)
        if notches:
            self._turned -= notches * _NOTCH
            self.scrolled.emit(notches * _COLUMNS_PER_NOTCH)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another character."""
        key, scene = Qt.Key(event.key()), self._scene
        last = 0 if scene is None else len(scene.characters) - 1
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if scene is None or key not in {*_MOVES, *ends}:
            event.ignore()
            return
        self._hover(None)
        place = ends[key] if key in ends else self._chosen + _MOVES[key]
        self._choose_as_person(min(max(place, 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys come here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _drawn(self, scene: ReadingScene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(QColor(scene.scheme.surface))
        with QPainter(drawn) as painter:
            scene.draw(painter)
        self._kept = drawn
        return drawn

    def _hover(self, position: int | None) -> None:
        if position != self._hovered:
            self._hovered = position
            self.update()
            self.positionHovered.emit(-1 if position is None else position)

    def _choose_as_person(self, position: int) -> None:
        if position != self._chosen:
            self.choose(position)
            self.positionChosen.emit(position)
