"""How much of a task is right: of a reader that knows all, of one that guesses, and in turns."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats, Ids
from lstm_gui.core.corpus.tasks import LONGEST, TASKS, Task, load_task
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.settings.experiment import Experiment, changed_together
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import EpochDone, RightDone
from lstm_gui.core.training.task_reading import (
    Exam,
    TaskReading,
    longer_exam,
    read_exam,
    trained_exam,
)
from tests.fakes import FakeBackend


class Oracle(Unrolled):
    """Knows what follows, but in some texts says another character."""

    def __init__(self, exam: Exam, size: int, wrong: tuple[int, ...] = ()) -> None:
        self._rows = iter(exam.ids[1:])
        self._size, self._wrong = size, wrong

    def advance(self, ids: Ids) -> None:
        self._row = next(self._rows)

    def logits(self) -> Floats:
        row = self._row
        scores = np.zeros((len(row), self._size), np.float32)
        scores[np.arange(len(row)), row] = 1
        for text in self._wrong:
            scores[text] = -scores[text]
        return scores


def outcome(steps: Generator[None, None, object]) -> object:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("make", [trained_exam, longer_exam])
def test_who_knows_all_has_all_right(name: str, make) -> None:
    task, corpus = Task.of(f"task:{name}"), load_task(f"task:{name}")
    exam = make(task, corpus)
    right = outcome(read_exam(Oracle(exam, len(corpus.vocabulary)), exam))
    assert np.array_equal(right, np.ones(len(exam.sizes)))
    wrong = outcome(read_exam(Oracle(exam, len(corpus.vocabulary), wrong=(0, 3)), exam))
    assert set(np.flatnonzero(np.asarray(wrong) == 0)) == {0, 3}
    sizes = (1, task.size) if make is trained_exam else (task.size, LONGEST * task.size)
    assert (min(exam.sizes), max(exam.sizes)) == sizes


def test_brackets_ask_which_one_closes_and_not_whether() -> None:
    task, corpus = Task.of("task:brackets"), load_task("task:brackets")
    exam = trained_exam(task, corpus)
    vocabulary = corpus.vocabulary

    class Opens(Oracle):
        def read(self, ids: Ids) -> Floats:
            scores = super().read(ids)
            scores[:, vocabulary.encode("(")] = 9  # it would rather open another one
            return scores

    assert np.all(outcome(read_exam(Opens(exam, len(vocabulary)), exam)) == 1)


def training_of(name: str, **settings: object) -> Training:
    task = Task.of(name)
    wanted = {**task.settings, **{key.replace("__", "."): v for key, v in settings.items()}}
    experiment = changed_together(Experiment(), wanted)
    return Training(FakeBackend(), prepare_text(load_task(name), experiment), experiment, run=4)


def read(reading: TaskReading, training: Training, seconds: float) -> RightDone | None:
    reading.begin(training, EpochDone(4, training.position.epoch, 1.0, seconds))
    done = None
    while reading.under_way:
        done = reading.advance(0.001)
    return done


def test_it_is_alike_for_the_same_weights_and_leaves_the_model_alone() -> None:
    training = training_of("task:recall:delay=5,characters=2000")
    before = training.snapshot()
    done = [read(TaskReading(pace="epoch"), training, 1.0) for _ in range(2)]
    assert done[0] is not None and done[1] is not None
    assert done[0].right == done[1].right and 0 <= done[0].right <= 1
    assert (done[0].run, done[0].task, done[0].size) == (4, training.corpus.task, 5)
    after = training.snapshot()
    assert all(np.array_equal(after.weights[name], w) for name, w in before.weights.items())


def test_without_a_pace_every_epoch_is_read_and_longer_ones_with_the_samples() -> None:
    training = training_of("task:count:characters=600", train__sample_every=2, train__epochs=3)
    found = []
    reading = TaskReading(pace="epoch")
    while not training.done:
        for event in training.step():
            if isinstance(event, EpochDone):
                found.append(read(reading, training, event.seconds))
    assert all(done is not None for done in found)
    assert [done.longer is not None for done in found if done] == [False, True, True]


def test_it_takes_little_time_beside_training() -> None:
    training = training_of("task:count:characters=600", train__sample_every=1000)
    reading = TaskReading()
    count = sum(read(reading, training, 1e-6) is not None for _ in range(3000))
    assert 0 < count < 1500  # at the beginning, and then no more
    assert read(reading, training, 1e6) is not None


def test_another_text_is_no_task() -> None:
    training = training_of("task:count:characters=600")
    training.corpus = load_task("task:count").first(300)
    plain = training.corpus.__class__(**{**vars_of(training.corpus), "task": ""})
    training.corpus = plain
    assert read(TaskReading(pace="epoch"), training, 1.0) is None


def vars_of(corpus) -> dict[str, object]:
    names = ("name", "encoding", "how", "unreadable", "language", "text", "songs", "line_starts")
    return {name: getattr(corpus, name) for name in names}


def test_what_is_under_way_can_be_dropped_or_belong_to_another_run() -> None:
    training = training_of("task:count:characters=600")
    reading = TaskReading()
    reading.begin(training, EpochDone(4, 1, 1.0, 1.0))
    assert reading.under_way
    reading.set_run(9)
    done = reading.advance(60)
    assert done is not None and done.run == 9
    reading.begin(training, EpochDone(4, 2, 1.0, 1e6))
    reading.drop()
    assert not reading.under_way
