"""The training panel shows what every batch gave, costs nothing hidden, and offers goals."""

from __future__ import annotations

import time

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.watch.rules import Goals
from lstm_gui.gui.widgets.strips import Strip
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.feeding import FedPanel

BATCHES = 8


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> FedPanel:
    widget = FedPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 226)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def steps_of(first: int, norms: list[float]) -> list[StepDone]:
    done = []
    for number, norm in enumerate(norms, start=first):
        epoch, place = divmod(number - 1, BATCHES)
        done.append(StepDone(0, number, epoch + 1, place + 1, BATCHES, 10, 1.0, norm, 0.01))
    return done


def feed(panel: FedPanel, norms: list[float], first: int = 1, theta: float = 1.0) -> None:
    panel.feed(steps_of(first, norms), theta=theta)


def strip(panel: FedPanel, name: str) -> Strip:
    return panel.findChild(Strip, f"{name}Strip")


def curves(panel: FedPanel, name: str) -> list[pg.PlotCurveItem]:
    """The dashed line first, then the curve."""
    found = strip(panel, name).getPlotItem().items
    return [item for item in found if isinstance(item, pg.PlotCurveItem)]


def value(panel: FedPanel, name: str) -> str:
    return panel.findChild(QLabel, f"{name}Value").text()


def redrawn(qtbot: QtBot) -> None:
    qtbot.wait(80)


def test_empty_it_says_nothing(panel: FedPanel, qtbot: QtBot) -> None:
    redrawn(qtbot)
    names = ("gradientNorm", "clippedShare", "learningRate")
    assert [value(panel, name) for name in names] == ["–", "–", "–"]
    assert all(strip(panel, name).accessibleName() for name in names)


def test_all_three_are_shown(panel: FedPanel, qtbot: QtBot) -> None:
    feed(panel, [2.0, 0.5, 4.0, 0.25])
    redrawn(qtbot)
    line, norm = curves(panel, "gradientNorm")
    assert norm.yData == pytest.approx(np.log10([2.0, 0.5, 4.0, 0.25]))
    assert norm.xData == pytest.approx([0.125, 0.25, 0.375, 0.5])
    assert line.yData == pytest.approx([0.0] * 4)
    assert curves(panel, "clippedShare")[1].yData == pytest.approx([100, 50, 200 / 3, 50])
    assert curves(panel, "learningRate")[1].yData == pytest.approx([-2.0] * 4)
    assert value(panel, "gradientNorm") == "0.250 · θ 1.00"
    assert value(panel, "clippedShare") == "50"
    assert value(panel, "learningRate") == "0.01"


def test_the_share_is_of_the_last_hundred(panel: FedPanel, qtbot: QtBot) -> None:
    feed(panel, [2.0] * 100)
    for index in range(50):
        feed(panel, [0.5], first=101 + index)
    redrawn(qtbot)
    assert value(panel, "clippedShare") == "50"
    feed(panel, [0.5] * 70, first=151)
    redrawn(qtbot)
    assert value(panel, "clippedShare") == "0"


def test_theta_follows_its_changes_and_does_not_flatten_the_norm(
    panel: FedPanel, qtbot: QtBot
) -> None:
    feed(panel, [0.5, 0.6], theta=1.0)
    feed(panel, [0.5, 0.6], first=3, theta=1e6)
    redrawn(qtbot)
    assert curves(panel, "gradientNorm")[0].yData == pytest.approx([0, 0, 6, 6])
    low, high = strip(panel, "gradientNorm").getPlotItem().getViewBox().viewRange()[1]
    assert low < np.log10(0.5) and 0 < high < 2


def test_a_run_that_goes_back_overwrites(panel: FedPanel, qtbot: QtBot) -> None:
    feed(panel, [2.0] * 10)
    feed(panel, [0.5], first=3)
    redrawn(qtbot)
    assert len(curves(panel, "gradientNorm")[1].xData) == 3
    assert value(panel, "clippedShare") == "67"
    panel.clear()
    redrawn(qtbot)
    assert value(panel, "clippedShare") == "–"
    assert not len(curves(panel, "gradientNorm")[1].xData)


def test_what_is_not_a_number_is_left_out(panel: FedPanel, qtbot: QtBot) -> None:
    feed(panel, [2.0, np.nan, np.inf, 0.0])
    redrawn(qtbot)
    assert curves(panel, "gradientNorm")[1].yData == pytest.approx([np.log10(2.0)])
    assert value(panel, "clippedShare") == "50"
    assert value(panel, "gradientNorm") == "– · θ 1.00"


def test_the_cursor_reads_all_three(panel: FedPanel, qtbot: QtBot) -> None:
    feed(panel, [2.0, 0.5, 4.0, 0.25])
    redrawn(qtbot)
    strip(panel, "learningRate").hovered.emit(0.12)
    assert value(panel, "gradientNorm") == "2.00 · θ 1.00"
    assert value(panel, "clippedShare") == "100"
    strip(panel, "learningRate").left.emit()
    assert value(panel, "gradientNorm") == "0.250 · θ 1.00"


def test_all_share_the_epochs(panel: FedPanel, qtbot: QtBot) -> None:
    panel.set_epochs(40)
    feed(panel, [2.0] * 100)
    redrawn(qtbot)
    views = [
        strip(panel, name).getPlotItem().getViewBox() for name in ("gradientNorm", "learningRate")
    ]
    assert [tuple(view.viewRange()[0]) for view in views] == [(0.0, 15.0)] * 2
    lefts = {round(view.sceneBoundingRect().left()) for view in views}
    assert len(lefts) == 1


def test_hidden_it_draws_nothing_and_catches_up(panel: FedPanel, qtbot: QtBot) -> None:
    redrawn(qtbot)
    panel.hide()
    feed(panel, [2.0] * 100)
    redrawn(qtbot)
    assert not len(curves(panel, "gradientNorm")[1].xData)
    panel.show()
    redrawn(qtbot)
    assert len(curves(panel, "gradientNorm")[1].xData) == 100


def test_a_long_run_is_cheap(panel: FedPanel, qtbot: QtBot) -> None:
    norms = np.exp(np.random.default_rng(0).normal(size=200_000)).tolist()
    feed(panel, norms)
    redrawn(qtbot)
    assert (
        0 < len(curves(panel, "gradientNorm")[1].xData) <= 2 * strip(panel, "gradientNorm").pixels
    )
    panel.hide()
    spent = []
    for index in range(200):
        steps = steps_of(200_001 + index, [0.5])
        start = time.thread_time()
        panel.feed(steps)
        spent.append(time.thread_time() - start)
    assert sorted(spent)[100] < 0.005


def test_theme_and_language_are_followed(panel: FedPanel, theme: Theme, qtbot: QtBot) -> None:
    feed(panel, [2.0] * 10)
    theme.set_mode("dark")
    assert strip(panel, "learningRate").backgroundBrush().color().name() == theme.scheme.surface
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    redrawn(qtbot)
    assert not panel.grab().isNull()
    theme.set_mode("light")


# Goals


def test_goals_are_chosen(panel: FedPanel, qtbot: QtBot) -> None:
    edit = panel.findChild(QLineEdit, "goalPerplexityEdit")
    check = panel.findChild(QCheckBox, "stopWhenFlatCheck")
    QTest.keyClicks(edit, "1.5")
    with qtbot.waitSignal(panel.goalsChosen) as chosen:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert chosen.args == [Goals(1.5, False)]
    with qtbot.waitSignal(panel.goalsChosen) as chosen:
        check.click()
    assert chosen.args == [Goals(1.5, True)]
    edit.clear()
    with qtbot.waitSignal(panel.goalsChosen) as chosen:
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert chosen.args == [Goals(None, True)]
    with qtbot.assertNotEmitted(panel.goalsChosen):
        QTest.keyClick(edit, Qt.Key.Key_Return)


def test_what_is_no_perplexity_is_marked_and_not_taken(panel: FedPanel, qtbot: QtBot) -> None:
    edit = panel.findChild(QLineEdit, "goalPerplexityEdit")
    with qtbot.assertNotEmitted(panel.goalsChosen):
        for text in ("0.5", "abc", "nan", "inf"):
            edit.clear()
            QTest.keyClicks(edit, text)
            QTest.keyClick(edit, Qt.Key.Key_Return)
            assert edit.property("state") == "invalid", text
    edit.clear()
    QTest.keyClicks(edit, "2,5")
    assert not edit.property("state")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert panel.goals == Goals(2.5, False)


def test_goals_are_shown(panel: FedPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.goalsChosen):
        panel.set_goals(Goals(12.0, True))
    assert panel.goals == Goals(12.0, True)
    assert panel.findChild(QLineEdit, "goalPerplexityEdit").text() == "12"
    assert panel.findChild(QCheckBox, "stopWhenFlatCheck").isChecked()
