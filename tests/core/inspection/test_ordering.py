"""Rows of the heat map: each cell once, in the order that was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.inspection.ordering import ORDERS, Order, order_cells, similarity_order
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from tests.core.inspection.conftest import small_trace, trace_of


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("order", ORDERS)
def test_every_cell_has_one_row_and_pinned_ones_come_first(cell: CellKind, order: Order) -> None:
    trace = small_trace(cell, 2, hidden=9)
    found = order_cells(trace, layer=1, quantity="h", order=order, pinned=(7, 2, 7, 99))
    assert found.tolist()[:2] == [7, 2] and sorted(found.tolist()) == list(range(9))
    again = order_cells(trace, layer=1, quantity="h", order=order, pinned=(7, 2))
    assert again.tolist() == found.tolist()


def test_orders_by_hand() -> None:
    c = [[0, 1, 0.1, 9], [0, -1, 0.2, 9]]
    trace = trace_of("lstm", c=c, f=[[0.5, 0.1, 1, 0.9]] * 2)

    def order(name: Order, named: tuple[NamedCell, ...] = ()) -> list[int]:
        found = order_cells(trace, layer=0, quantity="c", order=name, named=named)
        return [*map(int, found)]

    assert order("index") == [0, 1, 2, 3]
    assert order("variance") == [1, 2, 0, 3]
    assert order("half_life") == [2, 3, 0, 1]
    named = (
        NamedCell(2, "since_space", 0.9),
        NamedCell(3, "position_in_line", 0.7),
        NamedCell(1, "position_in_line", -0.8),
    )
    assert order("role", named) == [1, 3, 2, 0]


def test_likeness_brings_groups_together(rng: np.random.Generator) -> None:
    """Three shapes, shuffled: in the order found, each group stands in one piece."""
    t = np.arange(64)
    shapes = np.stack([np.sin(t / 3), np.cos(t / 7), (t % 9) / 9], axis=1)
    groups = rng.integers(0, 3, 60)
    values = shapes[:, groups] + rng.normal(scale=0.1, size=(64, 60))
    order = similarity_order(values.astype(np.float32))
    changes = np.count_nonzero(np.diff(groups[order]))
    assert changes == 2 and sorted(order.tolist()) == list(range(60))


def test_likeness_of_cells_that_never_move() -> None:
    values = np.ones((5, 4), np.float32)
    assert similarity_order(values).tolist() == [0, 1, 2, 3]
    values[:, 2] = [0, 1, 0, 1, 0]
    assert similarity_order(values).tolist() == [2, 0, 1, 3]
