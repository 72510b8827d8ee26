"""Jobs: results, slices, cancelling, and no mark on the model."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import load_shipped, make_corpus
from lstm_gui.core.errors import CorpusError, EngineError
from lstm_gui.core.inspection.features import corpus_features
from lstm_gui.core.inspection.forward import Intervention, forward
from lstm_gui.core.inspection.interventions import InterventionTrial, WhatIf
from lstm_gui.core.inspection.jobs import Job, ModelAccess, finish
from lstm_gui.core.inspection.naming import CellNaming, name_cells
from lstm_gui.core.inspection.phrases import PhraseMatches, PhraseSearch, _next_size, matches
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.writing import write
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, GenerateRequest, ModelConfig
from tests.core.inspection.conftest import distribution, random_weights
from tests.fakes import FakeBackend

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend

SONGS = "# 甲\n\n" + "啊波次得\n波啊次得\n" * 10 + "\n# 乙\n\n" + "得得次啊\n啊波\n" * 10


class NumpyBackend(FakeBackend):
    """Reads as a real engine does, with weights that do lively things."""

    def __init__(self, weights: Arrays, cell: CellKind) -> None:
        super().__init__()
        self._weights, self.cell = dict(weights), cell
        self.read: list[int] = []

    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        self.read.append(len(ids))
        return forward(self._weights, self.cell, ids, memory)


def model_of(cell: CellKind = "lstm", layers: int = 1) -> ModelAccess:
    corpus = make_corpus(Decoded(SONGS, "utf-8", "utf-8"), "songs")
    weights = random_weights(cell, layers, 5, len(corpus.vocabulary))
    model = ModelConfig(cell=cell, layers=layers, hidden=5)
    return ModelAccess(NumpyBackend(weights, cell), corpus.vocabulary, corpus, model)


def lively(values: Floats) -> tuple[tuple[int, int], tuple[int, int]]:
    """Choose the two cells of values (T, H) that lean most to one side, with their signs."""
    mean = values.mean(axis=0)
    first, second = np.argsort(-np.abs(mean))[:2].tolist()
    return (first, second), (int(np.sign(mean[first])), int(np.sign(mean[second])))


@pytest.mark.parametrize("cell", CELLS)
def test_a_search_in_slices_is_a_search_in_one(cell: CellKind) -> None:
    model = model_of(cell, 2)
    whole = forward(model.backend.weights(), cell, model.corpus.ids).quantities["h"][1]
    cells, signs = lively(whole)
    search = PhraseSearch(cells, signs, "h", 1, 0.2, 4, limit=7)
    found = finish(search, model)
    wanted = matches(whole, cells, signs, 0.2, 4, limit=7)
    assert [(m.start, m.stop, m.score) for m in found.matches] == [
        (m.start, m.stop, m.score) for m in wanted
    ]
    assert wanted
    assert len(list(search.steps(model))) > 2


def test_all_slices_of_a_search_see_the_same_weights() -> None:
    """Training goes on beside a search, and cells become others."""
    model = model_of()
    whole = forward(model.backend.weights(), "lstm", model.corpus.ids).quantities["c"][0]
    search = PhraseSearch(*lively(whole), "c", 0, 0.1, 3)
    wanted = finish(search, model)
    steps = search.steps(model)
    next(steps)
    assert isinstance(model.backend, NumpyBackend)
    model.backend.load_weights(
        {name: np.zeros_like(array) for name, array in model.backend.weights().items()}
    )
    found = None
    while found is None:
        try:
            next(steps)
        except StopIteration as end:
            found = end.value
    assert found == wanted and wanted.matches


@pytest.mark.parametrize("cell", CELLS)
def test_a_roll_call_names_what_reading_in_one_names(cell: CellKind) -> None:
    model = model_of(cell, 2)
    roll = finish(CellNaming(1, 90), model)
    text = model.corpus.text[:90]
    trace = forward(model.backend.weights(), cell, model.corpus.ids[:90])
    values = trace.quantities[CELLS[cell].memory][1]
    assert roll.named == name_cells(values, corpus_features(text, model.corpus))
    assert (roll.layer, roll.characters) == (1, 90)
    assert finish(CellNaming(0, 10**6), model).characters == len(model.corpus)


def test_matches_come_with_context_and_song() -> None:
    model = model_of()
    text = model.corpus.text
    whole = forward(model.backend.weights(), "lstm", model.corpus.ids).quantities["c"][0]
    found = finish(PhraseSearch(*lively(whole), "c", 0, 0.1, 3), model).matches
    assert {match.song for match in found} == {"甲", "乙"}
    for match in found:
        assert match.text == text[match.start : match.stop] and len(match.text) == 3
        around = match.before + match.text + match.after
        assert around in text and len(match.before) == min(12, match.start)
        song = next(s for s in model.corpus.songs if s.title == match.song)
        assert song.start < match.stop and match.start < song.stop


def test_a_search_without_cells_reads_nothing() -> None:
    steps = PhraseSearch((), (), "c", 0, 0.1, 3).steps(model_of())
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value == PhraseMatches(())


def test_slices_keep_to_their_time() -> None:
    assert _next_size(16, 0.001) == 32 and _next_size(256, 0.001) == 256
    assert _next_size(64, 0.004) == 64
    assert _next_size(64, 0.007) == 32 and _next_size(1, 1.0) == 1


JOBS: tuple[Job[object], ...] = (
    CellNaming(0),
    PhraseSearch((0,), (1,), "c", 0, 0.1, 3),
    InterventionTrial("啊波", Intervention("hold", None, 0), "得次", 5),
    WhatIf("啊波次", 1, "得"),
)


@pytest.mark.parametrize("job", JOBS)
def test_progress_grows_and_a_job_can_be_left(job: Job[object]) -> None:
    model = model_of()
    fractions = list(job.steps(model))
    assert fractions == sorted(fractions) and fractions[0] >= 0 and fractions[-1] == 1
    begun = job.steps(model)
    next(begun)
    begun.close()  # cancelled: nothing was changed that would have to be put back
    assert isinstance(model.backend, FakeBackend) and model.backend.calls == []


@pytest.mark.parametrize("job", JOBS)
def test_jobs_leave_the_weights_alone(job: Job[object]) -> None:
    model = model_of()
    before = model.backend.weights()
    finish(job, model)
    after = model.backend.weights()
    assert all(before[name].tobytes() == after[name].tobytes() for name in before)


@pytest.mark.parametrize("cell", CELLS)
def test_a_touch_acts_throughout(cell: CellKind) -> None:
    model = model_of(cell)
    hand = Intervention("freeze", (0, 2), 0, start=3)
    done = finish(InterventionTrial("啊波次", hand, None, 6), model)
    weights = model.backend.weights()
    for run, what in ((done.without, None), (done.with_, hand)):
        ids = model.vocabulary.encode("啊波次" + run.text)
        np.testing.assert_array_equal(run.trace.ids, ids)
        again = forward(weights, cell, ids, intervention=what)
        for name, values in again.quantities.items():
            np.testing.assert_array_equal(run.trace.quantities[name], values)
        assert len(run.text) == 6  # greedy: each is the likeliest after what came before
        assert again.logits[2:-1].argmax(axis=1).tolist() == ids[3:].tolist()
    assert done.prefix == "啊波次"


def test_a_transplant_begins_where_the_other_text_ended() -> None:
    model = model_of("lstm", 2)
    done = finish(InterventionTrial("啊波", None, "得得次", 4), model)
    weights = model.backend.weights()
    joined = forward(weights, "lstm", model.vocabulary.encode("得得次啊波" + done.with_.text))
    for name, values in joined.quantities.items():
        np.testing.assert_array_equal(done.with_.trace.quantities[name], values[:, 3:])
    assert (done.without.trace.start.h == 0).all()
    np.testing.assert_array_equal(done.with_.trace.start.h[:, 0], joined.quantities["h"][:, 2])


def test_both_runs_draw_the_same_numbers() -> None:
    model = model_of()
    touch = InterventionTrial("啊", None, None, 20, temperature=1.0, seed=3)
    done = finish(touch, model)
    assert done.without.text == done.with_.text == finish(touch, model).without.text
    other = finish(InterventionTrial("啊", None, None, 20, temperature=1.0, seed=4), model)
    assert other.without.text != done.without.text


@pytest.mark.parametrize("cell", CELLS)
def test_what_if_by_two_readings(cell: CellKind) -> None:
    model = model_of(cell, 2)
    result = finish(WhatIf("啊波次得啊", 2, "啊"), model)
    weights = model.backend.weights()
    a, b = (
        forward(weights, cell, model.vocabulary.encode(text))
        for text in ("啊波次得啊", "啊波啊得啊")
    )
    state = CELLS[cell].memory
    np.testing.assert_array_equal(result.difference, b.quantities[state] - a.quantities[state])
    assert (result.difference[:, :2] == 0).all() and (result.distance[:2] == 0).all()
    assert result.distance[2] == pytest.approx(np.abs(result.difference[:, 2]).mean(), rel=1e-5)
    p, q = distribution(a.logits), distribution(b.logits)
    np.testing.assert_allclose(result.divergence, (p * np.log(p / q)).sum(axis=1), atol=1e-5)
    same = finish(WhatIf("啊波", 0, "啊"), model)
    assert not same.difference.any() and not same.divergence.any()


def test_what_cannot_be_done_is_said() -> None:
    model = model_of()
    for job in (
        InterventionTrial("", None, None, 3),
        InterventionTrial("x", None, None, 3),
        WhatIf("啊", 0, "x"),
        InterventionTrial("啊", None, "x", 3),
        WhatIf("", 0, "啊"),
        WhatIf("啊", 0, ""),
    ):
        with pytest.raises(CorpusError):
            finish(job, model)
    for hand in (Intervention("zero", (5,), 0), Intervention("zero", None, 1)):
        with pytest.raises(EngineError, match="another model"):
            finish(InterventionTrial("啊", hand, None, 3), model)
    with pytest.raises(IndexError):
        finish(WhatIf("啊", 1, "啊"), model)


# The real engine


@pytest.mark.mxnet
@pytest.mark.parametrize("cell", CELLS)
def test_jobs_with_the_engine(backend: Backend, cell: CellKind) -> None:
    """At the book's size of 256 cells; slices keep to their time."""
    corpus = load_shipped("zh").first(2000)
    config = ModelConfig(cell=cell, init="fan_in", forget_bias=1.0)
    backend.build(config, ComputeConfig(), len(corpus.vocabulary))
    model = ModelAccess(backend, corpus.vocabulary, corpus, config)
    before = backend.weights()
    values = backend.trace(corpus.ids).quantities["h"][0]
    cells, signs = lively(values)
    search = PhraseSearch(cells, signs, "h", 0, 0.05, 4)
    found = {m.start for m in finish(search, model).matches}
    wanted = {m.start for m in matches(values, cells, signs, 0.05, 4)}
    assert wanted and len(found & wanted) >= 0.9 * len(wanted)  # rounding may swap equals
    for job in (
        search,
        InterventionTrial(corpus.text[:60], Intervention("hold", None, 0), None, 60),
    ):
        slices, last = [], time.thread_time()
        for _ in job.steps(model):
            slices.append(time.thread_time() - last)
            last = time.thread_time()
        assert np.median(slices) < 0.1  # 0.01 on a quiet machine
    left_alone = finish(InterventionTrial(corpus.text[:20], None, None, 30), model).without.text
    request = GenerateRequest(prefix=corpus.text[:20], length=30)
    assert left_alone == "".join(write(backend, corpus.vocabulary, request))
    after = backend.weights()
    assert all(before[name].tobytes() == after[name].tobytes() for name in before)
    assert backend.training_memory() is None
