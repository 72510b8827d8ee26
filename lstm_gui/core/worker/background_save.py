"""Saving a model in the background, unasked: training does not notice, whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.model.backend import Snapshot
from lstm_gui.core.model.checkpoint import Checkpoint, save_unasked
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.changes import RunMoment
from lstm_gui.core.training.loop import Training
from lstm_gui.core.worker.events import SavedInBackground
from lstm_gui.core.worker.mailbox import Outbox

__all__ = ["checkpoint_of", "save_in_background", "sound_checkpoint_of"]


def checkpoint_of(training: Training, moment: RunMoment | None = None) -> Checkpoint:
    """Return the model of a run as it is, or as it was at another moment of the same run."""
    if moment is None:
        return _checkpoint(training.experiment, training.corpus, training.snapshot())
    return _checkpoint(moment.experiment, moment.corpus or training.corpus, moment.snapshot)


def sound_checkpoint_of(training: Training, *, recent: bool = False) -> Checkpoint:
    """Return the model as it is, or its last good weights if they are no longer numbers.

    With `recent`, that of a few seconds ago will do, if it is at hand.
    """
    snapshot = training.recent_snapshot() if recent else None
    return _checkpoint(training.experiment, training.corpus, snapshot or training.sound_snapshot())


def _checkpoint(experiment: Experiment, corpus: Corpus, snapshot: Snapshot) -> Checkpoint:
    return Checkpoint(experiment, corpus.vocabulary.characters, corpus.name, snapshot)


def save_in_background(path: Path, checkpoint: Checkpoint, run: int, outbox: Outbox) -> None:
    """Save a model of run `run`, and tell whether that went well."""
    refused: PlaygroundError | None = None
    try:
        save_unasked(path, checkpoint)
    except PlaygroundError as error:
        refused = error
    outbox.put(SavedInBackground(run, path, refused))
