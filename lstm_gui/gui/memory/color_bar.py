"""The slim bar beside the heat map that says which value has which colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.theme import GRID, Scheme, tabular

__all__ = ["ColorBar"]

_WIDTH = 8
_GAP = 4


class ColorBar(QWidget):
    """A vertical bar with numbers at its ends and middle."""

    def __init__(self, *, top: int, bottom: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryColorBar")
        self._top, self._bottom = top, bottom
        self._scale = Scale(-1.0, 1.0, gate=False)
        self._table: ColorTable | None = None
        self._scheme: Scheme | None = None
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Have room for the longest number."""
        text = self.fontMetrics().horizontalAdvance("−32")
        return QSize(_WIDTH + _GAP + text, 8 * GRID)

    def show_scale(self, scale: Scale, table: ColorTable, scheme: Scheme) -> None:
        """Show these colours for this range."""
        if (scale, table, scheme) != (self._scale, self._table, self._scheme):
            self._scale, self._table, self._scheme = scale, table, scheme
            self.setAccessibleDescription(" … ".join(reversed(self.numbers())))
            self.update()

    def numbers(self) -> tuple[str, str, str]:
        """Return what is written at the top, in the middle and at the bottom."""
        low, high = self._scale.low, self._scale.high
        top, middle, bottom = (
            f"{value:g}".replace("-", "−") for value in (high, (low + high) / 2, low)
        )
        return top, middle, bottom

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar and its numbers."""
        if self._table is None or self._scheme is None:
            return
        painter = QPainter(self)
        height = self.height() - self._top - self._bottom
        painter.translate(0, self._top)
        gradient = QLinearGradient(QPointF(0, height), QPointF(0, 0))
        for index in range(0, 256, 15):
            gradient.setColorAt(index / 255, self._table.colors[index])
        bar = QRectF(0, 0, _WIDTH, height)
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(self._scheme.line))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(self._scheme.muted))
        sides = (Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter)
        rows = zip((*sides, Qt.AlignmentFlag.AlignBottom), self.numbers(), strict=True)
        room = QRectF(_WIDTH + _GAP, 0, self.width() - _WIDTH - _GAP, height)
        for side, text in rows:
            painter.drawText(room, side | Qt.AlignmentFlag.AlignLeft, text)
