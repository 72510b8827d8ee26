"""The phases and time steps of slow motion, in order. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from lstm_gui.core.arrays import Floats
from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.inspection.differentiation import ALL, LAST
from lstm_gui.core.inspection.predictions import Guess

__all__ = ["Phase", "Sequence", "StepPlace", "following", "pause_ms", "preceding", "start_of"]


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
class StepPlace:
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


def start_of(phase: Phase, steps: int) -> StepPlace:
    """Return where a phase begins: backward at the last of so many time steps."""
    return StepPlace(phase, steps - 1 if phase is Phase.BACKWARD else 0)


def following(place: StepPlace, steps: int) -> StepPlace | None:
    """Return the place after this one, or None at the end."""
    t = place.t + (-1 if place.phase is Phase.BACKWARD else 1)
    if place.phase.walks and 0 <= t < steps:
        return StepPlace(place.phase, t)
    if place.phase is Phase.UPDATE:
        return None
    return start_of(Phase(place.phase + 1), steps)


def preceding(place: StepPlace, steps: int) -> StepPlace | None:
    """Return the place before this one, or None at the beginning."""
    t = place.t - (-1 if place.phase is Phase.BACKWARD else 1)
    if place.phase.walks and 0 <= t < steps:
        return StepPlace(place.phase, t)
    if place.phase is Phase.FORWARD:
        return None
    before = Phase(place.phase - 1)
    return StepPlace(before, steps - 1 if before in (Phase.FORWARD, Phase.LOSS) else 0)


def pause_ms(place: StepPlace, steps: int, speed: float) -> int:
    """Return how long a place is shown while slow motion plays."""
    if place.phase in _PAUSES:
        most, all_ = _PAUSES[place.phase]
        return max(round(min(most, all_ / steps) / speed), 1)
    return round(_STILL_MS / speed)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Numbers by time step; those of c are None for cells without one.

    `gradients` and `last_gradients` hold norms of the gradient of a state, h and c: of the whole
    loss, and of what the last time step has in it.
    """

    inputs: str
    targets: str
    h: Floats  # (T,)
    c: Floats | None
    start_h: float
    start_c: float
    losses: Floats
    ranks: tuple[int, ...]
    guesses: tuple[tuple[Guess, ...], ...]
    mean_loss: float  # of the whole batch
    gradients: tuple[Floats, Floats | None]
    last_gradients: tuple[Floats, Floats | None]

    def __len__(self) -> int:
        """Tell how many time steps it has."""
        return len(self.inputs)

    @classmethod
    def of(cls, anatomy: StepAnatomy, characters: str, number: int, layer: int) -> Sequence:
        """Cut one sequence out of a batch.

        Args:
            anatomy: The batch.
            characters: Those of the vocabulary, by id.
            number: Which sequence.
            layer: Whose states and gradients.
        """
        c, dc, start = anatomy.c_norms, anatomy.c_gradients, anatomy.start_norms

        def gradients(which: int) -> tuple[Floats, Floats | None]:
            of_h = anatomy.h_gradients[which, layer, number]
            return of_h, None if dc is None else dc[which, layer, number]

        return cls(
            inputs="".join(characters[i] for i in anatomy.inputs[number].tolist()),
            targets="".join(characters[i] for i in anatomy.targets[number].tolist()),
            h=anatomy.h_norms[layer, number],
            c=None if c is None else c[layer, number],
            start_h=float(start["h"][layer, number]),
            start_c=float(start["c"][layer, number]) if "c" in start else 0.0,
            losses=anatomy.losses[number],
            ranks=tuple(anatomy.ranks[number].tolist()),
            guesses=_guesses(anatomy, characters, number),
            mean_loss=anatomy.loss,
            gradients=gradients(ALL),
            last_gradients=gradients(LAST),
        )


def _guesses(anatomy: StepAnatomy, characters: str, number: int) -> tuple[tuple[Guess, ...], ...]:
    """Return what was expected at each time step of a sequence, the likeliest first."""
    ranked = zip(
        anatomy.guess_ids[number].tolist(),
        anatomy.guess_probabilities[number].tolist(),
        strict=True,
    )
    return tuple(
        tuple(Guess(characters[i], p) for i, p in zip(ids, shares, strict=True))
        for ids, shares in ranked
    )
