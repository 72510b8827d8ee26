"""Three ways to write the equations, and fast in its two forms: one result."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import IMPLEMENTATION, Experiment, fits
from lstm_gui.core.settings.groups import (
    CellKind,
    ComputeConfig,
    Implementation,
    ModelConfig,
    TrainConfig,
)
from tests.engine.conftest import batch

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]

IMPLEMENTATIONS: tuple[Implementation, ...] = ("scratch", "concise", "fast")
TEXTS, STEPS, VOCABULARY, HIDDEN = 5, 7, 70, 37  # neither fills its last panel


def results(
    backend: MxnetBackend, model: ModelConfig, implementation: Implementation
) -> dict[str, Floats]:
    """Train two batches of the same experiment; collect everything that can be compared."""
    rng = np.random.default_rng(3)
    backend.build(model, ComputeConfig(implementation=implementation), VOCABULARY)
    drawn = np.random.default_rng(4)
    begun = {
        name: drawn.normal(size=array.shape).astype(np.float32) if name.endswith(".p") else array
        for name, array in backend.weights().items()
    }
    backend.load_weights(begun)  # with peepholes that do something
    backend.configure(TrainConfig(learning_rate=0.5, clipping_theta=0.1))
    found: dict[str, Floats] = {}
    for step in range(2):
        result = backend.step(*batch(rng, TEXTS, STEPS, VOCABULARY))
        found[f"{step} loss and norm"] = np.array([result.loss, result.grad_norm], np.float32)
        found |= {f"{step} gradient of {n}": g for n, g in backend._net.gradients().items()}
        memory = backend.training_memory()
        assert memory is not None
        found[f"{step} h"] = memory.h
        if memory.c is not None:
            found[f"{step} c"] = memory.c
    found |= {f"weight {name}": weight for name, weight in backend.weights().items()}
    ids = rng.integers(0, VOCABULARY, STEPS, dtype=np.int32)
    trace = backend.trace(ids)
    found |= {f"trace of {name}": values for name, values in trace.quantities.items()}
    return {**found, "logits": trace.logits}


@pytest.mark.parametrize(("cell", "layers"), list(product(CELLS, (1, 2, 3))))
def test_implementations_agree(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch, cell: CellKind, layers: int
) -> None:
    model = ModelConfig(
        cell=cell, layers=layers, hidden=HIDDEN, init="fan_in", forget_bias=0.5, seed=1
    )
    asked = Experiment(model=model)
    names = [one for one in IMPLEMENTATIONS if fits(asked, IMPLEMENTATION, one)]
    assert "fast" in names and ("concise" in names) == (cell != "peephole")
    scratch, *others = (results(backend, model, name) for name in names)
    monkeypatch.setattr("lstm_gui.engine.mxnet_backend.has_kernels", lambda: False)
    others.append(results(backend, model, "fast"))  # by the static graph
    for other in others:
        assert other.keys() == scratch.keys()
        for name, values in scratch.items():
            np.testing.assert_allclose(other[name], values, rtol=0, atol=1e-5, err_msg=name)
