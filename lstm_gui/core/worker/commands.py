"""Commands that the window sends to the engine thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.inspection.jobs import Job
from lstm_gui.core.model.checkpoint import Checkpoint
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.training.changes import Who

__all__ = [
    "BackToBest",
    "Branch",
    "Build",
    "BuildTwin",
    "CancelInspect",
    "CancelWrite",
    "Carry",
    "Close",
    "Command",
    "Configure",
    "EndTwin",
    "Follow",
    "Inspect",
    "Load",
    "LoadTwin",
    "Pause",
    "Place",
    "Redo",
    "RequestAutosave",
    "Save",
    "SaveInBackground",
    "Start",
    "StepEpoch",
    "StepOnce",
    "StepSlowly",
    "Stop",
    "Topic",
    "TakeMoment",
    "Undo",
    "WatchJoint",
    "WatchMemory",
    "Write",
]


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
    """Go on with a model, or with that of a file, on `corpus`.

    A `probe` is what is read from then on, if anybody looks at the memory.
    """

    run: int
    model: Path | Checkpoint
    corpus: Corpus
    probe: str = ""


@dataclass(frozen=True, slots=True)
class LoadTwin:
    """Go on with the models of two checkpoints side by side, as `BuildTwin` would begin them."""

    run: int
    twin_run: int
    path: Path
    twin_path: Path
    difference: Difference
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
class SaveInBackground:
    """Save the model as it is in a file, if it has learned anything; nobody asked for it.

    The answer is `SavedInBackground`, and never a failure of what goes on.
    """

    path: Path
    twin: bool = False


@dataclass(frozen=True, slots=True)
class RequestAutosave:
    """Send one copy of the runs in `after` seconds, or once they rest; see `AutosaveReady`.

    With `again` the last one was of no use: another is due in `after` seconds in any case.
    """

    after: float
    again: bool = False


Place = Literal["panel", "twin", "studio"]
"""Where a text is shown: beside the samples, there as the twin's, which writes it, or by itself."""


@dataclass(frozen=True, slots=True)
class Write:
    """Write a text; it supersedes the one under way in the same place."""

    request: GenerateRequest
    place: Place = "panel"


@dataclass(frozen=True, slots=True)
class CancelWrite:
    """Stop writing text `id`."""

    id: int


@dataclass(frozen=True, slots=True)
class WatchMemory:
    """Send the memory of the model while it reads `text`; None while nobody looks."""

    text: str | None


Topic = Literal["reach", "mattered", "pageMattered", "joint", "span"]
"""What can be followed: how far gradients reach, who mattered, in the probe and on the page, the
joint of two batches, and how far back the model recalls."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Answer this question now, and again and again while the model learns; see `Followed`.

    It supersedes the one of the same topic; None while nobody looks. With `twin` it is put to the
    twin as well, at the same place.
    """

    topic: Topic
    job: Job[object] | None
    twin: bool = False


@dataclass(frozen=True, slots=True)
class WatchJoint:
    """Show where a batch ends and the next begins, in this track; None while nobody looks.

    The answers are `Followed` with a `Joint`, as training goes on.
    """

    track: int | None


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
    """Write a checkpoint of the model as it is, or of the twin's."""

    path: Path
    twin: bool = False


@dataclass(frozen=True, slots=True)
class TakeMoment:
    """Hand out the model as it is, as soon as no epoch's end is under way; see `MomentTaken`."""

    id: int


@dataclass(frozen=True, slots=True)
class Close:
    """End the engine thread."""


Command = (
    Build
    | BuildTwin
    | EndTwin
    | Load
    | LoadTwin
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
    | SaveInBackground
    | RequestAutosave
    | Write
    | CancelWrite
    | WatchMemory
    | WatchJoint
    | Follow
    | Inspect
    | CancelInspect
    | Save
    | TakeMoment
    | Close
)
