"""What stands in words on the perplexity plot: its axis, the measuring sticks, the runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.baselines import Baselines
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.epoch_plot import EpochPlot
from lstm_gui.gui.perplexity_curves import PerplexityCurves
from lstm_gui.gui.perplexity_words import stick_caption, stick_names
from lstm_gui.gui.plot_legend import LegendRow, PlotLegend
from lstm_gui.gui.plot_pens import thin_pen
from lstm_gui.gui.plot_track import PlotAxis
from lstm_gui.gui.theme import Scheme

__all__ = ["PlotNames"]

_AXES: dict[PlotAxis, str] = {
    "epoch": QT_TRANSLATE_NOOP("PerplexityPlot", "epoch"),
    "batch": QT_TRANSLATE_NOOP("PerplexityPlot", "batch"),
}
_UNITS = (
    (1.0, QT_TRANSLATE_NOOP("PerplexityPlot", "s")),
    (60.0, QT_TRANSLATE_NOOP("PerplexityPlot", "min")),
    (3600.0, QT_TRANSLATE_NOOP("PerplexityPlot", "h")),
)
_HELD_OUT = QT_TRANSLATE_NOOP("PerplexityPlot", "held out")


class PlotNames:
    """Names what is drawn, in the language in use."""

    def __init__(self, plot: EpochPlot, curves: PerplexityCurves, legend: PlotLegend) -> None:
        self._plot = plot
        self._curves = curves
        self._legend = legend
        self.baselines: Baselines | None = None
        self.sticks_of_part = False
        """Whether the measuring sticks are of a part of the text: the rest is held out."""

    def retranslate(self) -> None:
        """Set all names in the language in use."""
        self.name_axis()
        self.name_sticks()
        self._curves.held_out.set_name(_translated(_HELD_OUT))

    def name_axis(self) -> None:
        """Say what the curves are drawn by."""
        axis = self._curves.axis
        name = _translated(_AXES[axis]) if axis in _AXES else ""
        units = tuple((seconds, _translated(unit)) for seconds, unit in _UNITS)
        self._plot.set_x_label(name, units if axis == "time" else ())

    def name_sticks(self) -> None:
        """Say at each measuring stick which model it is of."""
        caption = stick_caption(part=self.sticks_of_part)
        self._curves.sticks.set_names(stick_names(self.baselines), caption)

    def list_runs(self, scheme: Scheme, own: str) -> None:
        """List the runs with their colours, where others are drawn over the window's `own`."""
        rows = self._curves.overlays.legend(scheme)
        first = [LegendRow(thin_pen(scheme.curves[0], 2), own)] if own else []
        self._legend.set_rows([*first, *rows] if rows else [])


def _translated(text: str) -> str:
    return QCoreApplication.translate("PerplexityPlot", text)
