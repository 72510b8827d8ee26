"""The lifetimes panel: half-lives of cells, and how often gates are open or shut."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.inspection.lifetimes import Histogram
from lstm_gui.core.numbers import significant
from lstm_gui.gui.memory.cell_names import format_cells
from lstm_gui.gui.memory.cells.lifetimes_plot import LifetimesPlot
from lstm_gui.gui.memory.quantities import QUANTITIES
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme, px, sized, tabular
from lstm_gui.gui.widgets.view import View

__all__ = ["GateShare", "GateShares", "LifetimesPanel"]

_LINE, _BAR = 17, 8
_ROW = _LINE + _BAR + 4


@dataclass(frozen=True, slots=True)
class GateShare:
    """A gate, and the shares of its values that are shut and open."""

    name: str
    shut: float
    open: float


class GateShares(QWidget):
    """A name and a bar for each gate: shut at the left, open at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gateShares")
        self._theme = theme
        self._shares: Sequence[GateShare] = ()
        self._shut = self._open = "{share}"
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Have a row for each gate."""
        return QSize(28 * GRID, max(len(self._shares) * px(_ROW) - 4, 0))

    minimumSizeHint = sizeHint

    def set_shares(self, shares: Sequence[GateShare]) -> None:
        """Show these."""
        if len(shares) != len(self._shares):
            self.updateGeometry()
        self._shares = shares
        lines = [
            f"{one.name}: {self._shut.format(share=_percent(one.shut))}, "
            f"{self._open.format(share=_percent(one.open))}"
            for one in shares
        ]
        self.setAccessibleDescription("; ".join(lines))
        self.update()

    def set_words(self, shut: str, open_: str) -> None:
        """Take the templates for the shares, with {share} in each."""
        self._shut, self._open = shut, open_
        self.set_shares(self._shares)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, numbers and bars."""
        with QPainter(self) as painter:
            for row, share in enumerate(self._shares):
                self._draw(painter, QRectF(0, row * px(_ROW), self.width(), px(_ROW) - 4), share)

    def _draw(self, painter: QPainter, area: QRectF, share: GateShare) -> None:
        scheme = self._theme.scheme
        words = QRectF(area.left(), area.top(), area.width(), px(_LINE))
        painter.setPen(QColor(scheme.text))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft), share.name)
        numbers = " · ".join(
            template.format(share=_percent(value))
            for template, value in ((self._shut, share.shut), (self._open, share.open))
        )
        painter.setPen(QColor(scheme.muted))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignRight), numbers)
        bar = QRectF(area.left(), area.top() + px(_LINE), area.width(), _BAR)
        self._draw_bar(painter, bar, share, scheme)

    def _draw_bar(self, painter: QPainter, bar: QRectF, share: GateShare, scheme: Scheme) -> None:
        """Fill the bar in the colours that the heat map has for 0, for between, and for 1."""
        shut, opened = share.shut * bar.width(), share.open * bar.width()
        painter.fillRect(bar, QColor(scheme.gates[1]))
        painter.fillRect(QRectF(bar.left(), bar.top(), shut, bar.height()), QColor(scheme.surface))
        right = QRectF(bar.right() - opened, bar.top(), opened, bar.height())
        painter.fillRect(right, QColor(scheme.gates[-2]))
        painter.setPen(QColor(scheme.line if scheme.dark else scheme.muted))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))


def _percent(share: float) -> str:
    """Write a share in whole hundredths: all of them stand in one narrow line."""
    number = f"{100 * share:.0f}" if share >= 0.005 or share == 0 else "<1"
    return QCoreApplication.translate("Format", "{number} %").format(number=number)


_SIDE = 28 * GRID
_Label = TypeVar("_Label", bound=QLabel)


class LifetimesPanel(View):
    """A histogram of half-lives at the left, gates and cells that stand still at the right.

    Signals:
        cellsChosen: The person chose these cells: those of a bar, or those that never move.
    """

    cellsChosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lifetimesPanel")
        self._histogram: Histogram | None = None
        self._saturation: Mapping[str, tuple[float, float]] = {}
        self._half_lives = np.zeros(0)
        self._dead: tuple[int, ...] = ()
        self._num_steps = 0
        self._line_length = math.nan
        self._cell = -1
        self._plot = LifetimesPlot(theme)
        self._message = self._label(WrapLabel(), "lifetimesMessage", "muted")
        self._gates_heading = self._label(PlainLabel(), "gatesHeading", "heading")
        self._gates = GateShares(theme)
        self._dead_heading = self._label(PlainLabel(), "deadHeading", "heading")
        self._dead_label = self._label(WrapLabel(), "deadCells", "muted")
        self._dead_button = QPushButton()
        self._dead_button.setObjectName("deadCellsButton")
        self._lay_out()
        self._plot.barChosen.connect(self._on_plot_bar_chosen)
        self._dead_button.clicked.connect(self._on_dead_button_clicked)
        self.retranslate()

    def set_lifetimes(
        self,
        histogram: Histogram | None,
        saturation: Mapping[str, tuple[float, float]],
        dead: ArrayLike,
        *,
        num_steps: int,
        mean_line_length: float,
        half_lives: ArrayLike,
    ) -> None:
        """Show what became of one text; `half_lives` (H,) tells which cells a bar is made of.

        Without gates, as in a plain RNN, there is no histogram, `saturation` is empty and
        `half_lives` is NaN; then a sentence says why. No `half_lives` at all means no text yet.
        """
        self._histogram, self._saturation = histogram, saturation
        self._dead = tuple(np.asarray(dead).tolist())
        self._num_steps, self._line_length = num_steps, mean_line_length
        self._half_lives = np.asarray(half_lives, dtype=np.float64)
        self._show()

    def set_cell(self, cell: int) -> None:
        """Point at the half-life of this cell."""
        self._cell = cell
        self._show_cell()

    def cells_of(self, bar: int) -> tuple[int, ...]:
        """Return the cells that a bar counts."""
        if self._histogram is None:
            return ()
        # In single precision, as the edges are: a value on an edge must not change sides.
        values, edges = self._half_lives.astype(np.float32), self._histogram.edges
        places = np.searchsorted(edges, values, side="right") - 1
        places = np.clip(places, 0, len(edges) - 1)
        return tuple(np.flatnonzero((places == bar) & ~np.isnan(values)).tolist())

    def exported(self) -> Exported:
        """Return the view with its numbers."""
        return Exported(self, self._exported_table, words=self._summary)

    def _summary(self) -> str:
        """Say in words how long the cells remember, how the gates stand, and which never move."""
        if self._histogram is None or not self._saturation:
            return self._why_not()
        counts = [*self._histogram.counts.tolist(), self._histogram.beyond]
        tips = self._tips(self._histogram.edges.tolist(), counts)
        dead = f"{self._dead_heading.text()}: {self._dead_words()}"
        parts = [tip for tip, count in zip(tips, counts, strict=True) if count]
        return "; ".join([*parts, self._gates.accessibleDescription(), dead])

    def _exported_table(self) -> DataTable:
        """Return the half-life of each cell, in characters."""
        cells = list(range(len(self._half_lives)))
        still = [int(cell in self._dead) for cell in cells]
        return DataTable(
            {"cell": cells, "half_life": self._half_lives, "never_moves": still},
            {"shut_and_open": {name: list(pair) for name, pair in self._saturation.items()}},
        )

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("How long it remembers"))
        self._plot.setAccessibleName(self.tr("Half-lives of the cells"))
        self._plot.set_words(self.tr("half-life in characters"), self.tr("longer"))
        self._gates_heading.setText(self.tr("Saturated gates"))
        self._gates_heading.setToolTip(
            self.tr("Shut is below 0.1, open is above 0.9, counted over all cells and characters.")
        )
        self._gates.setAccessibleName(self.tr("Saturated gates"))
        self._gates.set_words(self.tr("shut {share}"), self.tr("open {share}"))
        self._dead_heading.setText(self.tr("Cells that never move"))
        self._dead_button.setText(self.tr("Select"))
        self._dead_button.setAccessibleName(self.tr("Select the cells that never move"))
        self._show()

    def _catch_up(self) -> None:
        self._show()

    @staticmethod
    def _label(label: _Label, name: str, role: str) -> _Label:
        label.setObjectName(name)
        label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        dead = QHBoxLayout()
        dead.addWidget(self._dead_heading, 1)
        dead.addWidget(self._dead_button)
        side = QVBoxLayout()
        side.setSpacing(GRID)
        side.addWidget(self._gates_heading)
        side.addWidget(self._gates)
        side.addLayout(dead)
        side.addWidget(self._dead_label)
        side.addStretch(1)
        sized(self._dead_label.setFixedWidth, _SIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._plot, 1)
        row.addWidget(self._message, 1)
        row.addLayout(side)

    def _show(self) -> None:
        if not self.isVisible():
            return
        known, has_gates = self._known, bool(self._saturation)
        shown = self._histogram is not None and has_gates
        self._plot.setVisible(shown)
        self._message.set_message("" if shown else self._why_not())
        if self._histogram is not None and shown:
            self._show_histogram(self._histogram)
        self._gates_heading.setVisible(has_gates)
        self._gates.setVisible(has_gates)
        self._gates.set_shares(self._shares())
        self._dead_heading.setVisible(known)
        self._dead_button.setVisible(known)
        self._dead_button.setEnabled(bool(self._dead))
        words = self.tr("Select them in the memory") if self._dead else self.tr("All cells move.")
        self._dead_button.setToolTip(words)
        self._dead_label.set_message(self._dead_words())
        self._show_cell()

    def _show_histogram(self, histogram: Histogram) -> None:
        counts = [*histogram.counts.tolist(), histogram.beyond]
        edges = histogram.edges.tolist()
        self._plot.set_bars(edges, counts, self._tips(edges, counts))
        steps = self.tr("time steps {count}").format(count=self._num_steps)
        marks = [(float(self._num_steps), steps)] if self._num_steps else []
        if math.isfinite(self._line_length) and self._line_length > 0:
            line = self.tr("mean line {length}").format(length=significant(self._line_length, 2))
            marks.append((self._line_length, line))
        self._plot.set_marks(marks)

    def _tips(self, edges: Sequence[float], counts: Sequence[int]) -> list[str]:
        below = self.tr("less than {high} characters · cells: {count}")
        within = self.tr("{low} to {high} characters · cells: {count}")
        beyond = self.tr("{low} characters and more · cells: {count}")
        tips = []
        for bar, count in enumerate(counts):
            low = significant(edges[bar], 2)
            last = bar + 1 == len(edges)
            high = "" if last else significant(edges[bar + 1], 2)
            template = beyond if last else within if bar else below
            tips.append(template.format(low=low, high=high, count=count))
        return tips

    def _shares(self) -> list[GateShare]:
        names = {one.key: one.name for one in QUANTITIES}
        return [GateShare(names.get(key, key), *pair) for key, pair in self._saturation.items()]

    @property
    def _known(self) -> bool:
        return self._half_lives.size > 0

    def _why_not(self) -> str:
        if not self._known:
            return self.tr(
                "How long each cell remembers appears here when the model has read the probe text."
            )
        return self.tr(
            "A plain RNN has no gates: every character rewrites its whole state, so "
            "no cell has a half-life."
        )

    def _dead_words(self) -> str:
        if not self._known:
            return ""
        if not self._dead:
            return self.tr("none")
        cells = format_cells(self._dead)
        short = cells if len(cells) <= 60 else cells[:60].rsplit(",", 1)[0] + ", …"
        one = self.tr("cell {cells}")
        several = self.tr("{count} cells: {cells}", "", len(self._dead))
        template = several if len(self._dead) > 1 else one
        return template.format(count=len(self._dead), cells=short)

    def _show_cell(self) -> None:
        known = 0 <= self._cell < len(self._half_lives)
        self._plot.set_value(float(self._half_lives[self._cell]) if known else math.nan)

    def _on_plot_bar_chosen(self, bar: int) -> None:
        cells = self.cells_of(bar)
        if cells:
            self.cellsChosen.emit(cells)

    def _on_dead_button_clicked(self) -> None:
        self.cellsChosen.emit(self._dead)
