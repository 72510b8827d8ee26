"""The ledger as a table: symbol, name, number, and a bar on one signed scale for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from lstm_gui.gui.figure_table import FigureTable
from lstm_gui.gui.memory.figures import fixed
from lstm_gui.gui.memory.ledger_bars import LedgerBars
from lstm_gui.gui.memory.ledger_rows import Row
from lstm_gui.gui.memory.ledger_scale import LedgerScale
from lstm_gui.gui.theme import Scheme, translucent

__all__ = ["LedgerTable"]

_COLUMNS = 4
_BAR = 3
_LEFT_TO_PANEL = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_LEAST_ROW, _MOST_ROW = 14, 32
_STRESS = 0.25
_WIDEST_NUMBER = "−88.888"
_PAD = 9
_PIXELS = 12
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LedgerTable(FigureTable):
    """Every number of a ledger as text that can be chosen and copied, with bars beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _COLUMNS, _PIXELS, written=_BAR, left_to_panel=_LEFT_TO_PANEL, parent=parent
        )
        self.setObjectName("ledgerTable")
        self.verticalHeader().setMinimumSectionSize(_LEAST_ROW)
        self.horizontalHeader().hide()
        self._bars = LedgerBars()
        self._stress = QBrush()
        self._rows: tuple[Row, ...] = ()
        self._delegate = _BarDelegate(self, self._bars)
        self.setItemDelegateForColumn(_BAR, self._delegate)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_BAR, QHeaderView.ResizeMode.Stretch)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row], scale: LedgerScale) -> None:
        """Show these numbers; all bars have one scale."""
        same = [row.key for row in rows] == [row.key for row in self._rows]
        self._rows = tuple(rows)
        self._bars.scale = scale
        if not same:
            self._make_items()
        for index, row in enumerate(self._rows):
            for column, text in enumerate((row.symbol, row.name, fixed(row.value))):
                self._cell(index, column).setText(text)
        if not same:
            self.setMaximumHeight(len(rows) * _MOST_ROW + 2 * self.frameWidth() + _PAD)
            self._fit_rows()
        self._fit_columns()
        self.viewport().update()

    def set_ends(self, ends: Mapping[str, float]) -> None:
        """Draw the bars between these values: `start:key` and `end:key`."""
        self._bars.set_ends(self._rows, ends)
        self.viewport().update()

    def set_marked(self, nodes: Collection[str]) -> None:
        """Stress the rows that belong to these nodes, or none."""
        for index, row in enumerate(self._rows):
            stressed = any(node in nodes for node in row.nodes)
            for column in range(_BAR):
                self._cell(index, column).setBackground(self._stress if stressed else QBrush())

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._bars.apply(scheme)
        self._stress = QBrush(translucent(scheme.accent, _STRESS))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height among the rows."""
        super().resizeEvent(event)
        self._fit_rows()

    def _cell(self, index: int, column: int) -> QTableWidgetItem:
        cell = self.item(index, column)
        assert cell is not None  # all of them are made together
        return cell

    def _make_items(self) -> None:
        self.setRowCount(len(self._rows))
        for index in range(len(self._rows)):
            for column in range(_COLUMNS):
                item = QTableWidgetItem()
                if column == 2:
                    item.setTextAlignment(_RIGHT)
                if column == _BAR:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.setItem(index, column, item)

    def _fit_columns(self) -> None:
        """Give each column the width of its widest text; the bars have the rest."""
        width = self.fontMetrics().horizontalAdvance
        texts = [[row.symbol for row in self._rows], [row.name for row in self._rows]]
        texts.append([_WIDEST_NUMBER])
        for column, column_texts in enumerate(texts):
            widest = max(map(width, column_texts), default=0)
            if self.columnWidth(column) != widest + _PAD:
                self.setColumnWidth(column, widest + _PAD)

    def _fit_rows(self) -> None:
        if self._rows:
            height = self.viewport().height() // len(self._rows)
            self.verticalHeader().setDefaultSectionSize(min(max(height, _LEAST_ROW), _MOST_ROW))


class _BarDelegate(QStyledItemDelegate):
    """Lets the bars draw themselves in their column."""

    def __init__(self, parent: QWidget, bars: LedgerBars) -> None:
        super().__init__(parent)
        self._bars = bars

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one bar."""
        rect: QRectF = QRectF(option.rect)
        self._bars.draw(painter, rect, index.row())
