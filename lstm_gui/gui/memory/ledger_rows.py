"""The ledger as rows: what each number is called, its value, and the bar that stands for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.inspection import Ledger
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.memory.symbols import written

__all__ = ["Row", "reach", "rows"]

_LEAST_REST = 5e-4
"""A rest that would be seen in the third decimal; rounding alone leaves less."""


@dataclass(frozen=True, slots=True)
class Row:
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


def rows(book: Ledger) -> tuple[Row, ...]:
    """Return the rows in the order in which the numbers arise."""
    builders = {"lstm": _lstm, "gru": _gru, "rnn": _rnn}
    result = builders[book.cell_kind](book)
    if abs(book.remainder) >= _LEAST_REST and book.cell_kind != "rnn":
        start = book.after - book.remainder
        rest = QT_TRANSLATE_NOOP("Ledger", "by another hand")
        place = [row.key for row in result].index("write") + 1
        result.insert(place, _bar("rest", "", rest, start, book.after))
    return tuple(result)


def reach(book: Ledger) -> tuple[float, float]:
    """Return the least and the largest amount of state, 0 among them."""
    amounts = (book.before, book.after, book.shown or 0.0, *(one.value for one in book.terms))
    finite = [one for one in amounts if math.isfinite(one)]
    return min(0.0, *finite), max(0.0, *finite)


def _lstm(book: Ledger) -> list[Row]:
    kept, after = book.term("kept"), book.after
    return [
        _state("c_before", "c_{t−1}", QT_TRANSLATE_NOOP("Ledger", "old memory"), book.before),
        _gate(book, "f", QT_TRANSLATE_NOOP("Ledger", "forget gate")),
        *_parts(book, "f", "c"),
        _gate(book, "i", QT_TRANSLATE_NOOP("Ledger", "input gate")),
        _gate(book, "c~", QT_TRANSLATE_NOOP("Ledger", "candidate")),
        _bar("write", "i·c~", QT_TRANSLATE_NOOP("Ledger", "written"), kept, kept + _written(book)),
        _state("c", "c_t", QT_TRANSLATE_NOOP("Ledger", "new memory"), after),
        Row(
            "tanh", written("tanh(c_t)"), QT_TRANSLATE_NOOP("Ledger", "squashed"), math.tanh(after)
        ),
        _gate(book, "o", QT_TRANSLATE_NOOP("Ledger", "output gate")),
        _state("h", "h_t", QT_TRANSLATE_NOOP("Ledger", "shown"), book.term("shown")),
    ]


def _gru(book: Ledger) -> list[Row]:
    kept = book.term("kept")
    written_name = QT_TRANSLATE_NOOP("Ledger", "written")
    return [
        _state("h_before", "h_{t−1}", QT_TRANSLATE_NOOP("Ledger", "old state"), book.before),
        _gate(book, "r", QT_TRANSLATE_NOOP("Ledger", "reset gate")),
        _gate(book, "h~", QT_TRANSLATE_NOOP("Ledger", "candidate")),
        _gate(book, "z", QT_TRANSLATE_NOOP("Ledger", "update gate")),
        *_parts(book, "z", "h"),
        _bar("write", "(1 − z)·h~", written_name, kept, kept + _written(book)),
        _state("h", "h_t", QT_TRANSLATE_NOOP("Ledger", "new state"), book.after),
    ]


def _rnn(book: Ledger) -> list[Row]:
    return [
        _state("h_before", "h_{t−1}", QT_TRANSLATE_NOOP("Ledger", "old state"), book.before),
        _state("h", "h_t", QT_TRANSLATE_NOOP("Ledger", "new state"), book.after),
    ]


def _parts(book: Ledger, gate: str, state: str) -> tuple[Row, Row]:
    """Return what was forgotten and what was kept: side by side they are the old state."""
    kept, old = book.term("kept"), state + "_{t−1}"
    lost, left = QT_TRANSLATE_NOOP("Ledger", "forgotten"), QT_TRANSLATE_NOOP("Ledger", "kept")
    forgotten = Row(
        "forgotten",
        written(f"(1 − {gate})·{old}"),
        lost,
        book.term("forgotten"),
        kept,
        kept + book.term("forgotten"),
        ("keep",),
    )
    return forgotten, _bar("keep", f"{gate}·{old}", left, 0.0, kept)


def _written(book: Ledger) -> float:
    return book.term("written")


def _gate(book: Ledger, key: str, term: str) -> Row:
    return Row(key, written(key), term, book.gates[key], nodes=(key,))


def _state(key: str, symbol: str, term: str, value: float) -> Row:
    return Row(key, written(symbol), term, value, 0.0, value, (key,))


def _bar(key: str, symbol: str, term: str, start: float, end: float) -> Row:
    return Row(key, written(symbol), term, end - start, start, end, (key,))
