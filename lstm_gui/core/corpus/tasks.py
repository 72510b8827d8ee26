"""Texts that need memory: made by seed, with what in them can be known from what stands before.

A task is named by one line, such as `task:recall:delay=50,seed=3`, from which the same text is
made again; so it is remembered, continued and recovered as a file is by its path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pydantic import ValidationError

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.task_sequences import (
    BETWEEN,
    CLOSING,
    BracketParameters,
    CountParameters,
    OrderParameters,
    RecallParameters,
    RefrainParameters,
    ReverseParameters,
    TaskParameters,
    TaskSequence,
    brackets,
    count,
    count3,
    order,
    recall,
    refrain,
    reverse,
)
from lstm_gui.core.corpus.text import Corpus, make_corpus
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.knob import Knob, knobs_of

__all__ = [
    "TASKS",
    "LONGEST",
    "NUM_STEPS",
    "Task",
    "TaskSequence",
    "TaskSpec",
    "load_task",
    "names_task",
    "task_of",
]

_PREFIX = "task:"
LONGEST = 10
"""So many times the trained size is asked for at most."""

# The table


_Make = Callable[[Any, int, np.random.Generator], TaskSequence]
# Any: each task has parameters of its own


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A kind of task.

    Args:
        name: What it is called on the command line.
        label: What it is called in the window.
        asks: Two sentences of what it asks of the memory.
        parameters: What can be chosen.
        size: The parameter that is the largest size in the text.
        make: Makes a sequence of a size.
        prefix: What samples begin with.
        closed: Where it is known only that it is one of these, which of them it is; empty for all
            characters.
        settings: In what the settings that learn it quickly differ from those of other tasks.
    """

    name: str
    label: str
    asks: str
    parameters: type[TaskParameters]
    size: str
    make: _Make
    prefixes: tuple[str, ...]
    closed: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """What can be chosen: its own parameters before those that every task has."""
        knobs = knobs_of(self.parameters, self.name)
        return tuple(sorted(knobs, key=lambda knob: knob.field in TaskParameters.model_fields))


NUM_STEPS = "train.num_steps"
_BEYOND, _FEWEST_STEPS, _MOST_STEPS = 6, 40, 500

_QUICK: dict[str, object] = {
    "corpus.max_chars": None,
    "corpus.held_out": 0.0,
    "model.cell": "lstm",
    "model.layers": 1,
    "model.hidden": 32,
    "model.init": "fan_in",
    "model.forget_bias": 1.0,
    "train.batch_size": 16,
    "train.sampling": "consecutive",
    "train.optimizer": "adam",
    "train.learning_rate": 0.01,
    "train.clipping_theta": 1.0,
    "train.epochs": 40,
    "train.sample_every": 10,
    "train.sample_length": 40,
}

_COUNTING: dict[str, object] = {
    "model.cell": "peephole",  # its gates see the counter itself
    "model.hidden": 10,
    "model.init": "normal",
    "train.batch_size": 8,
    "train.learning_rate": 0.02,
    "train.epochs": 60,
}

TASKS: dict[str, TaskSpec] = {
    spec.name: spec
    for spec in (
        TaskSpec(
            name="count",
            label=QT_TRANSLATE_NOOP("Tasks", "Counting: aⁿbⁿ"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "So many a, then as many b. The memory has to count up and down again: one cell "
                "that adds 1 for an a and takes 1 for a b is enough.",
            ),
            parameters=CountParameters,
            size="n",
            make=count,
            prefixes=("aabb aaaaab", "aabb aaaaaaaaab"),
            settings=_COUNTING,
        ),
        TaskSpec(
            name="count3",
            label=QT_TRANSLATE_NOOP("Tasks", "Counting: aⁿbⁿcⁿ"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "So many a, as many b, as many c. One counter is not enough: while one goes down "
                "with the b, another has to keep the number for the c.",
            ),
            parameters=CountParameters,
            size="n",
            make=count3,
            prefixes=("aabbcc aaaaab", "aabbcc aaaaaaaab"),
            settings={**_COUNTING, "model.hidden": 16, "train.epochs": 100},
        ),
        TaskSpec(
            name="brackets",
            label=QT_TRANSLATE_NOOP("Tasks", "Brackets within brackets"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "Brackets of several kinds are opened and closed in the right order. The memory "
                "has to keep what is open, and how deep: a stack.",
            ),
            parameters=BracketParameters,
            size="pairs",
            make=brackets,
            prefixes=("[()] ([(", "[()] [([]"),
            closed=CLOSING + BETWEEN,
            settings={"model.hidden": 16, "model.init": "normal", "train.epochs": 80},
        ),
        TaskSpec(
            name="recall",
            label=QT_TRANSLATE_NOOP("Tasks", "Recall after a delay"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "A symbol is shown after a mark, fillers follow, and it is asked for. The memory "
                "has to carry it unchanged through all that does not matter.",
            ),
            parameters=RecallParameters,
            size="delay",
            make=recall,
            prefixes=("!a...?a !b....................?", "!c...?c !d........................?"),
            settings={"train.epochs": 100},
        ),
        TaskSpec(
            name="reverse",
            label=QT_TRANSLATE_NOOP("Tasks", "A word backwards"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "A word is copied backwards, its last letter first. The memory has to keep every "
                "letter in its place, the first one longest.",
            ),
            parameters=ReverseParameters,
            size="length",
            make=reverse,
            prefixes=("ab|ba abca|", "ab|ba cdb|"),
            settings={"train.epochs": 60},
        ),
        TaskSpec(
            name="refrain",
            label=QT_TRANSLATE_NOOP("Tasks", "A refrain that returns"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "The first verse of each line comes again every few verses, among others. The "
                "memory has to keep it, and to count the verses until it is due.",
            ),
            parameters=RefrainParameters,
            size="returns",
            make=refrain,
            prefixes=("ab/ca/bd/", "bb/ac/da/"),
            settings={"train.epochs": 80},
        ),
        TaskSpec(
            name="order",
            label=QT_TRANSLATE_NOOP("Tasks", "Which came first"),
            asks=QT_TRANSLATE_NOOP(
                "Tasks",
                "Two symbols stand far apart among fillers, and are asked for in their order. The "
                "memory has to keep which came first, and the second one must not disturb it.",
            ),
            parameters=OrderParameters,
            size="gap",
            make=order,
            prefixes=("b...a..?ba a........b......?", "b...a..?ba c.....a...........?"),
            settings={"train.epochs": 60},
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its parameters."""

    spec: TaskSpec
    parameters: TaskParameters

    @classmethod
    def of(cls, name: str) -> Task:
        """Read what names a task.

        Raises:
            CorpusError: There is no such task or parameter, or a value is out of its range.
        """
        kind, _, given = name.removeprefix(_PREFIX).partition(":")
        spec = TASKS.get(kind)
        if spec is None:
            template = QT_TRANSLATE_NOOP(
                "Errors", "There is no task {name}. Choose one of {names}."
            )
            raise CorpusError(template, name=kind, names=", ".join(TASKS))
        values: dict[str, object] = {}
        for part in filter(None, given.split(",")):
            key, _, value = part.partition("=")
            values[key.strip()] = _number(value)
        return cls(spec, _checked(spec, values))

    def changed(self, values: Mapping[str, object]) -> Task:
        """Return the task with some parameters replaced.

        Raises:
            CorpusError: A value is out of its range.
        """
        return Task(self.spec, _checked(self.spec, {**self.parameters.model_dump(), **values}))

    @property
    def name(self) -> str:
        """The line that names it: parameters that are as always are left out."""
        now, usual = self.parameters, type(self.parameters)()
        fields = [knob.field for knob in self.spec.knobs]
        values = {key: getattr(now, key) for key in fields}
        given = [f"{key}={v}" for key, v in values.items() if v != getattr(usual, key)]
        return f"{_PREFIX}{self.spec.name}" + (f":{','.join(given)}" if given else "")

    @property
    def size(self) -> int:
        """The largest size in the text."""
        return int(getattr(self.parameters, self.spec.size))

    @property
    def settings(self) -> dict[str, object]:
        """What learns this task quickly, by dotted names, and what its samples begin with."""
        own = {NUM_STEPS: self.num_steps, "train.prefixes": self.spec.prefixes}
        return {**_QUICK, **self.spec.settings, **own}

    @property
    def num_steps(self) -> int:
        """How many time steps reach over a whole sequence, as a gradient must to learn it."""
        longest = self.sequence(self.size, np.random.default_rng(0))
        return min(max(len(longest.text) + _BEYOND, _FEWEST_STEPS), _MOST_STEPS)

    def sequence(self, size: int, rng: np.random.Generator) -> TaskSequence:
        """Make a sequence of this size."""
        return self.spec.make(self.parameters, size, rng)

    def lines(self) -> list[str]:
        """Make the lines of the text, of all sizes alike."""
        rng = np.random.default_rng((self.parameters.seed, 0))
        lines: list[str] = []
        length = 0
        while length < self.parameters.characters:
            sequence = self.sequence(int(rng.integers(1, self.size + 1)), rng)
            lines.append(sequence.text.removesuffix(BETWEEN))
            length += len(sequence.text)
        return lines

    def unseen(self, sizes: Sequence[int]) -> list[TaskSequence]:
        """Make sequences of these sizes that are not among the lines, where there are such.

        Of aⁿbⁿ there is one for each n, so only a longer one than any in the text is new.
        """
        rng = np.random.default_rng((self.parameters.seed, 1))
        seen = frozenset(self.lines())
        return [self._unseen(size, rng, seen) for size in sizes]

    def _unseen(self, size: int, rng: np.random.Generator, seen: frozenset[str]) -> TaskSequence:
        for _ in range(_TRIES):
            sequence = self.sequence(size, rng)
            if sequence.text.removesuffix(BETWEEN) not in seen:
                break
        return sequence


_TRIES = 8


def _number(text: str) -> object:
    return int(text) if text.strip().lstrip("-").isdecimal() else text


def _checked(spec: TaskSpec, values: Mapping[str, object]) -> TaskParameters:
    try:
        return spec.parameters.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        knobs = {knob.field: knob for knob in spec.knobs}
        if key not in knobs:
            template = QT_TRANSLATE_NOOP(
                "Errors", "The task {task} has no parameter {name}. It has {names}."
            )
            raise CorpusError(
                template, task=spec.name, name=key or "?", names=", ".join(knobs)
            ) from error
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "{name} of the task {task} must be a whole number between {low} and {high}, got {got}.",
        )
        low, high = (thousands(int(bound or 0)) for bound in (knobs[key].low, knobs[key].high))
        raise CorpusError(
            template, task=spec.name, name=key, low=low, high=high, got=values[key]
        ) from error


def names_task(name: str) -> bool:
    """Tell whether this names a task, right or wrong, and not a file."""
    return name.startswith(_PREFIX)


def load_task(name: str) -> Corpus:
    """Make the text of a task.

    Raises:
        CorpusError: There is no such task or parameter, or a value is out of its range.
    """
    task = Task.of(name)
    corpus = make_corpus(Decoded("\n".join(task.lines()), "utf-8", "utf-8"), task.name)
    return replace(corpus, task=task.name)


def task_of(corpus: Corpus) -> Task | None:
    """Return the task that a text is of, or None for any other text."""
    return Task.of(corpus.task) if corpus.task else None
