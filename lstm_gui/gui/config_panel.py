"""The experiment as a form: what is typed (draft) against what the engine uses (applied)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.config import KNOBS, Experiment, changed, needs_new_model
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.knobs import GROUPS, Group
from lstm_gui.gui.knob_editors import knob_text
from lstm_gui.gui.knob_row import KnobRow, Mark
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["ConfigPanel"]

DEBOUNCE_MS = 150
ELSEWHERE = frozenset({"compute.context"})
"""Settings whose editors stand in the run bar."""
GROUP_ORDER: tuple[Group, ...] = ("corpus", "model", "training", "samples", "engine")
FORGET_BIAS = "model.forget_bias"


def value_at(experiment: Experiment, path: str) -> object:
    """Return one setting of an experiment."""
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value


class _Scroll(QScrollArea):
    """Scrolls up and down only, and is never narrower than what it holds."""

    def minimumSizeHint(self) -> QSize:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        form = self.widget()
        width = form.minimumSizeHint().width() if form else 0
        return QSize(width + bar, 10 * GRID)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint().expandedTo(QSize(280, 400))


class _Foot(QWidget):
    """Names what needs a new model and offers to make one, or to go back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
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
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.scheme.line))
        painter.end()

    def show_pending(self, paths: tuple[str, ...], losses: tuple[str, ...] = ()) -> None:
        names = self.tr(", ").join(knob_text(KNOBS[path].label) for path in paths)
        text = self.tr("Changes the model: {names}.").format(names=names)
        self._text.set_message(" ".join((text, *losses)))
        self.setVisible(bool(paths))

    def retranslate(self) -> None:
        self.keep.setText(self.tr("Apply and keep learning"))
        self.keep.setAccessibleName(self.tr("Apply and keep learning"))
        self.keep.setToolTip(self.tr("Go on with these settings; what fits of the model stays"))
        self.apply.setText(self.tr("Apply and restart"))
        self.apply.setAccessibleName(self.tr("Apply and restart"))
        self.apply.setToolTip(self.tr("Make a new model with these settings and train it"))
        self.revert.setText(self.tr("Revert"))
        self.revert.setAccessibleName(self.tr("Revert"))
        self.revert.setToolTip(self.tr("Go back to the settings of the model in training"))


class ConfigPanel(QWidget):
    """The settings of the experiment, by groups, with the corpus card on top.

    While a model is in training, live settings are sent as they change; the others wait, tinted,
    for "Apply and restart". Otherwise every change is sent. What is invalid is never sent.

    Signals:
        liveEdited: Experiment: the one in use, with the live settings as they are now typed.
        draftEdited: Experiment: the whole draft; no training is under way.
        carryRequested: Experiment: the whole draft, for the model as far as it fits.
        restartRequested: Experiment: the whole draft, for a new model.
        reverted: Experiment: the draft went back to the settings in use.
        dragged: The person began to drag a slider, or let it go. What is sent in between is one
            change.
    """

    liveEdited = Signal(object)
    draftEdited = Signal(object)
    carryRequested = Signal(object)
    restartRequested = Signal(object)
    reverted = Signal(object)
    dragged = Signal(bool)

    def __init__(self, theme: Theme, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experimentPanel")
        self._applied = Experiment()
        self._draft = self._applied
        self._settled = self._applied  # the last experiment that was set or sent
        self._running = False
        self._dragging = False
        self._losses: Callable[[Experiment], tuple[str, ...]] | None = None
        self._rows = {p: KnobRow(k, theme) for p, k in KNOBS.items() if p not in ELSEWHERE}
        self._headings: dict[Group, QLabel] = {}
        self._foot = _Foot(theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._lay_out(card)
        self._connect()
        self.retranslate()
        self.set_experiment(self._applied)

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
        scroll = _Scroll()
        scroll.setObjectName("experimentScroll")
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self._foot)

    def _add_group(self, grid: QGridLayout, group: Group) -> None:
        if group != "corpus":  # the card on top is its heading
            heading = QLabel()
            heading.setObjectName(f"{group}Heading")
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, GRID, 0, 0)
            self._headings[group] = heading
            grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
        for row in self._rows.values():
            if row.knob.group == group:
                row.place(grid, grid.rowCount())

    def _connect(self) -> None:
        for row in self._rows.values():
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
        for row in self._rows.values():
            row.retranslate()
        self._foot.retranslate()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def draft(self) -> Experiment:
        """What is typed, as far as it is valid."""
        return self._draft

    @property
    def applied(self) -> Experiment:
        """What the engine uses."""
        return self._applied

    def set_experiment(self, experiment: Experiment) -> None:
        """Show an experiment as typed and in use; emits nothing."""
        self._timer.stop()
        self._applied = self._draft = self._settled = experiment
        self._show(experiment, tuple(self._rows))

    def set_applied(self, experiment: Experiment) -> None:
        """Take note of what the engine uses now; what is typed stays. Emits nothing."""
        self._applied = experiment
        if not self._timer.isActive():
            self._settled = self._wanted()
        self._refresh()

    def set_running_model(self, running: bool) -> None:
        """Tell whether a model is in training or paused. Emits nothing."""
        self._running = running
        if running and not self._timer.isActive():
            self._settled = self._wanted()
        self._refresh()

    def set_loss_check(self, losses: Callable[[Experiment], tuple[str, ...]]) -> None:
        """Use this to tell what would not carry over to other settings."""
        self._losses = losses

    def propose(self, experiment: Experiment) -> None:
        """Show an experiment as if the person had typed it; signals follow at once."""
        self._draft = experiment
        self._show(experiment, tuple(self._rows))
        self.flush()

    def flush(self) -> None:
        """Show errors and send what is typed now, without waiting for more."""
        self._timer.stop()
        for row in self._rows.values():
            row.show_error()
        wanted = self._wanted()
        self._refresh()
        if wanted != self._settled:
            self._settled = wanted
            (self.liveEdited if self._running else self.draftEdited).emit(wanted)

    def _wanted(self) -> Experiment:
        """Return what the engine should use now: while it trains, only what acts at once."""
        if not self._running:
            return self._draft
        return self._back_to(self._applied, needs_new_model(self._applied, self._draft))

    def _back_to(self, source: Experiment, paths: tuple[str, ...]) -> Experiment:
        experiment = self._draft
        for path in paths:
            experiment = changed(experiment, path, value_at(source, path))
        return experiment

    def _show(self, experiment: Experiment, paths: tuple[str, ...]) -> None:
        for path in paths:
            row = self._rows[path]
            row.editor.set_value(value_at(experiment, path))
            row.error = None
            row.show_error()
        self._refresh()

    def _refresh(self) -> None:
        """Mark what is live, on its way, pending or invalid."""
        pending = needs_new_model(self._applied, self._draft) if self._running else ()
        for path, row in self._rows.items():
            row.set_state("pending" if path in pending else "")
            if not (row.knob.live and self._running):
                row.mark.set_mark(Mark.NONE)
            elif value_at(self._draft, path) == value_at(self._applied, path):
                row.mark.set_mark(Mark.LIVE)
            else:
                row.mark.set_mark(Mark.SENT)
        losses = self._losses(self._draft) if pending and self._losses else ()
        self._foot.show_pending(pending, losses)
        valid = not any(row.error for row in self._rows.values())
        self._foot.apply.setEnabled(valid)
        self._foot.keep.setEnabled(valid)
        lstm = self._draft.model.cell == "lstm"
        idle = "" if lstm else self.tr("Only an LSTM has a forget gate, so this does nothing here.")
        self._rows[FORGET_BIAS].set_idle(idle)

    def _on_editor_edited(self) -> None:
        row = next(row for row in self._rows.values() if row.editor is self.sender())
        path = row.knob.path
        try:
            self._draft = changed(self._draft, path, row.editor.value())
            row.error = None
            row.show_error()
        except ConfigError as error:  # shown by `flush`, when the person pauses
            row.error = error
            self._draft = changed(self._draft, path, value_at(self._settled, path))
        self._refresh()
        self._wait()

    def _wait(self) -> None:
        """Send soon: when the person pauses, and all along while a live setting is dragged."""
        if not self._dragging or (self._running and not self._timer.isActive()):
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
        self._settled = self._draft
        self.carryRequested.emit(self._draft)

    def _on_apply_clicked(self) -> None:
        self._timer.stop()
        self._settled = self._draft
        self.restartRequested.emit(self._draft)

    def _on_revert_clicked(self) -> None:
        pending = needs_new_model(self._applied, self._draft)
        wrong = (path for path, row in self._rows.items() if row.error and not row.knob.live)
        self._draft = self._back_to(self._applied, pending)
        self._show(self._draft, tuple(({*pending} | {*wrong}) - ELSEWHERE))
        self.reverted.emit(self._draft)
