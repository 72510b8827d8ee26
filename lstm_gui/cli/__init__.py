"""The headless half of the program: train, generate, search, bench and doctor, without Qt.

The main thread owns MXNet here. Whatever is wrong with what was asked is one sentence on standard
error and status 2.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from lstm_gui.core.config import KNOBS
from lstm_gui.core.errors import ConfigError, PlaygroundError
from lstm_gui.core.options import PROGRAM

__all__ = ["main"]

BAD_INPUT = 2
INTERRUPTED = 130
NOBODY_READS = 141


def main(argv: Sequence[str]) -> int:
    """Run the verb `argv[0]` with the rest as its options; return the exit status."""
    _speak_utf8()
    try:
        status = _run(argv[0], argv[1:])
        sys.stdout.flush()
    except PlaygroundError as error:
        sys.stderr.write(f"{PROGRAM}: {_sentence(error)}\n")
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return status


def _run(verb: str, options: Sequence[str]) -> int:
    if verb == "train":
        from lstm_gui.cli import train

        return train.run(options)
    if verb == "generate":
        from lstm_gui.cli import generate

        return generate.run(options)
    if verb == "search":
        from lstm_gui.cli import search

        return search.run(options)
    if verb == "bench":
        from lstm_gui.cli import bench

        return bench.run(options)
    from lstm_gui.cli import doctor

    return doctor.run(options)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not when a test has replaced it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _sentence(error: PlaygroundError) -> str:
    text = " ".join(str(error).split())
    knob = KNOBS.get(error.field) if isinstance(error, ConfigError) else None
    if knob is None:
        return text
    if text.startswith(("Must ", "Cannot ")):
        return f"{knob.flag} {text[0].lower()}{text[1:]}"
    return f"{knob.flag}: {text}"
