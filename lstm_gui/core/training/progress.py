"""Events of training: a batch, an epoch, a held-out reading or a sample is done."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Diverged",
    "EpochDone",
    "HeldOutDone",
    "LongerRight",
    "RightDone",
    "SampleDone",
    "StepDone",
]


@dataclass(frozen=True, slots=True)
class StepDone:
    """One batch was trained on. `epoch` and `batch` count from 1; `loss` is in nats."""

    run: int
    step: int
    epoch: int
    batch: int
    batches: int
    characters: int
    loss: float
    grad_norm: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """One epoch is complete; `seconds` counts its batches only, as the book does."""

    run: int
    epoch: int
    perplexity: float
    seconds: float


@dataclass(frozen=True, slots=True)
class HeldOutDone:
    """The model as of the end of an epoch has read the part held out, for `seconds`."""

    run: int
    epoch: int
    perplexity: float
    seconds: float


@dataclass(frozen=True, slots=True)
class LongerRight:
    """Of sequences up to ten times as long as trained: the share right, and up to which size all.

    `holds` is 0 if not even the largest trained size is all right.
    """

    right: float
    holds: int


@dataclass(frozen=True, slots=True)
class RightDone:
    """The model as of the end of an epoch has read unseen sequences of its task, for `seconds`.

    `right` is the share of what can be known of those up to `size`, the largest trained.
    """

    run: int
    epoch: int
    task: str
    size: int
    right: float
    longer: LongerRight | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Diverged:
    """Training broke down at `step`; the model is back at the end of epoch `epoch`."""

    run: int
    step: int
    epoch: int
    loss: float


@dataclass(frozen=True, slots=True)
class SampleDone:
    """What the model wrote after `prefix` at the end of an epoch, as the recipe asks."""

    run: int
    epoch: int
    perplexity: float
    seconds: float
    prefix: str
    text: str
