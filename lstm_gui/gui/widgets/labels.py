"""Labels whose text changes often, and labels whose lines are never cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

__all__ = ["LiveLabel", "PlainLabel", "WrapLabel"]


class PlainLabel(QLabel):
    """A label that shows its text as it is, unless it is told that it holds markup.

    Qt's own takes a text for markup that looks like it, wherever it comes from.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class LiveLabel(QWidget):
    """Holds a label so that a new text does not lay out the window anew.

    A QLabel asks for that at every change, and in a window with docks it costs as much as a frame
    of the plot. This one takes the width it is given.

    Args:
        label: What it holds.
        roomy: Never be narrower than the widest text so far; lower than the highest it never is.
    """

    def __init__(self, label: QLabel, *, roomy: bool = False) -> None:
        super().__init__()
        self._label = label
        self._roomy = roomy
        label.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text == self._label.text():
            return
        self._label.setText(text)
        room = self._label.sizeHint()
        if not self._roomy:
            room.setWidth(0)
        self.setMinimumSize(self.minimumSize().expandedTo(room))

    def sizeHint(self) -> QSize:
        """Ask for the height of a line."""
        return QSize(self.minimumWidth(), self._label.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room."""
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())


class WrapLabel(PlainLabel):
    """Plain text that wraps. Splitters heed a least height, but not a height for a width."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)

    def set_message(self, text: str) -> None:
        """Show a text, or hide while there is none."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that this width needs."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the height that another font needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # or Qt would count it into the height for a width
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)
