"""The memory panel: the heat map with its switches, the time machine and the probe text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.memory.map.frame import Shown, Traced, TwinFrame
from lstm_gui.gui.memory.map.map_pair import MapPair, Readout
from lstm_gui.gui.memory.map.order_bar import OrderBar, RowSorting
from lstm_gui.gui.memory.map.quantity_switch import QuantitySwitch
from lstm_gui.gui.memory.map.time_machine_bar import CompareMode, TimeMachineBar
from lstm_gui.gui.memory.quantities import ordered
from lstm_gui.gui.widgets.formats import named_characters
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated
from lstm_gui.gui.widgets.view import View

__all__ = ["FoldButton", "LOW", "MemoryPanel", "MemoryRoom", "ProbeField"]

_PAUSE_MS = 150
_LONGEST = 512


class ProbeField(Retranslated, QWidget):
    """A line to type in; unknown characters are named under it.

    Signals:
        probeChanged: The person changed the text, and paused or pressed Enter.
    """

    probeChanged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probeField")
        self._unknown = ""
        self._edit = QLineEdit()
        self._edit.setObjectName("probeEdit")
        self._edit.setMaxLength(_LONGEST)
        # Not textEdited: scripts that fill the line count as a person too.
        self._edit.textChanged.connect(self._on_edit_text_changed)
        self._edit.returnPressed.connect(self._on_edit_return_pressed)
        self._notice = PlainLabel()
        self._notice.setObjectName("probeUnknown")
        self._notice.setProperty("role", "warning")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self._pause = one_shot(self, _PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._edit)
        layout.addWidget(self._notice)
        self.retranslate()

    def text(self) -> str:
        """Return the text in the line, cleaned as the model's text was."""
        return one_line(self._edit.text())

    def set_text(self, text: str) -> None:
        """Show this text; what was being typed is dropped."""
        self._pause.stop()
        if text != self.text():
            with QSignalBlocker(self._edit):
                self._edit.setText(text)
            self._edit.setCursorPosition(0)

    def set_unknown(self, characters: str) -> None:
        """Name the characters that the model does not know, or none."""
        self._unknown = characters
        self._show_unknown()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._edit.setAccessibleName(self.tr("Probe text"))
        self._edit.setPlaceholderText(self.tr("A text for the memory to read"))
        self._edit.setToolTip(self.tr("The memory above is of this text. It trains nothing."))
        self._notice.setAccessibleName(self.tr("Unknown characters"))
        self._show_unknown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Send what was typed before nothing is seen of it."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._send()

    def _show_unknown(self) -> None:
        template = self.tr("Not in the corpus, left out: {characters}")
        self._notice.setText(template.format(characters=named_characters(self._unknown)))
        self._notice.setVisible(bool(self._unknown))

    def _send(self) -> None:
        self._pause.stop()
        self.probeChanged.emit(self.text())

    def _on_edit_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _on_edit_return_pressed(self) -> None:
        self._send()

    def _on_pause_timeout(self) -> None:
        self._send()


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

    def __init__(self, panel: QWidget, moments: TimeMachineBar, probe: ProbeField) -> None:
        super().__init__(panel)
        self._panel, self._moments, self._probe = panel, moments, probe
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
        low = self._panel.height() < LOW
        whole = not low or self.isChecked()
        travels = self._moments.moment is not None or self._moments.mode != "off"
        self.setVisible(low)
        self._probe.setVisible(whole)
        self._moments.setVisible(whole or travels)

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
    """

    probeChanged = Signal(str)
    cellChosen = Signal(int)
    positionChosen = Signal(int)
    quantityChosen = Signal(str)
    layerChosen = Signal(int)
    momentChosen = Signal(object)
    compareChosen = Signal(object, str)
    rangeChosen = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryPanel")
        self._theme = theme
        self._shown = Shown()
        self._title = PlainLabel()
        self._switch = QuantitySwitch()
        self._order_bar = OrderBar(theme)
        self._sorting = RowSorting(self._order_bar, self)
        self._readout = Readout()
        self._maps = MapPair()
        self._moments = TimeMachineBar(theme)
        self._probe = ProbeField()
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
        """The chosen character, counted from 0."""
        return self._maps.chosen.position

    @property
    def quantity(self) -> str:
        """The key of the quantity shown, or nothing."""
        return self._switch.quantity.key if self._switch.quantity else ""

    @property
    def layer(self) -> int:
        """The layer shown, counted from 0."""
        return self._switch.layer

    @property
    def by_role(self) -> bool:
        """Whether the rows stand by the names of their cells."""
        return self._sorting.by_role

    @property
    def pinned(self) -> tuple[int, ...]:
        """The pinned cells of the layer shown."""
        return self._sorting.pinned(self.layer)

    def set_trace(self, trace: Trace | None, characters: str = "", epoch_text: str = "") -> None:
        """Show what the network computed reading `characters`; `epoch_text` names the moment."""
        if trace is None:
            self._sorting.forget()  # another network: its cells are not the same
        self._shown.live = Traced.of(trace, characters, epoch_text)
        if self.isVisible():
            self._moments.set_live_text(self._shown.live_title)
            if self._shown.shows_live or trace is None:
                self._show_reading()

    def set_probe(self, text: str) -> None:
        """Show this probe text."""
        self._probe.set_text(text)

    def set_unknown(self, characters: Iterable[str]) -> None:
        """Name the characters of the probe text that the model does not know."""
        self._probe.set_unknown("".join(characters))

    def set_quantity(self, key: str) -> None:
        """Show this quantity if the trace has it."""
        self._switch.set_quantity(key)
        self._show_values()

    def set_cell(self, cell: int) -> None:
        """Choose a cell, and bring its row into view."""
        self._maps.choose(cell, self.position)
        self._show_readout()

    def set_position(self, position: int) -> None:
        """Choose a character, and bring its column into view."""
        self._maps.choose(self.cell, position)
        self._show_readout()

    def set_named(self, named: Sequence[NamedCell]) -> None:
        """Take the names of the cells of the layer shown: for the search and the order by role."""
        self._sorting.take_names(named)
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

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Memory"))
        self._title.setText(self.accessibleName())
        self._shown.now = self.tr("now")
        self._sorting.retranslate()
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
        below.addWidget(FoldButton(self, self._moments, self._probe))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(top)
        layout.addLayout(below)
        layout.addWidget(self._maps, 1)
        layout.addWidget(self._moments)
        layout.addWidget(self._probe)

    def _connect(self) -> None:
        self._switch.quantityChosen.connect(self._on_switch_quantity_chosen)
        self._switch.layerChosen.connect(self._on_switch_layer_chosen)
        self._sorting.changed.connect(self._show_values)
        self._order_bar.cellFound.connect(self._on_order_bar_cell_found)
        self._order_bar.matchesChanged.connect(self._maps.set_marked)
        self._order_bar.pinRequested.connect(self._on_pin_requested)
        self._maps.cellChosen.connect(self.cellChosen)
        self._maps.positionChosen.connect(self.positionChosen)
        self._maps.cursorMoved.connect(self._show_readout)
        self._maps.pinRequested.connect(self._on_pin_requested)
        self._maps.rangeChosen.connect(self.rangeChosen)
        self._moments.momentChosen.connect(self.momentChosen)
        self._moments.compareChosen.connect(self.compareChosen)
        self._probe.probeChanged.connect(self.probeChanged)
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
            rows = self._sorting.rows(reading.trace, layer=self.layer, quantity=quantity.key)
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
            name, change = self._sorting.name_of(cursor.cell), self._shown.mode == "difference"
            self._readout.show_place(quantity, cursor, frames=frames, name=name, change=change)
            summary = self._readout.summary(quantity, frames[0], self._shown.title)
            self._order_bar.set_pinned(self.cell in self.pinned)
        self._maps.describe(summary)

    def _on_pin_requested(self) -> None:
        self._sorting.toggle_pin(self.layer, self.cell)
        self._maps.choose(self.cell, self.position)

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
