"""In which order the rows stand, and what the cells in them are called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.backend import Trace
from lstm_gui.core.inspection import NamedCell, Order
from lstm_gui.gui.memory.cell_names import cell_names
from lstm_gui.gui.memory.order_bar import OrderBar
from lstm_gui.gui.memory.row_order import CellOrder, Rows

__all__ = ["RowSorting"]


class RowSorting(QObject):
    """Keeps the order that the bar asks for, and lets the bar find the cells by their names.

    Signals:
        changed: The rows stand in another order from now on.
    """

    changed = Signal()

    def __init__(self, bar: OrderBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._order = CellOrder()
        self._cells = 0
        self._names: dict[int, str] = {}
        bar.orderChosen.connect(self._on_bar_order_chosen)

    @property
    def by_role(self) -> bool:
        """Whether the rows stand by the names of their cells."""
        return self._order.key == "role"

    def pinned(self, layer: int) -> tuple[int, ...]:
        """Return the pinned cells of a layer."""
        return self._order.pinned(layer)

    def toggle_pin(self, layer: int, cell: int) -> None:
        """Pin a cell, or let it go."""
        self._order.toggle_pin(layer, cell)
        self.changed.emit()

    def forget(self) -> None:
        """Sort anew when rows are asked for next."""
        self._order.forget()

    def name_of(self, cell: int) -> str:
        """Return the name of a cell, or nothing."""
        return self._names.get(cell, "")

    def take_names(self, named: Sequence[NamedCell]) -> None:
        """Take the names of the cells: for the search and the order by role."""
        if self._order.take_names(named):
            self.changed.emit()
        self.retranslate()

    def rows(self, trace: Trace, *, layer: int, quantity: str) -> Rows:
        """Return the rows for a layer, which the bar finds its cells among from now on."""
        rows = self._order.rows(trace, layer=layer, quantity=quantity)
        self._cells = len(rows.order)
        self._bar.set_cells(self._cells, self._names)
        return rows

    def retranslate(self) -> None:
        """Call the cells by their names in the language in use."""
        self._names = cell_names(self._order.named)
        if self._bar.isVisible():
            self._bar.set_cells(self._cells, self._names)

    def _on_bar_order_chosen(self, key: Order) -> None:
        self._order.choose(key)
        self.changed.emit()
