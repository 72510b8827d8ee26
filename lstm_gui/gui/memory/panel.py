"""The memory panel: what is shown, the heat map with its colours, the readout, the probe text."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lstm_gui.core.backend import Floats, Trace
from lstm_gui.gui.memory.color_bar import ColorBar
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.heatmap import TOP_MARGIN, Cursor, MemoryHeatmap
from lstm_gui.gui.memory.probe_field import ProbeField
from lstm_gui.gui.memory.quantities import FixedSteps, Quantity, Scale, ordered
from lstm_gui.gui.memory.quantity_switch import QuantitySwitch
from lstm_gui.gui.memory.tiles import TILE_HEIGHT, visible_character
from lstm_gui.gui.theme import GRID, Theme, tabular

__all__ = ["MemoryPanel"]


class MemoryPanel(QWidget):
    """Shows traces of a probe text: cells by characters, coloured by value.

    Signals:
        probeChanged: The person changed the probe text and paused.
        cellChosen: The person chose this cell.
        positionChosen: The person chose this character of the text.
        quantityChosen: The person chose the quantity with this key.
        layerChosen: The person chose this layer, counted from 0.
        visibilityChanged: The panel is seen, or is not; traces are of use only when it is.
    """

    probeChanged = Signal(str)
    cellChosen = Signal(int)
    positionChosen = Signal(int)
    quantityChosen = Signal(str)
    layerChosen = Signal(int)
    visibilityChanged = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryPanel")
        self._theme = theme
        self._trace: Trace | None = None
        self._characters = ""
        self._moment = ""
        self._message = ""
        self._steps = FixedSteps()
        self._tables: dict[bool, ColorTable] = {}
        self._switch = QuantitySwitch()
        self._readout = self._label("memoryReadout", role="muted")
        self._readout.setFont(tabular(self.font()))
        self._moment_label = self._label("memoryMoment", role="muted")
        self._heatmap = MemoryHeatmap()
        self._empty = self._label("memoryMessage", role="muted")
        self._bar = ColorBar(top=TOP_MARGIN, bottom=TILE_HEIGHT)
        self._probe = ProbeField()
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def cell(self) -> int:
        """The chosen cell, counted from 0."""
        return self._heatmap.chosen.cell

    @property
    def position(self) -> int:
        """The chosen character, counted from 0."""
        return self._heatmap.chosen.position

    @property
    def quantity(self) -> str:
        """The key of the quantity shown, or nothing."""
        quantity = self._switch.quantity
        return quantity.key if quantity else ""

    @property
    def layer(self) -> int:
        """The layer shown, counted from 0."""
        return self._switch.layer

    def set_trace(self, trace: Trace | None, characters: str = "", epoch_text: str = "") -> None:
        """Show what the network computed reading `characters`; `epoch_text` names the moment."""
        self._trace, self._characters, self._moment = trace, characters, epoch_text
        if self.isVisible():
            self._show_trace()

    def set_probe(self, text: str) -> None:
        """Show this probe text."""
        self._probe.set_text(text)

    def set_unknown(self, characters: Iterable[str]) -> None:
        """Name the characters of the probe text that the model does not know."""
        self._probe.set_unknown("".join(characters))

    def set_message(self, text: str) -> None:
        """Say this while there is no trace; nothing means the panel's own words."""
        self._message = text
        self._show_message()

    def set_quantity(self, key: str) -> None:
        """Show this quantity if the trace has it."""
        self._switch.set_quantity(key)
        self._show_values()

    def set_cell(self, cell: int) -> None:
        """Choose a cell."""
        self._heatmap.choose(cell, self.position)
        self._show_readout()

    def reset_zoom(self) -> None:
        """Show all cells and all characters."""
        self._heatmap.reset_zoom()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Memory"))
        self._heatmap.setAccessibleName(self.tr("Memory: cells by characters"))
        self._bar.setAccessibleName(self.tr("Colour scale"))
        self._readout.setAccessibleName(self.tr("Value under the cursor"))
        self._moment_label.setAccessibleName(self.tr("Moment shown"))
        self._empty.setAccessibleName(self.tr("What the memory will show"))
        self._show_message()
        self._show_readout()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the last trace and ask for more."""
        super().showEvent(event)
        self._show_trace()
        self.visibilityChanged.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that traces are of no use now."""
        super().hideEvent(event)
        self.visibilityChanged.emit(False)

    def _label(self, name: str, *, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self._switch)
        top.addWidget(self._readout, 1)
        top.addWidget(self._moment_label)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        middle = QGridLayout()
        middle.setHorizontalSpacing(GRID)
        middle.addWidget(self._heatmap, 0, 0)
        middle.addWidget(self._empty, 0, 0)
        middle.addWidget(self._bar, 0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self._probe)
        self._empty.raise_()

    def _connect(self) -> None:
        self._switch.quantityChosen.connect(self._on_switch_quantity_chosen)
        self._switch.layerChosen.connect(self._on_switch_layer_chosen)
        self._heatmap.cellChosen.connect(self.cellChosen)
        self._heatmap.positionChosen.connect(self.positionChosen)
        self._heatmap.cursorMoved.connect(self._show_readout)
        self._probe.probeChanged.connect(self.probeChanged)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        scheme = self._theme.scheme
        self._tables = {gate: ColorTable(scheme, gate=gate) for gate in (False, True)}
        self._heatmap.apply(scheme)
        self._show_values()

    def _show_trace(self) -> None:
        if self._trace is not None:
            quantities = ordered(self._trace.quantities)
            self._switch.set_quantities(quantities)
            self._switch.set_layers(len(self._trace.quantities[quantities[0].key]))
        self._moment_label.setText(self._moment)
        self._show_message()
        self._show_values()

    def _show_message(self) -> None:
        own = self.tr("The memory appears here when the model has read the probe text.")
        self._empty.setText(self._message or own)
        empty = self._values() is None
        self._empty.setVisible(empty)
        self._switch.setVisible(not empty)
        self._bar.setVisible(not empty)

    def _values(self) -> Floats | None:
        quantity = self._switch.quantity
        if self._trace is None or quantity is None or not self._characters:
            return None
        values = self._trace.quantities[quantity.key][self.layer]
        return values if len(values) == len(self._characters) else None

    def _show_values(self) -> None:
        values, quantity = self._values(), self._switch.quantity
        if values is None or quantity is None:
            self._heatmap.clear_values()
        elif self.isVisible():
            scale = self._scale(quantity, values)
            table = self._tables[scale.gate]
            self._heatmap.show_values(values, self._characters, scale, table)
            self._bar.show_scale(scale, table, self._theme.scheme)
        self._show_readout()

    def _scale(self, quantity: Quantity, values: Floats) -> Scale:
        if quantity.gate:
            return Scale(0.0, 1.0, gate=True)
        limit = 1.0 if quantity.bounded else self._steps.follow(values)
        return Scale(-limit, limit, gate=False)

    def _show_readout(self) -> None:
        quantity, cursor = self._switch.quantity, self._heatmap.cursor_at()
        text = "" if quantity is None or cursor is None else self._words(quantity, cursor)
        self._readout.setText(text)
        self._heatmap.setAccessibleDescription(self._summary(text))

    def _words(self, quantity: Quantity, cursor: Cursor) -> str:
        template = self.tr("cell {cell} · {character} · {symbol} = {value} · position {position}")
        return template.format(
            cell=cursor.cell,
            character=visible_character(self._characters[cursor.position]),
            symbol=quantity.symbol.lower(),
            value=_figures(self._heatmap.value_at(cursor)),
            position=cursor.position + 1,
        )

    def _summary(self, readout: str) -> str:
        values, quantity = self._values(), self._switch.quantity
        if values is None or quantity is None:
            return self._empty.text()
        template = self.tr("{term}, {cells} cells by {characters} characters, {low} to {high}")
        finite = values[np.isfinite(values)]
        low, high = (finite.min(), finite.max()) if finite.size else (math.nan, math.nan)
        shape = template.format(
            term=quantity.name,
            cells=values.shape[1],
            characters=values.shape[0],
            low=_figures(float(low)),
            high=_figures(float(high)),
        )
        return " · ".join(part for part in (self._moment, shape, readout) if part)

    def _on_switch_quantity_chosen(self, key: str) -> None:
        self._show_values()
        self.quantityChosen.emit(key)

    def _on_switch_layer_chosen(self, layer: int) -> None:
        self._steps.reset()
        self._show_values()
        self.layerChosen.emit(layer)


def _figures(value: float) -> str:
    """Write a value with three decimals, or more where they say nothing."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.3f}" if abs(value) >= 0.01 or value == 0 else f"{value:.2g}"
    return text.replace("-", "−")
