"""The window never blocks: 2,000 events a second, a long curve and a live heat map.

What is limited is the processor time of the window's thread between two waits of its event loop,
so that a busy machine does not decide the outcome; the wall-clock gaps are printed.
"""

from __future__ import annotations

import time
from statistics import median

import numpy as np
import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtWidgets import QToolButton

from lstm_gui.core.runs.run import Curve
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.plots.run_lines import Overlay
from tests.fakes import FakeBackend
from tests.gui.conftest import *  # noqa: F403 - the stage

pytestmark = pytest.mark.alone

FRAME_S = 0.016
LONG_CURVE = 100_000


class BusyTimes:
    """How long the event loop's thread works between two waits, in processor seconds."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._last: float | None = None
        self._dispatcher = QAbstractEventDispatcher.instance()
        self._dispatcher.aboutToBlock.connect(self._on_about_to_block)

    def stop(self) -> None:
        self._dispatcher.aboutToBlock.disconnect(self._on_about_to_block)

    def _on_about_to_block(self) -> None:
        now = time.thread_time()  # it stands still while the loop waits
        if self._last is not None:
            self.times.append(now - self._last)
        self._last = now


def run_event_loop(milliseconds: int) -> None:
    """Run a real loop: qtbot.wait asks for events again and again and never blocks."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def test_no_call_takes_longer_than_a_frame(make_stage, qtbot):
    stage = make_stage(FakeBackend(step_seconds=0.0002)).open()
    train = stage.session.experiment.train.model_copy(update={"epochs": 100_000})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.until(lambda: stage.session.experiment.train.epochs == 100_000)
    x = np.linspace(0, 12_000, LONG_CURVE)
    stage.bridge.run.curves.add_steps(x, np.log(500 * np.exp(-x / 3000) + 1))
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    qtbot.wait(1000)  # fonts and caches are made in the first frames

    beats: list[float] = []
    heartbeat = QTimer()
    heartbeat.setInterval(5)
    heartbeat.timeout.connect(lambda: beats.append(time.perf_counter()))
    heartbeat.start()
    before, started = stage.backend.steps, time.perf_counter()
    busy = BusyTimes()
    run_event_loop(4000)
    busy.stop()
    heartbeat.stop()
    rate = (stage.backend.steps - before) / (time.perf_counter() - started)
    work = sorted(seconds for seconds in busy.times if seconds > 0.0005)
    p95 = work[int(0.95 * len(work))]
    gaps = np.diff(beats)
    print(
        f"{rate:.0f} steps/s · {len(work)} turns of work: median {1e3 * median(work):.1f} ms, "
        f"p95 {1e3 * p95:.1f} ms, longest {1e3 * work[-1]:.1f} ms · "
        f"heartbeat gaps: p99 {1e3 * np.quantile(gaps, 0.99):.1f} ms, longest "
        f"{1e3 * gaps.max():.1f} ms"
    )
    assert stage.session.state is RunState.RUNNING
    # Processor time; others on the machine still take caches away, so only the printed figures
    # are compared with FRAME_S.
    assert median(work) < 2 * FRAME_S


OVERLAID, EPOCHS = 10, 2000


def overlaid_runs() -> list[Overlay]:
    """Ten noisy runs of 2,000 epochs."""
    rng = np.random.default_rng(7)
    epochs = np.arange(1.0, EPOCHS + 1)
    return [
        Overlay(
            str(index),
            f"Run {index}",
            index,
            Curve.of_epochs(400 * np.exp(-epochs / 300 / (1 + index)) + rng.random(EPOCHS), 0.3),
        )
        for index in range(OVERLAID)
    ]


def test_ten_overlaid_runs_keep_the_plot_fluent(make_stage, qtbot):
    """Draw as many frames as there can be while training goes on; 20 a second must fit many times.

    What is asserted is the processor time of a frame, so that a busy machine does not decide.
    """
    stage = make_stage(FakeBackend(step_seconds=0.0005)).open()
    train = stage.session.experiment.train.model_copy(update={"epochs": EPOCHS})
    stage.parts.config.propose(stage.session.experiment.model_copy(update={"train": train}))
    stage.until(lambda: stage.session.experiment.train.epochs == EPOCHS)
    plot = stage.parts.plot
    plot.set_overlays(overlaid_runs(), "Run 11")
    stage.find(QToolButton, "startButton").click()
    stage.wait_for(RunState.RUNNING)
    qtbot.wait(1000)
    for width in (1, 33):
        plot.set_smoothing(width)
        run_event_loop(300)
        frames: list[float] = []
        started = time.perf_counter()
        while time.perf_counter() - started < 2.0:
            run_event_loop(1)  # training reaches the plot
            before = time.thread_time()
            plot._redraw()
            plot._plot.viewport().grab()
            frames.append(time.thread_time() - before)
        rate = len(frames) / (time.perf_counter() - started)
        print(
            f"{OVERLAID} runs of {EPOCHS} epochs, smoothing {width}: {rate:.0f} frames/s; a frame "
            f"takes {1e3 * median(frames):.1f} ms of the processor, at most "
            f"{1e3 * max(frames):.1f} ms"
        )
        assert stage.session.state is RunState.RUNNING
        assert median(frames) < 0.020  # all else in the window needs its time too
