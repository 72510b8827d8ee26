"""A window that opens while others are open stands beside them, not on top.

Each start that remembers its place in one folder takes a number, which it holds until it ends.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QMainWindow

from lstm_gui.gui.window.docks import FRAME

__all__ = ["WindowNumber", "stand_beside"]

_MOST = 32
_STEP = 36
"""A window's title bar, by which it can be told from the one behind it."""


class WindowNumber:
    """The lowest number that no other open window has; `value` is 0 for the first."""

    def __init__(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        for self.value in range(_MOST):
            self._lock = QLockFile(str(folder / f"window-{self.value}.lock"))
            self._lock.setStaleLockTime(0)  # one that has died is told by its process
            if self._lock.tryLock(0):
                return
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                break  # nothing can be written there, so nothing is known of others
        self.value = 0

    def release(self) -> None:
        """Give the number back."""
        self._lock.unlock()


def stand_beside(window: QMainWindow, number: int) -> None:
    """Move a window whose place was remembered a little for each other one that is open."""
    if not number or window.isMaximized() or window.isFullScreen():
        return
    if not window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        return  # the desktop places it
    available = window.screen().availableGeometry()
    spare = available.size() - FRAME - window.size()
    x, y = window.x() - available.x(), window.y() - available.y()
    across, down = max(spare.width(), 0) + 1, max(spare.height(), 0) + 1
    shift = number * _STEP
    window.move(available.x() + (x + shift) % across, available.y() + (y + shift) % down)
