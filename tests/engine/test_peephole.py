"""The peephole LSTM against its equations, which stand here once more, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from lstm_gui.core.arrays import Ids
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.settings.experiment import IMPLEMENTATION, Experiment, changed
from lstm_gui.core.settings.groups import ComputeConfig, Implementation, ModelConfig, TrainConfig
from tests.engine.conftest import batch

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

Weights = dict[str, NDArray[np.float64]]
N, T, V, H = 3, 5, 9, 4
MODEL = ModelConfig(cell="peephole", layers=2, hidden=H, init="fan_in", forget_bias=0.5, seed=2)


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-x))


def loss(w: Weights, inputs: Ids, targets: Ids) -> float:
    """Read a batch from zeros; Gers and Schmidhuber (2000), a text at a time, layer by layer."""
    total = 0.0
    for ids, wanted in zip(inputs, targets, strict=True):
        xs = list(np.eye(V)[ids])
        for layer in ("l0", "l1"):
            h = c = np.zeros(H)
            W_x, W_h, b, p = (w[f"{layer}.{name}"] for name in ("W_x", "W_h", "b", "p"))
            for t, x in enumerate(xs):
                a = x @ W_x + h @ W_h + b
                i = sigmoid(a[:H] + p[:H] * c)
                f = sigmoid(a[H : 2 * H] + p[H : 2 * H] * c)
                c = f * c + i * np.tanh(a[3 * H :])
                o = sigmoid(a[2 * H : 3 * H] + p[2 * H :] * c)
                xs[t] = h = o * np.tanh(c)
        for h, character in zip(xs, wanted, strict=True):
            logits = h @ w["W_hq"] + w["b_q"]
            total += np.log(np.exp(logits).sum()) - logits[character]
    return total / inputs.size


def lively(backend: MxnetBackend, implementation: Implementation) -> Weights:
    """Build a network whose peepholes do something."""
    backend.build(MODEL, ComputeConfig(implementation=implementation), V)
    rng = np.random.default_rng(7)
    moved = {n: a + rng.normal(0, 0.5, a.shape) for n, a in backend.weights().items()}
    backend.load_weights({n: a.astype(np.float32) for n, a in moved.items()})
    return {n: a.astype(np.float64) for n, a in backend.weights().items()}


@pytest.mark.parametrize(
    ("implementation", "network"),
    [("scratch", "ScratchNetwork"), ("fast", "FastNetwork"), ("fast", "GraphNetwork")],
)
def test_loss_and_gradients_are_those_of_the_equations(
    backend: MxnetBackend,
    monkeypatch: pytest.MonkeyPatch,
    rng: np.random.Generator,
    implementation: Implementation,
    network: str,
) -> None:
    if network == "GraphNetwork":
        monkeypatch.setattr("lstm_gui.engine.mxnet_backend.has_kernels", lambda: False)
    weights = lively(backend, implementation)
    assert type(backend._net).__name__ == network
    inputs, targets = batch(rng, N, T, V)
    backend.configure(TrainConfig(learning_rate=1.0, clipping_theta=1e6))
    assert backend.step(inputs, targets).loss == pytest.approx(loss(weights, inputs, targets))
    gradients = {name: weights[name] - array for name, array in backend.weights().items()}
    step = 1e-5
    for name, weight in weights.items():
        for flat in range(weight.size) if name.endswith(".p") else rng.choice(weight.size, 5):
            sides = []
            for sign in (1, -1):
                moved = {**weights, name: weight.copy()}
                moved[name].flat[flat] += sign * step
                sides.append(loss(moved, inputs, targets))
            wanted = (sides[0] - sides[1]) / (2 * step)
            assert gradients[name].flat[flat] == pytest.approx(wanted, rel=1e-3, abs=1e-6), name
    assert all(abs(gradients[f"l{layer}.p"]).max() > 1e-4 for layer in (0, 1))


def test_it_begins_as_the_lstm_of_its_seed(backend: MxnetBackend) -> None:
    ids = np.arange(V, dtype=np.int32)
    backend.build(MODEL, ComputeConfig(implementation="scratch"), V)
    peephole, weights = backend.trace(ids), backend.weights()
    lstm = MODEL.model_copy(update={"cell": "lstm"})
    backend.build(lstm, ComputeConfig(implementation="scratch"), V)
    for name, array in initial_weights(lstm, V).items():
        assert (weights.pop(name) == array).all()
    assert weights.keys() == {"l0.p", "l1.p"} and not any(map(np.any, weights.values()))
    np.testing.assert_allclose(peephole.logits, backend.trace(ids).logits, rtol=0, atol=1e-6)


def test_gluon_has_none_and_the_setting_says_so() -> None:
    with pytest.raises(ConfigError, match=r"has no .*gluon\.rnn has none") as refused:
        changed(Experiment(model=MODEL), IMPLEMENTATION, "concise")
    assert refused.value.field == IMPLEMENTATION
