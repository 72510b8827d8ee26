"""The view "Runs": the table, what can be done with it, and what is said while it is empty."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.export.data_table import DataTable
from lstm_gui.core.export.run_export import runs_table
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.runs.run import Run
from lstm_gui.gui.runs.table import RunsTable
from lstm_gui.gui.runs.table_model import Column, RunsModel
from lstm_gui.gui.widgets.exportable import Exportable, Exported, add_export_actions
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["RunsPanel"]


class RunsPanel(Exportable, Retranslated, QWidget):
    """A table with three buttons below it, and a menu.

    Signals:
        continueAsked(Run): Go on with a run from the table.
        settingsAsked(Run): Take over the settings of a run.
        branchAsked(): Go on as a new run from here.
        shownAsked(tuple, bool), pinAsked(tuple, bool): Runs are to be shown or pinned, or not.
        deleteAsked(tuple): These runs are to be deleted.
        undoAsked(): What was deleted last is to come back.
        visibilityChanged(bool): Somebody looks, or no longer.
    """

    continueAsked = Signal(object)
    settingsAsked = Signal(object)
    branchAsked = Signal()
    shownAsked = Signal(tuple, bool)
    pinAsked = Signal(tuple, bool)
    deleteAsked = Signal(tuple)
    undoAsked = Signal()
    visibilityChanged = Signal(bool)

    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runsPanel")
        self.model = model
        self.table = RunsTable(theme, self.model, self)
        self._empty = PlainLabel(parent=self)
        self._empty.setObjectName("runsEmpty")
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(8 * GRID, 0, 8 * GRID, 0)
        self._buttons = {name: self._button(name) for name in ("continue", "branch", "delete")}
        self._can_branch = False
        self._lay_out()
        self._connect()
        self.retranslate()
        self._refresh()

    def set_can_branch(self, possible: bool) -> None:
        """Offer to branch, or not."""
        self._can_branch = possible
        self._refresh()

    def set_can_undo(self, possible: bool) -> None:
        """Offer to bring back what was deleted, or not."""
        self.table.can_undo = possible

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._empty.setText(
            self.tr(
                "Every run is listed here from its first batch on, with its settings, its curve "
                "and its model. Tick runs to compare them in the plot."
            )
        )
        self.table.setAccessibleName(self.tr("Runs"))
        texts = {
            "continue": (self.tr("Continue"), self.tr("Open the model of this run and go on")),
            "branch": (
                self.tr("Branch"),
                self.tr("Go on from here as a new run; the run as it was stays in the table"),
            ),
            "delete": (self.tr("Delete"), self.tr("Delete the selected runs (Del)")),
        }
        for name, (text, tip) in texts.items():
            self._buttons[name].setText(text)
            self._buttons[name].setAccessibleName(text)
            self._buttons[name].setToolTip(tip)
        self.model.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.visibilityChanged.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that nobody looks."""
        super().hideEvent(event)
        self.visibilityChanged.emit(False)

    def exported(self) -> Exported:
        """Return the table."""
        return Exported(self.table, self._exported_table, words=self._summary)

    def _summary(self) -> str:
        """Say in words how many runs there are, and which came to the lowest perplexity."""
        runs = [run for run in self.model.runs if math.isfinite(run.best)]
        counted = self.tr("Runs: {count}").format(count=thousands(len(self.model.runs)))
        if not runs:
            return counted
        best = min(runs, key=lambda run: run.best)
        lowest = self.tr("lowest perplexity {value}, of run {run}")
        name = best.name or str(best.number)
        return f"{counted} · {lowest.format(value=significant(best.best, 4), run=name)}"

    def _exported_table(self) -> DataTable:
        """Return all runs with what came of them and all their settings."""
        return runs_table(self.model.runs)

    def menu(self) -> QMenu:
        """Build the menu of the selected runs; whoever asked for it shows and drops it."""
        menu, runs = QMenu(self), self.table.chosen()
        one = runs[0] if len(runs) == 1 else None
        self._add(menu, self.tr("Continue"), self._on_continue, one is not None and self._can(one))
        settings = self._add(menu, self.tr("Use its settings"), lambda: None, one is not None)
        if one is not None:
            settings.triggered.connect(lambda: self.settingsAsked.emit(one))
        self._add(menu, self.tr("Branch"), self.branchAsked.emit, self._can_branch)
        menu.addSeparator()
        shown = bool(runs) and all(self.model.slot(run) is not None for run in runs)
        text = self.tr("Hide in the plot") if shown else self.tr("Show in the plot")
        self._add(menu, text, self._on_toggle, bool(runs), "Space")
        pinned = bool(runs) and all(run.pinned for run in runs)
        pin = self._add(menu, self.tr("Unpin") if pinned else self.tr("Pin"), None, bool(runs))
        pin.triggered.connect(lambda: self.pinAsked.emit(_ids(runs), not pinned))
        self._add(menu, self.tr("Rename"), self._on_rename, one is not None, "F2")
        self._add(menu, self.tr("Write notes"), self._on_note, one is not None)
        menu.addSeparator()
        undo = self._add(menu, self.tr("Undo delete"), self.undoAsked.emit, self.table.can_undo)
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self._add(menu, self.tr("Delete"), self._on_delete, self._deletable(runs), "Del")
        add_export_actions(menu, self)
        return menu

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(GRID, 0, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        for name in ("continue", "branch"):
            row.addWidget(self._buttons[name])
        row.addStretch(1)
        row.addWidget(self._buttons["delete"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._empty, 1)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"{name}RunButton")
        return button

    def _connect(self) -> None:
        table, model = self.table, self.model
        table.selectionMoved.connect(self._refresh)
        table.deleteAsked.connect(self._on_delete)
        table.undoAsked.connect(self.undoAsked)
        table.toggleAsked.connect(self._on_toggle)
        table.menuAsked.connect(self._on_menu_asked)
        table.opened.connect(self._on_table_opened)
        model.toggled.connect(self._on_model_toggled)
        model.pinToggled.connect(self._on_model_pin_toggled)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._refresh)
        self._buttons["continue"].clicked.connect(self._on_continue)
        self._buttons["branch"].clicked.connect(self.branchAsked)
        self._buttons["delete"].clicked.connect(self._on_delete)

    def _refresh(self) -> None:
        empty = self.model.rowCount() == 0
        self.table.setVisible(not empty)
        self._empty.setVisible(empty)
        runs = self.table.chosen()
        self._buttons["continue"].setEnabled(len(runs) == 1 and self._can(runs[0]))
        self._buttons["branch"].setEnabled(self._can_branch)
        self._buttons["delete"].setEnabled(self._deletable(runs))

    def _can(self, run: Run) -> bool:
        return not self.model.is_live(run)

    def _deletable(self, runs: tuple[Run, ...]) -> bool:
        return any(not self.model.is_live(run) for run in runs)

    def _add(self, menu: QMenu, text: str, slot: object, enabled: bool, keys: str = "") -> QAction:
        action = menu.addAction(text)
        if callable(slot):
            action.triggered.connect(slot)
        action.setEnabled(enabled)
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

    def _on_table_opened(self, run: Run) -> None:
        if self._can(run):
            self.continueAsked.emit(run)

    def _on_continue(self) -> None:
        runs = self.table.chosen()
        if len(runs) == 1:
            self._on_table_opened(runs[0])

    def _on_toggle(self) -> None:
        runs = self.table.chosen()
        shown = all(self.model.slot(run) is not None for run in runs)
        self.shownAsked.emit(_ids(runs), not shown)

    def _on_model_toggled(self, run_id: str) -> None:
        run = self.model.run(run_id)
        if run is not None:
            self.shownAsked.emit((run_id,), self.model.slot(run) is None)

    def _on_model_pin_toggled(self, run_id: str) -> None:
        run = self.model.run(run_id)
        if run is not None:
            self.pinAsked.emit((run_id,), not run.pinned)

    def _on_delete(self) -> None:
        runs = tuple(run for run in self.table.chosen() if not self.model.is_live(run))
        if runs:
            self.deleteAsked.emit(_ids(runs))

    def _on_rename(self) -> None:
        self.table.edit_cell(Column.NAME)

    def _on_note(self) -> None:
        self.table.edit_cell(Column.NOTES)

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def _ids(runs: tuple[Run, ...]) -> tuple[str, ...]:
    return tuple(run.id for run in runs)
