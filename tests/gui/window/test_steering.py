"""Settings changed while the model learns: what carries over, the record, and the way back."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QToolButton

from lstm_gui.core.worker.commands import StepEpoch
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.widgets.strips import Strip


def run_for(stage, steps: int) -> None:
    """Train for some steps and rest, so that the model can be compared."""
    train = stage.session.experiment.train.model_copy(update={"epochs": 5000})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.until(lambda: stage.session.experiment.train.epochs == 5000)
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    stage.until(lambda: stage.backend.steps >= steps)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)


def change(stage, name: str, text: str) -> None:
    stage.find(QLineEdit, name).setText(text)
    stage.parts.config.flush()


def curve(stage) -> list[str]:
    return stage.parts.plot.csv().splitlines()


def test_a_larger_model_keeps_what_was_learned(stage):
    run_for(stage, 20)
    before = stage.backend.weights()["l0.W_h"]
    rows = len(curve(stage))
    change(stage, "hiddenEdit", "300")
    assert "300" not in str(stage.session.experiment.model.hidden)
    stage.find(QPushButton, "keepButton").click()
    stage.until(lambda: stage.session.experiment.model.hidden == 300)
    after = stage.backend.weights()["l0.W_h"]
    assert np.array_equal(after[:256, :256], before[:, :256])
    assert len(curve(stage)) == rows
    assert stage.session.state is RunState.PAUSED


def test_what_is_lost_is_said_before_it_happens(stage):
    run_for(stage, 5)
    combo = stage.find(QComboBox, "cellCombo")
    combo.setCurrentIndex(combo.findData("gru"))
    stage.parts.config.flush()
    said = stage.parts.config._foot._text.text()
    assert "only the output layer carries over" in said


def test_a_change_is_marked_and_undone_exactly_and_redone(stage):
    run_for(stage, 30)
    before, steps = stage.backend.weights(), stage.backend.steps
    rows = curve(stage)
    change(stage, "learningRateEdit", "0.5")
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.5)
    undo = stage.parts.actions.by_name["undo"]
    stage.until(undo.isEnabled)
    assert "0.02 → 0.5" in undo.toolTip()
    stage.find(QToolButton, "startButton").click()
    stage.until(lambda: stage.backend.steps > steps + 20)
    stage.until(lambda: len(curve(stage)) > len(rows))
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    later = stage.backend.weights()
    longer = curve(stage)
    assert len(longer) > len(rows)

    undo.trigger()
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.02)
    again = stage.backend.weights()
    assert all(np.array_equal(again[name], before[name]) for name in before)
    assert curve(stage) == rows

    redo = stage.parts.actions.by_name["redo"]
    stage.until(redo.isEnabled)
    redo.trigger()
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.5)
    forward = stage.backend.weights()
    assert all(np.array_equal(forward[name], later[name]) for name in later)
    assert curve(stage) == longer


def test_nothing_is_on_record_before_anything_was_learned(stage):
    change(stage, "learningRateEdit", "0.5")
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.5)
    assert not stage.parts.actions.by_name["undo"].isEnabled()


def strips(stage) -> list[list[float]]:
    batches = stage.bridge.run.curves.batches
    return [[*batches["x"], *batches[name]] for name in ("norm", "theta", "rate", "share")]


def test_undo_cuts_the_strips_and_redo_gives_them_back(stage):
    run_for(stage, 30)
    before, steps = strips(stage), stage.backend.steps
    change(stage, "learningRateEdit", "0.5")
    undo, redo = (stage.parts.actions.by_name[name] for name in ("undo", "redo"))
    stage.until(undo.isEnabled)
    stage.find(QToolButton, "startButton").click()
    stage.until(lambda: stage.backend.steps > steps + 20)
    stage.until(lambda: len(strips(stage)[0]) > len(before[0]))
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    after = strips(stage)
    assert len(after[0]) > len(before[0])
    undo.trigger()
    stage.until(redo.isEnabled)
    assert strips(stage) == before
    redo.trigger()
    stage.until(lambda: not redo.isEnabled())
    assert strips(stage) == after


def test_a_remedy_of_the_watch_is_on_record_as_its_own(stage):
    run_for(stage, 20)
    watchman = stage.window.watching.watchman
    watchman.remedied.emit(
        stage.session.experiment.model_copy(
            update={
                "train": stage.session.experiment.train.model_copy(update={"learning_rate": 0.003})
            }
        )
    )
    marks = stage.parts.plot.curves.marks.lines
    stage.until(lambda: len(marks) == 1)
    assert marks[0].text == "watch: Learning rate 0.02 → 0.003"
    change(stage, "learningRateEdit", "0.5")
    stage.until(lambda: len(marks) == 2)
    assert marks[1].text == "Learning rate 0.003 → 0.5"


def drawn(view: pg.PlotWidget) -> list[list[float]]:
    """Return the places of the points of each line that is drawn, longest last."""
    items = view.getPlotItem().items
    lines = [i.xData.tolist() for i in items if isinstance(i, pg.PlotCurveItem) and len(i.xData)]
    return sorted(lines, key=len)


def test_undo_an_epoch_and_redo_leave_no_hole_anywhere(stage):
    run_for(stage, 20)
    change(stage, "learningRateEdit", "0.5")
    undo, redo = (stage.parts.actions.by_name[name] for name in ("undo", "redo"))
    stage.until(undo.isEnabled)
    begun = len(curve(stage))
    stage.session.start()
    stage.until(lambda: len(curve(stage)) > begun + 4)
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)
    whole, measured = curve(stage), stage.window.runs.own.live.present()[1]
    undo.trigger()
    stage.until(redo.isEnabled)
    kept = curve(stage)
    assert len(kept) < len(whole)
    stage.bridge.post(StepEpoch())
    stage.until(lambda: len(curve(stage)) == len(kept) + 1)
    stage.wait_for(RunState.PAUSED)
    redo.trigger()
    stage.until(lambda: not redo.isEnabled())

    again = stage.window.runs.own.live.present()[1]
    for before, after in zip(
        (measured.batches, measured.epochs), (again.batches, again.epochs), strict=True
    ):
        assert np.array_equal(before, after)
    assert curve(stage) == whole
    batches = measured.batches[0].tolist()
    front = stage.window.findChild(EpochPlot, "perplexityPlot")
    stage.until(lambda: drawn(front)[-1:] == [batches])
    stage.window._docks.show("training")
    for strip in stage.window.findChildren(Strip):
        stage.until(lambda strip=strip: drawn(strip)[-1:] == [batches])
    (row,) = stage.parts.runs.model.runs
    stage.parts.runs.visibilityChanged.emit(True)
    (row,) = stage.parts.runs.model.runs
    assert (row.epochs, row.last) == (int(again.epochs[0, -1]), again.epochs[1, -1])
    stage.parts.runs.visibilityChanged.emit(False)
