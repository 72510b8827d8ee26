"""The cross at the point of the perplexity plot that is read."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.plot_pens import thin_pen
from lstm_gui.gui.theme import Scheme

__all__ = ["PlotCursor"]

_DOT_SIZE = 8


class PlotCursor:
    """A vertical line, and a dot on the curve."""

    def __init__(self, plot: EpochPlot) -> None:
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=_DOT_SIZE)
        for item in (self._line, self._dot):
            plot.addItem(item, ignoreBounds=True)
        self.hide()

    def show(self, x: float, perplexity: float) -> None:
        """Put the cross at a point."""
        self._line.setValue(x)
        self._dot.setData([x], [float(np.log10(perplexity))])
        self._line.show()
        self._dot.show()

    def hide(self) -> None:
        """Take the cross away."""
        self._line.hide()
        self._dot.hide()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._line.setPen(thin_pen(scheme.muted, 1))
        self._dot.setPen(thin_pen(scheme.surface, 1.5))
        self._dot.setBrush(QColor(scheme.curves[0]))
