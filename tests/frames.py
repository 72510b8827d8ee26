"""Measure a frame of inspection in the window: `xvfb-run -a python -m tests.frames`.

A frame is what the window's thread does when a reading of 64 characters by 256 cells arrives:
the heat map, the text, and the view in front of the tabs, worked out and painted. Printed is the
processor time of that thread, so that other programs do not count.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from statistics import median

import numpy as np
from PySide6.QtWidgets import QApplication

from lstm_gui.core.inspection.forward import forward
from lstm_gui.core.model.backend import Trace
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.events import Cells
from lstm_gui.gui.window.main_window import MainWindow
from tests.core.inspection.conftest import random_weights
from tests.fakes import FakeBackend
from tests.pictures import Studio

CHARACTERS, CELLS = 64, 256
VIEWS = (
    "perplexity",
    "reading",
    "ledger",
    "cells",
    "lifetimes",
    "phrases",
    "touch",
    "whatIf",
    "distance",
)


def readings(text: str, ids, vocabulary: int) -> Iterator[Cells]:
    """Yield readings of two models by turns, as training brings ever other ones."""
    traces: list[Trace] = []
    for scale in (0.06, 0.08):
        weights = random_weights("lstm", 1, CELLS, vocabulary, scale)
        traces.append(forward(weights, "lstm", ids))
    step = 0
    while True:
        step += 1
        yield Cells(1, step, 1, text, traces[step % 2])


STANDARD_S = 0.0020
"""What `fixed_work` takes on a machine on which the frames were found to fit."""


def fixed_work() -> float:
    """Return the seconds of some work that never changes, to tell how fast the machine is now."""
    began = time.thread_time()
    total = 0
    for number in range(40_000):
        total += number * number % 7
    return time.thread_time() - began


def measure(window: MainWindow, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each frame, by the view in front, as on the standard machine."""
    corpus = window._session.used
    assert corpus is not None
    text = corpus.text[:CHARACTERS]
    source = readings(text, np.asarray(corpus.ids[:CHARACTERS]), len(corpus.vocabulary))
    explorer, found = window.explorer, {}
    for name in VIEWS:
        window._docks.show(name)
        for _ in range(5):
            QApplication.processEvents()
        window.parts.views.phrases.view.set_selection(9, 14)
        found[name] = []
        for _ in range(rounds):
            explorer._calm.stop()  # what is shown once a second is part of every frame here
            cells = next(source)
            slowness = max(1.0, median(fixed_work() for _ in range(3)) / STANDARD_S)
            began = time.thread_time()
            window._bridge.run.cellsChanged.emit(cells)
            QApplication.sendPostedEvents()
            QApplication.processEvents()
            found[name].append((time.thread_time() - began) / slowness)
    return found


def report(found: dict[str, list[float]]) -> None:
    for name, seconds in found.items():
        warm = sorted(seconds[2:])
        print(
            f"{name:>12}: median {1e3 * median(warm):5.1f} ms, "
            f"p95 {1e3 * warm[int(0.95 * len(warm))]:5.1f} ms, longest {1e3 * warm[-1]:5.1f} ms",
            flush=True,
        )


def main() -> int:
    """Open the window over a stand-in for the engine, measure and print."""
    studio = Studio(PRESETS["quick"].experiment, "zh", FakeBackend)
    studio.wait(500)
    report(measure(studio.window, 60))
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
