"""Whatever the engine fails at, it is said; what was learned still writes, a new model trains."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.errors import EngineError
from lstm_gui.core.model.backend import Memory, StepResult
from lstm_gui.core.settings.groups import ComputeConfig, GenerateRequest, ModelConfig
from lstm_gui.core.training.progress import EpochDone, StepDone
from lstm_gui.core.worker.commands import Build, Command, Load, Save, Start, StepOnce, Write
from lstm_gui.core.worker.events import Failure, Saved, TextAdded
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend

SHORT = "Memory is short. Use fewer hidden units, or a smaller batch."
BATCHES = 14


class FaultyBackend(FakeBackend):
    """Fails once, at a call that the test names, or at a step."""

    def __init__(self) -> None:
        super().__init__()
        self.fails_at: str | int = ""
        self.error: Exception = EngineError(SHORT)

    def _call(self, name: str | int) -> None:
        if self.fails_at == name:
            self.fails_at = ""
            raise self.error

    def build(self, model: ModelConfig, compute: ComputeConfig, vocabulary_size: int) -> None:
        self._call("build")
        super().build(model, compute, vocabulary_size)

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self._call(self.steps + 1)
        return super().step(inputs, targets)

    def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
        self._call("advance")
        return super().advance(ids, memory)

    def weights(self) -> dict[str, Floats]:
        self._call("weights")
        return super().weights()

    def load_weights(self, weights: Arrays) -> None:
        self._call("load")
        super().load_weights(weights)


@pytest.fixture
def quiet_errors() -> Iterator[None]:
    """What is unexpected is logged, too."""
    log = logging.getLogger("lstm_gui.core.worker.engine_thread")
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(logging.NOTSET)


@pytest.fixture
def engine() -> Iterator[tuple[FaultyBackend, Driver]]:
    backend = FaultyBackend()
    driver = Driver(lambda: backend)
    driver.build(experiment_of())
    yield backend, driver
    driver.close()


def writes(driver: Driver, number: int) -> bool:
    """Tell whether the model writes."""
    driver.post(Write(GenerateRequest(id=number, prefix="abc", length=4)))
    return driver.until(TextAdded, lambda event: event.id == number).text == "defg"


def trains(driver: Driver, run: int) -> None:
    """Build another model, and train it for an epoch and more."""
    driver.build(experiment_of(), run=run)
    driver.post(Start())
    driver.until(EpochDone, lambda event: event.run == run)
    driver.state(RunState.FINISHED)


PLACES: list[str | int] = [1, 2, 10, BATCHES, BATCHES + 1, 3 * BATCHES]
ERRORS = {
    "expected": lambda: EngineError(SHORT),
    "unexpected": lambda: RuntimeError("MXNetError: CUDA: out of memory"),
}


@pytest.mark.release("O1")
@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("place", PLACES)
def test_a_step_fails(
    engine: tuple[FaultyBackend, Driver], place: int, kind: str, quiet_errors: None
) -> None:
    backend, driver = engine
    backend.fails_at, backend.error = place, ERRORS[kind]()
    driver.post(Start())
    failure = driver.until(Failure)
    assert failure.doing == "train" and failure.expected == (kind == "expected")
    assert SHORT in failure.template if failure.expected else "MXNetError" in failure.details
    driver.state(RunState.FAILED)
    assert driver.of(StepDone)[-1].step == place - 1 if place > 1 else not driver.of(StepDone)
    assert writes(driver, 1)
    trains(driver, 2)


def acts(folder: Path) -> dict[str, tuple[str, Command]]:
    """Return at which call of the engine each command fails."""
    save = Save(folder / "model")
    return {
        "a text": ("advance", Write(GenerateRequest(id=7, prefix="abc", length=4))),
        "a save": ("weights", save),
        "another model": ("build", Build(2, experiment_of(), corpus_of())),
        "a model from a file": ("load", Load(3, folder / "whole", corpus_of())),
    }


@pytest.mark.release("O1")
@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("act", ["a text", "a save", "another model", "a model from a file"])
def test_something_else_fails(
    engine: tuple[FaultyBackend, Driver],
    act: str,
    kind: str,
    tmp_path: Path,
    quiet_errors: None,
) -> None:
    backend, driver = engine
    for _ in range(3):
        driver.post(StepOnce())
        driver.until(StepDone)
    driver.post(Save(tmp_path / "whole"))
    driver.until(Saved)
    place, command = acts(tmp_path)[act]
    backend.fails_at, backend.error = place, ERRORS[kind]()
    driver.post(command)
    failure = driver.until(Failure)
    assert SHORT in failure.template if failure.expected else "MXNetError" in failure.details
    assert not (tmp_path / "model").exists()
    if act in ("a text", "a save"):  # else there is no model any more
        assert writes(driver, 8)
    driver.post(Load(4, tmp_path / "whole", corpus_of()))
    driver.state(RunState.PAUSED)
    assert writes(driver, 9)
    trains(driver, 5)
