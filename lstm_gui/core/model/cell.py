"""A kind of cell: its gates, the state it keeps, and one step forward and backward in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.settings.groups import CellKind

__all__ = [
    "Back",
    "Before",
    "GATES",
    "GATE_NAMES",
    "KEEP_GATES",
    "gru_gates",
    "lstm_gates",
    "memory_shown",
    "state_before",
    "state_quantity",
    "states",
    "step_back",
    "step_forward",
]

GATES: dict[CellKind, tuple[str, ...]] = {
    "lstm": ("i", "f", "o", "c~"),
    "gru": ("r", "z", "h~"),
    "rnn": ("h",),
}
"""The packing order of the gates in the weights of each cell."""


GATE_NAMES: dict[CellKind, tuple[str, ...]] = {
    "lstm": ("i", "f", "o"),
    "gru": ("r", "z"),
    "rnn": (),
}
"""The gates proper, between 0 and 1; the candidates c~ and h~ are none."""

KEEP_GATES: dict[CellKind, str | None] = {"lstm": "f", "gru": "z", "rnn": None}
"""The gate that says how much of the old state stays: forget for an LSTM, update for a GRU."""


def state_quantity(cell_kind: CellKind) -> Literal["c", "h"]:
    """Name the quantity that a cell of this kind carries on as its memory."""
    return "c" if cell_kind == "lstm" else "h"


def states(trace: Trace) -> Floats:
    """Return the kept state after each character, of shape (layers, T, H)."""
    return trace.quantities[state_quantity(trace.cell)]


def memory_shown(cell_kind: CellKind, values: Floats) -> Floats:
    """Return a kept state as far as it can be seen: tanh(c) for an LSTM, h itself for the rest.

    A cell that counts on, to 30 and beyond, grows with every text; what it shows does not.
    """
    return np.tanh(values) if cell_kind == "lstm" else values


def state_before(trace: Trace, layer: int, position: int) -> Floats:
    """Return the kept state of a layer before the character at `position`, of shape (H,)."""
    if position > 0:
        return np.asarray(states(trace)[layer, position - 1])
    start = trace.start.c if trace.cell == "lstm" else trace.start.h
    assert start is not None  # an LSTM always has a c
    return np.asarray(start[layer, 0])


_ONE = np.float32(1)


def sigmoid(x: Floats) -> Floats:
    """Return 1 / (1 + e^−x); where e^−x overflows that is 0, which is right."""
    result: Floats = _ONE / (_ONE + np.exp(-x))
    return result


def lstm_gates(a: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return i, f, o and c~ from their sums, packed in this order."""
    hidden = a.shape[-1] // 4
    gates = sigmoid(a[..., : 3 * hidden])
    i, f, o = (gates[..., k * hidden : (k + 1) * hidden] for k in range(3))
    return i, f, o, np.tanh(a[..., 3 * hidden :])


def gru_gates(x: Floats, recurrent: Floats) -> tuple[Floats, Floats, Floats]:
    """Return r, z and h~ from what comes in and what comes from h; r acts on the latter."""
    hidden = x.shape[-1] // 3
    two = 2 * hidden
    gates = sigmoid(x[..., :two] + recurrent[..., :two])
    r, z = gates[..., :hidden], gates[..., hidden:]
    return r, z, np.tanh(x[..., two:] + r * recurrent[..., two:])


@dataclass(frozen=True, slots=True)
class Before:
    """What a step begins with: the state, and the sums with their biases."""

    h: Floats
    c: Floats | None
    x: Floats
    recurrent: Floats


def step_forward(cell: CellKind, before: Before) -> dict[str, Floats]:
    """Return everything a cell computes in a step, by the names of `Trace.quantities`.

    A GRU has one more, `hh`: what the reset gate was multiplied with, for the way back.
    """
    x, recurrent = before.x, before.recurrent
    if cell == "lstm":
        assert before.c is not None  # an LSTM's memory has a c
        i, f, o, c_tilda = lstm_gates(x + recurrent)
        c = f * before.c + i * c_tilda
        return {"c": c, "h": o * np.tanh(c), "i": i, "f": f, "o": o, "c~": c_tilda}
    if cell == "gru":
        r, z, h_tilda = gru_gates(x, recurrent)
        hh = recurrent[..., -before.h.shape[-1] :]
        return {"h": z * before.h + (1 - z) * h_tilda, "r": r, "z": z, "h~": h_tilda, "hh": hh}
    return {"h": np.tanh(x + recurrent)}


@dataclass(frozen=True, slots=True)
class Back:
    """The gradients that a step hands back. `h` lacks what comes through `recurrent`."""

    x: Floats  # of the sums that came in, (…, G·H)
    recurrent: Floats  # of the sums that came from h; but for a GRU the same
    h: Floats | None  # of the state before, by the direct way of a GRU
    c: Floats | None  # of the memory cell before
    c_now: Floats | None  # of the memory cell after the step


def step_back(
    cell: CellKind,
    now: Mapping[str, Floats],
    h_before: Floats,
    c_before: Floats | None,
    dh: Floats,
    dc: Floats | None,
) -> Back:
    """Go back through one step: from the gradients of its h and c to those of what it began with.

    Args:
        cell: The kind of cell.
        now: What `step_forward` gave.
        h_before: The hidden state that the step began with.
        c_before: The same of the memory cell, of an LSTM.
        dh: The gradient of h; axes may stand before those of h.
        dc: The gradient of c that comes from the next step, of an LSTM.
    """
    if cell == "lstm":
        assert c_before is not None and dc is not None
        return _lstm_back(now, c_before, dh, dc)
    if cell == "gru":
        return _gru_back(now, h_before, dh)
    da = dh * (1 - now["h"] ** 2)
    return Back(da, da, None, None, None)


def _lstm_back(now: Mapping[str, Floats], c_before: Floats, dh: Floats, dc: Floats) -> Back:
    i, f, o, c_tilda = now["i"], now["f"], now["o"], now["c~"]
    squashed = np.tanh(now["c"])
    dc = dc + dh * o * (1 - squashed**2)
    sums = (
        dc * c_tilda * i * (1 - i),
        dc * c_before * f * (1 - f),
        dh * squashed * o * (1 - o),
        dc * i * (1 - c_tilda**2),
    )
    da = np.concatenate(sums, axis=-1)
    return Back(da, da, None, dc * f, dc)


def _gru_back(now: Mapping[str, Floats], h_before: Floats, dh: Floats) -> Back:
    r, z, h_tilda = now["r"], now["z"], now["h~"]
    through = dh * (1 - z) * (1 - h_tilda**2)
    dr = through * now["hh"] * r * (1 - r)
    dz = dh * (h_before - h_tilda) * z * (1 - z)
    return Back(
        np.concatenate((dr, dz, through), axis=-1),
        np.concatenate((dr, dz, through * r), axis=-1),
        dh * z,
        None,
        None,
    )
