"""Named columns of numbers and words, as CSV and as JSON. No Qt here."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Floats

__all__ = ["Cell", "Columns", "DataTable", "grid_table"]

Cell = str | int | float | None
Columns = dict[str, Sequence[Cell] | NDArray[np.generic]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is computed by a spreadsheet, whoever wrote it."""


@dataclass(frozen=True)
class DataTable:
    """Columns of equal length by their names, and what is true of all rows.

    What was not measured is None or NaN: an empty cell, or null.
    """

    columns: Mapping[str, Sequence[Cell] | NDArray[np.generic]]
    facts: Mapping[str, object] = field(default_factory=dict)

    def __len__(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)

    @property
    def empty(self) -> bool:
        """Whether there is no row."""
        return not len(self)

    def rows(self) -> list[list[Cell]]:
        """Return the cells row by row, numbers as Python's own."""
        columns = [list(map(_plain, column)) for column in self.columns.values()]
        return [list(row) for row in zip(*columns, strict=True)]

    def csv(self) -> str:
        """Return a line of names and a line for each row, for spreadsheets and programs."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_in_csv(cell) for cell in row] for row in self.rows())
        return text.getvalue()

    def json_columns(self) -> dict[str, list[Cell]]:
        """Return the columns with nothing in them that JSON lacks."""
        rows = self.rows()
        return {
            name: [_in_json(row[place]) for row in rows] for place, name in enumerate(self.columns)
        }

    def json(self) -> str:
        """Return an object with the facts, and the columns as lists."""
        whole = {**self.facts, "columns": self.json_columns()}
        return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _plain(cell: object) -> Cell:
    value = cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(value, float) and math.isnan(value):
        return None
    return value if isinstance(value, str | int | float) else None


def _in_csv(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return f"{cell:.10g}" if isinstance(cell, float) else cell


def _in_json(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def grid_table(
    characters: str, values: Floats, facts: Mapping[str, object] | None = None
) -> DataTable:
    """Return values of shape (characters, cells): a row for each character, a column a cell."""
    columns: Columns = {
        "position": list(range(1, len(values) + 1)),
        "character": list(characters[: len(values)]),
    }
    columns |= {f"cell {cell}": values[:, cell] for cell in range(values.shape[1])}
    return DataTable(columns, facts or {})
