"""Which trials of a study are lost: their process has ended, or nothing is heard of it any more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lstm_gui.core.owner import is_gone, is_here
from lstm_gui.core.search_storage import LOST_AFTER_S

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

__all__ = ["Silence"]

NAMELESS_S = 5.0
"""A trial that nobody has put a name to for so long was begun by a process that was killed then."""


class Silence:
    """Tells of a trial that is being run whether it is lost.

    A process of this machine is looked up. Of another one a database keeps the heartbeat; in a
    journal its signs of life are compared with those of the last look, by this machine's clock.

    Args:
        is_database: Whether the storage gives up by itself what it has not heard of.
    """

    def __init__(self, *, is_database: bool) -> None:
        self.lost_after, self.nameless = float(LOST_AFTER_S), NAMELESS_S
        """Seconds of silence, of a trial elsewhere and of one that has no owner yet."""
        self._is_database = is_database
        self._heard: dict[int, tuple[object, float]] = {}

    def is_lost(self, trial: FrozenTrial) -> bool:
        """Tell whether a running trial is lost; it may take several looks to know."""
        owner = trial.user_attrs.get("owner")
        if owner is not None and is_here(owner):
            return is_gone(owner)
        if owner is not None and self._is_database:
            return False
        signs = (owner, trial.user_attrs.get("beats"), len(trial.intermediate_values))
        now = time.monotonic()
        before, since = self._heard.get(trial.number, (None, now))
        if signs != before:
            since = now
        self._heard[trial.number] = (signs, since)
        return now - since > (self.nameless if owner is None else self.lost_after)
