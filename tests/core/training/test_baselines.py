"""The baselines equal their definitions, and are quick."""

from __future__ import annotations

import math
import time
import tracemalloc
from collections import Counter
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_gui.core.arrays import Ids
from lstm_gui.core.training import baselines
from lstm_gui.core.training.baselines import count, held_out, in_sample, in_words, what_is_left_out

texts = st.lists(st.integers(0, 4), min_size=3, max_size=60)


def ids_of(values: list[int]) -> Ids:
    return np.array(values, np.int32)


def by_definition(values: list[int], order: int) -> float:
    grams = [tuple(values[i : i + order]) for i in range(len(values) - order + 1)]
    counts, contexts = Counter(grams), Counter(gram[:-1] for gram in grams)
    return math.exp(-sum(math.log(counts[g] / contexts[g[:-1]]) for g in grams) / len(grams))


def witten_bell(training: list[int], values: list[int], order: int, size: int) -> float:
    def p(history: tuple[int, ...], w: int) -> float:
        n = len(history) + 1
        grams = [tuple(training[i : i + n]) for i in range(len(training) - n + 1)]
        after = [gram[-1] for gram in grams if gram[:-1] == history]
        below = p(history[1:], w) if history else 1 / size
        if not after:
            return below
        types = len(set(after))
        return (after.count(w) + types * below) / (len(after) + types)

    grams = [tuple(values[i : i + order]) for i in range(len(values) - order + 1)]
    return math.exp(-sum(math.log(p(g[:-1], g[-1])) for g in grams) / len(grams))


@settings(deadline=None)
@given(texts, st.sampled_from([0, 2**22]))
def test_in_sample_is_maximum_likelihood(values: list[int], dense: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baselines, "_DENSE", dense)
        found = in_sample(ids_of(values), 5)
    assert found.uniform == 5
    for order, value in enumerate((found.unigram, found.bigram, found.trigram), 1):
        assert value == pytest.approx(by_definition(values, order), rel=1e-9)


@settings(deadline=None)
@given(texts, texts)
def test_held_out_is_interpolated(training: list[int], values: list[int]) -> None:
    found = held_out(ids_of(training), ids_of(values), 5)
    for order, value in enumerate((found.unigram, found.bigram, found.trigram), 1):
        assert value == pytest.approx(witten_bell(training, values, order, 5), rel=1e-9)


def test_a_text_that_is_too_short_gives_nan() -> None:
    found = in_sample(ids_of([1]), 5)
    assert found.unigram == 1.0 and math.isnan(found.bigram) and math.isnan(found.trigram)
    assert math.isnan(held_out(ids_of([1, 2]), ids_of([]), 5).unigram)
    assert held_out(ids_of([]), ids_of([0, 1, 2]), 5).trigram == pytest.approx(5)


def seconds(ids: Ids, size: int) -> float:
    started = time.thread_time()
    in_sample(ids, size)
    return time.thread_time() - started


@pytest.mark.parametrize("size", [60, 1027])
def test_a_short_text_takes_no_time(size: int, rng: np.random.Generator) -> None:
    ids = rng.zipf(1.3, 10_000).astype(np.int32) % np.int32(size)
    assert min(seconds(ids, size) for _ in range(5)) < 0.05


@pytest.mark.slow
def test_a_long_text_takes_a_moment(rng: np.random.Generator) -> None:
    ids = rng.zipf(1.3, 5_000_000).astype(np.int32) % np.int32(3000)
    assert seconds(ids, 3000) < 20  # in one pass: 2 on an idle machine
    started = time.thread_time()
    held_out(ids[:4_500_000], ids[4_500_000:], 3000)
    assert time.thread_time() - started < 20


@pytest.mark.parametrize(
    ("perplexity", "words"),
    [
        (14.2, "as unsure as choosing among 14 characters"),
        (3.14159, "as unsure as choosing among 3.1 characters"),
        (9.96, "as unsure as choosing among 10 characters"),
        (1.3049, "as unsure as choosing among 1.3 characters"),
        (1.02, "as unsure as choosing among 1.02 characters"),
        (1.0, "sure of every character"),
        (math.inf, "no longer a number: training has broken down"),
        (math.nan, "no longer a number: training has broken down"),
    ],
)
def test_perplexity_in_words(perplexity: float, words: str) -> None:
    assert str(in_words(perplexity)) == words


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_what_is_known_of_a_long_text_comes_one_after_the_other(rng: np.random.Generator) -> None:
    ids = rng.integers(0, 5, 300).astype(np.int32)
    steps = list(count(ids[:200], ids[200:], 5))
    assert steps[-1] == (in_sample(ids[:200], 5), held_out(ids[:200], ids[200:], 5))
    known = [[sum(map(math.isfinite, astuple(found))) for found in step] for step in steps]
    assert known == [[2, 2], [3, 3], [4, 4]]


def test_of_a_long_text_the_beginning_is_counted(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = rng.integers(0, 5, 300).astype(np.int32)
    expected = in_sample(ids[:80], 5), held_out(ids[:80], ids[200:230], 5)
    assert what_is_left_out(200, 100) is None
    monkeypatch.setattr(baselines, "MOST_COUNTED", 80)
    monkeypatch.setattr(baselines, "MOST_READ", 30)
    assert (in_sample(ids[:200], 5), held_out(ids[:200], ids[200:], 5)) == expected
    assert what_is_left_out(80, 30) is None
    for lengths in ((81, 0), (80, 31)):
        assert "on the first 80 characters" in str(what_is_left_out(*lengths))


def test_counting_takes_memory_by_what_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "MOST_COUNTED", 50_000)
    monkeypatch.setattr(baselines, "MOST_READ", 10_000)
    peaks = []
    for length in (100_000, 1_000_000):
        ids = np.random.default_rng(0).integers(0, 3000, length).astype(np.int32)
        tracemalloc.start()
        list(count(ids[: length // 2], ids[length // 2 :], 3000))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
