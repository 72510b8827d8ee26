"""Runs to export, with names and texts that a careless writer stumbles over."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.runs.run import Curve, KeptChange, new_run, summed_up
from lstm_gui.core.settings.experiment import Experiment, changed, changed_together
from lstm_gui.core.training.progress import SampleDone
from tests.core.worker.driving import corpus_of

NASTY = '<script>alert("x")</script> & "分开", \'=1+1\''


def curve_of(epochs: int = 6, batches: int = 24, *, held_out: bool = True) -> Curve:
    numbers = np.arange(1.0, epochs + 1)
    x = np.arange(1.0, batches + 1) * epochs / batches
    perplexity = 100 / numbers
    read = np.stack([numbers[::2], 2 * perplexity[::2], numbers[::2] / 2])
    return Curve(
        np.stack([numbers, perplexity, numbers / 2]),
        np.stack([x, np.arange(1.0, batches + 1), np.log(100 / x), x / 2]),
        read if held_out else np.empty((3, 0)),
    )


def exported(*, corpus: Corpus | None = None, **settings: object) -> RunExport:
    """Return a run with a nasty name, one change of the learning rate, and two samples."""
    start = changed_together(Experiment(), settings)
    after = changed(start, "train.learning_rate", 3.5)
    row = new_run(after, corpus or corpus_of())
    change = KeptChange(x=2.5, before=start, after=after)
    row = row.model_copy(update={"name": NASTY, "notes": NASTY, "number": 12, "changes": (change,)})
    curve = curve_of()
    samples = tuple(SampleDone(1, epoch, 9.0, 0.5, "分开", NASTY) for epoch in (2, 4))
    return RunExport(summed_up(row, curve), curve, samples, corpus)
