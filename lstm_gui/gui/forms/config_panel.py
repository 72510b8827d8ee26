"""The experiment as a form: what is typed (draft) against what the engine uses (applied)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.settings.experiment import KNOBS, Experiment, value_at
from lstm_gui.core.settings.knob import GROUPS, Group, Knob
from lstm_gui.gui.forms.draft import Draft
from lstm_gui.gui.forms.knob_editors import editor_for, knob_text
from lstm_gui.gui.widgets.footed_form import Foot, FootedForm
from lstm_gui.gui.widgets.formats import tooltip
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import error_text

__all__ = ["ConfigPanel", "KnobRow", "LiveMark", "Mark", "RestartFoot"]


class Mark(Enum):
    """What the dot beside a live setting says."""

    NONE = "none"
    LIVE = "live"
    """It acts at once."""
    SENT = "sent"
    """It was changed; the engine has not taken it up yet."""


class LiveMark(QWidget):
    """A small dot: full when a setting acts at once, a ring while a change is on its way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.mark = Mark.NONE
        self.setObjectName("liveMark")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Take the room of one grid step, so that nothing jumps when the dot comes."""
        return QSize(GRID, GRID)

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        if mark is not self.mark:
            self.mark = mark
            self.retranslate()
            self.update()

    def retranslate(self) -> None:
        """Set the tooltip."""
        texts = {
            Mark.NONE: "",
            Mark.LIVE: self.tr("Acts at once"),
            Mark.SENT: self.tr("Acts from the next batch on"),
        }
        self.setToolTip(texts[self.mark])
        self.setAccessibleName(texts[self.mark])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot or the ring."""
        if self.mark is Mark.NONE:
            return
        accent = QColor(self._theme.scheme.accent)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent, 1.5))
            if self.mark is Mark.LIVE:
                painter.setBrush(accent)
            size = 4.5
            dot = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
            painter.drawEllipse(dot)


class KnobRow:
    """The widgets of one setting, two rows of a grid; the second is there only for an error."""

    def __init__(self, knob: Knob, theme: Theme) -> None:
        self.knob = knob
        self.error: ConfigError | None = None
        self.mark = LiveMark(theme)
        self.editor = editor_for(knob, theme)
        self.label = PlainLabel()
        self.label.setObjectName(self.editor.field.objectName() + "Label")
        self.label.setBuddy(self.editor.field)
        self.message = WrapLabel()
        self.message.setObjectName(self.editor.field.objectName() + "Error")
        self.message.setProperty("role", "error")
        self.message.setProperty("knob", knob)
        self.message.hide()

    def place(self, grid: QGridLayout, line: int) -> None:
        """Put the widgets into two rows of a grid, from `line` on."""
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.label, line, 0, align)
        grid.addWidget(self.mark, line, 1)
        grid.addWidget(self.editor, line, 2)
        grid.addWidget(self.message, line + 1, 0, 1, 3)

    def retranslate(self) -> None:
        """Set all texts."""
        self.label.setText(knob_text(self.knob.label))
        self.mark.retranslate()
        self.editor.retranslate()
        self._show_help()
        self.show_error()

    def set_idle(self, reason: str) -> None:
        """Grey the setting out for this reason; its value stays. Nothing means that it acts."""
        for part in (self.label, self.editor):
            part.setEnabled(not reason)
        if reason != self.editor.idle:
            self.editor.idle = reason
            self.editor.retranslate()
            self._show_help()

    def show_error(self) -> None:
        """Show what is wrong, or that nothing is."""
        text = error_text(self.error) if self.error else ""
        self.message.set_message(text)
        self.editor.field.setAccessibleDescription(text or knob_text(self.knob.help))

    def set_state(self, state: str) -> None:
        """Tint the field: `pending`, or neither; `invalid` while an error is shown."""
        shown = self.error is not None and not self.message.isHidden()
        self.editor.set_state("invalid" if shown else state)

    def _show_help(self) -> None:
        self.label.setToolTip(tooltip(self.editor.idle, knob_text(self.knob.help)))


class RestartFoot(Foot):
    """Names what needs a new model and offers to make one, or to go back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("restartFoot")
        self._text = WrapLabel()
        self._text.setObjectName("restartLabel")
        self.keep = QPushButton()
        self.keep.setObjectName("keepButton")
        self.keep.setProperty("role", "primary")
        self.apply = QPushButton()
        self.apply.setObjectName("applyButton")
        self.revert = QPushButton()
        self.revert.setObjectName("revertButton")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.apply, 1)
        buttons.addWidget(self.revert)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._text)
        column.addWidget(self.keep)
        column.addLayout(buttons)

    def show_pending(
        self, paths: tuple[str, ...], losses: tuple[str, ...] = (), wrong: tuple[str, ...] = ()
    ) -> None:
        """Name the settings that need a new model, and what it would lose; hide without any.

        What is typed `wrong` is named too, for it can be out of sight: nothing can be applied.
        """
        said = [self.tr("Changes the model: {names}.").format(names=self._names(paths)), *losses]
        if wrong:
            said = [self.tr("Cannot be used as typed: {names}.").format(names=self._names(wrong))]
        self._text.set_message(" ".join(said))
        self.apply.setEnabled(not wrong)
        self.keep.setEnabled(not wrong)
        self.setVisible(bool(paths))

    def _names(self, paths: tuple[str, ...]) -> str:
        return self.tr(", ").join(knob_text(KNOBS[path].label) for path in paths)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.keep.setText(self.tr("Apply and keep learning"))
        self.keep.setToolTip(self.tr("Go on with these settings; what fits of the model stays"))
        self.apply.setText(self.tr("Apply and restart"))
        self.apply.setToolTip(self.tr("Make a new model with these settings and train it"))
        self.revert.setText(self.tr("Revert"))
        self.revert.setToolTip(self.tr("Go back to the settings of the model in training"))
        for button in (self.keep, self.apply, self.revert):
            button.setAccessibleName(button.text())


DEBOUNCE_MS = 150
ELSEWHERE = frozenset({"compute.context"})
"""Settings whose editors stand in the run bar."""
GROUP_ORDER: tuple[Group, ...] = ("corpus", "model", "training", "samples", "engine")
FORGET_BIAS = "model.forget_bias"


class ConfigPanel(FootedForm):
    """The settings of the experiment, by groups, with the corpus card on top.

    While a model is in training, live settings are sent as they change; the others wait, tinted,
    for "Apply and restart". Otherwise every change is sent. What is invalid is never sent.

    Signals:
        liveEdited: Experiment: the one in use, with the live settings as they are now typed.
        draftEdited: Experiment: the whole draft; no training is under way.
        carryRequested: Experiment: the whole draft, for the model as far as it fits.
        restartRequested: Experiment: the whole draft, for a new model.
        reverted: Experiment: the draft went back to the settings in use.
        drafted: Experiment: the draft, whenever it may be another one.
        dragged: The person began to drag a slider, or let it go. What is sent in between is one
            change.
    """

    liveEdited = Signal(object)
    draftEdited = Signal(object)
    carryRequested = Signal(object)
    restartRequested = Signal(object)
    reverted = Signal(object)
    drafted = Signal(object)
    dragged = Signal(bool)

    def __init__(self, theme: Theme, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experimentPanel")
        self._draft = Draft()
        self._dragging = False
        self._losses: Callable[[Experiment], tuple[str, ...]] | None = None
        self.rows = {p: KnobRow(k, theme) for p, k in KNOBS.items() if p not in ELSEWHERE}
        self._headings: dict[Group, QLabel] = {}
        self._foot = RestartFoot(theme)
        self._timer = one_shot(self, DEBOUNCE_MS)
        self._lay_out(card)
        self._connect()
        self.retranslate()
        self.set_experiment(self._draft.applied)

    def _lay_out(self, card: QWidget) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(2, 1)
        grid.addWidget(card, 0, 0, 1, 3)
        for group in GROUP_ORDER:
            self._add_group(grid, group)
        grid.setRowStretch(grid.rowCount(), 1)
        self.set_content(form, self._foot, scroll_name="experimentScroll")

    def _add_group(self, grid: QGridLayout, group: Group) -> None:
        if group != "corpus":  # the card on top is its heading
            heading = PlainLabel()
            heading.setObjectName(f"{group}Heading")
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, GRID, 0, 0)
            self._headings[group] = heading
            grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
        for row in self.rows.values():
            if row.knob.group == group:
                row.place(grid, grid.rowCount())

    def _connect(self) -> None:
        for row in self.rows.values():
            row.editor.edited.connect(self._on_editor_edited)
            row.editor.dragged.connect(self._on_editor_dragged)
        self._timer.timeout.connect(self.flush)
        self._foot.keep.clicked.connect(self._on_keep_clicked)
        self._foot.apply.clicked.connect(self._on_apply_clicked)
        self._foot.revert.clicked.connect(self._on_revert_clicked)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Experiment"))
        for group, heading in self._headings.items():
            heading.setText(knob_text(GROUPS[group]))
        for row in self.rows.values():
            row.retranslate()
        self._foot.retranslate()
        self._refresh()

    @property
    def draft(self) -> Experiment:
        """What is typed, as far as it is valid."""
        return self._draft.typed

    @property
    def applied(self) -> Experiment:
        """What the engine uses."""
        return self._draft.applied

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment as typed and in use; emits nothing.

        What was typed while a new model was on its way stays, and is sent when it is live.
        """
        self._timer.stop()
        since = self._draft.begin(experiment)
        self._show(experiment, tuple(path for path in self.rows if path not in since))
        if since:
            self._timer.start()

    def set_applied(self, experiment: Experiment) -> None:
        """Note what the engine uses now; what is typed stays. Emits nothing."""
        self._draft.applied = experiment
        if not self._timer.isActive():
            self._draft.note_settled()
        self._refresh()

    def refuse(self, experiment: Experiment) -> None:
        """Note that the engine goes on with this one, and not with what it was asked for."""
        self._draft.note_refused()
        self.set_applied(experiment)

    def set_running_model(self, running: bool) -> None:
        """Tell whether a model is in training or paused. Emits nothing."""
        self._draft.running = running
        if running and not self._timer.isActive():
            self._draft.note_settled()
        self._refresh()

    def set_loss_check(self, losses: Callable[[Experiment], tuple[str, ...]]) -> None:
        """Use this to tell what would not carry over to other settings."""
        self._losses = losses

    def propose(self, experiment: Experiment) -> None:
        """Show an experiment as if the person had typed it; signals follow at once."""
        self._draft.typed = experiment
        self._show(experiment, tuple(self.rows))
        self.flush()

    def flush(self) -> None:
        """Show errors and send what is typed now, without waiting for more."""
        self._timer.stop()
        for row in self.rows.values():
            row.show_error()
        self._refresh()
        wanted = self._draft.settle()
        if wanted is not None:
            (self.liveEdited if self._draft.running else self.draftEdited).emit(wanted)

    def _show(self, experiment: Experiment, paths: tuple[str, ...]) -> None:
        for path in paths:
            row = self.rows[path]
            row.editor.set_value(value_at(experiment, path))
            row.error = None
            row.show_error()
        self._refresh()

    def _refresh(self) -> None:
        """Mark what is live, on its way, pending or invalid."""
        draft = self._draft
        pending = draft.pending
        for path, row in self.rows.items():
            row.set_state("pending" if path in pending else "")
            if not (row.knob.live and draft.running):
                row.mark.set_mark(Mark.NONE)
            else:
                row.mark.set_mark(Mark.LIVE if draft.is_applied(path) else Mark.SENT)
        losses = self._losses(draft.typed) if pending and self._losses else ()
        wrong = tuple(path for path, row in self.rows.items() if row.error)
        self._foot.show_pending(pending, losses, wrong)
        acts = draft.typed.model.cell in KNOBS[FORGET_BIAS].cells
        idle = "" if acts else self.tr("Only an LSTM has a forget gate, so this does nothing here.")
        self.rows[FORGET_BIAS].set_idle(idle)
        self.drafted.emit(draft.typed)

    def _on_editor_edited(self) -> None:
        edited = next(row for row in self.rows.values() if row.editor is self.sender())
        self._take(edited)
        for row in self.rows.values():  # what did not go with it may do so now
            if row.error is not None and row is not edited:
                self._take(row)
        self._refresh()
        self._wait()

    def _take(self, row: KnobRow) -> None:
        try:
            self._draft.change(row.knob.path, row.editor.value())
            row.error = None
            row.show_error()
        except ConfigError as error:  # shown by `flush`, when the person pauses
            row.error = error

    def _wait(self) -> None:
        """Send soon: when the person pauses, and all along while a live setting is dragged."""
        if not self._dragging or (self._draft.running and not self._timer.isActive()):
            self._timer.start()

    def _on_editor_dragged(self, begun: bool) -> None:
        if begun:
            self.flush()  # what was typed before is a change of its own
            self._dragging = True
            self.dragged.emit(True)
        else:
            self._dragging = False
            self.flush()
            self.dragged.emit(False)

    def _on_keep_clicked(self) -> None:
        self._timer.stop()
        self.carryRequested.emit(self._draft.settle_all())

    def _on_apply_clicked(self) -> None:
        self._timer.stop()
        self.restartRequested.emit(self._draft.settle_all())

    def _on_revert_clicked(self) -> None:
        wrong = (path for path, row in self.rows.items() if row.error)
        back = {*self._draft.revert(), *wrong}
        self._show(self._draft.typed, tuple(back - ELSEWHERE))
        self.reverted.emit(self._draft.typed)
