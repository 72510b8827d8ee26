"""The numbers of a view as a table that follows the run, with what is seen in words above it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.data_table import Cell, DataTable
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import marked, non_finite
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.gui.export.wish import ExportedThing
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import written
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, tabular
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["NumbersDialog", "NumbersTable", "column_title"]

_TITLES = {
    "position": QT_TRANSLATE_NOOP("Columns", "position"),
    "character": QT_TRANSLATE_NOOP("Columns", "character"),
    "cell": QT_TRANSLATE_NOOP("Columns", "cell"),
    "name": QT_TRANSLATE_NOOP("Columns", "name"),
    "symbol": QT_TRANSLATE_NOOP("Columns", "symbol"),
    "value": QT_TRANSLATE_NOOP("Columns", "value"),
    "epoch": QT_TRANSLATE_NOOP("Columns", "epoch"),
    "epochs": QT_TRANSLATE_NOOP("Columns", "epochs"),
    "step": QT_TRANSLATE_NOOP("Columns", "batch"),
    "seconds": QT_TRANSLATE_NOOP("Columns", "seconds"),
    "perplexity": QT_TRANSLATE_NOOP("Columns", "perplexity"),
    "held_out": QT_TRANSLATE_NOOP("Columns", "held out"),
    "twin": QT_TRANSLATE_NOOP("Columns", "B: perplexity"),
    "twin_held_out": QT_TRANSLATE_NOOP("Columns", "B: held out"),
    "prefix": QT_TRANSLATE_NOOP("Columns", "prefix"),
    "text": QT_TRANSLATE_NOOP("Columns", "text"),
    "loss": QT_TRANSLATE_NOOP("Columns", "loss"),
    "gradient_norm": QT_TRANSLATE_NOOP("Columns", "gradient norm"),
    "theta": "θ",
    "r": "r",
    "learning_rate": QT_TRANSLATE_NOOP("Columns", "learning rate"),
    "clipped_%": QT_TRANSLATE_NOOP("Columns", "clipped, %"),
    "reads": QT_TRANSLATE_NOOP("Columns", "reads"),
    "expects": QT_TRANSLATE_NOOP("Columns", "expects"),
    "h_norm": QT_TRANSLATE_NOOP("Columns", "norm of h"),
    "c_norm": QT_TRANSLATE_NOOP("Columns", "norm of c"),
    "h_gradient_norm": QT_TRANSLATE_NOOP("Columns", "gradient of h"),
    "c_gradient_norm": QT_TRANSLATE_NOOP("Columns", "gradient of c"),
    "surprise_nats": QT_TRANSLATE_NOOP("Columns", "surprise, nats"),
    "half_life": QT_TRANSLATE_NOOP("Columns", "half-life"),
    "never_moves": QT_TRANSLATE_NOOP("Columns", "never moves"),
    "sign": QT_TRANSLATE_NOOP("Columns", "sign"),
    "inside": QT_TRANSLATE_NOOP("Columns", "inside"),
    "outside": QT_TRANSLATE_NOOP("Columns", "outside"),
    "without": QT_TRANSLATE_NOOP("Columns", "without"),
    "with": QT_TRANSLATE_NOOP("Columns", "with"),
    "mean_difference": QT_TRANSLATE_NOOP("Columns", "mean difference"),
    "largest_difference": QT_TRANSLATE_NOOP("Columns", "largest difference"),
    "mean_change": QT_TRANSLATE_NOOP("Columns", "mean change"),
    "divergence_nats": QT_TRANSLATE_NOOP("Columns", "divergence, nats"),
    "distance": QT_TRANSLATE_NOOP("Columns", "distance"),
    "number": QT_TRANSLATE_NOOP("Columns", "number"),
    "length": QT_TRANSLATE_NOOP("Columns", "length"),
    "until_line_end": QT_TRANSLATE_NOOP("Columns", "until the line ends"),
    "temperature": QT_TRANSLATE_NOOP("Columns", "temperature"),
    "top_k": "top-k",
    "top_p": "top-p",
    "repetition_penalty": QT_TRANSLATE_NOOP("Columns", "repetition penalty"),
    "seed": QT_TRANSLATE_NOOP("Columns", "seed"),
    "novelty": QT_TRANSLATE_NOOP("Columns", "share that is new"),
    "mean_span": QT_TRANSLATE_NOOP("Columns", "mean length copied"),
    "longest_span": QT_TRANSLATE_NOOP("Columns", "longest copied"),
    "notes": QT_TRANSLATE_NOOP("Columns", "notes"),
    "began": QT_TRANSLATE_NOOP("Columns", "began"),
    "corpus": QT_TRANSLATE_NOOP("Columns", "text"),
    "origin": QT_TRANSLATE_NOOP("Columns", "origin"),
    "best": QT_TRANSLATE_NOOP("Columns", "best"),
    "last": QT_TRANSLATE_NOOP("Columns", "last"),
    "interrupted": QT_TRANSLATE_NOOP("Columns", "interrupted"),
}
"""How columns are called that have other names in files."""
_NUMBERED = (
    (re.compile(r"cell (\d+)"), QT_TRANSLATE_NOOP("Columns", "cell {number}")),
    (re.compile(r"d_h_layer_(\d+)"), QT_TRANSLATE_NOOP("Columns", "∂h, layer {number}")),
    (re.compile(r"d_c_layer_(\d+)"), QT_TRANSLATE_NOOP("Columns", "∂c, layer {number}")),
    (re.compile(r"twin_d_h_layer_(\d+)"), QT_TRANSLATE_NOOP("Columns", "B: ∂h, layer {number}")),
    (re.compile(r"twin_d_c_layer_(\d+)"), QT_TRANSLATE_NOOP("Columns", "B: ∂c, layer {number}")),
)


def column_title(name: str) -> str:
    """Return what a column is called in the language in use; a symbol as it is written."""
    if name in KNOBS:
        return QCoreApplication.translate("Knobs", KNOBS[name].label)
    if name in _TITLES:
        return QCoreApplication.translate("Columns", _TITLES[name])
    for pattern, template in _NUMBERED:
        if match := pattern.fullmatch(name):
            return QCoreApplication.translate("Columns", template).format(number=match[1])
    return written(name)


_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Shown:
    """The rows that are shown, with the names of their columns."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    decimals: tuple[int, ...] = ()

    @staticmethod
    def of(table: DataTable) -> _Shown:
        """Return the rows of a table."""
        rows = tuple(map(tuple, table.rows()))
        columns = zip(*rows, strict=True) if rows else ()
        return _Shown(tuple(table.columns), rows, tuple(map(_decimals, columns)))


class NumbersTable(QAbstractTableModel):
    """Columns of numbers and words; each cell tells a screen reader what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = _Shown()

    def set_table(self, table: DataTable) -> None:
        """Show another table; where rows came or values changed, no more than that is told."""
        new = _Shown.of(table)
        old = self._shown
        if new == old:
            return
        if new.names != old.names or len(new.rows) < len(old.rows):
            self.beginResetModel()
            self._shown = new
            self.endResetModel()
            return
        grows = len(new.rows) > len(old.rows)
        if grows:
            self.beginInsertRows(QModelIndex(), len(old.rows), len(new.rows) - 1)
        self._shown = new
        if grows:
            self.endInsertRows()
        same = new.decimals == old.decimals and new.rows[: len(old.rows)] == old.rows
        if old.rows and not same:
            last = self.index(len(old.rows) - 1, len(new.names) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # as Qt has it
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # as Qt has it
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._shown.names)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell as it is written, how it stands, and what is said of it."""
        cell = self._shown.rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text_of(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if isinstance(cell, str) else _RIGHT
            case Qt.ItemDataRole.AccessibleTextRole:
                title = column_title(self._shown.names[index.column()])
                said = self._text_of(index)
                nothing = self.tr("nothing measured")
                return f"{title}: {said or nothing}"
        return None

    def _text_of(self, index: _Index) -> str:
        cell = self._shown.rows[index.row()][index.column()]
        if self._shown.names[index.column()] == _MOMENT and isinstance(cell, int | float):
            when = QDateTime.fromSecsSinceEpoch(int(cell))
            return QLocale().toString(when, QLocale.FormatType.ShortFormat)
        return _written(cell, self._shown.decimals[index.column()])

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a column is called; rows have no names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._shown.rows:
            return _LEFT if isinstance(self._shown.rows[0][section], str) else _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return column_title(self._shown.names[section])
        return None

    def retitle(self) -> None:
        """Name the columns in the language in use."""
        if self._shown.names:
            across = Qt.Orientation.Horizontal
            self.headerDataChanged.emit(across, 0, len(self._shown.names) - 1)

    def text(self, indexes: Sequence[QModelIndex]) -> str:
        """Return these cells, or all, as lines with tabs between them, under their names."""
        rows = sorted({one.row() for one in indexes}) or range(len(self._shown.rows))
        columns = sorted({one.column() for one in indexes}) or range(len(self._shown.names))
        lines = ["\t".join(column_title(self._shown.names[column]) for column in columns)]
        for row in rows:
            cells = self._shown.rows[row]
            lines.append("\t".join(_copied(cells[column]) for column in columns))
        return "\n".join(lines) + "\n"


_MOMENT = "began"
"""The column that holds a moment, in seconds since 1970."""
_DIGITS = 6


def _decimals(cells: Sequence[Cell]) -> int:
    """Return with how many decimals the numbers of a column are written, all with as many."""
    sizes = [abs(cell) for cell in cells if isinstance(cell, float) and math.isfinite(cell)]
    if all(size.is_integer() for size in sizes):
        return 0
    before = max(math.floor(math.log10(max(sizes))) + 1, 1)
    return max(_DIGITS - before, 1)


def _written(cell: Cell, decimals: int) -> str:
    """Return a cell as it is read; a number that its decimals would hide, in two digits."""
    if isinstance(cell, str):
        return visible_character(cell) if len(cell) == 1 else cell
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return non_finite(cell)
        text = f"{cell:,.{decimals}f}"
        hidden = cell and not any(digit in text for digit in "123456789")
        return marked(f"{cell:.1e}" if hidden else text).replace("-", "−")
    return "" if cell is None else str(cell).replace("-", "−")


def _copied(cell: Cell) -> str:
    """Return a cell as another program on this desktop reads it: in full, without thousands."""
    if isinstance(cell, str):
        return re.sub(r"[\t\r\n]", " ", cell)
    return marked(f"{cell:.10g}") if isinstance(cell, float) else "" if cell is None else str(cell)


_PERIOD_MS = 500
_ROOM = QSize(680, 460)
_WIDEST = 30 * GRID


class NumbersDialog(Retranslated, QDialog):
    """Shows the numbers of one view while the window goes on; it asks for them only while seen.

    Args:
        views: Returns all views, named in the language in use.
        parent: The window.

    Signals:
        viewWanted(str): The view of this dock is to come forward, for only what is seen is new.
        exportAsked(str): The numbers of this view are wanted in a file.
    """

    viewWanted = Signal(str)
    exportAsked = Signal(str)

    def __init__(self, views: Callable[[], Sequence[ExportedThing]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("numbersDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._views = views
        self._view = QComboBox()
        self._view.setObjectName("numbersViewCombo")
        self._label = PlainLabel()
        self._label.setBuddy(self._view)
        self._summary = WrapLabel()
        self._summary.setObjectName("numbersSummary")
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._empty = PlainLabel()
        self._empty.setObjectName("numbersEmpty")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = NumbersTable(self)
        self.table = _table(self.model)
        self._copy = QPushButton()
        self._export = QPushButton()
        self._close = QPushButton()
        names = ("numbersCopyButton", "numbersExportButton", "numbersCloseButton")
        for button, name in zip((self._copy, self._export, self._close), names, strict=True):
            button.setObjectName(name)
            button.setAutoDefault(False)
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(_ROOM)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._label)
        top.addWidget(self._view)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._copy)
        foot.addWidget(self._export)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._view.activated.connect(self._on_view_activated)
        self._timer.timeout.connect(self.refresh)
        self.model.modelReset.connect(self._fit_columns)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._export.clicked.connect(lambda: self.exportAsked.emit(self.key))
        self._close.clicked.connect(self.close)

    @property
    def key(self) -> str:
        """Which view it is."""
        return str(self._view.currentData())

    def choose(self, key: str) -> None:
        """Show the numbers of this view, and let it come forward."""
        self._view.setCurrentIndex(max(self._view.findData(key), 0))
        self.viewWanted.emit(self.key)
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers as they are now."""
        exported = self._thing.view().exported() if self._thing.view else None
        table = DataTable({}) if exported is None else exported.table()
        words = "" if exported is None else exported.summary()
        if words != self._summary.text():
            self._summary.set_message(words)
        self.model.set_table(table)
        self.table.setVisible(not table.empty)
        self._empty.setVisible(table.empty)
        self._copy.setEnabled(not table.empty)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        key = self._view.currentData()
        self._view.clear()
        for thing in self._views():
            self._view.addItem(thing.title, thing.key)
        self._view.setCurrentIndex(max(self._view.findData(key), 0))
        self.setWindowTitle(self.tr("Numbers"))
        self._label.setText(self.tr("View"))
        self._view.setAccessibleName(self.tr("View"))
        self.table.setAccessibleName(self.tr("Numbers of the view"))
        self._empty.setText(self.tr("This view shows no numbers yet."))
        self._copy.setText(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Copy the cells that are selected, or all"))
        self._export.setText(self.tr("Export…"))
        self._export.setToolTip(self.tr("Write the numbers into a file"))
        self._close.setText(self.tr("Close"))
        for button in (self._copy, self._export, self._close):
            button.setAccessibleName(button.text())
        self.model.retitle()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the view."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing more."""
        super().hideEvent(event)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected."""
        if event.matches(QKeySequence.StandardKey.Copy) and self._copy.isEnabled():
            self._on_copy_clicked()
        else:
            super().keyPressEvent(event)

    @property
    def _thing(self) -> ExportedThing:
        return next(thing for thing in self._views() if thing.key == self.key)

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        header = self.table.horizontalHeader()
        for column in range(header.count()):
            header.resizeSection(column, min(header.sectionSize(column) + GRID, _WIDEST))

    def _on_view_activated(self) -> None:
        self.choose(self.key)

    def _on_copy_clicked(self) -> None:
        chosen = self.table.selectionModel().selectedIndexes()
        QGuiApplication.clipboard().setText(self.model.text(chosen if len(chosen) > 1 else ()))


def _table(model: NumbersTable) -> QTableView:
    table = QTableView()
    table.setObjectName("numbersTable")
    table.setModel(model)
    table.setFont(tabular(table.font()))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + GRID // 2)
    table.horizontalHeader().setHighlightSections(False)
    return table
