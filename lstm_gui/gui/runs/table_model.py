"""The columns of the table of runs: their titles, and what each is sorted by."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.runs.run import Run
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.gui.runs.words import difference, listed_name, marked, name_of, tip
from lstm_gui.gui.widgets.formats import duration

__all__ = ["Column", "Differences", "RunsModel", "_FIGURES", "_KEYS", "_TITLES", "_side_of"]


class Column(IntEnum):
    """The columns, from the left."""

    SHOWN = 0
    PIN = 1
    NAME = 2
    DIFFERENCE = 3
    BEST = 4
    LAST = 5
    HELD_OUT = 6
    EPOCHS = 7
    TIME = 8
    CURVE = 9
    NOTES = 10


_TITLES: dict[Column, tuple[str, str]] = {
    Column.SHOWN: ("", QT_TRANSLATE_NOOP("Runs", "Shown in the plot (space)")),
    Column.PIN: ("", QT_TRANSLATE_NOOP("Runs", "Pinned: stays on top, and its model is kept")),
    Column.NAME: (QT_TRANSLATE_NOOP("Runs", "Run"), ""),
    Column.DIFFERENCE: (
        QT_TRANSLATE_NOOP("Runs", "Different"),
        QT_TRANSLATE_NOOP("Runs", "What is set differently than in the run before it"),
    ),
    Column.BEST: (
        QT_TRANSLATE_NOOP("Runs", "Best"),
        QT_TRANSLATE_NOOP("Runs", "The lowest perplexity of an epoch"),
    ),
    Column.LAST: (
        QT_TRANSLATE_NOOP("Runs", "Last"),
        QT_TRANSLATE_NOOP("Runs", "The perplexity of the last epoch"),
    ),
    Column.HELD_OUT: (
        QT_TRANSLATE_NOOP("Runs", "Held out"),
        QT_TRANSLATE_NOOP("Runs", "The lowest perplexity on the part of the text held out"),
    ),
    Column.EPOCHS: (QT_TRANSLATE_NOOP("Runs", "Epochs"), ""),
    Column.TIME: (QT_TRANSLATE_NOOP("Runs", "Time"), QT_TRANSLATE_NOOP("Runs", "Of training")),
    Column.CURVE: (QT_TRANSLATE_NOOP("Runs", "Curve"), ""),
    Column.NOTES: (QT_TRANSLATE_NOOP("Runs", "Notes"), ""),
}
_FIGURES: dict[Column, Callable[[Run], float]] = {
    Column.BEST: lambda run: run.best,
    Column.LAST: lambda run: run.last,
    Column.HELD_OUT: lambda run: run.held_out,
}
_NUMBERS = (*_FIGURES, Column.EPOCHS, Column.TIME)

_KEYS: dict[Column, Callable[[Run], object]] = {
    Column.SHOWN: lambda run: run.number,
    Column.PIN: lambda run: run.number,
    Column.NAME: lambda run: run.number,
    Column.DIFFERENCE: lambda run: run.number,
    Column.BEST: lambda run: _or_most(run.best),
    Column.LAST: lambda run: _or_most(run.last),
    Column.HELD_OUT: lambda run: _or_most(run.held_out),
    Column.EPOCHS: lambda run: run.epochs,
    Column.TIME: lambda run: run.seconds,
    Column.CURVE: lambda run: run.number,
    Column.NOTES: lambda run: run.notes.casefold(),
}


def _or_most(figure: float) -> float:
    return math.inf if math.isnan(figure) else figure


def _side_of(column: Column) -> Qt.AlignmentFlag:
    """Return where a column's title and cells stand: numbers on the right."""
    across = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag(across | Qt.AlignmentFlag.AlignVCenter)


class Differences:
    """Keeps the words, for a table asks for them with every row it paints."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Experiment, Experiment | None, str, str]] = {}

    def of(self, run: Run, before: Run | None) -> str:
        """Return the difference in words; it is another one when either run is."""
        other = None if before is None else before.experiment
        name = "" if before is None else name_of(before)
        known = self._known.get(run.id)
        if known is None or known[0] is not run.experiment or known[1:3] != (other, name):
            known = (run.experiment, other, name, difference(run, before))
            self._known[run.id] = known
        return known[3]

    def forget(self) -> None:
        """Say everything anew, in the language in use."""
        self._known.clear()


Index = QModelIndex | QPersistentModelIndex
_Order = Qt.SortOrder


class RunsModel(QAbstractTableModel):
    """The rows: the pinned on top, then by the column that was chosen, the newest first.

    Signals:
        renamed(str, str), noted(str, str): A person wrote a name or notes on the run with this id.
        toggled(str), pinToggled(str): A person wants a run shown or not, pinned or not.
    """

    renamed = Signal(str, str)
    noted = Signal(str, str)
    toggled = Signal(str)
    pinToggled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, Run] = {}
        self._rows: list[Run] = []
        self._places: dict[str, int] = {}
        self._slots: dict[str, int] = {}
        self._live: tuple[str, ...] = ()
        self._sorting = (Column.NAME, _Order.DescendingOrder)
        self._differences = Differences()

    # What is listed

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs, as they are listed."""
        return tuple(self._rows)

    @property
    def reads_held_out(self) -> bool:
        """Whether any run has read a part held out."""
        return any(not math.isnan(run.held_out) for run in self._rows)

    def run(self, run_id: str) -> Run | None:
        """Return one run."""
        return self._runs.get(run_id)

    def set_runs(self, runs: Iterable[Run]) -> None:
        """List these and no others."""
        self.beginResetModel()
        self._runs = {run.id: run for run in runs}
        self._rows = self._arranged()
        self._number_rows()
        self.endResetModel()

    def put(self, run: Run) -> None:
        """List a run, or what has become of it."""
        known = self._runs.get(run.id)
        self._runs[run.id] = run
        if known is None:
            self._insert(run)
            return
        self._rows[self._places[run.id]] = run
        if known.pinned != run.pinned or (
            self._sorting[0] is not Column.NAME and self._rows != self._arranged()
        ):
            self._rearrange()
        self._changed(run.id)

    def remove(self, run_ids: Iterable[str]) -> None:
        """List these no longer."""
        for run_id in run_ids:
            place = self._places.get(run_id)
            if place is None:
                continue
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._runs[run_id], self._rows[place]
            self._number_rows()
            self.endRemoveRows()

    def set_shown(self, slots: Mapping[str, int]) -> None:
        """Tell which runs are in the plot, and in which of its colours."""
        before, self._slots = self._slots, dict(slots)
        for run_id in before.keys() ^ self._slots.keys():
            self._changed(run_id)

    def set_live(self, run_ids: tuple[str, ...]) -> None:
        """Tell which runs are under way, that of the window first."""
        before, self._live = self._live, run_ids
        for run_id in {*before, *run_ids}:
            self._changed(run_id)

    def is_live(self, run: Run) -> bool:
        """Tell whether a run is under way."""
        return run.id in self._live

    def slot(self, run: Run) -> int | None:
        """Return the colour of a run in the plot: None for none.

        Those under way are counted below 0: -1 for that of the window, -2 for its twin.
        """
        if run.id in self._live:
            return -1 - self._live.index(run.id)
        return self._slots.get(run.id)

    def row_of(self, run_id: str) -> int | None:
        """Return where a run is listed."""
        return self._places.get(run_id)

    def before(self, run: Run) -> Run | None:
        """Return the run that a run is compared with: what it branched from, or the one before."""
        parent = self._runs.get(run.parent)
        if parent is not None:
            return parent
        earlier = [other for other in self._rows if other.number < run.number]
        return max(earlier, key=lambda other: other.number, default=None)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._differences.forget()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1)
            )

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let names and notes be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() in (Column.NAME, Column.NOTES):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        title, said = _TITLES[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return _tr(title) if title else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _tr(said or title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side_of(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what stands in a cell."""
        if not index.isValid():
            return None
        run, column = self._rows[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(run, column, spoken=role == Qt.ItemDataRole.AccessibleTextRole)
        if role == Qt.ItemDataRole.EditRole:
            return run.notes if column is Column.NOTES else name_of(run)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(run, self._different_text(run))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side_of(column)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what a person wrote."""
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        run, text = self._rows[index.row()], value.strip()
        if index.column() == Column.NOTES:
            if text != run.notes:
                self.noted.emit(run.id, text)
        elif text != name_of(run):
            self.renamed.emit(run.id, text)
        return True

    def sort(self, column: int, order: Qt.SortOrder = _Order.AscendingOrder) -> None:
        """Order by a column; the pinned stay on top."""
        self._sorting = (Column(column), order)
        self._rearrange()

    # Inside

    def _text(self, run: Run, column: Column, *, spoken: bool) -> str:
        match column:
            case Column.NAME:
                return listed_name(run)
            case Column.DIFFERENCE:
                return self._different_text(run)
            case Column.BEST | Column.LAST | Column.HELD_OUT:
                return significant(_FIGURES[column](run))
            case Column.EPOCHS:
                return thousands(run.epochs)
            case Column.TIME:
                return duration(run.seconds)
            case Column.NOTES:
                return run.notes.replace("\n", " ")
            case Column.SHOWN if spoken and self.slot(run) is not None:
                return _tr(QT_TRANSLATE_NOOP("Runs", "shown"))
            case Column.PIN if spoken and run.pinned:
                return _tr(QT_TRANSLATE_NOOP("Runs", "pinned"))
        return ""

    def _different_text(self, run: Run) -> str:
        different = self._difference(run)
        return different if self.is_live(run) else marked(run, different)

    def _difference(self, run: Run) -> str:
        return self._differences.of(run, self.before(run))

    def _arranged(self) -> list[Run]:
        column, order = self._sorting
        runs = sorted(self._runs.values(), key=lambda run: -run.number)
        # Python sorts stably, so equal rows stay with the newest first.
        runs.sort(key=_KEYS[column], reverse=order is _Order.DescendingOrder)  # type: ignore[arg-type]  # each column has one type
        if column in _FIGURES:  # what has no figure stands last in either order
            runs.sort(key=lambda run: math.isnan(_FIGURES[column](run)))
        runs.sort(key=lambda run: not run.pinned)
        return runs

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        held = [(index, self._rows[index.row()].id) for index in old]
        self._rows = self._arranged()
        self._number_rows()
        new = [self.index(self._places[run_id], index.column()) for index, run_id in held]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _insert(self, run: Run) -> None:
        arranged = self._arranged()
        place = arranged.index(run)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows = arranged
        self._number_rows()
        self.endInsertRows()

    def _number_rows(self) -> None:
        self._places = {run.id: place for place, run in enumerate(self._rows)}

    def _changed(self, run_id: str) -> None:
        place = self._places.get(run_id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
