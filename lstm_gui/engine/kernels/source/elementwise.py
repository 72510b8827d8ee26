"""The elementwise mathematics of the kernels, a row of numbers at a time, all in float32.

A row stays in the first cache, so several short loops cost no more than a long one, and LLVM
makes vectors of a loop only when it can tell its few arrays apart. Rows are of length H, the
hidden units, unless said otherwise; a cell's row z holds all its gates side by side.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from lstm_gui.engine.kernels.source.compiling import compiled, float_of_bits

__all__ = [
    "add_row",
    "clear_row",
    "copy_row",
    "cross_entropy",
    "gru_backward",
    "gru_forward",
    "lstm_backward",
    "lstm_forward",
    "peephole_backward",
    "peephole_forward",
    "rnn_backward",
    "rnn_forward",
]

Row = Any  # a float32 array; the types of compiled code are numba's

_0, _1, _HALF = np.float32(0), np.float32(1), np.float32(0.5)

# tanh x = x p(x²) / q(x²), with an error below 3e-7; the coefficients are those of Eigen.
_TANH_END = np.float32(7.9053111)
_P0, _P1, _P2, _P3, _P4, _P5, _P6 = (
    np.float32(p)
    for p in (4.89352455891786e-03, 6.37261928875436e-04, 1.48572235717979e-05,
              5.12229709037114e-08, -8.60467152213735e-11, 2.00018790482477e-13,
              -2.76076847742355e-16)
)  # fmt: skip
_Q0, _Q1, _Q2, _Q3 = (
    np.float32(q)
    for q in (4.89352518554385e-03, 2.26843463243900e-03, 1.18534705686654e-04,
              1.19825839466702e-06)
)  # fmt: skip

# exp x = 2ⁿ exp r with |r| <= ln 2 / 2, as in the Cephes library; ln 2 in two parts, exactly.
_EXP_END, _LOG2_E = np.float32(-87), np.float32(1.44269504)
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
_E2, _E3, _E4, _E5, _E6, _E7 = (
    np.float32(e)
    for e in (5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3,
              1.3981999507e-3, 1.9875691500e-4)
)  # fmt: skip


@compiled()
def _tanh(x: Any) -> Any:
    x = min(max(x, -_TANH_END), _TANH_END)
    s = x * x
    p = (((((_P6 * s + _P5) * s + _P4) * s + _P3) * s + _P2) * s + _P1) * s + _P0
    q = ((_Q3 * s + _Q2) * s + _Q1) * s + _Q0
    return x * p / q


@compiled()
def _sigmoid(x: Any) -> Any:
    return _HALF * _tanh(_HALF * x) + _HALF


@compiled()
def _exp(x: Any) -> Any:
    """Compute exp x for x <= 0."""
    x = max(x, _EXP_END)
    n = np.int32(x * _LOG2_E - _HALF)
    r = x - np.float32(n) * _LN2_HIGH - np.float32(n) * _LN2_LOW
    p = ((((_E7 * r + _E6) * r + _E5) * r + _E4) * r + _E3) * r + _E2
    return (p * r * r + r + _1) * float_of_bits((n + np.int32(127)) << np.int32(23))


@compiled()
def add_row(x: Row, out: Row) -> None:
    """Add one row of any length to another."""
    for j in range(len(out)):
        out[j] += x[j]


@compiled()
def clear_row(out: Row) -> None:
    """Fill a row of any length with zeros."""
    for j in range(len(out)):
        out[j] = _0


@compiled()
def copy_row(x: Row, out: Row) -> None:
    """Copy one row of any length to another."""
    for j in range(len(out)):
        out[j] = x[j]


@compiled()
def _sigmoid_row(x: Row) -> None:
    for j in range(len(x)):
        x[j] = _sigmoid(x[j])


@compiled()
def _tanh_row(x: Row, out: Row) -> None:
    for j in range(len(x)):
        out[j] = _tanh(x[j])


@compiled()
def lstm_forward(z: Row, c_before: Row, tanh_c: Row, c: Row, h: Row) -> None:
    """Turn an LSTM's sums z (4H) into its gates i, f, o, c~, and these into c and h."""
    size = len(h)
    _sigmoid_row(z[: 3 * size])
    _tanh_row(z[3 * size :], z[3 * size :])
    i, f, o, c_tilda = z[:size], z[size : 2 * size], z[2 * size : 3 * size], z[3 * size :]
    for j in range(size):
        c[j] = f[j] * c_before[j] + i[j] * c_tilda[j]
    _tanh_row(c, tanh_c)
    for j in range(size):
        h[j] = o[j] * tanh_c[j]


@compiled()
def lstm_backward(z: Row, c_before: Row, tanh_c: Row, dh: Row, dc: Row) -> None:
    """Turn an LSTM's gates z (4H) into the gradients of its sums, and dc into that of c_before."""
    size = len(dh)
    i, f, o, c_tilda = z[:size], z[size : 2 * size], z[2 * size : 3 * size], z[3 * size :]
    for j in range(size):
        dc[j] += dh[j] * o[j] * (_1 - tanh_c[j] * tanh_c[j])
    for j in range(size):
        o[j] = dh[j] * tanh_c[j] * o[j] * (_1 - o[j])
    for j in range(size):
        gate, candidate = i[j], c_tilda[j]
        i[j] = dc[j] * candidate * gate * (_1 - gate)
        c_tilda[j] = dc[j] * gate * (_1 - candidate * candidate)
    for j in range(size):
        gate = f[j]
        f[j] = dc[j] * c_before[j] * gate * (_1 - gate)
        dc[j] *= gate


@compiled()
def peephole_forward(z: Row, p: Row, c_before: Row, tanh_c: Row, c: Row, h: Row) -> None:
    """Turn a peephole LSTM's sums z (4H) into its gates i, f, o, c~, and these into c and h.

    `p` (3H) are the weights by which i and f see c_before, and o sees c.
    """
    size = len(h)
    i, f, o, c_tilda = z[:size], z[size : 2 * size], z[2 * size : 3 * size], z[3 * size :]
    for j in range(size):
        i[j] += p[j] * c_before[j]
        f[j] += p[size + j] * c_before[j]
    _sigmoid_row(z[: 2 * size])
    _tanh_row(c_tilda, c_tilda)
    for j in range(size):
        c[j] = f[j] * c_before[j] + i[j] * c_tilda[j]
    for j in range(size):
        o[j] += p[2 * size + j] * c[j]
    _sigmoid_row(o)
    _tanh_row(c, tanh_c)
    for j in range(size):
        h[j] = o[j] * tanh_c[j]


@compiled()
def peephole_backward(z: Row, p: Row, c_before: Row, tanh_c: Row, dh: Row, dc: Row) -> None:
    """Turn a peephole LSTM's gates z (4H) into the gradients of its sums, dc into c_before's."""
    size = len(dh)
    o = z[2 * size : 3 * size]
    for j in range(size):
        through = dh[j] * tanh_c[j] * o[j] * (_1 - o[j])
        dc[j] += p[2 * size + j] * through
    lstm_backward(z, c_before, tanh_c, dh, dc)
    for j in range(size):
        dc[j] += p[j] * z[j] + p[size + j] * z[size + j]


@compiled()
def gru_forward(z: Row, h_before: Row, s: Row, h: Row) -> None:
    """Turn a GRU's sums z (3H) into its gates r, z, h~, and these into h.

    `s` is the recurrent part of the candidate, W_h h_before + b_h, on which the reset gate acts.
    """
    size = len(h)
    _sigmoid_row(z[: 2 * size])
    r, u, h_tilda = z[:size], z[size : 2 * size], z[2 * size :]
    for j in range(size):
        h_tilda[j] += r[j] * s[j]
    _tanh_row(h_tilda, h_tilda)
    for j in range(size):
        h[j] = u[j] * h_before[j] + (_1 - u[j]) * h_tilda[j]


@compiled()
def gru_backward(z: Row, h_before: Row, s: Row, dh: Row) -> None:
    """Turn a GRU's gates z (3H) into the gradients of its sums, and s into that of itself.

    What is left in `dh` is the gradient that reaches h_before directly.
    """
    size = len(dh)
    r, u, h_tilda = z[:size], z[size : 2 * size], z[2 * size :]
    for j in range(size):
        gate, candidate, d = u[j], h_tilda[j], dh[j]
        u[j] = d * (h_before[j] - candidate) * gate * (_1 - gate)
        h_tilda[j] = d * (_1 - gate) * (_1 - candidate * candidate)
        dh[j] = d * gate
    for j in range(size):
        gate = r[j]
        r[j] = h_tilda[j] * s[j] * gate * (_1 - gate)
        s[j] = h_tilda[j] * gate


@compiled()
def rnn_forward(z: Row, h: Row) -> None:
    """Turn a plain RNN's sums into h."""
    _tanh_row(z, h)


@compiled()
def rnn_backward(z: Row, h: Row, dh: Row) -> None:
    """Overwrite z with the gradients of a plain RNN's sums."""
    for j in range(len(dh)):
        z[j] = dh[j] * (_1 - h[j] * h[j])


@compiled(finite=True)
def _largest(x: Row) -> Any:
    most = x[0]
    for j in range(len(x)):
        most = max(most, x[j])
    return most


@compiled()
def cross_entropy(y: Row, target: Any, weight: Any) -> Any:
    """Return -log softmax(y)[target]; overwrite y (V) with its gradient times `weight`."""
    most, wanted = _largest(y), y[target]
    total = y[0] * 0
    for j in range(len(y)):
        y[j] = _exp(y[j] - most)
        total += y[j]
    scale = weight / total
    for j in range(len(y)):
        y[j] *= scale
    y[target] -= weight
    return math.log(total) + most - wanted
