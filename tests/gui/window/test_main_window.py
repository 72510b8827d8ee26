"""The whole window over a fake engine: what a person does, and what they then see."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from lstm_gui.core.errors import EngineError
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.files import path_of, path_text
from lstm_gui.core.model import checkpoint
from lstm_gui.core.model.checkpoint import saved_size
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.commands import WatchMemory
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.encoding_dialog import EncodingDialog
from tests.fakes import FakeBackend

FIXED_NAMES = {
    "startButton": QToolButton,
    "pauseButton": QToolButton,
    "stepButton": QToolButton,
    "stopButton": QToolButton,
    "resetButton": QToolButton,
    "corpusButton": QPushButton,
    "contextCombo": QComboBox,
    "presetCombo": QComboBox,
    "probeEdit": QLineEdit,
    "prefixEdit": QLineEdit,
    "lengthSpin": QSpinBox,
    "temperatureSpin": QDoubleSpinBox,
    "generateButton": QPushButton,
    "lyricsOutput": QWidget,
    "samplesList": QAbstractItemView,
    "perplexityPlot": QWidget,
    "memoryHeatmap": QWidget,
    "progressBar": QProgressBar,
}


def test_the_names_that_scripts_use_are_there(stage):
    for name, kind in FIXED_NAMES.items():
        assert stage.find(kind, name).accessibleName(), name


def test_every_widget_that_takes_the_focus_has_a_name(stage):
    unnamed = [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in stage.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QGraphicsView)  # a view's inner widget is the view
        and widget.isVisible()
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert unnamed == []


def test_start_pause_resume_stop(stage):
    stage.train()
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    steps = stage.backend.steps
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: stage.backend.steps == steps + 1)
    assert stage.find(QToolButton, "startButton").text() == "Resume"
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    stage.find(QToolButton, "stopButton").click()
    stage.wait_for(RunState.STOPPED)
    assert stage.find(QToolButton, "startButton").text() == "Start again"


@pytest.mark.parametrize("works", [True, False], ids=["loads", "does not load"])
def test_start_is_remembered_while_the_engine_loads(make_stage, works):
    backend, loaded = FakeBackend(step_seconds=0.001), threading.Event()

    def load():
        assert loaded.wait(60)
        if not works:
            raise EngineError("There is no engine today.")
        return backend

    stage = make_stage(backend, make=load)
    stage.window.show()
    stage.session.open_named("zh")
    stage.bridge.start()
    stage.until(lambda: stage.session.corpus is not None)
    start, status = stage.find(QToolButton, "startButton"), stage.find(QLabel, "statusLabel")
    progress = stage.find(QProgressBar, "progressBar")
    assert start.isEnabled() and progress.maximum() == 0  # it moves
    assert "as soon as it can" not in status.text()
    start.click()
    stage.until(lambda: not start.isEnabled() and "as soon as it can" in status.text())
    loaded.set()
    stage.until(lambda: "as soon as it can" not in status.text())
    if works:
        stage.wait_for(RunState.RUNNING)
        assert progress.maximum() > 0
    else:
        stage.until(lambda: "no engine today" in _notices(stage))


def test_pause_pressed_again_goes_on(stage):
    stage.train()
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.RUNNING)


def test_reset_goes_back_to_the_initial_weights(stage):
    before = stage.backend.weights()
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: stage.backend.steps == 1)
    stage.wait_for(RunState.PAUSED)
    stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    after = stage.backend.weights()
    assert all((before[name] == after[name]).all() for name in before)


def test_training_fills_curve_memory_samples_and_status(stage):
    stage.find(QToolButton, "startButton").click()
    stage.until(lambda: len(stage.parts.lyrics.samples.samples) >= 2)
    stage.until(lambda: stage.find(QProgressBar, "progressBar").value() > 0)
    assert "characters/s" in stage.parts.status._label.text()
    assert stage.parts.plot.csv().count("\n") > 2
    first = stage.parts.lyrics.samples.samples[0]
    assert first.prefix == "分开"
    assert len(first.text) == 50


def test_it_finishes_and_starts_again(stage):
    train = stage.session.experiment.train.model_copy(update={"epochs": 2})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.until(lambda: stage.session.experiment.train.epochs == 2)
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.FINISHED)
    builds = stage.backend.calls.count("build")
    stage.find(QToolButton, "startButton").click()
    stage.until(lambda: stage.backend.calls.count("build") == builds + 1)
    stage.wait_for(RunState.FINISHED)


def test_lyrics_are_written_before_and_while_training(stage):
    stage.find(QPushButton, "generateButton").click()
    stage.until(lambda: len(stage.parts.lyrics.text) == 52)
    stage.train()
    stage.find(QLineEdit, "prefixEdit").setText("我们")
    stage.find(QSpinBox, "lengthSpin").setValue(10)
    stage.find(QPushButton, "generateButton").click()
    stage.until(lambda: stage.parts.lyrics.text.startswith("我们"))
    stage.until(lambda: len(stage.parts.lyrics.text) == 12)


def test_unknown_characters_are_named_and_nothing_is_asked(stage):
    stage.find(QLineEdit, "prefixEdit").setText("分龘")
    assert not stage.find(QPushButton, "generateButton").isEnabled()
    assert "龘" in stage.parts.lyrics.unknown.warning


def test_a_live_setting_acts_on_the_running_model(stage):
    stage.train()
    builds = stage.backend.calls.count("build")
    editor = stage.find(QLineEdit, "learningRateEdit")
    editor.setText("0.5")
    stage.until(lambda: stage.backend.train.learning_rate == 0.5)
    assert stage.backend.calls.count("build") == builds


def test_an_invalid_setting_is_explained_and_not_sent(stage):
    stage.find(QLineEdit, "learningRateEdit").setText("-1")
    stage.parts.config.flush()
    assert stage.session.experiment.train.learning_rate > 0
    assert stage.parts.config.draft.train.learning_rate > 0


def test_a_setting_that_needs_a_new_model_waits_for_apply(stage):
    stage.train()
    stage.find(QLineEdit, "hiddenEdit").setText("8")
    stage.parts.config.flush()
    assert stage.session.experiment.model.hidden == 256
    stage.find(QPushButton, "applyButton").click()
    stage.until(lambda: stage.session.experiment.model.hidden == 8)
    stage.wait_for(RunState.RUNNING)


def test_a_preset_fills_the_form(stage):
    combo = stage.find(QComboBox, "presetCombo")
    index = combo.findData("book-lstm")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    stage.until(lambda: stage.session.experiment.train == PRESETS["book-lstm"].experiment.train)


def _drop(stage, path: Path | QUrl) -> None:
    data = QMimeData()
    data.setUrls([path if isinstance(path, QUrl) else QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    stage.window.dropEvent(event)


def _notices(stage) -> str:
    return " ".join(notice.text for notice in stage.parts.notices.notices)


def test_a_text_whose_name_is_not_utf8_is_dropped_shown_and_kept(stage, tmp_path):
    path = tmp_path / os.fsdecode(b"\xb8\xe8.txt")
    path.write_text("天地玄黄宇宙洪荒\n" * 300, "utf-8")
    _drop(stage, QUrl.fromEncoded(path.as_uri().encode()))
    stage.until(lambda: stage.session.source == path and stage.session.used is not None)
    stage.train()
    assert path_of(stage.session.opened_from()) == path
    assert path_of(stage.window.remembering.preferences.recent[0]) == path
    stage.until(lambda: any(run.source == path_text(path) for run in stage.parts.runs.model.runs))
    kept = stage.window.remembering.preferences
    assert Preferences.model_validate_json(kept.model_dump_json()) == kept


@pytest.mark.parametrize("part", ["remembering", "searching", "runs"])
def test_the_window_closes_whatever_cannot_be_kept(stage, monkeypatch, caplog, part):
    def fail(*_: object) -> None:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    assert stage.parts.search is not None  # its controller comes with the panel
    window = stage.window
    owner = window.late.searching if part == "searching" else getattr(window, part)
    monkeypatch.setattr(owner, "put" if part == "remembering" else "close", fail)
    stage.window.close()
    stage.until(lambda: not stage.bridge.engine_is_alive())
    assert not stage.window.isVisible()
    stage.until(lambda: "surrogates not allowed" in caplog.text)  # runs end after the engine
    assert "Something unexpected" in _notices(stage)
    caplog.clear()
    monkeypatch.undo()


def test_a_dropped_text_is_used(stage, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("天地玄黄宇宙洪荒\n" * 300, "utf-8")
    _drop(stage, path)
    stage.until(lambda: stage.session.used is not None and stage.session.used.name == "mine.txt")
    assert stage.session.experiment.train.prefixes != ("分开", "不分开")
    assert stage.kept[-1].recent == (str(path),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("short.txt", "短".encode()),
        ("nul.txt", b"a\0b" * 900),
        ("x.zip", b"PK"),
    ],
)
def test_a_bad_file_is_said_and_the_text_stays(stage, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    stage.loader.refused.connect(stage.window.reports.refused)
    before = stage.session.used
    _drop(stage, path)
    stage.until(lambda: name in _notices(stage))
    assert stage.session.used is before
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)


def _offer_another_text(stage, tmp_path, text="天地玄黄宇宙洪荒\n" * 1200):
    stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)
    path = tmp_path / "other.txt"
    path.write_text(text, "utf-8")
    _drop(stage, path)
    stage.until(lambda: "other.txt" in _notices(stage))
    return path


def test_a_text_opened_over_a_trained_model_waits_for_a_word(stage, tmp_path):
    path = _offer_another_text(stage, tmp_path)
    assert stage.session.used.name != "other.txt"
    assert "never seen" in _notices(stage) and "forgotten" in _notices(stage)
    stage.find(QPushButton, "noticeOtherButton").click()
    stage.until(lambda: stage.session.used.name == "other.txt")
    assert stage.session.state is RunState.READY
    assert stage.session.source == path
    assert "other.txt" not in _notices(stage)


def test_a_model_can_go_on_with_another_text_and_undo_leads_back(stage, tmp_path):
    shipped, source = stage.session.corpus, stage.session.source
    path = _offer_another_text(stage, tmp_path)
    stage.find(QPushButton, "noticeActionButton").click()
    stage.until(lambda: stage.session.used.name == "other.txt")
    assert stage.session.state is RunState.PAUSED
    assert stage.session.source == path
    own = stage.window.runs.own
    stage.until(lambda: own.row() is not None and own.row().source == str(path))
    undo = stage.parts.actions.by_name["undo"]
    stage.until(undo.isEnabled)
    undo.trigger()
    stage.until(lambda: stage.session.used.name != "other.txt")
    assert stage.session.corpus is shipped
    assert stage.session.source == source


def test_a_text_of_few_batches_takes_nothing_off_the_curve(stage, tmp_path):
    train = stage.session.experiment.train
    length = train.batch_size * train.num_steps * 2 + train.batch_size
    _offer_another_text(stage, tmp_path, ("天地玄黄宇宙洪荒\n" * length)[:length])
    trained = stage.parts.plot.csv().splitlines()[1:]
    assert len(trained) == 1
    stage.find(QPushButton, "noticeActionButton").click()
    stage.until(lambda: stage.session.used.name == "other.txt")
    row, own = trained[0], stage.window.runs.own
    assert stage.parts.plot.csv().splitlines()[1:] == [row]
    assert own.row() is not None and own.live.present()[1].batches.shape == (4, 1)
    x = own.live.present()[1].batches[0, 0]
    for name in ("undo", "redo"):  # a redo leads to a moment that was rounded down
        action = stage.parts.actions.by_name[name]
        stage.until(action.isEnabled)
        action.trigger()
        stage.until(lambda there=name == "redo": (stage.session.used.name == "other.txt") is there)
        assert stage.parts.plot.csv().splitlines()[1:] == [row]
        assert own.live.present()[1].batches.shape == (4, 1)
    assert own.row().changes[-1].x == x
    stage.find(QToolButton, "stepButton").click()
    stage.until(lambda: len(stage.parts.plot.csv().splitlines()) == 3)
    assert stage.parts.plot.csv().splitlines()[1] == row
    assert own.live.present()[1].batches[0].tolist() == [x, 0.5]


def test_a_refused_text_does_not_lend_its_place_to_the_one_on_offer(stage, tmp_path):
    path = _offer_another_text(stage, tmp_path)
    stage.loader.refused.connect(stage.window.reports.refused)
    _drop(stage, tmp_path / "missing.txt")
    stage.until(lambda: "missing.txt" in _notices(stage))
    stage.find(QPushButton, "noticeOtherButton").click()
    stage.until(lambda: stage.session.used.name == "other.txt")
    assert stage.session.source == path


def test_what_was_refused_is_no_longer_said_once_another_model_stands(stage):
    stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)
    stage.parts.config.propose(changed(stage.session.experiment, "train.batch_size", 4096))
    stage.find(QPushButton, "keepButton").click()
    stage.until(lambda: "one batch needs" in _notices(stage))
    stage.parts.config.propose(changed(stage.session.experiment, "train.batch_size", 16))
    stage.find(QPushButton, "keepButton").click()
    stage.until(lambda: stage.session.experiment.train.batch_size == 16)
    assert "one batch needs" not in _notices(stage)


def test_a_save_that_failed_is_said_until_one_succeeds(stage, tmp_path):
    stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)
    wanted = changed(stage.session.experiment, "train.batch_size", 16)
    stage.parts.config.propose(wanted)
    stage.bridge.save(tmp_path / "missing" / "model.safetensors")
    stage.until(lambda: "cannot be written" in _notices(stage))
    assert stage.parts.config.draft == wanted  # nothing was refused that was asked of the run
    stage.find(QPushButton, "keepButton").click()
    stage.until(lambda: stage.session.experiment.train.batch_size == 16)
    assert "cannot be written" in _notices(stage)
    stage.bridge.save(tmp_path / "model.safetensors")
    stage.until(lambda: "is saved in" in _notices(stage))
    assert "cannot be written" not in _notices(stage)


def test_a_model_that_is_too_large_to_be_saved_is_said_before_it_is_trained(stage, monkeypatch):
    settings, used = stage.session.experiment, stage.session.used
    size = saved_size(settings, len(used.vocabulary))
    monkeypatch.setattr(checkpoint, "MAX_BYTES", size)
    for hidden, told in ((257, True), (255, False)):
        stage.parts.config.propose(changed(settings, "model.hidden", hidden))
        stage.until(lambda hidden=hidden: stage.session.experiment.model.hidden == hidden)
        assert ("too large to be saved" in _notices(stage)) == told
    stage.train()
    stage.parts.config.propose(changed(settings, "model.hidden", 300))
    labels = stage.parts.config.findChildren(QLabel)
    assert any("too large to be saved" in label.text() for label in labels)


def test_divergence_pauses_and_offers_to_resume(make_stage):
    stage = make_stage(FakeBackend(step_seconds=0.001, breaks_at=20)).open()
    stage.plan(5000)
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.DIVERGED)
    stage.until(lambda: "no longer a number" in _notices(stage))
    assert stage.find(QToolButton, "startButton").text() == "Resume"
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)


def test_an_unusable_context_is_a_sentence(stage):
    stage.parts.run_bar.contextChosen.emit("gpu:0")
    stage.until(lambda: "gpu:0" in _notices(stage))
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)


def test_the_heat_map_follows_and_costs_nothing_while_hidden(stage):
    asked: list[str | None] = []
    post = stage.bridge.post

    def watched(command) -> None:
        if isinstance(command, WatchMemory):
            asked.append(command.text)
        post(command)

    stage.bridge.post = watched
    stage.parts.memory.hide()
    assert asked == [None]
    stage.parts.memory.show()
    assert asked[-1]


def test_a_probe_is_followed(stage):
    texts: list[str] = []
    stage.bridge.run.cellsChanged.connect(lambda cells: texts.append(cells.text))
    stage.find(QLineEdit, "probeEdit").setText("我们龘一起")
    stage.until(lambda: bool(texts) and texts[-1] == "我们一起")


def test_closing_while_training_ends_the_engine_thread(stage):
    stage.train()
    with stage.qtbot.waitSignal(stage.bridge.closed):
        stage.window.close()
    assert not stage.bridge.engine_is_alive()
    assert stage.kept[-1].layout


def test_both_languages_switch_without_a_restart(stage):
    stage.language.set_choice("zh_CN")
    stage.until(lambda: stage.window.windowTitle() == "LSTM 游乐场")
    stage.language.set_choice("en")
    stage.until(lambda: stage.window.windowTitle() == "LSTM playground")


def test_both_themes_are_drawn(stage):
    light = stage.window.grab().toImage().pixelColor(5, 300)
    stage.theme.set_mode("dark")
    dark = stage.window.grab().toImage().pixelColor(5, 300)
    assert light.lightness() > 200 > 60 > dark.lightness()


def test_every_action_of_the_table_has_a_shortcut_of_its_own(stage):
    actions = list(stage.parts.actions.by_name.values())
    docks = [dock.toggleViewAction() for dock in stage.window.findChildren(QDockWidget)]
    keys = [action.shortcut().toString() for action in (*actions, *docks)]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_threads_are_a_preference_for_the_next_start(stage):
    stage.parts.actions.by_name["threads.1"].trigger()
    assert stage.kept[-1].threads == 1
    assert "next start" in _notices(stage)


def test_the_article_as_printed_says_why_it_fails(stage):
    stage.parts.run_bar.presetChosen.emit("article")
    assert "98" in _notices(stage)
    stage.until(lambda: stage.session.experiment.train.clipping_theta == 98)
    assert "98" in _notices(stage)


def test_a_warning_goes_with_the_setting_it_is_about(stage):
    stage.find(QToolButton, "stepButton").click()
    stage.wait_for(RunState.PAUSED)
    stage.parts.run_bar.presetChosen.emit("article")
    stage.until(lambda: stage.session.experiment.train.clipping_theta == 98)
    assert "98" in _notices(stage)  # the rest of it still waits
    stage.parts.config.propose(changed(stage.parts.config.draft, "train.clipping_theta", 0.01))
    stage.until(lambda: stage.session.experiment.train.clipping_theta == 0.01)
    assert "98" not in _notices(stage)


def test_a_tab_behind_another_rests_until_it_comes_forward(stage):
    training, plot = stage.parts.training, stage.parts.plot
    assert plot.isVisible() and not training.isVisible()
    stage.window._docks.show("training")
    stage.until(lambda: training.isVisible() and not plot.isVisible())
    stage.window._docks.show("perplexity")
    stage.until(lambda: plot.isVisible() and not training.isVisible())


def test_a_text_in_an_unknown_encoding_can_be_read_in_one_that_is_chosen(stage, tmp_path) -> None:
    stage.until(lambda: stage.session.used is not None)
    path, words = tmp_path / "words.txt", "ночь длинна и звёзды падают\n" * 200
    path.write_bytes(words.encode("cp866"))
    window = stage.window
    stage.loader.refused.connect(window.reports.refused)
    stage.session.open_file(path)
    stage.until(lambda: window.reports.unread == path)

    stage.parts.notices.actionTriggered.emit("text")
    dialog = window.findChild(EncodingDialog)
    dialog.findChild(QComboBox, "encodingCombo").setCurrentText("cp866")
    dialog.accept()
    stage.until(lambda: stage.session.source == path)

    assert stage.session.corpus.text == words.replace("\n", " ")
    preferences = window.remembering.preferences
    assert preferences.recent[0] == str(path)
    assert preferences.reading_of(str(path)) == FileReading(encoding="cp866")
    stage.session.open_named("en")
    stage.until(lambda: stage.session.source is None)
    stage.parts.card.recentChosen.emit(str(path))
    stage.until(lambda: stage.session.source == path)
    assert stage.session.corpus.text == words.replace("\n", " ")
