"""The place of a view that is made when somebody looks at it, and not at the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lstm_gui.gui.widgets.theme import text_scale
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["LateView"]

_View_co = TypeVar("_View_co", bound=QWidget, covariant=True)

_ROOM = QSize(516, 184)
"""What the largest of the views that share a place needs, so that no dock moves for one of them."""


class LateView(QWidget, Generic[_View_co]):
    """Stands where a view will be, and makes it when it is seen or asked for.

    Whoever has to do with the view says by `when_made` what is to be done with it then: its signals
    are connected, and it is shown the present state, for of what was before it has heard nothing.
    What is new later is told to `made`.

    Args:
        make: Imports the view's module, and makes the view.
        room: The least size until the view is there, and after that.
    """

    def __init__(self, make: Callable[[], _View_co], room: QSize = _ROOM) -> None:
        super().__init__()
        self._make = make
        self._room = room
        self._made: _View_co | None = None
        self._acts: list[Callable[[_View_co], object]] = []
        # Qt shows a dock behind others for a moment, before it puts it away.
        self._seen = one_shot(self)
        self._seen.timeout.connect(self._on_seen_timeout)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def view(self) -> _View_co:
        """The view; it is made now if it was not there."""
        if self._made is None:
            view = self._made = self._make()
            for act in self._acts:
                act(view)
            self._acts.clear()
            self._column.addWidget(view)
            view.show()
        return self._made

    @property
    def made(self) -> tuple[_View_co, ...]:
        """The view if it is there, to go through: one, or none."""
        return () if self._made is None else (self._made,)

    def when_made(self, act: Callable[[_View_co], object]) -> None:
        """Do this with the view as soon as it is there."""
        if self._made is None:
            self._acts.append(act)
        else:
            act(self._made)

    def sizeHint(self) -> QSize:
        """Ask for what the view asks for."""
        return super().sizeHint().expandedTo(self._room * text_scale())

    def minimumSizeHint(self) -> QSize:
        """Need what the view needs."""
        return super().minimumSizeHint().expandedTo(self._room * text_scale())

    def showEvent(self, event: QShowEvent) -> None:
        """Make the view, if this stays on the screen."""
        super().showEvent(event)
        self._seen.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Make nothing that is not seen."""
        super().hideEvent(event)
        self._seen.stop()

    def _on_seen_timeout(self) -> None:
        assert self.view.isVisible()
