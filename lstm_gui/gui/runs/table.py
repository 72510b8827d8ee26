"""Draws the cells of the table that are no text: tick and colour, pin, small curve."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from lstm_gui.core.runs.run import Run
from lstm_gui.gui.plots.pens import thin_pen
from lstm_gui.gui.plots.run_lines import overlay_look
from lstm_gui.gui.runs.table_model import Column, RunsModel
from lstm_gui.gui.widgets.theme import GRID, Theme, px, sized, tabular

__all__ = ["RunDelegate", "RunsTable"]

_BOX = 12.0
_PAD = 4.0


class RunDelegate(QStyledItemDelegate):
    """Texts as everywhere; a box, a pin or a curve where the column asks for one."""

    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        super().paint(painter, option, index)
        column = Column(index.column())
        if column not in (Column.SHOWN, Column.PIN, Column.CURVE):
            return
        run = self._model.runs[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column is Column.SHOWN:
            self._draw_box(painter, area, run, selected)
        elif column is Column.PIN:
            self._draw_pin(painter, area, run, selected)
        else:
            self._draw_curve(painter, area, run, selected)
        painter.restore()

    def _pen(self, run: Run) -> QPen | None:
        """Return what the run is drawn with in the plot."""
        scheme, slot = self._theme.scheme, self._model.slot(run)
        if slot is None:
            return None
        return thin_pen(scheme.runs[-1 - slot], 2) if slot < 0 else overlay_look(scheme, slot).bold

    def _draw_box(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        box = QRectF(0, 0, _BOX, _BOX)
        box.moveCenter(area.center())
        pen, scheme = self._pen(run), self._theme.scheme
        if pen is None:
            painter.setPen(QPen(QColor(scheme.on_accent if selected else scheme.muted), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if selected:
            painter.setBrush(QColor(scheme.surface))
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)
        painter.setBrush(pen.color())
        painter.drawRoundedRect(box, 3, 3)
        if self._model.is_live(run):
            return
        painter.setPen(QPen(QColor(scheme.surface), 1.6))
        left, top = box.left(), box.top()
        points = ((2.8, 6.4), (5.2, 8.8), (9.4, 3.6))
        painter.drawPolyline(QPolygonF([QPointF(left + x, top + y) for x, y in points]))

    def _draw_pin(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        if not run.pinned:
            return
        scheme = self._theme.scheme
        color = QColor(scheme.on_accent if selected else scheme.text)
        painter.translate(area.center().x() - 6, area.center().y() - 6)
        painter.setPen(QPen(color, 1.3))
        painter.drawLine(QPointF(6, 8), QPointF(6, 12))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(3, 0, 6, 2), 1, 1)
        painter.drawRect(QRectF(4, 1.5, 4, 4.5))
        painter.drawRoundedRect(QRectF(2, 6, 8, 2), 1, 1)

    def _draw_curve(self, painter: QPainter, area: QRectF, run: Run, selected: bool) -> None:
        values = np.array([value for value in run.spark if math.isfinite(value)])
        if values.size < 2:
            return
        inner = area.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        low, span = values.min(), max(float(np.ptp(values)), 1e-6)
        xs = np.linspace(inner.left(), inner.right(), values.size)
        ys = inner.bottom() - (values - low) / span * inner.height()
        scheme, pen = self._theme.scheme, self._pen(run)
        color = pen.color() if pen is not None else QColor(scheme.muted)
        painter.setPen(QPen(QColor(scheme.on_accent) if selected else color, 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))


_ROW = 3 * GRID
_WIDTHS = {
    Column.SHOWN: 3 * GRID,
    Column.PIN: 3 * GRID,
    Column.NAME: 10 * GRID,
    Column.DIFFERENCE: 24 * GRID,
    Column.BEST: 6 * GRID,
    Column.LAST: 6 * GRID,
    Column.HELD_OUT: 8 * GRID,
    Column.EPOCHS: 7 * GRID,
    Column.TIME: 8 * GRID,
    Column.CURVE: 8 * GRID,
    Column.NOTES: 8 * GRID,
}
_NOTES_BESIDE_HELD_OUT = 6 * GRID


class RunsTable(QTableView):
    """Rows are selected as wholes; names and notes are edited in place.

    Signals:
        selectionMoved(): Other rows are selected.
        deleteAsked(): The selected runs are to be deleted.
        undoAsked(): What was deleted is to come back.
        toggleAsked(): The selected runs are to be shown in the plot, or no longer.
        menuAsked(QPoint): A menu is wanted at this place of the screen.
        opened(Run): A run was double-clicked, or Return was pressed on it.
    """

    selectionMoved = Signal()
    deleteAsked = Signal()
    undoAsked = Signal()
    toggleAsked = Signal()
    menuAsked = Signal(QPoint)
    opened = Signal(object)

    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.can_undo = False
        self.setObjectName("runsTable")
        self.setModel(model)
        self.setItemDelegate(RunDelegate(theme, model, self))
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._set_headers()
        self.setSortingEnabled(True)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.selectionModel().selectionChanged.connect(self.selectionMoved)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._show_columns)
        self._show_columns()

    def _set_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        sized(rows.setMinimumSectionSize, _ROW)
        sized(rows.setDefaultSectionSize, _ROW)
        columns.setObjectName("runsHeader")
        columns.setMinimumSectionSize(3 * GRID)
        columns.setHighlightSections(False)
        columns.setSortIndicator(Column.NAME, Qt.SortOrder.DescendingOrder)
        sized(self.fit_columns, GRID)
        columns.setSectionResizeMode(Column.SHOWN, QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(Column.PIN, QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(Column.DIFFERENCE, QHeaderView.ResizeMode.Stretch)

    def fit_columns(self, unit: int) -> None:
        """Give the columns their widths, on a grid of this unit."""
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width * unit // GRID)

    def _show_columns(self) -> None:
        """Show what was held out as long as any run has something of it to show."""
        hidden = not self._model.reads_held_out
        if hidden == self.isColumnHidden(Column.HELD_OUT):
            return
        self.setColumnHidden(Column.HELD_OUT, hidden)
        # So that there is room left to say what is different.
        notes = _WIDTHS[Column.NOTES] if hidden else _NOTES_BESIDE_HELD_OUT
        self.setColumnWidth(Column.NOTES, px(notes))

    def chosen(self) -> tuple[Run, ...]:
        """Return the selected runs, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self._model.runs[row] for row in rows)

    def choose(self, run_id: str) -> None:
        """Select one run and bring it into view."""
        row = self._model.row_of(run_id)
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag
            index = self._model.index(row, Column.NAME)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def edit_cell(self, column: Column) -> None:
        """Edit the name or the notes of the run with the focus."""
        row = self.currentIndex().row()
        if row >= 0:
            self.edit(self._model.index(row, column))

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z before the window does, while there is something to bring back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and self.can_undo
            if undo or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Space):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, rename, show in the plot, open, or bring back."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Undo) and self.can_undo:
            self.undoAsked.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleteAsked.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_cell(Column.NAME)
        elif key == Qt.Key.Key_Space:
            self.toggleAsked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self._model.runs[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick or pin with a click on the box or the pin; the selection stays."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._click(index):
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit notes; open the run anywhere else."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self._click(index):
            return
        if index.column() == Column.NOTES:
            self.edit(index)
        else:
            self.opened.emit(self._model.runs[index.row()])

    def _click(self, index: QModelIndex) -> bool:
        if not index.isValid() or index.column() not in (Column.SHOWN, Column.PIN):
            return False
        run = self._model.runs[index.row()]
        signal = self._model.toggled if index.column() == Column.SHOWN else self._model.pinToggled
        signal.emit(run.id)
        return True

    def _on_menu_requested(self, place: QPoint) -> None:
        self.menuAsked.emit(self.viewport().mapToGlobal(place))
