"""The plot shows what it is given, reads it back exactly, and follows until it is zoomed."""

from __future__ import annotations

from itertools import pairwise
from math import log10

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.widgets.axes import log_ticks, nice_step
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.feeding import FedPlot


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> FedPlot:
    widget = FedPlot(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 226)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def inner(plot: FedPlot) -> EpochPlot:
    found = plot.findChild(EpochPlot, "perplexityPlot")
    assert found is not None
    return found


def curve_points(plot: FedPlot) -> list[int]:
    items = inner(plot).getPlotItem().items
    curves = [item for item in items if isinstance(item, pg.PlotCurveItem)]
    return [0 if curve.xData is None else len(curve.xData) for curve in curves]


def readout(plot: FedPlot) -> str:
    label = plot.findChild(QLabel, "perplexityReadout")
    assert label is not None
    return label.text()


def reset_button(plot: FedPlot) -> QPushButton:
    button = plot.findChild(QPushButton, "resetZoomButton")
    assert button is not None
    return button


def hover(plot: FedPlot, epoch: float) -> None:
    view = inner(plot)
    scene = view.view.mapViewToScene(QPointF(epoch, view.view.viewRange()[1][0] + 0.1))
    move_mouse(view, view.mapFromScene(scene))


def move_mouse(view: EpochPlot, place: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(view.viewport().mapToGlobal(place)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def fall(plot: FedPlot, epochs: int, batches: int = 8) -> None:
    x = np.arange(1, epochs * batches + 1) / batches
    plot.append_steps(x, 1000.0 / x)
    for epoch in range(1, epochs + 1):
        plot.append_epoch(epoch, 219.4 if epoch == 40 else 1000.0 / epoch)


def redrawn(qtbot: QtBot) -> None:
    qtbot.wait(60)


def test_every_part_has_its_name(plot: FedPlot) -> None:
    assert plot.objectName() == "perplexityPanel"
    assert inner(plot).accessibleName()
    assert reset_button(plot).accessibleName()


def test_message_stands_only_while_there_is_no_curve(qtbot: QtBot, plot: FedPlot) -> None:
    plot.set_message("Press Start")
    label = plot.findChild(QLabel, "perplexityMessage")
    assert label is not None
    assert label.isVisible()
    plot.append_steps([0.5], [900.0])
    qtbot.waitUntil(lambda: not label.isVisible())
    plot.clear()
    qtbot.waitUntil(label.isVisible)


def test_hovering_reads_the_exact_epoch(qtbot: QtBot, plot: FedPlot) -> None:
    fall(plot, 60)
    redrawn(qtbot)
    hover(plot, 40.2)
    assert readout(plot) == "epoch 40 · perplexity 219.4"


def test_hovering_reads_the_reference_where_it_has_a_point(qtbot: QtBot, plot: FedPlot) -> None:
    plot.set_reference([(40, 220.3), (80, 65.3)], "article")
    fall(plot, 60)
    plot.set_epochs(160)
    redrawn(qtbot)
    hover(plot, 40.0)
    assert readout(plot) == "epoch 40 · perplexity 219.4 · article 220.3"
    hover(plot, 50.0)
    assert readout(plot) == "epoch 50 · perplexity 20.00"


def test_batches_are_read_where_they_can_be_told_apart(qtbot: QtBot, plot: FedPlot) -> None:
    plot.append_steps([0.25, 0.5, 0.75], [900.0, 800.0, 700.0])
    redrawn(qtbot)
    hover(plot, 0.5)
    assert readout(plot) == "epoch 0.50 · batch perplexity 800.0"


def test_keys_move_the_cursor_by_an_epoch(qtbot: QtBot, plot: FedPlot) -> None:
    fall(plot, 60)
    redrawn(qtbot)
    view = inner(plot)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert plot.reading().startswith("epoch 60 ")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert plot.reading().startswith("epoch 59 ")
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert plot.reading().startswith("epoch 50 ")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert plot.reading() == ""


def test_description_tells_the_last_epoch_and_how_it_came_there(
    qtbot: QtBot, plot: FedPlot
) -> None:
    fall(plot, 40)
    redrawn(qtbot)
    said = inner(plot).accessibleDescription()
    course = "at first 1,000.0 at epoch 1 · lowest 25.64 at epoch 39"
    assert said == f"epoch 40 · perplexity 219.4 · {course}"


def test_x_grows_with_the_run_and_shows_the_plan_beside_a_reference(
    qtbot: QtBot, plot: FedPlot
) -> None:
    plot.set_epochs(160)
    plot.reset_zoom()
    assert inner(plot).x_range() == (0.0, 160.0)
    fall(plot, 12)
    plot.reset_zoom()
    assert inner(plot).x_range() == (0.0, 15.0)
    plot.set_reference([(40, 220.3), (160, 3.7)], "article")
    plot.reset_zoom()
    assert inner(plot).x_range() == (0.0, 160.0)
    plot.set_reference(None, "")
    plot.reset_zoom()
    assert inner(plot).x_range() == (0.0, 15.0)


def test_wheel_stops_following_until_reset(qtbot: QtBot, plot: FedPlot) -> None:
    fall(plot, 8)
    plot.reset_zoom()
    view = inner(plot)
    before = view.x_range()
    middle = QPointF(view.width() / 2, view.height() / 2)
    event = QWheelEvent(
        middle,
        QPointF(view.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    zoomed = view.x_range()
    assert zoomed != before
    assert reset_button(plot).isVisible()
    plot.append_epoch(30, 5.0)
    redrawn(qtbot)
    assert view.x_range() == zoomed
    reset_button(plot).click()
    assert view.x_range()[1] >= 30
    assert not reset_button(plot).isVisible()


@pytest.mark.parametrize("way", ["home", "double click"])
def test_other_ways_to_reset(qtbot: QtBot, plot: FedPlot, way: str) -> None:
    fall(plot, 8)
    view = inner(plot)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.x_range() != (0.0, 10.0)
    if way == "home":
        QTest.keyClick(view, Qt.Key.Key_Home)
    else:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert view.x_range() == (0.0, 10.0)


def test_points_drawn_are_at_most_two_a_pixel(qtbot: QtBot, plot: FedPlot) -> None:
    x = np.arange(1, 200_001) / 1000
    plot.append_steps(x, np.exp(np.random.default_rng(0).normal(3, 1, x.size)))
    redrawn(qtbot)
    assert 0 < max(curve_points(plot)) <= 2 * inner(plot).pixels


def test_what_diverged_is_neither_drawn_nor_ranged(qtbot: QtBot, plot: FedPlot) -> None:
    plot.append_steps([1.0, 2.0, 3.0, 4.0, 5.0], [900.0, 800.0, np.inf, np.nan, 1e300])
    plot.append_epoch(1, 850.0)
    plot.append_epoch(2, float("inf"))
    redrawn(qtbot)
    low, high = inner(plot).view.viewRange()[1]
    assert log10(800) > low > log10(700)
    assert log10(900) < high < log10(1000)
    assert sorted(curve_points(plot)) == [0, 1, 2]


def test_hidden_it_draws_nothing_and_catches_up(qtbot: QtBot, plot: FedPlot) -> None:
    redrawn(qtbot)
    plot.hide()
    fall(plot, 5)
    redrawn(qtbot)
    assert max(curve_points(plot)) == 0
    plot.show()
    redrawn(qtbot)
    assert sorted(curve_points(plot)) == [0, 5, 40]


def test_a_run_that_goes_back_overwrites(qtbot: QtBot, plot: FedPlot) -> None:
    fall(plot, 10)
    plot.append_epoch(6, 42.0)
    assert plot.csv().splitlines()[-1] == "6,42"
    assert len(plot.csv().splitlines()) == 7


def test_marks_tell_what_changed(qtbot: QtBot, plot: FedPlot) -> None:
    fall(plot, 60)
    plot.set_marks([(40, "learning rate 50")])
    redrawn(qtbot)
    hover(plot, 40.0)
    assert readout(plot).endswith("· learning rate 50")
    plot.clear()
    fall(plot, 60)
    redrawn(qtbot)
    hover(plot, 40.0)
    assert "learning rate" not in readout(plot)


def test_csv_has_all_figures(plot: FedPlot) -> None:
    plot.append_steps([0.5], [900.25])
    assert plot.csv() == "epoch,perplexity\n0.5,900.25\n"
    plot.append_epoch(1, 219.412345)
    plot.menu().copy_csv()
    assert QGuiApplication.clipboard().text() == "epoch,perplexity\n1,219.412345\n"


def test_menu_is_ours_alone(plot: FedPlot) -> None:
    assert not inner(plot).getPlotItem().getViewBox().menuEnabled()
    texts = [action.text() for action in plot.menu().actions() if action.text()]
    assert texts == ["Reset zoom", "Copy values as CSV"]


def test_theme_and_language_are_followed(qtbot: QtBot, plot: FedPlot, theme: Theme) -> None:
    fall(plot, 5)
    plot.set_reference([(2, 5.0)], "article")
    plot.set_marks([(3, "changed")])
    theme.set_mode("dark")
    assert inner(plot).backgroundBrush().color().name() == theme.scheme.surface
    QApplication.sendEvent(plot, QEvent(QEvent.Type.LanguageChange))
    redrawn(qtbot)
    assert not plot.grab().isNull()
    theme.set_mode("light")


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (1, 1000, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]),
        (1, 10, [1, 1.5, 2, 3, 5, 7, 10]),
        (1, 3, [1, 1.5, 2, 2.5, 3]),
        (14, 15, [14, 14.1, 14.2, 14.3, 14.4, 14.5, 14.6, 14.7, 14.8, 14.9, 15]),
        (1, 1e12, [1, 100, 1e4, 1e6, 1e8, 1e10, 1e12]),
    ],
)
def test_log_ticks_are_round_and_not_crowded(low: float, high: float, wanted: list[float]) -> None:
    gap = 18 * log10(high / low) / 200
    ticks = log_ticks(log10(low), log10(high), gap)
    assert ticks == pytest.approx(wanted)
    assert all(log10(b / a) >= gap for a, b in pairwise(ticks))


def test_nice_steps() -> None:
    steps = [nice_step(value) for value in (0.03, 1.0, 1.1, 2.0, 7.0, 60.0)]
    assert steps == pytest.approx([0.05, 1, 2, 2, 10, 100])


def test_what_is_printed_is_marked_by_epoch_only(qtbot: QtBot, plot: FedPlot) -> None:
    printed = plot.curves.printed
    assert len(printed) == 0 and printed.ys().size == 0
    plot.set_printed([(40, 156.8), (80, 32.3)], "printed")
    assert printed.ys().tolist() == pytest.approx(np.log10([156.8, 32.3]).tolist())
    plot.set_axis("batch")
    assert printed.ys().size == 0
    plot.set_axis("epoch")
    plot.set_printed(())
    assert len(printed) == 0
