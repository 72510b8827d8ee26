"""Where the keyboard is: it moves from one part of the window to the next, and a ring shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)

from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.window.docks import Docks
from lstm_gui.gui.window.parts import Parts

__all__ = ["FocusRing", "Panes", "focus_into", "focusable"]


def focusable(widget: QWidget) -> list[QWidget]:
    """Return what of a widget the Tab key reaches now, in the order of reading."""
    # Not by nextInFocusChain() or focusWidget(): PySide takes what they return for a child of the
    # widget that was asked, and forgets it with that one.
    parts = [widget, *widget.findChildren(QWidget)]
    return sorted(filter(_is_reached, parts), key=lambda part: _place(part)[::-1])


def _is_reached(widget: QWidget) -> bool:
    reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return reached and widget.isVisible() and widget.isEnabled()


def focus_into(widget: QWidget, last: QWidget | None = None) -> None:
    """Bring the keyboard into a part of the window: where it was last, or to its beginning.

    A part without anything for the keyboard is left as it is.
    """
    reached = focusable(widget)
    if reached:
        target = last if last in reached else reached[0]
        target.window().activateWindow()
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)


class Panes(QObject):
    """Moves the keyboard among the parts of the window that are seen.

    Args:
        parts: The parts.
        docks: Those that stand in docks.
        parent: The window.
    """

    def __init__(self, parts: Parts, docks: Docks, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._docks = parts, docks
        self._last: dict[QWidget, QWidget] = {}
        """Where the keyboard was last in each part."""

    def go(self, by: int) -> None:
        """Move by so many parts, in the order of reading."""
        panes, focused = self.seen(), QApplication.focusWidget()
        now = next((i for i, pane in enumerate(panes) if _holds(pane, focused)), None)
        if now is None:
            now = -1 if by > 0 else 0
        elif focused is not None:
            self._last[panes[now]] = focused
        pane = panes[(now + by) % len(panes)]
        focus_into(pane, self._last.get(pane))

    def seen(self) -> list[QWidget]:
        """Return the parts with something for the keyboard: bars first, then left to right."""
        parts = self._parts
        bars = [parts.groups, parts.run_bar, parts.notices]
        held = [parts.memory, *(each.widget for each in self._docks.contents)]
        placed = sorted((pane for pane in held if pane.isVisible()), key=_place)
        return [pane for pane in [*bars, *placed] if focusable(pane)]


def _place(pane: QWidget) -> tuple[int, int]:
    corner = pane.mapToGlobal(pane.rect().topLeft())
    return corner.x(), corner.y()


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (pane is widget or pane.isAncestorOf(widget))


_STYLED = (QAbstractSpinBox, QComboBox, QLineEdit, QPushButton, QSlider, QToolButton)
"""What shows by the rules of the style sheet that the keyboard is there."""
_WIDTH = 2
_PLACED = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QObject):
    """Draws a ring around what has the keyboard, where it is a drawing, a list or a page.

    Args:
        theme: Its colour.
        parent: The window.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ring: _Ring | None = None
        self._around: list[QWidget] = []
        """What it lies around, and all that this stands in, up to its window."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_application_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what it lies around."""
        if self._ring is not None and event.type() in _PLACED and self._around:
            self._ring.lie_around(self._around[0])
        return False

    def _on_application_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None or isinstance(now, _STYLED) or now.isWindow():
            return
        self._ring = _Ring(self._theme, now.window())
        self._around = list(_up(now))
        for widget in self._around:
            widget.installEventFilter(self)
        self._ring.lie_around(now)

    def _leave(self) -> None:
        ring, self._ring = self._ring, None
        around, self._around = self._around, []
        with suppress(RuntimeError):  # a window that is gone took them with it
            for widget in around:
                widget.removeEventFilter(self)
            if ring is not None:
                ring.hide()
                ring.deleteLater()


class _Ring(QWidget):
    """The ring itself: only its border is there, so it costs a drawing below it nothing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme

    def lie_around(self, widget: QWidget) -> None:
        """Go where a widget is seen."""
        seen = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        for around in list(_up(widget))[1:]:
            seen &= QRect(around.mapTo(self._window, QPoint(0, 0)), around.size())
        if seen.isEmpty() or not widget.isVisible():
            self.hide()
            return
        self.setGeometry(seen)
        inner = self.rect().adjusted(_WIDTH, _WIDTH, -_WIDTH, -_WIDTH)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the border."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.scheme.accent))


def _up(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and all that it stands in, up to its window."""
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = None if one.isWindow() else one.parentWidget()
