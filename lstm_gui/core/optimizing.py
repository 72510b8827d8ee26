"""Clipping and Adam in plain numbers: the same for every engine and for those who check it."""

from __future__ import annotations

import math

__all__ = ["BETA1", "BETA2", "EPSILON", "adam_rate", "clip_scale"]

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def clip_scale(norm: float, theta: float) -> float:
    """Return the factor that brings a gradient's norm down to θ; 1 if it is not above.

    Pascanu, Mikolov and Bengio (2013), algorithm 1.
    """
    return theta / norm if norm > theta else 1.0


def adam_rate(rate: float, t: int) -> float:
    """Return Adam's step size at its t-th step: the bias of both its means is corrected here.

    Kingma and Ba (2015), the end of section 2.
    """
    return rate * math.sqrt(1 - BETA2**t) / (1 - BETA1**t)
