"""Slow motion: the order of its places, its panel, and the whole window over a fake engine."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QLabel, QProgressBar, QPushButton, QSpinBox, QToolButton

from lstm_gui.core.inspection.anatomy import NextStep, take_apart
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import significant
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker import turns
from lstm_gui.core.worker.commands import Stop
from lstm_gui.core.worker.events import SlowStepDone
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.steps.panel import StepsPanel
from lstm_gui.gui.steps.timeline import Phase, StepPlace, following, pause_ms, preceding, start_of
from lstm_gui.gui.steps.update_views import UpdateTable
from tests.core.inspection.conftest import random_weights

CHARACTERS = "分开不想要 直"
TEXTS, STEPS, HIDDEN = 3, 6, 5


def taken_apart(cell="lstm", layers=1, theta=0.01, optimizer="sgd", steps=STEPS) -> SlowStepDone:
    rng = np.random.default_rng(0)
    ids = rng.integers(0, len(CHARACTERS), (TEXTS, steps + 1), dtype=np.int32)
    train = TrainConfig(clipping_theta=theta, optimizer=optimizer, learning_rate=0.5)
    weights = random_weights(cell, layers, HIDDEN, len(CHARACTERS))
    slices = take_apart(NextStep(weights, cell, None, ids[:, :-1], ids[:, 1:], train, {}))
    while True:
        try:
            next(slices)
        except StopIteration as end:
            anatomy = end.value
            break
    step = StepDone(1, 7, 2, 3, 8, TEXTS * steps, anatomy.loss, anatomy.grad_norm, 0.01)
    return SlowStepDone(1, 2, 3, 8, anatomy, step)


@pytest.fixture
def panel(theme, qtbot) -> StepsPanel:
    panel = StepsPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(640, 210)
    panel.show()
    panel.set_possible(True)
    yield panel
    panel.hide()
    panel.player.pause()


def words(panel) -> str:
    return panel.findChild(QLabel, "stepWords").text()


def at(panel, phase: Phase, t: int = 0) -> str:
    panel.player.choose_phase(phase)
    panel.player.choose_time(t)
    return words(panel)


class TestTimeline:
    def test_it_goes_through_everything_once_and_back(self) -> None:
        place, places = StepPlace(Phase.FORWARD), []
        while place is not None:
            places.append(place)
            place = following(place, 3)
        walked = [(p.phase.name, p.t) for p in places]
        assert walked == [
            *(("FORWARD", t) for t in (0, 1, 2)),
            *(("LOSS", t) for t in (0, 1, 2)),
            *(("BACKWARD", t) for t in (2, 1, 0)),
            ("CLIP", 0),
            ("UPDATE", 0),
        ]
        place, back = places[-1], []
        while place is not None:
            back.append(place)
            place = preceding(place, 3)
        assert back == places[::-1]

    def test_a_long_sequence_does_not_take_long(self) -> None:
        for phase in Phase:
            steps = 1000 if phase.walks else 1
            assert pause_ms(start_of(phase, 1000), 1000, 1.0) * steps <= 15_000
        assert (
            pause_ms(StepPlace(Phase.CLIP), 6, 4.0) == pause_ms(StepPlace(Phase.CLIP), 6, 1.0) / 4
        )


class TestPanel:
    def test_it_invites_until_there_is_a_step(self, panel, qtbot) -> None:
        with qtbot.waitSignal(panel.stepRequested):
            panel.findChild(QPushButton, "stepBeginButton").click()
        panel.set_possible(False)
        assert not panel.findChild(QPushButton, "stepBeginButton").isEnabled()
        assert not panel.findChild(QPushButton, "stepNextButton").isEnabled()

    def test_a_new_step_plays_from_the_beginning(self, panel, qtbot) -> None:
        panel.set_step(taken_apart(), CHARACTERS)
        assert panel.player.playing and panel.player.place == StepPlace(Phase.FORWARD, 0)
        while panel.player.speed < 4:
            panel.findChild(QToolButton, "stepSpeedButton").click()
        qtbot.waitUntil(lambda: panel.player.place.phase is Phase.LOSS)
        panel.player.choose_phase(Phase.UPDATE)
        qtbot.waitUntil(lambda: not panel.player.playing)
        assert panel.player.place.phase is Phase.UPDATE

    def test_the_keys(self, panel) -> None:
        panel.set_step(taken_apart(), CHARACTERS)
        panel.setFocus()
        QTest.keyClick(panel, Qt.Key.Key_Space)
        assert not panel.player.playing
        QTest.keyClick(panel, Qt.Key.Key_Right)
        assert panel.player.place == StepPlace(Phase.FORWARD, 1)
        QTest.keyClick(panel, Qt.Key.Key_Left)
        QTest.keyClick(panel, Qt.Key.Key_Left)
        assert panel.player.place == StepPlace(Phase.FORWARD, 0)
        QTest.keyClick(panel, Qt.Key.Key_3)
        assert panel.player.place == StepPlace(Phase.BACKWARD, STEPS - 1)
        QTest.keyClick(panel, Qt.Key.Key_Right)
        assert panel.player.place == StepPlace(Phase.BACKWARD, STEPS - 2)
        QTest.keyClick(panel, Qt.Key.Key_5)
        table = panel.findChild(UpdateTable)
        QTest.keyClick(table, Qt.Key.Key_Left)  # the table leaves it to the panel
        assert panel.player.place == StepPlace(Phase.CLIP)
        button = panel.findChild(QToolButton, "stepForwardButton")
        QTest.keyClick(button, Qt.Key.Key_Left)
        assert panel.player.place == StepPlace(Phase.BACKWARD, 0)

    @pytest.mark.parametrize("cell", CELLS)
    def test_every_phase_says_its_numbers(self, panel, cell) -> None:
        done = taken_apart(cell)
        panel.set_step(done, CHARACTERS)
        panel.player.pause()
        a = done.anatomy
        forward = at(panel, Phase.FORWARD, 2)
        assert significant(float(a.h_norms[0, 0, 2])) in forward and "Time step 3 of 6" in forward
        assert f"guess {a.ranks[0, 2] + 1}." in forward
        assert ("‖c‖" in forward) == CELLS[cell].has_c
        assert "begins at zero" in at(panel, Phase.FORWARD, 0)
        loss = at(panel, Phase.LOSS, 4)
        assert f"= {significant(float(a.losses[0, 4]))}" in loss
        assert f"L = {significant(a.loss, 4)}" in loss
        assert f"perplexity {significant(math.exp(a.loss))}" in loss
        backward = at(panel, Phase.BACKWARD, 1)
        assert "4 steps back" in backward
        assert ("∂L/∂cₜ‖" in backward) == CELLS[cell].has_c
        assert "factor" in at(panel, Phase.CLIP)
        assert significant(a.update_norm) in at(panel, Phase.UPDATE)
        for phase in Phase:  # and is drawn
            panel.player.choose_phase(phase)
            picture = panel._pictures.currentWidget().grab().toImage()
            colors = {
                picture.pixel(x, y)
                for x in range(0, picture.width(), 3)
                for y in range(0, picture.height(), 3)
            }
            assert len(colors) > 3, phase

    def test_the_table_has_the_books_names_and_can_be_copied(self, panel) -> None:
        done = taken_apart(layers=2)
        panel.set_step(done, CHARACTERS)
        panel.player.choose_phase(Phase.UPDATE)
        table = panel.findChild(UpdateTable)
        names = [table.item(row, 0).text() for row in range(table.rowCount())]
        assert names[0] == "W_xi, layer 1" and names[-2:] == ["W_hq", "b_q"]
        assert len(names) == len(done.anatomy.parameters) == 26
        table.selectRow(25)
        last = done.anatomy.parameters[-1]
        assert table.chosen_text().split("\t")[:2] == ["b_q", f"{last.weight:.2f}"]

    def test_below_theta_nothing_is_clipped(self, panel) -> None:
        panel.set_step(taken_apart(theta=1000.0), CHARACTERS)
        assert "nothing is changed" in at(panel, Phase.CLIP)

    def test_another_sequence_and_another_layer(self, panel) -> None:
        done = taken_apart(layers=2)
        panel.set_step(done, CHARACTERS)
        panel.player.pause()
        first = at(panel, Phase.FORWARD, 2)
        spin = panel.findChild(QSpinBox, "stepSequenceSpin")
        assert spin.maximum() == TEXTS and spin.suffix() == " / 3"
        spin.setValue(2)
        assert words(panel) != first
        assert significant(float(done.anatomy.h_norms[0, 1, 2])) in words(panel)
        panel._which._layer.setCurrentIndex(1)
        assert significant(float(done.anatomy.h_norms[1, 1, 2])) in words(panel)

    def test_a_click_chooses_a_time_step_and_a_double_click_opens_it(self, panel, qtbot) -> None:
        panel.set_step(taken_apart(), CHARACTERS)
        view = panel._view
        place = view.column_center(4).toPoint()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        assert panel.player.place == StepPlace(Phase.FORWARD, 4) and not panel.player.playing
        with qtbot.waitSignal(panel.cellsRequested) as asked:
            QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
        text, position = asked.args
        assert position == 4 and len(text) == STEPS
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
        assert panel.player.place.t == 4

    def test_a_long_sequence_is_scrolled_to_where_it_stands(self, panel) -> None:
        panel.set_step(taken_apart(steps=120), CHARACTERS)
        panel.player.choose_time(100)
        columns = panel._view._columns()
        assert columns.first <= 100 < columns.last < 120

    def test_hidden_it_plays_nothing_and_gives_up_what_is_computed(self, panel, qtbot) -> None:
        panel.set_step(taken_apart(), CHARACTERS)
        panel.set_computing()
        with qtbot.waitSignal(panel.stepCancelled):
            panel.hide()
        assert not panel.player.playing
        panel.set_given_up()
        panel.set_step(taken_apart(), CHARACTERS)
        assert not panel.player.playing

    def test_a_broken_step_shows_what_there_is(self, panel) -> None:
        weights = {n: w.copy() for n, w in random_weights("rnn", 1, HIDDEN, 7).items()}
        weights["W_hq"][:] = np.nan
        ids = np.zeros((TEXTS, STEPS), np.int32)
        slices = take_apart(NextStep(weights, "rnn", None, ids, ids, TrainConfig(), {}))
        with np.errstate(invalid="ignore"):
            while True:
                try:
                    next(slices)
                except StopIteration as end:
                    anatomy = end.value
                    break
        panel.set_step(SlowStepDone(1, 2, 3, 8, anatomy, None), CHARACTERS)
        panel.player.pause()
        for phase in Phase:
            panel.player.choose_phase(phase)
            panel._pictures.currentWidget().grab()
        assert "breaks down" in at(panel, Phase.CLIP)


class TestWindow:
    def test_a_slow_step_from_the_menu(self, stage) -> None:
        steps = stage.parts.steps
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: steps.done is not None)
        dock = stage.find(QDockWidget, "stepsDock")
        assert dock.isVisible() and not steps.visibleRegion().isEmpty()
        assert stage.backend.steps == 1
        stage.wait_for(RunState.PAUSED)
        assert stage.find(QLabel, "stepCaption").text() == "epoch 1, batch 1 of 8"
        used = stage.session.used
        assert steps.sequence.inputs == used.text[: len(steps.sequence)]
        stage.find(QPushButton, "stepNextButton").click()
        stage.until(lambda: stage.find(QLabel, "stepCaption").text() == "epoch 1, batch 2 of 8")
        assert stage.backend.steps == 2

    def test_while_training_it_pauses_first(self, stage) -> None:
        stage.train()
        stage.until(lambda: stage.backend.steps > 3)
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: stage.parts.steps.done is not None)
        stage.wait_for(RunState.PAUSED)
        assert stage.parts.steps.done.step.step == stage.backend.steps

    def test_one_epoch_then_a_pause(self, stage) -> None:
        stage.parts.actions.by_name["stepEpoch"].trigger()
        stage.wait_for(RunState.PAUSED)
        assert stage.backend.steps == 8

    def test_the_step_button_offers_all_three(self, stage) -> None:
        button = stage.find(QToolButton, "stepButton")
        names = [action.objectName() for action in button.menu().actions()]
        assert names == ["stepAction", "stepEpochAction", "stepSlowlyAction"]
        stage.wait_for(RunState.READY)
        assert all(action.isEnabled() for action in button.menu().actions())
        stage.train()
        assert [a.isEnabled() for a in button.menu().actions()] == [False, True, True]
        stage.bridge.post(Stop())
        stage.wait_for(RunState.STOPPED)
        assert not any(a.isEnabled() for a in button.menu().actions())

    def test_a_long_computation_shows_progress_and_can_be_cancelled(
        self, stage, monkeypatch
    ) -> None:
        def endless(_upcoming):
            while True:
                yield 0.25

        monkeypatch.setattr(turns, "take_apart", endless)
        stage.parts.actions.by_name["stepSlowly"].trigger()
        progress = stage.find(QProgressBar, "stepProgress")
        stage.until(lambda: progress.isVisible() and progress.value() == 25)
        stage.find(QPushButton, "stepCancelButton").click()
        stage.until(lambda: not stage.parts.steps.computing)
        assert "not trained on" in stage.find(QLabel, "stepMessage").text()
        assert stage.backend.steps == 0
        stage.parts.actions.by_name["step"].trigger()
        stage.until(lambda: stage.backend.steps == 1)

    def test_another_tab_gives_it_up(self, stage, monkeypatch) -> None:
        def endless(_upcoming):
            while True:
                yield 0.25

        monkeypatch.setattr(turns, "take_apart", endless)
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: stage.parts.steps.isVisible())
        stage.window._docks.show("perplexity")

        stage.until(lambda: not stage.parts.steps.computing)
        assert stage.backend.steps == 0

    def test_the_cells_of_a_time_step_are_in_the_ledger(self, stage) -> None:
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: stage.parts.steps.done is not None)
        stage.parts.steps.player.choose_time(5)
        text = stage.parts.steps.sequence.inputs
        stage.find(QPushButton, "stepCellsButton").click()
        stage.until(lambda: stage.parts.memory.position == 5)
        assert stage.parts.views.ledger.isVisible()
        stage.until(lambda: stage.parts.views.ledger._character == text[5])

    def test_a_new_model_forgets_the_step_and_a_changed_one_keeps_it(self, stage) -> None:
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: stage.parts.steps.done is not None)
        stage.session.reset()
        stage.until(lambda: stage.parts.steps.done is None)

    def test_in_chinese(self, stage) -> None:
        stage.parts.actions.by_name["stepSlowly"].trigger()
        stage.until(lambda: stage.parts.steps.done is not None)
        stage.language.set_choice("zh_CN")
        backward = stage.find(QToolButton, "stepBackwardButton")
        stage.until(lambda: backward.text() == "反向")
        assert "时间步 1 / 35" in at(stage.parts.steps, Phase.FORWARD)  # it plays meanwhile
        assert stage.find(QDockWidget, "stepsDock").windowTitle() == "慢动作"
