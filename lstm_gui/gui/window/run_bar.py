"""The bar at the top: run controls, preset, context, and the perplexity of the moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolBar,
    QToolButton,
    QWidget,
)

from lstm_gui.core.i18n import Sentence
from lstm_gui.core.numbers import significant
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.commands import Start
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.labels import LiveLabel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import GRID, Theme, tabular
from lstm_gui.gui.widgets.translation import Retranslated, translated
from lstm_gui.gui.window.actions import without_mnemonic

__all__ = ["RunBar", "SettingsController"]

BUTTONS = ("start", "pause", "step", "stop", "reset", "twin")
STEPS = ("step", "stepEpoch", "stepSlowly")
"""What the step button offers; a click is the first."""


class RunBar(Retranslated, QToolBar):
    """Shows the window's run actions as buttons, and what defines a run at a glance.

    Signals:
        presetChosen(str): A preset's name.
        contextChosen(str): `cpu` or `gpu:0` and so on.
    """

    presetChosen = Signal(str)
    contextChosen = Signal(str)

    def __init__(self, theme: Theme, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._theme = theme
        self._epoch = (0, 0)
        self._perplexity: float | None = None
        self._state = RunState.LOADING
        self.setObjectName("runBar")
        self.setMovable(False)
        self.setIconSize(QSize(16, 16))
        self._buttons = {name: self._button(name, actions[name]) for name in BUTTONS}
        self._add_step_menu(actions)
        self.addSeparator()
        self._preset_label, self._preset = self._combo("presetCombo")
        self._context_label, self._context = self._combo("contextCombo")
        self._preset.activated.connect(self._on_preset_activated)
        self._context.activated.connect(self._on_context_activated)
        self._add_headline()
        self.set_contexts(("cpu",))
        self.retranslate()
        theme.changed.connect(self._on_theme_changed)

    def set_state(self, state: RunState) -> None:
        """Show what the run is doing."""
        self._state = state
        self._show_headline()

    def set_contexts(self, contexts: Sequence[str]) -> None:
        """List the contexts that can be chosen."""
        with QSignalBlocker(self._context):
            current = self._context.currentText()
            self._context.clear()
            self._context.addItems(list(contexts))
            self._context.setCurrentText(current)

    def set_context(self, context: str) -> None:
        """Show the context in use."""
        with QSignalBlocker(self._context):
            self._context.setCurrentText(context)

    def set_preset(self, name: str | None) -> None:
        """Show the preset that the settings equal, or that they equal none."""
        with QSignalBlocker(self._preset):
            self._preset.setCurrentIndex(self._preset.findData(name) if name else -1)

    def set_progress(self, epoch: int, epochs: int, perplexity: float | None) -> None:
        """Show the epoch and the perplexity of the last complete one."""
        self._epoch, self._perplexity = (epoch, epochs), perplexity
        self._show_headline()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setWindowTitle(self.tr("Run"))
        self._preset_label.setText(self.tr("Preset"))
        self._context_label.setText(self.tr("Context"))
        self._preset.setAccessibleName(self.tr("Preset"))
        self._context.setAccessibleName(self.tr("Context"))
        self._preset.setToolTip(self.tr("Settings that belong together. They fill the form."))
        self._context.setToolTip(self.tr("The device that computes."))
        self._preset.setPlaceholderText(self.tr("Own settings"))
        self._fill_presets()
        self._headline.setAccessibleName(self.tr("Perplexity and epoch"))
        self._show_headline()

    def _button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setObjectName(f"{name}Button")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if name == "start"
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        if name == "start":
            button.setProperty("role", "primary")
            button.setAutoRaise(False)
        action.changed.connect(self._on_action_changed)
        self.addWidget(button)
        return button

    def _add_step_menu(self, actions: dict[str, QAction]) -> None:
        """Let the step button offer other steps than one batch."""
        button = self._buttons["step"]
        menu = QMenu(button)
        menu.setObjectName("stepMenu")
        for name in STEPS:
            menu.addAction(actions[name])
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _combo(self, name: str) -> tuple[QLabel, QComboBox]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        row.setSpacing(GRID // 2)
        label = QLabel()
        label.setProperty("role", "muted")
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label.setBuddy(combo)
        row.addWidget(label)
        row.addWidget(combo)
        self.addWidget(holder)
        return label, combo

    def _add_headline(self) -> None:
        self._headline = QLabel()
        self._headline.setObjectName("headlineLabel")
        self._headline.setFont(tabular(self._headline.font()))
        self._headline.setTextFormat(Qt.TextFormat.RichText)
        self._headline.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._room = LiveLabel(self._headline, roomy=True)
        self.addWidget(self._room)

    def _fill_presets(self) -> None:
        with QSignalBlocker(self._preset):
            current = self._preset.currentData()
            self._preset.clear()
            for preset in PRESETS.values():
                text = QCoreApplication.translate("Presets", preset.label)
                self._preset.addItem(text, preset.name)
            self._preset.setCurrentIndex(self._preset.findData(current) if current else -1)

    def _show_headline(self) -> None:
        if self._state is RunState.LOADING:
            self._room.set_text(self.tr("Loading engine…"))
            return
        epoch, epochs = self._epoch
        parts = []
        if self._perplexity is not None:
            size = round(self.font().pointSizeF() * 1.4)
            number = f"<b style='font-size:{size}pt'>{significant(self._perplexity)}</b>"
            parts.append(self.tr("perplexity {value}").format(value=number))
        if epochs:
            parts.append(self.tr("epoch {i}/{n}").format(i=f"<b>{epoch:,}</b>", n=f"{epochs:,}"))
        muted = self._theme.scheme.muted
        self._room.set_text(f"<span style='color:{muted}'>{' &nbsp; '.join(parts)}</span>")

    def _on_preset_activated(self, index: int) -> None:
        self.presetChosen.emit(self._preset.itemData(index))

    def _on_context_activated(self, index: int) -> None:
        self.contextChosen.emit(self._context.itemText(index))

    def _on_action_changed(self) -> None:
        for button in self._buttons.values():
            button.setAccessibleName(without_mnemonic(button.defaultAction().text()))

    def _on_theme_changed(self) -> None:
        self._show_headline()


class SettingsController(QObject):
    """Brings the settings that are typed or picked to the session."""

    def __init__(
        self,
        run_bar: RunBar,
        config: ConfigPanel,
        notices: NoticeBar,
        *,
        session: Session,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._config = config
        self._notices = notices
        self._session = session
        self._bridge = bridge
        run_bar.presetChosen.connect(self._on_run_bar_preset_chosen)
        run_bar.contextChosen.connect(self._on_run_bar_context_chosen)
        config.draftEdited.connect(session.edit)
        config.liveEdited.connect(session.edit_live)
        config.dragged.connect(session.set_dragging)
        config.carryRequested.connect(session.carry)
        config.restartRequested.connect(self._on_config_restart_requested)
        config.set_loss_check(self._losses)

    def start(self) -> None:
        """Begin or go on with what is typed."""
        self._config.flush()  # what was typed a moment ago counts
        self._session.start()

    def _losses(self, experiment: Experiment) -> tuple[str, ...]:
        return tuple(translated(sentence) for sentence in self._session.losses(experiment))

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
