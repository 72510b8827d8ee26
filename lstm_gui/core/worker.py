"""The engine thread: it owns the backend from its making to the end of the process.

Commands come in through an inbox, events leave through an outbox. Between two batches it looks
at its commands, writes a little, and shows the memory if somebody looks; it never waits for the
window.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial

from lstm_gui.core.backend import Backend
from lstm_gui.core.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from lstm_gui.core.config import Experiment, changed
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.errors import CheckpointError, PlaygroundError
from lstm_gui.core.mailbox import Inbox, Outbox
from lstm_gui.core.messages import (
    Build,
    Built,
    CancelWrite,
    Cells,
    Close,
    Closed,
    Command,
    Configure,
    Configured,
    Diverged,
    EngineReady,
    EpochDone,
    Failure,
    Load,
    Pause,
    Save,
    Saved,
    Start,
    StateChanged,
    StepOnce,
    Stop,
    TextDone,
    Watch,
    Write,
)
from lstm_gui.core.moments import Snapshot
from lstm_gui.core.states import Act, RunState, allowed, next_state
from lstm_gui.core.training import (
    Training,
    prepare_text,
    require_context,
    require_same_vocabulary,
)
from lstm_gui.core.turns import SampleTurns, TextTurns
from lstm_gui.core.weights import parameter_count
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.core.writing import write, write_batch

__all__ = ["Worker"]

WRITE_BUDGET_S = 0.010
"""How long one turn of writing may hold up training."""

CELLS_INTERVAL_S = 0.1
CELLS_SHARE = 0.03
"""The memory is read at most every tenth of a second, and for at most 3 % of the time."""

WAIT_FOR_VIEWER_S = 0.03

_GOES_ON = (RunState.RUNNING, RunState.PAUSED, RunState.DIVERGED)

_log = logging.getLogger(__name__)


class Worker:
    """Train, write and show memory on one thread of its own.

    Args:
        create_backend: Makes the engine; called on the engine thread, where MXNet is imported.
        inbox: Commands to the engine.
        outbox: Events from the engine. Connect its receiver before `start`.
    """

    def __init__(
        self, create_backend: Callable[[], Backend], *, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._create_backend = create_backend
        self._inbox = inbox
        self._outbox = outbox
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)
        self._backend: Backend  # made by the engine thread, and used by it alone
        self._state = RunState.LOADING
        self._run = 0
        self._training: Training | None = None
        self._text: TextTurns | None = None
        self._samples: SampleTurns | None = None
        self._step_owed = False
        self._probe: str | None = None
        self._cells_stale = False
        self._cells_due = 0.0

    def start(self) -> None:
        """Start the engine thread; returns at once."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Tell whether the engine thread is still there."""
        return self._thread.is_alive()

    # The loop

    def _main(self) -> None:
        try:
            self._backend = self._create_backend()
            contexts = self._backend.contexts()
        except Exception as error:
            self._fail("load", error)
            self._wait_for_close()
        else:
            self._outbox.put(EngineReady(contexts))
            self._enter(RunState.EMPTY)
            while self._turn():
                pass
        self._outbox.put(Closed())

    def _wait_for_close(self) -> None:
        while not isinstance(self._inbox.take(None), Close):
            pass

    def _turn(self) -> bool:
        """Handle what has arrived, then do a little of everything; False at the end."""
        command = self._inbox.take(self._patience())
        while command is not None:
            if isinstance(command, Close):
                return False
            self._guard("command", partial(self._handle, command))
            command = self._inbox.take(0.0)
        if self._text is not None:
            self._guard("write", self._write_turn)
        if self._samples is not None:
            self._guard("sample", self._sample_turn)
        elif self._state is RunState.RUNNING or self._step_owed:
            self._guard("train", self._train_turn)
        self._guard("watch", self._cells_turn)
        return True

    def _patience(self) -> float | None:
        if self._text or self._samples or self._step_owed or self._state is RunState.RUNNING:
            return 0.0
        if self._cells_stale and self._probe is not None and self._training is not None:
            return 0.0 if self._outbox.wants(Cells) else WAIT_FOR_VIEWER_S
        return None

    def _guard(self, doing: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            self._fail(doing, error)

    def _fail(self, doing: str, error: Exception) -> None:
        expected = isinstance(error, PlaygroundError)
        template = error.template if isinstance(error, PlaygroundError) else "{error}"
        values = error.values if isinstance(error, PlaygroundError) else {"error": repr(error)}
        details = "".join(traceback.format_exception(error))
        if not expected:
            _log.error("engine: %s failed\n%s", doing, details)
        self._outbox.put(Failure(doing, template, values, details, expected))
        self._step_owed = False
        if doing != "command":  # a file that cannot be saved need not end what goes on
            self._samples = None
            self._cancel_text()
        if doing in ("load", "train", "sample", "watch") and not (doing == "watch" and expected):
            self._enter(RunState.FAILED)

    def _enter(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self._outbox.put(StateChanged(self._run, state))

    # Commands

    def _handle(self, command: Command) -> None:
        match command:
            case Build():
                self._build(command)
            case Load():
                self._load(command)
            case Start():
                self._act(Act.START)
            case Pause():
                self._act(Act.PAUSE)
            case Stop():
                self._act(Act.STOP)
            case StepOnce():
                self._step_once()
            case Configure():
                self._configure(command)
            case Write():
                self._begin_text(command)
            case CancelWrite(id=text_id):
                if self._text is not None and self._text.id == text_id:
                    self._cancel_text()
            case Watch(text=text):
                self._probe, self._cells_stale, self._cells_due = text, True, 0.0
            case Save(path=path):
                save_checkpoint(path, self._checkpoint())
                self._outbox.put(Saved(path))

    def _act(self, act: Act) -> None:
        # A click can cross with the end of a run: what is no longer allowed is passed over.
        # Starting over after an end takes a new model, which the window asks for first.
        over = act is Act.START and self._state in (RunState.STOPPED, RunState.FINISHED)
        if over or not allowed(self._state, act):
            _log.debug("passed over %s in %s", act, self._state)
            return
        self._step_owed = False
        if act is Act.STOP:
            self._samples = None
        self._enter(next_state(self._state, act))

    def _build(self, command: Build) -> None:
        experiment = command.experiment
        corpus = prepare_text(command.corpus, experiment)
        require_context(experiment.compute.context, self._backend.contexts())
        self._replace(corpus, experiment, command.run)

    def _load(self, command: Load) -> None:
        checkpoint = load_checkpoint(command.path)
        experiment = self._computable(checkpoint.experiment)
        corpus = prepare_text(command.corpus, experiment)
        name = checkpoint.corpus_name
        require_same_vocabulary(corpus.vocabulary, checkpoint.vocabulary, name)
        self._replace(corpus, experiment, command.run, checkpoint.snapshot)

    def _computable(self, experiment: Experiment) -> Experiment:
        # A model that was trained on a graphics card can be opened without one.
        if experiment.compute.context in self._backend.contexts():
            return experiment
        return changed(experiment, "compute.context", "cpu")

    def _replace(
        self,
        corpus: Corpus,
        experiment: Experiment,
        run: int,
        snapshot: Snapshot | None = None,
    ) -> None:
        """Give up the present model for another. All that can be refused has been checked."""
        self._training, self._samples, self._step_owed = None, None, False
        self._cancel_text()
        try:
            training = Training(self._backend, corpus, experiment, run=run)
            if snapshot is not None:
                training.restore(snapshot)
        except Exception:
            self._enter(RunState.FAILED)
            raise
        self._run, self._training = run, training
        self._cells_stale, self._cells_due = True, 0.0
        self._announce(training)
        if snapshot is not None:
            self._enter(RunState.FINISHED if training.done else RunState.PAUSED)

    def _announce(self, training: Training) -> None:
        self._state = RunState.READY
        self._outbox.put(
            Built(
                run=self._run,
                experiment=training.experiment,
                corpus=training.corpus,
                parameters=parameter_count(training.experiment.model, len(training.vocabulary)),
                batches=training.batches,
                position=training.position,
            )
        )
        self._outbox.put(StateChanged(self._run, RunState.READY))

    def _configure(self, command: Configure) -> None:
        training = self._training
        if training is None:
            return
        training.configure(command.experiment)
        step = training.position.step
        self._outbox.put(Configured(self._run, command.revision, training.experiment, step))
        if self._state is RunState.FINISHED and not training.done:
            self._enter(RunState.PAUSED)
        elif training.done and self._state in _GOES_ON:
            self._enter(RunState.FINISHED)

    def _checkpoint(self) -> Checkpoint:
        training = self._training
        if training is None:
            raise CheckpointError(
                QT_TRANSLATE_NOOP("Errors", "There is no model to save yet. Press Start first.")
            )
        return Checkpoint(
            experiment=training.experiment,
            vocabulary=training.vocabulary.characters,
            corpus_name=training.corpus.name,
            snapshot=training.snapshot(),
        )

    def _model(self) -> Training:
        assert self._training is not None  # the table of states lets nobody come here without
        return self._training

    # Training

    def _step_once(self) -> None:
        if allowed(self._state, Act.STEP):
            self._enter(RunState.PAUSED)
            self._step_owed = True  # taken in this turn, or after the samples under way

    def _train_turn(self) -> None:
        training, self._step_owed = self._model(), False
        for event in training.step():
            self._outbox.put(event)
            match event:
                case EpochDone():
                    self._end_epoch(event)
                case Diverged():
                    self._enter(RunState.DIVERGED)
        self._cells_stale = True
        if training.done:
            self._finish()

    def _end_epoch(self, event: EpochDone) -> None:
        training = self._model()
        train = training.experiment.train
        prefixes = tuple(p for p in train.prefixes if not training.vocabulary.unknown(p))
        if training.samples_due() and prefixes:
            progress = write_batch(
                self._backend, training.vocabulary, prefixes, train.sample_length
            )
            self._samples = SampleTurns(event, prefixes, progress)

    def _finish(self) -> None:
        if self._samples is None and self._state is not RunState.DIVERGED:
            self._enter(RunState.FINISHED)

    def _sample_turn(self) -> None:
        """Write the samples of an epoch's end; training waits, so that they show its weights."""
        assert self._samples is not None
        done = self._samples.advance(WRITE_BUDGET_S)
        for sample in done:
            self._outbox.put(sample)
        if done:
            self._samples = None
            if self._model().done:
                self._finish()

    # Writing

    def _begin_text(self, command: Write) -> None:
        self._cancel_text()
        if self._training is None:
            self._outbox.put(TextDone(command.request.id, 0.0, cancelled=True))
            return
        characters = write(self._backend, self._training.vocabulary, command.request)
        self._text = TextTurns(command.request.id, characters)

    def _write_turn(self) -> None:
        assert self._text is not None
        events, complete = self._text.advance(WRITE_BUDGET_S)
        for event in events:
            self._outbox.put(event)
        if complete:
            self._text = None

    def _cancel_text(self) -> None:
        text, self._text = self._text, None
        if text is not None:
            self._outbox.put(text.end(cancelled=True))

    # Memory

    def _cells_turn(self) -> None:
        now = time.perf_counter()
        due = self._cells_stale and now >= self._cells_due and self._outbox.wants(Cells)
        if not due or self._probe is None or self._training is None:
            return
        training, self._cells_stale = self._training, False
        known = "".join(c for c in self._probe if not training.vocabulary.unknown(c))
        if not known:
            return
        trace = self._backend.trace(training.vocabulary.encode(known))
        cost = time.perf_counter() - now
        self._cells_due = now + max(CELLS_INTERVAL_S, cost / CELLS_SHARE)
        place = training.position
        self._outbox.offer(Cells(self._run, place.step, place.epoch, known, trace))
