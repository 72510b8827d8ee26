"""One cell at one character: what it kept, forgot, wrote and showed, in its own numbers.

The equations are those of Dive into Deep Learning (LSTM and GRU chapters), for a single cell:

    LSTM   c_t = f·c_{t−1} + i·c~     h_t = o·tanh(c_t)
    GRU    h_t = z·h_{t−1} + (1 − z)·h~
    RNN    h_t = tanh(…), which has no parts
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell import GATES, state_before, states
from lstm_gui.core.settings.groups import CellKind

__all__ = ["Equation", "Ledger", "Term", "equations", "ledger"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a ledger; `name` is kept, forgotten, written or shown."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened to a cell's state at one character.

    `gates` holds everything that the weights' gates gave, candidates included. `kept` and
    `written` sum to `after` up to `remainder`: rounding (below 1e-6) while the model is live,
    what float16 lost for a moment of the time machine, and for an intervention what it did.
    """

    cell_kind: CellKind
    layer: int
    cell: int
    position: int
    before: float
    after: float
    terms: tuple[Term, ...]
    gates: Mapping[str, float]
    shown: float | None
    remainder: float = 0.0

    def term(self, name: str) -> float:
        """Return the value of the term of this name.

        Raises:
            KeyError: Such a cell has no such term.
        """
        return {term.name: term.value for term in self.terms}[name]


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of the cell step, in symbols and, sign for sign, in numbers."""

    symbols: str
    numbers: str


def ledger(trace: Trace, *, layer: int, cell: int, position: int) -> Ledger:
    """Account for the state of one cell at one character; arithmetic is in float64.

    Raises:
        IndexError: There is no such layer, cell or position.
    """
    _check(trace, layer, cell, position)
    values = {n: float(q[layer, position, cell]) for n, q in trace.quantities.items()}
    gates = {name: values[name] for name in GATES[trace.cell]} if trace.cell != "rnn" else {}
    before = float(state_before(trace, layer, position)[cell])
    after = float(states(trace)[layer, position, cell])
    terms = _terms(trace.cell, gates, before, after)
    parts = sum(term.value for term in terms if term.name in ("kept", "written"))
    return Ledger(
        cell_kind=trace.cell,
        layer=layer,
        cell=cell,
        position=position,
        before=before,
        after=after,
        terms=terms,
        gates=MappingProxyType(gates),
        shown=values["h"] if trace.cell == "lstm" else None,
        remainder=after - parts,
    )


def equations(book: Ledger, digits: int = 3) -> tuple[Equation, ...]:
    """Write out the equations of a cell step beside their numbers."""

    def n(value: float) -> str:
        text = f"{value:.{digits}f}"
        return f"({text})" if value < 0 else text

    before, after, g = n(book.before), f"{book.after:.{digits}f}", book.gates
    if book.cell_kind == "lstm":
        kept, written = f"{n(g['f'])}·{before}", f"{n(g['i'])}·{n(g['c~'])}"
        shown = f"{book.shown:.{digits}f} = {n(g['o'])}·tanh({after})"
        return (
            Equation("c_t = f·c_{t−1} + i·c~", f"{after} = {kept} + {written}"),
            Equation("h_t = o·tanh(c_t)", shown),
        )
    if book.cell_kind == "gru":
        numbers = f"{after} = {n(g['z'])}·{before} + (1 − {n(g['z'])})·{n(g['h~'])}"
        return (Equation("h_t = z·h_{t−1} + (1 − z)·h~", numbers),)
    sum_before = math.atanh(max(-1 + 1e-7, min(1 - 1e-7, book.after)))
    return (Equation("h_t = tanh(a_t)", f"{after} = tanh({sum_before:.{digits}f})"),)


def _terms(
    kind: CellKind, gates: Mapping[str, float], before: float, after: float
) -> tuple[Term, ...]:
    if kind == "rnn":
        return (Term("written", after),)
    if kind == "gru":
        keep, write, candidate = gates["z"], 1 - gates["z"], gates["h~"]
    else:
        keep, write, candidate = gates["f"], gates["i"], gates["c~"]
    terms = (
        Term("kept", keep * before),
        Term("forgotten", (1 - keep) * before),
        Term("written", write * candidate),
    )
    if kind == "gru":
        return terms
    return (*terms, Term("shown", gates["o"] * math.tanh(after)))


def _check(trace: Trace, layer: int, cell: int, position: int) -> None:
    layers, length, hidden = states(trace).shape
    wanted = (("layer", layer, layers), ("cell", cell, hidden), ("position", position, length))
    for name, value, size in wanted:
        if not 0 <= value < size:
            raise IndexError(f"{name} must lie between 0 and {size - 1}, got {value}")
