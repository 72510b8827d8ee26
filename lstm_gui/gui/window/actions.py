"""The window's actions and menus, made from the table: what they say and when they can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.worker.states import ENDED, NO_MODEL, RunState, allowed
from lstm_gui.gui.widgets.formats import menu_text, shortened, tooltip, without_mnemonic
from lstm_gui.gui.widgets.icons import icon
from lstm_gui.gui.widgets.theme import Scheme
from lstm_gui.gui.window.action_table import ACTIONS, MENUS, SUBMENUS, ActionSpec

__all__ = ["Actions", "placed"]

_PLACE = QT_TRANSLATE_NOOP("Actions", "{menu}: {entry}")
_LONGEST_CHANGE = 60
"""So many characters of a change stand in the menu; all of it in the hint."""

_PLACED = (("recent", "getTexts"), ("atStart", "quit"))
"""Submenus that stand before an action, and not at the top."""
_TOGGLED = ("pause", "sound", "present", "fillScreen")
_DRAWN = ("start", "pause", "step", "stop", "reset", "twin")


def _translated(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def placed(menu: str, entry: str) -> str:
    """Name something together with what it stands in: Theme: Dark."""
    return _translated(_PLACE).format(menu=menu, entry=entry)


class Actions:
    """The window's actions and menus, made from the table.

    Args:
        window: Where shortcuts work.
        bar: Where menus go.
    """

    def __init__(self, window: QMainWindow, bar: QMenuBar) -> None:
        self._state = RunState.LOADING
        self._beside = False
        self._awaited = False
        self._twin: tuple[str, str] | None = None
        self._changes = "", ""
        self.by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        for key in MENUS:
            self.menus[key] = (
                self.menus[SUBMENUS[key]].addMenu("") if key in SUBMENUS else bar.addMenu("")
            )
            self.menus[key].setObjectName(f"{key}Menu")
        for spec in ACTIONS:
            self._add(window, spec)
        for key, before in _PLACED:
            menu = self.menus[SUBMENUS[key]]
            menu.insertMenu(self.by_name[before], self.menus[key])
        self.retitle()
        self.set_state(RunState.LOADING)
        self.set_undo("", "")
        self.by_name["branch"].setEnabled(False)

    def titled(self, key: str, action: QAction) -> str:
        """Return what an action of a menu is called where that menu is not seen.

        One of a submenu says of which, for 200 % alone says nothing.
        """
        entry = without_mnemonic(action.text()).replace("&&", "&")
        if key not in SUBMENUS:
            return entry
        return placed(without_mnemonic(self.menus[key].title()), entry)

    def connect(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Let each action do what stands here under its name."""
        for spec in ACTIONS:
            self.by_name[spec.name].triggered.connect(_without_check(slots[spec.name]))

    def set_state(self, state: RunState) -> None:
        """Enable what makes sense in a state."""
        self._state = state
        for spec in ACTIONS:
            if spec.act is not None:
                self.by_name[spec.name].setEnabled(allowed(state, spec.act))
        if state in NO_MODEL:  # it is remembered until there is one
            self.by_name["start"].setEnabled(not self._awaited)
        paused = state is RunState.PAUSED
        running = self._beside or state is RunState.RUNNING
        self.by_name["pause"].setEnabled(paused or running)
        self.by_name["pause"].setChecked(paused)
        self.retitle()

    def set_awaited(self, awaited: bool) -> None:
        """Tell whether training will start once there is a model: Start need not be asked again."""
        self._awaited = awaited
        self.set_state(self._state)

    def set_beside(self, running: bool) -> None:
        """Tell whether a twin trains, which can be paused even if the run beside it rests."""
        self._beside = running
        self.set_state(self._state)

    def set_twin(self, names: tuple[str, str] | None) -> None:
        """Let the person choose by these names which of two models is saved; None for one model."""
        self._twin = names
        self.retitle()

    def set_undo(self, undo: str, redo: str) -> None:
        """Offer to undo and redo these changes; an empty text stands for none."""
        self._changes = undo, redo
        self.retitle()
        for name, change in (("undo", undo), ("redo", redo)):
            self.by_name[name].setEnabled(bool(change))

    def check(self, group: str, value: str) -> None:
        """Mark one of a choice, such as the theme in use."""
        if f"{group}.{value}" in self.by_name:
            self.by_name[f"{group}.{value}"].setChecked(True)

    def retitle(self) -> None:
        """Set all texts in the current language."""
        for key, text in MENUS.items():
            self.menus[key].setTitle(_translated(text))
        for spec in ACTIONS:
            action = self.by_name[spec.name]
            action.setText(_translated(spec.text))
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            tip = _translated(spec.tip) if spec.tip else without_mnemonic(action.text())
            action.setToolTip(f"{tip} ({keys})" if keys else tip)
            action.setWhatsThis(_translated(spec.tip) if spec.tip else "")
        if self._state in (RunState.PAUSED, RunState.DIVERGED):
            self.by_name["start"].setText(QCoreApplication.translate("Actions", "&Resume"))
        elif self._state in ENDED:
            self.by_name["start"].setText(QCoreApplication.translate("Actions", "&Start again"))
        self._name_models()
        self._name_changes()
        start = self.by_name["start"]
        start.setIconText(without_mnemonic(start.text()))

    def _name_models(self) -> None:
        """Say which model is saved, where there are two."""
        self.by_name["saveTwin"].setVisible(self._twin is not None)
        for name, run in zip(("saveModel", "saveTwin"), self._twin or (), strict=False):
            template = QCoreApplication.translate("Actions", "Save model {run}…")
            self.by_name[name].setText(template.format(run=menu_text(run)))
            self.by_name[name].setToolTip(tooltip(template.format(run=run)))

    def _name_changes(self) -> None:
        """Say what would be undone and redone, where there is something."""
        templates = (
            QCoreApplication.translate("Actions", "&Undo: {change}"),
            QCoreApplication.translate("Actions", "&Redo: {change}"),
        )
        for name, template, change in zip(("undo", "redo"), templates, self._changes, strict=True):
            if change:
                said = menu_text(shortened(change, _LONGEST_CHANGE))
                self.by_name[name].setText(template.format(change=said))
                self.by_name[name].setToolTip(tooltip(change))

    def redraw(self, scheme: Scheme) -> None:
        """Draw the icons in a scheme's colours."""
        for name in _DRAWN:
            color = scheme.on_accent if name == "start" else None
            self.by_name[name].setIcon(icon(name, scheme, color=color))
            self.by_name[name].setIconVisibleInMenu(False)

    def _add(self, window: QMainWindow, spec: ActionSpec) -> None:
        action = QAction(window)
        action.setObjectName(f"{spec.name}Action")
        action.setShortcut(QKeySequence(spec.shortcut))
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(window))
            group.addAction(action)
            action.setCheckable(True)
        action.setCheckable(action.isCheckable() or spec.name in _TOGGLED)
        self.menus[spec.menu].addAction(action)
        window.addAction(action)  # or its keys rest while there are no menus
        self.by_name[spec.name] = action


def _without_check(act: Callable[[], object]) -> Callable[[bool], object]:
    """Leave out whether the action is checked, which Qt hands to whatever could take it."""
    return lambda _checked: act()
