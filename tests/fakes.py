"""A stand-in for the engine: numpy, deterministic, quick. It lets everything else be tested."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

import numpy as np

from lstm_gui.core.arrays import Arrays, Floats, Ids
from lstm_gui.core.errors import EngineError
from lstm_gui.core.model.backend import Memory, StepResult, Trace
from lstm_gui.core.model.cell_kinds import CELLS, zero_memory
from lstm_gui.core.model.weights import weight_shapes
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig, TrainConfig


class FakeBackend:
    """Keeps the `Backend` protocol: the loss falls as a + b·exp(−k·t); text counts upwards.

    Args:
        step_seconds: How long a step takes (it sleeps).
        contexts: What `contexts()` lists.
        breaks_at: The step at which the loss is not a number.
    """

    def __init__(
        self,
        step_seconds: float = 0.0,
        contexts: tuple[str, ...] = ("cpu",),
        breaks_at: int | None = None,
    ) -> None:
        self.step_seconds = step_seconds
        self.breaks_at = breaks_at
        self.steps = 0
        self.calls: list[str] = []
        self.train = TrainConfig()
        self.memory: Memory | None = None
        self._contexts = contexts
        self._weights: dict[str, Floats] = {}

    def contexts(self) -> tuple[str, ...]:
        return self._contexts

    def build(self, model: ModelConfig, compute: ComputeConfig, vocabulary_size: int) -> None:
        if compute.context not in self._contexts:
            raise EngineError("{context} is not here. Choose cpu.", context=compute.context)
        rng = np.random.default_rng(model.seed)
        self.model, self.size, self.steps = model, vocabulary_size, 0
        self._weights = {
            name: rng.normal(size=shape).astype(np.float32)
            for name, shape in weight_shapes(model, vocabulary_size).items()
        }
        self.memory = None
        self.calls.append("build")

    def configure(self, train: TrainConfig) -> None:
        self.train = train
        self.calls.append("configure")

    def switch(self, compute: ComputeConfig) -> None:
        self.calls.append(f"switch {compute.implementation}")

    def reset_memory(self) -> None:
        self.memory = None

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        if self.step_seconds:
            time.sleep(self.step_seconds)
        self.steps += 1
        if self.steps == self.breaks_at:
            return StepResult(math.nan, math.nan)
        first = next(iter(self._weights.values()))
        first.flat[0] += 1
        self.memory = self._zeros(inputs.shape[0])
        start = math.log(self.size)
        return StepResult(0.05 + (start - 0.05) * math.exp(-self.steps / 200), 0.02)

    def set_meanwhile(self, meanwhile: Callable[[], None]) -> None:
        self.meanwhile = meanwhile

    def advance(self, ids: Ids, memory: Memory | None) -> tuple[Floats, Memory]:
        logits = np.zeros((len(ids), self.size), np.float32)
        logits[np.arange(len(ids)), (ids + 1) % self.size] = 5.0
        return logits, self._zeros(len(ids))

    def trace(self, ids: Ids, memory: Memory | None = None) -> Trace:
        shape = (self.model.layers, len(ids), self.model.hidden)
        wave = np.sin(np.arange(math.prod(shape), dtype=np.float32) / 7 + self.steps / 5)
        values = wave.reshape(shape)
        cell, gates = CELLS[self.model.cell], 0.5 + 0.49 * values
        quantities = {name: gates if name in cell.gates else values for name in cell.quantities}
        logits = np.zeros((len(ids), self.size), np.float32)
        return Trace(self.model.cell, ids, self._zeros(1), quantities, logits)

    def _zeros(self, texts: int) -> Memory:
        return zero_memory(self.model.cell, (self.model.layers, texts, self.model.hidden))

    def weights(self) -> dict[str, Floats]:
        return {name: array.copy() for name, array in self._weights.items()}

    def load_weights(self, weights: Arrays) -> None:
        self._weights = {name: array.copy() for name, array in weights.items()}

    def optimizer_state(self) -> dict[str, Floats]:
        return {}

    def load_optimizer_state(self, state: Mapping[str, Floats]) -> None:
        self.calls.append("optimizer")

    def training_memory(self) -> Memory | None:
        return self.memory

    def load_training_memory(self, memory: Memory | None) -> None:
        self.memory = memory
