"""The likeliest next characters before and after a change, in two columns of bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.core.inspection import Guess
from lstm_gui.gui.memory.tiles import visible_character
from lstm_gui.gui.theme import GRID, Theme, tabular, translucent

__all__ = ["GuessTable"]

_ROWS = 5
_SHARE = 0.22


class GuessTable(QWidget):
    """Five characters a column; a bar behind each is as long as its probability."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guessTable")
        self._theme = theme
        self._columns: tuple[Sequence[Guess], Sequence[Guess]] = ((), ())
        self._heads = ("", "")
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.retranslate()

    def set_guesses(self, before: Sequence[Guess], after: Sequence[Guess]) -> None:
        """Show these, the likeliest first."""
        self._columns = (before, after)
        self._describe()
        self.update()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._heads = (self.tr("before"), self.tr("after"))
        self.setAccessibleName(self.tr("Likeliest next characters before and after"))
        self._describe()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        """Have room for a head and five rows of two columns."""
        return QSize(20 * GRID, (_ROWS + 1) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Need all rows."""
        number = self.fontMetrics().horizontalAdvance("0.00")
        return QSize(2 * (number + 5 * GRID), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both columns."""
        painter = QPainter(self)
        width = (self.width() - GRID) / 2
        for column, (head, guesses) in enumerate(zip(self._heads, self._columns, strict=True)):
            left = column * (width + GRID)
            painter.setPen(QColor(self._theme.scheme.muted))
            room = QRectF(left, 0, width, self._row_height())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, head)
            for row, guess in enumerate(guesses[:_ROWS], start=1):
                place = QRectF(left, row * self._row_height(), width, self._row_height())
                self._draw_row(painter, place, guess)

    def _draw_row(self, painter: QPainter, place: QRectF, guess: Guess) -> None:
        scheme = self._theme.scheme
        bar = QRectF(place.adjusted(0, 1, 0, -1))
        bar.setWidth(max(bar.width() * guess.probability, 1.0))
        painter.fillRect(bar, translucent(scheme.accent, _SHARE))
        inner = place.adjusted(GRID / 2, 0, -GRID / 2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(scheme.text))
        letter = visible_character(guess.character)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, letter)
        number = _number(guess.probability)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, number)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 1

    def _describe(self) -> None:
        parts = []
        for head, guesses in zip(self._heads, self._columns, strict=True):
            words = [f"{visible_character(g.character)} {_number(g.probability)}" for g in guesses]
            parts.append(f"{head}: {', '.join(words)}")
        self.setAccessibleDescription("; ".join(parts) if self._columns[0] else "")


def _number(probability: float) -> str:
    """Write a probability with two decimals, and what would be nothing as less than one of them."""
    return f"{probability:.2f}" if probability >= 0.005 else "<0.01"
