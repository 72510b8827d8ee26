"""A narrow window: the docks at its sides share one place as tabs, so that nothing is cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

__all__ = ["LEAST_SIZE", "SideDocks"]

LEAST_SIZE = QSize(840, 520)


class SideDocks(QObject):
    """Puts the right dock behind the left one while the window is too narrow for both.

    Docks that the person has moved, closed or tabbed are left as they are.
    """

    def __init__(self, window: QMainWindow, left: QDockWidget, right: QDockWidget) -> None:
        super().__init__(window)
        self._window, self._left, self._right = window, left, right
        self._needed: int | None = None
        self._right_width = 0
        window.setMinimumSize(LEAST_SIZE)  # Qt would refuse less than both docks need
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's width."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def part(self) -> None:
        """Give the right dock its own place again."""
        if self._needed is None:
            return
        self._needed = None
        if self._left in self._window.tabifiedDockWidgets(self._right):
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._right)
            widths = [self._right_width]
            self._window.resizeDocks([self._right], widths, Qt.Orientation.Horizontal)

    def _fit(self) -> None:
        width = self._window.width()
        if self._needed is not None:
            if width >= self._needed:
                self.part()
            return
        needed = self._window.minimumSizeHint().width()
        if width < needed and self._are_at_the_sides():
            self._needed, self._right_width = needed, self._right.width()
            self._window.tabifyDockWidget(self._left, self._right)
            self._left.raise_()

    def _are_at_the_sides(self) -> bool:
        areas = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        docks = self._left, self._right
        there = tuple(self._window.dockWidgetArea(dock) for dock in docks) == areas
        return there and not any(dock.isFloating() or dock.isHidden() for dock in docks)
