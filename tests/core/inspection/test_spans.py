"""The memory span: against every sequence read from its beginning, one at a time."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.corpus.task_sequences import BETWEEN
from lstm_gui.core.corpus.tasks import Task, load_task
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.spans import DISTANCES, MeasureSpan, MemorySpan
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig
from tests.core.inspection.conftest import random_weights
from tests.core.inspection.test_jobs import NumpyBackend

NAME = "task:recall:fillers=3,symbols=3,delay=12"
SOME = (1, 2, 5, 17, 40)
MANY = 20


def access(cell: CellKind, name: str = NAME) -> ModelAccess:
    corpus = load_task(name)
    weights = random_weights(cell, 1, 6, len(corpus.vocabulary))
    model = ModelConfig(cell=cell, hidden=6)
    return ModelAccess(NumpyBackend(weights, cell), corpus.vocabulary, corpus, model)


@pytest.mark.parametrize("cell", CELLS)
def test_it_equals_reading_each_sequence_from_its_beginning(cell: CellKind) -> None:
    model = access(cell)
    span = finish(MeasureSpan(SOME, MANY), model)
    task = Task.of(NAME)
    before = task.sequence((task.size + 1) // 2, np.random.default_rng(0)).text
    rng = np.random.default_rng((0, 2))
    whole = [task.sequence(max(SOME), rng).text for _ in range(MANY)]
    for distance, right in zip(SOME, span.right.tolist(), strict=True):
        count = 0
        for text in whole:
            shortened = text[: 2 + distance] + "?"
            reader = ForwardPass(model.backend.weights(), cell)
            reader.read(model.vocabulary.encode(BETWEEN + before + shortened).tolist())
            said = model.vocabulary.characters[int(reader.logits().argmax())]
            count += said == text[1]
        assert right == pytest.approx(count / MANY)
    assert (span.distances, span.trained) == (SOME, 12)
    assert span.chance == pytest.approx(1 / 3)


def test_the_distances_go_from_1_to_500_about_evenly_on_a_log_axis() -> None:
    assert (DISTANCES[0], DISTANCES[-1]) == (1, 500)
    assert 18 <= len(DISTANCES) <= 25
    ratios = np.array(DISTANCES[1:]) / np.array(DISTANCES[:-1])
    assert ratios.max() <= 2 and ratios[8:].max() < 1.4


def test_it_is_done_in_slices_and_costs_as_much_as_the_longest_distance(monkeypatch) -> None:
    model = access("lstm")
    monkeypatch.setattr("lstm_gui.core.inspection.spans.SLICE_S", 0.0)
    steps = list(MeasureSpan(SOME, MANY).steps(model))
    assert len(steps) == 1 + max(SOME)
    assert steps == sorted(steps) and steps[-1] == 1


@pytest.mark.parametrize("name", ["task:count", "task:order"])
def test_another_task_has_no_span(name: str) -> None:
    span = finish(MeasureSpan(), access("lstm", name))
    assert span.distances == () and span.reaches() == 0


def test_a_part_of_the_text_without_all_symbols_has_no_span() -> None:
    whole = access("lstm")
    part = whole.corpus.first(12)
    model = ModelAccess(whole.backend, part.vocabulary, part, whole.model)
    assert finish(MeasureSpan(), model).distances == ()


@pytest.mark.parametrize(
    ("right", "reach"), [((1, 1, 0.95), 9), ((1, 0.9, 0.5), 4), ((1, 0.8, 1), 2), ((0.5, 1, 1), 0)]
)
def test_a_span_reaches_up_to_the_first_gap(right: tuple[float, ...], reach: int) -> None:
    assert MemorySpan((2, 4, 9), np.array(right, np.float32), 0.25, 4).reaches() == reach
