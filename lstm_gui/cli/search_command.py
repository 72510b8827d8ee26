"""The command that repeats a trial: the preset that is nearest, and the flags that differ."""

from __future__ import annotations

import shlex

from lstm_gui.cli.flags import DEFAULT_CORPUS
from lstm_gui.core.config import Experiment
from lstm_gui.core.flag_words import flag_words
from lstm_gui.core.options import PROGRAM

__all__ = ["train_command"]


def train_command(experiment: Experiment, corpus: str, encoding: str | None) -> str:
    """Return the `lstm-gui train` that trains exactly so on a text."""
    words = [PROGRAM, "train"]
    if corpus != DEFAULT_CORPUS:
        words += ["--corpus", corpus]
    if encoding is not None:
        words += ["--encoding", encoding]
    return shlex.join([*words, *flag_words(experiment)])
