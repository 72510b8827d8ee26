"""The drawing of the reading panel: its bands, and the curves, guesses and cards in them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.inspection.predictions import Guess, guesses, surprise
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Quantity, Scale
from lstm_gui.gui.widgets.characters import Columns, Glyphs
from lstm_gui.gui.widgets.formats import share
from lstm_gui.gui.widgets.theme import Scheme, px, translucent

__all__ = [
    "Bands",
    "GUESSES",
    "IN_FULL",
    "Line",
    "TextReading",
    "draw_card",
    "draw_guesses",
    "draw_line",
    "draw_states",
    "draw_surprise",
    "draw_text",
    "limit_of",
    "lines_of",
    "read_part",
    "surprise_top",
    "value_y",
    "values_of",
]

GUESSES = 5
_GAP = 4.0
_WIDE_GAP = 8.0
_GROWING_SURPRISE, _GROWING_TEXT, _GROWING_GUESS = 0.18, 0.06, 0.2
_SURPRISE = (18.0, 88.0)
_TEXT = (20.0, 34.0)
_GUESS = (12.0, 19.0)
_TRACES = 64.0
_LEAST_TRACES = 24.0
_STATES_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Bands:
    """Top to bottom: surprise, text, guesses (five rows), states, gates."""

    surprise: QRectF
    text: QRectF
    guesses: QRectF
    states: QRectF
    gates: QRectF | None

    @classmethod
    def of(cls, area: QRectF, *, gates: bool) -> Bands:
        """Divide an area; when it is low, the traces give way first."""
        first, text, guess = (tuple(map(px, ends)) for ends in (_SURPRISE, _TEXT, _GUESS))
        least = first[0] + text[0] + GUESSES * guess[0] + _TRACES + 2 * _GAP + _WIDE_GAP
        spare = max(area.height() - least, 0.0)
        heights = (
            min(first[0] + spare * _GROWING_SURPRISE, first[1]),
            min(text[0] + spare * _GROWING_TEXT, text[1]),
            GUESSES * min(guess[0] + spare * _GROWING_GUESS / GUESSES, guess[1]),
        )
        tops = [area.top()]
        for height in heights:
            tops.append(tops[-1] + height + _GAP)
        rows = [
            QRectF(area.left(), top, area.width(), height)
            for top, height in zip(tops, heights, strict=False)
        ]
        traces = QRectF(area.left(), tops[3] + _GAP, area.width(), 0.0)
        traces.setBottom(max(area.bottom(), traces.top() + _LEAST_TRACES))
        if not gates:
            return cls(rows[0], rows[1], rows[2], traces, None)
        upper = QRectF(traces)
        upper.setHeight((traces.height() - _WIDE_GAP) * _STATES_SHARE)
        lower = QRectF(traces)
        lower.setTop(upper.bottom() + _WIDE_GAP)
        return cls(rows[0], rows[1], rows[2], upper, lower)

    @property
    def guess_row(self) -> float:
        """The height of one guess."""
        return self.guesses.height() / GUESSES


@dataclass(frozen=True, slots=True)
class TextReading:
    """The characters from `first` on: how surprising each was, and what was likely after it."""

    first: int
    surprise: tuple[float, ...]
    guesses: tuple[tuple[Guess, ...], ...]

    def surprise_at(self, position: int) -> float:
        """Return −log p of this character in nats; NaN for the first of the text."""
        return self.surprise[position - self.first]

    def guesses_at(self, position: int) -> tuple[Guess, ...]:
        """Return what was likely after this character, the likeliest first."""
        return self.guesses[position - self.first]

    def __contains__(self, position: int) -> bool:
        """Tell whether a character of the text is among these."""
        return self.first <= position < self.first + len(self.surprise)


def read_part(trace: Trace, vocabulary: Vocabulary, first: int, last: int) -> TextReading:
    """Read the surprise and the guesses of the characters from `first` up to `last`."""
    before = max(first - 1, 0)
    part = replace(trace, ids=trace.ids[before:last], logits=trace.logits[before:last])
    surprises = surprise(part)[first - before :].tolist()
    seen = replace(trace, ids=trace.ids[first:last], logits=trace.logits[first:last])
    return TextReading(first, tuple(surprises), guesses(seen, vocabulary))


def values_of(trace: Trace, layer: int, cell: int) -> Mapping[str, Floats]:
    """Return each quantity of one cell along the text."""
    return {key: values[layer, :, cell] for key, values in trace.quantities.items()}


_LIMITS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_GATE_COLORS = {"i": 3, "f": 2, "o": 4, "r": 3, "z": 2}
_THIN, _BOLD = 1.2, 2.0
_FILL = 0.55
_SLIGHT = 0.02
"""The part of its limit that a curve may pass 0 by without getting room there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: which quantity, its values along the whole text, its range, how it looks."""

    quantity: Quantity
    values: Floats
    low: float
    high: float
    color: str
    bold: bool


def limit_of(values: Floats) -> float:
    """Return a round number that no finite value passes."""
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max()) if finite.size else 0.0
    return next((limit for limit in _LIMITS if limit >= most), most)


def _gate_color(key: str, scheme: Scheme) -> str:
    """Return the colour of a gate's line: never the blue and orange of the states."""
    return scheme.curves[_GATE_COLORS[key]]


def value_y(line: Line, band: QRectF, value: float) -> float:
    """Return the height at which a value of a line is drawn."""
    part = (value - line.low) / (line.high - line.low)
    return band.bottom() - band.height() * min(max(part, 0.0), 1.0)


def draw_line(painter: QPainter, band: QRectF, columns: Columns, line: Line) -> None:
    """Draw a curve through the middles of the columns in view."""
    painter.setPen(QPen(QColor(line.color), _BOLD if line.bold else _THIN))
    points = _points(band, columns, line)
    # Not drawPolyline, nor round caps: Qt's raster engine takes 80 and 9 times as long for them.
    painter.drawLines([QLineF(one, other) for one, other in pairwise(points)])


def draw_states(
    painter: QPainter,
    band: QRectF,
    columns: Columns,
    lines: tuple[Line, ...],
    scale: Scale,
    table: ColorTable,
    scheme: Scheme,
) -> None:
    """Draw the states; under the first one lies its colour, as it is in the text."""
    first = lines[0]
    zero = value_y(first, band, 0.0)
    area = _points(band, columns, first)
    if area:
        area = [QPointF(area[0].x(), zero), *area, QPointF(area[-1].x(), zero)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_gradient(band, first, scale, table))
        painter.setOpacity(_FILL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPolygon(QPolygonF(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0)
    painter.setPen(QPen(QColor(scheme.line), 1))
    painter.drawLine(QPointF(columns.left, zero), QPointF(columns.right, zero))
    for line in reversed(lines):
        draw_line(painter, band, columns, line)


def _points(band: QRectF, columns: Columns, line: Line) -> list[QPointF]:
    values = line.values[columns.first : columns.last].tolist()
    points = zip(range(columns.first, columns.last), values, strict=True)
    return [
        QPointF(columns.center(index), value_y(line, band, value))
        for index, value in points
        if math.isfinite(value)
    ]


def _gradient(band: QRectF, line: Line, scale: Scale, table: ColorTable) -> QLinearGradient:
    """Return the colours of the values from the bottom of the band to its top."""
    gradient = QLinearGradient(QPointF(0, band.bottom()), QPointF(0, band.top()))
    values = np.linspace(line.low, line.high, 17, dtype=np.float32)
    for stop, place in enumerate(scale.indices(values).tolist()):
        gradient.setColorAt(stop / 16, table.colors[place])
    return gradient


def lines_of(
    cell: Mapping[str, Floats], quantities: tuple[Quantity, ...], chosen: str, scheme: Scheme
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the states, the chosen or kept one first, and those of the gates."""
    states = [one for one in quantities if not one.gate]
    states.sort(key=lambda one: one.key != chosen)
    shown = [one for place, one in enumerate(states) if place == 0 or "~" not in one.key]
    limits = [limit_of(cell[one.key]) for one in shown]
    below, above = _sides([cell[one.key] / limit for one, limit in zip(shown, limits, strict=True)])
    upper = [
        Line(
            one,
            cell[one.key],
            low=-limit if below else 0.0,
            high=limit if above else 0.0,
            color=scheme.muted if place else scheme.text,
            bold=not place,
        )
        for place, (one, limit) in enumerate(zip(shown, limits, strict=True))
    ]
    lower = [
        Line(one, cell[one.key], 0.0, 1.0, _gate_color(one.key, scheme), one.key == chosen)
        for one in quantities
        if one.gate
    ]
    return tuple(upper), tuple(lower)


def _sides(values: list[Floats]) -> tuple[bool, bool]:
    """Tell whether room is needed below 0, and above it; all share one line of 0."""
    below = any(bool((one < -_SLIGHT).any()) for one in values)
    above = any(bool((one > _SLIGHT).any()) for one in values)
    return below, above or not below


_TOPS = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 50.0, 100.0)


def surprise_top(surprises: Sequence[float]) -> float:
    """Return a round number of nats that is above all of these."""
    most = max((value for value in surprises if math.isfinite(value)), default=0.0)
    return next((top for top in _TOPS if top >= most), most)


def draw_text(
    painter: QPainter,
    band: QRectF,
    columns: Columns,
    characters: str,
    places: Sequence[int],
    table: ColorTable,
    glyphs: Glyphs,
) -> None:
    """Draw each character in view on a tile of its colour."""
    middle = band.center().y()
    edges = [round(columns.x(index)) for index in range(columns.first, columns.last + 1)]
    for offset, index in enumerate(range(columns.first, columns.last)):
        left = edges[offset]
        tile = QRectF(left, band.top(), edges[offset + 1] - left, band.height())
        painter.fillRect(tile, table.colors[places[index]])
    glyphs.begin(painter)
    for index in range(columns.first, columns.last):
        painter.setPen(table.inks[places[index]])
        glyphs.draw(painter, characters[index], columns.center(index), middle)


def draw_surprise(
    painter: QPainter, band: QRectF, columns: Columns, reading: TextReading, scheme: Scheme
) -> None:
    """Draw a bar above each character whose surprise is known."""
    top = surprise_top(reading.surprise)
    gap = 1.0 if columns.width < 24 else round(columns.width * 0.2)
    color = QColor(scheme.muted)
    for index in range(columns.first, columns.last):
        value = reading.surprise_at(index)
        if math.isnan(value):
            continue
        height = band.height() * min(value / top, 1.0)
        left, right = round(columns.x(index)) + gap, round(columns.x(index + 1)) - gap
        painter.fillRect(QRectF(left, band.bottom() - height, right - left, height), color)
    painter.setPen(QPen(QColor(scheme.line), 1, Qt.PenStyle.SolidLine))
    y = round(band.bottom()) + 0.5
    painter.drawLine(QPointF(columns.left, y), QPointF(columns.right, y))


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
    reading: TextReading,
    glyphs: Glyphs,
    scheme: Scheme,
) -> None:
    """Draw the guesses of every character in view; the one that came has the accent's colour."""
    _draw_shares(painter, bands, columns, reading, scheme)
    pens = _Pens(scheme)
    glyphs.begin(painter)
    full = columns.width >= px(IN_FULL)
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
    if left + px(_CARD_WIDTH) > columns.right:
        left = columns.x(position) - px(_CARD_WIDTH) - 1
    card = QRectF(round(left), round(bands.guesses.top()) - 2, px(_CARD_WIDTH), 0)
    card.setBottom(round(bands.guesses.bottom()) + 2)
    return card


def _whole(probability: float) -> str:
    """Write a probability as whole hundredths, since a column is narrow: 34, <1."""
    return f"{100 * probability:.0f}" if probability >= _LEAST_WHOLE else "<1"


def _draw_shares(
    painter: QPainter, bands: Bands, columns: Columns, reading: TextReading, scheme: Scheme
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
