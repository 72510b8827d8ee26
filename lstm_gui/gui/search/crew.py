"""The processes of a search: some that train, and one that reads the study and tells the results.

What is shown comes from the study alone, so trials of other machines are there, too, and a
process that is killed takes nothing with it but its own trial.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.search_events import RefusedTold
from lstm_gui.gui.search.child import Child, Ending
from lstm_gui.gui.search.order import (
    Order,
    Place,
    results_command,
    worker_command,
    worker_environment,
)

__all__ = ["Crew"]

_DONE, _NOTHING_FOUND, _REFUSED = 0, 1, 2
_STOPPED = (130, 143)
_MOST_READERS = 3


class Crew(QObject):
    """Starts the processes of one search at a time, and ends them.

    Signals:
        told(SearchEvent): The study has something new.
        changed(): Processes were started, or some have ended; read `running` and the counts.
        refused(RefusedTold): The search cannot be done, and why.
        failed(str): All its processes broke; the last line that one of them said, or "".
        looked(): The look at a study is over.
        ended(): The last process has ended.
    """

    told = Signal(object)
    changed = Signal()
    refused = Signal(object)
    failed = Signal(str)
    looked = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: Order | None = None
        self._workers: list[Child] = []
        self._reader: Child | None = None
        self._readers = 0
        self._heard = False
        self._stopping = False
        self.broken = 0
        """How many processes of this search crashed or were killed."""

    @property
    def running(self) -> bool:
        """Whether a search is under way, also while it ends."""
        return self._order is not None

    @property
    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stopping

    @property
    def alive(self) -> bool:
        """Whether there is any process."""
        return bool(self._workers) or self._reader is not None

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that train."""
        return tuple(child.pid for child in self._workers)

    def start(self, order: Order) -> None:
        """Begin a search, or go on with one."""
        self._drop_reader()
        self._order, self._stopping, self.broken, self._readers = order, False, 0, 0
        environment = worker_environment(order.workers)
        for _ in range(order.workers):
            child = Child(worker_command(order), environment, self)
            child.ended.connect(self._on_worker_ended)
            self._workers.append(child)
        self._read(order.place, follow=True)
        for child in tuple(self._workers):
            child.start()
        self.changed.emit()

    def look(self, place: Place) -> None:
        """Read what has come of a study so far; `looked` follows."""
        if not self.running:
            self._drop_reader()
            self._read(place, follow=False)

    def stop(self) -> None:
        """Ask all processes to end; trials under way are handed back to the study."""
        self._stopping = True
        for child in self._workers:
            child.stop()
        if not self._workers and self._reader is not None:
            self._reader.stop()
        self.changed.emit()

    def _read(self, place: Place, *, follow: bool) -> None:
        self._readers += 1
        self._heard = False
        self._reader = Child(results_command(place, follow=follow), {}, self)
        self._reader.told.connect(self._on_reader_told)
        self._reader.ended.connect(self._on_reader_ended)
        self._reader.start()

    def _drop_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.told.disconnect(self._on_reader_told)
            reader.ended.disconnect(self._on_reader_ended)
            reader.ended.connect(reader.deleteLater)
            reader.stop()

    def _on_worker_ended(self, ending: Ending) -> None:
        child = self.sender()
        assert isinstance(child, Child)
        self._workers.remove(child)
        child.deleteLater()
        if ending.status == _REFUSED and not self._stopping:
            self.stop()
            self.refused.emit(ending.refusal or RefusedTold(template=ending.said, values={}))
        elif ending.status not in (_DONE, _NOTHING_FOUND, *_STOPPED) and not self._stopping:
            self.broken += 1
            if not self._workers:
                self.failed.emit(ending.said)
        self._let_reader_end()
        self._end_if_over()

    def _let_reader_end(self) -> None:
        """Ask the reader for the rest once nobody trains; before its first word it cannot hear."""
        if self._heard and not self._workers and self._reader is not None:
            self._reader.stop()

    def _on_reader_told(self, event: object) -> None:
        first, self._heard = not self._heard, True
        self.told.emit(event)
        if first and self.running:
            self._let_reader_end()

    def _on_reader_ended(self, ending: Ending) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.deleteLater()
        if self._order is None:
            if ending.refusal is not None:
                self.refused.emit(ending.refusal)
            self.looked.emit()
        elif self._workers and not self._stopping and self._readers < _MOST_READERS:
            self._read(self._order.place, follow=True)
        self._end_if_over()

    def _end_if_over(self) -> None:
        if not self.alive:
            self._order, self._stopping = None, False
            self.ended.emit()
        self.changed.emit()
