"""The engine thread: its loop, the commands it handles, and what it does in turns between them.

It alone touches the backend, from its making to the end of the process.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial

from lstm_gui.core.errors import CheckpointError, PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import Checkpoint, save_checkpoint
from lstm_gui.core.worker.autosave import Autosave
from lstm_gui.core.worker.change_record import Noted
from lstm_gui.core.worker.commands import (
    BackToBest,
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
    Follow,
    Inspect,
    Load,
    LoadTwin,
    Pause,
    Redo,
    RequestAutosave,
    Save,
    SaveInBackground,
    Start,
    StepEpoch,
    StepOnce,
    StepSlowly,
    Stop,
    TakeMoment,
    Undo,
    WatchJoint,
    WatchMemory,
    Write,
)
from lstm_gui.core.worker.events import (
    Cells,
    Closed,
    EngineReady,
    Failure,
    MomentTaken,
    Saved,
    StateChanged,
)
from lstm_gui.core.worker.following import Following, JointWatch
from lstm_gui.core.worker.mailbox import Inbox, Outbox
from lstm_gui.core.worker.observer import Observer
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import Act, RunState
from lstm_gui.core.worker.turns import INSPECT_BUDGET_S, PendingQuestions, Writer
from lstm_gui.core.worker.twin import Report, Twin

__all__ = ["EngineThread", "EngineWork"]

WRITE_BUDGET_S = 0.010
"""How long one turn of writing may hold up training."""

WAIT_FOR_VIEWER_S = 0.03

Guard = Callable[[str, Callable[[], None]], None]
"""Does something, the second argument; an error is reported under the name given first."""

_Replacing = Build | Load | Carry | BackToBest | Undo | Redo
"""After these the model may be another one."""

_ACTS: dict[type[Command], Act] = {
    Start: Act.START,
    Pause: Act.PAUSE,
    Stop: Act.STOP,
    StepOnce: Act.STEP,
    StepEpoch: Act.EPOCH,
}

_log = logging.getLogger(__name__)


class EngineThread:
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
        self._work: EngineWork | None = None
        self._thread = threading.Thread(target=self._main, name="engine", daemon=True)

    def start(self) -> None:
        """Start the engine thread; returns at once."""
        self._thread.start()

    def is_alive(self) -> bool:
        """Tell whether the engine thread is still there."""
        return self._thread.is_alive()

    def _main(self) -> None:
        try:
            backend = self._make_backend()
            contexts = backend.contexts()
        except Exception as error:
            self._report("load", error)
            self._outbox.put(StateChanged(0, RunState.FAILED))
            self._wait_for_close()
        else:
            work = EngineWork(
                backend,
                create_backend=self._make_backend,
                outbox=self._outbox,
                report=partial(self._report, "twin"),
            )
            self._work = work
            self._outbox.put(EngineReady(contexts))
            self._outbox.put(StateChanged(0, RunState.EMPTY))
            while self._go_on(work):
                pass
        self._outbox.put(Closed())

    def _make_backend(self) -> Backend:
        backend = self._create_backend()
        backend.set_meanwhile(self._write_meanwhile)
        return backend

    def _go_on(self, work: EngineWork) -> bool:
        """Take a turn. What goes wrong between its guarded parts must not end the thread unsaid."""
        try:
            return self._turn(work)
        except Exception as error:
            self._report("turn", error)
            work.drop_pending(everything=True)
            work.fail()
            return True

    def _wait_for_close(self) -> None:
        while not isinstance(self._inbox.take(None), Close):
            pass

    def _turn(self, work: EngineWork) -> bool:
        """Handle what has arrived, then do a little of everything; False at the end."""
        guard = partial(self._guard, work)
        command = self._inbox.take(work.idle_seconds())
        while command is not None:
            if isinstance(command, Close):
                return False
            doing = "save" if isinstance(command, Save) else "command"
            guard(doing, partial(work.handle, command))
            command = self._inbox.take(0.0)
        work.turn(guard)
        return True

    def _write_meanwhile(self) -> None:
        """Go on writing while a batch is computed, which can take long."""
        work = self._work
        assert work is not None  # it is what trains
        command = self._inbox.take_only(Write, CancelWrite)
        if command is not None:
            self._guard(work, "command", partial(work.handle, command))
        self._guard(work, "write", work.write)

    def _guard(self, work: EngineWork, doing: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            expected = self._report(doing, error)
            # A file that cannot be saved need not end what goes on.
            work.drop_pending(everything=doing not in ("command", "save"))
            if doing == "train" or (doing == "watch" and not expected):
                work.fail()

    def _report(self, doing: str, error: Exception, run: int = 0) -> bool:
        """Send the window what went wrong, with `run` if it was the twin; True if expected."""
        details = "".join(traceback.format_exception(error))
        if isinstance(error, PlaygroundError):
            said, values = error.template, error.values
            self._outbox.put(Failure(doing, said, values, details, run=run, help=error.help))
            return True
        _log.error("engine: %s failed\n%s", doing, details)
        self._outbox.put(Failure(doing, "{error}", {"error": repr(error)}, details, False, run))
        return False


class EngineWork:
    """The run and everything beside it, on one engine.

    Args:
        backend: The engine.
        create_backend: Makes another one, for a twin.
        outbox: Where events go.
        report: Called with what went wrong in the twin.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        create_backend: Callable[[], Backend],
        outbox: Outbox,
        report: Report,
    ) -> None:
        self._create_backend = create_backend
        self._outbox = outbox
        self._report = report
        self._runner = Runner(backend, outbox)
        self._twin: Twin | None = None
        self._observer = Observer(outbox)
        self._following = Following(outbox)
        self._joints = JointWatch(outbox)
        self._writer = Writer(outbox)
        self._questions = PendingQuestions(outbox)
        self._autosave = Autosave(outbox)
        self._moment: int | None = None
        """The number of the moment that is to be handed out."""

    def idle_seconds(self) -> float | None:
        """Return how long to wait for a command: 0 where there is work, None for ever."""
        runner = self._runner
        if self._writer.busy or self._questions.busy or runner.busy or runner.taking_apart:
            return 0.0
        if self._twin is not None and self._twin.busy:
            return 0.0
        waits = [self._autosave.wait(runner, self._twin)]
        if runner.training is not None:
            waits.append(self._following.wait(runner.run))
            if self._observer.waits_for_viewer:
                seen = self._outbox.wants(Cells, runner.run)
                waits.append(0.0 if seen else WAIT_FOR_VIEWER_S)
        return min((wait for wait in waits if wait is not None), default=None)

    def turn(self, guard: Guard) -> None:
        """Do a little of everything that is under way, each part behind `guard`."""
        guard("write", self.write)
        began = time.perf_counter()
        if self._runner.taking_apart:
            guard("inspect", partial(self._runner.take_apart, INSPECT_BUDGET_S))
        elif self._runner.busy or (self._twin is not None and self._twin.busy):
            guard("train", self._train)
        if self._moment is not None and not self._runner.between_epochs:
            guard("save", self._hand_out)
        if self._questions.busy:
            guard("inspect", partial(self._questions.turn, time.perf_counter() - began))
        if self._runner.training is not None:
            guard("watch", self._watch)
            guard("inspect", self._follow)
            self._autosave.turn(self._runner, self._twin)

    def write(self) -> None:
        """Go on with the texts under way."""
        if self._writer.busy:
            self._writer.turn(WRITE_BUDGET_S)

    def drop_pending(self, *, everything: bool) -> None:
        """Drop the steps still to be taken, after an error; or `everything` that is under way."""
        self._runner.drop_pending(turns=everything)
        if everything:
            self._writer.cancel()
            self._questions.cancel()
            self._following.drop()

    def fail(self) -> None:
        """End the run after an error: only a new model recovers."""
        self._runner.enter(RunState.FAILED)

    # Commands

    def handle(self, command: Command) -> None:
        """Do what the window asks; what is refused raises, and the present model goes on."""
        match command:
            case Build() | Load() | Carry() | BackToBest() | Undo() | Redo():
                self._replace_model(command)
            case BuildTwin() | LoadTwin():
                self._begin_twin(command)
            case EndTwin():
                self._end_twin()
            case Start() | Pause() | Stop() | StepOnce() | StepEpoch():
                self._act(_ACTS[type(command)])
            case StepSlowly(id=number):
                self._step_slowly(number)
            case Configure():
                self._configure(command)
            case Branch():
                self._runner.branch(command)
            case SaveInBackground(path=path, twin=twin):
                runner = self._twin if twin else self._runner
                if runner is not None:
                    runner.save_in_background(path)
            case RequestAutosave(after=after, again=again):
                self._autosave.request(after, again=again)
            case Save(path=path, twin=twin):
                save_checkpoint(path, self._checkpoint(twin=twin))
                self._outbox.put(Saved(path))
            case TakeMoment(id=number):
                self._moment = number
            case WatchMemory(text=text):
                self._set_probe(text)
            case Write():
                self._begin_text(command)
            case CancelWrite(id=number):
                self._writer.cancel(number)
            case WatchJoint(track=track):
                self._joints.watch(track)
            case Follow():
                self._following.follow(command)
            case Inspect():
                beside = None if self._twin is None else self._twin.training
                self._questions.begin(command, self._runner.training, beside)
            case CancelInspect(id=number):
                self._runner.cancel_slow(number)
                self._questions.cancel(number)

    def _replace_model(self, command: _Replacing) -> None:
        before = self._runner.training
        noted: Noted = "same"
        try:
            noted = self._other_model(command)
        finally:
            if self._runner.training is not before:  # refused, the present one goes on
                self._writer.cancel()
                self._questions.cancel()
                self._observer.forget()
                self._joints.forget()
                self._following.forget()
                if isinstance(command, Load) and command.probe and self._observer.probe is not None:
                    self._observer.set_probe(command.probe)
                if isinstance(command, Build | Load):
                    self._end_twin()
                elif self._twin is not None and self._runner.training is not None:
                    self._twin.follow(command, self._runner, noted)

    def _other_model(self, command: _Replacing) -> Noted:
        match command:
            case Build():
                self._runner.build(command)
            case Load():
                self._runner.load(command)
            case Carry() if self._runner.training is not None:
                if self._twin is not None:
                    self._twin.check(command.experiment, command.corpus)
                return self._runner.carry(command)
            case BackToBest():
                self._runner.back_to_best()
            case Undo() | Redo():
                self._runner.travel(command)
        return "same"

    def _act(self, act: Act) -> None:
        self._runner.act(act)
        if self._twin is not None:
            self._twin.act(act)

    def _step_slowly(self, number: int) -> None:
        self._runner.step_slowly(number)
        if self._twin is not None:
            self._twin.act(Act.SLOWLY)  # it rests too, and follows by a batch

    def _configure(self, command: Configure) -> None:
        noted = self._runner.configure(command)
        if self._twin is not None:
            self._twin.follow(command, self._runner, noted)

    def _set_probe(self, text: str | None) -> None:
        self._observer.set_probe(text)
        if self._twin is not None:
            self._twin.set_probe(text)

    def _begin_text(self, command: Write) -> None:
        twin = None if self._twin is None else self._twin.training
        self._writer.begin(command, twin if command.place == "twin" else self._runner.training)

    def _hand_out(self) -> None:
        """Send the model of the moment that was asked for."""
        number, self._moment = self._moment, None
        assert number is not None
        self._outbox.put(MomentTaken(self._runner.run, number, self._runner.checkpoint()))

    # A twin

    def _checkpoint(self, *, twin: bool) -> Checkpoint:
        if not twin:
            return self._runner.checkpoint()
        if self._twin is None:  # it has ended while the person chose a file
            raise CheckpointError(
                QT_TRANSLATE_NOOP(
                    "Errors",
                    "The twin has ended. If its run is in the table of runs, continue it there, "
                    "and save its model then.",
                )
            )
        return self._twin.checkpoint()

    def _begin_twin(self, command: BuildTwin | LoadTwin) -> None:
        twin = Twin(
            self._create_backend(),
            self._outbox,
            run=command.twin_run,
            difference=command.difference,
            report=self._report,
        )
        match command:
            case BuildTwin(run=run, experiment=experiment, corpus=corpus):
                twin.check(experiment, corpus)
                self._replace_model(Build(run, experiment, corpus))
                begin = partial(twin.build, experiment, corpus)
            case LoadTwin(run=run, path=path, corpus=corpus):
                self._replace_model(Load(run, path, corpus))
                begin = partial(twin.load, command.twin_path, corpus, self._runner)
        twin.set_probe(self._observer.probe)
        if begin():
            self._twin = twin
        else:
            twin.end()

    def _end_twin(self) -> None:
        twin, self._twin = self._twin, None
        if twin is not None:
            self._writer.cancel(place="twin")
            self._following.forget()
            twin.end()

    # Turns

    def _train(self) -> None:
        if self._runner.training is not None:
            self._joints.before_step(self._runner.training)
        if self._twin is None:
            trained = self._runner.turn(WRITE_BUDGET_S)
        else:
            trained = self._twin.round(self._runner, WRITE_BUDGET_S)
        if trained:
            self._observer.mark_stale()
            self._following.mark_stale()
            self._joints.after_step(self._runner.model)

    def _follow(self) -> None:
        twin = None if self._twin is None else self._twin.training
        self._following.turn(self._runner.model, twin)

    def _watch(self) -> None:
        runner = self._runner
        reading = self._observer.turn(runner.model, runner.run, runner.perplexity)
        if reading is None:
            return
        beside = None if self._twin is None else self._twin.read(reading)
        self._outbox.offer(*(cells for cells in (reading.cells, beside) if cells is not None))
