"""The pointer over a widget, told to it at once.

`QTest.mouseMove` moves the real pointer of the screen, and X11 tells of it some time later.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_to(widget: QWidget, place: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move the pointer to a place in a widget, with this button held down."""
    on_screen = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        on_screen,
        Qt.MouseButton.NoButton,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def pass_over(widget: QWidget, place: QPoint) -> None:
    """Move the pointer over a place in a widget, as its window is told of it."""
    on_screen = QPointF(widget.mapToGlobal(place))
    window = widget.window()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(widget.mapTo(window, place)),
        on_screen,
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.windowHandle(), event)
