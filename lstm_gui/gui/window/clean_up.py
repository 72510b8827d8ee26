"""The dialog that shows what the data folder holds, and deletes what is not needed any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.corpus.own_texts import texts_folder
from lstm_gui.core.files import data_folder, shown
from lstm_gui.core.numbers import thousands
from lstm_gui.core.preferences import folder_refusal, has_own_folder
from lstm_gui.core.runs.kept_files import StoredFile, delete_files, list_files
from lstm_gui.core.runs.store import RunStore
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.words import listed_name
from lstm_gui.gui.widgets.labels import WrapLabel
from lstm_gui.gui.widgets.theme import GRID, roomy
from lstm_gui.gui.widgets.translation import Retranslated, error_text

__all__ = ["DataFolderDialog"]

_SIZE = QSize(720, 480)
_FILE = Qt.ItemDataRole.UserRole


class _Row(QTreeWidgetItem):
    """A file; sizes and dates are sorted as numbers."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else 0
        mine, theirs = self.data(0, _FILE), other.data(0, _FILE)
        if column == 2:
            return bool(mine.size < theirs.size)
        if column == 3:
            return bool(mine.changed < theirs.changed)
        return self.text(column) < other.text(column)


class DataFolderDialog(Retranslated, QDialog):
    """Lists models and texts with their sizes; what a run under way needs cannot be chosen.

    Args:
        archive: The table of runs, on whose thread files are listed and deleted.
        live: Tells the runs under way here.
        sources: Tells where the texts in use here were opened.
        choose_folder: Called with another data folder, for the next start.
        parent: The window.
    """

    def __init__(
        self,
        archive: RunArchive,
        *,
        live: Callable[[], Sequence[str]],
        sources: Callable[[], Sequence[str]],
        choose_folder: Callable[[Path], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dataFolderDialog")
        self._archive, self._live, self._sources = archive, live, sources
        self._choose_folder = choose_folder
        self._files: tuple[StoredFile, ...] = ()
        self._next = ""
        self._over = False
        """It is closed: an answer that comes later finds no list to fill."""
        self.finished.connect(self._on_finished)
        self._place, self._note = WrapLabel(), WrapLabel()
        self._note.setProperty("role", "muted")
        self._note.setObjectName("dataFolderNote")
        self._tree = self._make_tree()
        self._change, self._show_folder = QPushButton(), QPushButton()
        self._delete, self._close = QPushButton(), QPushButton()
        self._sure = False
        """Delete was pressed once for what is selected."""
        for name, button, slot in (
            ("changeFolderButton", self._change, self._on_change_clicked),
            ("showFolderButton", self._show_folder, self._on_show_folder_clicked),
            ("deleteFilesButton", self._delete, self._on_delete_clicked),
            ("closeFolderButton", self._close, self.accept),
        ):
            button.setObjectName(name)
            button.clicked.connect(slot)
        self._change.setEnabled(not has_own_folder())
        self._close.setDefault(True)
        self._lay_out()
        self.resize(roomy(_SIZE))
        self.retranslate()
        self.reload()

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("keptFilesTree")
        tree.setColumnCount(4)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setSortingEnabled(True)
        tree.sortByColumn(2, Qt.SortOrder.DescendingOrder)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.itemSelectionChanged.connect(self._on_tree_item_selection_changed)
        return tree

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(GRID)
        head.addWidget(self._place, 1)
        head.addWidget(self._show_folder)
        head.addWidget(self._change)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._delete)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setWindowTitle(self.tr("Data folder"))
        self._tree.setAccessibleName(self.tr("Kept files"))
        self._tree.setHeaderLabels(
            [self.tr("Name"), self.tr("Kind"), self.tr("Size"), self.tr("Changed")]
        )
        for button, words in (
            (self._change, self.tr("Change…")),
            (self._show_folder, self.tr("Show")),
            (self._delete, self._delete_words()),
            (self._close, self.tr("Close")),
        ):
            button.setText(words)
        self._change.setAccessibleName(self.tr("Change the data folder"))
        self._show_folder.setAccessibleName(self.tr("Show the data folder"))
        self._delete.setAccessibleName(self.tr("Delete the selected files"))
        self._close.setAccessibleName(self.tr("Close"))
        self._fill()

    def reload(self) -> None:
        """List the files anew."""
        texts, live, sources = texts_folder(), tuple(self._live()), tuple(self._sources())

        def task(store: RunStore) -> tuple[StoredFile, ...]:
            return list_files(store, texts, live, sources)

        self._archive.ask(task, self._on_listed)

    def _on_listed(self, files: tuple[StoredFile, ...]) -> None:
        if not self._over:
            self._files = files
            self._fill()

    def _on_finished(self) -> None:
        self._over = True

    def _fill(self) -> None:
        folder = str(data_folder())
        place = self.tr("Runs, models and texts lie in {folder}.").format(folder=folder)
        if self._next:
            more = self.tr("From the next start on they lie in {folder}; nothing is moved there.")
            place = f"{place} {more.format(folder=self._next)}"
        elif has_own_folder():
            place = f"{place} " + self.tr("The environment variable LSTM_GUI_DATA says so.")
        self._place.set_message(place)
        self._tree.clear()
        self._tree.addTopLevelItems([self._row(file) for file in self._files])
        self._tell()

    def _row(self, file: StoredFile) -> QTreeWidgetItem:
        when = QDateTime.fromSecsSinceEpoch(round(file.changed))
        date = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        row = _Row([self._name(file), self._kind(file), _size(file.size), date])
        row.setData(0, _FILE, file)
        row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setToolTip(0, "")
        if file.in_use:
            row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsSelectable & ~Qt.ItemFlag.ItemIsEnabled)
        return row

    def _name(self, file: StoredFile) -> str:
        if file.kind == "text":
            return shown(file.path.name)
        return self.tr("model without a run") if file.run is None else listed_name(file.run)

    def _kind(self, file: StoredFile) -> str:
        kind = self.tr("text") if file.kind == "text" else self.tr("model")
        if file.in_use:
            return self.tr("{kind}, in use").format(kind=kind)
        if file.run is not None and file.run.interrupted:
            return self.tr("{kind}, saved before a crash").format(kind=kind)
        return kind

    def _chosen(self) -> list[StoredFile]:
        return [item.data(0, _FILE) for item in self._tree.selectedItems()]

    def _tell(self) -> None:
        chosen = self._chosen()
        self._delete.setEnabled(bool(chosen))
        total, part = (sum(file.size for file in files) for files in (self._files, chosen))
        words = self.tr("{count} files, {size} in all", "", len(self._files)).format(
            count=thousands(len(self._files)), size=_size(total)
        )
        if chosen:
            more = self.tr(
                "{count} chosen, {size}; a run whose model is deleted cannot go on", "", len(chosen)
            )
            more = more.format(count=thousands(len(chosen)), size=_size(part))
            words = f"{words} · {more}"
        self._note.set_message(words)

    def _delete_words(self) -> str:
        if not self._sure:
            return self.tr("Delete")
        return self.tr("Delete {count} for good", "", len(self._chosen())).format(
            count=thousands(len(self._chosen()))
        )

    def _be_sure(self, sure: bool) -> None:
        """Ask once more on the button itself: nothing brings a deleted file back."""
        self._sure = sure
        self._delete.setText(self._delete_words())

    def _on_tree_item_selection_changed(self) -> None:
        self._be_sure(False)
        self._tell()

    def _on_delete_clicked(self) -> None:
        self._be_sure(not self._sure)
        if self._sure:
            return
        chosen, live = tuple(self._chosen()), tuple(self._live())
        self._archive.ask(lambda store: delete_files(store, chosen, live), self._on_deleted)

    def _on_deleted(self, _freed: int) -> None:
        if not self._over:
            self.reload()

    def _on_show_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))

    def _on_change_clicked(self) -> None:
        start = str(data_folder())
        name = QFileDialog.getExistingDirectory(self, self.tr("Data folder"), start)
        if not name:
            return
        refused = folder_refusal(Path(name))
        if refused is not None:
            self._note.set_message(error_text(refused))
            return
        self._next = name
        self._choose_folder(Path(name))
        self._fill()


def _size(count: int) -> str:
    return QLocale().formattedDataSize(count, 1)
