"""Slow steps on the real engine: the run is that of one who never looked, to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.commands import Build
from lstm_gui.core.worker.events import InspectDone, SlowStepDone
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import Act
from tests.core.worker.driving import corpus_of, experiment_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

STEPS = 18
"""More than one epoch: the state begins at zeros twice."""


def run_of(backend: MxnetBackend, experiment, *, slowly: bool):
    """Take the steps, each of them slowly or none; return events, slow steps and the end."""
    outbox = Outbox()
    runner = Runner(backend, outbox)
    runner.build(Build(1, experiment, corpus_of()))
    for number in range(STEPS):
        if slowly:
            runner.step_slowly(number)
            while runner.taking_apart:
                runner.take_apart(0.0005)
        else:
            runner.act(Act.STEP)
        while runner.busy:
            runner.turn(1.0)
    events = outbox.drain()
    steps = [event for event in events if isinstance(event, StepDone)]
    slow = [event.result for event in events if isinstance(event, InspectDone)]
    return steps, slow, runner.model.snapshot()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("sampling", ["consecutive", "random"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_run_in_slow_motion_is_the_same_run(
    backend: MxnetBackend, cell: CellKind, sampling: str, optimizer: str
) -> None:
    experiment = experiment_of(optimizer=optimizer, sampling=sampling, learning_rate=0.05)
    experiment = changed(changed(experiment, "model.cell", cell), "model.hidden", 24)
    plain, none, end = run_of(backend, experiment, slowly=False)
    steps, slow, slow_end = run_of(backend, experiment, slowly=True)
    assert none == [] and len(plain) == len(slow) == STEPS
    assert [(s.loss, s.grad_norm) for s in steps] == [(s.loss, s.grad_norm) for s in plain]
    assert end.position.step == slow_end.position.step == STEPS
    for name, array in end.weights.items():
        np.testing.assert_array_equal(array, slow_end.weights[name], err_msg=name)
    for name, array in end.optimizer.items():
        np.testing.assert_array_equal(array, slow_end.optimizer[name], err_msg=name)
    for told, step in zip(slow, steps, strict=True):
        assert isinstance(told, SlowStepDone) and isinstance(told.anatomy, StepAnatomy)
        assert told.step == step
        assert told.anatomy.loss == pytest.approx(step.loss, rel=1e-4)
        assert told.anatomy.grad_norm == pytest.approx(step.grad_norm, rel=1e-4)
