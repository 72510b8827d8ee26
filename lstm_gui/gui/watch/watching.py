"""Connects the watch, the baselines and the training panel to the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lstm_gui.core.settings.experiment import Experiment, with_live_settings
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.watch.rules import GoalReached
from lstm_gui.core.worker.commands import Stop
from lstm_gui.core.worker.events import Built
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.plots.baseline_lines import BaselineFinder
from lstm_gui.gui.plots.perplexity_plot import PerplexityPlot
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.watch.watchman import WatchFeed, WatchNotices
from lstm_gui.gui.widgets.late_view import LateView
from lstm_gui.gui.widgets.notices import NoticeBar

if TYPE_CHECKING:
    from lstm_gui.gui.plots.training_panel import TrainingPanel

__all__ = ["WatchController"]


class WatchController(QObject):
    """Brings the run to the watch, and what the watch asks for to the run."""

    def __init__(
        self,
        plot: PerplexityPlot,
        panel: LateView[TrainingPanel],
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
        self._bridge = bridge
        self._texts = "", 0
        self.baselines = BaselineFinder(self)
        self.watchman = WatchFeed(session.experiment, self)
        self.notices = WatchNotices(self.watchman, notices, self)
        self._connect(session, bridge.run)

    def begin(self, event: Built) -> None:
        """Watch another model, or another moment of this one, and measure another text."""
        self._tell_epochs(event.experiment)
        self.watchman.begin(event)
        trained = training_length(event.corpus, event.experiment.corpus.held_out)
        if (event.corpus.text, trained) != self._texts:
            self._texts = event.corpus.text, trained
            self._plot.set_baselines(None)
            self.baselines.set_corpus(event.corpus, trained)

    def _connect(self, session: Session, run: RunModel) -> None:
        watchman = self.watchman
        session.configured.connect(self._on_session_configured)
        run.stepsAdded.connect(watchman.add_steps)
        run.epochsAdded.connect(watchman.add_epochs)
        run.diverged.connect(watchman.add_diverged)
        run.cellsChanged.connect(watchman.add_cells)
        self.baselines.found.connect(self._plot.set_baselines)
        self._panel.when_made(self._on_panel_made)
        watchman.remedied.connect(self._on_watchman_remedied)
        watchman.goalReached.connect(self._on_watchman_goal_reached)

    def _tell_epochs(self, experiment: Experiment) -> None:
        for panel in self._panel.made:
            panel.set_epochs(experiment.train.epochs)

    def _on_panel_made(self, panel: TrainingPanel) -> None:
        panel.goalsChosen.connect(self.watchman.set_goals)
        panel.set_epochs(self._session.experiment.train.epochs)

    def _on_session_configured(self, experiment: Experiment) -> None:
        self._tell_epochs(experiment)
        self.watchman.set_experiment(experiment)

    def _on_watchman_remedied(self, experiment: Experiment) -> None:
        config = self._config  # what waits there for a restart goes on waiting
        with self._session.on_behalf_of("watch"):
            config.propose(with_live_settings(config.draft, experiment))
        if self._session.state is RunState.DIVERGED:
            self._session.start()

    def _on_watchman_goal_reached(self, reached: GoalReached) -> None:
        if reached.stop:
            self._bridge.post(Stop())
