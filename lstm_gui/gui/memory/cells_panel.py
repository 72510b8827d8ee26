"""Cells with names: what each of them follows in the text, and how closely."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lstm_gui.core.backend import Trace
from lstm_gui.core.inspection import THRESHOLD, NamedCell, state_quantity
from lstm_gui.gui.format import thousands
from lstm_gui.gui.memory.cell_names import feature_label
from lstm_gui.gui.memory.cells_list import CellsList, NamedRow
from lstm_gui.gui.memory.colors import ColorTable
from lstm_gui.gui.memory.heat_strip import heat_image
from lstm_gui.gui.memory.quantities import FixedSteps, Scale
from lstm_gui.gui.memory.view import View
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["CellsPanel"]


class CellsPanel(View):
    """A list of the cells that follow something readable, the closest first.

    Signals:
        cellChosen: The person chose this cell.
    """

    cellChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cellsPanel")
        self._theme = theme
        self._named: tuple[NamedCell, ...] = ()
        self._cells = self._characters = 0
        self._threshold = THRESHOLD
        self._trace: Trace | None = None
        self._layer = 0
        self._steps = FixedSteps()
        self._filter = QLineEdit()
        self._filter.setObjectName("cellsFilter")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(24 * GRID)
        self._count = QLabel()
        self._count.setObjectName("cellsCount")
        self._list = CellsList(theme)
        self._list.setObjectName("cellsList")
        self._explanation = WrapLabel()
        self._explanation.setObjectName("cellsExplanation")
        self._explanation.setProperty("role", "muted")
        self._lay_out()
        self._filter.textChanged.connect(self._on_filter_text_changed)
        self._list.cellPicked.connect(self.cellChosen)
        theme.changed.connect(self._show_strips)
        self.retranslate()

    def set_named(
        self,
        named: Sequence[NamedCell],
        cells: int,
        *,
        characters: int = 0,
        threshold: float = THRESHOLD,
    ) -> None:
        """Show these of so many cells, named by what they did over so many characters.

        What is below the threshold has no name.
        """
        self._named, self._cells, self._threshold = tuple(named), cells, threshold
        self._characters = characters
        self._show_rows()

    def set_trace(self, trace: Trace | None, layer: int = 0) -> None:
        """Take the values of the cells over the text."""
        self._trace, self._layer = trace, layer
        self._show_strips()

    def set_cell(self, cell: int) -> None:
        """Mark this cell."""
        self._list.set_chosen(cell)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Cells with names"))
        self._filter.setAccessibleName(self.tr("Filter cells"))
        self._filter.setPlaceholderText(self.tr("filter by name or number"))
        self._list.setAccessibleName(self.tr("Named cells"))
        self._count.setAccessibleName(self.tr("How many cells have a name"))
        self._show_rows()

    def _catch_up(self) -> None:
        self._show_rows()
        self._show_strips()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self._filter, 1)
        top.addWidget(self._count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._explanation)

    def _show_rows(self) -> None:
        if not self.isVisible():
            return
        wanted = self._filter.text().strip().casefold()
        rows = [self._row(one) for one in self._sorted()]
        shown = tuple(row for row in rows if wanted in row.words.casefold())
        self._list.empty_text = self._nothing(bool(rows))
        self._list.set_rows(shown)
        self._filter.setProperty("state", "invalid" if rows and not shown else "")
        self._filter.style().polish(self._filter)
        template = self.tr("Cells with a name: {named} of {cells}")
        self._count.setText(
            template.format(named=thousands(len(rows)), cells=thousands(self._cells))
        )
        explanation = self.tr(
            "r: how closely a cell follows a feature of the text, −1 to 1 (characters read: "
            "{count}). Below {threshold} a cell stays unnamed."
        )
        self._count.setVisible(self._cells > 0)
        self._explanation.set_message(
            explanation.format(threshold=f"{self._threshold:g}", count=thousands(self._characters))
        )

    def _sorted(self) -> list[NamedCell]:
        """Return the cells, the closest first; none moves away from under the mouse."""
        cells = sorted(self._named, key=lambda one: (-abs(one.correlation), one.cell))
        if not self._list.underMouse():
            return cells
        places = {row.cell: place for place, row in enumerate(self._list.rows)}
        return sorted(cells, key=lambda one: places.get(one.cell, len(places)))

    def _row(self, named: NamedCell) -> NamedRow:
        name = feature_label(named.feature)
        words = self.tr("cell {cell} · {name} · r = {correlation}").format(
            cell=named.cell,
            name=name,
            correlation=f"{named.correlation:.2f}".replace("-", "−"),
        )
        return NamedRow(named.cell, name, named.correlation, words)

    def _nothing(self, filtered: bool) -> str:
        if filtered:
            return self.tr("No named cell fits the filter.")
        return self.tr("No cell follows anything readable yet. More training may help.")

    def _show_strips(self) -> None:
        if not self.isVisible():
            return
        if self._trace is None:
            self._list.set_strips(None)
            return
        quantity = state_quantity(self._trace.cell)
        values = self._trace.quantities[quantity][self._layer]
        limit = self._steps.follow(values) if quantity == "c" else 1.0
        scale = Scale(-limit, limit, gate=False)
        table = ColorTable(self._theme.scheme, gate=False)
        self._list.set_strips(heat_image(values, scale, table))

    def _on_filter_text_changed(self, _text: str) -> None:
        self._show_rows()
