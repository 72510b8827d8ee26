"""Where the person is: what the pointer rests at, and what the keyboard goes to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QAction, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["Attention", "REST_MS"]

REST_MS = 350
"""So long the pointer rests before it means something; on its way it crosses a good deal."""


class Attention(QObject):
    """Tells what the person rests at, while it watches; else nothing is looked at.

    The windows themselves are listened to, and not the application: of all that a widget hears,
    a window is told its own events alone.

    Args:
        window: The main window; its docks and dialogs are followed as well.

    Signals:
        rested(object): The pointer rests at this widget, or it has the focus; or a `QAction` of a
            menu is pointed at.
    """

    rested = Signal(object)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._watches = False
        self._place: QPoint | None = None
        self._action: QAction | None = None
        self._timer = one_shot(self, REST_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        for menu in window.findChildren(QMenu):
            menu.hovered.connect(self._on_menu_hovered)

    def watch(self, on: bool) -> None:
        """Begin to watch, or end it."""
        if on == self._watches:
            return
        self._watches = on
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if on:
            application.focusChanged.connect(self._on_focus_changed)
            application.focusWindowChanged.connect(self._on_focus_window_changed)
            self._listen()
        else:
            application.focusChanged.disconnect(self._on_focus_changed)
            application.focusWindowChanged.disconnect(self._on_focus_window_changed)
            self._timer.stop()
            for window in QApplication.topLevelWindows():
                window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note where the pointer is; what is there is looked up when it rests."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._place, self._action = event.globalPosition().toPoint(), None
            self._timer.start()
        return False

    def _listen(self) -> None:
        for window in QApplication.topLevelWindows():
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        self._listen()  # a dialog, or a dock that was torn off, may be new

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None:
            self._place = self._action = None
            self._timer.start()

    def _on_menu_hovered(self, action: QAction) -> None:
        if self._watches:
            self._place, self._action = None, action
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        place, action = self._place, self._action
        widget = QApplication.focusWidget() if place is None else QApplication.widgetAt(place)
        target = action or widget
        self._action = None
        if target is not None:
            self.rested.emit(target)
