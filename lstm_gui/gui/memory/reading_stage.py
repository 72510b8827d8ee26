"""Makes scenes of the reading: keeps colours, letter sizes and what was read between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from lstm_gui.core.backend import Floats, Trace
from lstm_gui.core.corpus import Vocabulary
from lstm_gui.core.inspection import state_quantity
from lstm_gui.gui.memory.bands import Bands
from lstm_gui.gui.memory.cell_trace import lines_of
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.columns import Columns
from lstm_gui.gui.memory.glyphs import Glyphs
from lstm_gui.gui.memory.own_ranges import OwnRanges
from lstm_gui.gui.memory.quantities import FixedSteps, Quantity, Scale, ordered
from lstm_gui.gui.memory.reading import Reading, read, values_of
from lstm_gui.gui.memory.reading_scene import ReadingScene, Titles
from lstm_gui.gui.theme import GRID, LIGHT, Scheme

__all__ = ["ReadingStage", "Subject"]

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
        return present.get(self.key) or present[state_quantity(self.trace.cell)]

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
        self._reading: tuple[Trace, Reading] | None = None
        self.titles = Titles("", "", "", "")

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._tables = {gate: ColorTable(scheme, gate=gate) for gate in (False, True)}

    def forget_fonts(self) -> None:
        """Lay out all texts anew, since the font is another one."""
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
        scale = self._scale(subject, quantity)
        state_scale = self._scale(subject, states[0].quantity)
        return ReadingScene(
            characters=subject.characters,
            reading=self._read(subject, columns),
            quantity=quantity,
            places=scale.indices(np.asarray(cell[quantity.key])).tolist(),
            states=states,
            gates=gates,
            state_scale=state_scale,
            table=self._tables[scale.gate],
            state_table=self._tables[state_scale.gate],
            columns=columns,
            bands=bands,
            scheme=self._scheme,
            titles=self.titles,
            small=self._sized(_SMALL),
            letters=self._sized(min(bands.text.height() - 6, letters, 20)),
            guesses=self._sized(min(bands.guess_row - 1, letters, 15)),
        )

    def _columns(self, area: QRectF, characters: str, first: int) -> Columns:
        titles, small = self.titles, self._sized(_SMALL)
        names = (titles.surprise, titles.next, titles.gates)
        left = round(max(small.width(name) for name in names)) + GRID
        left = max(left, round(small.width(titles.gates)) + _NUMBER_WIDTH + GRID)
        room = max(area.width() - left - _VALUES_WIDTH, 1.0)
        return Columns.fitted(area.left() + left, room, characters, first)

    def _read(self, subject: Subject, columns: Columns) -> Reading:
        kept = self._reading
        if kept is not None and kept[0] is subject.trace:
            reading = kept[1]
            if (reading.first, len(reading.surprise)) == (columns.first, columns.count):
                return reading
        reading = read(subject.trace, subject.vocabulary, columns.first, columns.last)
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
