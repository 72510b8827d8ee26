"""What the playground asks of an engine: numpy arrays in, numpy arrays out.

Everything above this protocol, the worker, the command line and the window, runs with any
object that keeps it; the tests use a fake one. Weights have one canonical form, whatever the
implementation, so they can be saved, moved and compared:

    l0.W_x (inputs, G·H)   l0.W_h (H, G·H)   l0.b (G·H)     one group a layer: l0, l1, l2
    W_hq (H, V)            b_q (V)                          the output layer

An LSTM's gates are packed in the book's order i, f, o, c̃ (G = 4); a plain RNN has G = 1. A GRU
has the form that gluon and cuDNN compute, gates r, z, h̃ (G = 3), whose reset gate acts on
W_h h + b_h, so it has two biases, `l0.b_x` and `l0.b_h`, in place of `l0.b`. A peephole LSTM has
`l0.p` (3·H,) besides, for its gates i, f and o. What there is of each kind, `cell_kinds` tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig, TrainConfig

__all__ = ["Backend", "EpochProgress", "Memory", "Position", "Snapshot", "StepResult", "Trace"]


@dataclass(frozen=True, slots=True)
class Memory:
    """A recurrent state between two characters. `c` is None for cells without one."""

    h: Floats  # (layers, N, H)
    c: Floats | None  # (layers, N, H)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one training batch gave: mean cross entropy in nats, gradient norm before clipping."""

    loss: float
    grad_norm: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What the network computed while it read a text.

    `quantities` maps a name to its values of shape (layers, T, H): for an LSTM, with or without
    peepholes, `c`, `h`, `i`, `f`, `o`, `c~`; for a GRU `h`, `r`, `z`, `h~`; for an RNN `h`.
    `start` is the state before the first character (N = 1). `logits` are of shape (T, V), row t
    for what follows character t.
    """

    cell: CellKind
    ids: Ids  # (T,)
    start: Memory
    quantities: Arrays
    logits: Floats


class Backend(Protocol):
    """An engine that trains, reads and writes. All calls come from the thread that made it."""

    def contexts(self) -> tuple[str, ...]:
        """List the usable contexts, `cpu` first, then `gpu:0`, `gpu:1` and so on."""

    def build(self, model: ModelConfig, compute: ComputeConfig, vocabulary_size: int) -> None:
        """Make a new network with initial weights drawn from `model.seed`.

        Raises:
            EngineError: The context is not usable, or memory is short.
        """

    def configure(self, train: TrainConfig) -> None:
        """Use these training settings from the next step on; optimiser state is kept if it fits."""

    def switch(self, compute: ComputeConfig) -> None:
        """Go on with the same weights, optimiser and carried state, computed another way."""

    def reset_memory(self) -> None:
        """Let the next step start from a state of zeros."""

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        """Train on one batch of shape (batch, num_steps); the state is carried to the next."""

    def set_meanwhile(self, meanwhile: Callable[[], None]) -> None:
        """Call `meanwhile` now and then while a step waits for what is computed elsewhere.

        It finds the weights from before that step, may read with them (`advance`, `trace`), and
        raises nothing. An engine whose steps wait for nothing never calls it.
        """

    def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""

    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        """Read a text of T characters and keep everything that was computed."""

    def weights(self) -> dict[str, Floats]:
        """Copy the weights, in the canonical form above."""

    def load_weights(self, weights: Arrays) -> None:
        """Replace the weights; names and shapes are those of `weights()`."""

    def optimizer_state(self) -> dict[str, Floats]:
        """Copy the optimiser's arrays: none for SGD; `mean.*`, `var.*` and `t` (1,) for Adam."""

    def load_optimizer_state(self, state: Arrays) -> None:
        """Replace the optimiser's arrays; an empty mapping starts it afresh."""

    def training_memory(self) -> Memory | None:
        """Copy the state that the next step starts from, or None for zeros."""

    def load_training_memory(self, memory: Memory | None) -> None:
        """Set the state that the next step starts from."""


@dataclass(frozen=True, slots=True)
class EpochProgress:
    """How far an epoch had come, counted in the batches that it had then."""

    batch: int
    batches: int
    loss_sum: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands: `epoch` epochs are complete, and `batch` batches of the next one.

    Where other settings have rounded `batch` down, `reached` tells how far it was, until the next
    batch goes beyond that.
    """

    epoch: int = 0
    batch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    seconds: float = 0.0
    reached: EpochProgress | None = None

    def x(self, batches: int) -> float:
        """Return where the curve of the run ends, in epochs of so many batches."""
        if self.reached is not None:
            return self.epoch + self.reached.batch / self.reached.batches
        return self.epoch + self.batch / batches


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of a run that can be returned to exactly."""

    position: Position
    weights: dict[str, Floats]
    optimizer: dict[str, Floats]
    memory: Memory | None
