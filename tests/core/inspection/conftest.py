"""Small networks with known weights, and the engine to compare them with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.groups import CellKind, ModelConfig

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend


@pytest.fixture(scope="session")
def backend() -> Backend:
    """The engine of this process; every test builds its own network on it."""
    from lstm_gui.engine import create_backend

    return create_backend()


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def random_weights(
    cell: CellKind, layers: int = 1, hidden: int = 5, vocabulary: int = 7, scale: float = 1.0
) -> Arrays:
    """Draw the weights of a network that does lively things."""
    rng = np.random.default_rng(1)
    shapes = weight_shapes(ModelConfig(cell=cell, layers=layers, hidden=hidden), vocabulary)
    return {n: (rng.normal(size=s) * scale).astype(np.float32) for n, s in shapes.items()}


def distribution(logits: Floats) -> Floats:
    """Return the softmax over the last axis, written out."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def small_trace(cell: CellKind = "lstm", layers: int = 1, length: int = 12, **sizes: int) -> Trace:
    """Return the trace of a random text, from a state that is not zero."""
    rng = np.random.default_rng(2)
    weights = random_weights(cell, layers, **sizes)
    vocabulary, hidden = len(weights["b_q"]), len(weights["W_hq"])
    state = rng.normal(size=(2, layers, 1, hidden)).astype(np.float32) / 2
    start = Memory(state[0], state[1] if CELLS[cell].has_c else None)
    return forward(weights, cell, rng.integers(0, vocabulary, length), start)


def trace_of(cell: CellKind, **quantities: object) -> Trace:
    """Make a trace of hand-written values, each given as (T, H); the rest is zero."""
    given = {name: np.array(values, np.float32)[np.newaxis] for name, values in quantities.items()}
    shape = next(iter(given.values())).shape
    zeros = np.zeros(shape, np.float32)
    start = np.zeros((1, 1, shape[2]), np.float32)
    return Trace(
        cell,
        np.zeros(shape[1], np.int32),
        Memory(start, start if CELLS[cell].has_c else None),
        {**dict.fromkeys(CELLS[cell].quantities, zeros), **given},
        np.zeros((shape[1], 3), np.float32),
    )
