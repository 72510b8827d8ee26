"""Names and what-if follow the model while it learns, and cost nothing while hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QToolButton

from lstm_gui.core.inspection.interventions import WhatIf
from lstm_gui.core.inspection.jobs import Job
from lstm_gui.core.inspection.naming import NAMING_LENGTH, CellNaming
from lstm_gui.core.inspection.phrases import PhraseSearch
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.explorer import questions
from lstm_gui.gui.memory.explorer.questions import AnswerRefresh, LayerSummary


@pytest.fixture
def views(stage):
    return stage.parts.views


@pytest.fixture
def asked(stage, monkeypatch) -> list[Job[object]]:
    """What the engine is asked for, and a short pause between."""
    jobs: list[Job[object]] = []
    inspect = stage.bridge.inspect
    monkeypatch.setattr(stage.bridge, "inspect", lambda job: jobs.append(job) or inspect(job))
    refresh_of(stage).findChild(QTimer).setInterval(50)
    return jobs


def refresh_of(stage):
    return stage.window.explorer.findChild(AnswerRefresh)


def start(stage) -> None:
    train = stage.session.experiment.train.model_copy(update={"epochs": 5000})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)


def front(stage, name: str) -> None:
    stage.window._docks.show(name)


def test_cells_are_named_over_a_longer_text_again_and_again(stage, views, asked):
    start(stage)
    front(stage, "cells")
    stage.until(lambda: len(asked) >= 3)
    assert set(asked) == {CellNaming(0)}
    stage.until(lambda: views.cells.characters == NAMING_LENGTH)


def test_nothing_is_asked_while_nobody_looks(stage, views, asked, qtbot):
    start(stage)
    stage.until(lambda: stage.window.explorer.live is not None)
    qtbot.wait(400)
    assert asked == []


def test_a_model_at_rest_is_asked_once(stage, views, asked, qtbot):
    front(stage, "cells")
    stage.until(lambda: views.cells.characters == NAMING_LENGTH)
    qtbot.wait(400)
    assert asked == [CellNaming(0)]
    assert not [timer for timer in refresh_of(stage).findChildren(QTimer) if timer.isActive()]


def test_who_comes_back_to_a_model_at_rest_reads_the_long_names_again(stage, views, asked):
    front(stage, "cells")
    stage.until(lambda: views.cells.characters == NAMING_LENGTH)
    front(stage, "ledger")
    stage.until(lambda: stage.window.explorer.findChild(LayerSummary).names is None)
    front(stage, "cells")
    stage.until(lambda: views.cells.characters == NAMING_LENGTH)


def test_the_order_by_role_has_names_without_the_list(stage, views, asked):
    stage.until(lambda: stage.window.explorer.live is not None)
    views.memory.sorting._on_bar_order_chosen("role")
    start(stage)
    stage.until(lambda: CellNaming(0) in asked)


def test_who_asks_a_question_is_not_disturbed(stage, views, asked):
    start(stage)
    front(stage, "cells")
    stage.until(lambda: len(asked) >= 1)
    given_up, found = [], []
    views.phrases.set_failed = lambda: given_up.append(True)
    views.phrases.set_matches = found.append
    views.phrases.searchRequested.emit((1, 2), (1, 1), 0.2, 3)
    search = next(place for place, job in enumerate(asked) if isinstance(job, PhraseSearch))
    stage.until(lambda: bool(found))
    assert not given_up
    stage.until(lambda: len(asked) > search + 1)  # and it goes on after that


def test_what_if_follows_the_model_and_outlives_a_restart(stage, views, asked):
    front(stage, "whatIf")
    stage.until(lambda: views.what_if.isVisible() and stage.window.explorer.live is not None)
    views.what_if._plot.positionChosen.emit(3)
    stage.find(QLineEdit, "whatIfEdit").setText("我")
    stage.until(lambda: views.what_if.result is not None)
    first = views.what_if.result
    start(stage)
    stage.until(lambda: views.what_if.result is not None and views.what_if.result is not first)
    assert {job for job in asked if isinstance(job, WhatIf)} == {
        WhatIf(stage.window.explorer.live[1], 3, "我")
    }
    stage.find(QToolButton, "resetButton").click()
    stage.wait_for(RunState.READY)
    stage.until(lambda: views.what_if.result is not None)


def test_the_probe_text_alone_names_nothing_where_characters_are_few(stage, monkeypatch, tmp_path):
    """Names by it are compared with no untrained network, and half of those would have some."""
    by_probe = []
    monkeypatch.setattr(questions, "name_cells", lambda *_: by_probe.append(True) or ())
    explorer = stage.window.explorer
    summary = explorer.findChild(LayerSummary)
    front(stage, "cells")
    stage.until(lambda: explorer.live is not None)
    summary.show(*explorer.live, live=False)
    assert by_probe.pop()
    path = tmp_path / "few.txt"
    path.write_text("ab ba a b " * 500)
    stage.session.open_file(path)
    stage.until(lambda: summary._corpus.name == "few.txt" and explorer.live is not None)
    by_probe.clear()
    summary.show(*explorer.live, live=False)
    assert not by_probe
