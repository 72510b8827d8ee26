"""The first values of a network's weights, the same for every implementation. No MXNet here."""

from __future__ import annotations

import math

import numpy as np

from lstm_gui.core.backend import Floats
from lstm_gui.core.config import ModelConfig
from lstm_gui.core.weights import weight_shapes

__all__ = ["BOOK_SIGMA", "initial_weights"]

BOOK_SIGMA = 0.01
"""The standard deviation of the weights in Dive into Deep Learning's recurrent networks."""


def initial_weights(model: ModelConfig, vocabulary_size: int) -> dict[str, Floats]:
    """Draw the first weights from the model's seed; biases are zero, the forget bias is set.

    The matrices are drawn one after the other, in canonical order, so that the same seed gives
    the same bits wherever it is asked for. Their shapes are those of `core.weights`.
    """
    rng = np.random.default_rng(model.seed)
    weights: dict[str, Floats] = {}
    for name, shape in weight_shapes(model, vocabulary_size).items():
        if len(shape) == 1:
            weights[name] = np.zeros(shape, np.float32)
            continue
        sigma = BOOK_SIGMA if model.init == "normal" else 1 / math.sqrt(shape[0])
        weights[name] = rng.standard_normal(shape, np.float32) * np.float32(sigma)
    if model.cell == "lstm":
        forget = slice(model.hidden, 2 * model.hidden)
        for layer in range(model.layers):
            weights[f"l{layer}.b"][forget] = model.forget_bias
    return weights
