"""Draws under each character the five likeliest next ones: all small, the chosen one's in full."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lstm_gui.core.inspection import Guess
from lstm_gui.gui.memory.bands import Bands
from lstm_gui.gui.memory.columns import Columns
from lstm_gui.gui.memory.figures import share
from lstm_gui.gui.memory.glyphs import Glyphs
from lstm_gui.gui.memory.reading import Reading
from lstm_gui.gui.theme import Scheme, translucent

__all__ = ["IN_FULL", "draw_card", "draw_guesses"]

IN_FULL = 48.0
"""The column width from which each guess has its number beside it."""

_BAR = 0.22
_FAINTEST = 0.62
_LEAST_WHOLE = 0.00995
_CARD_WIDTH = 96.0
_PAD = 6.0


def draw_guesses(
    painter: QPainter,
    bands: Bands,
    columns: Columns,
    characters: str,
    reading: Reading,
    glyphs: Glyphs,
    scheme: Scheme,
) -> None:
    """Draw the guesses of every character in view; the one that came has the accent's colour."""
    _draw_shares(painter, bands, columns, reading, scheme)
    pens = _Pens(scheme)
    glyphs.begin(painter)
    full = columns.width >= IN_FULL
    row, top = bands.guess_row, bands.guesses.top() + bands.guess_row / 2
    for index in range(columns.first, columns.last):
        came = characters[index + 1 : index + 2]
        x = columns.x(index) + (columns.width * 0.28 if full else columns.width / 2)
        for place, guess in enumerate(reading.guesses_at(index)):
            y = top + place * row
            painter.setPen(pens.pen(guess, came))
            glyphs.draw(painter, guess.character, x, y)
            if full:
                number = _whole(guess.probability)
                glyphs.draw_right(painter, number, columns.x(index + 1) - 6, y)


def draw_card(
    painter: QPainter,
    bands: Bands,
    columns: Columns,
    position: int,
    came: str,
    guesses: tuple[Guess, ...],
    glyphs: Glyphs,
    scheme: Scheme,
) -> None:
    """Draw the guesses of one character with bars and percentages, beside its column."""
    card = _card_area(bands, columns, position)
    painter.fillRect(card, QColor(scheme.surface))
    painter.setPen(QPen(QColor(scheme.muted), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(card.adjusted(0.5, 0.5, -0.5, -0.5))
    glyphs.begin(painter)
    bar_left, bar_room = card.left() + _PAD + glyphs.pixels + 4, 28.0
    for place, guess in enumerate(guesses):
        y = bands.guesses.top() + (place + 0.5) * bands.guess_row
        color = QColor(scheme.accent if guess.character == came else scheme.text)
        width = max(bar_room * guess.probability, 1.0)
        painter.fillRect(QRectF(bar_left, y - 3, width, 6), QColor(scheme.accent))
        painter.setPen(color)
        glyphs.draw(painter, guess.character, card.left() + _PAD + glyphs.pixels / 2, y)
        glyphs.draw_right(painter, f"{share(guess.probability)} %", card.right() - _PAD, y)


def _card_area(bands: Bands, columns: Columns, position: int) -> QRectF:
    """Return where a card goes: on the right of its column, or on the left for want of room."""
    left = columns.x(position + 1) + 1
    if left + _CARD_WIDTH > columns.right:
        left = columns.x(position) - _CARD_WIDTH - 1
    card = QRectF(round(left), round(bands.guesses.top()) - 2, _CARD_WIDTH, 0)
    card.setBottom(round(bands.guesses.bottom()) + 2)
    return card


def _whole(probability: float) -> str:
    """Write a probability as whole hundredths, since a column is narrow: 34, <1."""
    return f"{100 * probability:.0f}" if probability >= _LEAST_WHOLE else "<1"


def _draw_shares(
    painter: QPainter, bands: Bands, columns: Columns, reading: Reading, scheme: Scheme
) -> None:
    """Fill a part of each guess's place, as wide as it is likely."""
    color = translucent(scheme.accent, _BAR)
    row, top = bands.guess_row, bands.guesses.top()
    room = columns.width - 2
    for index in range(columns.first, columns.last):
        left = columns.x(index) + 1
        for place, guess in enumerate(reading.guesses_at(index)):
            width = room * guess.probability
            if width >= 0.5:
                painter.fillRect(QRectF(left, top + place * row + 0.5, width, row - 1), color)


class _Pens:
    """Inks from faint to full, by probability, so that a colour is not made for each guess."""

    _STEPS = 8

    def __init__(self, scheme: Scheme) -> None:
        self._accent = QColor(scheme.accent)
        self._inks = [
            translucent(scheme.text, _FAINTEST + (1 - _FAINTEST) * step / self._STEPS)
            for step in range(self._STEPS + 1)
        ]

    def pen(self, guess: Guess, came: str) -> QColor:
        """Return the ink for a guess."""
        if guess.character == came:
            return self._accent
        return self._inks[round(min(guess.probability * 2, 1.0) * self._STEPS)]
