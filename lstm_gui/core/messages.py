"""What the threads say to each other: commands to the engine thread, events from it.

All are frozen; arrays in them are fresh and read-only. `run` numbers the runs of a session, so
that what an older run still had to say can be dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lstm_gui.core.backend import Trace
from lstm_gui.core.changes import Change, Who
from lstm_gui.core.config import Experiment, GenerateRequest
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.difference import Difference
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.inspection import Job
from lstm_gui.core.moments import Position
from lstm_gui.core.states import RunState

__all__ = [
    "BackToBest",
    "Branch",
    "Build",
    "BuildTwin",
    "Built",
    "CancelInspect",
    "CancelWrite",
    "Carry",
    "Cells",
    "Close",
    "Closed",
    "Command",
    "Configure",
    "Configured",
    "Diverged",
    "EndTwin",
    "EngineReady",
    "EpochDone",
    "Event",
    "Failure",
    "HeldOutDone",
    "Inspect",
    "InspectDone",
    "InspectProgress",
    "Keep",
    "Kept",
    "Load",
    "OnRecord",
    "Pause",
    "Recorded",
    "Redo",
    "SampleDone",
    "Save",
    "Saved",
    "Start",
    "StateChanged",
    "StepDone",
    "StepEpoch",
    "StepOnce",
    "StepSlowly",
    "Stop",
    "TextAdded",
    "TextDone",
    "TwinEnded",
    "Travel",
    "Undo",
    "Watch",
    "Write",
]

Travel = Literal["", "undo", "redo", "branch"]
"""How a run came to the moment from which it goes on, where that is not the one it was at."""


@dataclass(frozen=True, slots=True)
class Build:
    """Make a new model and leave it ready to start; whatever ran before is given up."""

    run: int
    experiment: Experiment
    corpus: Corpus


@dataclass(frozen=True, slots=True)
class BuildTwin:
    """Make two new models that differ in one setting; from then on they train in turns.

    What is asked of the run from now on is asked of both, but the difference between them stays.
    """

    run: int
    twin_run: int
    experiment: Experiment
    difference: Difference
    corpus: Corpus


@dataclass(frozen=True, slots=True)
class EndTwin:
    """Give up the twin, and its memory; the run goes on alone."""


@dataclass(frozen=True, slots=True)
class Load:
    """Go on with the model of a checkpoint, on `corpus`."""

    run: int
    path: Path
    corpus: Corpus


@dataclass(frozen=True, slots=True)
class Start:
    """Train until the last epoch: begin, or go on after a pause."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Rest after the batch under way."""


@dataclass(frozen=True, slots=True)
class StepOnce:
    """Train on one batch, then pause."""


@dataclass(frozen=True, slots=True)
class StepEpoch:
    """Train to the end of the epoch, then pause."""


@dataclass(frozen=True, slots=True)
class StepSlowly:
    """Take the next batch apart, then train on it and pause.

    The answer comes as that to a question does: `InspectDone` with a `SlowStepDone`, or with None
    if it was given up. `CancelInspect` gives it up; the batch is then not trained on.
    """

    id: int


@dataclass(frozen=True, slots=True)
class Stop:
    """End the run after the batch under way; the model stays and can write."""


@dataclass(frozen=True, slots=True)
class Configure:
    """Use the live settings of `experiment` from the next batch on; `who` asks for it.

    Those with the same `gesture` are one change on the record; 0 stands for none.
    """

    revision: int
    experiment: Experiment
    who: Who = "user"
    gesture: int = 0


@dataclass(frozen=True, slots=True)
class Carry:
    """Go on with other settings, or another text, and keep what fits of what was learned."""

    experiment: Experiment
    corpus: Corpus
    who: Who = "user"


@dataclass(frozen=True, slots=True)
class BackToBest:
    """Go back to the model that read the part held out best, and rest there."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Go back to just before the last change of settings."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Go forward again to where the change had led."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on from here as run `run`, with the same past.

    The run as it was, with what had been undone, ends; its model is kept at `path`, if there is
    one.
    """

    run: int
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep the model as it is in a file, if it has learned anything; nobody asked, so say little.

    The answer is `Kept`, and never a failure of what goes on.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class Write:
    """Write a text; it supersedes the one under way by the same model."""

    request: GenerateRequest
    twin: bool = False


@dataclass(frozen=True, slots=True)
class CancelWrite:
    """Stop writing text `id`."""

    id: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Send the memory of the model while it reads `text`; None while nobody looks."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Inspect:
    """Put a longer question to the model; it supersedes the one under way."""

    id: int
    job: Job[object]


@dataclass(frozen=True, slots=True)
class CancelInspect:
    """Give question `id` up."""

    id: int


@dataclass(frozen=True, slots=True)
class Save:
    """Write a checkpoint of the model as it is."""

    path: Path


@dataclass(frozen=True, slots=True)
class Close:
    """End the engine thread."""


Command = (
    Build
    | BuildTwin
    | EndTwin
    | Load
    | Start
    | Pause
    | StepOnce
    | StepEpoch
    | StepSlowly
    | Stop
    | Configure
    | Carry
    | BackToBest
    | Undo
    | Redo
    | Branch
    | Keep
    | Write
    | CancelWrite
    | Watch
    | Inspect
    | CancelInspect
    | Save
    | Close
)


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


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The run is in another state now."""

    run: int
    state: RunState


@dataclass(frozen=True, slots=True)
class StepDone:
    """One batch was trained on. `epoch` and `batch` count from 1; `loss` is in nats."""

    run: int
    step: int
    epoch: int
    batch: int
    batches: int
    characters: int
    loss: float
    grad_norm: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """One epoch is complete; `seconds` counts its batches only, as the book does."""

    run: int
    epoch: int
    perplexity: float
    seconds: float


@dataclass(frozen=True, slots=True)
class HeldOutDone:
    """The model as of the end of an epoch has read the part held out, for `seconds`."""

    run: int
    epoch: int
    perplexity: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Diverged:
    """Training broke down at `step`; the model is back at the end of epoch `epoch`."""

    run: int
    step: int
    epoch: int
    loss: float


@dataclass(frozen=True, slots=True)
class SampleDone:
    """What the model wrote after `prefix` at the end of an epoch, as the recipe asks."""

    run: int
    epoch: int
    perplexity: float
    seconds: float
    prefix: str
    text: str


@dataclass(frozen=True, slots=True)
class Configured:
    """The engine uses `experiment` since `step`; `revision` is the one that was asked for."""

    run: int
    revision: int
    experiment: Experiment
    step: int


@dataclass(frozen=True, slots=True)
class OnRecord:
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
class Recorded:
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
class TextAdded:
    """More characters of text `id`."""

    id: int
    text: str


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
class Kept:
    """The model of run `run` lies at `path` now, or does not, with the reason why not."""

    run: int
    path: Path
    refused: PlaygroundError | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something could not be done; `expected` when `template` is a sentence made for people.

    `run` is the twin's if it alone failed.
    """

    doing: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    details: str = ""
    expected: bool = True
    run: int = 0


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
    | Diverged
    | SampleDone
    | Configured
    | OnRecord
    | Cells
    | Recorded
    | InspectProgress
    | InspectDone
    | TextAdded
    | TextDone
    | Saved
    | Kept
    | Failure
    | TwinEnded
    | Closed
)
