"""Every setting changed in the middle of training on the real engine: the next batch uses it.

The runner is driven as the engine thread drives it. What each setting does to a batch is worked
out here from the book's rules, not read back from the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lstm_gui.core.arrays import Arrays, Ids
from lstm_gui.core.corpus.batches import consecutive_batches, random_batches
from lstm_gui.core.model.backend import Snapshot, StepResult
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.commands import Build, Carry, Configure, Redo, Undo
from lstm_gui.core.worker.events import Configured
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.runner import Runner
from lstm_gui.core.worker.states import Act, RunState
from tests.core.worker.driving import corpus_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = [pytest.mark.mxnet, pytest.mark.alone]

TEXT = "the quick brown fox jumps over the lazy dog and runs 分开不分开 " * 12
OTHER = "a lazy zebra 走 watches the fox " * 20
THETA, RATE = 0.05, 0.5


class Spy:
    """Stands before the engine: keeps the batches; its graphics card is the processor."""

    def __init__(self, backend: MxnetBackend) -> None:
        self._backend = backend
        self.inputs: list[Ids] = []
        self.computed_by: list[ComputeConfig] = []

    def contexts(self) -> tuple[str, ...]:
        return ("cpu", "gpu:0")

    def build(self, model: ModelConfig, compute: ComputeConfig, size: int) -> None:
        self._backend.build(model, self._here(compute), size)

    def switch(self, compute: ComputeConfig) -> None:
        self._backend.switch(self._here(compute))

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self.inputs.append(np.array(inputs))
        return self._backend.step(inputs, targets)

    def _here(self, compute: ComputeConfig) -> ComputeConfig:
        self.computed_by.append(compute)
        return compute.model_copy(update={"context": "cpu"})

    def __getattr__(self, name: str) -> Any:  # Any: everything else is the engine's
        return getattr(self._backend, name)


class Bench:
    """A run in the middle of training, and what its next batches do."""

    def __init__(self, spy: Spy, experiment: Experiment) -> None:
        self.spy = spy
        self.outbox = Outbox()
        self.runner = Runner(spy, self.outbox)  # type: ignore[arg-type]  # it has all of it
        self.runner.build(Build(1, experiment, corpus_of(TEXT)))
        self.runner.act(Act.START)
        self.run(7)

    @property
    def experiment(self) -> Experiment:
        return self.runner.model.experiment

    def run(self, steps: int) -> list[StepDone]:
        """Train on so many batches; return what was said of them."""
        self.outbox.drain()
        done: list[StepDone] = []
        while len(done) < steps:
            assert self.runner.state is RunState.RUNNING
            self.runner.turn(0.01)
            done += [event for event in self.outbox.drain() if isinstance(event, StepDone)]
        return done

    def set(self, **values: object) -> None:
        """Change settings as the form does: live ones at once, the others carried over."""
        wanted, live = self.experiment, True
        for path, value in values.items():
            path = path.replace("__", ".")
            wanted = changed(wanted, path, value)
            live = live and path not in _CARRIED
        if live:
            self.runner.configure(Configure(1, wanted))
        else:
            self.runner.carry(Carry(wanted, self.runner.model.corpus))

    def moved(self) -> dict[str, np.ndarray]:
        """Train on one batch; return how far each weight went, in double precision."""
        before = self.spy.weights()
        self.run(1)
        after = self.spy.weights()
        return {n: after[n].astype(np.float64) - before[n] for n in before}

    def snapshot(self) -> Snapshot:
        return self.runner.model.snapshot()


_CARRIED = {
    "train.batch_size",
    "train.num_steps",
    "train.sampling",
    "train.optimizer",
    "model.hidden",
    "model.layers",
    "model.forget_bias",
    "model.seed",
}


def experiment_of(**train: object) -> Experiment:
    settings = {
        "num_steps": 6,
        "batch_size": 4,
        "epochs": 1000,
        "sample_every": 1000,
        "sample_length": 3,
        "learning_rate": RATE,
        "clipping_theta": THETA,
        "prefixes": ("the",),
        **train,
    }
    model = ModelConfig(hidden=12, init="fan_in", forget_bias=1.0, seed=3)
    return Experiment(model=model, train=TrainConfig(**settings))


@pytest.fixture
def bench(backend: MxnetBackend) -> Iterator[Bench]:
    yield Bench(Spy(backend), experiment_of())


def norm(moves: dict[str, np.ndarray]) -> float:
    return float(np.sqrt(sum((move**2).sum() for move in moves.values())))


def same(a: Arrays, b: Arrays) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def same_moment(a: Snapshot, b: Snapshot) -> bool:
    assert a.memory is not None and b.memory is not None
    states = np.array_equal(a.memory.h, b.memory.h)
    cells = (a.memory.c is None) or np.array_equal(a.memory.c, b.memory.c)
    places = a.position.epoch, a.position.batch, a.position.step, a.position.loss_sum
    others = b.position.epoch, b.position.batch, b.position.step, b.position.loss_sum
    exact = same(a.weights, b.weights) and same(a.optimizer, b.optimizer)
    return exact and states and cells and places == others


# Live settings


def test_the_learning_rate(bench: Bench) -> None:
    start = bench.snapshot()
    slow = bench.moved()
    bench.runner.model.restore(start)
    bench.set(train__learning_rate=3 * RATE)
    fast = bench.moved()
    for name, move in slow.items():
        np.testing.assert_allclose(fast[name], 3 * move, atol=1e-6, err_msg=name)


def test_clipping(bench: Bench) -> None:
    assert norm(bench.moved()) == pytest.approx(RATE * THETA, rel=1e-3)  # every batch is clipped
    bench.set(train__clipping_theta=THETA / 10)
    assert norm(bench.moved()) == pytest.approx(RATE * THETA / 10, rel=1e-3)


def test_epochs(bench: Bench) -> None:
    bench.set(train__epochs=bench.runner.model.position.epoch + 1)
    for _ in range(2 * bench.runner.model.batches):
        if bench.runner.busy:
            bench.runner.turn(0.01)
    assert bench.runner.state is RunState.FINISHED
    bench.set(train__epochs=1000)
    assert bench.runner.state is RunState.PAUSED
    bench.runner.act(Act.START)
    bench.run(1)


@pytest.mark.parametrize("implementation", ["scratch", "concise", "fast"])
def test_the_implementation(bench: Bench, implementation: str) -> None:
    bench.set(compute__implementation="fast" if implementation != "fast" else "scratch")
    start = bench.snapshot()
    loss = bench.run(1)[0].loss
    bench.runner.model.restore(start)
    network = bench.spy._net
    bench.set(compute__implementation=implementation)
    assert type(bench.spy._net) is not type(network)
    assert same_moment(bench.snapshot(), start)
    assert bench.run(1)[0].loss == pytest.approx(loss, rel=1e-5)


def test_the_context(bench: Bench) -> None:
    start = bench.snapshot()
    bench.set(compute__context="gpu:0")
    assert bench.spy.computed_by[-1].context == "gpu:0"
    assert same_moment(bench.snapshot(), start)
    bench.run(1)
    assert bench.experiment.compute.context == "gpu:0"
    start = bench.snapshot()
    bench.set(compute__context="cpu")
    assert bench.spy.computed_by[-1].context == "cpu"
    assert same_moment(bench.snapshot(), start)
    bench.run(1)


def test_what_was_asked_is_confirmed_with_the_step(bench: Bench) -> None:
    step = bench.runner.model.position.step
    bench.set(train__learning_rate=0.125)
    (event,) = (e for e in bench.outbox.drain() if isinstance(e, Configured))
    assert (event.step, event.experiment.train.learning_rate) == (step, 0.125)


# Settings that are carried over


def test_the_optimizer(bench: Bench) -> None:
    start = bench.snapshot()
    bench.set(train__optimizer="adam")
    assert same(bench.spy.weights(), start.weights)
    bench.set(train__learning_rate=0.01)
    moves = bench.moved()
    # Adam's first step is the learning rate for each weight that has any gradient.
    largest = max(float(np.abs(move).max()) for move in moves.values())
    assert largest == pytest.approx(0.01, rel=1e-2)
    state = bench.spy.optimizer_state()
    assert int(state["t"][0]) == 1
    bench.set(train__optimizer="sgd")
    assert bench.spy.optimizer_state() == {}
    assert norm(bench.moved()) == pytest.approx(0.01 * THETA, rel=1e-2)


def test_the_averages_of_adam_go_with_their_weights(backend: MxnetBackend) -> None:
    bench = Bench(Spy(backend), experiment_of(optimizer="adam", learning_rate=0.01))
    before = bench.snapshot()
    bench.set(model__hidden=20)
    after = bench.spy.optimizer_state()
    assert after["t"] == before.optimizer["t"]
    for kind in ("mean", "var"):
        kept, new = before.optimizer[f"{kind}.W_hq"], after[f"{kind}.W_hq"]
        assert np.array_equal(new[:12], kept)
        assert not new[12:].any()
    bench.run(3)


def test_the_batch_size(bench: Bench) -> None:
    start = bench.snapshot()
    bench.set(train__batch_size=7)
    assert same(bench.spy.weights(), start.weights)
    done = bench.run(1)[0]
    assert done.characters == 7 * 6
    assert bench.spy.inputs[-1].shape == (7, 6)
    place = done.batch - 1
    ids = bench.runner.model.corpus.ids
    wanted, _ = next(consecutive_batches(ids, 7, 6, start=place))
    assert np.array_equal(bench.spy.inputs[-1], wanted)


def test_the_time_steps(bench: Bench) -> None:
    start = bench.snapshot()
    bench.set(train__num_steps=11)
    assert same(bench.spy.weights(), start.weights)
    done = bench.run(1)[0]
    assert (done.characters, bench.spy.inputs[-1].shape) == (44, (4, 11))


def test_the_sampling(bench: Bench) -> None:
    start = bench.snapshot()
    bench.set(train__sampling="random")
    assert same(bench.spy.weights(), start.weights)
    done = bench.run(1)[0]
    rng = np.random.default_rng([3, done.epoch - 1])
    ids = bench.runner.model.corpus.ids
    wanted, _ = next(random_batches(ids, 4, 6, rng, start=done.batch - 1))
    assert np.array_equal(bench.spy.inputs[-1], wanted)


def test_the_text(bench: Bench) -> None:
    old = bench.runner.model.vocabulary
    before = bench.spy.weights()
    bench.runner.carry(Carry(bench.experiment, corpus_of(OTHER, "other.txt")))
    new = bench.runner.model.vocabulary
    after = bench.spy.weights()
    shared = [c for c in new.characters if c in old.characters]
    assert 0 < len(shared) < len(new) != len(old)
    here, there = old.encode("".join(shared)), new.encode("".join(shared))
    assert np.array_equal(after["l0.W_x"][there], before["l0.W_x"][here])
    assert np.array_equal(after["W_hq"][:, there], before["W_hq"][:, here])
    assert np.array_equal(after["b_q"][there], before["b_q"][here])
    assert np.array_equal(after["l0.W_h"], before["l0.W_h"])
    fresh = initial_weights(bench.experiment.model, len(new))["l0.W_x"]
    unseen = [new.encode(c)[0] for c in new.characters if c not in old.characters]
    assert np.array_equal(after["l0.W_x"][unseen], fresh[unseen])
    bench.run(1)
    text = new.decode(bench.spy.inputs[-1][0])
    assert text in OTHER


@pytest.mark.parametrize("hidden", [19, 5])
def test_hidden_units(bench: Bench, hidden: int) -> None:
    before = bench.spy.weights()
    bench.set(model__hidden=hidden)
    after, both = bench.spy.weights(), min(hidden, 12)
    for gate in range(4):
        old, new = slice(12 * gate, 12 * gate + both), slice(hidden * gate, hidden * gate + both)
        assert np.array_equal(after["l0.W_h"][:both, new], before["l0.W_h"][:both, old])
        assert np.array_equal(after["l0.W_x"][:, new], before["l0.W_x"][:, old])
        assert np.array_equal(after["l0.b"][new], before["l0.b"][old])
    assert np.array_equal(after["W_hq"][:both], before["W_hq"][:both])
    assert np.array_equal(after["b_q"], before["b_q"])
    bench.run(1)
    memory = bench.spy.training_memory()
    assert memory is not None and memory.h.shape == (1, 4, hidden)


def test_layers(bench: Bench) -> None:
    before = bench.spy.weights()
    bench.set(model__layers=2)
    after = bench.spy.weights()
    assert all(np.array_equal(after[name], before[name]) for name in before)
    fresh = initial_weights(bench.experiment.model, len(bench.runner.model.vocabulary))
    assert all(np.array_equal(after[n], fresh[n]) for n in after if n.startswith("l1."))
    bench.run(2)
    trained = bench.spy.weights()
    bench.set(model__layers=1)
    assert same(bench.spy.weights(), {name: trained[name] for name in before})
    bench.run(1)


def test_forget_bias_and_seed_are_for_new_weights(bench: Bench) -> None:
    before = bench.spy.weights()
    bench.set(model__forget_bias=2.5, model__seed=11)
    assert same(bench.spy.weights(), before)
    bench.run(1)
    kept = bench.spy.weights()
    bench.set(model__hidden=16)
    after = bench.spy.weights()
    model = bench.experiment.model
    assert (model.forget_bias, model.seed) == (2.5, 11)
    fresh = initial_weights(model, len(bench.runner.model.vocabulary))
    new_cells = slice(16 + 12, 16 + 16)  # of the forget gate, the second of four
    assert (after["l0.b"][new_cells] == 2.5).all()
    assert np.array_equal(after["l0.W_h"][12:], fresh["l0.W_h"][12:])
    assert np.array_equal(after["l0.W_h"][:12, :12], kept["l0.W_h"][:, :12])
    bench.run(1)


# The way back

_CHANGES: dict[str, dict[str, object]] = {
    "learning rate": {"train__learning_rate": 0.01},
    "clipping": {"train__clipping_theta": 3.0},
    "implementation": {"compute__implementation": "scratch"},
    "context": {"compute__context": "gpu:0"},
    "optimizer": {"train__optimizer": "sgd"},
    "batch size": {"train__batch_size": 9},
    "time steps": {"train__num_steps": 3},
    "sampling": {"train__sampling": "random"},
    "hidden up": {"model__hidden": 30},
    "hidden down": {"model__hidden": 4},
    "layers": {"model__layers": 3},
}


@pytest.mark.parametrize("name", _CHANGES)
def test_undo_and_redo_are_exact(backend: MxnetBackend, name: str) -> None:
    """Undone, the run goes on to the bit as if nothing had been changed."""
    recipe = experiment_of(optimizer="adam", learning_rate=0.02, clipping_theta=1.0)
    bench = Bench(Spy(backend), recipe)
    wanted = [event.loss for event in bench.run(9)]
    bench = Bench(Spy(backend), recipe)
    start = bench.snapshot()
    bench.set(**_CHANGES[name])
    bench.run(5)
    there = bench.snapshot()

    bench.runner.travel(Undo())
    assert bench.experiment == recipe
    assert same_moment(bench.snapshot(), start)
    assert [event.loss for event in bench.run(9)] == wanted

    bench.runner.travel(Undo())  # nothing more on record
    bench.runner.travel(Redo())
    assert same_moment(bench.snapshot(), there)
    bench.run(2)


def test_undo_brings_the_text_back(backend: MxnetBackend) -> None:
    recipe = experiment_of(optimizer="adam", learning_rate=0.02, clipping_theta=1.0)
    bench = Bench(Spy(backend), recipe)
    start = bench.snapshot()
    bench.runner.carry(Carry(bench.experiment, corpus_of(OTHER, "other.txt")))
    bench.run(3)
    bench.runner.travel(Undo())
    assert bench.runner.model.corpus.text == corpus_of(TEXT).text
    assert same_moment(bench.snapshot(), start)
    bench.run(1)


def test_ten_changes_are_undone_one_by_one(backend: MxnetBackend) -> None:
    recipe = experiment_of(optimizer="adam", learning_rate=0.02, clipping_theta=1.0)
    bench = Bench(Spy(backend), recipe)
    moments = []
    for change in list(_CHANGES.values())[:10]:
        moments.append((bench.experiment, bench.snapshot()))
        bench.set(**change)
        bench.run(2)
    for experiment, moment in reversed(moments):
        bench.runner.travel(Undo())
        assert bench.experiment == experiment
        assert same_moment(bench.snapshot(), moment)
