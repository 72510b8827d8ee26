"""A lesson as markup for Qt: the list of lessons, and a step with its question and what came of it.

Texts of a lesson are somebody else's: everything in them is escaped, and only **stress** is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.lessons.lesson import Lesson, LessonStep, in_language, numbers_in
from lstm_gui.core.lessons.measures import LessonCheck, Measure, MeasuredRun, measured_text
from lstm_gui.core.numbers import marked
from lstm_gui.gui.widgets.formats import escaped
from lstm_gui.gui.widgets.translation import translated

__all__ = ["LessonState", "Outcome", "lesson_html", "list_html", "measured"]

_STRESS = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step's run: each measure as text, and each check with whether it holds."""

    numbers: dict[Measure, str]
    checks: tuple[tuple[LessonCheck, bool], ...]

    @property
    def holds(self) -> bool:
        """Whether everything came out as the lesson says."""
        return all(held for _, held in self.checks)


def measured(step: LessonStep, run: MeasuredRun, twin: MeasuredRun | None) -> Outcome:
    """Measure what a step checks, and what it tells afterwards."""
    wanted = [measure for check in step.check for measure in check.measures]
    for text in step.after.values():
        wanted += [measure for _, measure in numbers_in(text)]
    numbers = {one: measured_text(one, one.value(run, twin)) for one in dict.fromkeys(wanted)}
    return Outcome(numbers, tuple((check, check.holds(run, twin)) for check in step.check))


@dataclass(frozen=True, slots=True)
class LessonState:
    """Where a person is in a lesson."""

    lesson: Lesson
    number: int = 0
    chosen: int | None = None
    """The choice that was made, from 0; None before."""
    running: bool = False
    outcome: Outcome | None = None
    can_run: bool = False

    @property
    def step(self) -> LessonStep:
        """The step under way."""
        return self.lesson.steps[self.number]

    @property
    def last(self) -> bool:
        """Whether no step comes after it."""
        return self.number == len(self.lesson.steps) - 1

    @property
    def answered(self) -> bool:
        """Whether the question may be resolved: its run is over, or it needs none."""
        return self.outcome is not None or (not self.step.corpus and self.chosen is not None)

    @property
    def asks(self) -> bool:
        """Whether the person is to predict before anything is run."""
        return bool(self.step.question) and self.chosen is None


def list_html(lessons: Sequence[tuple[Path, Lesson]], language: str) -> str:
    """Return the list of lessons, each a link."""
    head = QCoreApplication.translate("Lessons", "Lessons")
    lead = QCoreApplication.translate(
        "Lessons",
        "Each has a few steps and takes a minute or two. You say what you expect, a small model is "
        "trained before your eyes, and its numbers decide.",
    )
    rows = []
    for number, (_, lesson) in enumerate(lessons):
        title = escaped(in_language(lesson.title, language))
        summary = escaped(in_language(lesson.summary, language))
        rows.append(f'<p><a href="lesson:{number}"><b>{title}</b></a><br/>{summary}</p>')
    article = QCoreApplication.translate("Lessons", "The article")
    own = QCoreApplication.translate("Lessons", "Open a lesson file…")
    links = f'<a href="open:">{own}</a> · <a href="article:">{article}</a>'
    return f'<h1>{head}</h1><p class="lead">{lead}</p>{"".join(rows)}<p>{links}</p>'


def lesson_html(state: LessonState, language: str) -> str:
    """Return a step."""
    step = state.step
    place = QCoreApplication.translate("Lessons", "Step {number} of {count}").format(
        number=state.number + 1, count=len(state.lesson.steps)
    )
    title = escaped(in_language(state.lesson.title, language))
    leave = QCoreApplication.translate("Lessons", "All lessons")
    parts = [
        f'<p class="lead"><a href="leave:">{leave}</a> › {title} · {place}</p>',
        f"<h1>{escaped(in_language(step.title, language))}</h1>",
        _paragraphs(in_language(step.text, language)),
        *(_question(state, language) if step.question else ()),
        *(_outcome(state, language) if state.answered else ()),
    ]
    return "".join(parts)


def _question(state: LessonState, language: str) -> list[str]:
    parts = [f"<h2>{escaped(in_language(state.step.question, language))}</h2>"]
    for number, choice in enumerate(state.step.choice):
        chosen = number == state.chosen
        text = f"{'●' if chosen else '○'} {escaped(in_language(choice, language))}"
        if not state.running and not state.answered:
            text = f'<a href="choice:{number}">{text}</a>'
        if state.answered and number == state.step.answer - 1:
            text = f"<b>{text} ✓</b>"
        parts.append(f'<p class="claim">{text}</p>')
    return parts


def _outcome(state: LessonState, language: str) -> list[str]:
    head = QCoreApplication.translate("Lessons", "What came of it")
    parts = [f"<h2>{head}</h2>"]
    outcome = state.outcome
    if outcome is not None:
        parts += [_check_line(check, held, outcome) for check, held in outcome.checks]
        if not outcome.holds:
            otherwise = QCoreApplication.translate(
                "Lessons",
                "It came out otherwise than the lesson says. Was the run stopped, or a setting "
                "changed meanwhile? Run it again.",
            )
            return [*parts, f'<p><span class="no">{otherwise}</span></p>']
    if state.chosen is not None:
        other = QCoreApplication.translate("Lessons", "You expected something else.")
        foreseen = state.chosen == state.step.answer - 1
        right = QCoreApplication.translate("Lessons", "You foresaw it.")
        said = right if foreseen else other
        parts.append(f"<p>{said}</p>")
    if state.step.after:
        parts.append(_paragraphs(_with_numbers(state, language)))
    return parts


def _check_line(check: LessonCheck, held: bool, outcome: Outcome) -> str:
    """Say what was measured, what was expected, and whether that holds."""
    numbers = "<br/>".join(
        f"{escaped(translated(one.label))}: <b>{outcome.numbers[one]}</b>" for one in check.measures
    )
    kind, mark = ("muted", "✓") if held else ("no", "✗")
    expected = QCoreApplication.translate("Lessons", "expected: {check}").format(
        check=escaped(_check_text(check))
    )
    return f'<p class="claim">{numbers}<br/><span class="{kind}">{mark} {expected}</span></p>'


def _check_text(check: LessonCheck) -> str:
    sides = (check.less, check.more) if "<" in check.text else (check.more, check.less)
    texts, percent = [], " %" if any(one.percent for one in check.measures) else ""
    for side in sides:
        factor = marked(f"{side.factor:g}")
        if side.measure is None:
            texts.append(factor + percent)
        else:
            label = translated(side.measure.label)
            texts.append(label if side.factor == 1 else f"{factor} × {label}")
    return f" {'<' if '<' in check.text else '>'} ".join(texts)


def _with_numbers(state: LessonState, language: str) -> str:
    text = in_language(state.step.after, language)
    numbers: dict[Measure, str] = state.outcome.numbers if state.outcome is not None else {}
    for place, measure in numbers_in(text):
        text = text.replace(place, numbers.get(measure, "–"))
    return text


def _paragraphs(text: str) -> str:
    lines = (_STRESS.sub(r"<b>\1</b>", escaped(line)) for line in text.split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines if line)
