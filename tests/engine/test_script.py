"""The exported script, run as a student runs it, gives the curve of the run that it repeats."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.export.run_files import run_files, write_files
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.runs.run import Curve, KeptChange, new_run
from lstm_gui.core.settings.experiment import Experiment, changed_together
from lstm_gui.core.training.carry_over import Basis, carry_over
from lstm_gui.core.training.curves import perplexity_of
from lstm_gui.core.training.held_out import held_out_loss
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import EpochDone
from tests.commands import environment

pytestmark = pytest.mark.mxnet

SMALL = {
    "corpus.max_chars": 3000,
    "model.hidden": 32,
    "train.epochs": 4,
    "train.sample_every": 2,
    "train.sample_length": 5,
}
Changes = Mapping[tuple[int, int], Mapping[str, object]]

RUNS: dict[str, tuple[Mapping[str, object], Changes]] = {
    "lstm": ({"train.learning_rate": 10.0}, {}),
    "gru of two layers": ({"model.cell": "gru", "model.layers": 2, "model.init": "fan_in"}, {}),
    "rnn": ({"model.cell": "rnn"}, {}),
    "peephole": (
        {"model.cell": "peephole", "model.layers": 2, "model.forget_bias": 1.0},
        {},
    ),
    "adam with a forget bias": (
        {
            "train.optimizer": "adam",
            "train.learning_rate": 0.01,
            "train.clipping_theta": 1.0,
            "model.forget_bias": 1.0,
            "model.init": "fan_in",
        },
        {},
    ),
    "random sampling, held out": ({"train.sampling": "random", "corpus.held_out": 0.2}, {}),
    "live changes": (
        {},
        {
            (1, 0): {"train.learning_rate": 10.0},
            (2, 1): {"train.clipping_theta": 0.1, "train.sample_every": 1},
            (4, 0): {"train.epochs": 5},
        },
    ),
    "changes that cut the text anew": (
        {},
        {
            (1, 1): {"train.batch_size": 16, "train.num_steps": 20},
            (2, 3): {"train.sampling": "random", "model.seed": 5},
            (3, 2): {"train.optimizer": "adam", "train.learning_rate": 0.01},
        },
    ),
}


class Trained:
    """A run of the engine, with what it changes on the way."""

    def __init__(self, backend: Backend, settings: Mapping[str, object], todo: Changes) -> None:
        start = changed_together(Experiment(), {**SMALL, **settings})
        self._backend, self._todo = backend, dict(todo)
        self.corpus = prepare_text(load_shipped("zh"), start)
        prefix = self.corpus.text[:2]
        start = changed_together(start, {"train.prefixes": (prefix,)})
        self._training = Training(backend, self.corpus, start)
        self._changes: list[KeptChange] = []
        self.perplexity: list[float] = []
        self.held_out: list[float] = []
        while not self._done():
            for event in self._training.step():
                if isinstance(event, EpochDone):
                    self._note(event)
        row = new_run(self._training.experiment, self.corpus)
        row = row.model_copy(update={"changes": tuple(self._changes)})
        curve = Curve.of_epochs(self.perplexity, 1.0)
        self.exported = RunExport(row, curve, corpus=self.corpus)

    def _done(self) -> bool:
        """Change what is due now; tell whether the last epoch is complete."""
        place = self._training.position
        values = self._todo.pop((place.epoch, place.batch), None)
        if values is not None:
            before = self._training.experiment
            after = changed_together(before, dict(values))
            x = place.epoch + place.batch / self._training.batches
            self._changes.append(KeptChange(x=x, before=before, after=after))
            bases = Basis(before, self.corpus), Basis(after, self.corpus)
            snapshot = carry_over(self._training.snapshot(), *bases).snapshot
            self._training = Training(self._backend, self.corpus, after)
            self._training.restore(snapshot)
        return self._training.done

    def _note(self, event: EpochDone) -> None:
        self.perplexity.append(event.perplexity)
        held = self._training.held_out
        if held.size:
            *_, loss = held_out_loss(self._backend, held)
            self.held_out.append(perplexity_of(loss))


def figures(pattern: str, printed: str) -> list[float]:
    return [float(found) for found in re.findall(pattern, printed, re.MULTILINE)]


@pytest.mark.parametrize("name", RUNS)
def test_the_script_repeats_the_run(backend: Backend, tmp_path: Path, name: str) -> None:
    run = Trained(backend, *RUNS[name])
    path = tmp_path / "a run.py"
    write_files(run_files(run.exported, "script", path))
    done = subprocess.run(
        [sys.executable, str(path)],
        cwd=tmp_path.parent,
        env=environment(PYTHONPATH=None),  # it needs nothing of the program
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    curve = figures(r"^epoch \d+, perplexity ([\d.]+), time", done.stdout)
    assert curve == pytest.approx(run.perplexity, rel=1e-3)
    held_out = figures(r"^held out, perplexity ([\d.]+)", done.stdout)
    assert held_out == pytest.approx(run.held_out, rel=1e-3)
    assert f" - {run.corpus.text[:2]}" in done.stdout
