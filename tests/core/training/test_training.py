"""A run: the book's arithmetic, positions that resume exactly, and what happens when it breaks."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.errors import CheckpointError, CorpusError, EngineError
from lstm_gui.core.model.backend import StepResult
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.training import loop as module
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.loop import (
    Training,
    prepare_text,
    require_context,
    require_same_vocabulary,
)
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone
from tests.core.worker.driving import corpus_of, experiment_of
from tests.fakes import FakeBackend
from tests.release import Cases


class RecordingBackend(FakeBackend):
    """Keeps what it was trained on, and gives losses that the test has chosen."""

    def __init__(self, losses: list[float] | None = None) -> None:
        super().__init__()
        self.losses = losses
        self.batches: list[tuple[Ids, Ids]] = []
        self.fresh: list[bool] = []

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self.batches.append((inputs.copy(), targets.copy()))
        self.fresh.append(self.memory is None)
        result = super().step(inputs, targets)
        if self.losses is None:
            return result
        return StepResult(self.losses[(self.steps - 1) % len(self.losses)], 0.5)


def training_of(backend: FakeBackend, experiment: Experiment | None = None) -> Training:
    experiment = experiment or experiment_of()
    return Training(backend, prepare_text(corpus_of(), experiment), experiment, run=7)


def run_epoch(training: Training) -> list[StepDone | EpochDone | Diverged]:
    events: list[StepDone | EpochDone | Diverged] = []
    while not any(isinstance(event, (EpochDone, Diverged)) for event in events):
        events.extend(training.step())
    return events


def test_perplexity_is_exp_and_never_an_exception() -> None:
    assert perplexity_of(0.0) == 1.0
    assert perplexity_of(2.0) == math.exp(2.0)
    assert perplexity_of(1e4) == math.inf


def test_an_epoch_has_the_perplexity_of_its_mean_loss() -> None:
    losses = [3.0, 2.5, 2.0, 1.0, 0.5]
    training = training_of(RecordingBackend(losses))
    for epoch in (1, 2):
        *steps, last = run_epoch(training)
        assert isinstance(last, EpochDone)
        given = [step.loss for step in steps if isinstance(step, StepDone)]
        assert len(given) == training.batches
        assert last.epoch == epoch and last.run == 7
        assert last.perplexity == pytest.approx(math.exp(sum(given) / len(given)), rel=1e-12)
        assert last.seconds == pytest.approx(sum(s.seconds for s in steps), rel=1e-6)


def test_steps_are_counted_from_1() -> None:
    training = training_of(FakeBackend())
    first = run_epoch(training)[:-1]
    second = run_epoch(training)[:-1]
    count = training.batches
    numbers = [(s.step, s.epoch, s.batch) for s in first + second if isinstance(s, StepDone)]
    assert numbers == [
        (epoch * count + batch, epoch + 1, batch)
        for epoch in (0, 1)
        for batch in range(1, count + 1)
    ]
    assert all(s.characters == 8 and s.batches == count for s in first if isinstance(s, StepDone))


@pytest.mark.parametrize("sampling", ["consecutive", "random"])
def test_the_state_is_carried_as_in_the_book(sampling: str) -> None:
    backend = RecordingBackend()
    training = training_of(backend, experiment_of(sampling=sampling))
    run_epoch(training)
    run_epoch(training)
    starts = [index % training.batches == 0 for index in range(2 * training.batches)]
    assert backend.fresh == (starts if sampling == "consecutive" else [True] * len(starts))


def test_random_order_differs_by_epoch_and_comes_from_the_seed() -> None:
    def order(seed: int) -> list[bytes]:
        backend = RecordingBackend()
        experiment = changed(experiment_of(sampling="random"), "model.seed", seed)
        training = training_of(backend, experiment)
        run_epoch(training)
        run_epoch(training)
        return [inputs.tobytes() for inputs, _ in backend.batches]

    assert order(1) == order(1) != order(2)
    half = len(order(1)) // 2
    assert order(1)[:half] != order(1)[half:]


@pytest.mark.parametrize("sampling", ["consecutive", "random"])
@pytest.mark.parametrize("stop_at", [0, 1, 7, 16, 17])
def test_a_snapshot_resumes_exactly(sampling: str, stop_at: int) -> None:
    experiment = experiment_of(sampling=sampling)
    whole, cut = RecordingBackend(), RecordingBackend()
    straight = training_of(whole, experiment)
    for _ in range(40):
        straight.step()
    first = training_of(cut, experiment)
    for _ in range(stop_at):
        first.step()
    snapshot = first.snapshot()
    for _ in range(3):  # what is done after the snapshot must not matter
        first.step()
    rest = RecordingBackend()
    resumed = training_of(rest, experiment)
    resumed.restore(snapshot)
    events = [event for _ in range(40 - stop_at) for event in resumed.step()]
    assert resumed.position == straight.position or (
        resumed.position.step == straight.position.step
        and resumed.position.epoch == straight.position.epoch
        and resumed.position.batch == straight.position.batch
    )
    for (a, b), (c, d) in zip(whole.batches[stop_at:], rest.batches, strict=True):
        assert np.array_equal(a, c) and np.array_equal(b, d)
    assert whole.fresh[stop_at:] == rest.fresh
    for name, array in straight.backend.weights().items():
        assert np.array_equal(array, resumed.backend.weights()[name])
    assert events


def test_building_again_gives_the_same_weights() -> None:
    training = training_of(FakeBackend())
    before = training.backend.weights()
    run_epoch(training)
    again = training_of(FakeBackend()).backend.weights()
    assert all(np.array_equal(before[name], again[name]) for name in before)
    assert not np.array_equal(before["l0.W_x"], training.backend.weights()["l0.W_x"])


def test_samples_are_due_after_every_second_epoch_only() -> None:
    training = training_of(FakeBackend())
    due = []
    for _ in range(2 * training.batches):
        training.step()
        due.append(training.samples_due())
    assert due == [False] * (2 * training.batches - 1) + [True]


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e4, 36.0])
def test_divergence_returns_to_the_last_good_weights(
    bad: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_SECONDS", 0.0)
    count = training_of(FakeBackend()).batches
    backend = RecordingBackend([2.0] * (count + 3) + [bad] + [1.5] * 100)
    training = training_of(backend)
    run_epoch(training)
    good = backend.weights()
    event = run_epoch(training)[-1]
    assert isinstance(event, Diverged)
    assert event.step == count + 4 and event.epoch == 1
    assert training.position.epoch == 1 and training.position.batch == 0
    assert all(np.array_equal(good[name], array) for name, array in backend.weights().items())
    last = run_epoch(training)[-1]  # and it can go on
    assert isinstance(last, EpochDone) and last.epoch == 2
    assert last.perplexity == pytest.approx(math.exp(1.5))


@pytest.mark.release("N1")
def test_wherever_it_diverges_it_stops_at_once_with_numbers(cases: Cases) -> None:
    rng, count = random.Random(3), training_of(FakeBackend()).batches
    for _ in cases(10, 50):
        place, bad = rng.randrange(1, 3 * count), rng.choice((math.nan, math.inf, -math.inf, 1e5))
        training = training_of(RecordingBackend([2.0] * (place - 1) + [bad] + [2.0] * 4 * count))
        events = [event for _ in range(place) for event in training.step()]
        assert isinstance(events[-1], Diverged) and events[-1].step == place
        losses = [event.loss for event in events if isinstance(event, StepDone)]
        assert len(losses) >= place - 1 and np.isfinite(losses[: place - 1]).all()
        arrays = training.snapshot().weights
        assert all(np.isfinite(array).all() for array in arrays.values())
        assert training.position.step < place
        assert isinstance(run_epoch(training)[-1], EpochDone)  # and it can go on


def test_before_the_first_good_epoch_divergence_returns_to_the_beginning() -> None:
    training = training_of(RecordingBackend([2.0, 2.0, math.nan] + [2.0] * 99))
    initial = training.backend.weights()
    assert isinstance(run_epoch(training)[-1], Diverged)
    assert training.position.step == 0
    weights = training.backend.weights()
    assert all(np.array_equal(initial[name], weights[name]) for name in initial)


def test_divergence_after_a_load_returns_to_what_was_loaded() -> None:
    trained = training_of(FakeBackend())
    run_epoch(trained)
    trained.step()
    snapshot = trained.snapshot()
    training = training_of(RecordingBackend([2.0, math.nan] + [2.0] * 99))
    training.restore(snapshot)
    training.step()
    assert isinstance(training.step()[0], Diverged)
    assert training.position == snapshot.position
    weights = training.backend.weights()
    assert all(np.array_equal(snapshot.weights[name], weights[name]) for name in weights)


def test_weights_that_are_not_numbers_are_never_the_good_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_SECONDS", 0.0)
    backend = RecordingBackend([2.0] * 14 + [math.nan] * 9)
    training = training_of(backend)
    initial = backend.weights()
    while training.position.epoch == 0:
        backend._weights["W_hq"][0, 0] = math.nan
        training.step()
    training.step()
    weights = backend.weights()
    assert all(np.array_equal(initial[name], weights[name]) for name in initial)


def test_live_settings_act_and_the_others_are_left_alone() -> None:
    backend = FakeBackend()
    training = training_of(backend)
    backend.calls.clear()
    wanted = Experiment(
        model=ModelConfig(hidden=99),
        train=TrainConfig(learning_rate=0.25, num_steps=9, batch_size=99),
    )
    training.configure(wanted)
    assert backend.calls == ["configure"]
    assert backend.train.learning_rate == 0.25
    assert training.experiment.model.hidden == 3
    assert (training.experiment.train.num_steps, training.experiment.train.batch_size) == (4, 2)
    training.configure(changed(training.experiment, "compute.implementation", "scratch"))
    assert backend.calls == ["configure", "switch scratch"]
    training.step()


def test_a_place_beyond_a_shorter_text_begins_the_epoch_anew() -> None:
    training = training_of(FakeBackend())
    for _ in range(10):
        training.step()
    snapshot = training.snapshot()
    shorter = Training(
        FakeBackend(), corpus_of("abcdefghijklmnopqrstuvwxyz 分开不"), experiment_of()
    )
    assert shorter.batches <= 10
    shorter.restore(snapshot)
    assert (shorter.position.batch, shorter.position.loss_sum) == (0, 0.0)
    assert isinstance(shorter.step()[0], StepDone)


def test_only_the_first_characters_are_used() -> None:
    experiment = changed(experiment_of(), "corpus.max_chars", 20)
    assert prepare_text(corpus_of(), experiment).text == "abcdefghijklmnopqrst"


def test_a_text_shorter_than_a_batch_is_a_sentence() -> None:
    with pytest.raises(
        CorpusError,
        match=r"song.txt is too short: one batch needs 10 characters, and there are only 5\.",
    ):
        prepare_text(corpus_of("abcde"), experiment_of())


def test_another_vocabulary_is_a_sentence() -> None:
    require_same_vocabulary(Vocabulary("abc"), "abc", "song.txt")
    with pytest.raises(CheckpointError, match=r"another text \(song\.txt\)"):
        require_same_vocabulary(Vocabulary("abc"), "abd", "song.txt")


def test_a_context_that_is_not_here_is_a_sentence() -> None:
    require_context("gpu:0", ("cpu", "gpu:0"))
    with pytest.raises(EngineError, match="gpu:1 cannot be used here"):
        require_context("gpu:1", ("cpu", "gpu:0"))
