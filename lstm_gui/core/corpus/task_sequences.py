"""Sequences that need memory: their parameters, and how one of a given size is made.

What can be known in a sequence from what stands before in it is told with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.settings.groups import MAX_SEED, Config
from lstm_gui.core.settings.knob import Knob

__all__ = [
    "BETWEEN",
    "BracketParameters",
    "CLOSING",
    "CountParameters",
    "FILLERS",
    "OrderParameters",
    "RecallParameters",
    "RefrainParameters",
    "ReverseParameters",
    "TaskParameters",
    "TaskSequence",
    "brackets",
    "count",
    "count3",
    "order",
    "recall",
    "refrain",
    "reverse",
]

BETWEEN = " "
"""What parts two sequences in a text in use: each is a line, and new lines are spaces."""

FILLERS = ".,:;"
_SYMBOLS = "abcdefghijklmnop"


# Parameters


def _knob(flag: str, label: str, help_text: str) -> Knob:
    return Knob(kind="integer", group="corpus", flag=flag, label=label, help=help_text)


class TaskParameters(Config):
    """What every task has: how much text, and made from which seed."""

    characters: Annotated[
        int,
        Field(ge=500, le=1_000_000),
        _knob(
            "characters",
            QT_TRANSLATE_NOOP("Knobs", "Characters"),
            QT_TRANSLATE_NOOP("Knobs", "About how long the text is."),
        ),
    ] = 20_000
    seed: Annotated[
        int,
        Field(ge=0, le=MAX_SEED),
        _knob(
            "seed",
            QT_TRANSLATE_NOOP("Knobs", "Text seed"),
            QT_TRANSLATE_NOOP("Knobs", "The same seed makes the same text."),
        ),
    ] = 0


class CountParameters(TaskParameters):
    """How far is counted."""

    n: Annotated[
        int,
        Field(ge=2, le=50),
        _knob(
            "n",
            QT_TRANSLATE_NOOP("Knobs", "n up to"),
            QT_TRANSLATE_NOOP("Knobs", "The largest number of a in the text."),
        ),
    ] = 10


class BracketParameters(TaskParameters):
    """How many brackets, of how many kinds, how deep."""

    pairs: Annotated[
        int,
        Field(ge=2, le=50),
        _knob(
            "pairs",
            QT_TRANSLATE_NOOP("Knobs", "Pairs up to"),
            QT_TRANSLATE_NOOP("Knobs", "The largest number of pairs in a line."),
        ),
    ] = 16
    kinds: Annotated[
        int,
        Field(ge=1, le=4),
        _knob(
            "kinds",
            QT_TRANSLATE_NOOP("Knobs", "Kinds"),
            QT_TRANSLATE_NOOP("Knobs", "How many kinds of brackets there are."),
        ),
    ] = 2
    depth: Annotated[
        int,
        Field(ge=2, le=20),
        _knob(
            "depth",
            QT_TRANSLATE_NOOP("Knobs", "Depth up to"),
            QT_TRANSLATE_NOOP("Knobs", "How many brackets are open at most."),
        ),
    ] = 8


_Symbols = Annotated[
    int,
    Field(ge=2, le=len(_SYMBOLS)),
    _knob(
        "symbols",
        QT_TRANSLATE_NOOP("Knobs", "Symbols"),
        QT_TRANSLATE_NOOP("Knobs", "How many different symbols there are to remember."),
    ),
]
_Letters = Annotated[
    int,
    Field(ge=2, le=len(_SYMBOLS)),
    _knob(
        "symbols",
        QT_TRANSLATE_NOOP("Knobs", "Symbols"),
        QT_TRANSLATE_NOOP("Knobs", "How many different letters there are."),
    ),
]
_Fillers = Annotated[
    int,
    Field(ge=1, le=len(FILLERS)),
    _knob(
        "fillers",
        QT_TRANSLATE_NOOP("Knobs", "Fillers"),
        QT_TRANSLATE_NOOP("Knobs", "How many different fillers come between, at random."),
    ),
]


class RecallParameters(TaskParameters):
    """How long something is kept in mind, and what."""

    delay: Annotated[
        int,
        Field(ge=1, le=200),
        _knob(
            "delay",
            QT_TRANSLATE_NOOP("Knobs", "Delay up to"),
            QT_TRANSLATE_NOOP("Knobs", "The largest number of fillers before the question."),
        ),
    ] = 50
    symbols: _Symbols = 4
    fillers: _Fillers = 1


class ReverseParameters(TaskParameters):
    """How long the words are, and of how many letters."""

    length: Annotated[
        int,
        Field(ge=1, le=30),
        _knob(
            "length",
            QT_TRANSLATE_NOOP("Knobs", "Letters up to"),
            QT_TRANSLATE_NOOP("Knobs", "The longest word that is copied backwards."),
        ),
    ] = 5
    symbols: _Letters = 4


class RefrainParameters(TaskParameters):
    """How often the refrain comes, and how long it is."""

    returns: Annotated[
        int,
        Field(ge=1, le=20),
        _knob(
            "returns",
            QT_TRANSLATE_NOOP("Knobs", "Returns up to"),
            QT_TRANSLATE_NOOP("Knobs", "How often the refrain comes again at most."),
        ),
    ] = 3
    every: Annotated[
        int,
        Field(ge=2, le=12),
        _knob(
            "every",
            QT_TRANSLATE_NOOP("Knobs", "Every"),
            QT_TRANSLATE_NOOP("Knobs", "After so many verses the refrain comes again."),
        ),
    ] = 3
    letters: Annotated[
        int,
        Field(ge=1, le=8),
        _knob(
            "letters",
            QT_TRANSLATE_NOOP("Knobs", "Letters"),
            QT_TRANSLATE_NOOP("Knobs", "How many letters a verse has."),
        ),
    ] = 2
    symbols: _Letters = 4


class OrderParameters(TaskParameters):
    """How long the order is kept in mind."""

    gap: Annotated[
        int,
        Field(ge=1, le=200),
        _knob(
            "gap",
            QT_TRANSLATE_NOOP("Knobs", "Gap up to"),
            QT_TRANSLATE_NOOP("Knobs", "The largest number of fillers before the question."),
        ),
    ] = 30
    symbols: _Symbols = 3
    fillers: _Fillers = 1


# Sequences: each maker takes the parameters, a size and a generator of random numbers


@dataclass(frozen=True, slots=True)
class TaskSequence:
    """A line of a task, and the places in it that can be known from what stands before in it.

    The last character is the blank that ends it; it can be among the places.
    """

    text: str
    asked: tuple[int, ...]


def _drawn(rng: np.random.Generator, characters: str, count: int) -> str:
    return "".join(characters[k] for k in rng.integers(len(characters), size=count).tolist())


def count(_p: CountParameters, n: int, _rng: np.random.Generator) -> TaskSequence:
    return TaskSequence("a" * n + "b" * n + BETWEEN, (*range(n + 1, 2 * n + 1),))


def count3(_p: CountParameters, n: int, _rng: np.random.Generator) -> TaskSequence:
    return TaskSequence("a" * n + "b" * n + "c" * n + BETWEEN, (*range(n + 1, 3 * n + 1),))


_OPENING, CLOSING = "([{<", ")]}>"


def brackets(p: BracketParameters, pairs: int, rng: np.random.Generator) -> TaskSequence:
    """Open and close by chance; the outermost bracket closes last."""
    text, left = "", pairs
    open_kinds: list[int] = []
    asked: list[int] = []
    while left or open_kinds:
        must_open = left and len(open_kinds) <= 1
        may_open = left and len(open_kinds) < p.depth
        if must_open or (may_open and rng.random() < 0.5):
            open_kinds.append(int(rng.integers(p.kinds)))
            text, left = text + _OPENING[open_kinds[-1]], left - 1
        else:
            asked.append(len(text))
            text += CLOSING[open_kinds.pop()]
    return TaskSequence(text + BETWEEN, (*asked, len(text)))


def recall(p: RecallParameters, delay: int, rng: np.random.Generator) -> TaskSequence:
    symbol = _drawn(rng, _SYMBOLS[: p.symbols], 1)
    fillers = _drawn(rng, FILLERS[: p.fillers], delay)
    return TaskSequence(f"!{symbol}{fillers}?{symbol}{BETWEEN}", (delay + 3,))


def reverse(p: ReverseParameters, length: int, rng: np.random.Generator) -> TaskSequence:
    word = _drawn(rng, _SYMBOLS[: p.symbols], length)
    asked = (*range(length + 1, 2 * length + 2),)
    return TaskSequence(f"{word}|{word[::-1]}{BETWEEN}", asked)


def refrain(p: RefrainParameters, returns: int, rng: np.random.Generator) -> TaskSequence:
    count = returns * p.every + 1
    verses = [_drawn(rng, _SYMBOLS[: p.symbols], p.letters) for _ in range(count)]
    places = range(p.every, count, p.every)
    for place in places:
        verses[place] = verses[0]
    width = p.letters + 1
    asked = (place * width + k for place in places for k in range(p.letters))
    return TaskSequence("/".join(verses) + BETWEEN, (*asked,))


def order(p: OrderParameters, gap: int, rng: np.random.Generator) -> TaskSequence:
    one, two = (_SYMBOLS[k] for k in rng.permutation(p.symbols)[:2].tolist())
    fillers = _drawn(rng, FILLERS[: p.fillers], gap)
    second = int(rng.integers(gap + 1))
    shown = f"{one}{fillers[:second]}{two}{fillers[second:]}?"
    return TaskSequence(f"{shown}{one}{two}{BETWEEN}", (len(shown), len(shown) + 1))
