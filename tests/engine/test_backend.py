"""The backend's promises: seeds, switching, clipping, errors, threads, memory."""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.arrays import Floats
from lstm_gui.core.errors import EngineError
from lstm_gui.core.model.backend import Memory
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import ComputeConfig, Implementation, ModelConfig, TrainConfig
from tests.engine.conftest import batch
from tests.release import Cases

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

IMPLEMENTATIONS: tuple[Implementation, ...] = ("scratch", "concise", "fast")
SMALL = ModelConfig(hidden=16, init="fan_in", seed=7)
ADAM = TrainConfig(optimizer="adam", learning_rate=0.01, clipping_theta=1.0)
V = 29


def curve(backend: MxnetBackend, steps: int) -> list[tuple[float, float]]:
    rng = np.random.default_rng(5)
    results = [backend.step(*batch(rng, 6, 9, V)) for _ in range(steps)]
    return [(result.loss, result.grad_norm) for result in results]


@pytest.mark.parametrize("train", [TrainConfig(learning_rate=1.0), ADAM])
def test_a_switch_in_mid_run_goes_on_with_the_curve(
    backend: MxnetBackend, train: TrainConfig
) -> None:
    backend.build(SMALL, ComputeConfig(), V)
    backend.configure(train)
    straight = curve(backend, 8)

    backend.build(SMALL, ComputeConfig(), V)
    rng, switched = np.random.default_rng(5), []
    for step in range(8):
        if step % 2 == 0:
            implementation = IMPLEMENTATIONS[step // 2 % 3]
            before, state = backend.weights(), backend.optimizer_state()
            backend.switch(ComputeConfig(implementation=implementation))
            assert_same(backend.weights(), before)
            assert_same(backend.optimizer_state(), state)
        result = backend.step(*batch(rng, 6, 9, V))
        switched.append((result.loss, result.grad_norm))
    np.testing.assert_allclose(switched, straight, rtol=0, atol=2e-5)


def assert_same(found: dict[str, Floats], wanted: dict[str, Floats]) -> None:
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        np.testing.assert_array_equal(found[name], array)


@pytest.mark.parametrize(
    ("implementation", "kernels"), [("scratch", True), ("concise", True), ("fast", False)]
)
def test_reading_while_a_batch_is_computed_finds_the_weights_before_it(
    backend: MxnetBackend,
    implementation: Implementation,
    kernels: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lstm_gui.engine.mxnet_backend.has_kernels", lambda: kernels)
    monkeypatch.setattr("lstm_gui.engine.ndarrays._PAUSE_S", 0.0)
    backend = type(backend)()  # one that others do not use after this test
    model, ids = ModelConfig(hidden=64, seed=7), np.array([3], np.int32)
    found: list[Floats] = []

    def losses(meanwhile: bool) -> list[float]:
        backend.build(model, ComputeConfig(implementation=implementation), V)
        rng, losses = np.random.default_rng(5), []
        for _ in range(4):
            before = backend.advance(ids, None)[0]
            found.clear()
            losses.append(backend.step(*batch(rng, 16, 20, V)).loss)
            assert bool(found) == meanwhile
            for logits in found:
                np.testing.assert_array_equal(logits, before)
        return losses

    undisturbed = losses(meanwhile=False)
    backend.set_meanwhile(lambda: found.append(backend.advance(ids, None)[0]))
    assert losses(meanwhile=True) == undisturbed


def test_what_goes_wrong_in_a_batch_is_raised_where_it_was_waited_for() -> None:
    from mxnet.base import MXNetError

    from lstm_gui.engine.ndarrays import wait_for

    class Broken:
        def wait_to_read(self) -> None:
            raise MXNetError("no memory")

    with pytest.raises(MXNetError, match="no memory"):
        wait_for(Broken(), lambda: None)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_saved_run_goes_on_to_the_bit(
    backend: MxnetBackend, implementation: Implementation
) -> None:
    compute = ComputeConfig(implementation=implementation)
    backend.build(SMALL, compute, V)
    backend.configure(ADAM)
    curve(backend, 3)
    weights, optimizer = backend.weights(), backend.optimizer_state()
    memory = backend.training_memory()
    wanted = curve(backend, 3)

    backend.build(ModelConfig(hidden=16, seed=8), compute, V)
    backend.load_weights(weights)
    backend.load_optimizer_state(optimizer)
    backend.load_training_memory(memory)
    assert curve(backend, 3) == wanted


@pytest.mark.release("R1")
def test_stopped_anywhere_it_goes_on_to_the_bit(backend: MxnetBackend, cases: Cases) -> None:
    chance = np.random.default_rng(11)
    for number in cases(3, 20):
        cell, first = list(CELLS)[number % len(CELLS)], int(chance.integers(1, 9))
        model = ModelConfig(cell=cell, hidden=16, layers=1 + number % 2, seed=number)
        backend.build(model, ComputeConfig(), V)
        backend.configure(ADAM)
        curve(backend, first)
        weights, optimizer = backend.weights(), backend.optimizer_state()
        memory = backend.training_memory()
        wanted, end = curve(backend, 6), backend.weights()

        other = model.model_copy(update={"seed": number + 1})
        backend.build(other, ComputeConfig(), V)
        backend.load_weights(weights)
        backend.load_optimizer_state(optimizer)
        backend.load_training_memory(memory)
        assert curve(backend, 6) == wanted
        assert_same(backend.weights(), end)


def test_every_implementation_starts_from_the_same_bits(backend: MxnetBackend) -> None:
    weights = []
    for implementation in IMPLEMENTATIONS:
        backend.build(SMALL, ComputeConfig(implementation=implementation), V)
        weights.append(backend.weights())
    assert_same(weights[1], weights[0])
    assert_same(weights[2], weights[0])


def test_first_weights_follow_the_settings(backend: MxnetBackend) -> None:
    backend.build(ModelConfig(hidden=200, forget_bias=1.5), ComputeConfig(), 300)
    w = backend.weights()
    assert w["l0.W_x"].shape == (300, 800)
    assert w["l0.W_x"].std() == pytest.approx(0.01, rel=0.02)
    np.testing.assert_array_equal(w["l0.b"].reshape(4, 200)[1], 1.5)
    assert w["l0.b"].sum() == pytest.approx(300)
    backend.build(ModelConfig(hidden=200, init="fan_in"), ComputeConfig(), 300)
    assert backend.weights()["l0.W_h"].std() == pytest.approx(1 / math.sqrt(200), rel=0.02)
    assert backend.weights()["W_hq"].std() == pytest.approx(1 / math.sqrt(200), rel=0.02)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_clipping_moves_the_weights_by_rate_times_theta(
    backend: MxnetBackend, implementation: Implementation
) -> None:
    backend.build(SMALL, ComputeConfig(implementation=implementation), V)
    rng = np.random.default_rng(0)
    for theta in (1e-3, 1e3):
        backend.configure(TrainConfig(learning_rate=2.0, clipping_theta=theta))
        before = backend.weights()
        norm = backend.step(*batch(rng, 4, 5, V)).grad_norm
        after = backend.weights()
        moved = math.sqrt(sum(((after[n] - before[n]) ** 2).sum() for n in before))
        assert moved == pytest.approx(2.0 * min(norm, theta), rel=1e-3)
        gradients = backend._net.gradients().values()
        assert norm == pytest.approx(math.sqrt(sum((g**2).sum() for g in gradients)), rel=1e-5)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_loss_falls(backend: MxnetBackend, implementation: Implementation) -> None:
    backend.build(SMALL, ComputeConfig(implementation=implementation), V)
    backend.configure(ADAM.model_copy(update={"learning_rate": 0.05}))
    inputs, targets = batch(np.random.default_rng(1), 4, 12, V)
    losses = []
    for _ in range(40):
        backend.reset_memory()
        losses.append(backend.step(inputs, targets).loss)
    assert losses[0] == pytest.approx(math.log(V), rel=0.1)
    assert losses[-1] < 0.5 * losses[0]


def test_divergence_shows_as_not_a_number(backend: MxnetBackend) -> None:
    backend.build(SMALL, ComputeConfig(), V)
    backend.configure(TrainConfig(learning_rate=1e6, clipping_theta=1e6))
    losses = [loss for loss, _ in curve(backend, 10)]
    assert losses[-1] > 100 or math.isnan(losses[-1])


def test_the_state_is_carried_and_can_be_reset(backend: MxnetBackend) -> None:
    backend.build(SMALL, ComputeConfig(), V)
    assert backend.training_memory() is None
    inputs, targets = batch(np.random.default_rng(2), 3, 4, V)
    backend.configure(TrainConfig(learning_rate=1e-6, clipping_theta=1e-6))
    backend.step(inputs, targets)
    carried = backend.training_memory()
    assert carried is not None
    assert carried.h.shape == (1, 3, 16)
    _, memory = backend.advance(inputs[:, 0], None)
    for t in range(1, 4):
        _, memory = backend.advance(inputs[:, t], memory)
    np.testing.assert_allclose(carried.h, memory.h, atol=1e-6)
    assert memory.c is not None
    assert carried.c is not None
    np.testing.assert_allclose(carried.c, memory.c, atol=1e-6)
    backend.reset_memory()
    assert backend.training_memory() is None


@pytest.mark.parametrize(("texts", "steps"), [(1, 1), (1, 8), (3, 1), (2, 5), (33, 3)])
def test_any_batch_shape_works_and_may_change(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch, texts: int, steps: int
) -> None:
    rng = np.random.default_rng(4)
    inputs, targets = batch(rng, texts, steps, V)
    found = []
    ways: list[tuple[Implementation, bool]] = [("concise", True), ("fast", True), ("fast", False)]
    for implementation, kernels in ways:
        monkeypatch.setattr("lstm_gui.engine.mxnet_backend.has_kernels", lambda has=kernels: has)
        backend.build(SMALL, ComputeConfig(implementation=implementation), V)
        backend.configure(ADAM)
        backend.step(*batch(np.random.default_rng(9), 5, 4, V))
        result = backend.step(inputs, targets)
        found.append([result.loss, result.grad_norm])
    np.testing.assert_allclose(found[1:], [found[0]] * 2, rtol=1e-4)


def test_contexts_begin_with_cpu(backend: MxnetBackend) -> None:
    assert backend.contexts()[0] == "cpu"


def test_a_missing_graphics_card_is_a_sentence(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mxnet as mx

    monkeypatch.setattr(mx.context, "num_gpus", lambda: 0)
    backend.build(SMALL, ComputeConfig(), V)
    with pytest.raises(EngineError, match=r"gpu:0 cannot be used.*Choose cpu"):
        backend.build(SMALL, ComputeConfig(context="gpu:0"), V)
    with pytest.raises(EngineError, match="gpu:0 cannot be used"):
        backend.switch(ComputeConfig(context="gpu:0"))
    curve(backend, 1)  # the network that was there goes on


def test_graphics_cards_take_the_general_graph(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mxnet as mx

    monkeypatch.setattr(mx.context, "num_gpus", lambda: 2)
    monkeypatch.setattr(mx, "gpu", lambda _index: mx.cpu())  # a stand-in that computes the same
    assert backend.contexts() == ("cpu", "gpu:0", "gpu:1")
    backend.build(SMALL, ComputeConfig(), V)
    backend.configure(ADAM)
    straight = curve(backend, 4)
    trace = backend.trace(np.arange(9, dtype=np.int32))

    backend.build(SMALL, ComputeConfig(context="gpu:1"), V)
    first = curve(backend, 2)
    assert type(backend._net).__name__ == "GraphNetwork"
    np.testing.assert_allclose(first, straight[:2], atol=1e-5)
    backend.build(SMALL, ComputeConfig(), V)
    rng = np.random.default_rng(5)
    for step in range(4):
        backend.switch(ComputeConfig(context=("cpu", "gpu:0")[step % 2]))
        result = backend.step(*batch(rng, 6, 9, V))
        assert result.loss == pytest.approx(straight[step][0], abs=1e-5)
    other = backend.trace(np.arange(9, dtype=np.int32))
    assert other.quantities.keys() == trace.quantities.keys()
    for name, values in trace.quantities.items():
        np.testing.assert_allclose(other.quantities[name], values, atol=2e-5)
    with pytest.raises(EngineError, match="the last graphics card is gpu:1"):
        backend.switch(ComputeConfig(context="gpu:2"))


def test_without_kernels_the_graph_takes_over(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_gui.engine import mxnet_backend

    monkeypatch.setattr(mxnet_backend, "has_kernels", lambda: False)
    backend.build(SMALL, ComputeConfig(), V)
    assert type(backend._net).__name__ == "GraphNetwork"
    assert type(backend._reader).__name__ == "GraphReader"
    curve(backend, 1)


def test_another_thread_is_refused(backend: MxnetBackend) -> None:
    errors: list[Exception] = []

    def call() -> None:
        try:
            backend.contexts()
        except RuntimeError as error:
            errors.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert "not its own" in str(errors[0])


def test_what_does_not_fit_is_a_sentence(backend: MxnetBackend) -> None:
    backend.build(SMALL, ComputeConfig(), V)
    weights = backend.weights()
    backend.build(ModelConfig(hidden=8), ComputeConfig(), V)
    with pytest.raises(EngineError, match=r"do not fit the network: W_hq is \(16, 29\)"):
        backend.load_weights(weights)
    with pytest.raises(EngineError, match="missing"):
        backend.load_weights({})


def test_without_a_network_there_is_a_sentence() -> None:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

    with pytest.raises(EngineError, match="no network yet"):
        MxnetBackend().weights()


def test_mxnets_errors_become_sentences(backend: MxnetBackend) -> None:
    from mxnet.base import MXNetError

    from lstm_gui.engine.mxnet_backend import engine_error

    memory = engine_error(MXNetError("[06:12:11] storage.cc:1: Failed to allocate CPU Memory"))
    assert "not enough memory" in str(memory)
    assert "Choose the context cpu" in str(engine_error(MXNetError("Compile with USE_CUDA=1")))
    other = engine_error(
        MXNetError("Traceback:\n  File x\nMXNetError: Check failed: a == b: why\n")
    )
    assert "Build the network anew" in str(other)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_too_little_memory_is_a_sentence(
    backend: MxnetBackend, monkeypatch: pytest.MonkeyPatch, implementation: Implementation
) -> None:
    from lstm_gui.engine import mxnet_backend as module

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(module, "initial_weights", full)
    with pytest.raises(EngineError, match="not enough memory"):
        backend.build(SMALL, ComputeConfig(implementation=implementation), V)


SEEDED = """
import numpy as np
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig
from lstm_gui.engine import create_backend
backend, rng = create_backend(), np.random.default_rng(0)
for implementation in ("scratch", "concise", "fast"):
    backend.build(ModelConfig(hidden=64), ComputeConfig(implementation=implementation), 301)
    backend.configure(TrainConfig())
    for _ in range(6):
        ids = rng.integers(0, 301, (32, 13), dtype=np.int32)
        print(repr(backend.step(ids[:, :-1], ids[:, 1:])))
    print(sorted((n, w.tobytes().hex()[-40:]) for n, w in backend.weights().items()))
"""


def test_the_same_seed_gives_the_same_bits_in_two_processes() -> None:
    def run() -> str:
        root = Path(__file__).parents[2]
        command = [sys.executable, "-c", SEEDED]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout

    first = run()
    assert "StepResult" in first
    assert run() == first


def resident() -> int:
    """Return the bytes of memory in use."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_memory_does_not_grow_with_steps(backend: MxnetBackend) -> None:
    for implementation in IMPLEMENTATIONS:
        backend.build(ModelConfig(hidden=32), ComputeConfig(implementation=implementation), 101)
        backend.configure(ADAM)
        rng = np.random.default_rng(0)
        sizes = []
        for step in range(120):
            backend.step(*batch(rng, 8, 6, 101))
            if step % 20 == 0:
                backend.trace(np.arange(8, dtype=np.int32))
            if step in (59, 119):
                gc.collect()
                sizes.append(resident())
        assert sizes[1] - sizes[0] < 8 * 2**20, implementation


@pytest.mark.parametrize("layers", [1, 2])
def test_advance_reads_many_texts_as_it_reads_one(backend: MxnetBackend, layers: int) -> None:
    backend.build(ModelConfig(hidden=20, layers=layers, init="fan_in"), ComputeConfig(), V)
    ids = np.random.default_rng(0).integers(0, V, (7, 5), dtype=np.int32)
    together: Memory | None = None
    alone: list[Memory | None] = [None] * 7
    for t in range(5):
        logits, together = backend.advance(ids[:, t], together)
        for n in range(7):
            row, alone[n] = backend.advance(ids[n : n + 1, t], alone[n])
            np.testing.assert_allclose(logits[n], row[0], atol=1e-5)
