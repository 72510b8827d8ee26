"""A lesson and its steps, checked: texts in several languages, what to show, what to run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from lstm_gui.core.corpus.named_texts import names_file, settings_with
from lstm_gui.core.corpus.tasks import Task, names_task
from lstm_gui.core.errors import ConfigError, CorpusError, PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.lessons.measures import MEASURES, LessonCheck, Measure
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed_together
from lstm_gui.core.settings.groups import Config
from lstm_gui.core.settings.knob import Knob
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS

__all__ = ["Lesson", "LessonStep", "LineError", "VIEW_NAMES", "Words", "in_language", "numbers_in"]

Words = Mapping[str, str]
"""A text by language, such as zh; that of "" is for all others."""

VIEW_NAMES = (
    *("lyrics", "perplexity", "studio", "runs", "training", "steps"),
    *("reading", "ledger", "cells", "lifetimes", "phrases", "touch", "whatIf", "distance"),
    "article",
)
"""The docks that a step can show and hide: all but those whose place the lesson takes."""

_NUMBER = re.compile(r"\{([^{}]*)\}")


class LineError(ValueError):
    """Why a value of a lesson is refused; `key` names another one at fault."""

    def __init__(self, error: PlaygroundError, key: str = "") -> None:
        super().__init__(str(error))
        self.error, self.key = error, key


def _wrong(template: str, key: str = "", /, **values: object) -> LineError:
    return LineError(PlaygroundError(template, **values), key)


def in_language(words: Words, language: str) -> str:
    """Return a text in a language, such as zh_CN, or else in that of the lesson."""
    for name in (language, language.partition("_")[0], ""):
        if name in words:
            return words[name]
    return next(iter(words.values()))


def numbers_in(text: str) -> Iterator[tuple[str, Measure]]:
    """Yield each {measure} of a text: what stands there, and what it means, or raise ValueError."""
    for found in _NUMBER.finditer(text):
        yield found[0], Measure.of(found[1])


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _one_of(names: tuple[str, ...], value: str) -> str:
    if value not in names:
        template = QT_TRANSLATE_NOOP("Errors", "There is no {name}. Choose from {names}.")
        raise _wrong(template, name=value, names=", ".join(names))
    return value


def _views(value: object) -> object:
    parts = _split(value)
    if isinstance(parts, tuple):
        for part in parts:
            _one_of(VIEW_NAMES, part)
    return parts


def _quantity(value: object) -> object:
    names = sorted({name for spec in CELLS.values() for name in spec.quantities})
    return _one_of(tuple(names), value) if isinstance(value, str) and value else value


def _preset(value: object) -> object:
    return _one_of(tuple(PRESETS), value) if isinstance(value, str) else value


def _whole(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.isdecimal() or len(value) > 6:
        raise _wrong(QT_TRANSLATE_NOOP("Errors", "Must be a whole number, got {got}."), got=value)
    return int(value)


def _corpus(value: object) -> object:
    if isinstance(value, str) and names_task(value):
        try:
            Task.of(value)
        except CorpusError as error:
            raise LineError(error) from None
    return value


_FLAGS: dict[str, Knob] = {knob.flag.removeprefix("--"): knob for knob in KNOBS.values()}


def _settings(value: object) -> object:
    parts = _split(value)
    return dict(map(_setting, parts)) if isinstance(parts, tuple) else value


def _setting(text: str) -> tuple[str, object]:
    name, _, value = text.partition(" ")
    knob = _FLAGS[_one_of(tuple(_FLAGS), name)]
    return knob.path, _typed(knob, value.strip())


def _typed(knob: Knob, text: str) -> object:
    if text == "all":
        return None
    if knob.kind == "texts":
        return (text,)
    try:
        return {"integer": int, "number": float}.get(knob.kind, str)(text)
    except ValueError:
        return text  # which is refused with the setting's own sentence


def _check(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return LessonCheck.of(value)
    except ValueError:
        raise _wrong(_NO_CHECK, text=value, names=", ".join(MEASURES)) from None


def _with_numbers(value: object) -> object:
    for text in value.values() if isinstance(value, Mapping) else ():
        try:
            list(numbers_in(text))
        except ValueError as error:
            raise _wrong(_NO_MEASURE, text=error, names=", ".join(MEASURES)) from None
    return value


_NO_CHECK = QT_TRANSLATE_NOOP(
    "Errors",
    "{text} is no comparison. Write such as perplexity at 20 < 10, or right > 2 twin right, with "
    "{names}.",
)
_NO_MEASURE = QT_TRANSLATE_NOOP("Errors", "{text} is not measured. Choose from {names}.")
_CHOICES = QT_TRANSLATE_NOOP("Errors", "A question needs at least two choices.")
_ANSWER = QT_TRANSLATE_NOOP("Errors", "The answer is the number of a choice, 1 to {most}.")
_NO_RUN = QT_TRANSLATE_NOOP("Errors", "This needs a run: name its text with corpus.")

_Views = Annotated[tuple[str, ...], BeforeValidator(_views)]


class LessonStep(Config):
    """One step: what it says and shows; with a corpus, what it runs and what must come of it."""

    title: Words
    text: Words
    show: _Views = ()
    hide: _Views = ()
    quantity: Annotated[str, BeforeValidator(_quantity)] = ""
    layer: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=3)] = 0
    corpus: Annotated[str, BeforeValidator(_corpus)] = ""
    preset: Annotated[str, BeforeValidator(_preset)] = DEFAULT_PRESET
    settings: Annotated[
        Mapping[str, object], BeforeValidator(_settings), Field(default_factory=dict)
    ]
    twin: Annotated[
        Mapping[str, object], BeforeValidator(_settings), Field(default_factory=dict, max_length=1)
    ]
    question: Words = Field(default_factory=dict)
    choice: tuple[Words, ...] = ()
    answer: Annotated[int, BeforeValidator(_whole)] = 0
    check: tuple[Annotated[LessonCheck, BeforeValidator(_check)], ...] = ()
    after: Annotated[Words, BeforeValidator(_with_numbers), Field(default_factory=dict)]

    @model_validator(mode="after")
    def _goes_together(self) -> LessonStep:
        for key in ("settings", "twin", "check"):
            if getattr(self, key) and not self.corpus:
                raise _wrong(_NO_RUN, key)
        if self.question and len(self.choice) < 2:
            raise _wrong(_CHOICES, "question")
        if (self.question or self.answer) and not 1 <= self.answer <= len(self.choice):
            raise _wrong(_ANSWER, "answer", most=max(len(self.choice), 1))
        for key in ("settings", "twin"):
            try:
                _ = self.experiment if key == "settings" else self.difference.of(self.experiment)
            except ConfigError as error:
                raise LineError(error, key) from None
        return self

    @property
    def experiment(self) -> Experiment:
        """The settings of its run; a task's own come before those of the step."""
        begin = changed_together(PRESETS[self.preset].experiment, settings_with(self.corpus))
        return changed_together(begin, self.settings)

    @property
    def difference(self) -> Difference:
        """In what its twin differs; no name without a twin."""
        return Difference(*next(iter(self.twin.items()), ("", None)))


class Lesson(Config):
    """A lesson, as a file has it."""

    title: Words
    summary: Words
    steps: Annotated[tuple[LessonStep, ...], Field(min_length=1, max_length=30)]

    @property
    def files(self) -> tuple[str, ...]:
        """The texts that must lie beside its file."""
        names = (step.corpus for step in self.steps if step.corpus)
        return tuple(name for name in names if names_file(name))
