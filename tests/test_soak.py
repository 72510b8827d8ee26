"""The real program trains for minutes, and its memory levels off: `python -m tests.release soak`.

For a longer look, `python -m tests.test_soak MINUTES [trace]` prints what it holds every few
seconds, with `trace` also what Python's own objects take, and which lines hold more than before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.commands import ROOT, environment, write_song
from tests.release import Cases, at_length, seconds

pytestmark = pytest.mark.mxnet

PER_MINUTE = 12

WINDOW = """
import ctypes, gc, json, os, sys, tracemalloc
from pathlib import Path
import psutil
from PySide6.QtCore import QTimer
import lstm_gui.gui.window.main_window as module
from lstm_gui import app
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.settings.options import WindowOptions
from lstm_gui.core.worker.states import RunState

song, minutes, trace = sys.argv[1], float(sys.argv[2]), len(sys.argv) > 3
EXPERIMENT = Experiment(
    model=ModelConfig(hidden=64, forget_bias=1.0),
    train=TrainConfig(optimizer="adam", learning_rate=0.01, clipping_theta=1.0, epochs=100_000,
                      batch_size=8, num_steps=10, sample_every=50, prefixes=("分开",)),
)
libc, process = ctypes.CDLL(None), psutil.Process()
Info = type("Info", (ctypes.Structure,), {"_fields_": [(name, ctypes.c_size_t) for name in (
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
    "keepcost")]})
libc.mallinfo2.restype = Info

class Window(module.MainWindow):
    def __init__(self, **given):
        super().__init__(**given)
        self.given, self.samples, self.first = given, [], None
        given["session"].edit(EXPERIMENT)
        given["session"].stateChanged.connect(self.on_state)
        self.clock = QTimer(self, interval=5000)
        self.clock.timeout.connect(self.on_clock)

    def on_state(self, state):
        if state is RunState.READY:
            self.given["session"].start()
        if state is RunState.RUNNING:
            self.clock.start()

    def on_clock(self):
        held = process.memory_info()
        info = libc.mallinfo2()
        curves = self.given["bridge"].run.curves
        if not self.samples:
            self.moments = [one for one in gc.get_objects() if type(one) is MomentStore]
        self.samples.append({
            "rss": held.rss / 2**20, "used": (info.uordblks + info.hblkhd) / 2**20,
            "free": info.fordblks / 2**20, "threads": process.num_threads(),
            "files": process.num_fds(), "steps": len(curves.batches),
            "moments": sum(one.nbytes for one in self.moments) / 2**20,
            "python": tracemalloc.get_traced_memory()[0] / 2**20 if trace else 0,
        })
        print(json.dumps(self.samples[-1]), flush=True)
        third = int(minutes * 12) // 3
        if trace and len(self.samples) == third:
            gc.collect()
            self.first = tracemalloc.take_snapshot()
        if len(self.samples) >= max(minutes * 12, 1):
            self.clock.stop()
            if self.first is not None:
                gc.collect()
                more = tracemalloc.take_snapshot().compare_to(self.first, "lineno")
                print(json.dumps({"lines": [str(one) for one in more[:15]]}), flush=True)
            libc.malloc_trim(0)
            trimmed = process.memory_info().rss / 2**20
            print(json.dumps({"trimmed": trimmed}), flush=True)
            self.close()

if trace:
    tracemalloc.start(1)
app.MainWindow = Window
sys.exit(app.main(WindowOptions(corpus=Path(song))))
"""


def soaked(folder: Path, minutes: float, *words: str, show: bool = False) -> list[dict[str, float]]:
    """Let the program train; return what it held every five seconds, and at last when trimmed."""
    homes = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CONFIG", "STATE", "DATA")}
    command = [sys.executable, "-c", WINDOW, str(write_song(folder / "song.txt")), str(minutes)]
    with subprocess.Popen(
        ["nice", *command, *words],
        cwd=ROOT,
        env=environment(**homes, QT_QPA_PLATFORM="offscreen", LANG="en_US.UTF-8"),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        told = []
        for line in process.stdout or ():
            told.append(json.loads(line))
            if show:
                sys.stdout.write(line)
                sys.stdout.flush()
    assert process.returncode == 0
    return told


@pytest.mark.release("L1")
def test_the_memory_of_a_program_that_trains_levels_off(tmp_path: Path, cases: Cases) -> None:
    minutes = min(seconds() / 60, 480) if at_length(0, 1) else 0.05
    cases.tried, cases.promised = round(minutes), 480
    *samples, last = soaked(tmp_path, minutes)
    begin, end = samples[len(samples) // 3], samples[-1]
    steps = end["steps"] - begin["steps"]
    grown = {name: end[name] - begin[name] for name in ("rss", "used", "moments")}
    print(f"{minutes} minutes, {steps} steps: {grown} to {end}, trimmed {last['trimmed']:.1f} MB")
    assert end["threads"] <= begin["threads"] and end["files"] <= begin["files"]
    # The time machine keeps moments up to a budget of its own, and a step leaves nine numbers for
    # the curves, in arrays that double.
    assert grown["used"] - grown["moments"] < 4 + steps * 2 * 9 * 8 / 2**20


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        soaked(Path(place), float(sys.argv[1]), *sys.argv[2:], show=True)
