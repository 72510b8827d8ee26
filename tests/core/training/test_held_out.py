"""Songs held out: where the text is cut, what is refused, when they are read, the best model."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.text import SHIPPED, load_shipped
from lstm_gui.core.errors import ConfigError, CorpusError
from lstm_gui.core.model.backend import StepResult
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import CorpusConfig
from lstm_gui.core.training.held_out import (
    FREE_SECONDS,
    SHARE_OF_TIME,
    ReadingPace,
    held_out_loss,
    songs_held_out,
    training_length,
)
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import EpochDone, HeldOutDone, StepDone
from lstm_gui.core.worker.commands import BackToBest, Carry, Configure, Start, Undo
from lstm_gui.core.worker.events import Built, ChangesUpdated
from lstm_gui.core.worker.states import RunState
from tests.core.worker.driving import Driver, corpus_of, experiment_of
from tests.fakes import FakeBackend

SONGS = "\n".join(f"# Song {n}\n" + f"line {n} of a song\n" * 5 for n in range(10))


def with_share(experiment: Experiment, share: float) -> Experiment:
    return experiment.model_copy(update={"corpus": CorpusConfig(held_out=share)})


# Where the text is cut


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize("share", [0.05, 0.1, 0.25, 0.5])
def test_whole_songs_are_held_out(key: str, share: float) -> None:
    corpus = load_shipped(key)
    place = training_length(corpus, share)
    assert place in {song.start for song in corpus.songs}
    found = 1 - place / len(corpus)
    assert share / 2 <= found <= 2 * share
    held = songs_held_out(corpus, place)
    assert held and held[0].start == place and held[-1] == corpus.songs[-1]


def test_nothing_is_held_out_by_default() -> None:
    corpus = load_shipped("zh")
    assert Experiment().corpus.held_out == 0
    assert training_length(corpus, 0.0) == len(corpus)
    assert songs_held_out(corpus, len(corpus)) == ()


def test_lines_are_held_out_where_there_are_no_songs() -> None:
    corpus = corpus_of("one line of text\n" * 20)
    place = training_length(corpus, 0.1)
    assert place in set(corpus.line_starts.tolist())
    assert len(corpus) - place == 2 * len("one line of text\n")


def test_characters_are_held_out_where_lines_are_too_long() -> None:
    corpus = corpus_of("x" * 500 + "\n" + "y" * 499)
    assert training_length(corpus, 0.1) == 900
    assert training_length(corpus_of("z" * 1000), 0.013) == 987


def test_a_few_long_songs_give_lines() -> None:
    corpus = corpus_of("# A\n" + "a line of it\n" * 50 + "# B\n" + "b line of it\n" * 50)
    assert len(corpus.songs) == 2
    assert training_length(corpus, 0.5) == corpus.songs[1].start
    place = training_length(corpus, 0.1)
    assert place in set(corpus.line_starts.tolist())
    assert place != corpus.songs[1].start


# What is refused


def test_a_share_outside_its_range_is_refused_in_percent() -> None:
    with pytest.raises(ConfigError, match="Must be between 0 % and 50 %, got 70 %"):
        changed(Experiment(), "corpus.held_out", 0.7)


def test_too_little_left_to_train_on_is_one_sentence() -> None:
    corpus = load_shipped("zh").first(2000)
    with pytest.raises(
        CorpusError, match=r"one batch needs 1,152 characters, and there are only [0-9,]+\."
    ):
        prepare_text(corpus, with_share(Experiment(), 0.5))


def test_too_little_held_out_is_one_sentence() -> None:
    with pytest.raises(CorpusError, match="a sequence needs 35 characters, and there are only "):
        prepare_text(load_shipped("zh"), with_share(Experiment(), 0.001))


# Training never sees it


class _Seen(FakeBackend):
    """Remembers the last place of the text that was trained on."""

    def __init__(self) -> None:
        super().__init__()
        self.trained: set[int] = set()

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self.trained |= set(inputs.ravel().tolist()) | set(targets.ravel().tolist())
        return super().step(inputs, targets)


@pytest.mark.parametrize("sampling", ["consecutive", "random"])
def test_training_never_sees_what_is_held_out(sampling: str) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))  # each character once: its own place
    experiment = with_share(experiment_of(sampling=sampling, epochs=2), 0.2)
    backend = _Seen()
    training = Training(backend, prepare_text(corpus_of(text), experiment), experiment)
    while not training.done:
        training.step()
    assert max(backend.trained) < 480
    assert training.trained == 480
    assert len(training.vocabulary) == 600
    assert training.held_out.tolist() == list(range(479, 600))


def test_the_loss_is_the_mean_over_all_its_characters() -> None:
    backend = FakeBackend()
    backend.build(experiment_of().model, experiment_of().compute, 5)
    ids = np.arange(71, dtype=np.int32) % 5
    *_, last = held_out_loss(backend, ids)  # the fake gives equal logits
    assert last == pytest.approx(math.log(5), abs=1e-12)


# When it is read


def test_reading_keeps_within_its_share() -> None:
    pace, spent, trained = ReadingPace(), 0.0, 0.0
    read = []
    for epoch in range(1, 2001):
        trained += 0.2
        if pace.due(0.2):
            pace.took(0.3)
            spent += 0.3
            read.append(epoch)
        assert spent <= FREE_SECONDS + SHARE_OF_TIME * trained + 1e-9 or len(read) == 1
    assert read[:3] == [1, 2, 3]
    assert spent > 0.9 * SHARE_OF_TIME * trained


def test_a_cheap_reading_comes_after_every_epoch() -> None:
    pace = ReadingPace()
    for _ in range(2000):
        assert pace.due(0.2)
        pace.took(0.001)


@pytest.fixture
def driver():
    driver = Driver(lambda: FakeBackend())
    yield driver
    driver.close()


def test_the_engine_reads_after_each_epoch(driver: Driver) -> None:
    driver.build(with_share(experiment_of(), 0.3), corpus_of(SONGS))
    driver.post(Start())
    driver.state(RunState.FINISHED)
    read = driver.of(HeldOutDone)
    assert [event.epoch for event in read] == [1, 2, 3]
    size = len(driver.of(Built)[-1].corpus.vocabulary)
    assert all(event.perplexity == pytest.approx(size) for event in read)
    order = [type(e) for e in driver.seen if isinstance(e, (EpochDone, HeldOutDone, StepDone))]
    for place, kind in enumerate(order):
        if kind is EpochDone:
            assert order[place + 1] is HeldOutDone


def test_nothing_is_read_where_nothing_is_held_out(driver: Driver) -> None:
    driver.build(experiment_of(), corpus_of(SONGS))
    driver.post(Start())
    driver.state(RunState.FINISHED)
    assert not driver.of(HeldOutDone)


def test_a_change_of_the_share_is_carried_and_undone(driver: Driver) -> None:
    plain = experiment_of(epochs=1000)
    driver.build(plain, corpus_of(SONGS))
    driver.post(Start())
    driver.until(StepDone, lambda event: event.step >= 5)
    driver.post(Carry(with_share(plain, 0.3), corpus_of(SONGS)))
    built = driver.until(Built, lambda event: event.continues)
    assert built.experiment.corpus.held_out == 0.3
    assert built.batches < driver.of(Built)[0].batches
    driver.until(HeldOutDone)
    driver.post(Undo())
    back = driver.until(Built, lambda event: event.continues)
    assert back.experiment == plain
    assert back.position.step < driver.of(StepDone)[-1].step + 1


# The best model


class _Worsening(FakeBackend):
    """Reads the part held out best after 20 steps, and worse and worse from then on."""

    def trace(self, ids, memory=None):
        trace = super().trace(ids, memory)
        wanted = (ids + 1) % self.size  # the text counts upwards, so this is what comes
        trace.logits[np.arange(len(ids)), wanted] = 8 - abs(self.weight() - 20) / 10
        return trace

    def weight(self) -> float:
        first = next(iter(self._weights.values()))
        return float(first.flat[0]) - self.begun

    def build(self, *arguments) -> None:
        super().build(*arguments)
        self.begun = float(next(iter(self._weights.values())).flat[0])


def test_back_to_the_best_is_exact_recorded_and_undone() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
    backend = _Worsening()
    driver = Driver(lambda: backend)
    try:
        experiment = with_share(experiment_of(epochs=60, sample_every=1000), 0.2)
        driver.build(experiment, corpus_of(text))
        driver.post(Start())
        driver.state(RunState.FINISHED)
        read = driver.of(HeldOutDone)
        best = min(read, key=lambda event: event.perplexity)
        assert 1 <= best.epoch < 10
        end = {name: array.copy() for name, array in backend._weights.items()}
        faster = changed(experiment, "train.learning_rate", 0.5)
        driver.post(Configure(1, faster), BackToBest())
        built = driver.until(Built, lambda event: event.continues)
        driver.state(RunState.PAUSED)
        assert (built.position.epoch, built.position.batch) == (best.epoch, 0)
        assert built.experiment == experiment  # as they were then
        assert round(backend.weight()) == built.position.step
        record = driver.until(ChangesUpdated, lambda event: len(event.changes) == 2)
        assert record.changes[-1].who == "watch"
        assert record.changes[-1].back_to == best.epoch
        driver.post(Undo())
        again = driver.until(Built, lambda event: event.continues)
        assert again.position.epoch == 60
        assert again.experiment == faster
        assert all(np.array_equal(end[name], array) for name, array in backend._weights.items())
    finally:
        driver.close()


def test_there_is_no_best_before_a_reading(driver: Driver) -> None:
    driver.build(experiment_of(), corpus_of(SONGS))
    driver.post(BackToBest(), Start())
    driver.state(RunState.FINISHED)
    assert len(driver.of(Built)) == 1
