"""What one run says while it lives, as signals: many events of a drain become few signals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, SampleDone, StepDone
from lstm_gui.core.worker.events import (
    Built,
    Cells,
    ChangesUpdated,
    Configured,
    Event,
    MomentRecorded,
    StateChanged,
)

__all__ = ["RunSignals", "StepBatch", "TwinSignals"]


@dataclass(frozen=True, slots=True)
class StepBatch:
    """The steps of one drain. `x` is in epochs: 2.5 is halfway through the third."""

    x: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad_norm: NDArray[np.float64]
    seconds: float
    characters: int
    last: StepDone


class RunSignals(QObject):
    """Turns the events of one run into signals; those of any other run are dropped.

    Signals:
        built(Built): A model stands.
        stateChanged(RunState): The last state of a drain.
        stepsAdded(StepBatch), epochsDone(list), sampleDone(SampleDone): Progress.
        heldOutDone(HeldOutDone): The part held out was read.
        configured(Configured): Live settings act now.
        recordChanged(ChangesUpdated): What was changed, and what can be undone and redone.
        diverged(Diverged): Training broke down and went back.
        cellsChanged(Cells): The memory, for the heat map.
        recorded(MomentRecorded): A moment for the time machine.
        textAdded(int, str), textDone(TextDone): A text that its model writes.
        failed(Failure): What could not be done.
    """

    built = Signal(object)
    stateChanged = Signal(object)
    stepsAdded = Signal(object)
    epochsDone = Signal(list)
    heldOutDone = Signal(object)
    sampleDone = Signal(object)
    configured = Signal(object)
    recordChanged = Signal(object)
    diverged = Signal(object)
    cellsChanged = Signal(object)
    recorded = Signal(object)
    textAdded = Signal(int, str)
    textDone = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = 0
        self._revision = 0
        self._steps: list[StepDone] = []
        self._epochs: list[EpochDone] = []
        self._state: StateChanged | None = None

    def expect(self, revision: int) -> None:
        """Drop what is said of settings that were replaced before they came into use."""
        self._revision = revision

    def take(self, event: Event) -> None:
        """Emit an event, or keep it for `flush`."""
        match event:
            case StepDone(run=self._run):
                self._steps.append(event)
            case EpochDone(run=self._run):
                self._epochs.append(event)
            case StateChanged():
                self._state = event
            case Built():
                self.flush_progress()
                self._run = event.run
                self.built.emit(event)
            case HeldOutDone(run=self._run):
                self.flush_progress()
                self.heldOutDone.emit(event)
            case Configured(run=self._run, revision=self._revision):
                self.configured.emit(event)
            case ChangesUpdated(run=self._run):
                self.recordChanged.emit(event)
            case Diverged(run=self._run):
                self.diverged.emit(event)
            case SampleDone(run=self._run):
                self.sampleDone.emit(event)
            case Cells(run=self._run):
                self.cellsChanged.emit(event)
            case MomentRecorded(run=self._run):
                self.recorded.emit(event)

    def flush(self) -> None:
        """Emit what was kept: the drain is over."""
        self.flush_progress()
        state, self._state = self._state, None
        if state is not None:
            self.stateChanged.emit(state.state)

    def flush_progress(self) -> None:
        """Emit the steps and epochs so far: what comes next is of the moment after them."""
        steps, self._steps = self._steps, []
        epochs, self._epochs = self._epochs, []
        if steps:
            self.stepsAdded.emit(_folded(steps))
        if epochs:
            self.epochsDone.emit(epochs)


class TwinSignals(RunSignals):
    """The signals of the twin.

    Signals:
        leaving(): The present model is about to be replaced or given up.
        ended(): There is no twin any more.
    """

    leaving = Signal()
    ended = Signal()


def _folded(steps: list[StepDone]) -> StepBatch:
    return StepBatch(
        x=np.array([step.epoch - 1 + step.batch / step.batches for step in steps]),
        loss=np.array([step.loss for step in steps]),
        grad_norm=np.array([step.grad_norm for step in steps]),
        seconds=sum(step.seconds for step in steps),
        characters=sum(step.characters for step in steps),
        last=steps[-1],
    )
