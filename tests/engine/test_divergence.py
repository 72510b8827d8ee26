"""Breakdowns on the real engine: 50 runs, each ends at the last good weights and can go on.

The good weights are kept here, independently, after every epoch that was sound.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.model.writing import write
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest, ModelConfig
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.training import loop as training_module
from lstm_gui.core.training.progress import Diverged, EpochDone, StepDone
from lstm_gui.core.worker.commands import Build, Carry, Configure, Undo
from lstm_gui.core.worker.events import StateChanged
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import Act, RunState, allowed
from tests.core.worker.driving import corpus_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]

TEXT = "the quick brown fox jumps over the lazy dog and runs 分开不分开 " * 10
MOST_STEPS = 3000
Weights = dict[str, Floats]


@pytest.fixture(autouse=True)
def every_epoch_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the good weights after every epoch, not only every two seconds."""
    monkeypatch.setattr(training_module, "SNAPSHOT_SECONDS", 0.0)


def small(preset: str, seed: int, **train: object) -> Experiment:
    experiment = PRESETS[preset].experiment
    settings = {
        "num_steps": 6,
        "batch_size": 4,
        "epochs": 1000,
        "sample_every": 10_000,
        "prefixes": ("the",),
        **train,
    }
    model = ModelConfig(**{**experiment.model.model_dump(), "hidden": 16, "seed": seed})
    new = experiment.train.model_copy(update=settings)
    return experiment.model_copy(update={"model": model, "train": new})


class Run:
    """A run until it breaks down, and the weights that were last good."""

    def __init__(self, backend: MxnetBackend, experiment: Experiment) -> None:
        self.backend = backend
        self.outbox = Outbox()
        self.runner = Runner(backend, self.outbox)
        self.runner.build(Build(1, experiment, corpus_of(TEXT)))
        self.good = backend.weights()
        self.good_epoch = 0
        self.blind = math.log(len(self.runner.model.vocabulary))
        self.runner.act(Act.START)

    def epoch(self) -> None:
        """Train for one epoch that is sound."""
        wanted = self.runner.model.position.epoch + 1
        while self.runner.model.position.epoch < wanted:
            self._turn()
        assert self.good_epoch == wanted

    def until_broken(self) -> Diverged:
        """Train until it breaks down."""
        for _ in range(MOST_STEPS):
            found = self._turn()
            if found is not None:
                return found
        raise AssertionError("it did not break down")

    def _turn(self) -> Diverged | None:
        assert self.runner.state is RunState.RUNNING
        self.runner.turn(0.01)
        found = None
        for event in self.outbox.drain():
            match event:
                case EpochDone():
                    weights = self.backend.weights()
                    # What is called good here: numbers, and no worse than guessing twice.
                    sound = all(np.isfinite(array).all() for array in weights.values())
                    if sound and math.log(event.perplexity) <= 2 * self.blind:
                        self.good, self.good_epoch = weights, event.epoch
                case Diverged():
                    found = event
        return found

    def assert_good(self) -> None:
        """The weights are those that were last good, to the bit."""
        for name, array in self.backend.weights().items():
            assert np.isfinite(array).all(), name
            assert np.array_equal(array, self.good[name]), name

    def assert_usable(self, event: Diverged) -> None:
        """It rests at the last good weights, writes, is saved, and goes on with smaller steps."""
        runner = self.runner
        assert runner.state is RunState.DIVERGED
        assert not runner.busy
        assert event.epoch == self.good_epoch == runner.model.position.epoch
        self.assert_good()
        for act in (Act.START, Act.STOP, Act.RESET, Act.WRITE, Act.SAVE):
            assert allowed(runner.state, act)
        request = GenerateRequest(prefix="the", length=5)
        text = "".join(write(self.backend, runner.model.vocabulary, request))
        assert len(text) == 5
        assert all(np.isfinite(a).all() for a in runner.checkpoint().snapshot.weights.values())
        gentle = changed(runner.model.experiment, "train.learning_rate", 0.01)
        gentle = changed(gentle, "train.clipping_theta", 0.01)
        runner.configure(Configure(1, gentle))
        self.outbox.drain()
        runner.act(Act.START)
        for _ in range(12):
            runner.turn(0.01)
        events = self.outbox.drain()
        assert not [e for e in events if isinstance(e, Diverged)]
        steps = [e for e in events if isinstance(e, StepDone)]
        assert len(steps) == 12 and all(math.isfinite(e.loss) for e in steps)
        states = [e.state for e in events if isinstance(e, StateChanged)]
        assert states == [RunState.RUNNING] == [runner.state]


@pytest.mark.parametrize("seed", range(15))
def test_the_article_as_printed(backend: MxnetBackend, seed: int) -> None:
    run = Run(backend, small("article", seed))
    run.assert_usable(run.until_broken())


@pytest.mark.parametrize("preset", ["book-lstm", "quick", "book-gru"])
@pytest.mark.parametrize("seed", range(5))
def test_a_learning_rate_of_a_million(backend: MxnetBackend, preset: str, seed: int) -> None:
    run = Run(backend, small(preset, seed))
    for _ in range(seed):  # in the beginning, and in the middle of good training
        run.epoch()
    wild = changed(run.runner.model.experiment, "train.learning_rate", 1e6)
    run.runner.configure(Configure(1, wild))
    run.assert_usable(run.until_broken())


@pytest.mark.parametrize("weight", ["l0.W_x", "l0.W_h", "l0.b", "W_hq", "b_q"])
@pytest.mark.parametrize("preset", ["quick", "book-lstm"])
def test_not_a_number_in_a_weight(backend: MxnetBackend, preset: str, weight: str) -> None:
    run = Run(backend, small(preset, 1))
    for _ in range(2):
        run.epoch()
    _spoil(backend, weight)
    run.assert_usable(run.until_broken())


@pytest.mark.parametrize("weight", ["l0.W_x", "l0.W_h", "l0.b", "W_hq", "b_q"])
@pytest.mark.parametrize("act", ["configure", "carry"])
def test_a_change_of_settings_right_before_it_is_noticed(
    backend: MxnetBackend, act: str, weight: str
) -> None:
    """The change must not make the bad weights the last good ones, nor undo lead to them."""
    run = Run(backend, small("quick", 2))
    for _ in range(2):
        run.epoch()
    _spoil(backend, weight)
    experiment = run.runner.model.experiment
    if act == "configure":
        run.runner.configure(Configure(1, changed(experiment, "train.learning_rate", 0.005)))
    else:
        wanted = changed(experiment, "train.batch_size", 5)
        run.runner.carry(Carry(wanted, corpus_of(TEXT)))
        run.assert_good()  # the change has gone back to the good weights
        run.runner.turn(0.01)
        assert run.runner.state is RunState.RUNNING
    if act == "configure":
        run.assert_usable(run.until_broken())
        run.runner.travel(Undo())  # of what made it go on
    run.runner.travel(Undo())
    assert run.runner.model.experiment == experiment
    run.assert_good()


def _spoil(backend: MxnetBackend, name: str) -> None:
    weights = backend.weights()
    weights[name].flat[weights[name].size // 2] = np.nan
    backend.load_weights(weights)
