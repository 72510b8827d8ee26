"""One heat map, or two beside each other that share rows, scale, zoom and cursor."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from lstm_gui.gui.memory.colors import ColorTable, OwnRanges, color_table
from lstm_gui.gui.memory.map.color_bar import ColorBar
from lstm_gui.gui.memory.map.frame import Frame, own_ranges, reach
from lstm_gui.gui.memory.map.heatmap import LEFT_WIDTH, SIDE, TOP_MARGIN, Cursor, MemoryHeatmap
from lstm_gui.gui.memory.map.map_axes import TILE_HEIGHT
from lstm_gui.gui.memory.map.row_order import Rows
from lstm_gui.gui.memory.quantities import Offer, Quantity, Scale
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import figures, written
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, LIGHT, Scheme, px, sized, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["MapPair", "Readout"]


class MapPair(Retranslated, QWidget):
    """Heat maps for one or two frames, with a title over each that has one, and the colours.

    Signals:
        cellChosen, positionChosen, cursorMoved, pinRequested: As either map says.
        rangeChosen: The person wants colours up to this limit, or None: the automatic one; and
            whether each cell is to have its own range instead.
    """

    cellChosen = Signal(int)
    positionChosen = Signal(int)
    cursorMoved = Signal()
    pinRequested = Signal()
    rangeChosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryMaps")
        self.maps = (MemoryHeatmap(), MemoryHeatmap(numbered=False))
        self.maps[1].setObjectName("memoryHeatmapB")
        self.titles = (PlainLabel(parent=self), PlainLabel(parent=self))
        self.bar = ColorBar(top=TOP_MARGIN, bottom=TILE_HEIGHT)
        self.message = PlainLabel(parent=self)
        self._frames: Sequence[Frame] = ()
        self._given_scale = Scale(-1.0, 1.0, gate=False)
        self._rows = Rows.by_index(1)
        self._scheme = LIGHT
        self._tables: dict[bool, ColorTable] = {}
        self._by_cell = self._linking = False
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def chosen(self) -> Cursor:
        """The chosen cell and character."""
        return self.maps[0].chosen

    @property
    def frames(self) -> Sequence[Frame]:
        """What is shown."""
        return self._frames

    def cursor_at(self) -> Cursor | None:
        """Return what is under the mouse, else what is chosen; None when nothing is shown."""
        return self.maps[0].cursor_at()

    def show_frames(
        self, frames: Sequence[Frame], *, scale: Scale, rows: Rows, offer: Offer = "nothing"
    ) -> None:
        """Show one or two frames, coloured alike; the range may be for the person to choose."""
        self._frames, self._given_scale, self._rows = frames, scale, rows
        self._by_cell = self.bar.own and offer != "nothing"
        scales = self._scales(offer)
        # What is shown must have its room before the map fits itself to it.
        self.maps[1].setVisible(len(frames) > 1)
        for view, frame, own in zip(self.maps, frames, scales, strict=False):
            fitted, table = rows.fitted(frame.values.shape[1]), self._tables[own.gate]
            values, past = frame.values, frame.past
            view.show_values(
                values, frame.characters, scale=own, table=table, rows=fitted, past=past
            )
            view.set_seam(frame.seam)
        if len(frames) > 1:
            self._copy_range()
            self._let_choose(1, self.chosen)
        self._show_bar(scales[0], offer)
        self._show_titles()
        self.message.hide()
        self.bar.show()

    def clear(self) -> None:
        """Show the message only."""
        self._frames = ()
        for view in self.maps:
            view.clear_values()
        self.maps[1].hide()
        self._show_titles()
        self.bar.hide()
        self.message.show()

    def choose(self, cell: int, position: int) -> None:
        """Choose a cell and a character, and bring them into view."""
        self.maps[0].choose(cell, position, reveal=True)
        self._let_choose(1, self.chosen)

    def describe(self, summary: str) -> None:
        """Say in words what is shown."""
        self.maps[0].setAccessibleDescription(summary or self.message.text())

    def described(self) -> str:
        """Return what is shown, in words."""
        return str(self.maps[0].accessibleDescription())

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        name = self.tr("Memory: cells by characters")
        self.maps[0].setAccessibleName(name)
        self.maps[1].setAccessibleName(f"{name} · B")
        self.bar.setAccessibleName(self.tr("Colour scale"))
        self.message.setAccessibleName(self.tr("What the memory will show"))
        self.message.setText(
            self.tr("The memory appears here when the model has read the probe text.")
        )

    def set_marked(self, cells: Iterable[int]) -> None:
        """Mark the rows of these cells."""
        self.maps[0].set_marked(cells)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme; the maps' own come with the values."""
        self._scheme = scheme
        self._tables = {gate: color_table(scheme, gate=gate) for gate in (False, True)}
        for view in self.maps:
            view.apply(scheme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width between the maps."""
        super().resizeEvent(event)
        self._share_width()

    def _lay_out(self) -> None:
        for name, title in zip(("memoryTitleA", "memoryTitleB"), self.titles, strict=True):
            title.setObjectName(name)
            title.setProperty("role", "muted")
            title.hide()
        self.message.setObjectName("memoryMessage")
        self.message.setProperty("role", "muted")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sized(self.titles[0].setIndent, LEFT_WIDTH)
        self.titles[1].setIndent(SIDE)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(0)
        for column, (title, view) in enumerate(zip(self.titles, self.maps, strict=True)):
            grid.addWidget(title, 0, column)
            grid.addWidget(view, 1, column)
        grid.addWidget(self.message, 1, 0)
        grid.addWidget(self.bar, 1, 2)
        grid.setRowStretch(1, 1)
        self.maps[1].hide()
        self.message.raise_()

    def _connect(self) -> None:
        self.bar.rangeChosen.connect(self._on_bar_range_chosen)
        for view in self.maps:
            view.cellChosen.connect(self._on_map_cell_chosen)
            view.positionChosen.connect(self._on_map_position_chosen)
            view.cursorMoved.connect(self._on_map_cursor_moved)
            view.pinRequested.connect(self.pinRequested)
            view.view.sigRangeChanged.connect(self._on_view_range_changed)

    def _scales(self, offer: Offer) -> Sequence[Scale | OwnRanges]:
        """Return the range of each frame, as the person wants it."""
        scale, limit = self._given_scale, self.bar.limit
        if self._by_cell:
            return own_ranges(self._frames, scale)
        if offer == "limits" and limit is not None:
            scale = Scale(-limit, limit, gate=False)
        return [frame.scale or scale for frame in self._frames]

    def _show_bar(self, scale: Scale | OwnRanges, offer: Offer) -> None:
        table = self._tables[scale.gate]
        if isinstance(scale, OwnRanges):
            unit = Scale(0.0, 1.0, gate=scale.gate)
            self.bar.show_scale(unit, table, self._scheme, by_cell=True)
            self.bar.set_reach(math.nan, math.nan)
        else:
            self.bar.show_scale(scale, table, self._scheme)
            self.bar.set_reach(*reach(self._frames))
        self.bar.set_offer(offer, gate=self._given_scale.gate)

    def _show_titles(self) -> None:
        texts = [frame.title_with(by_cell=self._by_cell) for frame in self._frames]
        for index, title in enumerate(self.titles):
            text = texts[index] if index < len(texts) else ""
            title.setText(text)
            title.setVisible(bool(text))
        self._share_width()

    def _share_width(self) -> None:
        """Make two maps equally wide; the first one has the numbers beside it too."""
        width = self.width() - self.bar.sizeHint().width() - GRID
        half = max((width - px(LEFT_WIDTH) - SIDE) // 2, 1)
        shares = (half + px(LEFT_WIDTH), half + SIDE) if len(self._frames) > 1 else (1, 0)
        for column, share in enumerate(shares):
            if self._grid.columnStretch(column) != share:  # each call lays the window out anew
                self._grid.setColumnStretch(column, share)

    def _copy_range(self, source: int = 0) -> None:
        across, down = (tuple(ends) for ends in self.maps[source].view.viewRange())
        ranges = {"xRange": across, "yRange": down}
        if self._cells(0) != self._cells(1):  # cells of different networks have no common rows
            del ranges["yRange"]
        self._linking = True
        self.maps[1 - source].view.setRange(**ranges, padding=0, disableAutoRange=False)
        self._linking = False

    def _on_bar_range_chosen(self) -> None:
        if self._frames:
            offer = self.bar.menu.offer
            self.show_frames(self._frames, scale=self._given_scale, rows=self._rows, offer=offer)
        self.rangeChosen.emit(self.bar.limit, self.bar.own)

    def _on_map_cell_chosen(self, cell: int) -> None:
        self._follow()
        self.cellChosen.emit(cell)

    def _on_map_position_chosen(self, position: int) -> None:
        self._follow()
        self.positionChosen.emit(position)

    def _on_map_cursor_moved(self, hovered: Cursor | None) -> None:
        source = 0 if self.sender() is self.maps[0] else 1
        known = hovered is not None and hovered.cell < self._cells(1 - source)
        self.maps[1 - source].mirror(hovered if known else None)
        self.cursorMoved.emit()

    def _follow(self) -> None:
        """Let the other map choose what was chosen in one."""
        source = 0 if self.sender() is self.maps[0] else 1
        self._let_choose(1 - source, self.maps[source].chosen)

    def _let_choose(self, target: int, place: Cursor) -> None:
        """Let a map choose what is chosen in the other one, if it has that cell."""
        own = self.maps[target].chosen.cell
        cell = place.cell if place.cell < self._cells(target) else own
        self.maps[target].choose(cell, place.position)

    def _cells(self, index: int) -> int:
        return self._frames[index].values.shape[1] if index < len(self._frames) else 0

    def _on_view_range_changed(self, view: object, _ranges: object) -> None:
        if len(self._frames) > 1 and not self._linking:
            self._copy_range(0 if view is self.maps[0].view else 1)


class Readout(PlainLabel):
    """The exact values at a place: "cell 37 · 直 · c = −0.412 · position 5"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("memoryReadout")
        self.setProperty("role", "muted")
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_place(
        self,
        quantity: Quantity,
        cursor: Cursor,
        *,
        frames: Sequence[Frame],
        name: str,
        change: bool,
    ) -> None:
        """Say what the frames hold at a place; with two of them, or a change, A and B are named."""
        self.setAccessibleName(self.tr("Values under the cursor"))
        template = self.tr("cell {cell} · {character} · {values} · position {position}")
        characters = next(
            (one.characters for one in frames if cursor.position < len(one.characters)), " "
        )
        text = template.format(
            cell=f"{cursor.cell} · {name}" if name else cursor.cell,
            character=visible_character(characters[min(cursor.position, len(characters) - 1)]),
            values=_values(quantity, cursor, frames, change=change),
            position=cursor.position + 1,
        )
        self.setText(text)

    def summary(self, quantity: Quantity, frame: Frame, moment: str) -> str:
        """Return the whole map in one line: when, what, how much, from where to where."""
        template = self.tr("{term}, {cells} cells by {characters} characters, {low} to {high}")
        finite = frame.values[np.isfinite(frame.values)]
        low, high = (finite.min(), finite.max()) if finite.size else (math.nan, math.nan)
        shape = template.format(
            term=quantity.name,
            cells=frame.values.shape[1],
            characters=frame.values.shape[0],
            low=figures(float(low)),
            high=figures(float(high)),
        )
        parts = (moment, shape, self.text(), self._strongest(frame) if finite.size else "")
        return " · ".join(part for part in parts if part)

    def _strongest(self, frame: Frame) -> str:
        """Say where the value farthest from 0 is."""
        sizes = np.abs(np.nan_to_num(frame.values, posinf=0.0, neginf=0.0))
        position, cell = divmod(int(sizes.argmax()), frame.values.shape[1])
        return self.tr("farthest from 0: cell {cell} at {character}, {value}").format(
            cell=cell,
            character=visible_character(frame.characters[position]),
            value=figures(float(frame.values[position, cell])),
        )


def _values(quantity: Quantity, cursor: Cursor, frames: Sequence[Frame], *, change: bool) -> str:
    symbol, place = written(quantity.key), (cursor.position, cursor.cell)
    found = [
        (letter, written(one.symbol) if one.symbol else symbol, figures(float(one.values[place])))
        for letter, one in zip("AB", frames, strict=False)
        if place[0] < one.values.shape[0] and place[1] < one.values.shape[1]
    ]
    if change:
        return " · ".join(f"Δ{name} = {value}" for _, name, value in found)
    if len(frames) == 1:
        return " · ".join(f"{name} = {value}" for _, name, value in found)
    return " · ".join(f"{letter} {name} = {value}" for letter, name, value in found)
