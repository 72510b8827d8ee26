"""From logits to the next character: greedy, or drawn with a temperature.

Temperature as in Hinton, Vinyals and Dean (2015), top-k as in Fan, Lewis and Dauphin (2018).
"""

from __future__ import annotations

import numpy as np

from lstm_gui.core.backend import Floats

__all__ = ["choose"]


def choose(logits: Floats, temperature: float, top_k: int, rng: np.random.Generator | None) -> int:
    """Return the index of the next character.

    Args:
        logits: Scores of shape (V,).
        temperature: 0 takes the likeliest; 1 draws from the model's distribution.
        top_k: Draw among the k likeliest only; 0 for all.
        rng: The source of chance, not used at temperature 0.
    """
    if temperature == 0 or rng is None or not np.isfinite(logits).all():
        return int(np.argmax(logits))
    with np.errstate(over="ignore"):  # a tiny temperature makes all but the likeliest -inf
        scores = (logits.astype(np.float64) - logits.max()) / temperature
    if 0 < top_k < scores.size:
        kept = np.argpartition(scores, -top_k)[-top_k:]
        rest = np.full_like(scores, -np.inf)
        rest[kept] = scores[kept]
        scores = rest
    weights = np.exp(scores)
    return int(rng.choice(weights.size, p=weights / weights.sum()))
