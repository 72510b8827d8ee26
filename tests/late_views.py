"""Views that a window makes late: made when a test names them, or all of them at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.widgets.late_view import LateView


class Made:
    """The parts of a window, and the views of its memory; a late one is made when it is named."""

    def __init__(self, parts: object) -> None:
        self._parts = parts

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._parts, name)
        if isinstance(part, LateView):
            return part.view
        return Made(part) if isinstance(part, Views) else part


def make_all(window: QWidget) -> None:
    """Make every view, as if somebody had looked at each."""
    for late in window.findChildren(LateView):
        assert late.view is not None
