"""The welcome: what its buttons do, and that what it says of each example is so."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton, QScrollArea

from lstm_gui.core.files import resource
from lstm_gui.core.runs.moment_file import load_moment
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.window.welcome import EXAMPLES, WelcomeDialog, example_file
from tests.commands import ROOT, environment
from tests.examples import RECIPES


@pytest.fixture
def welcome(stage) -> WelcomeDialog:
    stage.window.parts.actions.by_name["welcome"].trigger()
    dialog = stage.window.findChild(WelcomeDialog)
    assert dialog is not None
    return dialog


def click(dialog: WelcomeDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None, name
    button.click()


def test_start_begins_training_and_the_welcome_goes(stage, welcome):
    stage.plan(5000)
    click(welcome, "welcomeStartButton")
    stage.wait_for(RunState.RUNNING)
    assert stage.window.findChild(WelcomeDialog) is None


def test_enter_starts(stage, welcome):
    assert welcome.focusWidget() is welcome.findChild(QPushButton, "welcomeStartButton")


def test_each_button_of_the_foot_brings_what_it_names(stage, welcome):
    click(welcome, "welcomeLessonsButton")
    stage.until(lambda: bool(stage.window.parts.lessons.made))
    assert stage.window.findChild(WelcomeDialog) is None


def test_the_language_changes_at_once_and_is_named_in_itself(stage, welcome):
    names = {code: f"{code}Button" for code in ("en", "zh_CN")}
    texts = [welcome.findChild(QPushButton, name).text() for name in names.values()]
    assert texts == ["English", "简体中文"]
    example = welcome.findChild(QPushButton, "lstmExampleButton")
    for code, title in (("zh_CN", "训练好的 LSTM"), ("en", "A trained LSTM")):
        click(welcome, names[code])
        stage.until(lambda title=title: example.text() == title)
        assert welcome.isVisible()


def test_an_example_is_on_lyrics_in_the_language_of_the_window(stage, welcome):
    chosen = []
    welcome.exampleChosen.connect(chosen.append)
    stage.language.set_choice("zh_CN")
    click(welcome, "gruExampleButton")
    assert [path.name for path in chosen] == ["gru-zh.lstm"]
    stage.language.set_choice("en")
    assert example_file("gru").name == "gru-en.lstm"
    assert example_file("counting").name == "counting.lstm"


def test_all_of_it_is_seen_where_the_screen_has_room(stage, welcome):
    scroll = welcome.findChild(QScrollArea)
    assert scroll.widget().height() >= scroll.widget().heightForWidth(scroll.width())
    assert scroll.verticalScrollBar().maximum() == 0


# What is said of the examples


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_said_of_the_examples_is_so(language):
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        found = {one.name: load_moment(example_file(one.name)) for one in EXAMPLES}
    finally:
        QLocale.setDefault(before)
    lstm, gru, diverged, counting = (
        found[name] for name in ("lstm", "gru", "diverged", "counting")
    )
    assert lstm.curve.epochs[1, -1] < 2 and gru.curve.epochs[1, -1] < 2
    assert lstm.run.digest == gru.run.digest
    assert len(gru.curve.epochs.T) < len(lstm.curve.epochs.T)
    assert [m.model.experiment.model.cell for m in (lstm, gru)] == ["lstm", "gru"]
    assert lstm.history is not None and len(lstm.history.values) > 10
    (change,) = diverged.run.changes
    thetas = [one.train.clipping_theta for one in (change.before, change.after)]
    assert thetas == [0.01, 0.3] and 80 <= change.x < 90
    assert diverged.curve.epochs[1, -1] > 3 * len(diverged.model.vocabulary)
    assert counting.run.source == "task:count"


def test_every_example_has_a_recipe():
    names = {one.name for one in EXAMPLES}
    assert {name.partition("-")[0] for name in RECIPES} == names


WINDOW = """
import json, os, sys
from pathlib import Path
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.presets import PRESETS
from tests.pictures import Studio

studio = Studio(PRESETS["quick"].experiment, "en")
session, window, config = studio.session, studio.window, studio.parts.config

def set_to(field, value, read):
    config.propose(changed(config.draft, field, value))
    studio.until(lambda: read() == value)

for name in sys.argv[1:]:
    opened = []
    window.opening.opened.connect(opened.append)
    window.opening.open(Path(name))
    while not opened:
        studio.wait(50)
        window.parts.notices.actionTriggered.emit("moment-loss")  # runs are in memory only here
    curves = studio.bridge.run.curves
    before = float(curves.epochs["perplexity"][-1])
    drawn = len(curves.epochs)
    train = lambda: session.experiment.train
    if "diverged" in name:
        set_to("train.clipping_theta", 0.01, lambda: train().clipping_theta)
    set_to("train.epochs", drawn + 12, lambda: train().epochs)
    session.start()
    studio.until(lambda: len(curves.epochs) == drawn + 12 and not studio.training)
    print(json.dumps([name, before, float(curves.epochs["perplexity"][-1])]), flush=True)
os._exit(0)
"""


@pytest.mark.mxnet
@pytest.mark.slow
def test_each_example_opens_and_goes_on():
    files = [str(file) for file in sorted(resource("examples").glob("*.lstm"))]
    child = subprocess.run(
        [sys.executable, "-c", WINDOW, *files],
        cwd=ROOT,
        env=environment(QT_QPA_PLATFORM="offscreen", OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert child.returncode == 0, child.stderr
    told = [json.loads(line) for line in child.stdout.splitlines()]
    assert [name for name, *_ in told] == files
    for name, before, after in told:
        if "diverged" in name:  # it recovers, as the welcome says
            assert before > 3000 and after < before / 3, name
        else:  # it goes on where it was
            assert after < 1.6 * before, name
