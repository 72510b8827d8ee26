"""The table of runs in the window: what is recorded, listed, drawn over the plot and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.model.checkpoint import reason_of
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.runs.run import Curve, Run
from lstm_gui.core.runs.store import RunStore
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.plots.run_lines import Overlay
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.keeper import RunFollower, RunsKeeper
from lstm_gui.gui.runs.recording import RunRecorder
from lstm_gui.gui.runs.recovering import LastSession, RunRecovery, RunResuming
from lstm_gui.gui.runs.table_model import RunsModel
from lstm_gui.gui.runs.words import name_of
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.notices import NoticeBar

if TYPE_CHECKING:
    from lstm_gui.gui.runs.panel import RunsPanel

__all__ = ["OverlaidRuns", "RunsController"]


class OverlaidRuns(QObject):
    """Brings the curves of the chosen runs to the plot.

    A run gets the first colour that is free and keeps it for as long as it is shown. Those under
    way, that of the window and its twin, are drawn by the plot itself.

    Signals:
        changed(): Other runs are chosen; see `chosen`.
    """

    changed = Signal()

    def __init__(
        self, archive: RunArchive, keeper: RunsKeeper, model: RunsModel, plot: PerplexityPlot
    ) -> None:
        super().__init__(plot)
        self._archive = archive
        self._keeper = keeper
        self._model = model
        self._plot = plot
        self._slots: dict[str, int] = {}
        self._curves: dict[str, Curve] = {}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The runs that are shown, in the order of their colours."""
        return tuple(sorted(self._slots, key=lambda run_id: self._slots[run_id]))

    def show(self, run_ids: Sequence[str]) -> None:
        """Draw these as well."""
        for run_id in run_ids:
            if run_id not in self._slots:
                taken = set(self._slots.values())
                self._slots[run_id] = next(n for n in range(len(taken) + 1) if n not in taken)
                self._read(run_id)
        self._tell()

    def hide(self, run_ids: Sequence[str]) -> None:
        """Draw these no longer."""
        for run_id in run_ids:
            self._slots.pop(run_id, None)
            self._curves.pop(run_id, None)
        self._tell()

    def reread(self, run_id: str) -> None:
        """Read a curve again: it has been stored anew."""
        if run_id in self._slots and run_id not in self._keeper.live_ids():
            self._read(run_id)

    def refresh(self) -> None:
        """Draw what is known now; the names, and the runs under way, may have changed."""
        live, overlays = self._keeper.live_ids(), []
        for run_id in self.chosen:
            run, curve = self._model.run(run_id), self._curves.get(run_id)
            if run is not None and curve is not None and run_id not in live:
                overlays.append(Overlay(run_id, name_of(run), self._slots[run_id], curve))
        this = self._model.run(live[0]) if live else None
        self._plot.set_overlays(overlays, name_of(this) if this is not None else "")

    def _read(self, run_id: str) -> None:
        def task(store: RunStore) -> Curve:
            return store.curve(run_id)

        self._archive.ask(task, lambda curve: self._on_read(run_id, curve))

    def _on_read(self, run_id: str, curve: Curve) -> None:
        if run_id in self._slots:
            self._curves[run_id] = curve
            self.refresh()

    def _tell(self) -> None:
        self._model.set_shown(self._slots)
        self.refresh()
        self.changed.emit()


UNDO_DELETE = "runs-deleted"
REFRESH_MS = 1000

_NOT_KEPT = QT_TRANSLATE_NOOP(
    "RunsController", "The model of this run could not be kept: {reason}."
)
_NOT_KEPT_AS = QT_TRANSLATE_NOOP(
    "RunsController", "The model of this run could not be kept: {reason}"
)
"""The reason is a sentence of its own."""


class RunsController(QObject):
    """Records the runs of the window, lists all there are, and does what is asked of them.

    Args:
        panel: The table.
        model: What it lists.
        plot: Shows the runs that are ticked over the one in training.
        notices: Says what was done, and offers to take it back.
        archive: The stored runs.
        session: The text, the settings and the run.
        bridge: To the engine; it has the runs that are recorded.
        remember: Called with what is to be remembered of the preferences.
        parent: The window.

    Signals:
        copied(str): The run under way lies in this folder, as it was a moment ago.
        branchPossible(bool): Whether the run under way could go on as a new one.
        settingsChosen(Experiment): The person wants the settings of a run in the form.
    """

    copied = Signal(str)
    branchPossible = Signal(bool)
    settingsChosen = Signal(object)

    def __init__(
        self,
        panel: LateView[RunsPanel],
        model: RunsModel,
        plot: PerplexityPlot,
        notices: NoticeBar,
        archive: RunArchive,
        *,
        session: Session,
        bridge: WorkerBridge,
        remember: Callable[[dict[str, object]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._plot, self._model = panel, plot, model
        self._notices = notices
        self._archive = archive
        self._session = session
        self._bridge = bridge
        self._remember = remember
        self._deleted: list[tuple[Run, ...]] = []
        self._version = (0, 0)
        archive.setParent(self)
        model.setParent(self)  # so that Qt deletes it, and no thread that lets go of it last
        self.keeper = RunsKeeper(archive, self)
        opened_from, save = session.opened_from, bridge.save_in_background
        self.own = self.keeper.follow(bridge.run, opened_from=opened_from, save_model=save)
        self.twin = self.keeper.follow(
            bridge.twin,
            origin="twin",
            opened_from=opened_from,
            save_model=partial(save, twin=True),
        )
        self.overlaying = OverlaidRuns(archive, self.keeper, self._model, self._plot)
        self.recording = RunRecorder(archive, bridge, own=self.own, twin=self.twin, parent=self)
        self.resuming = RunResuming(
            archive, self.own, self.twin, session=session, notices=notices, parent=self
        )
        self.recovering = RunRecovery(archive, self.resuming, notices, parent=self)
        self.last = LastSession(archive, self.resuming, notices, parent=self)
        self._tick = QTimer(self)
        self._tick.setInterval(REFRESH_MS)
        self._tick.timeout.connect(self._on_tick)
        self._connect()
        archive.open()

    def restore(self, preferences: Preferences) -> None:
        """Show what was shown when the window was closed."""
        self._plot.set_axis(preferences.plot_axis)
        self._plot.set_smoothing(preferences.smoothing)
        self.overlaying.show(preferences.overlays)

    def branch(self) -> None:
        """Go on as a new run from here; the one that was stays, with what had been undone."""
        run = self._model.run(self.own.run_id)
        if run is None:
            return
        self._bridge.branch(self._archive.model_path(run.id))
        self.overlaying.show([run.id])
        text = self.tr("{name} stays in the table as it was. From here on this is a new run.")
        self._notices.show_notice(text.format(name=name_of(run)), "info", key="branch")

    def close(self) -> None:
        """Write everything; what was deleted cannot come back any more."""
        self._tick.stop()
        gone = tuple(run.id for runs in self._deleted for run in runs)
        if gone:
            self._archive.ask(lambda store: store.purge(gone))
        self.recording.close()
        self.keeper.close()

    def _connect(self) -> None:
        archive, plot = self._archive, self._plot
        archive.noticed.connect(self._on_archive_noticed)
        archive.troubled.connect(self._on_archive_troubled)
        archive.opened.connect(self._on_archive_opened)
        archive.runStored.connect(self._on_archive_run_stored)
        self.keeper.modelKept.connect(self._on_keeper_model_kept)
        self.keeper.modelRefused.connect(self._on_keeper_model_refused)
        self.recording.written.connect(self._on_keeper_model_kept)
        self.recording.written.connect(self._on_recording_written)
        self.recording.refused.connect(self._on_archive_noticed)
        self.own.began.connect(self._on_own_began)
        self.twin.began.connect(self._on_own_began)
        self.own.resumed.connect(self._on_follower_resumed)
        self.twin.resumed.connect(self._on_follower_resumed)
        self._bridge.savedInBackground.connect(self.keeper.take_saved)
        self.overlaying.changed.connect(self._on_overlaying_changed)
        plot.axisChosen.connect(self._on_plot_axis_chosen)
        plot.smoothingChosen.connect(self._on_plot_smoothing_chosen)
        self._panel.when_made(self._on_panel_made)
        self._model.renamed.connect(self._on_model_renamed)
        self._model.noted.connect(self._on_model_noted)
        self._notices.actionTriggered.connect(self._on_notices_action_triggered)

    def _on_panel_made(self, panel: RunsPanel) -> None:
        panel.continueAsked.connect(self.resuming.go_on)
        panel.settingsAsked.connect(self._on_panel_settings_asked)
        panel.branchAsked.connect(self.branch)
        panel.shownAsked.connect(self._on_panel_shown_asked)
        panel.pinAsked.connect(self._on_panel_pin_asked)
        panel.deleteAsked.connect(self._on_panel_delete_asked)
        panel.undoAsked.connect(self._undo_delete)
        panel.visibilityChanged.connect(self._on_panel_visibility_changed)
        panel.set_can_undo(bool(self._deleted))
        panel.set_can_branch(self._can_branch)

    # What is listed

    def _reload(self) -> None:
        self._archive.ask(_all_runs, self._on_read)

    def _on_archive_opened(self) -> None:
        for follower in self.keeper.followers:
            follower.store()
        self._reload()

    def _on_read(self, answer: tuple[tuple[Run, ...], int, tuple[int, int]]) -> None:
        runs, unreadable, self._version = answer
        self._model.set_runs(runs)
        self._model.set_live(self.keeper.live_ids())
        self.overlaying.refresh()
        if unreadable:
            text = self.tr(
                "{count} runs in the table cannot be read and are left as they are.", "", unreadable
            )
            self._notices.show_notice(text.format(count=unreadable), "info", key="runs")

    def _on_archive_run_stored(self, run: Run) -> None:
        if any(run.id == gone.id for runs in self._deleted for gone in runs):
            return
        known = self._model.run(run.id) is not None
        self._model.put(run)
        self.overlaying.reread(run.id)
        if not known:
            self._model.set_live(self.keeper.live_ids())
            self._offer_branch()
            self.overlaying.refresh()

    def _on_tick(self) -> None:
        """Show how the runs under way have grown, and what another window has written."""
        for follower in self.keeper.followers:
            now = follower.row()
            run = None if now is None else self._model.run(now.id)
            if now is not None and run is not None:
                self._model.put(_grown(run, now))
        self._archive.ask(RunStore.changed_elsewhere, self._on_version)

    def _on_version(self, version: tuple[int, int]) -> None:
        if version != self._version:
            self._reload()

    def _on_panel_visibility_changed(self, visible: bool) -> None:
        if visible:
            self._on_tick()
            self._tick.start()
        else:
            self._tick.stop()

    def _on_model_renamed(self, run_id: str, name: str) -> None:
        self._update(run_id, {"name": name[:200]}, lambda store: store.rename(run_id, name))
        self.overlaying.refresh()

    def _on_model_noted(self, run_id: str, notes: str) -> None:
        self._update(run_id, {"notes": notes[:10_000]}, lambda store: store.note(run_id, notes))

    def _on_panel_pin_asked(self, run_ids: tuple[str, ...], pinned: bool) -> None:
        for run_id in run_ids:

            def task(store: RunStore, run_id: str = run_id) -> None:
                store.pin(run_id, pinned)

            self._update(run_id, {"pinned": pinned}, task)

    def _update(
        self, run_id: str, values: dict[str, object], task: Callable[[RunStore], None]
    ) -> None:
        run = self._model.run(run_id)
        if run is not None:
            self._model.put(run.model_copy(update=values))
            self._archive.ask(task)

    # Deleting

    def _on_panel_delete_asked(self, run_ids: tuple[str, ...]) -> None:
        runs = tuple(run for run in map(self._model.run, run_ids) if run is not None)
        self._deleted.append(runs)
        self._model.remove(run_ids)
        self.overlaying.hide(run_ids)
        self._archive.ask(lambda store: store.delete(run_ids))
        self._tell_can_undo()
        if len(runs) == 1:
            text = self.tr("{name} is deleted.").format(name=name_of(runs[0]))
        else:
            text = self.tr("{count} runs are deleted.", "", len(runs)).format(count=len(runs))
        self._notices.show_notice(text, "info", key=UNDO_DELETE, action=self.tr("Undo delete"))

    def _undo_delete(self) -> None:
        if not self._deleted:
            return
        runs = self._deleted.pop()
        run_ids = tuple(run.id for run in runs)
        self._archive.ask(lambda store: store.restore(run_ids))
        for run in runs:
            self._model.put(run)
        self._tell_can_undo()
        self._notices.dismiss(UNDO_DELETE)

    def _tell_can_undo(self) -> None:
        for panel in self._panel.made:
            panel.set_can_undo(bool(self._deleted))

    def _on_notices_action_triggered(self, key: str) -> None:
        if key == UNDO_DELETE:
            self._undo_delete()

    # The run under way

    def _on_own_began(self) -> None:
        if self.own.run_id:
            self.last.take_back()
        self._model.set_live(self.keeper.live_ids())
        self._offer_branch()
        self.overlaying.refresh()

    def _on_follower_resumed(self) -> None:
        follower = self.sender()
        if isinstance(follower, RunFollower) and follower.live is not None:
            self.overlaying.hide([follower.live.id])

    def _on_recording_written(self, run_id: str) -> None:
        path = self._archive.model_path(run_id)
        if run_id == self.own.run_id and path is not None:
            self.copied.emit(str(path.parent))

    @property
    def _can_branch(self) -> bool:
        return self._model.run(self.own.run_id) is not None

    def _offer_branch(self) -> None:
        for panel in self._panel.made:
            panel.set_can_branch(self._can_branch)
        self.branchPossible.emit(self._can_branch)

    def _on_panel_settings_asked(self, run: Run) -> None:
        self.settingsChosen.emit(run.experiment)

    def _on_keeper_model_kept(self, run_id: str) -> None:
        self._archive.ask(lambda store: store.run(run_id), self._on_model_found)

    def _on_model_found(self, run: Run | None) -> None:
        if run is not None and self._model.run(run.id) is not None:
            self._model.put(run)

    def _on_keeper_model_refused(self, error: PlaygroundError) -> None:
        template = _NOT_KEPT if "reason" in error.values else _NOT_KEPT_AS
        text = Sentence(template, {"reason": reason_of(error)}, "RunsController")
        self._notices.show_notice(text, "warning", key="kept", help="storage")

    def _on_archive_noticed(self, notice: Sentence) -> None:
        self._notices.show_notice(notice, "warning", key="runs", help="storage")

    def _on_archive_troubled(self, trouble: Sentence | None) -> None:
        if trouble is None:
            self._notices.dismiss("trouble")
        else:
            self._notices.show_notice(trouble, "warning", key="trouble", help="storage")

    # The plot

    def _on_panel_shown_asked(self, run_ids: tuple[str, ...], shown: bool) -> None:
        others = [run_id for run_id in run_ids if run_id != self.own.run_id]
        if shown:
            self.overlaying.show(others)
        else:
            self.overlaying.hide(others)

    def _on_overlaying_changed(self) -> None:
        self._remember({"overlays": self.overlaying.chosen})

    def _on_plot_axis_chosen(self, axis: str) -> None:
        self._remember({"plot_axis": axis})

    def _on_plot_smoothing_chosen(self, width: int) -> None:
        self._remember({"smoothing": width})


def _all_runs(store: RunStore) -> tuple[tuple[Run, ...], int, tuple[int, int]]:
    return store.runs(), store.unreadable, store.changed_elsewhere()


def _grown(stored: Run, now: Run) -> Run:
    """Return a stored run with what has been measured of it since."""
    names = ("experiment", "changes", "best", "last", "held_out", "epochs", "seconds", "spark")
    return stored.model_copy(update={name: getattr(now, name) for name in names})
