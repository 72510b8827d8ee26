"""The time machine: what the probe text looked like to the model at moments through training.

Moments are kept as float16 within a budget of bytes. When it is full, the one goes whose absence
widens the gap around it least, on a log scale of steps: what stays is spaced like 1, 2, 4, 8 …,
denser early, where a model changes most. The first and the newest always stay.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Doubles, Floats, Ids, floats, indices
from lstm_gui.core.inspection.predictions import log_distribution
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig

__all__ = [
    "BUDGET",
    "Halves",
    "History",
    "LARGEST_INTERVAL",
    "MAX_MOMENTS",
    "Moment",
    "MomentStore",
    "difference",
    "due",
    "trace_shapes",
]

BUDGET = 256 * 2**20
MAX_MOMENTS = 4096
"""More moments than a slider has pixels are of no use."""

LARGEST_INTERVAL = 50
"""Late in training a moment is due at least every so many steps."""

_EVERY = 32
_OVERHEAD = 640  # bytes: the objects of a moment, its numbers and its place in the list
_BASE = 4096  # bytes: the store itself
Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of training, restored to float32.

    The logits of `trace` are log-probabilities: the same distribution, without the constant that
    softmax takes out. `x` counts epochs.
    """

    step: int
    epoch: int
    x: float
    perplexity: float
    text: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class _Stored:
    step: int
    epoch: int
    x: float
    perplexity: float
    block: Halves  # all arrays of the trace, one after the other


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the moments of a store have in common; a trace of another shape starts afresh."""

    cell: CellKind
    text: str
    ids: bytes
    arrays: tuple[tuple[str, tuple[int, ...]], ...]  # name and shape, in the order of the block

    @classmethod
    def of(cls, text: str, trace: Trace) -> _Shape:
        arrays = tuple((name, array.shape) for name, array in _arrays(trace).items())
        return cls(trace.cell, text, np.asarray(trace.ids, np.int32).tobytes(), arrays)

    @property
    def numbers(self) -> int:
        return sum(math.prod(shape) for _, shape in self.arrays)

    @property
    def nbytes(self) -> int:
        return sys.getsizeof(self.text) + sys.getsizeof(self.ids) + 256 * len(self.arrays)


@dataclass(frozen=True, slots=True)
class History:
    """All moments of a store, as a file keeps them.

    `places` has the rows step, epoch, x and perplexity; `values` has a row for each moment, with
    the arrays of its trace in the order of `names`.
    """

    cell: CellKind
    text: str
    names: tuple[str, ...]
    places: Doubles  # (4, n)
    values: Halves  # (n, numbers)


class MomentStore:
    """Keeps moments of one probe text, in the order of their steps.

    A change of the text or of the model's shape starts afresh. A step that is not larger than
    the last one overwrites what stood from there on: training went back to an earlier moment.

    Args:
        budget_bytes: What all moments together may take, bookkeeping included.
    """

    def __init__(self, budget_bytes: int = BUDGET) -> None:
        self._budget = budget_bytes
        self._shape: _Shape | None = None
        self._moments: list[_Stored] = []
        self.history = 0
        """Another number whenever a history began afresh."""

    def __len__(self) -> int:
        return len(self._moments)

    @property
    def nbytes(self) -> int:
        """The bytes in use, bookkeeping included."""
        if self._shape is None:
            return _BASE
        return _BASE + self._shape.nbytes + len(self) * self._each(self._shape)

    @property
    def positions(self) -> Floats:
        """The x of all moments in epochs, increasing, (n,)."""
        return floats([moment.x for moment in self._moments])

    @property
    def steps(self) -> tuple[int, ...]:
        """The training steps of all moments, increasing."""
        return tuple(moment.step for moment in self._moments)

    @property
    def perplexities(self) -> Floats:
        """The perplexity of the batch before each moment, (n,)."""
        return floats([moment.perplexity for moment in self._moments])

    @property
    def text(self) -> str:
        """The probe text of all moments; empty without any."""
        return "" if self._shape is None else self._shape.text

    def clear(self) -> None:
        """Forget everything."""
        self._moments, self._shape = [], None
        self.history += 1

    def copy(self) -> MomentStore:
        """Return the moments of now, for a thread of its own; none of them is copied."""
        copy = MomentStore(self._budget)
        copy._shape, copy._moments = self._shape, list(self._moments)
        return copy

    def add(
        self, step: int, epoch: int, x: float, perplexity: float, text: str, trace: Trace
    ) -> bool:
        """Keep a moment, thinning the others if need be; False if it alone is over the budget."""
        shape = _Shape.of(text, trace)
        if shape != self._shape:
            self.clear()
        while self._moments and self._moments[-1].step >= step:
            self._moments.pop()
        room = min((self._budget - _BASE - shape.nbytes) // self._each(shape), MAX_MOMENTS)
        if room < 1:
            self.clear()
            return False
        self._shape = shape
        while len(self._moments) >= room:  # before the new one takes memory
            self._thin(step)
        self._moments.append(_Stored(step, epoch, x, perplexity, _packed(shape, trace)))
        return True

    def history_within(self, budget: int) -> History | None:
        """Return all moments, or as many as fit into so many bytes, spaced alike; None if none."""
        if self._shape is None or not self._moments:
            return None
        thin = self.copy()
        newest = thin._moments.pop()
        room = max(budget // self._each(self._shape), 2)
        while len(thin) >= room:
            thin._thin(newest.step)
        kept = [*thin._moments, newest]
        places = np.array([(m.step, m.epoch, m.x, m.perplexity) for m in kept], np.float64).T
        names = tuple(name for name, _ in self._shape.arrays)
        values = np.stack([moment.block for moment in kept])
        return History(
            self._shape.cell, self._shape.text, names, np.ascontiguousarray(places), values
        )

    def restore(self, history: History, shapes: Mapping[str, tuple[int, ...]], ids: Ids) -> None:
        """Take over the moments of a file.

        Args:
            history: What the file has.
            shapes: Those of the arrays of a trace.
            ids: The characters of its text.
        """
        self.clear()
        arrays = tuple((name, shapes[name]) for name in history.names)
        raw = np.asarray(ids, np.int32).tobytes()
        self._shape = _Shape(history.cell, history.text, raw, arrays)
        self._moments = [
            _Stored(int(step), int(epoch), float(x), float(perplexity), block)
            for (step, epoch, x, perplexity), block in zip(
                history.places.T.tolist(), history.values, strict=True
            )
        ]

    def moment(self, index: int) -> Moment:
        """Restore a moment; `index` counts from the earliest, or from the newest if negative.

        Raises:
            IndexError: There are not so many.
        """
        stored = self._moments[index]
        assert self._shape is not None  # there is a moment, so there is a shape
        trace = _unpacked(self._shape, stored.block)
        return Moment(
            stored.step, stored.epoch, stored.x, stored.perplexity, self._shape.text, trace
        )

    def nearest(self, x: float) -> int:
        """Return the index of the moment nearest to `x` epochs; the earlier one of two.

        Raises:
            IndexError: There is no moment yet.
        """
        if not self._moments:
            raise IndexError("the time machine has no moment yet")
        return int(np.abs(np.array([moment.x for moment in self._moments]) - x).argmin())

    @staticmethod
    def _each(shape: _Shape) -> int:
        return shape.numbers * np.dtype(np.float16).itemsize + _OVERHEAD

    def _thin(self, newest: int) -> None:
        """Drop the moment between the first and the newest step that is missed least."""
        places = np.log1p([*(moment.step for moment in self._moments), newest])
        gaps = places[2:] - places[:-2]  # of each moment but the first
        del self._moments[1 + int(gaps.argmin()) if gaps.size else 0]


def trace_shapes(model: ModelConfig, text: int, vocabulary: int) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays of a trace of so many characters, by their names."""
    cell = CELLS[model.cell]
    values, start = (model.layers, text, model.hidden), (model.layers, 1, model.hidden)
    states = {f"start {state}": start for state in cell.states}
    return {**dict.fromkeys(cell.quantities, values), "logits": (text, vocabulary), **states}


def due(step: int, last_step: int | None) -> bool:
    """Tell whether a moment should be kept at `step`, when the last was kept at `last_step`.

    Every step up to 64, then in intervals of 1/32 of the steps so far, at most
    `LARGEST_INTERVAL`: about 240 moments in the first 5,000 steps. A step before the last one
    is always due, for training went back.
    """
    if last_step is None or step < last_step:
        return True
    return step - last_step >= min(max(last_step // _EVERY, 1), LARGEST_INTERVAL)


def difference(a: Moment, b: Moment, quantity: str) -> Floats:
    """Return what a quantity gained from moment `a` to moment `b`: b − a, (layers, T, H).

    Raises:
        ValueError: They are moments of different texts or networks.
        KeyError: The cells have no such quantity.
    """
    before, after = a.trace.quantities[quantity], b.trace.quantities[quantity]
    if before.shape != after.shape:
        raise ValueError("the two moments are not of the same text and network")
    return floats(after - before)


def _arrays(trace: Trace) -> dict[str, Floats]:
    arrays = {**trace.quantities, "logits": trace.logits, "start h": trace.start.h}
    if trace.start.c is not None:
        arrays["start c"] = trace.start.c
    return arrays


def _packed(shape: _Shape, trace: Trace) -> Halves:
    """Put all arrays into one block; each is rounded by at most 1/2048 of itself."""
    block = np.empty(shape.numbers, np.float16)
    limit = float(np.finfo(np.float16).max)
    offset = 0
    with np.errstate(over="ignore"):  # a state of 1e5, of a model that diverges, becomes inf
        for name, array in _arrays(trace).items():
            logits = name == "logits"
            values = np.maximum(log_distribution(array), -limit) if logits else array
            block[offset : offset + values.size] = values.ravel()
            offset += values.size
    return block


def _unpacked(shape: _Shape, block: Halves) -> Trace:
    found: dict[str, Floats] = {}
    offset = 0
    for name, size in shape.arrays:
        count = math.prod(size)
        found[name] = floats(block[offset : offset + count].reshape(size))
        offset += count
    start = Memory(found.pop("start h"), found.pop("start c", None))
    logits = found.pop("logits")
    ids = indices(np.frombuffer(shape.ids, np.int32))
    return Trace(shape.cell, ids, start, found, logits)
