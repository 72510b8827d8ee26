"""Which settings a search varies, and between what: ranges, read from text. No Optuna to load.

A range is `learning_rate=1e-3:1e-1` or `optimizer=sgd,adam`. Its scale is the knob's, so that a
learning rate is drawn by its logarithm, as the form's slider moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel, ConfigDict

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed, changed_together
from lstm_gui.core.settings.knob import Knob

__all__ = [
    "Range",
    "Settings",
    "Value",
    "acts",
    "extremes",
    "parse_ranges",
    "searchable",
    "with_settings",
]

if TYPE_CHECKING:
    from optuna.trial import Trial

Value = int | float | str
Settings = Mapping[str, Value]
"""The value of each searched setting by its short name, such as `learning_rate`."""

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

    def __str__(self) -> str:
        if self.choices:
            return f"{self.name} {' | '.join(f'{choice}' for choice in self.choices)}"
        scale = " (log)" if self.log_scale else ""
        return f"{self.name} {self.low:g} … {self.high:g}{scale}"


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
            raise _refusal(f"--range {item.name} is given twice. Keep one of them.")
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
        raise _refusal(f"--range {text} must be NAME=LOW:HIGH or NAME=VALUE,VALUE.")
    knob = _knob(name.strip())
    if BETWEEN not in values:
        return _among(knob, text, values.split(OR))
    low, sign, high = values.partition(BETWEEN)
    if knob.kind == "choice" or BETWEEN in high:
        names = OR.join(choice.value for choice in knob.choices) or "VALUE,VALUE"
        raise _refusal(f"--range {text} must be {knob.field}={names} or a part of these.")
    ends = _number(knob, text, low), _number(knob, text, high)
    if ends[0] >= ends[1]:
        raise _refusal(f"--range {text} must begin with the smaller number.")
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
        raise _refusal(f"--range {text} must have two or more values, each of them once.")
    return Range(path=knob.path, choices=choices)


def _number(knob: Knob, text: str, value: str) -> int | float:
    try:
        number = int(value) if knob.kind == "integer" else float(value)
    except ValueError:
        kind = "whole numbers" if knob.kind == "integer" else "numbers"
        raise _refusal(f"--range {text} must have {kind}, not {value or 'nothing'}.") from None
    changed(Experiment(), knob.path, number)
    return number


def _knob(name: str) -> Knob:
    knobs = searchable()
    for knob in knobs:
        if name in (knob.field, knob.flag, knob.flag.removeprefix("--")):
            return knob
    names = ", ".join(knob.field for knob in knobs)
    raise _refusal(f"--range {name} is not one of the settings that can be searched: {names}.")


def _refusal(sentence: str) -> ConfigError:
    return ConfigError("range", "{sentence}", sentence=sentence)
