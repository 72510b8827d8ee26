"""Who mattered: which of the characters before a character made the model expect it.

By gradient, as Madsen (2019) draws it, which says what a slight change would do; and exactly, by
reading the text anew without each of them. P characters before it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, floats
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.inspection.unrolled import Unrolled, loss_gradient, row_norms
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.settings.groups import CellKind

__all__ = ["MOST_MATTERING", "Mattering", "WhoMattered"]

MOST_MATTERING = 128
"""So many characters before one are looked at; the work grows with their square."""


@dataclass(frozen=True, slots=True, eq=False)
class Mattering:
    """What each character before `position` did to the log-probability of the one there.

    NaN for those that lie too far back. Logarithms are natural.
    """

    text: str
    position: int
    log_p: float
    gradient: Floats  # (P,) the norm of ∂ log p by the row of W_x that was read
    left_out: Floats  # (P,) log p − log p without it: above 0 it made the character likelier


@dataclass(frozen=True, slots=True)
class WhoMattered:
    """Ask what led to the character at `position` of a text, which is read from zeros."""

    text: str
    position: int

    def steps(self, model: ModelAccess) -> Steps[Mattering]:
        """Yield how far it is.

        Raises:
            CorpusError: There is nothing before it, or a character that the model does not know.
        """
        ids = model.vocabulary.encode(self.text[: self.position + 1])
        if len(ids) < 2:
            raise CorpusError(QT_TRANSLATE_NOOP("Errors", "Nothing came before this character."))
        weights, cell = model.backend.weights(), model.model.cell
        yield 0.0
        first = max(self.position - MOST_MATTERING, 0)
        start = yield from _state_after(weights, cell, ids[:first].tolist())
        readings = _Readings(weights, cell, start)
        began = time.perf_counter()
        for number, index in enumerate(ids[first:-1].tolist()):
            readings.read(index)
            if time.perf_counter() - began > SLICE_S:
                yield 0.1 + 0.8 * number / (len(ids) - first)
                began = time.perf_counter()
        yield 0.9
        return _result(self, readings, int(ids[-1]))


def _state_after(weights: Arrays, cell: CellKind, ids: list[int]) -> Steps[Memory]:
    """Read what lies too far back."""
    unrolled, began = Unrolled(weights, cell, 1), time.perf_counter()
    for number, index in enumerate(ids):
        _read(unrolled, index)
        unrolled.forget()
        if time.perf_counter() - began > SLICE_S:
            yield 0.1 * number / len(ids)
            began = time.perf_counter()
    return unrolled.memory


class _Readings:
    """A text read as it is, and at the same time without each of its characters.

    Up to the character that it lacks, a text is the whole one, and goes on from its state.
    """

    def __init__(self, weights: Arrays, cell: CellKind, start: Memory) -> None:
        self._weights, self._cell = weights, cell
        self.whole = Unrolled(weights, cell, 1, start)
        self._lacking: Memory | None = None

    def read(self, index: int) -> None:
        """Read one more character: the whole text does, and those that lack an earlier one."""
        lacking = self._lacking
        if lacking is not None:
            unrolled = Unrolled(self._weights, self._cell, lacking.h.shape[1], lacking)
            _read(unrolled, index)
            lacking = unrolled.memory
        self._lacking = _joined(lacking, self.whole.memory)
        _read(self.whole, index)

    def lacking_logits(self) -> Floats:
        """Return the scores of what follows each text that lacks a character, (P, V)."""
        assert self._lacking is not None
        count = self._lacking.h.shape[1]
        return Unrolled(self._weights, self._cell, count, self._lacking).logits()


def _read(unrolled: Unrolled, index: int) -> None:
    texts = unrolled.start.h.shape[1]
    for _ in unrolled.read(np.full(texts, index, np.int32)):
        pass


def _joined(some: Memory | None, one: Memory) -> Memory:
    if some is None:
        return one
    h = np.concatenate((some.h, one.h), axis=1)
    if some.c is None or one.c is None:
        return Memory(h, None)
    return Memory(h, np.concatenate((some.c, one.c), axis=1))


def _result(asked: WhoMattered, readings: _Readings, target: int) -> Mattering:
    whole, position = readings.whole, asked.position
    logits = whole.logits()
    log_p = float(log_softmax(logits)[0, target])
    back = whole.back_from_last(loss_gradient(logits, np.array([target])))
    gradient = [float(row_norms(step.sums)[0]) for step in back][::-1]
    without = log_softmax(readings.lacking_logits())[:, target]
    far = np.full(position - len(gradient), np.nan)
    return Mattering(
        text=asked.text,
        position=position,
        log_p=log_p,
        gradient=floats(np.concatenate((far, gradient))),
        left_out=floats(np.concatenate((far, log_p - without))),
    )
