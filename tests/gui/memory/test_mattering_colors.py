"""Who mattered, as colours of the text in the One cell view."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox

from lstm_gui.core.inspection.mattering import Mattering
from lstm_gui.core.worker.commands import Follow
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from tests.gui.memory.test_reading_panel import (
    TEXT,
    VOCABULARY,
    leave,
    move_mouse,
    readout,
    scene,
    trace_of,
)
from tests.gui.window.test_late_views import front

POSITION = 6
LEFT_OUT = np.array([0.5, -1.0, 0.0, 2.0, np.nan, 0.1], np.float32)


@pytest.fixture
def panel(qtbot, theme) -> ReadingPanel:
    widget = ReadingPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 237)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_trace(trace_of(), TEXT, VOCABULARY)
    widget.set_position(POSITION)
    return widget


def color(panel: ReadingPanel, by: int) -> None:
    combo = panel.findChild(QComboBox, "readingColorCombo")
    combo.setCurrentIndex(by)
    combo.activated.emit(by)


def mattering(position: int = POSITION, text: str = TEXT) -> Mattering:
    return Mattering(text, position, -1.0, np.abs(LEFT_OUT), LEFT_OUT)


def test_the_text_is_coloured_by_what_leaving_out_does(panel):
    cell = scene(panel).places
    color(panel, 1)
    assert set(scene(panel).places) == {128}  # nothing is known yet
    panel.set_mattering(mattering())
    places = scene(panel).places
    assert places[3] == 255 and places[1] < 128 < places[0] and places[2] == 128
    assert set(places[POSITION:]) | {places[4]} == {128}
    assert scene(panel).tile_title == "Δ log p"
    color(panel, 2)
    places = scene(panel).places
    assert places[3] == 255 and places[2] == places[4] == 0 and 0 < places[0] < places[1]
    color(panel, 0)
    assert scene(panel).places == cell


def test_the_cursor_tells_what_a_character_did(panel):
    color(panel, 1)
    panel.set_mattering(mattering())
    move_mouse(panel, 3)
    assert "left out, log p(机) changes by −2.00" in readout(panel)
    move_mouse(panel, 4)
    assert "log p(" not in readout(panel)
    color(panel, 2)
    move_mouse(panel, 1)
    assert "gradient of log p(机): 1" in readout(panel)
    leave(panel)
    assert "log p(" not in readout(panel)


def test_what_is_about_another_character_is_passed_over(panel):
    color(panel, 1)
    for other in (mattering(5), mattering(text=TEXT[::-1])):
        panel.set_mattering(other)
        assert set(scene(panel).places) == {128}
    panel.set_mattering(mattering())
    panel.set_position(4)
    assert set(scene(panel).places) == {128}


def test_it_asks_when_it_is_seen_and_for_what_is_chosen(panel):
    asked = []
    panel.matteringAsked.connect(lambda *what: asked.append(what))
    panel.set_position(3)
    assert asked == []
    color(panel, 1)
    panel.set_position(5)
    panel.set_trace(trace_of(seed=4), TEXT, VOCABULARY)  # as the model learns: the same question
    color(panel, 2)
    assert asked == [(TEXT, 3), (TEXT, 5)]
    panel.set_position(0)
    panel.set_position(2)
    panel.hide()
    panel.show()
    color(panel, 0)
    assert asked[2:] == [("", 0), (TEXT, 2), ("", 0), (TEXT, 2), ("", 0)]


def test_of_the_past_nothing_is_asked(panel):
    color(panel, 1)
    asked = []
    panel.matteringAsked.connect(lambda *what: asked.append(what))
    panel.set_live(False)
    panel.set_trace(trace_of(seed=5), TEXT, VOCABULARY)
    assert asked == [("", 0)]
    assert "as it is now" in readout(panel)


def test_the_engine_answers_as_it_learns(stage):
    posted, post = [], stage.bridge.post

    def keep(command):
        if isinstance(command, Follow):
            posted.append(command)
        post(command)

    stage.bridge.post = keep
    stage.train()
    front(stage, "reading")
    reading = stage.parts.views.reading
    stage.until(lambda: reading.quantity != "")
    color(reading, 1)
    stage.parts.views.memory.set_position(9)
    stage.parts.views.memory.positionChosen.emit(9)
    colored = lambda: len(set(scene(reading).places)) > 2  # noqa: E731
    stage.until(lambda: reading.position == 9 and colored())
    answers = []
    stage.bridge.run.followed.connect(answers.append)
    stage.until(lambda: len(answers) > 1)
    assert answers[0].topic == "mattered" and answers[1].step > answers[0].step
    front(stage, "perplexity")
    stage.until(lambda: posted[-1].job is None)
