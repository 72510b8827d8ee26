"""Doors from Python to kernels that only compiled code calls."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.engine.kernels.source import elementwise, products
from lstm_gui.engine.kernels.source.compiling import compiled


@compiled(called=True)
def _product(a: Floats, w: Floats, room: Floats, out: Floats) -> None:
    products.pack(w, 0, len(room), room)
    products.add_panels(a, room, out)


def product_into(a: Floats, w: Floats, out: Floats) -> None:
    """Add a w to out."""
    room = np.zeros((-(-w.shape[1] // products.WIDTH), w.shape[0], products.WIDTH), np.float32)
    _product(a, w, room, out)


def product_by_panels(a: Floats, w: Floats) -> Floats:
    """Return a w."""
    out = np.zeros((a.shape[0], w.shape[1]), np.float32)
    product_into(a, w, out)
    return out


@compiled(called=True)
def _tanh(x: Floats, out: Floats) -> None:
    for j in range(len(x)):
        out[j] = elementwise._tanh(x[j])


@compiled(called=True)
def _exp(x: Floats, out: Floats) -> None:
    for j in range(len(x)):
        out[j] = elementwise._exp(x[j])


@compiled(called=True)
def _cross_entropy(y: Floats, target: int) -> float:
    loss: float = elementwise.cross_entropy(y, target, np.float32(1))
    return loss


def tanh_row(x: Floats) -> Floats:
    """Return tanh x."""
    out = np.empty_like(x)
    _tanh(x, out)
    return out


def exp_row(x: Floats) -> Floats:
    """Return exp x."""
    out = np.empty_like(x)
    _exp(x, out)
    return out


def cross_entropy_of(y: Floats, target: int) -> tuple[float, Floats]:
    """Return loss and gradient of one row of logits."""
    gradient = y.copy()
    return _cross_entropy(gradient, target), gradient
