"""The moving mean: without lag, true at the ends, blind to what is missing."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.training.curves import smoothed


def by_hand(y: np.ndarray, width: int) -> np.ndarray:
    half, means = width // 2, []
    for place in range(len(y)):
        reach = min(half, place, len(y) - 1 - place)
        part = y[place - reach : place + reach + 1]
        part = part[np.isfinite(part)]
        means.append(part.mean() if part.size else np.nan)
    return np.array(means)


@pytest.mark.parametrize("width", [1, 3, 9, 1000])
def test_it_is_the_mean_around_each_point(width):
    y = np.random.default_rng(1).normal(size=101)
    y[[3, 4, 50]] = np.nan
    if width > 1:
        np.testing.assert_allclose(smoothed(y, width), by_hand(y, width), atol=1e-12)
    else:
        assert smoothed(y, width) is y


def test_a_straight_line_stays_straight_and_ends_stay_where_they_are():
    y = np.linspace(3, -2, 40)
    np.testing.assert_allclose(smoothed(y, 15), y, atol=1e-12)
    noisy = y + np.random.default_rng(2).normal(size=40)
    assert smoothed(noisy, 9)[0] == pytest.approx(noisy[0])
    assert smoothed(noisy, 9)[-1] == pytest.approx(noisy[-1])


def test_few_points_and_none_are_left_as_they_are():
    for count in (0, 1, 2):
        y = np.arange(float(count))
        assert smoothed(y, 5) is y
    assert np.isnan(smoothed(np.full(9, np.nan), 3)).all()
