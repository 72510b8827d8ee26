"""Where the parts stand in the window: docks that can be moved, torn off and brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QWidget

from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.dock_tabs import DockTabs
from lstm_gui.gui.memory.folding import MemoryRoom
from lstm_gui.gui.narrow import SideDocks
from lstm_gui.gui.parts import Parts

__all__ = ["DEFAULT_SIZE", "LAYOUT_VERSION", "Docks"]

LAYOUT_VERSION = 4
DEFAULT_SIZE = QSize(1280, 720)
EXPERIMENT_WIDTH, LYRICS_WIDTH, PLOT_HEIGHT = 288, 320, 260

TITLES: dict[str, str] = {
    "experiment": QT_TRANSLATE_NOOP("Docks", "Experiment"),
    "lyrics": QT_TRANSLATE_NOOP("Docks", "Lyrics"),
    "perplexity": QT_TRANSLATE_NOOP("Docks", "Perplexity"),
    "runs": QT_TRANSLATE_NOOP("Docks", "Runs"),
    "training": QT_TRANSLATE_NOOP("Docks", "Training"),
    "steps": QT_TRANSLATE_NOOP("Docks", "Steps"),
    "reading": QT_TRANSLATE_NOOP("Docks", "One cell"),
    "ledger": QT_TRANSLATE_NOOP("Docks", "Ledger"),
    "cells": QT_TRANSLATE_NOOP("Docks", "Cells"),
    "lifetimes": QT_TRANSLATE_NOOP("Docks", "Lifetimes"),
    "phrases": QT_TRANSLATE_NOOP("Docks", "Phrases"),
    "touch": QT_TRANSLATE_NOOP("Docks", "Touch"),
    "whatIf": QT_TRANSLATE_NOOP("Docks", "What if"),
    "search": QT_TRANSLATE_NOOP("Docks", "Search"),
}
"""Name and title of each dock; those after the plot share its place, as tabs, but the search is
a tab beside the experiment."""


class Docks:
    """The docks of a window, around the memory in its middle."""

    def __init__(self, window: QMainWindow, parts: Parts) -> None:
        self._window = window
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._set_center(parts)
        self._docks = {name: _dock(name, widget) for name, widget in _widgets(parts).items()}
        self._tabs = DockTabs(window, tuple(self._docks.values()))
        self._place()
        self._sides = SideDocks(window, self._docks["experiment"], self._docks["lyrics"])
        self._default = window.saveState(LAYOUT_VERSION)
        self._list_in(parts.actions.menus["view"])
        self.retitle()

    def retitle(self) -> None:
        """Set all titles in the current language."""
        for name, dock in self._docks.items():
            dock.setWindowTitle(QCoreApplication.translate("Docks", TITLES[name]))
        self._tabs.retitle()

    def reset(self) -> None:
        """Put everything back where it stood at first."""
        self._sides.part()
        self._window.resize(DEFAULT_SIZE)
        self._window.restoreState(self._default, LAYOUT_VERSION)

    def widen(self) -> None:
        """Take back what a narrow window made necessary, so that it is not remembered."""
        self._sides.part()

    def show(self, name: str) -> None:
        """Bring one dock to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def _list_in(self, menu: QMenu) -> None:
        """Let docks be shown and hidden in a menu, and by Alt with a digit."""
        menu.addSeparator()
        for number, dock in enumerate(self._docks.values(), start=1):
            action = dock.toggleViewAction()
            keys = "Alt" if number <= 10 else "Alt+Shift"
            action.setShortcut(f"{keys}+{number % 10}")
            menu.addAction(action)

    def _set_center(self, parts: Parts) -> None:
        center = MemoryRoom(parts.memory)
        center.setObjectName("center")
        self._window.setCentralWidget(center)

    def _place(self) -> None:
        window, docks, areas = self._window, self._docks, Qt.DockWidgetArea
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            window.setCorner(corner, areas.LeftDockWidgetArea)
        for corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, areas.RightDockWidgetArea)
        window.addDockWidget(areas.LeftDockWidgetArea, docks["experiment"])
        window.addDockWidget(areas.RightDockWidgetArea, docks["lyrics"])
        first, *others = [name for name in list(docks)[2:] if name != "search"]
        window.addDockWidget(areas.TopDockWidgetArea, docks[first])
        for name in others:
            window.tabifyDockWidget(docks[first], docks[name])
        docks[first].raise_()
        window.resize(DEFAULT_SIZE)
        sides = [docks["experiment"], docks["lyrics"]]
        window.resizeDocks(sides, [EXPERIMENT_WIDTH, LYRICS_WIDTH], Qt.Orientation.Horizontal)
        window.resizeDocks([docks[first]], [PLOT_HEIGHT], Qt.Orientation.Vertical)
        window.tabifyDockWidget(docks["experiment"], docks["search"])
        docks["experiment"].raise_()


def _widgets(parts: Parts) -> dict[str, QWidget]:
    """Return what stands in each dock."""
    views = parts.views
    return {
        "experiment": parts.config,
        "lyrics": parts.lyrics,
        "perplexity": parts.plot,
        "runs": parts.runs,
        "training": parts.training,
        "steps": parts.steps,
        "reading": views.reading,
        "ledger": views.ledger,
        "cells": views.cells,
        "lifetimes": views.lifetimes,
        "phrases": views.phrases,
        "touch": views.touch,
        "whatIf": views.what_if,
        "search": parts.search,
    }


def _dock(name: str, widget: QWidget) -> QDockWidget:
    dock = QDockWidget()
    dock.setObjectName(f"{name}Dock")
    dock.setWidget(widget)
    # Qt moves the tabs that are behind another off the screen, where they count as visible: they
    # would go on drawing for nobody (7 % of a core). Hidden, they rest until they come forward.
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    dock.visibilityChanged.connect(widget.setVisible)
    # Of a tab behind another that is torn off Qt says only that it floats.
    dock.topLevelChanged.connect(partial(_show_if, widget))
    return dock


def _show_if(widget: QWidget, floats: bool) -> None:
    if floats:
        widget.show()
