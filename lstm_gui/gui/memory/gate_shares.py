"""How often gates are shut, between, and open: one stacked bar for each gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.gui.theme import GRID, Scheme, Theme, tabular

__all__ = ["GateShare", "GateShares"]

_LINE, _BAR = 17, 8
_ROW = _LINE + _BAR + 4


@dataclass(frozen=True, slots=True)
class GateShare:
    """A gate, and the shares of its values that are shut and open."""

    name: str
    shut: float
    open: float


class GateShares(QWidget):
    """A name and a bar for each gate: shut at the left, open at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gateShares")
        self._theme = theme
        self._shares: Sequence[GateShare] = ()
        self._shut = self._open = "{share}"
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Have a row for each gate."""
        return QSize(28 * GRID, max(len(self._shares) * _ROW - 4, 0))

    minimumSizeHint = sizeHint

    def set_shares(self, shares: Sequence[GateShare]) -> None:
        """Show these."""
        if len(shares) != len(self._shares):
            self.updateGeometry()
        self._shares = shares
        lines = [
            f"{one.name}: {self._shut.format(share=_percent(one.shut))}, "
            f"{self._open.format(share=_percent(one.open))}"
            for one in shares
        ]
        self.setAccessibleDescription("; ".join(lines))
        self.update()

    def set_words(self, shut: str, open_: str) -> None:
        """Take the templates for the shares, with {share} in each."""
        self._shut, self._open = shut, open_
        self.set_shares(self._shares)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, numbers and bars."""
        painter = QPainter(self)
        for row, share in enumerate(self._shares):
            self._draw(painter, QRectF(0, row * _ROW, self.width(), _ROW - 4), share)

    def _draw(self, painter: QPainter, area: QRectF, share: GateShare) -> None:
        scheme = self._theme.scheme
        words = QRectF(area.left(), area.top(), area.width(), _LINE)
        painter.setPen(QColor(scheme.text))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), share.name)
        numbers = " · ".join(
            template.format(share=_percent(value))
            for template, value in ((self._shut, share.shut), (self._open, share.open))
        )
        painter.setPen(QColor(scheme.muted))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignRight), numbers)
        bar = QRectF(area.left(), area.top() + _LINE, area.width(), _BAR)
        self._draw_bar(painter, bar, share, scheme)

    def _draw_bar(self, painter: QPainter, bar: QRectF, share: GateShare, scheme: Scheme) -> None:
        """Fill the bar in the colours that the heat map has for 0, for between, and for 1."""
        shut, opened = share.shut * bar.width(), share.open * bar.width()
        painter.fillRect(bar, QColor(scheme.gates[1]))
        painter.fillRect(QRectF(bar.left(), bar.top(), shut, bar.height()), QColor(scheme.surface))
        right = QRectF(bar.right() - opened, bar.top(), opened, bar.height())
        painter.fillRect(right, QColor(scheme.gates[-2]))
        painter.setPen(QColor(scheme.line if scheme.dark else scheme.muted))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))


def _percent(share: float) -> str:
    """Write a share in whole hundredths: all of them stand in one narrow line."""
    number = f"{100 * share:.0f}" if share >= 0.005 or share == 0 else "<1"
    return QCoreApplication.translate("Format", "{number} %").format(number=number)
