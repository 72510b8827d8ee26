"""Surprise and guesses, against logarithms written out."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.predictions import (
    divergence,
    guesses,
    log_distribution,
    next_characters,
    surprise,
)
from lstm_gui.core.model.backend import Trace
from tests.core.inspection.conftest import distribution, small_trace, trace_of

ABC = Vocabulary("abc")


def with_logits(logits: list[list[float]], ids: list[int]) -> Trace:
    trace = trace_of("rnn", h=np.zeros((len(ids), 2)))
    array = np.array(logits, np.float32)
    return dataclasses.replace(trace, ids=np.array(ids, np.int32), logits=array)


def test_surprise_by_hand() -> None:
    half = math.log(2)
    trace = with_logits([[half, 0, 0], [0, 0, 0], [9, 9, 9]], [2, 0, 1])
    found = surprise(trace)
    assert math.isnan(found[0])
    np.testing.assert_allclose(found[1:], [math.log(2), math.log(3)], rtol=1e-6)
    assert surprise(with_logits([[0, 0, 0]], [1])).shape == (1,)


def test_surprise_of_huge_logits_is_finite() -> None:
    trace = with_logits([[1e4, 0, -1e4], [0, 0, 0]], [0, 1])
    assert surprise(trace)[1] == pytest.approx(1e4)


def test_surprise_agrees_with_the_distribution() -> None:
    trace = small_trace("gru")
    p = distribution(trace.logits)
    np.testing.assert_allclose(p.sum(axis=1), 1, atol=1e-6)
    wanted = -np.log(p[np.arange(11), trace.ids[1:]])
    np.testing.assert_allclose(surprise(trace)[1:], wanted, rtol=1e-4)
    np.testing.assert_allclose(log_distribution(trace.logits), np.log(p), rtol=1e-4, atol=1e-5)


def test_guesses_are_ranked_and_ties_go_by_id() -> None:
    trace = with_logits([[0, math.log(2), 0], [0, 0, 0]], [0, 1])
    first = next_characters(trace, ABC, 0, 2)
    assert [g.character for g in first] == ["b", "a"]
    assert [g.probability for g in first] == pytest.approx([0.5, 0.25])
    assert [g.character for g in next_characters(trace, ABC, 1)] == ["a", "b", "c"]
    assert guesses(trace, ABC, 2) == (first, next_characters(trace, ABC, 1, 2))
    with pytest.raises(IndexError):
        next_characters(trace, ABC, 2)


def test_divergence_by_hand() -> None:
    p, q = np.log([[0.5, 0.5], [0.25, 0.75]]), np.log([[0.25, 0.75], [0.25, 0.75]])
    wanted = 0.5 * math.log(2) + 0.5 * math.log(2 / 3)
    np.testing.assert_allclose(divergence(p, q + 3), [wanted, 0], atol=1e-6)
    assert (divergence(q, p) >= 0).all()
