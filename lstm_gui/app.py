"""Opens the window: logs, preferences, the bridge to the engine and the session are made here.

When the system asks the program to end, the window is closed as a person would close it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType, TracebackType
from typing import TextIO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui import __version__
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.files import config_folder, data_folder, log_folder, path_text, resource
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.checkpoint import looks_like_model
from lstm_gui.core.preferences import Preferences, PreferencesFile, use_data_folder
from lstm_gui.core.process import open_crash_log
from lstm_gui.core.runs.moment_file import looks_like_moment
from lstm_gui.core.settings.options import WindowOptions
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS
from lstm_gui.core.stopping import ENDINGS, StopWish, ends_twice, install, restore
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import CorpusLoader, Session
from lstm_gui.gui.widgets.garbage import MainThreadCollector
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.beside import WindowNumber, stand_beside
from lstm_gui.gui.window.docks import fit_on_screen
from lstm_gui.gui.window.main_window import MainWindow

__all__ = ["bench_window", "draw_film", "main"]


class Endings(QObject):
    """Listens for Ctrl+C, SIGTERM, SIGHUP, and the end of the desktop's session.

    Qt waits in native code, where Python's handlers do not run, so a byte in a pipe wakes it. The
    same signal a second time ends the program as usual.
    """

    def __init__(self, window: QWidget, application: QGuiApplication) -> None:
        super().__init__(window)
        self._window = window
        self._ours, self._theirs = os.pipe()
        for end in (self._ours, self._theirs):
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(self._ours, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)
        self._wakeup = signal.set_wakeup_fd(self._theirs, warn_on_full_buffer=False)
        self._before = install(self._on_signal)
        application.commitDataRequest.connect(self._on_application_commit_data_request)

    def close(self) -> None:
        """Listen no longer."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        restore(self._before)
        os.close(self._ours)
        os.close(self._theirs)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        if ends_twice(number):
            signal.signal(number, signal.SIG_DFL)

    def _on_notifier_activated(self) -> None:
        if any(number in ENDINGS for number in os.read(self._ours, 64)):
            self._window.close()

    def _on_application_commit_data_request(self, _manager: object) -> None:
        self._window.close()


SWITCH_INTERVAL_S = 0.001
"""With Python's own 5 ms, a busy engine thread makes the window stutter (measured)."""

BAD_INPUT = 2

PLACED_MS = 200
"""When the desktop has placed the window, so that a dialog can stand in its middle."""

SETTLED_MS = 1000
"""When the window has been laid out and painted: what its layout could break, it has broken."""

RUNS_LIMIT_S = 3.0
"""How long the program waits at its end for the disk; the window is closed by then."""

_log = logging.getLogger(__name__)


def main(options: WindowOptions) -> int:
    """Open the window and run until it is closed; return the exit status."""
    with StopWish() as early:  # a window that is not there yet cannot be closed
        return _run(options, early)


def _run(options: WindowOptions, early: StopWish) -> int:
    crash_log = _prepare_logs()
    application = _create_application()
    application.setApplicationName("lstm-gui")
    application.setApplicationDisplayName("LSTM playground")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("lstm-gui")
    application.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    application.setQuitOnLastWindowClosed(False)

    file = PreferencesFile(config_folder() / "preferences.json")
    preferences = file.load()
    use_data_folder(preferences)
    theme = Theme(
        application,
        preferences.theme,
        palette=preferences.palette,
        text_size=preferences.text_size,
        motion=preferences.motion,
    )
    language = Language(application, preferences.language)
    bridge = WorkerBridge(lambda: _create_backend(preferences.threads))
    loader = CorpusLoader()
    experiment = PRESETS[options.preset or DEFAULT_PRESET].experiment
    session = Session(bridge, loader, experiment)
    runs = RunArchive(data_folder())
    file.begin_restoring(preferences)
    window = MainWindow(
        theme=theme,
        language=language,
        bridge=bridge,
        session=session,
        preferences=preferences,
        keep=lambda changed: _save(file, changed),
        runs=runs,
        pieces=data_folder() / "pieces.json",
    )
    _catch_errors(window)
    endings = Endings(window, application)
    _say_what_was_set_aside(window, file)
    window.reports.missing_input_method()
    loader.refused.connect(lambda error: _refuse(window, session, error))
    fit_on_screen(window)
    number = WindowNumber(config_folder())
    stand_beside(window, number.value)
    window.show()
    QTimer.singleShot(SETTLED_MS, window, file.end_restoring)
    _open_first(window, session, options)
    # The engine's import holds the interpreter for a moment, so the window is painted first.
    QTimer.singleShot(0, bridge, bridge.start)
    if early:
        QTimer.singleShot(0, window, window.close)
    application.exec()
    file.end_restoring()
    window.runs.close()  # the session may have ended without a word
    endings.close()
    number.release()
    if not runs.finish(RUNS_LIMIT_S):
        _log.warning("the table of runs was not written in time")
    sys.stdout.flush()
    if bridge.engine_is_alive():
        _log.info("the engine thread did not end in time and is left behind")
        if crash_log is not None:
            crash_log.flush()
        os._exit(0)
    return 0


def _open_first(window: MainWindow, session: Session, options: WindowOptions) -> None:
    """Open what the command line names; a model waits for the text that it goes on with."""
    file = options.file
    model = file if file is not None and looks_like_model(file) else None
    if file is None or model is not None or _leaves_the_text(file):
        name = "zh" if options.corpus is None else path_text(options.corpus)
        session.open_named(name, settings=None if options.preset is None else {})
    if model is not None:
        opening = partial(_open_model, window, session, model, start=options.start)
        session.built.connect(opening, Qt.ConnectionType.SingleShotConnection)
    elif file is not None:
        window.files.open_dropped(file)
    elif options.lesson is not None:
        window.late.open_lesson(options.lesson)
    elif options == WindowOptions():
        window.offer_last_run()
        if not window.remembering.preferences.welcomed:
            QTimer.singleShot(PLACED_MS, window, window.show_welcome)
    if options.start and model is None:
        session.start()


def _leaves_the_text(file: Path) -> bool:
    """Tell whether a text is opened beside this file, which is no model."""
    from lstm_gui.core.lessons.lesson_file import looks_like_lesson

    return looks_like_moment(file) or looks_like_lesson(file)


def _open_model(
    window: MainWindow, session: Session, file: Path, _: object, *, start: bool
) -> None:
    window.files.open_dropped(file)
    if start:
        session.start()


def bench_window(argv: Sequence[str]) -> int:
    """Measure the window for `lstm-gui bench`, whose job stands in `argv` as JSON."""
    from lstm_gui.core.settings.options import WindowJob
    from lstm_gui.gui.window.window_bench import measure_window

    application = _create_application()
    application.setQuitOnLastWindowClosed(False)
    job = WindowJob.model_validate_json(argv[0] if argv else "{}")
    answer = measure_window(job, lambda: _create_backend(0))
    sys.stdout.write(answer.model_dump_json() + "\n")
    sys.stdout.flush()
    os._exit(1 if answer.error else 0)  # an engine thread that does not end is left behind


def draw_film(exported: RunExport, kind: str) -> bytes:
    """Draw the film of a run on record, for the command line; the record has its curve alone.

    Raises:
        ExportError: It cannot be made, such as for want of ffmpeg.
    """
    from lstm_gui.core.export.film_file import film_bytes
    from lstm_gui.gui.export.film import FILM_SIZE, FilmStory, FilmWords, film_frames
    from lstm_gui.gui.widgets.theme import PAPER

    application = _create_application()
    story = FilmStory(exported.points(), words=FilmWords(title=str(exported.title)))
    frames = film_bytes(film_frames(story, PAPER, FILM_SIZE), kind)
    application.shutdown()
    return frames


def _create_application() -> QApplication:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    complaints: list[str] = []

    def listen(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:  # Qt is about to abort the process
            _say_no_window(complaints[0] if complaints else text.partition("\n")[0])
        complaints.append(text)

    qInstallMessageHandler(listen)
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    for text in complaints:
        _log.warning("%s", text)
    MainThreadCollector(application).start()
    return application


def _say_no_window(reason: str) -> None:
    """End with a sentence where Qt finds no display that it can open."""
    sys.stderr.write(
        f"lstm-gui: there is no display for the window ({reason.strip(' .')}). Start it with "
        "xvfb-run -a lstm-gui, or use lstm-gui train, which needs none; lstm-gui doctor tells "
        "what is missing.\n"
    )
    sys.stderr.flush()
    os._exit(BAD_INPUT)


def _create_backend(threads: int) -> Backend:
    from lstm_gui.engine import create_backend

    return create_backend(threads=threads or None)


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


class ThreadErrors(QObject):
    """Brings what ends a thread into the main thread, so that it is said and not only logged.

    Signals:
        raised(BaseException): What the thread did not catch.
    """

    raised = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._reports = window.reports
        self.raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def _on_raised(self, error: BaseException) -> None:
        self._reports.unexpected(error)


def _catch_errors(window: MainWindow) -> None:
    of_threads = ThreadErrors(window)

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
        if failed.exc_value is not None:
            with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
                of_threads.raised.emit(failed.exc_value)

    sys.excepthook = report
    threading.excepthook = report_in_thread


def _say_what_was_set_aside(window: MainWindow, file: PreferencesFile) -> None:
    if file.layout_dropped:
        window.reports.layout_dropped(file.set_aside or file.path)
    elif file.set_aside is not None:
        window.reports.preferences_lost(file.set_aside)


def _refuse(window: MainWindow, session: Session, error: CorpusError) -> None:
    window.reports.refused(error)
    if session.corpus is None:
        session.open_named("zh")


def _save(file: PreferencesFile, preferences: Preferences) -> None:
    try:
        file.save(preferences)
    except (OSError, ValueError) as error:  # ValueError: what no file can hold
        _log.info("preferences not saved: %s", error)
