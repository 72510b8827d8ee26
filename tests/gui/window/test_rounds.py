"""Windows that are opened and closed over and over, in the middle of an epoch: nothing is left."""

from __future__ import annotations

import gc
import random
import threading
import tracemalloc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

from lstm_gui.core.model.checkpoint import load_checkpoint, save_checkpoint
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from tests.core.model.test_checkpoint import model
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage
from tests.release import Cases, at_length

LONG = pytest.mark.timeout(0 if at_length(0, 1) else 300)


def act(stage: Stage, what: str, path: Path) -> None:
    """Do something in the middle of an epoch, and train on."""
    session = stage.session
    if what == "reset":
        session.reset()
    elif what == "another text":
        session.open_named("en")
    elif what == "open":
        session.open_model(path)
    elif what == "larger":
        session.edit(changed(session.experiment, "model.hidden", 5))
    elif what == "rate":
        session.edit(changed(session.experiment, "train.learning_rate", 0.02))
    else:
        session.pause()
    stage.qtbot.wait(1)


ACTS = ("reset", "another text", "open", "larger", "rate", "pause")


@pytest.mark.release("Q1")
@LONG
def test_whatever_is_done_in_the_middle_of_an_epoch_the_window_closes(
    qapp, qtbot, tmp_path: Path, cases: Cases
) -> None:
    chance, path = random.Random(6), tmp_path / "model.safetensors"
    for number in cases(3, 1000):
        stage = Stage(qapp, qtbot, FakeBackend(step_seconds=0.001)).open()
        stage.train()
        if not path.exists():
            stage.bridge.save(path)
            stage.until(path.exists)
        for what in chance.sample(ACTS, k=number % 4):
            act(stage, what, path)
        assert stage.session.state is not RunState.FAILED
        assert "unexpected" not in [notice.key for notice in stage.parts.notices.notices]
        with qtbot.waitSignal(stage.bridge.closed):
            stage.window.close()
        stage.close()
        assert "engine" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.release("L2")
@LONG
def test_windows_that_are_closed_are_gone(qapp, qtbot, cases: Cases) -> None:
    left: list[weakref.ref[object]] = []
    for _ in cases(2, 50):
        stage = Stage(qapp, qtbot, FakeBackend(step_seconds=0.001)).open()
        stage.train()
        left += [weakref.ref(one) for one in (stage.window, stage.session, stage.bridge)]
        with qtbot.waitSignal(stage.bridge.closed):
            stage.window.close()
        stage.close()
        del stage
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    assert sum(one() is not None for one in left) == 0


@pytest.mark.release("L2")
@LONG
def test_new_runs_are_no_new_threads(stage: Stage, cases: Cases) -> None:
    stage.train()
    before = threading.active_count()
    for _ in cases(10, 200):
        with stage.qtbot.waitSignal(stage.session.built):
            stage.session.reset()
    assert threading.active_count() <= before


@pytest.mark.release("L2")
def test_models_that_were_read_leave_nothing(tmp_path: Path, cases: Cases) -> None:
    path = tmp_path / "model.safetensors"
    save_checkpoint(path, model())
    for _ in range(5):
        load_checkpoint(path)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in cases(50, 500):
            load_checkpoint(path)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 2**19
    finally:
        tracemalloc.stop()
