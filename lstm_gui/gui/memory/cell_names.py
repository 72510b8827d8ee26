"""Names and numbers of cells: how they are written, and how typed numbers are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.inspection.features import FEATURES
from lstm_gui.core.inspection.naming import NamedCell

__all__ = ["cell_names", "feature_label", "format_cells", "parse_cells"]


def feature_label(key: str) -> str:
    """Return the name of a feature."""
    feature = FEATURES.get(key)
    return QCoreApplication.translate("Features", feature.label) if feature else key


def cell_names(named: Sequence[NamedCell]) -> dict[int, str]:
    """Return the names by cell, in the given order."""
    return {cell.cell: feature_label(cell.feature) for cell in named}


_SEPARATORS = re.compile(r"[,;，、；\s]+")
_PART = re.compile(r"(\d{1,6})(?:[-–—~～](\d{1,6}))?")
_AROUND_DASH = re.compile(r"\s*([-–—~～])\s*")


def parse_cells(
    text: str, count: int, *, everything: Iterable[str] = ("all",)
) -> tuple[int, ...] | None:
    """Read cell numbers below `count`; None means all cells.

    Raises:
        ValueError: Something is no number, or no cell has it.
    """
    text = text.strip()
    if not text or text.casefold() in {word.casefold() for word in everything}:
        return None
    cells: set[int] = set()
    for part in filter(None, _SEPARATORS.split(_AROUND_DASH.sub(r"\1", text))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(part)
        first = int(match[1])
        last = int(match[2] or first)
        if not first <= last < count:
            raise ValueError(part)
        cells.update(range(first, last + 1))
    if not cells:
        raise ValueError(text)
    return tuple(sorted(cells))


def format_cells(cells: Iterable[int]) -> str:
    """Write cells briefly, neighbours as a range: 37, 40–45."""
    runs: list[list[int]] = []
    for cell in sorted(set(cells)):
        if runs and runs[-1][-1] == cell - 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
