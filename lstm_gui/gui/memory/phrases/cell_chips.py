"""Cells as small chips, each with its number and value: "37 +0.82"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lstm_gui.gui.widgets.formats import signed
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular

__all__ = ["CellChips"]

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_CELL, _COLOR = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SWATCH = 8
_SHORTEST = len("00 +0.00")


class CellChips(QListView):
    """Chips that flow from line to line; a colour on each says its value.

    Signals:
        cellChosen: The person clicked this cell or pressed Enter on it.
        cellPointed: The mouse or the keyboard is on this cell; −1 when on none.
    """

    cellChosen = Signal(int)
    cellPointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = _Cells(self)
        self.setModel(self._model)
        self._delegate = _ChipDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFont(tabular(self.font()))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_chip_chosen)
        self.activated.connect(self._on_chip_chosen)
        self.entered.connect(self._on_chip_pointed)
        self.viewportEntered.connect(self._on_viewport_entered)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme.changed.connect(self.viewport().update)

    @property
    def cells(self) -> tuple[int, ...]:
        """The cells shown."""
        return self._model.cells

    def set_cells(
        self, cells: Sequence[int], values: Sequence[float], colors: Sequence[QColor]
    ) -> None:
        """Show these cells with a value and a colour each."""
        texts = tuple(f"{one} {signed(value)}" for one, value in zip(cells, values, strict=True))
        letters = max((len(text) for text in texts), default=_SHORTEST)
        if letters != self._delegate.letters:
            self._delegate.letters = letters
            self.scheduleDelayedItemsLayout()
        self._model.put(tuple(cells), texts, tuple(colors))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.cellPointed.emit(-1)

    def _on_chip_chosen(self, index: _Index) -> None:
        self.cellChosen.emit(index.data(_CELL))

    def _on_chip_pointed(self, index: _Index) -> None:
        self.cellPointed.emit(index.data(_CELL))

    def _on_viewport_entered(self) -> None:
        self.cellPointed.emit(-1)

    def _on_current_changed(self, current: _Index, _previous: _Index) -> None:
        self.cellPointed.emit(current.data(_CELL) if current.isValid() else -1)


class _Cells(QAbstractListModel):
    """Cells, texts and colours in a row; new values of the same cells keep their places."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells: tuple[int, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._colors: tuple[QColor, ...] = ()

    def put(
        self, cells: tuple[int, ...], texts: tuple[str, ...], colors: tuple[QColor, ...]
    ) -> None:
        """Replace everything."""
        same = cells == self.cells
        if not same:
            self.beginResetModel()
        self.cells, self._texts, self._colors = cells, texts, colors
        if not same:
            self.endResetModel()
        elif cells:
            self.dataChanged.emit(self.index(0), self.index(len(cells) - 1))

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Count the cells."""
        return 0 if parent.isValid() else len(self.cells)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a chip's text, cell or colour; Qt's models hold anything."""
        row = index.row()
        if not 0 <= row < len(self.cells):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[row]
        if role == _CELL:
            return self.cells[row]
        return self._colors[row] if role == _COLOR else None


class _ChipDelegate(QStyledItemDelegate):
    """Paints a swatch of the value's colour, the cell's number and its value."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self.letters = _SHORTEST

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Have room for the longest chip."""
        metrics = self._view.fontMetrics()
        text = metrics.horizontalAdvance("0" * self.letters)
        return QSize(text + _SWATCH + 3 * GRID, metrics.height() + GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one chip."""
        scheme, state = self._theme.scheme, option.state
        area = QRectF(option.rect).adjusted(1.5, 1.5, -GRID / 2 - 0.5, -2.5)
        pointed = state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme.accent if pointed else scheme.line), 1))
        painter.setBrush(QColor(scheme.surface))
        painter.drawRoundedRect(area, 4, 4)
        swatch = QRectF(area.left() + 5, area.center().y() - 4, _SWATCH, _SWATCH)
        painter.setPen(QPen(QColor(scheme.line), 1))
        painter.setBrush(index.data(_COLOR))
        painter.drawRoundedRect(swatch, 2, 2)
        inner = area.adjusted(_SWATCH + GRID + 2, 0, -GRID / 2 - 2, 0)
        number, value = index.data().split(" ")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._view.font())
        painter.setPen(QColor(scheme.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, number)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, value)
        painter.restore()
