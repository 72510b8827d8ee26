"""What the studio asks of the real engine leaves the run as it is without it, to the bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstm_gui.core.inspection.jobs import ModelAccess, finish
from lstm_gui.core.inspection.page_reading import PageReading, ReadPage
from lstm_gui.core.inspection.predictions import next_characters
from lstm_gui.core.model.weights import initial_weights
from lstm_gui.core.model.writing import write
from lstm_gui.core.settings.experiment import changed
from lstm_gui.core.settings.groups import CellKind, ComputeConfig, GenerateRequest, ModelConfig
from lstm_gui.core.training.progress import StepDone
from lstm_gui.core.worker.commands import Build, Inspect, Start, Write
from lstm_gui.core.worker.engine_thread import EngineWork
from lstm_gui.core.worker.events import InspectDone, TextAdded, TextDone
from lstm_gui.core.worker.mailbox import Outbox
from tests.core.worker.driving import corpus_of, experiment_of

if TYPE_CHECKING:
    from lstm_gui.engine.mxnet_backend import MxnetBackend

pytestmark = pytest.mark.mxnet

PREFIX = "abcdefgh"


def losses(backend: MxnetBackend, experiment, *, asked: bool):
    """Train to the end, with a text, a question and a stop now and then, or without."""
    outbox = Outbox()
    work = EngineWork(
        backend, create_backend=lambda: backend, outbox=outbox, report=lambda _error, _run: None
    )
    work.handle(Build(1, experiment, corpus_of()))
    work.handle(Start())
    turn = 0
    while work.idle_seconds() == 0.0:
        if asked and turn % 3 == 0:
            request = GenerateRequest(
                id=turn, prefix=PREFIX, length=40, variants=3, temperature=0.9, top_p=0.8, seed=turn
            )
            work.handle(Write(request, "studio"))
        if asked and turn % 4 == 0:
            work.handle(Inspect(turn, ReadPage(PREFIX * 20, cell=2)))
        if asked and turn % 5 == 0:
            work.handle(Write(GenerateRequest(id=turn + 500, prefix="z", length=20), "panel"))
        work.turn(lambda _doing, act: act())
        turn += 1
    events = outbox.drain()
    steps = [(event.loss, event.grad_norm) for event in events if isinstance(event, StepDone)]
    return steps, backend.weights(), backend.optimizer_state(), events


@pytest.mark.parametrize("implementation", ["fast", "concise"])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_training_is_the_same_whatever_the_studio_asks(
    backend: MxnetBackend, cell: CellKind, implementation: str
) -> None:
    experiment = changed(experiment_of(optimizer="adam", learning_rate=0.02), "model.cell", cell)
    experiment = changed(experiment, "model.hidden", 24)
    experiment = changed(experiment, "compute.implementation", implementation)
    plain, weights, optimizer, _ = losses(backend, experiment, asked=False)
    steps, others, other, events = losses(backend, experiment, asked=True)
    assert steps == plain and len(steps) == 42
    assert weights.keys() == others.keys() and optimizer.keys() == other.keys()
    for name, array in {**weights, **optimizer}.items():
        np.testing.assert_array_equal({**others, **other}[name], array, err_msg=name)
    assert {event.variant for event in events if isinstance(event, TextAdded)} == {0, 1, 2}
    assert any(isinstance(event, TextDone) and not event.cancelled for event in events)
    assert any(isinstance(e, InspectDone) and isinstance(e.result, PageReading) for e in events)


def test_what_is_chosen_and_gone_on_from_is_what_writing_anew_gives(backend: MxnetBackend) -> None:
    """The first candidate is what greedy writing takes, at each place of a text of 60."""
    corpus = corpus_of()
    model = ModelConfig(hidden=24, init="fan_in", seed=3)
    backend.build(model, ComputeConfig(), len(corpus.vocabulary))
    backend.load_weights(
        {k: 4 * v for k, v in initial_weights(model, len(corpus.vocabulary)).items()}
    )
    request = GenerateRequest(prefix=PREFIX, length=60)
    text = PREFIX + "".join(write(backend, corpus.vocabulary, request))
    reading = finish(ReadPage(text), ModelAccess(backend, corpus.vocabulary, corpus, model))
    for place in range(len(PREFIX), len(text)):
        assert reading.candidates(place)[0].character == text[place]
    trace = backend.trace(corpus.vocabulary.encode(text))
    for guess, other in zip(
        reading.candidates(20), next_characters(trace, corpus.vocabulary, 19, 8), strict=True
    ):
        assert guess.character == other.character
        assert guess.probability == pytest.approx(other.probability, rel=1e-4)
    kept = text[:20] + reading.candidates(20)[1].character
    request = GenerateRequest(prefix=kept, length=20, temperature=0.8, seed=5)
    once, again = ("".join(write(backend, corpus.vocabulary, request)) for _ in range(2))
    assert once == again
