"""The article's computation graph (计算图) of one cell step, with the live numbers on its edges.

Coordinates run from 0 to 1, x from left to right, y from top to bottom. A number is nan where a
whole vector passes: the character, and the h of all cells that every gate looks at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lstm_gui.core.inspection.ledger import Ledger
from lstm_gui.core.settings.groups import CellKind

__all__ = ["ComputationGraph", "Edge", "Node", "SubStep", "_NodeKind", "graph", "steps"]

_NodeKind = Literal["state", "gate", "operation", "input"]


@dataclass(frozen=True, slots=True)
class Node:
    """A state, gate, operation or input; `value` is what comes out of it."""

    id: str
    symbol: str
    value: float
    x: float
    y: float
    kind: _NodeKind


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


@dataclass(frozen=True, slots=True)
class SubStep:
    """A sub-step of slow motion: a stable key, the nodes that it is about, what it gives."""

    key: str
    nodes: tuple[str, ...]
    value: float


_Place = tuple[str, str, float, float, _NodeKind]  # id, symbol, x, y, kind
_Plan = tuple[tuple[str, str], ...]  # source, target

_NODES: dict[CellKind, tuple[_Place, ...]] = {
    "lstm": (
        ("c_before", "c_{t−1}", 0.05, 0.12, "state"),
        ("h_before", "h_{t−1}", 0.05, 0.88, "input"),
        ("x", "x_t", 0.17, 1.0, "input"),
        ("join", "[x, h]", 0.17, 0.88, "operation"),
        ("f", "f", 0.26, 0.54, "gate"),
        ("i", "i", 0.42, 0.54, "gate"),
        ("c~", "c~", 0.58, 0.54, "gate"),
        ("o", "o", 0.74, 0.62, "gate"),
        ("keep", "×", 0.26, 0.12, "operation"),
        ("write", "×", 0.50, 0.34, "operation"),
        ("add", "+", 0.50, 0.12, "operation"),
        ("tanh", "tanh", 0.84, 0.30, "operation"),
        ("show", "×", 0.84, 0.46, "operation"),
        ("c", "c_t", 0.95, 0.12, "state"),
        ("h", "h_t", 0.95, 0.72, "state"),
    ),
    "gru": (
        ("h_before", "h_{t−1}", 0.05, 0.12, "state"),
        ("x", "x_t", 0.05, 0.88, "input"),
        ("join", "[x, h]", 0.17, 0.72, "operation"),
        ("r", "r", 0.36, 0.88, "gate"),
        ("h~", "h~", 0.62, 0.72, "gate"),
        ("z", "z", 0.50, 0.46, "gate"),
        ("rest", "1 −", 0.64, 0.46, "operation"),
        ("keep", "×", 0.50, 0.12, "operation"),
        ("write", "×", 0.78, 0.46, "operation"),
        ("add", "+", 0.78, 0.12, "operation"),
        ("h", "h_t", 0.95, 0.12, "state"),
    ),
    "rnn": (
        ("h_before", "h_{t−1}", 0.05, 0.30, "state"),
        ("x", "x_t", 0.05, 0.70, "input"),
        ("join", "[x, h]", 0.35, 0.50, "operation"),
        ("tanh", "tanh", 0.65, 0.50, "operation"),
        ("h", "h_t", 0.95, 0.50, "state"),
    ),
}

_EDGES: dict[CellKind, _Plan] = {
    "lstm": (
        ("x", "join"),
        ("h_before", "join"),
        ("join", "f"),
        ("join", "i"),
        ("join", "c~"),
        ("join", "o"),
        ("c_before", "keep"),
        ("f", "keep"),
        ("i", "write"),
        ("c~", "write"),
        ("keep", "add"),
        ("write", "add"),
        ("add", "c"),
        ("add", "tanh"),
        ("o", "show"),
        ("tanh", "show"),
        ("show", "h"),
    ),
    "gru": (
        ("x", "join"),
        ("h_before", "join"),
        ("join", "r"),
        ("join", "z"),
        ("join", "h~"),
        ("r", "h~"),
        ("h_before", "keep"),
        ("z", "keep"),
        ("z", "rest"),
        ("rest", "write"),
        ("h~", "write"),
        ("keep", "add"),
        ("write", "add"),
        ("add", "h"),
    ),
    "rnn": (("x", "join"), ("h_before", "join"), ("join", "tanh"), ("tanh", "h")),
}

_LABELS = {
    "keep": {"lstm": "f·c_{t−1}", "gru": "z·h_{t−1}"},
    "write": {"lstm": "i·c~", "gru": "(1 − z)·h~"},
    "add": {"lstm": "c_t", "gru": "h_t"},
    "tanh": {"lstm": "tanh(c_t)", "rnn": "h_t"},
    "show": {"lstm": "h_t"},
    "rest": {"gru": "1 − z"},
}
"""What an operation hands on; other nodes hand on what they are."""

# The window has a sentence for each key (gui.memory.ledger.substeps).
_STEPS: dict[CellKind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "lstm": (
        ("forget_gate", ("x", "h_before", "join", "f")),
        ("keep", ("c_before", "f", "keep")),
        ("input_gate", ("x", "h_before", "join", "i")),
        ("candidate", ("x", "h_before", "join", "c~")),
        ("write", ("i", "c~", "write")),
        ("new_state", ("keep", "write", "add", "c")),
        ("output_gate", ("x", "h_before", "join", "o")),
        ("squash", ("add", "tanh")),
        ("show", ("o", "tanh", "show", "h")),
    ),
    "gru": (
        ("reset_gate", ("x", "h_before", "join", "r")),
        ("candidate", ("x", "h_before", "join", "r", "h~")),
        ("update_gate", ("x", "h_before", "join", "z")),
        ("keep", ("h_before", "z", "keep")),
        ("write", ("z", "rest", "h~", "write")),
        ("new_state", ("keep", "write", "add", "h")),
    ),
    "rnn": (
        ("sum", ("x", "h_before", "join")),
        ("new_state", ("join", "tanh", "h")),
    ),
}

_RESULTS = {
    "forget_gate": "f",
    "input_gate": "i",
    "output_gate": "o",
    "reset_gate": "r",
    "update_gate": "z",
    "keep": "keep",
    "write": "write",
    "squash": "tanh",
    "show": "show",
    "sum": "join",
}


def graph(book: Ledger) -> ComputationGraph:
    """Draw the computation that a ledger accounts for."""
    values = _values(book)
    symbols = {node[0]: node[1] for node in _NODES[book.cell_kind]}
    nodes = tuple(
        Node(key, symbol, values[key], x, y, kind)
        for key, symbol, x, y, kind in _NODES[book.cell_kind]
    )
    edges = tuple(
        Edge(
            source,
            target,
            _LABELS.get(source, {}).get(book.cell_kind, symbols[source]),
            # All of h goes to the gates; h of this cell alone goes into the sum.
            math.nan if target == "join" else values[source],
        )
        for source, target in _EDGES[book.cell_kind]
    )
    return ComputationGraph(nodes, edges)


def steps(book: Ledger) -> tuple[SubStep, ...]:
    """Take the computation apart into the sub-steps of slow motion."""
    values = _values(book)
    candidate = "c~" if book.cell_kind == "lstm" else "h~"
    results = {**_RESULTS, "candidate": candidate}
    return tuple(
        SubStep(key, nodes, book.after if key == "new_state" else values[results[key]])
        for key, nodes in _STEPS[book.cell_kind]
    )


def _values(book: Ledger) -> Mapping[str, float]:
    """Return what comes out of each node."""
    values = {"x": math.nan, "join": math.nan, **book.gates}
    if book.cell_kind == "rnn":
        # tanh⁻¹ gives the sum back; a saturated cell's is lost to rounding.
        h = book.after
        sum_ = math.atanh(h) if abs(h) < 1 else math.copysign(math.inf, h)
        return values | {"join": sum_, "h_before": book.before, "tanh": h, "h": h}
    values |= {"keep": book.term("kept"), "write": book.term("written"), "add": book.after}
    if book.cell_kind == "gru":
        return values | {"h_before": book.before, "rest": 1 - book.gates["z"], "h": book.after}
    assert book.shown is not None  # an LSTM shows h
    shown = {"show": book.term("shown"), "h": book.shown, "tanh": math.tanh(book.after)}
    return values | shown | {"h_before": math.nan, "c_before": book.before, "c": book.after}
