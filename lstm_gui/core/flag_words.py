"""An experiment as the words of a command line: the preset that is nearest, and what differs."""

from __future__ import annotations

from lstm_gui.core.config import DEFAULT_PRESET, KNOBS, PRESETS, Experiment

__all__ = ["flag_words"]


def flag_words(experiment: Experiment, *, name_preset: bool = False) -> list[str]:
    """Return the flags that give exactly this experiment.

    Args:
        experiment: What the flags are to give.
        name_preset: Name the preset also when it is the one that is taken without a word.
    """
    names = sorted(PRESETS, key=lambda name: name != DEFAULT_PRESET)  # on a tie, the default
    preset = min(names, key=lambda name: len(_flags(experiment, PRESETS[name].experiment)))
    words = ["--preset", preset] if name_preset or preset != DEFAULT_PRESET else []
    return [*words, *_flags(experiment, PRESETS[preset].experiment)]


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
