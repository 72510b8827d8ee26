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
from lstm_gui.core.checkpoint import save_checkpoint
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.mailbox import Inbox, Outbox
from lstm_gui.core.messages import (
    BackToBest,
    Branch,
    Build,
    BuildTwin,
    CancelInspect,
    CancelWrite,
    Carry,
    Cells,
    Close,
    Closed,
    Command,
    Configure,
    EndTwin,
    EngineReady,
    Failure,
    Inspect,
    InspectDone,
    Keep,
    Load,
    Pause,
    Redo,
    Save,
    Saved,
    Start,
    StateChanged,
    StepEpoch,
    StepOnce,
    StepSlowly,
    Stop,
    Undo,
    Watch,
    Write,
)
from lstm_gui.core.observing import Inspection, Observer
from lstm_gui.core.record import Noted
from lstm_gui.core.runner import Runner
from lstm_gui.core.states import Act, RunState
from lstm_gui.core.turns import Writer
from lstm_gui.core.twin import Twin

__all__ = ["Worker"]

WRITE_BUDGET_S = 0.010
"""How long one turn of writing may hold up training."""

INSPECT_BUDGET_S = 0.006
INSPECT_SHARE, INSPECT_LONGEST_S = 0.2, 0.05
"""The same for a longer question: at least so long, and a fifth of what a long batch took, for
beside batches of 0.2 s a search of the text would take minutes."""

WAIT_FOR_VIEWER_S = 0.03

_ACTS: dict[type[Command], Act] = {
    Start: Act.START,
    Pause: Act.PAUSE,
    Stop: Act.STOP,
    StepOnce: Act.STEP,
    StepEpoch: Act.EPOCH,
}

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
        # All are made by the engine thread, and used by it alone.
        self._backend: Backend
        self._runner: Runner
        self._twin: Twin | None = None
        self._observer = Observer(outbox)
        self._writer = Writer(outbox)
        self._inspection: Inspection | None = None

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
            self._report("load", error)
            self._outbox.put(StateChanged(0, RunState.FAILED))
            self._wait_for_close()
        else:
            self._runner = Runner(self._backend, self._outbox)
            self._outbox.put(EngineReady(contexts))
            self._outbox.put(StateChanged(0, RunState.EMPTY))
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
        if self._writer.busy:
            self._guard("write", partial(self._writer.turn, WRITE_BUDGET_S))
        began = time.perf_counter()
        if self._runner.taking_apart:
            self._guard("inspect", self._apart_turn)
        elif self._runner.busy or (self._twin is not None and self._twin.busy):
            self._guard("train", self._train_turn)
        if self._inspection is not None:
            self._guard("inspect", partial(self._inspect_turn, time.perf_counter() - began))
        if self._runner.training is not None:
            self._guard("watch", self._watch_turn)
        return True

    def _patience(self) -> float | None:
        runner = self._runner
        if self._writer.busy or self._inspection or runner.busy or runner.taking_apart:
            return 0.0
        if self._twin is not None and self._twin.busy:
            return 0.0
        if self._observer.waits_for_viewer and self._runner.training is not None:
            wanted = self._outbox.wants(Cells, self._runner.run)
            return 0.0 if wanted else WAIT_FOR_VIEWER_S
        return None

    def _guard(self, doing: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            expected = self._report(doing, error)
            # A file that cannot be saved need not end what goes on.
            everything = doing != "command"
            self._runner.give_up(samples=everything)
            if everything:
                self._writer.cancel()
                self._cancel_inspection()
            if doing == "train" or (doing == "watch" and not expected):
                self._runner.enter(RunState.FAILED)

    def _report(self, doing: str, error: Exception, run: int = 0) -> bool:
        """Tell the window what went wrong, with the twin if it was that; True if expected."""
        details = "".join(traceback.format_exception(error))
        if isinstance(error, PlaygroundError):
            self._outbox.put(Failure(doing, error.template, error.values, details, run=run))
            return True
        _log.error("engine: %s failed\n%s", doing, details)
        self._outbox.put(Failure(doing, "{error}", {"error": repr(error)}, details, False, run))
        return False

    # Commands

    def _handle(self, command: Command) -> None:
        match command:
            case Build() | Load():
                self._replace_model(command)
            case BuildTwin():
                self._build_twin(command)
            case EndTwin():
                self._end_twin()
            case Start() | Pause() | Stop() | StepOnce() | StepEpoch():
                self._act(_ACTS[type(command)])
            case StepSlowly(id=number):
                self._runner.step_slowly(number)
                if self._twin is not None:
                    self._twin.act(Act.SLOWLY)  # it rests too, and follows by a batch
            case Configure():
                noted = self._runner.configure(command)
                if self._twin is not None:
                    self._twin.follow(command, self._runner, noted)
            case Carry() | BackToBest() | Undo() | Redo():
                self._replace_model(command)
            case Branch():
                self._runner.branch(command)
            case Keep():
                self._runner.keep(command.path)
            case Write():
                self._begin_text(command)
            case CancelWrite(id=text_id):
                self._writer.cancel(text_id)
            case Watch(text=text):
                self._observer.set_probe(text)
                if self._twin is not None:
                    self._twin.set_probe(text)
            case Inspect():
                self._begin_inspection(command)
            case CancelInspect(id=number):
                self._runner.cancel_slow(number)
                if self._inspection is not None and self._inspection.id == number:
                    self._cancel_inspection()
            case Save(path=path):
                save_checkpoint(path, self._runner.checkpoint())
                self._outbox.put(Saved(path))

    def _replace_model(self, command: Build | Load | Carry | BackToBest | Undo | Redo) -> None:
        before = self._runner.training
        noted: Noted = "same"
        try:
            match command:
                case Build():
                    self._runner.build(command)
                case Load():
                    self._runner.load(command)
                case Carry() if before is not None:
                    if self._twin is not None:
                        self._twin.check(command.experiment, command.corpus)
                    noted = self._runner.carry(command)
                case BackToBest():
                    self._runner.back_to_best()
                case Undo():
                    self._runner.undo()
                case Redo():
                    self._runner.redo()
        finally:
            if self._runner.training is not before:  # refused, the present one goes on
                self._writer.cancel()
                self._cancel_inspection()
                self._observer.forget()
                if isinstance(command, Build | Load):
                    self._end_twin()
                elif self._twin is not None and self._runner.training is not None:
                    self._twin.follow(command, self._runner, noted)

    # A twin

    def _build_twin(self, command: BuildTwin) -> None:
        twin = Twin(
            self._create_backend(),
            self._outbox,
            run=command.twin_run,
            difference=command.difference,
            report=partial(self._report, "twin"),
        )
        twin.check(command.experiment, command.corpus)
        self._replace_model(Build(command.run, command.experiment, command.corpus))
        twin.set_probe(self._observer.probe)
        if twin.build(command.experiment, command.corpus):
            self._twin = twin
        else:
            twin.end()

    def _end_twin(self) -> None:
        twin, self._twin = self._twin, None
        if twin is not None:
            self._writer.cancel(twin=True)
            twin.end()

    def _act(self, act: Act) -> None:
        self._runner.act(act)
        if self._twin is not None:
            self._twin.act(act)

    # Training

    def _train_turn(self) -> None:
        if self._twin is None:
            trained = self._runner.turn(WRITE_BUDGET_S)
        else:
            trained = self._twin.round(self._runner, WRITE_BUDGET_S)
        if trained:
            self._observer.mark_stale()

    def _apart_turn(self) -> None:
        self._runner.take_apart(INSPECT_BUDGET_S)

    # Writing

    def _begin_text(self, command: Write) -> None:
        twin = None if self._twin is None else self._twin.training
        self._writer.begin(command, twin if command.twin else self._runner.training)

    # Memory

    def _watch_turn(self) -> None:
        runner = self._runner
        reading = self._observer.turn(runner.model, runner.run, runner.perplexity)
        if reading is None:
            return
        beside = None if self._twin is None else self._twin.read(reading)
        self._outbox.offer(*(cells for cells in (reading.cells, beside) if cells is not None))

    def _begin_inspection(self, command: Inspect) -> None:
        self._cancel_inspection()
        training = self._runner.training
        if training is None:
            self._outbox.put(InspectDone(command.id, None))
            return
        self._inspection = Inspection(command.id, command.job, training, self._outbox)

    def _inspect_turn(self, trained_s: float) -> None:
        assert self._inspection is not None
        share = min(INSPECT_SHARE * trained_s, INSPECT_LONGEST_S)
        if self._inspection.turn(max(share, INSPECT_BUDGET_S)):
            self._inspection = None

    def _cancel_inspection(self) -> None:
        inspection, self._inspection = self._inspection, None
        if inspection is not None:
            inspection.cancel()
