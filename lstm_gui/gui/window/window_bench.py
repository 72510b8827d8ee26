"""Measures what the open window costs: `lstm-gui bench` asks for it in a process of its own.

The real window over the real engine, in which training goes on alternately live (plot and heat
map are drawn) and muted (the window is hidden, the memory not watched, nothing fetched). The time
from launch to a usable window comes from the same process.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any, cast

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.model.backend import Backend, Trace
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.options import WindowCost, WindowJob
from lstm_gui.core.worker.events import Failure
from lstm_gui.core.worker.states import NO_MODEL, RunState
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import CorpusLoader, Session
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.main_window import MainWindow

__all__ = ["measure_window"]

SETTLE_MS = 300
"""Left out at the start of a phase: what has piled up is drawn, caches are filled."""

WARM_UP_STEPS = 64
"""Libraries are loaded, and the time machine no longer keeps a moment of every batch."""

POLL_MS = 20


@dataclass(slots=True)
class _Diary:
    """When each batch ended, and how long the memory was read; the engine thread writes it."""

    steps: list[float] = field(default_factory=list)
    looks: list[tuple[float, float]] = field(default_factory=list)

    def seconds_a_batch(self, begin: float, end: float) -> float | None:
        """Return the mean over a span of time, with whatever came between two batches."""
        within = [at for at in self.steps if begin <= at <= end]
        return (within[-1] - within[0]) / (len(within) - 1) if len(within) > 1 else None

    def looking(self, begin: float, end: float) -> float:
        """Return how many seconds of a span went into reading the memory."""
        return sum(seconds for at, seconds in self.looks if begin <= at <= end)


class _TimedBackend:
    """Stands before an engine and keeps a diary."""

    def __init__(self, backend: Backend, diary: _Diary) -> None:
        self._backend = backend
        self._diary = diary

    def step(self, *arguments: Any) -> Any:  # Any: what the engine takes and gives
        result = self._backend.step(*arguments)
        self._diary.steps.append(time.perf_counter())
        return result

    def trace(self, *arguments: Any) -> Trace:
        started = time.perf_counter()
        trace = self._backend.trace(*arguments)
        now = time.perf_counter()
        self._diary.looks.append((now, now - started))
        return trace

    def __getattr__(self, name: str) -> Any:  # Any: everything else is the engine's
        return getattr(self._backend, name)


class _MutableBridge(WorkerBridge):
    """A bridge that can leave the engine's events where they are."""

    muted = False
    frames = 0
    """How often the window has shown what is new."""

    def set_muted(self, muted: bool) -> None:
        """Fetch nothing from now on, or everything that has piled up."""
        self.muted = muted
        if muted:
            self._frame.stop()
        else:
            self._frame.start(0)

    def _on_ready(self) -> None:
        if not self.muted:
            super()._on_ready()

    def _on_frame_timeout(self) -> None:
        self.frames += 1
        super()._on_frame_timeout()


def measure_window(job: WindowJob, create_backend: Callable[[], Backend]) -> WindowCost:
    """Open the window, let it train, and measure; the application must exist, and no window."""
    stage = _Stage(job, create_backend)
    try:
        stage.open()
        if job.alternations:
            stage.alternate()
    finally:
        stage.close()
    return stage.answer()


class _Stage:
    """The window, from its opening to its end, and what was measured in between."""

    def __init__(self, job: WindowJob, create_backend: Callable[[], Backend]) -> None:
        application = cast(QApplication, QApplication.instance())
        self._job = job
        self._diary = _Diary()
        self._error = ""
        self._launch: float | None = None
        self._ready: float | None = None
        self._frames = 0
        self._live: list[tuple[float, float]] = []
        self._muted: list[tuple[float, float]] = []
        self._theme = Theme(application, "light")
        language = Language(application, "en")
        self._bridge = _MutableBridge(
            lambda: cast(Backend, _TimedBackend(create_backend(), self._diary))
        )
        loader = CorpusLoader()
        endless = changed(job.experiment, "train.epochs", 1_000_000)
        endless = changed(endless, "train.sample_every", 1_000_000)
        self._session = Session(self._bridge, loader, endless)
        self._window = MainWindow(
            theme=self._theme,
            language=language,
            bridge=self._bridge,
            session=self._session,
            preferences=Preferences(language="en"),
            keep=lambda _: None,
        )
        self._bridge.run.failed.connect(self._on_run_failed)
        loader.refused.connect(self._on_loader_refused)

    # The course of it

    def open(self) -> None:
        """Show the window as the app does, and note when its event loop has painted it."""
        self._window.show()
        self._session.open_named(self._job.corpus, self._job.reading)
        for _ in range(2):  # shown, then painted
            _run_events(0)
        self._launch = self._since_launch()
        self._bridge.start()
        while not self._error and self._session.state in NO_MODEL:
            _run_events(1)
        self._ready = self._since_launch()

    def alternate(self) -> None:
        """Train with the window live and muted, in the order ABBA, against drift."""
        self._session.start()
        self._wait_until_warm()
        for number in range(self._job.alternations):
            for muted in (False, True) if number % 2 == 0 else (True, False):
                if not self._error:
                    self._phase(muted)

    def close(self) -> None:
        """End the engine thread, if it can be ended."""
        if self._bridge.engine_is_alive():
            loop = QEventLoop()
            self._bridge.closed.connect(loop.quit)
            self._bridge.close()
            loop.exec()
        self._window.deleteLater()
        self._theme.deleteLater()

    def _wait_until_warm(self) -> None:
        while not self._error and len(self._diary.steps) < WARM_UP_STEPS:
            _run_events(POLL_MS)
            if self._session.state in (RunState.FAILED, RunState.DIVERGED):
                self._error = self._error or "Training broke down."

    def _batches(self) -> int:
        used, train = self._session.used, self._session.experiment.train
        if used is None:
            return 1
        return used.statistics(train.batch_size, train.num_steps, train.sampling).batches

    def _phase(self, muted: bool) -> None:
        self._window.setVisible(not muted)
        self._bridge.set_muted(muted)
        _run_events(SETTLE_MS)
        started, frames = time.perf_counter(), self._bridge.frames
        _run_events(round(1000 * self._job.seconds))
        (self._muted if muted else self._live).append((started, time.perf_counter()))
        self._frames += 0 if muted else self._bridge.frames - frames

    def _since_launch(self) -> float | None:
        return None if self._job.launched is None else time.monotonic() - self._job.launched

    def _on_run_failed(self, failure: Failure) -> None:
        self._error = failure.template.format(**failure.values)

    def _on_loader_refused(self, error: CorpusError) -> None:
        self._error = str(error)

    # The outcome

    def answer(self) -> WindowCost:
        """Sum up."""
        live, muted = self._seconds(self._live), self._seconds(self._muted)
        spans = sum(end - begin for begin, end in self._live)
        looking = sum(self._diary.looking(*span) for span in self._live)
        return WindowCost(
            platform=QApplication.platformName(),
            launch_seconds=self._launch,
            ready_seconds=self._ready,
            open_seconds=_median(live),
            muted_seconds=_median(muted),
            overhead=_overhead(live, muted),
            frames_per_second=self._frames / spans if spans else None,
            inspection_share=looking / spans if spans else None,
            error=self._error,
        )

    def _seconds(self, spans: list[tuple[float, float]]) -> list[float]:
        """Return how long an epoch took in each span; NaN where no two batches ended."""
        found = (self._diary.seconds_a_batch(*span) for span in spans)
        return [(seconds or math.nan) * self._batches() for seconds in found]


def _median(seconds: list[float]) -> float | None:
    known = [one for one in seconds if math.isfinite(one)]
    return median(known) if known else None


def _overhead(live: list[float], muted: list[float]) -> float | None:
    """Compare each live phase with the muted one beside it, since a machine is not always alike."""
    ratio = _median([a / b for a, b in zip(live, muted, strict=False)])
    return None if ratio is None else ratio - 1


def _run_events(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
