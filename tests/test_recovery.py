"""The real program, killed in the middle of training, goes on at the next start as if it had not.

The window runs in processes of its own, over the real engine; what it trains after the restart is
compared, bit for bit, with a run that nobody has disturbed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.runs.run import Run
from lstm_gui.core.runs.store import RunStore, open_store
from tests.commands import ROOT, environment, run, write_song
from tests.core.runs.sql import sql
from tests.release import at_length

pytestmark = pytest.mark.mxnet

WAIT_S = 240.0
EXPERIMENT = """
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
EXPERIMENT = Experiment(
    model=ModelConfig(hidden=24, forget_bias=1.0),
    train=TrainConfig(
        num_steps=10, batch_size=8, optimizer="adam", learning_rate=0.01, clipping_theta=1.0,
        epochs=100_000, sample_every=50, sample_length=8, prefixes=("分开",),
    ),
)
"""

WINDOW = (
    EXPERIMENT
    + """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import lstm_gui.gui.window.main_window as module
from lstm_gui import app
from lstm_gui.core.runs import recovery
from lstm_gui.core.settings.presets import PRESETS, Preset
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.worker.commands import StepOnce
from lstm_gui.core.settings.options import WindowOptions
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.runs.recovering import RECOVER

recovery.INTERVAL_S, recovery.WRITING_SHARE = 0.5, 0.1  # as after 5 s, only sooner
what, song = sys.argv[1:]
found = {"notices": [], "losses": [], "twin": [], "states": []}

class Window(module.MainWindow):
    def __init__(self, **given):
        super().__init__(**given)
        self.given, self.left = given, 60
        session, bridge = given["session"], given["bridge"]
        session.edit(EXPERIMENT)
        if what.startswith("train"):
            self.begin = session.stateChanged.connect(self.on_ready)
        if what.startswith("continue"):
            self.own = self.runs.own
            self.own.resumed.connect(self.on_resumed)
            bridge.run.stepsAdded.connect(self.on_steps)
            bridge.twin.stepsAdded.connect(lambda b: found["twin"].extend(map(float.hex, b.loss)))
            self.poll = QTimer(self)
            self.poll.setInterval(50)
            self.poll.timeout.connect(self.on_poll)
            self.poll.start()
        if what == "look":
            self.answers = 0
            session.stateChanged.connect(self.on_look)

    def on_look(self, state):
        if state is RunState.READY:
            self.archive.ask(lambda store: None, self.on_answered)

    def on_answered(self, _):
        # What the window asked before has been answered; it may have asked once more for that.
        self.answers += 1
        if self.answers < 4:
            self.archive.ask(lambda store: None, self.on_answered)
        else:
            self.tell()

    def on_ready(self, state):
        alone = self.given["bridge"].difference is None
        if state is RunState.READY and what == "train-twin" and alone:
            self.given["session"].begin_twin(Difference("train.learning_rate", 0.003))
        elif state is RunState.READY:
            self.given["session"].start()

    def on_poll(self):
        if any(notice.key == RECOVER for notice in self.parts.notices.notices):
            self.poll.stop()
            self.note()
            self.parts.notices.actionTriggered.emit(RECOVER)

    def on_resumed(self):
        curve = self.own.live.present()[1]
        found["steps"] = curve.batches[1].tolist()
        found["epochs"] = curve.epochs[0].tolist()
        if self.given["session"].state is RunState.PAUSED:
            self.go_on(RunState.PAUSED)
        else:
            self.paused = self.given["session"].stateChanged.connect(self.go_on)

    def go_on(self, state):
        if "twins" in found:
            return
        bridge = self.given["bridge"]
        if "with its twin" in found["notices"][0] and bridge.difference is None:
            bridge.twin.began.connect(self.go_on)  # its model stands a moment later
            return
        found["states"].append(self.given["session"].state.name)
        found["twins"] = bridge.difference is not None
        self.given["session"].start()

    def on_steps(self, batch):
        found["first"] = found.get("first", batch.last.step - len(batch.x) + 1)
        found["losses"].extend(map(float.hex, batch.loss))
        if len(found["losses"]) > self.left:
            self.given["session"].pause()
            QTimer.singleShot(500, self.tell)

    def note(self):
        found["notices"] += [notice.text for notice in self.parts.notices.notices]
        model = self.parts.listed
        found["table"] = [model._different_text(run) for run in model.runs]

    def tell(self):
        if "told" not in found:
            found["told"] = True
            self.note()
            print(json.dumps(found), flush=True)
            self.close()

app.MainWindow = Window
sys.exit(app.main(WindowOptions(corpus=Path(song))))
"""
)

UNDISTURBED = (
    EXPERIMENT
    + """
import json, sys
from pathlib import Path
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.engine import create_backend

song, record, first, count = sys.argv[1:]
def losses(training, last):
    found = []
    while training.position.step < last:
        found += [event.loss for event in training.step() if isinstance(event, StepDone)]
    return [loss.hex() for loss in found]

last = int(first) - 1 + int(count)
checkpoint = load_checkpoint(Path(record))
corpus = prepare_text(load_corpus(Path(song)), checkpoint.experiment)
whole = losses(Training(create_backend(), corpus, checkpoint.experiment), last)
again = Training(create_backend(), corpus, checkpoint.experiment)
again.restore(checkpoint.snapshot)
print(json.dumps({"whole": whole[int(first) - 1:], "again": losses(again, last)}))
"""
)


class Place:
    """A home of its own for the program, and what it keeps there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.song = write_song(folder / "song.txt")
        self.data = folder / "data" / "lstm-gui"

    def start(self, what: str) -> subprocess.Popen[str]:
        folders = {
            f"XDG_{kind}_HOME": str(self.folder / name)
            for kind, name in (("CONFIG", "config"), ("STATE", "state"), ("DATA", "data"))
        }
        return subprocess.Popen(
            [sys.executable, "-c", WINDOW, what, str(self.song)],
            cwd=ROOT,
            env=environment(**folders, QT_QPA_PLATFORM="offscreen", LANG="en_US.UTF-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def store(self) -> RunStore:
        return open_store(self.data)

    def under_way(self) -> int:
        """Count the runs that are marked as under way."""
        ((count,),) = sql(self.data, "SELECT count(*) FROM under_way WHERE owner <> ''")
        return int(count)

    def model(self, run: Run) -> Path:
        return self.data / "models" / f"{run.id}.safetensors"

    def runs(self) -> tuple[Run, ...]:
        store = self.store()
        runs = store.runs()
        store.close()
        return runs

    def wait_for_records(self, process: subprocess.Popen[str], count: int, later: int = 2) -> None:
        """Wait until so many runs are on record, and have been written anew a few times."""
        ends, seen = time.monotonic() + WAIT_S, set()
        while time.monotonic() < ends:
            assert process.poll() is None, process.communicate()
            models = sorted((self.data / "models").glob("*.safetensors"))
            if len(models) == count and (self.data / "runs.sqlite3").exists():
                seen.add(models[-1].stat().st_mtime_ns)
                if len(seen) > later and self.under_way() == count:
                    return
            time.sleep(0.1)
        raise AssertionError("nothing was put on record")


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=WAIT_S)
    assert process.returncode == -signal.SIGKILL


def finished(process: subprocess.Popen[str]) -> dict[str, object]:
    out, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def undisturbed(place: Place, record: Path, first: int, count: int) -> dict[str, list[str]]:
    asked = (place.song, record, first, count)
    done = run(*asked, program=(sys.executable, "-c", UNDISTURBED))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def wait_for_a_moment(place: Place, process: subprocess.Popen[str], count: int, seed: int) -> None:
    """Wait until so many runs are on record, and then, but for the first seed, by chance."""
    chance = random.Random(seed)
    place.wait_for_records(process, count, later=chance.randrange(3) if seed else 2)
    time.sleep(chance.uniform(0, 2) if seed else 0)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.release("K3")
@pytest.mark.parametrize("seed", range(at_length(1, 50)))
def test_killed_in_the_middle_of_training_it_goes_on_to_the_bit(place: Place, seed: int) -> None:
    process = place.start("train")
    wait_for_a_moment(place, process, 1, seed)
    kill(process)

    (run,) = place.runs()
    record = place.folder / "record.safetensors"
    record.write_bytes(place.model(run).read_bytes())
    position = load_checkpoint(record).snapshot.position
    told = finished(place.start("continue"))
    kind, epoch = ("in", position.epoch + 1) if position.batch else ("after", position.epoch)
    assert told["notices"][0] == (
        f"The last session ended unexpectedly {kind} epoch {epoch}. Run 1 can go on exactly there."
    )
    assert told["table"] == ["interrupted"] or told["table"] == [""]
    assert told["states"] == ["PAUSED"]
    # The curve is complete up to the record, and not longer.
    assert told["steps"] == list(range(1, position.step + 1))
    assert told["epochs"] == list(range(1, position.epoch + 1))
    assert told["first"] == position.step + 1
    if seed % 5 == 0:  # it takes as long as all the rest
        expected = undisturbed(place, record, position.step + 1, len(told["losses"]))
        assert told["losses"] == expected["again"] == expected["whole"]
    assert [run.number for run in place.runs()] == [1]

    if seed % 5 == 0:
        again = finished(place.start("look"))
        assert again["notices"] == []  # it was asked once, and the session after it ended in peace


@pytest.mark.release("K3")
@pytest.mark.parametrize("seed", range(at_length(1, 10)))
def test_both_twins_go_on_side_by_side(place: Place, seed: int) -> None:
    process = place.start("train-twin")
    wait_for_a_moment(place, process, 2, seed)
    kill(process)

    told = finished(place.start("continue"))
    assert "Run 1, with its twin Run 2, can go on" in told["notices"][0]
    assert told["states"] == ["PAUSED"] and told["twins"]
    records = {run.number: run for run in place.runs()}
    assert len(told["twin"]) >= len(told["losses"]) - 1 and told["twin"] != told["losses"]
    assert [records[n].origin for n in (1, 2)] == ["window", "twin"]
    assert records[2].epochs == records[1].epochs


@pytest.mark.release("S1")
@pytest.mark.parametrize("seed", range(at_length(1, 34)))
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_when_the_system_ends_it_nothing_is_lost_and_nobody_is_asked(
    place: Place, number: signal.Signals, seed: int
) -> None:
    process = place.start("train")
    wait_for_a_moment(place, process, 1, seed)
    began = time.monotonic()
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=WAIT_S)
    took = time.monotonic() - began
    assert process.returncode == 0, errors
    print(f"closed within {took:.2f} s")
    assert took < 10, took  # 3 s on a machine of its own; others may be at work here
    (run,) = place.runs()
    assert not run.interrupted and place.under_way() == 0
    position = load_checkpoint(place.model(run)).snapshot.position
    store = place.store()
    assert store.curve(run.id).batches[1, -1] == position.step  # the very last batch
    assert store.owners.claim() == ()
    store.close()


def test_an_open_window_is_not_taken_for_a_crashed_one(place: Place) -> None:
    first = place.start("train")
    place.wait_for_records(first, 1, later=1)
    second = finished(place.start("look"))
    assert second["notices"] == [] and second["table"] == [""]
    assert place.under_way() == 1
    kill(first)
    third = finished(place.start("look"))
    assert len(third["notices"]) == 1 and third["table"] == ["interrupted"]
    fourth = finished(place.start("look"))
    assert fourth["notices"] == [] and fourth["table"] == ["interrupted"]
