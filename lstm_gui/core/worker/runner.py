"""The run of the moment: its model is built, carried over, started, paused and configured."""

from __future__ import annotations

import logging
import math
from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import CheckpointError, PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Backend, Snapshot
from lstm_gui.core.model.checkpoint import Checkpoint, load_checkpoint, save_unasked
from lstm_gui.core.model.weights import parameter_count
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.carry_over import Basis, carry_over
from lstm_gui.core.training.changes import RunMoment
from lstm_gui.core.training.curves import Travel, perplexity_of
from lstm_gui.core.training.held_out_reading import HeldOutReading
from lstm_gui.core.training.loop import (
    Training,
    prepare_text,
    require_context,
    require_same_vocabulary,
)
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone
from lstm_gui.core.training.task_reading import TaskReading
from lstm_gui.core.worker.change_record import ChangeRecord, Noted
from lstm_gui.core.worker.commands import Branch, Build, Carry, Configure, Load, Redo, Undo
from lstm_gui.core.worker.events import Built, Configured, SavedInBackground, StateChanged
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.states import ENDED, Act, RunState, allowed, next_state
from lstm_gui.core.worker.turns import SampleTurns, SlowStep, begin_samples

__all__ = ["Runner"]

_TRAINED = (RunState.RUNNING, RunState.PAUSED, RunState.DIVERGED)

_log = logging.getLogger(__name__)


class PendingWork:
    """What is still to be done in a run; what is done in turns comes before the next batch."""

    def __init__(self) -> None:
        self.step = False
        """Train on one batch."""
        self.epoch = False
        """Pause at the epoch's end."""
        self.slow: SlowStep | None = None
        self.samples: SampleTurns | None = None
        self.reading = HeldOutReading()
        self.exams = TaskReading()

    @property
    def between_epochs(self) -> bool:
        """Whether the readings or the samples of an epoch's end are under way."""
        return self.samples is not None or self.reading.under_way or self.exams.under_way

    @property
    def taking_apart(self) -> bool:
        """Whether a slow step has something to compute now."""
        return self.slow is not None and not self.slow.ready and not self.between_epochs

    def drop(self, *, turns: bool) -> None:
        """Drop the steps; with `turns`, the reading and the samples under way as well."""
        self.step = self.epoch = False
        slow, self.slow = self.slow, None
        if slow is not None:
            slow.cancel()
        if turns:
            self.samples = None
            self.reading.drop()
            self.exams.drop()

    def drop_slow(self, number: int) -> None:
        """Drop the slow step of this number."""
        if self.slow is not None and self.slow.id == number:
            self.drop(turns=False)

    def restart_slow(self) -> None:
        """Let a slow step begin again, with the settings of now."""
        if self.slow is not None:
            self.step = False
            self.slow.restart()

    def set_run(self, run: int) -> None:
        """Let what is done in turns belong to another run: one that goes on from this moment."""
        if self.samples is not None:
            self.samples.set_run(run)
        self.reading.set_run(run)
        self.exams.set_run(run)


class Runner:
    """The run of the moment: its model, its state, its pending work and the record of its changes.

    Args:
        backend: The engine.
        outbox: Where the run's events go.
    """

    def __init__(self, backend: Backend, outbox: Outbox) -> None:
        self._backend = backend
        self._outbox = outbox
        self._pending = PendingWork()
        self._record = ChangeRecord(outbox)
        self.state = RunState.EMPTY
        self.run = 0
        self.training: Training | None = None
        self.perplexity = math.nan
        """Of the last batch."""

    @property
    def model(self) -> Training:
        """The run's model, where the table of states makes sure that there is one."""
        assert self.training is not None
        return self.training

    @property
    def busy(self) -> bool:
        """Whether `turn` has something to do."""
        pending = self._pending
        return pending.step or pending.between_epochs or self.state is RunState.RUNNING

    @property
    def between_epochs(self) -> bool:
        """Whether the reading or the samples of an epoch's end are under way."""
        return self._pending.between_epochs

    @property
    def taking_apart(self) -> bool:
        """Whether `take_apart` has something to do."""
        return self._pending.taking_apart

    def enter(self, state: RunState) -> None:
        """Go into a state, and say so."""
        if state is not self.state:
            self.state = state
            self._outbox.put(StateChanged(self.run, state))

    # Another model

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
        """Go on with a model, or with that of a file.

        Raises:
            PlaygroundError: The file or the text does not do; the present model goes on.
        """
        model = command.model
        checkpoint = model if isinstance(model, Checkpoint) else load_checkpoint(model)
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
        if self.training is None or self._pending.reading.best is None:
            return
        best, before = self._pending.reading.best, self.model.experiment
        left = self.model.sound_snapshot()
        self._go_on(self.model.corpus, best.experiment, best.snapshot)
        self._record.note_return(self.model, before, left)
        if not self.model.done:
            self.enter(RunState.PAUSED)

    def travel(self, command: Undo | Redo) -> None:
        """Go back to just before the last change, exactly, or forward again to where it had led.

        Passed over if there is no change to undo or redo.
        """
        if self.training is None:
            return
        back = isinstance(command, Undo)
        moment = self._record.undo(self.training) if back else self._record.redo()
        if moment is not None:
            corpus = moment.corpus or self.training.corpus
            how: Travel = "undo" if back else "redo"
            self._go_on(corpus, moment.experiment, moment.snapshot, how)
            self._record.publish(self.run)

    def branch(self, command: Branch) -> None:
        """Go on as another run with the same past; the one that was ends with all it has."""
        training = self.training
        if training is None:
            return
        end = self._record.branch()
        if command.path is not None:
            left = training.checkpoint() if end is None else _checkpoint_at(end, training.corpus)
            self._save(command.path, left)
        self.run = training.run = command.run
        self._pending.set_run(command.run)
        self._outbox.put(self._built(training, continues=True, travel="branch"))
        self._record.publish(self.run)

    def _computable(self, experiment: Experiment) -> Experiment:
        # A model that was trained on a graphics card can be opened without one.
        if experiment.compute.context in self._backend.contexts():
            return experiment
        return changed(experiment, "compute.context", "cpu")

    def _go_on(
        self, corpus: Corpus, experiment: Experiment, snapshot: Snapshot, travel: Travel = ""
    ) -> None:
        """Put a model in the place of the present one, in the same run and state."""
        state = self.state
        self._pending.drop(turns=True)
        try:
            training = Training(self._backend, corpus, experiment, run=self.run)
            training.restore(snapshot)
        except Exception:
            self.training = None
            self.enter(RunState.FAILED)
            raise
        self.training = training
        self._pending.reading.go_on(training)
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
        self._pending.drop(turns=True)
        self._pending.reading, self._pending.exams = HeldOutReading(), TaskReading()
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

    # What is asked of the run

    def act(self, act: Act) -> None:
        """Do what a person asks, where it makes sense.

        A click can cross with the end of a run: what is no longer allowed is passed over.
        """
        # Starting over after an end takes a new model, which the window asks for first.
        over = act is Act.START and self.state in ENDED
        if over or not allowed(self.state, act):
            _log.debug("passed over %s in %s", act, self.state)
            return
        self._pending.drop(turns=act is Act.STOP)
        # A step is taken in this turn, or after the samples under way.
        self._pending.step, self._pending.epoch = act is Act.STEP, act is Act.EPOCH
        self.enter(next_state(self.state, act))

    def step_slowly(self, number: int) -> None:
        """Take the next batch apart, and train on it then."""
        slow = SlowStep(number, self._outbox)
        if not allowed(self.state, Act.SLOWLY):
            slow.cancel()
            return
        self.act(Act.SLOWLY)
        self._pending.slow = slow

    def cancel_slow(self, number: int) -> None:
        """Drop a slow step; the batch is not trained on."""
        self._pending.drop_slow(number)

    def configure(self, command: Configure, like: Noted | None = None) -> Noted:
        """Use live settings from the next batch on; see `ChangeRecord.note` for `like`."""
        training = self.training
        if training is None:
            return "same"
        before, snapshot = training.experiment, training.sound_snapshot()
        training.configure(command.experiment)
        noted = self._record.note(
            training, before, snapshot, who=command.who, gesture=command.gesture, like=like
        )
        self._pending.restart_slow()
        step = training.position.step
        self._outbox.put(Configured(self.run, command.revision, training.experiment, step))
        if self.state is RunState.FINISHED and not training.done:
            self.enter(RunState.PAUSED)
        elif training.done and self.state in _TRAINED:
            self.enter(RunState.FINISHED)
        return noted

    def save_in_background(self, path: Path) -> None:
        """Save the model as it is at `path`, unless it has learned nothing; training goes on."""
        if self.training is not None and self.training.position.step:
            self._save(path, self.training.checkpoint())

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
        return training.checkpoint()

    def _save(self, path: Path, checkpoint: Checkpoint) -> None:
        """Save a model of this run unasked, and say whether that went well."""
        refused: PlaygroundError | None = None
        try:
            save_unasked(path, checkpoint)
        except PlaygroundError as error:
            refused = error
        self._outbox.put(SavedInBackground(self.run, path, refused))

    # Turns

    def take_apart(self, budget: float) -> None:
        """Go on taking the next batch apart for `budget` seconds."""
        slow = self._pending.slow
        assert slow is not None
        slow.turn(self.model, budget)
        self._pending.step = slow.ready

    def turn(self, budget: float) -> bool:
        """Read or write for `budget` seconds, or train on one batch; True if it trained."""
        if self._pending.reading.under_way:
            done = self._pending.reading.advance(self.model, budget)
            if done is not None:
                self._outbox.put(done)
                self._finish_if_done()
            return False
        if self._pending.exams.under_way:
            right = self._pending.exams.advance(budget)
            if right is not None:
                self._outbox.put(right)
                self._finish_if_done()
            return False
        if self._pending.samples is not None:
            self._sample(self._pending.samples, budget)
            return False
        self._train()
        return True

    def drop_pending(self, *, turns: bool) -> None:
        """Drop the steps that are still to be taken, after an error; see `PendingWork.drop`."""
        self._pending.drop(turns=turns)

    def _train(self) -> None:
        training, pending = self.model, self._pending
        slow, pending.step, pending.slow = pending.slow, False, None
        events = training.step()
        for event in events:
            self._outbox.put(event)
            match event:
                case StepDone():
                    self.perplexity = perplexity_of(event.loss)
                case EpochDone():
                    pending.reading.begin(training, event)
                    pending.exams.begin(training, event)
                    pending.samples = begin_samples(training, event)
                    if pending.epoch:
                        pending.epoch = False
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
            self._pending.samples = None
            self._finish_if_done()

    def _finish_if_done(self) -> None:
        ended = self.model.done and not self.between_epochs
        if ended and self.state is not RunState.DIVERGED:
            self._pending.drop(turns=False)
            self.enter(RunState.FINISHED)


def _checkpoint_at(moment: RunMoment, corpus: Corpus) -> Checkpoint:
    """Return the model of another moment of the run; `corpus` is the text of now."""
    text = moment.corpus or corpus
    return Checkpoint(moment.experiment, text.vocabulary.characters, text.name, moment.snapshot)
