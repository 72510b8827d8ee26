"""The one scale on which the bars of a cell are drawn, whatever character is chosen."""

from __future__ import annotations

from lstm_gui.core.inspection import Ledger
from lstm_gui.gui.memory.ledger_rows import reach

__all__ = ["LedgerScale"]

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
