"""Fixtures for the window's tests: a theme, the whole window over a fake engine, and no leaks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from lstm_gui.core.model.backend import Backend
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.archive import RunArchive
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import CorpusLoader, Session
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.main_window import MainWindow
from tests.fakes import FakeBackend
from tests.late_views import Made, make_all


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme."""
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()


class Stage:
    """The whole window over a fake engine, and ways to wait for what it does."""

    def __init__(
        self,
        qapp: QApplication,
        qtbot,
        backend: FakeBackend,
        *,
        make: Callable[[], Backend] | None = None,
        runs: Path | None = None,
        pieces: Path | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        self.qtbot = qtbot
        self.backend = backend
        self.kept: list[Preferences] = []
        self.theme = Theme(qapp, "light")
        self.language = Language(qapp, "en")
        self.bridge = WorkerBridge(make or (lambda: backend))
        self.loader = CorpusLoader()
        self.session = Session(self.bridge, self.loader, PRESETS["quick"].experiment)
        self.window = MainWindow(
            theme=self.theme,
            language=self.language,
            bridge=self.bridge,
            session=self.session,
            preferences=preferences or Preferences(language="en"),
            keep=self.kept.append,
            runs=RunArchive(runs),
            pieces=pieces,
        )
        self.parts = Made(self.window.parts)

    def open(self) -> Stage:
        self.window.show()
        self.session.open_named("zh")
        self.bridge.start()
        self.wait_for(RunState.READY)
        return self

    def activate(self) -> None:
        """Let the window have the keyboard, which a screen without a desktop gives to none."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def wait_for(self, state: RunState) -> None:
        self.until(lambda: self.session.state is state)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def train(self) -> None:
        """Start a run that does not come to its end while a test goes on, however slow it is."""
        self.plan(5000)
        self.find(QToolButton, "startButton").click()
        self.wait_for(RunState.RUNNING)
        self.until(lambda: self.backend.steps > 0)

    def plan(self, epochs: int) -> None:
        """Train for so many epochs from now on."""
        self.parts.config.propose(changed(self.session.experiment, "train.epochs", epochs))
        self.until(lambda: self.session.experiment.train.epochs == epochs)

    def find(self, kind: type, name: str):
        found = self.window.findChild(kind, name)
        if found is None:
            make_all(self.window)
            found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def close(self) -> None:
        self.language.set_choice("en")
        if self.bridge.engine_is_alive():
            with self.qtbot.waitSignal(self.bridge.closed):
                self.bridge.close()
            # A large network is given up by the window while it is at a batch; the test waits.
            self.until(lambda: not self.bridge.engine_is_alive())
        self.window.runs.close()
        self.window.deleteLater()
        self.theme.deleteLater()


@pytest.fixture
def make_stage(qapp: QApplication, qtbot) -> Iterator[Callable[..., Stage]]:
    """Make stages; they are closed at the end."""
    stages: list[Stage] = []

    def make(backend: FakeBackend | None = None, **options: object) -> Stage:
        stages.append(Stage(qapp, qtbot, backend or FakeBackend(step_seconds=0.001), **options))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """A window that is open, over a fake engine, with the shipped lyrics loaded."""
    return make_stage().open()


@pytest.fixture(autouse=True)
def no_leftovers(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window, an active timer or an engine thread behind."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    engines = [thread.name for thread in threading.enumerate() if thread.name == "engine"]
    assert not engines, "an engine thread is still alive"
    left = [
        widget
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in before and widget.isVisible()
    ]
    assert not left, f"still open: {[_named(widget) for widget in left]}"
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    assert not timers, f"still active: {timers}"
    if QApplication.mouseButtons():  # QTest.mouseDClick leaves it pressed, for all tests after it
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)
    assert not QApplication.mouseButtons(), "a mouse button is still pressed"


def _named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"
