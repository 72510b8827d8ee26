"""The lesson pane: the list of lessons, or a step with its question and what came of its run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from lstm_gui.core.lessons.lesson import Lesson
from lstm_gui.gui.lessons.words import LessonState, lesson_html, list_html
from lstm_gui.gui.widgets.reading_page import PageView
from lstm_gui.gui.widgets.theme import Theme, set_property

__all__ = ["LessonPanel"]


class LessonPanel(PageView):
    """Shows a lesson; what a link or a button asks for is told by signals.

    Signals:
        lessonChosen(int): A lesson of the list is to begin.
        choiceMade(int): What the person expects, from 0.
        runAsked, backAsked, nextAsked, leaveAsked: What the buttons are for.
        openAsked: A file with a lesson is to be opened.
        articleAsked: The person wants to read the article.
    """

    lessonChosen = Signal(int)
    choiceMade = Signal(int)
    runAsked = Signal()
    backAsked = Signal()
    nextAsked = Signal()
    leaveAsked = Signal()
    openAsked = Signal()
    articleAsked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "lessonText", parent)
        self.setObjectName("lessonPanel")
        self._lessons: Sequence[tuple[Path, Lesson]] = ()
        self._state: LessonState | None = None
        self._run, self._back, self._next = QPushButton(), QPushButton(), QPushButton()
        self._run.setObjectName("lessonRunButton")
        self._back.setObjectName("lessonBackButton")
        self._next.setObjectName("lessonNextButton")
        self._lay_out(self._run, self._back, self._next)
        self._run.clicked.connect(self.runAsked)
        self._back.clicked.connect(self.backAsked)
        self._next.clicked.connect(self._on_next_clicked)
        self.retranslate()

    @property
    def state(self) -> LessonState | None:
        """Where the person is; None in the list of lessons."""
        return self._state

    def set_lessons(self, lessons: Sequence[tuple[Path, Lesson]]) -> None:
        """Offer these lessons."""
        self._lessons = lessons
        self._refresh()

    def set_state(self, state: LessonState | None) -> None:
        """Show where the person is in a lesson; the list of lessons without one."""
        before, self._state = self._state, state
        place = (state is None, state is not None and state.number)
        if place != (before is None, before is not None and before.number):
            self._page.verticalScrollBar().setValue(0)
        self._refresh()
        if state is not None and state.outcome is not None and before is not None:
            self._reveal_outcome(before)

    def open_link(self, address: str) -> None:
        """Do what a link asks for, as if it were clicked."""
        kind, _, value = address.partition(":")
        match kind:
            case "lesson":
                self.lessonChosen.emit(int(value))
            case "choice":
                self.choiceMade.emit(int(value))
            case "leave":
                self.leaveAsked.emit()
            case "open":
                self.openAsked.emit()
            case "article":
                self.articleAsked.emit()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Lessons"))
        self._page.setAccessibleName(self.tr("Text of the lesson"))
        self._run.setToolTip(
            self.tr("A new run with the settings of this step; the run of now stays in the table")
        )
        self._back.setText(self.tr("Back"))
        self._refresh()

    def _html(self) -> str:
        if self._state is None:
            return list_html(self._lessons, QLocale().name())
        return lesson_html(self._state, QLocale().name())

    def _refresh(self) -> None:
        self._show_buttons()
        super()._refresh()

    def _show_buttons(self) -> None:
        state = self._state
        self._foot.setVisible(state is not None)
        if state is None:
            return
        to_run = bool(state.step.corpus)
        self._run.setVisible(to_run)
        self._run.setEnabled(state.can_run and not state.running and not state.asks)
        running, again = self.tr("Running…"), self.tr("Run again")
        begin = self.tr("Run it")
        self._run.setText(running if state.running else again if state.outcome else begin)
        self._back.setEnabled(state.number > 0)
        self._next.setText(self.tr("Finish") if state.last else self.tr("Next"))
        for button in (self._run, self._back, self._next):
            button.setAccessibleName(button.text())
        first = to_run and state.outcome is None
        for button, primary in ((self._run, first), (self._next, not first)):
            set_property(button, "role", "primary" if primary else "")

    def _reveal_outcome(self, before: LessonState) -> None:
        if before.outcome is None and self._state is not None:
            bar = self._page.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _on_next_clicked(self) -> None:
        if self._state is not None and self._state.last:
            self.leaveAsked.emit()
        else:
            self.nextAsked.emit()
