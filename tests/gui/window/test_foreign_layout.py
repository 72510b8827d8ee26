"""A layout from somebody else's file is restored if it is sound; none ends the process."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_gui.gui.window.docks import LAYOUT_VERSION
from lstm_gui.gui.window.foreign_layout import is_sound_layout
from tests.commands import ROOT, environment
from tests.release import Cases, at_length

CRASHES = "layout_segfault.json"
"""This one has ended the process: an area of docks has the number -1."""

NAMES = (
    "experiment lyrics perplexity studio runs training steps reading ledger cells lifetimes "
    "phrases touch whatIf search"
)
DOCKS = [f"{name}Dock" for name in NAMES.split()]
WINDOW = """
import base64, random, sys
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QToolBar, QWidget
from lstm_gui.gui.window.docks import LAYOUT_VERSION
from lstm_gui.gui.window.foreign_layout import is_sound_layout

application = QApplication([])
names = sys.argv[1].split()
areas = [getattr(Qt.DockWidgetArea, f"{side}DockWidgetArea") for side in ("Left", "Right", "Top")]

def window():
    made = QMainWindow()
    made.setDockNestingEnabled(True)
    made.setCentralWidget(QWidget())
    bar = QToolBar()
    bar.setObjectName("runBar")
    made.addToolBar(bar)
    for at, name in enumerate(names):
        dock = QDockWidget(name)
        dock.setObjectName(name)
        dock.setWidget(QWidget())
        made.addDockWidget(areas[min(at, 2)], dock)
    return made

def rearranged(made, rng):
    docks = made.findChildren(QDockWidget)
    for _ in range(6):
        one, other = rng.sample(docks, 2)
        way = rng.randrange(5)
        if way == 0:
            made.tabifyDockWidget(one, other)
        elif way == 1:
            made.splitDockWidget(one, other, rng.choice(list(Qt.Orientation)))
        elif way == 2:
            one.close()
        elif way == 3:
            made.addDockWidget(rng.choice(areas), one)
        else:
            one.setFloating(True)
    return bytes(made.saveState(LAYOUT_VERSION).data())

"""
REAL = (
    WINDOW
    + """
rng, refused = random.Random(3), 0
for _ in range(int(sys.argv[2])):
    made = window()
    made.show()
    application.processEvents()
    state = rearranged(made, rng)
    refused += not is_sound_layout(state, LAYOUT_VERSION, names, ["runBar"])
    made.close()
    made.deleteLater()
print(refused)
"""
)
DAMAGED = (
    WINDOW
    + """
rng, restored = random.Random(4), 0
first = window()
first.show()
good = rearranged(first, rng)
for number in range(int(sys.argv[2])):
    data = bytearray(good)
    for _ in range(rng.choice((1, 1, 2))):
        data[rng.randrange(9, len(data))] = rng.choice((0, 1, 2, 255, rng.randrange(256)))
    if not is_sound_layout(bytes(data), LAYOUT_VERSION, names, ["runBar"]):
        continue
    made = window()
    made.restoreState(QByteArray(bytes(data)), LAYOUT_VERSION)
    made.show()
    application.processEvents()
    made.resize(700, 500)
    application.processEvents()
    restored += 1
    made.close()
    made.deleteLater()
    application.processEvents()
print(restored)
"""
)


def said_by(code: str, count: int) -> int:
    """Run this in a process of its own, and return the number that it prints."""
    child = subprocess.run(
        [sys.executable, "-c", code, " ".join(DOCKS), str(count)],
        cwd=ROOT,
        env=environment(QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=1000,
    )
    assert child.returncode == 0, child.stderr[-3000:]
    return int(child.stdout)


def test_the_layout_that_ended_the_process_is_refused() -> None:
    stored = json.loads(Path(__file__).with_name(CRASHES).read_text("utf-8"))
    state = base64.b64decode(stored["layout"])
    assert not is_sound_layout(state, LAYOUT_VERSION, DOCKS, ["runBar"])
    at = state.index(b"\xff\xff\xff\xff\x00\x00\x01\x40")
    mended = state[:at] + b"\0\0\0\1" + state[at + 4 :]
    assert is_sound_layout(mended, LAYOUT_VERSION, DOCKS, ["runBar"])
    assert not is_sound_layout(mended, LAYOUT_VERSION + 1, DOCKS, ["runBar"])
    assert not is_sound_layout(mended, LAYOUT_VERSION, DOCKS[1:], ["runBar"])
    assert not is_sound_layout(mended, LAYOUT_VERSION, DOCKS, [])
    assert not is_sound_layout(mended + b"\0", LAYOUT_VERSION, DOCKS, ["runBar"])
    for stop in range(len(mended)):
        assert not is_sound_layout(mended[:stop], LAYOUT_VERSION, DOCKS, ["runBar"])


def test_all_bytes_at_random_are_refused() -> None:
    rng = random.Random(5)
    for size in range(200):
        assert not is_sound_layout(rng.randbytes(size), LAYOUT_VERSION, DOCKS, ["runBar"])


@pytest.mark.release
def test_what_a_window_has_written_is_sound() -> None:
    assert said_by(REAL, at_length(40, 500)) == 0


@pytest.mark.release("M3")
def test_a_layout_that_is_let_through_ends_nothing(cases: Cases) -> None:
    count = cases.all(200, 5000)
    restored = said_by(DAMAGED, count)
    print(f"\n{count} damaged layouts: {restored} restored, the others refused")
    assert restored > count / 20
