"""Doors from Python to kernels that only compiled code calls."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.engine.kernels import elementwise, products
from lstm_gui.engine.kernels.compiling import compiled


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


@compiled(called=True)
def _lstm(
    z: Floats, c_before: Floats, tanh_c: Floats, c: Floats, h: Floats, dh: Floats, dc: Floats
) -> None:
    elementwise.lstm_forward(z, c_before, tanh_c, c, h)
    elementwise.lstm_backward(z, c_before, tanh_c, dh, dc)


@compiled(called=True)
def _gru(z: Floats, h_before: Floats, s: Floats, h: Floats, dh: Floats) -> None:
    elementwise.gru_forward(z, h_before, s, h)
    elementwise.gru_backward(z, h_before, s, dh)


def _bits(kernel: Any, *sizes: int) -> str:
    rng = np.random.default_rng(0)
    given = [rng.standard_normal(size, np.float32) for size in sizes]
    kernel(*given)
    loaded = sum(kernel.stats.cache_hits.values())
    digest = hashlib.sha256(b"".join(array.tobytes() for array in given)).hexdigest()
    return f"{'loaded' if loaded else 'compiled'} {digest}"


def lstm_bits() -> str:
    """Go through the gates of an LSTM and back; say whether they were loaded, and all bits."""
    return _bits(_lstm, 4 * 77, *[77] * 6)


def gru_bits() -> str:
    """Go through the gates of a GRU and back, which share some parts with an LSTM's."""
    return _bits(_gru, 3 * 77, *[77] * 4)
