"""How far gradients reach: against finite differences, and what a band says."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from lstm_gui.core.inspection import unrolled as unrolled_module
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.predictions import log_softmax
from lstm_gui.core.inspection.reach import LONGEST, MeasureReach, Reach
from lstm_gui.core.inspection.unrolled import Unrolled
from lstm_gui.core.model.cell import StepEffect
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ModelConfig
from tests.core.inspection.conftest import random_weights
from tests.core.inspection.test_jobs import NumpyBackend
from tests.core.worker.driving import corpus_of

K, WARM, DELTA = 6, 32, 1e-6
TEXT = "啊波次得\n波啊次得\n得得次啊波" * 9


def access(cell: CellKind, layers: int = 1) -> ModelAccess:
    """A small network in float64."""
    corpus = corpus_of(TEXT)
    drawn = random_weights(cell, layers, 4, len(corpus.vocabulary))
    weights = {name: array.astype(np.float64) for name, array in drawn.items()}
    model = ModelConfig(cell=cell, layers=layers, hidden=4)
    return ModelAccess(NumpyBackend(weights, cell), corpus.vocabulary, corpus, model)


def read(model: ModelAccess, ids: np.ndarray) -> Unrolled:
    unrolled = Unrolled(model.backend.weights(), model.model.cell, 1)
    for index in ids:
        for _ in unrolled.read(np.array([index])):
            pass
    return unrolled


def loss(unrolled: Unrolled, target: int) -> float:
    return -float(log_softmax(unrolled.logits())[0, target])


def by_moving(
    monkeypatch: pytest.MonkeyPatch, model: ModelAccess, which: str, place: int, ids, target: int
) -> float:
    """The norm of the differences of the loss when a state is another.

    h moves after step number `place` is computed, with all that reads it; c meanwhile, with the h
    that shows it. Steps are counted layer by layer.
    """
    spec, gradient = CELLS[model.model.cell], []

    def moved_by(cell: int, delta: float) -> float:
        steps = iter(range(len(ids) * model.model.layers))

        def forward(before, _effect):
            here = np.zeros(4)
            here[cell] = delta * (next(steps) == place)
            effect = Moved(here) if which == "c" else StepEffect()
            now = spec.forward(before, effect)
            return {**now, "h": now["h"] + here} if which == "h" else now

        cells = {model.model.cell: replace(spec, forward=forward)}
        monkeypatch.setattr(unrolled_module, "CELLS", cells)
        return loss(read(model, ids), target)

    for cell in range(4):
        sides = [moved_by(cell, delta) for delta in (DELTA, -DELTA)]
        gradient.append((sides[0] - sides[1]) / (2 * DELTA))
    return float(np.linalg.norm(gradient))


class Moved(StepEffect):
    """Adds to the memory."""

    def __init__(self, by: np.ndarray) -> None:
        self._by = by

    def state(self, after, _before):
        return after + self._by


def windows(model: ModelAccess, texts: int) -> list[tuple[np.ndarray, int]]:
    ids, length = model.corpus.ids, WARM + K + 2
    places = np.linspace(0, len(ids) - length, texts).astype(int)
    return [(ids[p : p + length - 1], int(ids[p + length - 1])) for p in places]


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize(
    ("cell", "which"), [(cell, state) for cell, spec in CELLS.items() for state in spec.states]
)
def test_the_reach_is_by_finite_differences(cell, which, layers, monkeypatch) -> None:
    model = access(cell, layers)
    found = finish(MeasureReach(K, 2), model)
    assert (found.c is None) == (not CELLS[cell].has_c)
    norms = found.c if which == "c" else found.h
    for n, (ids, target) in enumerate(windows(model, 2)):
        for layer, k in itertools.product(range(layers), (0, 1, K)):
            place = (len(ids) - 1 - k) * layers + layer
            expected = by_moving(monkeypatch, model, which, place, ids, target)
            assert norms[layer, n, k] == pytest.approx(expected, rel=1e-4, abs=1e-9)


def test_a_text_that_is_held_out_is_not_read() -> None:
    model = access("lstm")
    part = ModelAccess(model.backend, model.vocabulary, model.corpus, model.model, trained=60)
    short = corpus_of(TEXT[:60])
    alone = ModelAccess(model.backend, model.vocabulary, short, model.model)
    np.testing.assert_array_equal(finish(MeasureReach(K), part).h, finish(MeasureReach(K), alone).h)


@pytest.mark.parametrize("length", [4, 30, 101, 140])
def test_a_short_text_has_shorter_distances(length: int) -> None:
    model = access("gru")
    corpus = corpus_of(TEXT[:length])
    short = ModelAccess(model.backend, model.vocabulary, corpus, model.model)
    found = finish(MeasureReach(), short)
    assert found.h.shape[2] == min(LONGEST, length - 2) + 1
    assert np.isfinite(found.h).all()


def test_a_band_is_of_the_texts_and_says_where_it_falls() -> None:
    norms = np.array([[8.0, 4, 1, 0.01], [2, 2, 1, 0.01], [4, 3, 1, 0.01]])[np.newaxis]
    reach = Reach("rnn", norms, None)
    band = reach.band("h", 0, relative=False)
    assert band.median.tolist() == [4, 3, 1, 0.01]
    relative = reach.band("h", 0, relative=True)
    assert relative.median.tolist() == [1, 0.75, 0.25, 0.0025]
    assert (relative.falls_to(0.5), relative.falls_to(0.01), relative.falls_to(1e-9)) == (
        2,
        3,
        None,
    )
    assert reach.band("c", 0, relative=True) is None
    assert reach.band("h", 1, relative=True) is None
    nothing = Reach("rnn", np.zeros((1, 2, 4)), None)
    assert nothing.band("h", 0, relative=True) is None


def test_what_is_infinite_at_its_end_has_no_measure_of_its_own() -> None:
    """A monkey found it, with a model whose numbers overflow: infinite by infinite is no number."""
    norms = np.array([[np.inf, np.inf, 2.0], [2.0, 1.0, np.inf]])[np.newaxis]
    relative = Reach("rnn", norms, None).band("h", 0, relative=True)
    assert relative.median.tolist() == [1, 0.5, np.inf]
    assert np.isinf(Reach("rnn", norms, None).band("h", 0, relative=False).high[0])
    assert Reach("rnn", norms[:, :1], None).band("h", 0, relative=True) is None


def test_gradients_that_explode_are_infinite() -> None:
    model = access("rnn")
    weights = {n: w.astype(np.float32) for n, w in model.backend.weights().items()}
    weights["l0.W_h"] = np.full((4, 4), 1e10, np.float32)
    weights["l0.W_x"] = 0 * weights["l0.W_x"]
    weights["l0.b"] = 0 * weights["l0.b"]  # h stays 0, where tanh is steepest
    backend = NumpyBackend(weights, "rnn")
    found = finish(
        MeasureReach(K), ModelAccess(backend, model.vocabulary, model.corpus, model.model)
    )
    band = found.band("h", 0, relative=True)
    assert np.isinf(band.median[-1]) and not np.isnan(band.median).any()
