"""The measuring sticks as an epoch plot shows them: dashed lines, named at the right edge."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from lstm_gui.core.baselines import Baselines
from lstm_gui.core.history import Doubles
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.theme import GRID, Scheme

__all__ = ["StickLines", "spread"]

_COUNT = 4
_OPACITY = 0.6
_BELOW_CURVES = -10
_NAMES_BELOW_CURVES = -5


class StickLines:
    """Four horizontal lines: uniform, unigram, bigram, trigram."""

    def __init__(self, plot: EpochPlot) -> None:
        self._plot = plot
        self._levels: Doubles = np.full(_COUNT, np.nan)
        self._shown = True
        self._lines: list[Any] = [pg.InfiniteLine(angle=0) for _ in range(_COUNT)]
        self._names: list[Any] = [pg.TextItem(anchor=(1, 1)) for _ in range(_COUNT)]
        for item in (*self._lines, *self._names):
            item.setZValue(_BELOW_CURVES if item in self._lines else _NAMES_BELOW_CURVES)
            plot.addItem(item, ignoreBounds=True)
        self._show()

    @property
    def known(self) -> bool:
        """Whether there are any, shown or not."""
        return bool(np.isfinite(self._levels).any())

    @property
    def shown(self) -> bool:
        """Whether they are to be seen."""
        return self._shown

    @property
    def levels(self) -> Doubles:
        """The powers of ten at which lines are shown, the highest first."""
        kept = self._levels[np.isfinite(self._levels)] if self._shown else np.empty(0)
        return np.sort(kept)[::-1]

    @property
    def width(self) -> int:
        """How much of the right edge the names take, in pixels."""
        widths = [name.boundingRect().width() for name in self._names if name.isVisible()]
        return round(max(widths, default=0))

    def set_baselines(self, baselines: Baselines | None) -> None:
        """Show these, or none."""
        values = np.full(_COUNT, np.nan) if baselines is None else np.array(astuple(baselines))
        usable = np.isfinite(values) & (values > 0)
        self._levels = np.log10(np.where(usable, values, np.nan))
        for line, level in zip(self._lines, self._levels, strict=True):
            if np.isfinite(level):
                line.setValue(float(level))
        self._show()

    def set_shown(self, shown: bool) -> None:
        """Show them, or keep them for later."""
        self._shown = shown
        self._show()

    def set_names(self, names: tuple[str, ...]) -> None:
        """Name them, the uniform model first."""
        for item, name in zip(self._names, names, strict=True):
            item.setText(name)
        self._show()

    def place(self) -> None:
        """Put the names beside their lines, none over another."""
        low, high = (float(end) for end in self._plot.view.viewRange()[1])
        pixels = float(self._plot.view.height())
        seen = [i for i in range(_COUNT) if self._shown and low <= self._levels[i] <= high]
        for index, name in enumerate(self._names):
            name.setVisible(index in seen and bool(name.toPlainText()))
        if not seen or pixels <= 0:
            return
        seen.sort(key=lambda index: self._levels[index], reverse=True)
        scale = pixels / max(high - low, 1e-9)
        height = float(self._names[seen[0]].boundingRect().height())
        lines = [(high - float(self._levels[index])) * scale for index in seen]
        right = self._plot.x_range()[1]
        for index, bottom in zip(seen, spread(lines, height, pixels), strict=True):
            self._names[index].setPos(right, high - bottom / scale)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        color = QColor(scheme.muted)
        color.setAlphaF(_OPACITY)
        pen = QPen(color, 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([GRID / 2, GRID / 2])
        pen.setCosmetic(True)
        for line, name in zip(self._lines, self._names, strict=True):
            line.setPen(pen)
            name.setColor(scheme.muted)
            name.fill = pg.mkBrush(scheme.surface)
            name.update()

    def _show(self) -> None:
        for line, level in zip(self._lines, self._levels, strict=True):
            line.setVisible(self._shown and bool(np.isfinite(level)))
        self.place()


def spread(lines: list[float], height: float, pixels: float) -> list[float]:
    """Return where names end so that each stands on its line, or as near as there is room.

    Args:
        lines: The lines from the top down, in pixels from the top.
        height: Of one name.
        pixels: Of the whole.
    """
    bottoms: list[float] = []
    floor = pixels
    for line in reversed(lines):
        floor = min(line, floor)
        bottoms.insert(0, floor)
        floor -= height
    ceiling = height
    for index, bottom in enumerate(bottoms):  # what would stand out at the top goes down again
        bottoms[index] = max(bottom, ceiling)
        ceiling = bottoms[index] + height
    return bottoms
