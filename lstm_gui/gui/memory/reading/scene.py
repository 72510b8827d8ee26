"""What the reading panel shows at one moment, as a picture without the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import marked
from lstm_gui.gui.memory.colors import ColorTable, OwnRanges, color_table
from lstm_gui.gui.memory.quantities import FixedSteps, Quantity, Scale, ordered
from lstm_gui.gui.memory.reading.drawing import (
    IN_FULL,
    Bands,
    Line,
    TextReading,
    draw_card,
    draw_guesses,
    draw_line,
    draw_states,
    draw_surprise,
    draw_text,
    lines_of,
    read_part,
    surprise_top,
    value_y,
    values_of,
)
from lstm_gui.gui.widgets.characters import Columns, Glyphs
from lstm_gui.gui.widgets.formats import fixed, written
from lstm_gui.gui.widgets.schemes import ink
from lstm_gui.gui.widgets.theme import GRID, LIGHT, Scheme, px, translucent

__all__ = ["ReadingScene", "ReadingStage", "Subject", "Tiles", "Titles"]

_EDGE = 6.0
_DOT = 2.5
_TIGHT_STEP, _LEAST_STEP, _MOST_STEP = 9.5, 12.0, 15.0
_STRONG, _WEAK = 0.13, 0.07
"""How much of the ink shades the column that is chosen, and one that is pointed at."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The names of the bands, in the language in use."""

    surprise: str
    next: str
    gates: str
    nats: str


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """What else colours the text than the cell: a number for each character, NaN for none."""

    title: str
    values: Floats
    signed: bool

    def scale(self) -> Scale:
        """Return a range that ends at the largest."""
        most = float(np.abs(np.nan_to_num(self.values)).max(initial=0.0)) or 1.0
        return Scale(-most if self.signed else 0.0, most, gate=not self.signed)


@dataclass(frozen=True, slots=True)
class ReadingScene:
    """One cell of one trace, with its colours and its place in the window."""

    characters: str
    reading: TextReading
    quantity: Quantity
    places: Sequence[int]
    """The colour of each character, out of 256."""
    tile_title: str
    states: tuple[Line, ...]
    gates: tuple[Line, ...]
    table: ColorTable
    state_scale: Scale
    state_table: ColorTable
    columns: Columns
    bands: Bands
    scheme: Scheme
    titles: Titles
    small: Glyphs
    letters: Glyphs
    guesses: Glyphs

    def draw(self, painter: QPainter) -> None:
        """Draw everything that does not depend on the cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_surprise(painter, self.bands.surprise, self.columns, self.reading, self.scheme)
        draw_text(
            painter,
            self.bands.text,
            self.columns,
            self.characters,
            self.places,
            self.table,
            self.letters,
        )
        draw_guesses(
            painter,
            self.bands,
            self.columns,
            self.characters,
            self.reading,
            self.guesses,
            self.scheme,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_traces(painter)
        self._draw_titles(painter)

    def draw_column(self, painter: QPainter, position: int, *, strong: bool) -> None:
        """Shade the column of a character through all bands, and frame its tile."""
        if position not in self.reading:
            return
        left, right = round(self.columns.x(position)), round(self.columns.x(position + 1))
        shade = translucent(self.scheme.text, _STRONG if strong else _WEAK)
        bottom = (self.bands.gates or self.bands.states).bottom()
        top = self.bands.surprise.top()
        painter.fillRect(QRectF(left, top, right - left, bottom - top), shade)
        if strong:
            tile = QRectF(left, self.bands.text.top(), right - left, self.bands.text.height())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.scheme.surface), 1))
            painter.drawRect(tile.adjusted(1.5, 1.5, -1.5, -1.5))
            painter.setPen(QPen(QColor(self.scheme.text), 1))
            painter.drawRect(tile.adjusted(0.5, 0.5, -0.5, -0.5))

    def draw_cursor(self, painter: QPainter, position: int) -> None:
        """Draw the values of a character: in the right margin, as dots, and its guesses in full."""
        inside = position in self.reading
        self._draw_values(painter, position, dots=inside)
        if inside and self.columns.width < px(IN_FULL):
            draw_card(
                painter,
                self.bands,
                self.columns,
                position,
                self.characters[position + 1 : position + 2],
                self.reading.guesses_at(position),
                self.guesses,
                self.scheme,
            )

    def _draw_traces(self, painter: QPainter) -> None:
        draw_states(
            painter,
            self.bands.states,
            self.columns,
            self.states,
            self.state_scale,
            self.state_table,
            self.scheme,
        )
        if self.bands.gates is not None:
            painter.setPen(QPen(QColor(self.scheme.line), 1))
            for y in (round(self.bands.gates.top()) + 0.5, round(self.bands.gates.bottom()) - 0.5):
                painter.drawLine(QPointF(self.columns.left, y), QPointF(self.columns.right, y))
            for line in self.gates:
                draw_line(painter, self.bands.gates.adjusted(0, 1, 0, -1), self.columns, line)

    def _draw_titles(self, painter: QPainter) -> None:
        bands, right = self.bands, self.columns.left - _EDGE
        painter.setPen(QColor(self.scheme.muted))
        self.small.begin(painter)
        draw = self.small.draw_right
        draw(painter, self.titles.surprise, right, bands.surprise.bottom() - 6)
        if bands.surprise.height() >= px(24):
            top = marked(f"{surprise_top(self.reading.surprise):g}")
            draw(painter, top, right, bands.surprise.top() + 5)
        draw(painter, self.tile_title, right, bands.text.center().y())
        following = self.titles.next + (" %" if self.columns.width >= px(IN_FULL) else "")
        draw(painter, following, right, bands.guesses.top() + bands.guess_row / 2)
        self._draw_range(
            painter, bands.states, self.states[0], written(self.states[0].quantity.key)
        )
        if bands.gates is not None:
            self._draw_range(painter, bands.gates, self.gates[0], self.titles.gates)

    def _draw_range(self, painter: QPainter, band: QRectF, line: Line, title: str) -> None:
        right = self.columns.left - _EDGE
        ends = ((band.top() + 4, line.high), (band.bottom() - 4, line.low))
        if band.height() >= px(22):
            for y, value in ends:
                self.small.draw_right(painter, marked(f"{value:g}").replace("-", "−"), right, y)
        beside = px(16) if px(22) <= band.height() < px(36) else 0
        self.small.draw_right(painter, title, right - beside, band.center().y())

    def _draw_values(self, painter: QPainter, position: int, *, dots: bool) -> None:
        left = self.columns.right + _EDGE
        self.small.begin(painter)
        painter.setPen(QColor(self.scheme.text))
        if dots:
            nats = fixed(self.reading.surprise_at(position), 2)
            text = self.titles.nats.format(value=nats)
            self.small.draw_left(painter, text, left, self.bands.surprise.bottom() - 6)
        rooms = self._rooms()
        bands = (self.bands.states, self.bands.gates)
        for room, band, lines in zip(rooms, bands, (self.states, self.gates), strict=False):
            if band is not None:
                self._draw_list(painter, room, lines, position)
                if dots:
                    self._draw_dots(painter, band, lines, position)

    def _rooms(self) -> tuple[QRectF, ...]:
        """Return where the values of states and gates stand: beside their bands, if these do."""
        states, gates = self.bands.states, self.bands.gates
        if gates is None:
            return (states,)
        count = len(self.states), len(self.gates)
        if min(states.height() / count[0], gates.height() / count[1]) >= px(_LEAST_STEP):
            return states, gates
        edge = states.top() + (gates.bottom() - states.top()) * count[0] / sum(count)
        upper, lower = QRectF(states), QRectF(gates)
        upper.setBottom(edge)
        lower.setTop(edge)
        return upper, lower

    def _draw_list(
        self,
        painter: QPainter,
        room: QRectF,
        lines: tuple[Line, ...],
        position: int,
    ) -> None:
        """Draw a legend that tells the values: one line of text for each curve."""
        left = self.columns.right + _EDGE
        step = min(max(room.height() / len(lines), px(_TIGHT_STEP)), px(_MOST_STEP))
        top = room.center().y() - step * (len(lines) - 1) / 2
        for place, line in enumerate(lines):
            painter.setPen(QColor(ink(line.color, self.scheme)))
            text = f"{written(line.quantity.key)} {fixed(float(line.values[position]))}"
            self.small.draw_left(painter, text, left, top + place * step)

    def _draw_dots(
        self, painter: QPainter, band: QRectF, lines: tuple[Line, ...], position: int
    ) -> None:
        for line in lines:
            value = float(line.values[position])
            if value == value:
                painter.setPen(QColor(line.color))
                painter.setBrush(QColor(line.color))
                center = QPointF(self.columns.center(position), value_y(line, band, value))
                painter.drawEllipse(center, _DOT, _DOT)


_SMALL = 11
_VALUES_WIDTH = 68
_NUMBER_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """What is read: a trace of a text, one of its cells, and the quantity that colours it."""

    trace: Trace
    characters: str
    vocabulary: Vocabulary
    layer: int
    cell: int
    key: str

    @property
    def quantity(self) -> Quantity:
        """The wanted quantity if the trace has it, else the kept state."""
        present = {one.key: one for one in ordered(self.trace.quantities)}
        return present.get(self.key) or present[CELLS[self.trace.cell].memory]

    def exists(self) -> bool:
        """Tell whether the trace has such a cell, and is of this text."""
        layers, length, cells = self.trace.quantities[self.quantity.key].shape
        inside = 0 <= self.layer < layers and 0 <= self.cell < cells
        return inside and length == len(self.characters) > 0


class ReadingStage:
    """Turns a subject and a size into a scene."""

    def __init__(self) -> None:
        self._scheme = LIGHT
        self._tables: dict[bool, ColorTable] = {}
        self._glyphs: dict[int, Glyphs] = {}
        self._steps: dict[tuple[int, str], FixedSteps] = {}
        self.limit: float | None = None  # that the person chose for what has no bounds
        self.own = False  # by the cell's own range, as the person chose
        self._reading: tuple[Trace, TextReading] | None = None
        self.titles = Titles("", "", "", "")
        self.tiles: Tiles | None = None
        """What colours the text; None for the cell."""

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._tables = {gate: color_table(scheme, gate=gate) for gate in (False, True)}

    def forget_fonts(self) -> None:
        """Lay out all texts again in the new font."""
        self._glyphs.clear()

    def scene(self, subject: Subject, area: QRectF, first: int) -> ReadingScene:
        """Lay out the part of a text that begins at `first`, or a little before at its end."""
        quantities = ordered(subject.trace.quantities)
        bands = Bands.of(area.adjusted(0, 2, 0, -6), gates=any(one.gate for one in quantities))
        columns = self._columns(area, subject.characters, first)
        cell = values_of(subject.trace, subject.layer, subject.cell)
        states, gates = lines_of(cell, quantities, subject.key, self._scheme)
        quantity = subject.quantity
        letters = columns.letter_size(subject.characters)
        scale, values = self._scale(subject, quantity), np.asarray(cell[quantity.key])
        title = written(quantity.key)
        if self.tiles is not None:
            title, values = self.tiles.title, np.nan_to_num(self.tiles.values)
            scale = self.tiles.scale()
        state_scale = self._scale(subject, states[0].quantity)
        return ReadingScene(
            characters=subject.characters,
            reading=self._read(subject, columns),
            quantity=quantity,
            places=scale.indices(values).tolist(),
            tile_title=title,
            states=states,
            gates=gates,
            state_scale=state_scale,
            table=self._tables[scale.gate],
            state_table=self._tables[state_scale.gate],
            columns=columns,
            bands=bands,
            scheme=self._scheme,
            titles=self.titles,
            small=self._sized(px(_SMALL)),
            letters=self._sized(min(bands.text.height() - 6, letters, px(20))),
            guesses=self._sized(min(bands.guess_row - 1, letters, px(15))),
        )

    def _columns(self, area: QRectF, characters: str, first: int) -> Columns:
        titles, small = self.titles, self._sized(px(_SMALL))
        tiles = "" if self.tiles is None else self.tiles.title
        names = (titles.surprise, titles.next, titles.gates, tiles)
        left = round(max(small.width(name) for name in names)) + GRID
        left = max(left, round(small.width(titles.gates)) + px(_NUMBER_WIDTH) + GRID)
        room = max(area.width() - left - px(_VALUES_WIDTH), 1.0)
        return Columns.fitted(area.left() + left, room, characters, first)

    def _read(self, subject: Subject, columns: Columns) -> TextReading:
        kept = self._reading
        if kept is not None and kept[0] is subject.trace:
            reading = kept[1]
            if (reading.first, len(reading.surprise)) == (columns.first, columns.count):
                return reading
        reading = read_part(subject.trace, subject.vocabulary, columns.first, columns.last)
        self._reading = subject.trace, reading
        return reading

    def _scale(self, subject: Subject, quantity: Quantity) -> Scale:
        """Return the range of the heat map: the same colour means the same there and here."""
        values: Floats = subject.trace.quantities[quantity.key][subject.layer]
        if self.own:
            one = values[:, [subject.cell]]
            return OwnRanges.over([one], gate=quantity.gate).of_cell(0)
        if quantity.gate:
            return Scale(0.0, 1.0, gate=True)
        if quantity.bounded:
            return Scale(-1.0, 1.0, gate=False)
        steps = self._steps.setdefault((subject.layer, quantity.key), FixedSteps())
        limit = self.limit or steps.follow(values)
        return Scale(-limit, limit, gate=False)

    def _sized(self, pixels: float) -> Glyphs:
        size = max(int(pixels), 7)
        if size not in self._glyphs:
            self._glyphs[size] = Glyphs(size)
        return self._glyphs[size]
