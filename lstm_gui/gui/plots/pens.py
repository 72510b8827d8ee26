"""Pens, mixed colours and round ends of axes: what all curves of a plot share."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

__all__ = ["mixed", "round_end", "thin_pen"]


def thin_pen(color: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen whose width is in pixels, whatever the zoom."""
    pen = QPen(QColor(color), width, style)
    pen.setCosmetic(True)
    return pen


def mixed(color: str, other: str, share: float) -> str:
    """Return `color` with that share of `other` in it."""
    a, b = QColor(color), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(one + (two - one) * share) for one, two in pairs)).name()


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
