"""Scales hold still, colours are symmetric, and every colour has an ink that can be read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.quantities import QUANTITIES, FixedSteps, Scale, ordered
from lstm_gui.gui.widgets.theme import DARK, LIGHT, Scheme


def luminance(color: QColor) -> float:
    parts = np.array([color.redF(), color.greenF(), color.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def test_quantities_come_in_the_fixed_order() -> None:
    assert [q.key for q in ordered({"o", "h", "c~", "f", "c", "i"})] == [
        "c",
        "h",
        "i",
        "f",
        "o",
        "c~",
    ]
    assert [q.key for q in ordered(("h~", "z", "h", "r"))] == ["h", "r", "z", "h~"]
    assert ordered({"secret"}) == ()


def test_every_gate_of_every_cell_is_known() -> None:
    known = {quantity.key for quantity in QUANTITIES}
    assert {gate for cell in CELLS.values() for gate in cell.quantities} <= known


def test_limit_rises_at_once_and_falls_late() -> None:
    steps = FixedSteps()

    def follow(size: float) -> float:
        return steps.follow(np.full((4, 4), size, dtype=np.float32))

    assert [follow(size) for size in (0.0, 0.9, 1.1, 0.9, 1.1, 0.85, 0.79)] == [
        1,
        1,
        2,
        2,
        2,
        2,
        1,
    ]
    assert [follow(size) for size in (3.5, 1.7, 1.5)] == [4, 4, 2]


def test_cells_that_count_do_not_take_the_colours_from_the_others() -> None:
    """Beyond 4 nothing changes in what a cell shows, tanh(c)."""
    values = np.full((33, 256), 0.5, dtype=np.float32)
    values[:, :120] = np.arange(33)[:, np.newaxis]
    assert FixedSteps().follow(values) == 4


def test_limit_minds_neither_a_few_outliers_nor_nan() -> None:
    values = np.full((50, 256), 0.5, dtype=np.float32)
    values[0, :60] = 30.0
    values[1, :60] = np.nan
    assert FixedSteps().follow(values) == 1
    assert FixedSteps().follow(np.full((2, 2), np.nan, dtype=np.float32)) == 1


def test_scale_is_symmetric_and_bounded() -> None:
    values = np.array([[-9.0, -2.0, 0.0, 2.0, 9.0, np.nan]], dtype=np.float32)
    assert Scale(-2.0, 2.0, gate=False).indices(values).tolist() == [[0, 0, 128, 255, 255, 128]]
    assert Scale(0.0, 1.0, gate=True).indices(values)[0, :4].tolist() == [0, 0, 0, 255]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("gate", [False, True])
def test_ink_can_be_read_on_every_colour(scheme: Scheme, gate: bool) -> None:
    table = color_table(scheme, gate=gate)
    for color, ink in zip(table.colors, table.inks, strict=True):
        low, high = sorted((luminance(color), luminance(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5
