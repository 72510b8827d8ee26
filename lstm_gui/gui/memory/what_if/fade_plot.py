"""The plot of a what-if change: the text, the change in the memory, the change in what follows.

All three stand above each other, a column for each character.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.heat_strip import heat_image
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.memory.what_if.fading import (
    LEAST_CHANGE,
    TILES_HEIGHT,
    FadeTiles,
    Fading,
    MemoryView,
    Pointed,
    axis_for,
    draw_curve,
)
from lstm_gui.gui.widgets.formats import round_up
from lstm_gui.gui.widgets.theme import GRID, Theme, px

__all__ = ["FadePlot"]

_LEFT = 48
_CAPTION = 18
_ROW = 2
_COVERED = 0.9
"""The share of cells whose changes lie within the map's colours; the rest take its end ones."""
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class FadePlot(QWidget):
    """The text on tiles, a map or a curve of the memory, and a curve of the prediction.

    Signals:
        positionChosen: The person chose this character, by click or Enter.
        pointed: The cursor is at another place, see `cursor_at`.
    """

    positionChosen = Signal(int)
    pointed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fadePlot")
        self._theme = theme
        self._tiles = FadeTiles()
        self._fading: Fading | None = None
        self._captions = ("", "")
        self._view: MemoryView = "cells"
        self._log = False
        self._position = 0
        self._hovered: Pointed | None = None
        self._order: list[int] = []
        self._image: QImage | None = None
        self._limit = 1.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def limit(self) -> float:
        """The change that the map's end colours stand for."""
        return self._limit

    @property
    def rows(self) -> int:
        """How many cells the map has room for: those that change most."""
        return self._image.height() if self._image is not None else 0

    def cursor_at(self) -> Pointed:
        """Return what is under the mouse, else the chosen character."""
        return self._hovered or Pointed(self._position)

    def set_text(self, characters: str, changed: int = -1, replacement: str = "") -> None:
        """Show this text; one of its characters may be another now."""
        self._tiles.set_text(characters, changed, replacement)
        self._position = min(self._position, max(len(characters) - 1, 0))
        self._hovered = None
        self.update()

    def set_position(self, position: int) -> None:
        """Choose a character."""
        self._position = min(max(position, 0), max(len(self._tiles.characters) - 1, 0))
        self._hovered = None
        self.update()

    def set_fading(self, fading: Fading | None) -> None:
        """Show what a change did, or only the text."""
        self._fading = fading
        self._order = []
        if fading is not None:
            sizes = np.abs(fading.difference).max(axis=0, initial=0.0)
            self._order = [int(cell) for cell in np.argsort(-sizes, kind="stable")]
            reach = float(np.quantile(sizes, _COVERED)) if sizes.size else 0.0
            self._limit = round_up(max(reach or float(sizes.max(initial=0.0)), LEAST_CHANGE))
        self._tiles.set_strengths(fading.divergence if fading else None)
        self._paint_map()

    def set_view(self, view: MemoryView) -> None:
        """Show the memory as a map of cells or as a curve of its mean change."""
        self._view = view
        self._paint_map()

    def set_log(self, log: bool) -> None:
        """Use logarithmic axes, or linear ones."""
        self._log = log
        self.update()

    def set_captions(self, memory: str, prediction: str) -> None:
        """Name the two parts; "{count}" becomes the number of cells there is room for."""
        self._captions = (memory, prediction)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the room of a low dock."""
        return QSize(48 * GRID, 24 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(28 * GRID, px(TILES_HEIGHT) + 2 * px(_CAPTION) + 8 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the map as many rows as there is room for."""
        super().resizeEvent(event)
        self._paint_map()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the three parts and the cursor through them."""
        with QPainter(self) as painter:
            scheme = self._theme.scheme
            self._tiles.draw(painter, self._tiles_area(), scheme)
            if self._fading is not None and self._tiles.characters:
                upper, lower = self._areas()
                self._draw_captions(painter, upper, lower)
                self._draw_memory(painter, upper)
                values = self._fading.divergence
                axis = axis_for(values, log=self._log)
                draw_curve(painter, lower, values, axis, scheme, color=scheme.curves[1])
                self._draw_changed(painter, upper, lower)
            self._draw_cursor(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self._place(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a character."""
        place = self._place(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.set_position(place.position)
            self._hover(place)
            self.positionChosen.emit(self._position)

    def leaveEvent(self, event: QEvent) -> None:
        """Return to what is chosen."""
        super().leaveEvent(event)
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the text; Enter chooses the character to change."""
        key = Qt.Key(event.key())
        last = len(self._tiles.characters) - 1
        targets = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in _KEYS or key in targets:
            self.set_position(targets.get(key, self._position + _KEYS.get(key, 0)))
            self.pointed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and last >= 0:
            self.positionChosen.emit(self._position)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys move the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they no longer do."""
        super().focusOutEvent(event)
        self.update()

    def _tiles_area(self) -> QRectF:
        return QRectF(px(_LEFT), 0, max(self.width() - px(_LEFT) - 1, 1), px(TILES_HEIGHT))

    def _areas(self) -> tuple[QRectF, QRectF]:
        """Return where the memory and where the prediction are drawn."""
        tiles = self._tiles_area()
        room = max(self.height() - px(TILES_HEIGHT) - 2 * px(_CAPTION) - GRID, 2)
        top = tiles.bottom() + px(_CAPTION)
        upper = QRectF(tiles.left(), top, tiles.width(), math.floor(room / 2))
        lower = QRectF(upper)
        lower.moveTop(upper.bottom() + px(_CAPTION))
        return upper, lower

    def _paint_map(self) -> None:
        self._image = None
        if self._fading is not None and self._view == "cells":
            count = max(int(self._areas()[0].height() // _ROW), 1)
            values = self._fading.difference[:, self._order[:count]]
            scale = Scale(-self._limit, self._limit, gate=False)
            self._image = heat_image(values, scale, self._states)
        self.update()

    def _draw_memory(self, painter: QPainter, area: QRectF) -> None:
        scheme = self._theme.scheme
        if self._image is not None:
            painter.drawImage(area, self._image)
            painter.setPen(QColor(scheme.line))
            painter.drawRect(area.adjusted(0, 0, -1, 0))
        elif self._fading is not None:
            values = self._fading.distance
            axis = axis_for(values, log=self._log)
            draw_curve(painter, area, values, axis, scheme, color=scheme.curves[0])

    def _draw_captions(self, painter: QPainter, upper: QRectF, lower: QRectF) -> None:
        painter.setPen(QColor(self._theme.scheme.muted))
        for area, caption in zip((upper, lower), self._captions, strict=True):
            room = QRectF(area.left(), area.top() - px(_CAPTION), area.width(), px(_CAPTION) - 2)
            text = painter.fontMetrics().elidedText(
                caption.replace("{count}", str(self.rows)),
                Qt.TextElideMode.ElideRight,
                int(room.width()),
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom, text)

    def _draw_changed(self, painter: QPainter, upper: QRectF, lower: QRectF) -> None:
        if self._tiles.changed >= 0:
            painter.setPen(QPen(QColor(self._theme.scheme.accent), 1, Qt.PenStyle.DotLine))
            x = round(self._column(self._tiles.changed).left())
            for area in (upper, lower):
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_cursor(self, painter: QPainter) -> None:
        if not self._tiles.characters:
            return
        scheme, place = self._theme.scheme, self.cursor_at()
        column = self._column(place.position)
        painter.setPen(QPen(QColor(scheme.text), 2 if self.hasFocus() else 1))
        painter.drawRect(column.adjusted(0, 1, -1, -1))
        if self._fading is None:
            return
        painter.setPen(QPen(QColor(scheme.muted), 1))
        for area in self._areas():
            x = column.center().x()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        lower = self._areas()[1]
        values = self._fading.divergence
        axis = axis_for(values, log=self._log)
        y = lower.bottom() - axis.height(float(values[place.position])) * lower.height()
        painter.setBrush(QColor(scheme.curves[1]))
        painter.setPen(QPen(QColor(scheme.surface), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(QPointF(column.center().x(), y), 4, 4)

    def _column(self, position: int) -> QRectF:
        return self._tiles.tile(position, self._tiles_area())

    def _place(self, point: QPointF) -> Pointed | None:
        area = self._tiles_area()
        count = len(self._tiles.characters)
        if not count or not area.left() <= point.x() < area.right():
            return None
        position = min(int((point.x() - area.left()) / area.width() * count), count - 1)
        upper = self._areas()[0]
        place = Pointed(position)
        if self._image is not None and upper.top() <= point.y() < upper.bottom():
            row = int((point.y() - upper.top()) / upper.height() * self._image.height())
            place = replace(place, cell=self._order[min(row, self._image.height() - 1)])
        return place

    def _hover(self, place: Pointed | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()
            self.pointed.emit()

    def _on_theme_changed(self) -> None:
        scheme = self._theme.scheme
        self._states = color_table(scheme, gate=False)
        self._tiles.set_table(color_table(scheme, gate=True))
        self._paint_map()
