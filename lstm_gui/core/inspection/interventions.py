"""Trials on a copy of the weights: an intervention in the memory, and one other character.

Both read in plain numpy, so what is tried can never reach the model in training, and all of a
trial sees the same weights however long training goes on beside it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Floats, floats
from lstm_gui.core.errors import CorpusError, EngineError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.forward import ForwardPass, Intervention
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.predictions import divergence
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import states
from lstm_gui.core.model.writing import choose
from lstm_gui.core.settings.groups import DrawConfig

__all__ = [
    "InterventionOutcome",
    "InterventionRun",
    "InterventionTrial",
    "WhatIf",
    "WhatIfResult",
    "compared",
]


@dataclass(frozen=True, slots=True)
class InterventionRun:
    """What a model wrote after the prefix, and the trace of prefix and text together."""

    text: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class InterventionOutcome:
    """The same prefix read and continued twice: without and with the intervention."""

    prefix: str
    without: InterventionRun
    with_: InterventionRun


@dataclass(frozen=True, slots=True)
class InterventionTrial:
    """Read a prefix and write on, with and without a change to the memory.

    The intervention acts while the prefix is read and while the continuation is written.
    With `transplant_from`, the whole state after that other text is where reading the prefix
    begins; without, it begins at zeros. Both runs draw the same random numbers.
    """

    prefix: str
    intervention: Intervention | None
    transplant_from: str | None
    length: int
    temperature: float = 0.0
    seed: int = 0

    def steps(self, model: ModelAccess) -> Steps[InterventionOutcome]:
        """Yield how many of all characters have been read and written.

        Raises:
            CorpusError: A text is empty, or has characters that the model does not know.
            EngineError: The intervention is on cells that the model does not have.
        """
        prefix = _encoded(self.prefix, model)
        donor = _encoded(self.transplant_from, model) if self.transplant_from else []
        _require_cells(self.intervention, model)
        weights, cell = model.backend.weights(), model.model.cell
        progress = _Progress(len(donor) + 2 * (len(prefix) + self.length))
        yield 0.0
        other = ForwardPass(weights, cell)
        yield from progress.read(other, donor)
        start = other.memory if donor else None
        alone = ForwardPass(weights, cell)
        changed = ForwardPass(weights, cell, start=start, intervention=self.intervention)
        runs = []
        for reader in (alone, changed):
            yield from progress.read(reader, prefix)
            yield from progress.read(reader, self._choices(reader))
            trace = reader.trace()
            runs.append(InterventionRun(model.vocabulary.decode(trace.ids[len(prefix) :]), trace))
            yield progress.fraction
        return InterventionOutcome(self.prefix, *runs)

    def _choices(self, reader: ForwardPass) -> Iterable[int]:
        """Choose each next character when it is asked for, after the last one was read."""
        rng, draw = np.random.default_rng(self.seed), DrawConfig(temperature=self.temperature)
        for _ in range(self.length):
            yield choose(reader.logits(), draw, rng)


class _Progress:
    """Counts the characters of a trial, and yields whenever a slice's time is over."""

    def __init__(self, all_: int) -> None:
        self._all, self._done = all_, 0

    @property
    def fraction(self) -> float:
        return self._done / self._all

    def read(self, reader: ForwardPass, ids: Iterable[int]) -> Steps[None]:
        began = time.perf_counter()
        for index in ids:
            reader.read((index,))
            self._done += 1
            if time.perf_counter() - began > SLICE_S:
                yield self.fraction
                began = time.perf_counter()


def _encoded(text: str, model: ModelAccess) -> list[int]:
    if not text:
        raise CorpusError(QT_TRANSLATE_NOOP("Errors", "Type at least one character to begin with."))
    ids: list[int] = model.vocabulary.encode(text).tolist()
    return ids


def _require_cells(intervention: Intervention | None, model: ModelAccess) -> None:
    if intervention is None:
        return
    hidden, layers = model.model.hidden, model.model.layers
    if intervention.layer < layers and max(intervention.cells or (0,)) < hidden:
        return
    template = QT_TRANSLATE_NOOP(
        "Errors",
        "These cells are of another model. Choose the cells anew (layers here: {layers}, cells in "
        "each: {hidden}).",
    )
    raise EngineError(template, layers=layers, hidden=hidden)


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """What one other character changes, character by character."""

    original: Trace
    altered: Trace
    difference: Floats  # (layers, T, H) kept state, altered − original
    distance: Floats  # (T,) mean |difference| over layers and cells
    divergence: Floats  # (T,) KL(original‖altered) of what comes next, in nats


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Read a text as it is, and with another character at one position."""

    text: str
    position: int
    character: str

    def steps(self, model: ModelAccess) -> Steps[WhatIfResult]:
        """Yield how many characters of both texts have been read.

        Raises:
            CorpusError: A text is empty, or has characters that the model does not know.
            IndexError: `position` lies outside the text.
        """
        original = _encoded(self.text, model)
        if not 0 <= self.position < len(original):
            raise IndexError(f"there is no character {self.position} in this text")
        altered = [*original]
        altered[self.position] = _encoded(self.character, model)[0]
        weights, progress = model.backend.weights(), _Progress(2 * len(original))
        yield 0.0
        traces = []
        for ids in (original, altered):
            reader = ForwardPass(weights, model.model.cell)
            yield from progress.read(reader, ids)
            traces.append(reader.trace())
            yield progress.fraction
        return compared(*traces)


def compared(original: Trace, altered: Trace) -> WhatIfResult:
    """Tell two readings apart that differ in a character."""
    change = states(altered) - states(original)
    return WhatIfResult(
        original,
        altered,
        floats(change),
        floats(np.abs(change).mean(axis=(0, 2))),
        divergence(original.logits, altered.logits),
    )
