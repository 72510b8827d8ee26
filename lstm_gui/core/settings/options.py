"""The command line: its verbs, the window's options, and an experiment as flags. No Qt here."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pydantic import BaseModel, ConfigDict, Field

import lstm_gui
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS

__all__ = [
    "PROGRAM",
    "Parser",
    "VERBS",
    "WindowCost",
    "WindowJob",
    "WindowOptions",
    "flag_words",
    "parse_window_options",
]

PROGRAM = "lstm-gui"

VERBS: dict[str, str] = {
    "train": "train a model without a window",
    "generate": "write with a model that was saved",
    "article": "run the article's experiment, and print its table",
    "span": "measure how far back a model recalls",
    "search": "try settings, and keep the best",
    "export": "write a run as a table, script, report or film",
    "bench": "measure how fast it is on this machine",
    "doctor": "tell what is missing on this machine",
}
"""The commands that run without a window, each with what it is for."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window begins: with which text and preset, and whether it trains at once.

    `file` is opened once the window is there: a text, a model or a moment.
    """

    corpus: Path | None = None
    preset: str | None = None
    start: bool = False
    file: Path | None = None


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        """End the program with a sentence."""
        self.exit(2, f"{PROGRAM}: {message} (see {self.prog} --help).\n")


def parse_window_options(argv: Sequence[str]) -> WindowOptions:
    """Read the options of the window; end the program after --help, --version or a mistake."""
    parser = _window_parser()
    given, rest = parser.parse_known_args(argv)
    file: Path | None = given.file
    if file is not None and not file.suffix and not file.exists():
        rest = [str(file), *rest]  # a command that is not known
    if rest:
        kind = "option" if rest[0].startswith("-") else "command"
        parser.error(f"there is no {kind} {rest[0]}")
    return WindowOptions(given.corpus, given.preset, given.start, file)


def _window_parser() -> Parser:
    verbs = "\n".join(f"  {verb:<10}{meaning}" for verb, meaning in VERBS.items())
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [options] [FILE]\n       {PROGRAM} {{{','.join(VERBS)}}} …",
        description="Train a character LSTM on lyrics, and watch what it remembers.",
        epilog=f"commands, which need no window:\n{verbs}\n\n"
        f"{PROGRAM} COMMAND --help tells more about each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="open this file: a moment (.lstm), a model or a text",
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FILE|zh|en|task:NAME",
        help="open this text, a .txt or a .zip with one, the lyrics that come with it, or a task",
    )
    parser.add_argument("--preset", choices=tuple(PRESETS), help="begin with these settings")
    parser.add_argument("--start", action="store_true", help="start training at once")
    version = f"{PROGRAM} {lstm_gui.__version__}"
    parser.add_argument("--version", action="version", version=version)
    return parser


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
        value = value_at(experiment, path)
        if value == value_at(preset, path):
            continue
        if isinstance(value, tuple):
            values = value or ("",)  # an empty prefix is none, and so takes the preset's away
        else:
            values = ("all" if value is None else value,)
        for one in values:  # --flag=-0.5, because -0.5 alone would be a flag
            words += [f"{knob.flag}={one}"] if f"{one}".startswith("-") else [knob.flag, f"{one}"]
    return words


class WindowJob(BaseModel):
    """What to measure; no alternations measure the launch alone.

    `launched` is what time.monotonic() said to the parent, right before it started this process.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: str = "zh"
    reading: FileReading = AS_FOUND
    experiment: Experiment = Experiment()
    alternations: int = Field(default=8, ge=0)
    seconds: float = Field(default=2.0, gt=0)
    launched: float | None = None


class WindowCost(BaseModel):
    """Medians over the phases. `inspection_share` is of the time while the window is live.

    From the launch it takes `launch_seconds` until the window is painted, and `ready_seconds` until
    training can start.
    """

    model_config = ConfigDict(frozen=True)

    platform: str
    launch_seconds: float | None = None
    ready_seconds: float | None = None
    open_seconds: float | None = None
    muted_seconds: float | None = None
    overhead: float | None = None
    frames_per_second: float | None = None
    inspection_share: float | None = None
    error: str = ""
