"""File → Recent: texts, models and moments that were opened or saved, the last one first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from lstm_gui.core.files import path_of, path_text, shown
from lstm_gui.gui.widgets.formats import menu_text, tooltip
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.parts import PreferencesKeeper

__all__ = ["RecentMenu"]


class RecentMenu(QObject):
    """Fills the menu when it is opened; files that are not there any more are grey."""

    def __init__(
        self, menu: QMenu, remembering: PreferencesKeeper, files: FileChooser, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._menu, self._remembering, self._files = menu, remembering, files
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_menu_about_to_show)

    def note(self, path: Path) -> None:
        """Put a file on top."""
        preferences = self._remembering.preferences.with_opened(path_text(path.absolute()))
        self._remembering.put(preferences)

    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        opened = self._remembering.preferences.opened
        for number, text in enumerate(opened, start=1):
            path = path_of(text)
            mnemonic = f"&{number} " if number < 10 else ""
            action = self._menu.addAction(mnemonic + menu_text(shown(path.name)))
            action.setData(text)
            action.setEnabled(_is_there(path))
            gone = () if action.isEnabled() else (self.tr("It is not there any more."),)
            action.setToolTip(tooltip(text, *gone))
            action.triggered.connect(self._on_file_triggered)
        self._menu.addSeparator()
        clear = self._menu.addAction(self.tr("Clear this list"))
        clear.setEnabled(bool(opened))
        clear.triggered.connect(self._on_clear_triggered)

    def _on_file_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        text = str(action.data())
        reading = self._remembering.preferences.reading_of(text)
        self._files.open_recent(path_of(text), reading)

    def _on_clear_triggered(self) -> None:
        self._remembering.update({"opened": ()})


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
