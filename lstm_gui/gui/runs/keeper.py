"""Records every run of the window, from as many sources as there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.messages import Kept
from lstm_gui.core.runs import Origin, RunStore
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.follower import Follower, Keep

__all__ = ["RunsKeeper"]


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
        self._followers: dict[QObject, Follower] = {}

    def follow(
        self,
        source: QObject,
        *,
        origin: Origin = "window",
        opened_from: Callable[[], str] = _nowhere,
        keep: Keep | None = None,
    ) -> Follower:
        """Record the runs of a source from now on, beside those of the others.

        Args:
            source: Has the signals of `WorkerBridge`: built, stepsAdded, epochsDone, diverged and
                recordChanged; heldOutDone, configured, leaving, ended and kept are used where it
                has them.
            origin: What its runs are called in the table.
            opened_from: Tells where the text in use was opened, a shipped key or a path.
            keep: Asked to save the model in a file when the source is leaving it.
        """
        follower = Follower(
            source,
            self._archive,
            origin=origin,
            opened_from=opened_from,
            keep=keep,
            parent=self,
        )
        kept = getattr(source, "kept", None)
        if kept is not None:
            kept.connect(self._on_source_kept)
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
    def followers(self) -> tuple[Follower, ...]:
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

    def _on_source_kept(self, event: Kept) -> None:
        if event.refused is not None:
            self.modelRefused.emit(event.refused)
            return
        self._archive.ask(RunStore.trim_models)
        self.modelKept.emit(event.path.stem)
