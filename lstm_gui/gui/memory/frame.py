"""What one map shows, and the colours of frames that stand beside each other. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.backend import Floats
from lstm_gui.gui.memory.own_ranges import OwnRanges
from lstm_gui.gui.memory.quantities import Scale

__all__ = ["Frame", "own_ranges", "reach"]


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
