"""Work on a thread of its own, so that the window need not wait; the newest question counts.

The thread knows no Qt: a signal that it emitted could meet a dialog that is just being deleted.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

__all__ = ["NewestAnswer", "in_thread"]

_log = logging.getLogger(__name__)

POLL_MS = 20


def in_thread(job: Callable[[], object]) -> list[object]:
    """Work something out; what comes of it, or an exception, is the list's only item by then."""
    box: list[object] = []

    def work() -> None:
        try:
            box.append(job())
        except Exception as error:  # such as no memory; whoever waits must hear of it
            _log.info("a question has no answer", exc_info=error)
            box.append(error)

    threading.Thread(target=work, name="question", daemon=True).start()
    return box


class NewestAnswer(QObject):
    """Has something worked out, and tells it unless something else was asked meanwhile.

    Signals:
        answered(object): What the newest question has led to.
        failed(Exception): It has led to nothing.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._box: list[object] = []
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def ask(self, job: Callable[[], object]) -> None:
        """Work this out."""
        self._box = in_thread(job)
        self._timer.start()

    def forget(self) -> None:
        """Want no answer any more."""
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        if self._box:
            self._timer.stop()
            result = self._box[0]
            (self.failed if isinstance(result, Exception) else self.answered).emit(result)
