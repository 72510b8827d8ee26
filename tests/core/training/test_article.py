"""The article's recipe and figures."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lstm_gui.core.corpus import catalogue
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.training import article
from lstm_gui.core.training.article import (
    ARTICLE_CELLS,
    article_rows,
    farthest,
    farthest_measured,
    fetched_book,
    is_books_text,
    is_recipe,
    printed,
    recipe,
    reference_curve,
)

EPOCHS = [40, 80, 120, 160, 200]


def test_the_recipe_is_the_books_for_200_epochs() -> None:
    for cell, preset in zip(ARTICLE_CELLS, ("book-lstm", "book-gru"), strict=True):
        experiment = recipe(cell)
        assert experiment.train.epochs == 200 and experiment.model.cell == cell
        epochs = PRESETS[preset].experiment.train.epochs
        assert changed(experiment, "train.epochs", epochs) == PRESETS[preset].experiment
        assert is_recipe(experiment)


@pytest.mark.parametrize(
    "other",
    [
        PRESETS["quick"].experiment,
        PRESETS["article"].experiment,
        changed(recipe("lstm"), "model.cell", "rnn"),
    ],
)
def test_what_is_not_the_recipe(other: Experiment) -> None:
    assert not is_recipe(other)


def test_the_table_has_a_row_for_each_epoch_that_is_printed() -> None:
    rows = article_rows({"gru": {40: 150.0, 41: 149.0}})
    assert [row.epoch for row in rows] == EPOCHS == [epoch for epoch, _ in printed()]
    assert rows[0].here == {"gru": 150.0} and rows[1].here == {}
    assert rows[0].measured == {"lstm": 220.297, "gru": 153.189}
    assert rows[-1].printed == 1.066


def test_what_is_printed_is_the_grus() -> None:
    rows = article_rows({})
    assert farthest_measured(rows, "gru") < 1.05 < 2.5 < farthest_measured(rows, "lstm")


def test_how_far_a_machine_is_off() -> None:
    rows = article_rows({"lstm": {40: 156.776 / 2, 80: 32.348 * 1.5}})
    assert farthest(rows, "lstm") == pytest.approx(2.0)
    assert farthest(rows, "gru") is None


def test_the_reference_is_shown_for_the_books_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "书" * 10_000
    assert not is_books_text(text) and reference_curve(recipe("gru"), text) is None
    monkeypatch.setattr(article, "is_books_text", lambda _: True)
    assert reference_curve(recipe("gru"), text) == [
        (row.epoch, row.measured["gru"]) for row in article_rows({})
    ]
    assert reference_curve(recipe("gru"), text[:-1]) is None
    assert reference_curve(PRESETS["quick"].experiment, text) is None


def test_a_book_that_was_fetched_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetched_book(tmp_path) is None
    content = b"not the book"
    book = next(entry for entry in catalogue.load_catalogue() if "jaychou" in entry.file)
    (tmp_path / book.file).write_bytes(content)
    assert fetched_book(tmp_path) is None  # its digest is another
    digest = hashlib.sha256(content).hexdigest()
    entry = book.model_copy(update={"size": len(content), "sha256": digest})
    monkeypatch.setattr(article, "load_catalogue", lambda: (entry,))
    assert fetched_book(tmp_path) == tmp_path / book.file
