"""A text as coloured tiles, in lines, in which a phrase can be selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.theme import GRID, Theme, px

__all__ = ["TextTiles"]

_SIZES = ((24, 30, 16), (20, 28, 15), (16, 24, 13))
"""Width and height of a tile and its character, from the roomiest on."""
_MOST_LINES = 3
_EDGE = 2
_LINE_GAP = 4
_BAR = 2 * GRID
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TextTiles(QAbstractScrollArea):
    """Tiles in as many lines as the text needs; a long text scrolls.

    Signals:
        selectionChanged: The person selected the characters from the first number up to,
            not including, the second; two equal numbers mean nothing is selected.
    """

    selectionChanged = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._characters = ""
        self._places: Sequence[int] = ()
        self._table: ColorTable | None = None
        self._anchor = self._cursor = 0
        self._selected = False
        self._size = _SIZES[0]
        self._per_line = 1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._on_theme_changed)

    @property
    def characters(self) -> str:
        """The text."""
        return self._characters

    @property
    def selection(self) -> tuple[int, int]:
        """The selected characters, from the first up to, not including, the last number."""
        if not self._selected:
            return 0, 0
        low, high = sorted((self._anchor, self._cursor))
        return low, high + 1

    def set_characters(self, characters: str) -> None:
        """Show this text; another text has nothing selected."""
        if characters != self._characters:
            self._characters = characters
            self._anchor = self._cursor = 0
            self._selected = False
            self._places = ()
            self.updateGeometry()
            self._fit()

    def set_colors(self, places: Sequence[int], table: ColorTable) -> None:
        """Colour the tiles by places in the table, one a character; none leaves them plain."""
        self._places, self._table = places, table
        self.viewport().update()

    def set_selection(self, start: int, stop: int) -> None:
        """Select these characters, or none."""
        stop = min(stop, len(self._characters))
        self._selected = 0 <= start < stop
        if self._selected:
            self._anchor, self._cursor = start, stop - 1
        self.viewport().update()

    def tile(self, index: int) -> QRectF:
        """Return where a character's tile is on the viewport."""
        line, column = divmod(index, self._per_line)
        width, height, _ = self._size
        top = line * height - self.verticalScrollBar().value()
        return QRectF(_EDGE + column * width, _EDGE + top, width, height - _LINE_GAP)

    def hasHeightForWidth(self) -> bool:
        """Be as high as the lines of the text."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines, of many that of the most that are shown at once."""
        size, _, lines = self._broken(width)
        return min(lines, _MOST_LINES) * size[1] - _LINE_GAP + 2 * _EDGE + 1

    def sizeHint(self) -> QSize:
        """Have room for a line of lyrics."""
        return QSize(40 * GRID, self.heightForWidth(max(self.width(), 20 * GRID)))

    def minimumSizeHint(self) -> QSize:
        """Need a few tiles beside each other."""
        return QSize(20 * GRID, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines for the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles in view, the selection around them and the cursor."""
        with QPainter(self.viewport()) as painter:
            font = QFont(self.font())
            font.setPixelSize(self._size[2])
            painter.setFont(font)
            text, surface = QColor(self._theme.scheme.text), QColor(self._theme.scheme.surface)
            for index, character in enumerate(self._characters):
                tile = self.tile(index)
                if not event.rect().intersects(tile.toAlignedRect()):
                    continue
                fill, ink = surface, text
                if self._table is not None and index < len(self._places):
                    fill = self._table.colors[self._places[index]]
                    ink = self._table.inks[self._places[index]]
                painter.fillRect(tile, fill)
                painter.setPen(ink)
                painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, visible_character(character))
            self._draw_selection(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a phrase; with Shift, go on with the one there is."""
        index = self._index(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._select(index, extend=extend and self._selected)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead the phrase on to this character."""
        index = self._index(event.position())
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if held and self._selected and index is not None:
            self._select(index, extend=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, with Shift selecting; Ctrl+A takes all, Escape nothing."""
        key = Qt.Key(event.key())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        targets = {
            Qt.Key.Key_Up: self._cursor - self._per_line,
            Qt.Key.Key_Down: self._cursor + self._per_line,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._characters) - 1,
        }
        if key in _STEPS:
            step = _STEPS[key] if self._selected or extend else 0
            self._select(self._cursor + step, extend=extend)
        elif key in targets:
            self._select(targets[key], extend=extend)
        elif key == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._select(0, extend=False)
            self._select(len(self._characters) - 1, extend=True)
        elif key == Qt.Key.Key_Escape and self._selected:
            self._selected = False
            self._emit_selection((0, 0), changed=True)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.viewport().update()

    def _draw_selection(self, painter: QPainter) -> None:
        start, stop = self.selection
        painter.setPen(QPen(QColor(self._theme.scheme.accent), 2))
        while start < stop:
            line_end = min((start // self._per_line + 1) * self._per_line, stop)
            run = self.tile(start).united(self.tile(line_end - 1))
            painter.drawRect(run.adjusted(0, 0, -1, 0))
            start = line_end
        if self.hasFocus() and self._characters:
            painter.setPen(QPen(QColor(self._theme.scheme.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.tile(self._cursor).adjusted(2, 2, -3, -2))

    def _index(self, position: QPointF) -> int | None:
        """Return the character nearest to a place, or None without a text."""
        if not self._characters:
            return None
        width, height, _ = self._size
        y = position.y() - _EDGE + self.verticalScrollBar().value()
        line = min(max(int(y // height), 0), (len(self._characters) - 1) // self._per_line)
        column = min(max(int((position.x() - _EDGE) // width), 0), self._per_line - 1)
        return min(line * self._per_line + column, len(self._characters) - 1)

    def _select(self, index: int, *, extend: bool) -> None:
        if not self._characters:
            return
        before = self.selection
        self._cursor = min(max(index, 0), len(self._characters) - 1)
        if not extend:
            self._anchor = self._cursor
        self._selected = True
        self._reveal()
        self._emit_selection(self.selection, changed=self.selection != before)

    def _emit_selection(self, selection: tuple[int, int], *, changed: bool) -> None:
        self.viewport().update()
        if changed:
            self.selectionChanged.emit(*selection)

    def _reveal(self) -> None:
        bar, tile = self.verticalScrollBar(), self.tile(self._cursor)
        above, below = min(tile.top(), 0), max(tile.bottom() - self.viewport().height(), 0)
        bar.setValue(bar.value() + round(above + below))

    def _fit(self) -> None:
        """Break the lines for the width there is."""
        self._size, self._per_line, lines = self._broken(self.width())
        height = self._size[1]
        bar = self.verticalScrollBar()
        bar.setRange(0, max(lines - _MOST_LINES, 0) * height)
        bar.setSingleStep(height)
        bar.setPageStep(min(lines, _MOST_LINES) * height)
        self.viewport().update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self._fit()

    def _broken(self, width: int) -> tuple[tuple[int, int, int], int, int]:
        """Return the largest tiles that need few lines, how many fit in one, and the lines."""
        count, room = max(len(self._characters), 1), width - 2 * _EDGE

        def lines_of(size: tuple[int, int, int], room: int) -> int:
            return -(-count // max(room // size[0], 1))

        sizes = [(px(wide), px(high), px(letter)) for wide, high, letter in _SIZES]
        fits = [size for size in sizes if lines_of(size, room) == 1]
        fits += [size for size in sizes[1:] if lines_of(size, room) == 2]
        size = fits[0] if fits else sizes[-1]
        if lines_of(size, room) > _MOST_LINES:
            room -= _BAR
        return size, max(room // size[0], 1), lines_of(size, room)
