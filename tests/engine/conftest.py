"""One backend for all engine tests: MXNet wants one thread for the life of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.engine import create_backend

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend


@pytest.fixture(scope="session")
def backend() -> MxnetBackend:
    """The engine of this process; every test builds its own network on it."""
    backend = create_backend()
    from lstm_gui.engine.fast import has_kernels
    from lstm_gui.engine.mxnet_backend import MxnetBackend

    assert isinstance(backend, MxnetBackend)
    assert has_kernels()
    return backend


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def batch(rng: np.random.Generator, texts: int, steps: int, vocabulary: int) -> tuple[Ids, Ids]:
    """Draw inputs and targets of shape (texts, steps)."""
    ids = rng.integers(0, vocabulary, (texts, steps + 1), dtype=np.int32)
    return ids[:, :-1], ids[:, 1:]
