"""A task on the card of the text: what it asks, its parameters, and how much of it is right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lstm_gui.core.corpus.tasks import LONGEST, Task, names_task
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.knob import Knob
from lstm_gui.core.training.progress import LongerRight, RightDone
from lstm_gui.gui.forms.knob_editors import camel_case, knob_text
from lstm_gui.gui.widgets.formats import tooltip, whole_percent
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.number_boxes import CountBox
from lstm_gui.gui.widgets.theme import GRID
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["TaskForm", "task_label", "task_title"]

DEBOUNCE_MS = 600
"""Another text is made once the person has stopped turning."""


def task_label(task: Task) -> str:
    """Return what a task is called in the reader's language."""
    return QCoreApplication.translate("Tasks", task.spec.label)


def task_title(name: str) -> str:
    """Return what a task by this name is called, with what is not as always; or nothing."""
    if not names_task(name):
        return ""
    try:
        task = Task.of(name)
    except CorpusError:
        return ""
    return " · ".join(
        filter(None, (task_label(task), task.name.partition(":")[2].partition(":")[2]))
    )


class TaskForm(Retranslated, QWidget):
    """Says what a task asks of the memory, and takes its parameters; hidden without a task.

    Signals:
        taskChanged(str): The person wants the task with other parameters, by its name.
    """

    taskChanged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskForm")
        self._task: Task | None = None
        self._right: RightDone | None = None
        self._longer: LongerRight | None = None
        self._asks = WrapLabel()
        self._asks.setObjectName("taskAsks")
        self._said = WrapLabel()
        self._said.setObjectName("taskRight")
        self._rows: dict[str, tuple[Knob, PlainLabel, CountBox]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addWidget(self._asks)
        column.addWidget(self._said)
        column.addLayout(self._grid)
        self._timer = one_shot(self, DEBOUNCE_MS)
        self._timer.timeout.connect(self._send)
        self.hide()

    def set_task(self, task: Task | None) -> None:
        """Show a task with its parameters; None for a text that is none. Emits nothing."""
        self._timer.stop()
        other_kind = (task and task.spec.name) != (self._task and self._task.spec.name)
        self._task = task
        if other_kind:
            self._make_rows()
        if task is not None:
            for field, (_, _, box) in self._rows.items():
                with QSignalBlocker(box):
                    box.setValue(int(getattr(task.parameters, field)))
        self.setVisible(task is not None)
        self.retranslate()

    @property
    def values(self) -> dict[str, int]:
        """What stands in the fields."""
        return {field: box.value() for field, (_, _, box) in self._rows.items()}

    def set_right(self, right: RightDone | None, longer: LongerRight | None) -> None:
        """Show how much of it is right, and of longer sequences; None while it is unknown."""
        self._right, self._longer = right, longer
        self._say()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        if self._task is None:
            return
        self._asks.set_message(QCoreApplication.translate("Tasks", self._task.spec.asks))
        for knob, label, box in self._rows.values():
            label.setText(knob_text(knob.label))
            help_text = tooltip(knob_text(knob.help), self._range(knob))
            for widget in (label, box):
                widget.setToolTip(help_text)
            box.setAccessibleName(knob_text(knob.label))
        self._say()

    def _range(self, knob: Knob) -> str:
        low, high = (thousands(int(bound or 0)) for bound in (knob.low, knob.high))
        return self.tr("From {low} to {high}.").format(low=low, high=high)

    def _make_rows(self) -> None:
        for _, label, box in self._rows.values():
            for widget in (label, box):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        if self._task is None:
            return
        for line, knob in enumerate(self._task.spec.knobs):
            self._rows[knob.field] = (knob, *self._row(knob, line))

    def _row(self, knob: Knob, line: int) -> tuple[PlainLabel, CountBox]:
        label, box = PlainLabel(), CountBox()
        box.setObjectName(f"task{camel_case(knob.field).capitalize()}Box")
        box.setRange(int(knob.low or 0), int(knob.high or 0))
        box.setKeyboardTracking(False)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        if knob.field == "characters":
            box.setSingleStep(1000)
        label.setBuddy(box)
        box.valueChanged.connect(self._on_box_value_changed)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, line, 0, right)
        self._grid.addWidget(box, line, 1)
        return label, box

    def _on_box_value_changed(self) -> None:
        self._timer.start()

    def _send(self) -> None:
        if self._task is None:
            return
        changed = self._task.changed(self.values)
        if changed != self._task:
            self.taskChanged.emit(changed.name)

    def _say(self) -> None:
        right, longer = self._right, self._longer
        if right is None:
            self._said.set_message("")
            return
        words = self.tr("Right: {share} of what can be known in unseen lines, up to size {size}.")
        parts = [words.format(share=whole_percent(right.right), size=right.size)]
        if longer is not None:
            words = self.tr("In longer ones, up to {longest}: {share}.")
            parts.append(
                words.format(longest=LONGEST * right.size, share=whole_percent(longer.right))
            )
            if longer.holds:
                parts.append(self.tr("All is right up to {size}.").format(size=longer.holds))
        self._said.set_message(" ".join(parts))
