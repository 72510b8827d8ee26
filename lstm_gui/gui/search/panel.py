"""The search in the window: which settings to try, how it goes, and the best so far."""

from __future__ import annotations

from importlib import invalidate_caches
from importlib.util import find_spec

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from lstm_gui.core.config import Experiment
from lstm_gui.core.search_events import StudyTold
from lstm_gui.gui.footed_form import SIDE_PANEL_SIZE, FootedForm
from lstm_gui.gui.format import thousands
from lstm_gui.gui.search.board import Board
from lstm_gui.gui.search.foot import SearchFoot
from lstm_gui.gui.search.measure_note import MeasureNote
from lstm_gui.gui.search.range_form import RangeForm
from lstm_gui.gui.search.settings_form import SettingsForm
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["SearchPanel"]

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
        self._board = Board()
        self._running = self._stopping = False
        self._known: StudyTold | None = None
        self._missing = find_spec("optuna") is None
        self._intro, self._heading, self._goes_on = WrapLabel(), QLabel(), WrapLabel()
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
    def known(self) -> StudyTold | None:
        """The study that Start goes on with, or None when it begins one."""
        return self._known

    def set_known(self, study: StudyTold | None) -> None:
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

    def show_board(self, board: Board) -> None:
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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

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
            text = self.tr("This study has all its {count} trials. Ask for more to go on with it.")
        else:
            text = self.tr("This study has {count} of {total} trials. Start goes on with it.")
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
