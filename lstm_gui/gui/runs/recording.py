"""Puts the run under way on record every few seconds, with its model, so that a crash loses little.

The engine hands out a copy when it is asked to; it is written on the thread of the runs, and the
next one is asked for once that is done. A run that rests is copied at once.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.process import Owner, myself
from lstm_gui.core.runs.recovery import CopyOutcome, RunCopy, put_on_record
from lstm_gui.core.runs.store import RunStore
from lstm_gui.core.worker.events import AutosaveReady
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunFollower
from lstm_gui.gui.session.bridge import WorkerBridge

__all__ = ["RunRecorder"]

FIRST_S = 1.0
"""When the first copy of a session is asked for."""

UNTOUCHED_S = 5.0


class RunRecorder(QObject):
    """Writes what the engine hands out, and marks whose runs these are.

    Args:
        archive: The stored runs.
        bridge: To the engine.
        own: Follows the run of the window.
        twin: Follows the twin.
        owner: This process.

    Signals:
        written(str): The run with this id is on record up to a moment ago.
        refused(Sentence): It cannot be put on record; said once, until it can again.
    """

    written = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        archive: RunArchive,
        bridge: WorkerBridge,
        *,
        own: RunFollower,
        twin: RunFollower,
        parent: QObject,
        owner: Owner | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._bridge = bridge
        self._own, self._twin = own, twin
        self._owner = owner or myself()
        self._complained = False
        archive.opened.connect(self._on_archive_opened)
        bridge.autosaveReady.connect(self._on_bridge_autosave_ready)
        own.began.connect(self._on_own_began)

    def close(self) -> None:
        """Say that this process has ended as it should."""
        self._mark_none()

    def _on_archive_opened(self) -> None:
        if self._archive.keeps_models:
            self._bridge.request_autosave(FIRST_S, again=True)

    def _on_own_began(self) -> None:
        if not self._own.run_id:  # another model, and nothing learned: the last one is kept
            self._mark_none()

    def _mark_none(self) -> None:
        owner = self._owner
        self._archive.ask(lambda store: store.owners.set(owner))

    def _on_bridge_autosave_ready(self, event: AutosaveReady) -> None:
        entries = [_entry(self._own, event.model)]
        if event.twin is not None:
            entries.append(_entry(self._twin, event.twin))
        known = tuple(entry for entry in entries if entry is not None)
        if entries[0] is None or not known:
            self._bridge.request_autosave(UNTOUCHED_S)
            return
        owner, difference = self._owner, self._bridge.difference

        def task(store: RunStore) -> CopyOutcome:
            return put_on_record(store, known, owner, difference)

        self._archive.ask(task, self._on_written)

    def _on_written(self, outcome: CopyOutcome) -> None:
        self._bridge.request_autosave(outcome.wait, again=not outcome.run_ids)
        for run_id in outcome.run_ids:
            self.written.emit(run_id)
        if outcome.refused is None:
            self._complained = self._complained and not outcome.run_ids
        elif not self._complained:
            self._complained = True
            self.refused.emit(outcome.refused)


def _entry(follower: RunFollower, model: Checkpoint) -> RunCopy | None:
    """Return a run up to now, which is the moment of its model; None if it has learned nothing."""
    live = follower.live
    if live is None or not live.learned:
        return None
    return RunCopy(*follower.hand_over(), live.corpus, model)
