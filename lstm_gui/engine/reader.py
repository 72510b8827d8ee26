"""Reading without training: what the network computes, character by character.

Writing lyrics and the heat map stand on this. It needs the weights only, in the canonical form,
so one reader serves every implementation.
"""

from __future__ import annotations

from typing import Protocol

from mxnet import nd

from lstm_gui.core.backend import Floats, Ids, Memory, Trace
from lstm_gui.engine.graph import Quantities, read_step
from lstm_gui.engine.ndarrays import NDArray, ndarray
from lstm_gui.engine.network import Network
from lstm_gui.engine.weights import Spec

__all__ = ["GraphReader", "Reader"]


class Reader(Protocol):
    """Reads with the weights that it was given last."""

    def load(self, net: Network) -> None:
        """Read with this network's weights, as they are now."""

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters from a state of N = 1 and keep everything."""


class GraphReader:
    """Reads by MXNet's operators, on any context."""

    def __init__(self, spec: Spec, ctx: object) -> None:
        self._spec, self._ctx = spec, ctx
        self._weights: dict[str, NDArray] = {}

    def load(self, net: Network) -> None:
        """Read with this network's weights, as they are now."""
        for name, array in net.weights().items():
            turned = array if name == "l0.W_x" else array.T  # as FullyConnected takes them
            self._weights[name] = ndarray(turned, self._ctx)

    def _step(self, ids: Ids, memory: Memory) -> tuple[NDArray, list[Quantities]]:
        x = nd.array(ids, self._ctx, dtype="int32")
        parts = (memory.h,) if memory.c is None else (memory.h, memory.c)
        state = tuple(ndarray(part, self._ctx) for part in parts)
        return read_step(x, state, self._weights, self._spec)

    def _memory(self, computed: list[Quantities]) -> Memory:
        def stacked(name: str) -> Floats:
            values: Floats = nd.stack(*(layer[name] for layer in computed)).asnumpy()
            return values

        return Memory(stacked("h"), stacked("c") if self._spec.has_c else None)

    def advance(self, ids: Ids, memory: Memory) -> tuple[Floats, Memory]:
        """Read one character for each of N texts: logits (N, V) and the state after it."""
        logits, computed = self._step(ids, memory)
        after = self._memory(computed)
        return logits.asnumpy(), after

    def trace(self, ids: Ids, memory: Memory) -> Trace:
        """Read a text of T characters from a state of N = 1 and keep everything."""
        start, rows, steps = memory, [], []
        for index in range(len(ids)):
            logits, computed = self._step(ids[index : index + 1], memory)
            memory = self._memory(computed)
            rows.append(logits)
            steps.append(computed)
        quantities = {
            name: nd.stack(
                *(
                    nd.concat(*(step[layer][name] for step in steps), dim=0)
                    for layer in range(self._spec.layers)
                )
            ).asnumpy()
            for name in steps[0][0]
        }
        return Trace(
            self._spec.cell, ids.copy(), start, quantities, nd.concat(*rows, dim=0).asnumpy()
        )
