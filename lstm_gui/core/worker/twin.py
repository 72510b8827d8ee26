"""A twin: a second run with the same seed and the same batches, and one difference.

The two train in turns, a batch of the run and then as many of the twin as bring it to the same
place on the epoch axis. So whatever is asked of them between two rounds finds both at the same
place, and without a difference they are the same run twice, to the bit. Knows no thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.worker.change_record import Noted
from lstm_gui.core.worker.commands import BackToBest, Build, Carry, Configure, Load, Redo, Undo
from lstm_gui.core.worker.events import Cells, TwinEnded
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.observer import Observation, Observer
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import Act, RunState

__all__ = ["Report", "Twin"]

_TRAINABLE = (RunState.RUNNING, RunState.PAUSED)

Change = Configure | Carry | BackToBest | Undo | Redo
Report = Callable[[Exception, int], object]
"""Called with the error and the number of the run that failed."""


class Twin:
    """The second run. What fails in it is reported, and the first one goes on.

    Args:
        backend: An engine of its own, made by the thread that trains.
        outbox: Where the twin's events go.
        run: The number that they carry.
        difference: The one setting that is another.
        report: Called with what went wrong.
    """

    def __init__(
        self,
        backend: Backend,
        outbox: Outbox,
        *,
        run: int,
        difference: Difference,
        report: Report,
    ) -> None:
        self._outbox = outbox
        self._runner = Runner(backend, outbox)
        self._runner.run = run
        self._observer = Observer(outbox)
        self._difference = difference
        self._report = report

    @property
    def busy(self) -> bool:
        """Whether there is something to train, or samples to write."""
        return self._runner.busy

    @property
    def training(self) -> Training | None:
        """The twin's model."""
        return self._runner.training

    def checkpoint(self) -> Checkpoint:
        """Return the twin's model as it is, or raise a `CheckpointError`."""
        return self._runner.checkpoint()

    def save_in_background(self, path: Path) -> None:
        """Save the twin's model as it is at `path`, unless it has learned nothing."""
        self._runner.save_in_background(path)

    def check(self, experiment: Experiment, corpus: Corpus) -> None:
        """Raise what stands against a twin beside this experiment, before anything is given up."""
        prepare_text(corpus, self._difference.of(experiment))

    def build(self, experiment: Experiment, corpus: Corpus) -> bool:
        """Make the twin's model beside a run with these settings; False if that failed."""
        command = Build(self._runner.run, self._difference.of(experiment), corpus)
        return self._safely(lambda: self._runner.build(command))

    def load(self, path: Path, corpus: Corpus, main: Runner) -> bool:
        """Go on with the model of a checkpoint beside a run; False if that failed.

        The two may have been kept with other settings, or a few batches apart; here they come
        together again.
        """
        command = Load(self._runner.run, path, corpus)
        return self._safely(lambda: self._runner.load(command)) and self._safely(
            lambda: self._match(main)
        )

    def end(self) -> None:
        """Say that the twin is no more."""
        self._outbox.put(TwinEnded(self._runner.run))

    def act(self, act: Act) -> None:
        """Do what was asked of the run."""
        self._runner.act(act)

    def follow(self, command: Change, main: Runner, noted: Noted) -> None:
        """Change as the run has changed; `noted` is what its record has made of it."""
        if self._runner.training is not None:
            self._safely(lambda: self._change(command, main, noted))

    def round(self, main: Runner, budget: float) -> bool:
        """Train the run on a batch and the twin up to the same place; True if a model is another.

        The samples of an epoch's end come first, and are written a little at a time.
        """
        twin = self._runner
        if main.between_epochs or twin.between_epochs:
            if twin.between_epochs:
                self._turn(budget)
            if main.between_epochs:
                main.turn(budget)
            return False
        if main.busy and not (twin.busy and self._gap(main) > 0):
            main.turn(budget)
            self._draw_level(main, budget)
        elif twin.busy:  # alone, or on its way to where the run waits
            self._turn(budget)
        return True

    def set_probe(self, text: str | None) -> None:
        """Read another text for the heat map."""
        self._observer.set_probe(text)

    def read(self, beside: Observation) -> Cells | None:
        """Read the probe text at the moment at which the run has read it."""
        readings: list[Observation | None] = []
        training, runner = self._runner.training, self._runner
        if training is not None:
            self._safely(
                lambda: readings.append(
                    self._observer.turn(training, runner.run, runner.perplexity, like=beside)
                )
            )
        return readings[0].cells if readings and readings[0] is not None else None

    def _change(self, command: Change, main: Runner, noted: Noted) -> None:
        twin, wanted = self._runner, self._difference.of(main.model.experiment)
        if not isinstance(command, Configure):
            self._observer.forget()
        match command:
            case Configure():
                twin.configure(replace(command, experiment=wanted), like=noted)
            case Carry():
                twin.carry(replace(command, experiment=wanted), like=noted)
            case BackToBest():
                twin.back_to_best()
            case Undo() | Redo():
                twin.travel(command)
        self._match(main)  # its own way back may be lost
        if main.state is RunState.RUNNING:
            twin.act(Act.START)

    def _match(self, main: Runner) -> None:
        """Use the run's settings and text, but for the difference."""
        twin, corpus = self._runner, main.model.corpus
        wanted = self._difference.of(main.model.experiment)
        if twin.model.experiment != wanted or twin.model.corpus.text != corpus.text:
            twin.carry(Carry(wanted, corpus), like="begun")

    def _draw_level(self, main: Runner, budget: float) -> None:
        """Let the twin train until it is no longer behind; a batch of the run is not far."""
        twin, batch = self._runner, Fraction(1, main.model.batches)
        while twin.state in _TRAINABLE and not twin.between_epochs and self._gap(main) > 0:
            if not self._turn(budget) or self._gap(main) > batch:
                return  # far behind, after going back: it may not hold up everything else
        if main.state is not RunState.RUNNING:  # that was the step, or the epoch
            twin.drop_pending(turns=False)
            if main.state is RunState.PAUSED:
                twin.act(Act.PAUSE)

    def _gap(self, main: Runner) -> Fraction:
        """Return how many epochs the twin is behind, exactly."""
        return _place(main.training) - _place(self._runner.training)

    def _turn(self, budget: float) -> bool:
        return self._safely(lambda: self._runner.turn(budget))

    def _safely(self, act: Callable[[], object]) -> bool:
        """Do something; if it fails, the twin ends there, and the run does not."""
        try:
            act()
        except Exception as error:
            self._report(error, self._runner.run)
            self._runner.drop_pending(turns=True)
            self._runner.enter(RunState.FAILED)
            return False
        return True


def _place(training: Training | None) -> Fraction:
    if training is None:
        return Fraction(0)
    place = training.position
    return place.epoch + Fraction(place.batch, training.batches)
