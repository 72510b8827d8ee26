"""The patience of a rule: it speaks after a sign has held, and is silent after it was long away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lstm_gui.core.findings import Key

__all__ = ["Alarm", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An alarm has just been raised or cleared; `values` fill the words of its finding."""

    key: Key
    raised: bool
    values: Mapping[str, float | str]


class Alarm:
    """Raises after `patience` bad signs in a row, and clears after as many good ones."""

    __slots__ = ("_count", "_key", "_patience", "_raised")

    def __init__(self, key: Key, patience: int = 1) -> None:
        self._key = key
        self._patience = patience
        self._raised = False
        self._count = 0

    def update(self, bad: bool, good: bool) -> bool:
        """Take one sign; True if the alarm has just been raised or cleared."""
        if not (good if self._raised else bad):
            self._count = 0
            return False
        self._count += 1
        if self._count < self._patience:
            return False
        self._raised, self._count = not self._raised, 0
        return True

    def turn(self, **values: float | str) -> Turn:
        """Say how the alarm stands now."""
        return Turn(self._key, self._raised, values)
