"""Questions that are followed: asked again as the model learns, of the twin too, at small cost."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace

import pytest

from lstm_gui.core.inspection.jobs import ModelAccess
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker import following as following_module
from lstm_gui.core.worker.commands import (
    BuildTwin,
    EndTwin,
    Follow,
    Start,
    StepOnce,
    WatchJoint,
)
from lstm_gui.core.worker.events import Followed, TwinEnded
from lstm_gui.core.worker.following import FOLLOW_INTERVAL_S, FOLLOW_SHARE, Following
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend


@dataclass(frozen=True)
class FirstWeight:
    """Says what a weight is that the stand-in raises by 1 with each step."""

    slices: int = 3

    def steps(self, model: ModelAccess) -> Generator[float, None, float]:
        weight = float(next(iter(model.backend.weights().values())).flat[0])
        for _ in range(self.slices):
            yield 0.5
        return weight


@pytest.fixture
def driver():
    driver = Driver(FakeBackend)
    yield driver
    driver.close()


def test_a_question_is_asked_again_while_the_model_learns(driver) -> None:
    driver.build(experiment_of())
    driver.post(Follow("reach", FirstWeight()))
    first = driver.until(Followed)
    assert (first.run, first.topic, first.step) == (1, "reach", 0)
    driver.post(StepOnce())
    second = driver.until(Followed)
    assert second.step == 1
    assert second.result - first.result == pytest.approx(1, abs=1e-5)
    driver.post(Follow("reach", None), StepOnce())
    driver.until(StepDone, lambda event: event.step == 2)
    assert len(driver.of(Followed)) == 2


def test_the_twin_is_asked_at_the_same_place_and_no_more_when_it_has_ended(driver) -> None:
    difference = Difference("model.hidden", 5)
    driver.post(Follow("reach", FirstWeight(), twin=True))
    driver.post(BuildTwin(1, 2, experiment_of(), difference, corpus_of()))
    assert {driver.until(Followed).run, driver.until(Followed).run} == {1, 2}
    driver.post(StepOnce())
    assert {(e.run, e.step) for e in (driver.until(Followed), driver.until(Followed))} == {
        (1, 1),
        (2, 1),
    }
    driver.post(EndTwin())
    driver.until(TwinEnded)
    assert driver.until(Followed).run == 1
    driver.post(StepOnce())
    assert driver.until(Followed).run == 1


def test_training_goes_on_beside_it_to_its_end(driver) -> None:
    driver.build(experiment_of())
    driver.post(Follow("reach", FirstWeight(slices=50)), Start())
    driver.state(RunState.FINISHED)
    last = driver.until(Followed, lambda event: event.step == 42)
    assert last.epoch == 3


@dataclass
class Clock:
    now: float = 100.0
    spent: float = 0.0

    def perf_counter(self) -> float:
        return self.now


@dataclass(frozen=True)
class Costly:
    """Takes 60 ms in slices of 6."""

    clock: Clock
    asked: list[float] = field(default_factory=list)

    def steps(self, _model: ModelAccess) -> Generator[float, None, bool]:
        self.asked.append(self.clock.now)
        for _ in range(10):
            self.clock.now += 0.006
            self.clock.spent += 0.006
            yield 0.5
        return True


def test_it_takes_a_small_share_of_the_time_and_begins_at_once(monkeypatch) -> None:
    clock = Clock()
    monkeypatch.setattr(following_module, "time", clock)
    outbox, training = Outbox(), SimpleNamespace(run=1, position=SimpleNamespace(step=0, epoch=0))
    monkeypatch.setattr(following_module, "access_to", lambda _: None)
    following, job = Following(outbox), Costly(clock)
    following.follow(Follow("reach", job))
    while clock.now < 160:
        following.turn(training, None)
        clock.now += 0.02  # a batch
        following.mark_stale()
        outbox.drain()
    assert job.asked[0] == 100.0
    assert clock.spent / 60 <= 1.05 * FOLLOW_SHARE + 0.06 / 60
    assert len(job.asked) >= 60 * FOLLOW_SHARE / 0.06 - 1
    assert min(b - a for a, b in pairwise(job.asked)) >= FOLLOW_INTERVAL_S


def test_what_was_not_taken_is_not_asked_for_again(monkeypatch) -> None:
    clock = Clock()
    monkeypatch.setattr(following_module, "time", clock)
    monkeypatch.setattr(following_module, "access_to", lambda _: None)
    outbox, training = Outbox(), SimpleNamespace(run=1, position=SimpleNamespace(step=0, epoch=0))
    following, job = Following(outbox), Costly(clock)
    following.follow(Follow("reach", job))
    for _ in range(2000):
        following.turn(training, None)
        clock.now += 0.02
        following.mark_stale()
    assert len(job.asked) == 1
    outbox.drain()
    following.turn(training, None)
    assert len(job.asked) == 2


def test_joints_are_shown_while_it_trains_and_only_while_somebody_looks(driver) -> None:
    driver.build(experiment_of())
    driver.post(StepOnce())
    driver.until(StepDone)
    driver.post(WatchJoint(1), StepOnce())
    joint = driver.until(Followed, lambda event: event.topic == "joint").result
    assert (joint.epoch, joint.batch, joint.track, joint.tracks) == (1, 3, 1, 2)
    assert joint.carried
    driver.post(WatchJoint(None), StepOnce())
    driver.until(StepDone, lambda event: event.step == 3)
    assert len(driver.of(Followed)) == 1


def test_a_track_that_there_is_not_is_the_last_one(driver) -> None:
    driver.build(experiment_of(sampling="random"))
    driver.post(WatchJoint(99), StepOnce())
    joint = driver.until(Followed).result
    assert joint.track == 1 and not joint.carried
