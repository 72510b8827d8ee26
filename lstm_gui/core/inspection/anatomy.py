"""A training step taken apart: forward, loss, backward, clip, update, with the numbers of each.

Pure functions over plain arrays, in slices. Nothing here moves a weight: the step itself is the
engine's, and what stands here is what it will do.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import Arrays, Floats, Ids, Memory
from lstm_gui.core.config import CellKind, TrainConfig
from lstm_gui.core.inspection.arrays import Indices, floats, indices
from lstm_gui.core.inspection.differentiation import Differentiation
from lstm_gui.core.inspection.jobs import Steps
from lstm_gui.core.inspection.parameters import Parameter, parameters, update_of
from lstm_gui.core.optimizing import clip_scale

__all__ = ["Anatomy", "Upcoming", "Updated", "take_apart"]

_DIFFERENTIATING = 0.9
"""About so much of the work is done before clipping."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next training step, before it is taken."""

    weights: Arrays
    cell: CellKind
    memory: Memory | None  # N texts; None for zeros
    inputs: Ids  # (N, T)
    targets: Ids  # (N, T)
    train: TrainConfig
    optimizer: Arrays


@dataclass(frozen=True, slots=True)
class Updated:
    """What the step does to one of the book's parameters; norms are Euclidean."""

    symbol: str
    layer: int | None
    weight: float
    gradient: float
    update: float

    @property
    def ratio(self) -> float:
        """How far it moves, measured by its own size; nan while it is zero."""
        return self.update / self.weight if self.weight else math.nan


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A training step in numbers. Norms are Euclidean, losses in nats.

    The gradients of states come in two: of the whole loss, and of what the last time step has in
    it alone. `c_norms` and `c_gradients` are None for cells without c.
    """

    cell: CellKind
    train: TrainConfig
    from_zeros: bool
    inputs: Ids  # (N, T)
    targets: Ids  # (N, T)
    start_norms: Mapping[str, Floats]  # h, and c of an LSTM: (L, N), before the first character
    h_norms: Floats  # (L, N, T)
    c_norms: Floats | None
    losses: Floats  # (N, T)
    ranks: Indices  # (N, T): how many characters were likelier than the target
    guess_ids: Indices  # (N, T, K), likeliest first
    guess_probabilities: Floats  # (N, T, K)
    h_gradients: Floats  # (2, L, N, T)
    c_gradients: Floats | None
    parameters: tuple[Updated, ...]
    loss: float
    grad_norm: float
    clip_scale: float

    @property
    def losses_by_step(self) -> Floats:
        """The loss of each time step, (T,): the mean over the batch."""
        return floats(self.losses.mean(axis=0, dtype=np.float64))

    @property
    def clipped(self) -> bool:
        """Whether the gradients are scaled down."""
        return self.clip_scale < 1.0

    @property
    def update_norm(self) -> float:
        """How far all weights together move."""
        return math.hypot(*(one.update for one in self.parameters))


def take_apart(step: Upcoming) -> Generator[float, None, Anatomy]:
    """Yield how far it is, 0 to 1, and return the step in numbers."""
    work = Differentiation(step.weights, step.cell, step.memory, step.inputs, step.targets)
    for done in work.run():
        yield _DIFFERENTIATING * done
    hidden, layers = len(step.weights["W_hq"]), len(work.h_norms)
    chosen = tuple(parameters(step.cell, layers, hidden))
    gradients = yield from _norms(chosen, work.gradients, 0.90)
    grad_norm = math.hypot(*gradients)
    scale = clip_scale(grad_norm, step.train.clipping_theta)
    weights = yield from _norms(chosen, step.weights, 0.93)
    updates = yield from _updates(chosen, work.gradients, scale, step)
    numbers = zip(chosen, weights, gradients, updates, strict=True)
    updated = tuple(Updated(p.symbol, p.layer, w, g, u) for p, w, g, u in numbers)
    return _anatomy(step, work, updated, grad_norm, scale)


def _norms(chosen: tuple[Parameter, ...], arrays: Arrays, done: float) -> Steps[list[float]]:
    norms = []
    for parameter in chosen:
        norms.append(_norm(parameter.of(arrays)))
        yield done
    return norms


def _updates(
    chosen: tuple[Parameter, ...], gradients: Arrays, scale: float, step: Upcoming
) -> Steps[list[float]]:
    norms = []
    for parameter in chosen:
        update = update_of(parameter, gradients, scale, step.train, step.optimizer)
        norms.append(_norm(update))
        yield 0.96
    return norms


def _norm(x: Floats) -> float:
    return math.sqrt(float(np.square(x, dtype=np.float64).sum()))


def _anatomy(
    step: Upcoming,
    work: Differentiation,
    updated: tuple[Updated, ...],
    grad_norm: float,
    scale: float,
) -> Anatomy:
    memory, has_c = work.memory, step.cell == "lstm"
    starts = {"h": memory.h} if memory.c is None else {"h": memory.h, "c": memory.c}
    return Anatomy(
        cell=step.cell,
        train=step.train,
        from_zeros=step.memory is None,
        inputs=indices(step.inputs),
        targets=indices(step.targets),
        start_norms={n: floats(np.linalg.norm(s, axis=-1)) for n, s in starts.items()},
        h_norms=floats(work.h_norms),
        c_norms=floats(work.c_norms) if has_c else None,
        losses=floats(work.losses),
        ranks=indices(work.ranks),
        guess_ids=indices(work.guess_ids),
        guess_probabilities=floats(work.guess_probabilities),
        h_gradients=floats(work.h_gradients),
        c_gradients=floats(work.c_gradients) if has_c else None,
        parameters=updated,
        loss=float(work.losses.mean()),
        grad_norm=grad_norm,
        clip_scale=scale,
    )
