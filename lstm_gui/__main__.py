"""The program's door: a verb runs without a window, anything else opens one."""

from __future__ import annotations

import faulthandler
import sys

__all__ = ["main"]


def main() -> int:
    """Run what the command line asks for, and return the exit status."""
    if sys.stderr is not None:  # before MXNet, so that a crash in it leaves a traceback
        faulthandler.enable()
    from lstm_gui.core.options import VERBS, parse_window_options

    argv = sys.argv[1:]
    if argv and argv[0] in VERBS:
        from lstm_gui import cli

        return cli.main(argv)
    if argv and argv[0] == "bench-window":  # for `bench` alone, so no help speaks of it
        from lstm_gui import app

        return app.bench_window(argv[1:])
    options = parse_window_options(argv)
    try:
        from lstm_gui import app
    except ImportError as error:
        sys.stderr.write(
            f"lstm-gui: the window cannot start ({error}). Run lstm-gui doctor: it names what is "
            "missing and the remedy.\n"
        )
        return 2
    return app.main(options)


if __name__ == "__main__":
    sys.exit(main())
