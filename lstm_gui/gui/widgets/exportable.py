"""What every view offers to whoever exports it: a widget for its picture, and its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtWidgets import QMenu, QWidget

from lstm_gui.core.export.data_table import DataTable

__all__ = ["EXPORTED", "Exportable", "Exported", "add_export_actions", "no_numbers"]


def no_numbers() -> DataTable:
    """Return a table without columns."""
    return DataTable({})


def _is_drawn() -> None:
    """Draw nothing: what is seen is drawn whenever it is painted."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What of a view is exported.

    Args:
        widget: What makes a picture: without buttons and fields where it can.
        table: Returns the numbers that the view shows.
        draw: Brings what is drawn later, or only while it is seen, up to the present size.
        words: Says what is seen in words and numbers, in the language in use.
    """

    widget: QWidget
    table: Callable[[], DataTable] = no_numbers
    draw: Callable[[], object] = _is_drawn
    words: Callable[[], str] = str

    def summary(self) -> str:
        """Return what is seen in words: the view's own, or what it says to a screen reader."""
        return self.words() or self.widget.accessibleDescription()


class Exportable:
    """Stands among the bases of a view, which says more of itself where this is not enough."""

    def exported(self) -> Exported:
        """Return what of the view is exported: all of it, and no numbers."""
        return Exported(cast(QWidget, self))


EXPORTED = "exported"
"""The property of a widget whose actions export what stands in it."""


def add_export_actions(menu: QMenu, widget: QWidget) -> None:
    """Add what the window lets be done with a view to the menu of something inside it."""
    around: QWidget | None = widget
    while around is not None and not around.property(EXPORTED):
        around = around.parentWidget()
    if around is not None:
        menu.addSeparator()
        menu.addActions(around.actions())
