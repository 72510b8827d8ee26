"""Each "Show me", over the real engine: a small LSTM that has learned, and a plain RNN beside it.

MXNet belongs to one thread of a process, so the window is in one of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from lstm_gui.core.inspection.claims import CLAIMS
from tests.commands import ROOT, environment

pytestmark = [pytest.mark.mxnet, pytest.mark.slow]

WINDOW = """
import json, os, sys
from PySide6.QtWidgets import QDockWidget
from lstm_gui.core.inspection.claims import CLAIMS
from lstm_gui.core.settings.experiment import changed_together
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.commands import Stop
from lstm_gui.core.worker.states import ENDED
from tests.pictures import Studio

SMALL = {
    "model.hidden": 24,
    "model.forget_bias": 2.0,
    "train.num_steps": 20,
    "train.batch_size": 8,
    "train.epochs": 60,
    "train.sample_every": 1000,
    "corpus.max_chars": 600,
}
studio = Studio(changed_together(PRESETS["quick"].experiment, SMALL), "zh")
window, page = studio.window, studio.parts.article

def show(claim):
    page.open_link(f"claim:{claim}")
    tested = window.late.article.shower.tested
    studio.until(lambda: tested[claim].finding is not None)
    found = tested[claim].finding
    dock = {"distance": "whatIf", "gradients": "distance"}.get(claim, "ledger")
    seen = window.findChild(QDockWidget, f"{dock}Dock").widget()
    studio.until(seen.isVisible)
    shown = window.explorer.place
    print(json.dumps({
        "claim": claim,
        "verdict": found.verdict,
        "said": str(found.sentence),
        "on_page": str(found.sentence) in page.text,
        "there": claim == "gradients" or (shown.cell, shown.position) == (
            found.place.cell, found.place.position),
        "numbers": {name: str(value) for name, value in found.sentence.values.items()},
    }), flush=True)

studio.session.start()
studio.until(lambda: studio.session.state in ENDED)
window._docks.show("article")
studio.until(lambda: bool(page.text))
for claim in CLAIMS:
    show(claim)
studio.click("articleBackButton")
page.open_link("beside:rnn")
studio.until(lambda: studio.bridge.difference is not None and studio.training)
studio.until(lambda: studio.session.state in ENDED)
show("gradients")
os._exit(0)
"""


@pytest.fixture(scope="module")
def said() -> list[dict[str, Any]]:
    """What each claim led to, and that of gradients once more with a twin."""
    child = subprocess.run(
        [sys.executable, "-c", WINDOW],
        cwd=ROOT,
        env=environment(QT_QPA_PLATFORM="offscreen", OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert child.returncode == 0, child.stderr
    return [json.loads(line) for line in child.stdout.splitlines()]


def test_each_is_shown_where_it_is_decided(said: list[dict[str, Any]]) -> None:
    assert [one["claim"] for one in said] == [*CLAIMS, "gradients"]
    for one in said:
        assert one["on_page"] and one["there"], one


def test_what_was_found_is_what_such_a_network_does(said: list[dict[str, Any]]) -> None:
    verdicts = {one["claim"]: one["verdict"] for one in said[:-1]}
    assert verdicts["gates"] == "holds"
    assert verdicts["output"] == "holds"
    assert verdicts["gradients"] == "absent"
    beside = said[-1]
    farther = int(beside["numbers"]["gated"]) > int(beside["numbers"]["plain"])
    assert beside["verdict"] == ("holds" if farther else "fails"), beside["said"]
