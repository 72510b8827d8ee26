"""One cell's account, and the graph that shows the same numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lstm_gui.core.inspection.forward import Intervention, forward
from lstm_gui.core.inspection.ledger import computation_graph, equations, ledger, sub_steps
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from tests.core.inspection.conftest import random_weights, small_trace, trace_of


def test_an_lstm_by_hand() -> None:
    trace = trace_of(
        "lstm",
        c=[[2.0], [1.75]],
        f=[[0.9], [0.5]],
        i=[[0.0], [0.75]],
        o=[[0.0], [0.5]],
        **{"c~": [[0.0], [1.0]]},
        h=[[0.0], [0.5 * math.tanh(1.75)]],
    )
    book = ledger(trace, layer=0, cell=0, position=1)
    assert (book.before, book.after, book.remainder) == (2.0, 1.75, 0.0)
    assert book.gates == {"i": 0.75, "f": 0.5, "o": 0.5, "c~": 1.0}
    names = [(term.name, term.value) for term in book.terms]
    assert names[:3] == [("kept", 1.0), ("forgotten", 1.0), ("written", 0.75)]
    assert book.term("shown") == pytest.approx(book.shown)
    first, second = equations(book)
    assert first.symbols == "c_t = f·c_{t−1} + i·c~"
    assert first.numbers == "1.750 = 0.500·2.000 + 0.750·1.000"
    assert second.numbers == "0.471 = 0.500·tanh(1.750)"


def test_a_gru_by_hand() -> None:
    trace = trace_of("gru", h=[[-0.5], [0.25]], z=[[0], [0.25]], **{"h~": [[0.0], [0.5]]})
    book = ledger(trace, layer=0, cell=0, position=1)
    assert {t.name: t.value for t in book.terms} == {
        "kept": -0.125,
        "forgotten": -0.375,
        "written": 0.375,
    }
    assert book.shown is None and book.after == 0.25
    numbers = equations(book)[0].numbers
    assert numbers == "0.250 = 0.250·(-0.500) + (1 − 0.250)·0.500"


def test_a_peephole_lstm_writes_what_its_gates_see() -> None:
    trace = trace_of(
        "peephole", c=[[2.0], [1.75]], h=[[0], [0.4707]], i=[[0], [0.75]], f=[[0], [0.5]],
        o=[[0], [0.5]], **{"c~": [[0.0], [1.0]]},
    )  # fmt: skip
    book = ledger(trace, layer=0, cell=0, position=1)
    assert book.terms == ledger(replace(trace, cell="lstm"), layer=0, cell=0, position=1).terms
    assert [(one.symbols, one.numbers) for one in equations(book)] == [
        ("f = σ(a_f + p_f·c_{t−1})", "0.500 = σ(0.000)"),
        ("i = σ(a_i + p_i·c_{t−1})", "0.750 = σ(1.099)"),
        ("c_t = f·c_{t−1} + i·c~", "1.750 = 0.500·2.000 + 0.750·1.000"),
        ("o = σ(a_o + p_o·c_t)", "0.500 = σ(0.000)"),
        ("h_t = o·tanh(c_t)", "0.471 = 0.500·tanh(1.750)"),
    ]
    seen = {(edge.source, edge.target) for edge in computation_graph(book).edges}
    assert {("c_before", "f"), ("c_before", "i"), ("add", "o")} <= seen
    shown = {step.key: equations(book)[step.equation].symbols[0] for step in sub_steps(book)}
    assert shown == {
        "forget_gate": "f", "keep": "c", "input_gate": "i", "candidate": "c", "write": "c",
        "new_state": "c", "output_gate": "o", "squash": "h", "show": "h",
    }  # fmt: skip


def test_an_rnn_has_no_parts() -> None:
    book = ledger(trace_of("rnn", h=[[0.5]]), layer=0, cell=0, position=0)
    assert [(t.name, t.value) for t in book.terms] == [("written", 0.5)]
    assert not book.gates and book.shown is None
    assert equations(book)[0].numbers == "0.500 = tanh(0.549)"
    with pytest.raises(KeyError):
        book.term("kept")


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("layer", [0, 1])
def test_the_parts_sum_to_the_state_everywhere(cell: CellKind, layer: int) -> None:
    trace = small_trace(cell, 2)
    for position in range(12):
        for j in range(5):
            book = ledger(trace, layer=layer, cell=j, position=position)
            parts = {term.name: term.value for term in book.terms}
            assert parts.get("kept", 0) + parts["written"] == pytest.approx(book.after, abs=1e-6)
            assert abs(book.remainder) < 1e-6
            if cell != "rnn":
                assert parts["kept"] + parts["forgotten"] == pytest.approx(book.before, abs=1e-6)
            if CELLS[cell].has_c:
                assert parts["shown"] == pytest.approx(book.shown, abs=1e-6)
            state = trace.quantities[CELLS[cell].memory]
            before = state[layer, position - 1, j] if position else None
            assert before is None or book.before == before


def test_the_first_character_follows_the_start() -> None:
    trace = small_trace("lstm")
    assert trace.start.c is not None
    assert ledger(trace, layer=0, cell=2, position=0).before == trace.start.c[0, 0, 2]


def test_what_a_hand_did_is_the_remainder() -> None:
    hand = Intervention("flip", (1,), layer=0, start=2)
    trace = forward(random_weights("lstm"), "lstm", [1, 2, 3], intervention=hand)
    book = ledger(trace, layer=0, cell=1, position=2)
    assert book.remainder == pytest.approx(2 * book.after, rel=1e-5)


def test_places_that_are_not_there_are_refused() -> None:
    trace = small_trace()
    for wrong in ({"layer": 1}, {"cell": 5}, {"position": 12}, {"position": -1}):
        with pytest.raises(IndexError, match=next(iter(wrong))):
            ledger(trace, **{"layer": 0, "cell": 0, "position": 0, **wrong})


OPERATIONS: dict[str, Callable[[list[float]], float]] = {
    "×": math.prod,
    "+": sum,
    "tanh": lambda values: math.tanh(values[0]),
    "1 −": lambda values: 1 - values[0],
}


@pytest.mark.parametrize("cell", CELLS)
def test_the_graph_computes_what_the_ledger_says(cell: CellKind) -> None:
    """Do the arithmetic of each operation on what its edges bring."""
    book = ledger(small_trace(cell), layer=0, cell=3, position=4)
    drawn = computation_graph(book)
    nodes = {node.id: node for node in drawn.nodes}
    assert len(nodes) == len(drawn.nodes)
    for node in drawn.nodes:
        brought = [edge.value for edge in drawn.edges if edge.target == node.id]
        assert 0 <= node.x <= 1 and 0 <= node.y <= 1
        if node.kind == "operation" and node.id != "join":
            wanted = OPERATIONS[node.symbol](brought)
            assert node.value == pytest.approx(wanted, abs=1e-6), node.id
        assert all(
            e.value == node.value
            for e in drawn.edges
            if e.source == node.id and e.target != "join" and not math.isnan(node.value)
        )
    assert {edge.source for edge in drawn.edges} | {"c", "h"} >= nodes.keys()
    assert all({edge.source, edge.target} <= nodes.keys() for edge in drawn.edges)
    assert nodes["h"].value == pytest.approx(book.after if not CELLS[cell].has_c else book.shown)
    gates = {node.id: node.value for node in drawn.nodes if node.kind == "gate"}
    assert gates == dict(book.gates)


@pytest.mark.parametrize("cell", CELLS)
def test_nodes_do_not_lie_on_each_other(cell: CellKind) -> None:
    nodes = computation_graph(ledger(small_trace(cell), layer=0, cell=0, position=0)).nodes
    places = np.array([(node.x, node.y) for node in nodes])
    apart = np.abs(places[:, None] - places[None]).max(axis=2) + np.eye(len(nodes))
    assert apart.min() >= 0.09


@pytest.mark.parametrize("cell", CELLS)
def test_no_edge_runs_through_a_node_that_is_not_its_own(cell: CellKind) -> None:
    drawn = computation_graph(ledger(small_trace(cell), layer=0, cell=0, position=0))
    at = {node.id: np.array((node.x, node.y)) for node in drawn.nodes}
    for edge in drawn.edges:
        way = np.linspace(at[edge.source], at[edge.target], 200)
        for other in at.keys() - {edge.source, edge.target}:
            near = np.sqrt(((way - at[other]) ** 2).sum(axis=1)).min()
            assert near > 0.08, (edge, other)


@pytest.mark.parametrize("cell", CELLS)
def test_slow_motion_touches_every_node(cell: CellKind) -> None:
    book = ledger(small_trace(cell), layer=0, cell=0, position=3)
    motion = sub_steps(book)
    nodes = {node.id: node for node in computation_graph(book).nodes}
    assert {name for step in motion for name in step.nodes} == nodes.keys()
    for step in motion:  # a sub-step gives what its last operation or gate gives
        assert any(nodes[name].value == step.value for name in step.nodes)
    results = {step.key: step.value for step in motion}
    assert results["new_state"] == book.after
    if CELLS[cell].has_c:
        assert results["forget_gate"] == book.gates["f"] and results["write"] == book.term(
            "written"
        )
