"""The settings that a search varies, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.config import Experiment
from lstm_gui.core.search_space import Range, Value, acts, searchable
from lstm_gui.gui.search.range_row import RangeRow, usual_range
from lstm_gui.gui.theme import GRID, Theme

__all__ = ["RangeForm"]

FIRST = ("train.learning_rate", "model.hidden")


class RangeForm(QWidget):
    """Rows that can be added and taken away.

    Signals:
        edited: Something is another one now; read `ranges()`.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rangeForm")
        self._theme = theme
        self._experiment = Experiment()
        self.rows: list[RangeRow] = []
        self._add = QPushButton()
        self._add.setObjectName("addRangeButton")
        self._add.setFlat(True)
        self._add.clicked.connect(self._on_add_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_experiment(self, experiment: Experiment) -> None:
        """Propose ranges around these settings from now on."""
        first = not self.rows
        self._experiment = experiment
        if first:
            self.set_ranges([usual_range(experiment, path) for path in FIRST])
        self._offer()

    def set_ranges(self, ranges: Sequence[Range]) -> None:
        """Show these ranges and no others; emits nothing."""
        for row in tuple(self.rows):
            self._drop(row)
        for item in ranges:
            self._append(item)
        self._offer()

    def ranges(self) -> tuple[Range, ...] | None:
        """Return what is typed, or None while something is wrong; it is shown at its row."""
        found: list[Range] = []
        for row in self.rows:
            item = row.range_or_error()
            if isinstance(item, Range) and not acts(item.path, self._cells()):
                item = self.tr("Only an LSTM has a forget gate, so this does nothing here.")
            row.show_error(item if isinstance(item, str) else "")
            if isinstance(item, Range):
                found.append(item)
        return tuple(found) if found and len(found) == len(self.rows) else None

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Settings to try"))
        self._add.setText(self.tr("Add a setting"))
        self._add.setAccessibleName(self.tr("Add a setting"))
        for row in self.rows:
            row.retranslate()

    def _append(self, item: Range) -> None:
        row = RangeRow(self._theme, item)
        row.edited.connect(self._offer)
        row.edited.connect(self.edited)
        row.settingChosen.connect(self._on_row_setting_chosen)
        row.removed.connect(self._on_row_removed)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)

    def _drop(self, row: RangeRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _cells(self) -> tuple[Value, ...]:
        """Return the cells that the trials would have."""
        ranges = [row.range_or_error() for row in self.rows if row.path == "model.cell"]
        chosen = [item.choices for item in ranges if isinstance(item, Range)]
        return chosen[0] if chosen else (self._experiment.model.cell,)

    def _unused(self) -> list[str]:
        cells, used = self._cells(), {row.path for row in self.rows}
        paths = [knob.path for knob in searchable() if acts(knob.path, cells)]
        return [path for path in paths if path not in used]

    def _offer(self) -> None:
        """Offer what does something and is not there yet."""
        unused = self._unused()
        self._add.setVisible(bool(unused))
        for row in self.rows:
            row.offer(unused)

    def _on_add_clicked(self) -> None:
        self._append(usual_range(self._experiment, self._unused()[0]))
        self._offer()
        self.rows[-1].setFocus()
        self.edited.emit()

    def _on_row_setting_chosen(self, path: str) -> None:
        row = self.sender()
        assert isinstance(row, RangeRow)
        row.set_range(usual_range(self._experiment, path))
        self._offer()
        self.edited.emit()

    def _on_row_removed(self) -> None:
        row = self.sender()
        assert isinstance(row, RangeRow)
        self._drop(row)
        self._offer()
        self.edited.emit()
