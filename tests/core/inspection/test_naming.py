"""Names: planted rules are found, chance is not named, and a trained model earns some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import make_corpus
from lstm_gui.core.inspection.features import FeatureMatrix, corpus_features, feature_matrix
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.naming import THRESHOLD, CellNaming, _levels, correlations, name_cells
from lstm_gui.core.model.cell_kinds import states
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.training.loop import Training

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend

LINES = "".join("一二三四五六七"[: 3 + k % 5] + " " for k in range(40))


def noise(rng: np.random.Generator, length: int, cells: int, memory: float) -> Floats:
    """Draw cells that follow nothing: each keeps `memory` of its value and adds chance."""
    values = np.zeros((length, cells))
    for t in range(1, length):
        values[t] = memory * values[t - 1] + rng.normal(size=cells)
    return values.astype(np.float32)


def test_planted_cells_are_named(rng: np.random.Generator) -> None:
    features = feature_matrix(LINES)
    values = noise(rng, len(LINES), 64, 0.5)
    position, start = (
        features.values[features.keys.index(k)] for k in ("position_in_line", "line_start")
    )
    values[:, 7] = 3 - position / 4 + 0.1 * values[:, 7]
    values[:, 40] = np.tanh(start) + 0.05 * values[:, 40]
    first, second = name_cells(values, features)
    assert {(n.cell, n.feature) for n in (first, second)} == {
        (7, "position_in_line"),
        (40, "line_start"),
    }
    by_cell = {n.cell: n.correlation for n in (first, second)}
    assert by_cell[7] < -0.9 and by_cell[40] > 0.9
    assert abs(first.correlation) >= abs(second.correlation)


def test_correlations_are_numpys(rng: np.random.Generator) -> None:
    features = feature_matrix(LINES)
    values = noise(rng, len(LINES), 5, 0.5) * 100 + 1000
    found = correlations(values, features)
    assert found.shape == (len(features.keys), 5)
    for key in ("position_in_line", "same_character"):
        k = features.keys.index(key)
        for cell in range(5):
            wanted = np.corrcoef(features.values[k], values[:, cell])[0, 1]
            assert found[k, cell] == pytest.approx(wanted, abs=1e-4)
    assert (found[features.keys.index("bracket_depth")] == 0).all()  # it never shows


@pytest.mark.parametrize("length", [64, 200, 1000])
@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9, 0.99])
def test_chance_is_not_named(length: int, memory: float) -> None:
    """256 cells that follow nothing, in ten texts: a name by chance is a rarity."""
    named = 0
    text = (LINES * 5)[:length]
    for seed in range(10):
        rng = np.random.default_rng(seed)
        named += len(name_cells(noise(rng, length, 256, memory), feature_matrix(text)))
    assert named <= 2


def test_shuffled_features_name_nothing(rng: np.random.Generator) -> None:
    features = feature_matrix(LINES)
    values = np.tanh(features.values.T @ rng.normal(size=(len(features.keys), 64)) / 3)
    values = values.astype(np.float32)
    assert len(name_cells(values, features)) > 10
    shuffled = FeatureMatrix(features.keys, features.values[:, rng.permutation(len(LINES))])
    assert name_cells(values, shuffled) == ()


def test_what_hardly_moves_or_shows_has_no_name() -> None:
    features = feature_matrix(LINES)
    position = features.values[0]
    values = np.stack([np.ones_like(position), position * 1e-5, position], axis=1)
    assert [n.cell for n in name_cells(values, features)] == [2]
    rare = FeatureMatrix(("x",), np.eye(1, len(LINES), 30, dtype=np.float32))
    assert name_cells(rare.values.T.copy(), rare) == ()
    assert name_cells(np.zeros((0, 3), np.float32), feature_matrix("")) == ()


def test_the_beginning_is_left_out() -> None:
    features = feature_matrix(LINES)
    values = features.values[:1].T.copy()
    values[:8] = 1000
    assert name_cells(values, features)[0].correlation == pytest.approx(1)
    assert name_cells(values, features, warmup=0) == ()


def test_the_level_of_chance_falls_with_the_text() -> None:
    levels = _levels(np.array([20.0, 64.0, 200.0, 2000.0]), 256 * 11)
    assert (np.diff(levels) < 0).all() and levels[2] < THRESHOLD < levels[0]
    rng = np.random.default_rng(1)  # the largest of as many r of chance pairs as were reckoned with
    a, b = rng.normal(size=(2, 64, 256))
    r = np.corrcoef(a.T, b.T)[:256, 256:]
    assert np.abs(r).max() < _levels(np.array(64.0), r.size)


# The real engine


def equal_lines(rng: np.random.Generator) -> str:
    """Chance letters in lines of eight: only their length can be learnt."""
    return "\n".join("".join(rng.choice(list("abcdef"), 8)) for _ in range(700))


def brackets(rng: np.random.Generator) -> str:
    """Chance letters with brackets that open anywhere, and close once before the next opens."""
    signs, inside = list("abc"), False
    for draw in rng.random(6000):
        if draw < 0.12:
            inside = not inside
            signs.append("(" if inside else ")")
        else:
            signs.append("abc"[rng.integers(3)])
    return "".join(signs)


@pytest.mark.mxnet
@pytest.mark.parametrize(
    ("rule", "write"), [("position_in_line", equal_lines), ("bracket_depth", brackets)]
)
def test_a_trained_model_has_a_cell_for_the_rule(
    backend: Backend, rule: str, write: object
) -> None:
    assert callable(write)
    corpus = make_corpus(Decoded(write(np.random.default_rng(7)), "utf-8", "utf-8"), "planted")
    model = ModelConfig(hidden=32, init="fan_in", forget_bias=1.0, seed=2)
    train = TrainConfig(
        optimizer="adam",
        learning_rate=0.01,
        clipping_theta=1.0,
        epochs=10,
        num_steps=32,
        batch_size=16,
    )
    training = Training(backend, corpus, Experiment(model=model, train=train))
    text = corpus.text[900:1200]
    features = corpus_features(text, corpus)

    def named() -> list[str]:
        values = states(backend.trace(corpus.vocabulary.encode(text)))[0]
        return [n.feature for n in name_cells(values, features) if abs(n.correlation) >= THRESHOLD]

    untrained = named().count(rule)
    while not training.done:
        training.step()
    assert named().count(rule) > untrained
    access = ModelAccess(backend, corpus.vocabulary, corpus, model)
    roll = finish(CellNaming(0), access)  # what the window's list shows
    assert rule in [name.feature for name in roll.named]
