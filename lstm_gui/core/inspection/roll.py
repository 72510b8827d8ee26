"""Calls the roll: names all cells of a layer over a longer text than a heat map can show.

The probe text has some forty characters, in which almost everything could be chance
(see `naming`); the beginning of the corpus has enough of them for names that hold.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from lstm_gui.core.inspection.cells import memory_shown, state_quantity
from lstm_gui.core.inspection.features import corpus_features
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.model import Reader
from lstm_gui.core.inspection.naming import NamedCell, name_cells

__all__ = ["ROLL_LENGTH", "Roll", "RollCall"]

ROLL_LENGTH = 512


@dataclass(frozen=True, slots=True)
class Roll:
    """The cells of a layer that have a name, the clearest first, over so many characters."""

    layer: int
    characters: int
    named: tuple[NamedCell, ...]


@dataclass(frozen=True, slots=True)
class RollCall:
    """Read the beginning of the corpus and name the cells of one layer."""

    layer: int
    length: int = ROLL_LENGTH

    def steps(self, model: ModelAccess) -> Steps[Roll]:
        """Yield how much has been read."""
        cell = model.model.cell
        ids = model.corpus.ids[: self.length].tolist()
        reader = Reader(model.backend.weights(), cell)
        yield 0.0
        began = time.perf_counter()
        for index in ids:
            reader.read((index,))
            if time.perf_counter() - began > SLICE_S:
                yield len(reader) / len(ids)
                began = time.perf_counter()
        values = memory_shown(cell, reader.values(state_quantity(cell), self.layer))
        yield 1.0
        features = corpus_features(model.corpus.text[: self.length], model.corpus)
        return Roll(self.layer, len(ids), name_cells(values, features))
