"""Baselines: worked out on the side, drawn, named, hidden and said in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import inf, log10, nan

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsSimpleTextItem, QLabel
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.text import Corpus, load_shipped
from lstm_gui.core.i18n import Sentence, say
from lstm_gui.core.training.baselines import Baselines, held_out, in_sample
from lstm_gui.gui.plots import baseline_lines
from lstm_gui.gui.plots.baseline_lines import BaselineFinder, spread
from lstm_gui.gui.plots.epoch_plot import EpochPlot
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import translated
from tests.gui.feeding import FedPlot

BOOK = Baselines(1361.0, 354.4, 12.41, 1.66)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_shipped("en").first(3000)


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme) -> FedPlot:
    widget = FedPlot(theme)
    qtbot.addWidget(widget)
    widget.resize(660, 226)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def inner(plot: FedPlot) -> EpochPlot:
    return plot.findChild(EpochPlot, "perplexityPlot")


def items(plot: FedPlot, kind: type) -> list:
    return [item for item in inner(plot).getPlotItem().items if isinstance(item, kind)]


def levels(plot: FedPlot) -> list[float]:
    lines = [line for line in items(plot, pg.InfiniteLine) if line.angle == 0]
    return [line.value() for line in lines if line.isVisible()]


def name_items(plot: FedPlot) -> list[QGraphicsSimpleTextItem]:
    kind = QGraphicsSimpleTextItem
    children = inner(plot).getPlotItem().childItems()
    return [item for item in children if isinstance(item, kind) and item.isVisible()]


def names(plot: FedPlot) -> list[str]:
    return [item.text() for item in name_items(plot)]


def words(plot: FedPlot) -> str:
    label = plot.findChild(QLabel, "perplexityWords")
    return label.text() if label.isVisible() else ""


def redrawn(qtbot: QtBot) -> None:
    qtbot.wait(60)


def fall(plot: FedPlot, epochs: int, last: float) -> None:
    for epoch, value in enumerate(np.geomspace(1300.0, last, epochs), start=1):
        plot.append_epoch(epoch, float(value))


# Worked out


def test_baselines_are_found_on_the_side(qtbot: QtBot, corpus: Corpus) -> None:
    baselines = BaselineFinder()
    with qtbot.waitSignal(baselines.found) as found:
        baselines.set_corpus(corpus)
    size = len(corpus.vocabulary)
    assert found.args == [in_sample(corpus.ids, size), None]
    with qtbot.waitSignal(baselines.found) as found:
        baselines.set_corpus(corpus, 2000)
    training, rest = corpus.ids[:2000], corpus.ids[2000:]
    assert found.args == [in_sample(training, size), held_out(training, rest, size)]


def test_the_newest_text_wins(qtbot: QtBot, corpus: Corpus) -> None:
    baselines, answers = BaselineFinder(), []
    baselines.found.connect(lambda training, _: answers.append(training))
    other = replace(corpus, text="abab" * 50)
    for text in (corpus, other, corpus, other):
        baselines.set_corpus(text)
    qtbot.waitUntil(lambda: bool(answers))
    qtbot.wait(100)
    assert [answer.uniform for answer in answers] == [2.0]


def test_those_of_a_long_text_come_one_after_the_other(
    qtbot: QtBot, corpus: Corpus, plot: FedPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline_lines, "AWHILE_S", 0.0)
    baselines, drawn = BaselineFinder(), []

    def draw(training: Baselines, held_out: Baselines | None) -> None:
        plot.set_baselines(training, held_out)
        drawn.append(len(levels(plot)))

    baselines.found.connect(draw)
    baselines.set_corpus(corpus)
    qtbot.waitUntil(lambda: bool(drawn) and drawn[-1] == 4)
    assert sorted(drawn) == drawn and drawn[0] < 4
    assert "nan" not in " ".join(names(plot))


# Drawn


def test_lines_stand_where_the_values_are(plot: FedPlot, qtbot: QtBot) -> None:
    assert levels(plot) == [] and names(plot) == []
    plot.set_baselines(BOOK)
    redrawn(qtbot)
    assert levels(plot) == pytest.approx([log10(v) for v in (1361, 354.4, 12.41, 1.66)])
    assert names(plot) == ["uniform 1,361.0", "unigram 354.4", "bigram 12.41", "trigram 1.660"]
    plot.set_baselines(None)
    assert levels(plot) == [] and names(plot) == []


def test_those_of_the_part_held_out_stand_beside_those_of_the_training_text(
    plot: FedPlot, qtbot: QtBot, theme: Theme
) -> None:
    plot.resize(660, 300)
    plot.set_baselines(BOOK, Baselines(1361.0, 400.2, 189.0, 180.5))
    fall(plot, 5, 1.5)
    plot.reset_zoom()
    redrawn(qtbot)
    values = (1361, 354.4, 12.41, 1.66, 400.2, 189.0, 180.5)
    assert levels(plot) == pytest.approx([log10(v) for v in values])
    assert sorted(names(plot)) == sorted(
        [
            "training text",
            *("uniform 1,361.0", "unigram 354.4", "bigram 12.41", "trigram 1.660"),
            *("held out: unigram 400.2", "held out: bigram 189.0", "held out: trigram 180.5"),
        ]
    )
    boxes = sorted((i.sceneBoundingRect() for i in name_items(plot)), key=lambda box: box.top())
    assert all(a.bottom() <= b.top() + 0.5 for a, b in pairwise(boxes))
    lines = [line for line in items(plot, pg.InfiniteLine) if line.angle == 0 and line.isVisible()]
    colors = [line.pen.color().rgb() for line in lines]
    assert len({*colors[:4]}) == len({*colors[4:]}) == 1 and colors[0] != colors[4]
    assert QColor(colors[4]) == QColor(theme.scheme.curves[1])  # as the curve of that text
    plot.set_baselines(BOOK)
    redrawn(qtbot)
    assert len(levels(plot)) == 4 and "training text" not in names(plot)


def test_what_is_not_known_is_not_drawn(plot: FedPlot, qtbot: QtBot) -> None:
    plot.set_baselines(Baselines(3.0, 2.0, nan, inf))
    redrawn(qtbot)
    assert names(plot) == ["uniform 3.000", "unigram 2.000"]


def test_names_do_not_overlap(plot: FedPlot, qtbot: QtBot) -> None:
    plot.set_baselines(Baselines(3.0, 2.99, 2.98, 1.0))
    redrawn(qtbot)
    scene = inner(plot).getPlotItem().getViewBox().sceneBoundingRect()
    boxes = [item.sceneBoundingRect() for item in name_items(plot)]
    boxes.sort(key=lambda box: box.top())
    assert len(boxes) == 4
    assert all(a.bottom() <= b.top() + 0.5 for a, b in pairwise(boxes))
    assert all(scene.top() - 1 <= box.top() and box.bottom() <= scene.bottom() + 1 for box in boxes)


def test_names_stand_beside_the_plot_where_no_curve_comes(plot: FedPlot, qtbot: QtBot) -> None:
    whole = inner(plot).view.width()
    plot.set_baselines(BOOK)
    fall(plot, 50, 3.0)
    redrawn(qtbot)
    view = inner(plot)
    area = view.view.sceneBoundingRect()
    assert len(name_items(plot)) == 4
    for item, value in zip(name_items(plot), (1361, 354.4, 12.41, 1.66), strict=True):
        box = item.sceneBoundingRect()
        assert area.right() < box.left() and box.right() <= view.width()
        line = view.view.mapViewToScene(QPointF(0.0, log10(value))).y()
        assert box.top() <= line <= box.bottom()
    narrow = view.view.width()
    assert narrow < whole
    plot.show_baselines(False)
    redrawn(qtbot)
    assert view.view.width() == whole


def test_the_plot_keeps_its_width_while_lines_come_into_view(plot: FedPlot, qtbot: QtBot) -> None:
    plot.set_baselines(Baselines(9.0, 8.0, 7.0, 1.234))
    fall(plot, 5, 8.5)
    redrawn(qtbot)
    width, seen = inner(plot).view.width(), len(names(plot))
    fall(plot, 5, 1.1)
    plot.reset_zoom()
    redrawn(qtbot)
    assert len(names(plot)) > seen
    assert inner(plot).view.width() == width


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([50.0, 150.0], [50.0, 150.0]),
        ([100.0, 105.0], [85.0, 105.0]),
        ([2.0, 150.0], [20.0, 150.0]),
        ([5.0, 10.0, 12.0], [20.0, 40.0, 60.0]),
        ([], []),
    ],
)
def test_spreading(lines: list[float], wanted: list[float]) -> None:
    assert spread(lines, 20.0, 200.0) == wanted


def test_the_next_baseline_to_pass_is_in_view(plot: FedPlot, qtbot: QtBot) -> None:
    plot.set_baselines(BOOK)
    fall(plot, 5, 200.0)
    plot.reset_zoom()
    low = inner(plot).view.viewRange()[1][0]
    assert log10(1.66) < low < log10(12.41)
    fall(plot, 5, 5.0)
    plot.reset_zoom()
    assert inner(plot).view.viewRange()[1][0] < log10(1.66)


def test_they_can_be_hidden_in_the_menu(plot: FedPlot, qtbot: QtBot) -> None:
    assert not [a for a in plot.menu().actions() if a.text() == "Baselines"]
    plot.set_baselines(BOOK)
    (action,) = [a for a in plot.menu().actions() if a.text() == "Baselines"]
    assert action.isChecked()
    with qtbot.waitSignal(plot.baselinesToggled) as toggled:
        action.trigger()
    assert toggled.args == [False]
    assert levels(plot) == [] and names(plot) == []
    with qtbot.assertNotEmitted(plot.baselinesToggled):
        plot.show_baselines(True)
    redrawn(qtbot)
    assert len(levels(plot)) == 4


def test_they_stay_when_the_curve_goes(plot: FedPlot, qtbot: QtBot, theme: Theme) -> None:
    plot.set_baselines(BOOK)
    fall(plot, 5, 5.0)
    plot.clear()
    theme.set_mode("dark")
    redrawn(qtbot)
    assert len(names(plot)) == 4
    assert not plot.grab().isNull()
    theme.set_mode("light")


# In words


def test_the_newest_epoch_is_said_in_words(plot: FedPlot, qtbot: QtBot) -> None:
    redrawn(qtbot)
    assert words(plot) == ""
    plot.append_steps([0.5, 1.0], [900.0, 800.0])
    redrawn(qtbot)
    assert words(plot) == "as unsure as choosing among 800 characters"
    plot.append_epoch(1, 14.2)
    redrawn(qtbot)
    assert words(plot) == "as unsure as choosing among 14 characters"
    plot.clear()
    redrawn(qtbot)
    assert words(plot) == ""


def test_the_cursor_is_said_in_words(plot: FedPlot, qtbot: QtBot) -> None:
    plot.append_epoch(1, 300.0)
    plot.append_epoch(2, 1.0)
    redrawn(qtbot)
    assert words(plot) == "sure of every character"
    inner(plot).hovered.emit(1.0)
    assert plot.reading() == "epoch 1 · perplexity 300.0"
    assert words(plot) == "as unsure as choosing among 300 characters"
    inner(plot).left.emit()
    assert words(plot) == "sure of every character"


def test_sentences_inside_sentences_are_told() -> None:
    inside = Sentence("Learning rate", {}, "Knobs")
    assert translated(say("{setting} is {value:.2f}", setting=inside, value=0.5)) == (
        "Learning rate is 0.50"
    )
