"""The name of the moment that is shown, with a mark when it is over."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from lstm_gui.gui.theme import GRID, Theme, tabular

__all__ = ["MomentLabel"]


class MomentLabel(QLabel):
    """One line; tinted when what it names is over."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._past = False
        self.setFont(tabular(self.font()))
        self.setObjectName("memoryMoment")
        self.setProperty("role", "muted")
        self.setContentsMargins(GRID // 2, 0, GRID // 2, 0)

    def set_moment(self, text: str, *, past: bool) -> None:
        """Name the moment."""
        self.setText(text)
        if past != self._past:
            self._past = past
            self.setProperty("role", "" if past else "muted")
            self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, then the text."""
        if self._past and self.text():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(self._theme.scheme.warning))
            painter.setBrush(QColor(self._theme.scheme.tint))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.end()
        super().paintEvent(event)
