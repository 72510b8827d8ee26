"""What all processes of a search must agree on, kept with the study as JSON. No Optuna here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.search.space import Range
from lstm_gui.core.settings.experiment import KNOBS, Experiment
from lstm_gui.core.settings.knob import percent_text

__all__ = [
    "MOST_READINGS",
    "Measure",
    "Plan",
    "RANGES_DIFFER",
    "SETTING_DIFFERS",
    "TEXT_DIFFERS",
    "digest_of",
    "measure_of",
    "read_every",
    "require_same",
]

Measure = Literal["perplexity", "held_out"]
"""What trials are compared by: perplexity on the text in training, or on the part held out."""

MOST_READINGS = 20
"""A trial reads the part held out no oftener. A character takes twice as long to read as to train
on, so a tenth held out adds about a fifth to a trial of 20 epochs, and a fiftieth to one of 160."""

_COMPARED = ("model", "training", "corpus")
"""The groups of settings that perplexity depends on."""


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
                "name with --study.",
            )
            raise ConfigError("study", template, study=study) from None


def measure_of(experiment: Experiment) -> Measure:
    """Return what trials are compared by: by what is held out, if anything is."""
    return "held_out" if experiment.corpus.held_out > 0 else "perplexity"


def read_every(epochs: int) -> int:
    """Return after how many epochs each the part held out is read, in trials of so many."""
    return -(-epochs // MOST_READINGS)


def digest_of(corpus: Corpus) -> str:
    """Return a digest of the text in use."""
    return hashlib.sha256(corpus.text.encode("utf-8", "surrogatepass")).hexdigest()


def require_same(mine: Plan, theirs: Plan, study: str) -> None:
    """Raise a `ConfigError` unless trials of both plans can be compared."""
    _require_same_measure(mine, theirs, study)
    for template, values in _differences(mine, theirs):
        raise ConfigError("study", template, study=study, **values)


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
            "nothing held out do not have. Leave --held-out out, or begin another with --study.",
        )
    elif theirs.experiment.corpus.held_out > 0:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} is of an older version, which compared the perplexity of the "
            "training text although {share} was held out. Begin another with --study.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} compares the perplexity of the whole text, and with {share} held "
            "out it would be another. Leave --held-out out, or begin another with --study.",
        )
    raise ConfigError("study", template, study=study, share=share)


RANGES_DIFFER = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has other ranges: {ranges}. Leave that out to take part in it, or begin "
    "another with --study.",
)
SETTING_DIFFERS = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has {flag} {theirs}, not {ours}. Leave that out to take part in it, or "
    "begin another with --study.",
)
TEXT_DIFFERS = QT_TRANSLATE_NOOP(
    "Errors",
    "The study {study} has another text ({text}). Leave that out to take part in it, or begin "
    "another with --study.",
)


def _differences(mine: Plan, theirs: Plan) -> Iterator[tuple[str, dict[str, str]]]:
    if mine.ranges != theirs.ranges:
        yield RANGES_DIFFER, {"ranges": ", ".join(str(item) for item in theirs.ranges)}
    varied = {item.path for item in theirs.ranges}
    for path, knob in KNOBS.items():
        ours, their = _at(mine.experiment, path), _at(theirs.experiment, path)
        if knob.group in _COMPARED and path not in varied and ours != their:
            values = {"flag": knob.flag, "theirs": _written(their), "ours": _written(ours)}
            yield SETTING_DIFFERS, values
    if mine.digest != theirs.digest:
        yield TEXT_DIFFERS, {"text": theirs.source}


def _at(experiment: Experiment, path: str) -> object:
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value


def _written(value: object) -> str:
    return "all" if value is None else str(value)
