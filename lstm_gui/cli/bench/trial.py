"""A measuring process: it trains and writes, and measures the floor beside that."""

from __future__ import annotations

import os
import random
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np
from pydantic import BaseModel

from lstm_gui.cli.bench.measuring_process import (
    ERROR,
    BenchJob,
    BenchReady,
    BenchSummary,
    BenchTurn,
    Latency,
    ScalePoint,
)
from lstm_gui.cli.output import print_json
from lstm_gui.core.arrays import Floats
from lstm_gui.core.corpus.named_texts import load_named
from lstm_gui.core.corpus.text import Corpus
from lstm_gui.core.errors import EngineError, PlaygroundError
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.model.weights import parameter_count
from lstm_gui.core.model.writing import write
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import GenerateRequest, ModelConfig, TrainConfig
from lstm_gui.core.training.loop import Training, prepare_text
from lstm_gui.core.training.progress import EpochDone, StepDone
from lstm_gui.core.worker.commands import Build, Close, Start, Write
from lstm_gui.core.worker.engine_thread import EngineThread
from lstm_gui.core.worker.events import EngineReady, Event, Failure, TextAdded, TextDone
from lstm_gui.core.worker.mailbox import Inbox, Outbox

__all__ = ["Floor", "main", "multiply_adds", "unavoidable_products"]

Multiply = Callable[[Any, Any, Any], None]  # a, b and where a·b goes; Any: numpy's or mxnet's


@dataclass(frozen=True, slots=True)
class Product:
    """A product of (rows, inner) and (inner, columns)."""

    rows: int
    inner: int
    columns: int

    @property
    def multiply_adds(self) -> int:
        """How many multiplications, each with an addition, it takes."""
        return self.rows * self.inner * self.columns


def unavoidable_products(
    model: ModelConfig, train: TrainConfig, vocabulary_size: int
) -> tuple[Product, ...]:
    """List the products of one batch, all time steps together."""
    rows, hidden = train.batch_size * train.num_steps, model.hidden
    packed = len(CELLS[model.cell].packing) * hidden
    widths = [packed] * (2 * model.layers - 1) + [vocabulary_size]
    return tuple(product for width in widths for product in _three(rows, hidden, width))


def multiply_adds(products: tuple[Product, ...]) -> int:
    """Add up what the products of one batch take."""
    return sum(product.multiply_adds for product in products)


def _three(rows: int, inner: int, columns: int) -> Iterator[Product]:
    yield Product(rows, inner, columns)  # y = x W
    yield Product(inner, rows, columns)  # dW = xᵀ dy
    yield Product(rows, columns, inner)  # dx = dy Wᵀ


class Floor:
    """Times the matrix products of a batch that no implementation can avoid, with each library.

    A character has one row of W_x looked up, so the first layer's input costs no product. What is
    left are the recurrent products, the inputs of layers above the first, and the output layer,
    each three times: forward, and for both gradients. Whatever takes longer than these, run one
    after the other as large products at this machine's best float32 speed, can still be improved.
    The thread that owns MXNet calls it.

    Args:
        products: Those of one batch.
        batches: How many batches an epoch has.
    """

    def __init__(self, products: tuple[Product, ...], batches: int) -> None:
        self._batches = batches
        operands = [_operands(product) for product in products]
        self._ways: dict[str, tuple[Multiply, list[tuple[Any, ...]]]] = {
            "numpy": (_multiply_with_numpy, list(operands))
        }
        engine: Any = sys.modules.get("mxnet")  # Any: no types; only if the engine has loaded it
        if engine is not None:
            arrays = [(engine.nd.array(a), engine.nd.array(b.T), c) for a, b, c in operands]
            self._ways["mxnet"] = (_multiply_with(engine), arrays)

    def measure(self, repeats: int) -> dict[str, list[float]]:
        """Return by library what an epoch of products alone takes, `repeats` times."""
        # One library after the other: threads that wait for work spin for a while, and would
        # take the other library's processors.
        return {
            name: [self._epoch(multiply, operands) for _ in range(repeats + 1)][1:]
            for name, (multiply, operands) in self._ways.items()
        }

    def _epoch(self, multiply: Multiply, operands: list[tuple[Any, ...]]) -> float:
        started = time.perf_counter()
        for triple in operands:
            multiply(*triple)
        return (time.perf_counter() - started) * self._batches


def _multiply_with_numpy(a: Floats, b: Floats, product: Floats) -> None:
    """Multiply with the BLAS that comes with numpy."""
    np.matmul(a, b, out=product)


def _operands(product: Product) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(0)
    shapes = ((product.rows, product.inner), (product.inner, product.columns))
    a, b = (rng.standard_normal(shape, dtype=np.float32) for shape in shapes)
    return a, b, np.empty((product.rows, product.columns), np.float32)


def _multiply_with(engine: Any) -> Multiply:
    def multiply(a: Any, b_turned: Any, product: Floats) -> None:
        # Its quickest product of all; a new array each time, as in its own layers.
        width = product.shape[1]
        engine.nd.FullyConnected(a, b_turned, num_hidden=width, no_bias=True).wait_to_read()

    return multiply


FLOOR_REPEATS = 8
WRITTEN = 500
REQUESTS = 20
ANSWER_WITHIN_S = 60.0
WARM_UP_BATCHES = 3
FEWEST_BATCHES, LONGEST_POINT_S = 3, 5.0

_MB = 1e6


def main() -> int:
    """Carry out the job on standard input; return the exit status."""
    job = BenchJob.model_validate_json(sys.stdin.readline())
    try:
        if job.batches is not None:
            _say(_point(job, job.batches))
        else:
            _measure(job)
    except PlaygroundError as error:
        print_json(**{ERROR: " ".join(str(error).split())})
        return 1
    return 0


def _measure(job: BenchJob) -> None:
    mail = _Mail()
    trials: list[_Trial] = []

    def create() -> Backend:
        trials.append(_Trial(job))
        return trials[0].serve(sys.stdin)

    worker = EngineThread(create, inbox=mail.inbox, outbox=mail.outbox)
    worker.start()
    mail.wait_for(lambda event: isinstance(event, EngineReady), None)
    _say(_latency(mail, trials[0].corpus, job.experiment))
    mail.inbox.post(Close())


class _Trial:
    """Trains and writes on the thread that makes it, and takes the time."""

    def __init__(self, job: BenchJob) -> None:
        from lstm_gui.engine import create_backend

        self._job = job
        self.backend = create_backend()
        self.corpus = _load(job)
        self._before = _peak()
        self._perplexity: float | None = None
        self._training = Training(self.backend, self.corpus, _endless(job.experiment))
        self._floor: Floor | None = None
        for _ in range(job.warm_up_epochs):
            self._epoch()
        self._write(WRITTEN // 10)

    def serve(self, commands: TextIO) -> Backend:
        """Answer each line until there are no more turns."""
        _say(BenchReady(threads=int(os.environ["OMP_NUM_THREADS"].split(",")[0])))
        for command in commands:
            if command.strip() != "turn":
                break
            _say(self._turn())
        _say(self._summary)
        return self.backend

    def _turn(self) -> BenchTurn:
        epochs = [self._epoch() for _ in range(self._job.epochs)]
        written = self._write(WRITTEN)
        if self._floor is None:  # its arrays are no part of what training takes
            self._summary = _summary(self._training, self._before)
            model, train = self._job.experiment.model, self._job.experiment.train
            products = unavoidable_products(model, train, len(self.corpus.vocabulary))
            self._floor = Floor(products, self._training.batches)
        return BenchTurn(
            epochs=epochs,
            floor=self._floor.measure(FLOOR_REPEATS),
            written_per_second=written,
            perplexity=self._perplexity,
        )

    def _epoch(self) -> float:
        """Train for an epoch; everything that training does is part of its time."""
        started = time.perf_counter()
        for _ in range(self._training.batches):
            for event in self._training.step():
                if isinstance(event, EpochDone):
                    self._perplexity = min(event.perplexity, sys.float_info.max)
        return time.perf_counter() - started

    def _write(self, length: int) -> float:
        request = GenerateRequest(prefix=self.corpus.text[0], length=length)
        started = time.perf_counter()
        for _ in write(self.backend, self.corpus.vocabulary, request):
            pass
        return request.length / (time.perf_counter() - started)


def _latency(mail: _Mail, corpus: Corpus, experiment: Experiment) -> Latency:
    """Ask a worker that trains for texts, at any moment of a batch."""
    chance = random.Random(0)  # noqa: S311 - no secret
    mail.inbox.post(Build(1, _endless(experiment), corpus))
    mail.inbox.post(Start())
    step = mail.wait_for(lambda event: isinstance(event, StepDone) and event.step > 2)
    assert isinstance(step, StepDone)
    seconds = []
    for number in range(REQUESTS):
        threading.Event().wait(chance.uniform(0, 2 * step.seconds))
        request = GenerateRequest(id=number, prefix=corpus.text[0], length=5)
        started = time.perf_counter()
        mail.inbox.post(Write(request))
        mail.wait_for(lambda event, n=number: isinstance(event, TextAdded) and event.id == n)
        seconds.append(time.perf_counter() - started)
        mail.wait_for(lambda event, n=number: isinstance(event, TextDone) and event.id == n)
    return Latency(seconds=seconds)


class _Mail:
    """Both boxes of a worker, and a way to wait for what it says."""

    def __init__(self) -> None:
        self._arrived = threading.Event()
        self._waiting: list[Event] = []
        self.inbox = Inbox()
        self.outbox = Outbox(self._arrived.set)

    def wait_for(
        self, wanted: Callable[..., bool], within: float | None = ANSWER_WITHIN_S
    ) -> Event:
        """Return the first event that is wanted; those before it are dropped."""
        while True:
            while self._waiting:
                event = self._waiting.pop(0)
                if isinstance(event, Failure):
                    raise EngineError(event.template, **event.values)
                if wanted(event):
                    return event
            if not self._arrived.wait(within):
                raise EngineError("The engine did not answer in time.")
            self._arrived.clear()
            self._waiting = self.outbox.drain()


def _point(job: BenchJob, batches: int) -> ScalePoint:
    """Train on a few batches of a text that may be large, with an engine that is warm."""
    from lstm_gui.engine import create_backend

    backend = create_backend()
    _warm_up(backend, job.experiment)
    engine_alone = _peak()
    opened = time.perf_counter()
    loaded = load_named(job.corpus, job.reading)
    started = time.perf_counter()
    corpus = prepare_text(loaded, job.experiment)
    training = Training(backend, corpus, _endless(job.experiment))
    training.step()
    first = time.perf_counter() - started
    seconds = _batches(training, batches)
    summary = _summary(training, engine_alone)
    size = (sys.getsizeof(corpus.text) + corpus.ids.nbytes) / _MB
    model, train = job.experiment.model, job.experiment.train
    products = unavoidable_products(model, train, len(corpus.vocabulary))
    return ScalePoint(
        batches=seconds,
        floor=Floor(products, 1).measure(FLOOR_REPEATS),
        read_seconds=started - opened,
        first_batch_seconds=first,
        corpus_mb=size,
        above_corpus_mb=summary.training_mb - size,
        summary=summary,
    )


def _batches(training: Training, most: int) -> list[float]:
    for _ in range(WARM_UP_BATCHES):
        training.step()
    seconds: list[float] = []
    while len(seconds) < FEWEST_BATCHES or (len(seconds) < most and sum(seconds) < LONGEST_POINT_S):
        started = time.perf_counter()
        training.step()
        seconds.append(time.perf_counter() - started)
    return seconds


def _warm_up(backend: Backend, experiment: Experiment) -> None:
    """Let libraries be loaded, as they are when a second text is opened."""
    model = ModelConfig(cell=experiment.model.cell, layers=experiment.model.layers, hidden=8)
    backend.build(model, experiment.compute, 8)
    backend.configure(TrainConfig(batch_size=2, num_steps=2))
    import numpy as np

    ids = np.zeros((2, 2), np.int32)
    for _ in range(2):
        backend.step(ids, ids)


def _load(job: BenchJob) -> Corpus:
    return prepare_text(load_named(job.corpus, job.reading), job.experiment)


def _endless(experiment: Experiment) -> Experiment:
    """Return the experiment without an end, and without samples in between."""
    endless = changed(experiment, "train.epochs", 1_000_000)
    return changed(endless, "train.sample_every", 1_000_000)


def _summary(training: Training, before: float) -> BenchSummary:
    peak = _peak()
    vocabulary = len(training.vocabulary)
    return BenchSummary(
        peak_mb=peak,
        training_mb=peak - before,
        parameters=parameter_count(training.experiment.model, vocabulary),
        vocabulary=vocabulary,
        characters=len(training.corpus),
        batches=training.batches,
    )


def _peak() -> float:
    """Return the most memory that this process has had, in units of 10⁶ bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MB


def _say(line: BaseModel) -> None:
    sys.stdout.write(line.model_dump_json() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
