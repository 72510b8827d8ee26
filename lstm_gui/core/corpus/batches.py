"""Mini-batches of a text, sampled as in Dive into Deep Learning: consecutive and random.

The book's rule on the state: with consecutive sampling a sequence goes on in the next batch where
it ended in the last one, so the state is carried over, detached, within an epoch; with random
sampling neighbours are unrelated, so each batch starts from zeros. An epoch always does.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lstm_gui.core.arrays import Ids
from lstm_gui.core.settings.groups import Sampling, TrainConfig

__all__ = [
    "Batch",
    "batches_per_epoch",
    "characters_needed",
    "consecutive_batches",
    "epoch_batches",
    "random_batches",
]

Batch = tuple[Ids, Ids]
"""Inputs and targets, each of shape (batch, num_steps); a target is the next character."""


def consecutive_batches(
    ids: Ids, batch_size: int, num_steps: int, *, start: int = 0
) -> Iterator[Batch]:
    """Yield views of `ids`, cut into `batch_size` tracks, from batch number `start` on."""
    length = len(ids) // batch_size
    tracks = ids[: batch_size * length].reshape(batch_size, length)
    for number in range(start, (length - 1) // num_steps):
        first = number * num_steps
        yield (
            tracks[:, first : first + num_steps],
            tracks[:, first + 1 : first + num_steps + 1],
        )


def random_batches(
    ids: Ids, batch_size: int, num_steps: int, rng: np.random.Generator, *, start: int = 0
) -> Iterator[Batch]:
    """Yield sequences in an order drawn from `rng`, each at most once, from number `start` on."""
    count = max(len(ids) - 1, 0) // num_steps
    inputs = ids[: count * num_steps].reshape(count, num_steps)
    targets = ids[1 : count * num_steps + 1].reshape(count, num_steps)
    order = np.arange(count, dtype=np.int32)
    rng.shuffle(order)
    for number in range(start, count // batch_size):
        chosen = order[number * batch_size : (number + 1) * batch_size]
        yield _read_only(inputs[chosen]), _read_only(targets[chosen])


def batches_per_epoch(length: int, batch_size: int, num_steps: int, sampling: Sampling) -> int:
    """Count the batches that a text of `length` characters gives in one epoch."""
    if sampling == "consecutive":
        return max(length // batch_size - 1, 0) // num_steps
    return max(length - 1, 0) // num_steps // batch_size


def characters_needed(batch_size: int, num_steps: int, sampling: Sampling) -> int:
    """Tell how many characters the shortest text has that gives one batch."""
    if sampling == "consecutive":
        return batch_size * (num_steps + 1)
    return batch_size * num_steps + 1


def epoch_batches(
    ids: Ids, train: TrainConfig, seed: int, epoch: int, start: int = 0
) -> Iterator[Batch]:
    """Yield the batches of one epoch from number `start` on.

    The random order comes from `seed` and `epoch` alone, so (epoch, batch) is all that has to be
    remembered to go on exactly where training stopped. What becomes of the state is the book's
    rule, and up to the caller: zeros at the start of each epoch; then with consecutive sampling
    carried and detached from batch to batch, with random sampling zeros for each batch.
    """
    if train.sampling == "consecutive":
        return consecutive_batches(ids, train.batch_size, train.num_steps, start=start)
    rng = np.random.default_rng([seed, epoch])
    return random_batches(ids, train.batch_size, train.num_steps, rng, start=start)


def _read_only(ids: Ids) -> Ids:
    ids.setflags(write=False)
    return ids
