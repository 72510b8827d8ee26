"""What a search tries: ranges of settings, and the plan that its processes agree on.

A range is written `learning_rate=1e-3:1e-1` or `optimizer=sgd,adam`. Its scale is the setting's,
so that a learning rate is drawn by its logarithm, as the form's slider moves. The plan is kept with
the study as JSON. No Optuna to load.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, FieldName, FieldValue
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed, changed_together, value_at
from lstm_gui.core.settings.knob import Knob, percent_text

__all__ = [
    "MOST_READINGS",
    "Measure",
    "Plan",
    "RANGES_DIFFER",
    "RANGE_OPTION",
    "Range",
    "RangeList",
    "SETTING_DIFFERS",
    "STORAGE_OPTION",
    "STUDY_OPTION",
    "Settings",
    "TEXT_DIFFERS",
    "Value",
    "acts",
    "extremes",
    "measure_of",
    "parse_ranges",
    "read_every",
    "require_same",
    "searchable",
    "with_settings",
]

if TYPE_CHECKING:
    from optuna.trial import Trial

Value = int | float | str
Settings = Mapping[str, Value]
"""The value of each searched setting by its short name, such as `learning_rate`."""

Measure = Literal["perplexity", "held_out"]
"""What trials are compared by: perplexity on the text in training, or on the part held out."""

STUDY_OPTION = FieldName("study", "--study")
STORAGE_OPTION = FieldName("storage", "--storage")
RANGE_OPTION = FieldName("range", "--range")

MOST_READINGS = 20
"""A trial reads the part held out no oftener. A character takes twice as long to read as to train
on, so a tenth held out adds about a fifth to a trial of 20 epochs, and a fiftieth to one of 160."""

_COMPARED = ("model", "training", "corpus")
"""The groups of settings that perplexity depends on."""

BETWEEN, OR = ":", ","
_KINDS = ("integer", "number", "choice")
_GROUPS = ("model", "training")
_DEMANDING = ("model.cell", "train.batch_size", "train.num_steps", "train.sampling")


class Range(BaseModel):
    """What a search may choose for one setting: between two numbers, or among a few values."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    path: str
    low: int | float | None = None
    high: int | float | None = None
    choices: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        """The setting's short name."""
        return KNOBS[self.path].field

    @property
    def log_scale(self) -> bool:
        """Whether numbers are drawn by their logarithm."""
        return not self.choices and KNOBS[self.path].log_scale

    @property
    def ends(self) -> tuple[Value, ...]:
        """The values that ask most and least of a text, or all where they have no order."""
        if self.low is not None and self.high is not None:
            return (self.low, self.high)
        return self.choices

    def draw(self, trial: Trial) -> Value:
        """Let a trial of Optuna's choose a value."""
        low, high = self.low, self.high
        if low is None or high is None:
            # Optuna's type has None and bool, too; ours went in.
            return cast("Value", trial.suggest_categorical(self.name, self.choices))
        if isinstance(low, int) and isinstance(high, int):
            return trial.suggest_int(self.name, low, high, log=self.log_scale)
        return trial.suggest_float(self.name, low, high, log=self.log_scale)

    @property
    def values_text(self) -> str:
        """The values as a person reads them."""
        if self.choices:
            return " | ".join(f"{choice}" for choice in self.choices)
        scale = " (log)" if self.log_scale else ""
        return f"{self.low:g} … {self.high:g}{scale}"

    def __str__(self) -> str:
        return f"{self.name} {self.values_text}"


@dataclass(frozen=True, slots=True)
class RangeList:
    """Ranges inside a sentence."""

    ranges: tuple[Range, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.ranges))


def searchable() -> tuple[Knob, ...]:
    """Return the settings that a search can vary: those of model and training but the epochs.

    Perplexities after unlike numbers of epochs, or on unlike texts, could not be compared.
    """
    return tuple(
        knob
        for path, knob in KNOBS.items()
        if knob.group in _GROUPS and knob.kind in _KINDS and path != "train.epochs"
    )


def acts(path: str, cells: Collection[Value]) -> bool:
    """Tell whether a setting does anything in a network of any of these cells."""
    only = KNOBS[path].cells
    return not only or not set(only).isdisjoint(cells)


def parse_ranges(texts: Iterable[str]) -> tuple[Range, ...]:
    """Read ranges as they are written on a command line.

    Raises:
        ConfigError: One cannot be understood, or its values cannot be used.
    """
    ranges = tuple(_parse(text) for text in texts)
    seen: set[str] = set()
    for item in ranges:
        if item.path in seen:
            raise _refusal("{range} {name} is given twice. Keep one of them.", name=item.name)
        seen.add(item.path)
    return tuple(sorted(ranges, key=lambda item: list(KNOBS).index(item.path)))


def with_settings(experiment: Experiment, settings: Settings) -> Experiment:
    """Return `experiment` with the settings of a trial."""
    given = {k.path: settings[k.field] for k in searchable() if k.field in settings}
    return changed_together(experiment, given)


def extremes(experiment: Experiment, ranges: Iterable[Range]) -> Iterator[Experiment]:
    """Yield what a search could ask at most and at least: its longest batches, say, and each cell.

    Raises:
        ConfigError: One of the cells does not go with the other settings.
    """
    demanding = [item for item in ranges if item.path in _DEMANDING]
    for values in product(*(item.ends for item in demanding)):
        settings = {item.name: value for item, value in zip(demanding, values, strict=True)}
        yield with_settings(experiment, settings)


def _parse(text: str) -> Range:
    name, sign, values = text.partition("=")
    if not (sign and values):
        template = "{range} {text} must be NAME=LOW:HIGH or NAME=VALUE,VALUE."
        raise _refusal(template, text=text)
    knob = _knob(name.strip())
    if BETWEEN not in values:
        return _among(knob, text, values.split(OR))
    low, sign, high = values.partition(BETWEEN)
    if knob.kind == "choice" or BETWEEN in high:
        names = OR.join(choice.value for choice in knob.choices) or "VALUE,VALUE"
        template = "{range} {text} must be {name}={names} or a part of these."
        raise _refusal(template, text=text, name=knob.field, names=names)
    ends = _number(knob, text, low), _number(knob, text, high)
    if ends[0] >= ends[1]:
        raise _refusal("{range} {text} must begin with the smaller number.", text=text)
    return Range(path=knob.path, low=ends[0], high=ends[1])


def _among(knob: Knob, text: str, values: list[str]) -> Range:
    choices: tuple[Value, ...]
    if knob.kind == "choice":
        choices = tuple(value.strip() for value in values)
        for choice in choices:
            changed(Experiment(), knob.path, choice)
    else:
        choices = tuple(_number(knob, text, value) for value in values)
    if len(choices) < 2 or len(set(choices)) < len(choices):
        template = "{range} {text} must have two or more values, each of them once."
        raise _refusal(template, text=text)
    return Range(path=knob.path, choices=choices)


def _number(knob: Knob, text: str, value: str) -> int | float:
    try:
        number = int(value) if knob.kind == "integer" else float(value)
    except ValueError:
        kind = "whole numbers" if knob.kind == "integer" else "numbers"
        template = "{range} {text} must have {kind}, not {value}."
        raise _refusal(template, text=text, kind=kind, value=value or "nothing") from None
    changed(Experiment(), knob.path, number)
    return number


def _knob(name: str) -> Knob:
    knobs = searchable()
    for knob in knobs:
        if name in (knob.field, knob.flag, knob.flag.removeprefix("--")):
            return knob
    names = ", ".join(knob.field for knob in knobs)
    template = "{range} {name} is not one of the settings that can be searched: {names}."
    raise _refusal(template, name=name, names=names)


def _refusal(template: str, **values: str) -> ConfigError:
    return ConfigError(RANGE_OPTION.field, template, range=RANGE_OPTION, **values)


class Plan(BaseModel):
    """The experiment that a search begins with, what it varies, and on which text.

    `source` is how the text was named where the search began; `digest` tells whether it is the
    same elsewhere. Studies of older versions have no `measure`: they compared what they trained.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    experiment: Experiment
    ranges: tuple[Range, ...]
    source: str
    digest: str
    measure: Measure = "perplexity"

    @property
    def epochs(self) -> int:
        """After how many epochs perplexity counts."""
        return self.experiment.train.epochs

    def reads_after(self, epoch: int) -> bool:
        """Tell whether the part held out is read after an epoch: all trials read after the same."""
        return epoch == self.epochs or epoch % read_every(self.epochs) == 0

    def written(self) -> str:
        """Return the plan as a study keeps it; older versions read it if nothing is held out."""
        return self.model_dump_json(exclude={"measure"} if self.measure == "perplexity" else None)

    @classmethod
    def read(cls, text: str, study: str) -> Plan:
        """Read a plan as a study keeps it, or raise a `ConfigError`."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            template = QT_TRANSLATE_NOOP(
                "Errors",
                "The study {study} belongs to another version of this program. Choose another "
                "name with {study_option}.",
            )
            raise ConfigError("study", template, study=study, study_option=STUDY_OPTION) from None


def measure_of(experiment: Experiment) -> Measure:
    """Return what trials are compared by: by what is held out, if anything is."""
    return "held_out" if experiment.corpus.held_out > 0 else "perplexity"


def read_every(epochs: int) -> int:
    """Return after how many epochs each the part held out is read, in trials of so many."""
    return -(-epochs // MOST_READINGS)


def require_same(mine: Plan, theirs: Plan, study: str) -> None:
    """Raise a `ConfigError` unless trials of both plans can be compared."""
    _require_same_measure(mine, theirs, study)
    for template, values in _differences(mine, theirs):
        raise ConfigError("study", template, study=study, study_option=STUDY_OPTION, **values)


def _require_same_measure(mine: Plan, theirs: Plan, study: str) -> None:
    if mine.measure == theirs.measure:
        return
    share = percent_text(
        (mine if mine.measure == "held_out" else theirs).experiment.corpus.held_out
    )
    if theirs.measure == "held_out":
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} compares the perplexity of the {share} held out, which trials with "
            "nothing held out do not have. Leave {held_out_option} out, or begin another with "
            "{study_option}.",
        )
    elif theirs.experiment.corpus.held_out > 0:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} is of an older version, which compared the perplexity of the "
            "training text although {share} was held out. Begin another with {study_option}.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} compares the perplexity of the whole text, and with {share} held "
            "out it would be another. Leave {held_out_option} out, or begin another with "
            "{study_option}.",
        )
    knob = KNOBS["corpus.held_out"]
    raise ConfigError(
        "study",
        template,
        study=study,
        share=share,
        held_out_option=FieldName(knob.path, knob.flag),
        study_option=STUDY_OPTION,
    )


RANGES_DIFFER = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has other ranges: {ranges}. Leave that out to take part in it, or begin "
    "another with {study_option}.",
)
SETTING_DIFFERS = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has {flag} {theirs}, not {ours}. Leave that out to take part in it, or "
    "begin another with {study_option}.",
)
TEXT_DIFFERS = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has another text ({text}). Leave that out to take part in it, or begin "
    "another with {study_option}.",
)


def _differences(mine: Plan, theirs: Plan) -> Iterator[tuple[str, dict[str, object]]]:
    if mine.ranges != theirs.ranges:
        yield RANGES_DIFFER, {"ranges": RangeList(theirs.ranges)}
    varied = {item.path for item in theirs.ranges}
    for path, knob in KNOBS.items():
        ours, their = value_at(mine.experiment, path), value_at(theirs.experiment, path)
        if knob.group in _COMPARED and path not in varied and ours != their:
            yield (
                SETTING_DIFFERS,
                {
                    "flag": FieldName(path, knob.flag),
                    "theirs": _written(path, their),
                    "ours": _written(path, ours),
                },
            )
    if mine.digest != theirs.digest:
        yield TEXT_DIFFERS, {"text": theirs.source}


def _written(path: str, value: object) -> FieldValue:
    return FieldValue(path, "all" if value is None else str(value))
