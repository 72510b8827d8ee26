"""The texts that the run and its twin write: which of them are still wanted. No engine here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.jobs import Job
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.training.changes import Who
from lstm_gui.core.training.progress import EpochDone, HeldOutDone, StepDone
from lstm_gui.core.worker.commands import (
    Branch,
    Build,
    BuildTwin,
    CancelInspect,
    CancelWrite,
    Carry,
    Close,
    Command,
    Configure,
    EndTwin,
    Inspect,
    Load,
    LoadTwin,
    RequestAutosave,
    Save,
    SaveInBackground,
    StepSlowly,
    WatchMemory,
    Write,
)
from lstm_gui.core.worker.engine_thread import EngineThread
from lstm_gui.core.worker.events import (
    AutosaveReady,
    Built,
    Closed,
    EngineReady,
    Event,
    Failure,
    InspectDone,
    InspectProgress,
    Saved,
    SavedInBackground,
    TextAdded,
    TextDone,
    TwinEnded,
)
from lstm_gui.core.worker.mailbox import Inbox, Outbox
from lstm_gui.gui.session.pace import FramePace, engine_threads, usable_cores
from lstm_gui.gui.session.run_signals import RunSignals, TwinSignals

__all__ = ["CLOSE_LIMIT_MS", "TextsUnderway", "WorkerBridge"]


class TextsUnderway:
    """Numbers the texts, and passes on what is written of the last one that each was asked for.

    Args:
        run: Says what the run writes.
        twin: Says what its twin writes.
    """

    def __init__(self, run: RunSignals, twin: RunSignals) -> None:
        self._writers = (run, twin)
        self._numbers = [0, 0]  # of the run and of its twin
        self._written: dict[int, str] = {}

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of the text under way, or of the last one, of the run and of its twin."""
        return tuple(self._numbers)

    def begin(self, *, twin: bool) -> int:
        """Return the number of a new text, which supersedes the one under way by that model."""
        number = max(self._numbers) + 1
        self._numbers[twin] = number
        return number

    def add(self, event: TextAdded) -> None:
        """Keep more of a text for `flush`."""
        self._written[event.id] = self._written.get(event.id, "") + event.text

    def finish(self, event: TextDone) -> None:
        """Say that a text is complete, after all that was kept."""
        self.flush()
        for writer, number in zip(self._writers, self._numbers, strict=True):
            if number == event.id:
                writer.textDone.emit(event)

    def flush(self) -> None:
        """Emit what was kept: the drain is over."""
        for writer, number in zip(self._writers, self._numbers, strict=True):
            if number in self._written:
                writer.textAdded.emit(number, self._written[number])
        self._written.clear()


CLOSE_LIMIT_MS = 2000

_LAST_WORDS = (StepDone, EpochDone, HeldOutDone, SavedInBackground, Closed)


class WorkerBridge(RunSignals):
    """Carry commands to the worker and its events to the window's thread, where all slots run.

    It is the signals of the run of the moment, and says what belongs to no run; `twin` is the
    signals of a second run beside it, while there is one.

    Signals:
        engineReady(tuple): The contexts that can be chosen.
        inspectProgressed(int, float), inspectDone(InspectDone): A longer question.
        saved(Path): A checkpoint was written.
        leaving(): The present model is about to be replaced, or the engine to be closed.
        savedInBackground(SavedInBackground): A model was saved unasked, or could not be.
        autosaveReady(AutosaveReady): A copy of the run and its twin, to be put on record.
        closed(): The engine thread has ended, or has been given up.
    """

    engineReady = Signal(tuple)
    inspectProgressed = Signal(int, float)
    inspectDone = Signal(object)
    saved = Signal(object)
    leaving = Signal()
    savedInBackground = Signal(object)
    autosaveReady = Signal(object)
    closed = Signal()

    _ready = Signal()

    def __init__(
        self, create_backend: Callable[[], Backend], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._inbox = Inbox()
        self._outbox = Outbox()
        self._worker = EngineThread(create_backend, inbox=self._inbox, outbox=self._outbox)
        self.twin = TwinSignals(self)
        self.difference: Difference | None = None
        """In what the twin differs; None while there is none."""
        self._twins: dict[int, Difference] = {}  # all that were asked for
        self._asked_run = 0
        self._texts = TextsUnderway(self, self.twin)
        self._question = 0
        self._closing = False
        self._closed = False
        self._frame = QTimer(self, singleShot=True)
        self._pace = FramePace()
        self._frame.timeout.connect(self._on_frame_timeout)
        self._limit = QTimer(self, singleShot=True, interval=CLOSE_LIMIT_MS)
        self._limit.timeout.connect(self._finish_closing)
        self._ready.connect(self._on_ready, Qt.ConnectionType.QueuedConnection)
        self._outbox.connect(self._ready.emit)

    def start(self) -> None:
        """Start the engine thread, which loads MXNet."""
        self._worker.start()

    def engine_is_alive(self) -> bool:
        """Tell whether the engine thread is still there."""
        return self._worker.is_alive()

    # Commands

    def post(self, command: Command) -> None:
        """Send a command that needs no number."""
        self._inbox.post(command)
        self._pace.hurry()
        if self._frame.isActive():
            self._frame.start(self._pace.wait_ms())

    def build(self, experiment: Experiment, corpus: Corpus) -> None:
        """Ask for a new run, and a new twin if there is one. Refused, the present ones go on."""
        if self.difference is not None:
            self.build_twin(experiment, self.difference, corpus)
            return
        self._leave()
        self._asked_run += 1
        self.post(Build(self._asked_run, experiment, corpus))

    def build_twin(self, experiment: Experiment, difference: Difference, corpus: Corpus) -> None:
        """Ask for a new run and a twin that differs from it in one setting."""
        self._leave()
        run, twin = self._next_pair(difference)
        self.post(BuildTwin(run, twin, experiment, difference, corpus))

    def end_twin(self) -> None:
        """Give up the twin; the run goes on."""
        self.twin.leaving.emit()
        self.difference = None
        self.post(EndTwin())

    def load(self, path: Path, corpus: Corpus) -> None:
        """Ask to go on with the model of a checkpoint. The present run goes on if it is refused."""
        self._leave()
        self._asked_run += 1
        self.post(Load(self._asked_run, path, corpus))

    def load_twin(
        self, path: Path, twin_path: Path, difference: Difference, corpus: Corpus
    ) -> None:
        """Ask to go on with the models of two checkpoints side by side."""
        self._leave()
        run, twin = self._next_pair(difference)
        self.post(LoadTwin(run, twin, path, twin_path, difference, corpus))

    def configure(self, experiment: Experiment, who: Who = "user", gesture: int = 0) -> int:
        """Use live settings from the next batch on; return the revision to wait for."""
        self._revision += 1
        self.twin.expect(self._revision)
        self.post(Configure(self._revision, experiment, who, gesture))
        return self._revision

    def carry(self, experiment: Experiment, corpus: Corpus, who: Who = "user") -> None:
        """Go on with other settings or another text, and keep what fits of what was learned."""
        self.post(Carry(experiment, corpus, who))

    def branch(self, path: Path | None) -> None:
        """Go on as another run with the same past; keep the model of the one that was."""
        self._asked_run += 1
        self.post(Branch(self._asked_run, path))

    def save_in_background(self, path: Path) -> None:
        """Save the model unasked; `savedInBackground` follows if it had learned anything."""
        self._inbox.post(SaveInBackground(path))

    def save_twin_in_background(self, path: Path) -> None:
        """Save the twin's model unasked."""
        self._inbox.post(SaveInBackground(path, twin=True))

    def request_autosave(self, after: float, *, again: bool = False) -> None:
        """Ask for one copy of the run and its twin in so many seconds, or once they rest."""
        self._inbox.post(RequestAutosave(after, again))

    def write(
        self, prefix: str, length: int, temperature: float, seed: int, *, twin: bool = False
    ) -> int:
        """Ask for a text; return its number. It supersedes the one under way by that model."""
        number = self._texts.begin(twin=twin)
        request = GenerateRequest(
            id=number, prefix=prefix, length=length, temperature=temperature, seed=seed
        )
        self.post(Write(request, twin))
        return number

    def cancel_write(self) -> None:
        """Stop the texts under way."""
        for number in self._texts.numbers:
            self.post(CancelWrite(number))

    def watch(self, text: str | None) -> None:
        """Ask for the memory while the model reads `text`; None while nobody looks."""
        self.post(WatchMemory(text))

    def inspect(self, job: Job[object]) -> int:
        """Put a longer question to the model; return its number. It supersedes the last one."""
        self._question += 1
        self.post(Inspect(self._question, job))
        return self._question

    def step_slowly(self) -> int:
        """Take the next batch apart and train on it; return the number its answer carries."""
        self._question += 1
        self.post(StepSlowly(self._question))
        return self._question

    def cancel_inspection(self, number: int | None = None) -> None:
        """Give a question up: this one, or the last one that was asked."""
        self.post(CancelInspect(self._question if number is None else number))

    def save(self, path: Path) -> None:
        """Write a checkpoint."""
        self.post(Save(path))

    def save_twin(self, path: Path) -> None:
        """Write a checkpoint of the twin."""
        self.post(Save(path, twin=True))

    def close(self) -> None:
        """End the engine thread; `closed` follows, within two seconds at the latest."""
        if self._closing:
            return
        self._leave()
        self._closing = True
        self._inbox.post(Close())
        if not self._worker.is_alive():
            self._finish_closing()
        else:
            self._limit.start()

    def _leave(self) -> None:
        self.leaving.emit()
        if self.difference is not None:
            self.twin.leaving.emit()

    def _next_pair(self, difference: Difference) -> tuple[int, int]:
        """Return the numbers of a run and of its twin."""
        run, self._asked_run = self._asked_run + 1, self._asked_run + 2
        self._twins[self._asked_run] = difference
        return run, self._asked_run

    # Events

    def _on_ready(self) -> None:
        if not self._closed and not self._frame.isActive():
            self._frame.start(self._pace.wait_ms())

    def _on_frame_timeout(self) -> None:
        self._pace.begin_frame()
        events = self._outbox.drain()
        if self._closing:  # nobody looks any more, but what was trained is put on record
            events = [event for event in events if isinstance(event, _LAST_WORDS)]
        for event in events:
            match event:
                case TextAdded():
                    self._texts.add(event)
                case TextDone():
                    self._texts.finish(event)
                case _ if getattr(event, "run", 0) in self._twins:
                    self._pass_on_twin(event)
                case _:
                    self._pass_on(event)
        self._texts.flush()
        self.flush()
        self.twin.flush()

    def _pass_on(self, event: Event) -> None:
        match event:
            case EngineReady():
                self._pace.share_with(engine_threads(), usable_cores())
                self.engineReady.emit(event.contexts)
            case InspectProgress():
                self.inspectProgressed.emit(event.id, event.fraction)
            case InspectDone():
                self.inspectDone.emit(event)
            case Saved():
                self.saved.emit(event.path)
            case SavedInBackground():
                self.savedInBackground.emit(event)
            case AutosaveReady(run=self._run):
                self.flush_progress()
                self.twin.flush_progress()
                self.autosaveReady.emit(event)
            case Failure():
                self.failed.emit(event)
            case Closed():
                self.flush_progress()
                self.twin.flush_progress()
                self._finish_closing()
            case _:
                self.take(event)

    def _pass_on_twin(self, event: Event) -> None:
        match event:
            case Built(run=run):
                self.difference = self._twins[run]
                self.twin.take(event)
            case SavedInBackground():
                self.savedInBackground.emit(event)
            case Failure():
                self.twin.failed.emit(event)
            case TwinEnded():
                self.difference = None
                self.twin.flush()
                self.twin.ended.emit()
            case _:
                self.twin.take(event)

    def _finish_closing(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._limit.stop()  # or it would go off in what is left of a bridge
        self._outbox.connect(None)
        self._frame.stop()
        self.closed.emit()
