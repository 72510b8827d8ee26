"""What the heat maps show: one moment, two moments or two runs, and their scale. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.training.joints import Joint
from lstm_gui.gui.memory.colors import OwnRanges
from lstm_gui.gui.memory.map.time_machine_bar import CompareMode
from lstm_gui.gui.memory.quantities import FixedSteps, Offer, Quantity, Scale, ordered

__all__ = ["Frame", "Jointed", "Shown", "Traced", "TwinFrame", "own_ranges", "reach"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What one map shows: values of shape (characters, cells) and what they are of."""

    values: Floats
    characters: str
    title: str = ""
    past: bool = False
    symbol: str = ""
    """What the values are, where that is another quantity than in the frame beside it."""

    scale: Scale | None = None
    """Its own colours, where those of the frame beside it do not fit."""

    seam: int | None = None
    """The column in which a sequence ends, and another begins."""

    def title_with(self, *, by_cell: bool) -> str:
        """Return the title; it says how far the colours go, where the bar does not."""
        if self.scale is None or by_cell:
            return self.title
        return f"{self.title}, {self.scale.words}"


def own_ranges(frames: Sequence[Frame], scale: Scale) -> list[OwnRanges]:
    """Return the ranges of all cells in each frame.

    They are the same for two frames, so that these can be compared, unless they show different
    quantities or the cells of networks of different size, which have nothing in common.
    """
    if len({(one.scale, one.values.shape[1]) for one in frames}) == 1:
        return [OwnRanges.over([one.values for one in frames], gate=scale.gate)] * len(frames)
    return [OwnRanges.over([one.values], gate=(one.scale or scale).gate) for one in frames]


def reach(frames: Sequence[Frame]) -> tuple[float, float]:
    """Return the least and the largest value of the frames with common colours; nan is nothing."""
    values = [one.values for one in frames if one.scale is None]
    return (
        min(float(np.nanmin(one)) for one in values),
        max(float(np.nanmax(one)) for one in values),
    )


_SMALLEST_DIFFERENCE = 0.5
_PARTS = {"c": "h", "c~": "h~", "h~": "c~"}
"""What is the memory, or the candidate, of a cell of another kind."""


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

    def counterpart(self, quantity: Quantity) -> Quantity | None:
        """Return the quantity that plays this part here, for a GRU's memory is its H."""
        present = {one.key: one for one in ordered(self.trace.quantities)}
        return present.get(quantity.key) or present.get(_PARTS.get(quantity.key, ""))


_SEAM = "│"
_BESIDE_SEAM = 20


@dataclass(frozen=True, slots=True)
class Jointed:
    """The end of a sequence, what the next one begins with, and its beginning."""

    joint: Joint
    characters: str
    seam: int

    @classmethod
    def of(cls, joint: Joint, before: str, after: str) -> Jointed:
        """Show so much of both sequences as can be read."""
        end = before[-_BESIDE_SEAM:]
        return cls(joint, f"{end}{_SEAM}{after[:_BESIDE_SEAM]}", len(end))

    def frame(self, quantity: Quantity, layer: int) -> Frame | None:
        """Return what the map shows, if there is such a quantity."""
        values = self.joint.values(quantity.key, layer, _BESIDE_SEAM)
        if values is None or len(values) != len(self.characters):
            return None
        template = QCoreApplication.translate(
            "Joint", "epoch {epoch}, batch {batch} begins at the seam · track {track} of {tracks}"
        )
        joint = self.joint
        title = template.format(
            epoch=joint.epoch, batch=joint.batch, track=joint.track + 1, tracks=joint.tracks
        )
        return Frame(values, self.characters, title, seam=self.seam)


@dataclass(frozen=True, slots=True)
class TwinFrame:
    """The memory of a twin, now and at the moment that is shown of the past; names of both runs."""

    labels: tuple[str, str]
    live: Traced | None = None
    past: Traced | None = None


class Shown:
    """The live reading, the past one that is shown in its place, and the one to compare with."""

    def __init__(self) -> None:
        self.live: Traced | None = None
        self.past: Traced | None = None
        self.other: Traced | None = None
        self.twin: TwinFrame | None = None
        self.joint: Jointed | None = None
        """What is shown in the place of all readings."""
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
        if self.joint is not None:
            joint = self.joint.frame(quantity, layer)
            return () if joint is None else (joint,)
        first, second = self.first, self.second
        a = None if first is None else first.values(quantity, layer)
        if first is None or a is None:
            return ()
        if self.mode == "off" and self.twin is not None:
            return self._with_twin(self.twin, quantity, layer, Frame(a, first.characters))
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

    def _with_twin(
        self, twin: TwinFrame, quantity: Quantity, layer: int, frame: Frame
    ) -> tuple[Frame, ...]:
        """Return the memories of both runs, or of one with the reason why the other is missing."""
        past = self.past is not None
        first, second = self.first, twin.past if past else twin.live
        assert first is not None
        title = f"{twin.labels[0]} · {first.title}"
        a = replace(frame, title=title, past=past)
        if second is None:
            return (a,)
        own = second.counterpart(quantity)
        b = None if own is None else second.values(own, layer)
        if own is None or b is None or second.characters != first.characters:
            return (replace(a, title=f"{title} – {_missing(twin, second, quantity, layer)}"),)
        title = f"{twin.labels[1]} · {second.title}"
        beside = Frame(b, second.characters, title, past)
        if own is not quantity:  # C has no limits, H has: one scale would hide the other
            title = f"{title} · {own.symbol}"
            beside = replace(beside, title=title, symbol=own.key, scale=_bounded(own))
        return (a, beside)

    def _title(self, traced: Traced) -> str:
        parts = (self.now, traced.title) if traced is self.live else (traced.title,)
        return " · ".join(part for part in parts if part)

    def offer(self, quantity: Quantity) -> Offer:
        """Return which ranges of the colours are the person's to choose."""
        if self.mode == "difference":  # its colours are about 0, which a cell's own range is not
            return "nothing"
        return "own" if quantity.gate or quantity.bounded else "limits"

    def scale(self, quantity: Quantity, frames: Sequence[Frame]) -> Scale:
        """Return the one scale of all frames."""
        values = [frame.values for frame in frames if frame.scale is None]
        if self.mode == "difference":
            limit = self._differences.follow(values[0])
            return Scale(-limit, limit, gate=False)
        if quantity.gate:
            return Scale(0.0, 1.0, gate=True)
        together = np.concatenate([one.ravel() for one in values])
        limit = 1.0 if quantity.bounded else self._limits.follow(together)
        return Scale(-limit, limit, gate=False)


def _bounded(quantity: Quantity) -> Scale:
    """Return the scale of a quantity that has limits; the counterparts of a C all have."""
    return Scale(0.0 if quantity.gate else -1.0, 1.0, gate=quantity.gate)


def _missing(twin: TwinFrame, second: Traced, quantity: Quantity, layer: int) -> str:
    """Say why the twin's memory cannot be shown beside the first."""
    if second.counterpart(quantity) is None:
        template = QCoreApplication.translate("Twins", "{run} has no {quantity}")
    elif layer >= len(second.trace.quantities["h"]):
        template = QCoreApplication.translate("Twins", "{run} has no layer {layer}")
    else:
        template = QCoreApplication.translate("Twins", "{run} has not read this text yet")
    return template.format(run=twin.labels[1], quantity=quantity.name, layer=layer + 1)
