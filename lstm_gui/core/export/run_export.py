"""A run as it is exported: its row, its curve, what it wrote, and its tables of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.export.data_table import Cell, Columns, DataTable
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.run import Curve, Run
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.progress import SampleDone

__all__ = [
    "RunExport",
    "batch_table",
    "epoch_table",
    "exported_settings",
    "looks_like_run",
    "runs_table",
    "settings_of",
]


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


_SETTINGS = re.compile(r'"settings"\s*:\s*(?=\{)')
_HEAD = 2**16
"""Characters of an exported run in which its settings stand."""


def looks_like_run(path: Path) -> bool:
    """Tell by its name and its beginning whether a file is a run that was exported as JSON."""
    return _settings_in(path) is not None


def exported_settings(path: Path) -> Experiment | None:
    """Return the settings of a run that was exported as JSON; None if they are not of this version.

    Its text is not in the file.
    """
    found = _settings_in(path)
    if found is None or not found.keys() >= KNOBS.keys():
        return None
    groups: dict[str, dict[str, object]] = {}
    for key in KNOBS:
        group, _, name = key.partition(".")
        groups.setdefault(group, {})[name] = found[key]
    try:
        return Experiment.model_validate_json(json.dumps(groups))
    except (PlaygroundError, ValueError):
        return None


def _settings_in(path: Path) -> dict[str, object] | None:
    if path.suffix.lower() != ".json":
        return None
    try:
        with path.open(encoding="utf-8") as file:
            head = file.read(_HEAD)
        begin = _SETTINGS.search(head)
        found = None if begin is None else json.JSONDecoder().raw_decode(head, begin.end())[0]
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.keys() & KNOBS.keys() else None


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
