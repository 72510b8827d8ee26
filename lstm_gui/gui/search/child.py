"""One process of a search: its JSON lines become events, its end a status and a sentence."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from lstm_gui.core.search_events import RefusedTold, read_event

__all__ = ["Child", "Ending"]

GIVE_UP_MS = 4000
"""A process that was asked to end has so long for the batch under way and its report."""

LONGEST_LINE = 2**20
_KEPT_OF_STDERR = 4000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended: its status, or None when it crashed or was killed.

    `refusal` is why it could not go on, if it said so; `said` is its last line for people.
    """

    status: int | None
    refusal: RefusedTold | None
    said: str


class Child(QObject):
    """A process, from its start to its end.

    Signals:
        told(SearchEvent): It told something.
        ended(Ending): It has ended, or could not be started.
    """

    told = Signal(object)
    ended = Signal(object)

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._refusal: RefusedTold | None = None
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
        self._limit = QTimer(self, singleShot=True, interval=GIVE_UP_MS)
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
        elif isinstance(event, RefusedTold):
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
        self.ended.emit(Ending(status, self._refusal, lines[-1] if lines else ""))
