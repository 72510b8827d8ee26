"""The way into the program: a verb runs without a window, anything else opens one.

Without a window the main thread owns MXNet. Whatever is wrong with what was asked is one sentence
on standard error and status 2.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lstm_gui.core.export.run_export import RunExport

__all__ = ["main", "run_verb"]

BAD_INPUT = 2
CLOSED = 0
NOBODY_READS = 141


def main() -> int:
    """Run what the command line asks for, and return the exit status."""
    from lstm_gui.core.stopping import end_at_once

    argv = sys.argv[1:]
    wants_window = not argv or argv[0].startswith("-") or Path(argv[0]).suffix != ""
    end_at_once(CLOSED if wants_window else None)  # first of all: imports take seconds
    if sys.stderr is not None:  # before MXNet, so that a crash in it leaves a traceback
        faulthandler.enable()
    from lstm_gui.core.settings.options import VERBS, parse_window_options

    if argv and argv[0] in VERBS:
        return run_verb(argv)
    if argv and argv[0] == "bench-window":  # for `bench` alone, so no help speaks of it
        _prepare_imports()
        from lstm_gui import app

        return app.bench_window(argv[1:])
    options = parse_window_options(argv)
    try:
        _prepare_imports()
        from lstm_gui import app
    except ImportError as error:
        sys.stderr.write(
            f"lstm-gui: the window cannot start ({error}). Run lstm-gui doctor: it names what is "
            "missing and the remedy.\n"
        )
        return BAD_INPUT
    return app.main(options)


def _prepare_imports() -> None:
    """Import Qt the short way, and collect no garbage meanwhile: the window does that itself."""
    gc.disable()
    from lstm_gui.gui.widgets.qt_import import import_qt

    import_qt()


def run_verb(argv: Sequence[str]) -> int:
    """Run the verb `argv[0]` with the rest as its options; return the exit status."""
    from lstm_gui.core.errors import PlaygroundError

    _speak_utf8()
    try:
        return _run(argv[0], argv[1:])
    except PlaygroundError as error:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"lstm-gui: {_error_line(error)}\n")
        return BAD_INPUT
    except BrokenPipeError:
        return NOBODY_READS
    finally:
        _leave_dead_streams()


def _run(verb: str, options: Sequence[str]) -> int:
    if verb == "train":
        from lstm_gui.cli import train

        return train.run(options)
    if verb == "generate":
        from lstm_gui.cli import generate

        return generate.run(options)
    if verb == "article":
        from lstm_gui.cli import article_run

        return article_run.run(options)
    if verb == "search":
        from lstm_gui.cli.search import run_search

        return run_search.run(options)
    if verb == "span":
        from lstm_gui.cli import span

        return span.run(options)
    if verb == "export":
        from lstm_gui.cli import export

        return export.run(options, _draw_film)
    if verb == "bench":
        from lstm_gui.cli.bench import run_bench

        return run_bench.run(options)
    if verb == "desktop":
        from lstm_gui.cli import desktop

        return desktop.run(options)
    from lstm_gui.cli import doctor

    return doctor.run(options)


def _draw_film(exported: RunExport, kind: str) -> bytes:
    """Draw a film without a screen: pictures need Qt, which no command line has."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _prepare_imports()
    from lstm_gui import app

    return app.draw_film(exported, kind)


def _leave_dead_streams() -> None:
    """Let go of what cannot be written: Python flushes once more, and would complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _speak_utf8() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not when a test has replaced it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _error_line(error: Exception) -> str:
    from lstm_gui.core.errors import ConfigError, ValueRefusedError
    from lstm_gui.core.settings.experiment import KNOBS

    text = " ".join(str(error).split())
    knob = KNOBS.get(error.field) if isinstance(error, ConfigError) else None
    if knob is None:
        return text
    if isinstance(error, ValueRefusedError):  # the setting is the subject of its sentence
        return f"{knob.flag} {text[0].lower()}{text[1:]}"
    return f"{knob.flag}: {text}"


if __name__ == "__main__":
    sys.exit(main())
