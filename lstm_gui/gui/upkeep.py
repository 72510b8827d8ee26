"""Keeps long answers true while the model learns: the names of cells, and what if.

They are asked for anew every few seconds, only while somebody looks, the model is another one
than last time, and nobody waits for the answer to a question of their own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from lstm_gui.core.inspection import Roll, RollCall
from lstm_gui.core.messages import Cells, InspectDone
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.memory import MemoryPanel
from lstm_gui.gui.memory.cells_panel import CellsPanel
from lstm_gui.gui.questions import Questions

__all__ = ["UPKEEP_MS", "Upkeep"]

UPKEEP_MS = 4000
"""The engine reads for about 50 ms in all, so this costs training little more than 1 %."""


class Upkeep(QObject):
    """Asks again for what the views show.

    Signals:
        called(Roll): The cells of a layer by name.
    """

    called = Signal(object)

    def __init__(
        self,
        memory: MemoryPanel,
        cells: CellsPanel,
        questions: Questions,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._cells = cells
        self._questions = questions
        self._bridge = bridge
        self._number = 0
        self._seen: tuple[int, int] | None = None
        self._answered: tuple[tuple[int, int], int] | None = None
        self._asked: tuple[tuple[int, int], int] | None = None
        self._pause = QTimer(self, singleShot=True, interval=UPKEEP_MS)
        self._pause.timeout.connect(self._ask)
        bridge.cellsChanged.connect(self._on_bridge_cells_changed)
        bridge.inspectDone.connect(self._on_bridge_inspect_done)

    @property
    def wanted(self) -> bool:
        """Whether somebody looks at names."""
        return self._cells.isVisible() or (self._memory.isVisible() and self._memory.by_role)

    def forget(self) -> None:
        """Begin with another model."""
        self._seen = self._answered = self._asked = None
        self._number = 0
        self._pause.stop()

    def drop_names(self) -> None:
        """Take note that the names last told are no longer kept; they are asked for anew."""
        self._answered = None

    def hurry(self) -> None:
        """Ask as soon as possible: other cells, or names, have come into view."""
        if self._seen is not None and self._number == 0:
            self._pause.stop()
            self._ask()

    def _on_bridge_cells_changed(self, cells: Cells) -> None:
        self._seen = cells.run, cells.step
        if not self._pause.isActive() and self._number == 0:
            self._ask()

    def _ask(self) -> None:
        """Ask for what is out of date, one thing at a time, or for nothing."""
        if self._seen is None or self._questions.busy:
            return
        now = self._seen, self._memory.layer
        if self.wanted and now != self._answered:
            self._asked = now
            self._number = self._bridge.inspect(RollCall(self._memory.layer))
        elif self._questions.ask_again(self._seen):
            self._pause.start()

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if event.id != self._number or not self._number:
            return
        self._number = 0
        self._pause.start()
        if isinstance(event.result, Roll):
            self._answered = self._asked
            self.called.emit(event.result)
