"""Who mattered: the gradient against finite differences, leaving out against reading anew."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.inspection import mattering as mattering_module
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.mattering import WhoMattered
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig
from tests.core.inspection.conftest import random_weights
from tests.core.inspection.test_jobs import NumpyBackend
from tests.core.worker.driving import corpus_of

TEXT = "abcdefgh"
"""Each character once: a row of W_x is read in one place only."""

HIDDEN, DELTA = 4, 1e-6


def access(cell: CellKind, layers: int, weights=None) -> ModelAccess:
    corpus = corpus_of(TEXT * 9)
    if weights is None:
        drawn = random_weights(cell, layers, HIDDEN, len(corpus.vocabulary))
        weights = {name: array.astype(np.float64) for name, array in drawn.items()}
    model = ModelConfig(cell=cell, layers=layers, hidden=HIDDEN)
    return ModelAccess(NumpyBackend(weights, cell), corpus.vocabulary, corpus, model)


def log_p(model: ModelAccess, before: str, character: str) -> float:
    """Read a text anew, and return how likely a character is after it."""
    unrolled = Unrolled(model.backend.weights(), model.model.cell, 1)
    for index in model.vocabulary.encode(before):
        for _ in unrolled.read(np.array([index])):
            pass
    (target,) = model.vocabulary.encode(character)
    return float(log_softmax(unrolled.logits())[0, target])


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
def test_the_gradient_is_by_finite_differences(cell: CellKind, layers: int) -> None:
    model = access(cell, layers)
    found = finish(WhoMattered(TEXT, 6), model)
    assert found.log_p == pytest.approx(log_p(model, TEXT[:6], TEXT[6]))
    assert found.gradient.shape == (6,)
    weights = model.backend.weights()
    for place in range(6):
        (row,) = model.vocabulary.encode(TEXT[place])
        gradient = []
        for column in range(weights["l0.W_x"].shape[1]):
            sides = []
            for sign in (1, -1):
                moved = weights["l0.W_x"].copy()
                moved[row, column] += sign * DELTA
                other = access(cell, layers, {**weights, "l0.W_x": moved})
                sides.append(log_p(other, TEXT[:6], TEXT[6]))
            gradient.append((sides[0] - sides[1]) / (2 * DELTA))
        assert found.gradient[place] == pytest.approx(np.linalg.norm(gradient), rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("position", [1, 2, 7])
def test_leaving_out_is_reading_anew(cell: CellKind, layers: int, position: int) -> None:
    model = access(cell, layers)
    found = finish(WhoMattered(TEXT, position), model)
    whole, character = TEXT[:position], TEXT[position]
    expected = [
        log_p(model, whole, character) - log_p(model, whole[:j] + whole[j + 1 :], character)
        for j in range(position)
    ]
    np.testing.assert_allclose(found.left_out, expected, rtol=1e-5, atol=1e-7)


def test_a_reading_is_that_of_the_other_reader() -> None:
    model = access("lstm", 2)
    weights = {name: array.astype(np.float32) for name, array in model.backend.weights().items()}
    reader = ForwardPass(weights, "lstm")
    reader.read(model.vocabulary.encode(TEXT[:5]).tolist())
    (target,) = model.vocabulary.encode(TEXT[5])
    expected = float(log_softmax(reader.logits())[target])
    assert finish(WhoMattered(TEXT, 5), model).log_p == pytest.approx(expected, rel=1e-5)


def test_what_lies_too_far_back_is_read_but_not_left_out(monkeypatch) -> None:
    monkeypatch.setattr(mattering_module, "MOST_MATTERING", 3)
    model = access("gru", 1)
    near = finish(WhoMattered(TEXT, 7), model)
    monkeypatch.undo()
    whole = finish(WhoMattered(TEXT, 7), model)
    for short, long in ((near.gradient, whole.gradient), (near.left_out, whole.left_out)):
        assert np.isnan(short[:4]).all()
        np.testing.assert_allclose(short[4:], long[4:], rtol=1e-5)
    assert near.log_p == pytest.approx(whole.log_p)


def test_nothing_comes_before_the_first_character() -> None:
    with pytest.raises(CorpusError):
        finish(WhoMattered(TEXT, 0), access("rnn", 1))
