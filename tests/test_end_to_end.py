"""Window and command line are one program: same core, same seed, same numbers, same text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands import SMALL, objects, run, write_song

pytestmark = pytest.mark.mxnet

LINE = """
import sys
from lstm_gui.__main__ import run_verb

model, *options = sys.argv[1:]
assert run_verb([*options, "--out", model]) == 0
for temperature in ("0", "1"):
    written = ["generate", model, "--prefix", "分开", "--length", "40", "--seed", "1"]
    assert run_verb([*written, "--temperature", temperature]) == 0
"""
"""Three commands in one process; that each stands alone is tested beside the verbs."""

WORKER = """
import sys
from pathlib import Path
from lstm_gui.core.model.checkpoint import load_checkpoint
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.training.progress import *
from lstm_gui.core.worker.commands import *
from lstm_gui.core.worker.events import *
from lstm_gui.core.worker.states import RunState
from lstm_gui.engine import create_backend
from tests.core.worker import driving
from tests.core.worker.driving import Driver

driving.TIMEOUT_S = 200.0  # the other formulas take long where others are at work
path, song = map(Path, sys.argv[1:])
corpus = load_corpus(song)
driver = Driver(create_backend)
driver.post(Load(1, path, corpus))
driver.state(RunState.FINISHED)
for number, temperature in enumerate((0.0, 1.0)):
    request = GenerateRequest(id=number, prefix="分开", length=40, temperature=temperature, seed=1)
    driver.post(Write(request))
    driver.until(TextDone)
    pieces = [event.text for event in driver.of(TextAdded) if event.id == number]
    print("分开" + "".join(pieces))
driver.post(Build(2, load_checkpoint(path).experiment, corpus), Start())
driver.state(RunState.RUNNING)
driver.state(RunState.FINISHED)
print(*(event.perplexity.hex() for event in driver.of(EpochDone)))
print(*(sample.prefix + sample.text for sample in driver.of(SampleDone)), sep="|")
driver.close()
"""


def child(code: str, *arguments: object) -> list[str]:
    done = run(*arguments, program=(sys.executable, "-c", code))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "implementation",
    [
        "fast",
        pytest.param("concise", marks=pytest.mark.slow),
        pytest.param("scratch", marks=pytest.mark.slow),
    ],
)
def test_the_window_and_the_command_line_agree(tmp_path: Path, implementation: str) -> None:
    song, out = write_song(tmp_path / "song.txt"), tmp_path / "model.safetensors"
    chosen = ("--implementation", implementation, "--sample-every", 1)
    *told, greedy, drawn = child(LINE, out, "train", "--corpus", song, *SMALL, *chosen, "--json")
    trained = objects("\n".join(told))
    curve = [event["perplexity"] for event in trained if event["event"] == "epoch"]
    assert len(curve) == 2 and curve[1] < curve[0] and greedy != drawn

    *texts, perplexities, samples = child(WORKER, out, song)
    assert texts == [greedy, drawn]
    assert perplexities.split() == [float(value).hex() for value in curve]
    assert samples.split("|") == [event["text"] for event in trained if event["event"] == "sample"]
