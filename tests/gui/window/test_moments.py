"""A moment is saved in one window and opened in another, which then looks as the first one did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDockWidget, QFileDialog, QLabel

from lstm_gui.core.preferences import Preferences
from lstm_gui.core.runs.moment_file import SavedMoment, load_moment, save_moment
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.commands import Pause, StepOnce
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.window import moment_opening, moment_saving
from lstm_gui.gui.window.moment_opening import ASK_LOSS, ASK_TEXT
from lstm_gui.gui.window.moment_saving import MOMENT
from tests.core.runs.moments import SONGS
from tests.gui.conftest import Stage

SETTINGS = {
    "model.hidden": 6,
    "train.batch_size": 2,
    "train.num_steps": 2,
    "train.sample_every": 1,
    "train.sample_length": 4,
    "train.prefixes": ("分开",),
    "train.learning_rate": 0.5,
    "corpus.held_out": 0.0,
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(moment_opening, "texts_folder", lambda: tmp_path / "texts")
    return tmp_path


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "songs.txt"
    path.write_text(SONGS, "utf-8")
    return path


def stage_on(make_stage: Callable[..., Stage], song: Path | None, **options: object) -> Stage:
    stage = make_stage(**options).open()
    if song is not None:
        stage.session.open_file(song, settings=SETTINGS)
        stage.until(lambda: stage.session.corpus.name == song.name)
    return stage


def step(stage: Stage, count: int) -> None:
    """Take so many batches, one by one, as a person does."""
    for _ in range(count):
        before = stage.bridge.run.curves.end("step")
        stage.bridge.post(StepOnce())
        stage.until(lambda before=before: stage.bridge.run.curves.end("step") > before)


def saved(stage: Stage, path: Path, *, with_text: bool = False) -> SavedMoment:
    with stage.qtbot.waitSignal(stage.window.saving.saved):
        stage.window.saving.save(path, with_text=with_text)
    return load_moment(path)


def opened(stage: Stage, path: Path) -> None:
    with stage.qtbot.waitSignal(stage.window.opening.opened):
        stage.window.files.open_dropped(path)


def said(stage: Stage, key: str = MOMENT) -> str:
    return " ".join(str(n.text) for n in stage.parts.notices.notices if n.key == key)


def lived(make_stage: Callable[..., Stage], song: Path, **options: object) -> Stage:
    """Return a window in which some things have happened."""
    stage = stage_on(make_stage, song, **options)
    memory = stage.parts.memory
    step(stage, 8)
    stage.until(lambda: memory.quantity != "" and len(stage.bridge.run.samples) > 0)
    stage.session.edit_live(changed(stage.session.experiment, "train.learning_rate", 0.25))
    stage.until(lambda: len(stage.bridge.run.changes) == 1)
    step(stage, 2)
    stage.window.probing.take("不分开 abc")
    stage.until(lambda: stage.window.explorer.moments.text == "不分开 abc")
    step(stage, 3)
    stage.until(lambda: len(stage.window.explorer.moments) >= 3)
    memory.sorting.set_pins([(4, 1)])
    stage.window.explorer.look_at("f", 0, 3, 2)
    stage.window.remembering.update({"plot_axis": "batch", "smoothing": 5})
    return stage


def test_another_window_looks_as_the_first_one_did(make_stage, song, tmp_path) -> None:
    first = lived(make_stage, song)
    saved(first, tmp_path / "a.lstm", with_text=True)
    second = stage_on(make_stage, None, preferences=Preferences(language="en"))
    opened(second, tmp_path / "a.lstm")
    second.wait_for(RunState.PAUSED)
    one, other = first.bridge.run, second.bridge.run
    assert other.experiment == one.experiment and other.corpus.text == one.corpus.text
    assert other.corpus.songs == one.corpus.songs
    for name in ("x", "step", "loss", "norm", "rate", "share"):
        assert np.array_equal(one.curves.batches[name], other.curves.batches[name])
    assert np.array_equal(one.curves.epochs.rows[:3], other.curves.epochs.rows[:3])
    assert [s.text for s in other.samples] == [s.text for s in one.samples]
    assert [c.x for c in other.earlier] == [c.x for c in one.changes]
    shown = second.parts.lyrics.samples.samples
    assert [s.text for s in shown] == [s.text for s in first.parts.lyrics.samples.samples]
    kept, there = first.window.explorer.moments, second.window.explorer.moments
    assert there.steps[: len(kept)] == kept.steps and there.text == kept.text
    memory = second.parts.memory
    second.until(lambda: memory.quantity == "f")
    assert (memory.cell, memory.position, memory.sorting.pins) == (3, 2, ((4, 1),))
    preferences = second.window.remembering.preferences
    assert (preferences.plot_axis, preferences.smoothing) == ("batch", 5)
    assert second.window.probing.own_text == "不分开 abc"
    assert "a.lstm is open" in said(second)


def test_snapshots_go_on_where_they_were(make_stage, song, tmp_path) -> None:
    first = lived(make_stage, song)
    kept = first.window.explorer.moments.steps
    saved(first, tmp_path / "a.lstm", with_text=True)
    second = stage_on(make_stage, None)
    opened(second, tmp_path / "a.lstm")
    step(second, 3)
    moments = second.window.explorer.moments
    second.until(lambda: moments.steps[-1] == kept[-1] + 3)
    assert set(kept) <= set(moments.steps)


def test_a_moment_is_taken_while_training_goes_on(make_stage, song, tmp_path) -> None:
    stage = stage_on(make_stage, song)
    stage.train()
    moment = saved(stage, tmp_path / "a.lstm")
    assert stage.session.state is RunState.RUNNING
    stage.bridge.post(Pause())
    place = moment.model.snapshot.position
    curve = moment.curve.batches
    assert curve[1, -1] == place.step and curve[0, -1] == pytest.approx(
        place.x(stage.bridge.run.corpus and _batches(stage))
    )
    assert moment.text is None and "is saved in" in said(stage)
    stage.wait_for(RunState.PAUSED)


def _batches(stage: Stage) -> int:
    from lstm_gui.core.training.carry_over import Basis

    return Basis(stage.session.experiment, stage.session.used).batches


def test_the_run_before_stays_in_the_table_with_its_model(make_stage, song, tmp_path) -> None:
    stage = lived(make_stage, song, runs=tmp_path / "runs")
    saved(stage, tmp_path / "a.lstm")
    step(stage, 2)
    before = stage.window.runs.own.run_id
    opened(stage, tmp_path / "a.lstm")
    now = stage.window.runs.own.run_id
    assert now and now != before
    store = open_store(tmp_path / "runs")
    stage.until(lambda: len(store.runs()) == 2 and store.run(before).model_bytes > 0)
    run = store.run(now)
    assert run.parent == before and run.origin == "branch" and len(run.changes) == 1
    store.close()


def test_without_a_place_for_models_it_asks_first(make_stage, song, tmp_path) -> None:
    stage = stage_on(make_stage, song)
    step(stage, 3)
    saved(stage, tmp_path / "a.lstm")
    step(stage, 1)
    stage.window.files.open_dropped(tmp_path / "a.lstm")
    stage.until(lambda: "lost when a.lstm is opened" in said(stage, ASK_LOSS))
    assert stage.bridge.run.curves.end("step") == 4
    with stage.qtbot.waitSignal(stage.window.opening.opened):
        stage.parts.notices.actionTriggered.emit(ASK_LOSS)
    assert stage.bridge.run.curves.end("step") == 3


def test_a_text_among_the_recent_ones_is_found(make_stage, song, tmp_path) -> None:
    first = stage_on(make_stage, song)
    step(first, 3)
    saved(first, tmp_path / "a.lstm")
    preferences = Preferences(language="en").with_recent(str(song))
    second = stage_on(make_stage, None, preferences=preferences)
    opened(second, tmp_path / "a.lstm")
    assert second.session.source == song


def test_a_text_that_is_nowhere_is_asked_for(make_stage, song, tmp_path, monkeypatch) -> None:
    first = stage_on(make_stage, song)
    step(first, 3)
    saved(first, tmp_path / "a.lstm")
    second = stage_on(make_stage, None)
    corpus = second.session.corpus
    second.window.files.open_dropped(tmp_path / "a.lstm")
    second.until(lambda: "trained on songs.txt" in said(second, ASK_TEXT))
    assert second.session.corpus is corpus
    other = tmp_path / "other.txt"
    other.write_text("another text", "utf-8")
    chosen = [str(other), str(song)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen.pop(0), ""))
    second.parts.notices.actionTriggered.emit(ASK_TEXT)
    second.until(lambda: "other.txt is not the text" in said(second, ASK_TEXT))
    with second.qtbot.waitSignal(second.window.opening.opened):
        second.parts.notices.actionTriggered.emit(ASK_TEXT)
    assert second.session.corpus.name == "songs.txt" and not said(second, ASK_TEXT)


def test_the_text_of_a_file_is_kept_so_that_the_run_can_go_on_later(
    make_stage, song, tmp_path
) -> None:
    first = stage_on(make_stage, song)
    step(first, 3)
    saved(first, tmp_path / "a.lstm", with_text=True)
    song.unlink()
    second = stage_on(make_stage, None, runs=tmp_path / "runs")
    opened(second, tmp_path / "a.lstm")
    assert second.session.source.parent == tmp_path / "texts"
    assert second.session.corpus.songs[1].title == "二"
    assert second.session.opened_from() == str(second.session.source)


def test_what_is_refused_changes_nothing(make_stage, song, tmp_path) -> None:
    stage = lived(make_stage, song)
    before, steps = stage.session.experiment, stage.bridge.run.curves.end("step")
    (tmp_path / "bad.lstm").write_bytes(b"no moment")
    stage.window.files.open_dropped(tmp_path / "bad.lstm")
    stage.until(lambda: "bad.lstm is not a moment" in said(stage))
    assert stage.session.experiment == before and stage.bridge.run.curves.end("step") == steps
    assert stage.window.probing.own_text == "不分开 abc"


def test_a_moment_that_cannot_be_written_says_so(make_stage, song, tmp_path) -> None:
    stage = stage_on(make_stage, song)
    step(stage, 1)
    (tmp_path / "full").mkdir()
    stage.window.saving.save(tmp_path / "full", with_text=False)
    stage.until(lambda: "cannot be written" in said(stage))
    assert not stage.window.saving.writing


def test_a_layout_that_could_end_the_process_is_left_out(make_stage, song, tmp_path) -> None:
    first = stage_on(make_stage, song)
    step(first, 2)
    moment = saved(first, tmp_path / "a.lstm", with_text=True)
    view = moment.view.model_copy(update={"layout": "AAAA/wAAAAT9AAAAAw=="})
    save_moment(tmp_path / "b.lstm", replace(moment, view=view))
    second = stage_on(make_stage, None)
    opened(second, tmp_path / "b.lstm")
    assert second.window.findChild(QDockWidget, "lyricsDock").isVisible()


def test_the_layout_travels(make_stage, song, tmp_path) -> None:
    first = stage_on(make_stage, song)
    step(first, 2)
    first.window.findChild(QDockWidget, "runsDock").close()
    saved(first, tmp_path / "a.lstm", with_text=True)
    second = stage_on(make_stage, None)
    opened(second, tmp_path / "a.lstm")
    assert second.window.findChild(QDockWidget, "runsDock").isHidden()
    assert not second.window.findChild(QDockWidget, "studioDock").isHidden()


def test_the_dialog_speaks_of_copyright_and_asks_where(
    make_stage, song, tmp_path, monkeypatch
) -> None:
    stage = stage_on(make_stage, song)
    step(stage, 2)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "b"), ""))
    stage.parts.actions.by_name["saveMoment"].trigger()
    dialog = stage.find(moment_saving.MomentDialog, "momentDialog")
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "under copyright" in texts
    check = dialog.findChild(QCheckBox, "momentTextCheck")
    assert check.isVisible() and not check.isChecked()
    check.setChecked(True)
    with stage.qtbot.waitSignal(stage.window.saving.saved):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert load_moment(tmp_path / "b.lstm").text.text == stage.session.corpus.text


def test_a_text_that_comes_with_the_program_need_not_be_sent(make_stage, tmp_path) -> None:
    first = stage_on(make_stage, None)
    step(first, 2)
    stage_text = saved(first, tmp_path / "a.lstm")
    assert stage_text.run.source == "zh" and stage_text.text is None
    second = make_stage().open()
    second.session.open_named("en")
    second.until(lambda: second.session.corpus.language == "en")
    opened(second, tmp_path / "a.lstm")
    assert second.session.corpus.language == "zh" and second.session.opened_from() == "zh"


def test_a_dropped_moment_opens(make_stage, song, tmp_path) -> None:
    first = stage_on(make_stage, song)
    step(first, 2)
    saved(first, tmp_path / "a.lstm", with_text=True)
    second = stage_on(make_stage, None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.lstm"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with second.qtbot.waitSignal(second.window.opening.opened):
        second.window.dropEvent(event)
    assert second.bridge.run.curves.end("step") == 2


def test_a_moment_of_an_untrained_model_opens(make_stage, song, tmp_path) -> None:
    first = stage_on(make_stage, song)
    saved(first, tmp_path / "a.lstm", with_text=True)
    second = stage_on(make_stage, None)
    opened(second, tmp_path / "a.lstm")
    step(second, 1)
    assert second.bridge.run.curves.end("step") == 1


def test_a_task_is_made_again_where_the_moment_is_opened(make_stage, tmp_path) -> None:
    first = stage_on(make_stage, None)
    first.session.open_named("task:recall")
    first.until(lambda: first.session.opened_from().startswith("task:recall"))
    step(first, 2)
    moment = saved(first, tmp_path / "a.lstm")
    assert moment.run.source.startswith("task:recall") and moment.text is None
    second = stage_on(make_stage, None)
    opened(second, tmp_path / "a.lstm")
    assert second.session.opened_from() == moment.run.source
    assert second.bridge.run.curves.end("step") == 2
