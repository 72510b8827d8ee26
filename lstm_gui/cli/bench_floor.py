"""The floor: the matrix products that no implementation can avoid, and what they cost here.

A character has one row of W_x looked up, so the first layer's input costs no product. What is left
are the recurrent products, the inputs of layers above the first, and the output layer, each three
times: forward, and for both gradients. Whatever takes longer than these, run
one after the other as large products at this machine's best float32 speed, can still be improved.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_gui.core.backend import GATES, Floats
from lstm_gui.core.config import ModelConfig, TrainConfig

__all__ = ["Floor", "Product", "multiply_adds", "unavoidable_products"]

Multiply = Callable[[Any, Any, Any], None]  # a, b and where a·b goes; Any: numpy's or mxnet's


@dataclass(frozen=True, slots=True)
class Product:
    """A product of (rows, inner) and (inner, columns)."""

    rows: int
    inner: int
    columns: int

    @property
    def multiply_adds(self) -> int:
        """How many multiplications, each with an addition, it takes."""
        return self.rows * self.inner * self.columns


def unavoidable_products(
    model: ModelConfig, train: TrainConfig, vocabulary_size: int
) -> tuple[Product, ...]:
    """List the products of one batch, all time steps together."""
    rows, hidden = train.batch_size * train.num_steps, model.hidden
    packed = len(GATES[model.cell]) * hidden
    widths = [packed] * (2 * model.layers - 1) + [vocabulary_size]
    return tuple(product for width in widths for product in _three(rows, hidden, width))


def multiply_adds(products: tuple[Product, ...]) -> int:
    """Add up what the products of one batch take."""
    return sum(product.multiply_adds for product in products)


def _three(rows: int, inner: int, columns: int) -> Iterator[Product]:
    yield Product(rows, inner, columns)  # y = x W
    yield Product(inner, rows, columns)  # dW = xᵀ dy
    yield Product(rows, columns, inner)  # dx = dy Wᵀ


class Floor:
    """Times the products of a batch with each library; the thread that owns MXNet calls it.

    Args:
        products: Those of one batch.
        batches: How many batches an epoch has.
    """

    def __init__(self, products: tuple[Product, ...], batches: int) -> None:
        self._batches = batches
        operands = [_operands(product) for product in products]
        self._ways: dict[str, tuple[Multiply, list[tuple[Any, ...]]]] = {
            "numpy": (_multiply_with_numpy, list(operands))
        }
        engine: Any = sys.modules.get("mxnet")  # Any: no types; only if the engine has loaded it
        if engine is not None:
            arrays = [(engine.nd.array(a), engine.nd.array(b.T), c) for a, b, c in operands]
            self._ways["mxnet"] = (_multiply_with(engine), arrays)

    def measure(self, repeats: int) -> dict[str, list[float]]:
        """Return by library what an epoch of products alone takes, `repeats` times."""
        # One library after the other: threads that wait for work spin for a while, and would
        # take the other library's processors.
        return {
            name: [self._epoch(multiply, operands) for _ in range(repeats + 1)][1:]
            for name, (multiply, operands) in self._ways.items()
        }

    def _epoch(self, multiply: Multiply, operands: list[tuple[Any, ...]]) -> float:
        started = time.perf_counter()
        for triple in operands:
            multiply(*triple)
        return (time.perf_counter() - started) * self._batches


def _multiply_with_numpy(a: Floats, b: Floats, product: Floats) -> None:
    """Multiply with the BLAS that comes with numpy."""
    np.matmul(a, b, out=product)


def _operands(product: Product) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(0)
    shapes = ((product.rows, product.inner), (product.inner, product.columns))
    a, b = (rng.standard_normal(shape, dtype=np.float32) for shape in shapes)
    return a, b, np.empty((product.rows, product.columns), np.float32)


def _multiply_with(engine: Any) -> Multiply:
    def multiply(a: Any, b_turned: Any, product: Floats) -> None:
        # Its quickest product of all; a new array each time, as in its own layers.
        width = product.shape[1]
        engine.nd.FullyConnected(a, b_turned, num_hidden=width, no_bias=True).wait_to_read()

    return multiply
