"""The flags of an experiment, made from the table of settings that the form is made from."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from lstm_gui.core.corpus.decoding import ENCODINGS
from lstm_gui.core.corpus.named_texts import file_of, load_named, names_file
from lstm_gui.core.corpus.tasks import TASKS, Task, names_task
from lstm_gui.core.corpus.text import SHIPPED, Corpus, suggest_prefixes
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.files import path_text
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed, changed_together
from lstm_gui.core.settings.knob import GROUPS, Kind, Knob
from lstm_gui.core.settings.options import Parser
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS, Preset
from lstm_gui.core.training.loop import prepare_text

__all__ = [
    "DEFAULT_CORPUS",
    "add_corpus",
    "add_knobs",
    "changed_by_flags",
    "experiment_of",
    "load_text",
    "open_corpus",
    "preset_of",
    "reading_of",
    "source_of",
]

DEFAULT_CORPUS = "zh"

_TYPES: dict[Kind, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "choice": str,
    "text": str,
    "texts": str,
}


def add_corpus(
    parser: Parser, default: str | None = DEFAULT_CORPUS, *, otherwise: str = DEFAULT_CORPUS
) -> None:
    """Add the flags that choose the text; `otherwise` says which it is without a flag."""
    group = parser.add_argument_group("corpus")
    group.add_argument(
        "--corpus",
        default=default,
        type=path_text,
        metavar=f"FILE|{'|'.join(SHIPPED)}|task:NAME",
        help="a .txt, a .zip with one inside, lyrics that come with the program "
        f"({otherwise}), or a task that needs memory, such as task:recall:delay=50,seed=3. "
        f"NAME is {', '.join(TASKS)}; a task brings settings that learn it unless --preset is "
        "given",
    )
    group.add_argument(
        "--encoding",
        metavar="NAME",
        help=f"how FILE is written, such as {', '.join(ENCODINGS[:3])} (found out by itself)",
    )
    group.add_argument(
        "--untimed",
        action="store_true",
        help="leave out the time stamps and tags of lyrics in .lrc, .srt or .vtt",
    )


def reading_of(given: argparse.Namespace) -> FileReading:
    """Return how the file is to be read."""
    return FileReading(encoding=given.encoding or "", untimed=given.untimed)


def add_knobs(parser: Parser) -> None:
    """Add --preset and a flag for every setting; one that is not given is the preset's."""
    group = parser.add_argument_group("preset")
    labels = "; ".join(f"{preset.name}: {preset.label}" for preset in PRESETS.values())
    group.add_argument(
        "--preset",
        choices=tuple(PRESETS),
        help=f"{labels} ({DEFAULT_PRESET}). The flags below change it",
    )
    groups = {key: parser.add_argument_group(label.lower()) for key, label in GROUPS.items()}
    for knob in KNOBS.values():
        _add_knob(groups[knob.group], knob)


def preset_of(given: argparse.Namespace) -> Preset:
    """Return the preset that was chosen, or the one that is taken without a word."""
    return PRESETS[given.preset or DEFAULT_PRESET]


def experiment_of(given: argparse.Namespace) -> Experiment:
    """Return the preset, or what learns a task, with what the flags change.

    Raises:
        ConfigError: A value cannot be used; its field says which.
        CorpusError: There is no such task.
    """
    experiment = preset_of(given).experiment
    text = getattr(given, "corpus", None) or ""  # bench has a flag of its own for texts
    if given.preset is None and names_task(text):
        experiment = changed_together(experiment, Task.of(text).settings)
    return changed_by_flags(experiment, given)


def changed_by_flags(experiment: Experiment, given: argparse.Namespace) -> Experiment:
    """Return settings with those that were given as flags.

    Raises:
        ConfigError: A value cannot be used; its field says which.
    """
    values = {}
    for path, knob in KNOBS.items():
        if path in vars(given):
            value = getattr(given, path)
            values[path] = tuple(value) if knob.kind == "texts" else value
    return changed_together(experiment, values)


def open_corpus(given: argparse.Namespace, experiment: Experiment) -> tuple[Corpus, Experiment]:
    """Return the text in use, and the experiment with prefixes that suit it.

    Raises:
        CorpusError: The text cannot be used, or a prefix that was given is not of its characters.
    """
    corpus = prepare_text(load_text(given), experiment)
    wanted = experiment.train.prefixes
    if "train.prefixes" in vars(given):
        corpus.vocabulary.encode("".join(wanted))  # names what is unknown
        return corpus, experiment
    prefixes = suggest_prefixes(corpus, wanted)
    return corpus, changed(experiment, "train.prefixes", prefixes)


def source_of(given: argparse.Namespace) -> tuple[Path, ...]:
    """Return the file that the text is read from, if it is read from one."""
    file = file_of(given.corpus)
    return () if file is None else (file,)


def load_text(given: argparse.Namespace) -> Corpus:
    """Return the whole text that was chosen.

    Raises:
        CorpusError: The text cannot be used.
        ConfigError: A flag is for files, and another text was chosen.
    """
    if not names_file(given.corpus):
        what = "a task" if names_task(given.corpus) else "the included lyrics"
        if given.encoding is not None:
            raise ConfigError("encoding", "--encoding is for a FILE; {what} need none.", what=what)
        if given.untimed:
            raise ConfigError(
                "untimed", "--untimed is for a FILE; {what} have no times.", what=what
            )
    return load_named(given.corpus, reading_of(given))


def _add_knob(group: argparse._ArgumentGroup, knob: Knob) -> None:
    shared = {"dest": knob.path, "default": argparse.SUPPRESS, "help": _help(knob)}
    if knob.kind == "choice":
        values = tuple(choice.value for choice in knob.choices)
        group.add_argument(knob.flag, choices=values, **shared)  # type: ignore[arg-type]
    elif knob.path == "corpus.max_chars":
        group.add_argument(knob.flag, type=_count, metavar="N|all", **shared)  # type: ignore[arg-type]
    elif knob.percent:
        group.add_argument(knob.flag, type=_share, metavar="SHARE", **shared)  # type: ignore[arg-type]
    else:
        group.add_argument(
            knob.flag,
            type=_TYPES[knob.kind],
            action="append" if knob.kind == "texts" else "store",
            metavar={"integer": "N", "number": "X"}.get(knob.kind, "TEXT"),
            **shared,  # type: ignore[arg-type]
        )


def _count(text: str) -> int | None:
    return None if text == "all" else int(text)


_count.__name__ = "number"  # as argparse calls it in its sentence


def _share(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


_share.__name__ = "share"


def _help(knob: Knob) -> str:
    parts = [knob.help.replace("%", "%%")]
    if knob.kind == "texts":
        parts = ["What samples begin with; may be given several times."]
    if knob.low is not None and knob.high is not None:
        unit = f" {knob.unit}" if knob.unit else ""
        if knob.percent:
            return f"{parts[0]} {knob.low:g} to {knob.high:g}, or such as 10%%."
        parts.append(f"{knob.low:g} to {knob.high:,.10g}{unit}.")
    return " ".join(parts)
