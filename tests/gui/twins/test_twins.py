"""Twin runs in the window, over fake engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.commands import StepEpoch
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.map.map_pair import MapPair
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.runs.table_model import Column
from lstm_gui.gui.window.docks import LEAST_SIZE
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage


@pytest.fixture
def twins(qapp, qtbot, tmp_path) -> Iterator[Callable[..., Stage]]:
    """Make windows whose engine thread makes another fake engine for each run."""
    stages: list[Stage] = []

    def make(*backends: FakeBackend) -> Stage:
        waiting = list(backends)
        stage = Stage(qapp, qtbot, FakeBackend(), runs=tmp_path / "runs")
        stage.made = []

        def create() -> FakeBackend:
            backend = waiting.pop(0) if waiting else FakeBackend(step_seconds=0.001)
            stage.made.append(backend)
            return backend

        stage.bridge._worker._create_backend = create
        stages.append(stage.open())
        return stage

    yield make
    for stage in stages:
        stage.close()


RATE = Difference("train.learning_rate", 0.003)


def begin(stage: Stage, difference: Difference = RATE) -> None:
    stage.session.begin_twin(difference)
    stage.until(lambda: stage.bridge.difference is not None)
    stage.until(lambda: not stage.window.twins.bar.isHidden())


def train(stage: Stage, epochs: int = 20) -> None:
    """Train both to the end."""
    experiment = changed(stage.session.experiment, "train.epochs", epochs)
    stage.session.edit_live(experiment)
    stage.session.start()
    stage.wait_for(RunState.FINISHED)
    stage.until(lambda: second(stage).epochs["x"][-1:] == [float(epochs)])


def second(stage: Stage):
    return stage.bridge.twin.curves


def bar(stage: Stage, run: str) -> str:
    """What the bar says of run A or B."""
    said = stage.find(QLabel, "twinRuns").text().split("●")[1:]
    return said["AB".index(run)]


def test_the_form_says_what_will_happen_and_begins_both(twins) -> None:
    stage = twins()
    stage.parts.actions.by_name["twin"].trigger()
    form = stage.window.twins.form
    assert form.isVisible() and not form.isModal()
    said = stage.find(QLabel, "twinSentence").text()
    assert "Learning rate is 0.02 in one and 0.007 in its twin" in said
    assert "given up" not in said
    value = stage.find(QLineEdit, "twinValueEdit")
    value.setText("-1")
    assert "1e-06" in stage.find(QLabel, "twinSentence").text()
    assert not stage.find(QPushButton, "twinBeginButton").isEnabled()
    value.setText("0.01")
    stage.find(QPushButton, "twinBeginButton").click()
    assert not form.isVisible()
    stage.until(lambda: not stage.window.twins.bar.isHidden())
    assert "A · 0.02" in bar(stage, "A") and "B · 0.01" in bar(stage, "B")
    assert stage.made[1].train.learning_rate == 0.01
    assert stage.made[0].train.learning_rate == 0.02


def test_each_setting_has_an_editor_and_a_value_worth_trying(twins) -> None:
    stage = twins()
    stage.window.twins.ask()
    combo = stage.find(QComboBox, "twinSettingCombo")
    names = {combo.itemText(index) for index in range(combo.count())}
    assert {"Cell", "Hidden units", "Optimizer", "Implementation", "Nothing"} <= names
    assert not {"Epochs", "Prefixes", "Context", "Use the first"} & names
    for index in range(combo.count()):
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        assert stage.find(QPushButton, "twinBeginButton").isEnabled()
    assert "their curves are the same" in stage.find(QLabel, "twinSentence").text()
    stage.window.twins.form.reject()


def test_curves_samples_and_memories_stand_side_by_side(twins) -> None:
    stage = twins()
    begin(stage)
    train(stage)
    curves = stage.bridge.run.curves
    for name in ("x", "perplexity"):  # fakes learn alike
        assert list(second(stage).epochs[name]) == list(curves.epochs[name])
    stage.until(lambda: len([s for s in stage.parts.lyrics.samples.samples if s.twin]) == 4)
    assert len(stage.parts.lyrics.samples.samples) == 4
    text = stage.parts.lyrics.samples.as_text()
    assert text.index("A · 0.02: epoch 10") < text.index("B · 0.003: epoch 10")
    maps = stage.find(MapPair, "memoryMaps")
    stage.until(lambda: len(maps.frames) == 2)
    titles = [frame.title for frame in maps.frames]
    assert titles[0].startswith("A · 0.02 · epoch") and titles[1].startswith("B · 0.003 · epoch")
    assert "epoch 20" in bar(stage, "A") and "epoch 20" in bar(stage, "B")


def test_other_cells_are_shown_as_far_as_they_have_the_quantity(twins) -> None:
    stage = twins()
    begin(stage, Difference("model.cell", "gru"))
    maps = stage.find(MapPair, "memoryMaps")
    stage.until(lambda: len(maps.frames) == 2)
    assert "· H, −1 … 1" in maps.titles[1].text()  # the memory of a GRU
    values = maps.frames[1].values  # in colours of its own: C has no limits
    assert maps.frames[1].scale is not None and abs(values).max() <= maps.frames[1].scale.high
    stage.parts.memory.set_quantity("f")
    assert len(maps.frames) == 1
    assert "B · GRU has no forget gate" in maps.frames[0].title


def test_a_smaller_twin_has_its_own_rows(twins) -> None:
    stage = twins()
    begin(stage, Difference("model.hidden", 100))
    maps = stage.find(MapPair, "memoryMaps")
    stage.until(lambda: len(maps.frames) == 2)
    assert [frame.values.shape[1] for frame in maps.frames] == [256, 100]
    stage.parts.memory.set_cell(40)
    assert [view.chosen.cell for view in maps.maps] == [40, 40]
    stage.parts.memory.set_cell(200)
    maps.maps[0].cellChosen.emit(200)
    assert maps.maps[0].chosen.cell == 200 and maps.maps[1].chosen.cell < 100


def test_the_time_machine_takes_both_back(twins) -> None:
    stage = twins()
    begin(stage)
    train(stage)
    stage.until(lambda: stage.parts.memory._moments.count > 2)
    stage.parts.memory._moments._on_slider_moved("A", 1)
    stage.parts.memory.momentChosen.emit(1)
    maps = stage.find(MapPair, "memoryMaps")
    assert [frame.past for frame in maps.frames] == [True, True]
    stage.parts.memory.momentChosen.emit(None)
    assert [frame.past for frame in maps.frames] == [False, False]


def test_either_or_both_write(twins) -> None:
    stage = twins()
    begin(stage)
    lyrics = stage.parts.lyrics
    for choice, asked in (("both", (True, True)), ("B", (False, True)), ("A", (True, False))):
        stage.find(QToolButton, f"writesButton_{choice}").click()
        lyrics._output.begin("")
        lyrics.twin.output.begin("")
        lyrics.submit()
        stage.until(lambda: lyrics._underway == 0)
        found = (len(lyrics._output.toPlainText()), len(lyrics.twin.output.toPlainText()))
        assert tuple(length > 40 for length in found) == asked, choice


def test_a_twin_that_diverges_is_named_and_the_run_goes_on(twins) -> None:
    stage = twins(FakeBackend(step_seconds=0.001), FakeBackend(breaks_at=12))
    begin(stage)
    stage.plan(5000)
    stage.session.start()
    stage.until(lambda: "diverged" in bar(stage, "B"))
    assert any("B · 0.003" in notice.text for notice in stage.parts.notices.notices)
    steps = stage.made[0].steps
    stage.until(lambda: stage.made[0].steps > steps + 20)
    assert stage.session.state is RunState.RUNNING


def test_a_run_that_diverges_leaves_its_twin_which_can_be_paused(twins) -> None:
    stage = twins(FakeBackend(breaks_at=12), FakeBackend(step_seconds=0.001))
    begin(stage)
    stage.plan(5000)
    stage.session.start()
    stage.wait_for(RunState.DIVERGED)
    steps = stage.made[1].steps
    stage.until(lambda: stage.made[1].steps > steps + 20)
    pause = stage.parts.actions.by_name["pause"]
    stage.until(pause.isEnabled)
    pause.trigger()
    stage.until(lambda: not pause.isEnabled())


def test_reset_and_other_settings_keep_the_twin_and_its_difference(twins) -> None:
    stage = twins()
    begin(stage)
    for act in (
        stage.session.reset,
        lambda: stage.session.restart(changed(stage.session.experiment, "model.hidden", 20)),
    ):
        built = []
        stage.bridge.twin.began.connect(built.append)
        act()
        stage.until(lambda found=built: bool(found))
        assert built[-1].experiment.train.learning_rate == 0.003
        assert built[-1].experiment.model.hidden == stage.session.experiment.model.hidden
        stage.bridge.twin.began.disconnect(built.append)
    assert stage.bridge.difference is not None


def test_the_bar_leaves_the_window_as_narrow_as_it_can_be(twins) -> None:
    stage = twins()
    begin(stage, Difference("compute.implementation", "concise"))
    stage.window.resize(LEAST_SIZE)
    stage.until(lambda: stage.window.size() == LEAST_SIZE)
    assert stage.window.minimumSizeHint().width() <= LEAST_SIZE.width()


def test_ended_nothing_of_it_is_left(twins) -> None:
    stage = twins()
    begin(stage)
    train(stage)
    stage.find(QPushButton, "endTwinButton").click()
    stage.until(lambda: stage.window.twins.bar.isHidden())
    maps = stage.find(MapPair, "memoryMaps")
    assert len(maps.frames) == 1 and maps.frames[0].title == ""
    assert len(second(stage).epochs) == 0
    assert stage.find(QToolButton, "writesButton_both").isHidden()
    assert stage.bridge.difference is None
    stage.plan(5000)
    stage.session.start()
    stage.wait_for(RunState.RUNNING)
    assert stage.window.twins.bar.isHidden()


def test_without_a_difference_nothing_is_named_but_the_letters(twins) -> None:
    stage = twins()
    begin(stage, Difference())
    assert "no difference" in stage.find(QLabel, "twinTitle").text()
    assert "<b>B</b>" in bar(stage, "B")


# The part held out


def hold_out(stage: Stage, share: float = 0.1) -> None:
    stage.session.edit(changed(stage.session.experiment, "corpus.held_out", share))
    stage.until(lambda: stage.session.used is not None)
    stage.until(lambda: stage.session.experiment.corpus.held_out == share)


def test_the_twins_reading_of_the_part_held_out_is_drawn_named_and_read(twins) -> None:
    stage = twins()
    hold_out(stage)
    begin(stage)
    train(stage, epochs=20)
    plot = stage.parts.plot
    stage.until(lambda: stage.bridge.twin.held_out_at(20.0) is not None)
    stage.until(lambda: (stage.bridge.twin.held_out_at(20.0) or (0, 0))[0] == 20.0)
    size = len(stage.session.used.vocabulary)
    assert stage.bridge.twin.held_out_at(20.0)[1] == pytest.approx(
        size
    )  # fakes have learned nothing of it
    stage.qtbot.wait(100)
    scheme = plot._theme.scheme
    twin = plot.curves.runs[1]
    pen = twin.look.held_out
    assert pen.color().name() == scheme.runs[1] and pen.style() is Qt.PenStyle.DashLine
    read = list(twin.curves.held_out["x"])
    view = stage.window.findChild(EpochPlot, "perplexityPlot")
    lines = [i for i in view.getPlotItem().items if isinstance(i, pg.PlotCurveItem)]
    (drawn,) = (line for line in lines if line.opts["pen"] == pen)
    stage.until(lambda: list(drawn.xData) == read)
    assert plot.curves.legend.labels == ["A · 0.02", "A, held out", "B · 0.003", "B, held out"]
    for run in "AB":
        assert f"held out {size:,}" in bar(stage, run)
    plot.reader.set_cursor(20.0)
    said = plot.reading()
    own, of_twin = said.split("\n")
    assert own.startswith("epoch 20 · perplexity") and own.count("held out") == 1
    assert of_twin.startswith("B: perplexity") and of_twin.count("held out") == 1
    assert plot.csv().splitlines()[0] == "epoch,perplexity,held_out,twin,twin_held_out"
    assert len(plot.csv().splitlines()[4].split(",")) == 5
    stage.bridge.end_twin()
    stage.until(lambda: stage.window.twins.bar.isHidden())
    assert plot.csv().splitlines()[0] == "epoch,perplexity,held_out"
    assert "B:" not in plot.reading()


def test_the_twin_has_its_figure_in_the_table(twins) -> None:
    stage = twins()
    hold_out(stage)
    begin(stage)
    train(stage, epochs=3)
    model = stage.parts.runs.model
    stage.window.runs.keeper.followers[1].store()
    stage.until(lambda: any(run.origin == "twin" and run.held_out > 1 for run in model.runs))
    (row,) = (run for run in model.runs if run.origin == "twin")
    assert row.held_out == pytest.approx(len(stage.session.used.vocabulary))
    assert not stage.parts.runs.table.isColumnHidden(Column.HELD_OUT)


def test_going_back_takes_the_twins_readings_along(twins) -> None:
    stage = twins()
    hold_out(stage)
    begin(stage)
    train(stage, epochs=3)
    stage.until(lambda: (stage.bridge.twin.held_out_at(9.0) or (0, 0))[0] == 3.0)
    stage.session.edit_live(changed(stage.session.experiment, "train.optimizer", "sgd"))
    undo, redo = (stage.parts.actions.by_name[name] for name in ("undo", "redo"))
    stage.session.edit_live(changed(stage.session.experiment, "train.epochs", 6))
    stage.until(undo.isEnabled)
    stage.wait_for(RunState.PAUSED)  # there are epochs to go again
    stage.session.start()
    stage.wait_for(RunState.FINISHED)
    stage.until(lambda: (stage.bridge.twin.held_out_at(9.0) or (0, 0))[0] == 6.0)
    undo.trigger()
    stage.until(redo.isEnabled)
    stage.until(lambda: (stage.bridge.twin.held_out_at(9.0) or (0, 0))[0] == 3.0)
    assert "held out" in bar(stage, "B")


def rested(stage: Stage, epochs: int) -> None:
    """Train both for so many epochs more, and rest."""
    models = stage.bridge.models
    goals = [(model.last_epoch() or (0, 0))[0] + epochs for model in models]
    stage.session.start()
    stage.wait_for(RunState.RUNNING)
    stage.until(
        lambda: all((m.last_epoch() or (0, 0))[0] >= n for m, n in zip(models, goals, strict=True))
    )
    stage.session.pause()
    stage.until(lambda: all(model.state is RunState.PAUSED for model in models))


def test_undo_an_epoch_and_redo_leave_no_hole_in_either(twins) -> None:
    stage = twins()
    begin(stage)
    stage.plan(5000)
    rested(stage, 2)
    stage.session.edit_live(changed(stage.session.experiment, "train.clipping_theta", 0.5))
    undo, redo = (stage.parts.actions.by_name[name] for name in ("undo", "redo"))
    stage.until(undo.isEnabled)
    rested(stage, 3)
    runs = (stage.window.runs.own, stage.window.runs.twin)
    before, csv = [run.live.present()[1] for run in runs], stage.parts.plot.csv()
    undo.trigger()
    stage.until(lambda: all(model.redo is not None for model in stage.bridge.models))
    kept = [model.last_epoch()[0] for model in stage.bridge.models]
    stage.bridge.post(StepEpoch())
    stage.until(lambda: [m.last_epoch()[0] for m in stage.bridge.models] == [n + 1 for n in kept])
    stage.wait_for(RunState.PAUSED)
    redo.trigger()
    stage.until(lambda: all(model.redo is None for model in stage.bridge.models))
    for run, was in zip(runs, before, strict=True):
        now = run.live.present()[1]
        assert np.array_equal(now.batches, was.batches) and np.array_equal(now.epochs, was.epochs)
    assert stage.parts.plot.csv() == csv
    view = stage.window.findChild(EpochPlot, "perplexityPlot")
    batches = before[0].batches[0].tolist()

    def drawn() -> int:
        items = view.getPlotItem().items
        lines = [i for i in items if isinstance(i, pg.PlotCurveItem) and len(i.xData)]
        return sum(line.xData.tolist() == batches for line in lines)

    stage.until(lambda: drawn() == 2)


def test_without_a_part_held_out_nothing_is_said_of_one(twins) -> None:
    stage = twins()
    begin(stage)
    train(stage, epochs=2)
    assert stage.parts.plot.curves.legend.labels == ["A · 0.02", "B · 0.003"]
    assert "held out" not in bar(stage, "B")
    assert stage.parts.plot.csv().splitlines()[0] == "epoch,perplexity,twin"
