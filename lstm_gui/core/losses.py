"""What does not carry over when settings change under a model in training, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lstm_gui.core.config import KNOBS, Experiment
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.figures import thousands
from lstm_gui.core.held_out import trained_text
from lstm_gui.core.sentences import Sentence, say
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Loss", "choice_label", "find_losses"]

_NAMED = 8

Side = tuple[Experiment, Corpus]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is lost or starts anew; `key` names it for the program."""

    key: str
    sentence: Sentence


def find_losses(old: Side, new: Side) -> tuple[Loss, ...]:
    """List what is lost between two pairs of settings and text, the weightiest first."""
    rules = (_cell, _layers, _cells, _characters, _state, _order, _optimizer, _new_only)
    return tuple(loss for rule in rules for loss in rule(old, new))


def choice_label(path: str, value: str) -> Sentence:
    """Name one value of a setting that has a few, as the form does."""
    labels = {choice.value: choice.label for choice in KNOBS[path].choices}
    return Sentence(labels.get(value, value), context="Knobs")


def _cell(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].model.cell, new[0].model.cell
    if before != after:
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "From {old} to {new}: only the output layer carries over. All other weights and the "
            "state start anew.",
        )
        names = {
            "old": choice_label("model.cell", before),
            "new": choice_label("model.cell", after),
        }
        yield Loss("cell", say(template, **names))


def _layers(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].model.layers, new[0].model.layers
    if old[0].model.cell != new[0].model.cell or before == after:
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
    elif after > before and old[0].model.cell == new[0].model.cell:
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
    shown = [c if c.isprintable() and c != " " else f"U+{ord(c):04X}" for c in characters[:_NAMED]]
    more = [" …"] if len(characters) > _NAMED else []
    return say(
        template, count=thousands(len(characters)), characters=" ".join(shown) + "".join(more)
    )


def _state(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].train, new[0].train
    if before.sampling != "consecutive" or old[0].model.cell != new[0].model.cell:
        return
    if after.sampling == "random":
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "With random sampling each batch starts from a state of zeros: the state that was "
            "carried so far is dropped.",
        )
        yield Loss("state", say(template))
    elif _trained(old) != _trained(new):
        template = QT_TRANSLATE_NOOP(
            "Steering", "The state carried from batch to batch starts at zero in the new text."
        )
        yield Loss("state", say(template))
    elif before.batch_size != after.batch_size:
        yield Loss("state", _recut(before.batch_size, after.batch_size))


def _trained(side: Side) -> str:
    return trained_text(side[1], side[0])


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
    if new[0].train.sampling == "random" and (before != after or _trained(old) != _trained(new)):
        template = QT_TRANSLATE_NOOP(
            "Steering",
            "The rest of this epoch is drawn anew: parts of the text come twice in it, others "
            "not at all.",
        )
        yield Loss("order", say(template))


def _optimizer(old: Side, new: Side) -> Iterator[Loss]:
    before, after = old[0].train.optimizer, new[0].train.optimizer
    if before == "adam" and after == "sgd":
        template = QT_TRANSLATE_NOOP(
            "Steering", "SGD keeps no averages: those that Adam has gathered are dropped."
        )
        yield Loss("optimizer", say(template))
    elif after == "adam" and (before != after or old[0].model.cell != new[0].model.cell):
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
