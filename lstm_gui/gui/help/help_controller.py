"""The help in the window: the pane follows the person while it is seen, and its links are done."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QScrollArea, QWidget
from shiboken6 import isValid

from lstm_gui.core.help.troubles import TROUBLES
from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.help.attention import Attention
from lstm_gui.gui.help.panel import HelpPanel
from lstm_gui.gui.help.subject import subject_of

__all__ = ["HelpController"]


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
        if target is not None and isValid(target):
            self._panel.tell_again(subject_of(target))

    def _on_attention_rested(self, target: QWidget | QAction) -> None:
        inside = isinstance(target, QWidget) and self._panel.isAncestorOf(target)
        if inside or target is self._panel or self._panel.stays:
            return
        self._told = weakref.ref(target)
        self._panel.tell(subject_of(target))

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
