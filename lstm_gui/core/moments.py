"""Where a run stands, and what it takes to return there exactly."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.backend import Floats, Memory

__all__ = ["Position", "Snapshot"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands: `epoch` epochs are complete, and `batch` batches of the next one."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of a run that can be returned to exactly."""

    position: Position
    weights: dict[str, Floats]
    optimizer: dict[str, Floats]
    memory: Memory | None
