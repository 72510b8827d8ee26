"""The time machine: within its budget, denser early, and as exact as float16 is."""

from __future__ import annotations

import dataclasses
import gc
import tracemalloc

import numpy as np
import pytest

from lstm_gui.core.inspection.predictions import surprise
from lstm_gui.core.inspection.time_machine import MomentStore, difference, due
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind
from tests.core.inspection.conftest import distribution, small_trace

TEXT = "abcdefghijkl"


def add(store: MomentStore, step: int, trace: Trace, text: str = TEXT) -> bool:
    return store.add(step, step // 10, step / 10, 5.0, text, trace)


def test_five_thousand_snapshots_stay_within_the_budget() -> None:
    """By its own account, and by the interpreter's."""
    trace = small_trace("lstm", 2, 64, hidden=16)
    text = "abcd" * 16
    budget = 2 * 2**20
    tracemalloc.start()
    store = MomentStore(budget)
    for step in range(1, 5001):
        assert add(store, step, trace, text)
        assert store.nbytes <= budget
    nbytes, steps, positions = store.nbytes, store.steps, store.positions
    gc.collect()
    full = tracemalloc.get_traced_memory()[0]
    del store
    gc.collect()
    used = full - tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert budget * 0.9 < used <= nbytes <= budget
    assert steps[0] == 1 and steps[-1] == 5000 and len(steps) > 50
    assert (np.diff(positions) > 0).all() and positions.shape == (len(steps),)


def test_moments_are_denser_early() -> None:
    store = MomentStore(100_000)
    trace = small_trace()
    for step in range(1, 5001):
        add(store, step, trace)
    steps = np.array(store.steps)
    per_decade = [np.count_nonzero((steps >= low) & (steps < 10 * low)) for low in (10, 100)]
    assert max(per_decade) < 1.5 * min(per_decade)  # evenly on a log scale
    ratios = (steps[1:] + 1) / (steps[:-1] + 1)
    assert ratios.max() < 2 * np.median(ratios) ** 2
    assert np.diff(steps).max() > 10 * np.diff(steps).min()


@pytest.mark.parametrize("cell", CELLS)
def test_what_comes_back_is_what_went_in(cell: CellKind) -> None:
    trace = small_trace(cell, 2)
    store = MomentStore()
    store.add(7, 1, 1.5, 3.25, TEXT, trace)
    moment = store.moment(0)
    assert (moment.step, moment.epoch, moment.x, moment.perplexity) == (7, 1, 1.5, 3.25)
    assert moment.text == store.text == TEXT
    back = moment.trace
    assert back.cell == cell and back.quantities.keys() == trace.quantities.keys()
    np.testing.assert_array_equal(back.ids, trace.ids)
    pairs = [(back.quantities[n], trace.quantities[n]) for n in trace.quantities]
    pairs.append((back.start.h, trace.start.h))
    if CELLS[cell].has_c:
        assert back.start.c is not None and trace.start.c is not None
        pairs.append((back.start.c, trace.start.c))
    for found, wanted in pairs:  # half precision: 11 bits, and a smallest step
        assert found.dtype == np.float32 and not found.flags.writeable
        assert (np.abs(found - wanted) <= np.abs(wanted) * 2**-11 + 2**-25).all()
    p, q = distribution(back.logits), distribution(trace.logits)
    np.testing.assert_allclose(p, q, atol=2e-3)
    np.testing.assert_allclose(surprise(back)[1:], surprise(trace)[1:], atol=1e-2)


def test_hopeless_characters_and_diverged_states_are_kept() -> None:
    trace = small_trace()
    logits = np.array(trace.logits)
    logits[:, 0] = -1e6
    c = np.array(trace.quantities["c"])
    c[0, 0, 0], c[0, 0, 1] = np.inf, np.nan
    store = MomentStore()
    quantities = {**trace.quantities, "c": c}
    add(store, 1, dataclasses.replace(trace, logits=logits, quantities=quantities))
    back = store.moment(0).trace
    assert np.isfinite(back.logits).all()
    assert np.isinf(back.quantities["c"][0, 0, 0]) and np.isnan(back.quantities["c"][0, 0, 1])


def test_another_text_or_network_starts_afresh() -> None:
    store = MomentStore()
    for step in (1, 2, 3):
        add(store, step, small_trace())
    add(store, 4, small_trace(), "another text")
    assert len(store) == 1 and store.text == "another text"
    add(store, 5, small_trace(hidden=6), "another text")
    assert store.steps == (5,)
    store.clear()
    assert len(store) == 0 and store.text == "" and store.positions.shape == (0,)


def test_going_back_overwrites_what_came_after() -> None:
    store = MomentStore()
    for step in (10, 20, 30, 40, 25):
        add(store, step, small_trace())
    assert list(store.steps) == [10, 20, 25]
    add(store, 1, small_trace())
    assert list(store.steps) == [1]


def test_a_budget_for_one_two_or_none() -> None:
    trace = small_trace()
    probe = MomentStore()
    add(probe, 1, trace)
    base = MomentStore().nbytes
    for room, wanted in ((0, ()), (1, (9,)), (2, (1, 9)), (3, (1, 4, 9))):
        budget = probe.nbytes + (room - 1) * (2000 if room > 1 else 1)
        store = MomentStore(budget if room else probe.nbytes - 1)
        kept = [add(store, step, trace) for step in (1, 2, 3, 4, 9)]
        assert all(kept) == (room > 0) and store.nbytes <= max(budget, base)
        assert store.steps[:1] == wanted[:1] and store.steps[-1:] == wanted[-1:]


def test_the_nearest_moment() -> None:
    store = MomentStore()
    with pytest.raises(IndexError):
        store.nearest(1)
    for step in (10, 20, 40):
        add(store, step, small_trace())
    assert [store.nearest(x) for x in (-5, 1.4, 1.5, 1.6, 100)] == [0, 0, 0, 1, 2]
    assert store.moment(-1).step == 40


def test_snapshots_are_due_ever_less_often() -> None:
    taken: list[int] = []
    last = None
    for step in range(5001):
        if due(step, last):
            taken.append(step)
            last = step
    assert taken[:65] == list(range(65)) and 200 < len(taken) < 300
    gaps = np.diff(taken)
    assert (np.diff(gaps) >= 0).all() and gaps[-1] == 50
    assert due(3, 100) and not due(100, 100)


def test_the_difference_of_two_moments() -> None:
    store = MomentStore()
    first, second = small_trace(), small_trace(length=12)
    changed = dataclasses.replace(
        second, quantities={n: q + np.float32(0.5) for n, q in second.quantities.items()}
    )
    add(store, 1, first)
    add(store, 2, changed)
    found = difference(store.moment(0), store.moment(1), "c")
    assert found.shape == (1, 12, 5)
    np.testing.assert_allclose(found, 0.5, atol=2e-3)
    other = MomentStore()
    add(
        other,
        1,
        Trace(
            "lstm",
            first.ids,
            Memory(first.start.h, first.start.c),
            {n: q[:, :, :3] for n, q in first.quantities.items()},
            first.logits,
        ),
    )
    with pytest.raises(ValueError, match="two moments"):
        difference(store.moment(0), other.moment(0), "c")
