"""The base of all views: they follow the language, and work only while they are visible."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.gui.widgets.exportable import Exportable
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["Arrangement", "DockContent", "View"]


@dataclass(frozen=True, slots=True)
class DockContent:
    """What stands in a dock; the title is translated in the context of `Docks`."""

    name: str
    title: str
    widget: QWidget


class Arrangement(Protocol):
    """The docks of the window."""

    def show(self, name: str) -> None:
        """Bring one dock to the front."""

    def hide(self, name: str) -> None:
        """Put one dock away."""

    def state(self) -> str:
        """Return where all docks are."""

    def arrange(self, text: str) -> None:
        """Put all docks where they were."""


class View(Exportable, Retranslated, QWidget):
    """A view that follows the language, and works only while it is seen.

    Signals:
        visibilityChanged: The view is seen, or is not; what it shows is of use only when it is.
    """

    visibilityChanged = Signal(bool)

    @abstractmethod
    def _catch_up(self) -> None:
        """Show what came while it was hidden."""

    def showEvent(self, event: QShowEvent) -> None:
        """Show the present state, and ask for more."""
        super().showEvent(event)
        self._catch_up()
        self.visibilityChanged.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Signal that it is hidden now."""
        super().hideEvent(event)
        self.visibilityChanged.emit(False)
