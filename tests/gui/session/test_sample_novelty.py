"""What is copied in samples is looked up beside training, once somebody wants to know."""

from __future__ import annotations

import math

import pytest

from lstm_gui.core.corpus.text import Corpus, load_shipped
from lstm_gui.core.inspection.copies import TextIndex, novelty_of_samples, novelty_of_songs
from lstm_gui.core.model.backend import Position
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import SampleDone
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.session import sample_novelty
from lstm_gui.gui.session.copy_index import CopyIndex, place_text
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.session.sample_novelty import SampleNovelty

BATCHES = 4
NEW = "龘龘龘龘龘龘"


class Bench:
    """A run whose samples are given by hand."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.run = RunModel()
        self.copies = CopyIndex(self.run)
        self.novelty = SampleNovelty(self.copies, self.run)
        self.corpus = load_shipped("zh")
        self.build(self.corpus)
        self.heard = 0
        self.novelty.changed.connect(self.on_changed)

    def on_changed(self) -> None:
        self.heard += 1

    def build(self, corpus: Corpus, epoch: int = 0, *, run: int = 1, continues: bool = False):
        at = Position(epoch=epoch, batch=0, step=epoch * BATCHES)
        self.run.take(Built(run, Experiment(), corpus, 10, BATCHES, at, continues=continues))

    def sample(self, epoch: int, text: str, prefix: str = "分开", run: int = 1) -> None:
        self.run.take(SampleDone(run, epoch, 5.0, 0.1, prefix, text))

    def known(self, prefix: str, text: str):
        self.qtbot.waitUntil(lambda: self.novelty.of(prefix, text) is not None)
        return self.novelty.of(prefix, text)

    def points(self) -> list[tuple[float, float]]:
        points = self.novelty.points()
        return list(zip(points["x"].tolist(), points["new"].tolist(), strict=True))

    def until(self, *points: tuple[float, float]) -> None:
        self.qtbot.waitUntil(lambda: self.points() == list(points))


@pytest.fixture
def bench(qapp, qtbot) -> Bench:
    return Bench(qtbot)


def test_a_sample_is_looked_up_when_it_is_asked_for(bench):
    start = bench.corpus.songs[0].start
    copied = bench.corpus.text[start : start + 12]
    assert bench.novelty.of("", copied) is None and not bench.copies.ready
    known = bench.known("", copied)
    assert known.share_new == 0 and len(known.longest) == 12 and known.longest.source == start
    assert "line" in place_text(bench.corpus, known.longest.source)
    assert bench.known("分开", NEW).share_new == 1 and bench.known("分开", NEW).longest is None
    half = bench.known("分开", NEW + copied)
    assert half.share_new == pytest.approx(6 / 18)


def test_no_index_is_made_while_nobody_wants_to_know(bench):
    bench.sample(1, NEW)
    bench.qtbot.wait(30)
    assert not bench.copies.ready and bench.points() == []


def test_a_long_text_waits_until_the_studio_has_had_its_index_made(bench, monkeypatch):
    monkeypatch.setattr(sample_novelty, "AT_ONCE", 1000)
    bench.sample(1, NEW)
    assert bench.novelty.of("分开", NEW) is None
    bench.qtbot.wait(30)
    assert not bench.copies.ready
    bench.novelty.follow(True)
    bench.until((1, 100.0))
    assert bench.known("分开", NEW).share_new == 1


def test_epochs_are_those_of_the_direct_computation(bench):
    copied = bench.corpus.text[500:530]
    texts = {2: [("分开", NEW), ("不分开", copied)], 4: [("分开", copied), ("不分开", copied[3:])]}
    for epoch, samples in texts.items():
        for prefix, text in samples:
            bench.sample(epoch, text, prefix)
    bench.novelty.follow(True)
    index = TextIndex.of(bench.corpus, len(bench.corpus))
    bench.until(*((e, 100 * novelty_of_samples(s, index).share_new) for e, s in texts.items()))
    assert bench.novelty.songs == novelty_of_songs(bench.corpus, index)
    yardstick = bench.novelty.points()["songs"].tolist()
    assert yardstick == [100 * bench.novelty.songs.share_new] * 2


def test_an_epoch_that_writes_the_same_again_is_told_too(bench):
    bench.novelty.follow(True)
    bench.sample(2, NEW)
    bench.until((2, 100.0))
    before = bench.heard
    bench.sample(4, NEW)
    bench.qtbot.waitUntil(lambda: bench.heard > before)
    assert bench.points() == [(2, 100.0), (4, 100.0)]


def test_going_back_hides_later_epochs_and_writing_anew_replaces_them(bench):
    bench.novelty.follow(True)
    for epoch in (2, 4, 6):
        bench.sample(epoch, NEW)
    bench.until((2, 100.0), (4, 100.0), (6, 100.0))
    bench.build(bench.corpus, 3, continues=True)
    assert bench.points() == [(2, 100.0)]
    bench.build(bench.corpus, 6, continues=True)  # redone
    assert bench.points() == [(2, 100.0), (4, 100.0), (6, 100.0)]
    bench.build(bench.corpus, 3, continues=True)
    bench.sample(4, bench.corpus.text[40:60])
    bench.qtbot.waitUntil(lambda: len(bench.points()) == 2 and bench.points()[1][1] < 100)
    assert [epoch for epoch, _ in bench.points()] == [2, 4]


def test_another_run_begins_anew_and_another_text_has_another_index(bench):
    bench.novelty.follow(True)
    bench.sample(2, NEW)
    bench.until((2, 100.0))
    before = bench.copies.corpus
    bench.build(bench.corpus, run=2)
    assert bench.points() == [] and bench.copies.ready and bench.copies.corpus is before
    bench.build(load_shipped("en"), run=3)
    assert not bench.copies.ready
    bench.sample(2, NEW, run=3)
    bench.until((2, 100.0))


def test_many_epochs_are_looked_up_in_slices(bench):
    for epoch in range(1, 351):
        bench.sample(epoch, NEW + chr(0x4E00 + epoch))
    bench.novelty.follow(True)
    bench.qtbot.waitUntil(lambda: len(bench.points()) == 350)
    assert bench.heard >= math.ceil(350 / 100)


def test_of_works_of_one_asker_the_newest_is_done_and_a_failed_one_ends_nothing(bench, caplog):
    done = []
    for number in range(5):
        bench.copies.ask("one", lambda text, number=number: number, done.append)
    bench.qtbot.waitUntil(lambda: done[-1:] == [4])
    assert done == [0, 4]

    def fail(text) -> int:
        raise MemoryError

    bench.copies.ask("one", fail, done.append)
    bench.copies.ask("two", lambda text: 5, done.append)
    bench.qtbot.waitUntil(lambda: done == [0, 4, 5])
