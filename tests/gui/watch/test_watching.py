"""The watch, the baselines and the training panel in the whole window."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPushButton

from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.widgets.notices import Notice
from tests.fakes import FakeBackend


def _notice(stage, key: str) -> Notice:
    def found() -> list[Notice]:
        return [notice for notice in stage.parts.notices.notices if notice.key == key]

    stage.until(lambda: bool(found()))
    return found()[0]


def test_the_baselines_of_the_text_stand_in_the_plot(stage):
    def action():
        actions = stage.parts.plot.menu().actions()
        return next((a for a in actions if a.text() == "Baselines"), None)

    stage.until(lambda: action() is not None)
    assert action().isChecked()
    action().trigger()
    assert not stage.kept[-1].sticks and not action().isChecked()


def test_the_remedy_after_a_breakdown_resumes_with_a_smaller_step(make_stage):
    stage = make_stage(FakeBackend(step_seconds=0.001, breaks_at=40)).open()
    stage.session.start()
    stage.wait_for(RunState.DIVERGED)
    _notice(stage, "watch:not_a_number").findChild(QPushButton, "noticeActionButton").click()
    stage.until(lambda: stage.backend.train.learning_rate == 0.002)
    stage.until(lambda: stage.backend.steps > 60)
    stage.until(lambda: stage.session.state in (RunState.RUNNING, RunState.FINISHED))
    assert stage.parts.config.draft.train.learning_rate == 0.002
    assert stage.parts.notices.notices == ()


def test_flat_training_is_stopped_when_asked(make_stage):
    stage = make_stage(FakeBackend()).open()
    stage.find(QCheckBox, "stopWhenFlatCheck").click()
    experiment = stage.session.experiment
    train = experiment.train.model_copy(update={"epochs": 50_000})
    stage.parts.config.propose(experiment.model_copy(update={"train": train}))
    stage.session.start()
    stage.wait_for(RunState.STOPPED)
    assert "training was stopped" in _notice(stage, "watch:stopped").text
