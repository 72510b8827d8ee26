"""Texts that a person reads, marked for translation: the window shows them in its language.

No Qt here. A template is marked with `QT_TRANSLATE_NOOP` where it is written; a value may be a
sentence itself, such as the label of a setting, and is then translated in its own context.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lstm_gui.core.files import resource

__all__ = [
    "FieldName",
    "FieldValue",
    "QT_TRANSLATE_NOOP",
    "SOURCE_LANGUAGE",
    "Sentence",
    "languages",
    "say",
    "translation_name",
]

SOURCE_LANGUAGE = "en"


def languages() -> tuple[str, ...]:
    """Return the languages there are: the one of the sources, and those of resources/i18n."""
    files = resource("i18n").glob(f"{translation_name('*')}.qm")
    start = len(translation_name(""))
    return SOURCE_LANGUAGE, *sorted(path.stem[start:] for path in files)


def translation_name(language: str) -> str:
    """Return the name of a language's file in resources/i18n, without its suffix."""
    return f"lstm_gui_{language}"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` unchanged; the window translates it in `context` when it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class FieldName:
    """A setting or an option that a sentence names: by its flag here, by its label in a window.

    `field` is the dotted name of a setting, or the name of an option, such as `study`.
    """

    field: str
    flag: str

    def __str__(self) -> str:
        return self.flag


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of a setting in a sentence, as a command line writes it."""

    field: str
    text: str

    def __str__(self) -> str:
        return self.text


CONTEXT = "Steering"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with `{name}` fields and their values; `str()` gives the English."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    context: str = CONTEXT

    def __str__(self) -> str:
        return self.template.format(**self.values)


def say(template: str, **values: object) -> Sentence:
    """Make a sentence; mark its template with `QT_TRANSLATE_NOOP("Steering", …)`."""
    return Sentence(template, values)
