"""Connects the run bar and the experiment panel to the session: presets, settings, restarts."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lstm_gui.core.config import PRESETS, Experiment, changed
from lstm_gui.core.messages import Start
from lstm_gui.core.sentences import Sentence
from lstm_gui.gui.bridge import WorkerBridge
from lstm_gui.gui.notices import told
from lstm_gui.gui.parts import Parts
from lstm_gui.gui.session import Session

__all__ = ["Configuring"]


class Configuring(QObject):
    """Brings the settings that are typed or picked to the session."""

    def __init__(
        self, parts: Parts, session: Session, bridge: WorkerBridge, *, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._config = parts.config
        self._notices = parts.notices
        self._session = session
        self._bridge = bridge
        parts.run_bar.presetChosen.connect(self._on_run_bar_preset_chosen)
        parts.run_bar.contextChosen.connect(self._on_run_bar_context_chosen)
        parts.config.draftEdited.connect(session.edit)
        parts.config.liveEdited.connect(session.edit_live)
        parts.config.dragged.connect(session.set_dragging)
        parts.config.carryRequested.connect(session.carry)
        parts.config.restartRequested.connect(self._on_config_restart_requested)
        parts.config.set_loss_check(self._losses)

    def start(self) -> None:
        """Begin or go on with what is typed."""
        self._config.flush()  # what was typed a moment ago counts
        self._session.start()

    def _losses(self, experiment: Experiment) -> tuple[str, ...]:
        return tuple(told(sentence) for sentence in self._session.losses(experiment))

    def _on_run_bar_preset_chosen(self, name: str) -> None:
        now, preset = self._session.experiment, PRESETS[name].experiment
        train = preset.train.model_copy(update={"prefixes": now.train.prefixes})
        proposed = preset.model_copy(update={"train": train, "compute": now.compute})
        self._notices.dismiss("preset")
        if PRESETS[name].warning:
            text = Sentence(PRESETS[name].warning, context="Presets")
            self._notices.show_notice(text, "warning", key="preset")
        self._config.propose(proposed)

    def _on_run_bar_context_chosen(self, context: str) -> None:
        self._config.propose(changed(self._config.draft, "compute.context", context))

    def _on_config_restart_requested(self, experiment: Experiment) -> None:
        self._session.restart(experiment)
        self._bridge.post(Start())
