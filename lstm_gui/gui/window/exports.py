"""The exports of the window: which views there are, their menus, and the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.core.export.run_export import RunExport
from lstm_gui.core.runs.run import Run
from lstm_gui.gui.memory.quantities import QUANTITIES
from lstm_gui.gui.widgets.exportable import EXPORTED, Exportable
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.docks import Docks
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.parts import Parts

if TYPE_CHECKING:  # imported when something is exported
    from lstm_gui.core.inspection.time_machine import MomentStore
    from lstm_gui.gui.export.exporting import ExportController
    from lstm_gui.gui.export.film import Filmed
    from lstm_gui.gui.export.numbers_dialog import NumbersDialog
    from lstm_gui.gui.export.wish import ExportedThing, Kind
    from lstm_gui.gui.runs.run_exports import RunExports

__all__ = ["WindowExports"]

_MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class _FilmedRuns:
    """The runs of the table; of the one of the window, the moments of its memory as well."""

    table: RunExports
    parts: Parts
    moments: MomentStore

    def runs(self) -> list[tuple[str, str]]:
        """Return the ids and names of all runs."""
        return self.table.runs()

    def rows(self) -> tuple[Run, ...]:
        """Return the rows of the table."""
        return self.table.rows()

    def read(self, run_id: str, then: Callable[[RunExport], object]) -> None:
        """Fetch a run with its curve."""
        self.table.read(run_id, then)

    def film(self, run_id: str) -> Filmed | None:
        """Return the moments of the run of the window, with the quantity that is looked at."""
        from lstm_gui.gui.export.film import Filmed

        if not self.table.is_own(run_id):
            return None
        memory = self.parts.memory
        gate = any(one.gate for one in QUANTITIES if one.key == memory.quantity)
        return Filmed(self.moments.copy(), memory.quantity or "h", memory.layer, gate)


class WindowExports(QObject):
    """Adds three lines to the menu of each view, and opens the dialogs.

    Args:
        window: The window.
        parts: Its parts.
        docks: Where the views stand.
        theme: Its colours.
        language: Its language.
        files: Asks where a file is to be.
        runs: Makes what reads runs, when it is wanted.
        moments: Those of the time machine.
    """

    def __init__(
        self,
        window: QWidget,
        parts: Parts,
        docks: Docks,
        *,
        theme: Theme,
        language: Language,
        files: FileChooser,
        runs: Callable[[], RunExports],
        moments: MomentStore,
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._docks = window, parts, docks
        self._theme, self._language, self._files = theme, language, files
        self._runs, self._moments = runs, moments
        self._made: ExportController | None = None
        self._actions: list[tuple[QAction, QAction, QAction]] = []
        self._numbers: NumbersDialog | None = None
        self.widgets: dict[str, QWidget] = {_MEMORY: parts.memory}
        """Where each view stands, by its key."""
        self.widgets |= {each.name: each.widget for each in docks.exported}
        for key, widget in self.widgets.items():
            self._add_actions(key, widget)

    @property
    def controller(self) -> ExportController:
        """What exports; it is made when it is first wanted."""
        if self._made is None:
            from lstm_gui.gui.export.exporting import ExportController

            self._made = ExportController(
                self._window,
                theme=self._theme,
                language=lambda: self._language.code,
                notices=self._parts.notices,
                views=self.things,
                runs=_FilmedRuns(self._runs(), self._parts, self._moments),
                place_for=self._files.place_for,
            )
            self._made.viewWanted.connect(self.bring_forward)
        return self._made

    def show(self, kind: Kind = "view", key: str = "") -> None:
        """Open the dialog, with this view or run chosen; at first with one that is seen."""
        self.controller.show(kind, key or self._foremost())

    def show_numbers(self, key: str = "") -> None:
        """Show the numbers of a view as a table; at first of one that is seen."""
        from lstm_gui.gui.export.numbers_dialog import NumbersDialog

        dialog = self._numbers
        if dialog is None:
            dialog = self._numbers = NumbersDialog(self.things, self._window)
            dialog.viewWanted.connect(self.bring_forward)
            dialog.exportAsked.connect(partial(self.show, "view"))
            dialog.finished.connect(self._on_numbers_finished)
        dialog.choose(key or self._foremost())
        dialog.show()
        dialog.activateWindow()

    def _on_numbers_finished(self) -> None:
        self._numbers = None

    def _foremost(self) -> str:
        """Return the view that a person works in, or else one of those that are seen."""
        names = list(self.widgets)
        focused = QApplication.focusWidget()
        if focused is not None:
            within = [n for n in names if self.widgets[n].isAncestorOf(focused)]
            if within:
                return within[0]
        seen = [n for n in names if self.widgets[n].isVisible()]
        return next((name for name in seen if name not in (_MEMORY, "lyrics")), _MEMORY)

    def retranslate(self) -> None:
        """Name the lines of the menus in the language in use."""
        for copy, numbers, export in self._actions:
            copy.setText(self.tr("Copy as picture"))
            numbers.setText(self.tr("Show numbers…"))
            export.setText(self.tr("Export…"))

    def close(self) -> None:
        """Make nothing more: the window is to be closed."""
        if self._numbers is not None:
            self._numbers.close()
        if self._made is not None:
            self._made.close()

    def things(self) -> list[ExportedThing]:
        """Return all views, named in the language in use."""
        return [self._thing(key) for key in self.widgets]

    def bring_forward(self, key: str) -> None:
        """Let a view be seen, for what is not seen is not up to date."""
        if key != _MEMORY:
            self._docks.show(key)

    def _add_actions(self, key: str, widget: QWidget) -> None:
        copy, numbers, export = QAction(widget), QAction(widget), QAction(widget)
        copy.setObjectName(f"{key}CopyPictureAction")
        numbers.setObjectName(f"{key}NumbersAction")
        export.setObjectName(f"{key}ExportAction")
        copy.triggered.connect(partial(self._copy, key))
        numbers.triggered.connect(partial(self._show_view_numbers, key))
        export.triggered.connect(partial(self._show_view, key))
        widget.addActions([copy, numbers, export])
        widget.setProperty(EXPORTED, True)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._actions.append((copy, numbers, export))

    def _copy(self, key: str) -> None:
        self.controller.copy_view(self._thing(key))

    def _show_view(self, key: str) -> None:
        self.show("view", key)

    def _show_view_numbers(self, key: str) -> None:
        self.show_numbers(key)

    def _thing(self, key: str) -> ExportedThing:
        from lstm_gui.gui.export.wish import ExportedThing

        memory = key == _MEMORY
        title = self._parts.memory.accessibleName() if memory else self._docks.title(key)
        return ExportedThing(key, title, partial(_view_of, self.widgets[key]))


def _view_of(widget: QWidget) -> Exportable:
    """Return the view that stands in a dock; a late one is made."""
    view = widget.view if isinstance(widget, LateView) else widget
    return cast(Exportable, view)
