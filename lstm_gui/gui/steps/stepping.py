"""Connects slow motion to the run: a batch at a time, taken apart, and its cells in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lstm_gui.core.worker.events import Built, Cells, InspectDone, SlowStepDone
from lstm_gui.core.worker.states import Act, RunState, allowed
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.late_view import LateView

if TYPE_CHECKING:
    from lstm_gui.gui.steps.panel import StepsPanel

__all__ = ["StepsController"]


class StepsController(QObject):
    """Asks the engine for slow steps, and brings them to their panel.

    Args:
        panel: Where they are shown.
        memory: Reads a sequence again, for the ledger.
        session: The run.
        bridge: To the engine.
        show: Brings a dock to the front, by its name.
        parent: Owns this.
    """

    def __init__(
        self,
        panel: LateView[StepsPanel],
        memory: MemoryPanel,
        *,
        session: Session,
        bridge: WorkerBridge,
        show: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._memory = memory
        self._session = session
        self._bridge = bridge
        self._show = show
        self._number = 0
        self._awaited: tuple[str, int] | None = None
        panel.when_made(self._on_panel_made)
        session.stateChanged.connect(self._on_session_state_changed)
        bridge.inspectProgressed.connect(self._on_bridge_inspect_progressed)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)
        bridge.run.cellsChanged.connect(self._on_run_cells_changed)

    def step(self) -> None:
        """Take the next batch apart; training pauses for it."""
        if allowed(self._session.state, Act.SLOWLY) and not self._panel.view.computing:
            self._show("steps")
            self._panel.view.set_computing()
            self._number = self._bridge.step_slowly()

    def begin(self, event: Built) -> None:
        """Begin with another model."""
        for panel in self._panel.made:
            if not event.continues:
                panel.set_step(None)

    def _on_panel_made(self, panel: StepsPanel) -> None:
        panel.stepRequested.connect(self.step)
        panel.stepCancelled.connect(self._on_panel_step_cancelled)
        panel.cellsRequested.connect(self._on_panel_cells_requested)
        panel.set_possible(allowed(self._session.state, Act.SLOWLY))

    def _on_session_state_changed(self, state: RunState) -> None:
        for panel in self._panel.made:
            panel.set_possible(allowed(state, Act.SLOWLY))

    def _on_panel_step_cancelled(self) -> None:
        self._bridge.cancel_inspection(self._number)

    def _on_bridge_inspect_progressed(self, number: int, fraction: float) -> None:
        if number == self._number:
            self._panel.view.set_progress(fraction)

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number or not self._panel.view.computing:
            return
        panel, done, used = self._panel.view, event.result, self._session.used
        if isinstance(done, SlowStepDone) and used is not None:
            panel.set_step(done, used.vocabulary.characters)
        else:
            panel.set_given_up()

    # The ledger

    def _on_panel_cells_requested(self, text: str, position: int) -> None:
        """Let the memory read the sequence; the character is chosen when it has."""
        self._awaited = text, position
        self._memory.set_probe(text)
        self._memory.probeChanged.emit(text)
        self._show("ledger")

    def _on_run_cells_changed(self, cells: Cells) -> None:
        if self._awaited is not None and cells.text == self._awaited[0]:
            position = self._awaited[1]
            self._awaited = None
            self._memory.set_position(position)
            self._memory.positionChosen.emit(position)
