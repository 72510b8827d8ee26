"""The share of new characters in the samples, in the studio and beside the samples themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QListView, QPushButton, QTabWidget, QToolTip

from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.studio.novelty_curve import NoveltyCurve
from lstm_gui.gui.widgets.strips import Strip


def source_tab(stage) -> NoveltyCurve:
    """Bring the studio's tab of sources to the front."""
    stage.find(QDockWidget, "studioDock").raise_()
    curve = stage.find(NoveltyCurve, "noveltyCurve")
    stage.window.parts.studio.view.show_at_side(curve)
    return curve


def drawn(stage) -> list[float]:
    items = stage.find(Strip, "noveltyStrip").getPlotItem().items
    return items[1].getData()[0].tolist()


@pytest.fixture
def trained(stage):
    """A run that has had samples written, and goes on."""
    stage.train()
    stage.until(lambda: len(stage.bridge.run.samples) >= 4)
    return stage


def test_the_list_says_how_much_of_a_sample_is_new(trained, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: said.append(text))
    novelty = trained.window.novelty
    sample = trained.bridge.run.samples[-1]
    trained.until(lambda: novelty.of(sample.prefix, sample.text) is not None)
    view = trained.find(QListView, "samplesList")
    place = view.visualRect(view.model().index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    trained.until(lambda: view.viewportEvent(event) and bool(said[-1]))
    assert "of it lies in no copy of at least 5 characters" in said[-1]


def test_the_studio_draws_the_epochs_and_says_the_newest(trained):
    value = trained.find(QLabel, "noveltyCurveValue")
    curve = source_tab(trained)
    trained.until(lambda: len(drawn(trained)) > 1)
    trained.until(lambda: value.text().startswith("epoch ") and "songs" in value.text())
    first = int(drawn(trained)[0])
    trained.find(Strip, "noveltyStrip").hovered.emit(0.0)
    assert value.text().startswith(f"epoch {first}:")
    assert curve.isVisible()


def test_a_hidden_curve_asks_for_nothing(trained):
    trained.find(NoveltyCurve, "noveltyCurve")
    trained.find(QTabWidget, "studioSide").setCurrentIndex(0)
    assert trained.window.novelty.points()["x"].size == 0


def test_the_switch_of_changes_is_remembered(make_stage):
    stage = make_stage(preferences=Preferences(language="en", sample_changes=True)).open()
    button = stage.find(QPushButton, "sampleChangesButton")
    assert button.isChecked()
    button.click()
    assert not stage.kept[-1].sample_changes
