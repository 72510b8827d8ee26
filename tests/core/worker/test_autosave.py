"""Copies of the runs are handed out when they are asked for: at the right moment, whole, once."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.model.checkpoint import save_checkpoint
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.training.progress import EpochDone, SampleDone, StepDone
from lstm_gui.core.worker import autosave
from lstm_gui.core.worker.commands import (
    Build,
    BuildTwin,
    Configure,
    LoadTwin,
    Pause,
    RequestAutosave,
    SaveInBackground,
    Start,
    StepOnce,
)
from lstm_gui.core.worker.events import AutosaveReady, Failure, SavedInBackground, StateChanged
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend

TWIN = Difference("train.learning_rate", 0.5)


@pytest.fixture
def driver():
    driver = Driver(lambda: FakeBackend(step_seconds=0.0005))
    yield driver
    driver.close()


def copies(driver: Driver, count: int, after: float = 0.0) -> list[AutosaveReady]:
    found = []
    for _ in range(count):
        driver.post(RequestAutosave(after))
        found.append(driver.until(AutosaveReady))
    return found


def test_a_copy_is_of_the_moment_after_the_steps_that_were_told(driver):
    driver.build(experiment_of(epochs=10_000))
    driver.post(Start())
    for copy in copies(driver, 5):
        place = driver.seen.index(copy)
        told = [event for event in driver.seen[:place] if isinstance(event, StepDone)][-1]
        assert copy.run == 1 and copy.twin is None
        assert 0 < copy.model.snapshot.position.step <= told.step
    driver.post(RequestAutosave(3600.0), Pause())
    exact = driver.until(AutosaveReady).model.snapshot.position.step
    assert exact == driver.of(StepDone)[-1].step >= told.step


def test_a_copy_does_not_change_with_the_model(driver):
    driver.build(experiment_of(epochs=10_000))
    driver.post(Start())
    (copy,) = copies(driver, 1)
    arrays = copy.model.snapshot.weights
    before = {name: array.copy() for name, array in arrays.items()}
    (later,) = copies(driver, 1)
    assert all(np.array_equal(arrays[name], before[name]) for name in arrays)
    changed_since = later.model.snapshot.weights
    assert any(not np.array_equal(changed_since[name], before[name]) for name in before)


def test_nothing_is_copied_of_a_run_that_has_learned_nothing_or_has_not_moved_on(driver, tmp_path):
    driver.build(experiment_of(epochs=10_000))
    driver.post(RequestAutosave(0.0), StepOnce())
    copy = driver.until(AutosaveReady)
    assert copy.model.snapshot.position.step == 1
    driver.post(RequestAutosave(0.0), SaveInBackground(tmp_path / "model.safetensors"))
    driver.until(SavedInBackground)  # the engine has looked, and found nothing new
    driver.post(StepOnce())
    driver.until(StepDone)
    assert len(driver.of(AutosaveReady)) <= 2
    assert driver.until(AutosaveReady).model.snapshot.position.step == 2


def test_a_run_that_rests_is_copied_before_the_time_is_up(driver):
    driver.build(experiment_of(epochs=10_000))
    driver.post(RequestAutosave(3600.0), Start())
    driver.until(StepDone)
    assert not driver.of(AutosaveReady)
    driver.post(Pause())
    last = driver.until(AutosaveReady).model.snapshot.position.step
    assert last == driver.of(StepDone)[-1].step


def test_other_settings_are_another_moment(driver):
    driver.build(experiment_of(epochs=10_000))
    driver.post(RequestAutosave(0.0), StepOnce())
    first = driver.until(AutosaveReady)
    experiment = changed(first.model.experiment, "train.learning_rate", 0.25)
    driver.post(RequestAutosave(0.0), Configure(1, experiment))
    second = driver.until(AutosaveReady)
    assert second.model.experiment == experiment
    assert second.model.snapshot.position == first.model.snapshot.position


def test_samples_of_an_epochs_end_are_written_before_the_copy(driver):
    driver.build(experiment_of(epochs=3, sample_every=1, sample_length=40))
    driver.post(RequestAutosave(0.0), Start())
    while not any(e.state is RunState.FINISHED for e in driver.of(StateChanged)):
        copy = driver.until(AutosaveReady)
        place = driver.seen.index(copy)
        before = driver.seen[:place]
        epochs = sum(isinstance(event, EpochDone) for event in before)
        samples = sum(isinstance(event, SampleDone) for event in before)
        assert samples == 2 * epochs
        if copy.model.snapshot.position.epoch == 3:
            break
        driver.post(RequestAutosave(0.0))


def test_weights_that_are_no_numbers_are_not_handed_out(driver):
    class Breaking(FakeBackend):
        def weights(self):
            weights = super().weights()
            if self.steps > 3:
                next(iter(weights.values())).flat[0] = np.nan
            return weights

    broken = Driver(lambda: Breaking())
    broken.build(experiment_of(epochs=10_000))
    for _ in range(5):
        broken.post(StepOnce())
        broken.until(StepDone)
    broken.post(RequestAutosave(0.0))
    copy = broken.until(AutosaveReady)
    assert all(np.isfinite(array).all() for array in copy.model.snapshot.weights.values())
    broken.close()


def test_a_copy_that_fails_is_no_failure_of_the_run():
    class Short(FakeBackend):
        failed = False

        def optimizer_state(self):
            if self.steps and not self.failed:
                self.failed = True
                raise MemoryError
            return {}

    driver = Driver(lambda: Short(step_seconds=0.001))
    driver.build(experiment_of(epochs=10_000))
    driver.post(RequestAutosave(0.0), Start())
    driver.until(StepDone, lambda event: event.step == 50)
    assert not driver.of(AutosaveReady)
    assert driver.of(StateChanged)[-1].state is RunState.RUNNING
    driver.close()


def test_both_twins_are_copied_at_the_same_place_and_go_on_together(driver, tmp_path):
    driver.post(BuildTwin(1, 2, experiment_of(epochs=10_000), TWIN, corpus_of()), Start())
    for copy in copies(driver, 3):
        assert copy.twin is not None
        places = copy.model.snapshot.position, copy.twin.snapshot.position
        assert (places[0].epoch, places[0].batch) == (places[1].epoch, places[1].batch)
        assert copy.twin.experiment == TWIN.of(copy.model.experiment)
    paths = tmp_path / "own.safetensors", tmp_path / "twin.safetensors"
    for path, model in zip(paths, (copy.model, copy.twin), strict=True):
        save_checkpoint(path, model)
    driver.post(Build(3, experiment_of(), corpus_of()))
    driver.post(LoadTwin(4, 5, *paths, TWIN, corpus_of()), StepOnce())
    step = copy.model.snapshot.position.step
    assert driver.until(StepDone, lambda event: event.run == 4).step == step + 1
    assert driver.until(StepDone, lambda event: event.run == 5).step == step + 1


def test_twins_that_were_kept_a_little_apart_draw_level(driver, tmp_path):
    driver.post(BuildTwin(1, 2, experiment_of(epochs=10_000), TWIN, corpus_of()), Start())
    early, late = copies(driver, 2, after=0.02)
    paths = tmp_path / "own.safetensors", tmp_path / "twin.safetensors"
    other = changed(late.model.experiment, "train.clipping_theta", 0.5)
    driver.post(Configure(1, other))
    late = next(c for c in copies(driver, 3) if c.model.experiment == other)
    save_checkpoint(paths[0], late.model)
    save_checkpoint(paths[1], early.twin)
    driver.post(LoadTwin(4, 5, *paths, TWIN, corpus_of()), Start())
    level = late.model.snapshot.position.step + 5
    driver.until(StepDone, lambda event: event.run == 5 and event.step > level)
    driver.post(Pause(), RequestAutosave(0.0))
    copy = driver.until(AutosaveReady, lambda event: event.run == 4)
    assert copy.twin.experiment == TWIN.of(other)
    assert copy.twin.snapshot.position.step == copy.model.snapshot.position.step


def test_no_memory_for_a_copy_is_said_once_and_training_goes_on(monkeypatch):
    monkeypatch.setattr(autosave, "AFTER_FAILURE_S", 0.0)

    class Full(FakeBackend):
        full = True

        def optimizer_state(self):
            if self.full and self.steps:
                raise MemoryError
            return super().optimizer_state()

    backend = Full()
    driver = Driver(lambda: backend)
    driver.build(experiment_of(epochs=10_000))
    driver.post(RequestAutosave(0.0), StepOnce())
    failure = driver.until(Failure)
    assert failure.doing == "autosave" and failure.expected
    assert "could not be copied (MemoryError)" in failure.template.format(**failure.values)
    driver.post(StepOnce())
    driver.until(StepDone)
    backend.full = False
    assert driver.until(AutosaveReady).model.snapshot.position.step >= 1
    assert len(driver.of(Failure)) == 1
    driver.close()
