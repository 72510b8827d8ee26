"""The whole screen for a class or for one view; afterwards everything is as it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QRect, Qt
from PySide6.QtGui import QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.window.docks import FORMS, Docks
from lstm_gui.gui.window.parts import Parts

__all__ = ["WholeScreen"]

_RESIZED_MS = 300
"""So long a desktop may take to give a window its former size, and docks to lay out small text."""

_Mode = Literal["present", "fillScreen"]


@dataclass(frozen=True, slots=True)
class _Before:
    """How the window was."""

    mode: _Mode
    stored: QByteArray
    place: QRect
    state: Qt.WindowState
    layout: str


class WholeScreen(QObject):
    """Fills the screen with what is presented, or with one view, and takes that back.

    A presentation keeps the views that are open, without forms and menus, in large text and strong
    colours. A view that fills the screen has everything else put away. In both the run's bar keeps
    Start, Pause, the perplexity and the way out.

    Args:
        window: Whose screen it is.
        parts: Its parts.
        docks: Where its views are.
        theme: Text size and colours.
    """

    def __init__(self, window: QMainWindow, parts: Parts, docks: Docks, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._parts, self._docks, self._theme = window, parts, docks, theme
        self._before: _Before | None = None
        self._again = one_shot(self, _RESIZED_MS)
        self._again.timeout.connect(self._on_again_timeout)
        self._layout = ""
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave)
        parts.run_bar.leaveAsked.connect(self.leave)
        docks.tabs.fillAsked.connect(self.fill_with)

    @property
    def remembered(self) -> tuple[QByteArray, str] | None:
        """The window's place and layout before; None if it does not fill the screen."""
        return None if self._before is None else (self._before.stored, self._before.layout)

    def present(self) -> None:
        """Begin a presentation, or end it."""
        if self._leave_from("present"):
            self._enter("present")
            for name in FORMS:
                self._docks.hide(name)
            self._theme.set_presenting(True)

    def fill(self) -> None:
        """Let the view in use fill the screen, or put it back."""
        view = self._docks.view_at(QApplication.focusWidget(), self._under_pointer())
        if self._leave_from("fillScreen"):
            self._enter("fillScreen")
            self._docks.keep_only(view)

    def fill_with(self, view: str) -> None:
        """Let this view fill the screen."""
        self.leave()
        self._enter("fillScreen")
        self._docks.keep_only(view)

    def leave(self) -> None:
        """Put everything back as it was."""
        before, self._before = self._before, None
        if before is None:
            return
        self._show_bars(before.mode, filled=False)
        self._theme.set_presenting(False)
        self._window.setWindowState(before.state)
        if before.state == Qt.WindowState.WindowNoState:
            self._window.setGeometry(before.place)
        self._docks.put_back(before.layout)
        self._layout = before.layout
        self._again.start()

    def _leave_from(self, mode: _Mode) -> bool:
        """Leave what there is, and tell whether this is something else."""
        other = self._before is None or self._before.mode != mode
        self.leave()
        self._parts.actions.by_name[mode].setChecked(False)
        return other

    def _enter(self, mode: _Mode) -> None:
        window = self._window
        self._again.stop()
        self._docks.widen()
        self._before = _Before(
            mode,
            stored=window.saveGeometry(),
            place=window.geometry(),
            state=window.windowState(),
            layout=self._docks.state(),
        )
        self._show_bars(mode, filled=True)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def _show_bars(self, mode: _Mode, *, filled: bool) -> None:
        self._parts.actions.by_name[mode].setChecked(filled)
        self._escape.setEnabled(filled)
        self._parts.run_bar.set_filled(filled)
        self._parts.status.setHidden(filled)
        first = self._window.findChild(QWidget, "firstRow")
        assert first is not None
        first.setHidden(filled)

    def _under_pointer(self) -> QWidget | None:
        return QApplication.widgetAt(QCursor.pos())

    def _on_again_timeout(self) -> None:
        if self._before is None:
            self._docks.put_back(self._layout)
