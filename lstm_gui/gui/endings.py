"""Closes the window when the system asks for it, as if a person had: nothing is lost, and the next
start does not speak of a crash.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

__all__ = ["Endings"]

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Endings(QObject):
    """Listens for Ctrl+C, SIGTERM, SIGHUP, and the end of the desktop's session.

    Qt waits in native code, where Python's handlers do not run, so a byte in a pipe wakes it. The
    same signal a second time ends the program as usual.
    """

    def __init__(self, window: QWidget, application: QGuiApplication) -> None:
        super().__init__(window)
        self._window = window
        self._ours, self._theirs = os.pipe()
        for end in (self._ours, self._theirs):
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(self._ours, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)
        self._wakeup = signal.set_wakeup_fd(self._theirs, warn_on_full_buffer=False)
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}
        for number in _SIGNALS:
            signal.signal(number, self._on_signal)
        application.commitDataRequest.connect(self._on_application_commit_data_request)

    def close(self) -> None:
        """Listen no longer."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._ours)
        os.close(self._theirs)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)

    def _on_notifier_activated(self) -> None:
        if any(number in _SIGNALS for number in os.read(self._ours, 64)):
            self._window.close()

    def _on_application_commit_data_request(self, _manager: object) -> None:
        self._window.close()
