"""Twin runs: both take turns, do what is asked of one, and fail each for itself."""

from __future__ import annotations

import gc
import logging
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.core.model.backend import StepResult, Trace
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.settings.difference import Difference, candidates, suggested
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, SampleDone, StepDone
from lstm_gui.core.worker.commands import (
    BackToBest,
    Build,
    BuildTwin,
    Carry,
    Configure,
    EndTwin,
    Pause,
    Redo,
    Save,
    SaveInBackground,
    Start,
    StepEpoch,
    StepOnce,
    StepSlowly,
    Undo,
    WatchMemory,
    Write,
)
from lstm_gui.core.worker.events import (
    Built,
    Cells,
    ChangesUpdated,
    Configured,
    EngineReady,
    Failure,
    InspectDone,
    MomentRecorded,
    Saved,
    SavedInBackground,
    StateChanged,
    TextAdded,
    TextDone,
    TwinEnded,
)
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend

MAIN, TWIN = 1, 2
HALF = Difference("train.batch_size", 1)
RATE = Difference("train.learning_rate", 0.5)


class Pair(Driver):
    """A worker that makes a backend for each run, and what the two of them say."""

    def __init__(self, *backends: FakeBackend) -> None:
        self.backends = list(backends)
        self.made: list[FakeBackend] = []
        super().__init__(self._make)
        self.until(EngineReady)

    def _make(self) -> FakeBackend:
        self.made.append(self.backends.pop(0) if self.backends else FakeBackend())
        return self.made[-1]

    def build_twin(
        self, difference: Difference = RATE, experiment: Experiment | None = None
    ) -> None:
        """Build both and wait until they stand."""
        self.post(BuildTwin(MAIN, TWIN, experiment or experiment_of(), difference, corpus_of()))
        self.until(StateChanged, lambda e: e == StateChanged(TWIN, RunState.READY))

    def both(self, state: RunState) -> None:
        """Wait until both are in a state, whichever is first."""
        waited = {MAIN, TWIN}

        def arrived(event: StateChanged) -> bool:
            waited.difference_update({event.run} if event.state is state else ())
            return not waited

        self.until(StateChanged, arrived)

    def steps(self, run: int) -> list[StepDone]:
        return [step for step in self.of(StepDone) if step.run == run]

    def places(self, run: int) -> list[float]:
        return [step.epoch - 1 + step.batch / step.batches for step in self.steps(run)]

    def step(self, count: int = 1) -> None:
        """Train on single batches and wait until the run has."""
        for _ in range(count):
            self.post(StepOnce())
            self.until(StepDone, lambda e: e.run == MAIN)

    def configure(
        self, experiment: Experiment, revision: int = 1, *, gesture: int = 0
    ) -> Configured:
        """Use other settings and wait until both do; return what the twin uses."""
        self.post(Configure(revision, experiment, gesture=gesture))
        return self.until(Configured, lambda e: e.run == TWIN and e.revision == revision)


@pytest.fixture
def pair() -> Iterator[Callable[..., Pair]]:
    pairs: list[Pair] = []

    def start(*backends: FakeBackend) -> Pair:
        pairs.append(Pair(*backends))
        return pairs[-1]

    yield start
    for driver in pairs:
        driver.close()


@pytest.fixture
def quiet_errors() -> Iterator[None]:
    logging.getLogger("lstm_gui.core.worker.engine_thread").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("lstm_gui.core.worker.engine_thread").setLevel(logging.NOTSET)


def test_they_take_turns_batch_by_batch_to_the_end(pair) -> None:
    driver = pair()
    driver.build_twin()
    driver.post(Start())
    driver.both(RunState.FINISHED)
    steps = driver.of(StepDone)
    assert [step.run for step in steps] == [MAIN, TWIN] * (len(steps) // 2)
    assert driver.places(MAIN) == driver.places(TWIN)
    assert driver.places(MAIN)[-1] == 3.0
    samples = driver.of(SampleDone)
    assert {(s.run, s.epoch, s.prefix) for s in samples} == {
        (run, 2, prefix) for run in (MAIN, TWIN) for prefix in ("abc", "z")
    }
    twin = [event for event in driver.of(Built) if event.run == TWIN]
    assert [event.experiment for event in twin] == [RATE.of(experiment_of())]


def test_with_other_batches_they_stand_at_the_same_place_of_the_epoch(pair) -> None:
    for difference in (HALF, Difference("train.batch_size", 5)):
        driver = pair()
        driver.build_twin(difference)
        driver.post(Start())
        driver.both(RunState.FINISHED)
        main = twin = 0.0
        for step in driver.of(StepDone):
            place = step.epoch - 1 + step.batch / step.batches
            if step.run == MAIN:
                assert twin >= main, "the run went on before its twin had come to it"
                main = place
            else:
                assert twin < main, "the twin went on without the run"
                twin = place
                assert twin - main < 1 / step.batches + 1e-9
        assert main == twin == 3.0
        driver.close()


def test_pause_and_one_step_leave_both_at_the_same_place(pair) -> None:
    driver = pair()
    driver.build_twin(HALF)
    for count in range(1, 5):
        driver.step()
        driver.configure(experiment_of(epochs=10 + count), revision=count)
        assert len(driver.steps(MAIN)) == count
        assert driver.places(TWIN)[-1] >= driver.places(MAIN)[-1]
        assert driver.places(TWIN)[-2] < driver.places(MAIN)[-1]
    driver.post(Start())
    driver.until(StepDone, lambda e: e.run == TWIN and e.step > 50)
    driver.post(Pause())
    driver.both(RunState.PAUSED)
    assert driver.places(TWIN)[-1] == pytest.approx(driver.places(MAIN)[-1], abs=1 / 20)


@pytest.mark.parametrize("difference", [RATE, HALF, Difference("train.batch_size", 5)])
def test_one_epoch_and_a_slow_step_leave_both_at_the_same_place(
    pair, difference: Difference
) -> None:
    driver = pair()
    driver.build_twin(difference, experiment_of(epochs=50))
    for epoch in range(1, 4):
        driver.post(StepEpoch())
        driver.until(EpochDone, lambda e, end=epoch: (e.run, e.epoch) == (MAIN, end))
        assert driver.configure(experiment_of(epochs=50), revision=epoch).run == TWIN
        assert driver.places(MAIN)[-1] == driver.places(TWIN)[-1] == epoch
    driver.step(3)
    driver.post(Start())
    driver.until(StepDone, lambda e: e.run == TWIN and e.epoch == 5)
    driver.post(StepSlowly(1))
    driver.until(InspectDone)
    driver.configure(experiment_of(epochs=50), revision=9)
    gap = driver.places(TWIN)[-1] - driver.places(MAIN)[-1]
    assert 0 <= gap < 1 / driver.steps(TWIN)[-1].batches + 1e-9
    count = len(driver.steps(TWIN))
    driver.configure(experiment_of(epochs=60), revision=10)  # nobody trains meanwhile
    assert len(driver.steps(TWIN)) == count


def test_a_live_change_acts_on_both_and_the_difference_stays(pair) -> None:
    driver = pair()
    driver.build_twin()
    driver.step()
    wanted = experiment_of(clipping_theta=0.25, learning_rate=7.0)
    assert driver.configure(wanted).experiment == RATE.of(wanted)
    assert [backend.train.clipping_theta for backend in driver.made] == [0.25, 0.25]
    assert [backend.train.learning_rate for backend in driver.made] == [7.0, 0.5]
    main, twin = (
        [step.step for step in driver.of(Configured) if step.run == run] for run in (MAIN, TWIN)
    )
    assert main == twin == [1]


def test_both_carry_over_and_go_back_and_forth_exactly(pair) -> None:
    driver = pair()
    driver.build_twin(Difference("model.cell", "gru"))
    driver.step(2)
    wider = changed(experiment_of(), "model.hidden", 5)
    driver.configure(experiment_of(), revision=1)
    before = [backend.weights() for backend in driver.made]
    driver.post(Carry(wider, corpus_of()))
    carried = driver.until(Built, lambda e: e.run == TWIN and e.continues)
    assert (carried.experiment.model.hidden, carried.experiment.model.cell) == (5, "gru")
    driver.step()
    driver.post(Undo())
    back = driver.until(Built, lambda e: e.run == TWIN and e.continues)
    assert back.experiment.model.hidden == 3 and back.position.step == 2
    driver.configure(experiment_of(), revision=2)
    for backend, weights in zip(driver.made, before, strict=True):
        assert all(np.array_equal(backend.weights()[name], w) for name, w in weights.items())
    driver.post(Redo())
    forward = driver.until(Built, lambda e: e.run == TWIN and e.continues)
    assert forward.experiment.model.hidden == 5 and forward.position.step == 3


def test_a_change_that_the_twin_does_not_see_is_undone_for_both(pair) -> None:
    """The rate of the twin stays, but the moment before the change is one of both."""
    driver = pair()
    driver.build_twin()
    driver.step()
    driver.configure(experiment_of(clipping_theta=0.5), revision=1)
    driver.step()
    driver.configure(experiment_of(clipping_theta=0.5, learning_rate=9.0), revision=2)
    driver.step()
    driver.post(Undo())
    driver.until(Built, lambda e: e.run == TWIN and e.continues)
    places = [event.position.step for event in driver.of(Built) if event.continues]
    assert places == [2, 2]
    records = {event.run: event for event in driver.of(ChangesUpdated)}
    assert len(records[MAIN].changes) == len(records[TWIN].changes) == 1


def test_the_moves_of_a_slider_are_one_change_in_both_records(pair) -> None:
    """The rate of the twin does not follow the slider, yet both records must stay alike."""
    driver = pair()
    driver.build_twin()
    driver.step()
    counts = []
    for revision, rate in enumerate((7.0, 8.0, 100.0, 9.0), start=1):
        driver.configure(experiment_of(learning_rate=rate), revision, gesture=3)
        records = {event.run: event for event in driver.of(ChangesUpdated)}
        counts.append(tuple(len(records[run].changes) for run in (MAIN, TWIN)))
    assert counts == [(1, 1), (1, 1), (0, 0), (1, 1)]
    driver.step()
    driver.post(Undo())
    back = driver.until(Built, lambda e: e.run == TWIN and e.continues)
    assert back.position.step == 1 and back.experiment.train.learning_rate == 0.5


def test_both_read_what_is_held_out_and_go_back_to_their_best(pair) -> None:
    driver = pair()
    held = changed(experiment_of(epochs=4), "corpus.held_out", 0.3)
    driver.build_twin(experiment=held)
    driver.post(Start())
    driver.both(RunState.FINISHED)
    read = {run: [e.epoch for e in driver.of(HeldOutDone) if e.run == run] for run in (MAIN, TWIN)}
    assert read[MAIN] and read[TWIN]
    driver.post(BackToBest())
    driver.until(Built, lambda e: e.run == TWIN and e.continues)
    main, twin = (event.experiment for event in driver.of(Built) if event.continues)
    assert twin == RATE.of(main)
    driver.post(Undo())
    driver.until(Built, lambda e: e.run == TWIN and e.continues)
    ends = [event.position.epoch for event in driver.of(Built) if event.continues][-2:]
    assert ends == [4, 4]


def test_one_diverges_and_the_other_goes_on(pair) -> None:
    for breaking in (0, 1):
        backends = [FakeBackend(breaks_at=20 if place == breaking else None) for place in (0, 1)]
        driver = pair(*backends)
        driver.build_twin()
        driver.post(Start())
        broken, other = ((MAIN, TWIN), (TWIN, MAIN))[breaking]
        driver.until(StateChanged, lambda e, run=other: e == StateChanged(run, RunState.FINISHED))
        assert [event.run for event in driver.of(Diverged)] == [broken]
        assert driver.places(other)[-1] == 3.0
        driver.post(Start())  # it goes on from where it broke down, up to the other one
        driver.until(StateChanged, lambda e, run=broken: e == StateChanged(run, RunState.FINISHED))
        assert driver.places(broken)[-1] == 3.0
        driver.close()


class Breaking(FakeBackend):
    """Raises at its tenth step."""

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        if self.steps == 9:
            raise RuntimeError("broken")
        return super().step(inputs, targets)


@pytest.mark.parametrize("breaking", [0, 1])
def test_one_fails_and_the_other_goes_on(pair, quiet_errors: None, breaking: int) -> None:
    backends = [FakeBackend(), FakeBackend()]
    backends[breaking] = Breaking()
    driver = pair(*backends)
    driver.build_twin()
    driver.post(Start())
    broken, other = ((MAIN, TWIN), (TWIN, MAIN))[breaking]
    driver.until(StateChanged, lambda e: e == StateChanged(other, RunState.FINISHED))
    assert StateChanged(broken, RunState.FAILED) in driver.seen
    (failure,) = driver.of(Failure)
    assert failure.run == (TWIN if breaking else 0)
    assert driver.places(other)[-1] == 3.0


def test_what_cannot_be_built_leaves_the_present_run(pair) -> None:
    driver = pair()
    driver.build(experiment_of(), run=MAIN)
    wide = Difference("train.batch_size", 4096)
    driver.post(BuildTwin(5, 6, experiment_of(), wide, corpus_of()))
    assert "batch" in str(driver.until(Failure).template)
    driver.post(Start())
    driver.until(StateChanged, lambda e: e == StateChanged(MAIN, RunState.FINISHED))
    assert not [event for event in driver.of(Built) if event.run in (5, 6)]


def test_what_the_twin_cannot_carry_changes_neither(pair) -> None:
    driver = pair()
    driver.build_twin(Difference("train.num_steps", 50))
    driver.step()
    driver.post(Carry(experiment_of(batch_size=3), corpus_of()))
    driver.until(Failure)
    assert not [event for event in driver.of(Built) if event.continues]


@pytest.mark.parametrize("how", ["end", "build"])
def test_ended_the_twin_is_gone_with_its_memory(pair, how: str) -> None:
    driver = pair()
    driver.build_twin()
    twin = weakref.ref(driver.made.pop())
    driver.post(EndTwin() if how == "end" else Build(9, experiment_of(), corpus_of()))
    driver.until(TwinEnded, lambda e: e.run == TWIN)
    driver.post(StepOnce())
    driver.until(StepDone)
    gc.collect()
    assert twin() is None
    driver.post(Start())
    driver.state(RunState.FINISHED)
    assert not driver.steps(TWIN)


def test_a_run_beside_a_twin_is_the_run_alone(pair) -> None:
    alone = pair()
    alone.build(experiment_of())
    alone.post(Start())
    alone.state(RunState.FINISHED)
    beside = pair()
    beside.build_twin(Difference("model.hidden", 5))
    beside.post(Start())
    beside.both(RunState.FINISHED)
    assert [s.loss for s in alone.steps(MAIN)] == [s.loss for s in beside.steps(MAIN)]
    assert alone.made[0].calls == beside.made[0].calls


def test_both_memories_arrive_together_and_at_the_same_place(pair) -> None:
    driver = pair(FakeBackend(step_seconds=0.001), FakeBackend())
    driver.build_twin(experiment=experiment_of(epochs=100))
    driver.outbox.drain()
    driver.post(WatchMemory("abcabc"), Start())
    for _ in range(5):
        driver.until(Cells, lambda e: e.run == TWIN)
        main, twin = [event for event in driver.seen if isinstance(event, Cells)][-2:]
        assert (main.run, main.step, main.text) == (MAIN, twin.step, twin.text)
    moments = {
        run: [e.step for e in driver.of(MomentRecorded) if e.run == run] for run in (MAIN, TWIN)
    }
    shorter = min(map(len, moments.values()))
    assert shorter and moments[MAIN][:shorter] == moments[TWIN][:shorter]


def test_offers_of_two_runs_do_not_replace_each_other() -> None:
    trace = Trace("rnn", np.zeros(0, np.int32), None, {}, np.zeros(0, np.float32))
    outbox = Outbox()
    old, new, other = (Cells(run, step, 0, "a", trace) for run, step in ((1, 1), (1, 2), (2, 1)))
    outbox.offer(old, other)
    assert not outbox.wants(Cells, 1) and not outbox.wants(Cells, 2) and outbox.wants(Cells, 3)
    outbox.offer(new)
    assert outbox.drain() == [new, other]


def test_each_writes_its_own_text(pair) -> None:
    driver = pair()
    driver.build_twin()
    request = GenerateRequest(id=1, prefix="a", length=5)
    driver.post(Write(request), Write(request.model_copy(update={"id": 2}), "twin"))
    for text_id in (1, 2):
        driver.until(TextDone, lambda e, wanted=text_id: e.id == wanted and not e.cancelled)
    texts = {i: "".join(e.text for e in driver.of(TextAdded) if e.id == i) for i in (1, 2)}
    assert len(texts[1]) == len(texts[2]) == 5
    driver.post(EndTwin(), Write(request.model_copy(update={"id": 3}), "twin"))
    assert driver.until(TextDone, lambda e: e.id == 3).cancelled


def test_a_difference_is_worth_seeing_and_valid() -> None:
    experiment = experiment_of()
    assert Difference().of(experiment) == experiment
    for path in candidates(experiment):
        difference = Difference(path, suggested(experiment, path))
        assert difference.of(experiment) != experiment, path
        before, after = difference.values(experiment)
        assert str(before) != str(after)
    assert Difference("train.learning_rate", 0.5).values(experiment) == ("100", "0.5")
    assert (
        suggested(changed(experiment, "train.learning_rate", 0.01), "train.learning_rate") == 0.003
    )
    assert "train.epochs" not in candidates(experiment)
    gru = changed(experiment, "model.cell", "gru")
    assert "model.forget_bias" in candidates(experiment)
    assert "model.forget_bias" not in candidates(gru)


def test_either_model_is_saved_and_kept_with_its_own_settings(pair, tmp_path) -> None:
    pair = pair()
    pair.build_twin(RATE, changed(experiment_of(), "train.epochs", 2))
    pair.post(Start())
    pair.both(RunState.FINISHED)
    for twin in (False, True):
        pair.post(Save(tmp_path / f"saved-{twin}", twin=twin))
        pair.until(Saved)
        pair.post(SaveInBackground(tmp_path / f"kept-{twin}", twin=twin))
        kept = pair.until(SavedInBackground)
        assert (kept.run, kept.refused) == ((MAIN, TWIN)[twin], None)
        for name in ("saved", "kept"):
            checkpoint = load_checkpoint(tmp_path / f"{name}-{twin}")
            rate = checkpoint.experiment.train.learning_rate
            assert rate == (RATE.value if twin else experiment_of().train.learning_rate)
            assert checkpoint.snapshot.position.epoch == 2


def test_a_twin_that_has_ended_meanwhile_is_not_saved_and_says_so(pair, tmp_path) -> None:
    pair = pair()
    pair.build_twin()
    pair.post(
        EndTwin(),
        Save(tmp_path / "late", twin=True),
        SaveInBackground(tmp_path / "gone", twin=True),
    )
    failure = pair.until(Failure)
    assert "The twin has ended" in failure.template and failure.expected
    assert not list(tmp_path.iterdir())
