"""Connects the watch, the measuring sticks and the training panel to the run."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.settings.experiment import Experiment, with_live_settings
from lstm_gui.core.training.held_out import trained_text
from lstm_gui.core.watch.rules import GoalReached
from lstm_gui.core.worker.events import Built
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.plots.baseline_lines import BaselineFinder
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.plots.training_panel import TrainingPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_signals import StepBatch
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.watch.watchman import WatchFeed, WatchNotices
from lstm_gui.gui.widgets.notices import NoticeBar

__all__ = ["WatchController"]


class WatchController(QObject):
    """Brings the run to the watch, and what the watch asks for to the run."""

    def __init__(
        self,
        plot: PerplexityPlot,
        panel: TrainingPanel,
        config: ConfigPanel,
        notices: NoticeBar,
        *,
        session: Session,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._plot, self._config = plot, config
        self._panel = panel
        self._session = session
        self._text = ""
        self.sticks = BaselineFinder(self)
        self.watchman = WatchFeed(session.experiment, self)
        self.notices = WatchNotices(self.watchman, notices, self)
        self._connect(session, bridge)

    def _connect(self, session: Session, bridge: WorkerBridge) -> None:
        watchman = self.watchman
        session.built.connect(self._on_session_built)
        session.configured.connect(self._on_session_configured)
        bridge.stepsAdded.connect(self._on_bridge_steps_added)
        bridge.epochsDone.connect(watchman.add_epochs)
        bridge.epochsDone.connect(self._panel.forget_cut_off)
        bridge.diverged.connect(watchman.add_diverged)
        bridge.cellsChanged.connect(watchman.add_cells)
        self.sticks.found.connect(self._plot.set_sticks)
        self._panel.goalsChosen.connect(watchman.set_goals)
        watchman.remedied.connect(self._on_watchman_remedied)
        watchman.goalReached.connect(self._on_watchman_goal_reached)

    def _on_session_built(self, event: Built) -> None:
        if event.continues:
            self._panel.go_to(event.x)
        else:
            self._panel.clear()
        self._panel.set_epochs(event.experiment.train.epochs)
        self.watchman.begin(event)
        trained = trained_text(event.corpus, event.experiment)
        if trained != self._text:
            self._text = trained
            self._plot.set_sticks(None)
            self._plot.set_sticks_of_part(len(trained) < len(event.corpus))
            self.sticks.set_corpus(event.corpus, len(trained))

    def _on_session_configured(self, experiment: Experiment) -> None:
        self._panel.set_epochs(experiment.train.epochs)
        self.watchman.set_experiment(experiment)

    def _on_bridge_steps_added(self, batch: StepBatch) -> None:
        train = self._session.experiment.train
        self._panel.append(batch, train.clipping_theta, train.learning_rate)
        self.watchman.add_steps(batch)

    def _on_watchman_remedied(self, experiment: Experiment) -> None:
        config = self._config  # what waits there for a restart goes on waiting
        with self._session.on_behalf_of("watch"):
            config.propose(with_live_settings(config.draft, experiment))
        if self._session.state is RunState.DIVERGED:
            self._session.start()

    def _on_watchman_goal_reached(self, reached: GoalReached) -> None:
        if reached.stop:
            self._session.stop()
