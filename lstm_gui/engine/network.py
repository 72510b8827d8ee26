"""What every implementation is to the rest of the engine: named parameters and one method.

A parameter is an NDArray with a gradient attached; each implementation names and lays out its
own, and tells how they and the canonical weights turn into each other. The same two mappings
carry gradients and optimiser state, since those have the parameters' shapes. What MXNet raises
passes through: `mxnet_backend.engine_call` turns it into an `EngineError`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np
from mxnet import autograd, gluon, nd

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.engine.ndarrays import Context, NDArray, ndarray
from lstm_gui.engine.optim import Loss, Meanwhile, Optimizer

__all__ = ["Network", "RecordedNetwork", "State"]

State = tuple[NDArray, ...]
"""The recurrent state: h, and c where the cell has one, each (layers, N, H) on the context."""


class Network(ABC):
    """One implementation of the network on one context.

    Shapes: N texts, T characters each, L layers, H hidden units.

    Args:
        spec: The kind of cell, and the sizes.
        ctx: Where it computes.
        weights: Initial weights, in the canonical form.
    """

    def __init__(self, spec: NetworkSpec, ctx: Context, weights: Arrays) -> None:
        self.spec = spec
        self.ctx = ctx
        self.params: dict[str, NDArray] = self._make_params(weights)

    def _make_params(self, weights: Arrays) -> dict[str, NDArray]:
        params = {name: ndarray(a, self.ctx) for name, a in self.unpack(weights).items()}
        for param in params.values():
            param.attach_grad()
        return params

    @abstractmethod
    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        """Lay canonical arrays out as this implementation's parameters."""

    @abstractmethod
    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        """Lay arrays shaped as this implementation's parameters out in the canonical form."""

    @abstractmethod
    def differentiate(
        self, inputs: Ids, targets: Ids, state: State, meanwhile: Meanwhile = None
    ) -> tuple[Loss, State]:
        """Find loss and gradients of one batch (N, T); returns the detached state after it.

        The loss is the mean cross entropy of the N·T characters, in nats; the gradients are the
        parameters' own, and stay until the next batch. `meanwhile` is called between the parts
        that take long.
        """

    def zero_state(self, batch_size: int) -> State:
        """Make the state before the first character: zeros, each part (L, N, H)."""
        shape = (self.spec.layers, batch_size, self.spec.hidden)
        return tuple(nd.zeros(shape, self.ctx) for _ in range(1 + self.spec.has_c))

    def state_of(self, memory: Memory) -> State:
        """Copy a recurrent state to where this network computes."""
        parts = (memory.h,) if memory.c is None else (memory.h, memory.c)
        return tuple(ndarray(part, self.ctx) for part in parts)

    def memory_of(self, state: State) -> Memory:
        """Copy a recurrent state to numpy."""
        h, *c = (part.asnumpy() for part in state)
        return Memory(h, c[0] if c else None)

    def weights(self) -> dict[str, Floats]:
        """Copy the weights in the canonical form."""
        return self.pack({name: param.asnumpy() for name, param in self.params.items()})

    def gradients(self) -> dict[str, Floats]:
        """Copy the gradients of the last batch in the canonical form."""
        return self.pack({name: param.grad.asnumpy() for name, param in self.params.items()})

    def make_optimizer(self) -> Optimizer:
        """Make the optimiser that moves this network's parameters."""
        return Optimizer(self.params)

    def load(self, weights: Arrays) -> None:
        """Replace the weights by canonical ones."""
        for name, array in self.unpack(weights).items():
            self.params[name][:] = ndarray(array, self.ctx)


class RecordedNetwork(Network):
    """A network of MXNet's operators: autograd records them, and goes back through them.

    Their log_softmax is off by up to 7e-6 nats a character and 3e-6 in the mean of a batch, for 2
    characters as for 1,027 (measured against float64). That is taken for what it is: the kernels of
    `fast` are closer, and all implementations agree to 1e-5.
    """

    def __init__(self, spec: NetworkSpec, ctx: Context, weights: Arrays) -> None:
        super().__init__(spec, ctx, weights)
        self._cross_entropy = gluon.loss.SoftmaxCrossEntropyLoss()

    @abstractmethod
    def forward(self, inputs: NDArray, state: State) -> tuple[NDArray, State]:
        """Read ids of shape (N, T): logits (T·N, V), time first, and the state after them."""

    def differentiate(
        self, inputs: Ids, targets: Ids, state: State, meanwhile: Meanwhile = None
    ) -> tuple[Loss, State]:
        """Find loss (1,) and gradients of one batch (N, T); returns the detached state after it.

        Backpropagation through time (Werbos, 1990) ends at the batch's beginning, as in sections
        6.3 and 6.6 of the book.
        """
        x, y = nd.array(np.stack([inputs, targets]), self.ctx, dtype="int32")  # one copy
        with autograd.record():
            logits, state = self.forward(x, state)
            loss = self._cross_entropy(logits, y.T.reshape((-1,))).mean()
        meanwhile = meanwhile or _nothing
        meanwhile()  # handing a batch's operators to MXNet takes 10 to 20 ms, forward as back
        loss.backward()
        meanwhile()
        # Detached: no gradient reaches back into the batch before, only its state is carried on.
        return loss, tuple(part.detach() for part in state)


def _nothing() -> None:
    """Do nothing."""
