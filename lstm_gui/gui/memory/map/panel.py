"""The memory panel: the heat map with its switches, the time machine and the probe text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.data_table import DataTable, grid_table
from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.training.joints import Joint
from lstm_gui.gui.memory.map.frame import Jointed, Shown, Traced, TwinFrame
from lstm_gui.gui.memory.map.map_pair import MapPair, Readout
from lstm_gui.gui.memory.map.order_bar import OrderBar, RowSorting
from lstm_gui.gui.memory.map.quantity_switch import QuantitySwitch
from lstm_gui.gui.memory.map.text_bar import TextBar
from lstm_gui.gui.memory.map.time_machine_bar import CompareMode, TimeMachineBar
from lstm_gui.gui.memory.quantities import ordered
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, px
from lstm_gui.gui.widgets.translation import Retranslated
from lstm_gui.gui.widgets.view import View

__all__ = ["FoldButton", "LOW", "MemoryPanel", "MemoryRoom"]

LOW = 25 * GRID
"""Below this height the time machine and the probe text make room."""

_LEAST = 27 * GRID


class MemoryRoom(QWidget):
    """Holds the panel and always asks for the same height, so that no dock moves for its rows.

    It gets less where a small window has more to show, such as a notice or the bar of a twin.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        policy = panel.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)  # it takes what there is
        panel.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def minimumSizeHint(self) -> QSize:
        """Ask for room to see something."""
        return QSize(super().minimumSizeHint().width(), _LEAST)


class FoldButton(Retranslated, QToolButton):
    """Folds two rows of a panel that is low, and brings them back when it is pressed.

    It is seen only while the panel is low. A time machine that is in use stays.
    """

    def __init__(self, panel: QWidget, moments: TimeMachineBar, text: QWidget) -> None:
        super().__init__(panel)
        self._panel, self._moments, self._text = panel, moments, text
        self.setObjectName("unfoldButton")
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setText("⋯")
        self.setFixedHeight(self.fontMetrics().height())
        self.hide()
        panel.installEventFilter(self)
        self.toggled.connect(self.fold)
        for signal in (moments.momentChosen, moments.compareChosen):
            signal.connect(self.fold)
        self.retranslate()

    def fold(self, *_: object) -> None:
        """Show or hide the rows, as there is room and need for them."""
        low = self._panel.height() < px(LOW)
        whole = not low or self.isChecked()
        travels = self._moments.moment is not None or self._moments.mode != "off"
        self.setVisible(low)
        self._text.setVisible(whole)
        self._moments.setVisible(whole or travels)

    def changeEvent(self, event: QEvent) -> None:
        """Be as high as its text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(self.fontMetrics().height())

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Time machine and probe text"))
        self.setToolTip(self.tr("Show or hide the time machine and the probe text"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panel's height."""
        if watched is self._panel and event.type() == QEvent.Type.Resize:
            self.fold()
        return False


class MemoryPanel(View):
    """Shows traces of a probe text: cells by characters, coloured by value.

    Signals:
        probeChanged: The person changed the probe text and paused.
        cellChosen: The person chose this cell.
        positionChosen: The person chose this character of the text.
        quantityChosen: The person chose the quantity with this key.
        layerChosen: The person chose this layer, counted from 0.
        momentChosen: The person went to a stored moment, or to None: now.
        compareChosen: The moment to compare with, or None for now, and the way.
        rangeChosen: The person wants c coloured up to this value, or None: as far as is best; and
            whether each cell is to have its own range instead.
        jointAsked: The joint of batches in this track is wanted, counted from 0; None: it is not.
        samplingChosen: The person wants batches to be sampled so.
    """

    probeChanged = Signal(str)
    cellChosen = Signal(int)
    positionChosen = Signal(int)
    quantityChosen = Signal(str)
    layerChosen = Signal(int)
    momentChosen = Signal(object)
    compareChosen = Signal(object, str)
    rangeChosen = Signal(object, bool)
    jointAsked = Signal(object)
    samplingChosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryPanel")
        self._theme = theme
        self._shown = Shown()
        self._title = PlainLabel()
        self._switch = QuantitySwitch()
        self._order_bar = OrderBar(theme)
        self.sorting = RowSorting(self._order_bar, self)
        """In which order the rows stand, and which cells are pinned."""
        self._readout = Readout()
        self._maps = MapPair()
        self._moments = TimeMachineBar(theme)
        self.text = TextBar()
        """What it is of."""
        self._asked: int | None = None
        self._position = 0
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def cell(self) -> int:
        """The chosen cell, counted from 0."""
        return self._maps.chosen.cell

    @property
    def position(self) -> int:
        """The chosen character of the probe text, counted from 0."""
        return self._maps.chosen.position if self._shown.joint is None else self._position

    @property
    def quantity(self) -> str:
        """The key of the quantity shown, or nothing."""
        return self._switch.quantity.key if self._switch.quantity else ""

    @property
    def layer(self) -> int:
        """The layer shown, counted from 0."""
        return self._switch.layer

    def set_trace(self, trace: Trace | None, characters: str = "", epoch_text: str = "") -> None:
        """Show what the network computed reading `characters`; `epoch_text` names the moment."""
        if trace is None:
            self.sorting.forget()  # another network: its cells are not the same
        self._shown.live = Traced.of(trace, characters, epoch_text)
        if self.isVisible():
            self._moments.set_live_text(self._shown.live_title)
            live = self._shown.shows_live and self._shown.joint is None
            if live or trace is None:
                self._show_reading()

    def set_probe(self, text: str) -> None:
        """Show this probe text."""
        self.text.probe.set_text(text)

    def set_quantity(self, key: str, layer: int | None = None) -> None:
        """Show this quantity if the trace has it, and of this layer if one is given."""
        self._switch.set_quantity(key)
        if layer is not None and layer != self.layer:
            self._switch.set_layer(layer)
            self._shown.reset_scale()
        self._show_values()

    def set_cell(self, cell: int) -> None:
        """Choose a cell, and bring its row into view."""
        self._maps.choose(cell, self._maps.chosen.position)
        self._show_readout()

    def set_position(self, position: int) -> None:
        """Choose a character, and bring its column into view."""
        self._position = position
        if self._shown.joint is None:
            self._maps.choose(self.cell, position)
            self._show_readout()

    def set_named(self, named: Sequence[NamedCell]) -> None:
        """Take the names of the cells of the layer shown: for the search and the order by role."""
        self.sorting.take_names(named)
        self._show_readout()

    def set_marked(self, cells: Iterable[int]) -> None:
        """Mark the rows of these cells, as a search marks those it finds."""
        self._maps.set_marked(cells)

    def set_moments(self, positions: ArrayLike, perplexities: ArrayLike) -> None:
        """Offer these stored moments, in order; none means that a new history begins."""
        self._moments.set_moments(positions, perplexities)
        if self._moments.count == 0 and self._shown.away:
            self._shown.back_to_now()
            self._show_reading()

    def set_moment(self, trace: Trace | None, text: str = "", label: str = "") -> None:
        """Show a moment of the past, which live traces leave alone; None shows the live one."""
        title = label or self._moments.words(self._moments.moment)
        self._shown.past = Traced.of(trace, text, title)
        self._moments.set_held(label if trace is not None else "")
        if trace is None and self._moments.moment is not None:
            self._moments.set_moment(None)
        self._show_reading()

    def set_comparison(
        self, mode: CompareMode, trace: Trace | None = None, text: str = "", label: str = ""
    ) -> None:
        """Show A beside B ("side") or B − A ("difference"); without a trace, B is the live one."""
        title = label or self._moments.words(self._moments.compared)
        self._shown.mode, self._shown.other = mode, Traced.of(trace, text, title)
        if mode != self._moments.mode:
            self._moments.set_mode(mode)
        self._show_reading()

    def moment_at(self, index: int | None) -> float | None:
        """Return where a stored moment stands on the epoch axis; None for now."""
        return self._moments.position(index)

    def set_twin(self, twin: TwinFrame | None) -> None:
        """Show the memory of a second run beside the first; None shows the first alone."""
        self._shown.twin = twin
        self._show_reading()

    def set_joint(self, joint: Joint | None, before: str = "", after: str = "") -> None:
        """Show what became of the state between two batches, with the texts of both sequences."""
        wanted = joint is not None and self.text.track is not None
        self.text.joint.set_joint(joint if wanted else None)
        position = self.position
        self._shown.joint = Jointed.of(joint, before, after) if joint and wanted else None
        self._position = position
        self._show_values()
        if self._shown.joint is None:
            self.set_position(position)

    def exported(self) -> Exported:
        """Return the maps, with their colours."""
        return Exported(self._maps, self._exported_table, words=self._maps.described)

    def _exported_table(self) -> DataTable:
        """Return the values of the map, or of the first of two."""
        frames = self._maps.frames
        if not frames:
            return DataTable({})
        facts = {"quantity": self.quantity, "layer": self.layer + 1, "moment": self._shown.title}
        return grid_table(frames[0].characters, frames[0].values, facts)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Memory"))
        self._title.setText(self.accessibleName())
        self._shown.now = self.tr("now")
        self.sorting.retranslate()
        self._show_readout()

    def _catch_up(self) -> None:
        self._moments.set_live_text(self._shown.live_title)
        self._show_reading()

    def _lay_out(self) -> None:
        self._title.setObjectName("memoryTitle")
        self._title.setProperty("role", "heading")
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title)
        top.addWidget(self._switch)
        top.addStretch(1)
        top.addWidget(self._order_bar)
        below = QHBoxLayout()
        below.addWidget(LiveLabel(self._readout), 1)
        below.addWidget(self._moments.label)
        below.addWidget(FoldButton(self, self._moments, self.text))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addLayout(below)
        layout.addWidget(self._maps, 1)
        layout.addWidget(self._moments)
        layout.addWidget(self.text)

    def _connect(self) -> None:
        self._switch.quantityChosen.connect(self._on_switch_quantity_chosen)
        self._switch.layerChosen.connect(self._on_switch_layer_chosen)
        self.sorting.changed.connect(self._show_values)
        self._order_bar.cellFound.connect(self._on_order_bar_cell_found)
        self._order_bar.matchesChanged.connect(self._maps.set_marked)
        self._order_bar.pinRequested.connect(self._on_pin_requested)
        self._maps.cellChosen.connect(self.cellChosen)
        self._maps.positionChosen.connect(self._on_maps_position_chosen)
        self._maps.cursorMoved.connect(self._show_readout)
        self._maps.pinRequested.connect(self._on_pin_requested)
        self._maps.rangeChosen.connect(self.rangeChosen)
        self._moments.momentChosen.connect(self.momentChosen)
        self._moments.compareChosen.connect(self.compareChosen)
        self.text.probeChanged.connect(self.probeChanged)
        self.text.jointChosen.connect(self._on_text_joint_chosen)
        self.text.samplingChosen.connect(self.samplingChosen)
        for signal in (self._moments.momentChosen, self._moments.compareChosen):
            signal.connect(self.text.show_probe)
        self.visibilityChanged.connect(self._ask_joint)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._maps.apply(self._theme.scheme)
        self._show_values()

    def _show_reading(self) -> None:
        reading = self._shown.first
        if reading is not None and self.isVisible():
            quantities = ordered(reading.trace.quantities)
            self._switch.set_quantities(quantities)
            self._switch.set_layers(len(reading.trace.quantities[quantities[0].key]))
        self._show_values()

    def _show_values(self) -> None:
        if not self.isVisible():
            return
        quantity, reading = self._switch.quantity, self._shown.first
        frames = self._shown.frames(quantity, self.layer) if quantity else ()
        for part in (self._switch, self._order_bar, self._readout):
            part.setVisible(bool(frames))
        if quantity is None or reading is None or not frames:
            self._maps.clear()
        else:
            scale = self._shown.scale(quantity, frames)
            rows = self.sorting.rows(reading.trace, layer=self.layer, quantity=quantity.key)
            offer = self._shown.offer(quantity)
            self._maps.show_frames(frames, scale=scale, rows=rows, offer=offer)
        self._show_readout()

    def _show_readout(self) -> None:
        quantity, cursor = self._switch.quantity, self._maps.cursor_at()
        frames = self._maps.frames
        if quantity is None or cursor is None or not frames:
            summary = ""
            self._readout.clear()
        else:
            name, change = self.sorting.name_of(cursor.cell), self._shown.mode == "difference"
            self._readout.show_place(quantity, cursor, frames=frames, name=name, change=change)
            summary = self._readout.summary(quantity, frames[0], self._shown.title)
            self._order_bar.set_pinned(self.cell in self.sorting.pinned(self.layer))
        self._maps.describe(summary)

    def _ask_joint(self) -> None:
        asked = self.text.track if self.isVisible() else None
        if asked != self._asked:
            self._asked = asked
            self.jointAsked.emit(asked)

    def _on_text_joint_chosen(self) -> None:
        self.set_joint(None)
        self._ask_joint()

    def _on_maps_position_chosen(self, position: int) -> None:
        if self._shown.joint is None:  # else it is a character of another text
            self.positionChosen.emit(position)

    def _on_pin_requested(self) -> None:
        self.sorting.toggle_pin(self.layer, self.cell)
        self._maps.choose(self.cell, self._maps.chosen.position)

    def _on_switch_quantity_chosen(self, key: str) -> None:
        self._show_values()
        self.quantityChosen.emit(key)

    def _on_switch_layer_chosen(self, layer: int) -> None:
        self._shown.reset_scale()
        self._show_values()
        self.layerChosen.emit(layer)

    def _on_order_bar_cell_found(self, cell: int) -> None:
        self.set_cell(cell)
        self.cellChosen.emit(cell)
