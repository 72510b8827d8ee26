"""Mini-batches: the book's two ways of sampling, and going on in the middle of an epoch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.batches import (
    Batch,
    batches_per_epoch,
    characters_needed,
    consecutive_batches,
    epoch_batches,
    random_batches,
)
from lstm_gui.core.settings.groups import Sampling, TrainConfig

LENGTHS = st.integers(0, 300)
SIZES = st.integers(1, 9)
SAMPLINGS: tuple[Sampling, ...] = ("consecutive", "random")


def ids_of(length: int) -> Ids:
    ids = np.arange(length, dtype=np.int32)
    ids.setflags(write=False)
    return ids


def batches_of(sampling: Sampling, ids: Ids, batch: int, steps: int) -> list[Batch]:
    train = TrainConfig(sampling=sampling, batch_size=batch, num_steps=steps)
    return list(epoch_batches(ids, train, seed=3, epoch=5))


def book_consecutive(ids: list[int], batch: int, steps: int) -> Iterator[tuple[object, object]]:
    """The book's data_iter_consecutive, with numpy in place of nd."""
    batch_len = len(ids) // batch
    indices = np.array(ids[0 : batch * batch_len], np.int64).reshape((batch, batch_len))
    for i in range((batch_len - 1) // steps):
        i = i * steps
        yield indices[:, i : i + steps].tolist(), indices[:, i + 1 : i + steps + 1].tolist()


def book_random(
    ids: list[int], batch: int, steps: int, order: list[int]
) -> Iterator[tuple[object, object]]:
    """The book's data_iter_random with a given order."""
    for i in range(len(order) // batch):
        rows = order[i * batch : i * batch + batch]
        yield (
            [ids[j * steps : j * steps + steps] for j in rows],
            [ids[j * steps + 1 : j * steps + 1 + steps] for j in rows],
        )


@given(LENGTHS, SIZES, SIZES)
def test_consecutive_is_the_books(length: int, batch: int, steps: int) -> None:
    got = [(x.tolist(), y.tolist()) for x, y in consecutive_batches(ids_of(length), batch, steps)]

    assert got == list(book_consecutive(list(range(length)), batch, steps))


@given(st.integers(1, 300), SIZES, SIZES)
def test_random_is_the_books(length: int, batch: int, steps: int) -> None:
    order = np.arange((length - 1) // steps, dtype=np.int32)
    np.random.default_rng(7).shuffle(order)
    rng = np.random.default_rng(7)

    got = [(x.tolist(), y.tolist()) for x, y in random_batches(ids_of(length), batch, steps, rng)]

    assert got == list(book_random(list(range(length)), batch, steps, order.tolist()))


@given(st.sampled_from(SAMPLINGS), LENGTHS, SIZES, SIZES)
def test_shapes_targets_and_count(sampling: Sampling, length: int, batch: int, steps: int) -> None:
    got = batches_of(sampling, ids_of(length), batch, steps)

    assert len(got) == batches_per_epoch(length, batch, steps, sampling)
    for inputs, targets in got:
        assert inputs.shape == targets.shape == (batch, steps)
        assert inputs.dtype == targets.dtype == np.int32
        assert not inputs.flags.writeable
        assert not targets.flags.writeable
        assert (targets == inputs + 1).all()  # the ids are their own positions


@given(LENGTHS, SIZES, SIZES)
def test_consecutive_batches_are_adjacent(length: int, batch: int, steps: int) -> None:
    got = batches_of("consecutive", ids_of(length), batch, steps)

    for (inputs, _), (following, _) in pairwise(got):
        assert (following[:, 0] == inputs[:, -1] + 1).all()


@given(st.sampled_from(SAMPLINGS), LENGTHS, SIZES, SIZES)
def test_every_character_is_used_at_most_once(
    sampling: Sampling, length: int, batch: int, steps: int
) -> None:
    got = batches_of(sampling, ids_of(length), batch, steps)

    used = [place for inputs, _ in got for place in inputs.ravel().tolist()]
    assert len(used) == len(set(used))


@given(st.sampled_from(SAMPLINGS), SIZES, SIZES)
def test_characters_needed_is_the_least_that_gives_a_batch(
    sampling: Sampling, batch: int, steps: int
) -> None:
    needed = characters_needed(batch, steps, sampling)

    assert batches_per_epoch(needed, batch, steps, sampling) == 1
    assert batches_per_epoch(needed - 1, batch, steps, sampling) == 0


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_an_epoch_goes_on_exactly_where_it_stopped(sampling: Sampling) -> None:
    train = TrainConfig(sampling=sampling, batch_size=4, num_steps=5)
    ids = ids_of(400)
    whole = list(epoch_batches(ids, train, seed=1, epoch=2))

    for start in random.Random(0).sample(range(len(whole)), 5):
        rest = list(epoch_batches(ids, train, seed=1, epoch=2, start=start))
        assert len(rest) == len(whole) - start
        for (inputs, targets), (again, targets_again) in zip(whole[start:], rest, strict=True):
            assert (inputs == again).all()
            assert (targets == targets_again).all()


def test_each_epoch_and_seed_has_its_own_random_order() -> None:
    train = TrainConfig(sampling="random", batch_size=8, num_steps=5)
    ids = ids_of(1000)

    def first(seed: int, epoch: int) -> tuple[int, ...]:
        inputs, _ = next(epoch_batches(ids, train, seed=seed, epoch=epoch))
        return tuple(inputs[:, 0].tolist())

    orders = [first(0, 0), first(0, 1), first(1, 0), first(1, 1)]
    assert len(set(orders)) == 4
    assert first(0, 1) == orders[1]


def test_consecutive_batches_are_views() -> None:
    ids = ids_of(100)

    for inputs, targets in consecutive_batches(ids, 4, 5):
        assert np.shares_memory(inputs, ids)
        assert np.shares_memory(targets, ids)


def test_the_books_example() -> None:
    inputs, targets = zip(*islice(consecutive_batches(ids_of(30), 2, 6), 2), strict=True)

    assert inputs[0].tolist() == [[0, 1, 2, 3, 4, 5], [15, 16, 17, 18, 19, 20]]
    assert targets[1].tolist() == [[7, 8, 9, 10, 11, 12], [22, 23, 24, 25, 26, 27]]
    assert batches_per_epoch(10_000, 32, 35, "consecutive") == 8
