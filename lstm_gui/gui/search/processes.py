"""The processes of a search: their command lines, what they tell, and how they end."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from lstm_gui.core.search.messages import RefusalMessage, read_event
from lstm_gui.core.search.plan import Range
from lstm_gui.core.search.storage import STORAGE_VARIABLE
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.options import flag_words
from lstm_gui.gui.widgets.timers import one_shot

__all__ = [
    "ProcessEnd",
    "SearchOrder",
    "SearchProcess",
    "SearchProcesses",
    "StudyPlace",
    "worker_command",
    "worker_environment",
]

PROGRAM = (sys.executable, "-m", "lstm_gui", "search")
NICENESS = "10"
"""A search gives way to the window and to the run in it."""


@dataclass(frozen=True, slots=True)
class StudyPlace:
    """Which study, and where it is kept: "" stands for its own journal."""

    study: str
    storage: str = field(default="", repr=False)

    @property
    def words(self) -> list[str]:
        """Return the flags."""
        return ["--study", self.study]

    @property
    def environment(self) -> dict[str, str]:
        """Return the rest: the address may hold a password, and `ps` shows flags to everybody."""
        return {STORAGE_VARIABLE: self.storage}


@dataclass(frozen=True, slots=True)
class SearchOrder:
    """A search: what it tries, on which text, and by how many processes.

    Without `ranges` it goes on with a study that exists, as that was begun.
    """

    place: StudyPlace
    trials: int
    workers: int
    experiment: Experiment
    ranges: tuple[Range, ...] = ()
    text: tuple[str, ...] = ()


def worker_command(order: SearchOrder) -> list[str]:
    """Return the command of a process that trains."""
    nice = shutil.which("nice")
    gently = [nice, "-n", NICENESS] if nice else []
    words = [*gently, *PROGRAM, *order.place.words, "--trials", str(order.trials), "--json"]
    if not order.ranges:
        return words
    ranges = [word for item in order.ranges for word in ("--range", _written(item))]
    flags = flag_words(order.experiment, name_preset=True)
    return [*words, *order.text, *ranges, *flags]


def _results_command(place: StudyPlace, *, follow: bool) -> list[str]:
    """Return the command of a process that tells what has come of a study."""
    words = [*PROGRAM, *place.words, "--json", "--results"]
    return [*words, "--follow"] if follow else words


def worker_environment(workers: int) -> dict[str, str]:
    """Share the processor, and leave one core to the window."""
    threads = max(((os.cpu_count() or 1) - 1) // workers, 1)
    return {"OMP_NUM_THREADS": str(threads)}


def _written(item: Range) -> str:
    if item.choices:
        return f"{item.name}={','.join(str(choice) for choice in item.choices)}"
    return f"{item.name}={item.low!r}:{item.high!r}"


GIVE_UP_MS = 4000
"""A process that was asked to end has so long for the batch under way and its report."""

LONGEST_LINE = 2**20
_KEPT_OF_STDERR = 4000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProcessEnd:
    """How a process ended: its status, or None when it crashed or was killed.

    `refusal` is why it could not go on, if it said so; `said` is its last line for people.
    """

    status: int | None
    refusal: RefusalMessage | None
    said: str


class SearchProcess(QObject):
    """A process, from its start to its end.

    Signals:
        told(SearchEvent): It told something.
        ended(ProcessEnd): It has ended, or could not be started.
    """

    told = Signal(object)
    ended = Signal(object)

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._refusal: RefusalMessage | None = None
        self._said = b""
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        variables = QProcessEnvironment.systemEnvironment()
        for name, value in environment.items():
            variables.insert(name, value)
        self._process.setProcessEnvironment(variables)
        self._process.setProgram(command[0])
        self._process.setArguments(list(command[1:]))
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_error_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._limit = one_shot(self, GIVE_UP_MS)
        self._limit.timeout.connect(self._process.kill)

    @property
    def pid(self) -> int:
        """The number of the process; 0 when it does not run."""
        return int(self._process.processId())

    def start(self) -> None:
        """Start it; returns at once."""
        self._process.start()

    def stop(self) -> None:
        """Ask it to end; it hands its trial back first. If it does not, it is killed."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.terminate()
        self._limit.start()

    def _on_output(self) -> None:
        process = self._process
        while process.canReadLine():
            self._read(bytes(process.readLine().data()))
        if process.bytesAvailable() > LONGEST_LINE:  # nothing of ours, and it must not pile up
            process.readAllStandardOutput()

    def _read(self, line: bytes) -> None:
        event = read_event(line)
        if event is None:
            _log.info("a search process printed %r", line[:200])
        elif isinstance(event, RefusalMessage):
            self._refusal = event
        else:
            self.told.emit(event)

    def _on_error_output(self) -> None:
        self._said += bytes(self._process.readAllStandardError().data())
        self._said = self._said[-_KEPT_OF_STDERR:]

    def _on_finished(self, status: int, how: QProcess.ExitStatus) -> None:
        self._limit.stop()
        self._on_output()
        self._on_error_output()
        crashed = how == QProcess.ExitStatus.CrashExit
        self._end(None if crashed else status)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._said = self._process.errorString().encode()
            self._end(None)

    def _end(self, status: int | None) -> None:
        lines = self._said.decode("utf-8", "replace").strip().splitlines()
        self.ended.emit(ProcessEnd(status, self._refusal, lines[-1] if lines else ""))


_DONE, _NOTHING_FOUND, _REFUSED = 0, 1, 2
_STOPPED = (130, 143)
_MOST_READERS = 3


class SearchProcesses(QObject):
    """Starts the processes of one search at a time, and ends them.

    Signals:
        told(SearchEvent): The study has something new.
        changed(): Processes were started, or some have ended; read `running` and the counts.
        refused(RefusalMessage): The search cannot be done, and why.
        failed(str): All its processes broke; the last line that one of them said, or "".
        unread(str): What comes of the study cannot be read any more; the last line, as above.
        looked(): The look at a study is over.
        ended(): The last process has ended.
    """

    told = Signal(object)
    changed = Signal()
    refused = Signal(object)
    failed = Signal(str)
    unread = Signal(str)
    looked = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: SearchOrder | None = None
        self._workers: list[SearchProcess] = []
        self._reader: SearchProcess | None = None
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

    def start(self, order: SearchOrder) -> None:
        """Begin a search, or go on with one."""
        self._drop_reader()
        self._order, self._stopping, self.broken, self._readers = order, False, 0, 0
        environment = {**worker_environment(order.workers), **order.place.environment}
        for _ in range(order.workers):
            child = SearchProcess(worker_command(order), environment, self)
            child.ended.connect(self._on_worker_ended)
            self._workers.append(child)
        self._read(order.place, follow=True)
        for child in tuple(self._workers):
            child.start()
        self.changed.emit()

    def look(self, place: StudyPlace) -> None:
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

    def _read(self, place: StudyPlace, *, follow: bool) -> None:
        self._readers += 1
        self._heard = False
        command = _results_command(place, follow=follow)
        self._reader = SearchProcess(command, place.environment, self)
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

    def _on_worker_ended(self, ending: ProcessEnd) -> None:
        child = self.sender()
        assert isinstance(child, SearchProcess)
        self._workers.remove(child)
        child.deleteLater()
        if ending.status == _REFUSED and not self._stopping:
            self.stop()
            self.refused.emit(ending.refusal or RefusalMessage(template=ending.said, values={}))
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

    def _on_reader_ended(self, ending: ProcessEnd) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.deleteLater()
        if self._order is None:
            if ending.refusal is not None:
                self.refused.emit(ending.refusal)
            elif ending.status not in (_DONE, _NOTHING_FOUND, _REFUSED, *_STOPPED):
                self.unread.emit(ending.said)
            self.looked.emit()
        elif self._workers and not self._stopping:
            if self._readers < _MOST_READERS:
                self._read(self._order.place, follow=True)
            else:
                self.unread.emit(ending.said)
        self._end_if_over()

    def _end_if_over(self) -> None:
        if not self.alive:
            self._order, self._stopping = None, False
            self.ended.emit()
        self.changed.emit()
