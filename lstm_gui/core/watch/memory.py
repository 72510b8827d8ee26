"""Gates that hardly move from 0 or 1, and cells that do not move at all, look after look."""

from __future__ import annotations

from lstm_gui.core.signs import Signs
from lstm_gui.core.watch.alarm import Alarm, Turn

__all__ = ["Dead", "Saturation"]

PATIENCE_TRACES = 3
SATURATED, SATURATED_OVER = 0.9, 0.8
DEAD, DEAD_OVER = 0.1, 0.05
"""Shares of a gate's values, and of the cells."""


class Saturation:
    """Watch the most saturated gate."""

    def __init__(self) -> None:
        self._alarm = Alarm("saturated", PATIENCE_TRACES)

    def see(self, signs: Signs) -> Turn | None:
        """Take what a look at the memory showed."""
        share = signs.saturated
        if not self._alarm.update(share >= SATURATED, share < SATURATED_OVER):
            return None
        return self._alarm.turn(percent=round(100 * share), gate=signs.gate, layer=signs.layer + 1)


class Dead:
    """Watch the share of dead cells."""

    def __init__(self) -> None:
        self._alarm = Alarm("dead", PATIENCE_TRACES)

    def see(self, signs: Signs) -> Turn | None:
        """Take what a look at the memory showed."""
        share = signs.dead / signs.cells
        if not self._alarm.update(share >= DEAD, share < DEAD_OVER):
            return None
        return self._alarm.turn(count=signs.dead, cells=signs.cells)
