"""The runs in the whole window: listed, compared, deleted, branched and taken up again."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.runs.run import Curve, new_run, with_digest
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.desk import UNDO_DELETE
from tests.core.worker.driving import corpus_of
from tests.gui.window.test_steering import change, curve, run_for


def fill(folder, count: int) -> list[str]:
    """Store finished runs as the search does, and give each a model."""
    store = open_store(folder)
    ids = []
    for index in range(count):
        run = with_digest(new_run(corpus=corpus_of(), experiment=experiment()), corpus_of())
        store.put(run, Curve.of_epochs(100.0 / np.arange(1, 30 + index), 0.5))
        store.models.create()
        store.models.path(run.id).write_bytes(b"not a model")
        ids.append(run.id)
    store.close()
    return ids


def experiment():
    from lstm_gui.core.settings.presets import PRESETS

    return PRESETS["quick"].experiment


def listed(stage) -> list[int]:
    return [run.number for run in stage.parts.runs.model.runs]


def test_runs_of_earlier_sessions_are_listed_and_shown_again(make_stage, tmp_path):
    ids = fill(tmp_path, 3)
    stage = make_stage(
        runs=tmp_path,
        preferences=Preferences(
            language="en", overlays=(ids[2], ids[0]), plot_axis="time", smoothing=5
        ),
    ).open()
    stage.until(lambda: listed(stage) == [3, 2, 1])
    overlays = stage.parts.plot.curves.overlays
    stage.until(lambda: len(overlays.overlays) == 2)
    assert [overlay.name for overlay in overlays.overlays] == ["Run 3", "Run 1"]
    assert stage.parts.plot.curves.axis == "time"
    stage.parts.runs.shownAsked.emit((ids[1],), True)
    stage.until(lambda: len(overlays.overlays) == 3)
    assert stage.kept[-1].overlays == (ids[2], ids[0], ids[1])
    stage.parts.runs.shownAsked.emit((ids[2],), False)
    stage.parts.runs.shownAsked.emit((ids[2],), True)
    assert stage.kept[-1].overlays == (ids[2], ids[0], ids[1])  # the first colour was free again


def test_delete_and_undo_with_the_model(make_stage, tmp_path):
    ids = fill(tmp_path, 3)
    stage = make_stage(runs=tmp_path).open()
    stage.until(lambda: len(listed(stage)) == 3)
    stage.window._docks.show("runs")
    table = stage.parts.runs.table
    table.choose(ids[0])
    QTest.keyClick(table, Qt.Key.Key_Delete)
    table.choose(ids[1])
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert listed(stage) == [3]
    assert stage.parts.notices.notices[0].text == "Run 2 is deleted."
    stage.parts.notices.actionTriggered.emit(UNDO_DELETE)
    assert listed(stage) == [3, 2]
    assert not any(notice.key == UNDO_DELETE for notice in stage.parts.notices.notices)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert listed(stage) == [3, 2, 1]
    table.choose(ids[2])
    QTest.keyClick(table, Qt.Key.Key_Delete)
    archive = stage.window.archive
    assert archive.model_path(ids[2]).exists()  # it could still come back
    with stage.qtbot.waitSignal(stage.bridge.closed):
        stage.window.close()
    assert archive.finish(10)
    assert not archive.model_path(ids[2]).exists()
    store = open_store(tmp_path)
    assert [run.number for run in store.runs()] == [1, 2]
    store.close()


def test_names_notes_and_pins_are_kept(make_stage, tmp_path):
    ids = fill(tmp_path, 2)
    stage = make_stage(runs=tmp_path).open()
    stage.until(lambda: len(listed(stage)) == 2)
    model = stage.parts.runs.model
    model.renamed.emit(ids[0], "the good one")
    model.noted.emit(ids[0], "kept on purpose")
    stage.parts.runs.pinAsked.emit((ids[0],), True)
    assert listed(stage) == [1, 2]
    stage.window.runs.close()
    assert stage.window.archive.finish(10)
    store = open_store(tmp_path)
    run = store.run(ids[0])
    store.close()
    assert (run.name, run.notes, run.pinned) == ("the good one", "kept on purpose", True)


def test_the_run_under_way_grows_in_the_table(stage):
    stage.window._docks.show("runs")
    stage.find(QToolButton, "startButton").click()
    model = stage.parts.runs.model
    stage.until(lambda: model.rowCount() == 1 and model.runs[0].epochs >= 2)
    assert model.is_live(model.runs[0]) and model.slot(model.runs[0]) == -1


def test_what_another_window_has_stored_appears(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    stage.window._docks.show("runs")
    stage.until(lambda: stage.window.archive.model_path("x") is not None)
    fill(tmp_path, 2)
    stage.until(lambda: listed(stage) == [2, 1])


def test_a_branch_keeps_both_runs_whole(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    branch = stage.parts.actions.by_name["branch"]
    assert not branch.isEnabled()
    run_for(stage, 30)
    change(stage, "learningRateEdit", "0.5")
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.5)
    steps = stage.backend.steps
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    stage.until(lambda: stage.backend.steps > steps + 20)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    own = stage.window.runs.own
    end_weights, end_curve = stage.backend.weights(), own.live.present()[1]
    stage.parts.actions.by_name["undo"].trigger()
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.02)
    weights, rows, old = stage.backend.weights(), curve(stage), own.run_id
    stage.until(branch.isEnabled)
    branch.trigger()
    stage.until(lambda: own.run_id not in ("", old))
    model = stage.parts.runs.model
    stage.until(lambda: len(listed(stage)) == 2)

    now = stage.backend.weights()
    assert all(np.array_equal(now[name], weights[name]) for name in weights)
    assert curve(stage) == rows
    assert not stage.parts.actions.by_name["redo"].isEnabled()
    path = stage.window.archive.model_path(old)
    # A run that rests is kept too, so there may be a model of the first pause.
    stage.until(
        lambda: path.exists() and load_checkpoint(path).experiment.train.learning_rate == 0.5
    )
    kept = load_checkpoint(path)
    assert all(np.array_equal(kept.snapshot.weights[n], end_weights[n]) for n in end_weights)
    left, new = model.run(old), model.run(own.run_id)
    assert (left.number, new.number, new.parent, new.origin) == (1, 2, old, "branch")
    assert left.experiment.train.learning_rate == 0.5 and len(left.changes) == 1
    assert new.experiment.train.learning_rate == 0.02 and new.changes == ()

    stage.find(QToolButton, "startButton").click()
    done = own.live.present()[1].batches[0, -1]
    stage.until(lambda: own.live.present()[1].batches[0, -1] > done + 1)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    grown = own.live.present()[1].batches
    with stage.qtbot.waitSignal(stage.bridge.closed):
        stage.window.close()
    assert stage.window.archive.finish(10)
    store = open_store(tmp_path)
    assert np.array_equal(store.curve(old).batches, end_curve.batches)
    assert np.array_equal(store.curve(new.id).batches, grown)
    shared = int(np.searchsorted(end_curve.batches[0], done, "right"))
    assert np.array_equal(grown[:, :shared], end_curve.batches[:, :shared])
    store.close()


def learn_and_leave(stage) -> str:
    """Train for a while and begin anew; return the id of the run that was left."""
    run_for(stage, 30)
    left = stage.window.runs.own.run_id
    with stage.qtbot.waitSignal(stage.window.runs.keeper.modelKept):
        stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    stage.until(lambda: stage.parts.runs.model.run(left).model_bytes > 0)
    return left


def test_continue_takes_a_run_up_where_it_was(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    run_for(stage, 30)
    change(stage, "learningRateEdit", "0.5")
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.5)
    own = stage.window.runs.own
    stage.until(lambda: len(own.live.row.changes) == 1)
    weights, before = stage.backend.weights(), own.live.present()[1]
    rows, left = curve(stage), own.run_id
    with stage.qtbot.waitSignal(stage.window.runs.keeper.modelKept):
        stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    model = stage.parts.runs.model
    stage.until(lambda: model.run(left).model_bytes > 0)
    assert curve(stage) == []
    stage.window._docks.show("runs")
    stage.parts.runs.table.choose(left)
    stage.find(QPushButton, "continueRunButton").click()
    stage.wait_for(RunState.PAUSED)
    assert own.run_id == left
    now = stage.backend.weights()
    assert all(np.array_equal(now[name], weights[name]) for name in weights)
    assert curve(stage) == rows
    assert np.array_equal(own.live.present()[1].batches, before.batches)
    assert len(stage.parts.plot.curves.marks.lines) == 1
    done = before.batches[1, -1]
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: own.live.present()[1].batches[1, -1] == done + 1)
    assert len(listed(stage)) == 1 and len(own.live.row.changes) == 1


def test_continue_opens_the_text_that_the_run_was_trained_on(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    left = learn_and_leave(stage)
    stage.session.open_named("en")
    stage.until(lambda: stage.session.used.name == "lyrics_en.txt")
    stage.wait_for(RunState.READY)
    stage.window.runs.resuming.go_on(stage.parts.runs.model.run(left))
    stage.wait_for(RunState.PAUSED)
    assert stage.session.used.name == "lyrics_zh.txt" and stage.window.runs.own.run_id == left


def test_continue_says_why_it_cannot(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    run = new_run(experiment(), corpus_of(), source=str(tmp_path / "gone.txt"))
    desk = stage.window.runs

    def said(run) -> str:
        desk.resuming.go_on(run)
        stage.until(lambda: bool(stage.parts.notices.notices))
        text = stage.parts.notices.notices[0].text
        stage.parts.notices.dismiss("continue")
        return text

    assert "The model of Run 0 is not kept" in said(run)
    assert "Open that text as it was" in said(run.model_copy(update={"model_bytes": 5}))
    other = run.model_copy(update={"model_bytes": 5, "source": "en"})
    assert "Run 0 was trained on song.txt" in said(other)
    assert stage.session.state is RunState.READY


def test_a_damaged_model_is_refused_and_the_present_run_goes_on(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    left = learn_and_leave(stage)
    stage.window.archive.model_path(left).write_bytes(b"damaged")
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: stage.window.runs.own.run_id not in ("", left))
    own = stage.window.runs.own.run_id
    stage.window.runs.resuming.go_on(stage.parts.runs.model.run(left))
    stage.until(lambda: any(n.kind == "error" for n in stage.parts.notices.notices))
    assert stage.window.runs.own.run_id == own
    stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    assert stage.window.runs.own.run_id == ""


def test_a_twin_is_a_run_of_its_own_in_the_table(stage):
    from lstm_gui.core.settings.difference import Difference

    longer = changed(stage.session.experiment, "train.epochs", 5000)
    stage.session.edit_live(longer)
    stage.until(lambda: stage.session.experiment == longer)
    stage.session.begin_twin(Difference("train.learning_rate", 0.5))
    stage.wait_for(RunState.READY)
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    model = stage.parts.runs.model
    stage.until(lambda: len(listed(stage)) == 2)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    twin, own = model.runs
    if twin.origin != "twin":
        twin, own = own, twin
    assert (twin.origin, own.origin) == ("twin", "window")
    assert (model.slot(own), model.slot(twin)) == (-1, -2)
    assert stage.parts.plot.curves.overlays.overlays == ()
    stage.bridge.end_twin()
    stage.until(lambda: model.slot(twin) is None)
    assert model.is_live(own) and not model.is_live(twin)
