"""The panel of the search: its form, and below that how it goes and what can be done."""

from __future__ import annotations

from importlib import invalidate_caches
from importlib.util import find_spec

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.numbers import thousands
from lstm_gui.core.search.messages import StudyMessage
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.gui.search.board import StudyBoard
from lstm_gui.gui.search.range_form import RangeForm
from lstm_gui.gui.search.settings_form import MeasureNote, SettingsForm
from lstm_gui.gui.search.words import best_text, settings_text
from lstm_gui.gui.widgets.footed_form import SIDE_PANEL_SIZE, Foot, FootedForm
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, set_property

__all__ = ["SearchFoot", "SearchPanel"]


class SearchFoot(Foot):
    """Stays in sight while the form scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("searchFoot")
        self._bar = QProgressBar()
        self._bar.setObjectName("searchProgressBar")
        self._bar.setTextVisible(False)
        self._status, self._best, self.problem = WrapLabel(), WrapLabel(), WrapLabel()
        self._status.setObjectName("searchStateText")
        self._best.setObjectName("searchBest")
        self._best.setProperty("role", "muted")
        self.problem.setObjectName("searchProblem")
        self.problem.setProperty("role", "error")
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start, self.use, self.results = QPushButton(), QPushButton(), QPushButton()
        self.start.setObjectName("searchStartButton")
        self.use.setObjectName("useBestButton")
        self.results.setObjectName("searchPictureButton")
        self._lay_out()

    def show_buttons(
        self, board: StudyBoard, *, running: bool, stopping: bool, hindrance: str = ""
    ) -> None:
        """Offer what can be done now; a hindrance is why nothing can be started."""
        texts = (self.tr("Start the search"), self.tr("Stop the search"))
        text = self.tr("Stopping …") if stopping else texts[running]
        self.start.setText(text)
        self.start.setAccessibleName(text)
        self.start.setEnabled(not (stopping or hindrance))
        self.start.setToolTip(hindrance)
        set_property(self.start, "role", "" if running else "primary")
        self.use.setVisible(board.best is not None)
        self.results.setVisible(bool(board.results))

    def show_progress(self, board: StudyBoard, *, running: bool, total: int) -> None:
        """Show how far the search is, and the best so far."""
        self._bar.setVisible(running)
        self._bar.setRange(0, total if board.study is not None else 0)  # 0: it only moves
        self._bar.setValue(min(board.ended, total))
        self._status.set_message(self._said(board, running, total))
        best = board.best
        self._best.set_message(settings_text(best.settings) if best is not None else "")

    def retranslate(self) -> None:
        """Set the texts that stay; the others are set as the search goes on."""
        self._bar.setAccessibleName(self.tr("Progress of the search"))
        self.use.setText(self.tr("Use these settings"))
        self.use.setAccessibleName(self.tr("Use these settings"))
        self.use.setToolTip(self.tr("Put the settings of the best trial into the experiment"))
        self.results.setText(self.tr("Results …"))
        self.results.setAccessibleName(self.tr("Results"))
        self.results.setToolTip(self.tr("See all trials, and which settings mattered"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self.problem, self._status, self._bar, self._best):
            column.addWidget(widget)
            widget.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.use, 1)
        buttons.addWidget(self.results)
        column.addLayout(buttons)
        column.addWidget(self.start)

    def _said(self, board: StudyBoard, running: bool, total: int) -> str:
        if running and board.study is None:
            return self.tr("Loading the engine …")
        parts: list[str] = []
        if running or board.trials:
            number = min(max(board.begun, 1), total) if running else board.ended
            text = (
                self.tr("Trial {number} of {total}")
                if running
                else self.tr("{number} of {total} trials")
            )
            parts.append(text.format(number=thousands(number), total=thousands(total)))
        if board.best is not None:
            parts.append(best_text(board.best.score, held_out=board.holds_out))
        return " · ".join(parts)


REMEDY = 'pip install "lstm-gui[search]"'


class SearchPanel(FootedForm):
    """A form for a search, its progress, and its best settings.

    Signals:
        startWished: The person wants the search that is typed; read `form` and `settings`.
        stopWished: The person wants it to end.
        placeChosen(Place): The person named a study, or where it is kept.
        useWished: The person wants the best settings in the experiment.
        pictureWished: The person wants to see what mattered.
        newWished: The person wants to begin another study.
        opened: The panel is seen; what the experiment is now may matter.
    """

    startWished = Signal()
    stopWished = Signal()
    placeChosen = Signal(object)
    useWished = Signal()
    pictureWished = Signal()
    newWished = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchPanel")
        self._board = StudyBoard()
        self._running = self._stopping = False
        self._known: StudyMessage | None = None
        self._missing = find_spec("optuna") is None
        self._intro, self._heading, self._goes_on = WrapLabel(), PlainLabel(), WrapLabel()
        self._new = QPushButton()
        self._new.setObjectName("newStudyButton")
        self._new.setFlat(True)
        self.form = RangeForm(theme)
        self.settings = SettingsForm()
        self.measure = MeasureNote(self.settings)
        self._foot = SearchFoot(theme)
        self._lay_out()
        self.form.edited.connect(self._on_form_edited)
        self.settings.placeChosen.connect(self.placeChosen)
        self.settings.trials.valueChanged.connect(self._refresh)
        self._new.clicked.connect(self.newWished)
        self._foot.start.clicked.connect(self._on_start_clicked)
        self._foot.use.clicked.connect(self.useWished)
        self._foot.results.clicked.connect(self.pictureWished)
        self.retranslate()

    def set_experiment(self, experiment: Experiment) -> None:
        """Propose ranges around these settings."""
        self.form.set_experiment(experiment)
        self._show_foot()

    @property
    def known(self) -> StudyMessage | None:
        """The study that Start goes on with, or None when it begins one."""
        return self._known

    def set_known(self, study: StudyMessage | None) -> None:
        """Show the ranges of a study that exists, or let new ones be typed."""
        self._known = study
        self.measure.set_known(study)
        if study is not None:
            self.form.set_ranges(study.ranges)
            self.settings.epochs.setValue(study.epochs)
            if study.trials is not None and not self._running:
                self.settings.trials.setValue(study.trials)
        self._refresh()

    def set_running(self, running: bool, stopping: bool = False) -> None:
        """Show whether a search is under way, or is about to end."""
        self._running, self._stopping = running, stopping
        self._refresh()

    def show_board(self, board: StudyBoard) -> None:
        """Show how far it is, and the best so far."""
        self._board = board
        self._refresh()

    def show_problem(self, text: str) -> None:
        """Say what went wrong, or that nothing did."""
        self._foot.problem.set_message(text)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(self.tr("Search"))
        self._heading.setText(self.tr("Settings to try"))
        self._new.setText(self.tr("Begin another study"))
        self._new.setAccessibleName(self.tr("Begin another study"))
        self.form.retranslate()
        self.settings.retranslate()
        self.measure.refresh()
        self._foot.retranslate()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again whether Optuna is there by now, and at the experiment."""
        super().showEvent(event)
        if self._missing:
            invalidate_caches()
            self._missing = find_spec("optuna") is None
            self._refresh()
        self.opened.emit()

    def sizeHint(self) -> QSize:
        """Be as wide as the experiment beside it."""
        return SIDE_PANEL_SIZE

    def _lay_out(self) -> None:
        for name, label in (("searchIntro", self._intro), ("searchGoesOn", self._goes_on)):
            label.setObjectName(name)
            label.setProperty("role", "muted")
        self._intro.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._heading.setProperty("role", "heading")
        form = QWidget()
        inner = QVBoxLayout(form)
        inner.setContentsMargins(GRID, GRID, GRID, GRID)
        inner.setSpacing(GRID)
        inner.addWidget(self._intro)
        inner.addWidget(self._goes_on)
        inner.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self._heading)
        inner.addWidget(self.form)
        inner.addSpacing(GRID)
        inner.addWidget(self.settings)
        inner.addWidget(self.measure)
        inner.addStretch(1)
        self.set_content(form, self._foot, scroll_name="searchScroll")

    def _refresh(self) -> None:
        goes_on = self._known is not None
        busy = self._running or self._missing
        self.form.setEnabled(not (busy or goes_on))
        self.settings.set_open(place=not busy, rest=not goes_on)
        self._intro.set_message(self._introduction())
        self._goes_on.set_message(self._going_on() if goes_on and not self._running else "")
        self._new.setVisible(goes_on and not self._running)
        self._show_foot()

    def _introduction(self) -> str:
        if self._missing:
            text = self.tr("The search needs Optuna, which is installed with {command}.")
            return text.format(command=REMEDY)
        if self._running or self._board.trials:
            return ""
        return self.tr(
            "Models are trained with settings from these ranges, beside the window. Those with "
            "the lowest perplexity lead to the next."
        )

    @property
    def _is_over(self) -> bool:
        return self._board.ended >= self.settings.trials.value()

    def _going_on(self) -> str:
        if self._is_over:
            text = self.tr(
                "This study has all its {count} trials. Ask for more to go on with it.",
                "",
                self._board.ended,
            )
        else:
            text = self.tr(
                "This study has {count} of {total} trials. Start goes on with it.",
                "",
                self._board.ended,
            )
        total = thousands(self.settings.trials.value())
        return text.format(count=thousands(self._board.ended), total=total)

    def _show_foot(self) -> None:
        board, running, total = self._board, self._running, self.settings.trials.value()
        reason = self._hindrance()
        self._foot.show_buttons(board, running=running, stopping=self._stopping, hindrance=reason)
        self._foot.show_progress(board, running=running, total=total)

    def _hindrance(self) -> str:
        """Return why nothing can be started, if nothing can."""
        if self._running:
            return ""
        if self._missing:
            return self._introduction()
        if self._known is not None:
            return self._going_on() if self._is_over else ""
        return "" if self.form.rows else self.tr("Add a setting to try first.")

    def _on_form_edited(self) -> None:
        self.form.ranges()  # shows what is wrong
        self._show_foot()

    def _on_start_clicked(self) -> None:
        if self._running:
            self.stopWished.emit()
        elif self.settings.check() and (self._known or self.form.ranges() is not None):
            self.show_problem("")
            self.startWished.emit()
