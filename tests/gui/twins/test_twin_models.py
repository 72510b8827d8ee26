"""Saving one of two models, and what becomes of a twin when another model is opened."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.worker.states import RunState
from tests.gui.conftest import Stage
from tests.gui.twins.test_twins import begin, train, twins

__all__ = ["twins"]


@pytest.fixture
def asked(monkeypatch, tmp_path) -> list[tuple[str, str]]:
    """Answer the question where to save, and note how it was put."""
    questions: list[tuple[str, str]] = []

    def answer(_parent, title: str, start: str, _kinds: str) -> tuple[str, str]:
        questions.append((title, start.rpartition("/")[2]))
        return str(tmp_path / questions[-1][1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return questions


def action(stage: Stage, name: str):
    return stage.parts.actions.by_name[name]


def notice(stage: Stage):
    return next((n for n in stage.parts.notices.notices if n.key == "open-model"), None)


def saved(stage: Stage, path) -> float:
    stage.until(lambda: any(path.name in str(n.text) for n in stage.parts.notices.notices))
    return load_checkpoint(path).experiment.train.learning_rate


def test_the_menu_names_both_models_and_saves_the_one_chosen(twins, asked, tmp_path) -> None:
    stage = twins()
    assert not action(stage, "saveTwin").isVisible()
    assert action(stage, "saveModel").text() == "&Save model…"
    begin(stage)
    train(stage, epochs=2)
    assert action(stage, "saveModel").text() == "Save model A · 0.02…"
    assert action(stage, "saveTwin").text() == "Save model B · 0.003…"
    assert action(stage, "saveTwin").isVisible() and action(stage, "saveTwin").isEnabled()
    action(stage, "saveModel").trigger()
    assert saved(stage, tmp_path / "model-A.safetensors") == 0.02
    action(stage, "saveTwin").trigger()
    assert saved(stage, tmp_path / "model-B.safetensors") == 0.003
    assert asked == [
        ("Save model A · 0.02", "model-A.safetensors"),
        ("Save model B · 0.003", "model-B.safetensors"),
    ]
    stage.bridge.end_twin()
    stage.until(lambda: not action(stage, "saveTwin").isVisible())
    assert action(stage, "saveModel").text() == "&Save model…"
    action(stage, "saveModel").trigger()
    assert asked[-1] == ("Save model", "model.safetensors")


def test_names_of_models_follow_the_language(twins) -> None:
    stage = twins()
    begin(stage)
    stage.language.set_choice("zh_CN")
    stage.until(lambda: action(stage, "saveTwin").text() == "保存模型 B · 0.003…")
    stage.language.set_choice("en")
    stage.until(lambda: action(stage, "saveTwin").text() == "Save model B · 0.003…")


def prepared(stage: Stage, path) -> None:
    """Save a model of its own, then train twins."""
    stage.plan(5000)
    stage.session.start()
    stage.wait_for(RunState.RUNNING)
    stage.until(lambda: len(stage.parts.plot.csv().splitlines()) > 2)
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)
    stage.bridge.save(path)
    stage.until(path.exists)
    begin(stage)
    train(stage, epochs=2)


def rows(stage: Stage, origin: str):
    return [run for run in stage.parts.runs.model.runs if run.origin == origin]


def test_opening_a_model_says_first_what_becomes_of_the_twin(twins, tmp_path) -> None:
    stage = twins()
    path = tmp_path / "mine.safetensors"
    prepared(stage, path)
    stage.window.files.open_dropped(path)
    assert "ends the twin run" in str(notice(stage).text)
    stage.qtbot.wait(200)
    assert stage.bridge.difference is not None and not stage.window.twins.bar.isHidden()
    buttons = stage.window.findChildren(QPushButton, "noticeActionButton")
    next(button for button in buttons if button.text() == "Open and end the twin").click()
    stage.until(lambda: stage.window.twins.bar.isHidden())
    assert notice(stage) is None
    stage.wait_for(RunState.PAUSED)
    stage.until(lambda: rows(stage, "twin") and rows(stage, "twin")[0].model_bytes > 0)
    (twin,) = rows(stage, "twin")
    assert twin.experiment.train.learning_rate == 0.003 and twin.epochs == 2
    stage.until(lambda: all(run.model_bytes for run in rows(stage, "window")[:1]))
    stage.parts.runs.continueAsked.emit(twin)  # and it can go on
    stage.until(lambda: stage.window.runs.own.run_id == twin.id)
    assert stage.session.experiment.train.learning_rate == 0.003


def test_a_model_that_is_not_to_be_opened_after_all_is_forgotten(twins, tmp_path) -> None:
    stage = twins()
    path = tmp_path / "mine.safetensors"
    prepared(stage, path)
    before = stage.window.runs.own.run_id
    stage.session.open_model(path)
    stage.parts.notices.dismissed.emit("open-model")
    stage.parts.notices.actionTriggered.emit("open-model")
    stage.qtbot.wait(200)
    assert stage.bridge.difference is not None and stage.window.runs.own.run_id == before


def test_going_on_with_a_run_of_the_table_asks_too_and_records_the_right_one(
    twins, tmp_path
) -> None:
    stage = twins()
    prepared(stage, tmp_path / "mine.safetensors")
    first = min(rows(stage, "window"), key=lambda run: run.number)
    stage.until(lambda: stage.parts.runs.model.run(first.id).model_bytes > 0)
    kept = stage.parts.runs.model.run(first.id)
    stage.parts.runs.continueAsked.emit(kept)
    stage.until(lambda: notice(stage) is not None)
    stage.session.open_model(tmp_path / "mine.safetensors")  # another one instead
    stage.parts.notices.actionTriggered.emit("open-model")
    stage.until(lambda: stage.bridge.difference is None)
    stage.qtbot.wait(200)
    assert stage.window.runs.own.run_id != first.id


def test_what_opening_would_do_is_said_in_the_language_in_use(twins, tmp_path) -> None:
    stage = twins()
    begin(stage)
    stage.session.open_model(tmp_path / "mine.safetensors")
    stage.language.set_choice("zh_CN")
    stage.until(lambda: "打开这个模型会结束孪生运行" in shown(stage))
    stage.language.set_choice("en")
    stage.until(lambda: "Opening the model ends the twin run" in shown(stage))


def shown(stage: Stage) -> str:
    labels = stage.window.findChildren(QLabel, "noticeText")
    return " ".join(label.text() for label in labels)
