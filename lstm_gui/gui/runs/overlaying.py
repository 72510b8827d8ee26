"""Which runs are drawn over the one in training: their colours, and their curves once read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.runs import Curve, RunStore
from lstm_gui.gui.perplexity_plot import PerplexityPlot
from lstm_gui.gui.plot_overlays import Overlay
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunsKeeper
from lstm_gui.gui.runs.table_model import RunsModel
from lstm_gui.gui.runs.words import name_of

__all__ = ["Overlaying"]


class Overlaying(QObject):
    """Brings the curves of the chosen runs to the plot.

    A run gets the first colour that is free and keeps it for as long as it is shown. Those under
    way, that of the window and its twin, are drawn by the plot itself.

    Signals:
        changed(): Other runs are chosen; see `chosen`.
    """

    changed = Signal()

    def __init__(
        self, archive: RunArchive, keeper: RunsKeeper, model: RunsModel, plot: PerplexityPlot
    ) -> None:
        super().__init__(plot)
        self._archive = archive
        self._keeper = keeper
        self._model = model
        self._plot = plot
        self._slots: dict[str, int] = {}
        self._curves: dict[str, Curve] = {}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The runs that are shown, in the order of their colours."""
        return tuple(sorted(self._slots, key=lambda run_id: self._slots[run_id]))

    def show(self, run_ids: Sequence[str]) -> None:
        """Draw these as well."""
        for run_id in run_ids:
            if run_id not in self._slots:
                taken = set(self._slots.values())
                self._slots[run_id] = next(n for n in range(len(taken) + 1) if n not in taken)
                self._read(run_id)
        self._tell()

    def hide(self, run_ids: Sequence[str]) -> None:
        """Draw these no longer."""
        for run_id in run_ids:
            self._slots.pop(run_id, None)
            self._curves.pop(run_id, None)
        self._tell()

    def reread(self, run_id: str) -> None:
        """Read a curve again: it has been stored anew."""
        if run_id in self._slots and run_id not in self._keeper.live_ids():
            self._read(run_id)

    def refresh(self) -> None:
        """Draw what is known now; the names, and the runs under way, may have changed."""
        live, overlays = self._keeper.live_ids(), []
        for run_id in self.chosen:
            run, curve = self._model.run(run_id), self._curves.get(run_id)
            if run is not None and curve is not None and run_id not in live:
                overlays.append(Overlay(run_id, name_of(run), self._slots[run_id], curve))
        this = self._model.run(live[0]) if live else None
        self._plot.set_overlays(overlays, name_of(this) if this is not None else "")

    def _read(self, run_id: str) -> None:
        def task(store: RunStore) -> Curve:
            return store.curve(run_id)

        self._archive.ask(task, lambda curve: self._on_read(run_id, curve))

    def _on_read(self, run_id: str, curve: Curve) -> None:
        if run_id in self._slots:
            self._curves[run_id] = curve
            self.refresh()

    def _tell(self) -> None:
        self._model.set_shown(self._slots)
        self.refresh()
        self.changed.emit()
