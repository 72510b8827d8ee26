"""The card of a task: what it asks, its parameters, and how much of it is right."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lstm_gui.core.corpus.tasks import TASKS, Task
from lstm_gui.core.training.progress import LongerRight, RightDone
from lstm_gui.gui.forms.task_form import TaskForm, task_title
from lstm_gui.gui.widgets.number_boxes import CountBox


@pytest.fixture
def form(qtbot: QtBot) -> TaskForm:
    widget = TaskForm()
    qtbot.addWidget(widget)
    widget.resize(260, 400)
    return widget


def box(form: TaskForm, field: str) -> CountBox:
    found = form.findChild(CountBox, f"task{field.capitalize()}Box")
    assert found is not None
    return found


def said(form: TaskForm, name: str) -> str:
    found = form.findChild(QLabel, name)
    assert found is not None
    return found.text()


@pytest.mark.parametrize("name", TASKS)
def test_it_shows_what_a_task_asks_and_its_parameters(form: TaskForm, name: str) -> None:
    task = Task.of(f"task:{name}")
    with qt_silence(form):
        form.set_task(task)
    assert not form.isHidden()
    assert said(form, "taskAsks") == TASKS[name].asks
    assert form.values == task.parameters.model_dump()
    for knob in task.spec.knobs:
        field = box(form, knob.field)
        assert (field.minimum(), field.maximum()) == (knob.low, knob.high)
        assert field.accessibleName() == knob.label


class qt_silence:
    """Fails if the form emits anything."""

    def __init__(self, form: TaskForm) -> None:
        self._form, self.heard = form, []

    def __enter__(self) -> None:
        self._form.taskChanged.connect(self.heard.append)

    def __exit__(self, *_error: object) -> None:
        self._form.taskChanged.disconnect(self.heard.append)
        assert self.heard == []


def test_another_value_makes_another_task_once_the_person_pauses(
    form: TaskForm, qtbot: QtBot
) -> None:
    form.set_task(Task.of("task:recall:seed=3"))
    heard: list[str] = []
    form.taskChanged.connect(heard.append)
    box(form, "delay").setValue(20)
    box(form, "symbols").setValue(5)
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["task:recall:delay=20,symbols=5,seed=3"]


def test_what_is_turned_back_asks_for_nothing(form: TaskForm, qtbot: QtBot) -> None:
    form.set_task(Task.of("task:recall"))
    heard: list[str] = []
    form.taskChanged.connect(heard.append)
    box(form, "delay").setValue(20)
    box(form, "delay").setValue(50)
    box(form, "symbols").setValue(5)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["task:recall:symbols=5"]


def test_another_text_hides_it(form: TaskForm) -> None:
    form.set_task(Task.of("task:count"))
    assert not form.isHidden()
    form.set_task(None)
    assert form.isHidden()
    form.set_task(Task.of("task:order"))
    assert set(form.values) == {"characters", "seed", "gap", "symbols", "fillers"}


def test_it_says_how_much_is_right(form: TaskForm) -> None:
    form.set_task(Task.of("task:count"))
    done = RightDone(1, 4, "task:count", 10, 0.998, None, 0.01)
    form.set_right(done, None)
    assert said(form, "taskRight") == (
        "Right: 99 % of what can be known in unseen lines, up to size 10."
    )
    form.set_right(done, LongerRight(0.5, 23))
    assert said(form, "taskRight").endswith(
        "In longer ones, up to 100: 50 %. All is right up to 23."
    )
    form.set_right(done, LongerRight(0.5, 0))
    assert "All is right" not in said(form, "taskRight")
    form.set_right(None, None)
    assert said(form, "taskRight") == ""


def test_a_title_says_what_is_not_as_always(qapp) -> None:
    assert task_title("task:recall") == "Recall after a delay"
    assert task_title("task:recall:delay=9") == "Recall after a delay · delay=9"
    assert task_title("/home/me/task.txt") == task_title("task:none") == ""
