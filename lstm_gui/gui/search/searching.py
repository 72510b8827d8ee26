"""Connects the search: its form to its processes, and what they find to the experiment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.files import path_text
from lstm_gui.core.search.messages import RefusalMessage, SearchEvent, StudyMessage, TrialMessage
from lstm_gui.core.search.plan import Settings, with_settings
from lstm_gui.core.search.storage import default_place, is_there
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed, changed_together, value_at
from lstm_gui.core.worker.events import Built
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.search.board import StudyBoard, run_id_of
from lstm_gui.gui.search.panel import SearchPanel
from lstm_gui.gui.search.processes import SearchOrder, SearchProcesses, StudyPlace
from lstm_gui.gui.search.results_dialog import ResultsDialog
from lstm_gui.gui.search.words import refusal_text
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.timers import one_shot

__all__ = ["SearchController"]

_REFRESH_MS = 100
_GROUPS = ("corpus", "model", "training")
"""What a study decides; by what it is computed and what is written stays the experiment's own."""

_RESULTS = ("complete", "pruned", "diverged")


class SearchController(QObject):
    """Brings what the person asks for to the processes, and what they tell to the window.

    Signals:
        trialEnded(StudyMessage, TrialMessage): A trial of the search under way has come to its end,
            here or on another machine; one that is begun again is none.
        runChosen(str): The person chose a trial, whose run has this id.
        ended(): No process is left.
    """

    trialEnded = Signal(object, object)
    runChosen = Signal(str)
    ended = Signal()

    def __init__(
        self,
        panel: SearchPanel,
        config: ConfigPanel,
        *,
        session: Session,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._config, self._session, self._theme = panel, config, session, theme
        self._place = StudyPlace("")
        self.board = StudyBoard()
        self.processes = SearchProcesses(self)
        self.dialog: ResultsDialog | None = None
        self._closing = False
        self._timer = one_shot(self, _REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()
        panel.settings.set_name(_unused_name())
        panel.measure.set_draft(config.draft)
        panel.set_experiment(config.draft)

    @property
    def alive(self) -> bool:
        """Whether there are processes that must end before the program does."""
        return self.processes.alive

    def close(self) -> None:
        """End all processes; `ended` follows if there are any."""
        self._closing = True
        if self.dialog is not None:
            self.dialog.close()
        self.processes.stop()

    def refresh(self) -> None:
        """Show where the search stands."""
        self._panel.show_board(self.board)
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_board(self.board)

    def _connect(self) -> None:
        panel, processes = self._panel, self.processes
        self._config.drafted.connect(panel.measure.set_draft)
        panel.startWished.connect(self._on_panel_start_wished)
        panel.stopWished.connect(processes.stop)
        panel.placeChosen.connect(self._on_panel_place_chosen)
        panel.useWished.connect(self._on_panel_use_wished)
        panel.pictureWished.connect(self._on_panel_picture_wished)
        panel.newWished.connect(self._on_panel_new_wished)
        panel.opened.connect(self._on_panel_opened)
        processes.told.connect(self._on_processes_told)
        processes.changed.connect(self._on_processes_changed)
        processes.refused.connect(self._on_processes_refused)
        processes.failed.connect(self._on_processes_failed)
        processes.unread.connect(self._on_processes_unread)
        processes.ended.connect(self._on_processes_ended)

    def begin(self, event: Built) -> None:
        """Offer the settings of another model."""
        self._panel.set_experiment(event.experiment)

    # The person

    def _on_panel_opened(self) -> None:
        self._panel.set_experiment(self._config.draft)  # it is what a search would train

    def _on_panel_start_wished(self) -> None:
        panel, settings = self._panel, self._panel.settings
        goes_on = panel.known is not None
        if settings.place != self._place:
            self._begin_board(settings.place)
        experiment = changed(self._config.draft, "train.epochs", settings.epochs.value())
        order = SearchOrder(
            place=settings.place,
            trials=settings.trials.value(),
            workers=settings.workers.value(),
            experiment=experiment,
            ranges=() if goes_on else panel.form.ranges() or (),
            text=() if goes_on else _text_words(self._session),
        )
        self.processes.start(order)
        self.refresh()

    def _on_panel_place_chosen(self, place: StudyPlace) -> None:
        self._begin_board(place)
        self._panel.show_problem("")
        self._panel.set_known(None)
        self.refresh()
        if is_there(place.storage or None, place.study):
            self.processes.look(place)

    def _on_panel_new_wished(self) -> None:
        self._panel.settings.set_name(_unused_name())
        self._on_panel_place_chosen(self._panel.settings.place)

    def _on_panel_use_wished(self) -> None:
        if self.board.best is not None:
            self._use(self.board.best.settings)

    def _on_panel_picture_wished(self) -> None:
        if self.dialog is None:
            self.dialog = ResultsDialog(self._theme, self._panel)
            self.dialog.useWished.connect(self._on_dialog_use_wished)
            self.dialog.trialChosen.connect(self._on_dialog_trial_chosen)
        self.dialog.show_board(self.board)
        if self.dialog.isVisible():  # behind the window, perhaps
            self.dialog.activateWindow()
        self.dialog.show()

    def _on_dialog_trial_chosen(self, number: int) -> None:
        if self.board.study is not None:
            self.runChosen.emit(run_id_of(self.board.study, number))

    def _on_dialog_use_wished(self, number: int) -> None:
        if number in self.board.trials:
            self._use(self.board.trials[number].settings)

    def _use(self, settings: Settings) -> None:
        """Propose the settings of a trial, with what else its study decides but the epochs."""
        proposed = self._config.draft
        if self.board.study is not None:
            proposed = _as_in(self.board.study.experiment, proposed)
        self._config.propose(with_settings(proposed, settings))

    # The processes

    def _on_processes_told(self, event: SearchEvent) -> None:
        new = isinstance(event, TrialMessage) and event.number not in self.board.trials
        self.board.take(event)
        if isinstance(event, StudyMessage):
            self._panel.set_known(event)
        elif isinstance(event, TrialMessage) and new and self._is_result(event):
            self.trialEnded.emit(self.board.study, event)
        if not self._timer.isActive():
            self._timer.start()

    def _is_result(self, trial: TrialMessage) -> bool:
        return self.processes.running and bool(trial.curve) and trial.outcome in _RESULTS

    def _on_processes_changed(self) -> None:
        self._panel.set_running(self.processes.running, self.processes.stopping)

    def _on_processes_refused(self, refused: RefusalMessage) -> None:
        self._panel.show_problem(refusal_text(refused))

    def _on_processes_failed(self, said: str) -> None:
        text = self.tr(
            "The search ended unexpectedly. Start goes on with it, and begins the trial that was "
            "under way again."
        )
        self._panel.show_problem(f"{text}\n{said}" if said else text)

    def _on_processes_unread(self, said: str) -> None:
        text = self.tr(
            "What came of the trials cannot be read. They are kept in the study; Start reads "
            "them again."
        )
        self._panel.show_problem(f"{text}\n{said}" if said else text)

    def _on_processes_ended(self) -> None:
        self.board.rest()
        self._timer.stop()
        if self._closing:
            self.ended.emit()
        else:
            self.refresh()

    def _begin_board(self, place: StudyPlace) -> None:
        self._place, self.board = place, StudyBoard()


def _text_words(session: Session) -> tuple[str, ...]:
    """Return the flags that open the text in use."""
    corpus, source = session.corpus, session.source
    if source is None:
        name = session.opened_from()
        return ("--corpus", name) if name else ()
    words = ("--corpus", path_text(Path(source).absolute()))
    return words if corpus is None else (*words, *corpus.reading.words)


def _as_in(study: Experiment, draft: Experiment) -> Experiment:
    """Return the draft with all that a study decides, but how long it trains."""
    decided = {
        path: value_at(study, path)
        for path, knob in KNOBS.items()
        if knob.group in _GROUPS and path != "train.epochs"
    }
    return changed_together(draft, decided)


def _unused_name() -> str:
    number = 1
    while default_place(f"search-{number}").exists():
        number += 1
    return f"search-{number}"
