"""Shows what the twin makes of the part held out: on the plot, and in the bar beside the run's."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.messages import Built, HeldOutDone
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.perplexity_plot import PerplexityPlot
from lstm_gui.gui.twins.twin_bar import TwinBar

__all__ = ["TwinHeldOut"]


class TwinHeldOut(QObject):
    """Follows the readings of both runs. Made after what cuts the curves when a run goes back."""

    def __init__(
        self, plot: PerplexityPlot, bar: TwinBar, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._plot = plot
        self._bar = bar
        bridge.built.connect(self._on_bridge_built)
        bridge.heldOutDone.connect(self._on_bridge_held_out_done)
        bridge.twin.built.connect(self._on_twin_built)
        bridge.twin.heldOutDone.connect(self._on_twin_held_out_done)

    def _on_bridge_built(self, event: Built) -> None:
        self._show(0, self._plot.held_out_at(event.x))

    def _on_bridge_held_out_done(self, event: HeldOutDone) -> None:
        self._bar.set_held_out(0, event.perplexity)

    def _on_twin_built(self, event: Built) -> None:
        self._show(1, self._plot.twin_held_out_at(event.x))

    def _on_twin_held_out_done(self, event: HeldOutDone) -> None:
        self._plot.append_twin_held_out(event.epoch, event.perplexity)
        self._bar.set_held_out(1, event.perplexity)

    def _show(self, run: int, found: tuple[float, float] | None) -> None:
        self._bar.set_held_out(run, None if found is None else found[1])
