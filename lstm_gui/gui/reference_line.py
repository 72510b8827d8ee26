"""The perplexities that a book or an article reports, as a dotted line on the plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from lstm_gui.core.history import Series
from lstm_gui.gui.plot_pens import decades, thin_pen
from lstm_gui.gui.theme import Scheme

__all__ = ["ReferenceLine"]


class ReferenceLine:
    """A dotted line with its name above its middle; it is known by epoch, and shown by epoch only.

    Whoever makes it puts `curve` and `label` on the plot: which lies above the other curves is up
    to the plot.
    """

    def __init__(self) -> None:
        self.series = Series()
        self.curve = pg.PlotCurveItem(antialias=True)
        self.label = pg.TextItem(anchor=(0, 1))
        self.label.hide()
        self._by_epoch = True

    def set_points(self, points: Sequence[tuple[float, float]], name: str) -> None:
        """Show (epoch, perplexity) points; none of them take the line away."""
        self.series.clear()
        if points:
            x, y = zip(*points, strict=True)
            self.series.append(np.asarray(x), decades(y))
        self.curve.setData(self.series.x, self.series.y, connect="finite")
        self.label.setText(name)
        self.label.setVisible(bool(name) and self._by_epoch)
        if points:
            middle = len(points) // 2
            self.label.setPos(self.series.x[middle], self.series.y[middle])

    def set_by_epoch(self, by_epoch: bool) -> None:
        """Tell whether the plot's axis is that of epochs."""
        self._by_epoch = by_epoch
        self.curve.setVisible(by_epoch)
        self.label.setVisible(by_epoch and bool(self.label.toPlainText()))

    @property
    def shown(self) -> tuple[Series, ...]:
        """The points that are drawn: one series, or none."""
        return (self.series,) if self._by_epoch else ()

    def at(self, epoch: float) -> float | None:
        """Return the perplexity if there is a point at exactly this epoch."""
        found = np.flatnonzero(self.series.x == epoch) if self._by_epoch else np.empty(0)
        return float(10 ** self.series.y[found[0]]) if found.size else None

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self.curve.setPen(thin_pen(scheme.muted, 1.5, Qt.PenStyle.DotLine))
        self.label.setColor(scheme.muted)
        self.label.fill = pg.mkBrush(scheme.surface)
