"""The compiled mathematics, against numpy in double precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]


def product(a: Floats, w: Floats) -> Floats:
    from tests.engine.entries import product_by_panels

    return product_by_panels(a, w)


@pytest.mark.parametrize(
    ("m", "k", "n"), [(1, 1, 1), (16, 256, 64), (7, 33, 47), (9, 1100, 31), (8, 5, 32), (3, 2, 65)]
)
def test_a_product_in_panels(backend: MxnetBackend, m: int, k: int, n: int) -> None:
    rng = np.random.default_rng(0)
    a, w = rng.standard_normal((m, k), np.float32), rng.standard_normal((k, n), np.float32)
    exact = a.astype(np.float64) @ w
    np.testing.assert_allclose(product(a, w), exact, atol=2e-6 * k + 1e-6)
    turned = np.ascontiguousarray(a.T).T
    np.testing.assert_allclose(product(turned, w), exact, atol=2e-6 * k + 1e-6)


def test_a_product_keeps_to_its_columns(backend: MxnetBackend) -> None:
    from tests.engine.entries import product_into

    out = np.full((5, 40), 7, np.float32)
    product_into(np.ones((5, 3), np.float32), np.ones((3, 10), np.float32), out[:, 4:14])
    np.testing.assert_array_equal(out[:, 4:14], 10)
    np.testing.assert_array_equal(out[:, :4], 7)
    np.testing.assert_array_equal(out[:, 14:], 7)


def test_tanh_and_exp_are_right_to_a_millionth(backend: MxnetBackend) -> None:
    from tests.engine.entries import exp_row, tanh_row

    x = np.linspace(-30, 30, 200_001, dtype=np.float32)
    np.testing.assert_allclose(tanh_row(x), np.tanh(x.astype(np.float64)), atol=1e-6)
    x = np.linspace(-80, 0, 200_001, dtype=np.float32)
    np.testing.assert_allclose(exp_row(x), np.exp(x.astype(np.float64)), rtol=1e-6)


def test_not_a_number_stays_one(backend: MxnetBackend) -> None:
    from tests.engine.entries import tanh_row

    assert np.isnan(tanh_row(np.array([1, np.nan, 2], np.float32))).tolist() == [False, True, False]


def test_cross_entropy_and_its_gradient(backend: MxnetBackend) -> None:
    from tests.engine.entries import cross_entropy_of

    y = np.random.default_rng(0).normal(0, 5, 1027).astype(np.float32)
    softmax = np.exp(y.astype(np.float64) - y.max())
    softmax /= softmax.sum()
    loss, gradient = cross_entropy_of(y, 3)
    assert loss == pytest.approx(-np.log(softmax[3]), abs=1e-5)
    softmax[3] -= 1
    np.testing.assert_allclose(gradient, softmax, atol=1e-6)
