"""In which order the cells stand in the heat map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Floats, Indices, indices
from lstm_gui.core.inspection.features import FEATURES
from lstm_gui.core.inspection.lifetimes import half_lives
from lstm_gui.core.inspection.naming import NamedCell, standardized
from lstm_gui.core.model.backend import Trace

__all__ = ["ORDERS", "Order", "order_cells", "similarity_order"]

Order = Literal["index", "variance", "half_life", "role", "similarity"]
ORDERS: tuple[Order, ...] = ("index", "variance", "half_life", "role", "similarity")

_Order = NDArray[np.intp]


def order_cells(
    trace: Trace,
    *,
    layer: int,
    quantity: str,
    order: Order,
    named: Sequence[NamedCell] = (),
    pinned: Iterable[int] = (),
) -> Indices:
    """Return which cell stands in each row, (H,): pinned cells first, as they were pinned.

    Largest variance and longest half-life come first; roles stand in the order of `FEATURES`,
    the clearest cell of each first, and cells without one after them. Equals stand by index.
    """
    values = trace.quantities[quantity][layer]  # (T, H)
    found = _ordered(trace, values, layer, order, named)
    first = [cell for cell in dict.fromkeys(pinned) if 0 <= cell < found.size]
    rest = found[~np.isin(found, first)]
    return indices(np.concatenate([np.array(first, np.intp), rest]))


def _ordered(
    trace: Trace, values: Floats, layer: int, order: Order, named: Sequence[NamedCell]
) -> _Order:
    if order == "variance":
        return np.argsort(-values.var(axis=0, dtype=np.float64), kind="stable")
    if order == "half_life":
        return np.argsort(-half_lives(trace, layer), kind="stable")  # nan goes last
    if order == "role":
        return _by_role(values.shape[1], named)
    if order == "similarity":
        return similarity_order(values)
    return np.arange(values.shape[1])


def _by_role(hidden: int, named: Sequence[NamedCell]) -> _Order:
    places = {key: place for place, key in enumerate(FEATURES)}
    ranks = sorted(
        (places.get(name.feature, len(places)), -abs(name.correlation), name.cell)
        for name in named
        if 0 <= name.cell < hidden
    )
    first = [cell for _, _, cell in ranks]
    return np.array([*first, *np.setdiff1d(np.arange(hidden), first)], np.intp)


def similarity_order(values: Floats) -> _Order:
    """Return an order in which neighbours behave alike over a text; values are (T, H).

    A greedy chain: it begins with the cell that moves most, and goes on with the one not yet
    taken that correlates best with either end, which is added there. Growing at both ends keeps
    the left-overs of a one-sided chain few. Cells that never move stand last.
    """
    scaled, moves = standardized(values)
    alive = np.flatnonzero(moves)
    if not alive.size:
        return np.arange(values.shape[1])
    near = scaled[:, alive].T @ scaled[:, alive]  # correlations
    first = int(values[:, alive].var(axis=0).argmax())
    front, back = [first], [first]
    near[:, first] = -np.inf  # a taken cell is nobody's next
    for _ in range(alive.size - 1):
        to_front, to_back = int(near[front[-1]].argmax()), int(near[back[-1]].argmax())
        at_back = near[back[-1], to_back] >= near[front[-1], to_front]
        taken = to_back if at_back else to_front
        (back if at_back else front).append(taken)
        near[:, taken] = -np.inf
    chain = alive[[*front[:0:-1], *back]]
    return np.concatenate([chain, np.flatnonzero(~moves)])
