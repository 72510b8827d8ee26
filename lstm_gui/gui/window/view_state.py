"""What the views are set to, for the file of a moment, and back into the views."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.runs.moment_file import SavedMoment, ViewState
from lstm_gui.gui.memory.explorer.explorer import Explorer, ProbeController
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.window.docks import Docks
from lstm_gui.gui.window.parts import Parts, PreferencesKeeper

__all__ = ["ViewStates"]


class ViewStates(QObject):
    """Reads the state of the views, and sets it once a moment's model stands.

    What a view can only show with a trace waits for the first one.
    """

    def __init__(
        self,
        parts: Parts,
        docks: Docks,
        run: RunModel,
        *,
        explorer: Explorer,
        probing: ProbeController,
        remembering: PreferencesKeeper,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts, self._docks = parts, docks
        self._explorer, self._probing = explorer, probing
        self._remembering = remembering
        self._run = run
        self._awaited: tuple[int, ViewState] | None = None
        """The run whose first trace is waited for, and what is to be shown of it then."""
        run.cellsChanged.connect(self._on_run_cells_changed)

    def now(self) -> ViewState:
        """Return what the views are set to."""
        memory, preferences = self._parts.memory, self._remembering.preferences
        return ViewState(
            probe=self._probing.own_text,
            quantity=memory.quantity,
            layer=memory.layer,
            cell=memory.cell,
            position=memory.position,
            pins=memory.sorting.pins,
            axis=preferences.plot_axis,
            smoothing=preferences.smoothing,
            layout=self._docks.state(),
        )

    def expect(self, moment: SavedMoment | None) -> None:
        """Have the right text read by the next model that is opened, from the first moment on."""
        self._probing.expect(None if moment is None else moment.view.probe)

    def restore(self, moment: SavedMoment) -> None:
        """Set the views, and give them the snapshots."""
        view, parts = moment.view, self._parts
        self._docks.restore_foreign(view.layout)
        parts.plot.set_axis(view.axis)
        parts.plot.set_smoothing(view.smoothing)
        self._remembering.update({"plot_axis": view.axis, "smoothing": view.smoothing})
        parts.memory.sorting.set_pins(view.pins)
        self._explorer.restore(moment)
        self._awaited = self._run.run, view

    def _on_run_cells_changed(self) -> None:
        if self._awaited is None or not self._parts.memory.quantity:
            return
        (run, view), self._awaited = self._awaited, None
        if run == self._run.run:
            self._explorer.look_at(view.quantity, view.layer, view.cell, view.position)
