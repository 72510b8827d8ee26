"""Greedy, temperature, top-k, top-p, penalty: the next character is drawn as it should be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_gui.core.model.writing import choose, probabilities
from lstm_gui.core.settings.groups import DrawConfig

LOGITS = np.array([0.0, 2.0, 1.0, -1.0], np.float32)
GREEDY = DrawConfig()
COUNT = 20_000


def draw(temperature: float = 1.0, **settings: float) -> DrawConfig:
    return DrawConfig(temperature=temperature, **settings)


def drawn(how: DrawConfig, written: tuple[int, ...] = (), count: int = COUNT) -> np.ndarray:
    rng = np.random.default_rng(7)
    return np.bincount([choose(LOGITS, how, rng, written) for _ in range(count)], minlength=4)


def assert_drawn_like(found: np.ndarray, wanted: np.ndarray) -> None:
    """Pearson's chi-square: its mean is the degrees of freedom, and 20 more are one in 10,000."""
    possible = wanted > 0
    assert found[~possible].sum() == 0
    expected = found.sum() * wanted[possible] / wanted.sum()
    assert ((found[possible] - expected) ** 2 / expected).sum() < possible.sum() - 1 + 20


def test_temperature_0_takes_the_likeliest_and_no_chance() -> None:
    rng = np.random.default_rng(1)
    assert {choose(LOGITS, GREEDY, rng) for _ in range(50)} == {1}
    assert rng.bit_generator.state == np.random.default_rng(1).bit_generator.state
    assert choose(LOGITS, draw(), None) == 1


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_temperature_divides_the_logits(temperature: float) -> None:
    assert_drawn_like(drawn(draw(temperature)), np.exp(LOGITS / temperature))


def test_top_k_draws_among_the_likeliest_only() -> None:
    assert_drawn_like(drawn(draw(top_k=2)), np.array([0, math.e, 1, 0]))
    assert drawn(draw(5.0, top_k=1), count=100)[1] == 100
    assert (drawn(draw(10.0, top_k=99), count=2000) > 0).all()


@pytest.mark.parametrize(
    ("p", "kept"),
    [(0.01, [1]), (0.64, [1]), (0.65, [1, 2]), (0.9, [0, 1, 2]), (0.99, [0, 1, 2, 3])],
)
def test_top_p_draws_among_the_fewest_that_have_p_together(p: float, kept: list[int]) -> None:
    wanted = np.zeros(4)
    wanted[kept] = np.exp(LOGITS[kept])  # 0.0871, 0.6439, 0.2369, 0.0321 of all
    assert_drawn_like(drawn(draw(top_p=p)), wanted)


def test_the_penalty_is_for_what_stands_in_the_text() -> None:
    penalised = np.array([0.0, 2.0 / 1.5, 1.0, -1.0 * 1.5])
    how = draw(repetition_penalty=1.5)
    assert_drawn_like(drawn(how, written=(1, 3, 3, 1)), np.exp(penalised))
    assert_drawn_like(drawn(how), np.exp(LOGITS))
    greedy = DrawConfig(repetition_penalty=3.0)
    assert choose(LOGITS, greedy, None, (1,)) == 2 and choose(LOGITS, greedy, None, (1, 2)) == 1


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.floats(-20, 20, width=32), min_size=1, max_size=12),
    st.floats(0.1, 10),
    st.integers(0, 13),
    st.floats(0.01, 1),
    st.floats(1, 10),
    st.lists(st.integers(0, 11), max_size=5),
)
def test_all_together_is_what_one_computes_character_by_character(
    scores: list[float], temperature: float, k: int, p: float, penalty: float, written: list[int]
) -> None:
    written = [index for index in written if index < len(scores)]
    how = DrawConfig(temperature=temperature, top_k=k, top_p=p, repetition_penalty=penalty)
    found = probabilities(np.array(scores, np.float32), how, written)

    for index in set(written):
        scores[index] = scores[index] / penalty if scores[index] > 0 else scores[index] * penalty
    wholes = [math.exp((score - max(scores)) / temperature) for score in scores]
    order = sorted(range(len(scores)), key=lambda index: -wholes[index])
    order = order[: k or None]
    total, kept, sum_so_far = sum(wholes[index] for index in order), [], 0.0
    for index in order:
        kept.append(index)
        sum_so_far += wholes[index] / total
        if sum_so_far >= p - 1e-5:
            break
    assert found.sum() == pytest.approx(1)
    # At a tie, or at p to the last digits, one more or one less is as right.
    if len(kept) == int((found > 0).sum()):
        wanted = sorted(wholes[index] / sum(wholes[i] for i in kept) for index in kept)
        assert sorted(found[found > 0]) == pytest.approx(wanted, rel=1e-4, abs=1e-9)
    else:
        assert abs(len(kept) - int((found > 0).sum())) <= 1 or p > 0.999


def test_the_same_source_of_chance_gives_the_same_characters() -> None:
    first, second = (
        [choose(LOGITS, draw(top_k=3), rng) for _ in range(100)]
        for rng in (np.random.default_rng(5), np.random.default_rng(5))
    )
    assert first == second


@pytest.mark.parametrize("temperature", [1e-300, 5e-324, 1e-6])
def test_a_tiny_temperature_is_greedy_and_does_not_overflow(temperature: float) -> None:
    assert choose(LOGITS * 1000, draw(temperature), np.random.default_rng(1)) == 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_broken_logits_give_some_character_and_no_error(bad: float) -> None:
    logits = LOGITS.copy()
    logits[2] = bad
    how = draw(top_k=2, top_p=0.5, repetition_penalty=2.0)
    assert 0 <= choose(logits, how, np.random.default_rng(1), (0, 2)) < 4
