"""Names: planted rules are found, chance is not named, and a trained model earns some."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Doubles, Floats
from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, Language, load_shipped, make_corpus
from lstm_gui.core.inspection.features import FeatureMatrix, corpus_features, feature_matrix
from lstm_gui.core.inspection.forward import ForwardPass
from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.naming import (
    NAMING_LENGTH,
    THRESHOLD,
    CellNaming,
    _levels,
    correlations,
    is_varied,
    name_cells,
)
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.training.loop import Training
from tests.core.inspection.test_jobs import NumpyBackend
from tests.release import at_length

if TYPE_CHECKING:
    from lstm_gui.core.model.backend import Backend

LINES = "".join("一二三四五六七"[: 3 + k % 5] + " " for k in range(40))


def noise(rng: np.random.Generator, length: int, cells: int, memory: float | Doubles) -> Floats:
    """Draw cells that follow nothing: each keeps `memory` of its value and adds chance."""
    values = np.zeros((length, cells))
    for t in range(1, length):
        values[t] = memory * values[t - 1] + rng.normal(size=cells)
    return values.astype(np.float32)


corpora = cache(load_shipped)


def shipped(language: Language, start: int = 0) -> tuple[Corpus, str, FeatureMatrix]:
    """Return a shipped corpus, as much of it as cells are named over, and its features."""
    corpus = corpora(language)
    text = corpus.text[start : start + NAMING_LENGTH]
    return corpus, text, corpus_features(text, corpus)


def untrained(corpus: Corpus, text: str, model: ModelConfig) -> Floats:
    """Return the memory of cells that have learned nothing, (T, H)."""
    reader = ForwardPass(initial_weights(model, len(corpus.vocabulary)), model.cell)
    for index in corpus.vocabulary.encode(text).tolist():
        reader.read((index,))
    return reader.values(CELLS[model.cell].memory, 0)


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


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("start", [0, 9300])
def test_chance_is_not_named_in_real_texts(language: Language, start: int) -> None:
    """A refrain is as slow as the slowest noise; fast cells beside it change nothing."""
    features = shipped(language, start)[2]
    rng = np.random.default_rng(start)
    beside = np.where(np.arange(256) % 3, 0.0, 0.98)
    for memory in (0.5, 0.9, 0.95, 0.98, beside):
        assert name_cells(noise(rng, NAMING_LENGTH, 256, memory), features) == ()


@pytest.mark.parametrize("forget_bias", [0.0, 1.0, 3.0, 5.0])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_untrained_network_has_no_names(language: Language, forget_bias: float) -> None:
    """Its cells follow blanks, and drift with a refrain, as the chance of their weights has it."""
    for start, hidden, init in ((0, 64, "normal"), (0, 128, "fan_in"), (9300, 64, "fan_in")):
        corpus, text, features = shipped(language, start)
        model = ModelConfig(hidden=hidden, init=init, forget_bias=forget_bias, seed=hidden)
        assert name_cells(untrained(corpus, text, model), features) == ()


@pytest.mark.release
def test_one_text_in_a_hundred_has_a_name_by_chance() -> None:
    """Untrained networks and noise, drawn at random, on any part of the shipped texts."""
    rng = np.random.default_rng(10)
    cases, named = at_length(6, 2000), 0
    for number in range(cases):
        language: Language = rng.choice(["en", "zh"])
        corpus, text, features = shipped(language, int(rng.integers(25_000)))
        hidden = int(rng.choice([64, 128, 256]))
        if rng.random() < 0.5:
            values = noise(rng, len(text), hidden, rng.choice([0, 0.5, 0.9, 0.95, 0.98], hidden))
        else:
            bias, init = float(rng.choice([0, 1, 3, 5])), rng.choice(["fan_in", "normal"])
            cell = rng.choice([*CELLS])
            model = ModelConfig(hidden=hidden, forget_bias=bias, init=init, cell=cell, seed=number)
            values = untrained(corpus, text, model)
        named += bool(name_cells(values, features))
    print(f"names by chance in {named} of {cases} texts")
    assert named <= cases / 100


def few_signs(rng: np.random.Generator) -> str:
    """Draw a text of two to five different signs: by chance, in runs, again and again, or aⁿbⁿ."""
    signs = rng.choice(list("abc .()\n"), int(rng.integers(2, 6)), replace=False)
    shares = rng.dirichlet(np.ones(len(signs)))
    match rng.integers(4):
        case 0:
            return "".join(rng.choice(signs, 2000, p=shares))
        case 1:
            return "".join(str(rng.choice(signs)) * n for n in rng.integers(1, 10, 500).tolist())
        case 2:
            return "".join(rng.choice(signs, int(rng.integers(3, 30)))) * 500
    return "\n".join(signs[0] * n + signs[-1] * n for n in rng.integers(1, 12, 300).tolist())


@pytest.mark.release
def test_an_untrained_network_has_no_names_on_a_text_of_few_characters() -> None:
    """It follows every second of them, for there is little else in them to follow."""
    rng = np.random.default_rng(11)
    cases, named, without = at_length(30, 2000), 0, 0
    for number in range(cases):
        corpus = make_corpus(Decoded("a" + few_signs(rng), "utf-8", "utf-8"), "few")
        model = ModelConfig(
            hidden=int(rng.choice([8, 32, 64, 128])),
            forget_bias=float(rng.choice([0, 1, 3, 5])),
            init=rng.choice(["fan_in", "normal"]),
            cell=rng.choice([*CELLS]),
            seed=number,
        )
        weights = initial_weights(model, len(corpus.vocabulary))
        access = ModelAccess(NumpyBackend(weights, model.cell), corpus.vocabulary, corpus, model)
        text = corpus.text[:NAMING_LENGTH]
        assert not is_varied(text)
        named += bool(finish(CellNaming(0), access).named)
        features = corpus_features(text, corpus)
        without += bool(name_cells(untrained(corpus, text, model), features))
    print(f"names on texts of few characters: {named} of {cases}, {without} by chance alone")
    assert named <= cases / 100 < cases / 10 < without


def test_real_texts_are_varied() -> None:
    for language in ("en", "zh"):
        whole = corpora(language).text
        for start in range(0, len(whole) - NAMING_LENGTH, NAMING_LENGTH):
            assert is_varied(whole[start : start + NAMING_LENGTH])
    assert is_varied("abcdefgh" * 9) and not is_varied("abcdefg" * 9)
    assert is_varied("")


def test_the_few_who_follow_stand_out_from_an_untrained_layer() -> None:
    corpus, text, features = shipped("en")
    values = untrained(corpus, text, ModelConfig(hidden=128, init="fan_in", seed=1)).copy()
    rng = np.random.default_rng(2)
    for cell, key in ((5, "position_in_line"), (77, "repeated_line")):
        row = features.values[features.keys.index(key)]
        values[:, cell] = row / row.std() + 0.5 * rng.normal(size=len(row))
    named = {(name.cell, name.feature) for name in name_cells(values, features)}
    assert named == {(5, "position_in_line"), (77, "repeated_line")}


def test_a_count_that_starts_once_is_a_drift() -> None:
    """In the window over a song's end, the next song begins once: whatever drifts follows it."""
    _, text, features = shipped("en", 9300)
    position = features.values[features.keys.index("position_in_song")]
    assert (np.diff(position) < 0).sum() == 1
    drifts = np.arange(len(text))[:, None] * np.linspace(0.5, 2, 8, dtype=np.float32)
    assert name_cells(drifts, features) == ()


def test_what_counts_far_is_named_by_its_memory_itself() -> None:
    """Brackets go thirty deep: tanh(c) is 1 for nearly all of it."""
    text = "".join("(" * n + ")" * n for n in (30, 12, 25, 3, 18, 9, 28, 6, 21, 15)) * 2
    features = feature_matrix(text)
    depth = features.values[features.keys.index("bracket_depth")][:, None]
    (name,) = name_cells(depth, features)
    assert (name.feature, name.correlation) == ("bracket_depth", pytest.approx(1))
    assert name_cells(np.tanh(depth), features) == ()


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


def counts(rng: np.random.Generator) -> str:
    """Write aⁿbⁿ, one a line."""
    return "\n".join("a" * n + "b" * n for n in rng.integers(1, 12, 600))


def deep_brackets(rng: np.random.Generator) -> str:
    """Write brackets up to eight deep, with letters among them, which all close before the next."""
    runs = ("".join(rng.permutation([*sign * n, *"ab"])) for n in depths(rng) for sign in "()")
    return "".join(runs)


def depths(rng: np.random.Generator) -> list[int]:
    return rng.integers(1, 9, 400).tolist()


@pytest.mark.mxnet
@pytest.mark.parametrize(
    ("rule", "write", "hidden", "seed"),
    [
        ("position_in_line", equal_lines, 32, 2),
        ("bracket_depth", brackets, 32, 2),
        ("bracket_depth", deep_brackets, 8, 1),
        ("still_open", counts, 32, 2),
    ],
)
def test_a_trained_model_has_a_cell_for_the_rule(
    backend: Backend, rule: str, write: object, hidden: int, seed: int
) -> None:
    assert callable(write)
    corpus = make_corpus(Decoded(write(np.random.default_rng(7)), "utf-8", "utf-8"), "planted")
    model = ModelConfig(hidden=hidden, init="fan_in", forget_bias=1.0, seed=seed)
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
