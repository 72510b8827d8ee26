"""Make the examples of the welcome: `xvfb-run -a python -m tests.examples`, or some by name.

Each is a moment that the window itself trains and saves, with the real engine and a fixed seed; of
its snapshots as many are kept as fit into so many bytes. An engine that computes other last bits,
or a newer schema of moments, is no reason to make them anew: an old moment has to open.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstm_gui.core.files import resource
from lstm_gui.core.runs.moment_file import MOMENT_SUFFIX, SavedMoment, load_moment, save_moment
from lstm_gui.core.settings.experiment import changed, value_at
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.states import RunState

if TYPE_CHECKING:
    from tests.pictures import Studio


@dataclass(frozen=True)
class Recipe:
    """How an example is trained, and what is seen of it."""

    corpus: str
    preset: str
    settings: Mapping[str, object]
    quantity: str = "c"
    front: str = "perplexity"
    cell: int | None = None
    """The cell that is chosen; without one, a lively one."""
    turn: tuple[int, str, float, int] | None = None
    """After this epoch, this setting is turned to this value, and so many epochs follow; or all."""
    history: int = 400_000
    """Bytes of snapshots."""
    ends: RunState = RunState.FINISHED


_ZH = {"corpus.max_chars": 4000, "model.hidden": 64, "model.init": "fan_in"}
_EN = {"model.hidden": 96, "train.learning_rate": 0.01, "train.sample_every": 10}
_LSTM_EN = {**_EN, "model.forget_bias": 1.0, "train.epochs": 120}
_SMALL = {"model.hidden": 32, "model.init": "fan_in"}
_LOOSE = 80, "train.clipping_theta", 0.3, 6
_SLOWER = 30, "train.learning_rate", 0.002, 0

RECIPES = {
    "lstm-zh": Recipe("zh", "book-lstm", {**_ZH, "train.epochs": 800}, history=1_000_000),
    "lstm-en": Recipe("en", "quick", _LSTM_EN, history=1_000_000),
    "gru-zh": Recipe("zh", "book-gru", {**_ZH, "train.epochs": 480}, "h"),
    "gru-en": Recipe("en", "quick", {**_EN, "model.cell": "gru", "train.epochs": 80}, "h"),
    "diverged-zh": Recipe(
        "zh", "book-lstm", {**_ZH, **_SMALL}, turn=_LOOSE, history=0, ends=RunState.PAUSED
    ),
    "diverged-en": Recipe("en", "book-lstm", _SMALL, turn=_LOOSE, history=0, ends=RunState.PAUSED),
    "counting": Recipe("task:count", "quick", {}, front="cells", cell=3, turn=_SLOWER),
}
_PREFIXES = {"zh": ("分开", "不分开"), "en": ("the moon", "i ")}


def make(name: str, folder: Path) -> None:
    """Train one example and save it."""
    from tests.pictures import Studio  # it needs a screen

    recipe = RECIPES[name]
    experiment = PRESETS[recipe.preset].experiment
    prefixes = {"train.prefixes": _PREFIXES[recipe.corpus]} if recipe.corpus in _PREFIXES else {}
    for key, value in {**recipe.settings, **prefixes}.items():
        experiment = changed(experiment, key, value)
    studio = Studio(experiment, recipe.corpus)
    session = studio.session
    session.start()
    if recipe.turn is not None:
        _turn(studio, *recipe.turn)
    studio.until(lambda: session.state is recipe.ends)
    studio.wait(1000)
    studio.views.memory.set_quantity(recipe.quantity)
    studio.front(recipe.front)
    studio.wait(1000)
    studio.choose(recipe.cell, position=13)
    studio.wait(500)
    path = folder / f"{name}{MOMENT_SUFFIX}"
    path.unlink(missing_ok=True)
    studio.window.saving.save(path, with_text=False)
    studio.until(lambda: path.exists() and not studio.window.saving.writing)
    studio.close()
    save_moment(path, _thinned(load_moment(path), recipe.history))
    print(f"{path}: {path.stat().st_size:,} bytes", flush=True)


def _turn(studio: Studio, epoch: int, key: str, value: float, more: int) -> None:
    """Change a setting while the run rests after an epoch; then train on, or so many epochs."""
    session, config = studio.session, studio.parts.config
    studio.until(lambda: studio.epoch >= epoch)
    session.pause()
    studio.until(lambda: session.state is RunState.PAUSED)
    config.propose(changed(config.draft, key, value))
    studio.until(lambda: value_at(session.experiment, key) == value)
    if not more:
        session.pause()
    for _ in range(more):
        reached = studio.epoch
        studio.window.parts.actions.by_name["stepEpoch"].trigger()
        studio.until(lambda reached=reached: studio.epoch > reached and not studio.training)


def _thinned(moment: SavedMoment, budget: int) -> SavedMoment:
    """Return a moment with fewer snapshots, the first and the last among them at least."""
    history = moment.history
    if history is None:
        return moment
    count = len(history.values)
    room = max(budget // history.values[0].nbytes, 2)
    kept = np.unique(np.linspace(0, count - 1, min(room, count)).astype(int))
    places = np.ascontiguousarray(history.places[:, kept])
    return replace(moment, history=replace(history, places=places, values=history.values[kept]))


def main(names: list[str]) -> int:
    """Make the examples in a process each: an engine thread serves one window."""
    if len(names) == 2 and names[0] == "--one":
        make(names[1], resource("examples"))
        return 0
    for name in names or RECIPES:
        command = [sys.executable, "-m", "tests.examples", "--one", name]
        subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
