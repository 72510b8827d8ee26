"""Records one source of events, such as the bridge to the engine, run after run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from lstm_gui.core.runs.live_run import LiveRun
from lstm_gui.core.runs.run import Curve, Origin, Run, new_run
from lstm_gui.core.runs.store import RunStore
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.training.progress import EpochDone, HeldOutDone
from lstm_gui.core.worker.events import Built, ChangesUpdated, Configured, SavedInBackground
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.session.run_signals import StepBatch

__all__ = ["RunFollower", "RunsKeeper", "STORE_MS"]

STORE_MS = 5000
"""A crash of the program loses no more than this of a run."""

SaveModel = Callable[[Path], None]


class RunFollower(QObject):
    """Writes what a source tells of its runs into the archive.

    A run comes into the table with its first batch. What a batch costs in the window's thread is
    a copy into an array; everything else happens on the thread of the archive.

    Signals:
        began(): Another run is under way, or the one that is has learned something.
        resumed(): A run from the table goes on; `live` has its curve.
        grew(): There are new epochs, or other settings.
    """

    began = Signal()
    resumed = Signal()
    grew = Signal()

    def __init__(
        self,
        source: QObject,
        archive: RunArchive,
        *,
        origin: Origin,
        opened_from: Callable[[], str],
        save_model: SaveModel | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._origin = origin
        self._opened_from = opened_from
        self._save_model = save_model
        self._awaited: tuple[Run, Curve] | None = None
        self.live: LiveRun | None = None
        self._timer = QTimer(self, singleShot=True, interval=STORE_MS)
        self._timer.timeout.connect(self.store)
        self._connect(source)

    def _connect(self, source: QObject) -> None:
        slots = {
            "built": self._on_source_built,
            "stepsAdded": self._on_source_steps_added,
            "epochsDone": self._on_source_epochs_done,
            "diverged": self._on_source_diverged,
            "recordChanged": self._on_source_record_changed,
        }
        for name, slot in slots.items():
            getattr(source, name).connect(slot)
        more = {
            "heldOutDone": self._on_source_held_out_done,
            "configured": self._on_source_configured,
            "leaving": self.leave,
            "ended": self.finish,
        }
        for name, slot in more.items():
            if hasattr(source, name):
                getattr(source, name).connect(slot)

    @property
    def run_id(self) -> str:
        """The run under way, or an empty text while nothing has been learned."""
        return self.live.id if self.live is not None and self.live.learned else ""

    def row(self) -> Run | None:
        """Return the row of the run under way, up to now."""
        return self.live.present()[0] if self.live is not None and self.live.learned else None

    def expect(self, run: Run | None, curve: Curve | None = None) -> None:
        """Take the next model that is opened for this run's, and go on recording there."""
        self._awaited = None if run is None else (run, curve or Curve())

    def store(self) -> None:
        """Write the run under way as it is now."""
        self._timer.stop()
        if self.live is not None and self.live.learned:
            run, curve = self.live.present()
            self._archive.put(run, curve, self.live.corpus)

    def hand_over(self) -> tuple[Run, Curve]:
        """Return the run under way as it is now, to whoever writes it in place of `store`."""
        assert self.live is not None
        self._timer.stop()
        return self.live.present()

    def finish(self) -> None:
        """Write the run under way for the last time: the source has no model any more."""
        self.store()
        self.live = None
        self.began.emit()

    def leave(self) -> None:
        """Keep the model of the run under way: it is about to be given up."""
        if self._save_model is not None and self.live is not None and self.live.learned:
            path = self._archive.model_path(self.live.id)
            if path is not None:
                self._save_model(path)
        self.store()

    def _on_source_built(self, event: Built) -> None:
        if not event.continues or self.live is None:
            self._begin(event)
        elif event.travel == "branch":
            self._branch()
        else:
            self.live.go_on(event.experiment, event.corpus, event.x, event.travel)
            self.live.set_source(self._opened_from())
            self._changed()

    def _begin(self, event: Built) -> None:
        self.store()
        awaited, self._awaited = self._awaited, None
        if awaited is not None and event.position.step:
            self.live = LiveRun(awaited[0], event.corpus, awaited[1])
            self.live.go_on(event.experiment, event.corpus, event.x, "")
            self.resumed.emit()
        else:
            source = self._opened_from()
            run = new_run(event.experiment, event.corpus, origin=self._origin, source=source)
            self.live = LiveRun(run, event.corpus)
        self.began.emit()

    def _branch(self) -> None:
        assert self.live is not None
        left, self.live = self.live, self.live.branch()
        if left.learned:
            self._archive.put(*left.whole(), left.corpus)
        self.store()
        self.began.emit()

    def _on_source_steps_added(self, batch: StepBatch) -> None:
        if self.live is None:
            return
        first = not self.live.learned
        self.live.add_steps(batch.x, batch.loss, last=batch.last.step, seconds=batch.seconds)
        if first:
            self.store()
            self.began.emit()
        self._changed()

    def _on_source_epochs_done(self, epochs: list[EpochDone]) -> None:
        if self.live is not None:
            self.live.add_epochs(epochs)
            self.grew.emit()

    def _on_source_held_out_done(self, reading: HeldOutDone) -> None:
        if self.live is not None:
            self.live.add_held_out(reading)
            self._changed()
            self.grew.emit()

    def _on_source_diverged(self, _event: object) -> None:
        self.store()

    def _on_source_record_changed(self, record: ChangesUpdated) -> None:
        if self.live is not None:
            self.live.set_changes(record.changes, redo=record.redo is not None)
            self._changed()
            self.grew.emit()

    def _on_source_configured(self, event: Configured) -> None:
        if self.live is not None:
            self._set_experiment(event.experiment)

    def _set_experiment(self, experiment: Experiment) -> None:
        assert self.live is not None
        self.live.set_experiment(experiment)
        self._changed()

    def _changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()


def _nowhere() -> str:
    return ""


class RunsKeeper(QObject):
    """Follows sources of runs and writes what they tell into the archive.

    Signals:
        modelKept(str): The model of the run with this id is kept now.
        modelRefused(PlaygroundError): A model could not be kept.
    """

    modelKept = Signal(str)
    modelRefused = Signal(object)

    def __init__(self, archive: RunArchive, parent: QObject) -> None:
        super().__init__(parent)
        self._archive = archive
        self._followers: dict[QObject, RunFollower] = {}

    def follow(
        self,
        source: QObject,
        *,
        origin: Origin = "window",
        opened_from: Callable[[], str] = _nowhere,
        save_model: SaveModel | None = None,
    ) -> RunFollower:
        """Record the runs of a source from now on, beside those of the others.

        Args:
            source: Has the signals of `WorkerBridge`: built, stepsAdded, epochsDone, diverged and
                recordChanged; heldOutDone, configured, leaving, ended and savedInBackground are
                used where it has them.
            origin: What its runs are called in the table.
            opened_from: Tells where the text in use was opened, a shipped key or a path.
            save_model: Asked to save the model in a file when the source is leaving it.
        """
        follower = RunFollower(
            source,
            self._archive,
            origin=origin,
            opened_from=opened_from,
            save_model=save_model,
            parent=self,
        )
        saved = getattr(source, "savedInBackground", None)
        if saved is not None:
            saved.connect(self._on_source_saved)
        self._followers[source] = follower
        return follower

    def forget(self, source: QObject) -> None:
        """Follow a source no longer; its last run is written."""
        follower = self._followers.pop(source, None)
        if follower is not None:
            follower.store()
            follower.live = None
            follower.deleteLater()

    @property
    def followers(self) -> tuple[RunFollower, ...]:
        """One for each source."""
        return tuple(self._followers.values())

    def live_ids(self) -> tuple[str, ...]:
        """Return the runs that are under way, the window's own first."""
        return tuple(f.run_id for f in self.followers if f.run_id)

    def close(self) -> None:
        """Write everything, and take no more."""
        for follower in self.followers:
            follower.store()
        self._archive.close()

    def _on_source_saved(self, event: SavedInBackground) -> None:
        if event.refused is not None:
            self.modelRefused.emit(event.refused)
            return
        self._archive.ask(RunStore.trim_models)
        self.modelKept.emit(event.path.stem)
