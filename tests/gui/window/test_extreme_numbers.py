"""A model whose numbers overflow: every view is walked, at every size, and nothing breaks."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QLabel, QLineEdit, QWidget

from lstm_gui.core.arrays import Ids
from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.checkpoint import load_checkpoint, save_checkpoint
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from lstm_gui.gui.window.docks import LEAST_SIZE
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage
from tests.release import at_length

SIZES = LEAST_SIZE, QSize(1500, 900)
NO_NUMBER = re.compile(r"\b(nan|inf)\b", re.IGNORECASE)


class NumpyBackend(FakeBackend):
    """Reads with its weights, in numpy."""

    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        with np.errstate(all="ignore"):
            return forward(self.weights(), self.model.cell, ids)


def spoil(path: Path, pattern: str) -> None:
    """Make all numbers of a saved model as large as they go."""
    whole, rng = load_checkpoint(path), np.random.default_rng(1)
    weights = {}
    for name, array in whole.snapshot.weights.items():
        signs = 1.0 if pattern == "one sign" else rng.choice([-1.0, 1.0], array.shape)
        weights[name] = (3e38 * np.ones(array.shape) * signs).astype(np.float32)
    save_checkpoint(path, replace(whole, snapshot=replace(whole.snapshot, weights=weights)))


def walk(stage: Stage) -> None:
    """Bring each view to the front, at each size, draw it, and read what it says."""
    for size in SIZES:
        stage.window.resize(size)
        for dock in stage.window.findChildren(QDockWidget):
            dock.show()
            dock.raise_()
            stage.qtbot.wait(at_length(5, 100))
            dock.grab()
        for widget in stage.window.findChildren(QWidget):
            words = texts(widget)
            assert not NO_NUMBER.search(words), (widget.objectName(), words)


def texts(widget: QWidget) -> str:
    shown = widget.text() if isinstance(widget, (QLabel, QLineEdit)) else ""
    return "\n".join((shown, widget.toolTip(), widget.accessibleName()))


KINDS = [(cell, pattern) for cell in CELLS for pattern in ("one sign", "both signs")]


@pytest.mark.release
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numpy says what the views show as –
@pytest.mark.parametrize(("cell", "pattern"), KINDS[: at_length(1, len(KINDS))])
def test_every_view_of_a_model_that_overflows(make_stage, tmp_path, cell, pattern):
    stage = make_stage(NumpyBackend())
    stage.session.edit(changed(stage.session.experiment, "model.cell", cell))
    stage.open()
    path = tmp_path / "m.safetensors"
    stage.bridge.save(path)
    stage.until(path.exists)
    spoil(path, pattern)
    with stage.qtbot.waitSignal(stage.session.built):
        stage.session.open_model(path)
    walk(stage)
    if pattern == "one sign":
        stage.session.begin_twin(Difference("train.learning_rate", 0.003))
        stage.until(lambda: stage.bridge.difference is not None)
        walk(stage)
    assert not [n.text for n in stage.parts.notices.notices if n.kind != "info"]
