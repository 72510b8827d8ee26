"""What the window knows of one run: its curves, changes, settings and state, and what is new of it.

Many events of a drain become few signals. A run and its twin are two of these.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.runs.run import KeptChange
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.curves import Measured, RunCurves
from lstm_gui.core.training.progress import (
    Diverged,
    EpochDone,
    HeldOutDone,
    LongerRight,
    RightDone,
    SampleDone,
    StepDone,
)
from lstm_gui.core.worker.events import (
    Built,
    Cells,
    ChangesUpdated,
    Configured,
    Event,
    Followed,
    MomentRecorded,
    StateChanged,
)
from lstm_gui.core.worker.states import RunState

__all__ = ["RunModel", "RunPast", "StepBatch"]


@dataclass(frozen=True, slots=True)
class StepBatch:
    """The steps of one drain. `x` is in epochs: 2.5 is halfway through the third."""

    x: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad_norm: NDArray[np.float64]
    seconds: float
    characters: int
    last: StepDone


@dataclass(frozen=True, slots=True)
class RunPast:
    """What is known of a run from before it was taken up again; see `RunCurves.restore`."""

    measured: Measured
    changes: tuple[KeptChange, ...] = ()
    gradients: Doubles | None = None
    samples: tuple[SampleDone, ...] = ()


class RunModel(QObject):
    """Takes the events of one run, and says what has changed; those of any other run are dropped.

    It is up to date before a signal is heard. `curves` has all points; another run has others.

    Signals:
        began(Built): Another model stands, with curves of its own.
        wentTo(Built): The same run goes on, from another moment or with other settings.
        stateChanged(RunState): The last state of a drain.
        stepsAdded(StepBatch), epochsAdded(list), heldOutAdded(HeldOutDone): New points.
        rightAdded(RightDone): Unseen sequences of its task were read.
        curvesChanged(): Points were added or taken away; for whoever draws all of them.
        sampleAdded(SampleDone): The model has written after an epoch.
        settingsChanged(Configured): Live settings act now.
        marksChanged(): What was changed, and what can be undone and redone, is another.
        diverged(Diverged): Training broke down and went back.
        cellsChanged(Cells): The memory, for the heat map.
        followed(Followed): What it says to a question that is followed.
        recorded(MomentRecorded): A moment for the time machine.
        textAdded(int, str), textDone(TextDone): A text that its model writes.
        failed(Failure): What could not be done.
        leaving(): The present model is about to be replaced or given up.
        ended(): There is no model any more.
    """

    began = Signal(object)
    wentTo = Signal(object)
    stateChanged = Signal(object)
    stepsAdded = Signal(object)
    epochsAdded = Signal(list)
    heldOutAdded = Signal(object)
    rightAdded = Signal(object)
    curvesChanged = Signal()
    sampleAdded = Signal(object)
    settingsChanged = Signal(object)
    marksChanged = Signal()
    diverged = Signal(object)
    cellsChanged = Signal(object)
    followed = Signal(object)
    recorded = Signal(object)
    textAdded = Signal(int, str)
    textDone = Signal(object)
    failed = Signal(object)
    leaving = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = 0
        """The number that its events carry."""
        self.curves = RunCurves()
        self.experiment = Experiment()
        """Its settings; before there is a model, those that are wanted."""
        self.corpus: Corpus | None = None
        """The part of the text that it is trained on."""
        self.state = RunState.LOADING
        self.samples: list[SampleDone] = []
        self.right: RightDone | None = None
        """How much of its task it had right last, and of longer sequences; None if unknown."""
        self.longer: LongerRight | None = None
        self.changes: tuple[Change, ...] = ()
        """What was changed since it was begun or taken up again, the oldest first."""
        self.earlier: tuple[KeptChange, ...] = ()
        """What had been changed before it was taken up again."""
        self.undo: Change | None = None
        self.redo: Change | None = None
        self._awaited: RunPast | None = None
        self._revision = 0
        self._steps: list[StepDone] = []
        self._epochs: list[EpochDone] = []
        self._state: RunState | None = None

    def expect(self, revision: int) -> None:
        """Drop what is said of settings that were replaced before they came into use."""
        self._revision = revision

    def await_past(self, past: RunPast | None) -> None:
        """Take the next model that is opened for one with this past; None for no such model."""
        self._awaited = past

    def last_epoch(self) -> tuple[int, float] | None:
        """Return number and perplexity of the last complete epoch."""
        epochs = self.curves.epochs
        return (int(epochs["x"][-1]), float(epochs["perplexity"][-1])) if len(epochs) else None

    def held_out_at(self, epoch: float) -> tuple[float, float] | None:
        """Return epoch and perplexity of the last reading of the part held out up to an epoch."""
        return self.curves.held_out.before(epoch, "perplexity")

    def end(self) -> None:
        """Forget the run: it was given up."""
        self.flush()
        self._forget()
        self.ended.emit()
        self.curvesChanged.emit()

    def take(self, event: Event) -> None:
        """Take in an event and say so, or keep it for `flush`."""
        match event:
            case StepDone(run=self.run):
                self._steps.append(event)
            case EpochDone(run=self.run):
                self._epochs.append(event)
            case StateChanged():
                self._state = event.state
            case Built():
                self.flush_progress()
                self._go_on(event)
            case HeldOutDone(run=self.run):
                self.flush_progress()
                self.curves.add_held_out(event.epoch, event.perplexity)
                self.heldOutAdded.emit(event)
                self.curvesChanged.emit()
            case RightDone(run=self.run):
                self.flush_progress()
                self.right = event
                if event.longer is not None:
                    self.longer = event.longer
                self.rightAdded.emit(event)
            case Configured(run=self.run, revision=self._revision):
                self.experiment = event.experiment
                self.settingsChanged.emit(event)
            case ChangesUpdated(run=self.run):
                self.changes, self.undo, self.redo = event.changes, event.undo, event.redo
                self.curves.set_redo(event.redo is not None)
                self.marksChanged.emit()
            case SampleDone(run=self.run):
                self.samples.append(event)
                self.sampleAdded.emit(event)
            case Diverged(run=self.run):
                self.diverged.emit(event)
            case Cells(run=self.run):
                self.cellsChanged.emit(event)
            case Followed(run=self.run):
                self.followed.emit(event)
            case MomentRecorded(run=self.run):
                self.recorded.emit(event)

    def flush(self) -> None:
        """Say what was kept: the drain is over."""
        self.flush_progress()
        state, self._state = self._state, None
        if state is not None:
            self.state = state
            self.stateChanged.emit(state)

    def flush_progress(self) -> None:
        """Say the steps and epochs so far: what comes next is of the moment after them."""
        steps, self._steps = self._steps, []
        epochs, self._epochs = self._epochs, []
        if steps:
            batch = _folded(steps)
            self._add(batch)
            self.stepsAdded.emit(batch)
        if epochs:
            self.curves.add_epochs([e.epoch for e in epochs], [e.perplexity for e in epochs])
            self.epochsAdded.emit(epochs)
        if steps or epochs:
            self.curvesChanged.emit()

    def _add(self, batch: StepBatch) -> None:
        train = self.experiment.train
        self.curves.add_steps(
            batch.x,
            batch.loss,
            last=batch.last.step,
            seconds=batch.seconds,
            norm=batch.grad_norm,
            theta=train.clipping_theta,
            rate=train.learning_rate,
        )

    def _go_on(self, event: Built) -> None:
        self.run, self.experiment, self.corpus = event.run, event.experiment, event.corpus
        if event.continues:
            self.curves.go_on(event.x, event.travel)
            self.right = self.longer = None
            self.wentTo.emit(event)
        else:
            self._begin(event)
        self.curvesChanged.emit()

    def _begin(self, event: Built) -> None:
        self._forget()
        past, self._awaited = self._awaited, None
        if past is None or not event.position.step:
            self.began.emit(event)
            return
        self.earlier = past.changes
        self.curves.restore(past.measured, past.gradients)
        self.curves.go_on(event.x, "")
        self.began.emit(event)
        for sample in past.samples:
            self.samples.append(replace(sample, run=self.run))
            self.sampleAdded.emit(self.samples[-1])

    def _forget(self) -> None:
        self.curves = RunCurves()
        self.samples = []
        self.right = self.longer = None
        self.changes, self.earlier, self.undo, self.redo = (), (), None, None


def _folded(steps: list[StepDone]) -> StepBatch:
    return StepBatch(
        x=np.array([step.epoch - 1 + step.batch / step.batches for step in steps]),
        loss=np.array([step.loss for step in steps]),
        grad_norm=np.array([step.grad_norm for step in steps]),
        seconds=sum(step.seconds for step in steps),
        characters=sum(step.characters for step in steps),
        last=steps[-1],
    )
