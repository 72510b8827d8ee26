"""A batch in compiled loops: forward, the loss, backward through time.

A batch of N texts is cut into parts, and a part goes through its T time steps alone: threads wait
for one another three times a batch, and not at every step. There are more parts than threads, and
a thread takes the next one when it is done with its own: see `claim` in compiling.py. The rows of a
part lie together, time first: its row t·n + j is text j of its n texts at time t. The gradients of
the weights are sums over all rows; they come last, in products.py. Start with `train`, at the end.

What a gate's sum needs of a one-hot x is a row of W_x, so it is looked up. H: hidden units,
G: gates, V: characters, L: layers. `weights`, their gradients `d` and `buffers` are the tuples
of layout.py. The equations are those of scratch.py, written out there gate by gate.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lstm_gui.engine.kernels.layout import GRU, LSTM, PEEPHOLE
from lstm_gui.engine.kernels.source.compiling import claim, compiled, finish, share_of, wait_for
from lstm_gui.engine.kernels.source.elementwise import (
    add_row,
    clear_row,
    copy_row,
    cross_entropy,
    gru_backward,
    gru_forward,
    lstm_backward,
    lstm_forward,
    peephole_backward,
    peephole_forward,
    rnn_backward,
    rnn_forward,
)
from lstm_gui.engine.kernels.source.products import (
    add_panels,
    pack,
    pack_turned,
    panels_of,
    weight_gradients,
)

__all__ = ["read", "train"]

_1 = np.float32(1)


@compiled()
def _input_sums(ids: Any, weights: Any, buffers: Any, layer: Any, below: Any, z: Any) -> None:
    """Set z (T·n, G·H) to x W_x + b, of ids (T·n,) or of the h of the layer below (T·n, H)."""
    for row in range(len(z)):
        copy_row(weights.b[layer], z[row])
        if layer == 0:
            add_row(weights.lookup[ids[row]], z[row])
    if layer > 0:
        size, panels = below.shape[1], buffers.W_x[layer - 1]
        count = panels_of(size)
        for g in range(z.shape[1] // size):
            gate, mine = slice(g * size, (g + 1) * size), panels[g * count : (g + 1) * count]
            add_panels(below, mine, z[:, gate])


@compiled()
def _recurrent_sums(cell: Any, h_before: Any, b_h: Any, panels: Any, z: Any, beside: Any) -> None:
    """Add h W_h to z (n, G·H); what a GRU's reset gate acts on goes into `beside` instead."""
    size, split = h_before.shape[1], z.shape[1]
    if cell == GRU:
        split = 2 * size
        for j in range(len(z)):
            add_row(b_h[:split], z[j, :split])
            copy_row(b_h[split:], beside[j])
    count = panels_of(size)
    for g in range(z.shape[1] // size):
        gate, mine = slice(g * size, (g + 1) * size), panels[g * count : (g + 1) * count]
        out = z[:, gate] if g * size < split else beside[:, :size]
        add_panels(h_before, mine, out)


@compiled()
def _step(
    cell: Any, z: Any, p: Any, beside: Any, h_before: Any, c_before: Any, h: Any, c: Any
) -> None:
    """Turn the sums z (n, G·H) of one time step into gates, and these into h and c (n, H)."""
    for j in range(len(z)):
        if cell == LSTM:
            lstm_forward(z[j], c_before[j], beside[j], c[j], h[j])
        elif cell == GRU:
            gru_forward(z[j], h_before[j], beside[j], h[j])
        elif cell == PEEPHOLE:
            peephole_forward(z[j], p, c_before[j], beside[j], c[j], h[j])
        else:
            rnn_forward(z[j], h[j])


@compiled()
def _step_back(
    cell: Any, z: Any, p: Any, beside: Any, h_before: Any, c_before: Any, h: Any, dh: Any, dc: Any
) -> None:
    """Turn the gates z (n, G·H) of one time step into the gradients of their sums."""
    for j in range(len(z)):
        if cell == LSTM:
            lstm_backward(z[j], c_before[j], beside[j], dh[j], dc[j])
        elif cell == GRU:
            gru_backward(z[j], h_before[j], beside[j], dh[j])
        elif cell == PEEPHOLE:
            peephole_backward(z[j], p, c_before[j], beside[j], dh[j], dc[j])
        else:
            rnn_backward(z[j], h[j], dh[j])


@compiled()
def _forward(cell: Any, ids: Any, weights: Any, buffers: Any, start: Any, end: Any) -> None:
    """Read texts start to end, all T steps of all layers; h and c begin with their states."""
    steps, n = len(ids) // (buffers.h.shape[1] - len(ids)), end - start
    mine = slice(start * steps, end * steps)
    with_state = slice(start * (steps + 1), end * (steps + 1))
    for layer in range(len(weights.W_h)):
        z, beside = buffers.z[layer, mine], buffers.beside[layer, mine]
        h, c = buffers.h[layer, with_state], buffers.c[layer, with_state]
        below = buffers.h[layer - 1, with_state][n:]
        _input_sums(ids[mine], weights, buffers, layer, below, z)
        b_h, panels = weights.b_h[layer], buffers.W_h[layer]
        p = weights.p[layer]
        for t in range(steps):
            now, then = slice(t * n, (t + 1) * n), slice((t + 1) * n, (t + 2) * n)
            _recurrent_sums(cell, h[now], b_h, panels, z[now], beside[now])
            _step(cell, z[now], p, beside[now], h[now], c[now], h[then], c[then])


@compiled()
def _loss(targets: Any, weights: Any, buffers: Any, start: Any, end: Any) -> Any:
    """Return the summed cross entropy of texts start to end; leave gradients in y and dh."""
    steps, n = len(targets) // (buffers.h.shape[1] - len(targets)), end - start
    mine = slice(start * steps, end * steps)
    y, dh, targets_here = buffers.y[mine], buffers.dh[mine], targets[mine]
    h = buffers.h[-1, start * (steps + 1) : end * (steps + 1)]
    for row in range(len(y)):
        copy_row(weights.b_q, y[row])
        clear_row(dh[row])
    add_panels(h[n:], buffers.W_hq, y)
    total, each = 0.0, _1 / np.float32(len(targets))
    for row in range(len(y)):
        total += cross_entropy(y[row], targets_here[row], each)
    add_panels(y, buffers.W_hq_back, dh)
    return total


@compiled()
def _backward(cell: Any, steps: Any, weights: Any, buffers: Any, start: Any, end: Any) -> None:
    """Go back through all T steps of texts start to end: z becomes the gradients of the sums."""
    n = end - start
    mine = slice(start * steps, end * steps)
    with_state = slice(start * (steps + 1), end * (steps + 1))
    dh, dc = buffers.dh[mine], buffers.dc[start:end]
    for layer in range(len(weights.W_h) - 1, -1, -1):
        z, beside = buffers.z[layer, mine], buffers.beside[layer, mine]
        h, c = buffers.h[layer, with_state], buffers.c[layer, with_state]
        p = weights.p[layer]
        for j in range(n):
            clear_row(dc[j])
        for t in range(steps - 1, -1, -1):
            now, then = slice(t * n, (t + 1) * n), slice((t + 1) * n, (t + 2) * n)
            _step_back(cell, z[now], p, beside[now], h[now], c[now], h[then], dh[now], dc)
            if t > 0:
                before = dh[(t - 1) * n : t * n]
                _to_before(cell, z[now], beside[now], dh[now], buffers.W_h_back[layer], before)
        if layer > 0:
            for row in range(len(dh)):
                clear_row(dh[row])
            add_panels(z, buffers.W_x_back[layer - 1], dh)


@compiled()
def _to_before(cell: Any, z: Any, beside: Any, dh: Any, panels: Any, before: Any) -> None:
    """Add what reaches the h of the step before, through W_h, and in a GRU directly as well."""
    if cell != GRU:
        add_panels(z, panels, before)
        return
    split = 2 * dh.shape[1]
    for j in range(len(dh)):
        add_row(dh[j], before[j])
    add_panels(z[:, :split], panels[:, :split], before)
    add_panels(beside, panels[:, split:], before)


@compiled()
def _pack_gates(w: Any, share: Any, shares: Any, panels: Any) -> None:
    """Lay a share of w (H, G·H) out in panels, each gate's by themselves."""
    size = w.shape[0]
    count = panels_of(size)
    first, last = share_of(count, share, shares)
    for g in range(w.shape[1] // size):
        gate = slice(g * size, (g + 1) * size)
        pack(w[:, gate], first, last, panels[g * count : (g + 1) * count])


@compiled()
def _pack_weights(weights: Any, buffers: Any, share: Any, shares: Any) -> None:
    """Lay a share of every matrix and of its transpose out in panels."""
    first, last = share_of(panels_of(weights.W_h.shape[1]), share, shares)
    for layer in range(len(weights.W_h)):
        _pack_gates(weights.W_h[layer], share, shares, buffers.W_h[layer])
        pack_turned(weights.W_h[layer], first, last, buffers.W_h_back[layer])
        if layer > 0:
            _pack_gates(weights.W_x[layer - 1], share, shares, buffers.W_x[layer - 1])
            pack_turned(weights.W_x[layer - 1], first, last, buffers.W_x_back[layer - 1])
    pack_turned(weights.W_hq, first, last, buffers.W_hq_back)
    first, last = share_of(panels_of(weights.W_hq.shape[1]), share, shares)
    pack(weights.W_hq, first, last, buffers.W_hq)


@compiled()
def train(
    thread: Any,
    work: Any,
    threads: Any,
    cell: Any,
    ids: Any,
    targets: Any,
    stale: Any,
    weights: Any,
    buffers: Any,
    d: Any,
    losses: Any,
) -> None:
    """Find loss and gradients of a batch, as one thread of a team.

    Args:
        thread: Which of the threads this is.
        work: (3, 16), zeros: see `claim`.
        threads: How many there are.
        cell: LSTM, GRU, RNN or PEEPHOLE.
        ids: (N·T,), the characters in the order of the rows.
        targets: (N·T,), those that follow them.
        stale: The rows of `d.lookup` that are not zero yet.
        weights: The weights.
        buffers: The buffers; h and c begin with the states, and end with them.
        d: The gradients, to be set.
        losses: (parts,), each part's summed cross entropy, to be set.
    """
    parts, texts = len(losses), buffers.h.shape[1] - len(ids)
    shares = 1 if threads == 1 else 4 * threads
    share = claim(work, 0)
    while share < shares:
        _pack_weights(weights, buffers, share, shares)
        finish(work, 0)
        share = claim(work, 0)
    wait_for(work, 0, shares)
    part = claim(work, 1)
    while part < parts:
        start, end = share_of(texts, part, parts)
        _forward(cell, ids, weights, buffers, start, end)
        losses[part] = _loss(targets, weights, buffers, start, end)
        _backward(cell, len(ids) // texts, weights, buffers, start, end)
        finish(work, 1)
        part = claim(work, 1)
    wait_for(work, 1, parts)
    each = len(buffers.d) // threads
    room = buffers.d[thread * each : (thread + 1) * each]
    share = claim(work, 2)
    while share < shares:
        weight_gradients(cell, ids, stale, buffers, d, share, shares, parts, room)
        finish(work, 2)
        share = claim(work, 2)
    wait_for(work, 2, shares)


@compiled()
def read(_thread: Any, cell: Any, ids: Any, weights: Any, buffers: Any, new: Any) -> None:
    """Read ids (T·N,), time first, in one thread; leaves gates in z, and logits in y.

    Args:
        _thread: There is one.
        cell: LSTM, GRU, RNN or PEEPHOLE.
        ids: (T·N,), time first.
        weights: The weights.
        buffers: The buffers; h and c begin with the states, and end with them.
        new: Whether the weights are others than those in the panels.
    """
    texts = buffers.h.shape[1] - len(ids)
    if new:
        for layer in range(len(weights.W_h)):
            _pack_gates(weights.W_h[layer], 0, 1, buffers.W_h[layer])
            if layer > 0:
                _pack_gates(weights.W_x[layer - 1], 0, 1, buffers.W_x[layer - 1])
        pack(weights.W_hq, 0, panels_of(buffers.y.shape[1]), buffers.W_hq)
    _forward(cell, ids, weights, buffers, 0, texts)
    for row in range(len(ids)):
        copy_row(weights.b_q, buffers.y[row])
    add_panels(buffers.h[-1][texts:], buffers.W_hq, buffers.y)
