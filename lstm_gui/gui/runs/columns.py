"""The columns of the table of runs: their titles, and what each is sorted by."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import Qt

from lstm_gui.core.runs import Run
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Column", "FIGURES", "KEYS", "TITLES", "side_of"]


class Column(IntEnum):
    """The columns, from the left."""

    SHOWN = 0
    PIN = 1
    NAME = 2
    DIFFERENCE = 3
    BEST = 4
    LAST = 5
    HELD_OUT = 6
    EPOCHS = 7
    TIME = 8
    CURVE = 9
    NOTES = 10


TITLES: dict[Column, tuple[str, str]] = {
    Column.SHOWN: ("", QT_TRANSLATE_NOOP("Runs", "Shown in the plot (space)")),
    Column.PIN: ("", QT_TRANSLATE_NOOP("Runs", "Pinned: stays on top, and its model is kept")),
    Column.NAME: (QT_TRANSLATE_NOOP("Runs", "Run"), ""),
    Column.DIFFERENCE: (
        QT_TRANSLATE_NOOP("Runs", "Different"),
        QT_TRANSLATE_NOOP("Runs", "What is set differently than in the run before it"),
    ),
    Column.BEST: (
        QT_TRANSLATE_NOOP("Runs", "Best"),
        QT_TRANSLATE_NOOP("Runs", "The lowest perplexity of an epoch"),
    ),
    Column.LAST: (
        QT_TRANSLATE_NOOP("Runs", "Last"),
        QT_TRANSLATE_NOOP("Runs", "The perplexity of the last epoch"),
    ),
    Column.HELD_OUT: (
        QT_TRANSLATE_NOOP("Runs", "Held out"),
        QT_TRANSLATE_NOOP("Runs", "The lowest perplexity on the part of the text held out"),
    ),
    Column.EPOCHS: (QT_TRANSLATE_NOOP("Runs", "Epochs"), ""),
    Column.TIME: (QT_TRANSLATE_NOOP("Runs", "Time"), QT_TRANSLATE_NOOP("Runs", "Of training")),
    Column.CURVE: (QT_TRANSLATE_NOOP("Runs", "Curve"), ""),
    Column.NOTES: (QT_TRANSLATE_NOOP("Runs", "Notes"), ""),
}
FIGURES: dict[Column, Callable[[Run], float]] = {
    Column.BEST: lambda run: run.best,
    Column.LAST: lambda run: run.last,
    Column.HELD_OUT: lambda run: run.held_out,
}
_NUMBERS = (*FIGURES, Column.EPOCHS, Column.TIME)

KEYS: dict[Column, Callable[[Run], object]] = {
    Column.SHOWN: lambda run: run.number,
    Column.PIN: lambda run: run.number,
    Column.NAME: lambda run: run.number,
    Column.DIFFERENCE: lambda run: run.number,
    Column.BEST: lambda run: _or_most(run.best),
    Column.LAST: lambda run: _or_most(run.last),
    Column.HELD_OUT: lambda run: _or_most(run.held_out),
    Column.EPOCHS: lambda run: run.epochs,
    Column.TIME: lambda run: run.seconds,
    Column.CURVE: lambda run: run.number,
    Column.NOTES: lambda run: run.notes.casefold(),
}


def _or_most(figure: float) -> float:
    return math.inf if math.isnan(figure) else figure


def side_of(column: Column) -> Qt.AlignmentFlag:
    """Return where a column's title and cells stand: numbers on the right."""
    across = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag(across | Qt.AlignmentFlag.AlignVCenter)
