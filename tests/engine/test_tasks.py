"""What a small network learns of the tasks: to count, to keep depth, and to recall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lstm_gui.core.corpus.tasks import Task, load_task
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.naming import CellNaming
from lstm_gui.core.inspection.spans import MeasureSpan
from lstm_gui.core.settings.experiment import Experiment, changed, changed_together
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import EpochDone, RightDone
from lstm_gui.core.training.task_reading import TaskReading

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet


def begin(backend: MxnetBackend, name: str, **settings: object) -> Training:
    """A task with the settings that are proposed for it, and a few others."""
    given = {key.replace("__", "."): value for key, value in settings.items()}
    experiment = changed_together(Experiment(), {**Task.of(name).settings, **given})
    return Training(backend, prepare_text(load_task(name), experiment), experiment)


def learn(training: Training, *, slower_from: int | None = None) -> RightDone:
    """Train to the end, from some epoch on with a tenth of the rate; return what is right then."""
    exams = TaskReading("samples")
    done: RightDone | None = None
    while not training.done:
        for event in training.step():
            if not isinstance(event, EpochDone):
                continue
            if event.epoch == slower_from:
                rate = training.experiment.train.learning_rate / 10
                training.configure(changed(training.experiment, "train.learning_rate", rate))
            if training.done:
                exams.begin(training, event)
                while exams.under_way:
                    done = exams.advance(60)
    assert done is not None
    return done


def access(training: Training) -> ModelAccess:
    model = training.experiment.model
    return ModelAccess(training.backend, training.vocabulary, training.corpus, model)


def names(training: Training) -> set[str]:
    return {named.feature for named in finish(CellNaming(0), access(training)).named}


def test_it_counts_to_10_and_well_beyond_with_a_cell_that_is_named(backend: MxnetBackend) -> None:
    training = begin(backend, "task:count", train__epochs=100, model__seed=3)
    assert names(training) == set()
    right = learn(training, slower_from=50)
    assert right.right == 1.0 and right.size == 10
    assert right.longer is not None and right.longer.holds >= 20
    assert "still_open" in names(training)


def test_it_keeps_the_depth_of_brackets_in_a_cell_that_is_named(backend: MxnetBackend) -> None:
    training = begin(backend, "task:brackets", model__seed=3)
    assert names(training) == set()
    right = learn(training)
    assert right.right > 0.95
    assert right.longer is not None and right.longer.right > 0.9
    assert "bracket_depth" in names(training)


def test_an_lstm_recalls_over_50_fillers_and_an_rnn_does_not(backend: MxnetBackend) -> None:
    found = {}
    for cell in ("lstm", "rnn"):
        training = begin(backend, "task:recall", model__cell=cell, model__seed=2)
        assert training.experiment.model.forget_bias == 1.0
        right = learn(training)
        span = finish(MeasureSpan((2, 50)), access(training))
        found[cell] = (right.right, float(span.right[1]))
    assert min(found["lstm"]) > 0.95
    assert max(found["rnn"]) < 0.6  # a guess has 0.25
