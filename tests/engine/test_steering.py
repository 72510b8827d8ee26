"""What core carries over and measures is what the engine has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, Initialization, ModelConfig
from lstm_gui.core.training.carry_over import Basis, carry_over
from lstm_gui.core.training.loop import Training
from tests.core.worker.driving import corpus_of, experiment_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

TEXT = "abcdefghij klm nop 分开不" * 6


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("init", ["normal", "fan_in"])
def test_initial_weights_are_the_engines_to_the_bit(
    backend: MxnetBackend, cell: CellKind, init: Initialization
) -> None:
    model = ModelConfig(cell=cell, layers=2, hidden=7, init=init, forget_bias=1.5, seed=9)
    for implementation in ("fast", "concise", "scratch"):
        if implementation == "concise" and CELLS[cell].gluon is None:
            continue
        backend.build(model, ComputeConfig(implementation=implementation), 11)
        drawn, found = initial_weights(model, 11), backend.weights()
        assert drawn.keys() == found.keys()
        for name, values in drawn.items():
            assert (values == found[name]).all(), name


def test_a_model_goes_on_under_other_settings(backend: MxnetBackend) -> None:
    experiment = experiment_of(optimizer="adam", learning_rate=0.01, clipping_theta=1.0)
    training = Training(backend, corpus_of(TEXT), experiment)
    for _ in range(20):
        training.step()
    for path, value, text in (
        ("model.hidden", 5, TEXT),
        ("train.batch_size", 3, TEXT),
        ("train.num_steps", 7, TEXT),
        ("model.layers", 2, TEXT),
        ("train.learning_rate", 0.02, TEXT[:40] + "xyz" * 30),
        ("model.cell", "peephole", TEXT),
        ("model.cell", "lstm", TEXT),
        ("model.cell", "gru", TEXT),
        ("train.sampling", "random", TEXT),
        ("train.optimizer", "sgd", TEXT),
        ("model.hidden", 2, TEXT),
    ):
        old = Basis(training.experiment, training.corpus)
        new = Basis(changed(old.experiment, path, value), corpus_of(text))
        carried = carry_over(training.snapshot(), old, new)
        training = Training(backend, new.corpus, new.experiment)
        training.restore(carried.snapshot)
        found = backend.weights()
        for name, values in carried.snapshot.weights.items():
            assert (values == found[name]).all(), (path, name)
        assert training.position == carried.snapshot.position
        for _ in range(5):
            assert all(math.isfinite(getattr(event, "loss", 0.0)) for event in training.step())
