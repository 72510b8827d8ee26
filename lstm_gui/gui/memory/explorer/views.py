"""The table of the memory's views: a line for each, with the title of its dock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.memory.memory_view import MemoryView
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.view import DockContent

if TYPE_CHECKING:  # the modules of late views are imported when these are made
    from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel
    from lstm_gui.gui.memory.cells.panel import CellsPanel
    from lstm_gui.gui.memory.distance.panel import DistancePanel
    from lstm_gui.gui.memory.intervention.panel import InterventionPanel
    from lstm_gui.gui.memory.ledger.panel import LedgerPanel
    from lstm_gui.gui.memory.phrases.panel import PhrasePanel
    from lstm_gui.gui.memory.reading.panel import ReadingPanel
    from lstm_gui.gui.memory.what_if.panel import WhatIfPanel

__all__ = ["Views"]

_View = TypeVar("_View", bound=QWidget)


class Views:
    """The views of the memory: the heat map in the middle, the others in docks, in this order.

    A stored layout has the names of the docks, so none changes: "touch" is the intervention.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.docked: list[DockContent] = []
        self.late: list[LateView[QWidget]] = []
        self.memory = MemoryPanel(theme)
        dock = self._dock
        self.reading = dock("reading", QT_TRANSLATE_NOOP("Docks", "One cell"), _reading)
        self.ledger = dock("ledger", QT_TRANSLATE_NOOP("Docks", "Ledger"), _ledger)
        self.cells = dock("cells", QT_TRANSLATE_NOOP("Docks", "Cells"), _cells)
        self.lifetimes = dock("lifetimes", QT_TRANSLATE_NOOP("Docks", "Lifetimes"), _lifetimes)
        self.phrases = dock("phrases", QT_TRANSLATE_NOOP("Docks", "Phrases"), _phrases)
        self.intervention = dock("touch", QT_TRANSLATE_NOOP("Docks", "Intervention"), _intervention)
        self.what_if = dock("whatIf", QT_TRANSLATE_NOOP("Docks", "What if"), _what_if)
        self.distance = dock("distance", QT_TRANSLATE_NOOP("Docks", "Distance"), _distance)

    @property
    def following(self) -> list[MemoryView]:
        """The views that are told of each place, whatever they are; those that are there."""
        made = [view for late in self.late for view in late.made]
        return [view for view in made if isinstance(view, MemoryView)]

    def _dock(self, name: str, title: str, make: Callable[[Theme], _View]) -> LateView[_View]:
        late = LateView(lambda: make(self._theme))
        self.late.append(late)
        self.docked.append(DockContent(name, title, late))
        return late


def _reading(theme: Theme) -> ReadingPanel:
    from lstm_gui.gui.memory.reading.panel import ReadingPanel

    return ReadingPanel(theme)


def _ledger(theme: Theme) -> LedgerPanel:
    from lstm_gui.gui.memory.ledger.panel import LedgerPanel

    return LedgerPanel(theme)


def _cells(theme: Theme) -> CellsPanel:
    from lstm_gui.gui.memory.cells.panel import CellsPanel

    return CellsPanel(theme)


def _lifetimes(theme: Theme) -> LifetimesPanel:
    from lstm_gui.gui.memory.cells.lifetimes_panel import LifetimesPanel

    return LifetimesPanel(theme)


def _phrases(theme: Theme) -> PhrasePanel:
    from lstm_gui.gui.memory.phrases.panel import PhrasePanel

    return PhrasePanel(theme)


def _intervention(theme: Theme) -> InterventionPanel:
    from lstm_gui.gui.memory.intervention.panel import InterventionPanel

    return InterventionPanel(theme)


def _what_if(theme: Theme) -> WhatIfPanel:
    from lstm_gui.gui.memory.what_if.panel import WhatIfPanel

    return WhatIfPanel(theme)


def _distance(theme: Theme) -> DistancePanel:
    from lstm_gui.gui.memory.distance.panel import DistancePanel

    return DistancePanel(theme)
