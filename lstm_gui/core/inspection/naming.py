"""Cells with names: which readable feature of the text each cell follows, if any."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Doubles, Floats
from lstm_gui.core.inspection.features import FeatureMatrix, corpus_features
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.lifetimes import DEAD_RANGE
from lstm_gui.core.model.cell_kinds import CELLS

__all__ = [
    "CellNaming",
    "NAMING_LENGTH",
    "NamedCell",
    "NamedLayer",
    "THRESHOLD",
    "WARMUP",
    "correlations",
    "name_cells",
    "standardized",
]

THRESHOLD = 0.6
WARMUP = 8
"""The first characters are left out, at most a quarter: the state still comes from zeros."""

_FLUKES = 0.01
_RAREST = 3  # a feature that shows less often cannot be told from an accident
_SURE = 0.99


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell and the feature that it follows; a negative correlation follows it upside down."""

    cell: int
    feature: str
    correlation: float


def name_cells(
    values: Floats,
    features: FeatureMatrix,
    threshold: float = THRESHOLD,
    warmup: int = WARMUP,
) -> tuple[NamedCell, ...]:
    """Name the cells that follow a feature, each by its best one, the clearest first.

    Args:
        values: The kept state of each cell, or another quantity, (T, H).
        features: Features of the same text.
        threshold: The least |r| of a name; what chance reaches can ask for more.
        warmup: How many characters are left out at the start, at most T / 4.
    """
    skipped = min(warmup, len(values) // 4)
    seen = FeatureMatrix(features.keys, features.values[:, skipped:])
    series = values[skipped:]
    r = correlations(series, seen)  # (F, H)
    level = _chance_of_each(series, seen)
    strength = np.abs(r)
    strength[strength < np.maximum(threshold, level)] = 0
    if not strength.size:
        return ()
    best = strength.argmax(axis=0)  # a tie goes to the feature that comes first
    cells = np.flatnonzero(strength.max(axis=0) > 0)
    named = [NamedCell(c, features.keys[best[c]], float(r[best[c], c])) for c in cells.tolist()]
    return tuple(sorted(named, key=lambda name: (-abs(name.correlation), name.cell)))


def correlations(values: Floats, features: FeatureMatrix) -> Doubles:
    """Return Pearson's r of each feature with each cell, (F, H).

    It is 0 where a cell hardly moves, and where a feature shows fewer than three times.
    """
    cells, moves = standardized(values)
    rows, shows = _standard_features(features)
    r: Doubles = (rows @ cells).astype(np.float64)
    r[~shows] = 0
    r[:, ~moves] = 0
    return np.asarray(np.clip(r, -1, 1), np.float64)


def standardized(values: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the cells with mean 0 and length 1, (T, H), and which of them move at all, (H,).

    The product of two such columns is their correlation. Cells that never move are all 0.
    """
    if not len(values):
        return values, np.zeros(values.shape[1], np.bool_)
    moves = np.asarray(np.ptp(values, axis=0) > DEAD_RANGE)
    centred = values - values.mean(axis=0)
    lengths = np.sqrt(np.einsum("th,th->h", centred, centred))
    return centred * np.where(moves, 1 / np.where(moves, lengths, 1), 0), moves


def _standard_features(features: FeatureMatrix) -> tuple[Doubles, NDArray[np.bool_]]:
    """Scale features like cells, (F, T), and tell which show often enough, (F,)."""
    rows = features.values.astype(np.float64)
    if not rows.shape[1]:
        return rows, np.zeros(len(rows), np.bool_)
    usual = np.median(rows, axis=1, keepdims=True)
    shows = np.count_nonzero(rows != usual, axis=1) >= _RAREST
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return centred / np.where(lengths > 0, lengths, 1), shows


def _chance_of_each(values: Floats, features: FeatureMatrix) -> Doubles:
    """Return what |r| chance reaches for each pair, (F, H)."""
    cells, _ = standardized(values)
    rows, _ = _standard_features(features)
    a = np.einsum("ft,ft->f", rows[:, 1:], rows[:, :-1])
    b = np.einsum("th,th->h", cells[1:], cells[:-1])
    alike = np.maximum(np.outer(a, b), 0)  # neighbours that alternate give no more samples
    return _levels(len(values) * (1 - alike) / (1 + alike), alike.size)


def _levels(samples: Doubles, comparisons: int) -> Doubles:
    """Return the |r| that the best of so many comparisons passes once in a hundred texts.

    Args:
        samples: Independent characters of each pair, which may be less than there are.
        comparisons: Pairs of cell and feature.
    """
    z = -NormalDist().inv_cdf(_FLUKES / 2 / max(comparisons, 1))
    deviation = 1 / np.sqrt(np.maximum(samples - 3, 1e-6))
    # What follows a feature to the letter is named however short the text.
    return np.asarray(np.minimum(np.tanh(z * deviation), _SURE), np.float64)


NAMING_LENGTH = 512


@dataclass(frozen=True, slots=True)
class NamedLayer:
    """The cells of a layer that have a name, the clearest first, over so many characters."""

    layer: int
    characters: int
    named: tuple[NamedCell, ...]


@dataclass(frozen=True, slots=True)
class CellNaming:
    """Read the beginning of the corpus and name the cells of one layer."""

    layer: int
    length: int = NAMING_LENGTH

    def steps(self, model: ModelAccess) -> Steps[NamedLayer]:
        """Yield how much has been read."""
        cell = model.model.cell
        ids = model.corpus.ids[: self.length].tolist()
        reader = ForwardPass(model.backend.weights(), cell)
        yield 0.0
        began = time.perf_counter()
        for index in ids:
            reader.read((index,))
            if time.perf_counter() - began > SLICE_S:
                yield len(reader) / len(ids)
                began = time.perf_counter()
        spec = CELLS[cell]
        values = spec.shown(reader.values(spec.memory, self.layer))
        yield 1.0
        features = corpus_features(model.corpus.text[: self.length], model.corpus)
        return NamedLayer(self.layer, len(ids), name_cells(values, features))
