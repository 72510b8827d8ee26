"""What nobody looks at is not made, and made late it shows what it would have shown all along."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDockWidget, QLabel, QLineEdit, QWidget

from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.memory.map.color_bar import RangeMenu
from lstm_gui.gui.search.range_form import usual_range
from lstm_gui.gui.widgets.late_view import LateView
from tests.commands import python
from tests.fakes import FakeBackend
from tests.gui.conftest import Stage
from tests.late_views import make_all

LATE = (
    *("runs", "training", "steps", "reading", "ledger", "cells", "lifetimes", "phrases"),
    *("touch", "whatIf", "distance", "studio", "search", "article", "lessons", "help"),
)

UNLIKE = {
    "distance": "shares its height as it did when the words were English",
    "help": "tells of what had the focus while it was there",
    "runs": "tells how long its run took",
    "studio": "has at its side the width that the words needed since the window was English",
    "touch": "has a text in it since the window was English, with the shape that Han has there",
}
"""Views whose pictures may differ, and why; what they say may not."""

START = """
import sys
from lstm_gui.gui.widgets.qt_import import import_qt
import_qt()
from PySide6.QtWidgets import QApplication
from lstm_gui import app
from lstm_gui.gui.window.window_bench import _run_events, _Stage
from lstm_gui.core.settings.options import WindowJob
from tests.fakes import FakeBackend

application = QApplication([])
application.setQuitOnLastWindowClosed(False)
stage = _Stage(WindowJob(), FakeBackend)
stage.open()
_run_events(200)
print(*(name for name in sys.modules if name.startswith("lstm_gui.gui")))
stage.close()
"""


def front(stage: Stage, name: str) -> None:
    """Bring a dock to the front, as its tab does."""
    dock = stage.find(QDockWidget, f"{name}Dock")
    dock.show()
    dock.raise_()


def late_of(stage: Stage, name: str) -> LateView[QWidget]:
    late = stage.find(QDockWidget, f"{name}Dock").widget()
    assert isinstance(late, LateView)
    return late


def made(stage: Stage) -> set[str]:
    return {name for name in LATE if late_of(stage, name).made}


def test_a_view_is_made_when_it_is_seen(stage):
    stage.qtbot.wait(100)
    assert made(stage) == set()
    for number, name in enumerate(LATE, start=1):
        front(stage, name)
        stage.until(lambda name=name: name in made(stage))
        (view,) = late_of(stage, name).made
        assert view.isVisible() and len(made(stage)) == number


def test_training_makes_no_view(stage):
    stage.train()
    stage.until(lambda: len(stage.bridge.run.curves.epochs) > 2)
    assert made(stage) == set()


def test_a_view_that_was_left_in_front_is_there_at_the_next_start(make_stage):
    first = make_stage().open()
    front(first, "ledger")
    first.until(lambda: made(first) == {"ledger"})
    first.window.close()
    second = make_stage(preferences=first.kept[-1]).open()
    second.until(lambda: made(second) == {"ledger"})
    second.qtbot.wait(50)
    assert made(second) == {"ledger"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_dock_that_is_torn_off_has_its_view(stage):
    dock = stage.find(QDockWidget, "cellsDock")
    dock.setFloating(True)
    stage.until(lambda: made(stage) == {"cells"})
    dock.setFloating(False)


def test_no_dock_moves_when_the_others_are_made(stage):
    docks = stage.window.findChildren(QDockWidget)
    stage.qtbot.wait(100)
    before, least = [dock.size() for dock in docks], stage.window.minimumSizeHint()
    make_all(stage.window)
    stage.qtbot.wait(100)
    assert [dock.size() for dock in docks] == before
    assert stage.window.minimumSizeHint() == least


def live_through(stage: Stage) -> None:
    """Train with two layers, choose a cell and the like, another rate, and the dark."""
    experiment = changed(stage.session.experiment, "model.layers", 2)
    stage.session.restart(experiment)
    stage.until(lambda: stage.bridge.run.experiment.model.layers == 2)
    stage.plan(3)
    stage.find(QAbstractButton, "startButton").click()
    stage.until(lambda: len(stage.bridge.run.curves.epochs) == 3)
    stage.wait_for(RunState.FINISHED)
    stage.until(lambda: stage.window.explorer.live is not None)
    memory = stage.parts.memory
    layers = stage.find(QComboBox, "layerCombo")
    stage.until(lambda: layers.count() == 2)
    layers.setCurrentIndex(1)
    layers.activated.emit(1)
    for choose, chosen, number in (
        (memory.set_cell, memory.cellChosen, 7),
        (memory.set_position, memory.positionChosen, 4),
    ):
        choose(number)
        chosen.emit(number)
    memory.findChild(RangeMenu).actions()[1].trigger()
    stage.parts.config.propose(changed(stage.session.experiment, "train.learning_rate", 0.02))
    stage.until(lambda: stage.session.experiment.train.learning_rate == 0.02)
    stage.theme.set_mode("dark")


def told(widget: QWidget) -> list[tuple[str, ...]]:
    """List what a view and its parts say, can do and look like."""
    parts = [widget, *widget.findChildren(QWidget)]
    texts = [
        part.text() if isinstance(part, (QLabel, QLineEdit, QAbstractButton)) else ""
        for part in parts
    ]
    return sorted(
        (
            type(part).__name__,
            part.objectName(),
            part.accessibleName(),
            text,
            part.toolTip(),
            str(part.isEnabledTo(widget)),
            part.palette().window().color().name(),
        )
        for part, text in zip(parts, texts, strict=True)
        if not part.objectName().startswith("qt_")
    )


@pytest.fixture
def two(make_stage) -> tuple[Stage, Stage]:
    """Two windows that have seen the same: in one, all views were there from the beginning."""
    early, late = (make_stage(FakeBackend()).open() for _ in range(2))
    make_all(early.window)
    for stage in (early, late):
        live_through(stage)
    early.language.set_choice("zh_CN")  # it is one language for all windows
    assert made(early) == set(LATE) and made(late) == set()
    return early, late


def test_made_late_it_shows_the_same(two, qtbot):
    for name in (name for name in LATE if name != "search"):
        for stage in two:
            front(stage, name)
            stage.until(lambda stage=stage, name=name: name in made(stage))
        early, late = (late_of(stage, name).view for stage in two)

        def compare(name: str = name, early: QWidget = early, late: QWidget = late) -> None:
            assert told(early) == told(late), name
            assert name in UNLIKE or early.grab().toImage() == late.grab().toImage(), name

        qtbot.waitUntil(compare)  # the engine is asked for some of it


def test_the_search_proposes_what_is_near_the_settings_when_it_is_looked_at(stage):
    experiment = changed(stage.session.experiment, "train.learning_rate", 0.5)
    stage.parts.config.propose(experiment)
    stage.until(lambda: stage.session.experiment == experiment)
    front(stage, "search")
    stage.until(lambda: "search" in made(stage))
    low = usual_range(experiment, "train.learning_rate").low
    assert stage.find(QLineEdit, "learningRateFromEdit").text() == f"{low:g}"
    assert stage.window.late.searching is not None


def test_a_start_imports_no_module_of_what_is_not_seen():
    loaded = {name.removeprefix("lstm_gui.gui.") for name in python(START).split()}
    for feature in ("forms.config_panel", "memory.map.panel", "plots.perplexity_plot"):
        assert feature in loaded
    unseen = [
        *("search", "steps.panel", "runs.panel", "runs.table", "plots.training_panel"),
        *("memory.cells", "memory.intervention", "memory.ledger", "memory.phrases"),
        *("memory.reading", "memory.what_if", "studio"),
    ]
    assert [name for name in unseen if name in loaded] == []
