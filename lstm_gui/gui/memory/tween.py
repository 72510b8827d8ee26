"""Lets numbers go from what they were to what they are, in a moment that the eye can follow."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

__all__ = ["Tween"]

DURATION_MS = 150


class Tween(QObject):
    """Numbers by name on their way; a new way begins where they are.

    Signals:
        moved: `values` are others now.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: Mapping[str, float] = {}
        self._start: Mapping[str, float] = {}
        self._end: Mapping[str, float] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_animation_value_changed)

    @property
    def moving(self) -> bool:
        """Whether the numbers are on their way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def set(self, values: Mapping[str, float]) -> None:
        """Be there at once."""
        self._animation.stop()
        self.values = self._end = values
        self.moved.emit()

    def go(self, values: Mapping[str, float]) -> None:
        """Go there from where the numbers are."""
        self._animation.stop()
        self._start, self._end = self.values, values
        self._animation.start()

    def finish(self) -> None:
        """Be where the way leads."""
        if self.moving:
            self.set(self._end)

    def _on_animation_value_changed(self, part: float) -> None:
        start = self._start
        self.values = {
            key: _between(start.get(key, math.nan), end, part) for key, end in self._end.items()
        }
        self.moved.emit()


def _between(start: float, end: float, part: float) -> float:
    if not (math.isfinite(start) and math.isfinite(end)) or part >= 1.0:
        return end
    return start + (end - start) * part
