"""A moment saved in one program and opened in another goes on to the bit.

Each window runs in a process of its own over the real engine, with a home, a language, a theme and
a platform of its own. The first one saves a moment in the middle of an epoch and trains on to the
end; the second one opens it and trains on to the end: both must have the same weights, optimiser
and curve.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_gui.core.runs.moment_file import load_moment
from tests.commands import ROOT, environment, write_song

pytestmark = pytest.mark.mxnet

WAIT_S = 240.0
WINDOW = """
import hashlib, json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
import lstm_gui.gui.window.main_window as module
from lstm_gui import app
from lstm_gui.core.files import config_folder
from lstm_gui.core.model.checkpoint import saveable_arrays
from lstm_gui.core.preferences import Preferences, PreferencesFile
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.settings.options import WindowOptions
from lstm_gui.core.worker.commands import TakeMoment
from lstm_gui.core.worker.states import RunState

what, song, place, sampling, language, theme = sys.argv[1:]
EXPERIMENT = Experiment(
    model=ModelConfig(hidden=24, layers=2),
    train=TrainConfig(
        num_steps=10, batch_size=8, optimizer="adam", learning_rate=0.01, clipping_theta=1.0,
        epochs=12, sampling=sampling, sample_every=4, sample_length=8, prefixes=("分开",),
    ),
)
PreferencesFile(config_folder() / "preferences.json").save(
    Preferences(language=language, theme=theme)
)
found = {}

class Window(module.MainWindow):
    def __init__(self, **given):
        super().__init__(**given)
        self.session, self.bridge = given["session"], given["bridge"]
        self.saved = what == "open"
        self.bridge.momentTaken.connect(self.on_taken)
        self.session.stateChanged.connect(self.on_state)
        if what == "open":
            self.opening.opened.connect(self.session.start)
            return
        self.session.edit(EXPERIMENT)
        self.bridge.run.stepsAdded.connect(self.on_steps)
        self.saving.saved.connect(self.session.start)

    def on_steps(self, batch):
        if not self.saved and batch.last.epoch >= 3 and 1 < batch.last.batch < batch.last.batches:
            self.saved = True
            if what == "running":
                self.saving.save(Path(place), with_text=True)
            else:
                self.session.pause()

    def on_state(self, state):
        if state is RunState.READY and what == "twin" and self.bridge.difference is None:
            self.session.begin_twin(Difference("train.learning_rate", 0.003))
            self.start_twins()
        elif state is RunState.READY and what not in ("open", "twin"):
            self.session.start()
        elif state is RunState.PAUSED and self.saved and not Path(place).exists():
            self.saving.save(Path(place), with_text=True)
        elif state is RunState.FINISHED and self.saved:
            self.number = 99
            self.bridge.post(TakeMoment(99))

    def start_twins(self):
        # Once the twin is there: a state that comes and goes within a frame is not told.
        if self.bridge.difference is None:
            QTimer.singleShot(50, self.start_twins)
        else:
            self.session.start()

    def on_taken(self, event):
        if event.id != getattr(self, "number", None):
            return
        digest = hashlib.sha256()
        for name, array in sorted(saveable_arrays(event.model.snapshot).items()):
            digest.update(name.encode() + array.tobytes())
        curves = self.bridge.run.curves
        found["digest"] = digest.hexdigest()
        found["losses"] = [loss.hex() for loss in curves.batches["loss"].tolist()]
        found["epochs"] = curves.epochs["x"].tolist()
        found["samples"] = [sample.text for sample in self.bridge.run.samples]
        found["platform"] = QGuiApplication.platformName()
        found["title"] = self.windowTitle()
        print(json.dumps(found), flush=True)
        self.close()

app.MainWindow = Window
corpus, file = (None, Path(place)) if what == "open" else (Path(song), None)
sys.exit(app.main(WindowOptions(corpus=corpus, file=file)))
"""


def window(home: Path, what: str, *words: object, screen: bool = False) -> dict[str, object]:
    """Run a window in its own home, offscreen or on a screen, and return what it has found."""
    folders = {
        f"XDG_{kind}_HOME": str(home / name)
        for kind, name in (("CONFIG", "config"), ("STATE", "state"), ("DATA", "data"))
    }
    command = [sys.executable, "-c", WINDOW, what, *map(str, words)]
    if screen:
        command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", *command]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(
            **folders,
            HOME=str(home),
            QT_QPA_PLATFORM="xcb" if screen else "offscreen",
            LANG="en_US.UTF-8",
            OMP_NUM_THREADS="1",
        ),
        capture_output=True,
        encoding="utf-8",
        timeout=WAIT_S,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("what", "sampling", "screens"),
    [
        ("paused", "consecutive", (False, True)),
        ("running", "random", (True, False)),
        ("twin", "consecutive", (False, False)),
    ],
)
def test_a_moment_goes_on_to_the_bit(
    tmp_path: Path, what: str, sampling: str, screens: tuple[bool, bool]
) -> None:
    if any(screens) and shutil.which("xvfb-run") is None:
        pytest.skip("there is no xvfb-run")
    song, place = write_song(tmp_path / "song.txt"), tmp_path / "a.lstm"
    words = song, place, sampling
    first = window(tmp_path / "one", what, *words, "en", "light", screen=screens[0])
    moment = load_moment(place)
    step = moment.model.snapshot.position.step
    assert 0 < step < len(first["losses"])  # within an epoch, unless the engine was quicker
    assert moment.model.snapshot.optimizer
    song.unlink()  # whoever opens it has the text from the file alone
    second = window(tmp_path / "two", "open", *words, "zh_CN", "dark", screen=screens[1])
    assert second["digest"] == first["digest"]
    for kind in ("losses", "epochs", "samples"):
        assert second[kind] == first[kind]
    assert (first["platform"], second["platform"]) == tuple(
        "xcb" if screen else "offscreen" for screen in screens
    )
    assert second["title"] != first["title"]
