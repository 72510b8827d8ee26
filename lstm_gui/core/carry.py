"""Carry a model in training over to other settings or another text, and keep what can be kept.

What is kept is kept to the bit; what is new is drawn by `core.initial` from the new seed.

- Characters: rows of l0.W_x, columns of W_hq and entries of b_q go with their character.
- Hidden units: cells are added or dropped at the end of each gate; the others stay.
- Layers: they are added or dropped on top.
- Cell kind: the output layer alone carries over; optimiser and state begin anew.
- Optimiser: Adam's averages go with their weights; those of new weights are 0, its count t stays.
- State: kept as far as its layers, rows and cells still exist, zeros elsewhere. Another text,
  another sampling or another kind of cell starts it from zeros.
- Place: the same epoch and step, and the batch at the same fraction of the epoch, rounded down;
  the next batch then always ends further along the epoch axis than the last one did. What was
  rounded off is remembered until then, so the curve stays and one change can follow another. The
  mean loss of the epoch so far stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.backend import GATES, Arrays, Floats, Memory
from lstm_gui.core.batching import batches_per_epoch
from lstm_gui.core.config import Experiment
from lstm_gui.core.corpus import Corpus, Vocabulary
from lstm_gui.core.held_out import trained_text
from lstm_gui.core.initial import initial_weights
from lstm_gui.core.losses import Loss, find_losses
from lstm_gui.core.moments import Position, Reached, Snapshot
from lstm_gui.core.weights import weight_shapes

__all__ = ["Basis", "Carried", "Loss", "carry_over", "what_is_lost"]

_Places = NDArray[np.intp]
_Pair = tuple[_Places, _Places]  # where something stands among the new, and among the old

_OUTPUT = ("W_hq", "b_q")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a model is trained by and on; `corpus` is the part of the text that is used."""

    experiment: Experiment
    corpus: Corpus

    @property
    def vocabulary(self) -> Vocabulary:
        """The characters that the model knows."""
        return self.corpus.vocabulary

    @property
    def trained(self) -> str:
        """The text without what is held out."""
        return trained_text(self.corpus, self.experiment)

    @property
    def batches(self) -> int:
        """How many batches an epoch has."""
        train, length = self.experiment.train, len(self.trained)
        return batches_per_epoch(length, train.batch_size, train.num_steps, train.sampling)


@dataclass(frozen=True, slots=True)
class Carried:
    """A moment under the new settings, and what it lost on the way."""

    snapshot: Snapshot
    lost: tuple[Loss, ...]


def carry_over(snapshot: Snapshot, old: Basis, new: Basis) -> Carried:
    """Return the moment as it is under the new settings; the old one is only read."""
    return Carried(
        Snapshot(
            position=_place(snapshot.position, old.batches, new.batches),
            weights=_weights(snapshot.weights, old, new),
            optimizer=_optimizer(snapshot.optimizer, old, new),
            memory=_memory(snapshot.memory, old, new),
        ),
        what_is_lost(old, new),
    )


def what_is_lost(old: Basis, new: Basis) -> tuple[Loss, ...]:
    """Tell, before it happens, what cannot carry over and what starts anew."""
    return find_losses((old.experiment, old.corpus), (new.experiment, new.corpus))


# The place in the text


def _place(place: Position, old_batches: int, new_batches: int) -> Position:
    reached = place.reached or Reached(place.batch, old_batches, place.loss_sum)
    if old_batches == new_batches or reached.batch == 0 or not reached.batches:
        return place
    batch, rest = divmod(reached.batch * new_batches, reached.batches)
    return replace(
        place,
        batch=batch,
        loss_sum=reached.loss_sum / reached.batch * batch,
        reached=reached if rest else None,
    )


# Weights and optimiser


def _same_shape(old: Basis, new: Basis) -> bool:
    a, b = old.experiment.model, new.experiment.model
    same_model = (a.cell, a.layers, a.hidden) == (b.cell, b.layers, b.hidden)
    return same_model and old.vocabulary == new.vocabulary


def _weights(weights: Arrays, old: Basis, new: Basis) -> dict[str, Floats]:
    if _same_shape(old, new):
        return dict(weights)
    fresh = initial_weights(new.experiment.model, len(new.vocabulary))
    return _filled(fresh, weights, old, new)


def _optimizer(state: Arrays, old: Basis, new: Basis) -> dict[str, Floats]:
    same_cell = old.experiment.model.cell == new.experiment.model.cell
    if not state or new.experiment.train.optimizer != "adam" or not same_cell:
        return {}
    if _same_shape(old, new):
        return dict(state)
    shapes = weight_shapes(new.experiment.model, len(new.vocabulary))
    carried = {"t": state["t"]}
    for kind in ("mean.", "var."):
        kept = {n.removeprefix(kind): a for n, a in state.items() if n.startswith(kind)}
        fresh = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
        filled = _filled(fresh, kept, old, new)
        carried.update({kind + name: array for name, array in filled.items()})
    return carried


def _filled(fresh: dict[str, Floats], kept: Arrays, old: Basis, new: Basis) -> dict[str, Floats]:
    """Write into fresh arrays what carries over of the old ones."""
    same_cell = old.experiment.model.cell == new.experiment.model.cell
    names = fresh.keys() & kept.keys() if same_cell else set(_OUTPUT)
    pairs = _pairs(old, new)
    for name in names:
        along = [pairs[axis] for axis in _axes(name)]
        there, here = np.ix_(*(pair[0] for pair in along)), np.ix_(*(pair[1] for pair in along))
        fresh[name][there] = kept[name][here]
    return fresh


def _axes(name: str) -> tuple[str, ...]:
    """Tell what the axes of a weight count."""
    layer, _, kind = name.rpartition(".")
    if kind == "W_hq":
        return ("cells", "characters")  # (H, V)
    if kind == "b_q":
        return ("characters",)  # (V,)
    if kind == "W_x" and layer == "l0":
        return ("characters", "gates")  # (V, G·H)
    return ("cells", "gates") if kind in ("W_x", "W_h") else ("gates",)  # (H, G·H) or (G·H,)


def _pairs(old: Basis, new: Basis) -> dict[str, _Pair]:
    before, after = old.experiment.model.hidden, new.experiment.model.hidden
    cells = np.arange(min(before, after), dtype=np.intp)
    gates = np.arange(len(GATES[new.experiment.model.cell]), dtype=np.intp)[:, np.newaxis]
    return {
        "characters": _shared_characters(old.vocabulary, new.vocabulary),
        "cells": (cells, cells),
        "gates": ((gates * after + cells).ravel(), (gates * before + cells).ravel()),
    }


def _shared_characters(old: Vocabulary, new: Vocabulary) -> _Pair:
    places = {character: place for place, character in enumerate(old.characters)}
    shared = [(n, places[c]) for n, c in enumerate(new.characters) if c in places]
    both = np.array(shared, np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


# The state carried from batch to batch


def _memory(memory: Memory | None, old: Basis, new: Basis) -> Memory | None:
    before, after = old.experiment, new.experiment
    same_kind = before.model.cell == after.model.cell
    same_sampling = before.train.sampling == after.train.sampling
    if memory is None or not same_kind or not same_sampling:
        return None
    if old.trained != new.trained:
        return None
    shape = (after.model.layers, after.train.batch_size, after.model.hidden)
    c = None if memory.c is None else _resized(memory.c, shape)
    return Memory(_resized(memory.h, shape), c)


def _resized(state: Floats, shape: tuple[int, int, int]) -> Floats:
    """Return a state (layers, N, H) in another size: cut, or filled up with zeros."""
    if state.shape == shape:
        return state
    resized = np.zeros(shape, np.float32)
    shared = tuple(slice(min(a, b)) for a, b in zip(state.shape, shape, strict=True))
    resized[shared] = state[shared]
    return resized
