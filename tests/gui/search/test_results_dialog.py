"""The results of a search: bars of what mattered, and a point for each trial."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from lstm_gui.core.search.plan import parse_ranges
from lstm_gui.gui.search.board import StudyBoard
from lstm_gui.gui.search.results_dialog import ResultsDialog
from lstm_gui.gui.search.scatter import ImportanceBars
from tests.gui.pointer import move_to
from tests.gui.search.told import board, trial

TRIALS = (
    trial(0, 9.0, hidden=8, optimizer="sgd"),
    trial(1, 30.0, "pruned", hidden=64),
    trial(2, 3.0, hidden=32),
    trial(3, None, "failed"),
)


@pytest.fixture
def dialog(theme, qtbot, qapp, language):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ResultsDialog(theme, parent)
    qtbot.addWidget(dialog)
    dialog.show_board(board(TRIALS))
    dialog.show()
    qapp.processEvents()
    yield dialog
    parent.deleteLater()


def told(dialog: ResultsDialog) -> str:
    return dialog.findChild(QLabel, "searchTrialText").text()


def test_there_is_a_plot_for_each_setting_with_a_point_for_each_trial(dialog):
    hidden, optimizer, rate = dialog.plots
    assert [plot.accessibleName() for plot in dialog.plots] == [
        "Hidden units",
        "Optimizer",
        "Learning rate",
    ]
    assert hidden._x.tolist() == pytest.approx([math.log10(n) for n in (8, 64, 32)])
    assert optimizer._x.tolist() == [0, 1, 1]
    assert rate._x.tolist() == pytest.approx([math.log10(0.001 * n) for n in (1, 2, 3)])
    for plot in dialog.plots:
        assert plot._y.tolist() == pytest.approx([math.log10(v) for v in (9, 30, 3)])
        assert plot._complete.tolist() == [True, False, True]
        low, high = plot._view.viewRange()[1]
        assert low < math.log10(3) and high > math.log10(30)


def test_the_best_is_told_at_first(dialog):
    assert dialog.chosen == 2
    assert told(dialog) == (
        "Trial 2 · perplexity 3.00 · Hidden units 32 · Optimizer Adam · Learning rate 0.00300"
    )


def test_the_mouse_names_a_trial_and_a_click_chooses_it(dialog, qtbot):
    plot = dialog.plots[0]
    place = plot.point_of(1)
    move_to(plot.viewport(), place.toPoint())
    qtbot.waitUntil(lambda: "Trial 1" in told(dialog))
    assert "ended early, worse than the median" in told(dialog)
    assert all(other._marked == 1 for other in dialog.plots)
    away = QPointF(plot.width() / 2, 4).toPoint()
    move_to(plot.viewport(), away)
    qtbot.waitUntil(lambda: "Trial 2" in told(dialog))
    with qtbot.waitSignal(dialog.trialChosen) as chosen:
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert chosen.args == [1] and dialog.chosen == 1
    move_to(plot.viewport(), away)
    assert "Trial 1" in told(dialog)


def test_the_keys_walk_through_the_trials(dialog):
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    assert dialog.chosen == 1
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    assert dialog.chosen == 0
    QTest.keyClick(dialog, Qt.Key.Key_Home)
    assert dialog.chosen == 2


def test_its_settings_can_be_used(dialog, qtbot):
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    with qtbot.waitSignal(dialog.useWished) as wished:
        dialog.findChild(QPushButton, "useTrialButton").click()
    assert wished.args == [1]


def test_what_mattered_is_said_from_ten_trials_on(dialog):
    bars = dialog.findChild(ImportanceBars)
    note = dialog.findChild(QLabel, "searchMatteredNote")
    assert bars.isHidden() and note.text() == ("Known from 10 complete trials on; these are 2.")
    dialog.show_board(board(tuple(trial(n, 3.0 + n) for n in range(12))))
    assert not bars.isHidden() and "of 12 complete trials (PED-ANOVA)" in note.text()
    widths = [bars.bar_area(index).width() for index in range(3)]
    assert widths[0] > widths[1] > widths[2] > 0
    assert widths[1] / widths[0] == pytest.approx(0.3 / 0.5)


def test_without_a_trial_it_is_empty_and_calm(theme, qtbot, language):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ResultsDialog(theme, parent)
    qtbot.addWidget(dialog)
    dialog.show_board(StudyBoard())
    dialog.show_board(board())
    assert len(dialog.plots) == 3 and told(dialog) == "" and dialog.chosen == -1
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    QTest.keyClick(dialog, Qt.Key.Key_Home)


def test_choices_of_numbers_have_a_place_each(dialog):
    ranges = parse_ranges(["hidden=8,32,64"])
    found = board(TRIALS)
    found.study = found.study.model_copy(update={"ranges": ranges})
    dialog.show_board(found)
    (plot,) = dialog.plots
    assert plot._x.tolist() == [0, 2, 1]
    assert list(plot._x_axis._names) == ["8", "32", "64"]


def test_both_themes_draw_it(dialog, theme):
    theme.set_mode("dark")
    dark = dialog.grab().toImage()
    theme.set_mode("light")
    assert dialog.grab().toImage() != dark
