"""The window: its parts, where they stand, and which act goes where."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QChildEvent, QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QTabBar, QVBoxLayout, QWidget

from lstm_gui.core.config import PRESETS, Experiment, changed
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.messages import Start
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.search_events import StudyTold, TrialTold
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.about import AboutDialog, ShortcutsDialog
from lstm_gui.gui.actions import ACTIONS, Actions
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.docks import LAYOUT_VERSION, Docks
from lstm_gui.gui.explorer import Explorer
from lstm_gui.gui.files import FileChooser
from lstm_gui.gui.holding_out import HoldingOut
from lstm_gui.gui.icons import icon
from lstm_gui.gui.language import Language, has_chinese_font
from lstm_gui.gui.notices import explained, told
from lstm_gui.gui.parts import make_parts
from lstm_gui.gui.presenter import ACCEPT_TEXT, Presenter
from lstm_gui.gui.runs import RunArchive
from lstm_gui.gui.runs.desk import RunsDesk
from lstm_gui.gui.search.trial_runs import run_of
from lstm_gui.gui.searching import Searching
from lstm_gui.gui.session import Session
from lstm_gui.gui.stepping import Stepping
from lstm_gui.gui.theme import Theme
from lstm_gui.gui.twins.twin_runs import TwinRuns
from lstm_gui.gui.watching import Watching

__all__ = ["MainWindow"]

_THREADS = QT_TRANSLATE_NOOP(
    "MainWindow", "The engine uses this number of threads from the next start on."
)
_UNEXPECTED = QT_TRANSLATE_NOOP(
    "MainWindow", "Something unexpected happened. The details help to report it."
)
_SET_ASIDE = QT_TRANSLATE_NOOP(
    "MainWindow", "The preferences were damaged and are set aside as {file}."
)


class MainWindow(QMainWindow):
    """Everything a person sees.

    Args:
        theme: Colours.
        language: The language shown.
        bridge: To the engine; the window starts nothing, and closes it at the end.
        session: The text, the settings and the run.
        preferences: What is remembered.
        keep: Called with what is to be remembered from now on.
        runs: The table of runs; without it they are kept in memory.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        language: Language,
        bridge: WorkerBridge,
        session: Session,
        preferences: Preferences,
        keep: Callable[[Preferences], None],
        runs: RunArchive | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._bridge = bridge
        self._session = session
        self._preferences = preferences
        self._keep = keep
        self._closed = False
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self._menu_bar = QMenuBar()
        slots = {spec.name: self._slot(spec.name) for spec in ACTIONS}
        self.parts = make_parts(theme, Actions(self, self._menu_bar, slots))
        self.files = FileChooser(self, session, self.parts.notices)
        self.twins = TwinRuns(self.parts, session, bridge, theme, parent=self)
        self._lay_out()
        self._docks = Docks(self, self.parts)
        # In this order: the explorer follows what the presenter has shown.
        self.presenter = Presenter(self.parts, session, bridge, parent=self)
        self.watching = Watching(
            self.parts, self.parts.training, session=session, bridge=bridge, parent=self
        )
        self.holding_out = HoldingOut(
            self.parts, self.watching.watchman, session=session, bridge=bridge, parent=self
        )
        self.explorer = Explorer(self.parts.views, bridge, self)
        self.stepping = Stepping(
            self.parts.steps,
            self.parts.memory,
            session=session,
            bridge=bridge,
            show=self._docks.show,
            parent=self,
        )
        self.searching = Searching(
            self.parts.search, self.parts.config, session=session, theme=theme, parent=self
        )
        self.archive = runs or RunArchive(None)
        self.runs = RunsDesk(
            self.parts,
            self.archive,
            session=session,
            bridge=bridge,
            remember=self._on_runs_changed,
            parent=self,
        )
        self._connect()
        self._restore()
        self._on_theme_changed()
        self.retranslate()

    # Making

    def _slot(self, name: str) -> Callable[[], None]:
        group, _, value = name.partition(".")
        if value:
            return partial(self._choose, group, value)
        slots: dict[str, Callable[[], None]] = {
            "openText": lambda: self.files.open_text(),
            "openModel": lambda: self.files.open_model(),
            "saveModel": lambda: self.files.save_model(self._bridge.save),
            "saveSamples": lambda: self.files.save_samples(self.parts.lyrics.samples.as_text()),
            "quit": self._quit,
            "undo": self._session.undo,
            "redo": self._session.redo,
            "branch": lambda: self.runs.branch(),
            "start": self._start,
            "pause": self._session.pause,
            "step": self._session.step,
            "stepEpoch": self._session.step_epoch,
            "stepSlowly": lambda: self.stepping.step(),
            "stop": self._session.stop,
            "reset": self._session.reset,
            "twin": lambda: self.twins.ask(),
            "generate": lambda: self.parts.lyrics.submit(),
            "resetZoom": lambda: self.parts.plot.reset_zoom(),
            "resetLayout": lambda: self._docks.reset(),
            "shortcuts": lambda: ShortcutsDialog(self.parts.actions, self).open(),
            "about": lambda: AboutDialog(self).open(),
        }
        return slots[name]

    def _lay_out(self) -> None:
        # The bar of notices spans the window, between the menu and everything else.
        top = QWidget()
        rows = QVBoxLayout(top)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._menu_bar)
        rows.addWidget(self.parts.notices)
        rows.addWidget(self.twins.bar)
        self.setMenuWidget(top)
        self.addToolBar(self.parts.run_bar)
        self.setStatusBar(self.parts.status)

    def _connect(self) -> None:
        parts, session = self.parts, self._session
        parts.run_bar.presetChosen.connect(self._on_run_bar_preset_chosen)
        parts.run_bar.contextChosen.connect(self._on_run_bar_context_chosen)
        parts.config.draftEdited.connect(session.edit)
        parts.config.liveEdited.connect(session.edit_live)
        parts.config.dragged.connect(session.set_dragging)
        parts.config.set_loss_check(self._losses)
        parts.config.carryRequested.connect(session.carry)
        parts.config.restartRequested.connect(self._on_config_restart_requested)
        parts.card.shippedChosen.connect(session.open_shipped)
        parts.card.fileRequested.connect(self.files.open_text)
        parts.card.recentChosen.connect(self._on_card_recent_chosen)
        parts.card.recentCleared.connect(self._on_card_recent_cleared)
        parts.card.encodingRequested.connect(self.files.choose_encoding)
        parts.lyrics.writeRequested.connect(self._on_lyrics_write_requested)
        parts.lyrics.writeStopped.connect(self._bridge.cancel_write)
        parts.lyrics.samples.saveRequested.connect(parts.actions.by_name["saveSamples"].trigger)
        parts.notices.actionTriggered.connect(self._on_notices_action_triggered)
        parts.plot.sticksToggled.connect(self._on_plot_sticks_toggled)
        self.files.textOpened.connect(self._on_files_text_opened)
        self.searching.trialEnded.connect(self._on_searching_trial_ended)
        self.searching.runChosen.connect(parts.runs.table.choose)
        session.built.connect(self.explorer.begin)
        session.configured.connect(self._on_session_configured)
        self._bridge.closed.connect(self._on_bridge_closed)
        self._theme.changed.connect(self._on_theme_changed)

    # Showing

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setWindowTitle(self.tr("LSTM playground"))
        self._docks.retitle()
        self.parts.actions.retitle()
        self.presenter.retranslate()
        self.presenter.change_language()
        self.twins.retranslate()
        self._say_if_no_chinese_font()

    def childEvent(self, event: QChildEvent) -> None:
        """Name the bars of tabs that Qt makes when docks share a place."""
        super().childEvent(event)
        bar = event.child()
        if event.polished() and isinstance(bar, QTabBar):
            bar.setObjectName(bar.objectName() or "dockTabs")
            bar.setAccessibleName(self.tr("Views"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _say_if_no_chinese_font(self) -> None:
        if not has_chinese_font():
            text = self.tr(
                "No font for Chinese is installed, so Chinese characters appear as empty boxes. "
                "Install one (on Debian and Ubuntu: apt install fonts-noto-cjk) and start again."
            )
            self.parts.notices.show_notice(text, "warning", key="font")

    def _on_theme_changed(self) -> None:
        scheme = self._theme.scheme
        self.parts.actions.redraw(scheme)
        self.setWindowIcon(icon("app", scheme))

    def report_refused(self, error: CorpusError) -> None:
        """Say why a text could not be used; the one in use stays."""
        text = explained(error.template, error.values)
        self.parts.notices.show_notice(text, "error", key="text")

    def report_unexpected(self, error: BaseException) -> None:
        """Say that something unexpected happened, with its traceback as details."""
        details = "".join(traceback.format_exception(error))
        text = Sentence(_UNEXPECTED, context="MainWindow")
        self.parts.notices.show_notice(text, "error", details=details, key="unexpected")

    def report_preferences_lost(self, place: Path) -> None:
        """Say that damaged preferences were set aside."""
        text = Sentence(_SET_ASIDE, {"file": place.name}, "MainWindow")
        self.parts.notices.show_notice(text, "warning")

    # Acts

    def _choose(self, group: str, value: str) -> None:
        self._preferences = Preferences.model_validate(
            {**self._preferences.model_dump(), group: value}
        )
        if group == "theme":
            self._theme.set_mode(self._preferences.theme)
        elif group == "language":
            self._language.set_choice(self._preferences.language)
        else:  # MXNet reads it once, when it is loaded
            text = Sentence(_THREADS, context="MainWindow")
            self.parts.notices.show_notice(text, "info", key="threads")
        self._keep(self._preferences)

    def _start(self) -> None:
        self.parts.config.flush()  # what was typed a moment ago counts
        self._session.start()

    def _on_run_bar_preset_chosen(self, name: str) -> None:
        now, preset = self._session.experiment, PRESETS[name].experiment
        train = preset.train.model_copy(update={"prefixes": now.train.prefixes})
        proposed = preset.model_copy(update={"train": train, "compute": now.compute})
        self.parts.notices.dismiss("preset")
        if PRESETS[name].warning:
            text = Sentence(PRESETS[name].warning, context="Presets")
            self.parts.notices.show_notice(text, "warning", key="preset")
        self.parts.config.propose(proposed)

    def _on_run_bar_context_chosen(self, context: str) -> None:
        draft = self.parts.config.draft
        self.parts.config.propose(changed(draft, "compute.context", context))

    def _on_config_restart_requested(self, experiment: Experiment) -> None:
        self._session.restart(experiment)
        self._bridge.post(Start())

    def _losses(self, experiment: Experiment) -> tuple[str, ...]:
        return tuple(told(sentence) for sentence in self._session.losses(experiment))

    def _on_session_configured(self, experiment: Experiment) -> None:
        self.explorer.set_num_steps(experiment.train.num_steps)

    def _on_lyrics_write_requested(
        self, prefix: str, length: int, temperature: float, seed: int
    ) -> None:
        self.parts.lyrics.begin(prefix)
        for twin in self.parts.lyrics.twin.asked:
            self._bridge.write(prefix, length, temperature, seed, twin=twin)

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == ACCEPT_TEXT:
            self._session.accept_text()

    def _on_plot_sticks_toggled(self, shown: bool) -> None:
        self._preferences = self._preferences.model_copy(update={"sticks": shown})
        self._keep(self._preferences)

    def _on_searching_trial_ended(self, study: StudyTold, trial: TrialTold) -> None:
        self.archive.put(*run_of(study, trial))

    def _on_runs_changed(self, values: dict[str, object]) -> None:
        self._preferences = self._preferences.model_copy(update=values)
        self._keep(self._preferences)

    # Files

    def _on_files_text_opened(self, path: Path) -> None:
        self._remember(self._preferences.with_recent(str(path)))

    def _on_card_recent_chosen(self, path: str) -> None:
        self._session.open_file(Path(path))

    def _on_card_recent_cleared(self) -> None:
        self._remember(self._preferences.model_copy(update={"recent": ()}))

    def _remember(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self.parts.card.set_recent(preferences.recent)
        self._keep(preferences)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped: a text, or a model."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files.open_dropped(paths[0])

    # Remembering and closing

    def _restore(self) -> None:
        preferences = self._preferences
        self.parts.card.set_recent(preferences.recent)
        self.parts.plot.show_sticks(preferences.sticks)
        self.runs.restore(preferences)
        self.parts.actions.check("theme", preferences.theme)
        self.parts.actions.check("language", preferences.language)
        self.parts.actions.check("threads", str(preferences.threads))
        self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode()))
        layout = QByteArray.fromBase64(preferences.layout.encode())
        if not layout.isEmpty():
            self.restoreState(layout, LAYOUT_VERSION)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, hide, and quit once the engine thread has ended."""
        if self._closed:
            event.accept()
            return
        event.ignore()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._docks.widen()
        layout = bytes(self.saveState(LAYOUT_VERSION).toBase64().data()).decode()
        self._keep(self._preferences.model_copy(update={"geometry": geometry, "layout": layout}))
        self.hide()
        self.searching.close()
        self._bridge.close()

    def _quit(self) -> None:
        self.close()

    def _on_bridge_closed(self) -> None:
        if self.searching.alive:  # its processes hand their trials back first
            self.searching.ended.connect(self._on_bridge_closed)
            return
        self._closed = True
        self.runs.close()
        self.close()
        QApplication.quit()
