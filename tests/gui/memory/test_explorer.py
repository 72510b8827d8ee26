"""The memory in the whole window: every view follows the same trace, cell, character and moment."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QToolButton

from lstm_gui.core.inspection.forward import Intervention
from lstm_gui.core.inspection.interventions import InterventionTrial
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.map.time_machine_bar import TimeMachineBar
from lstm_gui.gui.memory.what_if.fade_plot import FadePlot


@pytest.fixture
def views(stage):
    return stage.parts.views


def start(stage) -> None:
    train = stage.session.experiment.train.model_copy(update={"epochs": 5000})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)


def moments_of(views) -> TimeMachineBar:
    return views.memory.findChild(TimeMachineBar)


def front(stage, name: str) -> None:
    stage.window._docks.show(name)


def test_all_quantities_can_be_shown(stage, views):
    start(stage)
    stage.until(lambda: stage.window.explorer.live is not None)
    for key in ("c", "h", "i", "f", "o", "c~"):
        views.memory.set_quantity(key)
        assert views.memory.quantity == key


def test_the_cell_is_the_same_in_every_view(stage, views):
    start(stage)
    front(stage, "reading")
    stage.until(lambda: views.reading.isVisible() and stage.window.explorer.live is not None)
    views.memory.set_cell(37)
    views.memory.cellChosen.emit(37)
    views.memory.set_position(5)
    views.memory.positionChosen.emit(5)
    assert views.reading.cell == (0, 37)
    assert views.reading.position == 5
    views.reading.positionChosen.emit(3)
    assert views.memory.position == 3


def test_what_if_speaks_of_the_character_that_is_chosen(stage, views):
    stage.until(lambda: stage.window.explorer.shown is not None)
    views.memory.set_position(5)
    views.memory.positionChosen.emit(5)
    front(stage, "whatIf")
    stage.until(views.what_if.isVisible)
    line, text = views.what_if._line, stage.window.explorer.shown[1]
    assert line.position == 5 and text[5] in stage.find(QLabel, "whatIfBefore").text()
    plot = stage.find(FadePlot, "fadePlot")
    assert plot.cursor_at().position == 5
    edit = stage.find(QLineEdit, "whatIfEdit")
    edit.setText(next(c for c in text if c != text[5]))
    stage.until(lambda: views.what_if.change is not None)
    assert views.what_if.change[0] == 5
    plot.positionChosen.emit(2)  # as a click there does
    assert views.memory.position == 2 and line.position == 2 and edit.window().focusWidget() is edit
    stage.window.explorer._show()  # what comes four times a second takes no word out of the box
    edit.setText("x")
    stage.window.explorer._show()
    assert edit.text() == "x" and views.what_if.change[0] == 5


def test_the_ledger_adds_up_to_what_the_trace_says(stage, views):
    front(stage, "ledger")
    start(stage)
    stage.until(lambda: views.ledger.book is not None)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    before = views.memory.position
    stage.find(QAbstractButton, "ledgerNextButton").click()
    assert views.memory.position == before + 1
    book = views.ledger.book
    trace, _ = stage.window.explorer.shown
    assert book.position == before + 1
    assert book.after == pytest.approx(trace.quantities["c"][0, book.position, book.cell], abs=1e-6)


def test_lifetimes_and_names_are_filled(stage, views):
    start(stage)
    for name, panel in (("lifetimes", views.lifetimes), ("cells", views.cells)):
        front(stage, name)
        stage.until(panel.isVisible)
    stage.until(lambda: views.cells._cells == 256)
    front(stage, "lifetimes")
    stage.until(lambda: views.lifetimes._histogram is not None)


def test_moments_are_kept_and_gone_back_to(stage, views):
    start(stage)
    stage.until(lambda: moments_of(views).count >= 10)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    views.memory.momentChosen.emit(0)
    first = stage.window.explorer.past
    assert first is not None
    assert np.allclose(
        first[0].quantities["c"], stage.window.explorer.moments.moment(0).trace.quantities["c"]
    )
    views.memory.compareChosen.emit(5, "difference")
    views.memory.momentChosen.emit(None)
    assert stage.window.explorer.past is None


def test_a_model_of_another_shape_brings_back_to_now(stage, views):
    start(stage)
    stage.until(lambda: moments_of(views).count >= 5)
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    moments_of(views)._choose_mode("side")
    assert stage.window.explorer.past is not None
    stage.session.carry(changed(stage.session.experiment, "model.hidden", 17))
    stage.until(lambda: stage.window.explorer.past is None)
    stage.until(lambda: stage.window.explorer.shown[0].quantities["c"].shape[2] == 17)
    assert moments_of(views).mode == "off"
    assert not views.memory._shown.away


def test_another_probe_text_begins_another_history(stage, views):
    start(stage)
    stage.until(lambda: moments_of(views).count >= 3)
    views.memory.probeChanged.emit("我们一起")
    stage.until(lambda: stage.window.explorer.moments.text == "我们一起")


def test_a_phrase_is_searched_and_found(stage, views):
    front(stage, "phrases")
    start(stage)
    stage.until(lambda: stage.window.explorer.live is not None)
    found = []
    views.phrases.set_matches = found.append
    views.phrases.searchRequested.emit((1, 2), (1, 1), 0.2, 3)
    stage.until(lambda: bool(found))
    assert found[0] and all(len(match.text) == 3 for match in found[0])


def test_a_search_can_be_given_up(stage, views):
    front(stage, "phrases")
    start(stage)
    stage.until(lambda: stage.window.explorer.live is not None)
    given_up = []
    views.phrases.set_failed = lambda: given_up.append(True)
    views.phrases.searchRequested.emit((1,), (1,), 0.2, 3)
    views.phrases.searchCancelled.emit()
    stage.until(lambda: bool(given_up))


def test_an_intervention_leaves_the_weights_alone(stage, views):
    before = stage.backend.weights()
    found = []
    views.intervention.set_result = found.append
    held = Intervention("hold", cells=None, layer=0, start=0)
    views.intervention.interventionRequested.emit(InterventionTrial("分开", held, None, 5))
    stage.until(lambda: bool(found) and found[-1] is not None)
    assert len(found[-1].without.text) == len(found[-1].with_.text) == 5
    after = stage.backend.weights()
    assert all((before[name] == after[name]).all() for name in before)


def test_an_intervention_follows_the_layer_that_is_looked_at(stage, views):
    two = changed(stage.session.experiment, "model.layers", 2)
    stage.parts.config.propose(two)
    start(stage)
    stage.until(lambda: views.memory._switch._layers.count() == 2)
    layers = stage.find(QComboBox, "layerCombo")
    layers.setCurrentIndex(1)
    layers.activated.emit(1)
    assert views.intervention.trial.intervention.layer == 1
    stage.find(QComboBox, "interventionLayerCombo").setCurrentIndex(0)
    stage.find(
        QAbstractButton, "interventionChosenCellButton"
    ).click()  # without another cell chosen
    assert views.intervention.trial.intervention.layer == 1
    stage.find(QComboBox, "interventionLayerCombo").setCurrentIndex(0)
    views.lifetimes.cellsChosen.emit((3, 5))
    intervention = views.intervention.trial.intervention
    assert (intervention.layer, intervention.cells) == (1, (3, 5))


def test_one_character_is_changed(stage, views):
    stage.until(lambda: stage.window.explorer.live is not None)
    found = []
    views.what_if.set_result = lambda result, vocabulary=None: found.append(result)
    views.what_if.whatIfRequested.emit(3, "我")
    stage.until(lambda: bool(found) and found[-1] is not None)
    result = found[-1]
    assert np.all(result.distance[:3] == 0)
    assert result.distance[3] > 0


def test_a_new_question_supersedes_the_one_under_way(stage, views):
    start(stage)
    stage.until(lambda: stage.window.explorer.live is not None)
    failed, answered = [], []
    views.phrases.set_failed = lambda: failed.append(True)
    views.what_if.set_result = lambda result, vocabulary=None: answered.append(result)
    views.phrases.searchRequested.emit((1,), (1,), 0.2, 3)
    views.what_if.whatIfRequested.emit(3, "我")
    stage.until(lambda: bool(answered) and answered[-1] is not None)
    assert failed


def test_a_place_that_was_found_becomes_the_probe(stage, views):
    stage.until(lambda: stage.window.explorer.live is not None)
    corpus = stage.session.used
    views.phrases.placeChosen.emit(500, 503)
    stage.until(lambda: corpus.text[500:503] in stage.window.explorer.live[1])
