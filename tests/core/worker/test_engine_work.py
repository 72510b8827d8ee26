"""EngineWork: what goes on beside training gets its share of the time, and no more."""

from __future__ import annotations

from collections.abc import Generator
from types import SimpleNamespace

import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.core.inspection.jobs import ModelAccess
from lstm_gui.core.model.backend import StepResult
from lstm_gui.core.worker.commands import Build, Inspect, Start
from lstm_gui.core.worker.engine_thread import EngineWork
from lstm_gui.core.worker.mailbox import Outbox
from tests.core.worker.driving import corpus_of, experiment_of
from tests.fakes import FakeBackend

SLICE_S = 0.001


class Clock:
    """Goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowBackend(FakeBackend):
    """Each batch takes `batch_s` by the clock."""

    def __init__(self, clock: Clock, batch_s: float) -> None:
        super().__init__()
        self._clock, self._batch_s = clock, batch_s

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self._clock.now += self._batch_s
        return super().step(inputs, targets)


class LongQuestion:
    """Has no end; each slice takes `SLICE_S` by the clock."""

    def __init__(self, clock: Clock) -> None:
        self.slices = 0
        self._clock = clock

    def steps(self, model: ModelAccess) -> Generator[float, None, object]:
        while True:
            self.slices += 1
            self._clock.now += SLICE_S
            yield 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("engine_thread", "turns"):
        monkeypatch.setattr(
            f"lstm_gui.core.worker.{module}.time", SimpleNamespace(perf_counter=clock)
        )
    return clock


@pytest.mark.parametrize(("batch_s", "share_s"), [(0.0, 0.006), (0.1, 0.02), (1.0, 0.05)])
def test_a_question_gets_its_share_of_long_batches(
    clock: Clock, batch_s: float, share_s: float
) -> None:
    """With six milliseconds a batch, a search would take minutes where a batch takes long."""
    backend, question = SlowBackend(clock, batch_s), LongQuestion(clock)
    work = EngineWork(
        backend, create_backend=FakeBackend, outbox=Outbox(), report=lambda _error, _run: None
    )
    for command in (Build(1, experiment_of(), corpus_of()), Inspect(1, question), Start()):
        work.handle(command)
    work.turn(lambda _doing, act: act())
    assert backend.steps == 1
    assert question.slices * SLICE_S == pytest.approx(share_s, abs=1.5 * SLICE_S)
