"""Characters and short texts laid out once and drawn many times."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QStaticText

from lstm_gui.gui.memory.tiles import visible_character
from lstm_gui.gui.theme import tabular

__all__ = ["Glyphs"]

_MOST = 4096


class Glyphs:
    """Texts in one size; each is laid out when it is first drawn."""

    def __init__(self, pixels: int, *, bold: bool = False) -> None:
        self.pixels = pixels
        self.font = tabular(QGuiApplication.font())
        self.font.setPixelSize(pixels)
        if bold:
            self.font.setWeight(QFont.Weight.DemiBold)
        self._texts: dict[str, tuple[QStaticText, float, float]] = {}

    def begin(self, painter: QPainter) -> None:
        """Let the painter use this size; needed before `draw`."""
        painter.setFont(self.font)

    def draw(self, painter: QPainter, text: str, x: float, y: float) -> None:
        """Draw a text with its middle at this place, in the painter's pen."""
        static, half, up = self._texts.get(text) or self._laid_out(text)
        painter.drawStaticText(QPointF(x - half, y - up), static)

    def draw_left(self, painter: QPainter, text: str, x: float, y: float) -> None:
        """Draw a text that begins at x, its middle at y."""
        static, _, up = self._texts.get(text) or self._laid_out(text)
        painter.drawStaticText(QPointF(x, y - up), static)

    def draw_right(self, painter: QPainter, text: str, x: float, y: float) -> None:
        """Draw a text that ends at x, its middle at y."""
        static, half, up = self._texts.get(text) or self._laid_out(text)
        painter.drawStaticText(QPointF(x - 2 * half, y - up), static)

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return 2 * (self._texts.get(text) or self._laid_out(text))[1]

    def _laid_out(self, text: str) -> tuple[QStaticText, float, float]:
        if len(self._texts) >= _MOST:
            self._texts.clear()
        static = QStaticText(visible_character(text) if len(text) == 1 else text)
        static.prepare(font=self.font)
        size = static.size()
        self._texts[text] = static, size.width() / 2, size.height() / 2
        return self._texts[text]
