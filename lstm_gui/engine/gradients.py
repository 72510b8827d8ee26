"""The gradients of the weights, in compiled loops: sums over all texts and all time steps.

For them the threads do not share out the texts, but the columns of each matrix: so every sum has
one owner, and its order never changes. What was looked up is added up: the gradient of W_x, of
which a batch touches the rows of its characters only. Shapes are as in kernels.py.
"""

from __future__ import annotations

from typing import Any

from lstm_gui.engine.compiled import GRU, compiled, share_of
from lstm_gui.engine.panels import WIDTH, add_panels, pack, panels_of
from lstm_gui.engine.rows import add_row, clear_row

__all__ = ["weight_gradients"]


@compiled()
def _column_sums(x: Any, out: Any) -> None:
    clear_row(out)
    for row in range(len(x)):
        add_row(x[row], out)


@compiled()
def _weight_gradient(
    x: Any, dz: Any, ahead: Any, texts: Any, share: Any, shares: Any, panels: Any, out: Any
) -> None:
    """Set a share of the columns of `out` to xᵀ dz, summed over all rows.

    Args:
        x: Rows of h, each part's state first, of which `ahead` (0 or 1) steps are left out.
        dz: (N·T, n), gradients of sums.
        ahead: See x.
        texts: N.
        share: Which of the shares this is.
        shares: How many there are; as many as parts.
        panels: Room for the shares of dz in panels; a thread keeps to its own.
        out: (H, n).
    """
    steps, room = len(dz) // texts, len(panels) // shares
    first, last = share_of(panels_of(dz.shape[1]), share, shares)
    mine, own = out[:, first * WIDTH : last * WIDTH], panels[share * room : (share + 1) * room]
    pack(dz[:, first * WIDTH : last * WIDTH], 0, last - first, own)
    for row in range(len(mine)):
        clear_row(mine[row])
    for part in range(shares):
        a, b = share_of(texts, part, shares)
        begin = a * (steps + 1) + ahead * (b - a)
        rows = x[begin : begin + (b - a) * steps]
        add_panels(rows.T, own[: last - first, a * steps : b * steps], mine)


@compiled()
def weight_gradients(
    cell: Any, ids: Any, stale: Any, buffers: Any, d: Any, share: Any, shares: Any
) -> None:
    """Compute a share of the columns of every weight's gradient.

    Args:
        cell: LSTM, GRU or RNN.
        ids: (N·T,), the characters in the order of the rows.
        stale: The rows of `d.lookup` that are not zero yet.
        buffers: The buffers after the way back: z (L, N·T, G·H) holds the gradients of the sums,
            y (N·T, V) those of the logits.
        d: The gradients, to be set.
        share: Which of the shares this is.
        shares: How many there are; as many as threads.
    """
    texts, size = buffers.h.shape[1] - len(ids), buffers.h.shape[2]
    for layer in range(len(d.W_h)):
        z, beside = buffers.z[layer], buffers.beside[layer]
        h, below = buffers.h[layer], buffers.h[layer - 1]
        for g in range(z.shape[1] // size):
            gate = slice(g * size, (g + 1) * size)
            through_h = beside[:, :size] if cell == GRU and g == 2 else z[:, gate]
            out = d.W_h[layer][:, gate]
            _weight_gradient(h, through_h, 0, texts, share, shares, buffers.d, out)
            a, b = share_of(size, share, shares)
            if cell == GRU:
                _column_sums(through_h[:, a:b], d.b_h[layer, gate][a:b])
            _column_sums(z[:, gate][:, a:b], d.b[layer, gate][a:b])
            if layer > 0:
                out = d.W_x[layer - 1][:, gate]
                _weight_gradient(below, z[:, gate], 1, texts, share, shares, buffers.d, out)
    a, b = share_of(d.lookup.shape[1], share, shares)
    for row in stale:
        clear_row(d.lookup[row, a:b])
    for row in range(len(ids)):
        add_row(buffers.z[0, row, a:b], d.lookup[ids[row], a:b])
    _weight_gradient(buffers.h[-1], buffers.y, 1, texts, share, shares, buffers.d, d.W_hq)
    a, b = share_of(buffers.y.shape[1], share, shares)
    _column_sums(buffers.y[:, a:b], d.b_q[a:b])
