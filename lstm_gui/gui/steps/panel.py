"""The steps panel: one training step, computed on demand and gone through in slow motion."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.export.data_table import Columns, DataTable
from lstm_gui.core.worker.events import SlowStepDone
from lstm_gui.gui.steps.controls import Player, StepControls
from lstm_gui.gui.steps.margin import MomentMargin, SequenceChooser
from lstm_gui.gui.steps.sequence_view import SequenceView
from lstm_gui.gui.steps.timeline import Phase, Sequence
from lstm_gui.gui.steps.update_views import ClipView, UpdateTable
from lstm_gui.gui.steps.words import caption, lines_of_moment
from lstm_gui.gui.widgets.exportable import Exportable, Exported
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["StepWaiting", "StepsPanel"]

_STEPS = 100
_WIDTH = 240


class StepWaiting(Retranslated, QWidget):
    """Offers to take a batch apart; while that is computed, shows progress and can cancel it.

    Signals:
        beginClicked: Take the next batch apart.
        cancelClicked: Give it up.
    """

    beginClicked = Signal()
    cancelClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepWaiting")
        self._computing = self._given_up = False
        self._possible = False
        self._text = PlainLabel()
        self._text.setObjectName("stepMessage")
        self._text.setProperty("role", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setObjectName("stepProgress")
        self._progress.setRange(0, _STEPS)
        self._progress.setTextVisible(False)
        sized(self._progress.setFixedWidth, _WIDTH)
        self._begin = QPushButton()
        self._begin.setObjectName("stepBeginButton")
        self._cancel = QPushButton()
        self._cancel.setObjectName("stepCancelButton")
        self._begin.clicked.connect(self.beginClicked)
        self._cancel.clicked.connect(self.cancelClicked)
        self._lay_out()
        self.retranslate()

    def set_computing(self, computing: bool, *, given_up: bool = False) -> None:
        """Show progress, or the invitation."""
        self._computing, self._given_up = computing, given_up
        if computing:
            self._progress.setValue(0)
        self._show()

    def set_progress(self, fraction: float) -> None:
        """Show how far it is, 0 to 1."""
        self._progress.setValue(round(fraction * _STEPS))

    def set_possible(self, possible: bool) -> None:
        """Tell whether a batch can be trained on now."""
        self._possible = possible
        self._show()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._begin.setText(self.tr("Take the next batch apart"))
        self._begin.setAccessibleName(self._begin.text())
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the slow step"))
        self._progress.setAccessibleName(self.tr("Progress of the slow step"))
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addStretch(1)
        column.addWidget(self._text)
        for widget in (self._progress, self._begin, self._cancel):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def _show(self) -> None:
        if self._computing:
            text = self.tr("Computing the batch once more, with every number kept…")
        elif not self._possible:
            text = self.tr("Slow motion needs a model that can go on training.")
        elif self._given_up:
            text = self.tr("Given up; this batch was not trained on.")
        else:
            text = self.tr(
                "One training step, slowly: forward, loss, backward, clip, update, with the "
                "numbers of each."
            )
        self._text.setText(text)
        self._progress.setVisible(self._computing)
        self._cancel.setVisible(self._computing)
        self._begin.setVisible(not self._computing)
        self._begin.setEnabled(self._possible)


_WIDTH_HINT = 70 * GRID
_PATIENCE_MS = 400
"""A batch that is computed sooner takes the place of the last one without a flash."""


class StepsPanel(Exportable, Retranslated, QWidget):
    """Shows a step that was taken apart, and goes through it by itself or by hand.

    Signals:
        stepRequested: Take the next batch apart.
        stepCancelled: Give that up.
        cellsRequested(str, int): Show the cells of the model as they read this text, at a
            character.
    """

    stepRequested = Signal()
    stepCancelled = Signal()
    cellsRequested = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepsPanel")
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self.done: SlowStepDone | None = None
        self._characters = ""
        self.sequence: Sequence | None = None
        self._computing = False
        self._player = Player(self)
        self._patience = one_shot(self, _PATIENCE_MS)
        self._controls, self._which, self._waiting = (
            StepControls(),
            SequenceChooser(),
            StepWaiting(),
        )
        self._view, self._clip, self._table = SequenceView(), ClipView(), UpdateTable()
        self._margin = MomentMargin()
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def computing(self) -> bool:
        """Whether a batch was asked for that is not there yet."""
        return self._computing

    @property
    def player(self) -> Player:
        """Where slow motion stands, and whether it plays."""
        return self._player

    def set_step(self, done: SlowStepDone | None, characters: str = "") -> None:
        """Show this step from its beginning, or nothing; ids stand for these characters."""
        self._computing = False
        self._patience.stop()
        self.done, self._characters = done, characters
        self._waiting.set_computing(False)
        self._player.begin(0 if done is None else done.anatomy.inputs.shape[1])
        if done is not None:
            texts, layers = done.anatomy.inputs.shape[0], len(done.anatomy.h_norms)
            self._which.set_batch(texts, layers)
            self._which.set_caption(caption(done))
            self._clip.set_anatomy(done.anatomy)
            self._table.set_updates(done.anatomy.parameters)
        self._pages.setCurrentIndex(0 if done is None else 1)
        self._show_sequence()
        if done is not None and self.isVisible():
            self._player.play()

    def set_computing(self) -> None:
        """Wait for a step; what is shown stays for a moment."""
        self._computing = True
        self._player.pause()
        self._waiting.set_computing(True)
        self._patience.start()

    def set_given_up(self) -> None:
        """Say that the step does not come; what was shown before comes back."""
        self._computing = False
        self._patience.stop()
        self._waiting.set_computing(False, given_up=True)
        self._pages.setCurrentIndex(0 if self.done is None else 1)

    def set_progress(self, fraction: float) -> None:
        """Show how far the computing is, 0 to 1."""
        self._waiting.set_progress(fraction)

    def set_possible(self, possible: bool) -> None:
        """Tell whether a batch can be trained on now."""
        self._margin.set_possible(possible)
        self._waiting.set_possible(possible)

    def exported(self) -> Exported:
        """Return the picture of the phase."""
        words = "" if self.done is None else caption(self.done)
        picture = self._pictures.currentWidget() or self
        return Exported(picture, self._exported_table, words=lambda: words)

    def _exported_table(self) -> DataTable:
        """Return the chosen sequence, time step by time step."""
        sequence = self.sequence
        if sequence is None:
            return DataTable({})
        columns: Columns = {
            "reads": list(sequence.inputs),
            "expects": list(sequence.targets),
            "loss": sequence.losses,
            "h_norm": sequence.h,
            "h_gradient_norm": sequence.gradients[0],
        }
        if sequence.c is not None and sequence.gradients[1] is not None:
            columns |= {"c_norm": sequence.c, "c_gradient_norm": sequence.gradients[1]}
        return DataTable(columns)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Slow motion"))
        self._view.setAccessibleName(self.tr("The sequence, time step by time step"))
        self._clip.setAccessibleName(self.tr("Gradient clipping"))
        self._table.setAccessibleName(self.tr("Updates of the parameters"))
        if self.done is not None:
            self._which.set_caption(caption(self.done))
        self._show_place()

    def sizeHint(self) -> QSize:
        """Ask for no more height than the other views: it would move the docks."""
        return super().sizeHint().boundedTo(QSize(_WIDTH_HINT, super().sizeHint().height()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font, beside the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._view.forget_fonts()
            self._clip.forget_fonts()

    def showEvent(self, event: QShowEvent) -> None:
        """Show where slow motion stands."""
        super().showEvent(event)
        self._show_sequence()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop computing and playing."""
        super().hideEvent(event)
        self._player.pause()
        if self._computing:
            self.stepCancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by hand: left, right, space, and a digit for each phase."""
        keys = {
            Qt.Key.Key_Left: self._player.back,
            Qt.Key.Key_Right: self._player.forward,
            Qt.Key.Key_Space: self._player.toggle,
        }
        digit = event.key() - Qt.Key.Key_1
        if self.done is None:
            super().keyPressEvent(event)
        elif event.key() in keys:
            keys[Qt.Key(event.key())]()
        elif 0 <= digit < len(Phase):
            self._player.choose_phase(Phase(digit))
        else:
            super().keyPressEvent(event)

    # Making

    def _lay_out(self) -> None:
        self._pictures = QStackedLayout()
        for picture in (self._view, self._clip, self._table):
            self._pictures.addWidget(picture)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        rows.setSpacing(GRID // 2)
        rows.addWidget(self._controls)
        rows.addLayout(self._body(), 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(content)

    def _body(self) -> QHBoxLayout:
        left, body = QVBoxLayout(), QHBoxLayout()
        left.setSpacing(GRID // 2)
        left.addWidget(self._which)
        left.addLayout(self._pictures, 1)
        body.setSpacing(2 * GRID)
        body.addLayout(left, 1)
        body.addWidget(self._margin)
        return body

    def _connect(self) -> None:
        controls, player = self._controls, self._player
        controls.phaseChosen.connect(player.choose_phase)
        controls.backClicked.connect(player.back)
        controls.playClicked.connect(player.toggle)
        controls.forwardClicked.connect(player.forward)
        controls.speedClicked.connect(self._on_controls_speed_clicked)
        self._margin.nextClicked.connect(self.stepRequested)
        self._margin.cellsClicked.connect(self._on_margin_cells_clicked)
        self._waiting.beginClicked.connect(self.stepRequested)
        self._waiting.cancelClicked.connect(self.stepCancelled)
        self._which.chosen.connect(self._show_sequence)
        self._view.timeChosen.connect(player.choose_time)
        self._view.timeOpened.connect(self._on_view_time_opened)
        player.moved.connect(self._show_place)
        player.playingChanged.connect(self._on_player_playing_changed)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        for part in (self._controls, self._view, self._clip, self._table):
            part.apply(self._theme.scheme)

    # Showing

    def _show_sequence(self) -> None:
        """Cut the chosen sequence out of the batch, and show it."""
        if self.done is None:
            self.sequence = None
        else:
            number, layer = self._which.sequence, self._which.layer
            self.sequence = Sequence.of(self.done.anatomy, self._characters, number, layer)
        self._view.set_sequence(self.sequence)
        self._show_place()

    def _show_place(self) -> None:
        """Show the phase and the time step that slow motion stands at."""
        place = self._player.place
        self._controls.set_phase(place.phase)
        self._view.set_place(place)
        pictures = {Phase.CLIP: self._clip, Phase.UPDATE: self._table}
        self._pictures.setCurrentWidget(pictures.get(place.phase, self._view))
        self._margin.offer_cells(place.phase is Phase.FORWARD)
        if self.done is not None and self.sequence is not None:
            self._margin.set_lines(lines_of_moment(self.done, self.sequence, place))

    def _on_player_playing_changed(self) -> None:
        self._controls.set_playing(self._player.playing)

    def _on_controls_speed_clicked(self) -> None:
        self._player.cycle_speed()
        self._controls.set_speed(self._player.speed)

    def _on_patience_timeout(self) -> None:
        self._pages.setCurrentIndex(0)

    def _on_view_time_opened(self, t: int) -> None:
        if self.sequence is not None and self._player.place.phase is Phase.FORWARD:
            self.cellsRequested.emit(self.sequence.inputs, t)

    def _on_margin_cells_clicked(self) -> None:
        self._on_view_time_opened(self._player.place.t)
