"""What the command line offers: its verbs, and what can be said before a window opens. No Qt."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import lstm_gui
from lstm_gui.core.config import PRESETS

__all__ = ["VERBS", "Parser", "WindowOptions", "parse_window_options"]

PROGRAM = "lstm-gui"

VERBS: dict[str, str] = {
    "train": "train a model without a window",
    "generate": "write with a model that was saved",
    "search": "try settings, and keep the best",
    "bench": "measure how fast it is on this machine",
    "doctor": "tell what is missing on this machine",
}
"""The commands that run without a window, each with what it is for."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window begins: with which text and preset, and whether it trains at once."""

    corpus: Path | None = None
    preset: str | None = None
    start: bool = False


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        """End the program with a sentence."""
        self.exit(2, f"{PROGRAM}: {message} (see {self.prog} --help).\n")


def parse_window_options(argv: Sequence[str]) -> WindowOptions:
    """Read the options of the window; end the program after --help, --version or a mistake."""
    parser = _window_parser()
    given, rest = parser.parse_known_args(argv)
    if rest:
        kind = "option" if rest[0].startswith("-") else "command"
        parser.error(f"there is no {kind} {rest[0]}")
    return WindowOptions(given.corpus, given.preset, given.start)


def _window_parser() -> Parser:
    verbs = "\n".join(f"  {verb:<10}{meaning}" for verb, meaning in VERBS.items())
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [options]\n       {PROGRAM} {{{','.join(VERBS)}}} …",
        description="Train a character LSTM on lyrics, and watch what it remembers.",
        epilog=f"commands, which need no window:\n{verbs}\n\n"
        f"{PROGRAM} COMMAND --help tells more about each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FILE|zh|en",
        help="open this text, a .txt or a .zip with one, or the lyrics that come with it",
    )
    parser.add_argument("--preset", choices=tuple(PRESETS), help="begin with these settings")
    parser.add_argument("--start", action="store_true", help="start training at once")
    version = f"{PROGRAM} {lstm_gui.__version__}"
    parser.add_argument("--version", action="version", version=version)
    return parser
