"""Drawing no more often than it is seen: once a frame, and not at all while hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

__all__ = ["Redrawing"]


class Redrawing(QObject):
    """Draws a widget when asked to.

    Args:
        widget: What is drawn.
        draw: Draws it.
    """

    _asked = Signal()

    def __init__(self, widget: QWidget, draw: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._draw = draw
        self._pending = False
        self.missed = False
        """Whether it was asked for while the widget was hidden."""
        # Queued: all that comes in one frame is drawn at once, and with the rest of the window.
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def ask(self) -> None:
        """Draw soon, or keep in mind that it is due once the widget is seen."""
        if not self._widget.isVisible():
            self.missed = True
        elif not self._pending:
            self._pending = True
            self._asked.emit()

    def _on_asked(self) -> None:
        self._pending, self.missed = False, not self._widget.isVisible()
        if not self.missed:
            self._draw()
