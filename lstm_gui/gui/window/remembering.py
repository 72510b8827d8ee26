"""What the program remembers about its user, from the moment it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.parts import Parts

__all__ = ["PreferencesKeeper"]

_THREADS = QT_TRANSLATE_NOOP(
    "PreferencesKeeper", "The engine uses this number of threads from the next start on."
)


class PreferencesKeeper(QObject):
    """Lets what is chosen for good act at once, and has it kept.

    Args:
        preferences: What is remembered when the window opens.
        keep: Called with what is to be remembered from now on.
        parts: The parts of the window that show it.
        files: Tells which texts are opened.
        theme: Colours.
        language: The language shown.
        parent: The window.
    """

    def __init__(
        self,
        preferences: Preferences,
        keep: Callable[[Preferences], None],
        *,
        parts: Parts,
        files: FileChooser,
        theme: Theme,
        language: Language,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self._keep = keep
        self._parts = parts
        self._theme = theme
        self._language = language
        files.textOpened.connect(self._on_files_text_opened)
        parts.card.recentCleared.connect(self._on_card_recent_cleared)
        parts.plot.sticksToggled.connect(self._on_plot_sticks_toggled)

    def restore(self) -> None:
        """Show what is remembered."""
        parts, preferences = self._parts, self.preferences
        parts.card.set_recent(preferences.recent)
        parts.plot.show_sticks(preferences.sticks)
        parts.actions.check("theme", preferences.theme)
        parts.actions.check("language", preferences.language)
        parts.actions.check("threads", str(preferences.threads))

    def choose(self, group: str, value: str) -> None:
        """Choose one of a group of the menu: a theme, a language, a number of threads."""
        values = {**self.preferences.model_dump(), group: value}
        self.preferences = Preferences.model_validate(values)
        if group == "theme":
            self._theme.set_mode(self.preferences.theme)
        elif group == "language":
            self._language.set_choice(self.preferences.language)
        else:  # MXNet reads it once, when it is loaded
            text = Sentence(_THREADS, context="PreferencesKeeper")
            self._parts.notices.show_notice(text, "info", key="threads")
        self._keep(self.preferences)

    def update(self, values: dict[str, object]) -> None:
        """Remember these values from now on."""
        self._put(self.preferences.model_copy(update=values))

    def _put(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self._keep(preferences)

    def _on_files_text_opened(self, path: Path) -> None:
        self._put(self.preferences.with_recent(str(path)))
        self._parts.card.set_recent(self.preferences.recent)

    def _on_card_recent_cleared(self) -> None:
        self.update({"recent": ()})
        self._parts.card.set_recent(())

    def _on_plot_sticks_toggled(self, shown: bool) -> None:
        self.update({"sticks": shown})
