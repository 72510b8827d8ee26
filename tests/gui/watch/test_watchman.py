"""The watchman sees what the watch sees, says it once, and stays out of the way."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.model.backend import Position
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone
from lstm_gui.core.watch.rules import Goals
from lstm_gui.core.worker.events import Built, Cells
from lstm_gui.gui.session.run_model import StepBatch
from lstm_gui.gui.watch.watchman import MOST_A_SECOND, WatchFeed, WatchNotices, folded
from lstm_gui.gui.widgets.notices import Notice, NoticeBar
from lstm_gui.gui.widgets.theme import Theme
from tests.gui.memory.small_model import read

CALM = Experiment(train=TrainConfig(optimizer="adam", learning_rate=0.01, clipping_theta=1.0))
BATCHES = 8


def batch_of(
    losses: list[float], norm: float = 0.5, first: int = 1, seconds: float = 10.0
) -> StepBatch:
    numbers = np.arange(first, first + len(losses))
    last = int(numbers[-1])
    epoch, place = divmod(last - 1, BATCHES)
    done = StepDone(1, last, epoch + 1, place + 1, BATCHES, 10, losses[-1], norm, 0.01)
    norms = np.full(len(losses), norm)
    return StepBatch(numbers / BATCHES, np.array(losses), norms, seconds, 100, done)


def falling(count: int) -> list[float]:
    return [1 + 5 * math.exp(-number / 400) for number in range(count)]


def built(experiment: Experiment = CALM, *, continues: bool = False) -> Built:
    return Built(1, experiment, load_shipped("en"), 10, BATCHES, Position(), continues)


def keys(watchman: WatchFeed) -> list[str]:
    return [finding.key for finding in watchman.findings]


@pytest.fixture
def watchman() -> WatchFeed:
    return WatchFeed(CALM)


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, watchman: WatchFeed) -> NoticeBar:
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    bar.resize(900, 40)
    WatchNotices(watchman, bar, watchman)
    return bar


def notice(bar: NoticeBar) -> Notice:
    (found,) = bar.notices
    return found


def button(bar: NoticeBar) -> QPushButton:
    return notice(bar).findChild(QPushButton, "noticeActionButton")


# What it sees


def test_good_training_is_left_alone(watchman: WatchFeed, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(watchman.findingsChanged):
        for first in range(1, 400, 4):
            watchman.add_steps(batch_of(falling(400)[first - 1 : first + 3], first=first))
    assert watchman.findings == ()


def test_clipping_of_every_batch_is_found_and_goes(watchman: WatchFeed, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watchman.findingsChanged) as changed_:
        watchman.add_steps(batch_of(falling(150), norm=3.0))
    assert [finding.key for finding in changed_.args[0]] == ["clipped"]
    watchman.add_steps(batch_of(falling(150), norm=0.5, first=151))
    assert watchman.findings == ()


@pytest.mark.parametrize("seconds", [10.0, 0.3, 0.0])
def test_steps_are_made_with_their_numbers(seconds: float) -> None:
    steps = folded(batch_of([1.0, 2.0, 3.0, 6.0], first=11, seconds=seconds))
    assert steps[-1].step == 14
    assert [step.batches for step in steps] == [BATCHES] * len(steps)
    if seconds:
        assert [step.step for step in steps] == [11, 12, 13, 14]
        assert [step.loss for step in steps] == [1.0, 2.0, 3.0, 6.0]
    else:
        assert [step.loss for step in steps] == [3.0]


def test_of_fast_training_groups_are_seen_and_nothing_is_missed() -> None:
    losses = np.arange(1000.0).tolist()
    steps = folded(batch_of(losses, seconds=0.1))
    assert len(steps) == MOST_A_SECOND * 0.1
    assert np.mean([step.loss for step in steps]) == pytest.approx(np.mean(losses))
    losses[123] = math.nan
    assert any(math.isnan(step.loss) for step in folded(batch_of(losses, seconds=0.1)))


def test_only_what_came_after_a_way_back_counts() -> None:
    batch = batch_of([1.0, 2.0, 3.0, 4.0], first=11)
    batch.x[:] = [1.5, 1.625, 0.5, 0.625]
    assert [step.loss for step in folded(batch)] == [3.0, 4.0]


def test_a_step_costs_microseconds(watchman: WatchFeed) -> None:
    losses = falling(20_000)
    batches = [batch_of(losses[at : at + 16], first=at + 1) for at in range(0, 20_000, 16)]
    start = time.thread_time()
    for batch in batches:
        watchman.add_steps(batch)
    assert (time.thread_time() - start) / 20_000 < 200e-6


def test_a_breakdown_is_not_unsaid_by_the_steps_before_it(watchman: WatchFeed) -> None:
    watchman.add_steps(batch_of(falling(50)))
    watchman.add_diverged(Diverged(1, 55, 6, 480.0))
    watchman.add_steps(batch_of([3.0, 4.0, math.nan, 5.0], first=51))
    assert keys(watchman) == ["diverged"]
    watchman.add_steps(batch_of(falling(250), first=49))
    assert keys(watchman) == []


def test_a_memory_is_looked_at_once(watchman: WatchFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_gui.gui.watch.watchman.TRACE_MS", 0)
    trace = read()
    for name in CELLS["lstm"].packing:
        trace.quantities[name] = np.full_like(trace.quantities[name], 0.99)
    for _ in range(5):
        watchman.add_cells(Cells(1, 7, 1, "text", trace))
    assert "saturated" not in keys(watchman)
    for step in (8, 9):
        watchman.add_cells(Cells(1, step, 1, "text", trace))
    assert "saturated" in keys(watchman)


def test_another_model_is_seen_afresh(watchman: WatchFeed) -> None:
    watchman.add_steps(batch_of(falling(150), norm=3.0))
    watchman.begin(built())
    assert watchman.findings == ()
    watchman.add_steps(batch_of(falling(150), norm=3.0))
    assert keys(watchman) == ["clipped"]
    watchman.set_experiment(changed(CALM, "train.clipping_theta", 6.0))
    assert watchman.findings == ()


# Goals


def test_a_goal_is_told_once_in_a_run(watchman: WatchFeed, qtbot: QtBot, bar: NoticeBar) -> None:
    watchman.set_goals(Goals(perplexity_below=2.0))
    with qtbot.waitSignal(watchman.goalReached) as reached:
        watchman.add_epochs([EpochDone(1, 3, 2.5, 1.0), EpochDone(1, 4, 1.9, 1.0)])
    assert not reached.args[0].stop
    assert "Perplexity 1.90 in epoch 4" in notice(bar).text
    with qtbot.assertNotEmitted(watchman.goalReached):
        watchman.add_epochs([EpochDone(1, 5, 1.8, 1.0)])
        watchman.begin(built(continues=True))
        watchman.add_epochs([EpochDone(1, 5, 1.8, 1.0)])
    watchman.begin(built())
    with qtbot.waitSignal(watchman.goalReached):
        watchman.add_epochs([EpochDone(1, 5, 1.8, 1.0)])


def test_flat_training_asks_to_be_stopped(watchman: WatchFeed, qtbot: QtBot) -> None:
    watchman.set_goals(Goals(stop_when_flat=True))
    with qtbot.waitSignal(watchman.goalReached) as reached:
        watchman.add_steps(batch_of([2.0] * 600))
    assert reached.args[0].stop


def test_a_stop_is_said_once(watchman: WatchFeed, bar: NoticeBar) -> None:
    watchman.set_goals(Goals(stop_when_flat=True))
    watchman.add_steps(batch_of([2.0] * 600))
    assert notice(bar).text == "The perplexity is flat: training was stopped."


# What it says


def test_a_finding_is_a_notice_with_its_remedy(
    watchman: WatchFeed, qtbot: QtBot, bar: NoticeBar
) -> None:
    watchman.add_steps(batch_of(falling(150), norm=3.0))
    assert notice(bar).key == "watch:clipped" and notice(bar).kind == "info"
    assert notice(bar).findChild(QToolButton, "noticeDetailsButton").isVisibleTo(bar)
    assert button(bar).text() == "Clipping θ 1 → 6"
    with qtbot.waitSignal(watchman.remedied) as remedied:
        button(bar).click()
    assert remedied.args == [changed(CALM, "train.clipping_theta", 6.0)]
    assert bar.notices == ()


def test_a_dismissed_finding_stays_away_until_it_comes_back(
    watchman: WatchFeed, bar: NoticeBar
) -> None:
    losses = falling(600)

    def go_on(first: int, norm: float) -> None:
        watchman.add_steps(batch_of(losses[first : first + 150], norm, first=first + 1))

    go_on(0, 3.0)
    notice(bar).findChild(QToolButton, "noticeCloseButton").click()
    assert bar.notices == ()
    go_on(150, 3.0)
    assert bar.notices == ()
    go_on(300, 0.5)
    go_on(450, 3.0)
    assert notice(bar).key == "watch:clipped"


def test_a_finding_that_is_gone_takes_its_notice_along(watchman: WatchFeed, bar: NoticeBar) -> None:
    bar.show_notice("Something else.", key="other")
    watchman.add_steps(batch_of(falling(150), norm=3.0))
    assert len(bar.notices) == 2
    watchman.add_steps(batch_of(falling(150), norm=0.5, first=151))
    assert notice(bar).key == "other"
    notice(bar).findChild(QToolButton, "noticeCloseButton").click()


def test_a_breakdown_says_where_the_model_is_and_offers_to_resume(
    watchman: WatchFeed, qtbot: QtBot, bar: NoticeBar
) -> None:
    watchman.add_diverged(Diverged(1, 55, 6, 480.0))
    assert "480 nats" in notice(bar).text
    assert notice(bar).text.endswith("The model is back at the end of epoch 6.")
    assert notice(bar).kind == "warning"
    assert button(bar).text() == "Learning rate 0.01 → 0.001 and resume"
    with qtbot.waitSignal(watchman.remedied) as remedied:
        button(bar).click()
    assert remedied.args[0].train.learning_rate == 0.001
    watchman.set_experiment(remedied.args[0])
    assert bar.notices == ()
    watchman.add_diverged(Diverged(1, 5, 0, math.nan))
    assert notice(bar).text.endswith("The model is back at its first weights.")
