"""Runs are recorded from the signals of a source, and their models kept when they are left."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton

from lstm_gui.core.model.backend import Position
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.runs.store import FILE, open_store
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.changes import Change
from lstm_gui.core.training.progress import EpochDone, HeldOutDone, StepDone
from lstm_gui.core.worker.events import Built, ChangesUpdated
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunsKeeper
from lstm_gui.gui.session.run_model import RunModel
from tests.core.worker.driving import corpus_of

BATCHES = 4
CHANGE = Change(1, 2.0, 8, "user", Experiment(), Experiment(), None)


class Source(RunModel):
    """A run that grows, goes back and forth when it is told to."""

    def build(self, experiment: Experiment, **more) -> None:
        at = more.pop("at", Position())
        self.take(Built(1, experiment, corpus_of(), 10, BATCHES, at, **more))

    def steps(self, first: int, last: int, loss: float = 2.0) -> None:
        for number in range(first, last + 1):
            epoch, batch = divmod(number - 1, BATCHES)
            self.take(StepDone(1, number, epoch + 1, batch + 1, BATCHES, 100, loss, 0.1, 0.01))
        self.flush()

    def epoch(self, number: int, perplexity: float) -> None:
        self.take(EpochDone(1, number, perplexity, 0.04))
        self.flush()

    def read(self, number: int, perplexity: float) -> None:
        self.take(HeldOutDone(1, number, perplexity, 0.01))


@pytest.fixture
def owner(qapp):
    owner = QObject()
    yield owner
    owner.deleteLater()


@pytest.fixture
def archive(owner, tmp_path):
    archive = RunArchive(tmp_path, owner)
    yield archive
    archive.close()
    assert archive.finish(10)


@pytest.fixture
def keeper(archive, owner):
    return RunsKeeper(archive, owner)


def stored(archive, keeper, tmp_path):
    keeper.close()
    assert archive.finish(10)
    store = open_store(tmp_path)
    runs = store.runs()
    curves = [store.curve(run.id) for run in runs]
    store.close()
    return runs, curves


def test_two_sources_are_recorded_side_by_side(archive, keeper, owner, tmp_path):
    one, two = Source(owner), Source(owner)
    keeper.follow(one)
    keeper.follow(two, origin="twin")
    for source in (one, two):
        source.build(Experiment())
        source.steps(1, 4)
    one.epoch(1, 7.5)
    two.steps(5, 8)
    two.epoch(1, 8.5)
    two.epoch(2, 6.5)
    runs, curves = stored(archive, keeper, tmp_path)
    assert [(run.origin, run.epochs, run.last) for run in runs] == [
        ("window", 1, 7.5),
        ("twin", 2, 6.5),
    ]
    assert curves[1].batches[0].tolist() == (np.arange(1, 9) / BATCHES).tolist()
    assert curves[1].batches[1].tolist() == list(range(1, 9))
    assert curves[1].batches[3] == pytest.approx(np.arange(1, 9) * 0.01)
    assert curves[1].epochs[2] == pytest.approx([0.04, 0.08])
    assert len(runs[0].digest) == 64


def test_readings_of_the_part_held_out_are_kept_with_their_time(archive, keeper, owner, tmp_path):
    source = Source(owner)
    keeper.follow(source)
    source.build(Experiment())
    for number, perplexity in enumerate((50.0, 40.0, 45.0), start=1):
        source.steps(4 * number - 3, 4 * number)
        source.read(number, perplexity)
    (run,), (curve,) = stored(archive, keeper, tmp_path)
    assert run.held_out == 40.0
    assert curve.held_out[:2].tolist() == [[1.0, 2.0, 3.0], [50.0, 40.0, 45.0]]
    assert curve.held_out[2] == pytest.approx([0.04, 0.08, 0.12])


def test_readings_go_back_with_undo_and_forward_with_redo(archive, keeper, owner):
    source = Source(owner)
    follower = keeper.follow(source)
    source.build(Experiment())
    source.steps(1, 8)
    source.read(2, 50.0)
    source.steps(9, 20)
    source.read(5, 30.0)
    at = Position(epoch=2, step=8)
    source.build(Experiment(), at=at, continues=True, travel="undo")
    assert follower.live is not None
    run, curve = follower.live.present()
    assert run.held_out == 50.0 and curve.held_out[0].tolist() == [2.0]
    end = Position(epoch=5, step=20)
    source.build(Experiment(), at=end, continues=True, travel="redo")
    run, curve = follower.live.present()
    assert run.held_out == 30.0 and curve.held_out[0].tolist() == [2.0, 5.0]
    assert follower.live.branch().present()[0].held_out == 30.0


def test_a_run_that_has_learned_nothing_is_not_in_the_table(archive, keeper, owner, tmp_path):
    source = Source(owner)
    keeper.follow(source)
    source.build(Experiment())
    source.build(Experiment())
    assert stored(archive, keeper, tmp_path)[0] == ()


def test_an_undone_future_comes_back_with_redo_whatever_was_trained(
    archive, keeper, owner, tmp_path
):
    source = Source(owner)
    follower = keeper.follow(source)
    source.build(Experiment())
    source.steps(1, 8)
    source.steps(9, 20, loss=1.0)
    at = Position(epoch=2, step=8)
    source.build(Experiment(), at=at, continues=True, travel="undo")
    assert follower.live is not None
    assert follower.live.present()[1].batches[1, -1] == 8
    source.steps(9, 11, loss=3.0)
    assert follower.live.present()[1].batches[2].tolist() == [2.0] * 8 + [3.0] * 3
    whole = follower.live.whole()[1]
    assert whole.batches[2].tolist() == [2.0] * 8 + [1.0] * 12
    later = changed(Experiment(), "train.learning_rate", 0.5)
    end = Position(epoch=5, step=20)
    source.build(later, at=end, continues=True, travel="redo")
    run, curve = follower.live.present()
    assert curve.batches[2].tolist() == [2.0] * 8 + [1.0] * 12
    assert run.experiment == later
    assert curve.batches[3] == pytest.approx(np.arange(1, 21) * 0.01)


def test_a_change_after_an_undo_drops_the_future(archive, keeper, owner):
    source = Source(owner)
    follower = keeper.follow(source)
    source.build(Experiment())
    source.steps(1, 20)
    source.build(Experiment(), at=Position(epoch=2, step=8), continues=True, travel="undo")
    source.take(ChangesUpdated(1, (), None, None))
    assert follower.live is not None
    assert follower.live.whole()[1].batches.shape == (4, 8)


def test_going_back_to_the_best_is_undone_and_redone_with_its_curve(archive, keeper, owner):
    source = Source(owner)
    follower = keeper.follow(source)
    source.build(Experiment())
    source.steps(1, 12)
    best, left = Position(epoch=2, step=8), Position(epoch=3, step=12)

    def go(at: Position, travel: str) -> list[float]:
        source.build(Experiment(), at=at, continues=True, travel=travel)
        source.take(ChangesUpdated(1, (), None, None if travel != "undo" else CHANGE))
        assert follower.live is not None
        return follower.live.present()[1].batches[2].tolist()

    assert go(best, "") == [2.0] * 8
    source.steps(9, 10, loss=5.0)
    assert go(left, "undo") == [2.0] * 12
    assert follower.live.whole()[1].batches[2].tolist() == [2.0] * 8 + [5.0] * 2
    assert go(Position(epoch=2, batch=2, step=10), "redo") == [2.0] * 8 + [5.0] * 2
    assert go(left, "undo") == [2.0] * 12


def test_a_carry_that_rounds_the_place_down_is_undone_with_its_curve(archive, keeper, owner):
    source = Source(owner)
    follower = keeper.follow(source)
    source.build(Experiment())
    source.steps(1, 7)
    source.build(Experiment(), at=Position(epoch=1, batch=2, step=7), continues=True)
    assert follower.live is not None
    assert follower.live.present()[1].batches.shape == (4, 6)
    at = Position(epoch=1, batch=3, step=7)
    source.build(Experiment(), at=at, continues=True, travel="undo")
    assert follower.live.present()[1].batches[1].tolist() == [1, 2, 3, 4, 5, 6, 7]


def _trained_and_left(stage) -> None:
    with stage.qtbot.waitSignal(stage.window.runs.recording.written):  # nobody writes from then on
        stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)


def test_a_folder_of_models_that_was_deleted_is_made_again(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    _trained_and_left(stage)
    shutil.rmtree(tmp_path / "models")
    with stage.qtbot.waitSignal(stage.window.runs.keeper.modelKept) as kept:
        stage.find(QToolButton, "resetButton").click()
    assert load_checkpoint(stage.window.archive.model_path(kept.args[0])).snapshot.position.step
    stage.until(lambda: bool(stage.parts.notices.notices))
    (notice,) = stage.parts.notices.notices
    assert notice.text.startswith(f"The folder of models, {tmp_path / 'models'}, was deleted.")


def test_a_model_that_cannot_be_kept_is_said_without_the_name_of_a_file(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    _trained_and_left(stage)
    shutil.rmtree(tmp_path / "models")
    (tmp_path / "models").write_text("in the way")
    with stage.qtbot.waitSignal(stage.window.runs.keeper.modelRefused):
        stage.find(QToolButton, "resetButton").click()
    said = {notice.key: notice.text for notice in stage.parts.notices.notices}
    assert said["kept"] == "The model of this run could not be kept: Not a directory."
    stage.language.set_choice("zh_CN")
    (notice,) = (one for one in stage.parts.notices.notices if one.key == "kept")
    stage.until(lambda: notice.text == "无法保留这次运行的模型：路径中有一段不是文件夹。")


def test_the_window_records_its_runs_and_keeps_their_models(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    stage.train()
    own = stage.window.runs.own
    stage.until(lambda: own.row() is not None and own.row().epochs >= 2)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    weights, steps = stage.backend.weights(), stage.backend.steps
    with stage.qtbot.waitSignal(stage.window.runs.keeper.modelKept) as kept:
        stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    model = load_checkpoint(stage.window.archive.model_path(kept.args[0]))
    assert model.snapshot.position.step == steps
    assert all(np.array_equal(model.snapshot.weights[name], weights[name]) for name in weights)
    assert not stage.parts.notices.notices  # it is kept quietly
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: stage.window.runs.own.run_id not in ("", kept.args[0]))
    with stage.qtbot.waitSignal(stage.bridge.closed):
        stage.window.close()
    assert stage.window.archive.finish(10)
    store = open_store(tmp_path)
    first, second = store.runs()
    store.close()
    assert (first.id, first.source, first.corpus) == (kept.args[0], "zh", "lyrics_zh.txt")
    assert first.model_bytes > 0 and second.model_bytes > 0
    assert first.epochs >= 2 and second.epochs == 0


def test_a_run_is_in_the_file_soon_after_its_first_batch(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    with stage.qtbot.waitSignal(stage.window.archive.runStored) as stored:
        stage.find(QToolButton, "startButton").click()
    assert stored.args[0].number == 1
    other = open_store(tmp_path)
    assert len(other.runs()) == 1
    other.close()


def test_a_home_that_cannot_be_written_is_said_once_and_nothing_else_happens(make_stage, tmp_path):
    (tmp_path / "home").write_text("a file")
    stage = make_stage(runs=tmp_path / "home").open()
    stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)
    stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    stage.until(lambda: len(stage.parts.notices.notices) == 1)
    assert "cannot be kept" in stage.parts.notices.notices[0].text
    assert not (tmp_path / FILE).exists()
