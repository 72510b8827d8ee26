"""The concise network: gluon's recurrent layer on one-hot input, and a dense layer after it.

Shapes: N texts, T characters each, V distinct characters, H hidden units, L layers, G gates. It is
section 6.5 of the book's first Chinese edition (动手学深度学习, 2019), and the end of 6.7 and 6.8.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from mxnet import gluon, nd

from lstm_gui.core.arrays import Arrays, Floats
from lstm_gui.core.model.weights import NetworkSpec
from lstm_gui.engine.ndarrays import NDArray, ndarray
from lstm_gui.engine.network import RecordedNetwork, State

__all__ = ["ConciseNetwork"]

_BIASES = {"b": "i2h_bias", "b_x": "i2h_bias", "b_h": "h2h_bias"}


class RNNModel(gluon.Block):  # type: ignore[misc]  # mxnet has no types
    """The book's RNNModel: a recurrent layer, and a dense one that turns h into logits.

    Args:
        spec: The kind of cell, and the sizes V, H and L.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        twin = spec.kind.gluon
        assert twin is not None  # the settings do not let it be asked for
        super().__init__(prefix="")  # so that parameters are called l0_i2h_weight and so on
        form = {} if twin.activation is None else {"activation": twin.activation}
        with self.name_scope():
            self.rnn = getattr(gluon.rnn, twin.name)(
                spec.hidden, spec.layers, input_size=spec.vocabulary, prefix="", **form
            )
            self.dense = gluon.nn.Dense(spec.vocabulary, in_units=spec.hidden, prefix="dense_")
        self.vocabulary = spec.vocabulary

    def forward(self, inputs: NDArray, state: State) -> tuple[NDArray, State]:
        """Read ids (N, T) from a state (L, N, H): logits (T·N, V), time first, and state after."""
        x = nd.one_hot(inputs.T, self.vocabulary)  # (T, N, V)
        y, after = self.rnn(x, list(state))  # (T, N, H)
        return self.dense(y.reshape((-1, y.shape[-1]))), tuple(after)


class ConciseNetwork(RecordedNetwork):
    """gluon.rnn with the canonical weights: transposed, and with gluon's order of gates."""

    def _make_params(self, weights: Arrays) -> dict[str, NDArray]:
        self._model = RNNModel(self.spec)
        self._model.initialize(ctx=self.ctx)
        for name, param in self._gluon_params().items():
            if name.endswith("h2h_bias") and len(self.spec.kind.biases) == 1:
                # cuDNN's form has two biases where the equations have one: theirs would move
                # twice as fast. The second stays at zero.
                param.grad_req = "null"
                param.set_data(nd.zeros_like(param.data()))
        params = {
            name: param.data()
            for name, param in self._gluon_params().items()
            if param.grad_req != "null"
        }
        for name, array in self.unpack(weights).items():
            params[name][:] = ndarray(array, self.ctx)
        return params

    def _gluon_params(self) -> gluon.ParameterDict:
        return self._model.collect_params()

    def unpack(self, weights: Arrays) -> dict[str, Floats]:
        """Name canonical arrays as gluon does, and turn them: (V or H, G·H) to (G·H, V or H)."""
        return {
            self._gluon_name(name): self._reordered(name, array, self._own, self._gluons).T
            for name, array in weights.items()
        }

    def pack(self, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
        """Name gluon's arrays as the canonical form does, and turn them back."""
        return {
            name: np.ascontiguousarray(
                self._reordered(name, arrays[self._gluon_name(name)].T, self._gluons, self._own)
            )
            for name in self.spec.shapes()
        }

    @property
    def _own(self) -> tuple[str, ...]:
        return self.spec.kind.packing

    @property
    def _gluons(self) -> tuple[str, ...]:
        assert self.spec.kind.gluon is not None
        return self.spec.kind.gluon.gates

    @staticmethod
    def _reordered(
        name: str, array: Floats, order: tuple[str, ...], wanted: tuple[str, ...]
    ) -> Floats:
        """Put the gates of a layer's array into another order."""
        if not name.startswith("l") or order == wanted:
            return array
        gates = dict(zip(order, np.split(array, len(order), axis=-1), strict=True))
        return np.concatenate([gates[gate] for gate in wanted], axis=-1)

    @staticmethod
    def _gluon_name(name: str) -> str:
        if not name.startswith("l"):
            return {"W_hq": "dense_weight", "b_q": "dense_bias"}[name]
        layer, part = name.split(".")
        part = {"W_x": "i2h_weight", "W_h": "h2h_weight", **_BIASES}[part]
        return f"{layer}_{part}"

    def forward(self, inputs: NDArray, state: State) -> tuple[NDArray, State]:
        """Read ids (N, T) from a state (L, N, H): logits (T·N, V), time first, and state after."""
        logits, after = self._model(inputs, state)
        return logits, after
