"""The search in the whole window, over the stand-in for its processes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from lstm_gui.core.search.plan import parse_ranges
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.search.processes import StudyPlace
from lstm_gui.gui.search.searching import SearchController
from tests.gui.search.test_processes import is_gone, workers_of


@pytest.fixture
def window(folder, make_stage):
    """A stage that is open, with the folder of its own that the stand-in uses."""
    stage = make_stage().open()
    stage.window._docks.show("search")
    stage.until(stage.parts.search.isVisible)
    yield stage
    searching = stage.window.late.searching
    if searching.alive:
        with stage.qtbot.waitSignal(searching.processes.ended):
            searching.processes.stop()


def begin(stage, study: str, trials: int = 3) -> SearchController:
    panel = stage.parts.search
    panel.settings.set_name(study)
    panel.settings.trials.setValue(trials)
    panel.form.set_ranges(parse_ranges(["learning_rate=1e-3:1e-1", "optimizer=sgd,adam"]))
    stage.find(QPushButton, "searchStartButton").click()
    return stage.window.late.searching


def finish(stage, study: str) -> SearchController:
    searching = begin(stage, study)
    stage.until(lambda: not searching.processes.running)
    return searching


def said(stage, name: str) -> str:
    label = stage.find(QLabel, name)
    return "" if label.isHidden() else label.text()


def argv(folder: Path) -> list[list[str]]:
    return [json.loads(line) for line in (folder / "argv").read_text().splitlines()]


def test_it_proposes_ranges_and_a_name(window, folder):
    panel = window.parts.search
    assert [row.path for row in panel.form.rows] == ["train.learning_rate", "model.hidden"]
    assert panel.settings.place == StudyPlace("search-1")
    (folder / "studies").mkdir()
    (folder / "studies" / "search-1.journal").touch()
    window.find(QPushButton, "newStudyButton").click()
    assert panel.settings.place == StudyPlace("search-2")


def test_a_search_from_start_to_end(window, folder):
    searching = finish(window, "good")
    assert said(window, "searchStateText") == "3 of 3 trials · best perplexity 6.00"
    assert said(window, "searchProblem") == ""
    assert sorted(searching.board.trials) == [0, 1, 2]
    worker = next(words for words in argv(folder) if "--results" not in words)
    assert worker[worker.index("--corpus") + 1] == "zh"
    assert "learning_rate=0.001:0.1" in worker and "--epochs" in worker


def test_the_run_goes_on_meanwhile(window, folder):
    train = window.session.experiment.train.model_copy(update={"epochs": 50_000})
    window.parts.config.propose(window.session.experiment.model_copy(update={"train": train}))
    window.session.start()
    window.wait_for(RunState.RUNNING)
    searching = begin(window, "endless")
    window.until(lambda: 0 in searching.board.trials)
    steps = window.backend.steps
    window.until(lambda: window.backend.steps > steps + 50)
    assert window.session.state is RunState.RUNNING and searching.processes.running
    window.find(QPushButton, "searchStartButton").click()
    window.until(lambda: not searching.processes.running)
    assert window.session.state is RunState.RUNNING


def test_the_best_settings_are_proposed(window):
    finish(window, "good")
    epochs = window.parts.config.draft.train.epochs
    window.find(QPushButton, "useBestButton").click()
    draft = window.parts.config.draft
    assert draft.train.learning_rate == pytest.approx(0.03) and draft.train.optimizer == "adam"
    assert draft.train.epochs == epochs  # how long it is trained is not the study's to say
    assert draft.model.init == "normal"  # what was not searched is as in the study


def test_the_results_show_every_trial_and_any_can_be_used(window):
    searching = finish(window, "good")
    window.find(QPushButton, "searchPictureButton").click()
    dialog = searching.dialog
    assert dialog is not None and dialog.isVisible() and len(dialog.plots) == 2
    dialog._choose(0)
    dialog.findChild(QPushButton, "useTrialButton").click()
    assert window.parts.config.draft.train.learning_rate == pytest.approx(0.01)
    dialog.close()


def test_every_trial_is_a_run_of_the_table(window, folder):
    (folder / "good.0").touch()  # it was there before, so it is in the table or was deleted
    searching = window.window.late.searching
    searching._on_panel_place_chosen(StudyPlace("good"))
    searching.processes.look(StudyPlace("good"))
    window.until(lambda: 0 in searching.board.trials and not searching.alive)
    finish(window, "good")
    model = window.parts.runs.model
    window.until(lambda: sum(run.origin == "search" for run in model.runs) == 2)
    runs = {run.name: run for run in model.runs if run.origin == "search"}
    assert set(runs) == {"#1 good", "#2 good"}
    run = runs["#2 good"]
    assert (run.epochs, run.best, run.last, run.corpus) == (2, 6.0, 6.0, "lyrics_zh.txt")
    assert run.seconds == pytest.approx(0.5) and run.source == "zh"
    assert run.experiment.train.learning_rate == pytest.approx(0.03)
    curves = []
    window.window.archive.ask(lambda store: store.curve(run.id), curves.append)
    window.until(lambda: bool(curves))
    assert curves[0].epochs[1].tolist() == [7.0, 6.0]
    window.find(QPushButton, "searchPictureButton").click()
    searching.dialog._choose(1)
    assert [run.name for run in window.parts.runs.table.chosen()] == ["#1 good"]
    searching.dialog.close()


def test_a_refusal_is_said_in_the_readers_language(window):
    window.language.set_choice("zh_CN")
    searching = begin(window, "refused")
    window.until(lambda: not searching.processes.running)
    problem = said(window, "searchProblem")
    assert (
        problem.startswith("研究 refused 的设置不同（“隐藏单元”：8，不是 9）。")
        and "--" not in problem
    )


def test_a_crash_is_said_with_what_to_do(window):
    searching = begin(window, "crash")
    window.until(lambda: not searching.processes.running)
    assert "Start goes on with it" in said(window, "searchProblem")
    assert window.find(QPushButton, "searchStartButton").text() == "Start the search"


def test_a_study_that_exists_is_shown_and_gone_on_with(window, folder):
    (folder / "studies").mkdir()
    (folder / "studies" / "good.journal").touch()
    (folder / "good.0").touch()
    line = window.find(QLineEdit, "studyNameEdit")
    line.setText("good")
    line.editingFinished.emit()
    searching = window.window.late.searching
    ended: list[tuple[str, int]] = []
    searching.trialEnded.connect(lambda study, trial: ended.append((study.study, trial.number)))
    window.until(lambda: 0 in searching.board.trials and not searching.alive)
    assert said(window, "searchGoesOn") == "This study has 1 of 3 trials. Start goes on with it."
    assert not window.parts.search.form.isEnabled()
    window.find(QPushButton, "searchStartButton").click()
    window.until(lambda: not searching.processes.running)
    worker = next(words for words in argv(folder) if "--results" not in words)
    assert "--range" not in worker and "--preset" not in worker  # as it was begun
    assert sorted(searching.board.trials) == [0, 1, 2]
    assert ended == [("good", 1), ("good", 2)]  # the first one was there before


def test_closing_the_window_ends_all_processes(window, folder):
    searching = begin(window, "endless")
    window.until(lambda: len(workers_of(folder)) == 1 and 0 in searching.board.trials)
    with window.qtbot.waitSignal(searching.ended):
        window.window.close()
    assert all(is_gone(pid) for pid in workers_of(folder)) and not searching.alive
    window.until(lambda: window.window._closed)


def test_optuna_is_not_imported_by_the_window(window, folder):
    import subprocess
    import sys

    code = (
        "import sys, lstm_gui.app\nprint([n for n in ('optuna', 'sqlalchemy') if n in sys.modules])"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.stdout.strip() == b"[]"
