"""What a lesson can ask of its runs: a short list of measures, and two of them compared.

A lesson is somebody else's file, so nothing in it is evaluated: it names what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.inspection.copies import TextIndex, novelty_of_samples
from lstm_gui.core.numbers import brief
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.curves import RunCurves
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.training.progress import RightDone, SampleDone

__all__ = ["LessonCheck", "MEASURES", "Measure", "MeasuredRun", "measured_text"]

LONGEST_TEXT = 200_000
"""Copies are looked for in the thread of the window, which takes a tenth of a second in this."""


class MeasuredRun(Protocol):
    """A run, as far as lessons measure it."""

    curves: RunCurves
    experiment: Experiment
    corpus: Corpus | None
    right: RightDone | None
    samples: list[SampleDone]


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    of: Callable[[MeasuredRun, int | None], float | None]
    percent: bool = False


def _perplexity(run: MeasuredRun, epoch: int | None) -> float | None:
    epochs = run.curves.epochs
    return _at(epochs["x"].tolist(), epochs["perplexity"].tolist(), epoch)


def _held_out(run: MeasuredRun, epoch: int | None) -> float | None:
    points = run.curves.held_out
    return _at(points["x"].tolist(), points["perplexity"].tolist(), epoch)


def _at(places: Sequence[float], values: Sequence[float], epoch: int | None) -> float | None:
    if epoch is None:
        return values[-1] if values else None
    return dict(zip(map(int, places), values, strict=True)).get(epoch)


def _epochs(run: MeasuredRun, _: int | None) -> float:
    return float(len(run.curves.epochs))


def _right(run: MeasuredRun, _: int | None) -> float | None:
    return None if run.right is None else run.right.right


def _new(run: MeasuredRun, epoch: int | None) -> float | None:
    """Return the share of an epoch's samples that is not copied from the text trained on."""
    corpus, samples = run.corpus, run.samples
    if corpus is None or len(corpus) > LONGEST_TEXT or not samples:
        return None
    wanted = samples[-1].epoch if epoch is None else epoch
    texts = [(one.prefix, one.text) for one in samples if one.epoch == wanted]
    if not texts:
        return None
    trained = training_length(corpus, run.experiment.corpus.held_out)
    return novelty_of_samples(texts, TextIndex.of(corpus, trained)).share_new


MEASURES: dict[str, _Kind] = {
    "perplexity": _Kind(QT_TRANSLATE_NOOP("Lessons", "perplexity"), _perplexity),
    "held-out": _Kind(QT_TRANSLATE_NOOP("Lessons", "held-out perplexity"), _held_out),
    "right": _Kind(QT_TRANSLATE_NOOP("Lessons", "right answers"), _right, percent=True),
    "new": _Kind(QT_TRANSLATE_NOOP("Lessons", "share that is not copied"), _new, percent=True),
    "epochs": _Kind(QT_TRANSLATE_NOOP("Lessons", "complete epochs"), _epochs),
}
"""What can be measured; a percentage is written as one, such as right > 90."""

_MEASURE = re.compile(r"(?P<twin>twin\s+)?(?P<name>[a-z-]+)(?:\s+at\s+(?P<epoch>\d{1,6}))?")
_SIDE = re.compile(r"(?P<factor>\d{1,12}(?:\.\d{1,12})?)?\s*(?P<measure>[a-z].*)?")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the run or of its twin, after an epoch or at the end."""

    name: str
    twin: bool = False
    epoch: int | None = None

    @classmethod
    def of(cls, text: str) -> Measure:
        """Read such as "twin perplexity at 20".

        Raises:
            ValueError: It is none.
        """
        found = _MEASURE.fullmatch(text.strip())
        if found is None or found["name"] not in MEASURES:
            raise ValueError(text)
        epoch = found["epoch"]
        return cls(found["name"], bool(found["twin"]), None if epoch is None else int(epoch))

    @property
    def percent(self) -> bool:
        """Whether it is a share, in percent."""
        return MEASURES[self.name].percent

    def value(self, run: MeasuredRun, twin: MeasuredRun | None) -> float | None:
        """Return what came of it; None where that is not known."""
        measured = twin if self.twin else run
        if measured is None:
            return None
        value = MEASURES[self.name].of(measured, self.epoch)
        return 100 * value if value is not None and self.percent else value

    @property
    def label(self) -> Sentence:
        """What is measured, in words."""
        label = Sentence(MEASURES[self.name].label, context="Lessons")
        if self.epoch is not None:
            values = {"measure": label, "epoch": self.epoch}
            label = Sentence(_AFTER, values, "Lessons")
        return Sentence(_OF_TWIN, {"measure": label}, "Lessons") if self.twin else label


_AFTER = QT_TRANSLATE_NOOP("Lessons", "{measure} after epoch {epoch}")
_OF_TWIN = QT_TRANSLATE_NOOP("Lessons", "twin: {measure}")


def measured_text(measure: Measure, value: float | None) -> str:
    """Write what came of a measure."""
    if value is None:
        return "–"
    return f"{value:.0f} %" if measure.percent else brief(value)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a number, a measure, or so many times a measure."""

    factor: float
    measure: Measure | None

    @classmethod
    def of(cls, text: str) -> Side:
        """Read such as "10", "perplexity at 5" or "0.5 twin perplexity", or raise ValueError."""
        found = _SIDE.fullmatch(text.strip())
        if found is None or not text.strip():
            raise ValueError(text)
        measure = None if found["measure"] is None else Measure.of(found["measure"])
        return cls(float(found["factor"] or 1), measure)

    def value(self, run: MeasuredRun, twin: MeasuredRun | None) -> float | None:
        """Return its number; None where that is not known."""
        if self.measure is None:
            return self.factor
        value = self.measure.value(run, twin)
        return None if value is None else self.factor * value


@dataclass(frozen=True, slots=True)
class LessonCheck:
    """What the lesson expects of its runs: that one side is less than the other."""

    text: str
    less: Side
    more: Side

    @classmethod
    def of(cls, text: str) -> LessonCheck:
        """Read such as "perplexity at 40 < 0.5 twin perplexity".

        Raises:
            ValueError: It is no comparison of what can be measured.
        """
        parts = re.split("([<>])", text)
        if len(parts) != 3:
            raise ValueError(text)
        sides = Side.of(parts[0]), Side.of(parts[2])
        less, more = sides if parts[1] == "<" else reversed(sides)
        return cls(" ".join(text.split()), less, more)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is measured for it, as written from left to right."""
        sides = (self.less, self.more) if "<" in self.text else (self.more, self.less)
        return tuple(side.measure for side in sides if side.measure is not None)

    def holds(self, run: MeasuredRun, twin: MeasuredRun | None) -> bool:
        """Tell whether it came out so; what is not known did not."""
        less, more = self.less.value(run, twin), self.more.value(run, twin)
        return less is not None and more is not None and less < more
