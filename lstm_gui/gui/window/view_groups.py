"""The views in groups by what a person does: a row of groups, and tabs of one group at a time.

All docks stay tabs of one place, as Qt keeps and stores them; of a bar with many, only the tabs of
the group in use are seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QTabBar,
    QWidget,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.theme import GRID, sized
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["GROUPS", "GroupBar", "ViewGroup", "ViewGroups", "first_row"]


@dataclass(frozen=True, slots=True)
class ViewGroup:
    """Views that serve one purpose, by the names of their docks."""

    title: str
    views: tuple[str, ...]


GROUPS = (
    ViewGroup(QT_TRANSLATE_NOOP("ViewGroups", "Watch"), ("perplexity", "training")),
    ViewGroup(
        QT_TRANSLATE_NOOP("ViewGroups", "Read memory"),
        ("reading", "ledger", "cells", "lifetimes", "phrases", "distance"),
    ),
    ViewGroup(QT_TRANSLATE_NOOP("ViewGroups", "Try"), ("steps", "touch", "whatIf")),
    ViewGroup(QT_TRANSLATE_NOOP("ViewGroups", "Compare"), ("runs",)),
    ViewGroup(QT_TRANSLATE_NOOP("ViewGroups", "Write"), ("studio",)),
)


class GroupBar(Retranslated, QTabBar):
    """A row with a tab for each group of views.

    Signals:
        groupChosen(int): The person wants this group of `GROUPS`.
    """

    groupChosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("groupBar")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        for _ in GROUPS:
            self.addTab("")
        self.retranslate()
        self.currentChanged.connect(self.groupChosen)  # by keys as well
        self.tabBarClicked.connect(self._on_tab_bar_clicked)

    def set_group(self, group: int) -> None:
        """Show which group is in use."""
        with QSignalBlocker(self):
            self.setCurrentIndex(group)

    def set_views(self, titles: list[list[str]]) -> None:
        """Tell what each group holds, in the current language."""
        for group, views in enumerate(titles):
            self.setTabToolTip(group, tooltip(", ".join(views)))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Groups of views"))
        for index, group in enumerate(GROUPS):
            self.setTabText(index, QCoreApplication.translate("ViewGroups", group.title))

    def _on_tab_bar_clicked(self, index: int) -> None:
        if index == self.currentIndex():  # its views may all be closed
            self.groupChosen.emit(index)


def first_row(menus: QMenuBar, groups: GroupBar, width: int) -> QWidget:
    """Return the menus, and beside them, where they take no room, the groups of views.

    The groups begin at this width, where, at first, the tabs of their views do.
    """
    first = QWidget()
    first.setObjectName("firstRow")
    row = QHBoxLayout(first)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(menus)
    row.addWidget(groups, 1)
    sized(menus.setMinimumWidth, width)
    return first


_TAKEN_IN = 6
"""So many tabs are taken in at once; a bar with more shows those of one group."""


class ViewGroups(QObject):
    """Brings a group's views to the front, and hides the tabs of the other groups.

    Args:
        window: Whose docks they are.
        bar: The row of groups.
        docks: The docks by name, among them those of all groups.
    """

    def __init__(self, window: QMainWindow, bar: GroupBar, docks: Mapping[str, QDockWidget]):
        super().__init__(window)
        self._window, self._bar = window, bar
        self._docks = {name: docks[name] for group in GROUPS for name in group.views}
        self._group_of = {name: i for i, group in enumerate(GROUPS) for name in group.views}
        self._front = [group.views[0] for group in GROUPS]
        """The view of each group that was in front last."""
        self._landed: QDockWidget | None = None
        bar.groupChosen.connect(self.open)
        for name, dock in self._docks.items():
            dock.visibilityChanged.connect(partial(self._on_dock_visibility_changed, name))
            dock.topLevelChanged.connect(partial(self._on_dock_top_level_changed, dock))

    def open(self, group: int) -> None:
        """Bring the view of a group to the front that was there last."""
        self.bring(self._front[group])

    def bring(self, name: str) -> None:
        """Bring a view to the front, with the tabs of its group."""
        group = self._group_of[name]
        self._front[group] = name
        self._bar.set_group(group)
        self._docks[name].show()
        self._docks[name].raise_()
        self.settle()

    def settle(self) -> None:
        """Let every bar of tabs show what it should, wherever the docks are now."""
        if self._landed is not None:
            self._landed.raise_()
            self._landed = None
        for bar in self._window.findChildren(QTabBar):
            if bar.parent() is self._window:
                self._filter(bar)

    def restored(self) -> None:
        """Leave in front what a layout has in front."""
        self._landed = None
        self.settle()

    def retitle(self) -> None:
        """Name the views of each group in the current language."""
        titles = [[self._docks[name].windowTitle() for name in group.views] for group in GROUPS]
        self._bar.set_views(titles)

    def _filter(self, bar: QTabBar) -> None:
        names = {dock.windowTitle(): name for name, dock in self._docks.items()}
        groups = [self._group_of.get(names.get(bar.tabText(i), "")) for i in range(bar.count())]
        if not groups:
            return
        front = groups[bar.currentIndex()]
        shown = None, self._bar.currentIndex() if front is None else front
        for index, group in enumerate(groups):
            visible = bar.count() <= _TAKEN_IN or group in shown
            if visible != bar.isTabVisible(index):  # else Qt forgets that it has to lay out
                bar.setTabVisible(index, visible)

    def _on_dock_top_level_changed(self, dock: QDockWidget, floats: bool) -> None:
        """Keep in sight what floated: Qt puts it behind other tabs, where its own may be hidden."""
        self._landed = None if floats else dock

    def _on_dock_visibility_changed(self, name: str, visible: bool) -> None:
        if not visible:
            return
        group = self._group_of[name]
        self._front[group] = name
        if self._window.tabifiedDockWidgets(self._docks[name]):  # else it is beside the tabs
            self._bar.set_group(group)
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:  # a tab may be dragged
            self.settle()
