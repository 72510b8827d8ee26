"""What a search tells, as one JSON object a line: written by its processes, read by the window.

No Optuna here, and no Qt.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from lstm_gui.core.errors import ConfigError, PlaygroundError
from lstm_gui.core.i18n import FieldName, FieldValue
from lstm_gui.core.search.plan import Measure, Range, RangeList, Value
from lstm_gui.core.settings.experiment import Experiment

__all__ = [
    "BestMessage",
    "EpochMessage",
    "HeldOutMessage",
    "ImportanceMessage",
    "Outcome",
    "RefusalMessage",
    "SearchEvent",
    "StudyMessage",
    "TrialMessage",
    "UnderWay",
    "UnderWayMessage",
    "read_event",
]

Outcome = Literal["complete", "pruned", "diverged", "failed", "stopped", "lost"]


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(_finite)]
"""A measured number; what JSON has no word for is None."""


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class StudyMessage(_Event):
    """Which study it is, and what all its trials share.

    `measure` tells what their score is: perplexity on the text in training, or on what is held
    out of it.
    """

    event: Literal["study"] = "study"
    study: str
    storage: str
    trials: int | None
    epochs: int
    measure: Measure = "perplexity"
    source: str
    digest: str
    ranges: tuple[Range, ...]
    experiment: Experiment


class EpochMessage(_Event):
    """A trial of this process has trained for so many epochs."""

    event: Literal["epoch"] = "epoch"
    number: int
    epoch: int
    perplexity: Number
    seconds: float


class HeldOutMessage(_Event):
    """A trial of this process has read the part held out, after so many epochs."""

    event: Literal["held_out"] = "held_out"
    number: int
    epoch: int
    perplexity: Number
    seconds: float


class TrialMessage(_Event):
    """A trial has ended. Trials are compared by their `score`, see `StudyMessage`.

    `curve` is the perplexity of training after each epoch, and `held_out_curve` that on the part
    held out, where it was read.
    """

    event: Literal["trial"] = "trial"
    number: int
    outcome: Outcome
    settings: Mapping[str, Value]
    score: Number
    perplexity: Number
    held_out: Number = None
    epochs: int
    seconds: float
    reason: str = ""
    curve: tuple[Number, ...] = ()
    held_out_curve: tuple[Number, ...] = ()


class BestMessage(_Event):
    """The best trial of all processes so far, and the command that repeats it."""

    event: Literal["best"] = "best"
    number: int
    settings: Mapping[str, Value]
    score: float
    perplexity: Number
    held_out: Number = None
    command: str


class ImportanceMessage(_Event):
    """What share each setting has in being among the best; empty for too few trials."""

    event: Literal["mattered"] = "mattered"
    method: str
    trials: int
    shares: dict[str, float]


class UnderWay(_Event):
    """A trial that somebody trains just now, as far as the study knows."""

    number: int
    settings: Mapping[str, Value]
    epoch: int
    score: Number
    perplexity: Number


class UnderWayMessage(_Event):
    """How many trials have ended, and which are under way, of all processes."""

    event: Literal["under_way"] = "under_way"
    ended: int
    trials: tuple[UnderWay, ...]


class RefusalMessage(_Event):
    """The search cannot begin or go on: a sentence, to be put into the reader's language.

    `values` fill it as on a command line. Some of them a window calls otherwise: `names` says which
    are the name of a setting or an option, `settings` which are the value of a setting, and whose;
    `ranges` are those that the value of that name lists. `field` is what the whole is about.
    """

    event: Literal["refused"] = "refused"
    template: str
    values: dict[str, str]
    field: str = ""
    names: dict[str, str] = {}
    settings: dict[str, str] = {}
    ranges: tuple[Range, ...] = ()

    @classmethod
    def of(cls, error: PlaygroundError) -> RefusalMessage:
        """Return the message of an error."""
        values = error.values.items()
        return cls(
            template=error.template,
            values={key: str(value) for key, value in values},
            field=error.field if isinstance(error, ConfigError) else "",
            names={key: value.field for key, value in values if isinstance(value, FieldName)},
            settings={key: value.field for key, value in values if isinstance(value, FieldValue)},
            ranges=next((value.ranges for _, value in values if isinstance(value, RangeList)), ()),
        )


SearchEvent = Annotated[
    StudyMessage
    | EpochMessage
    | HeldOutMessage
    | TrialMessage
    | BestMessage
    | ImportanceMessage
    | UnderWayMessage
    | RefusalMessage,
    Field(discriminator="event"),
]
_READER: TypeAdapter[SearchEvent] = TypeAdapter(SearchEvent)


def read_event(line: bytes | str) -> SearchEvent | None:
    """Read a line; None for what is no event, such as what a library prints."""
    try:
        return _READER.validate_json(line)
    except ValidationError:
        return None
