"""What one batch asks of a graphics card: calls, operators, copies and waits, counted without one.

`python -m tests.engine.launches` prints a line of JSON for each network of the book's recipe. A
second context of the processor stands in for the card: MXNet is asked for the same, by the same
static graph, and an array that was left on the first context shows. What the build for CUDA joins
or splits by itself does not show, and neither does the time that a card takes.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import IMPLEMENTATION, Experiment, fits
from lstm_gui.core.settings.groups import (
    CellKind,
    ComputeConfig,
    Implementation,
    ModelConfig,
    TrainConfig,
)
from lstm_gui.engine import create_backend
from tests.engine.conftest import batch

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

Step = Callable[[], object]
Function = Callable[..., int]  # of MXNet's C interface

FUNCTIONS = {
    "calls": ("MXImperativeInvokeEx", "MXInvokeCachedOpEx", "MXAutogradBackwardEx"),
    "copies_in": ("MXNDArraySyncCopyFromCPU", "MXNDArraySyncCopyFromNDArray"),
    "copies_out": ("MXNDArraySyncCopyToCPU", "MXNDArrayGetData"),
    "waits": ("MXNDArrayWaitToRead", "MXNDArrayWaitToWrite", "MXNDArrayWaitAll"),
}
NO_OPERATORS = ("DeleteVariable", "WaitForVar")  # which the profiler counts too
BATCHES = 4  # over which operators are counted


@dataclass
class Counts:
    """What a batch asks for; `waits` are those beside the waits of the copies."""

    cell: CellKind
    implementation: Implementation
    optimizer: str
    calls: int = 0
    operators: float = 0
    copies_in: int = 0
    copies_out: int = 0
    waits: int = 0
    contexts: list[str] = field(default_factory=list)  # on which the arrays of all calls lay


class Counting:
    """Counts what is asked of MXNet while it is entered."""

    def __init__(self, counts: Counts) -> None:
        from mxnet.base import _LIB

        self._library, self._counts = _LIB, counts
        self._real = {name: getattr(_LIB, name) for names in FUNCTIONS.values() for name in names}

    def __enter__(self) -> None:
        for what, names in FUNCTIONS.items():
            for name in names:
                setattr(self._library, name, self._counted(what, name))

    def __exit__(self, *_: object) -> None:
        for name, function in self._real.items():
            setattr(self._library, name, function)

    def _counted(self, what: str, name: str) -> Function:
        def call(*arguments: Any) -> int:  # Any: as ctypes takes them
            setattr(self._counts, what, getattr(self._counts, what) + 1)
            code: int = self._real[name](*arguments)
            if "Invoke" in name:
                _, inputs, given, outputs, made, *_ = arguments
                self._note_contexts(inputs.value, given)
                number = ctypes.cast(outputs, ctypes.POINTER(ctypes.c_int)).contents.value
                handles = ctypes.cast(made, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))
                self._note_contexts(number, handles.contents)
            return code

        return call

    def _note_contexts(self, number: int, handles: Any) -> None:
        kind, index = ctypes.c_int(), ctypes.c_int()
        for position in range(number):
            handle = ctypes.c_void_p(handles[position])
            self._library.MXNDArrayGetContext(handle, ctypes.byref(kind), ctypes.byref(index))
            self._counts.contexts.append(f"{kind.value}:{index.value}")
        self._counts.contexts = sorted(set(self._counts.contexts))


def count_operators(step: Step) -> float:
    """Return how many operators run in a batch, those within a graph as well."""
    import mxnet as mx

    mx.nd.waitall()
    mx.profiler.set_state("run")
    for _ in range(BATCHES):
        step()
    mx.nd.waitall()
    mx.profiler.set_state("stop")
    found = json.loads(mx.profiler.dumps(reset=True, format="json"))["Time"]["operator"]
    return sum(n["Count"] for name, n in found.items() if name not in NO_OPERATORS) / BATCHES


def trained(
    backend: MxnetBackend, counts: Counts, hidden: int, vocabulary: int, texts: int, steps: int
) -> Step:
    """Build a network on the card, train it on two batches, and return what trains it on more."""
    compute = ComputeConfig(implementation=counts.implementation, context="gpu:0")
    backend.build(ModelConfig(cell=counts.cell, hidden=hidden), compute, vocabulary)
    backend.configure(TrainConfig(optimizer=counts.optimizer))
    rng = np.random.default_rng(0)

    def step() -> object:
        return backend.step(*batch(rng, texts, steps, vocabulary))

    step(), step()
    return step


def prepare(folder: str) -> MxnetBackend:
    """Start the engine with a stand-in for a card, and with operators that run one by one."""
    os.environ["MXNET_EXEC_BULK_EXEC_TRAIN"] = "0"  # joined ones are one to the profiler
    backend = create_backend()
    import mxnet as mx

    mx.context.num_gpus = lambda: 1
    mx.gpu = lambda _index: mx.cpu(1)
    name = os.path.join(folder, "profile.json")
    mx.profiler.set_config(profile_all=True, aggregate_stats=True, filename=name)
    return backend


def main() -> None:
    """Count for every network; the sizes may be given: hidden, vocabulary, texts, steps."""
    sizes = [int(size) for size in sys.argv[1:]] or [256, 1027, 32, 35]
    # The profiler writes there on a thread of its own, perhaps while the folder is cleared.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = prepare(folder)
        kinds = product(CELLS, ("fast", "concise", "scratch"), ("sgd", "adam"))
        for cell, implementation, optimizer in kinds:
            if not fits(Experiment(model=ModelConfig(cell=cell)), IMPLEMENTATION, implementation):
                continue
            counts = Counts(cell, implementation, optimizer)
            step = trained(backend, counts, *sizes)
            with Counting(counts):
                step()
            counts.operators = count_operators(step)
            print(json.dumps(asdict(counts)), flush=True)


if __name__ == "__main__":
    main()
