"""What the reading shows, as plain numbers: a part of a text, its surprise, its guesses, a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lstm_gui.core.backend import Floats, Trace
from lstm_gui.core.corpus import Vocabulary
from lstm_gui.core.inspection import Guess, guesses, surprise

__all__ = ["Reading", "read", "values_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The characters from `first` on: how surprising each was, and what was likely after it."""

    first: int
    surprise: tuple[float, ...]
    guesses: tuple[tuple[Guess, ...], ...]

    def surprise_at(self, position: int) -> float:
        """Return −log p of this character in nats; NaN for the first of the text."""
        return self.surprise[position - self.first]

    def guesses_at(self, position: int) -> tuple[Guess, ...]:
        """Return what was likely after this character, the likeliest first."""
        return self.guesses[position - self.first]

    def __contains__(self, position: int) -> bool:
        """Tell whether a character of the text is among these."""
        return self.first <= position < self.first + len(self.surprise)


def read(trace: Trace, vocabulary: Vocabulary, first: int, last: int) -> Reading:
    """Read the surprise and the guesses of the characters from `first` up to `last`."""
    before = max(first - 1, 0)
    part = replace(trace, ids=trace.ids[before:last], logits=trace.logits[before:last])
    surprises = surprise(part)[first - before :].tolist()
    seen = replace(trace, ids=trace.ids[first:last], logits=trace.logits[first:last])
    return Reading(first, tuple(surprises), guesses(seen, vocabulary))


def values_of(trace: Trace, layer: int, cell: int) -> Mapping[str, Floats]:
    """Return each quantity of one cell along the text."""
    return {key: values[layer, :, cell] for key, values in trace.quantities.items()}
