"""The bar at the top: run controls and perplexity; and the line at the bottom: speed, time left."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QStatusBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from lstm_gui.core.arrays import Doubles
from lstm_gui.core.errors import CheckpointError
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.model.checkpoint import require_saveable
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.commands import Start
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.plots.curve_glance import CurveGlance
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_model import StepBatch
from lstm_gui.gui.session.session import Session
from lstm_gui.gui.widgets.formats import duration, tooltip, whole_percent, without_mnemonic
from lstm_gui.gui.widgets.labels import LiveLabel, PlainLabel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import GRID, Theme, sized, tabular
from lstm_gui.gui.widgets.translation import Retranslated, error_sentence, translated

__all__ = ["RunBar", "SettingsController", "StatusLine"]

BUTTONS = ("start", "pause", "step", "stop", "reset", "twin")
_FILLED = ("start", "pause")
"""What stays while the window fills the screen."""
STEPS = ("step", "stepEpoch", "stepSlowly")
"""What the step button offers; a click is the first."""


class RunBar(Retranslated, QToolBar):
    """Shows the window's run actions as buttons, and what defines a run at a glance.

    Signals:
        presetChosen(str): A preset's name.
        contextChosen(str): `cpu` or `gpu:0` and so on.
        plotAsked(): The curve is wanted in full.
        leaveAsked(): The window is no longer to fill the screen.
    """

    presetChosen = Signal(str)
    contextChosen = Signal(str)
    plotAsked = Signal()
    leaveAsked = Signal()

    def __init__(self, theme: Theme, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._theme = theme
        self._epoch = (0, 0)
        self._perplexity: float | None = None
        self._state = RunState.LOADING
        self.setObjectName("runBar")
        self.setMovable(False)
        sized(self.setIconSize, QSize(16, 16))
        self._only_in_a_window: list[QAction] = []
        self._buttons = {name: self._button(name, actions[name]) for name in BUTTONS}
        self._add_step_menu(actions)
        self._only_in_a_window.append(self.addSeparator())
        self._preset_label, self._preset = self._combo("presetCombo")
        self._context_label, self._context = self._combo("contextCombo")
        self._context.setProperty("knob", KNOBS["compute.context"])
        self._preset.activated.connect(self._on_preset_activated)
        self._context.activated.connect(self._on_context_activated)
        self._add_headline()
        self._leave = QToolButton()
        self._leave.setObjectName("leaveButton")
        self._leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._leave.clicked.connect(self.leaveAsked)
        self._leave_placed = self.addWidget(self._leave)
        self._leave_placed.setVisible(False)
        self.set_contexts(("cpu",))
        self.retranslate()
        theme.changed.connect(self._on_theme_changed)

    def set_state(self, state: RunState) -> None:
        """Show what the run is doing."""
        self._state = state
        self._show_headline()

    @property
    def context(self) -> QWidget:
        """Where it is chosen what computes."""
        return self._context

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

    def set_curve(self, perplexity: Doubles) -> None:
        """Show how the perplexity of the epochs went, where the plot is out of sight."""
        self._glance.set_curve(perplexity)

    def set_plot_seen(self, seen: bool) -> None:
        """Tell whether the plot is in sight."""
        self._glance.set_needed(not seen)

    def set_filled(self, filled: bool) -> None:
        """Keep what a class needs, and the way out, while the window fills the screen."""
        for action in self._only_in_a_window:
            action.setVisible(not filled)
        self._leave_placed.setVisible(filled)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setWindowTitle(self.tr("Run"))
        self._leave.setText(self.tr("Back to the window (Esc)"))
        self._leave.setAccessibleName(self.tr("Back to the window"))
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
        placed = self.addWidget(button)
        if name not in _FILLED:
            self._only_in_a_window.append(placed)
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
        label = PlainLabel()
        label.setProperty("role", "muted")
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label.setBuddy(combo)
        row.addWidget(label)
        row.addWidget(combo)
        self._only_in_a_window.append(self.addWidget(holder))
        return label, combo

    def _add_headline(self) -> None:
        self._headline = PlainLabel()
        self._headline.setObjectName("headlineLabel")
        self._headline.setFont(tabular(self._headline.font()))
        self._headline.setTextFormat(Qt.TextFormat.RichText)
        self._headline.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._room = LiveLabel(self._headline, roomy=True)
        self._glance = CurveGlance(self._theme)
        self._glance.clicked.connect(self.plotAsked)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._room)  # no stretch: the curve has a share of what the text leaves
        row.addWidget(self._glance)
        self.addWidget(holder)

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
            parts.append(
                self.tr("epoch {i}/{n}").format(i=f"<b>{thousands(epoch)}</b>", n=thousands(epochs))
            )
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
        config.draftEdited.connect(self._warn_of_size)  # before a large model takes its time
        config.draftEdited.connect(session.edit)
        config.liveEdited.connect(session.edit_live)
        config.dragged.connect(session.set_dragging)
        config.carryRequested.connect(session.carry)
        config.restartRequested.connect(self._on_config_restart_requested)
        config.set_loss_check(self._losses)
        session.built.connect(self._on_session_changed)
        session.configured.connect(self._on_session_changed)

    def start(self) -> None:
        """Begin or go on with what is typed."""
        self._config.flush()  # what was typed a moment ago counts
        self._session.start()

    def _losses(self, experiment: Experiment) -> tuple[str, ...]:
        sentences = (*self._session.losses(experiment), self._too_large(experiment))
        return tuple(translated(sentence) for sentence in sentences if sentence is not None)

    def _too_large(self, experiment: Experiment) -> Sentence | None:
        """Say that a model of these settings could not be saved, if it could not."""
        used = self._session.used
        try:
            if used is not None:
                require_saveable(experiment, len(used.vocabulary))
        except CheckpointError as error:
            return error_sentence(error.template, error.values)
        return None

    def _on_session_changed(self) -> None:
        self._warn_of_size(self._session.experiment)

    def _warn_of_size(self, experiment: Experiment) -> None:
        sentence = self._too_large(experiment)
        if sentence is None:
            self._notices.dismiss("size")
        else:
            self._notices.show_notice(sentence, "warning", key="size", help="size")

    def _on_run_bar_preset_chosen(self, name: str) -> None:
        now, preset = self._session.experiment, PRESETS[name].experiment
        train = preset.train.model_copy(update={"prefixes": now.train.prefixes})
        proposed = preset.model_copy(update={"train": train, "compute": now.compute})
        self._notices.dismiss("preset")
        if PRESETS[name].warning:
            text = Sentence(PRESETS[name].warning, context="Presets")
            self._notices.show_notice(text, "warning", key="preset", help="diverged")
        self._config.propose(proposed)

    def _on_run_bar_context_chosen(self, context: str) -> None:
        self._config.propose(changed(self._config.draft, "compute.context", context))

    def _on_config_restart_requested(self, experiment: Experiment) -> None:
        self._session.restart(experiment)
        self._bridge.post(Start())


RATE_WINDOW_S = 3.0
"""Speeds are averaged over the last seconds of training, so that they can be read."""


_WHOLE = 1000  # the progress bar counts so far


class StatusLine(Retranslated, QStatusBar):
    """Shows state, context, batch, speed and time left, and a progress bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setSizeGripEnabled(False)
        self._state = RunState.LOADING
        self._awaited = False
        self._context = "cpu"
        self._epochs = 0
        self._batch: StepBatch | None = None
        self._held_out: float | None = None
        self._right: float | None = None
        self._recent: deque[tuple[float, int, int]] = deque()
        self._label = PlainLabel()
        self._label.setObjectName("statusLabel")
        self._label.setFont(tabular(self._label.font()))
        self._label.setContentsMargins(GRID, 0, GRID, 0)
        self._progress = QProgressBar()
        self._progress.setObjectName("progressBar")
        self._progress.setTextVisible(False)
        sized(self._progress.setFixedWidth, 160)
        self._calm = False
        self._progress.setRange(0, 0)
        self._saved_at: datetime | None = None
        self._saved_in = ""
        self._autosave = PlainLabel()
        self._autosave.setObjectName("autosaveLabel")
        self._autosave.setProperty("role", "muted")
        self._autosave.setFont(tabular(self._autosave.font()))
        self._autosave.hide()
        self._room = LiveLabel(self._label)
        self.addWidget(self._room, 1)
        self.addPermanentWidget(self._autosave)
        self.addPermanentWidget(self._progress)
        self.setContentsMargins(0, 0, GRID, 0)
        self.retranslate()

    def set_state(self, state: RunState) -> None:
        """Show what the run is doing; the bar moves while nobody can tell how far it is."""
        self._state = state
        self._show_motion()
        self._show()

    def set_calm(self, calm: bool) -> None:
        """Let nothing pulse."""
        self._calm = calm
        self._show_motion()

    def set_awaited(self, awaited: bool) -> None:
        """Show that training will start once there is a model."""
        self._awaited = awaited
        self._show()

    def set_run(self, context: str, epochs: int, epoch: int) -> None:
        """Show another run, or other settings of the same one."""
        self._context, self._epochs = context, epochs
        if epoch == 0 or self._batch is None:
            self._set_fraction(epoch / epochs if epochs else 0.0)
        self._show()

    def set_held_out(self, perplexity: float | None) -> None:
        """Show how the part held out was read last; None if it was not."""
        self._held_out = perplexity
        self._show()

    def set_right(self, right: float | None) -> None:
        """Show how much of a task is right; None where the text is none, or it is unknown."""
        self._right = right
        self._show()

    def set_autosaved(self, at: datetime | None, folder: str = "") -> None:
        """Show when the run was copied to disk last, and where; None if it is not there yet."""
        known = self._saved_at
        self._saved_at, self._saved_in = at, folder
        if at is None or known is None or (at.hour, at.minute) != (known.hour, known.minute):
            self._show_autosave()

    def clear(self) -> None:
        """Forget the speeds of the run before."""
        self._batch = None
        self._recent.clear()
        self._set_fraction(0.0)
        self._show()

    def add_steps(self, batch: StepBatch) -> None:
        """Take in the progress of one drain."""
        self._batch = batch
        self._recent.append((batch.seconds, batch.characters, len(batch.x)))
        while len(self._recent) > 1 and sum(item[0] for item in self._recent) > RATE_WINDOW_S:
            self._recent.popleft()
        last = batch.last
        if self._epochs:
            self._set_fraction((last.epoch - 1 + last.batch / last.batches) / self._epochs)
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._progress.setAccessibleName(self.tr("Progress of the run"))
        self._label.setAccessibleName(self.tr("State of the run"))
        self._autosave.setAccessibleName(self.tr("Last copy of the run"))
        self._show_autosave()
        self._show()

    def _set_fraction(self, fraction: float) -> None:
        self._progress.setValue(round(_WHOLE * min(max(fraction, 0.0), 1.0)))

    def _show_motion(self) -> None:
        moves = self._state is RunState.LOADING and not self._calm
        self._progress.setRange(0, 0 if moves else _WHOLE)

    def _show_autosave(self) -> None:
        at = self._saved_at
        self._autosave.setHidden(at is None)
        if at is not None:
            time = f"{at:%H:%M}"
            self._autosave.setText(self.tr("copied at {time}").format(time=time))
            words = self.tr(
                "While it trains, the run is copied to {folder} every few seconds. After a crash "
                "it goes on from there."
            )
            self._autosave.setToolTip(tooltip(words.format(folder=self._saved_in)))

    def _show(self) -> None:
        parts = [self._state_name(), self._context]
        if self._awaited:
            parts.append(self.tr("training starts as soon as it can"))
        if self._batch is not None and self._state is not RunState.READY:
            parts += self._speeds(self._batch)
        if self._held_out is not None:
            value = significant(self._held_out)
            parts.append(self.tr("held-out perplexity {value}").format(value=value))
        if self._right is not None:
            parts.append(self.tr("right {share}").format(share=whole_percent(self._right)))
        self._room.set_text(" · ".join(parts))

    def _speeds(self, batch: StepBatch) -> list[str]:
        last = batch.last
        seconds = sum(item[0] for item in self._recent)
        characters = sum(item[1] for item in self._recent)
        steps = sum(item[2] for item in self._recent)
        epoch_seconds = seconds / steps * last.batches if steps else 0.0
        left = self._epochs - (last.epoch - 1 + last.batch / last.batches)
        parts = [
            self.tr("epoch {i} of {n}").format(i=thousands(last.epoch), n=thousands(self._epochs)),
            self.tr("batch {i}/{n}").format(i=thousands(last.batch), n=thousands(last.batches)),
        ]
        if seconds > 0:
            rate = thousands(round(characters / seconds))
            parts.append(self.tr("{rate} characters/s").format(rate=rate))
            parts.append(self.tr("{time}/epoch").format(time=duration(epoch_seconds)))
        if self._state is RunState.RUNNING and left > 0:
            parts.append(self.tr("{time} left").format(time=duration(left * epoch_seconds)))
        return parts

    def _state_name(self) -> str:
        names = {
            RunState.LOADING: self.tr("Loading engine…"),
            RunState.EMPTY: self.tr("No model yet"),
            RunState.READY: self.tr("Ready"),
            RunState.RUNNING: self.tr("Training"),
            RunState.PAUSED: self.tr("Paused"),
            RunState.STOPPED: self.tr("Stopped"),
            RunState.FINISHED: self.tr("Finished"),
            RunState.DIVERGED: self.tr("Diverged"),
            RunState.FAILED: self.tr("Failed"),
        }
        return names[self._state]
