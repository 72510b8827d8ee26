"""Adam is the algorithm of its paper, and of other libraries, in every implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Arrays, Doubles
from lstm_gui.core.inspection.anatomy import parameters, update_of
from lstm_gui.core.settings.groups import ComputeConfig, Implementation, ModelConfig, TrainConfig
from tests.engine.conftest import batch

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

V, H, STEPS = 40, 16, 50
BOOK = ModelConfig(hidden=H, init="normal", seed=7)
"""Weights of size 0.01: with θ = 0.01 their gradients are so small that ε counts."""
TRAIN = TrainConfig(optimizer="adam", learning_rate=0.01, clipping_theta=0.01)


class AlgorithmOne:
    """Kingma and Ba (2015), algorithm 1, which torch.optim.Adam follows, in float64."""

    def __init__(self, weights: Doubles, rate: float) -> None:
        self.theta, self.rate = weights, rate
        self.t, self.m, self.v = 0, np.zeros_like(weights), np.zeros_like(weights)

    def step(self, g: Doubles) -> None:
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g**2
        m_hat, v_hat = self.m / (1 - 0.9**self.t), self.v / (1 - 0.999**self.t)
        self.theta = self.theta - self.rate * m_hat / (np.sqrt(v_hat) + 1e-8)


def flat(arrays: Arrays, prefix: str = "") -> Doubles:
    return np.concatenate(
        [a.ravel() for name, a in arrays.items() if name.startswith(prefix)], dtype=np.float64
    )


def gradient(before: Arrays, after: Arrays) -> Doubles:
    """Return the gradient of a step as it entered Adam, out of the means before and after it."""
    mean = flat(after, "mean.")
    return (mean - 0.9 * (flat(before, "mean.") if before else 0)) / 0.1


def announced(gradients: Arrays, state: Arrays) -> Arrays:
    """Return what slow motion says is added to each array."""
    result = {name: np.zeros_like(array) for name, array in gradients.items()}
    for one in parameters("lstm", 1, H):
        result[one.array][..., one.columns] = update_of(one, gradients, 1.0, TRAIN, state)
    return result


@pytest.mark.parametrize("implementation", ["scratch", "concise", "fast"])
def test_adam_is_algorithm_1(backend: MxnetBackend, implementation: Implementation) -> None:
    """Fifty steps, of which the first thirty are on record as in any older checkpoint."""
    compute, rng = ComputeConfig(implementation=implementation), np.random.default_rng(5)
    backend.build(BOOK, compute, V)
    backend.configure(TRAIN)
    begin = backend.weights()
    wanted, told = AlgorithmOne(flat(begin), TRAIN.learning_rate), 0.0
    for step in range(STEPS):
        if step == 30:
            weights, state = backend.weights(), backend.optimizer_state()
            backend.build(BOOK, compute, V)
            backend.load_weights(weights)
            backend.load_optimizer_state(state)
        before = backend.optimizer_state()
        backend.step(*batch(rng, 4, 9, V))
        g = gradient(before, backend.optimizer_state())
        assert np.linalg.norm(g) == pytest.approx(TRAIN.clipping_theta, rel=1e-4)
        wanted.step(g)
        told = told + flat(announced(shaped(g, begin), before))
        moved = flat(backend.weights()) - flat(begin)
        distance = np.linalg.norm(moved)
        assert np.linalg.norm(flat(begin) + moved - wanted.theta) < 1e-4 * distance
        assert np.linalg.norm(moved - told) < 1e-4 * distance


def shaped(values: Doubles, like: Arrays) -> Arrays:
    """Cut a row of numbers into arrays shaped as others."""
    ends = np.cumsum([array.size for array in like.values()])
    cut = np.split(values.astype(np.float32), ends[:-1])
    return {n: c.reshape(a.shape) for (n, a), c in zip(like.items(), cut, strict=True)}
