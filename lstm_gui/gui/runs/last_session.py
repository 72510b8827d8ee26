"""At a start, the run of the last session: it goes on, or it is offered, as the person prefers."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.runs.run import Run
from lstm_gui.core.runs.store import RunStore
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.runs.recovering import RunResuming
from lstm_gui.gui.runs.words import name_of
from lstm_gui.gui.widgets.notices import NoticeBar

__all__ = ["LAST", "LastSession"]

LAST = "last-session"

_OFFER = QT_TRANSLATE_NOOP(
    "LastSession", "The last session ended with {name}, after epoch {epoch}. It can go on there."
)
_CONTINUE = QT_TRANSLATE_NOOP("RunsPanel", "Continue")


class LastSession(QObject):
    """Looks whether that run can still go on; one that another window trains is left alone."""

    def __init__(
        self, archive: RunArchive, resuming: RunResuming, notices: NoticeBar, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._archive, self._resuming, self._notices = archive, resuming, notices
        self._run: Run | None = None
        self._at_once = False
        notices.actionTriggered.connect(self._on_notices_action_triggered)

    def begin(self, run_id: str, choice: Literal["ask", "always", "never"]) -> None:
        """Do what the person prefers with the run that was under way when the window was closed."""
        if not run_id or choice == "never":
            return
        self._at_once = choice == "always"

        def task(store: RunStore) -> Run | None:
            return None if run_id in store.owners.under_way() else store.run(run_id)

        self._archive.ask(task, self._on_read)

    def take_back(self) -> None:
        """Offer it no longer: another run has begun."""
        self._run = None
        self._notices.dismiss(LAST)

    def _on_read(self, run: Run | None) -> None:
        if run is None or not run.model_bytes or run.interrupted:
            return  # the model is not kept any more, or the recovery offers it
        if self._at_once:
            self._resuming.go_on(run)
            return
        self._run = run
        said = Sentence(_OFFER, {"name": name_of(run), "epoch": run.epochs}, "LastSession")
        action = Sentence(_CONTINUE, context="RunsPanel")
        self._notices.show_notice(said, "info", key=LAST, action=action)

    def _on_notices_action_triggered(self, key: str) -> None:
        run = self._run
        if key == LAST and run is not None:
            self.take_back()
            self._resuming.go_on(run)
