"""The perplexity of the part held out is what the equations say, worked out by hand in numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, CorpusConfig, ModelConfig
from lstm_gui.core.training.held_out import SLICE, held_out_loss
from lstm_gui.core.training.loop import Training, prepare_text
from tests.core.worker.driving import corpus_of, experiment_of
from tests.engine.test_reading import by_hand

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

TEXT = "abcdefg hijk lmnop 分开不 qrs" * 20


@pytest.mark.parametrize("cell", CELLS)
def test_it_equals_an_evaluation_by_hand(backend: MxnetBackend, cell: CellKind) -> None:
    experiment = experiment_of(optimizer="adam", learning_rate=0.02, clipping_theta=1.0).model_copy(
        update={
            "model": ModelConfig(cell=cell, hidden=12, layers=2, init="fan_in"),
            "corpus": CorpusConfig(held_out=0.2),
        }
    )
    corpus = prepare_text(corpus_of(TEXT), experiment)
    training = Training(backend, corpus, experiment)
    for _ in range(30):
        training.step()
    before = training.snapshot()
    *_, found = held_out_loss(backend, training.held_out)

    ids = corpus.ids[training.trained - 1 :].tolist()
    assert len(ids) - 1 == len(corpus) - training.trained > 2 * SLICE
    weights = {name: array.astype(np.float64) for name, array in backend.weights().items()}
    rows = by_hand(cell, 2, ids[:-1], weights)
    total = 0.0
    for row, wanted in zip(rows, ids[1:], strict=True):
        logits = row[-1]["h"] @ weights["W_hq"] + weights["b_q"]
        total -= logits[wanted] - np.log(np.exp(logits).sum())
    assert found == pytest.approx(total / len(rows), abs=1e-5)

    after = training.snapshot()  # reading has touched nothing
    assert all(np.array_equal(after.weights[n], w) for n, w in before.weights.items())
    assert before.memory is not None and after.memory is not None
    assert np.array_equal(before.memory.h, after.memory.h)


def test_reading_does_not_change_the_curve(backend: MxnetBackend) -> None:
    def losses(*, reading: bool) -> list[float]:
        experiment = experiment_of(epochs=2).model_copy(
            update={"corpus": CorpusConfig(held_out=0.2)}
        )
        training = Training(backend, prepare_text(corpus_of(TEXT), experiment), experiment)
        found = []
        for _ in range(12):
            found.append(training.step()[0].loss)
            if reading:
                list(held_out_loss(backend, training.held_out))
        return found

    assert losses(reading=True) == losses(reading=False)
