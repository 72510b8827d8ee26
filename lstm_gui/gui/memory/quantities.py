"""The quantities that a trace holds: order, symbols, names, and the scale of their colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QCoreApplication

from lstm_gui.core.arrays import Floats
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import marked

__all__ = ["FixedSteps", "LIMITS", "Offer", "QUANTITIES", "Quantity", "Scale", "ordered"]

LIMITS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""The ends that a range of colours may have."""

Offer = Literal["nothing", "own", "limits"]
"""What a person may choose: no range; that of the quantity or of each cell; any limit too."""

_FINER = (0.1, 0.2, 0.5)
_AUTOMATIC = 4.0
_COVERED = 0.99
_SLACK = 0.8


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing a cell computes: its key in a trace, its sign in the book, its name in words.

    Gates lie between 0 and 1. Of the rest only the memory cell may leave −1 … 1.
    """

    key: str
    symbol: str
    term: str
    gate: bool = False
    bounded: bool = True

    @property
    def name(self) -> str:
        """The name in the language in use."""
        return QCoreApplication.translate("Quantities", self.term)


QUANTITIES: tuple[Quantity, ...] = (
    Quantity("c", "C", QT_TRANSLATE_NOOP("Quantities", "memory cell"), bounded=False),
    Quantity("h", "H", QT_TRANSLATE_NOOP("Quantities", "hidden state")),
    Quantity("i", "I", QT_TRANSLATE_NOOP("Quantities", "input gate"), gate=True),
    Quantity("f", "F", QT_TRANSLATE_NOOP("Quantities", "forget gate"), gate=True),
    Quantity("o", "O", QT_TRANSLATE_NOOP("Quantities", "output gate"), gate=True),
    Quantity("c~", "C\u0303", QT_TRANSLATE_NOOP("Quantities", "candidate memory")),
    Quantity("r", "R", QT_TRANSLATE_NOOP("Quantities", "reset gate"), gate=True),
    Quantity("z", "Z", QT_TRANSLATE_NOOP("Quantities", "update gate"), gate=True),
    Quantity("h~", "H\u0303", QT_TRANSLATE_NOOP("Quantities", "candidate hidden state")),
)


def ordered(keys: Iterable[str]) -> tuple[Quantity, ...]:
    """Return the quantities a trace has, in the fixed order; unknown ones are left out."""
    present = set(keys)
    return tuple(quantity for quantity in QUANTITIES if quantity.key in present)


@dataclass(frozen=True, slots=True)
class Scale:
    """The values at the two ends of the colour map, and which map it is."""

    low: float
    high: float
    gate: bool

    @property
    def words(self) -> str:
        """The two ends, written."""
        return marked(f"{self.low:g} … {self.high:g}".replace("-", "−"))

    def indices(self, values: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return the places of values in a map of 256 colours; NaN is in the middle."""
        places = (values - self.low) * (255.0 / (self.high - self.low)) + 0.5
        return np.nan_to_num(np.clip(places, 0.0, 255.0), nan=128.0).astype(np.uint8)


class FixedSteps:
    """Chooses a symmetric limit of 1, 2 or 4 that holds still while values waver around it.

    It may start from a smaller one: 0.1, 0.2 or 0.5. It goes no further than 4, for what a cell
    shows is o·tanh(c), and tanh(4) is 0.999: beyond it c only counts, and cells that count to 30
    must not take the colours from the others.
    """

    def __init__(self, smallest: float = 1.0) -> None:
        halved = (step for step in _FINER if step >= smallest)
        self._all = (*halved, *(step for step in LIMITS if step <= _AUTOMATIC))
        self.limit = self._all[0]

    def follow(self, values: Floats) -> float:
        """Return the limit for these values: 99 of 100 lie within, the rest take its end colour.

        It rises as soon as it must and falls only when the values are well inside the next step.
        """
        sizes = np.abs(values[np.isfinite(values)])
        if sizes.size:
            rank = min(int(sizes.size * _COVERED), sizes.size - 1)
            reach = float(np.partition(sizes, rank)[rank])
            self.limit = max(self._step(reach), min(self.limit, self._step(reach / _SLACK)))
        return self.limit

    def reset(self) -> None:
        """Start over from the smallest limit."""
        self.limit = self._all[0]

    def _step(self, reach: float) -> float:
        return next((step for step in self._all if step >= reach), self._all[-1])
