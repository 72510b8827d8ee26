"""A text as the model read it at an earlier moment, whose weights were kept.

The engine copies the weights when it is asked to; reading with them is numpy's work, on whatever
thread the caller likes, and training knows nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import ModelAccess, Steps
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.settings.groups import CellKind

__all__ = ["KeepMoment", "KeptMoment", "mean_surprise", "surprise_then"]

_AT_ONCE = 256
"""So many characters are read before what is not wanted of them is forgotten."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptMoment:
    """A model as it was."""

    weights: Arrays
    cell: CellKind
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class KeepMoment:
    """Copy the model as it is."""

    def steps(self, model: ModelAccess) -> Steps[KeptMoment]:
        """Yield once, before the copy is made."""
        yield 0.0
        return KeptMoment(model.backend.weights(), model.model.cell, model.vocabulary)


def surprise_then(moment: KeptMoment, text: str) -> Floats:
    """Return −log p of each character in nats, (T,); nan for the first: nothing came before it.

    Raises:
        CorpusError: The text has characters that the model did not know then.
    """
    ids = moment.vocabulary.encode(text)
    result = np.full(len(ids), np.nan)
    memory = None
    for first in range(0, len(ids), _AT_ONCE):
        reader = ForwardPass(moment.weights, moment.cell, start=memory)
        reader.read(ids[first : first + _AT_ONCE].tolist())
        memory = reader.memory
        logs = log_softmax(reader.trace().logits)  # (S, V)
        came = ids[first + 1 : first + 1 + len(logs)]
        result[first + 1 : first + 1 + len(came)] = -logs[np.arange(len(came)), came]
    return floats(result)


def mean_surprise(surprise: Floats) -> float:
    """Return the mean in nats, the first character left out; nan for a text of one character."""
    return float(np.mean(surprise[1:], dtype=np.float64)) if len(surprise) > 1 else float("nan")
