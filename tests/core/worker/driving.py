"""Drives a worker as the window does, and waits for what it says; no sleeping anywhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from lstm_gui.core.arrays import Ids
from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, make_corpus
from lstm_gui.core.model.backend import Backend, StepResult
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import ModelConfig, TrainConfig
from lstm_gui.core.worker.commands import Build, Close, Command
from lstm_gui.core.worker.engine_thread import EngineThread
from lstm_gui.core.worker.events import Closed, Event, StateChanged
from lstm_gui.core.worker.mailbox import Inbox, Outbox
from lstm_gui.core.worker.states import RunState
from tests.fakes import FakeBackend

E = TypeVar("E", bound=Event)

TIMEOUT_S = 60.0
SONG = "abcdefghijklmnopqrstuvwxyz 分开不" * 4


def corpus_of(text: str = SONG, name: str = "song.txt") -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8"), name)


def experiment_of(**train: object) -> Experiment:
    """A tiny experiment: 30 characters and 4 of Chinese; 16 batches an epoch unless changed."""
    settings = {
        "num_steps": 4,
        "batch_size": 2,
        "epochs": 3,
        "sample_every": 2,
        "sample_length": 5,
        "prefixes": ("abc", "z"),
        **train,
    }
    return Experiment(model=ModelConfig(hidden=3), train=TrainConfig(**settings))


class GatedBackend(FakeBackend):
    """Takes a step only when the test lets it, and tells when one has begun."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)
        self._open = False

    def let(self, steps: int = 1) -> None:
        self.gate.release(steps)

    def open(self) -> None:
        self._open = True
        self.gate.release()

    def step(self, inputs: Ids, targets: Ids) -> StepResult:
        self.begun.release()
        if not self._open:
            assert self.gate.acquire(timeout=TIMEOUT_S)
        return super().step(inputs, targets)


class Driver:
    """A worker with a mailbox, and all the events it has sent so far in `seen`."""

    def __init__(self, create: Callable[[], Backend]) -> None:
        self.seen: list[Event] = []
        self._place = 0
        self.inbox, self.outbox = Inbox(), Outbox()
        self._ready = threading.Event()
        self.outbox.connect(self._ready.set)
        self.worker = EngineThread(create, inbox=self.inbox, outbox=self.outbox)
        self.worker.start()

    def post(self, *commands: Command) -> None:
        for command in commands:
            self.inbox.post(command)

    def until(self, kind: type[E], such: Callable[[E], bool] = lambda _: True) -> E:
        """Wait for an event that has not been waited past, and return it."""
        ends = time.monotonic() + TIMEOUT_S
        while time.monotonic() < ends:
            self._ready.clear()
            self.seen.extend(self.outbox.drain())
            while self._place < len(self.seen):
                event = self.seen[self._place]
                self._place += 1
                if isinstance(event, kind) and such(event):
                    return event
            self._ready.wait(ends - time.monotonic())
        raise AssertionError(f"no {kind.__name__} came; the last were {self.seen[-5:]}")

    def state(self, state: RunState) -> None:
        """Wait until the run is in `state`."""
        self.until(StateChanged, lambda event: event.state is state)

    def build(self, experiment: Experiment, corpus: Corpus | None = None, run: int = 1) -> None:
        """Build a model and wait until it stands."""
        self.post(Build(run, experiment, corpus or corpus_of()))
        self.state(RunState.READY)

    def of(self, kind: type[E]) -> list[E]:
        """All events of a kind so far."""
        self.seen.extend(self.outbox.drain())
        return [event for event in self.seen if isinstance(event, kind)]

    def close(self) -> None:
        """End the worker and wait for its thread."""
        if self.worker.is_alive():
            self.post(Close())
            self.until(Closed)
        self.worker._thread.join(TIMEOUT_S)
        assert not self.worker.is_alive()
