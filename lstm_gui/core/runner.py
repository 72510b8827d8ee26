"""One model in training at a time: started, paused, stepped, configured. Knows no thread.

The worker calls `turn` again and again; each call does a batch, or writes a little of the samples
that the recipe asks for. How a model comes to be there is `core.model_slot`.
"""

from __future__ import annotations

import logging
from pathlib import Path

from lstm_gui.core.checkpoint import Checkpoint
from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.keeping import checkpoint_of, keep_quietly
from lstm_gui.core.messages import Configure, Configured, Diverged, EpochDone, StepDone
from lstm_gui.core.model_slot import ModelSlot
from lstm_gui.core.record import Noted
from lstm_gui.core.slow_step import SlowStep
from lstm_gui.core.states import Act, RunState, allowed, next_state
from lstm_gui.core.training import perplexity
from lstm_gui.core.turns import SampleTurns, begin_samples
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Runner"]

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
        over = act is Act.START and self.state in (RunState.STOPPED, RunState.FINISHED)
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
            keep_quietly(path, checkpoint_of(self.training), self.run, self._outbox)

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
