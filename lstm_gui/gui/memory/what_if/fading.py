"""The size of a what-if change along the text, and the axis and tiles that show it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF

from lstm_gui.core.arrays import Floats
from lstm_gui.core.inspection.interventions import WhatIfResult
from lstm_gui.core.numbers import marked
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import plain, round_up
from lstm_gui.gui.widgets.theme import Scheme, px

__all__ = [
    "Axis",
    "FadeTiles",
    "Fading",
    "LEAST_CHANGE",
    "MemoryView",
    "Pointed",
    "TILES_HEIGHT",
    "axis_for",
    "draw_curve",
]

LEAST_CHANGE = 1e-6
"""What is smaller is the rounding of 32-bit numbers, and no axis or colour goes down to it."""

MemoryView = Literal["cells", "mean"]
"""The memory as a map of its cells, or as a curve of their mean change."""


@dataclass(frozen=True, slots=True)
class Fading:
    """The change of a layer's state (T, H), its mean size (T,), and that of what follows (T,)."""

    difference: Floats
    distance: Floats
    divergence: Floats

    @classmethod
    def of(cls, result: WhatIfResult, layer: int) -> Fading:
        """Return what a result says of this layer, or of the last one."""
        difference = result.difference[min(layer, len(result.difference) - 1)]
        distance = np.abs(difference).mean(axis=1, dtype=np.float32)
        return cls(difference, distance, result.divergence)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the cursor is on: a character and, on the map of cells, a cell (else −1)."""

    position: int
    cell: int = -1


_MOST_DECADES = 6
_LEAST_LABEL = 16


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high`; logarithmic ones below `low` lie on the bottom."""

    low: float
    high: float
    log: bool

    def height(self, value: float) -> float:
        """Return where a value lies, 0 at the bottom and 1 at the top."""
        if not math.isfinite(value):
            return 0.0
        if self.log:
            span = math.log10(self.high / self.low)
            part = math.log10(max(value, self.low) / self.low) / span
        else:
            part = (value - self.low) / (self.high - self.low)
        return min(max(part, 0.0), 1.0)

    def ticks(self, pixels: float) -> list[float]:
        """Return the values to mark in so many pixels."""
        if not self.log:
            return [self.low, self.high / 2, self.high] if pixels >= 48 else [self.low, self.high]
        decades = round(math.log10(self.high / self.low))
        every = max(math.ceil(decades * px(_LEAST_LABEL) / max(pixels, 1.0)), 1)
        return [self.high / 10.0**power for power in range(0, decades + 1, every)]


def axis_for(values: Floats, *, log: bool) -> Axis:
    """Return an axis on which these values, none below 0, can be read."""
    finite = values[np.isfinite(values)]
    most = float(finite.max(initial=0.0))
    if not log:
        return Axis(0.0, round_up(max(most, LEAST_CHANGE)), log=False)
    high = 10.0 ** math.ceil(math.log10(max(most, 10 * LEAST_CHANGE)) - 1e-9)
    positive = finite[finite > 0]
    least = float(positive.min()) if positive.size else high / 10
    low = 10.0 ** math.floor(math.log10(max(least, LEAST_CHANGE)))
    low = min(max(low, high / 10.0**_MOST_DECADES), high / 10)
    return Axis(low, high, log=True)


def draw_curve(
    painter: QPainter, area: QRectF, values: Floats, axis: Axis, scheme: Scheme, *, color: str
) -> None:
    """Draw the axis at the left of `area` and a curve through the middles of its columns.

    What comes before the first change is no part of the curve.
    """
    _draw_ticks(painter, area, axis, scheme)
    width = area.width() / max(len(values), 1)
    first = int(np.argmax(values > 0)) if values.size else 0
    points = [
        QPointF(
            area.left() + (index + 0.5) * width,
            area.bottom() - axis.height(value) * area.height(),
        )
        for index, value in enumerate(values.tolist())
        if index >= first
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.5 * scheme.stroke))
    painter.drawPolyline(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _draw_ticks(painter: QPainter, area: QRectF, axis: Axis, scheme: Scheme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for tick in axis.ticks(area.height()):
        y = round(area.bottom() - axis.height(tick) * area.height())
        painter.setPen(QColor(scheme.line))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(scheme.muted))
        label = QRectF(0, y - px(_LEAST_LABEL) / 2, area.left() - 6, px(_LEAST_LABEL))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(label, flags, _tick_text(tick))


def _tick_text(tick: float) -> str:
    """Write a tick in few letters: 0, 0.25, 1e−4, 2.5e−4."""
    if tick == 0 or tick >= 1e-2:
        return plain(tick)
    digits, _, power = f"{tick:.1e}".partition("e")
    return marked(f"{digits.removesuffix('.0')}e−{abs(int(power))}")


TILES_HEIGHT = 32
_STRIP = 6
_GAP = 0.5
_SMALLEST, _LARGEST, _LARGEST_IN_TWO_ROWS = 10, 16, 12


class FadeTiles:
    """The characters, one of them replaced, on colours by how much each one's future changed."""

    def __init__(self) -> None:
        self.characters = ""
        self.changed = -1
        self._replacement = ""
        self._places: Sequence[int] = ()
        self._table: ColorTable | None = None
        self._breadth = 1.0

    def set_text(self, characters: str, changed: int, replacement: str) -> None:
        """Take this text; `changed` is the place of the replacement, or −1."""
        if characters != self.characters:
            self._places = ()
            self._breadth = _breadth(characters)
        self.characters, self.changed, self._replacement = characters, changed, replacement

    def set_strengths(self, values: Floats | None) -> None:
        """Colour the tiles by these values relative to the largest, or not at all."""
        self._places = ()
        if values is not None and values.size:
            most = float(np.nanmax(values, initial=0.0)) or 1.0
            self._places = Scale(0.0, most, gate=True).indices(values).tolist()

    def set_table(self, table: ColorTable) -> None:
        """Use these colours."""
        self._table = table

    def tile(self, index: int, area: QRectF) -> QRectF:
        """Return where a character's column is in an area."""
        width = area.width() / max(len(self.characters), 1)
        left, right = round(area.left() + index * width), round(area.left() + (index + 1) * width)
        return QRectF(left, area.top(), right - left, area.height())

    def draw(self, painter: QPainter, area: QRectF, scheme: Scheme) -> None:
        """Draw the tiles into an area."""
        count = len(self.characters)
        if not count:
            return
        width, least = area.width() / count, px(_SMALLEST) * self._breadth + _GAP
        rows = 1 if width >= least else 2
        every = max(math.ceil(least / (width * rows)), 1)
        largest = px(_LARGEST) if rows == 1 else px(_LARGEST_IN_TWO_ROWS)
        font = QFont(painter.font())
        plain = QFont(painter.font())
        fitting = (width * every * rows - _GAP) / self._breadth
        font.setPixelSize(int(min(max(fitting, px(_SMALLEST)), largest)))
        painter.setFont(font)
        for index in range(count):
            tile = self.tile(index, area)
            self._fill_tile(painter, tile, index, rows, scheme)
            if index % every == 0:
                room = self._room(tile, (index // every) % rows, rows)
                painter.setPen(self._ink(index, rows, scheme))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                painter.drawText(room, int(flags), self._letter(index))
        painter.setFont(plain)

    def _room(self, tile: QRectF, row: int, rows: int) -> QRectF:
        if rows == 1:
            return tile
        height = (tile.height() - _STRIP) / rows
        return QRectF(tile.left(), tile.top() + _STRIP + row * height, tile.width(), height)

    def _letter(self, index: int) -> str:
        changed = index == self.changed and self._replacement
        return visible_character(self._replacement if changed else self.characters[index])

    def _fill_tile(
        self, painter: QPainter, tile: QRectF, index: int, rows: int, scheme: Scheme
    ) -> None:
        """Colour a tile; under a narrow one's colours there is room for its letter."""
        if rows > 1:
            painter.fillRect(tile, QColor(scheme.surface))
            tile = QRectF(tile.left(), tile.top(), tile.width(), _STRIP)
        if index == self.changed:
            painter.fillRect(tile, QColor(scheme.accent))
        elif self._table is not None and index < len(self._places):
            painter.fillRect(tile, self._table.colors[self._places[index]])
        else:
            painter.fillRect(tile, QColor(scheme.surface))

    def _ink(self, index: int, rows: int, scheme: Scheme) -> QColor:
        if index == self.changed:
            return QColor(scheme.on_accent if rows == 1 else scheme.accent)
        if rows == 1 and self._table is not None and index < len(self._places):
            return self._table.inks[self._places[index]]
        return QColor(scheme.text)


def _breadth(characters: str) -> float:
    """Return the mean width of characters relative to their size: 1 for Chinese, less for Latin."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(px(_SMALLEST))
    shown = "".join(map(visible_character, characters))
    width = QFontMetricsF(font).horizontalAdvance(shown) / (max(len(shown), 1) * px(_SMALLEST))
    return max(width, 0.25)
