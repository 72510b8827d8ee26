"""The main window: its parts are made, wired to the run, and told of another model in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QChildEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenuBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.preferences import Preferences
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.worker.commands import Redo, StepEpoch, StepOnce, Stop, Undo
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.forms.corpus_card import TextOffer
from lstm_gui.gui.lyrics.lyrics_panel import WritingController
from lstm_gui.gui.memory.explorer.explorer import Explorer, ProbeController
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.desk import RunsController
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.copy_index import CopyIndex
from lstm_gui.gui.session.sample_novelty import SampleNovelty
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.steps.stepping import StepsController
from lstm_gui.gui.texts.texts_controller import TextsController
from lstm_gui.gui.twins.twin_runs import TwinController
from lstm_gui.gui.watch.watching import WatchController
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import (
    Language,
    Retranslated,
)
from lstm_gui.gui.window.about import AboutDialog, ShortcutsDialog
from lstm_gui.gui.window.action_table import ACTIONS
from lstm_gui.gui.window.actions import Actions
from lstm_gui.gui.window.arrangements import ARRANGEMENTS
from lstm_gui.gui.window.docks import EXPERIMENT_WIDTH, LAYOUT_VERSION, Docks, name_tabs
from lstm_gui.gui.window.dropping import Dropping
from lstm_gui.gui.window.exports import WindowExports
from lstm_gui.gui.window.file_chooser import TEXT_REFUSED, FileChooser
from lstm_gui.gui.window.late_controllers import LateControllers
from lstm_gui.gui.window.moment_opening import MomentOpening
from lstm_gui.gui.window.moment_saving import MomentSaving
from lstm_gui.gui.window.panes import FocusRing, Panes
from lstm_gui.gui.window.parts import PreferencesKeeper, RecentMenu, make_parts
from lstm_gui.gui.window.presenter import HeldOutPresenter, Presenter, Reports
from lstm_gui.gui.window.run_bar import SettingsController
from lstm_gui.gui.window.view_groups import first_row
from lstm_gui.gui.window.view_state import ViewStates
from lstm_gui.gui.window.whole_screen import WholeScreen

if TYPE_CHECKING:  # imported when runs are exported
    from lstm_gui.gui.runs.run_exports import RunExports

__all__ = ["MainWindow"]

_log = logging.getLogger(__name__)


class MainWindow(Retranslated, QMainWindow):
    """Everything a person sees.

    Args:
        theme: Colours.
        language: The language shown.
        bridge: To the engine; the window starts nothing, and closes it at the end.
        session: The text, the settings and the run.
        preferences: What is remembered.
        keep: Called with what is to be remembered from now on.
        runs: The table of runs; without it they are kept in memory.
        pieces: The file of what is kept in the studio; without it that ends with the window.
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
        pieces: Path | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._session = session
        self._closed = False
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self._menu_bar = QMenuBar()
        self.parts = make_parts(theme, Actions(self, self._menu_bar), bridge.models)
        self.reports = Reports(self.parts.notices)
        self.files = FileChooser(self, session, self.parts.notices)
        self.remembering = PreferencesKeeper(
            preferences,
            keep,
            parts=self.parts,
            files=self.files,
            theme=theme,
            language=language,
            parent=self,
        )
        self.archive = runs or RunArchive(None)
        self._pieces = pieces
        self._wire_settings()
        self._lay_out()
        self._docks = Docks(self, self.parts)
        self.panes = Panes(self.parts, self._docks, self)
        self._ring = FocusRing(theme, self)
        self.filling = WholeScreen(self, self.parts, self._docks, self._theme)
        self._wire_run()
        self._wire_runs()
        self.exporting = self._make_exports(language)
        self.late = self._wire_late()
        self._wire_moments()
        self.dropping = Dropping(
            self, self.files, self.texts, self.parts.notices, theme=self._theme
        )
        self._connect()
        self._restore()
        self._on_theme_changed()
        self.retranslate()

    # Making

    def _wire_settings(self) -> None:
        parts, session, bridge = self.parts, self._session, self._bridge
        self.configuring = SettingsController(
            parts.run_bar, parts.config, parts.notices, session=session, bridge=bridge, parent=self
        )
        self.twins = TwinController(
            plot=parts.plot,
            lyrics=parts.lyrics,
            memory=parts.memory,
            notices=parts.notices,
            session=session,
            bridge=bridge,
            theme=self._theme,
            parent=self,
        )
        self.twins.labelsChanged.connect(parts.actions.set_twin)
        self.twins.runningChanged.connect(parts.actions.set_beside)

    def _wire_run(self) -> None:
        parts, session, bridge = self.parts, self._session, self._bridge
        self.presenter = Presenter(parts, session, bridge, parent=self)
        self.copies = CopyIndex(bridge.run, self)
        self.novelty = SampleNovelty(self.copies, bridge.run, self)
        parts.lyrics.samples.set_novelty(self.novelty)
        self.text_offer = TextOffer(parts.notices, session, parent=self)
        self.texts = TextsController(parts.notices, session, parent=self)
        self.probing = ProbeController(parts.memory, session, bridge, parent=self)
        self.writing = WritingController(parts.lyrics, session, bridge, parent=self)
        self.watching = WatchController(
            parts.plot,
            parts.training,
            parts.config,
            parts.notices,
            session=session,
            bridge=bridge,
            parent=self,
        )
        self.holding_out = HeldOutPresenter(
            parts, self.watching.watchman, bridge=bridge, parent=self
        )
        self.explorer = Explorer(parts.views, bridge, self)
        self.twins.labelsChanged.connect(self.explorer.set_run_names)
        self.stepping = StepsController(
            parts.steps,
            parts.memory,
            session=session,
            bridge=bridge,
            show=self._docks.show,
            parent=self,
        )

    def _wire_runs(self) -> None:
        parts, session = self.parts, self._session
        self.runs = RunsController(
            parts.runs,
            parts.listed,
            parts.plot,
            parts.notices,
            self.archive,
            session=session,
            bridge=self._bridge,
            remember=self.remembering.update,
            parent=self,
        )

    def _make_exports(self, language: Language) -> WindowExports:
        def runs() -> RunExports:
            from lstm_gui.gui.runs.run_exports import RunExports

            listed, own, model = self.parts.listed, self.runs.own, self._bridge.run
            return RunExports(listed, self.archive, own, model, lambda: self._session.used)

        return WindowExports(
            self,
            self.parts,
            self._docks,
            theme=self._theme,
            language=language,
            files=self.files,
            runs=runs,
            moments=self.explorer.moments,
        )

    def _wire_late(self) -> LateControllers:
        return LateControllers(
            self.parts,
            self._docks,
            self.files,
            session=self._session,
            bridge=self._bridge,
            theme=self._theme,
            explorer=self.explorer,
            texts=self.texts,
            twins=self.twins,
            copies=self.copies,
            novelty=self.novelty,
            archive=self.archive,
            pieces=self._pieces,
            parent=self,
        )

    def _wire_moments(self) -> None:
        parts, session, bridge = self.parts, self._session, self._bridge
        views = ViewStates(
            parts,
            self._docks,
            bridge.run,
            explorer=self.explorer,
            probing=self.probing,
            remembering=self.remembering,
            parent=self,
        )
        self.saving = MomentSaving(
            self.runs.own,
            self.files,
            parts.notices,
            session=session,
            bridge=bridge,
            views=views.now,
            snapshots=self.explorer.moments,
            twin_of=lambda: self.twins.label(0),
            parent=self,
        )
        self.opening = MomentOpening(
            self.runs.own,
            self.archive,
            self.files,
            parts.notices,
            session=session,
            recent=self.remembering.recent_texts,
            views=views,
            parent=self,
        )
        self.files.momentChosen.connect(self.opening.open)
        self.recent = RecentMenu(
            parts.actions.menus["recent"], self.remembering, self.files, parent=self
        )
        for done in (self.files.textOpened, self.files.modelOpened, self.opening.opened):
            done.connect(self.recent.note)
        for done in (self.saving.saved, bridge.saved):
            done.connect(self.recent.note)

    def _slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by its name."""
        files, session, parts = self.files, self._session, self.parts
        post = self._bridge.post
        return {
            "open": files.open_any,
            "getTexts": self.texts.show_catalogue,
            "songs": self.texts.show_songs,
            "editText": self.texts.edit_text,
            "openModel": files.open_model,
            "saveModel": lambda: files.save_model(self._bridge.save, self.twins.label(0)),
            "saveTwin": lambda: files.save_model(
                partial(self._bridge.save, twin=True), self.twins.label(1)
            ),
            "saveMoment": self.saving.ask,
            "saveSamples": lambda: files.save_samples(parts.lyrics.samples.as_text()),
            "export": self.exporting.show,
            "dataFolder": self._show_data_folder,
            "quit": self.close,
            "undo": lambda: post(Undo()),
            "redo": lambda: post(Redo()),
            "branch": self.runs.branch,
            "start": self.configuring.start,
            "pause": session.pause,
            "step": lambda: post(StepOnce()),
            "stepEpoch": lambda: post(StepEpoch()),
            "stepSlowly": self.stepping.step,
            "stop": lambda: post(Stop()),
            "reset": session.reset,
            "twin": self.twins.ask,
            "generate": parts.lyrics.submit,
            "commands": self.late.show_commands,
            "numbers": self.exporting.show_numbers,
            "nextPane": partial(self.panes.go, 1),
            "previousPane": partial(self.panes.go, -1),
            "larger": partial(self.remembering.change_text_size, 1),
            "smaller": partial(self.remembering.change_text_size, -1),
            "present": self.filling.present,
            "fillScreen": self.filling.fill,
            "resetZoom": parts.plot.reset_zoom,
            "sound": self._toggle_sound,
            **self._arranging(),
            "welcome": self.show_welcome,
            "article": partial(self._docks.show, "article"),
            "lessons": partial(self._docks.show, "lessons"),
            "whatIsThis": self.late.explain,
            "glossary": self.late.show_glossary,
            "shortcuts": lambda: ShortcutsDialog(parts.actions, self).open(),
            "logs": files.show_logs,
            "about": lambda: AboutDialog(self).open(),
            **self._choices(),
        }

    def _toggle_sound(self) -> None:
        on = self.parts.actions.by_name["sound"].isChecked()
        self.remembering.update({"sound": on})
        self.late.set_sound(on)

    def _arranging(self) -> dict[str, Callable[[], object]]:
        """Return what puts docks elsewhere; a window that fills the screen goes back first."""
        docks, leave = self._docks, self.filling.leave
        acts: dict[str, Callable[[], object]] = {
            "resetLayout": docks.reset,
            "arrangeBack": docks.arrange_back,
        }
        for name in ARRANGEMENTS:
            acts[f"arrange{name.title()}"] = partial(docks.arrange_for, name)
        return {name: partial(_do_both, leave, act) for name, act in acts.items()}

    def _show_data_folder(self) -> None:
        from lstm_gui.gui.window.clean_up import DataFolderDialog

        dialog = DataFolderDialog(
            self.archive,
            live=self.runs.keeper.live_ids,
            sources=lambda: (self._session.opened_from(),),
            choose_folder=lambda path: self.remembering.update({"data_folder": str(path)}),
            parent=self,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choices(self) -> dict[str, Callable[[], None]]:
        """Return what each action of a group does; its name says which it is: theme.dark."""
        choose = self.remembering.choose
        names = [spec.name for spec in ACTIONS if spec.group]
        return {name: partial(choose, *name.split(".")) for name in names}

    def _lay_out(self) -> None:
        # The bar of notices spans the window, between the menu and everything else.
        top = QWidget()
        rows = QVBoxLayout(top)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(first_row(self._menu_bar, self.parts.groups, EXPERIMENT_WIDTH))
        rows.addWidget(self.parts.notices)
        rows.addWidget(self.twins.bar)
        self.setMenuWidget(top)
        self.addToolBar(self.parts.run_bar)
        self.setStatusBar(self.parts.status)

    def _connect(self) -> None:
        parts, session = self.parts, self._session
        parts.actions.connect(self._slots())
        parts.card.textChosen.connect(self.files.open_named)
        parts.card.taskChanged.connect(self.files.change_task)
        parts.card.fileRequested.connect(self.files.open_text)
        parts.card.catalogueRequested.connect(self.texts.show_catalogue)
        parts.card.songsRequested.connect(self.texts.show_songs)
        parts.card.editRequested.connect(self.texts.edit_text)
        self.texts.textChosen.connect(self.files.open_own)
        self.files.lessonChosen.connect(self.late.open_lesson)
        self.files.settingsRead.connect(parts.config.propose)
        parts.card.recentChosen.connect(self._on_card_recent_chosen)
        parts.card.encodingRequested.connect(self.files.choose_encoding)
        parts.notices.actionTriggered.connect(self._on_notices_action_triggered)
        parts.lyrics.samples.saveRequested.connect(parts.actions.by_name["saveSamples"].trigger)
        session.built.connect(self._on_session_built)
        self.runs.branchPossible.connect(parts.actions.by_name["branch"].setEnabled)
        self.runs.settingsChosen.connect(parts.config.propose)
        self.runs.copied.connect(self._on_runs_copied)
        self.runs.own.began.connect(self._on_own_began)
        session.configured.connect(self._on_session_configured)
        parts.memory.samplingChosen.connect(self._on_memory_sampling_chosen)
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
        self.probing.retranslate()
        self.twins.retranslate()
        self.exporting.retranslate()
        used = self._session.used
        self.reports.missing_font(() if used is None else used.vocabulary.characters)

    def childEvent(self, event: QChildEvent) -> None:
        """Name the bars of tabs that Qt makes when docks share a place."""
        super().childEvent(event)
        bar = event.child()
        if event.polished() and isinstance(bar, QTabBar):
            name_tabs(bar)

    def _on_theme_changed(self) -> None:
        scheme = self._theme.scheme
        self.parts.actions.redraw(scheme)
        self.parts.status.set_calm(self._theme.calm)
        self.setAnimated(not self._theme.calm)
        self._docks.refit()

    # Acts

    def _on_session_built(self, event: Built) -> None:
        """Tell the parts of another model, or of another moment of this one, in this order."""
        self.twins.begin(event)
        self.presenter.begin(event)
        self.text_offer.take_back()
        self.texts.begin(event)
        self.probing.begin(event)
        self.writing.begin(event)
        self.watching.begin(event)
        self.holding_out.begin(event)
        self.stepping.begin(event)
        self.late.begin(event)
        self.explorer.begin(event)
        self.opening.begin(event)
        self.reports.missing_font(event.corpus.vocabulary.characters)

    def _on_memory_sampling_chosen(self, sampling: str) -> None:
        config = self.parts.config
        config.propose(changed(config.draft, "train.sampling", sampling))

    def _on_runs_copied(self, folder: str) -> None:
        self.parts.status.set_autosaved(datetime.now(), folder)

    def _on_own_began(self) -> None:
        if not self.runs.own.run_id:
            self.parts.status.set_autosaved(None)

    def _on_session_configured(self, experiment: Experiment) -> None:
        self.explorer.set_num_steps(experiment.train.num_steps)

    # Files

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == TEXT_REFUSED and self.reports.unread is not None:
            self.files.choose_unknown(self.reports.unread)

    def _on_card_recent_chosen(self, path: str) -> None:
        reading = self.remembering.preferences.reading_of(path)
        self._session.open_named(path, reading)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do."""
        self.dropping.enter(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say nothing any more."""
        self.dropping.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.dropping.drop(event)

    # Remembering and closing

    def _restore(self) -> None:
        self.remembering.restore()
        preferences = self.remembering.preferences
        self.runs.restore(preferences)
        self.late.set_sound(preferences.sound)
        self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode()))
        layout = QByteArray.fromBase64(preferences.layout.encode())
        if not layout.isEmpty():
            self.restoreState(layout, LAYOUT_VERSION)

    def offer_last_run(self) -> None:
        """Go on with the run of the last session, or offer it, as the person prefers."""
        preferences = self.remembering.preferences
        self.runs.last.begin(preferences.last_run, preferences.at_start)

    def show_welcome(self) -> None:
        """Say how one begins, and offer examples."""
        from lstm_gui.gui.window.welcome import WelcomeDialog

        dialog = WelcomeDialog(self.parts.actions, self)
        dialog.exampleChosen.connect(self.opening.open)
        dialog.open()
        self.remembering.update({"welcomed": True})

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, hide, and quit once the engine thread has ended."""
        if self._closed:
            event.accept()
            return
        event.ignore()
        self._do(
            self._remember_layout,
            self.filling.leave,
            self.hide,
            self.texts.close,
            self.exporting.close,
            self.late.close,
            self._bridge.close,
        )

    def _do(self, *acts: Callable[[], object]) -> None:
        """Do all of these, whatever becomes of the others: the window is to be closed."""
        for act in acts:
            try:
                act()
            except Exception as error:
                _log.exception("while closing")
                self.reports.unexpected(error)

    def _remember_layout(self) -> None:
        self._docks.widen()
        place, layout = self.filling.remembered or (self.saveGeometry(), self._docks.state())
        geometry = bytes(place.toBase64().data()).decode()
        preferences = self.remembering.preferences.with_layout(geometry, layout)
        last = self.runs.own.run_id
        self.remembering.put(
            preferences.model_copy(update={"last_run": last}) if last else preferences
        )

    def _on_bridge_closed(self) -> None:
        searching = self.late.searching
        if searching is not None and searching.alive:  # its processes hand their trials back first
            searching.ended.connect(self._on_bridge_closed)
            return
        if self.saving.writing:  # a moment of some hundred megabytes takes a while
            self.saving.finished.connect(self._on_bridge_closed)
            return
        self._closed = True
        self._do(self.runs.close)
        self.close()
        QApplication.quit()


def _do_both(first: Callable[[], object], second: Callable[[], object]) -> None:
    first()
    second()
