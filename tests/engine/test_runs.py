"""Runs on the real engine: kept and taken up again, or branched, they go on to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.runs.store import ModelFolder
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.commands import (
    Branch,
    Build,
    Configure,
    Load,
    SaveInBackground,
    StepOnce,
    Undo,
)
from lstm_gui.core.worker.events import Built, ChangesUpdated, SavedInBackground
from lstm_gui.engine import create_backend
from tests.core.worker.driving import Driver, corpus_of, experiment_of

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]

STEPS = 12


@pytest.fixture
def driver():
    create_backend()  # loads MXNet, which may take longer than a wait
    driver = Driver(create_backend)
    yield driver
    driver.close()


def steps(driver: Driver, count: int) -> list[tuple[int, float, float]]:
    found = []
    for _ in range(count):
        driver.post(StepOnce())
        step = driver.until(StepDone)
        found.append((step.step, step.loss, step.grad_norm))
    return found


def weights(driver: Driver, folder: Path) -> dict[str, np.ndarray]:
    """Ask for the weights as the program does: only the engine thread may read them."""
    path = folder / "weights.safetensors"
    driver.post(SaveInBackground(path))
    driver.until(SavedInBackground, lambda event: event.path == path)
    return load_checkpoint(path).snapshot.weights


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 100.0), ("adam", 0.01)])
def test_a_kept_run_goes_on_to_the_bit(
    driver: Driver, tmp_path: Path, optimizer: str, rate: float
) -> None:
    experiment = experiment_of(epochs=50, optimizer=optimizer, learning_rate=rate)
    driver.build(experiment)
    steps(driver, STEPS)
    path = ModelFolder(tmp_path).path("0" * 32)
    driver.post(SaveInBackground(path))
    assert driver.until(SavedInBackground).refused is None
    straight = steps(driver, STEPS)
    driver.post(Build(2, experiment, corpus_of()))
    driver.until(Built)
    driver.post(Load(3, path, corpus_of()))
    assert driver.until(Built).position.step == STEPS
    assert steps(driver, STEPS) == straight


def test_a_branch_goes_on_and_the_run_that_was_left_does_too(
    driver: Driver, tmp_path: Path
) -> None:
    experiment = experiment_of(epochs=50)
    driver.build(experiment)
    steps(driver, STEPS)
    later = changed(experiment, "train.learning_rate", 0.5)
    driver.post(Configure(1, later))
    driver.until(ChangesUpdated, lambda event: event.undo is not None)
    steps(driver, STEPS)
    left = weights(driver, tmp_path)
    driver.post(Undo())
    driver.until(Built)
    before = weights(driver, tmp_path)

    path = tmp_path / "left.safetensors"
    driver.post(Branch(7, path))
    built = driver.until(Built)
    assert (built.run, built.continues, built.travel) == (7, True, "branch")
    assert driver.until(ChangesUpdated).redo is None
    after = weights(driver, tmp_path)
    assert all(np.array_equal(after[name], before[name]) for name in before)
    branched = steps(driver, STEPS)
    assert [step for step, _, _ in branched] == list(range(STEPS + 1, 2 * STEPS + 1))

    driver.post(Load(8, path, corpus_of()))
    loaded = driver.until(Built)
    assert loaded.position.step == 2 * STEPS
    assert loaded.experiment.train.learning_rate == 0.5
    again = weights(driver, tmp_path)
    assert all(np.array_equal(again[name], left[name]) for name in left)
    driver.build(experiment, run=9)
    plain = steps(driver, 2 * STEPS)
    assert plain[STEPS:] == branched


def test_a_model_that_cannot_be_kept_disturbs_nothing(driver: Driver, tmp_path: Path) -> None:
    driver.build(experiment_of(epochs=50))
    driver.post(SaveInBackground(tmp_path / "untrained.safetensors"))
    steps(driver, 2)
    assert driver.of(SavedInBackground) == []
    (tmp_path / "a file").touch()
    driver.post(SaveInBackground(tmp_path / "a file" / "model.safetensors"))
    kept = driver.until(SavedInBackground)
    assert kept.refused is not None
    assert [step for step, _, _ in steps(driver, 2)] == [3, 4]
