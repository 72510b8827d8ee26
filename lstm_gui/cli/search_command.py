"""The command that repeats a trial: the preset that is nearest, and the flags that differ."""

from __future__ import annotations

import shlex

from lstm_gui.cli.flags import DEFAULT_CORPUS
from lstm_gui.core.config import DEFAULT_PRESET, KNOBS, PRESETS, Experiment
from lstm_gui.core.options import PROGRAM

__all__ = ["train_command"]


def train_command(experiment: Experiment, corpus: str, encoding: str | None) -> str:
    """Return the `lstm-gui train` that trains exactly so on a text."""
    words = [PROGRAM, "train"]
    if corpus != DEFAULT_CORPUS:
        words += ["--corpus", corpus]
    if encoding is not None:
        words += ["--encoding", encoding]
    names = sorted(PRESETS, key=lambda name: name != DEFAULT_PRESET)  # on a tie, the default
    preset = min(names, key=lambda name: len(_flags(experiment, PRESETS[name].experiment)))
    if preset != DEFAULT_PRESET:
        words += ["--preset", preset]
    return shlex.join([*words, *_flags(experiment, PRESETS[preset].experiment)])


def _flags(experiment: Experiment, preset: Experiment) -> list[str]:
    words: list[str] = []
    for path, knob in KNOBS.items():
        value = _at(experiment, path)
        if value == _at(preset, path):
            continue
        values = value if isinstance(value, tuple) else ("all" if value is None else value,)
        for one in values:  # --flag=-0.5, because -0.5 alone would be a flag
            words += [f"{knob.flag}={one}"] if f"{one}".startswith("-") else [knob.flag, f"{one}"]
    return words


def _at(experiment: Experiment, path: str) -> object:
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value
