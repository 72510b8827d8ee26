"""The network and the reader on compiled kernels, and the team of threads that runs them.

The threads share no Python: a compiled function runs without the interpreter's lock. They take the
pieces of its work one by one and wait for pieces, not for each other, so a busy window or another
program holds up no more than the piece that it interrupts.
"""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import Any

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.model.backend import Memory, StepResult, Trace
from lstm_gui.core.model.weights import BETA1, BETA2, NetworkSpec, adam_step
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.engine.kernels.layout import CELL, Layout, Weights, new_buffers
from lstm_gui.engine.kernels.programs import Program, Table, kernels
from lstm_gui.engine.ndarrays import shared
from lstm_gui.engine.network import Network, State
from lstm_gui.engine.optim import Meanwhile, Optimizer

__all__ = ["FastNetwork", "KernelReader", "Team", "has_kernels"]

_log = logging.getLogger(__name__)

_WORDS = 16  # to a row of `work`: see claim in kernels/source/compiling.py
_BLOCKS = 16  # in which the weights are moved; their sums do not depend on the threads
_TEXTS = 8  # of a part, about

Job = tuple[Program, Table, tuple[Any, ...]]  # the last are kept as long as the table is used


class Team:
    """`threads` threads, this one included, for the life of the process."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._jobs: list[SimpleQueue[Job]] = [SimpleQueue() for _ in range(threads - 1)]
        for index, jobs in enumerate(self._jobs):
            threading.Thread(
                target=self._help, args=(index + 1, jobs), name=f"engine-{index + 1}", daemon=True
            ).start()

    @staticmethod
    def _help(thread: int, jobs: SimpleQueue[Job]) -> None:
        while True:
            program, table, _ = jobs.get()
            program(thread, table)

    def run(self, program: Program, phases: int, *arguments: Any) -> None:  # Any: all kinds
        """Run a program of so many phases with as many threads as come; return when it is done.

        This thread does what no other has taken, so one that comes late finds nothing to do.
        """
        work = np.zeros((phases, _WORDS), np.int64)
        table = program.table(work, *arguments)
        for jobs in self._jobs:
            jobs.put((program, table, (work, *arguments)))
        program(0, table)


_ALL = "all"  # the one parameter's name


@functools.cache
def the_team() -> Team:
    """Return the threads that compute: as many as MXNet has."""
    return Team(int(os.environ["OMP_NUM_THREADS"].split(",")[0]))


@functools.cache
def has_kernels() -> bool:
    """Load the kernels, and say whether they run here; else the static graph does their job."""
    try:
        kernels()
    except OSError as error:
        _log.warning("no compiled kernels, so training is slower: %s", error)
        return False
    return True


def parts_of(texts: int, threads: int) -> int:
    """Return into how many parts N texts are cut: as many for each thread, and none without a text.

    Parts of eight rows fill a tile of the products; smaller ones do for many threads.
    """
    rounds = max(1, round(texts / (_TEXTS * threads)))
    return min(texts, rounds * threads)


class FastNetwork(Network):
    """The network whose batches run in the compiled kernels.

    Args:
        spec: The kind of cell, and the sizes V, H and L.
        ctx: MXNet's context; a processor.
        weights: Initial weights, in the canonical form.
    """

    def __init__(self, spec: NetworkSpec, ctx: object, weights: Arrays) -> None:
        self._layout = Layout(spec)
        super().__init__(spec, ctx, weights)
        self._d = self._layout.cut(shared(self.params[_ALL].grad))
        self._losses = np.zeros(0)  # one for each part
        self.rows = np.zeros(0, np.int64)  # the characters of the last batch, each once
        self._shape: tuple[int, ...] = (0, 0)

    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        """Join canonical arrays to the one parameter, (all,); see layout.py for the order."""
        return {_ALL: self._layout.join(weights)}

    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        """Copy the canonical arrays out of one shaped as the parameter, (all,)."""
        named = self._layout.named(arrays[_ALL])
        return {name: named[name].copy() for name in self.spec.shapes()}

    def pieces(self) -> Weights:
        """Return the weights as the kernels take them, in MXNet's memory."""
        return self._layout.cut(shared(self.params[_ALL]))

    def make_optimizer(self) -> Optimizer:
        """Make the optimiser whose update is compiled."""
        return _FusedOptimizer(self)

    def differentiate(
        self, inputs: Ids, targets: Ids, state: State, meanwhile: Meanwhile = None
    ) -> tuple[float, State]:
        """Find loss and gradients of one batch (N, T); returns the state (L, N, H) after it.

        The loss is the mean cross entropy of the N·T characters, in nats. Backpropagation through
        time (Werbos, 1990) ends at the batch's beginning: the state before it is a constant.
        """
        if self._shape != inputs.shape:
            self._shape = texts, steps = inputs.shape
            self._losses = np.zeros(parts_of(texts, the_team().threads))
            self._buffers = new_buffers(
                self.spec, texts, steps, panel=kernels().width, threads=the_team().threads
            )
        self._exchange(state, last=False)
        loss = self._compute(self._in_rows(inputs), self._in_rows(targets))
        after = tuple(np.empty(part.shape, np.float32) for part in state)
        self._exchange(after, last=True)
        return loss, after

    # The state stays in numpy: only the kernels read it.

    def zero_state(self, batch_size: int) -> State:
        """Make the state before the first character: h, and c of an LSTM, each (L, N, H)."""
        shape = (self.spec.layers, batch_size, self.spec.hidden)
        return tuple(np.zeros(shape, np.float32) for _ in range(1 + self.spec.has_c))

    def state_of(self, memory: Memory) -> State:
        """Copy a recurrent state, (L, N, H)."""
        return tuple(part.copy() for part in (memory.h, memory.c) if part is not None)

    def memory_of(self, state: State) -> Memory:
        """Copy a recurrent state, (L, N, H)."""
        h, *c = (part.copy() for part in state)
        return Memory(h, c[0] if c else None)

    def _compute(self, ids: Ids, targets: Ids) -> float:
        """Return the loss of a batch in the order of the rows; sets the parameter's gradient."""
        stale, self.rows = self.rows, np.unique(ids).astype(np.int64)
        team = the_team()
        team.run(
            kernels().train,
            3,
            team.threads,
            CELL[self.spec.cell],
            ids,
            targets,
            stale,
            self.pieces(),
            self._buffers,
            self._d,
            self._losses,
        )
        return float(self._losses.sum()) / ids.size

    def _parts(self) -> list[slice]:
        parts, texts = len(self._losses), self._shape[0]
        return [slice(p * texts // parts, (p + 1) * texts // parts) for p in range(parts)]

    def _in_rows(self, ids: Ids) -> Ids:
        """Put ids (N, T) into the order of the kernels' rows: part by part, time first."""
        return np.concatenate([ids[part].T.ravel() for part in self._parts()], dtype=np.int32)

    def _exchange(self, state: State, last: bool) -> None:
        """Copy the state before the first character into the buffers, or the last out of them."""
        steps = self._shape[1]
        for outside, inside in zip(state, (self._buffers.h, self._buffers.c), strict=False):
            for part in self._parts():
                texts = part.stop - part.start
                first = part.start * (steps + 1) + (steps * texts if last else 0)
                rows = inside[:, first : first + texts]
                if last:
                    outside[:, part] = rows
                else:
                    rows[...] = outside[:, part]


class _FusedOptimizer(Optimizer):
    """Clipping and update in one compiled call; see update.py for why."""

    def __init__(self, net: FastNetwork) -> None:
        super().__init__(net.params)
        self._net = net
        self._squares = np.zeros(_BLOCKS)

    def update(self, loss: float, train: TrainConfig, meanwhile: Meanwhile = None) -> StepResult:
        """Clip the gradients and move the parameters; returns loss and norm before clipping.

        Nothing is waited for: the batch has been computed.
        """
        param = self._net.params[_ALL]
        weights, gradients = shared(param), shared(param.grad)
        if train.optimizer == "adam":
            self._ensure_moments()
            self.t += 1
            moments = shared(self.means[_ALL]), shared(self.variances[_ALL])
            rate, epsilon = adam_step(train.learning_rate, self.t)
            hyper = np.array([rate, train.clipping_theta, BETA1, BETA2, epsilon])
            the_team().run(kernels().adam, 2, weights, gradients, *moments, hyper, self._squares)
        else:
            self.clear()
            hyper = np.array([train.learning_rate, train.clipping_theta])
            lookup, rows = self._net.pieces().lookup, self._net.rows
            the_team().run(kernels().sgd, 2, lookup, rows, weights, gradients, hyper, self._squares)
        return StepResult(loss, float(np.sqrt(self._squares.sum())))


class KernelReader:
    """Reads by the kernels, for every implementation on the processor.

    Args:
        spec: The kind of cell, and the sizes V, H and L.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        self._spec = spec
        self._layout = Layout(spec)
        self._shape = (0, 0)
        self._tables: dict[bool, Table] = {}  # by whether the panels are to be filled
        self._new = True

    def load(self, net: Network) -> None:
        """Read with this network's weights, as they are now."""
        if isinstance(net, FastNetwork):
            self._weights = net.pieces()
        else:
            self._weights = self._layout.cut(self._layout.join(net.weights()))
        self._tables, self._new = {}, True  # they are of other weights

    def _make_buffers(self, texts: int, steps: int) -> None:
        self._shape = steps, texts
        self._buffers = new_buffers(self._spec, texts, steps, panel=kernels().width, threads=0)
        self._ids = np.zeros(self._shape, np.int32)
        self._tables, self._new = {}, True

    def _table(self) -> Table:
        """Lay out what `read` takes: it is called for each character, with the same arrays."""
        if self._new not in self._tables:
            arrays = self._ids.reshape(-1), self._weights, self._buffers
            table = kernels().read.table(CELL[self._spec.cell], *arrays, self._new)
            self._tables[self._new] = table
        return self._tables[self._new]

    def _read(self, ids: Ids, memory: Memory) -> Memory:
        """Read ids of shape (T, N) from a state, and return a copy of the state after them."""
        steps, texts = ids.shape
        if self._shape != ids.shape:
            self._make_buffers(texts, steps)
        self._ids[...] = ids
        h, c = self._buffers.h, self._buffers.c
        h[:, :texts] = memory.h
        if memory.c is not None:
            c[:, :texts] = memory.c
        kernels().read(0, self._table())
        self._new = False
        return Memory(h[:, -texts:].copy(), c[:, -texts:].copy() if self._spec.has_c else None)

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it.

        Args:
            ids: (N,), the characters.
            memory: The state before them, each part (L, N, H); it stays as it is.
        """
        after = self._read(ids[np.newaxis], memory)
        return self._buffers.y.copy(), after

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters and keep everything.

        Args:
            ids: (T,), the characters.
            memory: The state before them, each part (L, 1, H); it stays as it is.
        """
        self._read(ids[:, np.newaxis], memory)
        buffers, spec = self._buffers, self._spec
        quantities = {"h": buffers.h[:, 1:].copy()}
        if spec.has_c:
            quantities["c"] = buffers.c[:, 1:].copy()
        if spec.kind.parts:
            gates = np.split(buffers.z, spec.gates, axis=2)
            quantities |= {n: g.copy() for n, g in zip(spec.kind.parts, gates, strict=True)}
        return Trace(spec.cell, ids.copy(), memory, quantities, buffers.y.copy())
