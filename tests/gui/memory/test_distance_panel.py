"""The distance panel: what it draws and says of gradients, and when it asks for them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton

from lstm_gui.core.inspection.reach import Reach
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.worker import following
from lstm_gui.core.worker.commands import Follow
from lstm_gui.gui.memory.distance.panel import DistancePanel
from lstm_gui.gui.memory.distance.reach_plot import ReachPlot
from lstm_gui.gui.widgets.labels import WrapLabel
from tests.fakes import FakeBackend
from tests.gui.window.test_late_views import front

K = 100
DISTANCES = np.arange(K + 1)


def fading(half: float, layers: int = 1, c: bool = True, cell: str = "lstm") -> Reach:
    """Gradients that fall to a half every so many characters, of three texts."""
    base = 0.5 ** (DISTANCES / half)
    norms = np.stack([base * size for size in (1.0, 2.0, 4.0)])
    each = np.stack([norms / (layer + 1) for layer in range(layers)])
    return Reach(cell, each, 3 * each if c else None)


@pytest.fixture
def panel(qtbot, theme) -> DistancePanel:
    widget = DistancePanel(theme)
    qtbot.addWidget(widget)
    widget.resize(640, 260)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def plot(panel: DistancePanel) -> ReachPlot:
    return panel.findChild(ReachPlot, "reachPlot")


def said(panel: DistancePanel) -> list[str]:
    labels = panel.reach.findChildren(WrapLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def values(panel: DistancePanel) -> str:
    return panel.findChild(QLabel, "reachValues").text()


def test_it_says_where_the_gradient_falls(panel):
    panel.reach.set_reach(0, fading(5))
    assert said(panel) == ["LSTM: the gradient falls to a half at distance 5, to 1 % at 34."]
    panel.reach.set_reach(0, fading(50))
    assert said(panel) == [
        "LSTM: the gradient falls to a half at distance 50; at 100, 25 % of it is left."
    ]
    panel.reach.set_reach(0, fading(1000))
    assert said(panel) == ["LSTM: at distance 100, 93 % of the gradient is left."]


def test_a_run_and_its_twin_are_in_one_plot(panel, theme):
    panel.reach.set_names(("A · LSTM", "B · RNN"))
    panel.reach.set_reach(0, fading(20))
    panel.reach.set_reach(1, fading(1, c=False, cell="rnn"))
    lines = plot(panel).lines
    assert [line.color for line in lines] == list(theme.scheme.runs)
    assert said(panel) == [
        "A · LSTM: the gradient falls to a half at distance 20; at 100, 3.1 % of it is left.",
        "B · RNN: the gradient falls to a half at distance 1, to 1 % at 7.",
    ]
    panel.findChild(QToolButton, "reachButton_c").click()
    assert len(plot(panel).lines) == 1
    assert said(panel)[1] == "B · RNN has no C: what it remembers is H."
    panel.reach.set_reach(1, None)
    assert len(said(panel)) == 1


def test_without_a_model_it_says_what_will_be_here(panel):
    assert not plot(panel).isVisible() and len(said(panel)) == 1
    panel.reach.set_reach(0, fading(2, c=False, cell="gru"))
    assert plot(panel).isVisible()
    panel.findChild(QToolButton, "reachButton_c").click()
    assert said(panel) == ["GRU has no C: what it remembers is H."]
    assert not plot(panel).isVisible()


def test_layers_can_be_chosen_where_there_are_some(panel):
    combo = panel.findChild(QComboBox, "reachLayerCombo")
    panel.findChild(QCheckBox, "reachRelativeCheck").setChecked(False)
    panel.reach.set_reach(0, fading(5))
    assert combo.isHidden()
    panel.reach.set_reach(0, fading(5, layers=2))
    assert not combo.isHidden() and combo.count() == 2
    assert plot(panel).lines[0].band.median[0] == 2.0
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert plot(panel).lines[0].band.median[0] == 1.0


def test_the_cursor_tells_the_values(panel):
    panel.reach.set_reach(0, fading(5))
    view = plot(panel)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert values(panel) == "k = 0 · LSTM 100 % (100 % to 100 %)"
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert values(panel) == "k = 5 · LSTM 50 % (50 % to 50 %)"
    panel.findChild(QCheckBox, "reachRelativeCheck").setChecked(False)
    assert values(panel) == "k = 5 · LSTM 1 (0.5 to 2)"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert values(panel) == ""
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.place == 0


def test_the_mouse_points_at_a_distance(panel):
    panel.reach.set_reach(0, fading(5))
    view = plot(panel)
    scene = view.getPlotItem().getViewBox().mapViewToScene(QPointF(30.2, -1.0))
    QTest.mouseMove(view.viewport(), view.mapFromScene(scene))
    assert view.place == 30


def test_gradients_that_explode_are_told(panel):
    grown = fading(-10)
    panel.reach.set_reach(0, Reach("rnn", grown.h, None))
    assert said(panel) == ["RNN (tanh): at distance 100, the gradient is 1.02e+03 times as large."]


@pytest.mark.parametrize("value", [0.0, np.inf, 1e-320, 1e300])
def test_any_number_is_drawn(panel, value):
    norms = np.full((1, 3, K + 1), value)
    norms[..., 0] = 1.0
    panel.reach.set_reach(0, Reach("rnn", norms, None))
    panel.grab()
    low, high = plot(panel).getPlotItem().getViewBox().viewRange()[1]
    assert np.isfinite([low, high]).all() and low < high
    panel.findChild(QCheckBox, "reachRelativeCheck").setChecked(False)
    panel.grab()


def follows(stage) -> list[Follow]:
    """Keep what is posted from now on about how far gradients reach."""
    posted, post = [], stage.bridge.post

    def keep(command):
        if isinstance(command, Follow) and command.topic == "reach":
            posted.append(command)
        post(command)

    stage.bridge.post = keep
    return posted


def test_it_is_measured_while_it_is_seen_and_only_then(stage, monkeypatch):
    monkeypatch.setattr(following, "FOLLOW_SHARE", 0.5)  # or the second takes ten seconds
    posted = follows(stage)
    stage.train()
    assert posted == []
    front(stage, "distance")
    reach = stage.parts.views.distance.reach
    stage.until(lambda: reach.reaches[0] is not None)
    assert posted[-1].job is not None and posted[-1].twin
    first = reach.reaches[0]
    stage.until(lambda: reach.reaches[0] is not first)
    front(stage, "perplexity")
    stage.until(lambda: posted[-1].job is None)
    combo = stage.find(QComboBox, "reachLongestCombo")
    front(stage, "distance")
    stage.until(lambda: posted[-1].job is not None)
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    stage.until(lambda: reach.reaches[0].h.shape[2] == 51)


def test_the_twin_comes_and_goes(make_stage):
    stage = make_stage(make=lambda: FakeBackend(step_seconds=0.001)).open()
    front(stage, "distance")
    stage.session.begin_twin(Difference("model.cell", "rnn"))
    stage.until(lambda: stage.bridge.difference is not None)
    reach = stage.parts.views.distance.reach
    stage.until(lambda: None not in reach.reaches)
    assert reach.reaches[1].cell == "rnn" and len(said(stage.parts.views.distance)) == 2
    assert "A · LSTM" in said(stage.parts.views.distance)[0]
    stage.bridge.end_twin()
    stage.until(lambda: stage.bridge.difference is None)
    stage.until(lambda: reach.reaches[1] is None)
    stage.until(lambda: "A ·" not in said(stage.parts.views.distance)[0])
