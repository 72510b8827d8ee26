"""The way to the engine thread and back: commands go out, events come in once a frame."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.jobs import Job
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import Checkpoint
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
    Close,
    Command,
    Configure,
    EndTwin,
    Inspect,
    Load,
    LoadTwin,
    Pause,
    Place,
    RequestAutosave,
    Save,
    SaveInBackground,
    StepSlowly,
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
    MomentTaken,
    Saved,
    SavedInBackground,
    TextAdded,
    TextDone,
    TwinEnded,
)
from lstm_gui.core.worker.mailbox import Inbox, Outbox
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.timers import one_shot

__all__ = [
    "CLOSE_LIMIT_MS",
    "FRAME_MS",
    "FramePace",
    "HURRY_S",
    "LONGEST_FRAME_MS",
    "SPARE_SHARE",
    "StudioTexts",
    "TextsUnderway",
    "WINDOW_SHARE",
    "WorkerBridge",
    "engine_threads",
    "usable_cores",
]

FRAME_MS, LONGEST_FRAME_MS = 33, 333
WINDOW_SHARE, SPARE_SHARE = 0.03, 0.2
"""How much of a core the window may take to show what the engine says. All of it is lost to an
engine that uses every core (measured); where one is to spare, the window takes more of it."""

HURRY_S = 0.3
_WEIGHT = 0.25  # of the newest frame: one that shows the memory too costs twice as much as others


def engine_threads() -> int:
    """Return how many threads the engine computes with, once it is loaded."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    return int(first) if first.isdigit() else usable_cores()


def usable_cores() -> int:
    """Count the cores that this process may use, siblings included."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class FramePace:
    """When the next frame is due: the dearer the last ones were, the later.

    The window and the engine share the processor's cores. An engine that computes on all of them
    loses each moment that the window draws, so frames come as fast as a small share of one core
    allows. A frame costs all that its thread has computed since the one before, drawing included.
    For a moment after an act of the person's, cost does not count.

    Args:
        now: Seconds on a clock.
        spent: Seconds that this thread has computed.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.perf_counter,
        spent: Callable[[], float] = time.thread_time,
    ) -> None:
        self._now, self._spent = now, spent
        self._begun, self._spent_before = now(), spent()
        self._cost = 0.0
        self._share = WINDOW_SHARE
        self._hurried = self._begun - HURRY_S

    def share_with(self, threads: int, cores: int) -> None:
        """Take into account how many threads the engine has, and on how many cores."""
        self._share = WINDOW_SHARE if threads >= cores else SPARE_SHARE

    def hurry(self) -> None:
        """Note that a person waits for an answer."""
        self._hurried = self._now()

    def begin_frame(self) -> None:
        """Note that a frame begins."""
        spent = self._spent()
        self._cost += _WEIGHT * (spent - self._spent_before - self._cost)
        self._begun, self._spent_before = self._now(), spent

    def wait_ms(self) -> int:
        """Return how long to wait for the next frame."""
        now = self._now()
        apart = min(max(1000 * self._cost / self._share, FRAME_MS), LONGEST_FRAME_MS)
        if now - self._hurried < HURRY_S:
            apart = FRAME_MS
        return max(round(apart - 1000 * (now - self._begun)), 0)


class StudioTexts(QObject):
    """Says what is written in the studio, where a text can have variants.

    Signals:
        textAdded(int, int, str): More of a variant of text number so and so.
        textDone(TextDone): A text is complete, or was cancelled.
    """

    textAdded = Signal(int, int, str)
    textDone = Signal(object)


class TextsUnderway:
    """Numbers the texts, and passes on what is written of the last one asked for in each place.

    Args:
        run: Says what the run writes in the panel.
        twin: Says what its twin writes there.
        studio: Says what the run writes in the studio.
    """

    def __init__(self, run: RunModel, twin: RunModel, studio: StudioTexts) -> None:
        self._says: dict[Place, RunModel | StudioTexts] = {
            "panel": run,
            "twin": twin,
            "studio": studio,
        }
        self._numbers: dict[Place, int] = dict.fromkeys(self._says, 0)
        self._written: dict[tuple[int, int], str] = {}

    def number(self, place: Place) -> int:
        """Return the number of the text under way in a place, or of the last one there."""
        return self._numbers[place]

    def begin(self, place: Place) -> int:
        """Return the number of a new text, which supersedes the one under way in that place."""
        number = max(self._numbers.values()) + 1
        self._numbers[place] = number
        return number

    def add(self, event: TextAdded) -> None:
        """Keep more of a text for `flush`."""
        key = event.id, event.variant
        self._written[key] = self._written.get(key, "") + event.text

    def finish(self, event: TextDone) -> None:
        """Say that a text is complete, after all that was kept."""
        self.flush()
        for place, number in self._numbers.items():
            if number == event.id:
                self._says[place].textDone.emit(event)

    def flush(self) -> None:
        """Emit what was kept: the drain is over."""
        written, self._written = self._written, {}
        for (number, variant), text in written.items():
            for place, asked in self._numbers.items():
                says = self._says[place]
                if number != asked:
                    continue
                if isinstance(says, StudioTexts):
                    says.textAdded.emit(number, variant, text)
                else:
                    says.textAdded.emit(number, text)


CLOSE_LIMIT_MS = 2000

_LAST_WORDS = (StepDone, EpochDone, HeldOutDone, SavedInBackground, Closed)


class WorkerBridge(QObject):
    """Carry commands to the worker and its events to the window's thread, where all slots run.

    `run` is the run of the moment, and `twin` a second one beside it, while there is one; the
    signals here say what belongs to neither.

    Signals:
        engineReady(tuple): The contexts that can be chosen.
        inspectProgressed(int, float), inspectDone(InspectDone): A longer question.
        saved(Path): A checkpoint was written.
        momentTaken(MomentTaken): The model of a moment; `run` has the curve up to exactly there.
        savedInBackground(SavedInBackground): A model was saved unasked, or could not be.
        autosaveReady(AutosaveReady): A copy of the run and its twin, to be put on record.
        closed(): The engine thread has ended, or has been given up.
    """

    engineReady = Signal(tuple)
    inspectProgressed = Signal(int, float)
    inspectDone = Signal(object)
    saved = Signal(object)
    momentTaken = Signal(object)
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
        self.run, self.twin = self.models = RunModel(self), RunModel(self)
        self.difference: Difference | None = None
        """In what the twin differs; None while there is none."""
        self._twins: dict[int, Difference] = {}  # all that were asked for
        self._asked_run = 0
        self._revision = 0
        self.studio = StudioTexts(self)
        self._texts = TextsUnderway(self.run, self.twin, self.studio)
        self._question = 0
        self._closing = False
        self._closed = False
        self._frame = one_shot(self)
        self._pace = FramePace()
        self._frame.timeout.connect(self._on_frame_timeout)
        self._limit = one_shot(self, CLOSE_LIMIT_MS)
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

    def load(self, model: Path | Checkpoint, corpus: Corpus, probe: str = "") -> None:
        """Ask to go on with a model, or with that of a file; refused, the present run goes on.

        The memory of `probe` is shown from then on, if there is one.
        """
        self._leave()
        self._asked_run += 1
        self.post(Load(self._asked_run, model, corpus, probe))

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
        for model in self.models:
            model.expect(self._revision)
        self.post(Configure(self._revision, experiment, who, gesture))
        return self._revision

    def branch(self, path: Path | None) -> None:
        """Go on as another run with the same past; keep the model of the one that was."""
        self._asked_run += 1
        self.post(Branch(self._asked_run, path))

    def save_in_background(self, path: Path, *, twin: bool = False) -> None:
        """Save a model unasked; `savedInBackground` follows if it had learned anything."""
        self._inbox.post(SaveInBackground(path, twin))

    def request_autosave(self, after: float, *, again: bool = False) -> None:
        """Ask for one copy of the run and its twin in so many seconds, or once they rest."""
        self._inbox.post(RequestAutosave(after, again))

    def write(self, request: GenerateRequest, place: Place = "panel") -> int:
        """Ask for a text; return its number. It supersedes the one under way in that place."""
        number = self._texts.begin(place)
        self.post(Write(request.model_copy(update={"id": number}), place))
        return number

    def cancel_write(self, *places: Place) -> None:
        """Stop the texts under way in these places."""
        for place in places:
            self.post(CancelWrite(self._texts.number(place)))

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

    def save(self, path: Path, *, twin: bool = False) -> None:
        """Write a checkpoint of the run, or of its twin."""
        self.post(Save(path, twin))

    def close(self) -> None:
        """End the engine thread; `closed` follows, within two seconds at the latest."""
        if self._closing:
            return
        self._inbox.post(Pause())  # or the curve would go on beyond the model that is kept
        self._leave()
        self._closing = True
        self._inbox.post(Close())
        if not self._worker.is_alive():
            self._finish_closing()
        else:
            self._limit.start()

    def _leave(self) -> None:
        self.run.leaving.emit()
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
        for model in self.models:
            model.flush()

    def _pass_on(self, event: Event) -> None:
        match event:
            case EngineReady():
                self._pace.share_with(engine_threads(), usable_cores())
                self.run.state = RunState.EMPTY
                self.engineReady.emit(event.contexts)
            case InspectProgress():
                self.inspectProgressed.emit(event.id, event.fraction)
            case InspectDone():
                self.inspectDone.emit(event)
            case Saved():
                self.saved.emit(event.path)
            case MomentTaken(run=self.run.run):
                self._flush_progress()
                self.momentTaken.emit(event)
            case SavedInBackground():
                self.savedInBackground.emit(event)
            case AutosaveReady(run=self.run.run):
                self._flush_progress()
                self.autosaveReady.emit(event)
            case Failure():
                self.run.failed.emit(event)
            case Closed():
                self._flush_progress()
                self._finish_closing()
            case _:
                self.run.take(event)

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
                self.twin.end()
            case _:
                self.twin.take(event)

    def _flush_progress(self) -> None:
        for model in self.models:
            model.flush_progress()

    def _finish_closing(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._limit.stop()  # or it would go off in what is left of a bridge
        self._outbox.connect(None)
        self._frame.stop()
        self.closed.emit()
