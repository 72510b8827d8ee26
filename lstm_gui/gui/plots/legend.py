"""Which colour is which run, and the value of each under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lstm_gui.gui.widgets.theme import GRID, Scheme, px, tabular, translucent

__all__ = ["LegendRow", "PlotLegend"]

_SWATCH = 2 * GRID
_LONGEST_NAME = 18 * GRID
_VALUE = "88,888.8"
_SHARE = 0.66
"""How much of the plot's height it may take."""
_OPACITY = 0.85


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One run: the pen of its curve and its name."""

    pen: QPen
    name: str


class PlotLegend(QWidget):
    """A list in front of the plot; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plot = parent
        self.setObjectName("plotLegend")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(tabular(parent.font()))
        self._rows: tuple[LegendRow, ...] = ()
        self._values: tuple[str, ...] = ()
        self._scheme: Scheme | None = None
        self.hide()

    @property
    def rows(self) -> tuple[LegendRow, ...]:
        """What is listed."""
        return self._rows

    def set_rows(self, rows: Sequence[LegendRow]) -> None:
        """List these; nothing is seen of an empty list."""
        self._rows = tuple(rows)
        self._values = ()
        self.setVisible(bool(self._rows))
        self.setAccessibleDescription(", ".join(row.name for row in self._rows))
        self._resize()

    def set_values(self, values: Sequence[str]) -> None:
        """Write a value beside each row, or none at all."""
        values = tuple(values)
        if values == self._values:
            return
        widened = bool(values) != bool(self._values)
        self._values = values
        if widened:
            self._resize()
        self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._resize()

    def sizeHint(self) -> QSize:
        """Return the room that names, swatches and values take."""
        metrics = self.fontMetrics()
        names = [metrics.horizontalAdvance(row.name) for row in self._rows]
        width = 3 * GRID + _SWATCH + min(max(names, default=0), px(_LONGEST_NAME))
        if self._values:
            width += GRID + metrics.horizontalAdvance(_VALUE)
        return QSize(width, self._line_height() * self._fitting() + GRID // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and how many more there are where the room ends."""
        if self._scheme is None:
            return
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), translucent(self._scheme.surface, _OPACITY))
            fitting = self._fitting()
            shown = fitting if fitting == len(self._rows) else fitting - 1
            for index in range(shown):
                self._draw(painter, index)
            if shown < len(self._rows):
                area = self._area(shown).adjusted(_SWATCH + GRID, 0, 0, 0)
                painter.setPen(QColor(self._scheme.muted))
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, f"+{len(self._rows) - shown}")

    def _draw(self, painter: QPainter, index: int) -> None:
        assert self._scheme is not None
        row, area = self._rows[index], self._area(index)
        middle = area.center().y() + 0.5
        pen = QPen(row.pen)
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.left() + _SWATCH, middle))
        painter.setPen(QColor(self._scheme.text))
        words = area.adjusted(_SWATCH + GRID, 0, 0, 0)
        name = self.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, px(_LONGEST_NAME)
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if index < len(self._values):
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(words, right, self._values[index])

    def _area(self, index: int) -> QRect:
        height = self._line_height()
        return QRect(GRID, index * height + GRID // 4, self.width() - 2 * GRID, height)

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 1

    def _fitting(self) -> int:
        room = int(self._plot.height() * _SHARE) // max(self._line_height(), 1)
        return min(len(self._rows), max(room, 1))

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
