"""What part of the perplexity plot is seen: all of it, as it grows, until a person zooms."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.perplexity_curves import PerplexityCurves
from lstm_gui.gui.plot_ranges import round_end

__all__ = ["PlotFit"]

_RANGE_MS = 500
_HEADROOM = 0.2
"""Kept for the readout above the held-out curve, which goes up where the other one goes down."""

_MARGIN, _LEAST_MARGIN = 0.04, 0.004
"""Above and below the curves: a share of what is seen, but at least so many powers of ten."""

_EMPTY_SPAN = (0.0, 3.0)


class PlotFit(QObject):
    """Fits the plot to its curves, at most twice a second."""

    def __init__(self, plot: EpochPlot, curves: PerplexityCurves) -> None:
        super().__init__(plot)
        self._plot = plot
        self._curves = curves
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=_RANGE_MS)
        self._timer.timeout.connect(self.fit)
        self.planned = 0
        """How many epochs the run is to take."""
        self.following = True
        """Whether the plot is to show all of it; a person who zooms looks at a part."""

    def renew(self) -> None:
        """Let the next drawing fit at once: what is seen is another thing."""
        self._since.invalidate()

    def keep_up(self) -> None:
        """Fit now, or soon if it was fitted a moment ago."""
        if not self.following or self._timer.isActive():
            return
        if not self._since.isValid() or self._since.hasExpired(_RANGE_MS):
            self.fit()
        else:
            self._timer.start()

    def rest(self) -> bool:
        """Fit no more by itself; tell whether it was about to."""
        pending = self._timer.isActive()
        self._timer.stop()
        return pending

    def fit(self) -> None:
        """Show all there is."""
        if not self.following:
            return
        self._since.start()
        low, high = self._curves.span() or _EMPTY_SPAN
        margin = max(_MARGIN * (high - low), _LEAST_MARGIN)
        headroom = _HEADROOM * (high - low) if len(self._curves.held_out.series) else 0.0
        bottom = max(low - margin, -margin)
        self._plot.show_range((0.0, self._right_end()), (bottom, high + margin + headroom))

    def _right_end(self) -> float:
        curves, planned = self._curves, float(self.planned)
        done, others = curves.own.done, curves.overlays.end()
        if curves.axis == "epoch":
            whole = len(curves.reference.series) > 0
            return max(round_end(done, planned, whole_plan=whole), others)
        epochs = curves.own.epochs_done
        return max(round_end(done, planned / epochs * done if epochs else 0.0), others)
