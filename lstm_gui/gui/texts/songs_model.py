"""The songs of a text as rows, with what becomes of each: no row is made before it is seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from lstm_gui.core.corpus.selection import Part, Parts, lengths
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import thousands

__all__ = ["SongColumn", "SongsModel"]


class SongColumn(IntEnum):
    """The columns, from the left."""

    TRAINING = 0
    HELD_OUT = 1
    TITLE = 2
    CHARACTERS = 3
    LINES = 4


_TITLES = {
    SongColumn.TRAINING: QT_TRANSLATE_NOOP("Songs", "Train"),
    SongColumn.HELD_OUT: QT_TRANSLATE_NOOP("Songs", "Hold out"),
    SongColumn.TITLE: QT_TRANSLATE_NOOP("Songs", "Song"),
    SongColumn.CHARACTERS: QT_TRANSLATE_NOOP("Songs", "Characters"),
    SongColumn.LINES: QT_TRANSLATE_NOOP("Songs", "Lines"),
}
_TICKS = {SongColumn.TRAINING: Part.TRAINING, SongColumn.HELD_OUT: Part.HELD_OUT}
_NUMBERS = (SongColumn.CHARACTERS, SongColumn.LINES)

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class SongsModel(QAbstractTableModel):
    """All songs of a text, or those that a search has found, in an order of one's choice.

    Signals:
        partsChanged(): Something else becomes of a song.
    """

    partsChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._corpus: Corpus | None = None
        self._folded: tuple[str, ...] = ()
        self.parts: Parts = np.empty(0, np.int8)
        self._figures: dict[SongColumn, NDArray[np.int64]] = {}
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._rows = self._order
        self._query = ""
        self._found: NDArray[np.bool_] | None = None

    # What is listed

    def set_corpus(self, corpus: Corpus, parts: Parts) -> None:
        """List the songs of a text."""
        self.beginResetModel()
        self._corpus = corpus
        self._folded = tuple(song.title.casefold() for song in corpus.songs)
        self.parts = parts.copy()
        starts = [song.start for song in corpus.songs]
        owned = np.searchsorted(corpus.line_starts, [*starts, len(corpus)])
        self._figures = {
            SongColumn.CHARACTERS: lengths(corpus.songs),
            SongColumn.LINES: np.diff(owned).astype(np.int64),
        }
        self._order = np.arange(len(starts))
        self._look_for()
        self._list()
        self.endResetModel()

    def search(self, query: str) -> None:
        """List the songs with this in their titles, in any case, or in their text as it stands."""
        self.beginResetModel()
        self._query = query
        self._look_for()
        self._list()
        self.endResetModel()

    def set_part(self, rows: Iterable[int], part: Part) -> None:
        """Let this become of the songs in these rows."""
        wanted = self._rows[np.fromiter(rows, np.int64)]
        if (self.parts[wanted] == part).all():
            return
        self.parts[wanted] = part
        last = self.index(len(self._rows) - 1, SongColumn.HELD_OUT)
        self.dataChanged.emit(self.index(0, 0), last, [_Role.CheckStateRole])
        self.partsChanged.emit()

    def retranslate(self) -> None:
        """Say the titles of the columns anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(SongColumn) - 1)

    def _look_for(self) -> None:
        if not self._query or self._corpus is None:
            self._found = None
            return
        folded = self._query.casefold()
        self._found = np.array([folded in title for title in self._folded], np.bool_)
        self._found[self._with_text(self._corpus)] = True

    def _list(self) -> None:
        order, found = self._order, self._found
        self._rows = order if found is None else order[found[order]]

    def _with_text(self, corpus: Corpus) -> list[int]:
        """Return which songs have the query in their text; one place in each is enough."""
        starts = [song.start for song in corpus.songs]
        songs: list[int] = []
        place = corpus.text.find(self._query)
        while place >= 0:
            song = bisect_right(starts, place) - 1
            inside = song >= 0 and place + len(self._query) <= corpus.songs[song].stop
            if inside:
                songs.append(song)
            is_last = song + 1 >= len(starts)
            if inside and is_last:
                break
            place = corpus.text.find(self._query, starts[song + 1] if inside else place + 1)
        return songs

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many songs are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(SongColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first two columns be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() in _TICKS else flags

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid() or self._corpus is None:
            return None
        song, column = int(self._rows[index.row()]), SongColumn(index.column())
        if role == _Role.CheckStateRole and column in _TICKS:
            ticked = self.parts[song] == _TICKS[column]
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole and column in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (_Role.AccessibleTextRole, _Role.ToolTipRole) and column in _TICKS:
            return _title(column)
        if role != _Role.DisplayRole or column in _TICKS:
            return None
        if column is SongColumn.TITLE:
            return self._corpus.songs[song].title
        return thousands(int(self._figures[column][song]))

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        """Tick a song; one that is ticked nowhere is left out."""
        if role != _Role.CheckStateRole or index.column() not in _TICKS:
            return False
        part = _TICKS[SongColumn(index.column())]
        is_ticked = Qt.CheckState(value) is Qt.CheckState.Checked
        self.set_part([index.row()], part if is_ticked else Part.LEFT_OUT)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Return the title of a column, above what it names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            across = (
                Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            )
            return across | Qt.AlignmentFlag.AlignVCenter
        return _title(SongColumn(section)) if role == _Role.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """List the songs by a column; -1 is the order of the text."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [int(self._rows[index.row()]) for index in before]
        if column < 0:
            ranks = np.arange(len(self._folded))
        elif column == SongColumn.TITLE:
            ranks = np.unique(np.array(self._folded, object), return_inverse=True)[1]
        elif column in _TICKS:
            ranks = (self.parts != _TICKS[SongColumn(column)]).astype(np.int64)
        else:
            ranks = self._figures.get(SongColumn(column), np.empty(0, np.int64))
        down = order is Qt.SortOrder.DescendingOrder
        self._order = np.argsort(-ranks if down else ranks, kind="stable")
        self._list()
        places = np.empty(len(self._order), np.int64)
        places[self._rows] = np.arange(len(self._rows))
        rows = zip(places[held].tolist() if held else [], before, strict=True)
        after = [self.index(row, index.column()) for row, index in rows]
        self.changePersistentIndexList(before, after)  # the selected songs stay selected
        self.layoutChanged.emit()


def _title(column: SongColumn) -> str:
    return QCoreApplication.translate("Songs", _TITLES[column])
