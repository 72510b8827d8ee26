"""Where the docks stand for a purpose, by name; and a view beside the one in front, in one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from lstm_gui.gui.widgets.formats import menu_text
from lstm_gui.gui.window.view_groups import GROUPS

__all__ = ["ARRANGEMENTS", "Arranger", "BesideMenu", "DockPlan", "is_beside", "show_beside"]

_DIRECTIONS = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_SPARE = QSize(104, 40)
"""How much more the largest view needs than its place has said before it was made."""
_FORMS, _TEXTS = ("experiment", "search"), ("lyrics",)


@dataclass(frozen=True, slots=True)
class DockPlan:
    """Where the docks stand for a purpose, in parts of the window's size.

    Args:
        views: The one in front, and what stands beside it where the window is wide enough.
        height: What the views have of the window's height; the map has the rest.
        forms: What the experiment has of its width; 0 closes it.
        texts: What the lyrics have of it.
    """

    views: tuple[str, ...]
    height: float
    forms: float = 0.0
    texts: float = 0.0


ARRANGEMENTS = {
    "watch": DockPlan(("perplexity", "training"), height=0.45, forms=0.2, texts=0.24),
    "memory": DockPlan(("reading", "ledger"), height=0.4, texts=0.24),
    "compare": DockPlan(("runs", "perplexity"), height=0.6),
    "class": DockPlan(("perplexity",), height=0.45, texts=0.42),
}
"""`class` is for a projector: few things, each large, and no forms."""


class Arranger:
    """Puts the docks where an arrangement has them, and back to where they were before.

    Args:
        window: Whose docks they are.
        docks: The docks by name.
        default: Where everything stands at first.
        restore: Puts everything where a stored layout has it.
        version: The version of stored layouts.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        *,
        default: QByteArray,
        restore: Callable[[QByteArray], object],
        version: int,
    ) -> None:
        self._window, self._docks, self._restore = window, docks, restore
        self._default, self._version = default, version
        self.before: QByteArray | None = None
        """Where everything was before the first arrangement."""

    def arrange(self, name: str) -> None:
        """Put the docks where this arrangement has them."""
        if self.before is None:
            self.before = self._window.saveState(self._version)
        self._restore(self._default)
        arrangement = ARRANGEMENTS[name]
        self._show(_FORMS, arrangement.forms)
        self._show(_TEXTS, arrangement.texts)
        self._show_views(arrangement)

    def go_back(self) -> None:
        """Put everything where it was before the first arrangement."""
        if self.before is not None:
            self._restore(self.before)
            self.before = None

    def _show(self, names: tuple[str, ...], share: float) -> None:
        """Close the docks of a side, or give it this part of the window's width."""
        for name in names:
            self._docks[name].setVisible(share > 0)
        dock = self._docks[names[0]]
        if share:
            dock.raise_()
            width = round(self._window.width() * share)
            self._window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    def _show_views(self, arrangement: DockPlan) -> None:
        front, *others = (self._docks[name] for name in arrangement.views)
        front.raise_()
        for dock in others:
            _put(self._window, front, dock, Qt.Orientation.Horizontal)
        height = round(self._window.height() * arrangement.height)
        self._window.resizeDocks([front], [height], Qt.Orientation.Vertical)


class BesideMenu(QObject):
    """Lists the views; one that is ticked stands beside the others, in a place of its own.

    Args:
        menu: It is filled when it is opened.
        window: Whose docks they are.
        docks: The docks by name.
    """

    def __init__(self, menu: QMenu, window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
        super().__init__(menu)
        self._menu, self._window = menu, window
        self._groups = [[docks[name] for name in group.views] for group in GROUPS]
        menu.aboutToShow.connect(self._on_menu_about_to_show)

    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        for group in self._groups:
            for dock in group:
                action = self._menu.addAction(menu_text(dock.windowTitle()))
                action.setCheckable(True)
                action.setChecked(is_beside(self._window, dock))
                action.triggered.connect(partial(self._on_action_triggered, dock))
            self._menu.addSeparator()

    def _on_action_triggered(self, dock: QDockWidget) -> None:
        if not is_beside(self._window, dock):
            show_beside(self._window, dock)
            return
        others = [other for group in self._groups for other in group if other is not dock]
        home = max(others, key=lambda other: len(_mates(self._window, other)))
        self._window.tabifyDockWidget(home, dock)
        dock.raise_()


def is_beside(window: QMainWindow, dock: QDockWidget) -> bool:
    """Tell whether a dock has a place of its own, in the window or outside."""
    return dock.toggleViewAction().isChecked() and not _mates(window, dock)


def show_beside(window: QMainWindow, dock: QDockWidget) -> None:
    """Give a dock that is one tab of several a place of its own.

    It is to the right of the others, or below where the window is too narrow for both; one that has
    room for neither lets it float.
    """
    mates = _mates(window, dock)
    front = next((mate for mate in mates if mate.widget().isVisible()), None)
    near = front or (mates or [dock])[0]
    if not any(_put(window, near, dock, one) for one in _DIRECTIONS):
        dock.setFloating(True)
        dock.move(window.geometry().center() - dock.rect().center())


def _put(
    window: QMainWindow, front: QDockWidget, dock: QDockWidget, orientation: Qt.Orientation
) -> bool:
    """Put a dock behind all that is in the area of another, with as much room; False if none is."""
    before = window.saveState()
    dock.setFloating(False)
    window.addDockWidget(window.dockWidgetArea(front), dock, orientation)
    dock.show()
    needed = window.minimumSizeHint() + _SPARE
    if needed.boundedTo(window.size()) != needed:
        window.restoreState(before)
        return False
    window.resizeDocks([front, dock], [10_000, 10_000], orientation)
    return True


def _mates(window: QMainWindow, dock: QDockWidget) -> list[QDockWidget]:
    """Return the other docks that share a dock's place and are not closed."""
    if dock.isFloating():
        return []
    others = window.tabifiedDockWidgets(dock)
    return [other for other in others if other.toggleViewAction().isChecked()]
