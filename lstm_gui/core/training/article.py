"""The article's experiment: its recipe for two cells, what it prints, and what was measured.

The figures are of the book's text, and of epochs 40, 80 … 200. The article says that it prints an
LSTM's perplexities; with the same recipe they are the GRU's.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from lstm_gui.core.corpus.catalogue import has_digest, load_catalogue
from lstm_gui.core.corpus.own_texts import texts_folder
from lstm_gui.core.files import resource
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.settings.presets import PRESETS, Preset, preset_of

__all__ = [
    "ARTICLE_CELLS",
    "ARTICLE_EPOCHS",
    "ArticleRow",
    "article_rows",
    "farthest",
    "farthest_measured",
    "fetched_book",
    "is_books_text",
    "is_recipe",
    "printed",
    "recipe",
    "recipe_preset",
    "reference_curve",
]

ARTICLE_CELLS: tuple[CellKind, ...] = ("lstm", "gru")
ARTICLE_EPOCHS = 200

_PRESETS: dict[CellKind, str] = {"lstm": "book-lstm", "gru": "book-gru"}
_BOOK_FILE = "jaychou_lyrics.txt.zip"

Points = list[tuple[int, float]]


class _Reference(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text_sha256: str
    printed: Points
    curves: dict[CellKind, Points]


@lru_cache(maxsize=1)
def _reference() -> _Reference:
    raw = resource("article", "reference.json").read_bytes()
    return _Reference.model_validate_json(raw)


def recipe_preset(cell: CellKind) -> Preset:
    """Return the preset with the book's recipe for one of the two cells."""
    return PRESETS[_PRESETS[cell]]


def recipe(cell: CellKind, epochs: int = ARTICLE_EPOCHS) -> Experiment:
    """Return the book's recipe for one of the two cells."""
    return changed(recipe_preset(cell).experiment, "train.epochs", epochs)


def is_recipe(experiment: Experiment) -> bool:
    """Tell whether these settings are the recipe, for however many epochs."""
    book = PRESETS["book-lstm"].experiment.train.epochs
    return preset_of(changed(experiment, "train.epochs", book)) in _PRESETS.values()


def is_books_text(text: str) -> bool:
    """Tell whether this is the text that the figures are of."""
    found = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return found == _reference().text_sha256


def fetched_book(folder: Path | None = None) -> Path | None:
    """Return the book's text if it was fetched: a file of the catalogue, in the user's folder."""
    entry = next(entry for entry in load_catalogue() if entry.file == _BOOK_FILE)
    place = (folder or texts_folder()) / entry.file
    return place if has_digest(place, entry) else None


def printed() -> Points:
    """Return the perplexities that the article prints, by epoch."""
    return list(_reference().printed)


def reference_curve(experiment: Experiment, text: str) -> Points | None:
    """Return (epoch, perplexity) points if this is the recipe on the book's text."""
    if len(text) != experiment.corpus.max_chars or not is_recipe(experiment):
        return None
    return _reference().curves[experiment.model.cell] if is_books_text(text) else None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One epoch of the table: printed, measured for each cell, and of this machine if known."""

    epoch: int
    printed: float
    measured: Mapping[CellKind, float]
    here: Mapping[CellKind, float]


def article_rows(here: Mapping[CellKind, Mapping[int, float]]) -> tuple[ArticleRow, ...]:
    """Return the table, with the perplexities of this machine by cell and epoch."""
    reference = _reference()
    measured = {cell: dict(points) for cell, points in reference.curves.items()}
    return tuple(
        ArticleRow(
            epoch,
            value,
            {cell: points[epoch] for cell, points in measured.items()},
            {cell: points[epoch] for cell, points in here.items() if epoch in points},
        )
        for epoch, value in reference.printed
    )


def farthest(rows: tuple[ArticleRow, ...], cell: CellKind) -> float | None:
    """Return by which factor what is printed is off from a cell here, at most; None if unknown."""
    pairs = ((row.here[cell], row.printed) for row in rows if cell in row.here)
    return max((_factor(*pair) for pair in pairs), default=None)


def farthest_measured(rows: tuple[ArticleRow, ...], cell: CellKind) -> float:
    """Return by which factor what is printed is off from what was measured, at most."""
    return max(_factor(row.measured[cell], row.printed) for row in rows)


def _factor(one: float, other: float) -> float:
    return math.exp(abs(math.log(one / other)))
