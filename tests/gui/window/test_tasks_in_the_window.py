"""A task in the window: a text like any other, chosen, changed, trained on and remembered."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from lstm_gui.core.arrays import floats
from lstm_gui.core.inspection.spans import MemorySpan
from lstm_gui.core.worker.events import Followed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.corpus_card import OFFERED_TEXT
from tests.gui.conftest import Stage
from tests.gui.runs.test_recovering import crashed, offered, paused
from tests.gui.twins.test_twins import twins
from tests.gui.window.test_late_views import front

__all__ = ["twins"]


def choose(stage: Stage, name: str) -> None:
    stage.parts.card.textChosen.emit(name)
    stage.until(lambda: stage.session.opened_from() == name)


@pytest.fixture
def stage(make_stage) -> Stage:
    return make_stage().open()


def test_a_task_comes_with_settings_that_learn_it(stage: Stage) -> None:
    choose(stage, "task:recall")
    experiment = stage.session.experiment
    assert (experiment.model.hidden, experiment.train.num_steps) == (32, 61)
    assert experiment.corpus.max_chars is None
    assert stage.parts.config.applied == experiment
    assert not stage.parts.card.task.isHidden()
    assert stage.kept[-1].recent == ("task:recall",)
    choose(stage, "en")
    assert stage.parts.card.task.isHidden()
    assert stage.kept[-1].recent == ("task:recall",)
    stage.parts.card.recentChosen.emit("task:recall")
    stage.until(lambda: stage.session.opened_from() == "task:recall")


def test_other_parameters_keep_the_settings_but_for_the_reach(stage: Stage) -> None:
    choose(stage, "task:recall")
    stage.session.edit(stage.session.experiment.model_copy(update={}))
    stage.parts.card.taskChanged.emit("task:recall:delay=80")
    stage.until(lambda: stage.session.opened_from() == "task:recall:delay=80")
    stage.until(lambda: stage.session.experiment.train.num_steps == 91)
    train = stage.session.experiment.train.model_copy(update={"num_steps": 70})
    stage.session.edit(stage.session.experiment.model_copy(update={"train": train}))
    stage.until(lambda: stage.session.experiment.train.num_steps == 70)
    stage.parts.card.taskChanged.emit("task:recall:delay=20")  # the person has chosen the reach
    stage.until(lambda: stage.session.opened_from() == "task:recall:delay=20")
    assert stage.session.experiment.train.num_steps == 70


def test_what_is_right_is_said_on_the_card_and_in_the_status_line(stage: Stage) -> None:
    choose(stage, "task:count")
    stage.train()
    stage.until(lambda: stage.bridge.run.right is not None)
    stage.until(lambda: "right" in stage.find(QLabel, "statusLabel").text())
    assert "of what can be known" in stage.find(QLabel, "taskRight").text()
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)
    choose_offered(stage, "en")
    stage.until(lambda: "right" not in stage.find(QLabel, "statusLabel").text())


def choose_offered(stage: Stage, name: str) -> None:
    """Open a text in place of one that was trained on, and begin anew."""
    stage.parts.card.textChosen.emit(name)
    notices = stage.parts.notices
    stage.until(lambda: any(notice.key == OFFERED_TEXT for notice in notices.notices))
    stage.session.take_text(keep=False)
    stage.until(lambda: stage.session.opened_from() == name)


def test_a_trained_model_is_not_given_up_unasked(stage: Stage) -> None:
    paused_on(stage, "task:count")
    stage.parts.card.textChosen.emit("task:brackets")
    notices = stage.parts.notices
    stage.until(lambda: any(notice.key == OFFERED_TEXT for notice in notices.notices))
    (notice,) = (notice for notice in notices.notices if notice.key == OFFERED_TEXT)
    assert notice.text.startswith("Brackets within brackets is loaded.")
    stage.session.take_text(keep=True)
    stage.until(lambda: stage.session.opened_from() == "task:brackets")


def paused_on(stage: Stage, name: str) -> None:
    choose(stage, name)
    stage.train()
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)


def test_a_run_on_a_task_goes_on_after_a_crash(make_stage, tmp_path) -> None:
    first = make_stage(runs=tmp_path / "first").open()
    choose(first, "task:order:gap=9,seed=4")
    text = first.session.corpus.text
    paused(first)
    again = make_stage(runs=crashed(tmp_path / "first", tmp_path / "second")).open()
    again.until(lambda: offered(again) is not None)
    assert again.session.opened_from() == "zh"
    again.parts.notices.actionTriggered.emit("recover")
    again.until(lambda: again.session.opened_from() == "task:order:gap=9,seed=4")
    assert again.session.corpus.text == text


def test_a_pair_of_twins_begins_in_one_click(twins) -> None:
    stage = twins()
    stage.parts.actions.by_name["twin"].trigger()
    stage.window.twins.form.findChild(QPushButton, "twinPairButton_forget").click()
    stage.until(lambda: stage.bridge.difference is not None)
    assert stage.window.twins.form.isHidden()
    stage.until(lambda: not stage.window.twins.bar.isHidden())
    assert stage.session.experiment.model.forget_bias == 0.0
    assert stage.bridge.twin.experiment.model.forget_bias == 1.0
    stage.parts.views.distance.recall.pairAsked.emit("gru")
    stage.until(lambda: stage.bridge.twin.experiment.model.cell == "gru")
    assert stage.session.experiment.model.cell == "lstm"


def test_the_span_says_how_one_comes_by_it(stage: Stage) -> None:
    panel = stage.parts.views.distance
    front(stage, "distance")
    stage.until(panel.recall.isVisible)
    button = stage.find(QPushButton, "recallTaskButton")
    stage.until(button.isVisible)
    assert "Recall after a delay" in stage.find(QLabel, "recallMessage").text()
    button.click()
    stage.until(lambda: stage.session.opened_from() == "task:recall")
    stage.until(lambda: "at least 90 %" in words(stage) or "less than 90 %" in words(stage))
    assert not button.isVisible()


def words(stage: Stage) -> str:
    return stage.find(QLabel, "recallWords_0").text()


def test_spans_are_kept_and_the_moment_picks_one(stage: Stage) -> None:
    choose(stage, "task:recall")
    front(stage, "distance")
    recall = stage.parts.views.distance.recall
    stage.until(recall.isVisible)
    stage.until(lambda: "90 %" in words(stage))  # of the untrained model, at step 0
    for step, right in ((10, 0.0), (20, 1.0)):
        span = MemorySpan((1, 9), floats(np.full(2, right)), 0.25, 50)
        stage.bridge.run.followed.emit(Followed(stage.bridge.run.run, "span", step, 1, span))
    assert "up to distance 9, the longest asked" in words(stage)
    recall.set_moment(15)
    assert "less than 90 % right at any distance" in words(stage)
    recall.set_moment(None)
    assert "up to distance 9" in words(stage)
    span = MemorySpan((1, 9), floats([0, 0]), 0.25, 50)  # training went back to an earlier step
    stage.bridge.run.followed.emit(Followed(stage.bridge.run.run, "span", 15, 1, span))
    assert "less than 90 % right at any distance" in words(stage)
