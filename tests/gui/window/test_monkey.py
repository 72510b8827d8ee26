"""A monkey at the window: events at random, from a seed, and nothing may break.

At release it plays for 50,000 events over the real engine, for each of two seeds; what it did last
is printed when something breaks.
"""

from __future__ import annotations

import random
import shutil
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)

from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.window.docks import LEAST_SIZE
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage
from tests.gui.window.test_extreme_numbers import spoil
from tests.release import at_length

LEFT_ALONE = {"quitAction", "logsAction", "openAction", "openModelAction", "saveModelAction"}
LEFT_ALONE |= {"saveTwinAction", "saveSamplesAction"}
"""They end the program, or ask for a file."""
STARTS_PROCESSES = {"searchStartButton"}
KEYS = [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Tab]
KEYS += [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End]
KEYS += [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown]
WORDS = [
    "0,001",
    "0.01",
    "-1",
    "1e400",
    "nan",
    "分开",
    "<b>x",
    "",
    "99999999999",
    "3, 5",
    "7-9",
    " ",
]
SIZES = [LEAST_SIZE, QSize(1280, 720), QSize(1600, 900), QSize(1000, 1000)]
DIFFERENCES = [Difference("train.learning_rate", 0.003), Difference("model.seed", 5)]
DIFFERENCES += [Difference("model.forget_bias", 2.0)]


class Monkey:
    """Does something at random, over and over.

    Args:
        stage: The window.
        seed: Leads to the same choices.
        models: Saved models that it may open.
    """

    def __init__(self, stage: Stage, seed: int, models: list[Path]) -> None:
        self.stage = stage
        self.chance = random.Random(seed)
        self.models = models
        self.done: deque[str] = deque(maxlen=20)
        # A menu and a drag of selected text have loops of their own, which nothing that comes
        # after them here would end.
        self.way_out = QTimer(interval=20)
        self.way_out.timeout.connect(self.get_out)
        self.acts: list[tuple[int, Callable[[], str]]] = [
            (40, self.click),
            (15, self.press),
            (10, self.type),
            (10, self.drag),
            (8, self.wheel),
            (8, self.trigger),
            (6, self.show_dock),
            (4, self.resize),
            (2, self.open_model),
            (2, self.begin_twin),
            (2, self.end_twin),
            (2, self.look),
            (4, self.wait),
        ]

    def play(self, count: int) -> None:
        weights = [weight for weight, _ in self.acts]
        for _ in range(count):
            ((_, act),) = self.chance.choices(self.acts, weights)
            self.done.append(act.__name__)
            self.way_out.start()
            self.done[-1] = f"{act.__name__} {act()}"
            self.way_out.stop()
            QApplication.processEvents()
            self.clear()

    def get_out(self) -> None:
        """Press the key that ends a menu or a drag."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        QTest.keyClick(over or self.stage.window, Qt.Key.Key_Escape)

    def clear(self) -> None:
        """Close what lies over the window."""
        for _ in range(3):
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if over is None:
                return
            if isinstance(over, QDialog) and self.chance.random() < 0.5:
                over.accept() if self.chance.random() < 0.5 else over.reject()
            else:
                over.close()

    # Acts

    def click(self) -> str:
        widget, place = self.somewhere()
        buttons = [Qt.MouseButton.LeftButton] * 5 + [Qt.MouseButton.RightButton]
        if self.chance.random() < 0.1:
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)
        else:
            QTest.mouseClick(widget, self.chance.choice(buttons), pos=place)
        return named(widget)

    def drag(self) -> str:
        widget, place = self.somewhere()
        if isinstance(widget, QTabBar):  # Qt 6.11 dies where a tab still slides from the last drag
            return ""
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=place)
        for _ in range(3):
            QTest.mouseMove(widget, self.within(widget))
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=self.within(widget))
        return named(widget)

    def press(self) -> str:
        widget = QApplication.focusWidget() or self.somewhere()[0]
        if widget.objectName() in STARTS_PROCESSES:
            return ""
        key = self.chance.choice(KEYS)
        modifier = self.chance.choice(
            [Qt.KeyboardModifier.NoModifier] * 3 + [Qt.KeyboardModifier.ShiftModifier]
        )
        QTest.keyClick(widget, key, modifier)
        return f"{key.name} {named(widget)}"

    def type(self) -> str:
        fields = self.stage.window.findChildren(QLineEdit)
        fields = [field for field in fields if field.isVisible() and field.isEnabled()]
        if not fields:
            return ""
        field, word = self.chance.choice(fields), self.chance.choice(WORDS)
        field.setFocus()
        field.selectAll()
        field.insert(word)
        if self.chance.random() < 0.5:
            QTest.keyClick(field, Qt.Key.Key_Return)
        return f"{word!r} {named(field)}"

    def wheel(self) -> str:
        widget, place = self.somewhere()
        turn = QPoint(0, self.chance.choice([-360, -120, 120, 360]))
        none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        spot = QPointF(place), QPointF(widget.mapToGlobal(place))
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(*spot, QPoint(), turn, *none, phase, False)
        QApplication.sendEvent(widget, event)
        return named(widget)

    def trigger(self) -> str:
        actions = self.stage.window.findChildren(QAction)
        usable = [a for a in actions if a.isEnabled() and a.isVisible() and a.objectName()]
        usable = [a for a in usable if a.objectName() not in LEFT_ALONE]
        action = self.chance.choice(usable)
        action.trigger()
        return action.objectName()

    def show_dock(self) -> str:
        dock = self.chance.choice(self.stage.window.findChildren(QDockWidget))
        dock.show()
        dock.raise_()
        return dock.objectName()

    def resize(self) -> str:
        size = self.chance.choice(SIZES)
        self.stage.window.resize(size)
        return f"{size.width()}x{size.height()}"

    def open_model(self) -> str:
        path = self.chance.choice(self.models)
        self.stage.session.open_model(path)
        return path.name

    def begin_twin(self) -> str:
        if self.stage.session.corpus is not None and self.stage.bridge.difference is None:
            self.stage.session.begin_twin(self.chance.choice(DIFFERENCES))
        return ""

    def end_twin(self) -> str:
        button = self.stage.find(QWidget, "endTwinButton")
        if button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return ""

    def look(self) -> str:
        group, values = self.chance.choice(
            [("theme", ("light", "dark")), ("language", ("en", "zh_CN"))]
        )
        value = self.chance.choice(values)
        self.stage.window.remembering.choose(group, value)
        return value

    def wait(self) -> str:
        milliseconds = self.chance.choice([0, 10, 40])
        QTest.qWait(milliseconds)
        return str(milliseconds)

    # Places

    def somewhere(self) -> tuple[QWidget, QPoint]:
        """Return the widget at some place of the window, and the place within it."""
        window = self.stage.window
        floating = [dock for dock in window.findChildren(QDockWidget) if dock.isFloating()]
        top = self.chance.choice([window, *floating])
        place = self.within(top)
        widget = top.childAt(place) or top
        if widget.objectName() in STARTS_PROCESSES:
            widget = top
        return widget, widget.mapFrom(top, place)

    def within(self, widget: QWidget) -> QPoint:
        x, y = max(widget.width() - 1, 0), max(widget.height() - 1, 0)
        return QPoint(self.chance.randint(0, x), self.chance.randint(0, y))


def named(widget: QWidget) -> str:
    parent = widget.parentWidget()
    above = "" if parent is None else f" in {type(parent).__name__} {parent.objectName()}"
    return f"{type(widget).__name__} {widget.objectName()}{above}"


def run_monkey(stage: Stage, seed: int, events: Iterable[int], tmp_path: Path) -> None:
    model = tmp_path / "model.safetensors"
    stage.bridge.save(model)
    stage.until(model.exists)
    spoiled = tmp_path / "spoiled.safetensors"
    shutil.copy(model, spoiled)
    spoil(spoiled, "both signs")
    monkey = Monkey(stage, seed, [model, spoiled, tmp_path / "none.safetensors"])
    try:
        for played in events:
            if played % 1000 == 0:
                print(f"seed {seed}, {played} events", flush=True)
            monkey.play(1)
            assert stage.bridge.engine_is_alive()
            keys = [notice.key for notice in stage.parts.notices.notices]
            assert "unexpected" not in keys
        if stage.session.state in (RunState.RUNNING, RunState.FAILED):
            stage.session.pause()
        stage.session.reset()
        stage.until(lambda: stage.session.state in (RunState.READY, RunState.PAUSED))
    finally:
        monkey.way_out.stop()
        print(f"seed {seed}, the last events:", *monkey.done, sep="\n  ")


QUIET = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of the model that is spoiled
IGNORED = pytest.mark.qt_log_ignore(
    "This plugin does not support",  # offscreen
    "drag leave received before drag enter",  # of a drag that ended with Escape
)


@pytest.fixture
def no_dialogs(monkeypatch):
    """Answer every question for a file with none."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda *_: True)


@pytest.mark.release("U1")
@pytest.mark.timeout(0 if at_length(0, 1) else 300)
@QUIET
@IGNORED
def test_a_monkey_over_the_fake_engine(make_stage, no_dialogs, tmp_path, cases):
    stage = make_stage(make=lambda: FakeBackend(step_seconds=0.002)).open()  # a twin has its own
    run_monkey(stage, 1, cases(150, 10_000), tmp_path)


@pytest.mark.mxnet
@pytest.mark.release("U1")
@pytest.mark.timeout(0)
@pytest.mark.skipif(not at_length(0, 1), reason="it plays for hours; python -m tests.release")
@QUIET
@IGNORED
@pytest.mark.parametrize("seed", [1, 2])
def test_a_monkey_over_the_real_engine(make_stage, no_dialogs, tmp_path, seed, cases):
    from lstm_gui.engine import create_backend

    stage = make_stage(make=create_backend).open()
    run_monkey(stage, seed, cases(0, 50_000), tmp_path)
