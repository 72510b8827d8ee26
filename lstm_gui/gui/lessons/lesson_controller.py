"""Leads through a lesson: arranges the window, runs what a step asks for, and measures it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from lstm_gui.core.corpus.named_texts import load_named, names_file
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.files import path_of, path_text
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.core.lessons.lesson import LessonStep
from lstm_gui.core.lessons.lesson_file import load_lesson, shipped_lessons
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.worker.states import ENDED, NO_MODEL, RunState
from lstm_gui.gui.lessons.panel import LessonPanel
from lstm_gui.gui.lessons.words import LessonState, measured
from lstm_gui.gui.memory.map.panel import MemoryPanel
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.run_model import RunModel
from lstm_gui.gui.session.session import Opened, Session
from lstm_gui.gui.widgets.answers import NewestAnswer
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.view import Arrangement

__all__ = ["LessonController"]

REFUSED, LEFT = "lessonRefused", "lessonLeft"
"""The notices that a lesson cannot be used, and that one was left after it has run something."""

_LEFT = QT_TRANSLATE_NOOP(
    "Lessons",
    "The last model of the lesson is still here. What you had before is in the table of runs.",
)
_AS_BEFORE = QT_TRANSLATE_NOOP("Lessons", "Text and settings as before")

_OVER = (*ENDED, RunState.DIVERGED)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the person had, to be given back."""

    docks: str
    quantity: str
    opened: Opened | None
    experiment: Experiment
    difference: Difference | None


class LessonController(QObject):
    """Shows lessons in their pane, and does what they ask for.

    Args:
        panel: The pane.
        memory: Where a step shows a quantity.
        docks: What a step shows and hides.
        notices: Where it is said that a lesson cannot be used.
        session: Begins runs.
        bridge: Tells of the runs.
        parent: The window.
    """

    def __init__(
        self,
        panel: LessonPanel,
        memory: MemoryPanel,
        docks: Arrangement,
        notices: NoticeBar,
        *,
        session: Session,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._memory, self._docks, self._notices = panel, memory, docks, notices
        self._session, self._bridge = session, bridge
        self._lessons = [(path, load_lesson(path)) for path in shipped_lessons()]
        self._folder = Path()
        self._states: list[LessonState] = []
        """How far the person came in each step."""
        self._number = 0
        self._before: _Before | None = None
        self._left: _Before | None = None
        self._asked, self._under_way = False, False
        self._answer = NewestAnswer(self)
        self._answer.answered.connect(self._on_answer_answered)
        self._answer.failed.connect(self._on_answer_failed)
        self._connect()
        panel.set_lessons(self._lessons)

    def _connect(self) -> None:
        panel, bridge = self._panel, self._bridge
        panel.lessonChosen.connect(self._on_panel_lesson_chosen)
        panel.choiceMade.connect(self._on_panel_choice_made)
        panel.runAsked.connect(self._on_panel_run_asked)
        panel.backAsked.connect(partial(self._go, -1))
        panel.nextAsked.connect(partial(self._go, 1))
        panel.leaveAsked.connect(self.leave)
        bridge.run.began.connect(self._on_run_began)
        for run in bridge.models:
            run.stateChanged.connect(self._on_run_state_changed)
        self._session.buildRefused.connect(self._on_session_build_refused)
        self._notices.actionTriggered.connect(self._on_notices_action_triggered)

    def open(self, path: Path) -> None:
        """Begin a lesson, or say why it cannot be used."""
        self._notices.dismiss(REFUSED)
        try:
            lesson = load_lesson(path)
        except PlaygroundError as error:
            self._refuse(error)
            return
        self._stop_waiting()
        self._remember()
        self._folder = path.parent
        self._states = [LessonState(lesson, number) for number in range(len(lesson.steps))]
        self._number = 0
        self._enter(0)

    def leave(self) -> None:
        """Give the person the window back as it was, and show the list of lessons."""
        before, self._before = self._before, None
        ran = any(state.outcome is not None or state.running for state in self._states)
        self._stop_waiting()
        self._states = []
        self._panel.set_state(None)
        if before is None:
            return
        self._memory.set_quantity(before.quantity)
        self._memory.quantityChosen.emit(self._memory.quantity)
        self._docks.arrange(before.docks)
        if ran and before.opened is not None:
            self._left = before
            said, action = (Sentence(text, context="Lessons") for text in (_LEFT, _AS_BEFORE))
            self._notices.show_notice(said, "info", key=LEFT, action=action)

    # Steps

    @property
    def _state(self) -> LessonState:
        return self._states[self._number]

    def _set(self, **values: object) -> None:
        self._states[self._number] = replace(self._state, **values)  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        if self._states:
            can_run = self._session.state not in NO_MODEL
            self._panel.set_state(replace(self._state, can_run=can_run))

    def _go(self, by: int) -> None:
        self._enter(self._number + by)

    def _enter(self, number: int) -> None:
        self._stop_waiting()
        self._number = number
        self._arrange(self._state.step)
        self._show()

    def _stop_waiting(self) -> None:
        """Measure nothing of what may still be running."""
        self._answer.forget()
        self._asked = self._under_way = False
        if self._states and self._state.running:
            self._states[self._number] = replace(self._state, running=False)

    # The window

    def _remember(self) -> None:
        if self._before is None:
            session = self._session
            opened = None if session.corpus is None else (session.corpus, session.source)
            self._before = _Before(
                self._docks.state(),
                self._memory.quantity,
                opened,
                session.experiment,
                self._bridge.difference,
            )

    def _arrange(self, step: LessonStep) -> None:
        for name in step.hide:
            self._docks.hide(name)
        for name in step.show:
            self._docks.show(name)
        self._show_quantity(step)

    def _show_quantity(self, step: LessonStep) -> None:
        if step.quantity:
            self._memory.set_quantity(step.quantity, step.layer - 1 if step.layer else None)
            self._memory.quantityChosen.emit(self._memory.quantity)

    def _refuse(self, error: PlaygroundError) -> None:
        self._notices.show_error(error, key=REFUSED)

    # Acts

    def _on_panel_lesson_chosen(self, number: int) -> None:
        self.open(self._lessons[number][0])

    def _on_panel_choice_made(self, choice: int) -> None:
        if not self._state.answered:
            self._set(chosen=choice)

    def _on_panel_run_asked(self) -> None:
        self._notices.dismiss(REFUSED)
        self._set(running=True, outcome=None)
        name = self._state.step.corpus
        if names_file(name):
            name = path_text(self._folder / path_of(name))
        self._answer.ask(partial(load_named, name))

    def _on_answer_answered(self, corpus: Corpus) -> None:
        step, name = self._state.step, self._state.step.corpus
        context = self._session.experiment.compute.context
        experiment = changed(step.experiment, "compute.context", context)
        source = (self._folder / path_of(name)).absolute() if names_file(name) else None
        self._asked = True
        self._begin((corpus, source), experiment, step.difference if step.twin else None)

    def _begin(
        self,
        opened: Opened,
        experiment: Experiment,
        difference: Difference | None,
        *,
        start: bool = True,
    ) -> None:
        if difference is not None:
            self._session.begin_twin(difference, experiment, opened, start=start)
            return
        if self._bridge.difference is not None:
            self._bridge.end_twin()
        self._session.restart(experiment, opened, start=start)

    def _on_answer_failed(self, error: Exception) -> None:
        if not isinstance(error, PlaygroundError):
            raise error
        self._set(running=False)
        self._refuse(error)

    # Runs

    def _on_run_began(self) -> None:
        """Tell the run of the step from one that the person begins meanwhile."""
        ours, self._asked = self._asked, False
        self._under_way = ours
        if self._states:
            if ours:
                self._show_quantity(self._state.step)
            else:
                self._set(running=False)

    def _on_run_state_changed(self) -> None:
        if self._under_way and all(run.state in _OVER for run in self._runs()):
            self._under_way = False
            run, *twin = self._runs()
            outcome = measured(self._state.step, run, twin[0] if twin else None)
            self._set(running=False, outcome=outcome)
        else:
            self._show()

    def _runs(self) -> list[RunModel]:
        models = list(self._bridge.models)
        return models if self._state.step.twin else models[:1]

    def _on_session_build_refused(self) -> None:
        if self._asked:
            self._asked = False
            self._set(running=False)

    def _on_notices_action_triggered(self, key: str) -> None:
        before = self._left
        if key == LEFT and before is not None and before.opened is not None:
            self._left = None
            self._notices.dismiss(LEFT)
            self._begin(before.opened, before.experiment, before.difference, start=False)
