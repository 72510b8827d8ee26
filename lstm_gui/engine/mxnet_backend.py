"""The engine behind `core.model.backend.Backend`: MXNet inside, numpy at the border."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import mxnet as mx
import numpy as np
from mxnet.base import MXNetError

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.errors import EngineError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.backend import Memory, StepResult, Trace
from lstm_gui.core.model.cell_kinds import zero_memory
from lstm_gui.core.model.weights import NetworkSpec, check_arrays, initial_weights
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig
from lstm_gui.engine.concise import ConciseNetwork
from lstm_gui.engine.fast import FastNetwork, KernelReader, has_kernels
from lstm_gui.engine.graph import GraphNetwork, GraphReader, NetworkReader
from lstm_gui.engine.network import Network, State
from lstm_gui.engine.optim import Meanwhile
from lstm_gui.engine.scratch import ScratchNetwork

__all__ = [
    "MxnetBackend",
    "engine_call",
    "engine_error",
]

P = ParamSpec("P")
R = TypeVar("R")

_MEMORY = re.compile(r"out of memory|failed to allocate|cannot allocate|memory allocation", re.I)
_NO_GPU = re.compile(r"USE_CUDA|invalid device|no CUDA|CUDA driver", re.I)


class _Owned(Protocol):
    def _check_thread(self) -> None: ...


S = TypeVar("S", bound=_Owned)


def engine_call(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Guard a backend's method: the right thread, and errors that a person can read."""

    @functools.wraps(method)
    def guarded(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        self._check_thread()
        try:
            return method(self, *args, **kwargs)
        except (MXNetError, MemoryError) as error:
            raise engine_error(error) from error

    return cast("Callable[Concatenate[S, P], R]", guarded)


def engine_error(error: Exception) -> EngineError:
    """Say what an error of MXNet means, and what to do."""
    text = str(error)
    values: dict[str, Any] = {}  # what fills the sentence, as EngineError takes it
    if isinstance(error, MemoryError) or _MEMORY.search(text):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "There is not enough memory for this network. Use fewer hidden units or layers, a "
            "smaller batch, or fewer time steps.",
        )
    elif _NO_GPU.search(text):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet cannot use this graphics card. Choose the context cpu, or install a build of "
            "MXNet for your CUDA version.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet stopped with an error ({reason}). Build the network anew; if it happens "
            "again, try another implementation.",
        )
        values["reason"] = _reason(text)
    return EngineError(template, **values)


def _reason(text: str) -> str:
    """Find the sentence in MXNet's message: the line after `Error: `, or the first one."""
    found = re.search(r"(?:Error|Check failed): (.*)", text)
    lines = (found[1] if found else text).strip().splitlines()
    return lines[0] if lines else "no reason given"


def _gpu_count() -> int:
    """Count the graphics cards that this build of MXNet can use."""
    try:
        return int(mx.context.num_gpus())
    except MXNetError:  # a CUDA build on a machine whose driver does not answer
        return 0


def _find_context(name: str) -> Any:  # Any: mxnet has no types
    """Return MXNet's context for `cpu` or `gpu:i`, or raise an `EngineError`."""
    if name == "cpu":
        return mx.cpu()
    index, count = int(name.removeprefix("gpu:")), _gpu_count()
    if index < count:
        return mx.gpu(index)
    if count == 0:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The context {context} cannot be used: MXNet finds no graphics card here. Choose "
            "cpu, or install a build of MXNet for your CUDA version.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The context {context} cannot be used: the last graphics card is gpu:{last}. "
            "Choose that, or cpu.",
        )
    raise EngineError(template, context=name, last=count - 1)


def _make_network(spec: NetworkSpec, compute: ComputeConfig, weights: Arrays) -> Network:
    """Make the network in the wanted implementation from canonical weights."""
    ctx = _find_context(compute.context)
    if compute.implementation == "scratch":
        return ScratchNetwork(spec, ctx, weights)
    if compute.implementation == "concise":
        return ConciseNetwork(spec, ctx, weights)
    if compute.context == "cpu" and has_kernels():
        return FastNetwork(spec, ctx, weights)
    return GraphNetwork(spec, ctx, weights)


def _make_reader(spec: NetworkSpec, compute: ComputeConfig) -> NetworkReader:
    """Make what reads with the network's weights."""
    if compute.context == "cpu" and has_kernels():
        return KernelReader(spec)
    return GraphReader(spec, _find_context(compute.context))


class MxnetBackend:
    """Trains, reads and writes with one network at a time; see `core.model.backend.Backend`."""

    def __init__(self) -> None:
        self._owner = threading.get_ident()
        self._train = TrainConfig()
        self._built: Network | None = None
        self._state: State | None = None
        self._meanwhile: Meanwhile = None

    def _check_thread(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("The engine was called from a thread that is not its own.")

    @property
    def _net(self) -> Network:
        if self._built is None:
            raise EngineError(QT_TRANSLATE_NOOP("Errors", "There is no network yet. Build one."))
        return self._built

    @engine_call
    def contexts(self) -> tuple[str, ...]:
        """List the usable contexts, `cpu` first."""
        return ("cpu", *(f"gpu:{index}" for index in range(_gpu_count())))

    @engine_call
    def build(self, model: ModelConfig, compute: ComputeConfig, vocabulary_size: int) -> None:
        """Make a new network with initial weights drawn from `model.seed`."""
        spec = NetworkSpec(model.cell, model.layers, model.hidden, vocabulary_size)
        _find_context(compute.context)  # before any memory is taken
        self._built = self._state = None  # the old network's memory is free for the new one
        self._install(spec, compute, initial_weights(model, vocabulary_size))

    def _install(self, spec: NetworkSpec, compute: ComputeConfig, weights: Arrays) -> None:
        net = _make_network(spec, compute, weights)
        self._reader: NetworkReader = _make_reader(spec, compute)
        self._reader_is_current = False
        self._optimizer = net.make_optimizer()
        self._built = net

    @engine_call
    def configure(self, train: TrainConfig) -> None:
        """Use these training settings from the next step on."""
        self._train = train

    @engine_call
    def switch(self, compute: ComputeConfig) -> None:
        """Go on with the same weights, optimiser and carried state, computed another way."""
        weights, optimizer = self._net.weights(), self.optimizer_state()
        memory = self.training_memory()
        self._install(self._net.spec, compute, weights)
        self.load_optimizer_state(optimizer)
        self.load_training_memory(memory)

    @engine_call
    def reset_memory(self) -> None:
        """Let the next step start from a state of zeros."""
        self._state = None

    @engine_call
    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        """Train on one batch of shape (batch, num_steps); the state is carried to the next."""
        state = self._state
        if state is None or state[0].shape[1] != len(inputs):
            state = self._net.zero_state(len(inputs))
        loss, after = self._net.differentiate(inputs, targets, state, self._meanwhile)
        try:
            return self._optimizer.update(loss, self._train, self._meanwhile)
        finally:
            self._state = after
            self._reader_is_current = False

    @engine_call
    def set_meanwhile(self, meanwhile: Callable[[], None]) -> None:
        """Call `meanwhile` now and then while a step waits for MXNet; see `Backend`."""
        self._meanwhile = meanwhile

    def _reading(self) -> NetworkReader:
        net = self._net
        if not self._reader_is_current:
            self._reader.load(net)
            self._reader_is_current = True
        return self._reader

    def _zeros(self, texts: int) -> Memory:
        spec = self._net.spec
        return zero_memory(spec.cell, (spec.layers, texts, spec.hidden))

    @engine_call
    def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""
        return self._reading().advance(ids, memory or self._zeros(len(ids)))

    @engine_call
    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        """Read a text of T characters and keep everything that was computed."""
        return self._reading().trace(ids, memory or self._zeros(1))

    @engine_call
    def weights(self) -> dict[str, Floats]:
        """Copy the weights, in the canonical form."""
        return self._net.weights()

    @engine_call
    def load_weights(self, weights: Arrays) -> None:
        """Replace the weights; names and shapes are those of `weights()`."""
        check_arrays(weights, self._net.spec)
        self._net.load(weights)
        self._reader_is_current = False

    @engine_call
    def optimizer_state(self) -> dict[str, Floats]:
        """Copy the optimiser's state: empty for SGD; `mean.*`, `var.*` and `t` for Adam."""
        if not self._optimizer.t:
            return {}
        moments = {"mean": self._optimizer.means, "var": self._optimizer.variances}
        state = {
            f"{kind}.{name}": array
            for kind, arrays in moments.items()
            for name, array in self._net.pack(
                {name: moment.asnumpy() for name, moment in arrays.items()}
            ).items()
        }
        return {**state, "t": np.array([self._optimizer.t], np.float32)}

    @engine_call
    def load_optimizer_state(self, state: Arrays) -> None:
        """Replace the optimiser's arrays; an empty mapping starts it afresh."""
        self._optimizer.clear()
        if not state:
            return
        means, variances = (
            {n.removeprefix(kind): a for n, a in state.items() if n.startswith(kind)}
            for kind in ("mean.", "var.")
        )
        for moments in (means, variances):
            check_arrays(moments, self._net.spec)
        unpack = self._net.unpack
        self._optimizer.load(int(state["t"][0]), unpack(means), unpack(variances))

    @engine_call
    def training_memory(self) -> Memory | None:
        """Copy the state that the next step starts from, or None for zeros."""
        return None if self._state is None else self._net.memory_of(self._state)

    @engine_call
    def load_training_memory(self, memory: Memory | None) -> None:
        """Set the state that the next step starts from."""
        self._state = None if memory is None else self._net.state_of(memory)
