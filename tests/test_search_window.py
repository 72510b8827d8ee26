"""The real search from the real window: two processes, one journal, three small trials."""

from __future__ import annotations

import os
import signal

import pytest

pytest.importorskip("optuna")

from PySide6.QtWidgets import QPushButton

from lstm_gui.core.search.plan import parse_ranges
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.search import processes
from tests.commands import ROOT
from tests.gui.conftest import make_stage, no_leftovers  # noqa: F401 - fixtures

pytestmark = [pytest.mark.mxnet, pytest.mark.slow]

LIMIT_MS = 90_000


@pytest.fixture
def searching(make_stage, tmp_path, monkeypatch):  # noqa: F811
    # A search gives way to all else on the machine, which may be a lot while tests run.
    monkeypatch.setattr(processes, "NICENESS", "0")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "lstm-gui"))
    stage = make_stage().open()
    experiment = stage.session.experiment
    for path, value in (
        ("model.hidden", 8),
        ("train.num_steps", 10),
        ("train.batch_size", 8),
        ("corpus.max_chars", 800),
    ):
        experiment = changed(experiment, path, value)
    stage.parts.config.propose(experiment)
    stage.wait_for(RunState.READY)
    panel = stage.parts.search
    panel.form.set_ranges(parse_ranges(["learning_rate=1e-3:1e-1", "optimizer=sgd,adam"]))
    yield stage
    found = stage.window.late.searching.processes
    if found.alive:
        with stage.qtbot.waitSignal(found.ended, timeout=LIMIT_MS):
            found.stop()


def begin(stage, trials: int, epochs: int) -> None:
    panel = stage.parts.search
    panel.settings.trials.setValue(trials)
    panel.settings.epochs.setValue(epochs)
    panel.settings.workers.setValue(2)
    stage.find(QPushButton, "searchStartButton").click()


def test_three_trials_in_two_processes_come_back_with_their_curves(searching, tmp_path):
    stage, found = searching, searching.window.late.searching
    begin(stage, 3, 4)
    stage.qtbot.waitUntil(lambda: not found.processes.running, timeout=LIMIT_MS)
    assert (tmp_path / "lstm-gui" / "studies" / "search-1.journal").is_file()
    trials = found.board.results
    assert [trial.number for trial in trials] == [0, 1, 2]
    for trial in trials:
        assert trial.outcome == "complete" and len(trial.curve) == 4
        assert trial.curve[-1] == trial.perplexity and trial.curve[0] > 1
    model = stage.parts.runs.model
    stage.until(lambda: sum(run.origin == "search" for run in model.runs) == 3)
    assert {run.last for run in model.runs if run.origin == "search"} == {
        trial.perplexity for trial in trials
    }
    best = min(trials, key=lambda trial: trial.perplexity)
    assert found.board.best is not None and found.board.best.number == best.number
    stage.find(QPushButton, "useBestButton").click()
    draft = stage.parts.config.draft
    assert draft.train.learning_rate == best.settings["learning_rate"]
    assert draft.model.hidden == 8 and draft.corpus.max_chars == 800


def test_killing_one_process_loses_only_its_trial(searching):
    stage, found = searching, searching.window.late.searching
    begin(stage, 4, 250)

    def wait_until(condition) -> None:
        stage.qtbot.waitUntil(lambda: condition() or not found.processes.running, timeout=LIMIT_MS)

    def two_are_training() -> bool:
        # Not near their end: what is told is half a second old.
        epochs = [trial.epoch for trial in found.board.under_way]
        return len(epochs) == 2 and all(0 < epoch < 200 for epoch in epochs)

    wait_until(two_are_training)
    assert found.processes.running, "one process did everything before the other began"
    os.kill(found.processes.pids[0], signal.SIGKILL)
    for ended in range(1, 5):  # the other does them one by one, and each takes what the load allows
        wait_until(lambda ended=ended: found.board.ended >= ended)
    wait_until(lambda: not found.processes.running)
    outcomes = [trial.outcome for trial in found.board.results]
    assert outcomes.count("lost") == 1 and found.processes.broken == 1
    assert sum(outcome in ("complete", "pruned") for outcome in outcomes) == 4
    assert found.board.ended == 4
