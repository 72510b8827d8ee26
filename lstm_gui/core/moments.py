"""Where a run stands, and what it takes to return there exactly."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.backend import Floats, Memory

__all__ = ["Position", "Reached", "Snapshot"]


@dataclass(frozen=True, slots=True)
class Reached:
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
    reached: Reached | None = None

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
