"""The matrix product: panels in memory, tiles of the result in registers.

BLAS copies a matrix into panels, narrow strips that lie in memory in the order of use, each time
it is called. For the few rows of a time step, copying W_h takes longer than computing with it.
Here a matrix is laid out in panels once a batch and used T times. The inner loop is written in
LLVM's language, since no loop in Python says "keep these sums in registers"; it reaches the
processor's peak, so the large products of the output layer go the same way.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from lstm_gui.engine.kernels.layout import GRU, PEEPHOLE
from lstm_gui.engine.kernels.source.compiling import TARGET, compiled, share_of
from lstm_gui.engine.kernels.source.elementwise import add_row, clear_row

__all__ = ["WIDTH", "add_panels", "pack", "pack_turned", "panels_of", "weight_gradients"]

_LANES = 16  # floats to a vector; where registers are smaller, LLVM takes several
_TWICE_FOUR = 0 if TARGET.rows == 8 else 8  # two tiles of four are quicker than one of six and two
_ROWS, _VECTORS, WIDTH = TARGET.rows, TARGET.vectors, TARGET.width
_DEPTH = 1024  # so many rows of a panel fit in the second cache


def _tile(rows: int) -> Any:  # Any: an intrinsic of numba
    """Make the inner loop: out (rows, columns) += a (rows, k) times a panel (k, WIDTH).

    Its arguments are addresses, strides in floats, and counts: a, its stride from row to row
    and along k; the panel, k; out, its stride from row to row, its columns up to WIDTH.
    """

    @intrinsic  # type: ignore[untyped-decorator]
    def add_tile(
        _context: Any,
        a: Any,
        stride: Any,
        step: Any,
        panel: Any,
        k: Any,
        out: Any,
        width: Any,
        columns: Any,
    ) -> Any:
        place, count = types.uintp, types.int64
        signature = types.void(place, count, count, place, count, place, count, count)
        return signature, lambda _context, b, _signature, given: _Writer(b, rows).write(*given)

    return add_tile


_NUMBER, _INDEX = ir.FloatType(), ir.IntType(64)
_VECTOR = ir.VectorType(_NUMBER, _LANES)
_FUSE = ("contract",)  # a product and a sum may be one instruction


class _Writer:
    """Appends the inner loop to a function in LLVM's language, by its builder `b`."""

    def __init__(self, b: Any, rows: int) -> None:  # Any: llvmlite has no types
        self.b, self.rows = b, rows

    def write(
        self,
        a: Any,
        stride: Any,
        step: Any,
        panel: Any,
        k: Any,
        out: Any,
        width: Any,
        columns: Any,
    ) -> Any:
        """Write: loop over k with the sums in registers, then add them to `out`."""
        b = self.b
        b.function.attributes.add("noinline")  # it is long, and called in many places
        a, panel, out = (b.inttoptr(x, _NUMBER.as_pointer()) for x in (a, panel, out))
        before, loop, after = b.block, b.append_basic_block(), b.append_basic_block()
        b.branch(loop)
        b.position_at_end(loop)
        i = b.phi(_INDEX)
        sums = [[b.phi(_VECTOR) for _ in range(_VECTORS)] for _ in range(self.rows)]
        place = b.gep(a, [b.mul(i, step)])
        strip = b.gep(panel, [b.mul(i, _index(WIDTH))])
        weights = [b.load(self._vector(strip, v), align=4) for v in range(_VECTORS)]
        totals = [
            self._row(b.gep(place, [b.mul(stride, _index(r))]), weights, sums[r])
            for r in range(self.rows)
        ]
        following = b.add(i, _index(1))
        b.cbranch(b.icmp_signed("<", following, k), loop, after)
        self._carry(i, _index(0), following, before, loop)
        for row in range(self.rows):
            for was, now in zip(sums[row], totals[row], strict=True):
                self._carry(was, ir.Constant(_VECTOR, [0.0] * _LANES), now, before, loop)
        b.position_at_end(after)
        for row in range(self.rows):
            self._add_to(b.gep(out, [b.mul(width, _index(row))]), totals[row], columns)
        return ir.Constant(ir.IntType(8).as_pointer(), None)

    def _vector(self, start: Any, v: int) -> Any:
        return self.b.bitcast(self.b.gep(start, [_index(v * _LANES)]), _VECTOR.as_pointer())

    def _row(self, place: Any, weights: list[Any], sums: list[Any]) -> list[Any]:
        """Add one number of `a` times the strip of the panel to one row of sums."""
        b = self.b
        x = self._everywhere(b.load(place), _VECTOR)
        products = [b.fmul(x, w, flags=_FUSE) for w in weights]
        return [b.fadd(s, p, flags=_FUSE) for s, p in zip(sums, products, strict=True)]

    @staticmethod
    def _carry(phi: Any, first: Any, next_: Any, before: Any, loop: Any) -> None:
        phi.add_incoming(first, before)
        phi.add_incoming(next_, loop)

    def _add_to(self, start: Any, totals: list[Any], columns: Any) -> None:
        """Add a row of sums to memory, but only as many columns as `out` has."""
        lanes = ir.VectorType(_INDEX, _LANES)
        mask_type = ir.VectorType(ir.IntType(1), _LANES)
        align, pointer = ir.IntType(32)(4), _VECTOR.as_pointer()
        load = self._masked("load", _VECTOR, [pointer, align.type, mask_type, _VECTOR])
        store = self._masked("store", ir.VoidType(), [_VECTOR, pointer, align.type, mask_type])
        for v, total in enumerate(totals):
            numbers = ir.Constant(lanes, [v * _LANES + lane for lane in range(_LANES)])
            limit = self._everywhere(columns, lanes)
            mask = self.b.icmp_signed("<", numbers, limit)
            place = self._vector(start, v)
            old = self.b.call(load, [place, align, mask, ir.Constant(_VECTOR, ir.Undefined)])
            self.b.call(store, [self.b.fadd(old, total), place, align, mask])

    def _masked(self, name: str, returned: Any, given: list[Any]) -> Any:
        kind = ir.FunctionType(returned, given)
        full = f"llvm.masked.{name}.v{_LANES}f32.p0"
        return cgutils.get_or_insert_function(self.b.module, kind, full)

    def _everywhere(self, x: Any, vector: Any) -> Any:
        """Copy a number into every lane of a vector."""
        one = self.b.insert_element(ir.Constant(vector, ir.Undefined), x, ir.IntType(32)(0))
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), _LANES), [0] * _LANES)
        return self.b.shuffle_vector(one, one, zeros)


def _index(value: int) -> Any:
    return ir.Constant(_INDEX, value)


_add_tile, _add_four_rows, _add_two_rows, _add_row = map(_tile, (_ROWS, 4, 2, 1))


@compiled()
def panels_of(columns: Any) -> Any:
    """Return how many panels so many columns need; the last may be filled up with zeros."""
    return (columns + WIDTH - 1) // WIDTH


@compiled()
def add_panels(a: Any, panels: Any, out: Any) -> None:
    """Compute out (m, n) += a (m, k) times a matrix (k, n) in panels (P, k, WIDTH)."""
    m, n = out.shape
    stride, step, width = a.strides[0] // 4, a.strides[1] // 4, out.strides[0] // 4
    for first in range(0, a.shape[1], _DEPTH):
        k = min(_DEPTH, a.shape[1] - first)
        for p in range(len(panels)):
            panel = panels.ctypes.data + p * panels.strides[0] + first * WIDTH * 4
            columns, row = min(WIDTH, n - p * WIDTH), 0
            while row < m:
                x = a.ctypes.data + row * a.strides[0] + first * a.strides[1]
                y = out.ctypes.data + row * out.strides[0] + p * WIDTH * 4
                if row + _ROWS <= m and m - row != _TWICE_FOUR:
                    _add_tile(x, stride, step, panel, k, y, width, columns)
                    row += _ROWS
                elif row + 4 <= m:  # a single row waits for each of its sums
                    _add_four_rows(x, stride, step, panel, k, y, width, columns)
                    row += 4
                elif row + 2 <= m:
                    _add_two_rows(x, stride, step, panel, k, y, width, columns)
                    row += 2
                else:
                    _add_row(x, stride, step, panel, k, y, width, columns)
                    row += 1


@compiled()
def pack(w: Any, first: Any, last: Any, panels: Any) -> None:
    """Fill panels first to last of (P, k, WIDTH) from a matrix (k, n)."""
    for p in range(first, last):
        columns = min(WIDTH, w.shape[1] - p * WIDTH)
        for r in range(w.shape[0]):
            for j in range(columns):
                panels[p, r, j] = w[r, p * WIDTH + j]


@compiled()
def pack_turned(w: Any, first: Any, last: Any, panels: Any) -> None:
    """Fill panels first to last of (P, k, WIDTH) from the transpose of a matrix (n, k)."""
    for p in range(first, last):
        for j in range(min(WIDTH, w.shape[0] - p * WIDTH)):
            for r in range(w.shape[1]):
                panels[p, r, j] = w[p * WIDTH + j, r]


@compiled()
def _column_sums(x: Any, out: Any) -> None:
    clear_row(out)
    for row in range(len(x)):
        add_row(x[row], out)


@compiled()
def _peephole_gradient(c: Any, dz: Any, ahead: Any, texts: Any, parts: Any, out: Any) -> None:
    """Set `out` to c dz, number by number, summed over all rows; c has each part's state first.

    With `ahead` 1 it is the c after each step, with 0 that before it.
    """
    steps = len(dz) // texts
    clear_row(out)
    for part in range(parts):
        a, b = share_of(texts, part, parts)
        begin = a * (steps + 1) + ahead * (b - a)
        for row in range((b - a) * steps):
            x, y = c[begin + row], dz[a * steps + row]
            for j in range(len(out)):
                out[j] += x[j] * y[j]


@compiled()
def _weight_gradient(
    x: Any,
    dz: Any,
    ahead: Any,
    texts: Any,
    share: Any,
    shares: Any,
    parts: Any,
    room: Any,
    out: Any,
) -> None:
    """Set a share of the columns of `out` to xᵀ dz, summed over all rows.

    Args:
        x: Rows of h, each part's state first, of which `ahead` (0 or 1) steps are left out.
        dz: (N·T, n), gradients of sums.
        ahead: See x.
        texts: N.
        share: Which of the shares this is.
        shares: How many there are.
        parts: How many parts the texts are in.
        room: Room of this thread's for the share of dz in panels.
        out: (H, n).
    """
    steps = len(dz) // texts
    first, last = share_of(panels_of(dz.shape[1]), share, shares)
    mine = out[:, first * WIDTH : last * WIDTH]
    pack(dz[:, first * WIDTH : last * WIDTH], 0, last - first, room)
    for row in range(len(mine)):
        clear_row(mine[row])
    for part in range(parts):
        a, b = share_of(texts, part, parts)
        begin = a * (steps + 1) + ahead * (b - a)
        rows = x[begin : begin + (b - a) * steps]
        add_panels(rows.T, room[: last - first, a * steps : b * steps], mine)


@compiled()
def weight_gradients(
    cell: Any,
    ids: Any,
    stale: Any,
    buffers: Any,
    d: Any,
    share: Any,
    shares: Any,
    parts: Any,
    room: Any,
) -> None:
    """Compute a share of the columns of every weight's gradient.

    Args:
        cell: LSTM, GRU, RNN or PEEPHOLE.
        ids: (N·T,), the characters in the order of the rows.
        stale: The rows of `d.lookup` that are not zero yet.
        buffers: The buffers after the way back: z (L, N·T, G·H) holds the gradients of the sums,
            y (N·T, V) those of the logits.
        d: The gradients, to be set.
        share: Which of the shares this is.
        shares: How many there are.
        parts: How many parts the texts are in.
        room: Room of this thread's for a share of z or y in panels.
    """
    texts, size = buffers.h.shape[1] - len(ids), buffers.h.shape[2]
    for layer in range(len(d.W_h)):
        z, beside = buffers.z[layer], buffers.beside[layer]
        h, below = buffers.h[layer], buffers.h[layer - 1]
        for g in range(z.shape[1] // size):
            gate = slice(g * size, (g + 1) * size)
            through_h = beside[:, :size] if cell == GRU and g == 2 else z[:, gate]
            out = d.W_h[layer][:, gate]
            _weight_gradient(h, through_h, 0, texts, share, shares, parts, room, out)
            a, b = share_of(size, share, shares)
            if cell == GRU:
                _column_sums(through_h[:, a:b], d.b_h[layer, gate][a:b])
            _column_sums(z[:, gate][:, a:b], d.b[layer, gate][a:b])
            if cell == PEEPHOLE and g < 3:
                seen = int(g == 2)  # o sees c as it has become
                _peephole_gradient(
                    buffers.c[layer][:, a:b], z[:, gate][:, a:b], seen, texts, parts,
                    d.p[layer, gate][a:b],
                )  # fmt: skip
            if layer > 0:
                out = d.W_x[layer - 1][:, gate]
                _weight_gradient(below, z[:, gate], 1, texts, share, shares, parts, room, out)
    a, b = share_of(d.lookup.shape[1], share, shares)
    for row in stale:
        clear_row(d.lookup[row, a:b])
    for row in range(len(ids)):
        add_row(buffers.z[0, row, a:b], d.lookup[ids[row], a:b])
    _weight_gradient(buffers.h[-1], buffers.y, 1, texts, share, shares, parts, room, d.W_hq)
    a, b = share_of(buffers.y.shape[1], share, shares)
    _column_sums(buffers.y[:, a:b], d.b_q[a:b])
