"""Timers that fire once. Qt's properties are set by their setters, never by keyword.

PySide6 turns a keyword into the name of a setter by the locale of the system: in Turkish,
`interval` becomes `setİnterval`, which there is not.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

__all__ = ["one_shot"]


def one_shot(parent: QObject, milliseconds: int = 0) -> QTimer:
    """Return a timer of `parent` that fires once, so long after each start."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
