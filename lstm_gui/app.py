"""Puts the window together: settings, theme, language, engine thread, and the way out."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from lstm_gui import __version__
from lstm_gui.core.backend import Backend
from lstm_gui.core.config import DEFAULT_PRESET, PRESETS
from lstm_gui.core.corpus import SHIPPED
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.faults import open_crash_log
from lstm_gui.core.options import WindowOptions
from lstm_gui.core.places import config_folder, data_folder, log_folder
from lstm_gui.core.preferences import Preferences, PreferencesFile
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.corpus_loader import CorpusLoader
from lstm_gui.gui.endings import Endings
from lstm_gui.gui.language import Language
from lstm_gui.gui.main_window import MainWindow
from lstm_gui.gui.runs import RunArchive
from lstm_gui.gui.session import Session
from lstm_gui.gui.theme import Theme

__all__ = ["bench_window", "main"]

SWITCH_INTERVAL_S = 0.001
"""With Python's own 5 ms, a busy engine thread makes the window stutter (measured)."""

RUNS_LIMIT_S = 3.0
"""How long the program waits at its end for the disk; the window is closed by then."""

_log = logging.getLogger(__name__)


def main(options: WindowOptions) -> int:
    """Open the window and run until it is closed; return the exit status."""
    _require_display()
    crash_log = _prepare_logs()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("lstm-gui")
    application.setApplicationDisplayName("LSTM playground")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("lstm-gui")
    application.setQuitOnLastWindowClosed(False)

    file = PreferencesFile(config_folder() / "preferences.json")
    preferences = file.load()
    theme = Theme(application, preferences.theme)
    language = Language(application, preferences.language)
    bridge = WorkerBridge(lambda: _create_backend(preferences.threads))
    loader = CorpusLoader()
    experiment = PRESETS[options.preset or DEFAULT_PRESET].experiment
    session = Session(bridge, loader, experiment)
    runs = RunArchive(data_folder())
    window = MainWindow(
        theme=theme,
        language=language,
        bridge=bridge,
        session=session,
        preferences=preferences,
        keep=lambda changed: _save(file, changed),
        runs=runs,
    )
    _catch_errors(window)
    endings = Endings(window, application)
    _say_what_was_set_aside(window, file)
    loader.refused.connect(lambda error: _refuse(window, session, error))
    window.show()
    if options.corpus is None:
        session.open_shipped("zh")
    elif str(options.corpus) in SHIPPED:
        session.open_shipped(str(options.corpus))
    else:
        session.open_file(options.corpus)
    if options.start:
        session.start()
    # The engine's import holds the interpreter for a moment, so the window is painted first.
    QTimer.singleShot(0, bridge, bridge.start)
    application.exec()
    window.runs.close()  # the session may have ended without a word
    endings.close()
    if not runs.finish(RUNS_LIMIT_S):
        _log.warning("the table of runs was not written in time")
    sys.stdout.flush()
    if bridge.engine_is_alive():
        _log.info("the engine thread did not end in time and is left behind")
        if crash_log is not None:
            crash_log.flush()
        os._exit(0)
    return 0


def bench_window(argv: Sequence[str]) -> int:
    """Measure the window for `lstm-gui bench`, whose job stands in `argv` as JSON."""
    from lstm_gui.core.window_cost import WindowJob
    from lstm_gui.gui.measuring import measure_window

    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    job = WindowJob.model_validate_json(argv[0] if argv else "{}")
    answer = measure_window(job, lambda: _create_backend(0))
    sys.stdout.write(answer.model_dump_json() + "\n")
    sys.stdout.flush()
    os._exit(1 if answer.error else 0)  # an engine thread that does not end is left behind


def _create_backend(threads: int) -> Backend:
    from lstm_gui.engine import create_backend

    return create_backend(threads=threads or None)


def _require_display() -> None:
    """End with a sentence where Qt would abort the process."""
    chosen = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("DISPLAY")
    if sys.platform == "linux" and not (chosen or os.environ.get("WAYLAND_DISPLAY")):
        sys.stderr.write(
            "lstm-gui: there is no display for the window. Start it with xvfb-run -a lstm-gui, "
            "or use lstm-gui train, which needs none.\n"
        )
        sys.exit(2)


def _prepare_logs() -> TextIO | None:
    """Log to files; without a place for them, such as a read-only home, to nowhere."""
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_folder() / "lstm-gui.log", maxBytes=2**20, backupCount=2, encoding="utf-8"
        )
        crash_log = open_crash_log()
    except OSError as error:
        _log.info("no log files: %s", error)
        return None
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=[handler],
    )
    # Before MXNet is imported: it would install a handler that hides the cause of a crash.
    faulthandler.enable(crash_log)
    return crash_log


def _catch_errors(window: MainWindow) -> None:
    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _log.error("unexpected", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if threading.current_thread() is threading.main_thread():
            window.reports.unexpected(error)

    def report_in_thread(failed: threading.ExceptHookArgs) -> None:
        name = failed.thread.name if failed.thread is not None else "?"
        _log.error("unexpected in thread %s", name, exc_info=failed.exc_value)
        threading.__excepthook__(failed)

    sys.excepthook = report
    threading.excepthook = report_in_thread


def _say_what_was_set_aside(window: MainWindow, file: PreferencesFile) -> None:
    if file.set_aside is not None:
        window.reports.preferences_lost(file.set_aside)


def _refuse(window: MainWindow, session: Session, error: CorpusError) -> None:
    window.reports.refused(error)
    if session.corpus is None:
        session.open_shipped("zh")


def _save(file: PreferencesFile, preferences: Preferences) -> None:
    try:
        file.save(preferences)
    except OSError as error:
        _log.info("preferences not saved: %s", error)
