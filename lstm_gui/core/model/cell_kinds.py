"""The kinds of cell, one after the other, each with all that depends on it.

Another kind is another `CellSpec` here, a value of `CellKind`, and its equations in the engine.
Sections are those of the first Chinese edition of Dive into Deep Learning (动手学深度学习, 2019).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell import (
    Back,
    Before,
    CellSpec,
    EquationPlan,
    GluonLayer,
    LayerParameter,
    LedgerLine,
    NodePlan,
    Quantities,
    StepEffect,
    SubStepPlan,
)
from lstm_gui.core.settings.groups import CellKind

__all__ = ["CELLS", "shared_parameters", "state_before", "states", "zero_memory"]

_ONE = np.float32(1)


def _sigmoid(x: Floats) -> Floats:
    """Return 1 / (1 + e^−x); where e^−x overflows that is 0, which is right."""
    result: Floats = _ONE / (_ONE + np.exp(-x))
    return result


def _cut(x: Floats, parts: int) -> list[Floats]:
    """Cut (…, parts · H) into parts of (…, H)."""
    return np.split(x, parts, axis=-1)


# LSTM: Hochreiter and Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and Cummins
# (2000); section 6.8.


def _lstm_forward(before: Before, effect: StepEffect) -> Quantities:
    (a,) = before.sums
    assert before.c is not None
    hidden = a.shape[-1] // 4
    i, f, o = _cut(_sigmoid(a[..., : 3 * hidden]), 3)
    i, f = effect.gate("i", i), effect.gate("f", f)
    c_tilda = np.tanh(a[..., 3 * hidden :])
    c = effect.state(f * before.c + i * c_tilda, before.c)
    return {"c": c, "h": o * np.tanh(c), "i": i, "f": f, "o": o, "c~": c_tilda}


def _lstm_backward(now: Quantities, before: Before, dh: Floats, dc: Floats | None) -> Back:
    assert before.c is not None and dc is not None
    i, f, o, c_tilda = now["i"], now["f"], now["o"], now["c~"]
    squashed = np.tanh(now["c"])
    dc = dc + dh * o * (1 - squashed**2)
    sums = (
        dc * c_tilda * i * (1 - i),
        dc * before.c * f * (1 - f),
        dh * squashed * o * (1 - o),
        dc * i * (1 - c_tilda**2),
    )
    da = np.concatenate(sums, axis=-1)
    return Back(da, da, {"b": da}, c=dc * f, c_now=dc)


_LSTM_GATES = ("i", "f", "o", "c~")

_LSTM = CellSpec(
    packing=_LSTM_GATES,
    parameters=(
        LayerParameter("W_x", _LSTM_GATES, "inputs"),
        LayerParameter("W_h", _LSTM_GATES, "cells"),
        LayerParameter("b", _LSTM_GATES),
    ),
    has_c=True,
    forward=_lstm_forward,
    backward=_lstm_backward,
    keep="f",
    write="i",
    candidate="c~",
    show="o",
    held={"i": 0, "f": 1},
    hold_words=(
        QT_TRANSLATE_NOOP("InterventionWords", "Hold the memory: F = 1, I = 0"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The forget gate is held at 1 and the input gate at 0. The article's claim: the "
            "memory then passes through unchanged, however long the text.",
        ),
    ),
    biased="f",
    gluon=GluonLayer("LSTM", ("i", "f", "c~", "o")),
    formula="hₜ, cₜ = LSTM(xₜ, hₜ₋₁, cₜ₋₁)",
    back_formula="∂L/∂cₜ₋₁ = fₜ · ∂L/∂cₜ + …",
    nodes=(
        NodePlan("c_before", "c_{t−1}", 0.05, 0.12, "state", "before"),
        NodePlan("h_before", "h_{t−1}", 0.05, 0.88, "input"),
        NodePlan("x", "x_t", 0.17, 1.0, "input"),
        NodePlan("join", "[x, h]", 0.17, 0.88, "operation"),
        NodePlan("f", "f", 0.26, 0.54, "gate", "f"),
        NodePlan("i", "i", 0.42, 0.54, "gate", "i"),
        NodePlan("c~", "c~", 0.58, 0.54, "gate", "c~"),
        NodePlan("o", "o", 0.74, 0.62, "gate", "o"),
        NodePlan("keep", "×", 0.26, 0.12, "operation", "kept", "f·c_{t−1}"),
        NodePlan("write", "×", 0.50, 0.34, "operation", "written", "i·c~"),
        NodePlan("add", "+", 0.50, 0.12, "operation", "after", "c_t"),
        NodePlan("tanh", "tanh", 0.84, 0.30, "operation", "squashed", "tanh(c_t)"),
        NodePlan("show", "×", 0.84, 0.46, "operation", "shown", "h_t"),
        NodePlan("c", "c_t", 0.95, 0.12, "state", "after"),
        NodePlan("h", "h_t", 0.95, 0.72, "state", "h"),
    ),
    edges=(
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
    sub_steps=(
        SubStepPlan(
            "forget_gate",
            ("x", "h_before", "join", "f"),
            "f",
            QT_TRANSLATE_NOOP("Ledger", "The forget gate keeps {percentage} of the old memory."),
        ),
        SubStepPlan(
            "keep",
            ("c_before", "f", "keep"),
            "kept",
            QT_TRANSLATE_NOOP(
                "Ledger",
                "Of the old memory, {before}, {kept} is kept and {forgotten} is forgotten.",
            ),
        ),
        SubStepPlan(
            "input_gate",
            ("x", "h_before", "join", "i"),
            "i",
            QT_TRANSLATE_NOOP("Ledger", "The input gate lets in {percentage} of what is new."),
        ),
        SubStepPlan(
            "candidate",
            ("x", "h_before", "join", "c~"),
            "c~",
            QT_TRANSLATE_NOOP("Ledger", "What is new is the candidate, {value}."),
        ),
        SubStepPlan(
            "write",
            ("i", "c~", "write"),
            "written",
            QT_TRANSLATE_NOOP("Ledger", "So {value} is written."),
        ),
        SubStepPlan(
            "new_state",
            ("keep", "write", "add", "c"),
            "after",
            QT_TRANSLATE_NOOP("Ledger", "Kept and written together are the new memory, {value}."),
        ),
        SubStepPlan(
            "output_gate",
            ("x", "h_before", "join", "o"),
            "o",
            QT_TRANSLATE_NOOP("Ledger", "The output gate lets out {percentage} of the memory."),
            1,
        ),
        SubStepPlan(
            "squash",
            ("add", "tanh"),
            "squashed",
            QT_TRANSLATE_NOOP("Ledger", "First, tanh brings the memory between −1 and 1: {value}."),
            1,
        ),
        SubStepPlan(
            "show",
            ("o", "tanh", "show", "h"),
            "shown",
            QT_TRANSLATE_NOOP("Ledger", "So {value} is shown to the rest of the network."),
            1,
        ),
    ),
    equations=(
        EquationPlan("c_t = f·c_{t−1} + i·c~", "{after} = {f}·{before} + {i}·{c~}"),
        EquationPlan("h_t = o·tanh(c_t)", "{h} = {o}·tanh({after})"),
    ),
    ledger=(
        LedgerLine(
            "c_before",
            "c_{t−1}",
            QT_TRANSLATE_NOOP("Ledger", "old memory"),
            "before",
            "from zero",
            ("c_before",),
        ),
        LedgerLine("f", "f", QT_TRANSLATE_NOOP("Ledger", "forget gate"), "f", nodes=("f",)),
        LedgerLine(
            "forgotten",
            "(1 − f)·c_{t−1}",
            QT_TRANSLATE_NOOP("Ledger", "forgotten"),
            "forgotten",
            "after kept",
            ("keep",),
        ),
        LedgerLine(
            "keep", "f·c_{t−1}", QT_TRANSLATE_NOOP("Ledger", "kept"), "kept", "from zero", ("keep",)
        ),
        LedgerLine("i", "i", QT_TRANSLATE_NOOP("Ledger", "input gate"), "i", nodes=("i",)),
        LedgerLine("c~", "c~", QT_TRANSLATE_NOOP("Ledger", "candidate"), "c~", nodes=("c~",)),
        LedgerLine(
            "write",
            "i·c~",
            QT_TRANSLATE_NOOP("Ledger", "written"),
            "written",
            "after kept",
            ("write",),
        ),
        LedgerLine(
            "c", "c_t", QT_TRANSLATE_NOOP("Ledger", "new memory"), "after", "from zero", ("c",)
        ),
        LedgerLine("tanh", "tanh(c_t)", QT_TRANSLATE_NOOP("Ledger", "squashed"), "squashed"),
        LedgerLine("o", "o", QT_TRANSLATE_NOOP("Ledger", "output gate"), "o", nodes=("o",)),
        LedgerLine("h", "h_t", QT_TRANSLATE_NOOP("Ledger", "shown"), "shown", "from zero", ("h",)),
    ),
)


# Peephole LSTM: Gers and Schmidhuber, "Recurrent nets that time and count" (IJCNN 2000).


def _peephole_forward(before: Before, effect: StepEffect) -> Quantities:
    """Compute an LSTM whose gates see the memory cell, each through a diagonal of weights.

        i  = σ(x W_xi + h W_hi + p_i · c_{t−1} + b_i)
        f  = σ(x W_xf + h W_hf + p_f · c_{t−1} + b_f)
        c~ = tanh(x W_xc + h W_hc + b_c)
        c  = f · c_{t−1} + i · c~
        o  = σ(x W_xo + h W_ho + p_o · c + b_o)
        h  = o · tanh(c)

    As in the paper, i and f see the memory as it was, and o as it has become; the products with p
    are elementwise, so a cell's gates see this cell alone. (The paper squashes the candidate and
    the output in other ranges; tanh is that of the LSTM here.)
    """
    (a,) = before.sums
    assert before.c is not None and before.p is not None
    a_i, a_f, a_o, a_c = _cut(a, 4)
    p_i, p_f, p_o = _cut(before.p, 3)
    i = effect.gate("i", _sigmoid(a_i + p_i * before.c))
    f = effect.gate("f", _sigmoid(a_f + p_f * before.c))
    c_tilda = np.tanh(a_c)
    c = effect.state(f * before.c + i * c_tilda, before.c)
    o = _sigmoid(a_o + p_o * c)
    return {"c": c, "h": o * np.tanh(c), "i": i, "f": f, "o": o, "c~": c_tilda}


def _peephole_backward(now: Quantities, before: Before, dh: Floats, dc: Floats | None) -> Back:
    assert before.c is not None and before.p is not None and dc is not None
    i, f, o, c_tilda = now["i"], now["f"], now["o"], now["c~"]
    p_i, p_f, p_o = _cut(before.p, 3)
    squashed = np.tanh(now["c"])
    da_o = dh * squashed * o * (1 - o)
    dc = dc + dh * o * (1 - squashed**2) + da_o * p_o
    da_i = dc * c_tilda * i * (1 - i)
    da_f = dc * before.c * f * (1 - f)
    da = np.concatenate((da_i, da_f, da_o, dc * i * (1 - c_tilda**2)), axis=-1)
    dp = np.concatenate((da_i * before.c, da_f * before.c, da_o * now["c"]), axis=-1)
    dc_before = dc * f + da_i * p_i + da_f * p_f
    return Back(da, da, {"b": da, "p": dp}, c=dc_before, c_now=dc)


_SEEN = {"forget_gate": "c_before", "input_gate": "c_before", "output_gate": "add"}
"""The node that the gate of a sub-step sees besides."""

_GATE_EQUATIONS = {"forget_gate": 0, "input_gate": 1, "output_gate": 3, "squash": 4, "show": 4}

_PEEPHOLE = replace(
    _LSTM,
    parameters=(*_LSTM.parameters, LayerParameter("p", ("i", "f", "o"))),
    forward=_peephole_forward,
    backward=_peephole_backward,
    gluon=None,
    formula="hₜ, cₜ = LSTM(xₜ, hₜ₋₁, cₜ₋₁); σ(… + p<sub>i</sub>cₜ₋₁), "
    "σ(… + p<sub>f</sub>cₜ₋₁), σ(… + p<sub>o</sub>cₜ)",
    back_formula="∂L/∂cₜ₋₁ = fₜ · ∂L/∂cₜ + p<sub>i</sub> · ∂L/∂aᵢ + p<sub>f</sub> · ∂L/∂a<sub>f"
    "</sub> + …",
    edges=(*_LSTM.edges, ("c_before", "f"), ("c_before", "i"), ("add", "o")),
    sub_steps=tuple(
        replace(
            one,
            nodes=(*one.nodes[:-1], *filter(None, (_SEEN.get(one.key),)), one.nodes[-1]),
            equation=_GATE_EQUATIONS.get(one.key, 2),
        )
        for one in _LSTM.sub_steps
    ),
    equations=(
        EquationPlan("f = σ(a_f + p_f·c_{t−1})", "{only f} = σ({sum f})"),
        EquationPlan("i = σ(a_i + p_i·c_{t−1})", "{only i} = σ({sum i})"),
        _LSTM.equations[0],
        EquationPlan("o = σ(a_o + p_o·c_t)", "{only o} = σ({sum o})"),
        _LSTM.equations[1],
    ),
)


# GRU: Cho et al. (2014) and section 6.7, but as gluon and cuDNN have it: the reset gate acts on
# W_hh h + b_hh, after the product, and so there are two biases.


def _gru_forward(before: Before, effect: StepEffect) -> Quantities:
    x, recurrent = before.sums
    two = 2 * before.h.shape[-1]
    r, z = _cut(_sigmoid(x[..., :two] + recurrent[..., :two]), 2)
    z = effect.gate("z", z)
    hh = recurrent[..., two:]
    h_tilda = np.tanh(x[..., two:] + r * hh)
    h = effect.state(z * before.h + (1 - z) * h_tilda, before.h)
    return {"h": h, "r": r, "z": z, "h~": h_tilda, "hh": hh}


def _gru_backward(now: Quantities, before: Before, dh: Floats, _dc: Floats | None) -> Back:
    r, z, h_tilda = now["r"], now["z"], now["h~"]
    through = dh * (1 - z) * (1 - h_tilda**2)
    dr = through * now["hh"] * r * (1 - r)
    dz = dh * (before.h - h_tilda) * z * (1 - z)
    x = np.concatenate((dr, dz, through), axis=-1)
    recurrent = np.concatenate((dr, dz, through * r), axis=-1)
    return Back(x, recurrent, {"b_x": x, "b_h": recurrent}, h=dh * z)


_GRU_GATES = ("r", "z", "h~")

_GRU = CellSpec(
    packing=_GRU_GATES,
    parameters=(
        LayerParameter("W_x", _GRU_GATES, "inputs"),
        LayerParameter("W_h", _GRU_GATES, "cells"),
        LayerParameter("b_x", _GRU_GATES),
        LayerParameter("b_h", _GRU_GATES),
    ),
    forward=_gru_forward,
    backward=_gru_backward,
    keep="z",
    candidate="h~",
    held={"z": 1},
    hold_words=(
        QT_TRANSLATE_NOOP("InterventionWords", "Hold the state: Z = 1"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The update gate is held at 1. The state then passes through unchanged, however "
            "long the text.",
        ),
    ),
    gluon=GluonLayer("GRU", _GRU_GATES),
    formula="hₜ = GRU(xₜ, hₜ₋₁)",
    back_formula="∂L/∂hₜ₋₁ = zₜ · ∂L/∂hₜ + …",
    nodes=(
        NodePlan("h_before", "h_{t−1}", 0.05, 0.12, "state", "before"),
        NodePlan("x", "x_t", 0.05, 0.88, "input"),
        NodePlan("join", "[x, h]", 0.17, 0.72, "operation"),
        NodePlan("r", "r", 0.36, 0.88, "gate", "r"),
        NodePlan("h~", "h~", 0.62, 0.72, "gate", "h~"),
        NodePlan("z", "z", 0.50, 0.46, "gate", "z"),
        NodePlan("rest", "1 −", 0.64, 0.46, "operation", "rest", "1 − z"),
        NodePlan("keep", "×", 0.50, 0.12, "operation", "kept", "z·h_{t−1}"),
        NodePlan("write", "×", 0.78, 0.46, "operation", "written", "(1 − z)·h~"),
        NodePlan("add", "+", 0.78, 0.12, "operation", "after", "h_t"),
        NodePlan("h", "h_t", 0.95, 0.12, "state", "after"),
    ),
    edges=(
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
    sub_steps=(
        SubStepPlan(
            "reset_gate",
            ("x", "h_before", "join", "r"),
            "r",
            QT_TRANSLATE_NOOP(
                "Ledger", "The reset gate lets {percentage} of the old state into the candidate."
            ),
        ),
        SubStepPlan(
            "candidate",
            ("x", "h_before", "join", "r", "h~"),
            "h~",
            QT_TRANSLATE_NOOP("Ledger", "The candidate for the new state is {value}."),
        ),
        SubStepPlan(
            "update_gate",
            ("x", "h_before", "join", "z"),
            "z",
            QT_TRANSLATE_NOOP("Ledger", "The update gate keeps {percentage} of the old state."),
        ),
        SubStepPlan(
            "keep",
            ("h_before", "z", "keep"),
            "kept",
            QT_TRANSLATE_NOOP(
                "Ledger", "Of the old state, {before}, {kept} is kept and {forgotten} is forgotten."
            ),
        ),
        SubStepPlan(
            "write",
            ("z", "rest", "h~", "write"),
            "written",
            QT_TRANSLATE_NOOP("Ledger", "The rest comes from the candidate: {value} is written."),
        ),
        SubStepPlan(
            "new_state",
            ("keep", "write", "add", "h"),
            "after",
            QT_TRANSLATE_NOOP("Ledger", "Kept and written together are the new state, {value}."),
        ),
    ),
    equations=(
        EquationPlan("h_t = z·h_{t−1} + (1 − z)·h~", "{after} = {z}·{before} + (1 − {z})·{h~}"),
    ),
    ledger=(
        LedgerLine(
            "h_before",
            "h_{t−1}",
            QT_TRANSLATE_NOOP("Ledger", "old state"),
            "before",
            "from zero",
            ("h_before",),
        ),
        LedgerLine("r", "r", QT_TRANSLATE_NOOP("Ledger", "reset gate"), "r", nodes=("r",)),
        LedgerLine("h~", "h~", QT_TRANSLATE_NOOP("Ledger", "candidate"), "h~", nodes=("h~",)),
        LedgerLine("z", "z", QT_TRANSLATE_NOOP("Ledger", "update gate"), "z", nodes=("z",)),
        LedgerLine(
            "forgotten",
            "(1 − z)·h_{t−1}",
            QT_TRANSLATE_NOOP("Ledger", "forgotten"),
            "forgotten",
            "after kept",
            ("keep",),
        ),
        LedgerLine(
            "keep", "z·h_{t−1}", QT_TRANSLATE_NOOP("Ledger", "kept"), "kept", "from zero", ("keep",)
        ),
        LedgerLine(
            "write",
            "(1 − z)·h~",
            QT_TRANSLATE_NOOP("Ledger", "written"),
            "written",
            "after kept",
            ("write",),
        ),
        LedgerLine(
            "h", "h_t", QT_TRANSLATE_NOOP("Ledger", "new state"), "after", "from zero", ("h",)
        ),
    ),
)


# The plain recurrent network: Elman (1990); section 6.4.3.


def _rnn_forward(before: Before, effect: StepEffect) -> Quantities:
    (a,) = before.sums
    return {"h": effect.state(np.tanh(a), before.h)}


def _rnn_backward(now: Quantities, _before: Before, dh: Floats, _dc: Floats | None) -> Back:
    da = dh * (1 - now["h"] ** 2)
    return Back(da, da, {"b": da})


_RNN = CellSpec(
    packing=("h",),
    parameters=(
        LayerParameter("W_x", ("h",), "inputs"),
        LayerParameter("W_h", ("h",), "cells"),
        LayerParameter("b", ("h",)),
    ),
    forward=_rnn_forward,
    backward=_rnn_backward,
    gluon=GluonLayer("RNN", ("h",), activation="tanh"),
    formula="hₜ = tanh(xₜW<sub>xh</sub> + hₜ₋₁W<sub>hh</sub> + b<sub>h</sub>)",
    back_formula="∂L/∂hₜ₋₁ = (1 − hₜ²) ∂L/∂hₜ W<sub>hh</sub>ᵀ + …",
    nodes=(
        NodePlan("h_before", "h_{t−1}", 0.05, 0.30, "state", "before"),
        NodePlan("x", "x_t", 0.05, 0.70, "input"),
        NodePlan("join", "[x, h]", 0.35, 0.50, "operation", "sum"),
        NodePlan("tanh", "tanh", 0.65, 0.50, "operation", "after", "h_t"),
        NodePlan("h", "h_t", 0.95, 0.50, "state", "after"),
    ),
    edges=(("x", "join"), ("h_before", "join"), ("join", "tanh"), ("tanh", "h")),
    sub_steps=(
        SubStepPlan(
            "sum",
            ("x", "h_before", "join"),
            "sum",
            QT_TRANSLATE_NOOP(
                "Ledger", "The character and the old states are weighted and added: {value}."
            ),
        ),
        SubStepPlan(
            "new_state",
            ("join", "tanh", "h"),
            "after",
            QT_TRANSLATE_NOOP(
                "Ledger", "tanh brings the sum between −1 and 1: {value} replaces the old state."
            ),
        ),
    ),
    equations=(EquationPlan("h_t = tanh(a_t)", "{after} = tanh({sum})"),),
    ledger=(
        LedgerLine(
            "h_before",
            "h_{t−1}",
            QT_TRANSLATE_NOOP("Ledger", "old state"),
            "before",
            "from zero",
            ("h_before",),
        ),
        LedgerLine(
            "h", "h_t", QT_TRANSLATE_NOOP("Ledger", "new state"), "after", "from zero", ("h",)
        ),
    ),
)


CELLS: dict[CellKind, CellSpec] = {
    "lstm": _LSTM,
    "gru": _GRU,
    "rnn": _RNN,
    "peephole": _PEEPHOLE,
}


def shared_parameters(one: CellKind, other: CellKind) -> tuple[LayerParameter, ...]:
    """Return the parameters of a layer that two kinds of cell have in common, gate for gate."""
    theirs = CELLS[other].parameters
    return tuple(parameter for parameter in CELLS[one].parameters if parameter in theirs)


def zero_memory(cell: CellKind, shape: tuple[int, int, int], dtype: type = np.float32) -> Memory:
    """Make the state before the first character, each part (layers, N, H)."""
    zeros: Floats = np.zeros(shape, dtype)
    return Memory(zeros, np.zeros(shape, dtype) if CELLS[cell].has_c else None)


def states(trace: Trace) -> Floats:
    """Return the kept state after each character, of shape (layers, T, H)."""
    return trace.quantities[CELLS[trace.cell].memory]


def state_before(trace: Trace, layer: int, position: int) -> Floats:
    """Return the kept state of a layer before the character at `position`, of shape (H,)."""
    if position > 0:
        return np.asarray(states(trace)[layer, position - 1])
    start = trace.start.c if CELLS[trace.cell].has_c else trace.start.h
    assert start is not None  # a cell with a c always has one
    return np.asarray(start[layer, 0])
