"""The command line: its verbs, the window's options, and an experiment as flags. No Qt here."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from pydantic import BaseModel, ConfigDict, Field

import lstm_gui
from lstm_gui.core.file_reading import AS_FOUND, FileReading
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS

__all__ = [
    "Manual",
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
    "desktop": "put the window into the desktop's menu",
}
"""The commands that run without a window, each with what it is for."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window begins: with which text and preset, and whether it trains at once.

    `file` is opened once the window is there: a text, a model or a moment. `lesson` is begun.
    """

    corpus: Path | None = None
    preset: str | None = None
    start: bool = False
    file: Path | None = None
    lesson: Path | None = None


@dataclass(frozen=True, slots=True)
class Manual:
    """What the page of a command says below its options, as a manual page does."""

    examples: Mapping[str, str]
    """A command line, and what it does."""
    statuses: Mapping[int, str]
    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the page's end, a heading and its entries at a time."""
        statuses = {str(number): meaning for number, meaning in self.statuses.items()}
        parts = {
            "examples": self.examples,
            "exit status": statuses,
            "files": self.files,
            "environment": self.environment,
        }
        return "\n\n".join(
            "\n".join((f"{heading}:", *_entries(entries)))
            for heading, entries in parts.items()
            if entries
        )


_COLUMN, _PAGE_WIDTH = 24, 79


def _entries(entries: Mapping[str, str]) -> Iterator[str]:
    for name, meaning in entries.items():
        head = f"  {name}"
        if len(head) + 2 > _COLUMN:
            yield head
            head = ""
        yield textwrap.fill(
            meaning,
            _PAGE_WIDTH,
            initial_indent=head.ljust(_COLUMN),
            subsequent_indent=" " * _COLUMN,
            break_on_hyphens=False,
        )


class _Page(argparse.HelpFormatter):
    """Fills the description, and leaves what has lines of its own as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and ends with status 2; its help is a manual page."""

    def __init__(
        self,
        *,
        prog: str | None = None,
        description: str | None = None,
        manual: Manual | None = None,
        usage: str | None = None,
    ) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=None if manual is None else manual.text(),
            formatter_class=_Page,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """End the program with a sentence."""
        self.exit(2, f"{PROGRAM}: {message} (see {self.prog} --help).\n")


def parse_window_options(argv: Sequence[str]) -> WindowOptions:
    """Read the options of the window; end the program after --help, --version or a mistake."""
    parser = _window_parser()
    given, rest = parser.parse_known_args(argv)
    file: Path | None = given.file
    if rest:
        kind = "option" if rest[0].startswith("-") else "command"
        parser.error(f"there is no {kind} {rest[0]}")
    if file is not None and not file.exists():
        parser.error(f"there is no command {file}, and no such file")
    if given.lesson is not None and not given.lesson.is_file():
        parser.error(f"there is no file {given.lesson} with a lesson")
    return WindowOptions(given.corpus, given.preset, given.start, file, given.lesson)


_WINDOW_MANUAL = Manual(
    examples={
        "lstm-gui": "open the window with the Chinese lyrics",
        "lstm-gui --corpus en --start": "train on the English ones at once",
        "lstm-gui lyrics.txt": "open your own text",
        "lstm-gui model.safetensors --corpus lyrics.txt": "go on with a model, on its text",
        "lstm-gui moment.lstm": "open a moment, the window as it was saved",
        "lstm-gui --lesson first.lesson": "begin a lesson",
        "lstm-gui train --help": "tell more about a command",
    },
    statuses={
        0: "the window was closed, by a person or by the system",
        2: "bad input, or no display",
    },
    files={
        "~/.config/lstm-gui/preferences.json": "look, language, layout, recent files",
        "~/.local/share/lstm-gui/": "all runs with their models, studies, texts of your own",
        "~/.local/state/lstm-gui/log/": "logs, and what a crash has left",
    },
    environment={
        "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME": "in place of ~/.config, ~/.local/share "
        "and ~/.local/state",
        "LSTM_GUI_DATA": "the folder of what is kept, in place of that chosen in the window",
        "OMP_NUM_THREADS": "how many threads compute (as many as there are processors)",
        "QT_SCALE_FACTOR": "how large everything is drawn, such as 1.5",
        "QT_QPA_PLATFORM": "how the window reaches the screen: xcb, wayland, offscreen",
        "QT_IM_MODULE": "the input method, such as ibus",
        "LSTM_GUI_KERNELS": "keep to the kernels of this level, x86-64-v3 or x86-64-v4",
    },
)


def _window_parser() -> Parser:
    verbs = "\n".join(f"  {verb:<{_COLUMN - 2}}{meaning}" for verb, meaning in VERBS.items())
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [options] [FILE]\n       {PROGRAM} {{{','.join(VERBS)}}} …",
        description="Train a character LSTM on lyrics, and watch what it remembers. Without a "
        "command, the window opens.",
        manual=_WINDOW_MANUAL,
    )
    parser.epilog = f"commands, which need no window:\n{verbs}\n\n{parser.epilog}"
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="open this file: a moment (.lstm), a model, a lesson (.lesson) or a text",
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FILE|zh|en|task:NAME",
        help="open this text, a .txt or a .zip with one, the lyrics that come with it, or a task",
    )
    parser.add_argument("--preset", choices=tuple(PRESETS), help="begin with these settings")
    parser.add_argument("--lesson", type=Path, metavar="FILE", help="begin this lesson")
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
