"""The long checks of a release: `python -m tests.release`, or some tests by a word of their name.

A test marked `release` runs with every change as well, with a handful of cases. Here it runs with
as many as a release promises, which takes hours; what came of it stands at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["at_length"]

_VARIABLE = "LSTM_GUI_RELEASE"


def at_length(usual: int, at_release: int) -> int:
    """Return how many cases to try: `usual` with every change, `at_release` here."""
    return at_release if _VARIABLE in os.environ else usual


def main(words: Sequence[str]) -> int:
    """Run the tests marked `release` whose names contain one of these words, or all."""
    patient = ["--timeout=0", "-o", "faulthandler_timeout=0"]
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", "release", *patient]
    if words:
        command += ["-k", " or ".join(words)]
    platform = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment = {**os.environ, **platform, _VARIABLE: "1"}
    return subprocess.run(command, cwd=Path(__file__).parents[1], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
