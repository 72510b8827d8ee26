"""What all processes of a search must agree on, kept with the study as JSON. No Optuna here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from lstm_gui.core.config import KNOBS, Experiment
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.search_space import Range
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Plan", "digest_of", "require_same"]

_COMPARED = ("model", "training", "corpus")
"""The groups of settings that perplexity depends on."""


class Plan(BaseModel):
    """The experiment that a search begins with, what it varies, and on which text.

    `source` is how the text was named where the search began; `digest` tells whether it is the
    same elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    experiment: Experiment
    ranges: tuple[Range, ...]
    source: str
    digest: str

    @property
    def epochs(self) -> int:
        """After how many epochs perplexity counts."""
        return self.experiment.train.epochs

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


def digest_of(corpus: Corpus) -> str:
    """Return a digest of the text in use."""
    return hashlib.sha256(corpus.text.encode("utf-8", "surrogatepass")).hexdigest()


def require_same(mine: Plan, theirs: Plan, study: str) -> None:
    """Raise a `ConfigError` unless trials of both plans can be compared."""
    for difference in _differences(mine, theirs):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The study {study} has {difference}. Leave that out to take part in it, or begin "
            "another with --study.",
        )
        raise ConfigError("study", template, study=study, difference=difference)


def _differences(mine: Plan, theirs: Plan) -> Iterator[str]:
    if mine.ranges != theirs.ranges:
        yield "other ranges: " + ", ".join(str(item) for item in theirs.ranges)
    varied = {item.path for item in theirs.ranges}
    for path, knob in KNOBS.items():
        ours, their = _at(mine.experiment, path), _at(theirs.experiment, path)
        if knob.group in _COMPARED and path not in varied and ours != their:
            yield f"{knob.flag} {_written(their)}, not {_written(ours)}"
    if mine.digest != theirs.digest:
        yield f"another text ({theirs.source})"


def _at(experiment: Experiment, path: str) -> object:
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value


def _written(value: object) -> str:
    return "all" if value is None else str(value)
