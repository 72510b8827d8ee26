"""Clipping and the optimisers: what happens to the weights once the gradients are known.

All gradients together are scaled down to the norm θ if theirs is above it (Pascanu, Mikolov and
Bengio, 2013; the book's section 6.4.5), and then move the weights by SGD or by Adam (Kingma and
Ba, 2015, algorithm 1; the book's section 7.8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mxnet import nd

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.backend import StepResult
from lstm_gui.core.model.weights import BETA1, BETA2, adam_step, clip_scale
from lstm_gui.core.settings.groups import TrainConfig
from lstm_gui.engine.ndarrays import NDArray, ndarray, wait_for

__all__ = ["Loss", "Meanwhile", "Optimizer"]

Loss = Any  # an NDArray (1,) that may still be computed, or a number

Meanwhile = Callable[[], None] | None
"""What else is to be done while a batch takes long; see `Backend.set_meanwhile`."""


def _global_norm(gradients: list[NDArray]) -> NDArray:
    """Return the norm (1,) of all gradients together.

    As the product of each gradient with itself, which OpenBLAS sums in many lanes: as fast as
    multi_sum_sq, and rounding shows in the seventh digit, not in the fourth.
    """
    flat = [gradient.reshape((-1,)) for gradient in gradients]
    squares = [nd.dot(g, g).reshape((1,)) for g in flat]
    return (nd.add_n(*squares) if len(squares) > 1 else squares[0]).sqrt()


class Optimizer:
    """SGD or Adam with clipping, by MXNet's own update operators.

    MXNet's Adam corrects no bias: `adam_step` gives it the step size and the ε that do.

    Args:
        params: The parameters to move, each with its gradient attached.

    Attributes:
        t: How many steps Adam has taken; 0 with SGD.
        means: Adam's running means of the gradients, shaped as the parameters; empty while t is 0.
        variances: Adam's running means of their squares, likewise.
    """

    def __init__(self, params: Mapping[str, NDArray]) -> None:
        self._params = params
        self.t = 0
        self.means: dict[str, NDArray] = {}
        self.variances: dict[str, NDArray] = {}

    def update(self, loss: Loss, train: TrainConfig, meanwhile: Meanwhile = None) -> StepResult:
        """Clip the gradients and move the parameters; returns loss and norm before clipping.

        Args:
            loss: The batch's mean cross entropy in nats, (1,), perhaps still being computed.
            train: Which optimiser, learning rate and θ. With SGD, Adam's state is forgotten.
            meanwhile: Called now and then while the batch is computed; the parameters are as
                they were.

        Raises:
            MXNetError: Something went wrong in the batch, which MXNet computes asynchronously.
        """
        norm = _global_norm([param.grad for param in self._params.values()])
        figures = nd.concat(loss.reshape((1,)), norm, dim=0)
        if meanwhile is not None:
            wait_for(figures, meanwhile)
        # The one read of the step: it waits in C, without the GIL, and raises what went wrong.
        loss_value, norm_value = figures.asnumpy().tolist()
        scale = clip_scale(norm_value, train.clipping_theta)
        if train.optimizer == "adam":
            self._adam(train.learning_rate, scale)
        else:
            self.clear()
            for param in self._params.values():
                nd.sgd_update(
                    param, param.grad, lr=train.learning_rate, rescale_grad=scale, out=param
                )
        return StepResult(loss_value, norm_value)

    def _adam(self, rate: float, scale: float) -> None:
        self._ensure_moments()
        self.t += 1
        step_size, epsilon = adam_step(rate, self.t)
        for name, param in self._params.items():
            nd.adam_update(
                param,
                param.grad,
                self.means[name],
                self.variances[name],
                lr=step_size,
                beta1=BETA1,
                beta2=BETA2,
                epsilon=epsilon,
                rescale_grad=scale,
                out=param,
            )

    def _ensure_moments(self) -> None:
        if not self.means:
            self.means = {name: nd.zeros_like(param) for name, param in self._params.items()}
            self.variances = {name: nd.zeros_like(param) for name, param in self._params.items()}

    def clear(self) -> None:
        """Forget everything but the parameters."""
        self.t, self.means, self.variances = 0, {}, {}

    def load(self, t: int, means: Mapping[str, Floats], variances: Mapping[str, Floats]) -> None:
        """Take over Adam's state.

        Args:
            t: How many steps it has taken.
            means: Running means of the gradients, shaped as the parameters.
            variances: Running means of their squares, likewise.
        """
        self._ensure_moments()
        self.t = t
        for moments, arrays in ((self.means, means), (self.variances, variances)):
            for name, array in arrays.items():
                moments[name][:] = ndarray(array, moments[name].context)
