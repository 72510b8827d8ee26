"""Carry a model in training over to other settings or another text, and say what cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.clean_text import character_names
from lstm_gui.core.corpus.batches import batches_per_epoch
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.model.backend import EpochProgress, Memory, Position, Snapshot
from lstm_gui.core.model.cell import LayerParameter
from lstm_gui.core.model.cell_kinds import CELLS, shared_parameters
from lstm_gui.core.model.weights import initial_weights, weight_shapes
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.experiment import KNOBS, Experiment
from lstm_gui.core.training.held_out import is_same_training, training_length

__all__ = ["Basis", "Carried", "Loss", "_find_losses", "carry_over", "choice_label", "what_is_lost"]

_NAMED = 8

Side = tuple[Experiment, Corpus]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is lost or starts anew; `key` names it for the program."""

    key: str
    sentence: Sentence


def _find_losses(old: Side, new: Side) -> tuple[Loss, ...]:
    """List what is lost between two pairs of settings and text, the weightiest first."""
    rules = (_cell, _layers, _cells, _characters, _state, _order, _optimizer_loss, _new_only)
    return tuple(loss for rule in rules for loss in rule(old, new))


def choice_label(path: str, value: str) -> Sentence:
    """Name one value of a setting that has a few, as the form does."""
    labels = {choice.value: choice.label for choice in KNOBS[path].choices}
    return Sentence(labels.get(value, value), context="Knobs")


def _alike(old: Experiment, new: Experiment) -> bool:
    """Tell whether the layers of one cell can go on as layers of the other."""
    return bool(shared_parameters(old.model.cell, new.model.cell))


def _cell(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].model.cell, new[0].model.cell
    if before == after:
        return
    if not _alike(old[0], new[0]):
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "From {old} to {new}: only the output layer carries over. All other weights and the "
            "state start anew.",
        )
    elif CELLS[before].has_peepholes:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "From {old} to {new}: the gates no longer see the memory, and the weights of their "
            "peepholes are dropped. All others and the state carry over.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "From {old} to {new}: all weights and the state carry over. Those of the peepholes "
            "start at zero, untrained.",
        )
    names = {"old": choice_label("model.cell", before), "new": choice_label("model.cell", after)}
    yield Loss("cell", say(template, **names))


def _layers(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].model.layers, new[0].model.layers
    if not _alike(old[0], new[0]) or before == after:
        return
    if after < before:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The layers above layer {kept} are dropped. The output layer reads layer {kept}, "
            "which it was not trained on.",
        )
        yield Loss("layers_dropped", say(template, kept=after))
    else:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The layers above layer {kept} are untrained, and the output layer reads the topmost: "
            "the perplexity rises until they have learnt.",
        )
        yield Loss("layers_new", say(template, kept=before))


def _cells(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].model.hidden, new[0].model.hidden
    if after < before:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "Cells {first} to {last} of each layer are dropped, with all that they have learnt.",
        )
        yield Loss(
            "cells_dropped", say(template, first=thousands(after), last=thousands(before - 1))
        )
    elif after > before and _alike(old[0], new[0]):
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "Cells {first} to {last} of each layer start untrained; the others keep their weights.",
        )
        yield Loss("cells_new", say(template, first=thousands(before), last=thousands(after - 1)))


def _characters(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[1].vocabulary.characters, new[1].vocabulary.characters
    if before == after:
        return
    known, wanted = set(before), set(after)
    gone = [character for character in before if character not in wanted]
    fresh = [character for character in after if character not in known]
    if gone:
        template = QT_TRANSLATE_NOOP(
            "Steering", "Characters that the new text lacks are forgotten: {count} ({characters})."
        )
        yield Loss("characters_dropped", _counted(template, gone))
    if fresh:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "Characters that the model has never seen start untrained: {count} ({characters}).",
        )
        yield Loss("characters_new", _counted(template, fresh))


def _counted(template: str, characters: list[str]) -> Sentence:
    names = character_names(characters, _NAMED)
    return say(template, count=thousands(len(characters)), characters=names)


def _state(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].train, new[0].train
    if before.sampling != "consecutive" or not _alike(old[0], new[0]):
        return
    if after.sampling == "random":
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "With random sampling each batch starts from a state of zeros: the state that was "
            "carried so far is dropped.",
        )
        yield Loss("state", say(template))
    elif not _is_same_text(old, new):
        template = QT_TRANSLATE_NOOP(
            "Steering", "The state carried from batch to batch starts at zero in the new text."
        )
        yield Loss("state", say(template))
    elif before.batch_size != after.batch_size:
        yield Loss("state", _recut(before.batch_size, after.batch_size))


def _is_same_text(old: Side, new: Side) -> bool:
    return is_same_training(*((side[1], side[0].corpus.held_out) for side in (old, new)))


def _recut(before: int, after: int) -> Sentence:
    if after < before:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The text is cut into {new} tracks instead of {old}, so each goes on at another "
            "place. The state of the last {count} is dropped.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The text is cut into {new} tracks instead of {old}, so each goes on at another "
            "place. The state of the last {count} starts at zero.",
        )
    return say(
        template, old=thousands(before), new=thousands(after), count=thousands(abs(after - before))
    )


def _order(old: Side, new: Side) -> Iterator[Loss]:
    """With random sampling, the order of an epoch hangs on the seed and the cuts."""
    before, after = (
        (s[0].model.seed, s[0].train.sampling, s[0].train.num_steps, s[0].train.batch_size)
        for s in (old, new)
    )
    if new[0].train.sampling == "random" and (before != after or not _is_same_text(old, new)):
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The rest of this epoch is drawn anew: parts of the text come twice in it, others "
            "not at all.",
        )
        yield Loss("order", say(template))


def _optimizer_loss(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].train.optimizer, new[0].train.optimizer
    if before == "adam" and after == "sgd":
        template = QT_TRANSLATE_NOOP(
            "Steering", "SGD keeps no averages: those that Adam has gathered are dropped."
        )
        yield Loss("optimizer", say(template))
    elif after == "adam" and (before != after or not _alike(old[0], new[0])):
        template = QT_TRANSLATE_NOOP("Steering", "Adam starts to gather its averages from zero.")
        yield Loss("optimizer", say(template))


def _new_only(old: Side, new: Side) -> Iterator[Loss]:
    before, after = ((s[0].model.seed, s[0].model.init, s[0].model.forget_bias) for s in (old, new))
    if before != after:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "Seed, initial weights and forget bias act on weights that are drawn from now on; "
            "those of the model stay as they are.",
        )
        yield Loss("new_only", say(template))


_Places = NDArray[np.intp]
_Pair = tuple[_Places, _Places]  # where something stands among the new, and among the old


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
    def batches(self) -> int:
        """How many batches an epoch has."""
        train = self.experiment.train
        length = training_length(self.corpus, self.experiment.corpus.held_out)
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
    return _find_losses((old.experiment, old.corpus), (new.experiment, new.corpus))


# The place in the text


def _place(place: Position, old_batches: int, new_batches: int) -> Position:
    reached = place.reached or EpochProgress(place.batch, old_batches, place.loss_sum)
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
    alike = _alike(old.experiment, new.experiment)
    if not state or new.experiment.train.optimizer != "adam" or not alike:
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
    characters = _shared_characters(old.vocabulary, new.vocabulary)
    cells = _shared_cells(old, new, 1)
    along = {"W_hq": (cells, characters), "b_q": (characters,)} | {
        f"l{layer}.{one.name}": _axes(one, layer, characters, old, new)
        for layer in range(min(old.experiment.model.layers, new.experiment.model.layers))
        for one in shared_parameters(old.experiment.model.cell, new.experiment.model.cell)
    }
    for name, pairs in along.items():
        there, here = np.ix_(*(pair[0] for pair in pairs)), np.ix_(*(pair[1] for pair in pairs))
        fresh[name][there] = kept[name][here]
    return fresh


def _axes(
    one: LayerParameter, layer: int, characters: _Pair, old: Basis, new: Basis
) -> tuple[_Pair, ...]:
    """Return what is shared along the axes of a layer's parameter."""
    columns = _shared_cells(old, new, len(one.gates))  # (…, G·H)
    if one.rows is None:
        return (columns,)
    rows = characters if one.rows == "inputs" and layer == 0 else _shared_cells(old, new, 1)
    return rows, columns


def _shared_cells(old: Basis, new: Basis, gates: int) -> _Pair:
    """Return where the cells stand that both have, in so many gates side by side."""
    before, after = old.experiment.model.hidden, new.experiment.model.hidden
    cells = np.arange(min(before, after), dtype=np.intp)
    starts = np.arange(gates, dtype=np.intp)[:, np.newaxis]
    return (starts * after + cells).ravel(), (starts * before + cells).ravel()


def _shared_characters(old: Vocabulary, new: Vocabulary) -> _Pair:
    places = {character: place for place, character in enumerate(old.characters)}
    shared = [(n, places[c]) for n, c in enumerate(new.characters) if c in places]
    both = np.array(shared, np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


# The state carried from batch to batch


def _memory(memory: Memory | None, old: Basis, new: Basis) -> Memory | None:
    before, after = old.experiment, new.experiment
    same_sampling = before.train.sampling == after.train.sampling
    if memory is None or not _alike(before, after) or not same_sampling:
        return None
    if not _is_same_text((before, old.corpus), (after, new.corpus)):
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
