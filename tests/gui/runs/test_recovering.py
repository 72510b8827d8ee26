"""In the whole window: runs are put on record, and what a dead session left is offered once."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.process import myself, owner_of
from lstm_gui.core.runs import database, store_thread
from lstm_gui.core.runs.store import FILE, open_store
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.commands import StepOnce
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.recovering import RECOVER
from tests.core.runs.test_recovery import damaged
from tests.fakes import FakeBackend
from tests.gui.window.test_steering import run_for

DEAD = {**myself(), "pid": 2**22 - 3, "born": 1}
TWIN = Difference("train.learning_rate", 0.5)


def on_record(stage, count: int = 1) -> None:
    """Wait until the runs are on record as they rest now, not by a copy from a moment before."""
    written, archive = [], stage.window.archive
    stage.window.runs.recording.written.connect(written.append)
    stage.bridge.request_autosave(0.0, again=True)  # it may have been written already
    rest = {
        one.run_id: one.live.present()[1].batches[1, -1]
        for one in stage.window.runs.keeper.followers
        if one.run_id
    }

    def there() -> bool:
        return len(set(written)) == count and all(
            load_checkpoint(archive.model_path(run_id)).snapshot.position.step == step
            for run_id, step in rest.items()
        )

    stage.until(there)


def paused(stage, steps: int = 20) -> None:
    run_for(stage, steps)
    on_record(stage, 1 if stage.bridge.difference is None else 2)


def crashed(folder: Path, to: Path) -> Path:
    """Return the runs as they would lie there if the process had been killed now."""
    shutil.copytree(folder, to)
    store = open_store(to)
    (own,) = {row[0] for row in store._connection.execute("SELECT owner FROM under_way")}
    store._connection.execute(
        "UPDATE under_way SET owner = ? WHERE owner = ?", (json.dumps(DEAD, sort_keys=True), own)
    )
    store.close()
    return to


@pytest.fixture
def left(make_stage, tmp_path):
    """The folder of a session that was killed after a few batches; its window stays open."""
    stage = make_stage(runs=tmp_path / "first").open()
    paused(stage)
    return crashed(tmp_path / "first", tmp_path / "second")


def offered(stage):
    return next((n for n in stage.parts.notices.notices if n.key == RECOVER), None)


def state(stage) -> str:
    model = stage.parts.runs.model
    return " ".join(model._different_text(run) for run in model.runs)


def test_a_run_that_rests_is_on_record_with_its_curve(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    paused(stage)
    run_id = stage.window.runs.own.run_id
    store = open_store(tmp_path)
    position = load_checkpoint(store.models.path(run_id)).snapshot.position
    assert position.step >= 20 and store.curve(run_id).batches[1, -1] == position.step
    store.close()
    stage.until(lambda: stage.parts.runs.model.run(run_id).model_bytes > 0)


def test_a_closed_window_leaves_nothing_to_offer(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    paused(stage)
    stage.session.start()
    stage.wait_for(RunState.RUNNING)
    with stage.qtbot.waitSignal(stage.bridge.closed):
        stage.window.close()
    assert stage.window.archive.finish(10)
    store = open_store(tmp_path)
    assert not list(store._connection.execute("SELECT * FROM under_way"))
    (run,) = store.runs()
    position = load_checkpoint(store.models.path(run.id)).snapshot.position
    assert store.curve(run.id).batches[1, -1] == position.step  # to the very last batch
    store.close()


def test_another_model_takes_the_place_of_the_last_one(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path).open()
    paused(stage)
    stage.session.reset()
    stage.until(lambda: not stage.window.runs.own.run_id)
    store = open_store(tmp_path)
    stage.until(lambda: not list(store._connection.execute("SELECT * FROM under_way")))
    paused(stage)
    ids = [row[0] for row in store._connection.execute("SELECT run FROM under_way")]
    assert ids == [stage.window.runs.own.run_id] and len(store.runs()) == 2
    store.close()


def test_it_is_offered_in_one_line_and_goes_on_exactly_there(make_stage, left):
    stage = make_stage(runs=left).open()
    stage.until(lambda: offered(stage) is not None)
    notice = offered(stage)
    store = open_store(left)
    (run,) = store.runs()
    position = load_checkpoint(store.models.path(run.id)).snapshot.position
    where = f"in epoch {position.epoch + 1}" if position.batch else f"after epoch {position.epoch}"
    assert notice.text == (
        f"The last session ended unexpectedly {where}. Run 1 can go on exactly there."
    )
    assert notice.kind == "info"
    stage.until(lambda: state(stage) == "interrupted")
    notice.findChild(QPushButton, "noticeActionButton").click()
    stage.wait_for(RunState.PAUSED)
    stage.until(lambda: offered(stage) is None)
    own = stage.window.runs.own
    assert own.run_id == run.id
    stage.until(lambda: state(stage) == "")
    assert own.live.present()[1].batches[1].tolist() == list(range(1, position.step + 1))
    assert len(stage.bridge.run.curves.batches) == position.step
    with stage.qtbot.waitSignal(stage.bridge.run.stepsAdded) as first:
        stage.bridge.post(StepOnce())
    assert first.args[0].last.step == position.step + 1
    on_record(stage)
    assert not store.run(run.id).interrupted
    store.close()


def test_a_click_before_the_engine_is_there_waits_for_it(make_stage, left):
    stage = make_stage(runs=left)
    stage.window.show()
    stage.session.open_named("zh")
    stage.until(lambda: offered(stage) is not None and stage.session.corpus is not None)
    stage.parts.notices.actionTriggered.emit(RECOVER)
    stage.bridge.start()
    stage.wait_for(RunState.PAUSED)
    assert stage.window.runs.own.live.learned


def test_it_is_not_asked_twice(make_stage, left):
    first = make_stage(runs=left).open()
    first.until(lambda: offered(first) is not None)
    second = make_stage(runs=left).open()
    second.until(lambda: state(second) == "interrupted")
    assert offered(second) is None
    run = second.parts.runs.model.runs[0]
    second.parts.runs.continueAsked.emit(run)  # from the table, at any time
    second.wait_for(RunState.PAUSED)
    assert second.window.runs.own.run_id == run.id


def test_twins_go_on_together(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path / "first").open()
    stage.session.begin_twin(TWIN)
    stage.until(lambda: stage.bridge.difference is not None)
    paused(stage)
    folder = crashed(tmp_path / "first", tmp_path / "second")
    again = make_stage(runs=folder).open()
    again.until(lambda: offered(again) is not None)
    assert "Run 1, with its twin Run 2, can go on exactly there." in offered(again).text
    again.parts.notices.actionTriggered.emit(RECOVER)
    again.wait_for(RunState.PAUSED)
    again.until(lambda: again.bridge.difference == TWIN)
    runs = again.window.runs
    assert runs.own.live.present()[1].batches.shape == runs.twin.live.present()[1].batches.shape
    own, twin = (len(model.curves.batches) for model in again.bridge.models)
    assert twin == own > 0
    steps = []
    for source in again.bridge.models:
        source.stepsAdded.connect(lambda batch: steps.append(batch.last.step))
    again.bridge.post(StepOnce())
    again.until(lambda: len(steps) == 2)
    assert steps == [own + 1] * 2


def test_a_run_goes_on_with_its_text_read_as_it_was_chosen(make_stage, tmp_path):
    path, words = tmp_path / "песни.txt", "ночь длинна и звёзды падают в море\n" * 60
    path.write_bytes(f"[00:01.00]{words}".encode("cp866"))
    reading = FileReading(encoding="cp866", untimed=True)
    stage = make_stage(runs=tmp_path / "first").open()
    stage.session.open_file(path, reading)
    stage.until(lambda: stage.session.source == path and stage.session.used is not None)
    assert "[" not in stage.session.corpus.text and "звёзды" in stage.session.corpus.text
    text = stage.session.used.text
    paused(stage)
    assert stage.window.runs.own.live.row.reading == reading
    again = make_stage(runs=crashed(tmp_path / "first", tmp_path / "second")).open()
    again.until(lambda: offered(again) is not None)
    again.parts.notices.actionTriggered.emit(RECOVER)
    again.until(lambda: again.session.source == path)
    assert again.session.used.text == text
    assert again.session.corpus.reading == reading


def test_twins_go_on_with_the_whole_of_their_text(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path / "first").open()
    stage.session.open_named("en")
    stage.until(lambda: stage.session.opened_from() == "en" and stage.session.used is not None)
    whole = stage.session.corpus
    stage.session.begin_twin(TWIN)
    stage.until(lambda: stage.bridge.difference is not None)
    paused(stage)
    again = make_stage(runs=crashed(tmp_path / "first", tmp_path / "second")).open()
    again.until(lambda: offered(again) is not None)
    again.parts.notices.actionTriggered.emit(RECOVER)
    again.until(lambda: again.bridge.difference == TWIN)
    assert again.session.corpus.text == whole.text != again.session.used.text
    assert again.session.opened_from() == "en"


def test_a_twin_that_is_damaged_leaves_the_run_to_go_on(make_stage, tmp_path):
    stage = make_stage(runs=tmp_path / "first").open()
    stage.session.begin_twin(TWIN)
    stage.until(lambda: stage.bridge.difference is not None)
    paused(stage)
    folder = crashed(tmp_path / "first", tmp_path / "second")
    twin = stage.window.runs.twin.run_id
    damaged(folder / "models" / f"{twin}.safetensors", "half")
    again = make_stage(runs=folder).open()
    again.until(lambda: offered(again) is not None)
    again.parts.notices.actionTriggered.emit(RECOVER)
    again.wait_for(RunState.PAUSED)
    again.until(lambda: any("twin has failed" in n.text for n in again.parts.notices.notices))
    assert len(again.parts.notices.notices) == 1
    assert again.bridge.difference is None


def test_without_its_graphics_card_it_goes_on_and_says_so(make_stage, tmp_path):
    backend = FakeBackend(step_seconds=0.001, contexts=("cpu", "gpu:0"))
    stage = make_stage(backend, runs=tmp_path / "first").open()
    stage.session.edit(changed(stage.session.experiment, "compute.context", "gpu:0"))
    stage.until(lambda: stage.session.experiment.compute.context == "gpu:0")
    paused(stage)
    folder = crashed(tmp_path / "first", tmp_path / "second")
    again = make_stage(runs=folder).open()
    again.until(lambda: offered(again) is not None)
    again.parts.notices.actionTriggered.emit(RECOVER)
    again.wait_for(RunState.PAUSED)
    (notice,) = again.parts.notices.notices
    assert notice.text == "gpu:0 cannot be used here, so Run 1 goes on on cpu."


@pytest.mark.parametrize("kind", ["gone", "half", "flipped"])
def test_a_damaged_record_is_one_sentence_and_nothing_else_is_lost(make_stage, left, kind):
    for path in (left / "models").iterdir():
        damaged(path, kind)
    stage = make_stage(runs=left).open()
    stage.until(lambda: offered(stage) is not None)
    (notice,) = stage.parts.notices.notices
    assert "The curve and the settings of Run 1 are in the table" in notice.text
    assert notice.kind == "warning"
    assert not notice.findChild(QPushButton, "noticeActionButton").isVisible()
    stage.until(lambda: state(stage) == "interrupted")
    stage.until(lambda: bool(stage.parts.runs.model.runs[0].spark))


def test_a_disk_that_is_full_is_said_once_and_training_goes_on(make_stage, tmp_path, monkeypatch):
    from lstm_gui.core.model import sealed_file
    from lstm_gui.core.runs import recovery

    monkeypatch.setattr(recovery, "AFTER_FAILURE_S", 0.05)
    monkeypatch.setattr(sealed_file, "free_enough", lambda *_: False)
    stage = make_stage(runs=tmp_path).open()
    said = []
    stage.window.runs.recording.refused.connect(said.append)
    stage.session.start()
    stage.until(lambda: bool(said))
    outcomes = []
    answered = stage.window.runs.recording._on_written
    monkeypatch.setattr(
        stage.window.runs.recording,
        "_on_written",
        lambda outcome: (outcomes.append(outcome), answered(outcome)),
    )
    stage.until(lambda: len(outcomes) > 3)
    assert len(said) == 1 and stage.session.state in (RunState.RUNNING, RunState.FINISHED)
    (notice,) = stage.parts.notices.notices
    assert "cannot be put on record (No space left on device). Training goes on" in notice.text
    monkeypatch.setattr(sealed_file, "free_enough", lambda *_: True)
    on_record(stage)  # there is room again, and the run need not go on for that


def test_the_crash_log_is_shown_as_details(make_stage, left, monkeypatch, tmp_path):
    from lstm_gui.gui.runs import recovering

    log = tmp_path / "crash.log"
    log.write_text("Fatal Python error: Segmentation fault", "utf-8")
    monkeypatch.setattr(recovering, "crash_file", lambda: log)
    stage = make_stage(runs=left).open()
    stage.until(lambda: offered(stage) is not None)
    assert offered(stage)._details_text == "Fatal Python error: Segmentation fault"


def test_it_follows_the_language(make_stage, left):
    stage = make_stage(runs=left).open()
    stage.until(lambda: offered(stage) is not None)
    stage.language.set_choice("zh_CN")
    label = offered(stage).findChild(QLabel, "noticeText")
    stage.until(lambda: label.text().startswith("上次使用在第") and "运行 1 可以" in label.text())


def test_of_a_run_of_this_machine_only_dead_processes_count(make_stage, left):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    store = open_store(left)
    store._connection.execute(
        "UPDATE under_way SET owner = replace(owner, ?, ?)", (str(DEAD["pid"]), str(child.pid))
    )
    born = f'"born": {owner_of(child.pid)["born"]}'
    store._connection.execute(
        "UPDATE under_way SET owner = replace(owner, '\"born\": 1', ?)", (born,)
    )
    store.close()
    try:
        stage = make_stage(runs=left).open()
        stage.until(lambda: bool(stage.parts.runs.model.runs))
        stage.qtbot.wait(200)
        assert offered(stage) is None and state(stage) == ""
    finally:
        child.kill()
        child.wait()


def said(stage) -> list[str]:
    return [notice.text for notice in stage.parts.notices.notices]


def test_a_folder_deleted_under_a_run_that_rests_is_written_again_and_said(make_stage, tmp_path):
    folder = tmp_path / "data"
    stage = make_stage(runs=folder).open()
    paused(stage)
    run_id = stage.window.runs.own.run_id
    shutil.rmtree(folder)
    stage.window.archive.ask(lambda store: None)  # as the table does every second
    stage.until(lambda: (folder / "models" / f"{run_id}.safetensors").exists())
    assert any("deleted or moved while it was in use" in text for text in said(stage))
    on_record(stage)
    store = open_store(folder)
    steps = load_checkpoint(store.models.path(run_id)).snapshot.position.step
    assert store.curve(run_id).batches[1, -1] == steps >= 20 and store.notice is None
    store.close()
    assert crashed(folder, tmp_path / "second").exists()  # it is marked as under way, too


def test_a_lock_is_said_and_the_message_goes_when_it_is_over(make_stage, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MS", 50)
    monkeypatch.setattr(store_thread, "RETRY_S", 0.05)
    stage = make_stage(runs=tmp_path).open()
    paused(stage)
    run_id = stage.window.runs.own.run_id
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        stage.parts.runs.model.renamed.emit(run_id, "kept")
        stage.until(lambda: any("has locked the table of runs" in text for text in said(stage)))
        other.execute("ROLLBACK")
    stage.until(lambda: not said(stage))
    store = open_store(tmp_path)
    assert store.run(run_id).name == "kept"
    store.close()
