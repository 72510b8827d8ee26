"""How far the x-axis of a plot over epochs reaches: a round number that grows with the run."""

from __future__ import annotations

import math

__all__ = ["round_end"]

_WIDTHS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
_AHEAD = 1.1


def round_end(done: float, planned: float, *, whole_plan: bool = False) -> float:
    """Return the epoch at the right edge.

    Args:
        done: How many epochs there are.
        planned: How many there will be; 0 if nobody knows.
        whole_plan: Show the plan from the first epoch on.
    """
    if (planned >= done > 0 and whole_plan) or done == 0 < planned:
        return planned
    power = 10.0 ** max(math.ceil(math.log10(max(done * _AHEAD, 1.0))) - 2, 0)
    end = next(width * power for width in _WIDTHS if width * power >= done * _AHEAD)
    return min(end, planned) if planned >= done > 0 else end
