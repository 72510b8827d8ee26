"""The place of the model in training, and all that puts another model there. Knows no thread.

A model is made, loaded, carried over to other settings, or gone back to; what can be refused is
refused before the present one is given up.
"""

from __future__ import annotations

import math

from lstm_gui.core.backend import Backend
from lstm_gui.core.carry import Basis, carry_over
from lstm_gui.core.changes import Moment
from lstm_gui.core.checkpoint import load_checkpoint
from lstm_gui.core.config import Experiment, changed
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.keeping import checkpoint_of, keep_quietly
from lstm_gui.core.mailbox import Outbox
from lstm_gui.core.messages import Branch, Build, Built, Carry, Load, StateChanged, Travel
from lstm_gui.core.moments import Snapshot
from lstm_gui.core.owed import Owed
from lstm_gui.core.reading_held_out import HeldOutReading
from lstm_gui.core.record import Noted, Record
from lstm_gui.core.states import RunState
from lstm_gui.core.training import Training, prepare_text, require_context, require_same_vocabulary
from lstm_gui.core.weights import parameter_count

__all__ = ["ModelSlot"]


class ModelSlot:
    """One model at a time, the state of its run, what the run owes, and its record.

    Args:
        backend: The engine.
        outbox: Where the run's events go.
    """

    def __init__(self, backend: Backend, outbox: Outbox) -> None:
        self._backend = backend
        self._outbox = outbox
        self._owed = Owed()
        self._record = Record(outbox)
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
            keep_quietly(command.path, checkpoint_of(training, end), self.run, self._outbox)
        self.run = training.run = command.run
        self._owed.hand_over(command.run)
        self._outbox.put(self._built(training, continues=True, travel="branch"))
        self._record.tell(self.run)

    def _computable(self, experiment: Experiment) -> Experiment:
        # A model that was trained on a graphics card can be opened without one.
        if experiment.compute.context in self._backend.contexts():
            return experiment
        return changed(experiment, "compute.context", "cpu")

    def _travel(self, moment: Moment | None, travel: Travel) -> None:
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
