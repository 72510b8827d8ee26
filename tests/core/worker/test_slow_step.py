"""One epoch and one slow step at a time, on the engine thread with a fake engine."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.model.backend import StepResult
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.training.progress import Diverged, EpochDone, SampleDone, StepDone
from lstm_gui.core.worker import turns
from lstm_gui.core.worker.commands import (
    CancelInspect,
    Configure,
    Pause,
    Start,
    StepEpoch,
    StepOnce,
    StepSlowly,
    Stop,
)
from lstm_gui.core.worker.events import (
    Configured,
    InspectDone,
    InspectProgress,
    SlowStepDone,
    StateChanged,
)
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend


class Remembering(FakeBackend):
    """Keeps the batches that it was trained on."""

    def __init__(self, **settings: int) -> None:
        super().__init__(**settings)
        self.batches: list[tuple[Ids, Ids]] = []

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self.batches.append((inputs, targets))
        return super().step(inputs, targets)


@pytest.fixture
def drive() -> Iterator[Callable[..., Driver]]:
    drivers: list[Driver] = []

    def make(backend: FakeBackend | None = None) -> Driver:
        drivers.append(Driver(lambda: backend or FakeBackend()))
        return drivers[-1]

    yield make
    for driver in drivers:
        driver.close()


def _answer(driver: Driver, number: int) -> SlowStepDone | None:
    result = driver.until(InspectDone, lambda event: event.id == number).result
    assert result is None or isinstance(result, SlowStepDone)
    return result


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch whose taking apart has no end."""

    def slices(_upcoming) -> Iterator[float]:
        while True:
            yield 0.5

    monkeypatch.setattr(turns, "take_apart", slices)
    monkeypatch.setattr(turns, "PROGRESS_INTERVAL_S", 0.0)


class TestEpoch:
    def test_it_trains_to_the_end_of_the_epoch_and_pauses(self, drive) -> None:
        driver = drive()
        driver.build(experiment_of(sample_every=100))
        for epoch, steps in ((1, 14), (2, 28)):
            driver.post(StepEpoch())
            driver.state(RunState.RUNNING)
            driver.state(RunState.PAUSED)
            assert driver.of(EpochDone)[-1].epoch == epoch
            assert driver.of(StepDone)[-1].step == steps

    def test_from_the_middle_it_trains_the_rest(self, drive) -> None:
        driver = drive()
        driver.build(experiment_of(sample_every=100))
        for _ in range(3):
            driver.post(StepOnce())
            driver.until(StepDone)
        driver.post(StepEpoch())
        assert driver.until(EpochDone).epoch == 1
        driver.state(RunState.PAUSED)
        assert len(driver.of(StepDone)) == 14

    def test_a_start_after_it_asks_for_more_than_the_epoch(self, drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(StepEpoch(), Pause(), Start())
        driver.state(RunState.FINISHED)
        assert len(driver.of(EpochDone)) == 3

    def test_the_samples_of_its_end_are_written_and_the_last_one_finishes(self, drive) -> None:
        driver = drive()
        driver.build(experiment_of(sample_every=1, epochs=1))
        driver.post(StepEpoch())
        driver.state(RunState.PAUSED)
        driver.until(SampleDone)
        driver.state(RunState.FINISHED)


class TestSlowStep:
    def test_it_tells_of_the_batch_that_the_engine_then_takes(self, drive) -> None:
        backend = Remembering()
        driver = drive(backend)
        driver.build(experiment_of())
        for number in (1, 2):
            before = backend.weights()
            driver.post(StepSlowly(number))
            done = _answer(driver, number)
            assert done is not None and done.step is not None
            assert isinstance(done.anatomy, StepAnatomy)
            assert (done.epoch, done.batch, done.batches) == (1, number, 14)
            assert done.step.step == number == len(backend.batches)
            inputs, targets = backend.batches[-1]
            np.testing.assert_array_equal(done.anatomy.inputs, inputs)
            np.testing.assert_array_equal(done.anatomy.targets, targets)
            assert done.anatomy.from_zeros == (number == 1)
            norm = np.linalg.norm(before["W_hq"])
            assert done.anatomy.parameters[-2].weight == pytest.approx(norm)
        assert len(driver.of(StepDone)) == 2

    def test_training_pauses_for_it(self, drive) -> None:
        driver = drive(Remembering())
        driver.build(experiment_of(epochs=100_000, sample_every=100_000))
        driver.post(Start())
        driver.until(StepDone, lambda step: step.step > 20)
        driver.post(StepSlowly(1))
        done = _answer(driver, 1)
        assert done is not None and done.step is not None
        assert driver.of(StateChanged)[-1].state is RunState.PAUSED
        assert driver.of(StepDone)[-1] == done.step

    def test_given_up_the_batch_is_not_trained_on(self, drive, endless) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(StepSlowly(1))
        assert driver.until(InspectProgress).fraction == 0.5
        driver.post(CancelInspect(1))
        assert _answer(driver, 1) is None
        driver.post(StepOnce())
        assert driver.until(StepDone).step == 1

    @pytest.mark.parametrize("command", [Start(), StepOnce(), Stop(), StepSlowly(2), StepEpoch()])
    def test_another_act_takes_its_place(self, drive, endless, command) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=1))
        driver.post(StepSlowly(1))
        driver.until(InspectProgress)
        driver.post(command)
        assert _answer(driver, 1) is None

    def test_another_model_takes_its_place(self, drive, endless) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(StepSlowly(1))
        driver.until(InspectProgress)
        driver.build(experiment_of(), run=2)
        assert InspectDone(1, None) in driver.of(InspectDone)

    def test_settings_that_change_meanwhile_are_those_it_tells_of(
        self, drive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rates: list[float] = []
        real = turns.take_apart

        def slices(upcoming):
            rates.append(upcoming.train.learning_rate)
            while len(rates) < 2:
                yield 0.1
            return (yield from real(upcoming))

        monkeypatch.setattr(turns, "take_apart", slices)
        driver = drive()
        experiment: Experiment = experiment_of(learning_rate=1.0)
        driver.build(experiment)
        driver.post(StepSlowly(1))
        driver.until(InspectProgress)
        driver.post(Configure(1, changed(experiment, "train.learning_rate", 0.5)))
        driver.until(Configured)
        done = _answer(driver, 1)
        assert done is not None and done.anatomy.train.learning_rate == 0.5 == rates[-1]

    def test_where_no_step_makes_sense_it_says_so(self, drive) -> None:
        driver = drive()
        driver.post(StepSlowly(1))
        assert _answer(driver, 1) is None
        driver.build(experiment_of(epochs=1))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        driver.post(StepSlowly(2))
        assert _answer(driver, 2) is None
        assert len(driver.of(StepDone)) == 14

    def test_a_breakdown_is_told_with_its_numbers(self, drive) -> None:
        driver = drive(Remembering(breaks_at=1))
        driver.build(experiment_of())
        driver.post(StepSlowly(1))
        driver.until(Diverged)
        done = _answer(driver, 1)
        assert done is not None and done.step is None
        assert (done.epoch, done.batch) == (1, 1)
        assert math.isfinite(done.anatomy.loss)

    def test_short_memory_ends_the_slow_step_and_not_the_run(
        self, drive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def slices(_upcoming):
            raise MemoryError
            yield

        caplog.set_level(logging.CRITICAL, logger="lstm_gui.core.worker.engine_thread")
        monkeypatch.setattr(turns, "take_apart", slices)
        driver = drive()
        driver.build(experiment_of(), corpus_of())
        driver.post(StepSlowly(1))
        assert _answer(driver, 1) is None
        driver.post(StepOnce())
        assert driver.until(StepDone).step == 1
