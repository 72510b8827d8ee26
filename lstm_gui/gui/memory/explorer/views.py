"""The table of the memory's views: a line for each, with the title of its dock."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
from lstm_gui.gui.memory.cells.panel import CellsPanel
from lstm_gui.gui.memory.intervention.panel import InterventionPanel
from lstm_gui.gui.memory.ledger.panel import LedgerPanel
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.memory_view import MemoryView
from lstm_gui.gui.memory.phrases.panel import PhrasePanel
from lstm_gui.gui.memory.reading.panel import ReadingPanel
from lstm_gui.gui.memory.what_if.panel import WhatIfPanel
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.view import DockContent

__all__ = ["Views"]

_Widget = TypeVar("_Widget", bound=QWidget)


class Views:
    """The views of the memory: the heat map in the middle, the others in docks, in this order.

    A stored layout has the names of the docks, so none changes: "touch" is the intervention.
    """

    def __init__(self, theme: Theme) -> None:
        self.docked: list[DockContent] = []
        self.memory = MemoryPanel(theme)
        dock = self._dock
        self.reading = dock("reading", QT_TRANSLATE_NOOP("Docks", "One cell"), ReadingPanel(theme))
        self.ledger = dock("ledger", QT_TRANSLATE_NOOP("Docks", "Ledger"), LedgerPanel(theme))
        self.cells = dock("cells", QT_TRANSLATE_NOOP("Docks", "Cells"), CellsPanel(theme))
        self.lifetimes = dock(
            "lifetimes", QT_TRANSLATE_NOOP("Docks", "Lifetimes"), LifetimesPanel(theme)
        )
        self.phrases = dock("phrases", QT_TRANSLATE_NOOP("Docks", "Phrases"), PhrasePanel(theme))
        self.intervention = dock(
            "touch", QT_TRANSLATE_NOOP("Docks", "Intervention"), InterventionPanel(theme)
        )
        self.what_if = dock("whatIf", QT_TRANSLATE_NOOP("Docks", "What if"), WhatIfPanel(theme))

    @property
    def following(self) -> list[MemoryView]:
        """The views that are told of each place, whatever they are."""
        widgets = [content.widget for content in self.docked]
        return [widget for widget in widgets if isinstance(widget, MemoryView)]

    def _dock(self, name: str, title: str, view: _Widget) -> _Widget:
        self.docked.append(DockContent(name, title, view))
        return view
