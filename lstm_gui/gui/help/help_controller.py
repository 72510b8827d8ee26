"""The help in the window: the pane follows the person while it is seen, and its links are done."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QScrollArea,
    QTabBar,
    QWidget,
)

from lstm_gui.core.help.troubles import TROUBLES
from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.help.panel import HelpPanel
from lstm_gui.gui.help.subject import HelpSubject, subject_of
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["Attention", "HelpController", "REST_MS"]


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
        self._window = window
        self._watches = False
        self._over: QObject | None = None
        self._place: QPoint | None = None
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
            self._over, self._place = watched, event.globalPosition().toPoint()
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
            self._place = None
            self._timer.start()

    def _on_menu_hovered(self) -> None:
        if self._watches:
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        place, popup = self._place, QApplication.activePopupWidget()
        target: QWidget | QAction | None
        if isinstance(popup, QMenu):  # it has pointer and keyboard, and marks one of its lines
            target = popup.activeAction()
        else:
            target = QApplication.focusWidget() if place is None else self._widget_at(place)
        if target is not None:
            self.rested.emit(target)

    def _widget_at(self, place: QPoint) -> QWidget | None:
        """Return what is there; behind a tab of the window, that is its dock."""
        tops = QApplication.topLevelWidgets()
        top = next((one for one in tops if one.windowHandle() == self._over), None)
        if top is None:
            return None
        widget = top.childAt(top.mapFromGlobal(place)) or top
        if not isinstance(widget, QTabBar) or widget.parent() is not self._window:
            return widget
        title = widget.tabText(widget.tabAt(widget.mapFromGlobal(place)))
        docks = self._window.findChildren(QDockWidget)
        return next((dock for dock in docks if dock.windowTitle() == title), widget)


class HelpController(QObject):
    """Tells the pane what the person is at, and brings to the front what a link asks for.

    Args:
        panel: The pane.
        window: What is watched while the pane is seen.
        show: Brings a view to the front, by the name of its dock.
        title: Returns what a view is called.
    """

    def __init__(
        self,
        panel: HelpPanel,
        window: QMainWindow,
        *,
        show: Callable[[str], None],
        title: Callable[[str], str],
    ) -> None:
        super().__init__(window)
        self._panel, self._window, self._show = panel, window, show
        self._told: weakref.ref[QWidget | QAction] | None = None
        self._attention = Attention(window)
        self._attention.rested.connect(self._on_attention_rested)
        panel.set_titles(title)
        panel.visibilityChanged.connect(self._attention.watch)
        panel.languageChanged.connect(self.tell_again)
        panel.placeAsked.connect(self._on_panel_place_asked)
        panel.settingAsked.connect(self._on_panel_setting_asked)
        self.explain(None)
        self._attention.watch(panel.isVisible())

    def explain(self, target: QWidget | QAction | None) -> None:
        """Tell what this is; nothing in particular is the pane itself."""
        target = self._panel if target is None else target
        self._told = weakref.ref(target)
        self._panel.explain(subject_of(target))

    def open_trouble(self, name: str) -> None:
        """Tell more about something that went wrong."""
        self._panel.open_topic(TROUBLES[name])

    def open_glossary(self) -> None:
        """Show the glossary."""
        self._panel.open_glossary()

    def tell_again(self) -> None:
        """Tell anew what was told last, such as when what is typed there is wrong now."""
        target = self._told() if self._told is not None else None
        subject = None if target is None else _subject(target)
        if subject is not None:
            self._panel.tell_again(subject)

    def _on_attention_rested(self, target: QWidget | QAction) -> None:
        inside = isinstance(target, QWidget) and self._panel.isAncestorOf(target)
        if inside or target is self._panel or self._panel.stays:
            return
        subject = _subject(target)
        if subject is not None:
            self._told = weakref.ref(target)
            self._panel.tell(subject)

    def _on_panel_place_asked(self, place: str) -> None:
        view, _, name = place.partition(":")
        self._show(view)
        part = self._window.findChild(QWidget, name) if name else None
        if part is not None:
            _bring(part)

    def _on_panel_setting_asked(self, path: str) -> None:
        self._show("experiment")
        for part in self._window.findChildren(QWidget):
            knob = part.property("knob")
            if isinstance(knob, Knob) and knob.path == path and _takes_focus(part):
                _bring(part)
                return


def _subject(target: QWidget | QAction) -> HelpSubject | None:
    """Return what it is about; None if Qt has deleted it meanwhile."""
    try:
        return subject_of(target)
    except RuntimeError:
        return None


def _takes_focus(part: QWidget) -> bool:
    return part.focusProxy() is not None or part.focusPolicy() != Qt.FocusPolicy.NoFocus


def _bring(part: QWidget) -> None:
    """Let a part have the focus, where it can be seen."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part)
        around = around.parentWidget()
    part.setFocus(Qt.FocusReason.ShortcutFocusReason)
