"""Which moments the memory panel shows, and the frames and scale they come to. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import Floats, Trace
from lstm_gui.gui.memory.map_pair import Frame
from lstm_gui.gui.memory.quantities import FixedSteps, Quantity, Scale
from lstm_gui.gui.memory.time_machine import CompareMode

__all__ = ["Traced", "Shown"]

_SMALLEST_DIFFERENCE = 0.5


@dataclass(frozen=True, slots=True)
class Traced:
    """A trace, the text it is of, and the name of the moment."""

    trace: Trace
    characters: str
    title: str = ""

    @classmethod
    def of(cls, trace: Trace | None, characters: str, title: str) -> Traced | None:
        """Return the trace with what belongs to it, or None for none."""
        return None if trace is None else cls(trace, characters, title)

    def values(self, quantity: Quantity, layer: int) -> Floats | None:
        """Return the values of shape (characters, cells), if there are any that fit the text."""
        found = self.trace.quantities.get(quantity.key)
        if found is None or layer >= len(found) or not self.characters:
            return None
        return found[layer] if found.shape[1] == len(self.characters) else None


class Shown:
    """The live reading, the past one that is shown in its place, and the one to compare with."""

    def __init__(self) -> None:
        self.live: Traced | None = None
        self.past: Traced | None = None
        self.other: Traced | None = None
        self.mode: CompareMode = "off"
        self.now = ""
        self._limits = FixedSteps()
        self._differences = FixedSteps(_SMALLEST_DIFFERENCE)

    @property
    def first(self) -> Traced | None:
        """What is shown as A."""
        return self.past or self.live

    @property
    def second(self) -> Traced | None:
        """What A is compared with."""
        return self.other or self.live

    @property
    def away(self) -> bool:
        """Whether anything else is shown than the live reading alone."""
        return self.past is not None or self.mode != "off"

    @property
    def title(self) -> str:
        """The name of the moment that is shown as A."""
        return self.first.title if self.first else ""

    @property
    def live_title(self) -> str:
        """The name of the moment that it is now."""
        return self.live.title if self.live else ""

    @property
    def shows_live(self) -> bool:
        """Whether another live reading changes what is seen."""
        return self.past is None or (self.mode != "off" and self.other is None)

    def back_to_now(self) -> None:
        """Show only the live reading."""
        self.past = self.other = None
        self.mode = "off"

    def reset_scale(self) -> None:
        """Choose the range of colours from the next values alone."""
        self._limits.reset()
        self._differences.reset()

    def frames(self, quantity: Quantity, layer: int) -> tuple[Frame, ...]:
        """Return what the maps show: A, or A and B, or B − A; nothing if it is not to be had."""
        first, second = self.first, self.second
        a = None if first is None else first.values(quantity, layer)
        if first is None or a is None:
            return ()
        if self.mode == "off" or second is None:
            return (Frame(a, first.characters, past=self.past is not None),)
        b = second.values(quantity, layer)
        same = b is not None and first.characters == second.characters and a.shape == b.shape
        if b is None or not same:
            return (Frame(a, first.characters, f"A · {self._title(first)}", self.past is not None),)
        if self.mode == "difference":
            title = f"B − A · A: {self._title(first)} · B: {self._title(second)}"
            return (Frame(b - a, first.characters, title, past=True),)
        return (
            Frame(a, first.characters, f"A · {self._title(first)}", self.past is not None),
            Frame(b, second.characters, f"B · {self._title(second)}", self.other is not None),
        )

    def _title(self, traced: Traced) -> str:
        parts = (self.now, traced.title) if traced is self.live else (traced.title,)
        return " · ".join(part for part in parts if part)

    def adjustable(self, quantity: Quantity) -> bool:
        """Tell whether the range of the colours is the person's to choose."""
        return self.mode != "difference" and not quantity.gate and not quantity.bounded

    def scale(self, quantity: Quantity, frames: Sequence[Frame]) -> Scale:
        """Return the one scale of all frames."""
        values = [frame.values for frame in frames]
        if self.mode == "difference":
            limit = self._differences.follow(values[0])
            return Scale(-limit, limit, gate=False)
        if quantity.gate:
            return Scale(0.0, 1.0, gate=True)
        together = values[0] if len(values) == 1 else np.concatenate(values)
        limit = 1.0 if quantity.bounded else self._limits.follow(together)
        return Scale(-limit, limit, gate=False)
