"""Events that the engine thread sends to the window; those of training stand in `training`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.model.backend import Position, Trace
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.curves import Travel
from lstm_gui.core.training.progress import (
    Diverged,
    EpochDone,
    HeldOutDone,
    RightDone,
    SampleDone,
    StepDone,
)
from lstm_gui.core.worker.commands import Topic
from lstm_gui.core.worker.states import RunState

__all__ = [
    "AutosaveReady",
    "Built",
    "Cells",
    "ChangesUpdated",
    "Closed",
    "Configured",
    "EngineReady",
    "Event",
    "Failure",
    "Followed",
    "InspectDone",
    "InspectProgress",
    "MomentRecorded",
    "MomentTaken",
    "Saved",
    "SavedInBackground",
    "SlowStepDone",
    "StateChanged",
    "TextAdded",
    "TextDone",
    "TwinEnded",
]


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The engine is loaded; these contexts can be chosen."""

    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A model stands; `corpus` is the part of the text that it is trained on.

    `continues` tells that the run goes on from `position`, with other settings or at an earlier
    moment: what was seen of it before is still true. `travel` tells how it came there.
    """

    run: int
    experiment: Experiment
    corpus: Corpus
    parameters: int
    batches: int
    position: Position
    continues: bool = False
    travel: Travel = ""

    @property
    def x(self) -> float:
        """Where the curve of the run ends, in epochs."""
        return self.position.x(self.batches)


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The run is in another state now."""

    run: int
    state: RunState


@dataclass(frozen=True, slots=True)
class Configured:
    """The engine uses `experiment` since `step`; `revision` is the one that was asked for."""

    run: int
    revision: int
    experiment: Experiment
    step: int


@dataclass(frozen=True, slots=True)
class ChangesUpdated:
    """What has been changed in this run, oldest first, and what can be undone and redone."""

    run: int
    changes: tuple[Change, ...]
    undo: Change | None
    redo: Change | None


@dataclass(frozen=True, slots=True)
class Cells:
    """The memory of the model while it reads `text`, as of `step` and `epoch`."""

    run: int
    step: int
    epoch: int
    text: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Followed:
    """What a model says to a question that is followed, as of `step` and `epoch`."""

    run: int
    topic: Topic
    step: int
    epoch: int
    result: object


@dataclass(frozen=True, slots=True)
class MomentRecorded:
    """A moment for the time machine: the memory at `x` epochs, kept in order."""

    run: int
    step: int
    epoch: int
    x: float
    perplexity: float
    text: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class InspectProgress:
    """How far question `id` is, 0 to 1."""

    id: int
    fraction: float


@dataclass(frozen=True, slots=True)
class InspectDone:
    """The answer to question `id`; None if it was given up."""

    id: int
    result: object | None


@dataclass(frozen=True, slots=True)
class SlowStepDone:
    """The answer to `StepSlowly`: a step in numbers, and what the engine says about the same step.

    `step` is None if training broke down there.
    """

    run: int
    epoch: int
    batch: int
    batches: int
    anatomy: StepAnatomy
    step: StepDone | None


@dataclass(frozen=True, slots=True)
class TextAdded:
    """More characters of text `id`, or of one of its variants."""

    id: int
    text: str
    variant: int = 0


@dataclass(frozen=True, slots=True)
class TextDone:
    """Text `id` is complete, or was cancelled."""

    id: int
    seconds: float
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint was written."""

    path: Path


@dataclass(frozen=True, slots=True)
class MomentTaken:
    """The model of run `run` as it was when this was sent: after all steps that were sent before.

    `id` is that of the request.
    """

    run: int
    id: int
    model: Checkpoint


@dataclass(frozen=True, slots=True)
class SavedInBackground:
    """The model of run `run` lies at `path` now, or does not, with the reason why not."""

    run: int
    path: Path
    refused: PlaygroundError | None = None


@dataclass(frozen=True, slots=True)
class AutosaveReady:
    """A copy of run `run` and of its twin, both at the same place: what a crash cannot take.

    It is of now or of a few seconds ago; its steps were sent before, so whoever follows the run
    has its curve at least up to there.
    """

    run: int
    model: Checkpoint
    twin: Checkpoint | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something could not be done; `expected` when `template` is a sentence made for people.

    `doing` is "command" for what was asked of the run, "save" for a file that was to be saved, and
    else what was under way: "load" (the engine), "train", "write", "inspect" or "watch".
    `run` is the twin's if it alone failed; `help` names the trouble of which the help tells more.
    """

    doing: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    details: str = ""
    expected: bool = True
    run: int = 0
    help: str = ""


@dataclass(frozen=True, slots=True)
class TwinEnded:
    """The twin with this number is given up."""

    run: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The engine thread has ended."""


Event = (
    EngineReady
    | Built
    | StateChanged
    | StepDone
    | EpochDone
    | HeldOutDone
    | RightDone
    | Diverged
    | SampleDone
    | Configured
    | ChangesUpdated
    | Cells
    | Followed
    | MomentRecorded
    | InspectProgress
    | InspectDone
    | TextAdded
    | TextDone
    | Saved
    | MomentTaken
    | SavedInBackground
    | AutosaveReady
    | Failure
    | TwinEnded
    | Closed
)
