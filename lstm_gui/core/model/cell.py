"""What a kind of cell is: its parameters and gates, its step in numpy, what the views say of it.

The kinds themselves stand in `cell_kinds`. All else that depends on the kind of cell asks its
`CellSpec`; the engine alone writes the equations again, in its own three ways.

Shapes: H cells, G gates; before them any axes, such as the N texts of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lstm_gui.core.arrays import Floats

__all__ = [
    "Back",
    "Before",
    "CellSpec",
    "EquationPlan",
    "GluonLayer",
    "LayerParameter",
    "LedgerLine",
    "NodeKind",
    "NodePlan",
    "Quantities",
    "StepEffect",
    "SubStepPlan",
]

Quantities = dict[str, Floats]
"""What a cell computes in a step, by name: c, h, its gates and its candidate."""


# Parameters


@dataclass(frozen=True, slots=True)
class LayerParameter:
    """One array of a layer in the canonical form: some gates side by side, H columns each.

    `rows` tells what its rows are: the inputs, or the cells of the step before; a vector has none.
    """

    name: str
    gates: tuple[str, ...]
    rows: Literal["inputs", "cells"] | None = None

    def shape(self, inputs: int, hidden: int) -> tuple[int, ...]:
        """Return the shape in a layer of so many cells."""
        columns = len(self.gates) * hidden
        if self.rows is None:
            return (columns,)
        return (inputs if self.rows == "inputs" else hidden, columns)

    def symbol(self, gate: str) -> str:
        """Name the part of one gate as the book does: W_xi, W_hf, b_o."""
        letter = gate.rstrip("~")
        return f"{self.name}{letter}" if "_" in self.name else f"{self.name}_{letter}"


@dataclass(frozen=True, slots=True)
class GluonLayer:
    """The layer of gluon.rnn that computes the same: its class, and its order of the gates."""

    name: str
    gates: tuple[str, ...]
    activation: str | None = None


# A step in numpy


class StepEffect:
    """What is done to a step while it is computed. This one does nothing; a subclass may."""

    def gate(self, _name: str, value: Floats) -> Floats:
        """Return the gate that the step goes on with."""
        return value

    def state(self, after: Floats, _before: Floats) -> Floats:
        """Return the memory that the step goes on with."""
        return after


@dataclass(frozen=True, slots=True)
class Before:
    """What a step begins with: the state, and the sums x W_x + h W_h + b of the gates.

    The sums are one array, or two for a cell with two biases: what comes in, and what comes from h.
    """

    h: Floats
    c: Floats | None
    sums: tuple[Floats, ...] = ()  # each (…, G·H)
    p: Floats | None = None  # the weights of the peepholes


@dataclass(frozen=True, slots=True)
class Back:
    """The gradients that a step hands back. `h` lacks what comes through `recurrent`."""

    x: Floats  # of the sums that came in, (…, G·H)
    recurrent: Floats  # of the sums that came from h; with one bias the same
    vectors: Mapping[str, Floats]  # of each parameter without rows, one line for each text
    h: Floats | None = None  # of the state before, by a direct way
    c: Floats | None = None  # of the memory cell before
    c_now: Floats | None = None  # of the memory cell after the step


# What the views show


NodeKind = Literal["state", "gate", "operation", "input"]


@dataclass(frozen=True, slots=True)
class NodePlan:
    """A node of the computation graph. Coordinates run from 0 to 1, to the right and down.

    `value` is what comes out of it: a gate, or an entry of the ledger; nothing where a whole
    vector passes. `label` is its symbol on an arrow, where that is not the node's own.
    """

    id: str
    symbol: str
    x: float
    y: float
    kind: NodeKind
    value: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SubStepPlan:
    """A sub-step of slow motion: its nodes, its value, its sentence, which equation it is of."""

    key: str
    nodes: tuple[str, ...]
    value: str
    sentence: str  # context "Ledger"
    equation: int = 0


@dataclass(frozen=True, slots=True)
class EquationPlan:
    """An equation in symbols, and the same with places for the numbers, sign for sign."""

    symbols: str
    numbers: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger: a number, what it is called, and where its bar begins."""

    key: str
    symbol: str
    term: str  # context "Ledger"
    value: str
    bar: Literal["none", "from zero", "after kept"] = "none"
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSpec:
    """Everything that depends on the kind of cell."""

    packing: tuple[str, ...]
    """What the columns of the weights compute, in their order; candidates end in ~."""

    parameters: tuple[LayerParameter, ...]
    """The arrays of a layer in canonical order."""

    has_c: bool = False
    """Whether it keeps a memory c beside its hidden state h."""

    forward: Callable[[Before, StepEffect], Quantities]
    """Compute a step: all of `quantities`, and what `backward` needs besides."""

    backward: Callable[[Quantities, Before, Floats, Floats | None], Back]
    """Go back through a step: what `forward` gave, what it began with, gradients of h and c.

    Axes may stand before those of the gradients."""

    keep: str | None = None
    """The gate that says how much of the old memory stays; None for a cell without gates."""

    write: str | None = None
    """The gate that says how much of the candidate is written; None for what `keep` leaves."""

    candidate: str | None = None
    """What may be written."""

    show: str | None = None
    """The gate that says how much of the memory is shown; None where h is the memory."""

    held: Mapping[str, float] = field(default_factory=dict)
    """The values of the gates at which the memory passes unchanged."""

    hold_words: tuple[str, str] = ("", "")
    """Holding the memory, named and explained; context "InterventionWords"."""

    biased: str | None = None
    """The gate whose bias starts at the setting `forget_bias`; all else starts at zero."""

    gluon: GluonLayer | None = None
    """The layer of gluon.rnn that computes the same, if there is one."""

    formula: str
    """The step forward as rich text."""

    back_formula: str
    """The way back in time as rich text."""

    nodes: tuple[NodePlan, ...]
    edges: tuple[tuple[str, str], ...]  # source, target
    sub_steps: tuple[SubStepPlan, ...]
    equations: tuple[EquationPlan, ...]
    ledger: tuple[LedgerLine, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The gates and the candidate, in their order; a plain RNN has neither."""
        return tuple(name for name in self.packing if name != "h")

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates proper, between 0 and 1."""
        return tuple(name for name in self.parts if not name.endswith("~"))

    @property
    def states(self) -> tuple[Literal["h", "c"], ...]:
        """What is carried from step to step, in the order of the engine's states."""
        return ("h", "c") if self.has_c else ("h",)

    @property
    def memory(self) -> Literal["h", "c"]:
        """The state in which the cell remembers."""
        return "c" if self.has_c else "h"

    @property
    def symbol(self) -> str:
        """The sign of that state."""
        return self.memory.upper()

    @property
    def quantities(self) -> tuple[str, ...]:
        """All that a trace has of such a cell, the memory first."""
        return (*reversed(self.states), *self.parts)

    @property
    def biases(self) -> tuple[str, ...]:
        """The names of a layer's biases."""
        return tuple(one.name for one in self.parameters if one.name.startswith("b"))

    def begin(
        self, weights: Mapping[str, Floats], layer: int, x: Floats, h: Floats, c: Floats | None
    ) -> Before:
        """Return what a layer's step begins with, where x W_x is known.

        Args:
            weights: In the canonical form, all layers.
            layer: Which one.
            x: x W_x, (…, G·H).
            h: The hidden state before, (…, H).
            c: The memory before, (…, H); None for a cell without.
        """
        at = f"l{layer}."
        recurrent = h @ weights[at + "W_h"]  # (…, G·H)
        bias, *other = (weights[at + name] for name in self.biases)
        sums = (x + bias, recurrent + other[0]) if other else (x + recurrent + bias,)
        return Before(h, c, sums, weights.get(at + "p"))

    @property
    def has_peepholes(self) -> bool:
        """Whether gates see the memory cell, through the parameter p."""
        return any(one.name == "p" for one in self.parameters)
