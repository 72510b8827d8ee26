"""Goes through the sub-steps of a cell step one by one, slowly enough to read a sentence each."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

__all__ = ["SlowMotion"]

STEP_MS = 2200


class SlowMotion(QObject):
    """Counts sub-steps while it runs.

    Signals:
        moved: `index` is another one, or None since it has ended.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: int | None = None
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def running(self) -> bool:
        """Whether a sub-step is shown."""
        return self.index is not None

    def start(self, count: int) -> None:
        """Begin with the first of so many sub-steps."""
        self._count = count
        self._timer.start()
        self._go(0)

    def stop(self) -> None:
        """End at once."""
        self._timer.stop()
        self._go(None)

    def _go(self, index: int | None) -> None:
        if index != self.index:
            self.index = index
            self.moved.emit()

    def _on_timer_timeout(self) -> None:
        following = 0 if self.index is None else self.index + 1
        if following < self._count:
            self._go(following)
        else:
            self.stop()
