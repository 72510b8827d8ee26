"""Half-lives, saturation, dead cells: small cases by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lstm_gui.core.inspection.lifetimes import dead_cells, half_lives, histogram, saturation
from tests.core.inspection.conftest import small_trace, trace_of


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "f"), ("gru", "z")])
def test_half_lives_by_hand(cell: str, gate: str) -> None:
    # Halved at each character; halved every second; kept for ever; dropped at once.
    values = [[0.5, 0.5, 1, 0.0], [0.5, 1.0, 1, 0.5]]
    trace = trace_of(cell, **{gate: values})  # type: ignore[arg-type]
    np.testing.assert_allclose(half_lives(trace, 0), [1, 2, math.inf, 0], rtol=1e-6)


def test_a_half_life_is_when_half_is_left() -> None:
    f = np.full((50, 1), 0.93, np.float32)
    n = float(half_lives(trace_of("lstm", f=f), 0)[0])
    assert 0.93**n == pytest.approx(0.5, rel=1e-5)


def test_an_rnn_has_no_half_life() -> None:
    assert np.isnan(half_lives(small_trace("rnn"), 0)).all()
    assert saturation(small_trace("rnn"), 0) == {}
    empty = histogram(half_lives(small_trace("rnn"), 0))
    assert empty.counts.sum() == 0 and empty.beyond == 0


def test_saturation_by_hand() -> None:
    trace = trace_of("gru", z=[[0.05, 0.5], [0.95, 0.99]], r=[[0.5, 0.5], [0.5, 0.0]])
    assert saturation(trace, 0) == {"r": (0.25, 0.0), "z": (0.25, 0.5)}
    assert saturation(trace, 0, 0.5, 0.97)["z"] == (0.25, 0.25)
    assert set(saturation(small_trace("lstm"), 0)) == {"i", "f", "o"}


def test_dead_cells_never_move() -> None:
    c = [[1.0, 0.0, 5.0], [1.0005, 0.5, 5.0]]
    assert dead_cells(trace_of("lstm", c=c), 0).tolist() == [0, 2]
    assert dead_cells(trace_of("lstm", c=c), 0, tolerance=1).tolist() == [0, 1, 2]


def test_every_cell_with_a_half_life_is_counted_once() -> None:
    values = [0.0, 0.1, 0.5, 1, 3, 999, 1000, 5000, math.inf, math.nan]
    found = histogram(values)
    assert found.beyond == 3 and found.counts.sum() == 6
    assert found.counts[0] == 3 and len(found.edges) == len(found.counts) + 1
    assert found.edges[0] == 0.5 and found.edges[-1] == pytest.approx(1000)
    ratios = found.edges[1:] / found.edges[:-1]
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-5)
    assert histogram([1, 2, 30], edges=[1, 10, 20]).counts.tolist() == [2, 0]
