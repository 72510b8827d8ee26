"""Moments for the time machine: dense at the beginning, whatever the pace of looking allows."""

from __future__ import annotations

from types import SimpleNamespace

from lstm_gui.core.corpus.vocabulary import Vocabulary
from lstm_gui.core.model.backend import Position
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig
from lstm_gui.core.worker import observer as observer_module
from lstm_gui.core.worker.events import MomentRecorded
from lstm_gui.core.worker.mailbox import Outbox
from lstm_gui.core.worker.observer import CELLS_INTERVAL_S, EARLY_STEPS, Observer
from tests.fakes import FakeBackend

BATCH_S = 0.025


def test_moments_are_densest_at_the_beginning(monkeypatch):
    """40 batches a second, of which the pace of looking alone would keep three."""
    now = [100.0]
    monkeypatch.setattr(observer_module, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    backend, vocabulary = FakeBackend(), Vocabulary.of("啊波次得")
    backend.build(ModelConfig(hidden=4), ComputeConfig(), len(vocabulary))
    outbox = Outbox()
    observer = Observer(outbox)
    observer.set_probe("啊波次")
    for step in range(1, 400):
        now[0] += BATCH_S
        place = Position(step // 8, step % 8, step)
        training = SimpleNamespace(
            position=place, vocabulary=vocabulary, backend=backend, batches=8
        )
        observer.mark_stale()
        observer.turn(training, 1, 9.0)
    kept = [event.step for event in outbox.drain() if isinstance(event, MomentRecorded)]
    assert kept[:EARLY_STEPS] == list(range(1, EARLY_STEPS + 1))
    early = [step for step in kept if step <= 64]
    late = [step for step in kept if step > 336]
    assert len(early) >= 28
    assert 0 < len(late) <= 64 * BATCH_S / CELLS_INTERVAL_S + 1
    assert kept == sorted(set(kept))
