"""Look over training: breakdowns, rising and flat perplexity, gates, cells, clipping, goals.

Each rule is a module: what it is fed with, from when on it speaks, and when it is silent again.
`findings` beside this package has the words.
"""

from __future__ import annotations

from lstm_gui.core.watch.goals import Goals, Reached
from lstm_gui.core.watch.watch import Watch

__all__ = ["Goals", "Reached", "Watch"]
