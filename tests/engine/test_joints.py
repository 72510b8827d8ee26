"""Joints of batches on the real engine: what the state is on either side of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.core.training.joints import Joint, end_of_next, joint_at
from lstm_gui.core.training.loop import Training
from tests.core.worker.driving import corpus_of, experiment_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

TRACK, STEPS = 1, 18
"""More than an epoch: 16 batches, or 14."""

CLOSE = {"rtol": 1e-4, "atol": 1e-5}


def joints_of(backend: MxnetBackend, cell: CellKind, **train: object) -> list[Joint]:
    experiment = changed(experiment_of(learning_rate=0.5, **train), "model.cell", cell)
    training = Training(backend, corpus_of(), changed(experiment, "model.hidden", 16))
    joints = []
    for _ in range(STEPS):
        end = end_of_next(training, TRACK)
        assert joint_at(end) is None  # the step is still to come
        training.step()
        joints.append(joint_at(end))
        assert joints[-1] is not None
    return joints


def parts(memory):
    return [state for state in (memory.h, memory.c) if state is not None]


def last(trace, name: str):
    return trace.quantities[name][:, -1:]


@pytest.mark.parametrize("cell", CELLS)
def test_with_consecutive_sampling_the_state_goes_on_where_it_ended(
    backend: MxnetBackend, cell: CellKind
) -> None:
    joints = joints_of(backend, cell, sampling="consecutive")
    begins = [joint.batch == 1 for joint in joints]
    assert 0 < sum(begins) < 3
    for joint, begun in zip(joints, begins, strict=True):
        assert joint.carried != begun and joint.sampling == "consecutive"
        for end, start in zip(parts(joint.end), parts(joint.after.start), strict=True):
            assert np.abs(end).max() > 0
            np.testing.assert_array_equal(start, 0 * end if begun else end)
        for name in CELLS[cell].states:
            state = getattr(joint.end, name)
            np.testing.assert_allclose(state, last(joint.before, name), **CLOSE)
    for one, next_ in pairwise(joints):
        np.testing.assert_array_equal(one.after.ids, next_.before.ids)
        np.testing.assert_allclose(next_.end.h, last(one.after, "h"), **CLOSE)
    text = np.concatenate([joint.before.ids for joint in joints[:5]])
    follows = corpus_of().ids[len(corpus_of()) // 2 :][: len(text)]
    np.testing.assert_array_equal(text, follows)


@pytest.mark.parametrize("cell", CELLS)
def test_with_random_sampling_each_batch_begins_at_zero(
    backend: MxnetBackend, cell: CellKind
) -> None:
    for joint in joints_of(backend, cell, sampling="random"):
        assert not joint.carried and joint.sampling == "random"
        for end, start in zip(parts(joint.end), parts(joint.after.start), strict=True):
            assert np.abs(end).max() > 0
            np.testing.assert_array_equal(start, 0)
        np.testing.assert_allclose(joint.end.h, last(joint.before, "h"), **CLOSE)


def test_the_values_have_the_start_between_the_sequences(backend: MxnetBackend) -> None:
    joint = joints_of(backend, "lstm", sampling="consecutive")[2]
    values = joint.values("c", 0, 3)
    assert values.shape == (7, 16)
    np.testing.assert_array_equal(values[3], joint.end.c[0, 0])
    np.testing.assert_allclose(values[2], values[3], **CLOSE)
    assert np.isnan(joint.values("f", 0, 3)[3]).all()
    assert joint.values("c", 0, 99).shape == (9, 16)
    assert joint.values("z", 0, 3) is None and joint.values("c", 1, 3) is None
