"""One model in training at a time: made, started, paused, configured, saved. Knows no thread.

The worker calls `turn` again and again; each call does a batch, or writes a little of the samples
that the recipe asks for.
"""

from __future__ import annotations

import logging
import math

from lstm_gui.core.backend import Backend
from lstm_gui.core.carry import Basis, carry_over
from lstm_gui.core.changes import Moment
from lstm_gui.core.checkpoint import Checkpoint, load_checkpoint
from lstm_gui.core.config import Experiment, changed
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.mailbox import Outbox
from lstm_gui.core.messages import (
    Build,
    Built,
    Carry,
    Configure,
    Configured,
    Diverged,
    EpochDone,
    Load,
    StateChanged,
    StepDone,
)
from lstm_gui.core.moments import Snapshot
from lstm_gui.core.reading_held_out import HeldOutReading
from lstm_gui.core.record import Noted, Record
from lstm_gui.core.states import Act, RunState, allowed, next_state
from lstm_gui.core.training import (
    Training,
    perplexity,
    prepare_text,
    require_context,
    require_same_vocabulary,
)
from lstm_gui.core.turns import SampleTurns
from lstm_gui.core.weights import parameter_count
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.core.writing import write_batch

__all__ = ["Runner"]

_GOES_ON = (RunState.RUNNING, RunState.PAUSED, RunState.DIVERGED)

_log = logging.getLogger(__name__)


class Runner:
    """The run of the moment and its state.

    Args:
        backend: The engine.
        outbox: Where the run's events go.
    """

    def __init__(self, backend: Backend, outbox: Outbox) -> None:
        self._backend = backend
        self._outbox = outbox
        self._samples: SampleTurns | None = None
        self._step_owed = False
        self._record = Record(outbox)
        self._reading = HeldOutReading()
        self.state = RunState.EMPTY
        self.run = 0
        self.training: Training | None = None
        self.perplexity = math.nan
        """Of the last batch."""

    @property
    def busy(self) -> bool:
        """Whether `turn` has something to do."""
        return self._step_owed or self.between_epochs or self.state is RunState.RUNNING

    @property
    def between_epochs(self) -> bool:
        """Whether the reading or the samples of an epoch's end are under way."""
        return self._samples is not None or self._reading.under_way

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

    def act(self, act: Act) -> None:
        """Do what a person asks, where it makes sense.

        A click can cross with the end of a run: what is no longer allowed is passed over.
        """
        # Starting over after an end takes a new model, which the window asks for first.
        over = act is Act.START and self.state in (RunState.STOPPED, RunState.FINISHED)
        if over or not allowed(self.state, act):
            _log.debug("passed over %s in %s", act, self.state)
            return
        self._step_owed = act is Act.STEP  # taken in this turn, or after the samples under way
        if act is Act.STOP:
            self._drop_turns()
        self.enter(next_state(self.state, act))

    def give_up(self, *, samples: bool) -> None:
        """Drop what was owed, after an error."""
        self._step_owed = False
        if samples:
            self._drop_turns()

    def build(self, command: Build) -> None:
        """Make a new model. What can be refused is refused before the present one is given up."""
        experiment = command.experiment
        corpus = prepare_text(command.corpus, experiment)
        require_context(experiment.compute.context, self._backend.contexts())
        self._replace(corpus, experiment, command.run)

    def load(self, command: Load) -> None:
        """Go on with the model of a checkpoint."""
        checkpoint = load_checkpoint(command.path)
        experiment = self._computable(checkpoint.experiment)
        corpus = prepare_text(command.corpus, experiment)
        name = checkpoint.corpus_name
        require_same_vocabulary(corpus.vocabulary, checkpoint.vocabulary, name)
        self._replace(corpus, experiment, command.run, checkpoint.snapshot)

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
        step = training.position.step
        self._outbox.put(Configured(self.run, command.revision, training.experiment, step))
        if self.state is RunState.FINISHED and not training.done:
            self.enter(RunState.PAUSED)
        elif training.done and self.state in _GOES_ON:
            self.enter(RunState.FINISHED)
        return noted

    def carry(self, command: Carry, like: Noted | None = None) -> Noted:
        """Go on with other settings or another text, keeping what fits of what was learned."""
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
        if self.training is None or self._reading.best is None:
            return
        best, before = self._reading.best, self.model.experiment
        left = self.model.sound_snapshot()
        self._go_on(self.model.corpus, best.experiment, best.snapshot)
        self._record.note_return(self.model, before, left)
        if not self.model.done:
            self.enter(RunState.PAUSED)

    def undo(self) -> None:
        """Go back to just before the last change, exactly; passed over if there is none."""
        self._travel(None if self.training is None else self._record.undo(self.training))

    def redo(self) -> None:
        """Go forward again to where the change had led; passed over if there is none."""
        self._travel(None if self.training is None else self._record.redo())

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
        return Checkpoint(
            experiment=training.experiment,
            vocabulary=training.vocabulary.characters,
            corpus_name=training.corpus.name,
            snapshot=training.snapshot(),
        )

    def turn(self, budget: float) -> bool:
        """Read or write for `budget` seconds, or train on one batch; True if it trained."""
        if self._reading.under_way:
            done = self._reading.advance(self.model, budget)
            if done is not None:
                self._outbox.put(done)
                self._finish_if_done()
            return False
        if self._samples is not None:
            self._sample(self._samples, budget)
            return False
        self._train()
        return True

    def _drop_turns(self) -> None:
        self._samples = None
        self._reading.drop()

    def _computable(self, experiment: Experiment) -> Experiment:
        # A model that was trained on a graphics card can be opened without one.
        if experiment.compute.context in self._backend.contexts():
            return experiment
        return changed(experiment, "compute.context", "cpu")

    def _travel(self, moment: Moment | None) -> None:
        if moment is not None:
            corpus = moment.corpus or self.model.corpus
            self._go_on(corpus, moment.experiment, moment.snapshot)
            self._record.tell(self.run)

    def _go_on(self, corpus: Corpus, experiment: Experiment, snapshot: Snapshot) -> None:
        """Put a model in the place of the present one, in the same run and state."""
        state, self._step_owed = self.state, False
        self._drop_turns()
        try:
            training = Training(self._backend, corpus, experiment, run=self.run)
            training.restore(snapshot)
        except Exception:
            self.training = None
            self.enter(RunState.FAILED)
            raise
        self.training = training
        self._reading.go_on(training)
        self._outbox.put(self._built(training, continues=True))
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
        self.training, self._step_owed = None, False
        self._drop_turns()
        self._reading = HeldOutReading()
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

    def _built(self, training: Training, *, continues: bool = False) -> Built:
        return Built(
            run=self.run,
            experiment=training.experiment,
            corpus=training.corpus,
            parameters=parameter_count(training.experiment.model, len(training.vocabulary)),
            batches=training.batches,
            position=training.position,
            continues=continues,
        )

    def _train(self) -> None:
        training, self._step_owed = self.model, False
        for event in training.step():
            self._outbox.put(event)
            match event:
                case StepDone():
                    self.perplexity = perplexity(event.loss)
                case EpochDone():
                    self._reading.begin(training, event)
                    self._begin_samples(event)
                case Diverged():
                    self.enter(RunState.DIVERGED)
        self._finish_if_done()

    def _begin_samples(self, epoch: EpochDone) -> None:
        training = self.model
        train = training.experiment.train
        prefixes = tuple(p for p in train.prefixes if not training.vocabulary.unknown(p))
        if training.samples_due() and prefixes:
            progress = write_batch(
                self._backend, training.vocabulary, prefixes, train.sample_length
            )
            self._samples = SampleTurns(epoch, prefixes, progress)

    def _sample(self, samples: SampleTurns, budget: float) -> None:
        """Write the samples of an epoch's end; training waits, so that they show its weights."""
        done = samples.advance(budget)
        for sample in done:
            self._outbox.put(sample)
        if done:
            self._samples = None
            self._finish_if_done()

    def _finish_if_done(self) -> None:
        ended = self.model.done and not self.between_epochs
        if ended and self.state is not RunState.DIVERGED:
            self.enter(RunState.FINISHED)
