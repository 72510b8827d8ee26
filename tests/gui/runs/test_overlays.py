"""Other runs in the perplexity plot: colours, axes, smoothing, values under the cursor."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSlider

from lstm_gui.core.runs.run import Curve
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.plots.legend import PlotLegend
from lstm_gui.gui.plots.perplexity_plot import WIDTHS
from lstm_gui.gui.plots.run_lines import Overlay
from lstm_gui.gui.widgets.axes import IntegerAxis
from tests.gui.feeding import FedPlot

BATCHES = 4


def curve_of(epochs: int, factor: float = 1.0, seconds: float = 0.5) -> Curve:
    numbers = np.arange(1.0, epochs + 1)
    x = np.arange(1.0, epochs * BATCHES + 1) / BATCHES
    return Curve(
        np.stack([numbers, factor * 100 / numbers, seconds * numbers]),
        np.stack([x, x * BATCHES, np.log(factor * 100 / x), seconds * x]),
    )


@pytest.fixture
def plot(qtbot, theme) -> FedPlot:
    widget = FedPlot(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 260)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def settle(qtbot) -> None:
    qtbot.wait(60)


def inner(plot) -> EpochPlot:
    return plot.findChild(EpochPlot, "perplexityPlot")


def lines(plot) -> list[pg.PlotCurveItem]:
    items = inner(plot).getPlotItem().items
    return [i for i in items if isinstance(i, pg.PlotCurveItem) and i.isVisible()]


def drawn(plot, color: str) -> pg.PlotCurveItem:
    (line,) = [i for i in lines(plot) if i.opts["pen"].color().name() == color]
    return line


def values(plot) -> tuple[str, ...]:
    return plot.findChild(PlotLegend, "plotLegend")._values


def three(plot) -> None:
    overlays = [
        Overlay("a", "Run 1", 0, curve_of(10)),
        Overlay("b", "Run 2", 1, curve_of(40, 2.0)),
        Overlay("c", "Run 3", 5, curve_of(20, 3.0)),
    ]
    plot.set_overlays(overlays, "Run 4")


def test_each_run_has_its_own_colour_and_then_they_are_dashed(plot, qtbot, theme):
    three(plot)
    settle(qtbot)
    curves = theme.scheme.curves
    assert len(drawn(plot, curves[3]).xData) == 10
    second = [i for i in lines(plot) if i.opts["pen"].color().name() == curves[4]]
    assert sorted(len(i.xData) for i in second) == [20, 40]
    styles = {len(i.xData): i.opts["pen"].style() for i in second}
    assert styles == {40: Qt.PenStyle.SolidLine, 20: Qt.PenStyle.DashLine}
    np.testing.assert_allclose(10 ** drawn(plot, curves[3]).yData, 100 / np.arange(1, 11))


def test_the_range_takes_all_of_them_in(plot, qtbot):
    three(plot)
    settle(qtbot)
    (left, right), (low, high) = inner(plot).view.viewRange()
    assert left == 0 and right == 40
    assert low < np.log10(5) and high > np.log10(300)


def test_the_legend_is_there_only_with_overlays(plot, qtbot):
    legend = plot.findChild(PlotLegend, "plotLegend")
    plot.append_steps([0.5, 1.0], [50, 40])
    settle(qtbot)
    assert not legend.isVisible()
    three(plot)
    assert [row.name for row in legend.rows] == ["Run 4", "Run 1", "Run 2", "Run 3"]
    assert legend.isVisible()
    plot.set_overlays(())
    assert not legend.isVisible() and not legend.rows
    settle(qtbot)
    assert len([i for i in lines(plot) if i.xData is not None and len(i.xData)]) == 1


def test_a_long_legend_says_how_many_more_there_are(plot, qtbot):
    plot.set_overlays([Overlay(str(n), f"Run {n}", n, curve_of(5)) for n in range(40)])
    settle(qtbot)
    legend = plot.findChild(PlotLegend, "plotLegend")
    assert legend.height() < plot.height()
    assert not legend.grab().isNull()


def test_hovering_reads_every_run_as_measured(plot, qtbot):
    plot.append_steps(np.arange(1, 13) / BATCHES, np.full(12, 60.0))
    for epoch in (1, 2, 3):
        plot.append_epoch(epoch, 50.0 / epoch)
    three(plot)
    plot.set_smoothing(33)
    settle(qtbot)
    plot.reader.set_cursor(2.1)
    assert values(plot) == ("25.00", "50.00", "100.0", "150.0")
    plot.reader.set_cursor(30.0)
    assert values(plot) == ("–", "–", "6.667", "–")
    plot.reader.set_cursor(None)
    assert values(plot) == ()


def test_by_batch_and_by_time(plot, qtbot, theme):
    plot.append_steps(np.arange(1, 9) / BATCHES, np.full(8, 60.0), last=8, seconds=16.0)
    plot.append_epoch(1, 70.0)
    plot.append_epoch(2, 50.0)
    plot.set_marks([(1.5, "changed")])
    three(plot)
    own, _, _, first, *_ = theme.scheme.curves
    combo = plot.findChild(QComboBox, "plotAxisCombo")
    with qtbot.waitSignal(plot.axisChosen) as chosen:
        combo.setCurrentIndex(1)
        combo.activated.emit(1)
    assert chosen.args == ["batch"]
    settle(qtbot)
    assert drawn(plot, own).xData.tolist() == [4, 8]
    assert drawn(plot, first).xData.tolist() == list(range(4, 44, 4))
    assert plot.curves.marks.lines[0].line.value() == 6
    plot.set_axis("time")
    settle(qtbot)
    assert drawn(plot, own).xData.tolist() == [8.0, 16.0]
    assert drawn(plot, first).xData.tolist() == [0.5 * n for n in range(1, 11)]
    assert plot.curves.marks.lines[0].line.value() == 12
    plot.reader.set_cursor(16.0)
    assert plot.reading() == "16 s · perplexity 50.00"
    plot.reader.set_cursor(12.0)
    assert plot.reading().endswith("changed")
    assert plot.csv().splitlines()[1:] == ["1,70", "2,50"]
    plot.append_steps([2.25], [40.0], last=9, seconds=2.0)
    settle(qtbot)
    assert plot.run.curves.batches["seconds"][-1] == 18.0
    plot.go_back(1.0)
    assert plot.run.curves.batches["seconds"][-1] == 8.0
    plot.set_axis("epoch")
    settle(qtbot)
    assert drawn(plot, own).xData.tolist() == [1.0]


def test_the_reference_is_by_epoch_only(plot, qtbot):
    plot.set_reference([(1, 300.0), (40, 2.0)], "book")
    curve = plot.curves.reference.curve
    plot.set_axis("batch")
    assert not curve.isVisible()
    plot.set_axis("epoch")
    assert curve.isVisible()


def test_a_run_without_batches_is_not_drawn_by_batch(plot, qtbot, theme):
    curve = Curve.of_epochs([9.0, 8.0, 7.0], 1.0)
    plot.set_overlays([Overlay("a", "Trial", 0, curve)])
    settle(qtbot)
    assert len(drawn(plot, theme.scheme.curves[3]).xData) == 3
    plot.set_axis("batch")
    settle(qtbot)
    assert len(drawn(plot, theme.scheme.curves[3]).xData) == 0


def test_smoothing_shows_the_mean_and_keeps_the_raw_curve_faint(plot, qtbot, theme):
    rng = np.random.default_rng(5)
    noisy = np.exp(rng.normal(size=60))
    plot.set_overlays([Overlay("a", "Run 1", 0, Curve.of_epochs(noisy, 1.0))])
    for epoch, value in enumerate(noisy, start=1):
        plot.append_epoch(epoch, float(value))
    slider = plot.findChild(QSlider, "smoothingSlider")
    with qtbot.waitSignal(plot.smoothingChosen) as chosen:
        slider.setValue(3)
    assert chosen.args == [WIDTHS[3]] == [9]
    assert plot.findChild(QLabel, "smoothingLabel").text() == "mean of 9"
    settle(qtbot)
    own, _, _, first, *_ = theme.scheme.curves
    for color in (own, first):
        bold = drawn(plot, color)
        assert np.std(np.diff(bold.yData)) < 0.4 * np.std(np.diff(np.log10(noisy)))
        assert bold.yData[30] == pytest.approx(np.log10(noisy)[26:35].mean())
    raw = [i for i in lines(plot) if np.array_equal(i.yData, np.log10(noisy))]
    assert len(raw) == 2
    slider.setValue(0)
    settle(qtbot)
    assert np.array_equal(drawn(plot, own).yData, np.log10(noisy))


def test_overlays_are_drawn_again_only_when_something_has_changed(plot, qtbot, monkeypatch):
    plot.set_epochs(1000)
    plot.set_overlays([Overlay("a", "Run 1", 0, curve_of(2000))])
    settle(qtbot)
    inner(plot).show_range((0, 1000), (0, 3))
    plot._follow(False)
    settle(qtbot)
    calls: list[int] = []
    original = pg.PlotCurveItem.setData

    def counted(item, *args, **kwargs):
        calls.append(len(args[0]))
        original(item, *args, **kwargs)

    monkeypatch.setattr(pg.PlotCurveItem, "setData", counted)
    for step in range(1, 6):
        plot.append_steps([step / BATCHES], [50.0])
        settle(qtbot)
    assert calls and max(calls) < 100


def test_seconds_become_minutes_and_hours():
    axis = IntegerAxis("bottom", grid=False, least_pixels=56)
    axis.set_word("", ((1.0, "s"), (60.0, "min"), (3600.0, "h")))

    def said(high: float) -> list[str]:
        _, ticks = axis.tickValues(0, high, 600)[0]
        return axis.tickStrings(ticks, 1, 1)

    assert said(20)[:3] == ["s 0", "2", "4"]
    assert said(1800)[0] == "min 0" and said(1800)[-1] == "30"
    assert said(10 * 3600)[0] == "h 0" and said(10 * 3600)[-1] == "10"
    assert said(20)[0] == "s 0"


def with_readings(epochs: int, *places: int) -> Curve:
    curve = curve_of(epochs)
    numbers = np.array(places, float)
    return Curve(curve.epochs, curve.batches, np.stack([numbers, 200 / numbers, 0.5 * numbers]))


def test_what_a_kept_run_held_out_is_drawn_dashed_in_its_colour(plot, qtbot, theme):
    overlays = [
        Overlay("a", "Run 1", 0, with_readings(10, 2, 5, 10)),
        Overlay("b", "Run 2", 1, curve_of(10)),
    ]
    plot.set_overlays(overlays, "Run 3")
    settle(qtbot)
    color = theme.scheme.curves[3]
    found = {len(i.xData): i for i in lines(plot) if i.opts["pen"].color().name() == color}
    assert found[10].opts["pen"].style() is Qt.PenStyle.SolidLine
    assert found[3].opts["pen"].style() is Qt.PenStyle.DashLine
    assert found[3].xData.tolist() == [2, 5, 10]
    legend = plot.findChild(PlotLegend, "plotLegend")
    assert [row.name for row in legend.rows] == ["Run 3", "Run 1", "Run 1, held out", "Run 2"]
    plot.append_steps([0.5, 1.0], [50, 40])
    plot.reader.set_cursor(5.0)
    assert values(plot) == ("–", "20.00", "40.00", "20.00")


def test_it_is_by_batch_and_time_and_in_the_range_too(plot, qtbot):
    plot.set_overlays([Overlay("a", "Run 1", 0, with_readings(10, 1, 10))])
    settle(qtbot)
    assert inner(plot).view.viewRange()[1][1] > np.log10(200)
    for axis, places in (("batch", [4, 40]), ("time", [0.5, 5.0])):
        plot.set_axis(axis)
        settle(qtbot)
        assert any(i.xData is not None and i.xData.tolist() == places for i in lines(plot))
    plot.set_overlays(())
    settle(qtbot)
    assert len([i for i in lines(plot) if i.xData is not None and len(i.xData)]) == 0


def test_a_run_that_is_taken_up_again_has_its_readings(plot, qtbot):
    plot.restore(with_readings(10, 2, 9))
    settle(qtbot)
    assert plot.run.held_out_at(9.5) == (9.0, pytest.approx(200 / 9))
    assert plot.csv().splitlines()[2].startswith("2,50,100")
    assert plot.csv().splitlines()[3].endswith(",")
