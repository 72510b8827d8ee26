"""The curves of a run grow, go back and come forward, and leave alone what was handed out."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.training.curves import RunCurves, SeriesColumns, decades

BATCHES = 4


def trained(curves: RunCurves, first: int, last: int, loss: float = 1.0) -> RunCurves:
    """Add batches and the epochs that they complete, with a reading after each."""
    for number in range(first, last + 1):
        curves.add_steps([number / BATCHES], loss, last=number, seconds=0.5, norm=2.0, theta=1.0)
        if number % BATCHES == 0:
            curves.add_epochs([number // BATCHES], [10.0 * loss])
            curves.add_held_out(number // BATCHES, 20.0 * loss)
    return curves


def everything(curves: RunCurves) -> list[list[float]]:
    parts = (curves.batches, curves.epochs, curves.held_out)
    return [np.nan_to_num(part.rows).ravel().tolist() for part in parts]


def test_undo_an_epoch_and_redo_bring_all_points_back() -> None:
    curves = trained(RunCurves(), 1, 20)
    whole = everything(curves)
    curves.go_on(2.0, "undo")
    curves.set_redo(True)
    assert curves.end() == 2.0 and curves.held_out["x"].tolist() == [1, 2]
    trained(curves, 9, 12, loss=3.0)
    curves.go_on(5.0, "redo")
    curves.set_redo(False)
    assert everything(curves) == whole


def test_a_change_after_an_undo_drops_what_was_undone() -> None:
    curves = trained(RunCurves(), 1, 20)
    curves.go_on(2.0, "undo")
    curves.set_redo(True)
    assert curves.whole()[1][0, -1] == 5.0
    curves.set_redo(False)
    assert curves.whole()[1][0, -1] == 2.0
    curves.go_on(5.0, "redo")
    assert curves.end() == 2.0


def test_a_branch_goes_on_without_what_was_undone_which_the_other_run_still_has() -> None:
    curves = trained(RunCurves(), 1, 20)
    curves.go_on(2.0, "undo")
    curves.set_redo(True)
    curves.go_on(2.0, "branch")
    assert curves.whole()[1][0, -1] == 5.0
    curves.set_redo(False)
    assert curves.whole()[1][0, -1] == curves.end() == 2.0


def test_what_was_handed_out_stays_as_it_was() -> None:
    curves = trained(RunCurves(), 1, 20)
    seen = curves.batches["loss"]
    curves.go_on(2.0, "undo")
    trained(curves, 9, 20, loss=7.0)
    assert seen.tolist() == [1.0] * 20
    assert curves.batches["loss"].tolist() == [1.0] * 8 + [7.0] * 12
    with pytest.raises(ValueError, match="read-only"):
        seen[0] = 3.0


def test_points_are_views_and_not_copies() -> None:
    curves = trained(RunCurves(), 1, 20)
    assert np.shares_memory(curves.batches["loss"], curves.measured()[1])


def test_the_share_of_clipped_batches_goes_back_with_the_rest() -> None:
    curves = RunCurves()
    curves.add_steps([0.25, 0.5], 1.0, norm=[2.0, 0.5], theta=1.0)
    curves.add_steps([0.75], 1.0, norm=4.0, theta=1.0)
    assert curves.batches["share"].tolist() == pytest.approx([100, 50, 200 / 3])
    curves.go_on(0.5, "undo")
    curves.add_steps([0.75], 1.0, norm=0.1, theta=1.0)
    assert curves.batches["share"][-1] == pytest.approx(100 / 3)


def test_a_run_that_is_taken_up_again_goes_on_where_its_record_ends() -> None:
    before = trained(RunCurves(), 1, 10)
    again = RunCurves()
    again.restore(before.measured())
    assert again.restored == 2.5 and again.epochs["step"].tolist() == [4, 8]
    trained(again, 11, 12)
    assert again.batches["step"].tolist() == list(range(1, 13))
    assert again.batches["seconds"][-1] == pytest.approx(6.0)
    assert np.isnan(again.batches["norm"][:10]).all() and again.batches["norm"][-1] == 2.0


def test_a_logarithmic_envelope_leaves_out_what_cannot_be_shown() -> None:
    rng = np.random.default_rng(3)
    x, y = np.arange(100_000) / 50.0, np.exp(rng.normal(size=100_000))
    y[[500, 70_000]], y[900], y[123] = np.inf, 0.0, 1e4
    columns = SeriesColumns("x", "norm")
    for part in np.array_split(np.arange(x.size), 9):
        columns.append(x[part], y[part])
    thin = columns.envelope(0.0, float(x[-1]), 100, "norm", log=True)[1]
    assert thin.size <= 200 and thin.max() == 4.0
    assert thin.min() == np.nanmin(decades(y))


def test_blocks_follow_a_cut() -> None:
    columns = SeriesColumns("x", "level")
    columns.append(np.arange(10_000.0), np.ones(10_000))
    columns.envelope(0.0, 1e4, 10, "level")
    columns.cut(5000.0)
    columns.append(np.arange(5001.0, 10_000.0), np.full(4999, 2.0))
    x, y = columns.envelope(0.0, 1e4, 10, "level")
    assert y.max() == 2.0 and set(y[x < 4000]) == {1.0}


def test_where_nobody_knows_the_batch_nothing_is_drawn_by_batch() -> None:
    curves = RunCurves()
    epochs = np.array([[1.0, 2.0], [9.0, 8.0], [1.0, 2.0]])
    curves.restore((epochs, np.empty((4, 0)), np.empty((3, 0))))
    assert curves.epochs.envelope(0.0, 9.0, 100, "level", at="step")[0].size == 0
    assert curves.epochs.envelope(0.0, 9.0, 100, "level")[0].tolist() == [1.0, 2.0]
