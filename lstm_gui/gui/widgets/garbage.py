"""Python's cyclic garbage collector, kept to the main thread.

Python collects in whichever thread happens to allocate. Where that is not the main thread, widgets
that went out of use as part of a cycle are destroyed there: Qt crashes, or both threads wait for
ever, one for the interpreter's lock and one for Qt's lock of signals. (pyqtgraph has such a
collector, too; it goes through all objects every two minutes, which holds the window for 0.4 s.)
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

__all__ = ["MainThreadCollector"]

INTERVAL_MS = 1000

GROWTH = 1.25
"""The oldest generation is searched when it has grown by this factor, as Python itself does."""


class MainThreadCollector(QObject):
    """Takes the place of automatic collection, from its making to `close`.

    What exists when it is made is left out: of the imports nothing goes, and it is most of all.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._thresholds = gc.get_threshold()
        gc.disable()
        gc.freeze()  # modules, functions and classes: they are there for good
        self._old = len(gc.get_objects(2))

    def start(self) -> None:
        """Collect every second while the event loop runs."""
        self._timer.start(INTERVAL_MS)

    def collect_if_due(self) -> None:
        """Collect each generation that has passed its threshold."""
        due = [count > limit for count, limit in zip(gc.get_count(), self._thresholds, strict=True)]
        if all(due) and len(gc.get_objects(2)) > GROWTH * self._old:
            gc.collect(2)
            self._old = len(gc.get_objects(2))
        elif due[0]:
            gc.collect(1 if due[1] else 0)

    def close(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
