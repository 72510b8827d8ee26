"""Cells with names: which readable feature of the text each cell follows, if any."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Doubles, Floats
from lstm_gui.core.inspection.features import FeatureMatrix, corpus_features
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import SLICE_S, ModelAccess, Steps
from lstm_gui.core.inspection.lifetimes import DEAD_RANGE
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import initial_weights

__all__ = [
    "CellNaming",
    "NAMING_LENGTH",
    "NamedCell",
    "NamedLayer",
    "THRESHOLD",
    "WARMUP",
    "correlations",
    "is_varied",
    "name_cells",
    "standardized",
]

THRESHOLD = 0.6
WARMUP = 8
"""The first characters are left out, at most a quarter: the state still comes from zeros."""

_FLUKES = 0.01
"""Of so many texts one may get a name by chance."""

_RAREST = 3  # a feature that shows less often cannot be told from an accident
_FEWEST = 8  # a feature of fewer independent characters, which rises once, cannot from a drift
_VARIED = 8  # English has 11 to 13, Chinese 40 and more
_SURE = 0.99
_EVIDENT = 0.9
_MEDIAN_OF_NORMAL = 0.6745  # of the sizes of normal numbers of deviation 1


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell and the feature that it follows; a negative correlation follows it upside down."""

    cell: int
    feature: str
    correlation: float


def is_varied(text: str) -> bool:
    """Tell whether a text has enough different characters for what is said of chance to hold.

    They are counted as if all were equally frequent, by how often two of them are the same. Of two
    or three characters any network follows something, because there is little else to follow: half
    of the untrained ones would have a name.
    """
    return len(text) ** 2 >= _VARIED * sum(count**2 for count in Counter(text).values())


def name_cells(
    values: Floats,
    features: FeatureMatrix,
    threshold: float = THRESHOLD,
    warmup: int = WARMUP,
    untrained: Floats | None = None,
) -> tuple[NamedCell, ...]:
    """Name the cells that follow a feature, each by its best one, the clearest first.

    Args:
        values: The memory of each cell as it is, (T, H): tanh would hide what counts on.
        features: Features of the same text.
        threshold: The least |r| of a name; what chance reaches can ask for more.
        warmup: How many characters are left out at the start, at most T / 4.
        untrained: The same cells before training, where the text is not varied: a cell must come
            twice as close to its feature as any of them did.
    """
    skipped = min(warmup, len(values) // 4)
    seen = FeatureMatrix(features.keys, features.values[:, skipped:])
    series = values[skipped:]
    standard = _standard_features(seen)
    r = _correlations(series, standard)  # (F, H)
    strength = np.abs(r)
    strength[strength < np.maximum(threshold, _spread_of_all(r))] = 0
    if untrained is not None:
        before = np.abs(_correlations(untrained[skipped:], standard)).max(axis=1, keepdims=True)
        strength[strength <= (1 + before) / 2] = 0
    likely = np.flatnonzero(strength.any(axis=0))
    if not likely.size:
        return ()
    level = _chance_of_each(series[:, likely], standard, r.size)
    strength[:, likely] *= strength[:, likely] >= level
    best = strength.argmax(axis=0)  # a tie goes to the feature that comes first
    cells = np.flatnonzero(strength.max(axis=0) > 0)
    named = [NamedCell(c, features.keys[best[c]], float(r[best[c], c])) for c in cells.tolist()]
    return tuple(sorted(named, key=lambda name: (-abs(name.correlation), name.cell)))


def correlations(values: Floats, features: FeatureMatrix) -> Doubles:
    """Return Pearson's r of each feature with each cell, (F, H).

    It is 0 where a cell hardly moves, and where a feature shows too seldom.
    """
    return _correlations(values, _standard_features(features))


def _correlations(values: Floats, features: _StandardFeatures) -> Doubles:
    cells, moves = standardized(values)
    r: Doubles = (features.rows @ cells).astype(np.float64)
    r[~features.shows] = 0
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


@dataclass(frozen=True, slots=True, eq=False)
class _StandardFeatures:
    """Features scaled like cells, (F, T), which show often enough, (F,), and how alike they stay.

    `alike` is the correlation of each with itself 0, 1, 2 … characters later, (T, F).
    """

    rows: Doubles
    shows: NDArray[np.bool_]
    alike: Doubles


def _standard_features(features: FeatureMatrix) -> _StandardFeatures:
    rows = features.values.astype(np.float64)
    if not rows.shape[1]:
        return _StandardFeatures(rows, np.zeros(len(rows), np.bool_), rows.T)
    usual = np.median(rows, axis=1, keepdims=True)
    often = np.count_nonzero(rows != usual, axis=1) >= _RAREST
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    rows = centred / np.where(lengths > 0, lengths, 1)
    alike = _self_similarity(rows.T)
    enough = rows.shape[1] >= _FEWEST * (2 * (alike**2).sum(axis=0) - 1)
    return _StandardFeatures(rows, often & enough, alike)


def _self_similarity(series: Floats | Doubles) -> Doubles:
    """Return each column's correlation with itself 0, 1, 2 … characters later, (T, N).

    It is cut off where it first reaches 0: what follows is estimated from too little, and lines of
    equal length that are alike for ever are no less evidence.
    """
    length = len(series)
    spectrum = np.fft.rfft(series, 2 * length, axis=0)
    alike = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, axis=0)[:length]
    alike[np.logical_or.accumulate(alike <= 0, axis=0)] = 0
    return np.asarray(alike / np.where(alike[:1] > 0, alike[:1], 1), np.float64)


def _chance_of_each(values: Floats, features: _StandardFeatures, comparisons: int) -> Doubles:
    """Return what |r| a cell and a feature reach that have nothing to do with each other, (F, H).

    The longer both stay alike, the fewer independent characters there are (Bartlett, 1946):
    T / (1 + 2 Σ ρ_f(k) ρ_c(k)). Their first neighbours alone would not do: a refrain is as like
    itself twenty characters later as a fast cell is to its next value.
    """
    cells, _ = standardized(values)
    alike = features.alike.T @ _self_similarity(cells)
    return _levels(len(cells) / np.maximum(2 * alike - 1, 1), comparisons)


def _spread_of_all(r: Doubles) -> Doubles:
    """Return what |r| the best cell reaches that follows a feature no more than the others, (F, 1).

    The cells of an untrained network follow blanks, say, as the chance of their weights has it;
    and so do all of them, more or less. A name is for those that stand out from the layer, or
    that follow so closely that nobody will doubt it, for a small one may do nothing else.
    """
    moving = np.arctanh(np.minimum(np.abs(r[:, r.any(axis=0)]), _SURE))
    if not moving.size:
        return np.ones((len(r), 1))
    spread = np.median(moving, axis=1, keepdims=True) / _MEDIAN_OF_NORMAL
    spread *= 1 + 1 / np.sqrt(moving.shape[1])  # so much it may be estimated too small
    return np.asarray(np.minimum(np.tanh(_rare(r.size) * spread), _EVIDENT), np.float64)


def _levels(samples: Doubles, comparisons: int) -> Doubles:
    """Return the |r| that the best of so many comparisons passes once in a hundred texts.

    Args:
        samples: Independent characters of each pair, which may be less than there are.
        comparisons: Pairs of cell and feature.
    """
    deviation = 1 / np.sqrt(np.maximum(samples - 3, 1e-6))
    # What follows a feature to the letter is named however short the text.
    return np.asarray(np.minimum(np.tanh(_rare(comparisons) * deviation), _SURE), np.float64)


def _rare(comparisons: int) -> float:
    """Return how many deviations the best of so many passes once in a hundred texts."""
    return -NormalDist().inv_cdf(_FLUKES / 2 / max(comparisons, 1))


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
        text = model.corpus.text[: self.length]
        networks = [model.backend.weights()]
        yield 0.0
        if not is_varied(text):
            networks.append(initial_weights(model.model, len(model.vocabulary)))
        values = yield from self._read(model, networks)
        features = corpus_features(text, model.corpus)
        named = name_cells(values[0], features, untrained=values[1] if values[1:] else None)
        return NamedLayer(self.layer, len(text), named)

    def _read(self, model: ModelAccess, networks: Sequence[Arrays]) -> Steps[list[Floats]]:
        """Return the memory of each cell of the layer in each network, (T, H)."""
        cell = model.model.cell
        ids = model.corpus.ids[: self.length].tolist()
        readers = [ForwardPass(weights, cell) for weights in networks]
        began = time.perf_counter()
        for number, index in enumerate(ids):
            for reader in readers:
                reader.read((index,))
            if time.perf_counter() - began > SLICE_S:
                yield number / len(ids)
                began = time.perf_counter()
        yield 1.0
        return [reader.values(CELLS[cell].memory, self.layer) for reader in readers]
