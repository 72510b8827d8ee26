"""Docks that share a place: their tab is their title, so they need no second one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar, QWidget

from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["DockTabs", "name_tabs"]

_SETTLED_MS = 50
TEAR_OFF, CLOSE = QT_TRANSLATE_NOOP("Docks", "Tear off"), QT_TRANSLATE_NOOP("Docks", "Close")
VIEWS = QT_TRANSLATE_NOOP("Docks", "Views")


class DockTabs(QObject):
    """Takes the title bar off a dock for as long as it is one tab of several.

    A tab can be dragged out; a double click tears it off, as it does with a title bar, and the
    right button has a menu with that and with closing.
    """

    def __init__(self, window: QMainWindow, docks: Sequence[QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._timer.timeout.connect(self.settle)
        for dock in docks:
            dock.dockLocationChanged.connect(self._timer.start)
            dock.topLevelChanged.connect(self._timer.start)
            dock.visibilityChanged.connect(self._timer.start)

    def retitle(self) -> None:
        """Name the bars in the current language."""
        for bar in self._window.findChildren(QTabBar):
            if bar.parent() is self._window:
                name_tabs(bar)

    def settle(self) -> None:
        """Give every dock the title that it needs where it is now."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._timer.start()  # not while one is dragged
            return
        for dock in self._docks:
            _set_bare(dock, self._is_tab(dock))
        for bar in self._window.findChildren(QTabBar):
            self._adopt(bar)

    def dock_at(self, bar: QTabBar, index: int) -> QDockWidget | None:
        """Return the dock behind a tab."""
        text = bar.tabText(index)
        return next((dock for dock in self._docks if dock.windowTitle() == text), None)

    def menu(self, dock: QDockWidget) -> QMenu:
        """Build the menu of a tab; whoever asked for it shows and drops it."""
        menu = QMenu(self._window)
        menu.addAction(_translated(TEAR_OFF), lambda: dock.setFloating(True))
        menu.addAction(_translated(CLOSE), dock.close)
        return menu

    def _is_tab(self, dock: QDockWidget) -> bool:
        """Tell whether the dock shares its place; those that are closed do not count."""
        others = self._window.tabifiedDockWidgets(dock)
        return not dock.isFloating() and any(d.toggleViewAction().isChecked() for d in others)

    def _adopt(self, bar: QTabBar) -> None:
        custom = Qt.ContextMenuPolicy.CustomContextMenu
        if bar.parent() is not self._window or bar.contextMenuPolicy() == custom:
            return
        bar.setContextMenuPolicy(custom)
        bar.setDrawBase(False)
        bar.setElideMode(Qt.TextElideMode.ElideNone)  # rather scroll than read "R…"
        bar.setUsesScrollButtons(True)
        bar.customContextMenuRequested.connect(self._on_bar_menu_asked)
        bar.tabBarDoubleClicked.connect(self._on_bar_double_clicked)

    def _on_bar_menu_asked(self, position: QPoint) -> None:
        bar = self.sender()
        assert isinstance(bar, QTabBar)
        dock = self.dock_at(bar, bar.tabAt(position))
        if dock is not None:
            menu = self.menu(dock)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(bar.mapToGlobal(position))

    def _on_bar_double_clicked(self, index: int) -> None:
        bar = self.sender()
        assert isinstance(bar, QTabBar)
        dock = self.dock_at(bar, index)
        if dock is not None:
            dock.setFloating(True)


def name_tabs(bar: QTabBar) -> None:
    """Give a bar that Qt has made a name, for screen readers and for scripts."""
    bar.setObjectName(bar.objectName() or "dockTabs")
    bar.setAccessibleName(_translated(VIEWS))


def _set_bare(dock: QDockWidget, bare: bool) -> None:
    title = dock.titleBarWidget()
    if bare and title is None:
        dock.setTitleBarWidget(QWidget())
    elif not bare and title is not None:
        dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # None brings Qt's own back
        title.deleteLater()


def _translated(text: str) -> str:
    return QCoreApplication.translate("Docks", text)
