"""The article's claims on networks whose answer is known, and against brute force."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import make_corpus
from lstm_gui.core.inspection.claims import (
    CLAIMS,
    FELT_NATS,
    Claim,
    ClaimFinding,
    ClaimTest,
    reach_of,
)
from lstm_gui.core.inspection.interventions import WhatIf
from lstm_gui.core.inspection.jobs import finish
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.groups import CellKind, ModelConfig
from tests.core.inspection.conftest import random_weights

CORPUS = make_corpus(Decoded("abba baab abab bbaa " * 12, "utf-8", "utf-8"), "letters")
A, B = CORPUS.vocabulary.encode("ab").tolist()
HIDDEN = 5


def access(weights: dict[str, Floats], cell: CellKind, layers: int = 1, twin: Any = None) -> Any:
    """Return what a job may look at."""
    return SimpleNamespace(
        backend=SimpleNamespace(weights=lambda: weights),
        vocabulary=CORPUS.vocabulary,
        corpus=CORPUS,
        model=ModelConfig(cell=cell, layers=layers, hidden=HIDDEN),
        twin=twin,
    )


def zeros(cell: CellKind) -> dict[str, Floats]:
    model = ModelConfig(cell=cell, hidden=HIDDEN)
    shapes = weight_shapes(model, len(CORPUS.vocabulary))
    return {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}


def columns(cell: CellKind, gate: str) -> slice:
    first = CELLS[cell].packing.index(gate) * HIDDEN
    return slice(first, first + HIDDEN)


def latch() -> dict[str, Floats]:
    """Return an LSTM that writes at every a, and keeps what it has at everything else."""
    weights = zeros("lstm")
    weights["l0.b"][columns("lstm", "f")] = 8
    weights["l0.b"][columns("lstm", "i")] = -8
    weights["l0.W_x"][A, columns("lstm", "i")] = 16
    weights["l0.b"][columns("lstm", "c~")] = 1
    weights["W_hq"][:, A] = 3
    return weights


def test(claim: Claim, text: str, model: Any) -> ClaimFinding:
    return finish(ClaimTest(claim, text), model)


test.__test__ = False  # type: ignore[attr-defined]


def test_gates_that_open_and_shut() -> None:
    found = test("gates", "abbb", access(latch(), "lstm"))
    assert found.verdict == "holds" and found.place.quantity == "i"
    values = found.sentence.values
    assert (str(values["open_at"]), str(values["shut_at"])) == ("a", "b")
    assert found.text[found.place.position] == "b" and "i" in found.place.nodes
    gate = found.trace.quantities["i"][0, found.place.position, found.place.cell]
    assert gate < 0.001 and values["written"] == "0.00"


def test_gates_that_stand_still() -> None:
    found = test("gates", "abab", access(zeros("lstm"), "lstm"))
    assert found.verdict == "fails" and found.sentence.values["low"] == "50"


def test_a_memory_that_is_carried() -> None:
    found = test("carry", "a" + 8 * "b", access(latch(), "lstm"))
    assert found.verdict == "holds"
    values, place = found.sentence.values, found.place
    assert (values["steps"], values["text"], place.position) == (8, 8 * "b", 8)
    c = states(found.trace)[0, :, place.cell]
    assert values["begin"] == f"{c[0]:.2f}" and values["end"] == f"{c[8]:.2f}"
    assert values["half"] == "0.39"  # 0.5 to the eighth
    assert "last bit" in str(found.sentence)


def test_what_holds_an_empty_memory_carries_nothing() -> None:
    found = test("carry", 9 * "b", access(latch(), "lstm"))
    assert found.verdict == "fails"


def test_a_memory_that_is_not_carried() -> None:
    found = test("carry", "abab", access(zeros("lstm"), "lstm"))
    assert found.verdict == "fails"
    assert found.sentence.values["kept"] == "0.50"
    longest = test("carry", "abba", access(latch(), "lstm"))
    assert longest.verdict == "fails" and longest.sentence.values["steps"] == 2


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn", "peephole"])
def test_distance_is_that_of_brute_force(cell: CellKind) -> None:
    model = access(dict(random_weights(cell, 2, HIDDEN, len(CORPUS.vocabulary))), cell, 2)
    text = "abba baab abab"
    found = test("distance", text, model)
    counts = np.bincount(CORPUS.ids)
    common = [CORPUS.vocabulary.characters[i] for i in np.argsort(-counts, kind="stable")[:2]]
    reaches = []
    for position, character in enumerate(text[:-1]):
        other = next(one for one in common if one != character)
        felt = finish(WhatIf(text, position, other), model).divergence
        reaches.append(max([*np.flatnonzero(felt >= FELT_NATS), position]) - position)
    assert found.sentence.values["reach"] == max(reaches)
    assert found.place.change is not None
    position, _ = found.place.change
    assert reaches[position] == max(reaches)
    assert found.place.position == position + max(reaches)


def test_a_network_that_forgets_at_once_connects_nothing() -> None:
    found = test("distance", "abba", access(zeros("lstm"), "lstm"))
    assert found.verdict == "fails" and found.sentence.values["reach"] == 0


def test_gradients_reach_farther_than_in_a_plain_network() -> None:
    plain = dict(random_weights("rnn", 1, HIDDEN, len(CORPUS.vocabulary), scale=0.1))
    keeps = zeros("lstm")
    keeps["l0.b"][columns("lstm", "f")] = 8
    keeps["l0.b"][columns("lstm", "c~")] = 0.05
    keeps["W_hq"][:, A] = 1
    beside = access(plain, "rnn")
    found = test("gradients", "abba", access(keeps, "lstm", twin=beside))
    assert found.verdict == "holds"
    gated, alone = found.sentence.values["gated"], found.sentence.values["plain"]
    assert isinstance(gated, int) and isinstance(alone, int) and gated > alone
    turned = test("gradients", "abba", access(plain, "rnn", twin=access(keeps, "lstm")))
    assert turned.sentence == found.sentence
    forgets = zeros("lstm")
    forgets["l0.b"][columns("lstm", "f")] = -8
    forgets["W_hq"][:, A] = 1
    assert test("gradients", "ab", access(forgets, "lstm", twin=beside)).verdict == "fails"


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_gradients_of_one_network_are_compared_with_nothing(cell: CellKind) -> None:
    weights = dict(random_weights(cell, 1, HIDDEN, len(CORPUS.vocabulary)))
    assert test("gradients", "abba", access(weights, cell)).verdict == "absent"


def test_how_far_a_gradient_reaches() -> None:
    assert reach_of(np.array([1.0, 0.5, 0.02, 0.001, 0.5])) == 2
    assert reach_of(np.ones(4)) == 3


@pytest.mark.parametrize("cell", ["lstm", "peephole"])
def test_the_output_layer_knows_nothing_of_c(cell: CellKind) -> None:
    weights = dict(random_weights(cell, 2, HIDDEN, len(CORPUS.vocabulary)))
    found = test("output", "abba baab", access(weights, cell, 2))
    assert found.verdict == "holds" and found.place.layer == 1
    assert float(str(found.sentence.values["felt"])) > 0  # a step later C acts, through H


@pytest.mark.parametrize(
    ("cell", "absent"), [("rnn", {"gates", "carry", "output"}), ("gru", {"output"})]
)
def test_what_a_cell_has_not_is_said(cell: CellKind, absent: set[str]) -> None:
    weights = dict(random_weights(cell, 1, HIDDEN, len(CORPUS.vocabulary)))
    found = {claim: test(claim, "abba", access(weights, cell)).verdict for claim in CLAIMS}
    assert {claim for claim, verdict in found.items() if verdict == "absent"} == {
        "gradients",
        *absent,
    }


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_one_character_is_a_text(claim: Claim, cell: CellKind) -> None:
    weights = dict(random_weights(cell, 1, HIDDEN, len(CORPUS.vocabulary)))
    assert test(claim, "a", access(weights, cell)).text == "a"


@pytest.mark.parametrize("claim", CLAIMS)
def test_nothing_is_changed_and_it_comes_in_slices(claim: Claim) -> None:
    weights = dict(random_weights("lstm", 1, HIDDEN, len(CORPUS.vocabulary)))
    before = {name: array.copy() for name, array in weights.items()}
    slices = list(ClaimTest(claim, "abba baab").steps(access(weights, "lstm")))
    assert len(slices) >= 9 and all(0 <= done <= 1 for done in slices)
    assert all((weights[name] == before[name]).all() for name in before)
