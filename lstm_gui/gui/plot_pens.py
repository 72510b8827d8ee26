"""Pens, mixed colours and powers of ten: what all curves of a plot are drawn with."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.history import CEILING, Doubles

__all__ = ["decades", "mixed", "thin_pen"]


def decades(perplexity: ArrayLike) -> Doubles:
    """Return log10; NaN for what cannot be drawn: not finite, not positive, or diverged."""
    values = np.atleast_1d(np.asarray(perplexity, dtype=np.float64))
    drawable = (values > 0) & (values < CEILING)
    return np.asarray(np.log10(np.where(drawable, values, np.nan)), dtype=np.float64)


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
