"""The phrase panel: which cells are active in a selected phrase and not around it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from lstm_gui.core.arrays import Floats
from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.inspection.phrases import PhraseCells, PlacedMatch, cells_of_phrase
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.numbers import thousands
from lstm_gui.gui.memory.colors import ColorTable, color_table
from lstm_gui.gui.memory.phrases.cell_chips import CellChips
from lstm_gui.gui.memory.phrases.phrase_search import PhraseSearchView
from lstm_gui.gui.memory.phrases.text_tiles import TextTiles
from lstm_gui.gui.memory.quantities import QUANTITIES, FixedSteps, Scale
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.formats import fixed, shortened
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated
from lstm_gui.gui.widgets.view import View

__all__ = ["PhrasePanel", "Threshold", "_largest_threshold", "best_threshold"]

_TRIALS = 25


def best_threshold(values: Floats, start: int, stop: int, most: float) -> float | None:
    """Return the threshold, at most `most`, with the most cells that are on in a phrase alone.

    A cell counts fully if it is never on outside, and not at all if it is on at half of the
    characters there. Of equal thresholds the highest is taken; None if no cell counts at any.
    """

    def particular(threshold: float) -> float:
        found = cells_of_phrase(values, start, stop, threshold)
        return float(np.sum(1.0 - 2.0 * found.outside))

    # Closer to each other where they are small: so are most values of c.
    trials = np.square(np.linspace(1.0, 0.0, _TRIALS, endpoint=False)) * most
    best = max(map(float, trials), key=particular)
    return best if particular(best) > 0 else None


def _largest_threshold(values: Floats) -> float:
    """Return where a threshold for values without bounds ends: a power of two that holds still."""
    sizes = np.abs(values[np.isfinite(values)])
    reach = float(sizes.max()) if sizes.size else 1.0
    return float(2.0 ** np.ceil(np.log2(max(reach, 1.0))))


_STEPS = 200


class Threshold(Retranslated, QWidget):
    """A slider from 0 to a largest value, finer where values are small.

    Signals:
        thresholdChanged: The person moved it to this value.
    """

    thresholdChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phraseThreshold")
        self._most = 1.0
        self._value = 0.5
        self._name = PlainLabel()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("thresholdSlider")
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 20)
        self._slider.valueChanged.connect(self._on_slider_value_changed)
        self._number = PlainLabel()
        self._number.setObjectName("thresholdNumber")
        self._number.setFont(tabular(self.font()))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance("00.00"))
        self._name.setBuddy(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._name)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._number)
        self.retranslate()
        self._show()

    @property
    def value(self) -> float:
        """The threshold."""
        return self._value

    @property
    def most(self) -> float:
        """The largest value that can be chosen."""
        return self._most

    def set_range(self, most: float) -> None:
        """Let the slider end at this value; the threshold itself stays where it can."""
        if most != self._most:
            self._most = most
            self._value = min(self._value, most)
            self._show()

    def set_value(self, value: float) -> None:
        """Set the threshold."""
        self._value = min(max(value, 0.0), self._most)
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._name.setText(self.tr("Threshold"))
        self._slider.setAccessibleName(self.tr("Threshold"))
        self._number.setAccessibleName(self.tr("Value of the threshold"))

    def _show(self) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(math.sqrt(self._value / self._most) * _STEPS))
        self._number.setText(fixed(self._value, 2))
        self._slider.setAccessibleDescription(self._number.text())

    def _on_slider_value_changed(self, step: int) -> None:
        self._value = (step / _STEPS) ** 2 * self._most
        self._show()
        self.thresholdChanged.emit(self._value)


_SHARE = Scale(0.0, 1.0, gate=True)
_BY_KEY = {quantity.key: quantity for quantity in QUANTITIES}


class PhrasePanel(View):
    """Finds the cells above a threshold throughout a phrase and below it outside.

    Until the person moves the threshold, it is where the cells tell most of the phrase, and
    follows the model as it learns.

    Signals:
        searchRequested: Cells, their signs, the threshold and the length of a phrase whose
            like the person wants to find in the text.
        searchCancelled: The person wants no more of the search under way.
        placeChosen: The person chose a match, from the first character up to the second.
        cellChosen: The person chose this cell.
    """

    searchRequested = Signal(object, object, float, int)
    searchCancelled = Signal()
    placeChosen = Signal(int, int)
    cellChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phrasePanel")
        self._theme = theme
        self._trace: Trace | None = None
        self._characters = ""
        self._quantity = _BY_KEY["c"]
        self._layer = 0
        self._values: Floats | None = None
        self._found: PhraseCells | None = None
        self._pointed = -1
        self._own_threshold = False
        self._tables = self._make_tables()
        self._tiles = TextTiles(theme)
        self._tiles.setObjectName("phraseTiles")
        self._summary = WrapLabel()
        self._summary.setObjectName("phraseSummary")
        self._threshold = Threshold()
        self._chips = CellChips(theme)
        self._chips.setObjectName("phraseCells")
        self._search = PhraseSearchView(theme)
        self._empty = PlainLabel()
        self._empty.setObjectName("phraseMessage")
        self._empty.setProperty("role", "muted")
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def selection(self) -> tuple[int, int]:
        """The selected characters, from the first up to, not including, the last number."""
        return self._tiles.selection

    @property
    def cells(self) -> tuple[int, ...]:
        """The cells of the selected phrase, the most particular to it first."""
        return self._chips.cells

    def set_trace(
        self, trace: Trace | None, characters: str = "", quantity: str = "c", layer: int = 0
    ) -> None:
        """Work on this quantity of this layer of what was computed reading `characters`."""
        if quantity != self._quantity.key:
            self._quantity = _BY_KEY.get(quantity, _BY_KEY["h"])
            self._own_threshold = False
            self._threshold.set_range(1.0)
            self._threshold.set_value(0.5)
        self._trace, self._characters, self._layer = trace, characters, layer
        if self.isVisible():
            self._take_trace()

    def set_selection(self, start: int, stop: int) -> None:
        """Select these characters, or none."""
        self._tiles.set_selection(start, stop)
        self._find_cells()

    def set_threshold(self, threshold: float) -> None:
        """Set the threshold; it is not suggested from now on."""
        self._own_threshold = True
        self._threshold.set_value(threshold)
        self._find_cells()

    def set_progress(self, fraction: float) -> None:
        """Show how far the search is, from 0 to 1."""
        self._search.set_progress(fraction)

    def set_matches(self, matches: Sequence[PlacedMatch]) -> None:
        """Show what the search found, the best first."""
        self._search.set_matches(matches)

    def set_failed(self) -> None:
        """Say that the search came to no end; the reason stands in the notices."""
        self._search.set_failed()

    def clear_matches(self) -> None:
        """Forget what was found; another model or text is in use."""
        self._search.clear()

    def exported(self) -> Exported:
        """Return the view with its numbers."""
        return Exported(self, self._exported_table, words=self._tiles.accessibleDescription)

    def _exported_table(self) -> DataTable:
        """Return the cells of the selected phrase."""
        found, (start, stop) = self._found, self._tiles.selection
        if found is None:
            return DataTable({})
        names = ("cells", "signs", "inside", "outside")
        columns = {name.removesuffix("s"): getattr(found, name) for name in names}
        facts = {"phrase": self._characters[start:stop], "threshold": self._threshold.value}
        return DataTable(columns, facts)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Phrase"))
        self._tiles.setAccessibleName(self.tr("Probe text, to select a phrase in"))
        self._tiles.setToolTip(self.tr("Drag over characters, or hold Shift and press the arrows"))
        self._chips.setAccessibleName(self.tr("Cells of the phrase"))
        rule = self.tr("Above the threshold throughout the phrase, below it outside")
        self._chips.setToolTip(rule)
        self._summary.setToolTip(rule)
        self._empty.setText(self.tr("The probe text appears here when the model has read it."))
        self._show_summary()

    def _catch_up(self) -> None:
        self._take_trace()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID // 2)
        left.addWidget(self._summary)
        left.addWidget(self._threshold)
        left.addSpacing(GRID // 2)
        left.addWidget(self._chips, 1)
        halves = QHBoxLayout()
        halves.setSpacing(2 * GRID)
        halves.addLayout(left, 5)
        halves.addWidget(self._search, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._empty)
        layout.addWidget(self._tiles)
        layout.addLayout(halves, 1)

    def _connect(self) -> None:
        self._tiles.selectionChanged.connect(self._on_tiles_selection_changed)
        self._threshold.thresholdChanged.connect(self._on_threshold_changed)
        self._chips.cellChosen.connect(self.cellChosen)
        self._chips.cellPointed.connect(self._on_chips_cell_pointed)
        self._search.searchAsked.connect(self._on_search_asked)
        self._search.searchCancelled.connect(self.searchCancelled)
        self._search.placeChosen.connect(self.placeChosen)
        self._theme.changed.connect(self._on_theme_changed)

    def _make_tables(self) -> dict[bool, ColorTable]:
        return {gate: color_table(self._theme.scheme, gate=gate) for gate in (False, True)}

    def _take_trace(self) -> None:
        values = self._trace_values()
        self._values = values
        self._empty.setVisible(values is None)
        self._tiles.setVisible(values is not None)
        self._tiles.set_characters("" if values is None else self._characters)
        if values is not None:
            bounded = self._quantity.gate or self._quantity.bounded
            self._threshold.set_range(1.0 if bounded else _largest_threshold(values))
        self._suggest()
        self._find_cells()

    def _trace_values(self) -> Floats | None:
        if self._trace is None or self._quantity.key not in self._trace.quantities:
            return None
        layers = self._trace.quantities[self._quantity.key]
        values: Floats = layers[min(self._layer, len(layers) - 1)]
        return values if len(values) == len(self._characters) > 0 else None

    def _suggest(self) -> None:
        """Set the threshold that tells most now, unless the person has set one or none tells."""
        start, stop = self._tiles.selection
        if self._values is not None and start < stop and not self._own_threshold:
            best = best_threshold(self._values, start, stop, self._threshold.most)
            if best is not None:
                self._threshold.set_value(best)

    def _find_cells(self) -> None:
        start, stop = self._tiles.selection
        self._found = None
        if self._values is not None and start < stop:
            self._found = cells_of_phrase(self._values, start, stop, self._threshold.value)
        means: Floats = np.zeros(0, np.float32)
        cells: list[int] = []
        if self._found is not None:
            cells, means = self._found.cells.tolist(), self._found.inside * self._found.signs
        scale, table = self._scale(means), self._tables[self._quantity.gate]
        colors = [table.colors[place] for place in scale.indices(means)]
        self._chips.set_cells(cells, means.tolist(), colors)
        self._search.set_ready(bool(cells))
        self._color_tiles()
        self._show_summary()

    def _scale(self, values: Floats) -> Scale:
        """Return the colours' range: fixed, but for c as wide as these values need."""
        if self._quantity.gate:
            return _SHARE
        limit = 1.0 if self._quantity.bounded else FixedSteps().follow(values)
        return Scale(-limit, limit, gate=False)

    def _color_tiles(self) -> None:
        """Colour the text by the cell pointed at, or else by the share of cells that fire."""
        if self._values is None:
            return
        found = self._found
        if found is None or not len(found):
            self._tiles.set_colors((), self._tables[True])
            return
        if self._pointed in self._chips.cells:
            values = self._values[:, self._pointed]
            scale = self._scale(values)
        else:
            firing = self._values[:, found.cells] * found.signs >= self._threshold.value
            scale, values = _SHARE, firing.mean(axis=1, dtype=np.float32)
        self._tiles.set_colors(scale.indices(values).tolist(), self._tables[scale.gate])

    def _show_summary(self) -> None:
        text = self._words()
        self._summary.set_message(text)
        self._tiles.setAccessibleDescription(text)

    def _words(self) -> str:
        start, stop = self._tiles.selection
        if self._values is None:
            return self.tr("Which cells hold a phrase")
        if start == stop:
            return self.tr("Drag over characters to select a phrase.")
        if self._chips.cells:
            template = self.tr("“{phrase}” · {count} of {all} cells", "", len(self._chips.cells))
        else:
            template = self.tr("“{phrase}” · no cell at this threshold")
        return template.format(
            phrase=shortened(self._characters[start:stop]),
            count=thousands(len(self._chips.cells)),
            all=thousands(self._values.shape[1]),
        )

    def _on_theme_changed(self) -> None:
        self._tables = self._make_tables()
        self._find_cells()

    def _on_tiles_selection_changed(self, _start: int, _stop: int) -> None:
        self._suggest()
        self._find_cells()

    def _on_threshold_changed(self, _threshold: float) -> None:
        self._own_threshold = True
        self._find_cells()

    def _on_chips_cell_pointed(self, cell: int) -> None:
        self._pointed = cell
        self._color_tiles()

    def _on_search_asked(self) -> None:
        start, stop = self._tiles.selection
        if self._found is not None:
            signs = tuple(self._found.signs.tolist())
            self._search.begin(self._characters[start:stop])
            self.searchRequested.emit(self.cells, signs, self._threshold.value, stop - start)
