"""Greedy, temperature and top-k: the next character is drawn as it should be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lstm_gui.core.model.writing import choose

LOGITS = np.array([0.0, 2.0, 1.0, -1.0], np.float32)


def draws(temperature: float, top_k: int = 0, count: int = 20_000) -> np.ndarray:
    rng = np.random.default_rng(7)
    drawn = [choose(LOGITS, temperature, top_k, rng) for _ in range(count)]
    return np.bincount(drawn, minlength=4) / count


def test_temperature_0_takes_the_likeliest_and_no_chance() -> None:
    rng = np.random.default_rng(1)
    assert {choose(LOGITS, 0.0, 0, rng) for _ in range(50)} == {1}
    assert rng.bit_generator.state == np.random.default_rng(1).bit_generator.state
    assert choose(LOGITS, 1.0, 0, None) == 1


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_temperature_divides_the_logits(temperature: float) -> None:
    wanted = np.exp(LOGITS / temperature)
    assert draws(temperature) == pytest.approx(wanted / wanted.sum(), abs=0.015)


def test_top_k_draws_among_the_likeliest_only() -> None:
    shares = draws(1.0, top_k=2)
    assert shares[0] == shares[3] == 0
    assert shares[1] == pytest.approx(math.e / (math.e + 1), abs=0.015)
    assert draws(5.0, top_k=1, count=100)[1] == 1.0
    assert (draws(10.0, top_k=99, count=2000) > 0).all()


def test_the_same_source_of_chance_gives_the_same_characters() -> None:
    first, second = (
        [choose(LOGITS, 1.0, 3, rng) for _ in range(100)]
        for rng in (np.random.default_rng(5), np.random.default_rng(5))
    )
    assert first == second


@pytest.mark.parametrize("temperature", [1e-300, 5e-324, 1e-6])
def test_a_tiny_temperature_is_greedy_and_does_not_overflow(temperature: float) -> None:
    assert choose(LOGITS * 1000, temperature, 0, np.random.default_rng(1)) == 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_broken_logits_give_some_character_and_no_error(bad: float) -> None:
    logits = LOGITS.copy()
    logits[2] = bad
    assert 0 <= choose(logits, 1.0, 2, np.random.default_rng(1)) < 4
