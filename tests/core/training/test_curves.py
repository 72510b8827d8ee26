"""Growing arrays keep what they are given; thinning keeps what the eye would see."""

from __future__ import annotations

import time

import numpy as np
import pytest

from lstm_gui.core.training.curves import SeriesColumns, envelope, perplexity_of


def test_perplexity_is_infinite_where_it_overflows_for_one_loss_as_for_many() -> None:
    losses = [0.0, 2.0, 1e6, np.inf, np.nan]
    values = perplexity_of(losses)
    assert values[0] == 1.0 and values[1] == np.exp(2.0)
    assert (values[2:4] == np.inf).all()
    assert np.isnan(values[4])
    assert np.array_equal(values, [perplexity_of(loss) for loss in losses], equal_nan=True)


def test_series_keeps_every_point_over_many_growths() -> None:
    series = SeriesColumns("x", "level")
    for start in range(0, 5000, 10):
        x = np.arange(start, start + 10) / 8
        series.append(x, x + 2.0)
    assert np.array_equal(series["x"], np.arange(5000) / 8)
    assert np.array_equal(series["level"], series["x"] + 2.0)


def test_views_cannot_be_written() -> None:
    series = SeriesColumns("x", "level")
    series.append(1.0, 1.0)
    with pytest.raises(ValueError, match="read-only"):
        series["level"][0] = 3.0
    series.append(2.0, 1.0)
    assert series["level"].tolist() == [1.0, 1.0]


def test_few_points_pass_unchanged_without_those_not_finite() -> None:
    x = np.arange(5.0)
    y = np.array([1.0, np.nan, 3.0, np.inf, 5.0])
    thin_x, thin_y = envelope(x, y, 10)
    assert thin_x.tolist() == [0.0, 2.0, 4.0]
    assert thin_y.tolist() == [1.0, 3.0, 5.0]


def test_envelope_keeps_the_extremes_of_every_stretch() -> None:
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(0, 160, 20_000))
    y = rng.normal(size=x.size)
    y[12_345] = 50.0
    y[777] = np.nan
    thin_x, thin_y = envelope(x, y, 300)
    assert thin_x.size <= 600
    assert np.all(np.diff(thin_x) >= 0)
    assert thin_y.max() == 50.0
    assert thin_y.min() == np.nanmin(y)
    assert np.isfinite(thin_y).all()


def test_envelope_runs_with_the_curve() -> None:
    y = np.linspace(9.0, 1.0, 10_000)
    _, thin_y = envelope(np.arange(10_000.0), y, 100)
    assert np.all(np.diff(thin_y) <= 0)


def test_series_by_blocks_shows_what_all_points_show() -> None:
    rng = np.random.default_rng(2)
    x, y = np.arange(200_003) / 50.0, rng.normal(size=200_003)
    y[199_999] = 77.0
    series = SeriesColumns("x", "level")
    for part in np.array_split(np.arange(x.size), 37):
        series.append(x[part], y[part])
    thin_x, thin_y = series.envelope(0.0, float(x[-1]), 200, "level")
    assert thin_x.size <= 2 * 200
    assert thin_y.max() == 77.0
    assert thin_y.min() == y.min()
    near_x, near_y = series.envelope(10.0, 11.0, 200, "level")
    assert near_x[0] == 10.0 - 0.02
    assert near_x[-1] == pytest.approx(11.02)
    assert np.array_equal(near_y, y[499:552])


def test_series_that_goes_back_forgets_the_future() -> None:
    series = SeriesColumns("x", "level")
    series.append(np.arange(1.0, 1001.0), np.ones(1000))
    series.append([500.0, 501.0], [2.0, 3.0])
    assert len(series) == 501
    assert series["level"][-3:].tolist() == [1.0, 2.0, 3.0]
    series.append([501.0], [4.0])
    assert series["level"][-2:].tolist() == [2.0, 4.0]
    series.cut(0.0)
    assert len(series) == 0
    assert series.envelope(0, 1, 10, "level")[0].size == 0


def test_a_million_points_are_thinned_quickly() -> None:
    x = np.arange(1_000_000) / 1e4
    y = np.sin(x)
    began = time.thread_time()
    envelope(x, y, 600)
    assert time.thread_time() - began < 0.5
