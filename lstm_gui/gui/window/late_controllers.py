"""The controllers of views that are made when somebody first looks at them, and their modules."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from lstm_gui.core.search.messages import StudyMessage, TrialMessage
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.memory.explorer.explorer import Explorer
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.copy_index import CopyIndex
from lstm_gui.gui.session.sample_novelty import SampleNovelty
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.texts.texts_controller import TextsController
from lstm_gui.gui.twins.twin_runs import TwinController
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.window.docks import Docks
from lstm_gui.gui.window.file_chooser import FileChooser
from lstm_gui.gui.window.parts import Parts

if TYPE_CHECKING:  # imported when somebody looks at them
    from lstm_gui.gui.article.article_controller import ArticleController
    from lstm_gui.gui.article.panel import ArticlePanel
    from lstm_gui.gui.help.help_controller import HelpController
    from lstm_gui.gui.help.panel import HelpPanel
    from lstm_gui.gui.lessons.lesson_controller import LessonController
    from lstm_gui.gui.lessons.panel import LessonPanel
    from lstm_gui.gui.memory.distance.panel import DistancePanel
    from lstm_gui.gui.search.panel import SearchPanel
    from lstm_gui.gui.search.searching import SearchController
    from lstm_gui.gui.studio.panel import StudioPanel
    from lstm_gui.gui.studio.studio import StudioController
    from lstm_gui.gui.watch.curve_sound import CurveSound
    from lstm_gui.gui.window.command_palette import CommandPalette

__all__ = ["LateControllers"]


class LateControllers(QObject):
    """Makes the controller of a late view when the view is made.

    Args:
        parts: Whose views they serve.
        docks: Where the views are.
        files: Chooses files.
        session: The text, the settings and the run.
        bridge: To the engine.
        theme: Colours.
        explorer: Reads the memory.
        texts: Texts to fetch, songs, the editor.
        twins: The run beside.
        copies: Finds copied passages.
        novelty: The same of the samples.
        archive: The table of runs.
        pieces: The file of what is kept in the studio.
        parent: The window.

    Attributes:
        studio, article, lessons, helping, searching: The controllers; None until their view is
            made.
    """

    def __init__(
        self,
        parts: Parts,
        docks: Docks,
        files: FileChooser,
        *,
        session: Session,
        bridge: WorkerBridge,
        theme: Theme,
        explorer: Explorer,
        texts: TextsController,
        twins: TwinController,
        copies: CopyIndex,
        novelty: SampleNovelty,
        archive: RunArchive,
        pieces: Path | None,
        parent: QMainWindow,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._palette: CommandPalette | None = None
        self._parts, self._docks, self._files = parts, docks, files
        self._session, self._bridge, self._theme = session, bridge, theme
        self._explorer, self._texts, self._twins = explorer, texts, twins
        self._copies, self._novelty = copies, novelty
        self._archive, self._pieces = archive, pieces
        self.studio: StudioController | None = None
        self.article: ArticleController | None = None
        self.lessons: LessonController | None = None
        self.helping: HelpController | None = None
        self.searching: SearchController | None = None
        self._sound: CurveSound | None = None
        parts.studio.when_made(self._on_studio_made)
        parts.article.when_made(self._on_article_made)
        parts.lessons.when_made(self._on_lessons_made)
        parts.help.when_made(self._on_help_made)
        parts.search.when_made(self._on_search_made)
        parts.views.distance.when_made(self._on_distance_made)
        parts.notices.helpAsked.connect(self._on_notices_help_asked)

    def begin(self, event: Built) -> None:
        """Follow another model, or another moment of this one."""
        if self.searching is not None:
            self.searching.begin(event)

    def set_sound(self, on: bool) -> None:
        """Let the perplexity be heard, or not."""
        if self._sound is None and on:
            from lstm_gui.gui.watch.curve_sound import CurveSound

            self._sound = CurveSound(self._bridge.run, self._parts.notices, parent=self)
        if self._sound is not None:
            self._sound.set_on(on)

    def close(self) -> None:
        """End a search that runs, and be silent."""
        if self._sound is not None:
            self._sound.close()
        if self.searching is not None:
            self.searching.close()

    def open_lesson(self, path: Path) -> None:
        """Begin a lesson."""
        self._docks.show("lessons")
        assert self._parts.lessons.view is not None
        if self.lessons is not None:
            self.lessons.open(path)

    def explain(self) -> None:
        """Tell what has the focus, and from then on whatever the person goes to."""
        focus = QApplication.focusWidget() or self._window.focusWidget()  # before it is shown
        self._helping.explain(focus)

    def show_glossary(self) -> None:
        """Open the glossary."""
        self._helping.open_glossary()

    @property
    def _helping(self) -> HelpController:
        """The help, brought to the front."""
        self._docks.show("help")
        assert self._parts.help.view is not None and self.helping is not None
        return self.helping

    def _on_notices_help_asked(self, trouble: str) -> None:
        self._helping.open_trouble(trouble)

    def show_commands(self) -> None:
        """Open the palette of commands over the window."""
        from lstm_gui.gui.window.command_palette import CommandPalette
        from lstm_gui.gui.window.palette_commands import PaletteCommands

        if self._palette is None:
            self._palette = CommandPalette(self._window)
        self._palette.ask(PaletteCommands(self._parts, self._docks, self.open_lesson).now())

    def _on_studio_made(self, panel: StudioPanel) -> None:
        from lstm_gui.gui.studio.kept_store import KeptStore
        from lstm_gui.gui.studio.studio import StudioController

        memory = self._parts.memory
        store = KeptStore(self._pieces, self)
        store.noticed.connect(
            partial(self._parts.notices.show_notice, kind="warning", key="pieces")
        )
        self.studio = StudioController(
            panel,
            session=self._session,
            bridge=self._bridge,
            theme=self._theme,
            chosen_cell=lambda: (memory.layer, memory.cell),
            copies=self._copies,
            samples=self._novelty,
            store=store,
            parent=self,
        )
        memory.cellChosen.connect(self.studio.reader.cell_changed)
        memory.layerChosen.connect(self.studio.reader.cell_changed)
        panel.kept.saveRequested.connect(
            lambda pieces: self._files.save_pieces(pieces, panel.page.picture)
        )

    def _on_article_made(self, panel: ArticlePanel) -> None:
        from lstm_gui.gui.article.article_controller import ArticleController
        from lstm_gui.gui.article.showing import ClaimShower

        views, bridge = self._parts.views, self._bridge
        self.article = ArticleController(
            panel,
            ClaimShower(views, self._explorer, self._docks, bridge=bridge, parent=self),
            self._parts.plot,
            session=self._session,
            bridge=bridge,
            show_texts=self._texts.show_catalogue,
            parent=self,
        )

    def _on_lessons_made(self, panel: LessonPanel) -> None:
        from lstm_gui.gui.lessons.lesson_controller import LessonController

        self.lessons = LessonController(
            panel,
            self._parts.memory,
            self._docks,
            self._parts.notices,
            session=self._session,
            bridge=self._bridge,
            parent=self,
        )
        panel.articleAsked.connect(partial(self._docks.show, "article"))
        panel.openAsked.connect(self._files.open_lesson)

    def _on_help_made(self, panel: HelpPanel) -> None:
        from lstm_gui.gui.help.help_controller import HelpController

        self.helping = HelpController(panel, self._window, show=self._show, title=self._docks.title)
        self._parts.config.drafted.connect(self.helping.tell_again)

    def _show(self, view: str) -> None:
        """Bring a view to the front, wherever it has its place; the memory is always there."""
        if view == "memory":
            self._parts.memory.setFocus()
        else:
            self._docks.show(view)

    def _on_search_made(self, panel: SearchPanel) -> None:
        from lstm_gui.gui.search.searching import SearchController

        self.searching = SearchController(
            panel, self._parts.config, session=self._session, theme=self._theme, parent=self
        )
        self.searching.trialEnded.connect(self._on_searching_trial_ended)
        self.searching.runChosen.connect(lambda run: self._parts.runs.view.table.choose(run))

    def _on_searching_trial_ended(self, study: StudyMessage, trial: TrialMessage) -> None:
        from lstm_gui.gui.search.board import run_of

        self._archive.put(*run_of(study, trial))

    def _on_distance_made(self, panel: DistancePanel) -> None:
        panel.recall.taskAsked.connect(partial(self._files.open_named, "task:recall"))
        panel.recall.pairAsked.connect(self._twins.begin_pair)
