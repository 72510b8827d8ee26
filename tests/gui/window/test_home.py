"""What is remembered and kept for the user: recent files, the last run, copies, the data folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton, QTreeWidget

from lstm_gui.core import preferences as module
from lstm_gui.core.files import DATA_VARIABLE, data_folder
from lstm_gui.core.preferences import (
    Preferences,
    PreferencesFile,
    folder_refusal,
    has_own_folder,
    use_data_folder,
)
from lstm_gui.core.process import owner_of
from lstm_gui.core.runs.store import open_store
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.recovering import LAST
from lstm_gui.gui.window import clean_up
from lstm_gui.gui.window.clean_up import DataFolderDialog
from tests.gui.conftest import Stage
from tests.gui.window.test_moments import said, saved, song, stage_on, step

__all__ = ["song"]  # a fixture


@pytest.fixture(autouse=True)
def no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (DATA_VARIABLE, module._BY_PREFERENCE):
        monkeypatch.setenv(name, "x")  # so that what a test sets is taken back
        monkeypatch.delenv(name)


# Recent files


def recent(stage: Stage) -> QMenu:
    menu = stage.parts.actions.menus["recent"]
    menu.aboutToShow.emit()
    return menu


def listed(stage: Stage) -> list[tuple[str, bool]]:
    entries = [a for a in recent(stage).actions() if not a.isSeparator()]
    return [(action.text(), action.isEnabled()) for action in entries]


def test_what_was_opened_and_saved_is_listed_and_opens(make_stage, song, tmp_path) -> None:
    stage = stage_on(make_stage, None)
    assert listed(stage) == [("Clear this list", False)]
    stage.window.files.open_dropped(song)
    stage.session.take_text(keep=False)
    other = stage_on(make_stage, song, runs=tmp_path / "runs")
    step(other, 2)
    saved(other, tmp_path / "a.lstm", with_text=True)
    with other.qtbot.waitSignal(other.bridge.saved):
        other.bridge.save(tmp_path / "b.safetensors")
    assert listed(other)[:2] == [("&1 b.safetensors", True), ("&2 a.lstm", True)]
    (tmp_path / "b.safetensors").unlink()
    assert listed(other)[0] == ("&1 b.safetensors", False)
    with other.qtbot.waitSignal(other.window.opening.opened):
        recent(other).actions()[1].trigger()
    assert listed(other)[0] == ("&1 a.lstm", True)  # the one that was opened last
    assert listed(stage)[0] == ("&1 songs.txt", True)
    recent(other).actions()[-1].trigger()
    assert listed(other) == [("Clear this list", False)]
    assert other.kept[-1].opened == ()


def test_two_windows_share_the_list(tmp_path: Path) -> None:
    files = [PreferencesFile(tmp_path / "p.json") for _ in range(2)]
    one, other = (file.load() for file in files)
    files[0].save(one.with_opened("/a.lstm"))
    files[1].save(other.with_opened("/b.lstm"))
    assert files[0].load().opened == ("/b.lstm", "/a.lstm")
    many = Preferences()
    for number in range(20):
        many = many.with_opened(f"/{number}")
    assert len(many.opened) == 12 and many.opened[0] == "/19"


# The run of the last session


def ended(make_stage: Callable[..., Stage], song: Path, runs: Path) -> Preferences:
    """Train a little, close the window, and return what it remembers."""
    stage = stage_on(make_stage, song, runs=runs)
    step(stage, 3)
    stage.window.runs.own.store()
    stage.window.close()
    stage.until(lambda: not stage.bridge.engine_is_alive())
    store = open_store(runs)
    stage.until(lambda: any(run.model_bytes for run in store.runs()))
    store.close()
    assert stage.kept[-1].last_run == stage.window.runs.own.run_id
    return stage.kept[-1]


def test_the_last_run_is_offered_and_goes_on(make_stage, song, tmp_path) -> None:
    preferences = ended(make_stage, song, tmp_path / "runs")
    stage = stage_on(make_stage, song, runs=tmp_path / "runs", preferences=preferences)
    stage.window.offer_last_run()
    stage.until(lambda: "The last session ended with Run 1" in said(stage, LAST))
    stage.parts.notices.actionTriggered.emit(LAST)
    stage.until(lambda: stage.window.runs.own.run_id == preferences.last_run)
    assert stage.bridge.run.curves.end("step") == 3 and not said(stage, LAST)


def test_the_last_run_goes_on_by_itself_if_that_is_wanted(make_stage, song, tmp_path) -> None:
    preferences = ended(make_stage, song, tmp_path / "runs")
    always = preferences.model_copy(update={"at_start": "always"})
    stage = stage_on(make_stage, song, runs=tmp_path / "runs", preferences=always)
    stage.window.offer_last_run()
    stage.until(lambda: stage.window.runs.own.run_id == preferences.last_run)
    assert stage.session.state is RunState.PAUSED


def test_nothing_is_offered_if_that_is_not_wanted_or_not_possible(
    make_stage, song, tmp_path
) -> None:
    preferences = ended(make_stage, song, tmp_path / "runs")
    for update in ({"at_start": "never"}, {"last_run": "0" * 32}, {"last_run": ""}):
        chosen = preferences.model_copy(update=update)
        stage = stage_on(make_stage, song, runs=tmp_path / "runs", preferences=chosen)
        stage.window.offer_last_run()
        answered: list[object] = []
        stage.window.archive.ask(lambda store: store.runs(), answered.append)
        stage.until(lambda answered=answered: bool(answered))
        assert not said(stage, LAST)


def test_a_run_that_another_window_trains_is_left_alone(make_stage, song, tmp_path) -> None:
    preferences = ended(make_stage, song, tmp_path / "runs")
    store = open_store(tmp_path / "runs")
    store.owners.set(owner_of(os.getppid()), [preferences.last_run])
    assert preferences.last_run in store.owners.under_way()
    store.close()
    other_window = stage_on(make_stage, song, runs=tmp_path / "runs", preferences=preferences)
    other_window.window.offer_last_run()
    answered: list[object] = []
    other_window.window.archive.ask(lambda store: store.runs(), answered.append)
    other_window.until(lambda: bool(answered))
    assert not said(other_window, LAST)


def test_the_choice_stands_in_the_menu_and_is_remembered(make_stage) -> None:
    stage = make_stage().open()
    actions = stage.parts.actions.by_name
    assert actions["at_start.ask"].isChecked()
    actions["at_start.always"].trigger()
    assert stage.kept[-1].at_start == "always"


# Copies that are seen


def test_when_and_where_the_last_copy_was_made_is_seen(make_stage, song, tmp_path) -> None:
    stage = stage_on(make_stage, song, runs=tmp_path / "runs")
    label = stage.find(QLabel, "autosaveLabel")
    assert label.isHidden()
    step(stage, 2)
    stage.until(lambda: not label.isHidden())
    assert label.text().startswith("copied at ")
    assert str(tmp_path / "runs" / "models") in label.toolTip().replace("\u200b", "")
    stage.session.reset()
    stage.until(label.isHidden)


# The data folder


def opened_dialog(stage: Stage) -> DataFolderDialog:
    stage.parts.actions.by_name["dataFolder"].trigger()
    return stage.find(DataFolderDialog, "dataFolderDialog")


def names(dialog: DataFolderDialog) -> list[tuple[str, str]]:
    tree = dialog.findChild(QTreeWidget, "keptFilesTree")
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return sorted((item.text(0), item.text(1)) for item in items)


def test_what_is_kept_is_listed_and_deleted_but_for_what_is_in_use(
    make_stage, song, tmp_path, monkeypatch
) -> None:
    texts, runs = tmp_path / "texts", tmp_path / "runs"
    texts.mkdir()
    monkeypatch.setattr(clean_up, "texts_folder", lambda: texts)
    (texts / "old.txt").write_text("la la la")
    (texts / "old.txt.songs").write_text("{}")
    used = texts / "used.txt"
    used.write_text(song.read_text("utf-8"), "utf-8")
    ended(make_stage, song, runs)
    (runs / "models" / f"{'a' * 32}.safetensors").write_bytes(b"x" * 1000)
    stage = stage_on(make_stage, used, runs=runs)
    step(stage, 2)
    stage.until(lambda: len(list((runs / "models").iterdir())) == 3)
    dialog = opened_dialog(stage)
    stage.until(lambda: len(names(dialog)) == 5)
    assert names(dialog) == [
        ("Run 1", "model"),
        ("Run 2", "model, in use"),
        ("model without a run", "model"),
        ("old.txt", "text"),
        ("used.txt", "text, in use"),
    ]
    tree = dialog.findChild(QTreeWidget, "keptFilesTree")
    delete = dialog.findChild(QPushButton, "deleteFilesButton")
    assert not delete.isEnabled()
    tree.selectAll()
    assert "3 chosen" in dialog.findChild(QLabel, "dataFolderNote").text()
    delete.click()  # which asks, since nothing brings them back
    assert delete.text() == "Delete 3 for good" and len(names(dialog)) == 5
    tree.clearSelection()
    assert delete.text() == "Delete" and not delete.isEnabled()
    tree.selectAll()
    delete.click()
    assert (texts / "old.txt").exists()
    delete.click()
    stage.until(lambda: len(names(dialog)) == 2)
    assert [name for name, _ in names(dialog)] == ["Run 2", "used.txt"]
    assert list(texts.iterdir()) == [used] and len(list((runs / "models").iterdir())) == 1
    dialog.close()


def test_another_folder_is_used_from_the_next_start_on(make_stage, tmp_path, monkeypatch) -> None:
    stage = make_stage().open()
    dialog, other = opened_dialog(stage), tmp_path / "elsewhere"
    other.mkdir()
    answers = [str(tmp_path / "gone"), str(other)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    change = dialog.findChild(QPushButton, "changeFolderButton")
    before = data_folder()
    change.click()
    assert "cannot be written" in dialog.findChild(QLabel, "dataFolderNote").text()
    change.click()
    assert stage.kept[-1].data_folder == str(other) and data_folder() == before
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "From the next start on" in texts
    use_data_folder(stage.kept[-1])
    assert data_folder() == other and not has_own_folder()
    dialog.close()


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "mine"))
    use_data_folder(Preferences(data_folder=str(tmp_path / "other")))
    assert data_folder() == tmp_path / "mine" and has_own_folder()
    assert os.environ[DATA_VARIABLE] == str(tmp_path / "mine")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert folder_refusal(tmp_path) is None and list(tmp_path.iterdir()) == []
    assert "cannot be written" in str(folder_refusal(tmp_path / "gone"))


def test_an_answer_after_the_dialog_was_closed_is_let_go(make_stage) -> None:
    stage = make_stage().open()
    dialog = opened_dialog(stage)
    dialog.reject()
    answered: list[object] = []
    stage.window.archive.ask(lambda store: store.runs(), answered.append)
    stage.until(lambda: bool(answered))  # the list has come before, and found nobody
