"""Keeps a model in a file without being asked: what goes on does not notice, come what may."""

from __future__ import annotations

import contextlib
from pathlib import Path

from lstm_gui.core.changes import Moment
from lstm_gui.core.checkpoint import Checkpoint, save_checkpoint
from lstm_gui.core.config import Experiment
from lstm_gui.core.corpus import Corpus
from lstm_gui.core.errors import TEMPLATE_CONTEXT, PlaygroundError
from lstm_gui.core.mailbox import Outbox
from lstm_gui.core.messages import Kept
from lstm_gui.core.moments import Snapshot
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.training import Training

__all__ = ["checkpoint_of", "keep_quietly", "reason_of", "save_kept", "sound_checkpoint_of"]


def checkpoint_of(training: Training, moment: Moment | None = None) -> Checkpoint:
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


def save_kept(path: Path, checkpoint: Checkpoint) -> None:
    """Save a model where nobody has chosen the folder: it is made if it is not there (any more).

    Raises:
        CheckpointError: That could not be done; `reason_of` tells why.
    """
    with contextlib.suppress(OSError):  # what stands against it shows when the file is written
        path.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(path, checkpoint)


def reason_of(error: PlaygroundError) -> Sentence:
    """Return why a model could not be kept, without the file and folder that nobody has chosen."""
    reason = error.values.get("reason")
    if isinstance(reason, str):
        return Sentence(reason, context=TEMPLATE_CONTEXT)
    return Sentence(error.template, error.values, TEMPLATE_CONTEXT)


def keep_quietly(path: Path, checkpoint: Checkpoint, run: int, outbox: Outbox) -> None:
    """Save a model of run `run`, and tell whether that went well."""
    refused: PlaygroundError | None = None
    try:
        save_kept(path, checkpoint)
    except PlaygroundError as error:
        refused = error
    outbox.put(Kept(run, path, refused))
