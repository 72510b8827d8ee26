"""The search in the window says what it compares when a part of the text is held out."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.search.board import run_of
from lstm_gui.gui.search.panel import SearchPanel
from lstm_gui.gui.search.results_dialog import ResultsDialog
from tests.gui.search.told import board, held_out_board, study, trial


@pytest.fixture
def panel(theme, qtbot, language):
    panel = SearchPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(288, 600)
    panel.show()
    return panel


def text(parent: QWidget, name: str) -> str:
    label = parent.findChild(QLabel, name)
    return "" if label.isHidden() else label.text()


def test_the_form_says_what_is_compared_and_how_often_it_is_read(panel):
    assert text(panel, "searchMeasure") == ""
    panel.measure.set_draft(changed(Experiment(), "corpus.held_out", 0.125))
    said = text(panel, "searchMeasure")
    assert said.startswith("12.5 % of the text is held out") and "after every epoch" in said
    panel.settings.epochs.setValue(100)
    assert "after every 5 epochs and at its end" in text(panel, "searchMeasure")
    panel.measure.set_draft(Experiment())
    assert text(panel, "searchMeasure") == ""


def test_it_speaks_of_the_study_that_is_gone_on_with(panel, language, qtbot):
    panel.set_known(study(measure="held_out"))
    assert text(panel, "searchMeasure").startswith("10 % of the text")
    language.set_choice("zh_CN")
    qtbot.waitUntil(lambda: "留出 10 %" in text(panel, "searchMeasure"))
    language.set_choice("en")
    panel.set_known(study())
    assert text(panel, "searchMeasure") == ""
    panel.set_known(None)
    panel.measure.set_draft(changed(Experiment(), "corpus.held_out", 0.2))
    assert text(panel, "searchMeasure").startswith("20 %")


def test_the_foot_says_which_perplexity_is_the_best(panel):
    panel.show_board(held_out_board())
    assert text(panel, "searchStateText").endswith("best held-out perplexity 40.0")
    panel.show_board(board((trial(0, 9.0),)))
    assert text(panel, "searchStateText").endswith("best perplexity 9.00")


def test_results_are_drawn_and_named_by_what_is_held_out(theme, qtbot, language):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ResultsDialog(theme, parent)
    qtbot.addWidget(dialog)
    dialog.show_board(held_out_board())
    for plot in dialog.plots:
        assert plot._y.tolist() == pytest.approx([math.log10(40), math.log10(90)])
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Held-out perplexity by setting" in labels and "Perplexity by setting" not in labels
    assert (
        dialog.findChild(QLabel, "searchTrialText")
        .text()
        .startswith("Trial 0 · held-out perplexity 40.0 · 9.00 in training · Hidden units")
    )
    dialog.show_board(board((trial(0, 9.0),)))
    assert "Perplexity by setting" in [label.text() for label in dialog.findChildren(QLabel)]


def test_a_trial_is_a_run_with_both_curves():
    found = held_out_board()
    assert found.study is not None
    run, curve = run_of(found.study, found.trials[0])
    assert curve.epochs[1].tolist() == [18.0, 9.0]
    assert curve.held_out.tolist() == [[2.0], [40.0], [3.0]]
    assert run.experiment.corpus.held_out == 0.1


def test_the_form_follows_what_is_typed_into_the_experiment(make_stage):
    stage = make_stage().open()
    stage.find(QLineEdit, "heldOutEdit").setText("15")
    stage.parts.config.flush()
    assert text(stage.parts.search, "searchMeasure").startswith("15 % of the text")
