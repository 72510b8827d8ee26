"""The joint of batches in the heat map: asked for while it is seen, shown with its seam."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QToolButton

from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.training.joints import Joint
from lstm_gui.core.worker.commands import WatchJoint
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.map.map_pair import MapPair
from tests.core.inspection.conftest import small_trace


@pytest.fixture
def posted(stage):
    """What is posted about joints from now on."""
    kept, post = [], stage.bridge.post

    def keep(command):
        if isinstance(command, WatchJoint):
            kept.append(command.track)
        post(command)

    stage.bridge.post = keep
    return kept


def choose(stage, name: str, index: int) -> None:
    combo = stage.find(QComboBox, name)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def said(stage) -> str:
    return stage.find(QLabel, "jointWords").text()


def frame(stage):
    (one,) = stage.parts.memory.findChild(MapPair).frames
    return one


def test_a_joint_is_shown_while_it_trains(stage, posted):
    stage.train()
    stage.until(lambda: stage.parts.memory.quantity == "c")
    assert posted == [] and frame(stage).seam is None
    choose(stage, "memoryTextCombo", 1)
    assert posted == [0]
    stage.until(lambda: frame(stage).seam == 20)
    assert len(frame(stage).characters) == len(frame(stage).values) == 41
    assert frame(stage).characters[20] == "│" and "track 1 of 32" in frame(stage).title
    stage.until(lambda: said(stage).startswith("Carried, detached"))
    stage.find(QSpinBox, "jointTrackSpin").setValue(5)
    assert posted[-1] == 4 and frame(stage).seam is None
    stage.until(lambda: "track 5 of 32" in frame(stage).title)
    choose(stage, "memoryTextCombo", 0)
    assert posted[-1] is None and frame(stage).seam is None


def test_what_is_not_seen_is_not_asked_for(stage, posted):
    choose(stage, "memoryTextCombo", 1)
    stage.parts.memory.hide()
    assert posted == [0, None]
    stage.parts.memory.show()
    assert posted[-1] == 0


def test_a_click_at_a_joint_chooses_a_cell_and_no_character(stage):
    stage.train()
    memory = stage.parts.memory
    stage.until(lambda: memory.quantity == "c")
    memory.set_position(3)
    choose(stage, "memoryTextCombo", 1)
    stage.until(lambda: frame(stage).seam is not None)
    chosen = []
    memory.positionChosen.connect(chosen.append)
    memory.cellChosen.connect(chosen.append)
    maps = memory.findChild(MapPair)
    maps.cellChosen.emit(7)
    maps.positionChosen.emit(30)
    assert chosen == [7] and memory.position == 3
    memory.set_position(4)
    memory.set_cell(9)
    assert (memory.cell, memory.position) == (9, 4)
    choose(stage, "memoryTextCombo", 0)
    assert (memory.cell, memory.position) == (9, 4)
    assert maps.chosen.position == 4


def test_the_switch_is_the_setting_of_the_form(stage):
    stage.train()
    choose(stage, "memoryTextCombo", 1)
    choose(stage, "jointSamplingCombo", 1)
    config = stage.parts.config
    assert config.draft.train.sampling == "random"
    assert stage.session.experiment.train.sampling == "consecutive"  # until it is applied
    stage.session.carry(config.draft)
    stage.until(lambda: stage.session.experiment.train.sampling == "random")
    stage.until(lambda: said(stage).startswith("Zeros: this sequence is from elsewhere"))
    stage.session.carry(changed(config.draft, "train.sampling", "consecutive"))
    combo = stage.find(QComboBox, "jointSamplingCombo")
    stage.until(lambda: combo.currentIndex() == 0)


def test_gates_have_nothing_at_the_joint(stage):
    stage.train()
    stage.find(QToolButton, "pauseButton").click()
    stage.wait_for(RunState.PAUSED)
    memory = stage.parts.memory
    stage.until(lambda: memory.quantity == "c")
    choose(stage, "memoryTextCombo", 1)
    assert "from the next batch on" in said(stage)
    one, two = small_trace(length=6), small_trace(length=6)
    joint = Joint(one, one.start, two, True, "consecutive", 2, 3, 0, 32)
    memory.set_joint(joint, "abcdef", "ghijkl")
    assert frame(stage).characters == "abcdef│ghijkl" and frame(stage).seam == 6
    assert "epoch 2, batch 3" in frame(stage).title
    np.testing.assert_array_equal(frame(stage).values[6], two.start.c[0, 0])
    memory.set_quantity("f")
    assert np.isnan(frame(stage).values[6]).all()
    memory.grab()
    stage.window.remembering.choose("language", "zh_CN")
    memory.grab()


def test_the_time_machine_leads_back_to_the_probe_text(stage, posted):
    stage.train()
    memory = stage.parts.memory
    choose(stage, "memoryTextCombo", 1)
    stage.until(lambda: memory.quantity == "c" and frame(stage).seam is not None)
    stage.until(stage.find(QToolButton, "compareButton_side").isVisible)  # there are moments
    stage.find(QToolButton, "compareButton_side").click()
    assert posted[-1] is None
    stage.until(lambda: all(one.seam is None for one in memory.findChild(MapPair).frames))
