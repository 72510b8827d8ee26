"""A moment is handed out at a place where nothing of an epoch's end is under way, and goes on."""

from __future__ import annotations

from collections.abc import Callable

from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.training.progress import SampleDone, StepDone
from lstm_gui.core.worker.commands import (
    BuildTwin,
    Load,
    Start,
    StepEpoch,
    StepOnce,
    TakeMoment,
    WatchMemory,
)
from lstm_gui.core.worker.events import (
    Built,
    Failure,
    MomentRecorded,
    MomentTaken,
)
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.core.worker.test_engine_thread import drive

__all__ = ["drive"]  # a fixture

Drive = Callable[..., Driver]


def test_a_moment_comes_after_the_steps_before_it(drive: Drive) -> None:
    driver = drive()
    driver.build(experiment_of(), run=1)
    driver.post(StepOnce())
    driver.until(StepDone)
    driver.post(TakeMoment(7))
    taken = driver.until(MomentTaken)
    assert (taken.run, taken.id) == (1, 7)
    assert taken.model.snapshot.position.step == len(driver.of(StepDone))


def test_the_samples_of_an_epoch_come_first(drive: Drive) -> None:
    driver = drive()
    driver.build(experiment_of(sample_every=1, prefixes=("a",), sample_length=30))
    driver.post(StepEpoch(), TakeMoment(1))
    first = driver.until(MomentTaken).model.snapshot.position
    driver.state(RunState.PAUSED)
    driver.post(StepEpoch())
    driver.until(SampleDone)
    driver.post(TakeMoment(2))
    place = driver.until(MomentTaken, lambda event: event.id == 2).model.snapshot.position
    assert place.step >= first.step
    written = {sample.epoch for sample in driver.of(SampleDone)}
    assert place.epoch in written or place.batch


def test_without_a_model_it_is_refused(drive: Drive) -> None:
    driver = drive()
    driver.post(TakeMoment(1))
    assert "There is no model to save yet" in driver.until(Failure).template


def test_a_model_that_is_handed_in_goes_on_with_its_probe(drive: Drive) -> None:
    driver = drive()
    driver.build(experiment_of(), run=1)
    driver.post(WatchMemory("abc"), StepOnce(), TakeMoment(1))
    model = driver.until(MomentTaken).model
    driver.post(Load(2, model, corpus_of(), probe="cab"))
    built = driver.until(Built, lambda event: event.run == 2)
    assert built.position == model.snapshot.position
    read = driver.until(MomentRecorded, lambda event: event.run == 2)
    assert read.text == "cab"
    driver.post(Start())
    driver.state(RunState.FINISHED)


def test_beside_a_twin_it_is_the_moment_of_the_run(drive: Drive) -> None:
    driver = drive()
    difference = Difference("train.learning_rate", 0.5)
    driver.post(
        BuildTwin(1, 2, experiment_of(), difference, corpus_of()), StepOnce(), TakeMoment(3)
    )
    taken = driver.until(MomentTaken)
    assert taken.run == 1 and taken.model.experiment == experiment_of()
