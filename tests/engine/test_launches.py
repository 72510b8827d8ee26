"""A batch on a graphics card: few calls, one copy each way, one wait; see launches.py for how."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, ModelConfig
from tests.engine.launches import Counting, Counts

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

HIDDEN, V, TEXTS, STEPS = 8, 11, 3, 10
EACH_STEP: dict[CellKind, int] = {"lstm": 24, "gru": 24, "rnn": 6, "peephole": 33}
"""Operators of a character, forward and backward, by the static graph."""
BESIDE: dict[CellKind, int] = {"lstm": 32, "gru": 37, "rnn": 30, "peephole": 46}
"""Operators of a batch beside those: input, output, loss, clipping, update."""
CARD = ["1:1"]  # the context that stands in for a card


@pytest.fixture(scope="module")
def found() -> list[Counts]:
    """What each network asks for; in a process of its own, for how graphs run is set for all."""
    sizes = [str(size) for size in (HIDDEN, V, TEXTS, STEPS)]
    command = [sys.executable, "-m", "tests.engine.launches", *sizes]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Counts(**json.loads(line)) for line in done.stdout.splitlines()]


def test_a_batch_is_copied_once_and_waited_for_once(found: list[Counts]) -> None:
    assert {one.implementation for one in found} == {"scratch", "concise", "fast"}
    for one in found:
        assert (one.copies_in, one.copies_out, one.waits) == (1, 1, 0), one
        assert one.contexts == CARD, one


def test_the_static_graph_is_six_calls_a_batch(found: list[Counts]) -> None:
    """Graph, its way back, the gradients' square, its root, what is read, and the update."""
    graphs = [one for one in found if one.implementation == "fast"]
    assert {one.cell for one in graphs} == set(CELLS)
    for one in graphs:
        assert one.calls <= 6, one
        assert one.operators <= EACH_STEP[one.cell] * STEPS + BESIDE[one.cell], one


def test_a_text_is_read_without_copies_between_characters(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mxnet as mx

    monkeypatch.setattr(mx.context, "num_gpus", lambda: 1)
    monkeypatch.setattr(mx, "gpu", lambda _index: mx.cpu(1))
    backend.build(ModelConfig(hidden=HIDDEN, layers=2), ComputeConfig(context="gpu:0"), V)
    counts = Counts("lstm", "fast", "sgd")
    with Counting(counts):
        trace = backend.trace(np.arange(STEPS, dtype=np.int32))
    assert counts.copies_in == 3  # the text, h and c
    assert counts.copies_out == len(trace.quantities) + 1  # and the logits
    assert (counts.waits, counts.contexts) == (0, CARD)
