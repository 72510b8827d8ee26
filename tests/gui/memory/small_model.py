"""A small random network for the views of the memory: real traces and real jobs, no engine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig

__all__ = ["HIDDEN", "TEXT", "VOCABULARY", "access", "read", "unknown"]

TEXT = "汽笛把黄昏一寸寸拉开 你的旧皮箱停在黄线外"
VOCABULARY = Vocabulary.of(TEXT + "分橘子")
HIDDEN = 12


def read(text: str = TEXT, cell: CellKind = "lstm", layers: int = 1) -> Trace:
    """Return the trace of a text."""
    return forward(_weights(cell, layers), cell, VOCABULARY.encode(text))


def access(cell: CellKind = "lstm", layers: int = 1) -> Any:
    """Return what a job may look at; a stand-in of the few things that it asks for."""
    weights = _weights(cell, layers)
    return SimpleNamespace(
        backend=SimpleNamespace(weights=lambda: weights),
        vocabulary=VOCABULARY,
        corpus=None,
        model=ModelConfig(cell=cell, hidden=HIDDEN, layers=layers),
    )


def unknown(text: str) -> tuple[str, ...]:
    """Return the characters that the network does not know."""
    return VOCABULARY.unknown(text)


def _weights(cell: CellKind, layers: int) -> dict[str, Floats]:
    rng = np.random.default_rng(3)
    count = len(VOCABULARY)
    weights: dict[str, Floats] = {}

    def draw(*shape: int) -> Floats:
        return rng.normal(size=shape).astype(np.float32)

    for layer in range(layers):
        at, inputs = f"l{layer}.", count if layer == 0 else HIDDEN
        for one in CELLS["lstm" if cell == "peephole" else cell].parameters:
            weights[at + one.name] = draw(*one.shape(inputs, HIDDEN)) / (
                1 if one.name == "W_x" else 4
            )
    weights["W_hq"], weights["b_q"] = draw(HIDDEN, count), draw(count)
    if cell == "peephole":  # all else is as in the LSTM
        weights |= {f"l{layer}.p": draw(3 * HIDDEN) for layer in range(layers)}
    return weights
