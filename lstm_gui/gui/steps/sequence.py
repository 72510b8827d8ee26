"""One sequence of a batch that was taken apart, in one layer: what the pictures draw."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.backend import Floats
from lstm_gui.core.inspection import ALL, LAST, Anatomy, Guess

__all__ = ["Sequence"]


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
    def of(cls, anatomy: Anatomy, characters: str, number: int, layer: int) -> Sequence:
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


def _guesses(anatomy: Anatomy, characters: str, number: int) -> tuple[tuple[Guess, ...], ...]:
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
