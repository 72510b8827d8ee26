"""Connects the memory panel to the engine: which text is read, and what it shows in the cells."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.numbers import thousands
from lstm_gui.core.worker.events import Built, Cells
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session

__all__ = ["ProbeController"]

PROBE_LENGTH = 40


class ProbeController(QObject):
    """Has a text read while somebody looks: the person's own, or the beginning of the text used."""

    def __init__(
        self, memory: MemoryPanel, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._session = session
        self._bridge = bridge
        self._text = ""
        self._is_own = False
        self._looking = False
        self._cells: Cells | None = None
        session.built.connect(self._on_session_built)
        bridge.cellsChanged.connect(self._on_bridge_cells_changed)
        memory.probeChanged.connect(self._on_memory_probe_changed)
        memory.visibilityChanged.connect(self._on_memory_visibility_changed)

    def retranslate(self) -> None:
        """Name the moment again, in another language."""
        if self._cells is not None:
            self._on_bridge_cells_changed(self._cells)

    def _on_session_built(self, event: Built) -> None:
        if not event.continues:
            self._cells = None
        if not self._is_own:
            self._take_default()
        self._watch()

    def _on_bridge_cells_changed(self, cells: Cells) -> None:
        self._cells = cells
        moment = (
            self.tr("epoch {epoch}").format(epoch=thousands(cells.epoch))
            if cells.step
            else self.tr("untrained")
        )
        self._memory.set_trace(cells.trace, cells.text, moment)

    def _on_memory_probe_changed(self, text: str) -> None:
        self._is_own = bool(text.strip())
        if self._is_own:
            self._text = text
        else:
            self._take_default()
        self._watch()

    def _on_memory_visibility_changed(self, visible: bool) -> None:
        self._looking = visible
        self._watch()

    def _take_default(self) -> None:
        self._text = self._beginning()
        self._memory.set_probe(self._text)

    def _watch(self) -> None:
        used = self._session.used
        if used is not None:
            self._memory.set_unknown(used.vocabulary.unknown(self._text))
        self._bridge.watch(self._text if self._looking else None)

    def _beginning(self) -> str:
        """Return whole lines of the text used, as many as fit beside each other."""
        used = self._session.used
        if used is None:
            return ""
        starts = used.line_starts[used.line_starts <= PROBE_LENGTH]
        stop = int(starts[-1]) if len(starts) > 1 else PROBE_LENGTH
        return used.text[:stop].rstrip()
