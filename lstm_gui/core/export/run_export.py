"""A run as it is exported: its row, its curve, what it wrote, and its tables of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.export.data_table import Cell, Columns, DataTable
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.run import Curve, Run
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.progress import SampleDone

__all__ = ["RunExport", "batch_table", "epoch_table", "runs_table", "settings_of"]


@dataclass(frozen=True, slots=True)
class RunExport:
    """A run, with its samples and its text where they are known."""

    run: Run
    curve: Curve
    samples: tuple[SampleDone, ...] = ()
    corpus: Corpus | None = None

    @property
    def start(self) -> Experiment:
        """The settings that it began with."""
        return self.run.changes[0].before if self.run.changes else self.run.experiment

    def points(self) -> Doubles:
        """Return epoch and perplexity of each epoch, or of each batch before there are epochs."""
        if self.curve.epochs.shape[1]:
            return self.curve.epochs[:2]
        x, _, loss, _ = self.curve.batches
        return np.stack([x, perplexity_of(loss)])

    @property
    def title(self) -> str | Sentence:
        """What a person calls it."""
        if self.run.name or not self.run.number:
            return self.run.name or self.run.corpus
        return Sentence(_NUMBERED, {"number": self.run.number}, "Runs")


_NUMBERED = QT_TRANSLATE_NOOP("Runs", "Run {number}")


def settings_of(experiment: Experiment) -> dict[str, object]:
    """Return all settings by their dotted names."""
    return {path: value_at(experiment, path) for path in KNOBS}


def epoch_table(exported: RunExport) -> DataTable:
    """Return perplexity and time after each epoch, with the readings of the part held out."""
    numbers, perplexity, seconds = exported.curve.epochs
    columns: Columns = {
        "epoch": numbers.astype(np.int64).tolist(),
        "perplexity": perplexity,
        "seconds": seconds,
    }
    if exported.curve.held_out.size:
        columns["held_out_perplexity"] = _at(numbers, exported.curve.held_out)
    return DataTable(columns, _facts(exported))


def batch_table(exported: RunExport) -> DataTable:
    """Return the loss of each batch that is kept; of a long run, those are not all."""
    x, step, loss, seconds = exported.curve.batches
    columns = {
        "step": step.astype(np.int64).tolist(),
        "epochs": x,
        "loss": loss,
        "perplexity": perplexity_of(loss),
        "seconds": seconds,
    }
    return DataTable(columns, _facts(exported))


def runs_table(runs: Iterable[Run]) -> DataTable:
    """Return the table of runs: what came of each, and all its settings."""
    rows = [_row(run) for run in runs]
    names = rows[0] if rows else _row(None)
    return DataTable({name: [row[name] for row in rows] for name in names})


def _facts(exported: RunExport) -> dict[str, object]:
    run = exported.run
    return {
        "run": run.number or None,
        "name": run.name,
        "text": run.corpus,
        "settings": settings_of(exported.start),
        "changes": [
            {"epochs": change.x, "by": change.who, "what": [str(s) for s in change.described()]}
            for change in run.changes
        ],
        "samples": [
            {"epoch": sample.epoch, "prefix": sample.prefix, "text": sample.text}
            for sample in exported.samples
        ],
    }


def _at(numbers: Doubles, read: Doubles) -> list[Cell]:
    known = dict(zip(read[0].tolist(), read[1].tolist(), strict=True))
    return [known.get(number) for number in numbers.tolist()]


def _row(run: Run | None) -> dict[str, Cell]:
    own = ("number", "name", "notes", "began", "corpus", "origin")
    figures = ("epochs", "seconds", "best", "last", "held_out", "interrupted")
    row = {name: None if run is None else getattr(run, name) for name in (*own, *figures)}
    experiment = Experiment() if run is None else run.experiment
    for path, value in settings_of(experiment).items():
        row[path] = "\n".join(value) if isinstance(value, tuple) else value
    return row
