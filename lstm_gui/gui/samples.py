"""What the recipe had the model write, alone or beside a twin. No widgets here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lstm_gui.gui.format import significant

__all__ = ["Sample", "in_turn"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of the recipe: what the model wrote after `prefix` at the end of `epoch`.

    Beside a twin, `label` names the run, and `twin` is what the twin wrote.
    """

    epoch: int
    perplexity: float
    seconds: float
    prefix: str
    text: str
    label: str = ""
    twin: Sample | None = None

    @property
    def heading(self) -> str:
        """The line above the samples of an epoch, as the book prints it."""
        perplexity = significant(self.perplexity, 4).replace(",", "")
        label = f"{self.label}: " if self.label else ""
        return f"{label}epoch {self.epoch}, perplexity {perplexity}, time {self.seconds:.2f} sec"

    @property
    def pair(self) -> tuple[Sample, ...]:
        """This sample and that of the twin, if there is one."""
        return (self,) if self.twin is None else (replace(self, twin=None), self.twin)


def in_turn(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples of an epoch by run: those of one, then those of its twin."""
    pairs = [one for sample in samples for one in sample.pair]
    order = {label: place for place, label in enumerate(dict.fromkeys(s.label for s in pairs))}
    return sorted(pairs, key=lambda one: (one.epoch, order[one.label])) if len(order) > 1 else pairs
