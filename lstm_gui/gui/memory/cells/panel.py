"""The cells panel: named cells with their correlation as a bar and their values as a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.data_table import Cell, DataTable
from lstm_gui.core.inspection.naming import THRESHOLD, NamedCell
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import marked, thousands
from lstm_gui.gui.memory.cell_names import feature_label
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.heat_strip import heat_image
from lstm_gui.gui.memory.quantities import FixedSteps, Scale
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.formats import fixed
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, SELECTED, Theme, px, tabular, translucent
from lstm_gui.gui.widgets.translation import TypedLine
from lstm_gui.gui.widgets.view import View

__all__ = ["CellsList", "CellsPanel", "NamedRow"]

_ROW = 22
_BAR = 72
_WORDS = 0.56
"""The share of the width that words may take; the strip has what is left."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A cell, its name, its correlation, and all of it in words."""

    cell: int
    name: str
    correlation: float
    words: str


class _Rows(QAbstractListModel):
    """The rows, in the order in which they are seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[NamedRow, ...] = ()

    def replace(self, rows: tuple[NamedRow, ...]) -> None:
        if [row.cell for row in rows] == [row.cell for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].words
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a row: words, a bar for r around its middle, the cell's values over the text."""

    def __init__(self, theme: Theme, view: CellsList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, px(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._view.rows[index.row()]
        area, state = option.rect, option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, translucent(self._theme.scheme.accent, SELECTED))
        inner = area.adjusted(GRID, 0, -GRID, 0)
        words = QRect(inner.topLeft(), QSize(int(inner.width() * _WORDS), inner.height()))
        self._draw_words(painter, words, row.words)
        bar = QRectF(words.right() + GRID, inner.top() + 7, px(_BAR), px(_ROW) - 14)
        self._draw_bar(painter, bar, row.correlation)
        strip = QRectF(inner)
        strip.setLeft(bar.right() + 2 * GRID)
        self._draw_strip(painter, strip.adjusted(0, 4, 0, -4), row.cell)
        painter.restore()

    def _draw_words(self, painter: QPainter, area: QRect, words: str) -> None:
        painter.setFont(self._view.font())
        painter.setPen(QColor(self._theme.scheme.text))
        side = Qt.TextElideMode.ElideRight
        elided = painter.fontMetrics().elidedText(words, side, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, elided)

    def _draw_bar(self, painter: QPainter, area: QRectF, correlation: float) -> None:
        scheme = self._theme.scheme
        middle = area.center().x()
        painter.fillRect(area, QColor(scheme.background))
        color = scheme.states[-2] if correlation > 0 else scheme.states[1]
        reach = correlation * area.width() / 2
        bar = QRectF(middle, area.top(), reach, area.height()).normalized()
        painter.fillRect(bar, QColor(color))
        painter.setPen(QColor(scheme.muted))
        painter.drawLine(
            round(middle), round(area.top()) - 2, round(middle), round(area.bottom()) + 1
        )

    def _draw_strip(self, painter: QPainter, area: QRectF, cell: int) -> None:
        image = self._view.strips
        if image is not None and cell < image.height() and area.width() > 0:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(area, image, QRectF(0, cell, image.width(), 1))
            painter.setPen(QColor(self._theme.scheme.line))
            painter.drawRect(area.adjusted(0, 0, -1, -1))


class CellsList(QListView):
    """Rows of named cells.

    Signals:
        cellPicked: The person chose this cell, by click or by key.
    """

    cellPicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.strips: QImage | None = None
        self.empty_text = ""
        self._chosen = -1
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setFont(tabular(self.font()))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.viewport().update)

    @property
    def rows(self) -> tuple[NamedRow, ...]:
        """The rows in the order in which they are seen."""
        return self._model.rows

    def set_rows(self, rows: tuple[NamedRow, ...]) -> None:
        """Show these rows; what is chosen and what is in view stay."""
        bar = self.verticalScrollBar()
        place = bar.value()
        self._model.replace(rows)
        self._select()
        bar.setValue(place)

    def set_strips(self, image: QImage | None) -> None:
        """Show a line of this picture beside each row: that of its cell."""
        self.strips = image
        self.viewport().update()

    def set_chosen(self, cell: int) -> None:
        """Mark the row of this cell, if it has one."""
        if cell != self._chosen:
            self._chosen = cell
            self._select(show=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by key, and choose what is reached."""
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        row = self.currentIndex().row()
        if row != before and row >= 0:
            self._pick(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or one muted line while there is none."""
        super().paintEvent(event)
        if not self.rows:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QColor(self._theme.scheme.muted))
                area = self.viewport().rect().adjusted(GRID, GRID, -GRID, -GRID)
                painter.drawText(area, int(Qt.TextFlag.TextWordWrap), self.empty_text)

    def center_of(self, cell: int) -> QPoint:
        """Return where the row of a cell is in the viewport."""
        row = [one.cell for one in self.rows].index(cell)
        return self.visualRect(self._model.index(row)).center()

    def _select(self, *, show: bool = False) -> None:
        row = next((n for n, one in enumerate(self.rows) if one.cell == self._chosen), None)
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        top = self.verticalScrollBar().value()
        self.setCurrentIndex(self._model.index(row))
        if not show:
            self.verticalScrollBar().setValue(top)

    def _pick(self, row: int) -> None:
        self._chosen = self.rows[row].cell
        self.cellPicked.emit(self._chosen)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._pick(index.row())


_MOST_SAID = 3
"""So many cells are named in words; the list has them all."""


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
        self._cells = self.characters = 0
        self._trace: Trace | None = None
        self._layer = 0
        self._steps = FixedSteps()
        self._filter = TypedLine()
        self._filter.setObjectName("cellsFilter")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(24 * GRID)
        self._count = PlainLabel()
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
    ) -> None:
        """Show these of so many cells, named by what they did over so many characters."""
        self._named, self._cells = tuple(named), cells
        self.characters = characters
        self._show_rows()

    def set_trace(self, trace: Trace | None, layer: int = 0) -> None:
        """Take the values of the cells over the text."""
        self._trace, self._layer = trace, layer
        self._show_strips()

    def set_cell(self, cell: int) -> None:
        """Mark this cell."""
        self._list.set_chosen(cell)

    def exported(self) -> Exported:
        """Return the list."""
        return Exported(self._list, self._exported_table, words=self._summary)

    def _summary(self) -> str:
        """Say in words how many cells have a name, and which follow theirs most closely."""
        parts = [self._count.text(), *(row.words for row in self._list.rows[:_MOST_SAID])]
        return " · ".join(filter(None, parts))

    def _exported_table(self) -> DataTable:
        """Return the cells that have a name."""
        named = sorted(self._named, key=lambda one: (-abs(one.correlation), one.cell))
        columns: dict[str, list[Cell]] = {
            "cell": [one.cell for one in named],
            "name": [feature_label(one.feature) for one in named],
            "r": [one.correlation for one in named],
        }
        return DataTable(columns, {"layer": self._layer + 1, "characters": self.characters})

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
            "{count}). A cell has a name if |r| is at least {threshold}, is more than chance gives "
            "on this text, and stands out in its layer."
        )
        self._list.setAccessibleDescription(self._summary())
        self._count.setVisible(self._cells > 0)
        self._explanation.set_message(
            explanation.format(threshold=marked(f"{THRESHOLD:g}"), count=thousands(self.characters))
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
            correlation=fixed(named.correlation, 2),
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
        quantity = CELLS[self._trace.cell].memory
        values = self._trace.quantities[quantity][self._layer]
        limit = self._steps.follow(values) if quantity == "c" else 1.0
        scale = Scale(-limit, limit, gate=False)
        table = color_table(self._theme.scheme, gate=False)
        self._list.set_strips(heat_image(values, scale, table))

    def _on_filter_text_changed(self, _text: str) -> None:
        self._show_rows()
