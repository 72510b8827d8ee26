"""One cell at one character: its ledger, its equations, and its computation graph (计算图).

The ledger tells what the cell kept, forgot, wrote and showed, in its own numbers. What its lines,
equations and nodes are stands in the `CellSpec` of its kind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell import CellSpec, NodeKind
from lstm_gui.core.model.cell_kinds import CELLS, state_before, states
from lstm_gui.core.numbers import marked
from lstm_gui.core.settings.groups import CellKind

__all__ = [
    "ComputationGraph",
    "Edge",
    "Equation",
    "Ledger",
    "Node",
    "SubStep",
    "Term",
    "computation_graph",
    "equations",
    "ledger",
    "sub_steps",
]


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
    what float16 lost for a moment of the time machine, and for an intervention what it did. `shown`
    is the cell's h where that is not its memory.
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

    @property
    def spec(self) -> CellSpec:
        """The kind of cell."""
        return CELLS[self.cell_kind]

    def term(self, name: str) -> float:
        """Return the value of the term of this name.

        Raises:
            KeyError: Such a cell has no such term.
        """
        return {term.name: term.value for term in self.terms}[name]

    @property
    def values(self) -> Mapping[str, float]:
        """Every number of the ledger, by the names that the plans of a `CellSpec` use."""
        found = {term.name: term.value for term in self.terms} | {**self.gates}
        found |= {"": math.nan, "before": self.before, "after": self.after}
        if self.shown is not None:
            found |= {"squashed": math.tanh(self.after), "h": self.shown}
        if self.spec.keep is None:
            # tanh⁻¹ gives the sum back; a saturated cell's is lost to rounding.
            inside = abs(self.after) < 1
            found["sum"] = math.atanh(self.after) if inside else math.copysign(math.inf, self.after)
        else:
            found["rest"] = 1 - self.gates[self.spec.keep]
        return found


def ledger(trace: Trace, *, layer: int, cell: int, position: int) -> Ledger:
    """Account for the state of one cell at one character; arithmetic is in float64.

    Raises:
        IndexError: There is no such layer, cell or position.
    """
    _check(trace, layer, cell, position)
    spec = CELLS[trace.cell]
    values = {n: float(q[layer, position, cell]) for n, q in trace.quantities.items()}
    gates = {name: values[name] for name in spec.parts}
    before = float(state_before(trace, layer, position)[cell])
    after = float(states(trace)[layer, position, cell])
    terms = _terms(spec, gates, before, after)
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
        shown=values["h"] if spec.has_c else None,
        remainder=after - parts,
    )


def _terms(
    spec: CellSpec, gates: Mapping[str, float], before: float, after: float
) -> tuple[Term, ...]:
    if spec.keep is None or spec.candidate is None:
        return (Term("written", after),)
    keep = gates[spec.keep]
    write = 1 - keep if spec.write is None else gates[spec.write]
    terms = (
        Term("kept", keep * before),
        Term("forgotten", (1 - keep) * before),
        Term("written", write * gates[spec.candidate]),
    )
    if spec.show is None:
        return terms
    return (*terms, Term("shown", gates[spec.show] * math.tanh(after)))


def _check(trace: Trace, layer: int, cell: int, position: int) -> None:
    layers, length, hidden = states(trace).shape
    wanted = (("layer", layer, layers), ("cell", cell, hidden), ("position", position, length))
    for name, value, size in wanted:
        if not 0 <= value < size:
            raise IndexError(f"{name} must lie between 0 and {size - 1}, got {value}")


# Equations


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of the cell step, in symbols and, sign for sign, in numbers."""

    symbols: str
    numbers: str


_NEAR_ONE = 1 - 1e-7
"""A sum is found from a saturated value as from this one, and so has an end."""


def equations(book: Ledger, digits: int = 3) -> tuple[Equation, ...]:
    """Write out the equations of a cell step beside their numbers."""

    def n(value: float) -> str:
        text = marked(f"{value:.{digits}f}")
        return f"({text})" if value < 0 else text

    sum_before = math.atanh(max(-_NEAR_ONE, min(_NEAR_ONE, book.after)))
    alone = {"after": book.after, "h": book.shown or 0.0, "sum": sum_before}
    numbers = {name: marked(f"{value:.{digits}f}") for name, value in alone.items()}
    numbers |= {"before": n(book.before), **{name: n(gate) for name, gate in book.gates.items()}}
    for name in book.spec.gates:
        gate = max(1 - _NEAR_ONE, min(_NEAR_ONE, book.gates[name]))
        numbers[f"only {name}"] = marked(f"{book.gates[name]:.{digits}f}")
        numbers[f"sum {name}"] = marked(f"{math.log(gate / (1 - gate)):.{digits}f}")  # σ⁻¹
    return tuple(
        Equation(one.symbols, one.numbers.format_map(numbers)) for one in book.spec.equations
    )


# The computation graph


@dataclass(frozen=True, slots=True)
class Node:
    """A state, gate, operation or input; `value` is what comes out of it.

    It is nan where a whole vector passes: the character, and the h that every gate looks at.
    """

    id: str
    symbol: str
    value: float
    x: float
    y: float
    kind: NodeKind


@dataclass(frozen=True, slots=True)
class Edge:
    """What one node hands on to another; `label` is its symbol."""

    source: str
    target: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class ComputationGraph:
    """The computation of one cell at one character."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def computation_graph(book: Ledger) -> ComputationGraph:
    """Draw the computation that a ledger accounts for."""
    values, plans = book.values, {one.id: one for one in book.spec.nodes}
    nodes = tuple(
        Node(one.id, one.symbol, values[one.value], one.x, one.y, one.kind)
        for one in plans.values()
    )
    edges = tuple(
        Edge(
            source,
            target,
            plans[source].label or plans[source].symbol,
            # All of h goes to the gates; h of this cell alone goes into the sum.
            math.nan if target == "join" else values[plans[source].value],
        )
        for source, target in book.spec.edges
    )
    return ComputationGraph(nodes, edges)


@dataclass(frozen=True, slots=True)
class SubStep:
    """A sub-step of slow motion: its nodes, what it gives, its sentence, and its equation."""

    key: str
    nodes: tuple[str, ...]
    value: float
    sentence: str
    equation: int


def sub_steps(book: Ledger) -> tuple[SubStep, ...]:
    """Take the computation apart into the sub-steps of slow motion."""
    values = book.values
    return tuple(
        SubStep(one.key, one.nodes, values[one.value], one.sentence, one.equation)
        for one in book.spec.sub_steps
    )
