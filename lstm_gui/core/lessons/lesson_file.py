"""Reads a lesson from a text file, as a teacher writes it; what is wrong is said with its line.

A file has a part [lesson] and a part [step] for each step, with lines `key = value`. A value goes
on in lines that are indented, where an empty line begins a paragraph. `key.zh = value` says the
same in another language. Lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.files import resource, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.lessons.lesson import Lesson, LessonStep, LineError

__all__ = ["LESSON_SUFFIX", "LessonError", "load_lesson", "looks_like_lesson", "shipped_lessons"]

LESSON_SUFFIX = ".lesson"
LARGEST = 256 * 1024

_ORDER = (
    *("perplexity", "equations", "clipping", "sampling", "distance", "cell", "memorising"),
    "copying",
)

_HEAD = re.compile(r"\[\s*(\w+)\s*\]\s*")
_LINE = re.compile(r"([A-Za-z]+)(?:\.([A-Za-z_]+))?\s*=\s*(.*)")
_IN_LANGUAGES = ("title", "summary", "text", "question", "choice", "after")
_SEVERAL = ("choice", "check")
_KEYS = {
    "lesson": ("title", "summary"),
    "step": tuple(LessonStep.model_fields),
}


_Made = TypeVar("_Made", Lesson, LessonStep)


class LessonError(PlaygroundError):
    """A lesson that cannot be used: which file, in which line, and why."""

    help = "lesson"

    @classmethod
    def at(cls, file: str, line: int, reason: PlaygroundError) -> LessonError:
        """Say what is wrong in a line."""
        said = Sentence(reason.template, reason.values, "Errors")
        template = QT_TRANSLATE_NOOP("Errors", "{file}, line {line}: {reason}")
        return cls(template, file=file, line=line, reason=said)


class _WrongLineError(Exception):
    def __init__(self, line: int, template: str, **values: object) -> None:
        super().__init__(template)
        self.line, self.reason = line, PlaygroundError(template, **values)


@dataclass(slots=True)
class _Value:
    """What stands behind a key: by language, where it has several."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Part:
    """One part of a file, as it is written."""

    kind: str
    line: int
    values: dict[str, list[_Value]] = field(default_factory=dict)

    def line_of(self, key: str, number: int = 0) -> int:
        """Return the line of a key, or of the part where it has none."""
        found = self.values.get(key)
        return found[min(number, len(found) - 1)].line if found else self.line

    def plain(self) -> dict[str, object]:
        """Return what a model is made of."""
        made: dict[str, object] = {}
        for key, values in self.values.items():
            every = [
                _trimmed(one.texts) if key in _IN_LANGUAGES else one.texts[""].strip()
                for one in values
            ]
            made[key] = tuple(every) if key in _SEVERAL else every[0]
        return made


def _trimmed(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items()}


def shipped_lessons() -> tuple[Path, ...]:
    """Return the lessons that come with the program, in the order to be read."""
    return tuple(resource("lessons", f"{name}{LESSON_SUFFIX}") for name in _ORDER)


def looks_like_lesson(path: Path) -> bool:
    """Tell by its name whether a file is a lesson."""
    return path.suffix.lower() == LESSON_SUFFIX


@lru_cache(maxsize=32)
def _shipped(path: Path) -> Lesson:
    return _parsed(path.read_text("utf-8"), path.name)


def load_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Raises:
        LessonError: It cannot be read, or something in it is not as it must be.
    """
    if path in shipped_lessons():
        return _shipped(path)
    name = shown(path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        template = QT_TRANSLATE_NOOP("Errors", "{file} is no text in UTF-8.")
        raise LessonError(template, file=name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        template = QT_TRANSLATE_NOOP("Errors", "{file} could not be read: {reason}.")
        raise LessonError(template, file=name, reason=reason) from None
    if len(raw) > LARGEST:
        template = QT_TRANSLATE_NOOP("Errors", "{file} is too long for a lesson.")
        raise LessonError(template, file=name)
    return _parsed(text, name)


def _parsed(text: str, name: str) -> Lesson:
    try:
        return _lesson(list(_parts(text)))
    except _WrongLineError as error:
        raise LessonError.at(name, error.line, error.reason) from None


def _lesson(parts: list[_Part]) -> Lesson:
    if not parts or parts[0].kind != "lesson":
        line = parts[0].line if parts else 1
        template = QT_TRANSLATE_NOOP("Errors", "A lesson begins with [lesson].")
        raise _WrongLineError(line, template)
    head, *steps = parts
    for part in steps:
        if part.kind == "lesson":
            template = QT_TRANSLATE_NOOP("Errors", "[lesson] stands once, at the top.")
            raise _WrongLineError(part.line, template)
    made = tuple(_made(part, lambda given: LessonStep(**given)) for part in steps)
    if not made:
        template = QT_TRANSLATE_NOOP("Errors", "The lesson has no [step].")
        raise _WrongLineError(head.line, template)
    return _made(head, lambda given: Lesson(**given, steps=made))


def _made(part: _Part, make: Callable[..., _Made]) -> _Made:
    try:
        return make(part.plain())
    except ValidationError as error:
        raise _line_error(part, error) from None


def _line_error(part: _Part, error: ValidationError) -> _WrongLineError:
    """Say the first thing that pydantic found, in our words, at the line where it stands."""
    first = error.errors(include_url=False)[0]
    where = first["loc"]
    key = str(where[0]) if where else ""
    number = where[1] if len(where) > 1 and isinstance(where[1], int) else 0
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, LineError):
        line = part.line_of(cause.key or key, number)
        return _WrongLineError(line, cause.error.template, **cause.error.values)
    if first["type"] == "missing":
        template = QT_TRANSLATE_NOOP("Errors", "This part has no {key}.")
        return _WrongLineError(part.line, template, key=key)
    template = QT_TRANSLATE_NOOP("Errors", "This cannot stand behind {key}.")
    return _WrongLineError(part.line_of(key, number), template, key=key or part.kind)


def _parts(text: str) -> Iterator[_Part]:
    """Yield the parts of a file as they are written."""
    part: _Part | None = None
    add: Callable[[str], None] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        if not line.strip() or line[0].isspace():
            if add is not None:
                add(line.strip())
            elif line.strip():
                template = QT_TRANSLATE_NOOP("Errors", "A line that is indented goes on a value.")
                raise _WrongLineError(number, template)
            continue
        head = _HEAD.fullmatch(line)
        if head is not None:
            if part is not None:
                yield part
            part, add = _begun(head[1], number), None
        else:
            add = _taken(part, line.rstrip(), number)
    if part is not None:
        yield part


def _begun(kind: str, line: int) -> _Part:
    if kind not in _KEYS:
        template = QT_TRANSLATE_NOOP("Errors", "There is no {name}. Choose from {names}.")
        raise _WrongLineError(line, template, name=f"[{kind}]", names="[lesson], [step]")
    return _Part(kind, line)


def _taken(part: _Part | None, text: str, line: int) -> Callable[[str], None]:
    """Put a line into its part; return what takes the lines that go on with it."""
    found = _LINE.fullmatch(text)
    if found is None:
        template = QT_TRANSLATE_NOOP(
            "Errors", "A line is key = value, [lesson], [step] or # remark."
        )
        raise _WrongLineError(line, template)
    if part is None:
        template = QT_TRANSLATE_NOOP("Errors", "A lesson begins with [lesson].")
        raise _WrongLineError(line, template)
    key, language, value = found[1], found[2] or "", found[3]
    if key not in _KEYS[part.kind]:
        template = QT_TRANSLATE_NOOP("Errors", "There is no {name}. Choose from {names}.")
        raise _WrongLineError(line, template, name=key, names=", ".join(_KEYS[part.kind]))
    if language and key not in _IN_LANGUAGES:
        template = QT_TRANSLATE_NOOP("Errors", "{key} is the same in all languages.")
        raise _WrongLineError(line, template, key=key)
    texts = _place(part, key, language, line).texts
    texts[language] = value

    def go_on(more: str) -> None:
        texts[language] = _joined(texts[language], more)

    return go_on


def _place(part: _Part, key: str, language: str, line: int) -> _Value:
    """Return where a value goes: to the last one of its key, unless that has this language."""
    values = part.values.setdefault(key, [])
    if not values or (language in values[-1].texts and key in _SEVERAL):
        values.append(_Value(line))
    elif language in values[-1].texts:
        template = QT_TRANSLATE_NOOP("Errors", "{key} stands here a second time.")
        raise _WrongLineError(line, template, key=key)
    return values[-1]


_SPACED = re.compile(r"[\x21-\x7e]")


def _joined(text: str, more: str) -> str:
    """Go on with a text: a blank line begins a paragraph, and Chinese lines meet without a gap."""
    if not more:
        return text if not text or text.endswith("\n") else f"{text}\n"
    if not text or text.endswith("\n"):
        return text + more
    gap = " " if _SPACED.match(text[-1]) or _SPACED.match(more[0]) else ""
    return f"{text}{gap}{more}"
