"""Characters as Qt draws and counts them: blanks that are seen, glyphs, columns of one width."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QStaticText

from lstm_gui.gui.widgets.theme import tabular, text_scale

__all__ = [
    "Columns",
    "Glyphs",
    "WIDEST",
    "least_width",
    "length_in_qt",
    "reads_leftward",
    "visible_character",
]

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
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self.font)
        size = static.size()
        self._texts[text] = static, size.width() / 2, size.height() / 2
        return self._texts[text]


WIDEST = 64.0
_LEAST_WIDE, _LEAST_NARROW = 13.0, 9.0
_NARROW_LETTERS = 1.25
_FIRST_WIDE = "\u2e80"


def least_width(characters: str) -> float:
    """Return the narrowest column in which each of these can be read."""
    wide = any(one >= _FIRST_WIDE for one in characters)
    return (_LEAST_WIDE if wide else _LEAST_NARROW) * text_scale()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in view, from `first` up to `last`, of a text that may be longer."""

    left: float
    width: float
    first: int
    last: int

    @classmethod
    def fitted(cls, left: float, room: float, characters: str, first: int) -> Columns:
        """Fit a text into this room: whole if it can be read so, else from `first` on."""
        count, least = len(characters), least_width(characters)
        seen = min(count, max(math.floor(room / least), 1))
        first = min(max(first, 0), count - seen)
        width = min(room / max(seen, 1), WIDEST * text_scale())
        return cls(left, width, first, first + seen)

    @property
    def count(self) -> int:
        """How many are in view."""
        return self.last - self.first

    def letter_size(self, characters: str) -> float:
        """Return the size in pixels of letters that fill a column: Latin ones are narrow."""
        narrow = all(one < _FIRST_WIDE for one in characters)
        return self.width * (_NARROW_LETTERS if narrow else 1.0)

    @property
    def right(self) -> float:
        """Where the last one ends."""
        return self.left + self.count * self.width

    def x(self, index: int) -> float:
        """Return where a column begins."""
        return self.left + (index - self.first) * self.width

    def center(self, index: int) -> float:
        """Return the middle of a column."""
        return self.left + (index - self.first + 0.5) * self.width

    def at(self, x: float) -> int | None:
        """Return the column at a place, or None beside them."""
        if not self.left <= x < self.right:
            return None
        return min(self.first + int((x - self.left) / self.width), self.last - 1)

    def nearest(self, x: float) -> int:
        """Return the column at a place, or the one at the end that is nearer."""
        place = self.first + math.floor((x - self.left) / self.width)
        return min(max(place, self.first), self.last - 1)

    def revealing(self, index: int, total: int) -> int:
        """Return the first column of a view in which this one is seen with some before and after.

        A view that has it already stays.
        """
        margin = min(2, (self.count - 1) // 2)
        if index - margin < self.first:
            first = index - margin
        elif index + margin >= self.last:
            first = index + margin + 1 - self.count
        else:
            first = self.first
        return min(max(first, 0), max(total - self.count, 0))


def visible_character(character: str) -> str:
    """Return a sign for what cannot be seen: a space is ␣."""
    return "␣" if character.isspace() or not character.isprintable() else character


def reads_leftward(text: str) -> bool:
    """Tell whether a text is read from right to left, as Hebrew and Arabic are."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def length_in_qt(text: str) -> int:
    """Return how long Qt takes a text to be: it counts characters beyond U+FFFF twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
