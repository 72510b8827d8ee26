"""The bridge: few signals for many events, nothing stale, and a close that always ends."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal

from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.commands import Start
from lstm_gui.gui.session import bridge as bridge_module
from lstm_gui.gui.session.bridge import WorkerBridge
from tests.fakes import FakeBackend


@pytest.fixture
def make_bridge(qtbot):
    made = []

    def make(backend=None, create=None):
        bridge = WorkerBridge(create or (lambda: backend))
        made.append(bridge)
        return bridge

    yield make
    for bridge in made:
        if bridge.engine_is_alive():
            bridge.close()
            qtbot.waitUntil(lambda bridge=bridge: not bridge.engine_is_alive())


def test_thousands_of_steps_are_few_signals_and_none_is_lost(make_bridge, qtbot):
    bridge = make_bridge(FakeBackend(step_seconds=0.0002))
    batches, epochs = [], []
    bridge.run.stepsAdded.connect(batches.append)
    bridge.run.epochsAdded.connect(epochs.extend)
    bridge.start()
    experiment = PRESETS["quick"].experiment
    train = experiment.train.model_copy(update={"epochs": 250, "prefixes": ()})
    bridge.build(experiment.model_copy(update={"train": train}), load_shipped("zh"))
    bridge.post(Start())
    qtbot.waitUntil(lambda: len(epochs) == 250)
    steps = sum(len(batch.x) for batch in batches)
    assert steps == 250 * 8
    assert len(batches) < steps / 5
    assert [epoch.epoch for epoch in epochs] == list(range(1, 251))
    assert all(batch.x[0] <= batch.x[-1] for batch in batches)


def test_slots_run_in_the_windows_thread(make_bridge, qtbot):
    bridge = make_bridge(FakeBackend())
    threads = []
    bridge.engineReady.connect(lambda _: threads.append(threading.current_thread()))
    bridge.start()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_what_an_older_run_says_is_dropped(make_bridge, qtbot):
    bridge = make_bridge(FakeBackend(step_seconds=0.001))
    runs, built = [], []
    bridge.run.stepsAdded.connect(lambda batch: runs.append(batch.last.run))
    bridge.run.began.connect(lambda event: built.append((event.run, len(runs))))
    bridge.start()
    experiment, corpus = PRESETS["quick"].experiment, load_shipped("zh")
    bridge.build(experiment, corpus)
    bridge.post(Start())
    qtbot.waitUntil(lambda: bool(runs))
    bridge.build(experiment, corpus)
    bridge.post(Start())
    qtbot.waitUntil(lambda: runs[-1] == 2)
    second = dict(built)[2]
    assert set(runs[:second]) == {1}
    assert set(runs[second:]) == {2}


def test_an_engine_that_cannot_be_loaded_is_a_failure_and_the_window_closes(make_bridge, qtbot):
    def create():
        raise RuntimeError("no engine here")

    bridge = make_bridge(create=create)
    failures = []
    bridge.run.failed.connect(failures.append)
    bridge.start()
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].doing == "load"
    assert "no engine here" in failures[0].details
    with qtbot.waitSignal(bridge.closed):
        bridge.close()


def test_closing_gives_up_on_a_thread_that_hangs(make_bridge, qtbot, monkeypatch):
    monkeypatch.setattr(bridge_module, "CLOSE_LIMIT_MS", 50)
    release = threading.Event()

    def create():
        release.wait(10)
        return FakeBackend()

    bridge = make_bridge(create=create)
    bridge.start()
    closed = []
    bridge.closed.connect(lambda: closed.append(True))
    bridge.close()
    qtbot.waitUntil(lambda: bool(closed))
    assert bridge.engine_is_alive()
    release.set()
    qtbot.waitUntil(lambda: not bridge.engine_is_alive())
    assert closed == [True]


class Emitter(QObject):
    done = Signal()


def test_emitting_signals_does_not_use_up_true(qapp):
    """PySide6 6.12.0 on Python 3.11 loses a reference to True with every emit."""
    emitter = Emitter()
    emitter.done.connect(lambda: None)
    before = sys.getrefcount(True)
    for _ in range(200):
        emitter.done.emit()
    assert sys.getrefcount(True) > before - 100
