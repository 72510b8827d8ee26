"""What mattered in a search, as bars: what share each setting has in being among the best."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.theme import GRID, Theme, tabular

__all__ = ["ImportanceBars"]

_LINE, _BAR = 24, 12
_PERCENT_WIDTH = 48


class ImportanceBars(QWidget):
    """A name, a bar and a percentage for each setting, the most important first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importanceBars")
        self._theme = theme
        self._shares: Sequence[tuple[str, float]] = ()
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_shares(self, shares: Sequence[tuple[str, float]]) -> None:
        """Show a name and a share from 0 to 1 on each line."""
        self._shares = shares
        told = ", ".join(f"{name} {share:.0%}" for name, share in shares)
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take a line for each setting."""
        return QSize(40 * GRID, _LINE * len(self._shares))

    def minimumSizeHint(self) -> QSize:
        """Take a line for each setting."""
        return QSize(25 * GRID, _LINE * len(self._shares))

    def bar_area(self, index: int) -> QRectF:
        """Return where a bar is."""
        left = self._names_width() + GRID
        room = max(self.width() - left - _PERCENT_WIDTH, 1)
        top = index * _LINE + (_LINE - _BAR) / 2
        return QRectF(left, top, room * min(max(self._shares[index][1], 0.0), 1.0), _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        scheme = self._theme.scheme
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        names = self._names_width()
        for index, (name, share) in enumerate(self._shares):
            line = QRectF(0, index * _LINE, names, _LINE)
            painter.setPen(QColor(scheme.text))
            painter.drawText(line, int(middle | Qt.AlignmentFlag.AlignRight), name)
            area = self.bar_area(index)
            painter.fillRect(area, QColor(scheme.curves[0]))
            painter.setPen(QColor(scheme.muted))
            beside = QRectF(area.right() + GRID // 2, line.top(), _PERCENT_WIDTH, _LINE)
            painter.drawText(beside, int(middle | Qt.AlignmentFlag.AlignLeft), f"{share:.0%}")
        painter.end()

    def _names_width(self) -> int:
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(name) for name, _ in self._shares), default=0) + 2
