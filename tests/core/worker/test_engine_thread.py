"""The engine thread does what it is told between two batches, and always says what it did."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats, Ids
from lstm_gui.core.errors import EngineError
from lstm_gui.core.model.backend import Backend, Memory, StepResult, Trace
from lstm_gui.core.model.checkpoint import load_checkpoint, save_checkpoint
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.training.progress import Diverged, EpochDone, SampleDone, StepDone
from lstm_gui.core.worker.commands import (
    Build,
    CancelWrite,
    Close,
    Configure,
    Load,
    Pause,
    Save,
    Start,
    StepOnce,
    Stop,
    WatchMemory,
    Write,
)
from lstm_gui.core.worker.engine_thread import EngineWork
from lstm_gui.core.worker.events import (
    Built,
    Cells,
    Closed,
    Configured,
    EngineReady,
    Failure,
    Saved,
    StateChanged,
    TextAdded,
    TextDone,
)
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import TIMEOUT_S, Driver, GatedBackend, corpus_of, experiment_of
from tests.fakes import FakeBackend

Drive = Callable[..., Driver]


@pytest.fixture
def drive() -> Iterator[Drive]:
    drivers: list[tuple[Driver, Backend | None]] = []

    def start(backend: Backend | None = None) -> Driver:
        made = FakeBackend() if backend is None else backend
        driver = Driver(lambda: made)
        drivers.append((driver, made))
        driver.until(EngineReady)
        return driver

    yield start
    for driver, backend in drivers:
        if isinstance(backend, GatedBackend):
            backend.open()
        driver.close()


@pytest.fixture
def quiet_errors() -> Iterator[None]:
    """Tests that provoke an unexpected error expect its log record, too."""
    logging.getLogger("lstm_gui.core.worker.engine_thread").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("lstm_gui.core.worker.engine_thread").setLevel(logging.NOTSET)


def barrier(driver: Driver, experiment: Experiment, revision: int) -> Configured:
    """Wait until everything that was posted so far has been handled."""
    driver.post(Configure(revision, experiment))
    return driver.until(Configured, lambda event: event.revision == revision)


def written(driver: Driver, text_id: int) -> str:
    driver.until(TextDone, lambda event: event.id == text_id and not event.cancelled)
    return "".join(event.text for event in driver.of(TextAdded) if event.id == text_id)


class TestLife:
    def test_it_loads_then_waits_then_closes(self, drive: Drive) -> None:
        driver = drive(FakeBackend(contexts=("cpu", "gpu:0")))
        assert driver.of(EngineReady) == [EngineReady(("cpu", "gpu:0"))]
        driver.state(RunState.EMPTY)
        driver.close()
        assert isinstance(driver.seen[-1], Closed)

    def test_one_thread_from_the_making_to_the_end(self, drive: Drive) -> None:
        threads: set[tuple[int, str]] = set()

        class Noting(FakeBackend):
            def __getattribute__(self, name: str) -> object:
                if not name.startswith("_"):
                    threads.add((threading.get_ident(), threading.current_thread().name))
                return super().__getattribute__(name)

        driver = Driver(Noting)
        driver.until(EngineReady)
        for run in range(1, 4):
            driver.build(experiment_of(), run=run)
            driver.post(Start())
            driver.state(RunState.FINISHED)
            driver.post(Write(GenerateRequest(id=run, prefix="a", length=3)), WatchMemory("abc"))
            assert len(written(driver, run)) == 3
        driver.close()
        assert len(threads) == 1
        ((ident, name),) = threads
        assert name == "engine" and ident != threading.get_ident()

    def test_what_nobody_guards_is_a_failure_and_the_thread_goes_on(
        self, quiet_errors: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        driver = Driver(FakeBackend)
        driver.build(experiment_of())
        idle, left = EngineWork.idle_seconds, [1]

        def broken(work: EngineWork) -> float | None:
            if left:
                raise KeyError(left.pop())
            return idle(work)

        monkeypatch.setattr(EngineWork, "idle_seconds", broken)
        driver.post(StepOnce())
        assert driver.until(Failure).doing == "turn"
        driver.state(RunState.FAILED)
        driver.build(experiment_of(), run=2)
        driver.close()

    def test_a_factory_that_fails_is_a_failure_and_closing_still_works(
        self, quiet_errors: None
    ) -> None:
        for error, expected in (
            (EngineError("MXNet is not installed. {remedy}", remedy="Install it."), True),
            (OSError("libquadmath"), False),
        ):

            def broken(error: Exception = error) -> Backend:
                raise error

            driver = Driver(broken)
            failure = driver.until(Failure)
            assert failure.doing == "load" and failure.expected is expected
            assert failure.template.format(**failure.values) == (
                str(error) if expected else repr(error)
            )
            driver.state(RunState.FAILED)
            driver.post(Start(), Build(1, experiment_of(), corpus_of()))
            driver.close()
            assert driver.of(Built) == []

    def test_it_closes_within_a_batch(self, drive: Drive) -> None:
        backend = GatedBackend()
        driver = drive(backend)
        driver.build(experiment_of(epochs=1000))
        driver.post(Start())
        assert backend.begun.acquire(timeout=TIMEOUT_S)
        driver.post(Close())
        backend.let(1)
        driver.until(Closed)
        assert len(driver.of(StepDone)) == 1
        assert not backend.begun.acquire(blocking=False)


class TestTraining:
    def test_a_run_from_start_to_end(self, drive: Drive) -> None:
        driver = drive()
        driver.post(Build(5, experiment_of(), corpus_of()))
        built = driver.until(Built)
        assert (built.run, built.batches, built.position.epoch) == (5, 14, 0)
        assert built.parameters == 30 * 12 + 3 * 12 + 12 + 3 * 30 + 30
        driver.post(Start())
        driver.state(RunState.FINISHED)
        steps = driver.of(StepDone)
        assert [step.step for step in steps] == list(range(1, 3 * 14 + 1))
        assert [event.epoch for event in driver.of(EpochDone)] == [1, 2, 3]
        states = [event.state.value for event in driver.of(StateChanged)]
        assert states == ["empty", "ready", "running", "finished"]
        for number, epoch in enumerate(driver.of(EpochDone)):
            mean = sum(step.loss for step in steps[14 * number : 14 * number + 14]) / 14
            assert epoch.perplexity == pytest.approx(math.exp(mean), rel=1e-12)

    @pytest.mark.parametrize(
        ("command", "state"), [(Pause(), RunState.PAUSED), (Stop(), RunState.STOPPED)]
    )
    def test_pause_and_stop_act_within_one_batch(
        self, drive: Drive, command: Pause | Stop, state: RunState
    ) -> None:
        backend = GatedBackend()
        driver = drive(backend)
        driver.build(experiment_of(epochs=1000))
        driver.post(Start())
        backend.let(4)
        for _ in range(5):  # the fifth step has begun and waits
            assert backend.begun.acquire(timeout=TIMEOUT_S)
        driver.post(command)
        backend.let(1)
        driver.state(state)
        barrier(driver, experiment_of(epochs=1000), 1)
        assert [step.step for step in driver.of(StepDone)] == [1, 2, 3, 4, 5]
        assert not backend.begun.acquire(blocking=False)

    def test_a_pause_goes_on_where_it_rested(self, drive: Drive) -> None:
        backend = GatedBackend()
        driver = drive(backend)
        driver.build(experiment_of())
        driver.post(Start())
        assert backend.begun.acquire(timeout=TIMEOUT_S)
        driver.post(Pause())
        backend.let(1)
        driver.state(RunState.PAUSED)
        driver.post(Start())
        backend.open()
        driver.state(RunState.FINISHED)
        assert [step.step for step in driver.of(StepDone)] == list(range(1, 43))

    def test_each_step_is_one_batch(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        for count in range(1, 4):
            driver.post(StepOnce())
            assert driver.until(StepDone).step == count
        barrier(driver, experiment_of(), 1)
        assert len(driver.of(StepDone)) == 3
        assert driver.of(StateChanged)[-1].state is RunState.PAUSED

    def test_a_step_waits_for_the_samples_under_way(self, drive: Drive) -> None:
        driver = drive()
        experiment = experiment_of(sample_every=1, sample_length=300)
        driver.build(experiment)
        for _ in range(14):
            driver.post(StepOnce())
            driver.until(StepDone)
        driver.post(StepOnce())
        samples = driver.until(SampleDone)
        assert samples.epoch == 1
        step = driver.until(StepDone)
        assert step.step == 15
        assert driver.seen.index(step) > driver.seen.index(driver.of(SampleDone)[-1])

    def test_the_last_batch_by_hand_finishes_the_run(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=1))
        for _ in range(14):
            driver.post(StepOnce())
            driver.until(StepDone)
        driver.state(RunState.FINISHED)

    def test_a_start_that_comes_too_late_trains_no_more(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=1))
        driver.post(Start(), Start())
        driver.state(RunState.FINISHED)
        driver.post(Start(), StepOnce(), Pause())
        barrier(driver, experiment_of(epochs=1), 1)
        assert len(driver.of(StepDone)) == 14
        assert driver.of(StateChanged)[-1].state is RunState.FINISHED

    def test_reset_gives_the_same_initial_weights_and_the_same_curve(
        self, drive: Drive, tmp_path: Path
    ) -> None:
        driver = drive()
        curves, weights = [], []
        for run in (1, 2):
            driver.build(experiment_of(), run=run)
            driver.post(Save(tmp_path / str(run)))
            driver.until(Saved)
            weights.append(load_checkpoint(tmp_path / str(run)).snapshot.weights)
            driver.post(Start())
            driver.state(RunState.FINISHED)
            curves.append([s.loss for s in driver.of(StepDone) if s.run == run])
        assert curves[0] == curves[1]
        assert all(np.array_equal(weights[0][name], weights[1][name]) for name in weights[0])

    def test_building_during_a_run_gives_it_up(self, drive: Drive) -> None:
        backend = GatedBackend()
        driver = drive(backend)
        driver.build(experiment_of(), run=1)
        driver.post(Start())
        assert backend.begun.acquire(timeout=TIMEOUT_S)
        driver.post(Build(2, experiment_of(), corpus_of()))
        backend.open()
        driver.state(RunState.READY)
        barrier(driver, experiment_of(), 1)
        assert [step.run for step in driver.of(StepDone)] == [1]

    def test_divergence_stops_and_can_go_on(self, drive: Drive) -> None:
        driver = drive(FakeBackend(breaks_at=20))
        driver.build(experiment_of())
        driver.post(Start())
        event = driver.until(Diverged)
        assert event.step == 20 and math.isnan(event.loss)
        driver.state(RunState.DIVERGED)
        barrier(driver, changed(experiment_of(), "train.learning_rate", 0.1), 1)
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert driver.of(EpochDone)[-1].epoch == 3

    def test_an_engine_error_fails_the_run_and_a_build_recovers(
        self, drive: Drive, quiet_errors: None
    ) -> None:
        class Breaking(FakeBackend):
            def step(self, inputs: Ids, targets: Ids) -> StepResult:
                if self.steps == 3:
                    self.steps += 1
                    raise RuntimeError("kernel")
                return super().step(inputs, targets)

        for act in (Start(), StepOnce()):
            driver = drive(Breaking())
            driver.build(experiment_of())
            if isinstance(act, StepOnce):
                for _ in range(3):
                    driver.post(StepOnce())
                    driver.until(StepDone)
            driver.post(act)
            failure = driver.until(Failure)
            assert (failure.doing, failure.expected) == ("train", False)
            assert "kernel" in failure.details
            driver.state(RunState.FAILED)
            driver.post(Start(), Write(GenerateRequest(id=1, prefix="abc", length=4)))
            assert written(driver, 1) == "defg"  # what was learned still writes
            driver.build(experiment_of(), run=2)


class TestSettings:
    def test_live_settings_act_on_the_next_batch(self, drive: Drive) -> None:
        class Rates(GatedBackend):
            def __init__(self) -> None:
                super().__init__()
                self.rates: list[float] = []

            def step(self, inputs: Ids, targets: Ids) -> StepResult:
                result = super().step(inputs, targets)
                self.rates.append(self.train.learning_rate)
                return result

        backend = Rates()
        driver = drive(backend)
        driver.build(experiment_of(epochs=1))
        driver.post(Start())
        assert backend.begun.acquire(timeout=TIMEOUT_S)
        for revision in range(1, 6):
            rate = float(revision)
            driver.post(Configure(revision, changed(experiment_of(), "train.learning_rate", rate)))
        backend.open()
        configured = driver.until(Configured)
        driver.state(RunState.FINISHED)
        assert (configured.revision, configured.step) == (5, 1)  # only the newest counted
        assert configured.experiment.train.learning_rate == 5.0
        assert backend.rates[0] == 100.0 and set(backend.rates[1:]) == {5.0}

    def test_the_answer_tells_what_is_really_in_use(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        wanted = changed(changed(experiment_of(), "model.hidden", 9), "train.epochs", 2)
        configured = barrier(driver, wanted, 1)
        assert configured.experiment == changed(experiment_of(), "train.epochs", 2)

    def test_a_context_that_is_not_here_changes_nothing(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(Configure(1, changed(experiment_of(), "compute.context", "gpu:0")))
        assert "gpu:0 cannot be used here" in str(
            driver.until(Failure).template.format(context="gpu:0", usable="cpu")
        )
        driver.post(Start())
        driver.state(RunState.FINISHED)

    def test_more_epochs_after_the_end_can_be_trained(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=1))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        driver.post(Configure(1, experiment_of(epochs=2)))
        driver.state(RunState.PAUSED)
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert driver.of(EpochDone)[-1].epoch == 2

    def test_fewer_epochs_than_are_done_end_the_run(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        for _ in range(15):
            driver.post(StepOnce())
            driver.until(StepDone)
        driver.post(Configure(1, experiment_of(epochs=1)))
        driver.state(RunState.FINISHED)


class TestSamples:
    def test_samples_come_at_the_right_epochs_with_their_numbers(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=5, sample_every=2))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        epochs = {event.epoch: event for event in driver.of(EpochDone)}
        samples = driver.of(SampleDone)
        assert [(s.epoch, s.prefix) for s in samples] == [
            (2, "abc"),
            (2, "z"),
            (4, "abc"),
            (4, "z"),
        ]
        for sample in samples:
            assert sample.perplexity == epochs[sample.epoch].perplexity
            assert sample.seconds == epochs[sample.epoch].seconds
            assert len(sample.text) == 5
        assert samples[0].text == "defgh"

    def test_samples_are_written_before_the_next_batch(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=3, sample_every=1, sample_length=200))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        kinds = [type(e).__name__ for e in driver.seen if isinstance(e, (EpochDone, SampleDone))]
        assert kinds == ["EpochDone", "SampleDone", "SampleDone"] * 3
        for sample in driver.of(SampleDone):
            place = driver.seen.index(sample)
            before = [e for e in driver.seen[:place] if isinstance(e, StepDone)]
            assert len(before) == 14 * sample.epoch

    def test_prefixes_that_the_text_does_not_have_are_left_out(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of(sample_every=1, epochs=1, prefixes=("龙", "分开")))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert [sample.prefix for sample in driver.of(SampleDone)] == ["分开"]

    def test_stop_leaves_samples_under_way(self, drive: Drive) -> None:
        class Slow(FakeBackend):
            """Writing waits until it may go on."""

            def __init__(self) -> None:
                super().__init__()
                self.writing, self.go_on = threading.Event(), threading.Event()

            def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
                self.writing.set()
                assert self.go_on.wait(TIMEOUT_S)
                return super().advance(ids, memory)

        backend = Slow()
        driver = drive(backend)
        driver.build(experiment_of(sample_every=1, sample_length=5000))
        driver.post(Start())
        assert backend.writing.wait(TIMEOUT_S)
        driver.post(Stop())
        backend.go_on.set()
        driver.state(RunState.STOPPED)
        barrier(driver, experiment_of(), 1)
        assert len(driver.of(StepDone)) == 14 and driver.of(SampleDone) == []


class TestWriting:
    def test_it_writes_before_during_and_after_training(self, drive: Drive) -> None:
        backend = GatedBackend()
        driver = drive(backend)
        driver.build(experiment_of())
        driver.post(Write(GenerateRequest(id=1, prefix="abc", length=4)))
        assert written(driver, 1) == "defg"
        driver.post(Start(), Write(GenerateRequest(id=2, prefix="x", length=2)))
        backend.open()
        assert written(driver, 2) == "yz"
        driver.state(RunState.FINISHED)
        driver.post(Write(GenerateRequest(id=3, prefix="a", length=3)))
        assert written(driver, 3) == "bcd"

    def test_a_batch_that_takes_long_holds_no_text_up(self, drive: Drive) -> None:
        class Waiting(GatedBackend):
            def step(self, inputs: Ids, targets: Ids) -> StepResult:
                self.begun.release()
                while not self.gate.acquire(timeout=0.001):
                    self.meanwhile()
                return FakeBackend.step(self, inputs, targets)

        backend = Waiting()
        driver = drive(backend)
        driver.build(experiment_of(epochs=1))
        driver.post(StepOnce())
        assert backend.begun.acquire(timeout=TIMEOUT_S)
        driver.post(Write(GenerateRequest(id=1, prefix="abc", length=4)))
        assert written(driver, 1) == "defg"
        driver.post(Write(GenerateRequest(id=2, prefix="?", length=4)))  # not in the text
        assert driver.until(Failure).expected
        assert not driver.of(StepDone)  # the batch is still being computed
        backend.let()
        assert driver.until(StepDone).step == 1

    def test_a_newer_text_supersedes_the_one_under_way(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(Write(GenerateRequest(id=1, prefix="a", length=5000)))
        driver.until(TextAdded)
        driver.post(Write(GenerateRequest(id=2, prefix="a", length=3)))
        assert written(driver, 2) == "bcd"
        ends = driver.of(TextDone)
        assert [(end.id, end.cancelled) for end in ends] == [(1, True), (2, False)]

    def test_each_place_has_a_text_of_its_own(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(
            Write(GenerateRequest(id=1, prefix="a", length=5000), "studio"),
            Write(GenerateRequest(id=2, prefix="a", length=3)),
        )
        assert written(driver, 2) == "bcd"
        assert not any(done.cancelled for done in driver.of(TextDone))
        driver.post(Write(GenerateRequest(id=3, prefix="a", length=2, variants=2), "studio"))
        assert driver.until(TextDone).cancelled  # the one that it supersedes
        driver.until(TextDone)
        found = {e.variant: e.text for e in driver.of(TextAdded) if e.id == 3}
        assert found == {0: "bc", 1: "bc"}

    def test_cancelling_names_the_text(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(Write(GenerateRequest(id=1, prefix="a", length=5000)), CancelWrite(7))
        driver.until(TextAdded)
        driver.post(CancelWrite(1))
        assert driver.until(TextDone).cancelled
        driver.post(CancelWrite(1))
        barrier(driver, experiment_of(), 1)
        assert len(driver.of(TextDone)) == 1

    def test_a_text_without_a_model_is_cancelled(self, drive: Drive) -> None:
        driver = drive()
        driver.post(Write(GenerateRequest(id=3, prefix="a")))
        done = driver.until(TextDone)
        assert (done.id, done.cancelled) == (3, True)

    def test_unknown_characters_are_a_sentence_and_training_goes_on(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(Write(GenerateRequest(id=1, prefix="龙")), Start())
        failure = driver.until(Failure)
        assert failure.expected and "龙" in failure.template.format(**failure.values)
        driver.state(RunState.FINISHED)

    def test_the_same_request_gives_the_same_text(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        texts = []
        for text_id in (1, 2):
            request = GenerateRequest(id=text_id, prefix="a", length=60, temperature=2.0, seed=5)
            driver.post(Write(request))
            texts.append(written(driver, text_id))
        assert texts[0] == texts[1] and len(set(texts[0])) > 5


class TestMemory:
    def test_it_is_shown_while_somebody_looks(self, drive: Drive) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(WatchMemory("ab龙c"))
        cells = driver.until(Cells)
        assert cells.text == "abc" and cells.step == 0 and cells.run == 1
        assert cells.trace.quantities["c"].shape == (1, 3, 3)
        driver.post(StepOnce())
        assert driver.until(Cells).step == 1

    def test_nobody_looks_nothing_is_read(self, drive: Drive) -> None:
        class Counting(FakeBackend):
            traces = 0

            def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
                self.traces += 1
                return super().trace(ids, memory)

        backend = Counting()
        driver = drive(backend)
        driver.build(experiment_of())
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert backend.traces == 0
        driver.post(WatchMemory("龙"), WatchMemory(None))
        barrier(driver, experiment_of(), 1)
        assert backend.traces == 0


class TestFiles:
    def test_save_and_load_go_on_exactly(self, drive: Drive, tmp_path: Path) -> None:
        driver = drive()
        driver.build(experiment_of(), run=1)
        for _ in range(20):
            driver.post(StepOnce())
            driver.until(StepDone)
        path = tmp_path / "model.safetensors"
        driver.post(Save(path))
        assert driver.until(Saved).path == path
        driver.post(Load(2, path, corpus_of()))
        built = driver.until(Built)
        assert (built.run, built.position.epoch, built.position.batch) == (2, 1, 6)
        assert built.position.step == 20
        driver.state(RunState.PAUSED)
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert [s.step for s in driver.of(StepDone) if s.run == 2] == list(range(21, 43))

    def test_a_finished_model_is_finished_when_it_is_loaded(
        self, drive: Drive, tmp_path: Path
    ) -> None:
        driver = drive()
        driver.build(experiment_of(epochs=1))
        driver.post(Start(), Save(tmp_path / "a"))
        driver.until(Saved)
        driver.state(RunState.FINISHED)
        driver.post(Save(tmp_path / "b"), Load(2, tmp_path / "b", corpus_of()))
        driver.state(RunState.READY)
        driver.state(RunState.FINISHED)

    def test_a_file_that_is_refused_leaves_the_run_as_it_was(
        self, drive: Drive, tmp_path: Path
    ) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(StepOnce(), Save(tmp_path / "other"))
        driver.until(Saved)
        (tmp_path / "bad").write_bytes(b"not a model")
        another = corpus_of("0123456789" * 9)
        for command in (
            Load(2, tmp_path / "bad", corpus_of()),
            Load(2, tmp_path / "missing", corpus_of()),
            Load(2, tmp_path / "other", another),
            Load(2, tmp_path / "other", corpus_of("abc")),
            Build(2, experiment_of(), corpus_of("abc")),
            Build(2, changed(experiment_of(), "compute.context", "gpu:3"), corpus_of()),
            Save(tmp_path / "no" / "folder"),
        ):
            driver.post(command)
            failure = driver.until(Failure)
            assert failure.expected, failure
        driver.post(Start())
        driver.state(RunState.FINISHED)
        assert {event.run for event in driver.of(Built)} == {1}

    def test_a_save_that_fails_does_not_end_what_goes_on(
        self, drive: Drive, tmp_path: Path
    ) -> None:
        driver = drive()
        driver.build(experiment_of())
        driver.post(Write(GenerateRequest(id=1, prefix="a", length=2000)))
        driver.until(TextAdded)
        driver.post(Save(tmp_path / "no" / "folder"))
        driver.until(Failure)
        assert len(written(driver, 1)) == 2000

    def test_saving_without_a_model_is_a_sentence(self, drive: Drive, tmp_path: Path) -> None:
        driver = drive()
        driver.post(Save(tmp_path / "a"))
        failure = driver.until(Failure)
        assert failure.expected and "no model" in failure.template
        assert not (tmp_path / "a").exists()

    def test_a_model_from_a_graphics_card_opens_without_one(
        self, drive: Drive, tmp_path: Path
    ) -> None:
        path = tmp_path / "model"
        driver = drive()
        driver.build(experiment_of())
        driver.post(Save(path))
        driver.until(Saved)
        saved = load_checkpoint(path)
        gpu = changed(saved.experiment, "compute.context", "gpu:0")
        save_checkpoint(path, type(saved)(gpu, saved.vocabulary, "song.txt", saved.snapshot))
        driver.post(Load(2, path, corpus_of()))
        assert driver.until(Built).experiment.compute.context == "cpu"
