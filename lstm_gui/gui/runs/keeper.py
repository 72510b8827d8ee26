"""Writes the runs of the window into the archive while they train, run after run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.runs.live_run import LiveRun
from lstm_gui.core.runs.moment_file import SavedMoment
from lstm_gui.core.runs.run import Curve, Origin, Run, new_run
from lstm_gui.core.runs.store import RunStore
from lstm_gui.core.worker.events import Built, Configured, SavedInBackground
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.session.run_model import RunModel, RunPast, StepBatch
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["RunFollower", "RunsKeeper", "STORE_MS"]

STORE_MS = 5000
"""A crash of the program loses no more than this of a run."""

SaveModel = Callable[[Path], None]


class RunFollower(QObject):
    """Writes the runs that a model shows, one after the other, into the archive.

    A run comes into the table with its first batch. Its curves are those of the model; what is
    written of them is worked out on the thread of the archive.

    Signals:
        began(): Another run is under way, or the one that is has learned something.
        resumed(): A run from the table goes on.
    """

    began = Signal()
    resumed = Signal()

    def __init__(
        self,
        model: RunModel,
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
        self._awaited: Run | None = None
        self._model = model
        self.live: LiveRun | None = None
        self._timer = one_shot(self, STORE_MS)
        self._timer.timeout.connect(self.store)
        self._connect(model)

    def _connect(self, model: RunModel) -> None:
        model.began.connect(self._on_model_began)
        model.wentTo.connect(self._on_model_went_to)
        model.stepsAdded.connect(self._on_model_steps_added)
        model.heldOutAdded.connect(self._changed)
        model.diverged.connect(self.store)
        model.marksChanged.connect(self._on_model_marks_changed)
        model.settingsChanged.connect(self._on_model_settings_changed)
        model.leaving.connect(self.leave)
        model.ended.connect(self.finish)

    @property
    def run_id(self) -> str:
        """The run under way, or an empty text while nothing has been learned."""
        return self.live.id if self.live is not None and self.live.learned else ""

    def row(self) -> Run | None:
        """Return the row of the run under way, up to now."""
        return self.live.present()[0] if self.live is not None and self.live.learned else None

    def expect(self, run: Run | None, curve: Curve | None = None) -> None:
        """Take the next model that is opened for this run's, and go on recording there."""
        known = curve or Curve()
        measured = (known.epochs, known.batches, known.held_out)
        self._expect(run, None if run is None else RunPast(measured, run.changes))

    def expect_moment(self, moment: SavedMoment) -> None:
        """Take the next model that is opened for that of a moment, with all that goes with it."""
        known = moment.curve
        measured = (known.epochs, known.batches, known.held_out)
        past = RunPast(measured, moment.run.changes, moment.gradients, moment.samples)
        self._expect(moment.run, past)

    def _expect(self, run: Run | None, past: RunPast | None) -> None:
        self._awaited = run
        self._model.await_past(past)

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

    def _on_model_began(self, event: Built) -> None:
        self.store()
        run, self._awaited = self._awaited, None
        resumes = run is not None and event.position.step > 0
        if run is None or not resumes:
            source = self._opened_from()
            run = new_run(event.experiment, event.corpus, origin=self._origin, source=source)
        self.live = LiveRun(run, event.corpus, self._model.curves)
        if resumes:
            self.live.go_on(event.experiment, event.corpus, "")
            self.resumed.emit()
        self.began.emit()

    def _on_model_went_to(self, event: Built) -> None:
        if self.live is None:
            self._on_model_began(event)
        elif event.travel == "branch":
            self._branch()
        else:
            self.live.go_on(event.experiment, event.corpus, event.travel)
            self.live.set_source(self._opened_from())
            self._changed()

    def _branch(self) -> None:
        assert self.live is not None
        left, self.live = self.live, self.live.branch()
        if left.learned:
            self._archive.put(*left.whole(), left.corpus)
        self.store()
        self.began.emit()

    def _on_model_steps_added(self, batch: StepBatch) -> None:
        if self.live is None:
            return
        if len(self._model.curves.batches) == len(batch.x):  # the first ones
            self.store()
            self.began.emit()
        self._changed()

    def _on_model_marks_changed(self) -> None:
        if self.live is not None:
            self.live.set_changes(self._model.changes, redo=self._model.redo is not None)
            self._changed()

    def _on_model_settings_changed(self, event: Configured) -> None:
        if self.live is not None:
            self.live.set_experiment(event.experiment)
            self._changed()

    def _changed(self) -> None:
        if self.live is not None and not self._timer.isActive():
            self._timer.start()


def _nowhere() -> str:
    return ""


class RunsKeeper(QObject):
    """Records the runs that models show in the archive.

    Signals:
        modelKept(str): The model of the run with this id is kept now.
        modelRefused(PlaygroundError): A model could not be kept.
    """

    modelKept = Signal(str)
    modelRefused = Signal(object)

    def __init__(self, archive: RunArchive, parent: QObject) -> None:
        super().__init__(parent)
        self._archive = archive
        self._followers: dict[RunModel, RunFollower] = {}

    def follow(
        self,
        model: RunModel,
        *,
        origin: Origin = "window",
        opened_from: Callable[[], str] = _nowhere,
        save_model: SaveModel | None = None,
    ) -> RunFollower:
        """Record the runs of a model from now on, beside those of the others.

        Args:
            model: What the window knows of them.
            origin: What its runs are called in the table.
            opened_from: Tells where the text in use was opened, a shipped key or a path.
            save_model: Asked to save the model in a file when it is about to be given up.
        """
        follower = RunFollower(
            model,
            self._archive,
            origin=origin,
            opened_from=opened_from,
            save_model=save_model,
            parent=self,
        )
        self._followers[model] = follower
        return follower

    @property
    def followers(self) -> tuple[RunFollower, ...]:
        """One for each model."""
        return tuple(self._followers.values())

    def live_ids(self) -> tuple[str, ...]:
        """Return the runs that are under way, the window's own first."""
        return tuple(f.run_id for f in self.followers if f.run_id)

    def close(self) -> None:
        """Write everything, and take no more."""
        for follower in self.followers:
            follower.store()
        self._archive.close()

    def take_saved(self, event: SavedInBackground) -> None:
        """Take note that a model was saved unasked, or could not be."""
        if event.refused is not None:
            self.modelRefused.emit(event.refused)
            return
        self._archive.ask(RunStore.trim_models)
        self.modelKept.emit(event.path.stem)
