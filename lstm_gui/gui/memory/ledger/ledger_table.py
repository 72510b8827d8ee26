"""The ledger as a table: a row for each number, with its name, its value and a bar."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.ledger import Ledger
from lstm_gui.core.model.cell import LedgerLine
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.widgets.figure_table import FigureTable
from lstm_gui.gui.widgets.formats import fixed, written
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, px, sized, translucent

__all__ = ["LedgerBars", "LedgerRow", "LedgerScale", "LedgerTable", "ledger_rows", "reach"]

_LEAST_REST = 5e-4
"""A rest that would be seen in the third decimal; rounding alone leaves less."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One number. Its bar goes from `start` to `end` on the scale of the state; a gate has none."""

    key: str
    symbol: str
    term: str
    value: float
    start: float = 0.0
    end: float = math.nan
    nodes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called, in the language in use."""
        return QCoreApplication.translate("Ledger", self.term)


def ledger_rows(book: Ledger) -> tuple[LedgerRow, ...]:
    """Return the rows in the order in which the numbers arise."""
    values = book.values
    result = [_row(line, values[line.value], values.get("kept", 0.0)) for line in book.spec.ledger]
    if abs(book.remainder) >= _LEAST_REST and book.spec.keep is not None:
        start = book.after - book.remainder
        rest = QT_TRANSLATE_NOOP("Ledger", "by an intervention")
        place = [row.key for row in result].index("write") + 1
        result.insert(
            place, LedgerRow("rest", "", rest, book.after - start, start, book.after, ("rest",))
        )
    return tuple(result)


def _row(line: LedgerLine, value: float, kept: float) -> LedgerRow:
    """Make a row. What was forgotten or written has its bar beside that of what was kept."""
    symbol = written(line.symbol)
    if line.bar == "none":
        return LedgerRow(line.key, symbol, line.term, value, nodes=line.nodes)
    start = kept if line.bar == "after kept" else 0.0
    return LedgerRow(line.key, symbol, line.term, value, start, start + value, line.nodes)


def reach(book: Ledger) -> tuple[float, float]:
    """Return the least and the largest amount of state, 0 among them."""
    amounts = (book.before, book.after, book.shown or 0.0, *(one.value for one in book.terms))
    finite = [one for one in amounts if math.isfinite(one)]
    return min(0.0, *finite), max(0.0, *finite)


_STEPS = (
    0.1,
    0.2,
    0.3,
    0.5,
    0.7,
    1.0,
    1.5,
    2.0,
    3.0,
    5.0,
    7.0,
    10.0,
    15.0,
    20.0,
    30.0,
    50.0,
    100.0,
)
_LEAST_COLOR = 1.0
_SLIGHT = 0.02


class LedgerScale:
    """Grows with what it sees of a cell and never shrinks, so that its bars can be compared."""

    def __init__(self) -> None:
        self._cell: tuple[int, int] | None = None
        self._limit = _STEPS[0]
        self._below = self._above = False

    @property
    def low(self) -> float:
        """The left end: 0 for as long as nothing was negative."""
        return -self._limit if self._below else 0.0

    @property
    def high(self) -> float:
        """The right end: 0 for as long as nothing was positive."""
        return self._limit if self._above or not self._below else 0.0

    @property
    def color_limit(self) -> float:
        """The state that has the last colour; a small state stays pale."""
        return max(self._limit, _LEAST_COLOR)

    def follow(self, book: Ledger) -> None:
        """Make room for the amounts of a ledger; another cell starts anew."""
        if self._cell != (book.layer, book.cell):
            self._cell = book.layer, book.cell
            self._limit, self._below, self._above = _STEPS[0], False, False
        low, high = reach(book)
        most = max(-low, high)
        self._limit = max(self._limit, next((step for step in _STEPS if step >= most), most))
        self._below = self._below or low < -_SLIGHT * self._limit
        self._above = self._above or high > _SLIGHT * self._limit


_BAR_PAD = 4.0
_LEAST = 1.0
_LOST = ("forgotten",)


class LedgerBars:
    """Draws the bar of each row."""

    def __init__(self) -> None:
        self.scale = LedgerScale()
        self._bars: list[tuple[str, float, float]] = []
        self.apply(LIGHT)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._table = color_table(scheme, gate=False)

    def set_ends(self, rows: Sequence[LedgerRow], ends: Mapping[str, float]) -> None:
        """Set where the bars begin and end."""
        self._bars = [
            (
                row.key,
                ends.get(f"start:{row.key}", row.start),
                ends.get(f"end:{row.key}", row.end),
            )
            for row in rows
        ]

    def bar(self, room: QRectF, index: int) -> QRectF | None:
        """Return where the bar of a row is, or None when it has none."""
        if index >= len(self._bars):
            return None
        _, start, end = self._bars[index]
        if math.isnan(end):
            return None
        left, right = sorted((self._x(room, start), self._x(room, end)))
        height = max(round(room.height() * 0.5), 3)
        top = round(room.center().y() - height / 2)
        return QRectF(left, top, max(right - left, _LEAST), height)

    def draw(self, painter: QPainter, room: QRectF, index: int) -> None:
        """Draw the bar of a row and the line of 0 behind it."""
        zero = round(self._x(room, 0.0)) + 0.5
        painter.setPen(QPen(QColor(self._scheme.line), 1))
        painter.drawLine(QPointF(zero, room.top()), QPointF(zero, room.bottom()))
        bar = self.bar(room, index)
        if bar is None:
            return
        key, start, end = self._bars[index]
        if key in _LOST:
            painter.fillRect(bar, QBrush(QColor(self._scheme.muted), Qt.BrushStyle.BDiagPattern))
        else:
            painter.fillRect(bar, self._color(end - start))
        painter.setPen(QPen(QColor(self._scheme.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))

    def _x(self, room: QRectF, value: float) -> float:
        part = min(max((value - self.scale.low) / (self.scale.high - self.scale.low), 0.0), 1.0)
        return room.left() + _BAR_PAD + part * (room.width() - 2 * _BAR_PAD)

    def _color(self, amount: float) -> QColor:
        part = min(max(amount / self.scale.color_limit, -1.0), 1.0)
        return self._table.colors[round(127.5 * (part + 1.0))]


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
        sized(self.verticalHeader().setMinimumSectionSize, _LEAST_ROW)
        self.horizontalHeader().hide()
        self._bars = LedgerBars()
        self._stress = QBrush()
        self._rows: tuple[LedgerRow, ...] = ()
        self._delegate = _BarDelegate(self, self._bars)
        self.setItemDelegateForColumn(_BAR, self._delegate)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(_BAR, QHeaderView.ResizeMode.Stretch)

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[LedgerRow], scale: LedgerScale) -> None:
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
            self.setMaximumHeight(len(rows) * px(_MOST_ROW) + 2 * self.frameWidth() + _PAD)
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
            self.verticalHeader().setDefaultSectionSize(
                min(max(height, px(_LEAST_ROW)), px(_MOST_ROW))
            )


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
