"""A knob: label, range, unit and help of one setting.

The form, the command line, the tooltips and README read this. No Qt and no argparse here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import compact, marked, thousands

__all__ = ["Choice", "GROUPS", "Group", "Kind", "Knob", "bound_text", "knobs_of", "percent_text"]

Group = Literal["model", "training", "samples", "engine", "corpus"]
Kind = Literal["integer", "number", "choice", "text", "texts"]

GROUPS: dict[Group, str] = {
    "corpus": QT_TRANSLATE_NOOP("Knobs", "Text"),
    "model": QT_TRANSLATE_NOOP("Knobs", "Model"),
    "training": QT_TRANSLATE_NOOP("Knobs", "Training"),
    "samples": QT_TRANSLATE_NOOP("Knobs", "Samples"),
    "engine": QT_TRANSLATE_NOOP("Knobs", "Engine"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a setting that has a few; `without` names the kinds of cell that lack it."""

    value: str
    label: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knob:
    """How one setting is shown and named.

    `path`, `low` and `high` are filled in by `knobs_of` from the configuration that carries the
    knob, so that a range stands in one place. `live` settings act on a running model from the
    next batch on; the others need a new model. A `percent` is kept as a share, from 0 to 1.
    `slider` is the part of the range that is worth a slider, in steps of `step`; on a log scale it
    has round values instead, powers of two for a `binary` one. `cells` are the kinds of cell in
    which it does anything; none stands for all. `raised` tells what comes of a higher value, or of
    each choice; `formula` is in the notation of `core.help.topic.Topic`.
    """

    kind: Kind
    group: Group
    flag: str
    label: str
    help: str
    raised: str = ""
    formula: str = ""
    unit: str = ""
    live: bool = False
    log_scale: bool = False
    percent: bool = False
    slider: tuple[float, float] | None = None
    step: float = 1.0
    binary: bool = False
    choices: tuple[Choice, ...] = ()
    cells: tuple[str, ...] = ()
    path: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def field(self) -> str:
        """The last part of `path`: the name of the field in its configuration."""
        return self.path.rpartition(".")[2]


def percent_text(share: float) -> str:
    """Write a share in percent: 0.125 is "12.5 %"."""
    return marked(f"{100 * share:.4g} %")


def bound_text(knob: Knob, value: float) -> str:
    """Write an end of a setting's range."""
    if knob.percent:
        return percent_text(value)
    return thousands(int(value)) if value.is_integer() else compact(value)


def knobs_of(config: type[BaseModel], prefix: str) -> Iterator[Knob]:
    """Yield the knobs of a configuration class, in the order of its fields."""
    for name, info in config.model_fields.items():
        knob = next((item for item in info.metadata if isinstance(item, Knob)), None)
        if knob is None:
            continue
        low: float | None = None
        high: float | None = None
        for bound in info.metadata:
            if isinstance(bound, Ge):
                low = float(bound.ge)  # type: ignore[arg-type]  # our bounds are numbers
            elif isinstance(bound, Gt):
                low = float(bound.gt)  # type: ignore[arg-type]
            elif isinstance(bound, Le):
                high = float(bound.le)  # type: ignore[arg-type]
        yield replace(knob, path=f"{prefix}.{name}", low=low, high=high)
