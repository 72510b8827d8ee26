"""Each lesson to its end over the real engine: what it says must come of its runs does.

MXNet belongs to one thread of a process, so the window is in one of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from lstm_gui.core.lessons.lesson_file import shipped_lessons
from tests.commands import ROOT, environment
from tests.release import at_length

pytestmark = [pytest.mark.mxnet, pytest.mark.slow]

WINDOW = """
import json, os, sys
from pathlib import Path
from PySide6.QtWidgets import QDockWidget
from lstm_gui.core.settings.presets import PRESETS
from tests.pictures import Studio

studio = Studio(PRESETS["quick"].experiment, "en")
window = studio.window
window.parts.actions.by_name["lessons"].trigger()
studio.until(lambda: bool(window.parts.lessons.made))
window.late.open_lesson(Path(sys.argv[1]))
panel = studio.parts.lessons
studio.until(panel.isVisible)

def seen(name):
    return window.findChild(QDockWidget, f"{name}Dock").widget().isVisible()

def all_seen():
    names = (dock.objectName().removesuffix("Dock") for dock in window.findChildren(QDockWidget))
    return {name for name in names if seen(name)}

before = {"lessons", "lyrics", "perplexity"}
while True:
    state = panel.state
    step = state.step
    studio.until(lambda: all(seen(name) for name in step.show[-1:]))
    if step.question:
        panel.open_link(f"choice:{step.answer - 1}")
    if step.corpus:
        studio.click("lessonRunButton")
        studio.until(lambda: panel.state.outcome is not None)
    outcome = panel.state.outcome
    print(json.dumps({
        "step": state.number,
        "ran": outcome is not None,
        "checks": [] if outcome is None else [[check.text, held] for check, held in outcome.checks],
        "numbers": {} if outcome is None else {
            str(measure.label): text for measure, text in outcome.numbers.items()},
        "foreseen": "You foresaw it." in panel.text,
    }), flush=True)
    studio.click("lessonNextButton")
    if panel.state is None:
        break
studio.until(lambda: all_seen() == before)
os._exit(0)
"""


def played(lesson: str) -> list[dict[str, Any]]:
    child = subprocess.run(
        [sys.executable, "-c", WINDOW, lesson],
        cwd=ROOT,
        env=environment(QT_QPA_PLATFORM="offscreen", OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert child.returncode == 0, child.stderr
    return [json.loads(line) for line in child.stdout.splitlines()]


_BY_NAME = {path.stem: str(path) for path in shipped_lessons()}
_ORDINARY = ("perplexity",)
"""Played with every change; the others, which take longer, are played for a release."""

_NAMES = (*_ORDINARY, *(name for name in _BY_NAME if name not in _ORDINARY))


@pytest.mark.release
@pytest.mark.parametrize("name", _NAMES[: at_length(len(_ORDINARY), len(_NAMES))])
def test_a_lesson_comes_to_its_end(name: str) -> None:
    steps = played(_BY_NAME[name])
    assert any(one["ran"] for one in steps)
    for one in steps:
        assert all(held for _, held in one["checks"]), one
        assert one["foreseen"] or not one["ran"], one
