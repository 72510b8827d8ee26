"""One model in training at a time: built, carried over, started, paused, stepped and configured."""

from __future__ import annotations

import logging
import math
from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Backend, Snapshot
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint
from lstm_gui.core.model.weights import parameter_count
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.carry_over import Basis, carry_over
from lstm_gui.core.training.changes import RunMoment
from lstm_gui.core.training.held_out_reading import HeldOutReading
from lstm_gui.core.training.loop import (
    Training,
    perplexity,
    prepare_text,
    require_context,
    require_same_vocabulary,
)
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone
from lstm_gui.core.worker.background_save import checkpoint_of, save_in_background
from lstm_gui.core.worker.commands import Branch, Build, Carry, Configure, Load
from lstm_gui.core.worker.events import Built, Configured, StateChanged, Travel
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.record import ChangeRecord, Noted
from lstm_gui.core.worker.slow_step import SlowStep
from lstm_gui.core.worker.states import ENDED, Act, RunState, allowed, next_state
from lstm_gui.core.worker.turns import SampleTurns, begin_samples

__all__ = ["ModelSlot", "PendingWork", "Runner"]


class PendingWork:
    """What is to be done, whatever the run's state; what is done in turns comes first."""

    def __init__(self) -> None:
        self.step = False
        self.epoch = False
        """Pause at the epoch's end."""
        self.slow: SlowStep | None = None
        self.samples: SampleTurns | None = None
        self.reading = HeldOutReading()

    @property
    def turns(self) -> bool:
        """Whether something is under way for which training waits."""
        return self.samples is not None or self.reading.under_way

    @property
    def taking_apart(self) -> bool:
        """Whether a slow step has something to compute now."""
        return self.slow is not None and not self.slow.ready and not self.turns

    def drop(self, *, turns: bool) -> None:
        """Give up all of it; what is done in turns only if told so."""
        self.step = self.epoch = False
        slow, self.slow = self.slow, None
        if slow is not None:
            slow.cancel()
        if turns:
            self.samples = None
            self.reading.drop()

    def hand_over(self, run: int) -> None:
        """Let what is done in turns belong to another run: one that goes on from this moment."""
        if self.samples is not None:
            self.samples.hand_over(run)
        self.reading.hand_over(run)

    def drop_slow(self, number: int) -> None:
        """Give up the slow step of this number."""
        if self.slow is not None and self.slow.id == number:
            self.drop(turns=False)

    def begin_again(self) -> None:
        """Let a slow step use the settings of now."""
        if self.slow is not None:
            self.step = False
            self.slow.begin_again()


class ModelSlot:
    """One model at a time, the state of its run, what the run owes, and its record.

    Args:
        backend: The engine.
        outbox: Where the run's events go.
    """

    def __init__(self, backend: Backend, outbox: Outbox) -> None:
        self._backend = backend
        self._outbox = outbox
        self._owed = PendingWork()
        self._record = ChangeRecord(outbox)
        self.state = RunState.EMPTY
        self.run = 0
        self.training: Training | None = None
        self.perplexity = math.nan
        """Of the last batch."""

    @property
    def model(self) -> Training:
        """The run's model; the table of states lets nobody come here without one."""
        assert self.training is not None
        return self.training

    def enter(self, state: RunState) -> None:
        """Go into a state, and say so."""
        if state is not self.state:
            self.state = state
            self._outbox.put(StateChanged(self.run, state))

    def build(self, command: Build) -> None:
        """Make a new model.

        Raises:
            PlaygroundError: The text or the device does not do; the present model goes on.
        """
        experiment = command.experiment
        corpus = prepare_text(command.corpus, experiment)
        require_context(experiment.compute.context, self._backend.contexts())
        self._replace(corpus, experiment, command.run)

    def load(self, command: Load) -> None:
        """Go on with the model of a checkpoint.

        Raises:
            PlaygroundError: The file or the text does not do; the present model goes on.
        """
        checkpoint = load_checkpoint(command.path)
        experiment = self._computable(checkpoint.experiment)
        corpus = prepare_text(command.corpus, experiment)
        name = checkpoint.corpus_name
        require_same_vocabulary(corpus.vocabulary, checkpoint.vocabulary, name)
        self._replace(corpus, experiment, command.run, checkpoint.snapshot)

    def carry(self, command: Carry, like: Noted | None = None) -> Noted:
        """Go on with other settings or another text, keeping what fits of what was learned.

        Raises:
            PlaygroundError: The text or the device does not do; the present model goes on.
        """
        old = Basis(self.model.experiment, self.model.corpus)
        experiment = command.experiment
        corpus = prepare_text(command.corpus, experiment)
        require_context(experiment.compute.context, self._backend.contexts())
        snapshot = self.model.sound_snapshot()
        carried = carry_over(snapshot, old, Basis(experiment, corpus))
        self._go_on(corpus, experiment, carried.snapshot)
        return self._record.note(
            self.model, old.experiment, snapshot, old.corpus, who=command.who, like=like
        )

    def back_to_best(self) -> None:
        """Go back to the model that read the part held out best, and rest; recorded as a change."""
        if self.training is None or self._owed.reading.best is None:
            return
        best, before = self._owed.reading.best, self.model.experiment
        left = self.model.sound_snapshot()
        self._go_on(self.model.corpus, best.experiment, best.snapshot)
        self._record.note_return(self.model, before, left)
        if not self.model.done:
            self.enter(RunState.PAUSED)

    def undo(self) -> None:
        """Go back to just before the last change, exactly; passed over if there is none."""
        moment = None if self.training is None else self._record.undo(self.training)
        self._travel(moment, "undo")

    def redo(self) -> None:
        """Go forward again to where the change had led; passed over if there is none."""
        self._travel(None if self.training is None else self._record.redo(), "redo")

    def branch(self, command: Branch) -> None:
        """Go on as another run with the same past; the one that was ends with all it has."""
        training = self.training
        if training is None:
            return
        end = self._record.branch()
        if command.path is not None:
            save_in_background(command.path, checkpoint_of(training, end), self.run, self._outbox)
        self.run = training.run = command.run
        self._owed.hand_over(command.run)
        self._outbox.put(self._built(training, continues=True, travel="branch"))
        self._record.tell(self.run)

    def _computable(self, experiment: Experiment) -> Experiment:
        # A model that was trained on a graphics card can be opened without one.
        if experiment.compute.context in self._backend.contexts():
            return experiment
        return changed(experiment, "compute.context", "cpu")

    def _travel(self, moment: RunMoment | None, travel: Travel) -> None:
        if moment is not None:
            corpus = moment.corpus or self.model.corpus
            self._go_on(corpus, moment.experiment, moment.snapshot, travel)
            self._record.tell(self.run)

    def _go_on(
        self, corpus: Corpus, experiment: Experiment, snapshot: Snapshot, travel: Travel = ""
    ) -> None:
        """Put a model in the place of the present one, in the same run and state."""
        state = self.state
        self._owed.drop(turns=True)
        try:
            training = Training(self._backend, corpus, experiment, run=self.run)
            training.restore(snapshot)
        except Exception:
            self.training = None
            self.enter(RunState.FAILED)
            raise
        self.training = training
        self._owed.reading.go_on(training)
        self._outbox.put(self._built(training, continues=True, travel=travel))
        if training.done:
            self.enter(RunState.FINISHED)
        elif state not in (RunState.RUNNING, RunState.READY):
            self.enter(RunState.PAUSED)

    def _replace(
        self,
        corpus: Corpus,
        experiment: Experiment,
        run: int,
        snapshot: Snapshot | None = None,
    ) -> None:
        self.training = None
        self._owed.drop(turns=True)
        self._owed.reading = HeldOutReading()
        self.perplexity = math.nan
        try:
            training = Training(self._backend, corpus, experiment, run=run)
            if snapshot is not None:
                training.restore(snapshot)
        except Exception:
            self.enter(RunState.FAILED)
            raise
        self.run, self.training = run, training
        self._announce(training)
        self._record.begin(training)
        if snapshot is not None:
            self.enter(RunState.FINISHED if training.done else RunState.PAUSED)

    def _announce(self, training: Training) -> None:
        self.state = RunState.READY
        self._outbox.put(self._built(training))
        self._outbox.put(StateChanged(self.run, RunState.READY))

    def _built(self, training: Training, *, continues: bool = False, travel: Travel = "") -> Built:
        return Built(
            run=self.run,
            experiment=training.experiment,
            corpus=training.corpus,
            parameters=parameter_count(training.experiment.model, len(training.vocabulary)),
            batches=training.batches,
            position=training.position,
            continues=continues,
            travel=travel,
        )


_GOES_ON = (RunState.RUNNING, RunState.PAUSED, RunState.DIVERGED)

_log = logging.getLogger(__name__)


class Runner(ModelSlot):
    """The run of the moment: does what a person asks of it, a turn at a time."""

    @property
    def busy(self) -> bool:
        """Whether `turn` has something to do."""
        owed = self._owed
        return owed.step or owed.turns or self.state is RunState.RUNNING

    @property
    def between_epochs(self) -> bool:
        """Whether the reading or the samples of an epoch's end are under way."""
        return self._owed.turns

    @property
    def taking_apart(self) -> bool:
        """Whether `take_apart` has something to do."""
        return self._owed.taking_apart

    def act(self, act: Act) -> None:
        """Do what a person asks, where it makes sense.

        A click can cross with the end of a run: what is no longer allowed is passed over.
        """
        # Starting over after an end takes a new model, which the window asks for first.
        over = act is Act.START and self.state in ENDED
        if over or not allowed(self.state, act):
            _log.debug("passed over %s in %s", act, self.state)
            return
        self._owed.drop(turns=act is Act.STOP)
        # A step is taken in this turn, or after the samples under way.
        self._owed.step, self._owed.epoch = act is Act.STEP, act is Act.EPOCH
        self.enter(next_state(self.state, act))

    def step_slowly(self, number: int) -> None:
        """Take the next batch apart, and train on it then."""
        slow = SlowStep(number, self._outbox)
        if not allowed(self.state, Act.SLOWLY):
            slow.cancel()
            return
        self.act(Act.SLOWLY)
        self._owed.slow = slow

    def take_apart(self, budget: float) -> None:
        """Go on taking the next batch apart for `budget` seconds."""
        slow = self._owed.slow
        assert slow is not None
        slow.turn(self.model, budget)
        self._owed.step = slow.ready

    def cancel_slow(self, number: int) -> None:
        """Give a slow step up; the batch is not trained on."""
        self._owed.drop_slow(number)

    def give_up(self, *, samples: bool) -> None:
        """Drop what was owed, after an error."""
        self._owed.drop(turns=samples)

    def configure(self, command: Configure, like: Noted | None = None) -> Noted:
        """Use live settings from the next batch on; `like` is for the record, see there."""
        training = self.training
        if training is None:
            return "same"
        before, snapshot = training.experiment, training.sound_snapshot()
        training.configure(command.experiment)
        noted = self._record.note(
            training, before, snapshot, who=command.who, gesture=command.gesture, like=like
        )
        self._owed.begin_again()
        step = training.position.step
        self._outbox.put(Configured(self.run, command.revision, training.experiment, step))
        if self.state is RunState.FINISHED and not training.done:
            self.enter(RunState.PAUSED)
        elif training.done and self.state in _GOES_ON:
            self.enter(RunState.FINISHED)
        return noted

    def keep(self, path: Path) -> None:
        """Keep the model as it is at `path`, unless it has learned nothing."""
        if self.training is not None and self.training.position.step:
            save_in_background(path, checkpoint_of(self.training), self.run, self._outbox)

    def checkpoint(self) -> Checkpoint:
        """Return the model as it is, to be saved.

        Raises:
            CheckpointError: There is none.
        """
        training = self.training
        if training is None:
            raise CheckpointError(
                QT_TRANSLATE_NOOP("Errors", "There is no model to save yet. Press Start first.")
            )
        return checkpoint_of(training)

    def turn(self, budget: float) -> bool:
        """Read or write for `budget` seconds, or train on one batch; True if it trained."""
        if self._owed.reading.under_way:
            done = self._owed.reading.advance(self.model, budget)
            if done is not None:
                self._outbox.put(done)
                self._finish_if_done()
            return False
        if self._owed.samples is not None:
            self._sample(self._owed.samples, budget)
            return False
        self._train()
        return True

    def _train(self) -> None:
        training, owed = self.model, self._owed
        slow, owed.step, owed.slow = owed.slow, False, None
        events = training.step()
        for event in events:
            self._outbox.put(event)
            match event:
                case StepDone():
                    self.perplexity = perplexity(event.loss)
                case EpochDone():
                    owed.reading.begin(training, event)
                    owed.samples = begin_samples(training, event)
                    if owed.epoch:
                        owed.epoch = False
                        self.enter(RunState.PAUSED)
                case Diverged():
                    self.enter(RunState.DIVERGED)
        if slow is not None:
            slow.finish(training, next((e for e in events if isinstance(e, StepDone)), None))
        self._finish_if_done()

    def _sample(self, samples: SampleTurns, budget: float) -> None:
        """Write the samples of an epoch's end; training waits, so that they show its weights."""
        done = samples.advance(budget)
        for sample in done:
            self._outbox.put(sample)
        if done:
            self._owed.samples = None
            self._finish_if_done()

    def _finish_if_done(self) -> None:
        ended = self.model.done and not self.between_epochs
        if ended and self.state is not RunState.DIVERGED:
            self._owed.drop(turns=False)
            self.enter(RunState.FINISHED)
