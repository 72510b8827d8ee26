"""Where slow motion stands: a phase and a time step, one after the other. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Phase", "Place", "following", "pause_ms", "preceding", "start_of"]


class Phase(IntEnum):
    """The parts of a training step, in order."""

    FORWARD = 0
    LOSS = 1
    BACKWARD = 2
    CLIP = 3
    UPDATE = 4

    @property
    def walks(self) -> bool:
        """Whether it goes from time step to time step."""
        return self <= Phase.BACKWARD


@dataclass(frozen=True, slots=True)
class Place:
    """A phase, and the time step in it, from 0."""

    phase: Phase
    t: int = 0


_PAUSES: dict[Phase, tuple[int, int]] = {
    Phase.FORWARD: (600, 15_000),
    Phase.LOSS: (150, 5_000),
    Phase.BACKWARD: (300, 8_000),
}
"""How long a time step is shown at most, and the whole phase, in milliseconds."""

_STILL_MS = 4_000


def start_of(phase: Phase, steps: int) -> Place:
    """Return where a phase begins: backward at the last of so many time steps."""
    return Place(phase, steps - 1 if phase is Phase.BACKWARD else 0)


def following(place: Place, steps: int) -> Place | None:
    """Return the place after this one, or None at the end."""
    t = place.t + (-1 if place.phase is Phase.BACKWARD else 1)
    if place.phase.walks and 0 <= t < steps:
        return Place(place.phase, t)
    if place.phase is Phase.UPDATE:
        return None
    return start_of(Phase(place.phase + 1), steps)


def preceding(place: Place, steps: int) -> Place | None:
    """Return the place before this one, or None at the beginning."""
    t = place.t - (-1 if place.phase is Phase.BACKWARD else 1)
    if place.phase.walks and 0 <= t < steps:
        return Place(place.phase, t)
    if place.phase is Phase.FORWARD:
        return None
    before = Phase(place.phase - 1)
    return Place(before, steps - 1 if before in (Phase.FORWARD, Phase.LOSS) else 0)


def pause_ms(place: Place, steps: int, speed: float) -> int:
    """Return how long a place is shown while slow motion plays."""
    if place.phase in _PAUSES:
        most, all_ = _PAUSES[place.phase]
        return max(round(min(most, all_ / steps) / speed), 1)
    return round(_STILL_MS / speed)
