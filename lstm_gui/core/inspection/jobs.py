"""Longer work for the engine thread in slices: generators that tell how far they are.

A job is cancelled by not calling it again. None touches the weights, the optimiser or the state
that training carries: each reads with a copy of the weights. A slice takes about `SLICE_S`,
whatever the size of the model, as long as one character does not take longer.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.settings.groups import ModelConfig

__all__ = ["Job", "ModelAccess", "SLICE_S", "Steps", "finish"]

SLICE_S = 0.006
"""How long a slice should take; the last character of one can make it a little longer."""

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)
Steps = Generator[float, None, Result]
"""Yields how far the work is, 0 to 1, and returns its result."""


@dataclass(frozen=True, slots=True)
class ModelAccess:
    """What a job may look at: the model that trains, its text, and its twin if it has one."""

    backend: Backend
    vocabulary: Vocabulary
    corpus: Corpus
    model: ModelConfig
    trained: int | None = None
    """How much of the text the model is trained on; None for all of it."""
    twin: ModelAccess | None = None


class Job(Protocol[Result_co]):
    """Work in slices: `steps` yields how far it is, 0 to 1, and returns the result."""

    def steps(self, model: ModelAccess) -> Generator[float, None, Result_co]:
        """Do a slice at each `next`; the result is the value of StopIteration."""


def finish(job: Job[Result], model: ModelAccess) -> Result:
    """Do a job in one go, for tests and the command line."""
    slices = job.steps(model)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            result: Result = end.value
            return result
