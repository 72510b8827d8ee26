"""How far gradients reach: what a loss says about the states k characters before it.

L layers, N texts, K the greatest distance.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Doubles, Floats, Ids
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.unrolled import Unrolled, loss_gradient, row_norms
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind

__all__ = ["LONGEST", "MeasureReach", "Reach", "ReachBand"]

LONGEST, TEXTS = 100, 16

_WARM_UP = 32
"""So many characters are read from zeros first: the state before a text is one of training."""


@dataclass(frozen=True, slots=True, eq=False)
class ReachBand:
    """The middle of the texts and their quartiles, at each distance: (K + 1,)."""

    low: Doubles
    median: Doubles
    high: Doubles

    def falls_to(self, share: float) -> int | None:
        """Return the least distance at which the median is down to a share of what it is at 0."""
        small = np.flatnonzero(self.median <= share * self.median[0])
        return int(small[0]) if small.size else None


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """The norms ‖∂L_t/∂h_{t−k}‖ and ‖∂L_t/∂c_{t−k}‖ of texts, by distance k.

    Infinite where they exceed all numbers: gradients can explode.
    """

    cell: CellKind
    h: Doubles  # (L, N, K + 1)
    c: Doubles | None

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self.h)

    def band(self, state: str, layer: int, *, relative: bool) -> ReachBand | None:
        """Return median and quartiles, relative to each text's own norm at distance 0 if asked.

        None for a state that there is not.
        """
        norms = self.c if state == "c" else self.h
        if norms is None or layer >= len(norms):
            return None
        rows = norms[layer]
        if relative:
            at_zero = rows[:, :1]
            # What is infinite at its end already has no measure of its own.
            some = (at_zero[:, 0] > 0) & np.isfinite(at_zero[:, 0])
            with np.errstate(over="ignore"):
                rows = rows[some] / at_zero[some]
        if not rows.size:  # no text has any loss left, or all have more than numbers can say
            return None
        # No mean of two texts: between infinite ones there is none.
        low, median, high = np.quantile(rows, (0.25, 0.5, 0.75), axis=0, method="nearest")
        return ReachBand(low, median, high)


@dataclass(frozen=True, slots=True)
class MeasureReach:
    """Go back from one character in each of some places of the text that is trained on.

    The places are the same each time, so what changes is the model. A short text has shorter ones.
    """

    longest: int = LONGEST
    texts: int = TEXTS

    def steps(self, model: ModelAccess) -> Steps[Reach]:
        """Yield how far it is, forward and back."""
        ids = self._windows(model.corpus.ids[: model.trained])
        distance = min(self.longest, ids.shape[1] - 2)
        weights, cell = model.backend.weights(), model.model.cell
        yield 0.0
        unrolled = Unrolled(weights, cell, len(ids))
        inputs, targets = ids[:, :-1].T, ids[:, -1]
        first = len(inputs) - distance - 1
        yield from _read(unrolled, inputs[:first], (0.0, 0.1))
        unrolled.forget()
        yield from _read(unrolled, inputs[first:], (0.1, 0.5))
        gradient = loss_gradient(unrolled.logits(), targets)
        return (yield from _norms(unrolled, gradient, cell))

    def _windows(self, ids: Ids) -> Ids:
        """Return texts (N, T) from all over a text; the last character of each is its target."""
        length = min(_WARM_UP + self.longest + 2, len(ids))
        places = np.linspace(0, len(ids) - length, self.texts).astype(np.int64)
        return ids[np.unique(places)[:, np.newaxis] + np.arange(length)]


def _read(unrolled: Unrolled, inputs: Ids, between: tuple[float, float]) -> Steps[None]:
    """Read texts (T, N) on, in slices."""
    began, (low, high) = time.perf_counter(), between
    for number, characters in enumerate(inputs):
        for _ in unrolled.read(characters):
            if time.perf_counter() - began > SLICE_S:
                yield low + (high - low) * number / len(inputs)
                began = time.perf_counter()


def _norms(unrolled: Unrolled, gradient: Floats, cell: CellKind) -> Steps[Reach]:
    shape = (unrolled.layers, len(gradient), len(unrolled.steps))
    h, c = np.empty(shape), np.zeros(shape)
    began = time.perf_counter()
    for k, step in enumerate(unrolled.back_from_last(gradient)):
        for layer, of_h in enumerate(step.h):
            h[layer, :, k] = row_norms(of_h)
        for layer, of_c in enumerate(step.c):
            c[layer, :, k] = row_norms(of_c)
        if time.perf_counter() - began > SLICE_S:
            yield 0.5 + 0.5 * k / shape[2]
            began = time.perf_counter()
    for norms in (h, c):
        norms[np.isnan(norms)] = np.inf
    return Reach(cell, h, c if CELLS[cell].has_c else None)
