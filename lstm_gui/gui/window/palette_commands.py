"""What the palette of commands finds: actions, views, settings, presets, lessons and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from lstm_gui.core.files import path_of, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.lessons.lesson import in_language
from lstm_gui.core.lessons.lesson_file import load_lesson, shipped_lessons
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.knob import GROUPS
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.gui.forms.knob_editors import knob_text
from lstm_gui.gui.widgets.formats import without_mnemonic
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.translation import in_every_language
from lstm_gui.gui.widgets.view import DockContent
from lstm_gui.gui.window.action_table import ACTIONS, MENUS, SUBMENUS
from lstm_gui.gui.window.actions import placed
from lstm_gui.gui.window.command_palette import Command
from lstm_gui.gui.window.docks import Docks
from lstm_gui.gui.window.panes import focus_into
from lstm_gui.gui.window.parts import Parts

__all__ = ["PaletteCommands"]

_ACTION = QT_TRANSLATE_NOOP("PaletteCommands", "action")
_VIEW = QT_TRANSLATE_NOOP("PaletteCommands", "view")
_SETTING = QT_TRANSLATE_NOOP("PaletteCommands", "setting")
_FIELD = QT_TRANSLATE_NOOP("PaletteCommands", "field")
_PRESET = QT_TRANSLATE_NOOP("PaletteCommands", "preset")
_LESSON = QT_TRANSLATE_NOOP("PaletteCommands", "lesson")
_FILE = QT_TRANSLATE_NOOP("PaletteCommands", "file")


class PaletteCommands:
    """Lists all commands as they are now.

    Args:
        parts: The parts of the window.
        docks: Where the views are.
        open_lesson: Begins a lesson.
    """

    def __init__(self, parts: Parts, docks: Docks, open_lesson: Callable[[Path], object]) -> None:
        self._parts, self._docks, self._open_lesson = parts, docks, open_lesson

    def now(self) -> list[Command]:
        """Return all commands, the usual ones first."""
        return [
            *self._actions(),
            *self._views(),
            *self._settings(),
            *self._presets(),
            *self._lessons(),
            *self._files(),
        ]

    def _actions(self) -> Iterator[Command]:
        specs = {self._parts.actions.by_name[spec.name]: spec for spec in ACTIONS}
        for key, menu in self._parts.actions.menus.items():
            if key == "recent":
                continue
            for action in _entries(menu):
                spec = specs.get(action)
                if spec is None and key != "beside":
                    continue  # the views have lines of their own
                names = in_every_language("Actions", spec.text) if spec else ()
                if key in SUBMENUS:
                    titles = in_every_language("Actions", MENUS[key])
                    names = (*names, *titles)
                yield _command(action, self._parts.actions.titled(key, action), names)

    def _views(self) -> Iterator[Command]:
        memory, kind = self._parts.memory, _translated(_VIEW)
        names = in_every_language("MemoryPanel", "Memory")
        yield Command(memory.accessibleName(), kind, partial(focus_into, memory), names)
        for content in self._docks.contents:
            title, show = self._docks.title(content.name), partial(self._show_view, content)
            names = in_every_language("Docks", content.title)
            yield Command(title, kind, show, names, _written(self._docks.shortcut(content.name)))
            if content.name == "lyrics":  # its first field is what one looks for by name
                entry = QCoreApplication.translate("LyricsPanel", "Prefix")
                names = in_every_language("LyricsPanel", "Prefix")
                yield Command(placed(title, entry), _translated(_FIELD), show, names)

    def _show_view(self, content: DockContent) -> None:
        """Bring a view to the front, with the keyboard in it."""
        self._docks.show(content.name)
        late = content.widget
        focus_into(late.view if isinstance(late, LateView) else late)

    def _settings(self) -> Iterator[Command]:
        for path, knob in KNOBS.items():
            row = self._parts.config.rows.get(path)
            field = self._parts.run_bar.context if row is None else row.editor.field
            label = knob_text(knob.label)
            yield Command(
                placed(knob_text(GROUPS[knob.group]), label),
                _translated(_SETTING),
                field.setFocus if row is None else partial(self._go_to, field),
                (label, *in_every_language("Knobs", knob.label), knob.flag.lstrip("-")),
                possible=field.isEnabled(),
            )

    def _go_to(self, field: QWidget) -> None:
        self._docks.show("experiment")
        self._parts.config.go_to(field)

    def _presets(self) -> Iterator[Command]:
        for preset in PRESETS.values():
            yield Command(
                QCoreApplication.translate("Presets", preset.label),
                _translated(_PRESET),
                partial(self._parts.run_bar.presetChosen.emit, preset.name),
                in_every_language("Presets", preset.label),
            )

    def _lessons(self) -> Iterator[Command]:
        for path in shipped_lessons():
            titles = load_lesson(path).title
            yield Command(
                in_language(titles, QLocale().name()),
                _translated(_LESSON),
                partial(self._open_lesson, path),
                tuple(titles.values()),
            )

    def _files(self) -> Iterator[Command]:
        *files, clear = _entries(self._parts.actions.menus["recent"])
        for action in files:
            path = str(action.data())
            name, possible = shown(path_of(path).name), action.isEnabled()
            yield Command(name, _translated(_FILE), action.trigger, (path,), possible=possible)
        yield _command(clear, clear.text(), in_every_language("RecentMenu", "Clear this list"))


def _command(action: QAction, title: str, names: tuple[str, ...]) -> Command:
    return Command(
        title,
        _translated(_ACTION),
        action.trigger,
        tuple(map(without_mnemonic, names)),
        _written(action.shortcut()),
        action.isEnabled(),
    )


def _entries(menu: QMenu) -> list[QAction]:
    """Return what a menu offers, as if it were opened; some are filled then."""
    menu.aboutToShow.emit()
    return [one for one in menu.actions() if one.isVisible() and not one.isSeparator()]


def _written(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def _translated(text: str) -> str:
    return QCoreApplication.translate("PaletteCommands", text)
