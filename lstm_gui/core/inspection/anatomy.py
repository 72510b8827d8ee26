"""A training step taken apart: forward, loss, backward, clip and update, with all their numbers."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, Ids, Indices, floats, indices
from lstm_gui.core.inspection.differentiation import Differentiation
from lstm_gui.core.inspection.jobs import Steps
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import BETA1, BETA2, adam_step, clip_scale
from lstm_gui.core.settings.groups import CellKind, TrainConfig

__all__ = [
    "NextStep",
    "Parameter",
    "ParameterUpdate",
    "StepAnatomy",
    "parameters",
    "take_apart",
    "update_of",
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of the book's parameters: columns of an array of the canonical form.

    `symbol` is W_xi, W_hf, b_o and so on; `layer` is None for the output layer.
    """

    symbol: str
    layer: int | None
    array: str
    columns: slice

    def of(self, arrays: Arrays) -> Floats:
        """Return its part of the weights, or of arrays of the same form."""
        return arrays[self.array][..., self.columns]


def parameters(cell: CellKind, layers: int, hidden: int) -> Iterator[Parameter]:
    """Yield every parameter of a network, gate by gate, the output layer last."""
    spec = CELLS[cell]
    for layer in range(layers):
        for gate in spec.packing:
            for one in spec.parameters:
                if gate in one.gates:
                    first = one.gates.index(gate) * hidden
                    columns = slice(first, first + hidden)
                    yield Parameter(one.symbol(gate), layer, f"l{layer}.{one.name}", columns)
    for name in ("W_hq", "b_q"):
        yield Parameter(name, None, name, slice(None))


def update_of(
    parameter: Parameter, gradients: Arrays, scale: float, train: TrainConfig, state: Arrays
) -> Floats:
    """Return what is added to a parameter.

    Args:
        parameter: Which.
        gradients: As they were before clipping.
        scale: The factor of clipping.
        train: The optimiser and its learning rate.
        state: The optimiser's arrays before the update (see `core.model.backend`); empty for none.
    """
    gradient: Floats = parameter.of(gradients) * np.float32(scale)
    if train.optimizer == "sgd":
        return -np.float32(train.learning_rate) * gradient
    t, mean, variance = 1, 0 * gradient, 0 * gradient
    if state:
        t += int(state["t"][0])
        mean = state[f"mean.{parameter.array}"][..., parameter.columns]
        variance = state[f"var.{parameter.array}"][..., parameter.columns]
    mean = np.float32(BETA1) * mean + np.float32(1 - BETA1) * gradient
    variance = np.float32(BETA2) * variance + np.float32(1 - BETA2) * gradient**2
    rate, epsilon = adam_step(train.learning_rate, t)
    update: Floats = -np.float32(rate) * mean / (np.sqrt(variance) + np.float32(epsilon))
    return update


_DIFFERENTIATING = 0.9
"""About so much of the work is done before clipping."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next training step, before it is taken."""

    weights: Arrays
    cell: CellKind
    memory: Memory | None  # N texts; None for zeros
    inputs: Ids  # (N, T)
    targets: Ids  # (N, T)
    train: TrainConfig
    optimizer: Arrays


@dataclass(frozen=True, slots=True)
class ParameterUpdate:
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
class StepAnatomy:
    """A training step in numbers. Norms are Euclidean, losses in nats.

    The gradients of states come in two: of the whole loss, and of what the last time step has in
    it alone. `c_norms` and `c_gradients` are None for cells without c.
    """

    cell: CellKind
    train: TrainConfig
    from_zeros: bool
    inputs: Ids  # (N, T)
    targets: Ids  # (N, T)
    start_norms: Mapping[
        str, Floats
    ]  # h, and c where there is one: (L, N), before the first character
    h_norms: Floats  # (L, N, T)
    c_norms: Floats | None
    losses: Floats  # (N, T)
    ranks: Indices  # (N, T): how many characters were likelier than the target
    guess_ids: Indices  # (N, T, K), likeliest first
    guess_probabilities: Floats  # (N, T, K)
    h_gradients: Floats  # (2, L, N, T)
    c_gradients: Floats | None
    parameters: tuple[ParameterUpdate, ...]
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


def take_apart(step: NextStep) -> Generator[float, None, StepAnatomy]:
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
    updated = tuple(ParameterUpdate(p.symbol, p.layer, w, g, u) for p, w, g, u in numbers)
    return _anatomy(step, work, updated, grad_norm, scale)


def _norms(chosen: tuple[Parameter, ...], arrays: Arrays, done: float) -> Steps[list[float]]:
    norms = []
    for parameter in chosen:
        norms.append(_norm(parameter.of(arrays)))
        yield done
    return norms


def _updates(
    chosen: tuple[Parameter, ...], gradients: Arrays, scale: float, step: NextStep
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
    step: NextStep,
    work: Differentiation,
    updated: tuple[ParameterUpdate, ...],
    grad_norm: float,
    scale: float,
) -> StepAnatomy:
    memory, has_c = work.memory, CELLS[step.cell].has_c
    starts = {"h": memory.h} if memory.c is None else {"h": memory.h, "c": memory.c}
    return StepAnatomy(
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
