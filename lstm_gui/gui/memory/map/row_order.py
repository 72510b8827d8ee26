"""The order of the rows: by number, by value or by role, with pinned cells first. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.inspection.ordering import Order, order_cells
from lstm_gui.core.model.backend import Trace

__all__ = ["CellOrder", "Cells", "Rows", "find_cells"]

Cells = NDArray[np.int64]


class Rows:
    """The cells from top to bottom. The first ones may be pinned: they do not scroll.

    The other ones are the lines of the map's y-axis, counted from 0.
    """

    def __init__(self, order: Cells, pinned: int = 0) -> None:
        self.order = order
        self.pinned: tuple[int, ...] = tuple(order[:pinned].tolist())
        self.lines: Cells = order[pinned:]
        self._row_of = np.argsort(order)
        self.by_number = bool(np.all(np.diff(self.lines) > 0))

    @classmethod
    def by_index(cls, cells: int) -> Rows:
        """Return the cells in the order of their numbers."""
        return cls(np.arange(cells))

    def fitted(self, cells: int) -> Rows:
        """Return the rows of a network with so many cells: the same order as far as it goes."""
        if cells == len(self.order):
            return self
        pins = [cell for cell in self.pinned if cell < cells][: cells - 1]
        rest = self.order[(self.order < cells) & ~np.isin(self.order, pins)]
        more = np.arange(len(self.order), cells)
        return Rows(np.concatenate([np.array(pins, dtype=np.int64), rest, more]), len(pins))

    def line_of(self, cell: int) -> int | None:
        """Return the line of a cell, or None for a pinned one."""
        row = int(self._row_of[cell]) - len(self.pinned)
        return row if row >= 0 else None

    def cell_at(self, line: float) -> int:
        """Return the cell of this line, or of the nearest one."""
        return int(self.lines[min(max(int(line), 0), len(self.lines) - 1)])

    def beside(self, cell: int, rows: int) -> int:
        """Return the cell so many rows further down, or the last one on the way."""
        row = int(self._row_of[cell]) + rows
        return int(self.order[min(max(row, 0), len(self.order) - 1)])


class CellOrder:
    """The order that was asked for, and what it came to.

    It is worked out once and then kept, for all quantities and moments, until it is asked for
    again: rows that move by themselves cannot be watched, and cells are compared between C and F
    by finding them in the same place.
    """

    def __init__(self) -> None:
        self.key: Order = "index"
        self.named: Sequence[NamedCell] = ()
        self._pins: dict[int, list[int]] = {}
        self._kept: Cells | None = None
        self._kept_for = (0, 0)

    def choose(self, key: Order) -> None:
        """Sort by this when rows are asked for next, even if it is what they are sorted by."""
        self.key = key
        self.forget()

    def take_names(self, named: Sequence[NamedCell]) -> bool:
        """Take the names of the cells; tell whether the order by role waited for them."""
        waited = self.key == "role" and not self.named and bool(named)
        self.named = tuple(named)
        if waited:
            self.forget()
        return waited

    def forget(self) -> None:
        """Sort again when rows are asked for next."""
        self._kept = None

    def pinned(self, layer: int) -> tuple[int, ...]:
        """Return the pinned cells of a layer, the first pinned first."""
        return tuple(self._pins.get(layer, ()))

    @property
    def pins(self) -> tuple[tuple[int, ...], ...]:
        """The pinned cells of each layer, from the first one on."""
        return tuple(self.pinned(layer) for layer in range(max(self._pins, default=-1) + 1))

    def set_pins(self, pins: Sequence[Sequence[int]]) -> None:
        """Pin these cells of each layer, and no others."""
        self._pins = {layer: list(dict.fromkeys(cells)) for layer, cells in enumerate(pins)}

    def toggle_pin(self, layer: int, cell: int) -> None:
        """Pin a cell, or let it go."""
        pins = self._pins.setdefault(layer, [])
        if cell in pins:
            pins.remove(cell)
        else:
            pins.append(cell)

    def rows(self, trace: Trace, *, layer: int, quantity: str) -> Rows:
        """Return the rows for a layer; its order is by `quantity` if it is not known yet."""
        cells = trace.quantities[quantity].shape[2]
        if self._kept is None or self._kept_for != (layer, cells):
            self._kept = self._sorted(trace, layer, quantity)
            self._kept_for = (layer, cells)
        known = [cell for cell in self.pinned(layer) if cell < cells]
        pins = np.array(known[: cells - 1], dtype=np.int64)  # one is left to scroll
        rest = self._kept[~np.isin(self._kept, pins)]
        return Rows(np.concatenate([pins, rest]), len(pins))

    def _sorted(self, trace: Trace, layer: int, quantity: str) -> Cells:
        if self.key == "index":
            return np.arange(trace.quantities[quantity].shape[2])
        order = order_cells(trace, layer=layer, quantity=quantity, order=self.key, named=self.named)
        return np.asarray(order, dtype=np.int64)


def find_cells(text: str, cells: int, names: Mapping[int, str]) -> tuple[int, ...]:
    """Return the cell with this number, or those with the text in their names, as these stand."""
    wanted = text.strip().casefold()
    if wanted.isdecimal():
        return (int(wanted),) if int(wanted) < cells else ()
    if not wanted:
        return ()
    return tuple(cell for cell, name in names.items() if wanted in name.casefold() and cell < cells)
