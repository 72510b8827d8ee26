"""The parts of the window, and the preferences that act on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from lstm_gui.core.file_reading import FileReading
from lstm_gui.core.files import path_of, path_text, shown
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.forms.corpus_card import CorpusCard
from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.runs.table_model import RunsModel
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.widgets.formats import menu_text, tooltip
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import TEXT_SIZES, Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.actions import Actions
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.run_bar import RunBar, StatusLine
from lstm_gui.gui.window.view_groups import GroupBar

if TYPE_CHECKING:  # the modules of late views are imported when these are made
    from lstm_gui.gui.article.panel import ArticlePanel
    from lstm_gui.gui.help.panel import HelpPanel
    from lstm_gui.gui.lessons.panel import LessonPanel
    from lstm_gui.gui.plots.training_panel import TrainingPanel
    from lstm_gui.gui.runs.panel import RunsPanel
    from lstm_gui.gui.search.panel import SearchPanel
    from lstm_gui.gui.steps.panel import StepsPanel
    from lstm_gui.gui.studio.panel import StudioPanel

__all__ = ["Parts", "PreferencesKeeper", "RecentMenu", "make_parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the window; those that another one covers at first are made late."""

    actions: Actions
    groups: GroupBar
    run_bar: RunBar
    status: StatusLine
    notices: NoticeBar
    card: CorpusCard
    config: ConfigPanel
    plot: PerplexityPlot
    studio: LateView[StudioPanel]
    listed: RunsModel
    runs: LateView[RunsPanel]
    training: LateView[TrainingPanel]
    steps: LateView[StepsPanel]
    lyrics: LyricsPanel
    views: Views
    search: LateView[SearchPanel]
    article: LateView[ArticlePanel]
    lessons: LateView[LessonPanel]
    help: LateView[HelpPanel]

    @property
    def memory(self) -> MemoryPanel:
        """The heat map and what belongs to it."""
        return self.views.memory


def make_parts(theme: Theme, actions: Actions, runs: Sequence[RunModel]) -> Parts:
    """Make all parts of a window that shows these runs, its own and the twin."""
    card, listed = CorpusCard(), RunsModel()
    return Parts(
        actions=actions,
        groups=GroupBar(),
        run_bar=RunBar(theme, actions.by_name),
        status=StatusLine(),
        notices=NoticeBar(theme),
        card=card,
        config=ConfigPanel(theme, card),
        plot=PerplexityPlot(theme, runs),
        studio=LateView(lambda: _studio_panel(theme)),
        listed=listed,
        runs=LateView(lambda: _runs_panel(theme, listed)),
        training=LateView(lambda: _training_panel(theme, runs[0])),
        steps=LateView(lambda: _steps_panel(theme)),
        lyrics=LyricsPanel(theme),
        views=Views(theme),
        search=LateView(lambda: _search_panel(theme), SEARCH_ROOM),
        article=LateView(lambda: _article_panel(theme), ARTICLE_ROOM),
        lessons=LateView(lambda: _lesson_panel(theme), SEARCH_ROOM),
        help=LateView(lambda: _help_panel(theme), ARTICLE_ROOM),
    )


SEARCH_ROOM = QSize(230, 120)
ARTICLE_ROOM = QSize(300, 120)


def _runs_panel(theme: Theme, listed: RunsModel) -> RunsPanel:
    from lstm_gui.gui.runs.panel import RunsPanel

    return RunsPanel(theme, listed)


def _training_panel(theme: Theme, run: RunModel) -> TrainingPanel:
    from lstm_gui.gui.plots.training_panel import TrainingPanel

    return TrainingPanel(theme, run)


def _steps_panel(theme: Theme) -> StepsPanel:
    from lstm_gui.gui.steps.panel import StepsPanel

    return StepsPanel(theme)


def _studio_panel(theme: Theme) -> StudioPanel:
    from lstm_gui.gui.studio.panel import StudioPanel

    return StudioPanel(theme)


def _search_panel(theme: Theme) -> SearchPanel:
    from lstm_gui.gui.search.panel import SearchPanel

    return SearchPanel(theme)


def _article_panel(theme: Theme) -> ArticlePanel:
    from lstm_gui.gui.article.panel import ArticlePanel

    return ArticlePanel(theme)


def _lesson_panel(theme: Theme) -> LessonPanel:
    from lstm_gui.gui.lessons.panel import LessonPanel

    return LessonPanel(theme)


def _help_panel(theme: Theme) -> HelpPanel:
    from lstm_gui.gui.help.panel import HelpPanel

    return HelpPanel(theme)


_THREADS = QT_TRANSLATE_NOOP(
    "PreferencesKeeper", "The engine uses this number of threads from the next start on."
)


class PreferencesKeeper(QObject):
    """Applies preferences when they are chosen, and has them stored.

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
        parts.plot.baselinesToggled.connect(self._on_plot_baselines_toggled)
        parts.lyrics.samples.changesToggled.connect(self._on_samples_changes_toggled)

    def restore(self) -> None:
        """Show what is remembered."""
        parts, preferences = self._parts, self.preferences
        parts.card.set_recent(preferences.recent)
        parts.plot.show_baselines(preferences.sticks)
        parts.lyrics.samples.show_changes(preferences.sample_changes)
        parts.actions.by_name["sound"].setChecked(preferences.sound)
        parts.actions.check("theme", preferences.theme)
        for group in ("palette", "text_size", "motion"):
            parts.actions.check(group, str(getattr(preferences, group)))
        parts.actions.check("language", preferences.language)
        parts.actions.check("threads", str(preferences.threads))
        parts.actions.check("at_start", preferences.at_start)

    def choose(self, group: str, value: str) -> None:
        """Choose one of a group of the menu: a theme, a language, a number of threads."""
        values = {**self.preferences.model_dump(), group: value}
        self.preferences = Preferences.model_validate(values)
        if group == "theme":
            self._theme.set_mode(self.preferences.theme)
        elif group == "palette":
            self._theme.set_palette(self.preferences.palette)
        elif group == "text_size":
            self._theme.set_text_size(self.preferences.text_size)
        elif group == "motion":
            self._theme.set_motion(self.preferences.motion)
        elif group == "language":
            self._language.set_choice(self.preferences.language)
        elif group == "threads":  # MXNet reads it once, when it is loaded
            text = Sentence(_THREADS, context="PreferencesKeeper")
            self._parts.notices.show_notice(text, "info", key="threads")
        self._keep(self.preferences)

    def change_text_size(self, steps: int) -> None:
        """Choose the next larger text size, or the next smaller one."""
        now = self.preferences.text_size
        others = [size for size in TEXT_SIZES if (size - now) * steps > 0]
        if others:
            size = str(min(others) if steps > 0 else max(others))
            self._parts.actions.check("text_size", size)
            self.choose("text_size", size)

    def recent_texts(self) -> list[tuple[Path, FileReading]]:
        """Return the texts that were open before, and how they were read."""
        preferences = self.preferences
        return [(path_of(one), preferences.reading_of(one)) for one in preferences.recent]

    def update(self, values: dict[str, object]) -> None:
        """Remember these values from now on."""
        self.put(self.preferences.model_copy(update=values))

    def put(self, preferences: Preferences) -> None:
        """Remember these preferences from now on."""
        self.preferences = preferences
        self._keep(preferences)

    def _on_files_text_opened(self, path: Path | str, reading: FileReading) -> None:
        self.put(self.preferences.with_recent(path_text(path), reading))
        self._parts.card.set_recent(self.preferences.recent)

    def _on_card_recent_cleared(self) -> None:
        self.update({"recent": (), "readings": {}})
        self._parts.card.set_recent(())

    def _on_plot_baselines_toggled(self, shown: bool) -> None:
        self.update({"sticks": shown})

    def _on_samples_changes_toggled(self, shown: bool) -> None:
        self.update({"sample_changes": shown})


class RecentMenu(QObject):
    """Fills File → Recent when it is opened; files that are not there any more are grey."""

    def __init__(
        self, menu: QMenu, remembering: PreferencesKeeper, files: FileChooser, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._menu, self._remembering, self._files = menu, remembering, files
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._on_menu_about_to_show)

    def note(self, path: Path | str) -> None:
        """Put a file on top; a task, by its name, is none, and stands on the card."""
        if isinstance(path, str):
            return
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
