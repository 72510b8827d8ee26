"""The branches of what was written, as a tree to walk."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.model.branches import BranchTree, TextBranch
from lstm_gui.gui.widgets.formats import shortened, tooltip
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["BranchView"]

_NUMBER = int(Qt.ItemDataRole.UserRole)
_SNIPPET = 24


class BranchView(Retranslated, QWidget):
    """All branches; the one on the page is selected.

    Signals:
        chosen(int): The person wants this branch on the page.
        pruned(int): It is not wanted any more, nor what grows from it.
        compared(int, int): The person wants to see these two side by side.
    """

    chosen = Signal(int)
    pruned = Signal(int)
    compared = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("branchView")
        self._model = QStandardItemModel(0, 2, self)
        self._tree = _Tree()
        self._tree.setModel(self._model)
        self._tree.setObjectName("branchTree")
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._prune = _button("pruneButton")
        self._compare = _button("compareBranchesButton")
        self._tree.selectionModel().selectionChanged.connect(self._on_tree_selection_changed)
        self._tree.deleteAsked.connect(self._on_prune_clicked)
        self._prune.clicked.connect(self._on_prune_clicked)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._quiet = False
        self._lay_out()
        self.retranslate()

    @property
    def selected(self) -> tuple[int, ...]:
        """The branches that are selected, from top to bottom."""
        rows = self._tree.selectionModel().selectedRows()
        places = sorted(rows, key=lambda row: self._tree.visualRect(row).top())
        return tuple(int(row.data(_NUMBER)) for row in places)

    def show_tree(self, tree: BranchTree, current: int | None) -> None:
        """Show these branches, and select the one on the page."""
        self._quiet = True
        self._model.removeRows(0, self._model.rowCount())
        items: dict[int, QStandardItem] = {}
        for _, branch in tree.walk():
            row = _row(tree, branch)
            parent = items.get(branch.parent or 0, self._model.invisibleRootItem())
            parent.appendRow(row)
            items[branch.number] = row[0]
        self._tree.expandAll()
        self._quiet = False
        if current in items:
            self.select(current or 0)
        self._refresh()

    def select(self, number: int) -> None:
        """Select the branch on the page; nothing is asked for."""
        index = self._index(number)
        self._quiet = True
        flags = QItemSelectionModel.SelectionFlag
        self._tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._quiet = False

    def retranslate(self) -> None:
        """Set all texts."""
        self._model.setHorizontalHeaderLabels([self.tr("Branch"), self.tr("Epoch")])
        self._tree.setAccessibleName(self.tr("Branches"))
        self._tree.setToolTip(tooltip(self.tr("Each branch keeps the beginning of the one above")))
        self._prune.setText(self.tr("Delete"))
        self._prune.setToolTip(self.tr("Delete this branch and all that grows from it (Del)"))
        self._compare.setText(self.tr("Compare"))
        self._compare.setToolTip(self.tr("Select two branches to see them side by side"))
        for button in (self._prune, self._compare):
            button.setAccessibleName(button.text())

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID // 2)
        foot.addWidget(self._prune)
        foot.addWidget(self._compare)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)

    def _index(self, number: int) -> QModelIndex:
        start = self._model.index(0, 0)
        flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        found = self._model.match(start, _NUMBER, number, 1, flags)
        return found[0] if found else QModelIndex()

    def _refresh(self) -> None:
        selected = len(self._tree.selectionModel().selectedRows())
        self._prune.setEnabled(selected == 1)
        self._compare.setEnabled(selected == 2)

    def _on_tree_selection_changed(self) -> None:
        """Ask for a branch that is selected alone; two of them are to be compared."""
        self._refresh()
        if len(self.selected) == 1 and not self._quiet:
            self.chosen.emit(self.selected[0])

    def _on_prune_clicked(self) -> None:
        if len(self.selected) == 1:
            self.pruned.emit(self.selected[0])

    def _on_compare_clicked(self) -> None:
        if len(self.selected) == 2:
            self.compared.emit(*self.selected)


class _Tree(QTreeView):
    """A tree that hears the Del key.

    Signals:
        deleteAsked: What is selected is not wanted any more.
    """

    deleteAsked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.deleteAsked.emit()
            return
        super().keyPressEvent(event)


def _row(tree: BranchTree, branch: TextBranch) -> list[QStandardItem]:
    """Return what stands of a branch in the tree: how it goes on, and when it was written."""
    text = branch.text.strip() or tree.whole(branch.number)
    begun = QStandardItem(shortened(text, _SNIPPET))
    begun.setData(branch.number, _NUMBER)
    begun.setToolTip(tooltip(shortened(tree.whole(branch.number), 20 * _SNIPPET)))
    epoch = QStandardItem(str(branch.origin.epoch) if branch.origin is not None else "")
    epoch.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return [begun, epoch]


def _button(name: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    return button
